/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-streaming-create-private.h"

#include "lk-jwt.h"
#include "lk-secret-attributes.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* When the list is read after an answer was lost, in seconds after each other. */
#define DEFAULT_SCHEDULE { 2, 10 }

/* Creating: what can ask or fail first, one POST, and then what the service says of it. Unlike an application token, a
 * Pulsar token can be fetched again: so the answer is compared with what it has, and nothing is lost with an answer. */

static gboolean
is_beginning (SecretValue *value,
              SecretValue *of)
{
  gsize length;
  gsize whole_length;
  const char *text = secret_value_get (value, &length);
  const char *whole = secret_value_get (of, &whole_length);

  return length < whole_length && memcmp (text, whole, length) == 0;
}

static void
fetched_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  LkPulsarCreation *creation = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) value = NULL;

  value = lk_astra_streaming_fetch_token_finish (LK_ASTRA_STREAMING (source), result, &error);
  if (value == NULL && !creation->listed && g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_NOT_FOUND))
    {
      lk_pulsar_creation_end (task, LK_ACTIVITY_UNKNOWN,
                              g_error_new_literal (LK_WORK_ERROR, LK_WORK_ERROR_UNKNOWN_OUTCOME,
                                                   _("Astra said that the token is created, but does not know it: refresh "
                                                     "before you try again")));
      return;
    }
  if (value == NULL)
    {
      g_debug ("The new token could not be fetched to compare: %s", error->message);
    }
  else if (!is_beginning (value, creation->value))
    {
      /* A bare token that was cut off is still well formed: the longer one is the whole. */
      g_clear_pointer (&creation->value, secret_value_unref);
      creation->value = g_steal_pointer (&value);
    }
  lk_pulsar_creation_settle (task);
}

/* What is listed now and was not before; NULL if that is none or more than one. */
static const char *
find_only_new (LkPulsarCreation *creation,
               GPtrArray        *tokens,
               guint            *n_new)
{
  const char *only = NULL;

  *n_new = 0;
  for (guint i = 0; i < tokens->len; i++)
    {
      const char *id = lk_pulsar_token_get_id (tokens->pdata[i]);

      if (id == NULL || g_hash_table_contains (creation->ids_before, id))
        continue;
      only = id;
      (*n_new)++;
    }

  return *n_new == 1 ? only : NULL;
}

static gboolean
is_new (LkPulsarCreation *creation,
        GPtrArray        *tokens)
{
  for (guint i = 0; i < tokens->len; i++)
    if (creation->id != NULL && g_strcmp0 (lk_pulsar_token_get_id (tokens->pdata[i]), creation->id) == 0)
      return TRUE;

  return FALSE;
}

static void
listed_after_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  LkPulsarCreation *creation = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tokens = lk_astra_streaming_list_tokens_finish (LK_ASTRA_STREAMING (source), result, &error);
  const char *only = NULL;
  guint n_new = 0;

  if (tokens != NULL)
    {
      lk_pulsar_creation_take_list (task, tokens);
      only = find_only_new (creation, tokens, &n_new);
    }
  if (creation->id == NULL)
    creation->id = g_strdup (only);
  creation->listed = tokens == NULL || is_new (creation, tokens);

  if (creation->id != NULL)
    lk_astra_streaming_fetch_token_async (creation->client, creation->tenant, creation->id, NULL, fetched_cb, task);
  else
    lk_pulsar_creation_settle (task);
}

/* The service refused in so many words: nothing was created. An empty body says no less here, and 409 is a full tenant. */
static gboolean
is_refusal (const GError *error)
{
  static const guint refusals[] = { 400, 401, 403, 404, 405, 409, 422 };
  guint status = lk_astra_error_get_status (error);

  if (g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_NOT_ASTRA))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    if (status == refusals[i])
      return TRUE;

  return FALSE;
}

static void
take_outcome (GTask          *owned_task,
              LkPulsarAnswer *answer,
              gboolean        sent,
              GError         *error)
{
  LkPulsarCreation *creation = g_task_get_task_data (owned_task);

  if (answer == NULL && (!sent || is_refusal (error)))
    {
      lk_pulsar_creation_end (owned_task, LK_ACTIVITY_FAILED, error);
      return;
    }
  if (answer == NULL)
    {
      creation->doubt = error;
      lk_pulsar_creation_reconcile (owned_task);
      return;
    }

  {
    gsize length;
    const char *text = secret_value_get (answer->token, &length);
    g_autoptr (LkJwt) jwt = lk_jwt_new (text, length);

    creation->value = secret_value_ref (answer->token);
    creation->id = g_strdup (answer->id != NULL ? answer->id : lk_jwt_get_token_id (jwt));
  }
  lk_astra_streaming_list_tokens_async (creation->client, creation->tenant, NULL, listed_after_cb, owned_task);
}

static void
created_endless_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  gboolean sent = FALSE;
  GError *error = NULL;
  g_autoptr (LkPulsarAnswer) answer = NULL;

  answer = lk_astra_streaming_create_token_finish (LK_ASTRA_STREAMING (source), result, &sent, &error);
  take_outcome (task, answer, sent, error);
}

/* Only where the list shows nothing new may the older call be tried: else there would be two. */
static void
listed_between_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  LkPulsarCreation *creation = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tokens = lk_astra_streaming_list_tokens_finish (LK_ASTRA_STREAMING (source), result, &error);
  guint n_new = 0;

  if (tokens != NULL)
    {
      lk_pulsar_creation_take_list (task, tokens);
      find_only_new (creation, tokens, &n_new);
    }
  if (tokens == NULL || n_new > 0)
    {
      /* The newer call was refused, and yet there may be a token: as if its answer had been lost. */
      creation->doubt = g_steal_pointer (&creation->refusal);
      lk_pulsar_creation_reconcile (task);
      return;
    }

  lk_astra_streaming_create_endless_token_async (creation->client, creation->tenant, NULL, created_endless_cb, task);
}

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  LkPulsarCreation *creation = g_task_get_task_data (task);
  gboolean sent = FALSE;
  GError *error = NULL;
  g_autoptr (LkPulsarAnswer) answer = NULL;
  guint status;

  answer = lk_astra_streaming_create_token_finish (LK_ASTRA_STREAMING (source), result, &sent, &error);
  status = lk_astra_error_get_status (error);
  if (answer == NULL && creation->days == 0 && is_refusal (error) && (status == 404 || status == 405))
    {
      creation->refusal = error;
      lk_astra_streaming_list_tokens_async (creation->client, creation->tenant, NULL, listed_between_cb, task);
      return;
    }

  take_outcome (task, answer, sent, error);
}

/*< private >
 * lk_pulsar_creation_send:
 * @owned_task: (transfer full): the task; the journal knows of it
 *
 * Sends the one request there is; from here on nothing is cancelled and nobody asked.
 */
void
lk_pulsar_creation_send (GTask *owned_task)
{
  LkPulsarCreation *creation = g_task_get_task_data (owned_task);

  lk_astra_streaming_create_token_async (creation->client, creation->tenant, creation->days, NULL, created_cb, owned_task);
}

static void
listed_before_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkPulsarCreation *creation = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) tokens = lk_astra_streaming_list_tokens_finish (LK_ASTRA_STREAMING (source), result, &error);

  if (tokens == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (g_task_return_error_if_cancelled (task))
    return;

  lk_pulsar_creation_take_list (task, tokens);
  creation->ids_before = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < tokens->len; i++)
    if (lk_pulsar_token_get_id (tokens->pdata[i]) != NULL)
      g_hash_table_add (creation->ids_before, g_strdup (lk_pulsar_token_get_id (tokens->pdata[i])));

  lk_pulsar_creation_journal (g_steal_pointer (&task));
}

static void
client_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkPulsarCreation *creation = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;

  creation->client = lk_office_get_streaming_finish (LK_OFFICE (source), result, &error);
  if (creation->client == NULL)
    g_task_return_error (task, error);
  else
    lk_astra_streaming_list_tokens_async (creation->client, creation->tenant, cancellable, listed_before_cb,
                                          g_steal_pointer (&task));
}

static void
get_client (GTask *owned_task)
{
  LkStreaming *self = g_task_get_source_object (owned_task);

  lk_office_get_streaming_async (self->office, self->account, g_task_get_cancellable (owned_task), client_cb, owned_task);
}

static void
name_listed_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkPulsarCreation *creation = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) infos = lk_keyring_list_finish (LK_KEYRING (source), result, &error);

  if (infos == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (infos->len > 0)
    {
      g_task_return_new_error (task, LK_WORK_ERROR, LK_WORK_ERROR_NAME_TAKEN,
                               /* Translators: %s is a script name */
                               _("The script name “%s” belongs to another token: choose another one"),
                               creation->script_name);
      return;
    }

  get_client (g_steal_pointer (&task));
}

static void
keyring_checked_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkPulsarCreation *creation = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GHashTable) attributes = NULL;
  GError *error = NULL;

  if (!lk_keyring_check_finish (LK_KEYRING (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (creation->script_name == NULL)
    {
      get_client (g_steal_pointer (&task));
      return;
    }

  attributes = lk_secret_attributes_new ("name", creation->script_name, NULL);
  lk_keyring_list_async (LK_KEYRING (source), attributes, cancellable, name_listed_cb, g_steal_pointer (&task));
}

static GVariant *
create_schedule (void)
{
  static const guint32 looks[] = DEFAULT_SCHEDULE;

  return g_variant_ref_sink (g_variant_new_fixed_array (G_VARIANT_TYPE_UINT32, looks, G_N_ELEMENTS (looks),
                                                        sizeof looks[0]));
}

static char *
dup_text (const char *text)
{
  return text != NULL && *text != '\0' ? g_strdup (text) : NULL;
}

/**
 * lk_streaming_create_async:
 * @self: the streaming half of an account
 * @tenant: one of its tenants
 * @wish: what the new token shall be; copied
 * @cancellable: (nullable): obeyed until the request is sent, not after
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Creates a Pulsar token: one POST, after whatever can be found out before it and the journal knows. A token without end
 * is asked for by the older call where the newer one is not there. What stays unknown stays in the journal.
 */
void
lk_streaming_create_async (LkStreaming         *self,
                           LkTenant            *tenant,
                           const LkPulsarWish  *wish,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  LkPulsarCreation *creation;

  g_return_if_fail (LK_IS_STREAMING (self));
  g_return_if_fail (LK_IS_TENANT (tenant));
  g_return_if_fail (wish->store || wish->script_name == NULL);
  g_return_if_fail (wish->replaces == NULL || (wish->store && wish->script_name == NULL));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_streaming_create_async);
  g_task_set_check_cancellable (task, FALSE);
  creation = g_new0 (LkPulsarCreation, 1);
  creation->tenant = g_object_ref (tenant);
  creation->candidates = g_ptr_array_new_with_free_func (g_free);
  creation->days = wish->days;
  creation->note = dup_text (wish->note);
  creation->script_name = dup_text (wish->script_name);
  creation->replaces = dup_text (wish->replaces);
  creation->store = wish->store;
  creation->schedule = wish->schedule != NULL ? g_variant_ref_sink (wish->schedule) : create_schedule ();
  g_task_set_task_data (task, creation, lk_pulsar_creation_free);

  if (creation->script_name != NULL && !lk_script_name_is_valid (creation->script_name))
    {
      g_task_return_new_error (task, LK_WORK_ERROR, LK_WORK_ERROR_BAD_NAME,
                               /* Translators: %s is what somebody entered */
                               _("“%s” is no script name: small letters, digits and dashes, 64 at most, not a dash first"),
                               creation->script_name);
      return;
    }

  if (creation->store)
    lk_keyring_check_async (lk_office_get_keyring (self->office), cancellable, keyring_checked_cb,
                            g_steal_pointer (&task));
  else
    get_client (g_steal_pointer (&task));
}

/**
 * lk_streaming_create_finish:
 * @self: the streaming half of an account
 * @result: what the callback was given
 * @store_error: return location for why the new token is not in the keyring, though it should be
 * @error: return location for why there is none, or may be none
 *
 * Returns: (transfer full): the new token, listed by now; %NULL with @error set
 */
LkPulsarToken *
lk_streaming_create_finish (LkStreaming   *self,
                            GAsyncResult  *result,
                            GError       **store_error,
                            GError       **error)
{
  LkPulsarCreation *creation;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_streaming_create_async), NULL);

  creation = g_task_get_task_data (G_TASK (result));
  if (creation->store_error != NULL)
    g_propagate_error (store_error, g_steal_pointer (&creation->store_error));

  return g_task_propagate_pointer (G_TASK (result), error);
}
