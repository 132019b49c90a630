/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The main job without a pointer: every step is a key that goes through the X server and the window manager. Tokens are
 * pasted, since what xdotool types can be read in its arguments. */

#include "lk-tour.h"

#include "lk-tour-keys.h"

#include "lk-add-account-dialog.h"
#include "lk-new-token-dialog.h"
#include "lk-token-created-dialog.h"
#include "lk-token-row.h"

#include <string.h>

#define N_TOKENS 10000
#define MAX_TABS 40
#define MAX_ESCAPES 3
#define MAX_ROWS 20

/* The first one may only send a tooltip or a toast away. */
static void
escape (GtkWidget *window)
{
  lk_tour_wait_for_frames (window, 30);
  lk_tour_press ("Escape");
  lk_tour_wait_for_frames (window, 30);
}

static void
type (const char *text)
{
  guint n_wanted = lk_tour_count_pressed () + (guint) strlen (text);
  g_autofree char *output = NULL;

  lk_tour_get_focus ();
  output = lk_test_run ("xdotool", "type", "--delay", "10", text, NULL);
  lk_test_wait_until (lk_tour_count_pressed () >= n_wanted);
}

static void
paste (GtkWidget  *window,
       const char *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (window), text);
  lk_tour_press ("ctrl+a");
  lk_tour_press ("ctrl+v");
  lk_test_wait_until (GTK_IS_EDITABLE (lk_tour_get_focus ()) &&
                      g_str_equal (gtk_editable_get_text (GTK_EDITABLE (lk_tour_get_focus ())), text));
}

static void
go_to (const char *id,
       const char *key)
{
  for (guint i = 0; i < MAX_TABS && !lk_tour_is_focused (id); i++)
    {
      lk_tour_press (key);
      lk_tour_get_focus ();
    }
  if (!lk_tour_is_focused (id))
    g_error ("%s did not lead to %s", key, id);
}

static void
sign_in (GtkWidget  *window,
         LkTestDemo *demo)
{
  GtkWidget *dialog;

  go_to ("welcome_add_button", "Tab");
  lk_tour_press ("Return");
  lk_test_wait_until (lk_tour_is_active (LK_TYPE_ADD_ACCOUNT_DIALOG));
  dialog = lk_tour_find_active ();
  g_assert_true (lk_tour_is_focused ("token_row"));
  lk_tour_press ("Return");
  g_assert_true (lk_tour_is_active (LK_TYPE_ADD_ACCOUNT_DIALOG));

  go_to ("advanced_row", "Tab");
  lk_tour_press ("space");
  go_to ("api_row", "Tab");
  paste (dialog, demo->url);
  go_to ("streaming_row", "Tab");
  paste (dialog, demo->url);
  go_to ("token_row", "shift+Tab");
  for (guint i = 0; i < MAX_TABS && !GTK_IS_TEXT (lk_tour_get_focus ()); i++)
    lk_tour_press ("shift+Tab"); /* past the buttons at its end */
  paste (dialog, secret_value_get_text (demo->token));
  lk_tour_press ("Return");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_ADD_ACCOUNT_DIALOG) == NULL && lk_tour_find_active () == window);
  lk_test_wait_until (lk_tour_count_tokens (window) > 0);
  lk_tour_get_focus ();
  gdk_clipboard_set_text (gtk_widget_get_clipboard (window), "");
  lk_tour_step ("signed in by keys: %u tokens are listed", lk_tour_count_tokens (window));
}

/* Through all of the sidebar, from either end of it, and back to where it was. */
static void
use_sidebar (GtkWidget *window)
{
  GtkStack *pages = GTK_STACK (lk_tour_find (window, "pages"));
  static const char *const lists[] = { "sidebar_list", "places" };
  static const char *const names[] = { "tokens", "review" };

  go_to ("sidebar_list", "shift+Tab");
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      for (guint j = 0; j < MAX_ROWS && !lk_tour_is_focused (lists[i]); j++)
        lk_tour_press ("Down");
      g_assert_true (lk_tour_is_focused (lists[i]));
      g_assert_cmpstr (gtk_stack_get_visible_child_name (pages), ==, names[i]);

      lk_tour_press ("Tab");
      lk_test_wait_until (lk_tour_is_focused ("pages"));
      g_assert_cmpstr (gtk_stack_get_visible_child_name (pages), ==, names[i]);
      lk_tour_press ("shift+Tab");
      lk_test_wait_until (lk_tour_is_focused (lists[i]));
      g_assert_cmpstr (gtk_stack_get_visible_child_name (pages), ==, names[i]);
    }

  for (guint i = 0; i < MAX_ROWS && g_strcmp0 (gtk_stack_get_visible_child_name (pages), names[0]) != 0; i++)
    lk_tour_press ("Up");
  lk_tour_press ("Up");
  g_assert_true (lk_tour_is_focused (lists[0]));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (pages), ==, names[0]);
  lk_tour_press ("Tab");
  lk_test_wait_until (lk_tour_is_focused ("pages"));
  lk_tour_step ("Tab leads out of the sidebar and Shift+Tab back to the row of the page; arrow keys lead through both its lists");
}

static gboolean
clipboard_has_token (GtkWidget *window)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *text = NULL;

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (window), NULL, lk_test_store_result_cb, &result);
  text = gdk_clipboard_read_text_finish (gtk_widget_get_clipboard (window), lk_test_wait_for_result (&result), NULL);

  return text != NULL && g_str_has_prefix (text, "AstraCS:");
}

static void
create (GtkWidget  *window,
        LkTestDemo *demo)
{
  GtkWidget *dialog;

  lk_tour_press ("ctrl+n");
  lk_test_wait_until (lk_tour_is_active (LK_TYPE_NEW_TOKEN_DIALOG));
  dialog = lk_tour_find_active ();
  g_assert_true (lk_tour_is_focused ("description_row"));
  type (LK_TOUR_DESCRIPTION);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (lk_tour_find (dialog, "description_row"))), ==, LK_TOUR_DESCRIPTION);

  go_to ("roles_row", "Tab");
  lk_tour_press ("Return");
  lk_test_wait_until (lk_tour_is_focused ("roles_page"));
  go_to ("built_in_group", "Tab");
  lk_tour_press ("space");
  lk_tour_press ("alt+Left");
  lk_test_wait_until (gtk_widget_get_sensitive (lk_tour_find (dialog, "create_button")));
  lk_test_wait_until (lk_tour_is_focused ("roles_row"));

  /* All that is asked for is there, and still Return belongs to the row, the drop-down and its list. */
  go_to ("expires_row", "Tab");
  lk_tour_press ("Return");
  for (guint i = 0; i < 3; i++)
    lk_tour_press ("Down");
  lk_tour_press ("Return");
  lk_test_wait_until (lk_tour_is_focused ("expires_row"));
  lk_tour_press ("Return");
  lk_tour_press ("Escape");
  g_assert_true (lk_tour_is_active (LK_TYPE_NEW_TOKEN_DIALOG));
  g_assert_cmpint (lk_test_demo_count (demo, "posts"), ==, 0);

  go_to ("create_button", "Tab");
  lk_tour_press ("Return");
  lk_test_wait_until (lk_tour_is_active (LK_TYPE_TOKEN_CREATED_DIALOG));
  g_assert_cmpint (lk_test_demo_count (demo, "posts"), ==, 1);
  lk_tour_step ("created a token by keys, and by none but the one on Create");

  dialog = lk_tour_find_active ();
  g_assert_true (lk_tour_is_focused ("copy_token_button"));
  lk_tour_press ("Return");
  lk_test_wait_until (clipboard_has_token (dialog));
  gdk_clipboard_set_text (gtk_widget_get_clipboard (dialog), "");
  for (guint i = 0; i < MAX_ESCAPES && lk_tour_find_active () != window; i++)
    escape (window);
  g_assert_true (lk_tour_find_active () == window);
  lk_tour_get_focus ();
  lk_tour_step ("copied its token by Return, and Escape led back");
}

static gboolean
is_on_row (GtkWidget *list)
{
  GtkWidget *focus = lk_tour_find_focus ();

  return focus != NULL && gtk_widget_get_parent (focus) == list && LK_IS_TOKEN_ROW (gtk_widget_get_first_child (focus));
}

/* Leaves the row of the new token focused. */
static void
search (GtkWidget *window)
{
  GtkWidget *page = lk_tour_find (window, "tokens_page");
  GtkWidget *list = lk_tour_find_type (page, GTK_TYPE_LIST_VIEW);
  GListModel *rows = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)));

  lk_tour_press ("ctrl+f");
  lk_test_wait_until (lk_tour_is_focused ("search_entry"));
  g_assert_true (gtk_widget_get_mapped (lk_tour_find (window, "search_page")));
  lk_tour_press ("Escape");
  lk_test_wait_until (gtk_widget_get_mapped (page));
  lk_test_wait_until (!lk_tour_is_focused ("search_entry"));
  lk_tour_press ("shift+ctrl+f");
  lk_test_wait_until (lk_tour_is_focused ("search_entry"));
  g_assert_true (gtk_widget_get_mapped (page));
  lk_tour_press ("Escape");
  lk_test_wait_until (!lk_tour_is_focused ("search_entry"));
  lk_tour_get_focus ();

  type (LK_TOUR_DESCRIPTION);
  lk_test_wait_until (lk_tour_is_focused ("search_entry"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (lk_tour_find (page, "search_entry"))), ==, LK_TOUR_DESCRIPTION);
  lk_test_wait_until (g_list_model_get_n_items (rows) == 1);
  lk_tour_press ("Down");
  lk_test_wait_until (is_on_row (list));
  lk_tour_step ("typing searches, and Down leads to what was found");
}

static gboolean
is_token_revealed (GtkWidget *window)
{
  gboolean revealed;

  g_object_get (lk_tour_find (lk_tour_find (window, "details"), "token_row"), "revealed", &revealed, NULL);

  return revealed;
}

static void
look_at_details (GtkWidget *window)
{
  static const char *const ways_back[] = { "alt+Left", "Escape" };
  GtkWidget *page = lk_tour_find (window, "tokens_page");
  GtkWidget *list = lk_tour_find_type (page, GTK_TYPE_LIST_VIEW);

  for (guint i = 0; i < G_N_ELEMENTS (ways_back); i++)
    {
      lk_tour_press ("Return");
      lk_test_wait_until (lk_tour_is_focused ("details"));
      lk_tour_press ("ctrl+e");
      lk_test_wait_until (is_token_revealed (window));
      lk_tour_press ("ctrl+e");
      lk_test_wait_until (!is_token_revealed (window));
      lk_tour_press ("ctrl+c");
      lk_test_wait_until (clipboard_has_token (window));
      gdk_clipboard_set_text (gtk_widget_get_clipboard (window), "");
      lk_tour_press (ways_back[i]);
      lk_test_wait_until (gtk_widget_get_mapped (list));
      lk_test_wait_until (is_on_row (list));
    }

  lk_tour_press ("ctrl+c");
  lk_test_wait_until (clipboard_has_token (window));
  gdk_clipboard_set_text (gtk_widget_get_clipboard (window), "");
  lk_tour_step ("Return opens the details, where keys show, hide and copy the token; two lead back to the row");
}

static gboolean
is_on_button (const char *label)
{
  GtkWidget *focus = lk_tour_find_focus ();

  return GTK_IS_BUTTON (focus) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (focus)), label) == 0;
}

static void
delete (GtkWidget  *window,
        LkTestDemo *demo)
{
  guint n_tokens = lk_tour_count_tokens (window);

  lk_tour_press ("Delete");
  lk_test_wait_until (lk_tour_is_active (ADW_TYPE_MESSAGE_DIALOG));
  lk_tour_get_focus ();
  lk_tour_press ("Escape");
  lk_test_wait_until (lk_tour_find_active () == window);
  lk_tour_get_focus ();

  /* Return does what is safe. */
  lk_tour_press ("Delete");
  lk_test_wait_until (lk_tour_is_active (ADW_TYPE_MESSAGE_DIALOG));
  lk_tour_press ("Return");
  lk_test_wait_until (lk_tour_find_active () == window);
  lk_tour_get_focus ();
  g_assert_cmpint (lk_test_demo_count (demo, "deletes"), ==, 0);

  lk_tour_press ("Delete");
  lk_test_wait_until (lk_tour_is_active (ADW_TYPE_MESSAGE_DIALOG));
  for (guint i = 0; i < MAX_TABS && !is_on_button ("_Delete"); i++)
    lk_tour_press ("Tab");
  g_assert_true (is_on_button ("_Delete"));
  lk_tour_press ("Return");
  lk_test_wait_until (lk_tour_find_active () == window);
  lk_test_wait_until (lk_tour_count_tokens (window) == n_tokens - 1);
  lk_test_wait_until (lk_tour_is_focused ("search_entry")); /* nothing is found any more */
  lk_tour_step ("Delete asks, Escape and Return cancel, and Tab and Return delete; the focus is not lost");
}

static void
run_wheel (GtkWidget *list)
{
  GtkNative *native = gtk_widget_get_native (list);
  graphene_point_t middle = GRAPHENE_POINT_INIT ((float) gtk_widget_get_width (list) / 2, 200), point;
  double x, y;
  g_autofree char *text_x = NULL;
  g_autofree char *text_y = NULL;
  g_autofree char *window_id = NULL;
  g_autofree char *moved = NULL;
  g_autofree char *clicked = NULL;

  g_assert_true (gtk_widget_compute_point (list, GTK_WIDGET (native), &middle, &point));
  gtk_native_get_surface_transform (native, &x, &y);
  text_x = g_strdup_printf ("%d", (int) (point.x + x));
  text_y = g_strdup_printf ("%d", (int) (point.y + y));
  window_id = lk_test_run ("xdotool", "getactivewindow", NULL);
  g_strchomp (window_id);
  moved = lk_test_run ("xdotool", "mousemove", "--window", window_id, text_x, text_y, NULL);
  clicked = lk_test_run ("xdotool", "click", "--repeat", "30", "--delay", "5", "5", NULL);
}

/* To the end of many rows, back, and down again by the wheel, while every turn of the main loop stays short. */
static void
scroll (GtkWidget *window)
{
  GtkWidget *list = lk_tour_find_type (lk_tour_find (window, "tokens_page"), GTK_TYPE_LIST_VIEW);
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (gtk_widget_get_parent (list)));
  LkTourTurns turns;
  int longest_ms, reference_ms;

  reference_ms = lk_tour_measure_turn (window, "grafana");
  gtk_widget_grab_focus (list);
  lk_test_wait_until (gtk_widget_is_ancestor (lk_tour_get_focus (), list));
  lk_tour_turns_start (&turns);
  lk_tour_press ("End");
  lk_test_wait_until (gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment) >=
                      gtk_adjustment_get_upper (adjustment) - 1);
  for (guint i = 0; i < 10; i++)
    lk_tour_press ("Page_Up");
  lk_tour_press ("Home");
  lk_test_wait_until (gtk_adjustment_get_value (adjustment) < 100);
  lk_tour_get_focus ();
  run_wheel (list);
  lk_test_wait_until (gtk_adjustment_get_value (adjustment) > 1000);
  longest_ms = lk_tour_turns_stop (&turns);
  lk_tour_step ("End, Page Up, Home and the wheel lead through %u tokens; the longest turn of the main loop took %d ms",
                lk_tour_count_tokens (window), longest_ms);
  lk_tour_check_turn (longest_ms, reference_ms);
}

static void
do_the_rest (GtkWidget  *window,
             LkTestDemo *demo)
{
  GtkWidget *menu_button = lk_tour_find (lk_tour_find (window, "split_view"), "menu_button");
  gint64 n_gets;
  const char *const refreshes[] = { "F5", "ctrl+r" };

  lk_tour_press ("F10");
  lk_test_wait_until (lk_tour_find_type (menu_button, GTK_TYPE_POPOVER_MENU) != NULL &&
                      gtk_widget_get_mapped (lk_tour_find_type (menu_button, GTK_TYPE_POPOVER_MENU)));
  lk_tour_press ("Escape");
  lk_test_wait_until (!gtk_widget_get_mapped (lk_tour_find_type (menu_button, GTK_TYPE_POPOVER_MENU)));
  lk_tour_get_focus ();

  for (guint i = 0; i < G_N_ELEMENTS (refreshes); i++)
    {
      n_gets = lk_test_demo_count (demo, "gets");
      lk_tour_press (refreshes[i]);
      lk_test_wait_until (!lk_inventory_get_loading (lk_tour_get_inventory (window)));
      g_assert_cmpint (lk_test_demo_count (demo, "gets"), >, n_gets);
      lk_tour_get_focus ();
    }

  lk_tour_press ("F9");
  lk_tour_wait_for_frames (window, 20);
  lk_tour_get_focus ();
  lk_tour_press ("F9");
  lk_tour_wait_for_frames (window, 20);
  lk_tour_get_focus ();

  lk_tour_press ("ctrl+question");
  lk_test_wait_until (lk_tour_is_active (GTK_TYPE_SHORTCUTS_WINDOW));
  lk_tour_press ("Escape");
  lk_test_wait_until (lk_tour_find_active () == window);
  lk_tour_get_focus ();
  lk_tour_step ("F10, F5, Ctrl+R, F9 and Ctrl+? do what they say, and the focus stays");

  lk_tour_press ("ctrl+w");
  lk_test_wait_until (lk_tour_find_window (ADW_TYPE_APPLICATION_WINDOW) == NULL);
  lk_tour_step ("Ctrl+W closes the window");
}

/* The main job by keys only. */
void
lk_tour_walk_keyboard (GtkWidget *window)
{
  g_autoptr (LkTestDemo) demo = lk_test_demo_new (N_TOKENS);
  gulong hook_id = lk_tour_keys_begin ();

  sign_in (window, demo);
  use_sidebar (window);
  create (window, demo);
  search (window);
  look_at_details (window);
  delete (window, demo);
  lk_tour_press ("Escape");
  scroll (window);
  do_the_rest (window, demo);
  lk_tour_keys_end (hook_id);
}
