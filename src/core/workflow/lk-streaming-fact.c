/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-streaming-ask.h"

#include "lk-astra-usage.h"
#include "lk-office-private.h"
#include "lk-streaming-private.h"

static const char *const paths[] = {
  [LK_STREAMING_DATABASES] = LK_ASTRA_DATABASES_PATH,
  [LK_STREAMING_CLUSTERS] = LK_ASTRA_CLUSTERS_PATH,
  [LK_STREAMING_REGIONS] = LK_ASTRA_REGIONS_PATH,
};

static const char *
get_origin (LkStreaming     *self,
            LkStreamingFact  fact)
{
  return fact == LK_STREAMING_DATABASES ? lk_account_get_api_url (self->account)
                                        : lk_account_get_streaming_url (self->account);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  GBytes *answer = lk_astra_plain_get_finish (LK_ASTRA_CLIENT (source), result, &error);

  if (answer != NULL)
    g_task_return_pointer (task, answer, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

static void
client_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkStreaming *self = g_task_get_source_object (task);
  const LkStreamingFact fact = (LkStreamingFact) GPOINTER_TO_INT (g_task_get_task_data (task));
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  g_autoptr (LkAstraClient) client = lk_office_get_client_finish (LK_OFFICE (source), result, &error);

  if (client == NULL)
    g_task_return_error (task, error);
  else
    lk_astra_plain_get_async (client, get_origin (self, fact), paths[fact], cancellable, answered_cb,
                              g_steal_pointer (&task));
}

/**
 * lk_streaming_get_fact_async:
 * @self: the streaming half of an account
 * @fact: what is asked for
 * @cancellable: (nullable): cancels it
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Asks for something that is about no tenant.
 */
void
lk_streaming_get_fact_async (LkStreaming         *self,
                             LkStreamingFact      fact,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (LK_IS_STREAMING (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_streaming_get_fact_async);
  g_task_set_task_data (task, GINT_TO_POINTER (fact), NULL);
  lk_office_get_client_async (self->office, self->account, cancellable, client_cb, task);
}

/**
 * lk_streaming_get_fact_finish:
 * @self: the streaming half of an account
 * @result: what the callback was given
 * @origin: (out) (optional) (transfer full): who was asked
 * @error: return location for a #LkAstraError, a #LkKeyringError or %LK_WORK_ERROR_NO_SIGN_IN
 *
 * Returns: (transfer full): the answer, or %NULL with @error set
 */
GBytes *
lk_streaming_get_fact_finish (LkStreaming   *self,
                              GAsyncResult  *result,
                              char         **origin,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_streaming_get_fact_async), NULL);

  if (origin != NULL)
    *origin = g_strdup (get_origin (self, (LkStreamingFact) GPOINTER_TO_INT (g_task_get_task_data (G_TASK (result)))));

  return g_task_propagate_pointer (G_TASK (result), error);
}
