/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-pulsar-test.h"

#include "lk-host-question.h"
#include "lk-pulsar-admin.h"
#include "lk-streaming-ask.h"
#include "lk-token-actions.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  GtkWidget     *widget; /* not owned: it cancels @cancellable when it goes */
  LkStreaming   *streaming;
  LkPulsarToken *token;
  GCancellable  *cancellable;
} Test;

static void
test_free (Test *test)
{
  g_clear_object (&test->streaming);
  g_clear_object (&test->token);
  g_clear_object (&test->cancellable);
  g_free (test);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Test, test_free)

static void ask (Test *owned_test);

static void
confirmed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (Test) test = user_data;
  g_autoptr (GError) error = NULL;

  if (lk_host_question_finish (LK_STREAMING (source), result, &error))
    ask (g_steal_pointer (&test));
  else if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    lk_token_actions_show_failure (test->widget, _("The Token Could Not Be Tested"), error);
}

/* A token goes to a host that is neither the vendor's nor the account's only where somebody said yes. */
static void
ask_for_host (Test         *owned_test,
              const GError *error)
{
  g_autoptr (Test) test = owned_test;
  LkTenant *tenant = lk_streaming_get_tenant_of (test->streaming, test->token);
  GtkWidget *widget = test->widget;
  LkStreaming *streaming = test->streaming;
  GCancellable *cancellable = test->cancellable;

  if (tenant != NULL)
    lk_host_question_async (widget, streaming, tenant, error, cancellable, confirmed_cb, g_steal_pointer (&test));
}

static void
asked_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (Test) test = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = lk_streaming_ask_finish (LK_STREAMING (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (answer != NULL)
    gtk_widget_activate_action (test->widget, "win.toast", "s", _("Token works"));
  else if (g_error_matches (error, LK_WORK_ERROR, LK_WORK_ERROR_UNKNOWN_HOST))
    ask_for_host (g_steal_pointer (&test), error);
  else
    lk_token_actions_show_failure (test->widget, _("The Token Did Not Work"), error);
}

/* The namespaces of its tenant, which each of its tokens may list, and which changes nothing. */
static void
ask (Test *owned_test)
{
  g_autofree char *path = lk_pulsar_admin_make_path ("/admin/v2/namespaces",
                                                     lk_pulsar_token_get_tenant_name (owned_test->token), NULL);

  if (path == NULL)
    {
      gtk_widget_activate_action (owned_test->widget, "win.toast", "s", _("This tenant has no name that can be asked for"));
      test_free (owned_test);
      return;
    }

  lk_streaming_ask_async (owned_test->streaming, owned_test->token, path, owned_test->cancellable, asked_cb, owned_test);
}

/**
 * lk_pulsar_test:
 * @widget: a widget below one that has the action `win.toast`; it cancels @cancellable when it goes
 * @streaming: the streaming half of an account
 * @token: one of its tokens
 * @cancellable: a cancellable
 *
 * Asks the administration of a tenant whether it accepts a token, and says in a toast or a message what came of it. A token
 * that is not stored is fetched for it, and not kept.
 */
void
lk_pulsar_test (GtkWidget     *widget,
                LkStreaming   *streaming,
                LkPulsarToken *token,
                GCancellable  *cancellable)
{
  Test *test;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (LK_IS_STREAMING (streaming));
  g_return_if_fail (LK_IS_PULSAR_TOKEN (token));
  g_return_if_fail (G_IS_CANCELLABLE (cancellable));

  test = g_new0 (Test, 1);
  test->widget = widget;
  test->streaming = g_object_ref (streaming);
  test->token = g_object_ref (token);
  test->cancellable = g_object_ref (cancellable);
  ask (test);
}
