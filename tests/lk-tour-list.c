/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The walk through the list: its headings, orders and filters, notes, and what is there at the next start. */

#include "lk-tour.h"

#include "lk-note-dialog.h"
#include "lk-role.h"
#include "lk-token-list.h"

#define LONG_NAME "Everything That Nightly Backups of the Production Databases Need"

static GListModel *
get_rows (GtkWidget *page)
{
  GtkWidget *list = lk_tour_find_type (page, GTK_TYPE_LIST_VIEW);

  return G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)));
}

static guint
count_headings (GtkWidget *page)
{
  GListModel *rows = get_rows (page);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (GObject) row = g_list_model_get_item (rows, i);

      n += LK_IS_TOKEN_HEADING (row) ? 1 : 0;
    }

  return n;
}

static LkAppToken *
get_token (GtkWidget *page,
           guint      position)
{
  g_autoptr (GObject) row = g_list_model_get_item (get_rows (page), position);

  g_assert_true (LK_IS_APP_TOKEN (row));

  return LK_APP_TOKEN (row); /* the model holds it */
}

static const char *
get_shown_page (GtkWidget *page)
{
  GtkWidget *stack = gtk_widget_get_ancestor (lk_tour_find_type (page, GTK_TYPE_LIST_VIEW), GTK_TYPE_STACK);

  return gtk_stack_get_visible_child_name (GTK_STACK (stack));
}

static void
show_menu (GtkMenuButton *button)
{
  gtk_menu_button_popup (button);
  lk_test_wait_until (gtk_widget_get_mapped (GTK_WIDGET (gtk_menu_button_get_popover (button))));
  lk_tour_picture (GTK_WIDGET (gtk_menu_button_get_popover (button)), "60-view-options");
  gtk_menu_button_popdown (button);
}

/* People name roles, and other languages have longer names for those of Astra. */
static void
show_long_names (GtkWidget *page)
{
  GtkWidget *options = lk_tour_find (page, "view_options");
  GtkMenuButton *button = GTK_MENU_BUTTON (lk_tour_find (options, "button"));
  g_autoptr (GListModel) roles = NULL;
  g_autoptr (GListStore) longer = g_list_store_new (LK_TYPE_ROLE);
  g_autoptr (LkRole) role = lk_role_new ("long", LONG_NAME, FALSE, NULL, NULL);
  int least;

  g_object_get (options, "roles", &roles, NULL);
  g_list_store_append (longer, role);
  g_object_set (options, "roles", longer, NULL);
  gtk_menu_button_popup (button);
  lk_test_wait_until (gtk_widget_get_mapped (GTK_WIDGET (gtk_menu_button_get_popover (button))));
  gtk_widget_measure (GTK_WIDGET (gtk_menu_button_get_popover (button)), GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL,
                      NULL, NULL);
  g_assert_cmpint (least, <=, LK_TOUR_NARROW_WIDTH);
  gtk_menu_button_popdown (button);
  g_object_set (options, "roles", roles, NULL);
  lk_tour_step ("with a role of a long name the menu still fits into %d px", least);
}

static void
sort_and_filter (GtkWidget *window)
{
  GtkWidget *page = lk_tour_find (window, "tokens_page");
  GListModel *rows = get_rows (page);
  const guint n_rows = g_list_model_get_n_items (rows);
  LkRole *role = lk_inventory_find_role (lk_tour_get_inventory (window), "Billing Admin");

  g_assert_cmpuint (count_headings (page), ==, 2);
  lk_tour_both_pictures (window, "60-headings");
  show_menu (GTK_MENU_BUTTON (lk_tour_find (lk_tour_find (page, "view_options"), "button")));
  show_long_names (page);

  g_assert_true (gtk_widget_activate_action (page, "view.sort", "s", "expiry"));
  for (guint i = 2; i < n_rows - 1; i++)
    {
      g_autoptr (GObject) before = g_list_model_get_item (rows, i - 1);
      g_autoptr (GObject) row = g_list_model_get_item (rows, i);

      if (LK_IS_APP_TOKEN (before) && LK_IS_APP_TOKEN (row))
        g_assert_cmpint (lk_token_facts_compare (LK_LISTED_TOKEN (before), LK_LISTED_TOKEN (row), LK_TOKEN_ORDER_EXPIRY), <, 0);
    }
  lk_tour_step ("%u rows below %u headings, sorted by expiry", n_rows, count_headings (page));

  lk_tour_activate (page, "view.no-expiry");
  g_assert_cmpuint (count_headings (page), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (rows), >, 0);
  g_assert_null (lk_app_token_get_token_expiry (get_token (page, 0)));
  g_assert_true (gtk_widget_get_mapped (lk_tour_find (page, "filter_box")));
  lk_tour_both_pictures (window, "61-filtered");
  lk_tour_step ("%u tokens have no expiry", g_list_model_get_n_items (rows));

  lk_tour_activate (page, "view.stored");
  lk_tour_wait_for_frames (window, 20);
  g_assert_cmpstr (get_shown_page (page), ==, "no-match");
  lk_tour_both_pictures (window, "62-no-match");
  lk_tour_activate (page, "view.clear-filters");
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, n_rows);
  g_assert_cmpstr (get_shown_page (page), ==, "list");

  g_assert_nonnull (role);
  g_assert_true (gtk_widget_activate_action (page, "view.role", "s", lk_role_get_id (role)));
  g_assert_cmpuint (g_list_model_get_n_items (rows), >, 0);
  g_assert_cmpuint (g_list_model_get_n_items (rows), <, n_rows);
  lk_tour_activate (page, "view.reset");
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, n_rows);
  lk_tour_step ("filters that leave nothing can be cleared");
}

static GtkWidget *
find_labelled (GtkWidget  *widget,
               const char *label)
{
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;
  if (GTK_IS_LABEL (widget) && g_strcmp0 (gtk_label_get_label (GTK_LABEL (widget)), label) == 0)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_labelled (child, label);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* A note names a token that has no description, is found by it, and can be taken back; a secret is not taken. */
static void
edit_note (GtkWidget *window)
{
  GtkWidget *page = lk_tour_find (window, "tokens_page");
  GtkWidget *dialog;
  LkAppToken *token;

  g_assert_true (gtk_widget_activate_action (page, "view.sort", "s", "name"));
  token = get_token (page, g_list_model_get_n_items (get_rows (page)) - 1);
  g_assert_true (lk_app_token_get_untitled (token));
  g_assert_true (gtk_widget_activate_action (page, "tokens.edit-note", "s", lk_app_token_get_client_id (token)));
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_NOTE_DIALOG) != NULL);
  dialog = lk_tour_find_window (LK_TYPE_NOTE_DIALOG);
  lk_tour_set_text (dialog, "note_row", "AstraCS:fake:fake");
  lk_tour_activate (dialog, "note.save");
  lk_test_wait_until (gtk_widget_get_visible (lk_tour_find (dialog, "message")));
  lk_tour_picture (dialog, "63-note-refused");
  g_assert_null (lk_app_token_get_note (token));

  lk_tour_set_text (dialog, "note_row", "aardvark cluster");
  g_assert_false (gtk_widget_get_visible (lk_tour_find (dialog, "message")));
  lk_tour_activate (dialog, "note.save");
  lk_test_wait_until (find_labelled (window, "Undo") != NULL);
  g_assert_cmpstr (lk_app_token_get_title (token), ==, "aardvark cluster");
  lk_tour_activate (page, "tokens.search");
  lk_tour_set_text (page, "search_entry", "AARDVARK");
  g_assert_true (get_token (page, g_list_model_get_n_items (get_rows (page)) - 1) == token);
  lk_tour_both_pictures (window, "64-noted");
  lk_tour_set_text (page, "search_entry", "");

  g_signal_emit_by_name (find_labelled (window, "Undo"), "clicked");
  lk_test_wait_until (lk_app_token_get_note (token) == NULL);
  g_assert_true (get_token (page, g_list_model_get_n_items (get_rows (page)) - 1) == token);
  lk_tour_step ("a note was written, found and taken back");
  lk_tour_activate (page, "view.reset");
}

/* A refresh that was asked for says that it is done; one that takes long shows a line that moves, above the rows. */
static void
refresh (GtkWidget  *window,
         LkTestDemo *demo)
{
  GtkWidget *page = lk_tour_find (window, "tokens_page");
  const guint n_rows = g_list_model_get_n_items (get_rows (page));

  lk_tour_activate (page, "tokens.reload");
  lk_test_wait_until (find_labelled (window, "Updated just now") != NULL);
  g_assert_false (gtk_widget_get_mapped (lk_tour_find (page, "busy_bar")));

  lk_test_demo_fault (demo, "roles:stall");
  lk_tour_activate (page, "tokens.reload");
  lk_test_wait_until (gtk_widget_get_mapped (lk_tour_find (page, "busy_bar")));
  g_assert_cmpuint (g_list_model_get_n_items (get_rows (page)), ==, n_rows);
  lk_tour_both_pictures (window, "65-refreshing");
  lk_tour_step ("a refresh leaves the rows where they are");
}

/* How a list looks and what can be done with it. */
void
lk_tour_walk_list (GtkWidget *window)
{
  g_autoptr (LkTestDemo) demo = lk_test_demo_new (LK_TOUR_N_TOKENS);

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_LIGHT);
  lk_tour_sign_in (window, demo);
  sort_and_filter (window);
  edit_note (window);
  refresh (window, demo);
}
