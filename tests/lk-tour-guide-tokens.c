/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The part of the walk through the guide that is about tokens: there is none that a task could use, or it would go to a host
 * that nobody has agreed to. */

#include "lk-tour-guide.h"

#include "lk-add-account-dialog.h"
#include "lk-new-pulsar-dialog.h"

#include <string.h>

/* The report can be had with a Pulsar token too, which is not taken before somebody wants it. */
static void
fall_back (GtkWidget  *window,
           LkTestDemo *demo)
{
  GtkWidget *task_page = lk_tour_guide_show_task (window, "billing-report");
  GtkWidget *button = lk_tour_find (task_page, "fallback_button");

  lk_test_demo_fault (demo, "usage:status=403,times=2");
  lk_tour_activate (task_page, "task.run");
  lk_test_wait_until (lk_tour_guide_has_failed (task_page));
  g_assert_true (gtk_widget_get_mapped (button));
  lk_tour_guide_take_pictures (window, task_page, "task_scroller", "121-guide-fallback");
  g_signal_emit_by_name (button, "clicked");
  lk_test_wait_until (lk_tour_guide_get_answer (task_page) != NULL);
  g_assert_false (lk_tour_guide_has_failed (task_page));
  lk_tour_guide_go_back (window);
  lk_tour_step ("where the application token is refused the report is had with a Pulsar token, if that is wanted");
}

/* Where no token can be used the way to one is there. */
static void
lack_token (GtkWidget *window)
{
  g_autofree char *command = NULL;
  GtkWidget *task_page;
  GtkWidget *dialog;

  lk_tour_guide_choose_tenant (window, "audit");
  lk_tour_activate (window, "win.show-guide");
  task_page = lk_tour_guide_show_task (window, "list-namespaces");
  g_assert_true (gtk_widget_get_mapped (lk_tour_find (task_page, "no_token_row")));
  lk_tour_both_pictures (window, "122-guide-no-token");
  lk_tour_activate (lk_tour_find (task_page, "names"), "names.new-token");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_NEW_PULSAR_DIALOG) != NULL);
  dialog = lk_tour_find_window (LK_TYPE_NEW_PULSAR_DIALOG);
  lk_tour_set_text (dialog, "note_row", "guide <&> more");
  lk_test_wait_until (gtk_widget_get_sensitive (lk_tour_find (dialog, "create_button")));
  lk_tour_activate (dialog, "new-pulsar.create");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_NEW_PULSAR_DIALOG) == NULL);
  lk_test_wait_until (gtk_widget_get_mapped (lk_tour_find (task_page, "token_row")));
  g_assert_true (lk_tour_has_text (task_page, "guide <&> more"));
  command = lk_tour_guide_dup_command (task_page);
  g_assert_true (g_str_has_prefix (command, "secret-tool lookup "));
  lk_tour_guide_run (window, task_page, "123-guide-namespaces");
  g_assert_true (lk_tour_has_text (task_page, "archive"));
  lk_tour_guide_go_back (window);
  lk_tour_step ("where there is no Pulsar token one is made, and used");
}

/* One more account, which the guide is about then. */
static void
add_account (GtkWidget   *window,
             const char  *url,
             SecretValue *token)
{
  AdwComboRow *account_row = ADW_COMBO_ROW (lk_tour_find (lk_tour_guide_get_page (window), "account_row"));
  GtkWidget *dialog;

  lk_tour_activate (window, "win.add-account");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_ADD_ACCOUNT_DIALOG) != NULL);
  dialog = lk_tour_find_window (LK_TYPE_ADD_ACCOUNT_DIALOG);
  lk_tour_set_text (dialog, "api_row", url);
  lk_tour_set_text (dialog, "streaming_row", url);
  lk_tour_set_text (dialog, "token_row", secret_value_get_text (token));
  g_signal_emit_by_name (lk_tour_find (dialog, "token_row"), "entry-activated");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_ADD_ACCOUNT_DIALOG) == NULL);
  lk_tour_activate (window, "win.show-guide");
  lk_test_wait_until (gtk_widget_get_mapped (GTK_WIDGET (account_row)));
  g_assert_cmpuint (adw_combo_row_get_selected (account_row) + 1, ==,
                    g_list_model_get_n_items (adw_combo_row_get_model (account_row)));
}

/* An organization without a tenant has no use for a Pulsar token. */
static void
lack_tenant (GtkWidget  *window,
             LkTestDemo *demo)
{
  GtkWidget *page = lk_tour_guide_get_page (window);
  GtkWidget *task_page;

  add_account (window, demo->url, demo->second_token);
  lk_test_wait_until (gtk_widget_get_mapped (lk_tour_find (page, "no_tenant_row")));
  g_assert_null (lk_tour_guide_get_tenant (window));
  lk_tour_both_pictures (window, "124-guide-no-tenant");
  task_page = lk_tour_guide_show_task (window, "topic-health");
  g_assert_true (lk_tour_has_text (task_page, "This account has no streaming tenant"));
  g_assert_false (gtk_widget_get_sensitive (lk_tour_find (task_page, "run_button")));
  g_assert_false (gtk_widget_get_mapped (lk_tour_find (task_page, "token_row")));
  g_assert_false (gtk_widget_get_mapped (lk_tour_find (task_page, "trouble_row")));
  lk_tour_both_pictures (window, "125-guide-task-no-tenant");
  lk_tour_guide_go_back (window);
  lk_tour_step ("an account without a tenant is told that Pulsar tokens are not for it");
}

static GtkWidget *
wait_for_question (void)
{
  lk_test_wait_until (lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG) != NULL);

  return lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG);
}

/* The same service by another name, so that the host of its tenants is not the account’s: a token goes there only after a yes,
 * which then counts. */
static void
ask_for_host (GtkWidget  *window,
              LkTestDemo *demo)
{
  g_autofree char *url = g_strdup_printf ("http://localhost%s", strrchr (demo->url, ':'));
  GtkWidget *task_page;

  add_account (window, url, demo->token);
  lk_test_wait_until (lk_tour_guide_get_tenant (window) != NULL);
  lk_test_wait_until (lk_tenant_get_loaded (lk_tour_guide_get_tenant (window)));
  task_page = lk_tour_guide_show_task (window, "list-namespaces");
  lk_tour_activate (task_page, "task.run");
  lk_tour_picture (wait_for_question (), "126-guide-question");
  lk_tour_answer ("cancel");
  lk_test_wait_until (!lk_tour_guide_is_running (task_page));
  g_assert_null (lk_tour_guide_get_answer (task_page));
  lk_tour_both_pictures (window, "127-guide-not-sent");
  lk_tour_guide_go_back (window);

  task_page = lk_tour_guide_show_task (window, "topic-health");
  lk_test_wait_until (gtk_widget_get_mapped (lk_tour_find (task_page, "trouble_row")));
  lk_tour_both_pictures (window, "128-guide-names-not-asked");
  lk_tour_activate (lk_tour_find (task_page, "names"), "names.list");
  lk_tour_answer ("send");
  lk_test_wait_until (*lk_tour_guide_get_name (task_page, "topic_row") != '\0');
  lk_tour_guide_run (window, task_page, "129-guide-confirmed");
  lk_tour_guide_go_back (window);
  lk_tour_step ("a token goes to a host that is not known after a yes, and not before");
}

/* The application token goes to none but the account’s own hosts unasked, not even to one of the vendor’s. Nothing is sent
 * to that one here. */
static void
ask_for_consent (GtkWidget  *window,
                 LkTestDemo *demo)
{
  g_autoptr (LkTenant) tenant =
    g_object_new (LK_TYPE_TENANT, "tenant-name", "elsewhere", "cluster-name", "pulsar-gcp-useast4", "web-service-url",
                  "https://pulsar-gcp-useast4.api.streaming.datastax.com", NULL);
  g_autoptr (LkStreaming) streaming = NULL;
  GListModel *tenants;
  GtkWidget *task_page;

  g_object_get (lk_tour_guide_get_page (window), "streaming", &streaming, NULL);
  tenants = lk_streaming_get_tenants (streaming);
  g_list_store_append (G_LIST_STORE (tenants), tenant);
  adw_combo_row_set_selected (ADW_COMBO_ROW (lk_tour_find (lk_tour_guide_get_page (window), "tenant_row")),
                              g_list_model_get_n_items (tenants) - 1);
  g_assert_true (lk_tour_guide_get_tenant (window) == tenant);
  task_page = lk_tour_guide_show_task (window, "billing-report");
  lk_tour_activate (task_page, "task.run");
  lk_tour_picture (wait_for_question (), "130-guide-consent");
  lk_tour_answer ("cancel");
  lk_test_wait_until (!lk_tour_guide_is_running (task_page));
  g_assert_false (lk_tour_guide_has_failed (task_page));
  g_assert_null (lk_tour_guide_get_answer (task_page));
  lk_tour_activate (task_page, "task.run");
  lk_tour_answer ("api");
  lk_test_wait_until (lk_tour_guide_has_failed (task_page));
  g_assert_true (lk_tour_has_text (task_page, "404"));
  lk_tour_guide_go_back (window);
  lk_tour_step ("before the application token goes to a tenant’s own host that is asked");
}

/* Where there is none to use, and what is asked before one goes to a host. */
void
lk_tour_guide_lack_tokens (GtkWidget  *window,
                           LkTestDemo *demo)
{
  fall_back (window, demo);
  lack_token (window);
  lack_tenant (window, demo);
  ask_for_host (window, demo);
  ask_for_consent (window, demo);
}
