/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-task-consent.h"

#include "lk-confirm.h"
#include "lk-streaming-ask.h"

#include <glib/gi18n-lib.h>

/**
 * lk_task_consent_is_needed:
 * @task: a task
 * @streaming: the streaming half of an account
 * @tenant: (nullable): what the task is about
 *
 * Tells whether a task would rather be done at the tenant's web service with the application token of the account, which
 * goes nowhere but to the account's own hosts unasked. That is so for the billing report alone.
 *
 * Returns: whether somebody should be asked
 */
gboolean
lk_task_consent_is_needed (LkTokenTask *task,
                           LkStreaming *streaming,
                           LkTenant    *tenant)
{
  g_autofree char *asked = NULL;
  g_autofree char *unasked = NULL;

  if (lk_token_task_get_call (task) != LK_TOKEN_TASK_USAGE || tenant == NULL)
    return FALSE;

  asked = lk_streaming_get_usage_host (streaming, tenant, TRUE);
  unasked = lk_streaming_get_usage_host (streaming, tenant, FALSE);

  return asked != NULL && unasked == NULL;
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autofree char *response = lk_confirm_finish (GTK_WIDGET (source), result, NULL);

  if (g_strcmp0 (response, "send") == 0)
    g_task_return_int (task, LK_TASK_CONSENT_GIVEN);
  else if (g_strcmp0 (response, "api") == 0)
    g_task_return_int (task, LK_TASK_CONSENT_REFUSED);
  else
    g_task_return_int (task, LK_TASK_CONSENT_UNKNOWN);
}

/**
 * lk_task_consent_async:
 * @widget: a widget in the window that the question belongs to; it cancels @cancellable when it goes
 * @streaming: the streaming half of an account
 * @tenant: one of its tenants
 * @cancellable: a cancellable
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Asks whether the application token of the account may go to the web service of @tenant, or rather to the DevOps API
 * alone, which answers the same where it still does.
 */
void
lk_task_consent_async (GtkWidget           *widget,
                       LkStreaming         *streaming,
                       LkTenant            *tenant,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  const LkConfirmResponse responses[] = {
    { "cancel", _("_Cancel"), LK_CONFIRM_DEFAULT },
    { "api", _("_Ask the DevOps API Only"), LK_CONFIRM_DEFAULT },
    { "send", _("_Send Token"), LK_CONFIRM_DEFAULT },
  };
  g_autofree char *origin = NULL;
  g_autofree char *body = NULL;
  GTask *task;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (LK_IS_STREAMING (streaming));
  g_return_if_fail (LK_IS_TENANT (tenant));

  origin = lk_streaming_get_usage_host (streaming, tenant, TRUE);
  /* Translators: %s is an address */
  body = g_strdup_printf (_("For this report Astra’s documents name the tenant’s web service. The account’s application token, "
                            "which may do more than read it, would go to\n%s\nOtherwise only the DevOps API is asked, which "
                            "may not answer."),
                          origin != NULL ? origin : "");
  task = g_task_new (streaming, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_task_consent_async);
  lk_confirm_async (widget, _("Send the Application Token There?"), body, responses, G_N_ELEMENTS (responses), "cancel",
                    "cancel", cancellable, answered_cb, task);
}

/**
 * lk_task_consent_finish:
 * @streaming: the streaming half of an account
 * @result: what the callback was given
 * @error: return location for %G_IO_ERROR_CANCELLED
 *
 * Returns: what was decided
 */
LkTaskConsent
lk_task_consent_finish (LkStreaming   *streaming,
                        GAsyncResult  *result,
                        GError       **error)
{
  gssize consent;

  g_return_val_if_fail (g_task_is_valid (result, streaming), LK_TASK_CONSENT_UNKNOWN);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_task_consent_async), LK_TASK_CONSENT_UNKNOWN);

  consent = g_task_propagate_int (G_TASK (result), error);

  return consent > 0 ? (LkTaskConsent) consent : LK_TASK_CONSENT_UNKNOWN;
}
