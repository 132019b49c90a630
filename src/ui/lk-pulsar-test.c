/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-pulsar-test.h"

#include "lk-astra-error.h"
#include "lk-host-question.h"
#include "lk-pulsar-admin.h"
#include "lk-streaming-ask.h"
#include "lk-token-actions.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  GtkWidget     *widget; /* not owned: it cancels the task when it goes */
  LkPulsarToken *token;
} Test;

static void
test_free (gpointer data)
{
  Test *test = data;

  g_clear_object (&test->token);
  g_free (test);
}

static void ask (GTask *owned_task);

static void
confirmed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (lk_host_question_finish (LK_STREAMING (source), result, &error))
    ask (g_steal_pointer (&task));
  else if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, FALSE);
}

static void
asked_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkStreaming *streaming = LK_STREAMING (source);
  Test *test = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  LkTenant *tenant = lk_streaming_get_tenant_of (streaming, test->token);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = lk_streaming_ask_finish (streaming, result, &error);

  /* A token goes to a host that is neither the vendor's nor the account's only where somebody said yes. */
  if (answer != NULL)
    g_task_return_boolean (task, TRUE);
  else if (tenant != NULL && g_error_matches (error, LK_WORK_ERROR, LK_WORK_ERROR_UNKNOWN_HOST))
    lk_host_question_async (test->widget, streaming, tenant, error, cancellable, confirmed_cb, g_steal_pointer (&task));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* The namespaces of its tenant, which each of its tokens may list, and which changes nothing. */
static void
ask (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  LkStreaming *streaming = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  Test *test = g_task_get_task_data (task);
  g_autofree char *path = lk_pulsar_admin_make_path ("/admin/v2/namespaces",
                                                     lk_pulsar_token_get_tenant_name (test->token), NULL);

  if (path != NULL)
    lk_streaming_ask_async (streaming, test->token, path, cancellable, asked_cb, g_steal_pointer (&task));
  else
    g_task_return_new_error (task, LK_ASTRA_ERROR, LK_ASTRA_ERROR_MALFORMED,
                             _("This tenant has no name that can be asked for"));
}

/**
 * lk_pulsar_test_async:
 * @widget: a widget in a window; it cancels @cancellable when it goes
 * @streaming: the streaming half of an account
 * @token: one of its tokens
 * @cancellable: a cancellable
 * @callback: called in the main context
 * @user_data: for @callback
 *
 * Asks the administration of a tenant whether it accepts a token, after a question where its host is not known. A token
 * that is not stored is fetched for it, and not kept.
 */
void
lk_pulsar_test_async (GtkWidget           *widget,
                      LkStreaming         *streaming,
                      LkPulsarToken       *token,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  GTask *task;
  Test *test;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (LK_IS_STREAMING (streaming));
  g_return_if_fail (LK_IS_PULSAR_TOKEN (token));
  g_return_if_fail (G_IS_CANCELLABLE (cancellable));

  test = g_new0 (Test, 1);
  test->widget = widget;
  test->token = g_object_ref (token);
  task = g_task_new (streaming, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_pulsar_test_async);
  g_task_set_task_data (task, test, test_free);
  ask (task);
}

/**
 * lk_pulsar_test_finish:
 * @streaming: the streaming half of an account
 * @result: what the callback was given
 * @error: return location for what lk_streaming_ask_finish() and lk_host_question_finish() fail with
 *
 * Returns: %TRUE: it works; %FALSE without @error: somebody said no to the host
 */
gboolean
lk_pulsar_test_finish (LkStreaming   *streaming,
                       GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, streaming), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_pulsar_test_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
tested_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GtkWidget *widget = user_data;
  g_autoptr (GError) error = NULL;

  if (lk_pulsar_test_finish (LK_STREAMING (source), result, &error))
    gtk_widget_activate_action (widget, "win.toast", "s", _("Token works"));
  else if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    lk_token_actions_show_failure (widget, _("The Token Did Not Work"), error);
}

/**
 * lk_pulsar_test:
 * @widget: a widget below one that has the action `win.toast`; it cancels @cancellable when it goes
 * @streaming: the streaming half of an account
 * @token: one of its tokens
 * @cancellable: a cancellable
 *
 * Tests a token, and says in a toast or a message what came of it.
 */
void
lk_pulsar_test (GtkWidget     *widget,
                LkStreaming   *streaming,
                LkPulsarToken *token,
                GCancellable  *cancellable)
{
  lk_pulsar_test_async (widget, streaming, token, cancellable, tested_cb, widget);
}
