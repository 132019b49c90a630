/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The walk through the guide to which token a task needs. */

#include "lk-tour-guide.h"
#include "lk-tour-keys.h"

#include "lk-details-dialog.h"

#include <string.h>

#define MAX_TABS 60

static void
open (GtkWidget *window)
{
  GtkWidget *page = lk_tour_guide_get_page (window);

  lk_test_wait_until (lk_tour_guide_get_tenant (window) != NULL);
  lk_tour_guide_choose_tenant (window, "events");
  lk_tour_activate (window, "win.show-guide");
  lk_test_wait_until (gtk_widget_get_mapped (page));
  g_assert_cmpstr (lk_tenant_get_name (lk_tour_guide_get_tenant (window)), ==, "events");
  g_assert_true (lk_tour_has_text (page, "events · "));
  lk_tour_both_pictures (window, "110-guide");
  lk_tour_guide_take_pictures (window, page, "guide_scroller", "110-guide-tasks");
  adw_combo_row_set_selected (ADW_COMBO_ROW (lk_tour_find (page, "tenant_row")), 0);
  g_assert_cmpstr (lk_tenant_get_name (lk_tour_guide_get_tenant (window)), ==, "orders");
  lk_tour_step ("the guide is about the tenant that was shown, and about any other that is chosen");
}

static void
wait_for_names (GtkWidget *task_page)
{
  GtkWidget *names = lk_tour_find (task_page, "names");
  gboolean listing = TRUE;

  g_object_get (names, "listing", &listing, NULL);
  while (listing)
    {
      gboolean late = FALSE;
      guint id = lk_test_arm_timeout (&late);

      g_main_context_iteration (NULL, TRUE);
      g_assert_false (late);
      g_source_remove (id);
      g_object_get (names, "listing", &listing, NULL);
    }
}

/* The names come from the tenant: the first is there, another can be chosen, and the topics follow. */
static void
choose_names (GtkWidget *window)
{
  GtkWidget *task_page = lk_tour_guide_show_task (window, "topic-health");
  GtkWidget *namespace_row = lk_tour_find (task_page, "namespace_row");
  GtkWidget *button = lk_tour_find (namespace_row, "choose_button");
  GtkWidget *popover;

  wait_for_names (task_page);
  g_assert_cmpstr (lk_tour_guide_get_name (task_page, "namespace_row"), ==, "archive");
  g_assert_cmpstr (lk_tour_guide_get_name (task_page, "topic_row"), ==, "orders 2025");
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  popover = GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)));
  lk_test_wait_until (gtk_widget_get_mapped (popover));
  lk_tour_picture (popover, "111-guide-namespaces");
  g_signal_emit_by_name (lk_tour_find_type (popover, GTK_TYPE_LIST_VIEW), "activate", 1);
  g_assert_cmpstr (lk_tour_guide_get_name (task_page, "namespace_row"), ==, "default");
  wait_for_names (task_page);
  g_assert_cmpstr (lk_tour_guide_get_name (task_page, "topic_row"), ==, "new");
  lk_tour_both_pictures (window, "112-guide-task");
  lk_tour_step ("the namespaces and topics of the tenant are there to choose from");
}

static void
read_text_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  char **text = user_data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

/* By the button beside it. */
static void
copy_command (GtkWidget *window)
{
  GtkWidget *task_page = lk_tour_find (window, "task_page");
  GdkClipboard *clipboard = gtk_widget_get_clipboard (window);
  GdkContentProvider *before = gdk_clipboard_get_content (clipboard);
  g_autofree char *command = lk_tour_guide_dup_command (task_page);
  g_autofree char *copied = NULL;

  g_signal_emit_by_name (lk_tour_find (lk_tour_find (task_page, "command_row"), "copy_button"), "clicked");
  lk_test_wait_until (gdk_clipboard_get_content (clipboard) != before);
  gdk_clipboard_read_text_async (clipboard, NULL, read_text_cb, &copied);
  lk_test_wait_until (copied != NULL);
  g_assert_cmpstr (copied, ==, command);
  g_assert_nonnull (strstr (copied, "/admin/v2/persistent/orders/default/new/stats"));
  g_assert_null (strstr (copied, "eyJ"));
  lk_tour_step ("the command is copied with the names in it, and without the token");
}

/* Figures first, and the answer as it came behind them. */
static void
run_topic (GtkWidget *window)
{
  GtkWidget *task_page = lk_tour_find (window, "task_page");
  GtkWidget *raw_row = lk_tour_find (task_page, "raw_row");
  GtkWidget *text_view;
  g_autofree char *raw = NULL;

  lk_tour_guide_run (window, task_page, "113-guide-topic");
  g_assert_true (lk_tour_has_text (task_page, "20"));
  g_assert_false (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (raw_row)));
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (raw_row), TRUE);
  lk_tour_guide_take_pictures (window, task_page, "task_scroller", "114-guide-topic-raw");
  text_view = lk_tour_find_type (raw_row, GTK_TYPE_TEXT_VIEW);
  g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (text_view)), "text", &raw, NULL);
  g_assert_nonnull (strstr (raw, "\"msgRateIn\""));
  g_assert_cmpstr (raw, ==, lk_token_task_answer_get_json (lk_tour_guide_get_answer (task_page)));
  lk_tour_step ("a topic is asked after: figures are shown, and the answer as it came");
}

static void
cancel (GtkWidget  *window,
        LkTestDemo *demo)
{
  GtkWidget *task_page = lk_tour_find (window, "task_page");

  lk_test_demo_fault (demo, "admin:stall");
  lk_tour_activate (task_page, "task.run");
  g_assert_true (lk_tour_guide_is_running (task_page));
  g_assert_null (lk_tour_guide_get_answer (task_page));
  lk_tour_guide_take_pictures (window, task_page, "task_scroller", "115-guide-running");
  lk_tour_activate (task_page, "task.cancel");
  g_assert_false (lk_tour_guide_is_running (task_page));
  lk_test_demo_fault (demo, "");
  lk_tour_wait_for_frames (window, 4);
  g_assert_false (lk_tour_guide_has_failed (task_page));
  lk_tour_step ("what does not answer is cancelled");
}

/* Of Pulsar's side a 401 is no sign-out, and may mean two things. */
static void
be_refused (GtkWidget  *window,
            LkTestDemo *demo)
{
  GtkWidget *task_page = lk_tour_find (window, "task_page");

  lk_test_demo_fault (demo, "admin:status=401,times=1");
  lk_tour_activate (task_page, "task.run");
  lk_test_wait_until (lk_tour_guide_has_failed (task_page));
  g_assert_true (lk_tour_has_text (task_page, "the token is not valid any more, or what was asked for does not exist"));
  g_assert_false (gtk_widget_get_mapped (lk_tour_find (task_page, "sign_in_button")));
  g_assert_null (lk_tour_guide_get_answer (task_page));
  lk_tour_guide_take_pictures (window, task_page, "task_scroller", "116-guide-refused");
  lk_tour_activate (lk_tour_find (task_page, "error_details"), "details.show");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_DETAILS_DIALOG) != NULL);
  gtk_window_destroy (GTK_WINDOW (lk_tour_find_window (LK_TYPE_DETAILS_DIALOG)));
  lk_tour_step ("a refusal is explained with what it can mean");
}

/* Where the tenant lists no names they are typed. */
static void
type_names (GtkWidget  *window,
            LkTestDemo *demo)
{
  GtkWidget *task_page;
  GtkWidget *trouble_row;

  lk_tour_guide_go_back (window);
  lk_test_demo_fault (demo, "admin:status=403,times=1");
  task_page = lk_tour_guide_show_task (window, "sink-health");
  trouble_row = lk_tour_find (task_page, "trouble_row");
  lk_test_wait_until (gtk_widget_get_mapped (trouble_row));
  lk_tour_both_pictures (window, "117-guide-names-refused");
  g_assert_cmpstr (lk_tour_guide_get_name (task_page, "namespace_row"), ==, "default");
  lk_tour_set_text (task_page, "connector_row", "warehouse");
  lk_tour_guide_run (window, task_page, "118-guide-sink");
  lk_tour_activate (lk_tour_find (task_page, "names"), "names.list");
  wait_for_names (task_page);
  g_assert_false (gtk_widget_get_mapped (trouble_row));
  lk_tour_set_text (task_page, "connector_row", "typed");
  g_object_set (lk_tour_find (window, "places"), "selected", "activity", NULL);
  lk_tour_activate (window, "win.show-guide");
  lk_test_wait_until (gtk_widget_get_mapped (task_page));
  wait_for_names (task_page);
  g_assert_cmpstr (lk_tour_guide_get_name (task_page, "connector_row"), ==, "typed");
  lk_tour_guide_go_back (window);
  lk_tour_step ("a name that the tenant does not list is typed, and the connector asked after");
}

/* What the application token is for. */
static void
run_reports (GtkWidget  *window,
             LkTestDemo *demo)
{
  GtkWidget *task_page = lk_tour_guide_show_task (window, "billing-report");

  g_assert_false (gtk_widget_get_mapped (lk_tour_find (task_page, "namespace_row")));
  lk_tour_guide_run (window, task_page, "119-guide-billing");
  g_assert_true (lk_tour_has_text (task_page, "default"));
  lk_tour_guide_go_back (window);

  task_page = lk_tour_guide_show_task (window, "monthly-usage");
  g_assert_null (lk_tour_guide_get_answer (task_page));
  lk_tour_guide_run (window, task_page, "120-guide-usage");
  lk_test_demo_fault (demo, "databases:status=401,times=1");
  lk_tour_activate (task_page, "task.run");
  lk_test_wait_until (lk_tour_guide_has_failed (task_page));
  g_assert_true (gtk_widget_get_mapped (lk_tour_find (task_page, "sign_in_button")));
  lk_tour_guide_go_back (window);

  task_page = lk_tour_guide_show_task (window, "create-app-token");
  g_assert_false (gtk_widget_get_mapped (lk_tour_find (task_page, "run_button")));
  g_assert_true (gtk_widget_get_mapped (lk_tour_find (task_page, "command_row")));
  lk_tour_both_pictures (window, "121-guide-command-only");
  lk_tour_guide_go_back (window);
  lk_tour_step ("what the organization’s databases and a tenant used is asked with the application token");
}

static void
tab_to (const char *id)
{
  for (guint i = 0; i < MAX_TABS && !lk_tour_is_focused (id); i++)
    lk_tour_press ("Tab");
  if (!lk_tour_is_focused (id))
    g_error ("Tab did not lead to %s", id);
}

/* All of it without a mouse: a task is chosen, its names too, its command is copied, and it is run. */
static void
use_keys (GtkWidget *window)
{
  GtkWidget *task_page = lk_tour_find (lk_tour_guide_get_page (window), "task_page");
  GtkListBox *tasks = GTK_LIST_BOX (lk_tour_find (lk_tour_guide_get_page (window), "tasks_list"));
  GtkWidget *button = lk_tour_find (lk_tour_find (task_page, "namespace_row"), "choose_button");
  AdwComboRow *tenant_row = ADW_COMBO_ROW (lk_tour_find (lk_tour_guide_get_page (window), "tenant_row"));
  gulong hook = lk_tour_keys_begin ();

  gtk_window_present (GTK_WINDOW (window));
  lk_test_wait_until (gtk_window_is_active (GTK_WINDOW (window)));
  adw_combo_row_set_selected (tenant_row, 2);
  g_assert_true (gtk_widget_grab_focus (GTK_WIDGET (tenant_row)));
  tab_to ("tasks_list");
  g_assert_true (gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (tasks, 1))));
  lk_tour_press ("Down");
  lk_tour_press ("Return");
  lk_test_wait_until (gtk_widget_get_mapped (task_page));
  g_assert_true (lk_tour_is_focused ("back_button"));
  wait_for_names (task_page);
  tab_to ("token_row");
  tab_to ("namespace_row");
  tab_to ("choose_button");
  lk_tour_press ("space");
  lk_test_wait_until (gtk_widget_get_mapped (GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)))));
  lk_tour_press ("Down");
  lk_tour_press ("Return");
  wait_for_names (task_page);
  g_assert_cmpstr (lk_tour_guide_get_name (task_page, "namespace_row"), ==, "default");
  tab_to ("copy_button");
  tab_to ("run_button");
  lk_tour_press ("Return");
  lk_test_wait_until (lk_tour_guide_get_answer (task_page) != NULL && !lk_tour_guide_is_running (task_page));
  g_assert_true (lk_tour_is_focused ("run_button"));
  lk_tour_wait_for_frames (window, 4);
  tab_to ("raw_row");
  lk_tour_press ("Escape");
  lk_test_wait_until (gtk_widget_get_mapped (GTK_WIDGET (tasks)));
  g_assert_true (lk_tour_is_focused ("tasks_list"));
  lk_tour_keys_end (hook);
  adw_combo_row_set_selected (tenant_row, 0);
  lk_tour_step ("a task is chosen and run by keys alone, and Escape leads back to it");
}

/* Nobody answers: that is told, and no token is blamed. */
static void
be_offline (GtkWidget *window)
{
  GtkWidget *task_page = lk_tour_guide_show_task (window, "monthly-usage");

  lk_tour_activate (task_page, "task.run");
  lk_test_wait_until (lk_tour_guide_has_failed (task_page));
  g_assert_false (gtk_widget_get_mapped (lk_tour_find (task_page, "sign_in_button")));
  g_assert_true (lk_tour_has_text (task_page, "No connection to Astra"));
  lk_tour_guide_take_pictures (window, task_page, "task_scroller", "131-guide-offline");
  lk_tour_step ("without a connection it says so");
}

/* What somebody does who is unsure which token is the right one, as a part of another walk. */
void
lk_tour_use_guide (GtkWidget *window)
{
  open (window);
  choose_names (window);
  run_topic (window);
}

void
lk_tour_walk_guide (GtkWidget *window)
{
  g_autoptr (LkTestDemo) demo = lk_test_demo_new (4);

  /* There are many pictures, and each would wait for them. */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  lk_tour_sign_in (window, demo);
  open (window);
  use_keys (window);
  choose_names (window);
  copy_command (window);
  run_topic (window);
  cancel (window, demo);
  be_refused (window, demo);
  type_names (window, demo);
  run_reports (window, demo);
  lk_tour_guide_lack_tokens (window, demo);
  g_clear_pointer (&demo, lk_test_demo_free);
  be_offline (window);
}
