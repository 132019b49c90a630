/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-host-question.h"

#include "lk-confirm.h"
#include "lk-streaming-ask.h"

#include <glib/gi18n-lib.h>

static void
confirmed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (lk_streaming_confirm_host_finish (LK_STREAMING (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkStreaming *streaming = g_task_get_source_object (task);
  LkTenant *tenant = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autofree char *response = lk_confirm_finish (GTK_WIDGET (source), result, NULL);

  if (g_strcmp0 (response, "send") == 0)
    lk_streaming_confirm_host_async (streaming, tenant, cancellable, confirmed_cb, g_steal_pointer (&task));
  else
    g_task_return_boolean (task, FALSE);
}

/**
 * lk_host_question_async:
 * @widget: a widget in the window that the question belongs to; it cancels @cancellable when it goes
 * @streaming: the streaming half of an account
 * @tenant: one of its tenants
 * @why: the %LK_WORK_ERROR_UNKNOWN_HOST that a call failed with
 * @cancellable: a cancellable
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Asks whether a token may go to a host that is neither the vendor's nor the account's. It does so only where somebody said
 * yes, which is remembered.
 */
void
lk_host_question_async (GtkWidget           *widget,
                        LkStreaming         *streaming,
                        LkTenant            *tenant,
                        const GError        *why,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  const LkConfirmResponse responses[] = {
    { "cancel", _("_Cancel"), LK_CONFIRM_DEFAULT },
    { "send", _("_Send Token"), LK_CONFIRM_DESTRUCTIVE },
  };
  GTask *task;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (LK_IS_STREAMING (streaming));
  g_return_if_fail (LK_IS_TENANT (tenant));
  g_return_if_fail (why != NULL);

  task = g_task_new (streaming, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_host_question_async);
  g_task_set_task_data (task, g_object_ref (tenant), g_object_unref);
  lk_confirm_async (widget, _("Send the Token There?"), why->message, responses, G_N_ELEMENTS (responses), "cancel",
                    "cancel", cancellable, answered_cb, task);
}

/**
 * lk_host_question_finish:
 * @streaming: the streaming half of an account
 * @result: what the callback was given
 * @error: return location for what lk_streaming_confirm_host_finish() fails with
 *
 * Returns: %TRUE: yes; %FALSE without @error: no
 */
gboolean
lk_host_question_finish (LkStreaming   *streaming,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, streaming), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_host_question_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
