/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A picture of every page and dialog at one width, for people to look at; what does not fit into that width fails. */

#include "lk-tour-camera.h"

#include "lk-add-account-dialog.h"
#include "lk-bulk-delete-dialog.h"
#include "lk-details-dialog.h"
#include "lk-import-dialog.h"
#include "lk-new-pulsar-dialog.h"
#include "lk-new-token-dialog.h"
#include "lk-note-dialog.h"
#include "lk-preferences-dialog.h"
#include "lk-setup-dialog.h"
#include "lk-rename-account-dialog.h"
#include "lk-roles-page.h"
#include "lk-save-dialog.h"
#include "lk-settings.h"
#include "lk-pulsar-save-dialog.h"
#include "lk-tenant-page.h"
#include "lk-token-created-dialog.h"
#include "lk-token-row.h"
#include "lk-when.h"

#include <string.h>

#define WIDE_WIDTH_PX 980
#define HEIGHT_PX 640

static gboolean
shows_status (GtkWidget *widget)
{
  if (ADW_IS_STATUS_PAGE (widget))
    return gtk_widget_get_mapped (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (shows_status (child))
      return TRUE;

  return FALSE;
}

/* A page whose search is open, with nothing in it. */
static void
shoot_no_match (GtkWidget  *window,
                GtkWidget  *page,
                const char *name)
{
  lk_tour_set_text (page, "search_entry", "no such thing");
  lk_test_wait_until (shows_status (page));
  lk_tour_shoot (window, name);
  lk_tour_set_text (page, "search_entry", "");
  lk_test_wait_until (!shows_status (page));
}

static void
shoot_welcome (GtkWidget *window)
{
  g_assert_true (gtk_widget_get_mapped (lk_tour_find (window, "welcome_page")));
  lk_tour_shoot (window, "welcome");
  lk_tour_shoot_menu (window, lk_tour_find (lk_tour_find (window, "welcome_page"), "menu_button"), "welcome-menu");
}

static GtkWidget *
fill_add_account (GtkWidget  *window,
                  LkTestDemo *demo)
{
  GtkWidget *dialog;

  lk_tour_activate (window, "win.add-account");
  dialog = lk_tour_wait_for_dialog (window, LK_TYPE_ADD_ACCOUNT_DIALOG);
  lk_tour_set_text (dialog, "api_row", demo->url);
  lk_tour_set_text (dialog, "streaming_row", demo->url);

  return dialog;
}

static void
sign_in (GtkWidget   *window,
         GtkWidget   *dialog,
         SecretValue *token)
{
  lk_tour_set_text (dialog, "token_row", secret_value_get_text (token));
  lk_tour_activate (dialog, "add-account.add");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_ADD_ACCOUNT_DIALOG) == NULL);
}

static void
shoot_add_account (GtkWidget  *window,
                   LkTestDemo *demo)
{
  GtkWidget *dialog;

  lk_tour_activate (window, "win.add-account");
  dialog = lk_tour_wait_for_dialog (window, LK_TYPE_ADD_ACCOUNT_DIALOG);
  lk_tour_shoot (dialog, "add-account");
  lk_tour_set_text (dialog, "token_row", "{ \"token\": \"…\" }");
  lk_tour_shoot (dialog, "add-account-json");
  g_object_set (lk_tour_find (dialog, "advanced_row"), "expanded", TRUE, NULL);
  lk_tour_set_text (dialog, "api_row", "http://example.org");
  lk_tour_wait_for_frames (dialog, 4);
  lk_tour_scroll (dialog, TRUE);
  lk_tour_shoot (dialog, "add-account-advanced");
  lk_tour_close_dialog (dialog);

  dialog = fill_add_account (window, demo);
  lk_tour_set_text (dialog, "token_row", secret_value_get_text (demo->token));
  lk_test_demo_fault (demo, "list:status=418");
  lk_tour_activate (dialog, "add-account.add");
  lk_test_wait_until (gtk_widget_has_css_class (lk_tour_find (dialog, "message"), "error"));
  lk_tour_shoot (dialog, "add-account-failed");
  lk_tour_set_text (dialog, "token_row", secret_value_get_text (demo->token));
  lk_test_demo_fault (demo, "list:status=403");
  lk_tour_activate (dialog, "add-account.add");
  lk_test_wait_until (gtk_widget_get_mapped (lk_tour_find (dialog, "streaming_button")));
  lk_tour_shoot (dialog, "add-account-for-streaming");
  lk_test_demo_fault (demo, "");
  lk_tour_close_dialog (dialog);
}

/* No service lists nothing, as the token that asks is listed too: so the rows are taken away here. */
static void
shoot_without_rows (GtkWidget  *window,
                    const char *name)
{
  lk_tour_activate (lk_tour_find (window, "tokens_page"), "tokens.reload");
  lk_test_wait_until (!lk_inventory_get_loading (lk_tour_get_inventory (window)));
  g_list_store_remove_all (G_LIST_STORE (lk_inventory_get_tokens (lk_tour_get_inventory (window))));
  lk_tour_shoot (window, name);
}

/* A list that is slow to come, and then does not. */
static void
shoot_loading (GtkWidget *window)
{
  LkTestDemo *demo = lk_test_demo_new (LK_TOUR_N_TOKENS);
  GtkWidget *dialog = fill_add_account (window, demo);
  GtkWidget *page;

  lk_test_demo_fault (demo, "roles:stall");
  sign_in (window, dialog, demo->second_token);
  page = lk_tour_find (window, "tokens_page");
  lk_test_wait_until (gtk_widget_get_mapped (lk_tour_find (page, "loading_box")));
  lk_tour_close_toasts (window);
  lk_tour_shoot (window, "loading");
  lk_test_demo_free (demo);
  lk_test_wait_until (!lk_inventory_get_loading (lk_tour_get_inventory (window)));
  shoot_without_rows (window, "failed");
  g_assert_nonnull (lk_inventory_get_error (lk_tour_get_inventory (window)));
}

static void
open_permissions (GtkWidget *widget)
{
  if (ADW_IS_EXPANDER_ROW (widget))
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (widget), TRUE);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    open_permissions (child);
}

static void
shoot_details (GtkWidget *window)
{
  GtkWidget *page = lk_tour_find (window, "tokens_page");
  GtkWidget *details = lk_tour_find (window, "details");

  lk_tour_show_token (window, 0);
  lk_tour_shoot (window, "details");
  lk_tour_scroll (details, TRUE);
  lk_tour_shoot (window, "details-end");
  open_permissions (details);
  lk_tour_wait_for_frames (window, 4);
  lk_tour_shoot (window, "details-permissions");
  lk_tour_scroll (details, TRUE);
  lk_tour_shoot (window, "details-permissions-end");
  lk_tour_scroll (details, FALSE);
  lk_tour_shoot_menu (window, lk_tour_find (details, "more_button"), "details-menu");
  lk_tour_activate (page, "tokens.back");
  lk_tour_show_token (window, 1);
  lk_tour_shoot (window, "details-other");
  lk_tour_activate (page, "tokens.back");
}

static void
shoot_note (GtkWidget *window)
{
  LkAppToken *token = lk_token_row_get_token (LK_TOKEN_ROW (lk_tour_find_row (window, NULL)));

  gtk_widget_activate_action (lk_tour_find (window, "tokens_page"), "tokens.edit-note", "s",
                              lk_app_token_get_client_id (token));
  lk_tour_shoot (lk_tour_wait_for_dialog (window, LK_TYPE_NOTE_DIALOG), "note");
  lk_tour_close_dialog (lk_tour_find_window (LK_TYPE_NOTE_DIALOG));
}

static void
shoot_search (GtkWidget *window)
{
  GtkWidget *page = lk_tour_find (window, "tokens_page");
  GtkWidget *list = lk_tour_find_type (page, GTK_TYPE_LIST_VIEW);
  GListModel *rows = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)));

  lk_tour_activate (page, "tokens.search");
  lk_tour_set_text (page, "search_entry", "admin");
  lk_tour_shoot (window, "search");
  lk_tour_set_text (page, "search_entry", "no such token");
  lk_test_wait_until (g_list_model_get_n_items (rows) == 0);
  lk_tour_shoot (window, "no-match");
  lk_tour_set_text (page, "search_entry", "");
  lk_tour_activate (page, "tokens.search");
}

static void
choose_role (GtkWidget *dialog)
{
  GtkWidget *roles = lk_tour_find (dialog, "roles_page");
  GtkWidget *check = lk_tour_find_type (lk_tour_find (roles, "built_in_group"), GTK_TYPE_CHECK_BUTTON);

  g_assert_nonnull (check);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
}

static void
shoot_new_token (GtkWidget *window)
{
  GtkWidget *dialog;

  lk_tour_activate (lk_tour_find (window, "tokens_page"), "tokens.new");
  dialog = lk_tour_wait_for_dialog (window, LK_TYPE_NEW_TOKEN_DIALOG);
  lk_tour_shoot (dialog, "new-token");
  lk_tour_set_text (dialog, "description_row", LK_TOUR_DESCRIPTION);
  gtk_widget_activate_action (dialog, "new-token.show", "s", "roles");
  lk_tour_shoot (dialog, "new-token-roles");
  choose_role (dialog);
  lk_tour_shoot (dialog, "new-token-role-chosen");
  shoot_no_match (dialog, lk_tour_find (dialog, "roles_page"), "new-token-roles-no-match");
  gtk_widget_activate_action (dialog, "new-token.show", "s", "permissions");
  open_permissions (lk_tour_find (dialog, "permissions"));
  lk_tour_shoot (dialog, "new-token-permissions");
  gtk_widget_activate_action (dialog, "new-token.show", "s", "form");
  lk_test_wait_until (gtk_widget_get_sensitive (lk_tour_find (dialog, "create_button")));
  lk_tour_shoot (dialog, "new-token-filled");
  lk_tour_set_text (dialog, "name_row", "Not A Name");
  lk_tour_shoot (dialog, "new-token-wrong-name");
  lk_tour_set_text (dialog, "name_row", LK_TOUR_DESCRIPTION);
  lk_tour_activate (dialog, "new-token.create");
  dialog = lk_tour_wait_for_dialog (window, LK_TYPE_TOKEN_CREATED_DIALOG);
  lk_tour_shoot (dialog, "token-created");
  gtk_widget_activate_action (dialog, "created.copy", "s", "client-id");
  lk_tour_scroll (dialog, TRUE);
  lk_tour_shoot (dialog, "token-created-end");
  lk_tour_close_dialog (dialog);
  lk_tour_shoot (window, "list-with-new-token");
}

static void
shoot_unstored (GtkWidget *window)
{
  LkIssue *issue = lk_tour_issue (window, "unstored");
  LkInventory *inventory = lk_tour_get_inventory (window);
  GtkWidget *dialog;

  lk_dialog_present (lk_token_created_dialog_new (issue, inventory, NULL, FALSE), window);
  g_object_unref (issue);
  dialog = lk_tour_wait_for_dialog (window, LK_TYPE_TOKEN_CREATED_DIALOG);
  lk_tour_shoot (dialog, "token-unstored");
  lk_tour_activate (dialog, "created.save");
  lk_tour_shoot (lk_tour_wait_for_dialog (window, LK_TYPE_SAVE_DIALOG), "save-to-file");
  gtk_widget_activate_action (lk_tour_find_window (LK_TYPE_SAVE_DIALOG), "save.to", "s", "file:///dev/null");
  lk_test_wait_until (gtk_widget_get_visible (lk_tour_find (lk_tour_find_window (LK_TYPE_SAVE_DIALOG), "message")));
  lk_tour_shoot (lk_tour_find_window (LK_TYPE_SAVE_DIALOG), "save-failed");
  lk_tour_close_dialog (lk_tour_find_window (LK_TYPE_SAVE_DIALOG));
  gtk_window_close (GTK_WINDOW (dialog));
  lk_tour_shoot (lk_tour_wait_for_dialog (window, ADW_TYPE_MESSAGE_DIALOG), "discard-question");
  lk_tour_close_dialog (lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG));
  lk_tour_close_dialog (dialog);
}

static void
shoot_questions (GtkWidget *window)
{
  GListModel *tokens = lk_inventory_get_tokens (lk_tour_get_inventory (window));

  for (guint i = 0; i < g_list_model_get_n_items (tokens) && i < LK_TOUR_N_TOKENS; i++)
    {
      g_autoptr (LkAppToken) token = g_list_model_get_item (tokens, i);

      if (i > 0 && !lk_app_token_get_signs_in (token))
        continue;

      gtk_widget_activate_action (lk_tour_find (window, "tokens_page"), "tokens.delete", "s",
                                  lk_app_token_get_client_id (token));
      lk_tour_shoot (lk_tour_wait_for_dialog (window, ADW_TYPE_MESSAGE_DIALOG),
             lk_app_token_get_signs_in (token) ? "delete-own" : "delete");
      lk_tour_close_dialog (lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG));
    }
}

static void
shoot_toasts (GtkWidget *window)
{
  GtkWidget *page = lk_tour_find (window, "tokens_page");

  gtk_widget_activate_action (page, "win.toast", "s", "Acme Production added for this run only: no keyring keeps its token");
  lk_tour_shoot (window, "toast");
  lk_tour_close_toasts (window);
}

/* What is chosen counts at once, and is what the dialog shows the next time. */
static void
change_preferences (GtkWidget *dialog)
{
  AdwComboRow *clear = ADW_COMBO_ROW (lk_tour_find (dialog, "clear_row"));
  AdwComboRow *lifetime = ADW_COMBO_ROW (lk_tour_find (dialog, "lifetime_row"));
  AdwComboRow *proxy = ADW_COMBO_ROW (lk_tour_find (dialog, "proxy_row"));
  g_autoptr (GSettings) settings = lk_settings_new ();

  g_assert_cmpint (g_settings_get_int (settings, "default-lifetime-days"), ==, LK_WHEN_DEFAULT_DAYS);
  g_assert_true (g_settings_get_boolean (settings, "use-system-proxy"));
  g_assert_cmpuint (adw_combo_row_get_selected (proxy), ==, 0);
  adw_combo_row_set_selected (proxy, 1);
  g_assert_false (g_settings_get_boolean (settings, "use-system-proxy"));
  adw_combo_row_set_selected (proxy, 0);
  g_assert_true (g_settings_get_boolean (settings, "use-system-proxy"));
  g_assert_cmpuint (adw_combo_row_get_selected (clear), ==, 1);
  g_assert_cmpuint (adw_combo_row_get_selected (lifetime), ==, 3);
  adw_combo_row_set_selected (clear, 3);
  adw_combo_row_set_selected (lifetime, 0);
  g_assert_cmpint (lk_settings_get_int ("clipboard-clear-seconds", -1), ==, 0);
  g_assert_cmpint (lk_settings_get_int ("default-lifetime-days", -1), ==, 7);
  adw_combo_row_set_selected (clear, 1);
  adw_combo_row_set_selected (lifetime, 3);
}

static void
shoot_windows (GtkWidget *window)
{
  g_action_group_activate_action (G_ACTION_GROUP (g_application_get_default ()), "about", NULL);
  lk_tour_shoot (lk_tour_wait_for_dialog (window, ADW_TYPE_ABOUT_WINDOW), "about");
  lk_tour_close_dialog (lk_tour_find_window (ADW_TYPE_ABOUT_WINDOW));
  g_action_group_activate_action (G_ACTION_GROUP (g_application_get_default ()), "preferences", NULL);
  lk_tour_shoot (lk_tour_wait_for_dialog (window, LK_TYPE_PREFERENCES_DIALOG), "preferences");
  lk_tour_scroll (lk_tour_find_window (LK_TYPE_PREFERENCES_DIALOG), TRUE);
  lk_tour_shoot (lk_tour_find_window (LK_TYPE_PREFERENCES_DIALOG), "preferences-end");
  change_preferences (lk_tour_find_window (LK_TYPE_PREFERENCES_DIALOG));
  lk_tour_close_dialog (lk_tour_find_window (LK_TYPE_PREFERENCES_DIALOG));
  g_action_group_activate_action (G_ACTION_GROUP (g_application_get_default ()), "check-setup", NULL);
  lk_tour_wait_for_dialog (window, LK_TYPE_SETUP_DIALOG);
  lk_test_wait_until (!lk_tour_has_text (lk_tour_find_window (LK_TYPE_SETUP_DIALOG), "Looking…"));
  lk_tour_shoot (lk_tour_find_window (LK_TYPE_SETUP_DIALOG), "check-setup");
  lk_tour_close_dialog (lk_tour_find_window (LK_TYPE_SETUP_DIALOG));
  lk_tour_activate (window, "win.show-help-overlay");
  lk_tour_shoot (lk_tour_wait_for_dialog (window, GTK_TYPE_SHORTCUTS_WINDOW), "shortcuts");
  gtk_window_close (GTK_WINDOW (lk_tour_find_window (GTK_TYPE_SHORTCUTS_WINDOW)));
  lk_test_wait_until (lk_tour_find_window (GTK_TYPE_SHORTCUTS_WINDOW) == NULL);
}

/* Several tokens at once; the service refuses to delete any. */
static void
shoot_selection (GtkWidget  *window,
                 LkTestDemo *demo)
{
  GtkWidget *page = lk_tour_find (window, "tokens_page");
  GtkWidget *dialog;

  lk_tour_activate (page, "tokens.select-all");
  lk_tour_shoot (window, "selected");
  lk_tour_activate (page, "tokens.delete-selected");
  dialog = lk_tour_wait_for_dialog (window, LK_TYPE_BULK_DELETE_DIALOG);
  lk_test_wait_until (gtk_widget_get_sensitive (lk_tour_find (dialog, "delete_button")));
  lk_tour_shoot (dialog, "delete-several");
  lk_test_demo_fault (demo, "delete:status=403");
  lk_tour_activate (dialog, "bulk-delete.delete");
  lk_test_wait_until (gtk_widget_get_visible (lk_tour_find (dialog, "close_button")));
  lk_tour_shoot (dialog, "delete-several-failed");
  lk_test_demo_fault (demo, "");
  lk_tour_close_dialog (dialog);
  lk_tour_activate (page, "tokens.stop-selecting");
}

static void
shoot_places (GtkWidget *window)
{
  static const char *const names[] = { "review", "secrets", "activity", "guide" };
  GtkListBox *accounts = GTK_LIST_BOX (lk_tour_find (window, "sidebar_list"));

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_object_set (lk_tour_find (window, "places"), "selected", names[i], NULL);
      lk_tour_shoot (window, names[i]);
      if (g_str_equal (names[i], "secrets"))
        {
          GtkWidget *page = lk_tour_find (window, "stored_page");

          lk_tour_activate (page, "page.search");
          shoot_no_match (window, page, "secrets-no-match");
          lk_tour_activate (page, "page.search");
        }
    }
  gtk_list_box_select_row (accounts, gtk_list_box_get_row_at_index (accounts, 0));
}

/* One that is not stored, so nothing is left behind. */
static void
shoot_pulsar_token (GtkWidget *window,
                    GtkWidget *page,
                    LkTenant  *tenant)
{
  g_autoptr (LkPulsarToken) token = g_list_model_get_item (lk_tenant_get_tokens (tenant), 0);
  const char *id = lk_pulsar_token_get_id (token);
  GtkWidget *details = lk_tour_find (page, "details");

  lk_tour_activate (page, "pulsar.new");
  lk_tour_shoot (lk_tour_wait_for_dialog (window, LK_TYPE_NEW_PULSAR_DIALOG), "new-pulsar-token");
  lk_tour_close_dialog (lk_tour_find_window (LK_TYPE_NEW_PULSAR_DIALOG));
  gtk_widget_activate_action (page, "pulsar.details", "s", id);
  lk_test_wait_until (gtk_widget_get_mapped (details));
  lk_tour_shoot (window, "pulsar-token");
  lk_tour_activate (details, "details.read");
  lk_test_wait_until (lk_tour_has_text (details, "RS256"));
  lk_tour_scroll (details, TRUE);
  lk_tour_shoot (window, "pulsar-token-end");
  gtk_widget_activate_action (page, "pulsar.copy-lines", "s", id);
  lk_tour_shoot (lk_tour_wait_for_dialog (window, LK_TYPE_PULSAR_SAVE_DIALOG), "copy-environment-lines");
  lk_tour_close_dialog (lk_tour_find_window (LK_TYPE_PULSAR_SAVE_DIALOG));
  gtk_widget_activate_action (page, "pulsar.save", "s", id);
  lk_tour_shoot (lk_tour_wait_for_dialog (window, LK_TYPE_PULSAR_SAVE_DIALOG), "save-pulsar-token");
  lk_tour_close_dialog (lk_tour_find_window (LK_TYPE_PULSAR_SAVE_DIALOG));
  lk_tour_activate (page, "pulsar.back");
}

static void
shoot_tenant (GtkWidget *window)
{
  GtkListBox *accounts = GTK_LIST_BOX (lk_tour_find (window, "sidebar_list"));
  GtkWidget *page = lk_tour_show_tenant (window);
  LkTenant *tenant = lk_tenant_page_get_tenant (LK_TENANT_PAGE (page));

  lk_tour_shoot (window, "tenant");
  lk_tour_activate (page, "tenant.search");
  shoot_no_match (window, page, "tenant-no-match");
  lk_tour_activate (page, "tenant.search");
  gtk_stack_set_visible_child_name (GTK_STACK (lk_tour_find (page, "sections")), "connect");
  lk_tour_shoot (window, "tenant-connect");
  gtk_stack_set_visible_child_name (GTK_STACK (lk_tour_find (page, "sections")), "tokens");
  shoot_pulsar_token (window, page, tenant);
  gtk_widget_activate (GTK_WIDGET (gtk_list_box_get_row_at_index (accounts, 5)));
  lk_test_wait_until (shows_status (page));
  lk_tour_shoot (window, "tenant-empty");
  gtk_list_box_select_row (accounts, gtk_list_box_get_row_at_index (accounts, 0));
  /* The last tenant was scrolled to; the account's menu, which comes later, opens at what is seen. */
  gtk_adjustment_set_value (gtk_list_box_get_adjustment (accounts), 0);
}

/* A task that needs names, its answer, and one that was refused. */
static void
shoot_guide (GtkWidget  *window,
             LkTestDemo *demo)
{
  GtkWidget *page = lk_tour_find (window, "guide_page");
  GtkWidget *task_page = lk_tour_find (page, "task_page");
  GtkListBox *tasks = GTK_LIST_BOX (lk_tour_find (page, "tasks_list"));
  GtkWidget *run_button = lk_tour_find (task_page, "run_button");

  g_object_set (lk_tour_find (window, "places"), "selected", "guide", NULL);
  lk_tour_scroll (page, TRUE);
  lk_tour_shoot (window, "guide-end");
  gtk_widget_activate (GTK_WIDGET (gtk_list_box_get_row_at_index (tasks, 2)));
  lk_test_wait_until (gtk_widget_get_sensitive (run_button));
  lk_tour_shoot (window, "guide-task");
  lk_tour_activate (task_page, "task.run");
  lk_test_wait_until (gtk_widget_get_mapped (lk_tour_find (task_page, "answer_view")));
  lk_tour_shoot (window, "guide-answer");
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (lk_tour_find (task_page, "raw_row")), TRUE);
  lk_tour_wait_for_frames (window, 4);
  lk_tour_scroll (task_page, TRUE);
  lk_tour_shoot (window, "guide-answer-end");
  lk_test_demo_fault (demo, "admin:status=401");
  lk_tour_activate (task_page, "task.run");
  lk_test_wait_until (gtk_widget_get_mapped (lk_tour_find (task_page, "error_box")));
  lk_tour_shoot (window, "guide-refused");
  lk_test_demo_fault (demo, "");
  lk_tour_activate (page, "guide.back");
  gtk_list_box_select_row (GTK_LIST_BOX (lk_tour_find (window, "sidebar_list")),
                           gtk_list_box_get_row_at_index (GTK_LIST_BOX (lk_tour_find (window, "sidebar_list")), 0));
}

/* A token that is listed is found in a text, and another one; and then nothing. */
static void
shoot_import (GtkWidget  *window,
              LkTestDemo *demo)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (window);
  g_autofree char *text = g_strdup_printf ("%s\n%s\nAstraCS:AbCdEfGhIjKlMnOpQrStUvWx:0123",
                                           secret_value_get_text (demo->token),
                                           secret_value_get_text (demo->second_token));
  GtkWidget *dialog;

  lk_tour_activate (window, "win.import");
  dialog = lk_tour_wait_for_dialog (window, LK_TYPE_IMPORT_DIALOG);
  lk_tour_shoot (dialog, "import");
  gdk_clipboard_set_text (clipboard, text);
  lk_tour_activate (dialog, "import.paste");
  lk_test_wait_until (gtk_widget_get_mapped (lk_tour_find (dialog, "list")));
  lk_tour_shoot (dialog, "import-found");
  gdk_clipboard_set_text (clipboard, "");
  lk_tour_activate (dialog, "import.paste");
  lk_test_wait_until (gtk_widget_get_mapped (lk_tour_find (dialog, "failed_page")));
  lk_tour_shoot (dialog, "import-failed");
  lk_tour_close_dialog (dialog);
}

static void
shoot_sidebar (GtkWidget *window)
{
  if (lk_tour_camera_get ()->narrow)
    lk_tour_activate (window, "win.show-sidebar");
  lk_tour_shoot (window, "sidebar");
  lk_tour_shoot_menu (window, lk_tour_find (lk_tour_find (window, "split_view"), "menu_button"), "main-menu");
  if (lk_tour_camera_get ()->narrow)
    lk_tour_activate (window, "win.toggle-sidebar");
}

static void
shoot_account (GtkWidget  *window,
               LkTestDemo *demo)
{
  const char *id = lk_account_get_id (lk_inventory_get_account (lk_tour_get_inventory (window)));
  GtkWidget *dialog;

  if (lk_tour_camera_get ()->narrow)
    lk_tour_activate (window, "win.show-sidebar");
  lk_tour_shoot_menu (window, lk_tour_find (lk_tour_find (window, "sidebar_list"), "account_button"), "account-menu");
  gtk_widget_activate_action (window, "account.rename", "s", id);
  dialog = lk_tour_wait_for_dialog (window, LK_TYPE_RENAME_ACCOUNT_DIALOG);
  lk_tour_set_text (dialog, "name_row", "");
  lk_tour_activate (dialog, "rename.save");
  lk_tour_shoot (dialog, "rename-account");
  lk_tour_close_dialog (dialog);
  gtk_widget_activate_action (window, "account.change-sign-in", "s", id);
  lk_tour_shoot (lk_tour_wait_for_dialog (window, LK_TYPE_ADD_ACCOUNT_DIALOG), "change-sign-in");
  lk_tour_close_dialog (lk_tour_find_window (LK_TYPE_ADD_ACCOUNT_DIALOG));

  lk_test_demo_fault (demo, "list:status=401");
  gtk_widget_activate_action (window, "account.refresh", "s", id);
  lk_test_wait_until (!lk_inventory_get_loading (lk_tour_get_inventory (window)));
  lk_tour_shoot (window, "sign-in-expired");
  if (lk_tour_camera_get ()->narrow)
    lk_tour_activate (window, "win.show-sidebar");
  lk_tour_shoot (window, "sign-in-expired-sidebar");
  if (lk_tour_camera_get ()->narrow)
    lk_tour_activate (window, "win.toggle-sidebar");
  lk_test_demo_fault (demo, "");
}

/**
 * lk_tour_walk_shots:
 * @window: a window that was just opened
 * @is_narrow: whether it is as narrow as it can be
 * @has_large_text: whether text is twice as large as usual
 * @is_lenient: whether what is too wide is told and fails nothing
 *
 * Takes a picture of everything that there is to see.
 */
void
lk_tour_walk_shots (GtkWidget *window,
                    gboolean   is_narrow,
                    gboolean   has_large_text,
                    gboolean   is_lenient)
{
  g_autoptr (LkTestDemo) demo = lk_test_demo_new (LK_TOUR_N_TOKENS);
  GtkWidget *dialog, *list;

  lk_tour_camera_begin (is_narrow, has_large_text, is_lenient);
  lk_tour_resize (window, is_narrow ? LK_TOUR_NARROW_WIDTH : WIDE_WIDTH_PX, HEIGHT_PX);
  shoot_welcome (window);
  shoot_add_account (window, demo);
  dialog = fill_add_account (window, demo);
  lk_test_demo_fault (demo, "roles:slow=6000,times=1\npulsar-list:slow=4000");
  sign_in (window, dialog, demo->token);
  lk_tour_shoot_first_states (window, demo);
  lk_test_wait_until (lk_tour_count_tokens (window) > 0);
  list = lk_tour_find_type (lk_tour_find (window, "tokens_page"), GTK_TYPE_LIST_VIEW);
  lk_tour_shoot (window, "list-with-toast");
  lk_tour_close_toasts (window);
  lk_tour_shoot (window, "list");
  lk_tour_shoot_menu (window, lk_tour_find (lk_tour_find (window, "view_options"), "button"), "view-options");
  lk_tour_shoot_menu (window, lk_tour_find (lk_tour_find_row (window, NULL), "more_button"), "row-menu");
  gtk_widget_activate_action (list, "list.scroll-to-item", "u", LK_TOUR_N_TOKENS + 1);
  lk_tour_shoot (window, "list-end");
  shoot_note (window);
  shoot_search (window);
  shoot_details (window);
  shoot_new_token (window);
  shoot_unstored (window);
  shoot_questions (window);
  shoot_selection (window, demo);
  shoot_windows (window);
  g_object_set (lk_tour_find (window, "demo_banner"), "revealed", TRUE, NULL);
  lk_tour_shoot (window, "demo-banner");
  g_object_set (lk_tour_find (window, "demo_banner"), "revealed", FALSE, NULL);
  shoot_toasts (window);
  shoot_import (window, demo);
  shoot_sidebar (window);
  shoot_places (window);
  shoot_tenant (window);
  shoot_guide (window, demo);
  shoot_account (window, demo);
  lk_test_demo_fault (demo, "list:status=403");
  lk_tour_activate (lk_tour_find (window, "tokens_page"), "tokens.reload");
  lk_test_wait_until (!lk_inventory_get_loading (lk_tour_get_inventory (window)));
  lk_tour_shoot (window, "not-permitted");
  lk_tour_activate (lk_tour_find (lk_tour_find (window, "tokens_page"), "banner_details"), "details.show");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_DETAILS_DIALOG) != NULL);
  lk_tour_shoot (lk_tour_find_window (LK_TYPE_DETAILS_DIALOG), "details");
  lk_tour_close_dialog (lk_tour_find_window (LK_TYPE_DETAILS_DIALOG));
  shoot_without_rows (window, "not-permitted-first");
  lk_test_demo_fault (demo, "");
  shoot_without_rows (window, "empty");
  lk_tour_shoot_last_states (window);
  shoot_loading (window);
  lk_tour_step ("%u pictures at %s width; too large for a narrow window: %u", lk_tour_camera_get ()->n_pictures,
                is_narrow ? "narrow" : "wide", lk_tour_camera_get ()->n_too_large);
}
