/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-streaming-private.h"

#include "lk-listed-token.h"
#include "lk-pulsar-secrets.h"
#include "lk-text.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

/* Deleting, last step first. */

typedef struct
{
  LkPulsarToken *token;
  LkTenant      *tenant;
  char          *id;
  GError        *failure; /* NULL: none so far */
  GError        *doubt;   /* why it is not known whether the request took effect; NULL: it was answered */
} Deletion;

static void
deletion_free (gpointer data)
{
  Deletion *deletion = data;

  g_clear_object (&deletion->token);
  g_clear_object (&deletion->tenant);
  g_free (deletion->id);
  g_clear_error (&deletion->failure);
  g_clear_error (&deletion->doubt);
  g_free (deletion);
}

static void
recorded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Deletion *deletion = g_task_get_task_data (task);

  lk_office_record_finish (LK_OFFICE (source), result);
  if (deletion->failure != NULL)
    g_task_return_error (task, g_steal_pointer (&deletion->failure));
  else
    g_task_return_boolean (task, TRUE);
}

/* The end of whatever was sent: it is written down, then told. */
static void
end (GTask      *owned_task,
     const char *outcome,
     GError     *failure)
{
  LkStreaming *self = g_task_get_source_object (owned_task);
  Deletion *deletion = g_task_get_task_data (owned_task);

  deletion->failure = failure;
  lk_streaming_record_token_async (self, LK_ACTIVITY_DELETE, deletion->token, outcome, recorded_cb, owned_task);
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
  GError *error = NULL;

  if (!lk_keyring_remove_finish (LK_KEYRING (source), result, &error))
    /* Translators: %s is a sentence that says why */
    lk_text_reword (error, _("The token is deleted, but its secret is still in the keyring: %s"), error->message);
  else if (self->stored != NULL)
    g_hash_table_remove (self->stored, key);

  /* Where it was not stored, a keyring that does not answer is no failure. */
  if (error != NULL && !lk_pulsar_token_get_stored (deletion->token))
    g_clear_error (&error);
  end (task, LK_ACTIVITY_DONE, error);
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
  GError *error = NULL;
  g_autoptr (GPtrArray) tokens = lk_astra_streaming_list_tokens_finish (LK_ASTRA_STREAMING (source), result, &error);
  LkTenant *tenant;

  if (tokens == NULL && deletion->doubt != NULL)
    {
      g_error_free (error);
      end (task, LK_ACTIVITY_UNKNOWN, g_steal_pointer (&deletion->doubt));
      return;
    }
  if (tokens == NULL)
    {
      /* Translators: %s is a sentence that says why */
      lk_text_reword (error, _("Astra deleted the token, but it could not be seen in the list (%s): delete it again"),
                      error->message);
      end (task, LK_ACTIVITY_UNKNOWN, error);
      return;
    }

  tenant = lk_streaming_get_tenant_of (self, deletion->token);
  if (tenant == NULL)
    tenant = deletion->tenant;
  lk_streaming_take_tokens (self, tenant, tokens);
  lk_streaming_save_async (self, NULL, NULL);
  if (lk_tenant_find_token (tenant, deletion->id) != NULL)
    {
      if (deletion->doubt != NULL)
        error = g_steal_pointer (&deletion->doubt);
      else
        g_set_error_literal (&error, LK_WORK_ERROR, LK_WORK_ERROR_STILL_LISTED,
                             _("Astra said that the token is deleted, but still lists it: refresh and try again"));
      end (task, LK_ACTIVITY_FAILED, error);
      return;
    }

  attributes = lk_pulsar_secrets_attributes (self->account, tenant, deletion->id, NULL);
  lk_keyring_remove_async (lk_office_get_keyring (self->office), attributes, NULL, secret_removed_cb, task);
}

/* The service said no; after anything else the token may be gone all the same. */
static gboolean
is_refusal (const GError *error)
{
  return g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_UNAUTHORIZED)
         || g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_FORBIDDEN)
         || g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_REJECTED);
}

static void
deleted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  Deletion *deletion = g_task_get_task_data (task);
  GError *error = NULL;

  if (!lk_astra_streaming_delete_token_finish (LK_ASTRA_STREAMING (source), result, &error) && is_refusal (error))
    {
      end (task, LK_ACTIVITY_FAILED, error);
      return;
    }

  /* Only the list is believed, in what it says against the answer as in what it says for it. */
  deletion->doubt = error;
  lk_astra_streaming_list_tokens_async (LK_ASTRA_STREAMING (source), deletion->tenant, NULL, listed_again_cb, task);
}

static void
client_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Deletion *deletion = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (LkAstraStreaming) client = lk_office_get_streaming_finish (LK_OFFICE (source), result, &error);

  if (client == NULL)
    g_task_return_error (task, error);
  else
    lk_astra_streaming_delete_token_async (client, deletion->tenant, deletion->id, NULL, deleted_cb,
                                           g_steal_pointer (&task));
}

/**
 * lk_streaming_delete_async:
 * @self: the streaming half of an account
 * @token: one of its tokens
 * @cancellable: (nullable): obeyed until the request is sent, not after
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Deletes @token at the service, sees that the list no longer has it, and then removes it from the keyring.
 */
void
lk_streaming_delete_async (LkStreaming         *self,
                           LkPulsarToken       *token,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  LkTenant *tenant;
  Deletion *deletion;

  g_return_if_fail (LK_IS_STREAMING (self));
  g_return_if_fail (LK_IS_PULSAR_TOKEN (token));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_streaming_delete_async);
  g_task_set_check_cancellable (task, FALSE);
  tenant = lk_streaming_get_tenant_of (self, token);
  if (tenant == NULL || lk_pulsar_token_get_id (token) == NULL)
    {
      g_task_return_new_error (task, LK_WORK_ERROR, LK_WORK_ERROR_INVALID,
                               tenant == NULL ? _("The tenant of this token is not listed any more: refresh")
                                              : _("Astra lists this old token without an id, so it can only be deleted in "
                                                  "the Astra Portal"));
      return;
    }

  /* The name that scripts know would go with it. */
  if (lk_listed_token_get_rotation (LK_LISTED_TOKEN (token)) == LK_TOKEN_NEWER)
    {
      g_task_return_new_error (task, LK_WORK_ERROR, LK_WORK_ERROR_UNFINISHED,
                               _("This token is taking the place of another: finish or cancel that rotation"));
      return;
    }

  deletion = g_new0 (Deletion, 1);
  deletion->token = g_object_ref (token);
  deletion->tenant = g_object_ref (tenant);
  deletion->id = g_strdup (lk_pulsar_token_get_id (token));
  g_task_set_task_data (task, deletion, deletion_free);
  lk_office_get_streaming_async (self->office, self->account, cancellable, client_cb, g_steal_pointer (&task));
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
