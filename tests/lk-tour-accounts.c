/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The walk through several accounts side by side: choosing one, its menu, its name, its sign-in, removing it and taking
 * that back. Keys and clicks go through the X server. */

#include "lk-tour.h"
#include "lk-tour-keys.h"

#include "lk-account-heading.h"
#include "lk-account-row.h"
#include "lk-add-account-dialog.h"
#include "lk-banner.h"
#include "lk-rename-account-dialog.h"

#include <string.h>

#define FIRST "Acme Production"
#define SECOND "Acme Sandbox"
#define NEW_NAME "Production <b>& more</b>"

static gboolean
has_ready_focus (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);
      GtkWidget *focus = gtk_window_get_focus (window);

      if (gtk_window_is_active (window))
        return focus == NULL || gtk_widget_get_mapped (focus);
    }

  return FALSE;
}

/* A menu that was just closed has the focus for a moment, and takes the key. */
static void
press (const char *key)
{
  lk_test_wait_until (has_ready_focus ());
  lk_tour_send_key (key);
}

static GListModel *
get_accounts (GtkWidget *window)
{
  return lk_office_get_accounts (LK_OFFICE (g_object_get_data (G_OBJECT (window), "tour-office")));
}

static const char *
get_title (GtkWidget *window,
           guint      position)
{
  g_autoptr (LkAccount) account = g_list_model_get_item (get_accounts (window), position);

  return account != NULL ? lk_account_get_title (account) : "";
}

static const char *
get_shown (GtkWidget *window)
{
  LkInventory *inventory = lk_tour_get_inventory (window);

  return inventory != NULL ? lk_account_get_title (lk_inventory_get_account (inventory)) : "";
}

static gboolean
is_shown (GtkWidget  *window,
          const char *title)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (lk_tour_find (window, "sidebar_list")));

  return g_str_equal (get_shown (window), title) && LK_IS_ACCOUNT_ROW (row)
         && lk_account_row_get_inventory (LK_ACCOUNT_ROW (row)) == lk_tour_get_inventory (window)
         && gtk_widget_get_mapped (lk_tour_find (window, "tokens_page"));
}

/* The first row of an account, which its heading stands above. */
static GtkListBoxRow *
get_row (GtkWidget *window,
         int        account)
{
  GtkListBox *list = GTK_LIST_BOX (lk_tour_find (window, "sidebar_list"));
  GtkListBoxRow *row = NULL;

  for (int i = 0, n = -1; n < account; i++)
    {
      row = gtk_list_box_get_row_at_index (list, i);
      g_assert_nonnull (row);
      if (gtk_list_box_row_get_header (row) != NULL)
        n++;
    }

  return row;
}

static GtkWidget *
get_heading (GtkWidget *window,
             int        account)
{
  return gtk_list_box_row_get_header (get_row (window, account));
}

static void
act_on_account (GtkWidget  *window,
                const char *action,
                guint       position)
{
  g_autoptr (LkAccount) account = g_list_model_get_item (get_accounts (window), position);

  g_assert_true (gtk_widget_activate_action (window, action, "s", lk_account_get_id (account)));
}

static GtkWidget *
wait_for_dialog (GType type)
{
  lk_test_wait_until (lk_tour_find_window (type) != NULL);
  lk_tour_wait_for_frames (lk_tour_find_window (type), 4);

  return lk_tour_find_window (type);
}

static void
wait_until_loaded (GtkWidget *window)
{
  lk_test_wait_until (lk_tour_get_inventory (window) != NULL
                      && !lk_inventory_get_loading (lk_tour_get_inventory (window)));
}

static GtkWidget *
find_toast (GtkWidget *window)
{
  GType type = g_type_from_name ("AdwToastWidget");

  return type != 0 ? lk_tour_find_type (window, type) : NULL;
}

static void
wait_for_toast (GtkWidget  *window,
                const char *text)
{
  lk_test_wait_until (find_toast (window) != NULL && lk_tour_has_text (find_toast (window), text));
}

static void
close_toasts (GtkWidget *window)
{
  while (find_toast (window) != NULL)
    {
      GtkWidget *toast = find_toast (window);

      g_signal_emit_by_name (gtk_widget_get_last_child (toast), "clicked");
      lk_test_wait_until (find_toast (window) != toast);
    }
}

static void
undo_by_toast (GtkWidget *window)
{
  GtkWidget *button = lk_tour_find_button (find_toast (window), "Undo");

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

static void
type_token (GtkWidget   *dialog,
            SecretValue *token)
{
  lk_tour_set_text (dialog, "token_row", secret_value_get_text (token));
  lk_tour_activate (dialog, "add-account.add");
}

static const char *
get_message (GtkWidget *dialog)
{
  return gtk_label_get_label (GTK_LABEL (lk_tour_find (dialog, "message")));
}

static void
wait_for_error (GtkWidget *dialog)
{
  lk_test_wait_until (gtk_widget_has_css_class (lk_tour_find (dialog, "message"), "error"));
}

static void
add_second (GtkWidget  *window,
            LkTestDemo *demo)
{
  GtkWidget *dialog;

  lk_tour_activate (window, "win.add-account");
  dialog = wait_for_dialog (LK_TYPE_ADD_ACCOUNT_DIALOG);
  lk_tour_set_text (dialog, "api_row", demo->url);
  lk_tour_set_text (dialog, "streaming_row", demo->url);
  type_token (dialog, demo->second_token);
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_ADD_ACCOUNT_DIALOG) == NULL);
  lk_test_wait_until (is_shown (window, SECOND));
  wait_until_loaded (window);
}

static void
choose (GtkWidget *window)
{
  close_toasts (window);
  lk_tour_both_pictures (window, "100-accounts");
  lk_tour_show_sidebar (window, "101-accounts-sidebar-narrow");
  press ("ctrl+Prior");
  lk_test_wait_until (is_shown (window, FIRST));
  press ("ctrl+Next");
  lk_test_wait_until (is_shown (window, SECOND));
  press ("ctrl+Next");
  lk_test_wait_until (is_shown (window, FIRST));
  press ("alt+2");
  lk_test_wait_until (is_shown (window, SECOND));
  press ("alt+1");
  lk_test_wait_until (is_shown (window, FIRST));
  press ("alt+9");
  lk_tour_wait_for_frames (window, 4);
  g_assert_true (is_shown (window, FIRST));
  lk_tour_step ("Ctrl+Page Up, Ctrl+Page Down and Alt with a digit choose an account");

  g_object_set (lk_tour_find (window, "places"), "selected", "activity", NULL);
  lk_test_wait_until (!gtk_widget_get_mapped (lk_tour_find (window, "tokens_page")));
  press ("ctrl+Next");
  lk_test_wait_until (is_shown (window, FIRST));
  lk_tour_step ("from a page for all accounts they lead back to the one before");
}

static gboolean
has_open_menu (GtkWidget *heading)
{
  GtkWidget *popover = lk_tour_find_type (heading, GTK_TYPE_POPOVER_MENU);

  return popover != NULL && gtk_widget_get_mapped (popover);
}

static void
close_menu (GtkWidget *heading)
{
  press ("Escape");
  lk_test_wait_until (!has_open_menu (heading));
}

static void
click_with_second_button (GtkWidget *widget)
{
  GtkNative *native = gtk_widget_get_native (widget);
  graphene_point_t middle = GRAPHENE_POINT_INIT ((float) gtk_widget_get_width (widget) / 2,
                                                 (float) gtk_widget_get_height (widget) / 2);
  graphene_point_t point;
  double x, y;
  g_autofree char *text_x = NULL;
  g_autofree char *text_y = NULL;
  g_autofree char *window_id = NULL;
  g_autofree char *output = NULL;

  g_assert_true (gtk_widget_compute_point (widget, GTK_WIDGET (native), &middle, &point));
  gtk_native_get_surface_transform (native, &x, &y);
  text_x = g_strdup_printf ("%d", (int) (point.x + x));
  text_y = g_strdup_printf ("%d", (int) (point.y + y));
  window_id = lk_test_run ("xdotool", "getactivewindow", NULL);
  g_strchomp (window_id);
  output = lk_test_run ("xdotool", "mousemove", "--window", window_id, text_x, text_y, "click", "3", NULL);
}

static guint
count_items (GMenuModel *menu)
{
  guint n = 0;

  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);

      n += (guint) g_menu_model_get_n_items (section);
    }

  return n;
}

/* From a row by a key, from the heading and from a row by a click; the portal is where the service is Astra itself. */
static void
open_menus (GtkWidget *window)
{
  GtkWidget *heading = get_heading (window, 1);
  g_autoptr (LkAccount) real = g_object_new (LK_TYPE_ACCOUNT, "id", "1", "org-id", "o", "environment", "prod", "api-url",
                                             lk_astra_api_url_for_environment ("prod"), NULL);
  g_autoptr (LkAccount) shown = g_list_model_get_item (get_accounts (window), 0);
  g_autoptr (GMenuModel) menu = lk_account_heading_create_menu (shown);
  g_autoptr (GMenuModel) real_menu = lk_account_heading_create_menu (real);

  g_assert_cmpuint (count_items (menu), ==, 4);
  g_assert_cmpuint (count_items (real_menu), ==, 5);

  gtk_widget_grab_focus (GTK_WIDGET (get_row (window, 1)));
  press ("Menu");
  lk_test_wait_until (has_open_menu (heading));
  lk_tour_picture (lk_tour_find_type (heading, GTK_TYPE_POPOVER_MENU), "102-account-menu");
  g_assert_true (lk_tour_has_text (heading, "Rename…"));
  g_assert_true (lk_tour_has_text (heading, "Remove Account…"));
  g_assert_false (lk_tour_has_text (heading, "Open in Portal"));
  close_menu (heading);
  press ("shift+F10");
  lk_test_wait_until (has_open_menu (heading));
  close_menu (heading);
  click_with_second_button (heading);
  lk_test_wait_until (has_open_menu (heading));
  close_menu (heading);
  gtk_widget_grab_focus (GTK_WIDGET (get_row (window, 0)));
  lk_tour_wait_for_frames (window, 20); /* it may have been scrolled away */
  click_with_second_button (GTK_WIDGET (get_row (window, 0)));
  lk_test_wait_until (has_open_menu (get_heading (window, 0)));
  close_menu (get_heading (window, 0));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (lk_tour_find (heading, "account_button")),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Actions for " SECOND);
  lk_tour_step ("the menu of an account opens by Menu, Shift+F10 and the second button");
}

static GtkWidget *
rename_first (GtkWidget  *window,
              const char *name)
{
  GtkWidget *dialog;

  act_on_account (window, "account.rename", 0);
  dialog = wait_for_dialog (LK_TYPE_RENAME_ACCOUNT_DIALOG);
  if (name == NULL)
    return dialog;

  lk_tour_set_text (dialog, "name_row", name);
  g_signal_emit_by_name (lk_tour_find (dialog, "name_row"), "entry-activated");

  return dialog;
}

static void
rename_account (GtkWidget *window)
{
  GtkWidget *dialog = rename_first (window, NULL);
  GtkEditable *row = GTK_EDITABLE (lk_tour_find (dialog, "name_row"));
  int start = 0, end = 0;

  g_assert_cmpstr (gtk_editable_get_text (row), ==, FIRST);
  g_assert_true (gtk_editable_get_selection_bounds (row, &start, &end));
  g_assert_cmpint (end - start, ==, (int) strlen (FIRST));
  lk_tour_picture (dialog, "103-rename-account");
  gtk_editable_set_text (row, "  ");
  g_signal_emit_by_name (row, "entry-activated");
  g_assert_cmpstr (get_message (dialog), ==, "An account needs a name");
  gtk_editable_set_text (row, SECOND);
  g_signal_emit_by_name (row, "entry-activated");
  lk_test_wait_until (strstr (get_message (dialog), "Another account is called") != NULL);
  lk_tour_picture (dialog, "104-rename-account-taken");
  lk_tour_step ("no name and that of another account are refused: “%s”", get_message (dialog));

  /* A key, as whoever uses it would press. */
  gtk_editable_set_text (row, NEW_NAME);
  press ("Return");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_RENAME_ACCOUNT_DIALOG) == NULL);
  lk_test_wait_until (g_str_equal (get_title (window, 0), NEW_NAME));
  wait_for_toast (window, "Account renamed");
  g_assert_true (lk_tour_has_text (get_heading (window, 0), NEW_NAME));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (lk_tour_find (get_heading (window, 0), "account_button")),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Actions for " NEW_NAME);
  lk_tour_both_pictures (window, "105-account-renamed");
  undo_by_toast (window);
  lk_test_wait_until (g_str_equal (get_title (window, 0), FIRST));
  lk_tour_step ("renamed an account, and took that back by the toast");

  rename_first (window, NEW_NAME);
  wait_for_toast (window, "Account renamed");
  close_toasts (window);
  press ("ctrl+z");
  lk_test_wait_until (g_str_equal (get_title (window, 0), FIRST));
  press ("ctrl+z");
  lk_tour_wait_for_frames (window, 10);
  g_assert_cmpstr (get_title (window, 0), ==, FIRST);
  lk_tour_step ("renamed it again, and took that back by Ctrl+Z when the toast was gone, once");
}

static LkIssue *
create_administrator (GtkWidget *window)
{
  LkInventory *inventory = lk_tour_get_inventory (window);
  const char *ids[] = { lk_role_get_id (lk_inventory_find_role (inventory, "Organization Administrator")), NULL };
  g_autoptr (LkIssue) issue = lk_issue_new (inventory, ids, "second sign-in", NULL, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  lk_issue_run_async (issue, NULL, lk_test_store_result_cb, &result);
  lk_issue_run_finish (issue, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);

  return g_steal_pointer (&issue);
}

static gboolean
is_kept (const char *client_id,
         const char *kind)
{
  g_autofree char *output =
    lk_test_run ("secret-tool", "lookup", "application", "latchkey", "client-id", client_id, "kind", kind, "field",
                 "token", NULL);

  return *output != '\0';
}

static void
change_sign_in (GtkWidget  *window,
                LkTestDemo *demo)
{
  g_autoptr (LkInventory) before = g_object_ref (lk_tour_get_inventory (window));
  g_autoptr (LkIssue) issue = create_administrator (window);
  g_autofree char *old_id = g_strdup (lk_account_get_client_id (lk_inventory_get_account (before)));
  const char *new_id = lk_issue_get_client_id (issue);
  LkInventory *after;
  GtkWidget *dialog;

  act_on_account (window, "account.change-sign-in", 0);
  dialog = wait_for_dialog (LK_TYPE_ADD_ACCOUNT_DIALOG);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (dialog)), ==, "Change Sign-In");
  g_assert_false (gtk_widget_get_mapped (lk_tour_find (dialog, "advanced_group")));
  lk_tour_picture (dialog, "106-change-sign-in");
  type_token (dialog, demo->second_token);
  wait_for_error (dialog);
  g_assert_nonnull (strstr (get_message (dialog), SECOND));
  lk_tour_picture (dialog, "107-change-sign-in-other");
  lk_tour_step ("a token of another organization is refused: “%s”", get_message (dialog));

  lk_test_demo_fault (demo, "list:status=403");
  type_token (dialog, lk_issue_get_token (issue));
  wait_for_error (dialog);
  g_assert_nonnull (strstr (get_message (dialog), "streaming only"));
  g_assert_true (gtk_widget_get_mapped (lk_tour_find (dialog, "streaming_button")));
  lk_test_demo_fault (demo, "");
  type_token (dialog, lk_issue_get_token (issue));
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_ADD_ACCOUNT_DIALOG) == NULL);
  wait_for_toast (window, "Sign-in changed");
  lk_test_wait_until (is_shown (window, FIRST));
  wait_until_loaded (window);
  after = lk_tour_get_inventory (window);
  g_assert_true (after != before);
  g_assert_cmpuint (g_list_model_get_n_items (get_accounts (window)), ==, 2);
  g_assert_cmpstr (lk_account_get_client_id (lk_inventory_get_account (after)), ==, new_id);
  g_assert_true (lk_app_token_get_signs_in (lk_inventory_find (after, new_id)));
  g_assert_false (lk_app_token_get_signs_in (lk_inventory_find (after, old_id)));
  g_assert_true (is_kept (new_id, "account"));
  g_assert_false (is_kept (old_id, "account"));
  lk_tour_step ("the account signs in with another token, and stays the one that is shown");
}

static void
refuse_own_delete (GtkWidget *window)
{
  LkInventory *inventory = lk_tour_get_inventory (window);
  const char *client_id = lk_account_get_client_id (lk_inventory_get_account (inventory));
  GtkWidget *dialog;

  gtk_widget_activate_action (lk_tour_find (window, "tokens_page"), "tokens.delete", "s", client_id);
  dialog = wait_for_dialog (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (dialog)), ==, "This Token Cannot Be Deleted Here");
  lk_tour_picture (dialog, "108-own-token");
  lk_tour_answer ("sign-in");
  dialog = wait_for_dialog (LK_TYPE_ADD_ACCOUNT_DIALOG);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (dialog)), ==, "Change Sign-In");
  gtk_window_close (GTK_WINDOW (dialog));
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_ADD_ACCOUNT_DIALOG) == NULL);
  lk_tour_step ("the token that the account signs in with is not deleted: another one is asked for");
}

static LkBanner *
find_banner (GtkWidget  *widget,
             const char *title)
{
  if (LK_IS_BANNER (widget) && lk_banner_get_revealed (LK_BANNER (widget))
      && strstr (lk_banner_get_title (LK_BANNER (widget)), title) != NULL)
    return LK_BANNER (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      LkBanner *banner = find_banner (child, title);

      if (banner != NULL)
        return banner;
    }

  return NULL;
}

/* Asked for over @fault, the list cannot be read: what is said then leads to another sign-in. */
static void
be_refused (GtkWidget  *window,
            LkTestDemo *demo,
            const char *fault,
            const char *title,
            const char *picture)
{
  GtkWidget *refused = lk_tour_find (get_heading (window, 0), "refused_box");
  gboolean expired = strstr (fault, "401") != NULL;
  LkBanner *banner;
  GtkWidget *dialog;

  close_toasts (window);
  lk_test_demo_fault (demo, fault);
  act_on_account (window, "account.refresh", 0);
  wait_until_loaded (window);
  banner = find_banner (window, title);
  g_assert_nonnull (banner);
  g_assert_cmpstr (lk_banner_get_button_label (banner), ==, "Change Sign-In…");
  lk_test_wait_until (gtk_widget_get_visible (refused) == expired);
  lk_tour_both_pictures (window, picture);
  g_signal_emit_by_name (banner, "button-clicked");
  dialog = wait_for_dialog (LK_TYPE_ADD_ACCOUNT_DIALOG);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (dialog)), ==, "Change Sign-In");
  gtk_window_close (GTK_WINDOW (dialog));
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_ADD_ACCOUNT_DIALOG) == NULL);
  lk_tour_step ("“%s” leads to another sign-in", lk_banner_get_title (banner));

  lk_test_demo_fault (demo, "");
  act_on_account (window, "account.refresh", 0);
  wait_until_loaded (window);
  wait_for_toast (window, "Updated just now");
  g_assert_false (lk_banner_get_revealed (banner));
  g_assert_false (gtk_widget_get_visible (refused));
}

static void
remove_and_restore (GtkWidget *window)
{
  g_autofree char *first_id = g_strdup (lk_account_get_client_id (lk_inventory_get_account (lk_tour_get_inventory (window))));
  guint n_tokens = lk_tour_count_tokens (window);

  close_toasts (window);
  act_on_account (window, "account.remove", 0);
  lk_test_wait_until (is_shown (window, SECOND));
  wait_for_toast (window, FIRST " removed");
  lk_tour_both_pictures (window, "111-account-removed");
  g_assert_cmpuint (g_list_model_get_n_items (get_accounts (window)), ==, 1);
  g_assert_false (is_kept (first_id, "account"));
  g_assert_true (is_kept (first_id, "astra-token"));
  undo_by_toast (window);
  lk_test_wait_until (is_shown (window, FIRST));
  g_assert_cmpstr (get_title (window, 0), ==, FIRST);
  g_assert_true (is_kept (first_id, "account"));
  wait_until_loaded (window);
  g_assert_cmpuint (lk_tour_count_tokens (window), ==, n_tokens);
  lk_tour_step ("removed the account that is shown: its neighbour is; what is stored stays, and Undo brings it back");

  press ("alt+2");
  lk_test_wait_until (is_shown (window, SECOND));
  close_toasts (window);
  act_on_account (window, "account.remove", 1);
  lk_test_wait_until (is_shown (window, FIRST));
  wait_for_toast (window, SECOND " removed");
  close_toasts (window);
  act_on_account (window, "account.remove", 0);
  lk_test_wait_until (gtk_widget_get_mapped (lk_tour_find (window, "welcome_page")));
  g_assert_null (lk_tour_get_inventory (window));
  wait_for_toast (window, FIRST " removed");
  lk_tour_picture (window, "112-last-account-removed");
  press ("ctrl+z");
  lk_test_wait_until (is_shown (window, FIRST));
  wait_until_loaded (window);
  g_assert_cmpuint (lk_tour_count_tokens (window), ==, n_tokens);
  lk_tour_step ("removed the last account: the welcome page is there, and Ctrl+Z brings the account back");
}

static void
add_for_streaming (GtkWidget  *window,
                   LkTestDemo *demo)
{
  GtkWidget *dialog, *page;

  lk_test_demo_fault (demo, "list:status=403");
  lk_tour_activate (window, "win.add-account");
  dialog = wait_for_dialog (LK_TYPE_ADD_ACCOUNT_DIALOG);
  lk_tour_set_text (dialog, "api_row", demo->url);
  lk_tour_set_text (dialog, "streaming_row", demo->url);
  g_assert_false (gtk_widget_get_mapped (lk_tour_find (dialog, "streaming_button")));
  type_token (dialog, demo->second_token);
  wait_for_error (dialog);
  g_assert_cmpstr (get_message (dialog), ==, "This token may not list tokens. It can be added for streaming only.");
  g_assert_false (gtk_widget_get_sensitive (lk_tour_find (dialog, "add_button")));
  lk_tour_picture (dialog, "113-add-for-streaming");

  /* Another token is typed, and that thought better of. */
  lk_tour_set_text (dialog, "token_row", "AstraCS:");
  g_assert_false (gtk_widget_get_visible (lk_tour_find (dialog, "streaming_button")));
  lk_tour_set_text (dialog, "token_row", "");
  lk_tour_activate (dialog, "add-account.add-for-streaming");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_ADD_ACCOUNT_DIALOG) == NULL);
  lk_test_wait_until (is_shown (window, SECOND));
  wait_until_loaded (window);
  page = lk_tour_find (window, "tokens_page");
  lk_test_wait_until (lk_tour_has_text (page, "No Permission to List Tokens"));
  close_toasts (window);
  lk_tour_both_pictures (window, "114-added-for-streaming");
  g_signal_emit_by_name (lk_tour_find_button (page, "Change _Sign-In…"), "clicked");
  dialog = wait_for_dialog (LK_TYPE_ADD_ACCOUNT_DIALOG);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (dialog)), ==, "Change Sign-In");
  gtk_window_close (GTK_WINDOW (dialog));
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_ADD_ACCOUNT_DIALOG) == NULL);
  lk_test_demo_fault (demo, "");
  lk_tour_step ("a token that may not list tokens is added for streaming");
}

static void
refuse_removal (GtkWidget  *window,
                LkTestDemo *demo)
{
  LkInventory *inventory;
  const char *ids[] = { NULL, NULL };
  g_autoptr (LkIssue) issue = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GtkWidget *dialog;

  press ("alt+1");
  lk_test_wait_until (is_shown (window, FIRST));
  inventory = lk_tour_get_inventory (window);
  ids[0] = lk_role_get_id (lk_inventory_find_role (inventory, "R/W Svc Acct"));
  issue = lk_issue_new_with_schedule (inventory, ids, "lost", NULL, NULL, g_variant_new_parsed ("@au [0, 0]"));
  lk_test_demo_fault (demo, "create:lost");
  lk_issue_run_async (issue, NULL, lk_test_store_result_cb, &result);
  g_assert_false (lk_issue_run_finish (issue, lk_test_wait_for_result (&result), &error));
  lk_test_demo_fault (demo, "");

  act_on_account (window, "account.remove", 0);
  dialog = wait_for_dialog (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (dialog)), ==, "The Account Could Not Be Removed");
  lk_tour_picture (dialog, "115-account-unfinished");
  lk_tour_step ("an account with unfinished work is not removed: “%s”",
                adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)));
  lk_tour_answer ("close");
  g_assert_true (is_shown (window, FIRST));
  g_assert_cmpuint (g_list_model_get_n_items (get_accounts (window)), ==, 2);
}

void
lk_tour_walk_accounts (GtkWidget *window)
{
  g_autoptr (LkTestDemo) demo = lk_test_demo_new (LK_TOUR_N_TOKENS);

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_LIGHT);
  /* A toast that is sent away while it goes is freed twice (libadwaita 1.2). */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  lk_tour_sign_in (window, demo);
  g_object_set_data (G_OBJECT (window), "tour-office", lk_inventory_get_office (lk_tour_get_inventory (window)));
  add_second (window, demo);
  choose (window);
  open_menus (window);
  rename_account (window);
  press ("alt+1");
  lk_test_wait_until (is_shown (window, FIRST));
  change_sign_in (window, demo);
  refuse_own_delete (window);
  be_refused (window, demo, "list:status=401", "Astra no longer accepts this account’s token", "109-sign-in-expired");
  be_refused (window, demo, "list:status=403", "No permission to list tokens — showing those from", "110-not-permitted");
  remove_and_restore (window);
  add_for_streaming (window, demo);
  refuse_removal (window, demo);
}
