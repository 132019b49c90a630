/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-office-streaming.h"

static void
client_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkAccount *account = g_task_get_task_data (task);
  g_autoptr (LkAstraClient) client = NULL;
  GError *error = NULL;
  LkAstraStreaming *streaming = NULL;

  client = lk_office_get_client_finish (LK_OFFICE (source), result, &error);
  if (client != NULL)
    streaming = lk_astra_streaming_new (client, lk_account_get_streaming_url (account), lk_account_get_org_id (account),
                                        &error);

  if (streaming != NULL)
    g_task_return_pointer (task, streaming, g_object_unref);
  else
    g_task_return_error (task, error);
}

/**
 * lk_office_get_streaming_async:
 * @self: an office
 * @account: an account
 * @cancellable: (nullable): cancels it
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Gets a client for the streaming calls of @account, at its streaming address.
 */
void
lk_office_get_streaming_async (LkOffice            *self,
                               LkAccount           *account,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (LK_IS_OFFICE (self));
  g_return_if_fail (LK_IS_ACCOUNT (account));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_office_get_streaming_async);
  g_task_set_task_data (task, g_object_ref (account), g_object_unref);
  lk_office_get_client_async (self, account, cancellable, client_cb, task);
}

/**
 * lk_office_get_streaming_finish:
 * @self: an office
 * @result: what the callback was given
 * @error: return location for what lk_office_get_client_finish() gives, and %LK_ASTRA_ERROR_BAD_ADDRESS
 *
 * Returns: (transfer full): the client, or %NULL with @error set
 */
LkAstraStreaming *
lk_office_get_streaming_finish (LkOffice      *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_office_get_streaming_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
