/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-streaming-private.h"

#include "lk-delete-hold.h"
#include "lk-listed-token.h"
#include "lk-pulsar-secrets.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

/* Deleting, last step first. */

typedef struct
{
  LkPulsarToken *token;
  LkTenant      *tenant;
  LkAstraStreaming *client; /* NULL: not signed in yet */
  char          *id;
  LkDeleteOrder *order;   /* NULL: whoever drives it has written down that the token shall go */
  LkWorkLock    *lock;    /* NULL: not yet, not any more, or whoever drives it has it */
  gboolean       again;   /* a failure is no news */
  const char    *outcome; /* NULL: none so far, as below */
  GError        *failure; /* NULL: none so far */
  GError        *doubt;   /* why it is not known whether the request took effect; NULL: it was answered */
} Deletion;

static void
deletion_free (gpointer data)
{
  Deletion *deletion = data;

  g_clear_object (&deletion->token);
  g_clear_object (&deletion->tenant);
  g_clear_object (&deletion->client);
  g_free (deletion->id);
  g_clear_object (&deletion->order);
  g_clear_pointer (&deletion->lock, lk_work_lock_give_back);
  g_clear_error (&deletion->failure);
  g_clear_error (&deletion->doubt);
  g_free (deletion);
}

static void
tell (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  Deletion *deletion = g_task_get_task_data (task);

  /* Nobody who waits for this to be over shall have taken it up in between. */
  g_clear_pointer (&deletion->lock, lk_work_lock_give_back);
  if (deletion->failure != NULL)
    g_task_return_error (task, g_steal_pointer (&deletion->failure));
  else
    g_task_return_boolean (task, TRUE);
}

static void
recorded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  lk_office_record_finish (LK_OFFICE (source), result);
  tell (G_TASK (user_data));
}

static void
record (GTask *owned_task)
{
  LkStreaming *self = g_task_get_source_object (owned_task);
  Deletion *deletion = g_task_get_task_data (owned_task);

  if (deletion->again && !g_str_equal (deletion->outcome, LK_ACTIVITY_DONE))
    tell (owned_task);
  else
    lk_streaming_record_token_async (self, LK_ACTIVITY_DELETE, deletion->token, deletion->outcome, recorded_cb, owned_task);
}

static void
order_ended_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  lk_delete_hold_end_finish (LK_OFFICE (source), result);
  record (G_TASK (user_data));
}

/* The end of whatever was sent: it is written down, then told. What is not @over stays in the journal. */
static void
end (GTask      *owned_task,
     const char *outcome,
     gboolean    over,
     GError     *failure)
{
  LkStreaming *self = g_task_get_source_object (owned_task);
  Deletion *deletion = g_task_get_task_data (owned_task);

  deletion->outcome = outcome;
  deletion->failure = failure;
  if (over && deletion->order != NULL)
    lk_delete_hold_end_async (self->office, deletion->order, order_ended_cb, owned_task);
  else
    record (owned_task);
}

static void
secret_removed_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  LkStreaming *self = g_task_get_source_object (task);
  Deletion *deletion = g_task_get_task_data (task);
  g_autofree char *key = lk_streaming_make_key (deletion->token);
  gboolean over;
  GError *error = NULL;

  if (!lk_keyring_remove_finish (LK_KEYRING (source), result, &error))
    lk_work_error_say_secret_left (error);
  else if (self->stored != NULL)
    g_hash_table_remove (self->stored, key);

  /* Where it was not stored, a keyring that does not answer is no failure. Where that is not known, it is asked again. */
  over = error == NULL || (self->stored != NULL && !lk_pulsar_token_get_stored (deletion->token));
  if (error != NULL && !lk_pulsar_token_get_stored (deletion->token))
    g_clear_error (&error);
  end (task, LK_ACTIVITY_DONE, over, error);
}

static void
listed_again_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  LkStreaming *self = g_task_get_source_object (task);
  Deletion *deletion = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tokens = lk_astra_streaming_list_tokens_finish (LK_ASTRA_STREAMING (source), result, &error);
  GError *failure;
  LkTenant *tenant;
  gboolean over;

  if (tokens == NULL)
    {
      failure = lk_delete_hold_tell_unseen (g_steal_pointer (&deletion->doubt), error, &over);
      end (task, over ? LK_ACTIVITY_FAILED : LK_ACTIVITY_UNKNOWN, over, failure);
      return;
    }

  tenant = lk_streaming_get_tenant_of (self, deletion->token);
  if (tenant == NULL)
    tenant = deletion->tenant;
  lk_streaming_take_tokens (self, tenant, tokens);
  lk_streaming_save_async (self, NULL, NULL);
  if (lk_tenant_find_token (tenant, deletion->id) != NULL)
    {
      failure = lk_delete_hold_tell_listed (g_steal_pointer (&deletion->doubt), &over);
      end (task, LK_ACTIVITY_FAILED, over, failure);
      return;
    }

  attributes = lk_pulsar_secrets_attributes (self->account, tenant, deletion->id, NULL);
  lk_keyring_remove_async (lk_office_get_keyring (self->office), attributes, NULL, secret_removed_cb, task);
}

static void
deleted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  Deletion *deletion = g_task_get_task_data (task);

  lk_astra_streaming_delete_token_finish (LK_ASTRA_STREAMING (source), result, &deletion->doubt);
  /* Only the list is believed, in what it says against the answer as in what it says for it. */
  lk_astra_streaming_list_tokens_async (LK_ASTRA_STREAMING (source), deletion->tenant, NULL, listed_again_cb, task);
}

static void
send_request (GTask *owned_task)
{
  Deletion *deletion = g_task_get_task_data (owned_task);

  lk_astra_streaming_delete_token_async (deletion->client, deletion->tenant, deletion->id, NULL, deleted_cb, owned_task);
}

static void
held_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Deletion *deletion = g_task_get_task_data (task);
  GError *error = NULL;

  deletion->lock = lk_delete_hold_finish (LK_OFFICE (source), result, &error);
  if (deletion->lock == NULL)
    g_task_return_error (task, error);
  else
    send_request (g_steal_pointer (&task));
}

static void
client_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Deletion *deletion = g_task_get_task_data (task);
  LkOffice *office = LK_OFFICE (source);
  GError *error = NULL;

  deletion->client = lk_office_get_streaming_finish (office, result, &error);
  if (deletion->client == NULL)
    g_task_return_error (task, error);
  else if (deletion->order != NULL)
    lk_delete_hold_async (office, deletion->order, held_cb, g_steal_pointer (&task));
  else
    send_request (g_steal_pointer (&task));
}

static void
start (LkStreaming         *self,
       LkPulsarToken       *token,
       gboolean             noted,
       gboolean             again,
       GCancellable        *cancellable,
       GAsyncReadyCallback  callback,
       gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  LkTenant *tenant = lk_streaming_get_tenant_of (self, token);
  const char *note = lk_pulsar_token_get_note (token);
  Deletion *deletion;
  GError *objection;

  g_task_set_source_tag (task, lk_streaming_delete_async);
  g_task_set_check_cancellable (task, FALSE);
  if (tenant == NULL || lk_pulsar_token_get_id (token) == NULL)
    {
      g_task_return_new_error (task, LK_WORK_ERROR, LK_WORK_ERROR_INVALID,
                               tenant == NULL ? _("The tenant of this token is not listed any more: refresh")
                                              : _("Astra lists this old token without an id, so it can only be deleted in "
                                                  "the Astra Portal"));
      return;
    }

  objection = lk_delete_hold_object (LK_LISTED_TOKEN (token));
  if (objection != NULL)
    {
      g_task_return_error (task, objection);
      return;
    }

  deletion = g_new0 (Deletion, 1);
  deletion->token = g_object_ref (token);
  deletion->tenant = g_object_ref (tenant);
  deletion->id = g_strdup (lk_pulsar_token_get_id (token));
  deletion->again = again;
  if (!noted)
    deletion->order = lk_delete_order_new (lk_account_get_id (self->account), lk_tenant_get_name (tenant),
                                           lk_tenant_get_cluster (tenant), deletion->id,
                                           note != NULL && *note != '\0' ? note : lk_pulsar_token_get_script_name (token),
                                           now);
  g_task_set_task_data (task, deletion, deletion_free);
  lk_office_get_streaming_async (self->office, self->account, cancellable, client_cb, g_steal_pointer (&task));
}

/**
 * lk_streaming_delete_async:
 * @self: the streaming half of an account
 * @token: one of its tokens
 * @cancellable: (nullable): obeyed until the request is sent, not after
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Deletes @token at the service, sees that the list no longer has it, and then removes it from the keyring. That the token
 * shall go is in the journal from before the request until all of that is done, or the service said no.
 */
void
lk_streaming_delete_async (LkStreaming         *self,
                           LkPulsarToken       *token,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (LK_IS_STREAMING (self));
  g_return_if_fail (LK_IS_PULSAR_TOKEN (token));

  start (self, token, FALSE, FALSE, cancellable, callback, user_data);
}

/*< private >
 * lk_streaming_delete_noted_async:
 * @self: the streaming half of an account
 * @token: one of its tokens
 * @again: whether this was tried before, so that failing once more is not written down
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Does what lk_streaming_delete_async() does, for whoever has written down that the token shall go.
 */
void
lk_streaming_delete_noted_async (LkStreaming         *self,
                                 LkPulsarToken       *token,
                                 gboolean             again,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (LK_IS_STREAMING (self));
  g_return_if_fail (LK_IS_PULSAR_TOKEN (token));

  start (self, token, TRUE, again, NULL, callback, user_data);
}

/**
 * lk_streaming_delete_finish:
 * @self: the streaming half of an account
 * @result: what the callback was given
 * @error: return location for a #LkAstraError, #LkKeyringError, #LkWorkError
 *
 * Returns: whether the token is gone from the service, as its list shows, and from the keyring
 */
gboolean
lk_streaming_delete_finish (LkStreaming   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_streaming_delete_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
