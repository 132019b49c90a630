/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-streaming-private.h"

#include "lk-pulsar-secrets.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

/* Storing a Pulsar token that is listed, and taking it out of the keyring again; the service has it all the while. */

static void
keep_in_mind (LkStreaming   *self,
              LkPulsarToken *token,
              gboolean       stored)
{
  g_autofree char *key = lk_streaming_make_key (token);

  if (self->stored != NULL && stored)
    g_hash_table_replace (self->stored, g_steal_pointer (&key), g_strdup (""));
  else if (self->stored != NULL)
    g_hash_table_remove (self->stored, key);
  g_object_set (token, "stored", stored, "maybe-stored", FALSE, "script-name", NULL, NULL);
}

static void
recorded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);

  lk_office_record_finish (LK_OFFICE (source), result);
  g_task_return_boolean (task, TRUE);
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkStreaming *self = g_task_get_source_object (task);
  LkPulsarToken *token = g_task_get_task_data (task);
  GError *error = NULL;

  if (!lk_keyring_store_finish (LK_KEYRING (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  keep_in_mind (self, token, TRUE);
  lk_streaming_record_token_async (self, LK_ACTIVITY_STORE, token, LK_ACTIVITY_DONE, recorded_cb, g_steal_pointer (&task));
}

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkStreaming *self = LK_STREAMING (source);
  LkPulsarToken *token = g_task_get_task_data (task);
  LkTenant *tenant = lk_streaming_get_tenant_of (self, token);
  GError *error = NULL;
  g_autoptr (SecretValue) value = lk_streaming_look_up_finish (self, result, &error);
  g_autoptr (GHashTable) attributes = NULL;
  g_autofree char *label = NULL;

  if (value == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (tenant == NULL)
    {
      g_task_return_new_error (task, LK_WORK_ERROR, LK_WORK_ERROR_INVALID, _("The tenant is no longer listed"));
      return;
    }

  attributes = lk_pulsar_secrets_attributes (self->account, tenant, lk_pulsar_token_get_id (token), NULL);
  label = lk_pulsar_secrets_label (self->account, tenant, lk_pulsar_token_get_title (token));
  lk_keyring_store_async (lk_office_get_keyring (self->office), attributes, label, value, NULL, stored_cb,
                          g_steal_pointer (&task));
}

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkStreaming *self = g_task_get_source_object (task);
  LkPulsarToken *token = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;

  if (lk_keyring_check_finish (LK_KEYRING (source), result, &error))
    lk_streaming_look_up_async (self, token, cancellable, looked_up_cb, g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

static GTask *
make_task (LkStreaming         *self,
           LkPulsarToken       *token,
           gpointer             tag,
           GCancellable        *cancellable,
           GAsyncReadyCallback  callback,
           gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_object_ref (token), g_object_unref);

  return task;
}

/**
 * lk_streaming_store_async:
 * @self: the streaming half of an account
 * @token: one of its tokens
 * @cancellable: (nullable): obeyed until the token is here
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Fetches a token and stores it in the keyring, without a script name.
 */
void
lk_streaming_store_async (LkStreaming         *self,
                          LkPulsarToken       *token,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (LK_IS_STREAMING (self));
  g_return_if_fail (LK_IS_PULSAR_TOKEN (token));

  task = make_task (self, token, lk_streaming_store_async, cancellable, callback, user_data);
  if (lk_pulsar_token_get_id (token) == NULL)
    g_task_return_new_error (task, LK_WORK_ERROR, LK_WORK_ERROR_INVALID,
                             _("This token has no id that it could be stored under"));
  else
    lk_keyring_check_async (lk_office_get_keyring (self->office), cancellable, checked_cb, g_steal_pointer (&task));
}

/**
 * lk_streaming_store_finish:
 * @self: the streaming half of an account
 * @result: what the callback was given
 * @error: return location for a #LkKeyringError, a #LkAstraError or %LK_WORK_ERROR_INVALID
 *
 * Returns: whether it is in the keyring
 */
gboolean
lk_streaming_store_finish (LkStreaming   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_streaming_store_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
removed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkStreaming *self = g_task_get_source_object (task);
  LkPulsarToken *token = g_task_get_task_data (task);
  GError *error = NULL;

  if (!lk_keyring_remove_finish (LK_KEYRING (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  /* Before it loses its script name, which may be what people know it by. */
  lk_streaming_record_token_async (self, LK_ACTIVITY_FORGET, token, LK_ACTIVITY_DONE, recorded_cb, g_steal_pointer (&task));
  keep_in_mind (self, token, FALSE);
}

/**
 * lk_streaming_forget_async:
 * @self: the streaming half of an account
 * @token: one of its tokens, with an id
 * @cancellable: (nullable): not obeyed
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Takes a token out of the keyring, and its script name with it. The service still has it.
 */
void
lk_streaming_forget_async (LkStreaming         *self,
                           LkPulsarToken       *token,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  LkTenant *tenant;
  g_autoptr (GHashTable) attributes = NULL;
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (LK_IS_STREAMING (self));
  g_return_if_fail (LK_IS_PULSAR_TOKEN (token));

  tenant = lk_streaming_get_tenant_of (self, token);
  task = make_task (self, token, lk_streaming_forget_async, cancellable, callback, user_data);
  /* Without both all of the tenant's, or of the organization's, would be meant. */
  if (tenant == NULL || lk_pulsar_token_get_id (token) == NULL)
    {
      g_task_return_new_error (task, LK_WORK_ERROR, LK_WORK_ERROR_INVALID, _("The token is no longer listed"));
      return;
    }

  attributes = lk_pulsar_secrets_attributes (self->account, tenant, lk_pulsar_token_get_id (token), NULL);
  lk_keyring_remove_async (lk_office_get_keyring (self->office), attributes, NULL, removed_cb, g_steal_pointer (&task));
}

/**
 * lk_streaming_forget_finish:
 * @self: the streaming half of an account
 * @result: what the callback was given
 * @error: return location for a #LkKeyringError or %LK_WORK_ERROR_INVALID
 *
 * Returns: whether it is not in the keyring any more
 */
gboolean
lk_streaming_forget_finish (LkStreaming   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_streaming_forget_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
