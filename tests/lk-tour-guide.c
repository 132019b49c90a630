/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The walk through the guide to which token a task needs. */

#include "lk-tour.h"
#include "lk-tour-keys.h"

#include "lk-account-row.h"
#include "lk-add-account-dialog.h"
#include "lk-details-dialog.h"
#include "lk-guide-page.h"
#include "lk-name-row.h"
#include "lk-new-pulsar-dialog.h"
#include "lk-task-row.h"
#include "lk-token-task-run.h"

#include <string.h>

#define MAX_TABS 60

static GtkWidget *
get_page (GtkWidget *window)
{
  return lk_tour_find (window, "guide_page");
}

static LkTenant *
get_tenant (GtkWidget *window)
{
  g_autoptr (LkTenant) tenant = NULL;

  g_object_get (get_page (window), "tenant", &tenant, NULL);

  return tenant;
}

/* As a click on the row of a tenant does. */
static void
choose_tenant (GtkWidget  *window,
               const char *name)
{
  GtkListBox *list = GTK_LIST_BOX (lk_tour_find (window, "sidebar_list"));
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    {
      LkTenant *tenant = lk_account_thing_get_tenant (lk_account_row_get_thing (LK_ACCOUNT_ROW (row)));

      if (tenant != NULL && g_str_equal (lk_tenant_get_name (tenant), name))
        {
          gtk_list_box_select_row (list, row);
          gtk_widget_activate (GTK_WIDGET (row));
          return;
        }
    }

  g_error ("there is no tenant “%s”", name);
}

static void
scroll_to_end (GtkWidget  *page,
               const char *id)
{
  GtkScrolledWindow *scroller = GTK_SCROLLED_WINDOW (lk_tour_find (page, id));
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (scroller);

  lk_tour_wait_for_frames (page, 4);
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
}

static void
take_pictures (GtkWidget  *window,
               GtkWidget  *page,
               const char *scroller,
               const char *name)
{
  g_autofree char *narrow = g_strconcat (name, "-narrow", NULL);

  scroll_to_end (page, scroller);
  lk_tour_picture (window, name);
  lk_tour_resize (window, LK_TOUR_NARROW_WIDTH, 640);
  scroll_to_end (page, scroller);
  lk_tour_picture (window, narrow);
  lk_tour_resize (window, 980, 640);
}

static void
open (GtkWidget *window)
{
  GtkWidget *page = get_page (window);

  lk_test_wait_until (get_tenant (window) != NULL);
  choose_tenant (window, "events");
  lk_tour_activate (window, "win.show-guide");
  lk_test_wait_until (gtk_widget_get_mapped (page));
  g_assert_cmpstr (lk_tenant_get_name (get_tenant (window)), ==, "events");
  g_assert_true (lk_tour_has_text (page, "events · "));
  lk_tour_both_pictures (window, "110-guide");
  take_pictures (window, page, "guide_scroller", "110-guide-tasks");
  adw_combo_row_set_selected (ADW_COMBO_ROW (lk_tour_find (page, "tenant_row")), 0);
  g_assert_cmpstr (lk_tenant_get_name (get_tenant (window)), ==, "orders");
  lk_tour_step ("the guide is about the tenant that was shown, and about any other that is chosen");
}

/* As a click on its row does. */
static GtkWidget *
show_task (GtkWidget  *window,
           const char *id)
{
  GtkListBox *list = GTK_LIST_BOX (lk_tour_find (get_page (window), "tasks_list"));
  GtkWidget *task_page = lk_tour_find (get_page (window), "task_page");
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    if (g_str_equal (lk_token_task_get_id (lk_task_row_get_task (LK_TASK_ROW (row))), id))
      {
        gtk_widget_activate (GTK_WIDGET (row));
        lk_test_wait_until (gtk_widget_get_mapped (task_page));
        return task_page;
      }

  g_error ("there is no task “%s”", id);
}

static void
go_back (GtkWidget *window)
{
  lk_tour_activate (get_page (window), "guide.back");
  lk_test_wait_until (gtk_widget_get_mapped (lk_tour_find (get_page (window), "tasks_list")));
}

static const char *
get_name (GtkWidget  *task_page,
          const char *id)
{
  return lk_name_row_get_text (LK_NAME_ROW (lk_tour_find (task_page, id)));
}

static char *
dup_text (GtkWidget  *task_page,
          const char *property)
{
  char *text = NULL;

  g_object_get (task_page, property, &text, NULL);

  return text;
}

static gboolean
is_running (GtkWidget *task_page)
{
  gboolean running;

  g_object_get (task_page, "running", &running, NULL);

  return running;
}

/* %NULL without an answer; it stays that of the page. */
static LkTokenTaskAnswer *
get_answer (GtkWidget *task_page)
{
  g_autoptr (LkTokenTaskAnswer) answer = NULL;

  g_object_get (task_page, "answer", &answer, NULL);

  return answer;
}

static gboolean
has_failed (GtkWidget *task_page)
{
  return gtk_widget_get_mapped (lk_tour_find (task_page, "error_box"));
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

/* Not just above or below what is seen. */
static gboolean
is_on_screen (GtkWidget  *task_page,
              const char *id)
{
  GtkWidget *scroller = lk_tour_find (task_page, "task_scroller");
  GtkWidget *widget = lk_tour_find (task_page, id);
  double x, y;

  return gtk_widget_get_mapped (widget) && gtk_widget_translate_coordinates (widget, scroller, 0, 0, &x, &y) && y >= 0
         && y + gtk_widget_get_height (widget) <= gtk_widget_get_height (scroller);
}

static void
run (GtkWidget  *window,
     GtkWidget  *task_page,
     const char *name)
{
  lk_tour_activate (task_page, "task.run");
  lk_test_wait_until (get_answer (task_page) != NULL && !is_running (task_page));
  g_assert_false (has_failed (task_page));
  g_assert_true (lk_tour_has_text (task_page, "Answered by http://127.0.0.1:"));
  lk_tour_wait_for_frames (window, 4);
  g_assert_true (is_on_screen (task_page, "origin_label"));
  take_pictures (window, task_page, "task_scroller", name);
}

/* The names come from the tenant: the first is there, another can be chosen, and the topics follow. */
static void
choose_names (GtkWidget *window)
{
  GtkWidget *task_page = show_task (window, "topic-health");
  GtkWidget *namespace_row = lk_tour_find (task_page, "namespace_row");
  GtkWidget *button = lk_tour_find (namespace_row, "choose_button");
  GtkWidget *popover;

  wait_for_names (task_page);
  g_assert_cmpstr (get_name (task_page, "namespace_row"), ==, "archive");
  g_assert_cmpstr (get_name (task_page, "topic_row"), ==, "orders 2025");
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  popover = GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)));
  lk_test_wait_until (gtk_widget_get_mapped (popover));
  lk_tour_picture (popover, "111-guide-namespaces");
  g_signal_emit_by_name (lk_tour_find_type (popover, GTK_TYPE_LIST_VIEW), "activate", 1);
  g_assert_cmpstr (get_name (task_page, "namespace_row"), ==, "default");
  wait_for_names (task_page);
  g_assert_cmpstr (get_name (task_page, "topic_row"), ==, "new");
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
  g_autofree char *command = dup_text (task_page, "command");
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

  run (window, task_page, "113-guide-topic");
  g_assert_true (lk_tour_has_text (task_page, "20"));
  g_assert_false (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (raw_row)));
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (raw_row), TRUE);
  take_pictures (window, task_page, "task_scroller", "114-guide-topic-raw");
  text_view = lk_tour_find_type (raw_row, GTK_TYPE_TEXT_VIEW);
  g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (text_view)), "text", &raw, NULL);
  g_assert_nonnull (strstr (raw, "\"msgRateIn\""));
  g_assert_cmpstr (raw, ==, lk_token_task_answer_get_json (get_answer (task_page)));
  lk_tour_step ("a topic is asked after: figures are shown, and the answer as it came");
}

static void
cancel (GtkWidget  *window,
        LkTestDemo *demo)
{
  GtkWidget *task_page = lk_tour_find (window, "task_page");

  lk_test_demo_fault (demo, "admin:stall");
  lk_tour_activate (task_page, "task.run");
  g_assert_true (is_running (task_page));
  g_assert_null (get_answer (task_page));
  take_pictures (window, task_page, "task_scroller", "115-guide-running");
  lk_tour_activate (task_page, "task.cancel");
  g_assert_false (is_running (task_page));
  lk_test_demo_fault (demo, "");
  lk_tour_wait_for_frames (window, 4);
  g_assert_false (has_failed (task_page));
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
  lk_test_wait_until (has_failed (task_page));
  g_assert_true (lk_tour_has_text (task_page, "the token is not valid any more, or what was asked for does not exist"));
  g_assert_false (gtk_widget_get_mapped (lk_tour_find (task_page, "sign_in_button")));
  g_assert_null (get_answer (task_page));
  take_pictures (window, task_page, "task_scroller", "116-guide-refused");
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

  go_back (window);
  lk_test_demo_fault (demo, "admin:status=403,times=1");
  task_page = show_task (window, "sink-health");
  trouble_row = lk_tour_find (task_page, "trouble_row");
  lk_test_wait_until (gtk_widget_get_mapped (trouble_row));
  lk_tour_both_pictures (window, "117-guide-names-refused");
  g_assert_cmpstr (get_name (task_page, "namespace_row"), ==, "default");
  lk_tour_set_text (task_page, "connector_row", "warehouse");
  run (window, task_page, "118-guide-sink");
  lk_tour_activate (lk_tour_find (task_page, "names"), "names.list");
  wait_for_names (task_page);
  g_assert_false (gtk_widget_get_mapped (trouble_row));
  lk_tour_set_text (task_page, "connector_row", "typed");
  g_object_set (lk_tour_find (window, "places"), "selected", "activity", NULL);
  lk_tour_activate (window, "win.show-guide");
  lk_test_wait_until (gtk_widget_get_mapped (task_page));
  wait_for_names (task_page);
  g_assert_cmpstr (get_name (task_page, "connector_row"), ==, "typed");
  go_back (window);
  lk_tour_step ("a name that the tenant does not list is typed, and the connector asked after");
}

/* What the application token is for. */
static void
run_reports (GtkWidget  *window,
             LkTestDemo *demo)
{
  GtkWidget *task_page = show_task (window, "billing-report");

  g_assert_false (gtk_widget_get_mapped (lk_tour_find (task_page, "namespace_row")));
  run (window, task_page, "119-guide-billing");
  g_assert_true (lk_tour_has_text (task_page, "default"));
  go_back (window);

  task_page = show_task (window, "monthly-usage");
  g_assert_null (get_answer (task_page));
  run (window, task_page, "120-guide-usage");
  lk_test_demo_fault (demo, "databases:status=401,times=1");
  lk_tour_activate (task_page, "task.run");
  lk_test_wait_until (has_failed (task_page));
  g_assert_true (gtk_widget_get_mapped (lk_tour_find (task_page, "sign_in_button")));
  go_back (window);

  task_page = show_task (window, "create-app-token");
  g_assert_false (gtk_widget_get_mapped (lk_tour_find (task_page, "run_button")));
  g_assert_true (gtk_widget_get_mapped (lk_tour_find (task_page, "command_row")));
  lk_tour_both_pictures (window, "121-guide-command-only");
  go_back (window);
  lk_tour_step ("what the organization’s databases and a tenant used is asked with the application token");
}

/* The report can be had with a Pulsar token too, which is not taken before somebody wants it. */
static void
fall_back (GtkWidget  *window,
           LkTestDemo *demo)
{
  GtkWidget *task_page = show_task (window, "billing-report");
  GtkWidget *button = lk_tour_find (task_page, "fallback_button");

  lk_test_demo_fault (demo, "usage:status=403,times=2");
  lk_tour_activate (task_page, "task.run");
  lk_test_wait_until (has_failed (task_page));
  g_assert_true (gtk_widget_get_mapped (button));
  take_pictures (window, task_page, "task_scroller", "121-guide-fallback");
  g_signal_emit_by_name (button, "clicked");
  lk_test_wait_until (get_answer (task_page) != NULL);
  g_assert_false (has_failed (task_page));
  go_back (window);
  lk_tour_step ("where the application token is refused the report is had with a Pulsar token, if that is wanted");
}

/* Where no token can be used the way to one is there. */
static void
lack_token (GtkWidget *window)
{
  g_autofree char *command = NULL;
  GtkWidget *task_page;
  GtkWidget *dialog;

  choose_tenant (window, "audit");
  lk_tour_activate (window, "win.show-guide");
  task_page = show_task (window, "list-namespaces");
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
  command = dup_text (task_page, "command");
  g_assert_true (g_str_has_prefix (command, "secret-tool lookup "));
  run (window, task_page, "123-guide-namespaces");
  g_assert_true (lk_tour_has_text (task_page, "archive"));
  go_back (window);
  lk_tour_step ("where there is no Pulsar token one is made, and used");
}

/* One more account, which the guide is about then. */
static void
add_account (GtkWidget   *window,
             const char  *url,
             SecretValue *token)
{
  AdwComboRow *account_row = ADW_COMBO_ROW (lk_tour_find (get_page (window), "account_row"));
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
  GtkWidget *page = get_page (window);
  GtkWidget *task_page;

  add_account (window, demo->url, demo->second_token);
  lk_test_wait_until (gtk_widget_get_mapped (lk_tour_find (page, "no_tenant_row")));
  g_assert_null (get_tenant (window));
  lk_tour_both_pictures (window, "124-guide-no-tenant");
  task_page = show_task (window, "topic-health");
  g_assert_true (lk_tour_has_text (task_page, "This account has no streaming tenant"));
  g_assert_false (gtk_widget_get_sensitive (lk_tour_find (task_page, "run_button")));
  g_assert_false (gtk_widget_get_mapped (lk_tour_find (task_page, "token_row")));
  g_assert_false (gtk_widget_get_mapped (lk_tour_find (task_page, "trouble_row")));
  lk_tour_both_pictures (window, "125-guide-task-no-tenant");
  go_back (window);
  lk_tour_step ("an account without a tenant is told that Pulsar tokens are not for it");
}

static GtkWidget *
wait_for_question (void)
{
  lk_test_wait_until (lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG) != NULL);

  return lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG);
}

static void
answer_question (const char *response)
{
  GtkWidget *dialog = wait_for_question ();

  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), response);
  gtk_window_destroy (GTK_WINDOW (dialog));
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
  lk_test_wait_until (get_tenant (window) != NULL);
  lk_test_wait_until (lk_tenant_get_loaded (get_tenant (window)));
  task_page = show_task (window, "list-namespaces");
  lk_tour_activate (task_page, "task.run");
  lk_tour_picture (wait_for_question (), "126-guide-question");
  answer_question ("cancel");
  lk_test_wait_until (!is_running (task_page));
  g_assert_null (get_answer (task_page));
  lk_tour_both_pictures (window, "127-guide-not-sent");
  go_back (window);

  task_page = show_task (window, "topic-health");
  lk_test_wait_until (gtk_widget_get_mapped (lk_tour_find (task_page, "trouble_row")));
  lk_tour_both_pictures (window, "128-guide-names-not-asked");
  lk_tour_activate (lk_tour_find (task_page, "names"), "names.list");
  answer_question ("send");
  lk_test_wait_until (*get_name (task_page, "topic_row") != '\0');
  run (window, task_page, "129-guide-confirmed");
  go_back (window);
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

  g_object_get (get_page (window), "streaming", &streaming, NULL);
  tenants = lk_streaming_get_tenants (streaming);
  g_list_store_append (G_LIST_STORE (tenants), tenant);
  adw_combo_row_set_selected (ADW_COMBO_ROW (lk_tour_find (get_page (window), "tenant_row")),
                              g_list_model_get_n_items (tenants) - 1);
  g_assert_true (get_tenant (window) == tenant);
  task_page = show_task (window, "billing-report");
  lk_tour_activate (task_page, "task.run");
  lk_tour_picture (wait_for_question (), "130-guide-consent");
  answer_question ("cancel");
  lk_test_wait_until (!is_running (task_page));
  g_assert_false (has_failed (task_page));
  g_assert_null (get_answer (task_page));
  lk_tour_activate (task_page, "task.run");
  answer_question ("api");
  lk_test_wait_until (has_failed (task_page));
  g_assert_true (lk_tour_has_text (task_page, "404"));
  go_back (window);
  lk_tour_step ("before the application token goes to a tenant’s own host that is asked");
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
  GtkWidget *task_page = lk_tour_find (get_page (window), "task_page");
  GtkListBox *tasks = GTK_LIST_BOX (lk_tour_find (get_page (window), "tasks_list"));
  GtkWidget *button = lk_tour_find (lk_tour_find (task_page, "namespace_row"), "choose_button");
  AdwComboRow *tenant_row = ADW_COMBO_ROW (lk_tour_find (get_page (window), "tenant_row"));
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
  g_assert_cmpstr (get_name (task_page, "namespace_row"), ==, "default");
  tab_to ("copy_button");
  tab_to ("run_button");
  lk_tour_press ("Return");
  lk_test_wait_until (get_answer (task_page) != NULL && !is_running (task_page));
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
  GtkWidget *task_page = show_task (window, "monthly-usage");

  lk_tour_activate (task_page, "task.run");
  lk_test_wait_until (has_failed (task_page));
  g_assert_false (gtk_widget_get_mapped (lk_tour_find (task_page, "sign_in_button")));
  g_assert_true (lk_tour_has_text (task_page, "No connection to Astra"));
  take_pictures (window, task_page, "task_scroller", "131-guide-offline");
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
  fall_back (window, demo);
  lack_token (window);
  lack_tenant (window, demo);
  ask_for_host (window, demo);
  ask_for_consent (window, demo);
  g_clear_pointer (&demo, lk_test_demo_free);
  be_offline (window);
}
