/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-streaming-create-private.h"

#include "lk-jwt.h"
#include "lk-pulsar-secrets.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

/* What becomes of a token that was created, last step first. */

/*< private >
 * lk_pulsar_creation_free:
 * @data: (transfer full): a wish on its way
 */
void
lk_pulsar_creation_free (gpointer data)
{
  LkPulsarCreation *creation = data;

  g_clear_object (&creation->tenant);
  g_free (creation->note);
  g_free (creation->script_name);
  g_free (creation->replaces);
  g_clear_object (&creation->client);
  g_clear_pointer (&creation->ids_before, g_hash_table_unref);
  g_free (creation->work);
  g_clear_pointer (&creation->escrow, lk_escrow_close);
  g_clear_object (&creation->intent);
  g_clear_pointer (&creation->candidates, g_ptr_array_unref);
  g_clear_error (&creation->refusal);
  g_free (creation->id);
  g_clear_pointer (&creation->value, secret_value_unref);
  g_clear_pointer (&creation->schedule, g_variant_unref);
  g_clear_pointer (&creation->unread, g_ptr_array_unref);
  g_clear_error (&creation->doubt);
  g_clear_object (&creation->token);
  g_clear_error (&creation->store_error);
  g_free (creation);
}

static void
recorded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  LkPulsarCreation *creation = g_task_get_task_data (task);
  gboolean unknown = g_error_matches (creation->doubt, LK_WORK_ERROR, LK_WORK_ERROR_UNKNOWN_OUTCOME);

  lk_office_record_finish (LK_OFFICE (source), result);
  lk_pulsar_creation_close_work (task, unknown);
}

/*< private >
 * lk_pulsar_creation_end:
 * @owned_task: (transfer full): the task
 * @outcome: how it has ended, for the record
 * @failure: (nullable) (transfer full): what is told; %NULL: there is a token
 *
 * Ends whatever was sent: it is written down, then told.
 */
void
lk_pulsar_creation_end (GTask      *owned_task,
     const char *outcome,
     GError     *failure)
{
  LkStreaming *self = g_task_get_source_object (owned_task);
  LkPulsarCreation *creation = g_task_get_task_data (owned_task);

  if (failure != NULL)
    {
      g_clear_error (&creation->doubt);
      creation->doubt = failure;
    }
  lk_streaming_save_async (self, NULL, NULL);
  lk_streaming_record_async (self, LK_ACTIVITY_CREATE, lk_tenant_get_name (creation->tenant), creation->id,
                             creation->note != NULL ? creation->note : creation->script_name, outcome, recorded_cb,
                             owned_task);
}

static void
noted_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  g_autoptr (GError) error = NULL;

  if (!lk_streaming_set_note_finish (LK_STREAMING (source), result, &error))
    g_debug ("The note could not be remembered: %s", error->message);
  lk_pulsar_creation_end (task, LK_ACTIVITY_DONE, NULL);
}

static void
add_note (GTask *owned_task)
{
  LkStreaming *self = g_task_get_source_object (owned_task);
  LkPulsarCreation *creation = g_task_get_task_data (owned_task);

  if (creation->note != NULL && lk_pulsar_token_get_id (creation->token) != NULL)
    lk_streaming_set_note_async (self, creation->token, creation->note, NULL, noted_cb, owned_task);
  else
    lk_pulsar_creation_end (owned_task, LK_ACTIVITY_DONE, NULL);
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  LkStreaming *self = g_task_get_source_object (task);
  LkPulsarCreation *creation = g_task_get_task_data (task);

  if (lk_keyring_store_finish (LK_KEYRING (source), result, &creation->store_error))
    {
      if (self->stored != NULL)
        g_hash_table_replace (self->stored, lk_streaming_make_key (creation->token),
                              g_strdup (creation->script_name != NULL ? creation->script_name : ""));
      g_object_set (creation->token, "stored", TRUE, "maybe-stored", FALSE, "script-name", creation->script_name, NULL);
    }
  add_note (task);
}

/*< private >
 * lk_pulsar_creation_store:
 * @owned_task: (transfer full): the task; the journal knows which token it is
 *
 * Stores the token, and ends.
 */
void
lk_pulsar_creation_store (GTask *owned_task)
{
  LkStreaming *self = g_task_get_source_object (owned_task);
  LkPulsarCreation *creation = g_task_get_task_data (owned_task);
  g_autoptr (GHashTable) attributes = NULL;
  g_autofree char *label = NULL;
  const char *title = creation->script_name != NULL ? creation->script_name
                      : creation->note != NULL      ? creation->note
                                                    : creation->id;

  attributes = lk_pulsar_secrets_attributes (self->account, creation->tenant, creation->id, creation->script_name);
  label = lk_pulsar_secrets_label (self->account, creation->tenant, title);
  lk_keyring_store_async (lk_office_get_keyring (self->office), attributes, label, creation->value, NULL, stored_cb,
                          owned_task);
}

static void
store (GTask *owned_task)
{
  LkPulsarCreation *creation = g_task_get_task_data (owned_task);

  if (creation->store && creation->id == NULL)
    g_set_error_literal (&creation->store_error, LK_WORK_ERROR, LK_WORK_ERROR_NOT_STORED,
                         _("Astra did not tell the new token’s id, so it could not be stored"));
  if (creation->store && creation->id != NULL)
    lk_pulsar_creation_know (owned_task);
  else
    add_note (owned_task);
}

static LkPulsarToken *
make_token (LkPulsarCreation *creation,
            LkJwt            *jwt)
{
  return g_object_new (LK_TYPE_PULSAR_TOKEN,
                       "tenant-name", lk_tenant_get_name (creation->tenant),
                       "cluster-name", lk_tenant_get_cluster (creation->tenant),
                       "id", creation->id,
                       "subject", lk_jwt_get_subject (jwt),
                       "issuer", lk_jwt_get_issuer (jwt),
                       "issued", lk_jwt_get_issued_at (jwt),
                       NULL);
}

/*< private >
 * lk_pulsar_creation_settle:
 * @owned_task: (transfer full): the task
 *
 * The token is there for good: it is listed, with the end that it tells itself, and stored.
 */
void
lk_pulsar_creation_settle (GTask *owned_task)
{
  LkStreaming *self = g_task_get_source_object (owned_task);
  LkPulsarCreation *creation = g_task_get_task_data (owned_task);
  LkTenant *tenant = lk_streaming_find_tenant (self, lk_tenant_get_cluster (creation->tenant),
                                               lk_tenant_get_name (creation->tenant));
  LkPulsarToken *listed;
  gsize length;
  const char *text = secret_value_get (creation->value, &length);
  g_autoptr (LkJwt) jwt = lk_jwt_new (text, length);

  self->n_added++;
  if (tenant == NULL)
    tenant = creation->tenant;
  listed = creation->id != NULL ? lk_tenant_find_token (tenant, creation->id) : NULL;
  creation->token = listed != NULL ? g_object_ref (listed) : make_token (creation, jwt);
  if (lk_jwt_get_expires (jwt) == LK_JWT_EXPIRY_AT || lk_jwt_get_expires (jwt) == LK_JWT_EXPIRY_NEVER)
    lk_pulsar_token_set_expiry (creation->token, lk_jwt_get_expiry (jwt));
  if (listed == NULL)
    lk_tenant_add_token (tenant, creation->token);
  store (owned_task);
}
