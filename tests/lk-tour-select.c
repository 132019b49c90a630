/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Several tokens at once, by keys: they are chosen, written into a table, deleted; and what became of each is told. */

#include "lk-tour.h"

#include "lk-bulk-delete-dialog.h"
#include "lk-token-row.h"
#include "lk-token-selection.h"
#include "lk-tokens-page.h"
#include "lk-tour-keys.h"

#include <string.h>

#define STORED "stored-for-deletion"

static LkTokenSelection *
get_selection (GtkWidget *window)
{
  return lk_tokens_page_get_selection (LK_TOKENS_PAGE (lk_tour_find (window, "tokens_page")));
}

static guint
count_hidden (GtkWidget *window)
{
  guint n_hidden;

  g_object_get (get_selection (window), "n-hidden", &n_hidden, NULL);

  return n_hidden;
}

static GtkWidget *
get_list (GtkWidget *window)
{
  return lk_tour_find_type (lk_tour_find (window, "tokens_page"), GTK_TYPE_LIST_VIEW);
}

static LkAppToken *
get_focused_token (GtkWidget *window)
{
  GtkWidget *row = gtk_widget_get_first_child (lk_tour_get_focus ());

  g_assert_true (LK_IS_TOKEN_ROW (row));

  return lk_token_row_get_token (LK_TOKEN_ROW (row));
}

static gboolean
is_on_row (GtkWidget *window)
{
  GtkWidget *focus = lk_tour_find_focus ();

  return focus != NULL && gtk_widget_get_parent (focus) == get_list (window)
         && LK_IS_TOKEN_ROW (gtk_widget_get_first_child (focus));
}

static const char *
get_count (GtkWidget *window)
{
  return gtk_label_get_label (GTK_LABEL (lk_tour_find (lk_tour_find (window, "selection_header"), "count_label")));
}

/* Down, past headings. */
static void
go_down (GtkWidget *window)
{
  do
    lk_tour_press ("Down");
  while (!is_on_row (window));
}

/* Every way in and out, and the focus is never lost. */
static void
choose (GtkWidget *window)
{
  LkTokenSelection *selection = get_selection (window);
  GtkWidget *page = lk_tour_find (window, "tokens_page");
  GtkWidget *header = lk_tour_find (window, "selection_header");
  guint n_tokens = lk_tour_count_tokens (window);
  LkAppToken *first;

  gtk_menu_button_popup (GTK_MENU_BUTTON (lk_tour_find (lk_tour_find (page, "view_options"), "button")));
  lk_tour_wait_for_frames (window, 10);
  gtk_menu_button_popdown (GTK_MENU_BUTTON (lk_tour_find (lk_tour_find (page, "view_options"), "button")));
  g_assert_false (gtk_widget_get_mapped (header));
  lk_tour_activate (page, "tokens.select");
  lk_test_wait_until (gtk_widget_get_mapped (header));
  lk_test_wait_until (gtk_widget_is_ancestor (lk_tour_get_focus (), get_list (window))
                      || lk_tour_get_focus () == get_list (window));
  g_assert_cmpstr (get_count (window), ==, "Select Tokens");
  lk_tour_both_pictures (window, "80-select-none-yet");
  lk_tour_press ("Escape");
  lk_test_wait_until (!gtk_widget_get_mapped (header));

  while (!is_on_row (window))
    lk_tour_press ("Down");
  lk_tour_press ("ctrl+a");
  g_assert_cmpuint (lk_token_selection_get_n_selected (selection), ==, n_tokens);
  lk_test_wait_until (gtk_widget_get_mapped (header));
  lk_tour_press ("Escape");
  g_assert_false (lk_token_selection_get_active (selection));
  g_assert_cmpuint (lk_token_selection_get_n_selected (selection), ==, 0);
  lk_tour_get_focus ();

  first = get_focused_token (window);
  lk_tour_press ("ctrl+space");
  g_assert_true (lk_token_selection_contains (selection, first));
  go_down (window);
  lk_tour_press ("space");
  go_down (window);
  lk_tour_press ("Return");
  g_assert_cmpuint (lk_token_selection_get_n_selected (selection), ==, 3);
  lk_tour_press ("Return");
  g_assert_cmpuint (lk_token_selection_get_n_selected (selection), ==, 2);
  lk_tour_press ("space");
  g_assert_cmpstr (get_count (window), ==, "3 selected");
  lk_tour_both_pictures (window, "81-selected");
  lk_tour_step ("Ctrl+A, Ctrl+Space, Space and Return choose tokens: “%s”", get_count (window));
}

/* A search, an order, a refresh: none of them loses what is chosen. */
static void
keep_chosen (GtkWidget *window)
{
  LkTokenSelection *selection = get_selection (window);
  GtkWidget *page = lk_tour_find (window, "tokens_page");
  GtkWidget *bar = lk_tour_find (window, "selection_bar");
  g_autoptr (GPtrArray) chosen = lk_token_selection_list (selection);
  const guint n = chosen->len;

  gtk_widget_activate_action (page, "view.sort", "s", "name");
  g_assert_cmpuint (lk_token_selection_get_n_selected (selection), ==, n);
  lk_tour_activate (page, "tokens.reload");
  lk_test_wait_until (!lk_inventory_get_loading (lk_tour_get_inventory (window)));
  g_assert_cmpuint (lk_token_selection_get_n_selected (selection), ==, n);

  g_object_set (lk_tour_find (page, "search_bar"), "search-mode-enabled", TRUE, NULL);
  lk_tour_set_text (page, "search_entry", STORED);
  lk_test_wait_until (count_hidden (window) == n);
  g_assert_true (gtk_widget_get_visible (lk_tour_find (bar, "hidden_label")));
  lk_tour_both_pictures (window, "82-selected-hidden");
  lk_tour_step ("what a search hides stays chosen: “%s”",
                gtk_label_get_label (GTK_LABEL (lk_tour_find (bar, "hidden_label"))));
  lk_tour_activate (page, "tokens.select-all");
  g_assert_cmpuint (lk_token_selection_get_n_selected (selection), ==, n + 1);
  lk_tour_set_text (page, "search_entry", "");
  g_object_set (lk_tour_find (page, "search_bar"), "search-mode-enabled", FALSE, NULL);
  g_assert_cmpuint (count_hidden (window), ==, 0);
  for (guint i = 0; i < n; i++)
    g_assert_true (lk_token_selection_contains (selection, chosen->pdata[i]));
  gtk_widget_activate_action (page, "view.reset", NULL);
}

static guint
count_lines (const char *path)
{
  g_autofree char *content = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_null (strstr (content, "AstraCS:"));
  g_assert_true (g_str_has_prefix (content, "\"Description\",\"Client Id\",\"Roles\""));
  lines = g_strsplit (content, "\r\n", -1);

  return g_strv_length (lines) - 1;
}

static void
export_list (GtkWidget *window)
{
  GtkWidget *page = lk_tour_find (window, "tokens_page");
  g_autofree char *folder = g_dir_make_tmp ("latchkey-export-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "list.csv", NULL);
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  guint n_selected = lk_token_selection_get_n_selected (get_selection (window));

  gtk_widget_activate_action (page, "tokens.export-selected-to", "s", uri);
  lk_test_wait_until (lk_tour_has_text (window, "File saved"));
  g_assert_cmpuint (count_lines (path), ==, n_selected + 1);
  gtk_widget_activate_action (page, "tokens.export-list-to", "s", uri);
  lk_test_wait_until (count_lines (path) == lk_tour_count_tokens (window) + 1);
  lk_tour_step ("exported %u tokens, and then all, without a secret", n_selected);
  lk_test_remove_folder (folder);
}

static GtkWidget *
ask (GtkWidget *window)
{
  lk_tour_press ("Delete");
  lk_test_wait_until (lk_tour_is_active (LK_TYPE_BULK_DELETE_DIALOG));
  lk_test_wait_until (lk_tour_is_focused ("cancel_button"));
  lk_test_wait_until (gtk_widget_get_sensitive (lk_tour_find (lk_tour_find_active (), "delete_button")));

  return lk_tour_find_active ();
}

static const char *
get_text (GtkWidget *dialog)
{
  return gtk_label_get_label (GTK_LABEL (lk_tour_find (dialog, "text_label")));
}

static void
choose_sign_in (GtkWidget *window)
{
  LkInventory *inventory = lk_tour_get_inventory (window);

  lk_token_selection_toggle (get_selection (window),
                             lk_inventory_find (inventory, lk_account_get_client_id (lk_inventory_get_account (inventory))));
}

/* The question names what goes and what stays, Return takes nothing away, and nobody closes the window meanwhile. */
static void
delete (GtkWidget  *window,
        LkTestDemo *demo)
{
  guint n_tokens = lk_tour_count_tokens (window);
  GtkWidget *dialog;

  choose_sign_in (window);
  gtk_widget_grab_focus (get_list (window));
  dialog = ask (window);
  g_assert_nonnull (strstr (get_text (dialog), "1 token is left out"));
  g_assert_true (lk_tour_find_button (dialog, "_Delete 4") != NULL);
  lk_tour_both_pictures (dialog, "83-delete-several");
  lk_tour_press ("Return");
  lk_test_wait_until (lk_tour_find_active () == window);
  g_assert_cmpint (lk_test_demo_count (demo, "deletes"), ==, 0);
  lk_tour_step ("Return on the question cancels");

  lk_tour_get_focus ();
  dialog = ask (window);
  lk_test_demo_fault (demo, "delete:slow=1500,times=1\ndelete:status=403,times=1\ndelete:lie,times=1");
  for (guint i = 0; i < 8 && !lk_tour_is_focused ("delete_button"); i++)
    lk_tour_press ("Tab");
  lk_tour_press ("space");
  lk_test_wait_until (gtk_widget_get_mapped (lk_tour_find (dialog, "progress_bar")));
  lk_tour_picture (dialog, "84-deleting-several");
  lk_test_wait_until (gtk_widget_get_mapped (lk_tour_find (dialog, "close_button")));
  g_assert_true (g_str_has_prefix (get_text (dialog), "2 deleted, 2 failed, 1 left out"));
  lk_test_wait_until (lk_tour_is_focused ("close_button"));
  lk_tour_both_pictures (dialog, "85-deleted-some");
  g_assert_cmpuint (lk_tour_count_tokens (window), ==, n_tokens - 2);
  lk_tour_step ("two of four went: “%s”", get_text (dialog));

  lk_test_demo_fault (demo, "delete:slow=1500,times=1");
  for (guint i = 0; i < 8 && !lk_tour_is_focused ("again_button"); i++)
    lk_tour_press ("Tab");
  lk_tour_press ("Return");
  lk_test_wait_until (gtk_widget_get_mapped (lk_tour_find (dialog, "progress_bar")));
  gtk_window_close (GTK_WINDOW (window));
  lk_test_wait_until (lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  lk_tour_answer ("keep");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_BULK_DELETE_DIALOG) == NULL);
  lk_test_wait_until (lk_tour_has_text (window, "2 tokens deleted"));
  g_assert_cmpuint (lk_tour_count_tokens (window), ==, n_tokens - 4);
  lk_test_wait_until (lk_tour_find_active () == window);
  lk_tour_get_focus ();
  lk_tour_both_pictures (window, "86-deleted-all");
  lk_tour_step ("trying again deleted the other two, and the dialog closed by itself");
}

static void
stop (GtkWidget  *window,
      LkTestDemo *demo)
{
  LkTokenSelection *selection = get_selection (window);
  guint n_tokens = lk_tour_count_tokens (window);
  g_autofree char *progress = g_strdup_printf ("1 of %u deleted", n_tokens - 1); /* one of them signs in */
  GtkWidget *dialog;

  gtk_widget_grab_focus (get_list (window));
  lk_tour_get_focus ();
  lk_tour_press ("ctrl+a");
  g_assert_cmpuint (lk_token_selection_get_n_selected (selection), ==, n_tokens);
  dialog = ask (window);
  lk_test_demo_fault (demo, "delete:slow=1000");
  lk_tour_activate (dialog, "bulk-delete.delete");
  lk_test_wait_until (lk_tour_is_focused ("stop_button"));
  lk_test_wait_until (g_str_equal (get_text (dialog), progress));
  lk_tour_picture (dialog, "87-stopping");
  lk_tour_press ("Return");
  lk_test_wait_until (gtk_widget_get_mapped (lk_tour_find (dialog, "close_button")));
  lk_test_demo_fault (demo, "");
  g_assert_cmpuint (lk_tour_count_tokens (window), ==, n_tokens - 2);
  lk_tour_wait_for_frames (dialog, 10);
  g_assert_cmpfloat (gtk_adjustment_get_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (lk_tour_find (dialog, "list")))),
                     <, 1);
  lk_tour_both_pictures (dialog, "88-stopped");
  lk_tour_step ("Stop leaves the rest: “%s”", get_text (dialog));
  lk_test_wait_until (lk_tour_is_focused ("close_button"));
  lk_tour_press ("Return");
  lk_test_wait_until (lk_tour_find_active () == window);
  g_assert_cmpuint (lk_token_selection_get_n_selected (selection), ==, n_tokens - 2);
  lk_tour_get_focus ();
  lk_tour_activate (lk_tour_find (window, "tokens_page"), "tokens.stop-selecting");
  lk_tour_get_focus ();
}

void
lk_tour_walk_select (GtkWidget *window)
{
  g_autoptr (LkTestDemo) demo = lk_test_demo_new (LK_TOUR_N_TOKENS);
  g_autoptr (LkIssue) issue = NULL;
  gulong hook_id = lk_tour_keys_begin ();

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_LIGHT);
  lk_tour_sign_in (window, demo);
  issue = lk_tour_issue (window, STORED);
  choose (window);
  keep_chosen (window);
  export_list (window);
  delete (window, demo);
  stop (window, demo);
  lk_tour_keys_end (hook_id);
}
