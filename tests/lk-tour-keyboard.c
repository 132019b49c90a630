/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The main job without a pointer: every step is a key that goes through the X server and the window manager. Tokens are
 * pasted, since what xdotool types can be read in its arguments. */

#include "lk-tour.h"

#include "lk-add-account-dialog.h"
#include "lk-new-token-dialog.h"
#include "lk-token-created-dialog.h"
#include "lk-token-row.h"

#include <string.h>

#define N_TOKENS 10000
#define MAX_TABS 40
#define MAX_ESCAPES 3

static guint n_pressed;

/* Of every surface and before any handler, so that a key is counted whoever takes it. */
static gboolean
event_hook (GSignalInvocationHint *hint,
            guint                  n_values,
            const GValue          *values,
            gpointer               user_data)
{
  GdkEvent *event = values[1].data[0].v_pointer; /* GTK has no getter for this type of value */
  guint keyval;

  if (gdk_event_get_event_type (event) != GDK_KEY_PRESS)
    return TRUE;

  keyval = gdk_key_event_get_keyval (event);
  if (keyval != GDK_KEY_Control_L && keyval != GDK_KEY_Shift_L && keyval != GDK_KEY_Alt_L)
    n_pressed++;

  return TRUE;
}

static GtkWidget *
find_active (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (gtk_window_is_active (GTK_WINDOW (window)) && gtk_widget_get_mapped (window))
        return window;
    }

  return NULL;
}

static gboolean
is_active (GType type)
{
  GtkWidget *active = find_active ();

  return active != NULL && g_type_is_a (G_OBJECT_TYPE (active), type);
}

/* Whoever uses keys only is lost where nothing has the focus, or what is not to be seen or does nothing. */
static GtkWidget *
find_focus (void)
{
  GtkWidget *active = find_active ();
  GtkWidget *focus = active != NULL ? gtk_root_get_focus (GTK_ROOT (active)) : NULL;

  return focus != NULL && gtk_widget_get_mapped (focus) && gtk_widget_is_sensitive (focus) ? focus : NULL;
}

static GtkWidget *
get_focus (void)
{
  lk_test_wait_until (find_focus () != NULL);

  return find_focus ();
}

static gboolean
is_focused (const char *id)
{
  for (GtkWidget *widget = find_focus (); widget != NULL; widget = gtk_widget_get_parent (widget))
    if (g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), id) == 0)
      return TRUE;

  return FALSE;
}

/* Returns once the key has been handled, whether or not it did anything. */
static void
press (const char *key)
{
  guint n_before = n_pressed;
  g_autofree char *output = NULL;

  lk_test_wait_until (find_active () != NULL);
  output = lk_test_run ("xdotool", "key", "--clearmodifiers", key, NULL);
  lk_test_wait_until (n_pressed > n_before);
  for (guint i = 0; i < 100 && g_main_context_iteration (NULL, FALSE); i++)
    continue;
}

/* The first one may only send a tooltip or a toast away. */
static void
escape (GtkWidget *window)
{
  lk_tour_wait_for_frames (window, 30);
  press ("Escape");
  lk_tour_wait_for_frames (window, 30);
}

static void
type (const char *text)
{
  guint n_wanted = n_pressed + (guint) strlen (text);
  g_autofree char *output = NULL;

  get_focus ();
  output = lk_test_run ("xdotool", "type", "--delay", "10", text, NULL);
  lk_test_wait_until (n_pressed >= n_wanted);
}

static void
paste (GtkWidget  *window,
       const char *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (window), text);
  press ("ctrl+a");
  press ("ctrl+v");
  lk_test_wait_until (GTK_IS_EDITABLE (get_focus ()) &&
                      g_str_equal (gtk_editable_get_text (GTK_EDITABLE (get_focus ())), text));
}

static void
go_to (const char *id,
       const char *key)
{
  for (guint i = 0; i < MAX_TABS && !is_focused (id); i++)
    {
      press (key);
      get_focus ();
    }
  if (!is_focused (id))
    g_error ("%s did not lead to %s", key, id);
}

static void
sign_in (GtkWidget  *window,
         LkTestDemo *demo)
{
  GtkWidget *dialog;

  go_to ("welcome_add_button", "Tab");
  press ("Return");
  lk_test_wait_until (is_active (LK_TYPE_ADD_ACCOUNT_DIALOG));
  dialog = find_active ();
  g_assert_true (is_focused ("token_row"));
  press ("Return");
  g_assert_true (is_active (LK_TYPE_ADD_ACCOUNT_DIALOG));

  go_to ("advanced_row", "Tab");
  press ("space");
  go_to ("api_row", "Tab");
  paste (dialog, demo->url);
  go_to ("streaming_row", "Tab");
  paste (dialog, demo->url);
  go_to ("token_row", "shift+Tab");
  for (guint i = 0; i < MAX_TABS && !GTK_IS_TEXT (get_focus ()); i++)
    press ("shift+Tab"); /* past the buttons at its end */
  paste (dialog, secret_value_get_text (demo->token));
  press ("Return");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_ADD_ACCOUNT_DIALOG) == NULL && find_active () == window);
  lk_test_wait_until (lk_tour_count_tokens (window) > 0);
  get_focus ();
  gdk_clipboard_set_text (gtk_widget_get_clipboard (window), "");
  lk_tour_step ("signed in by keys: %u tokens are listed", lk_tour_count_tokens (window));
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

  press ("ctrl+n");
  lk_test_wait_until (is_active (LK_TYPE_NEW_TOKEN_DIALOG));
  dialog = find_active ();
  g_assert_true (is_focused ("description_row"));
  type (LK_TOUR_DESCRIPTION);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (lk_tour_find (dialog, "description_row"))), ==, LK_TOUR_DESCRIPTION);

  go_to ("roles_row", "Tab");
  press ("Return");
  lk_test_wait_until (is_focused ("roles_page"));
  go_to ("built_in_group", "Tab");
  press ("space");
  press ("alt+Left");
  lk_test_wait_until (gtk_widget_get_sensitive (lk_tour_find (dialog, "create_button")));
  lk_test_wait_until (is_focused ("roles_row"));

  /* All that is asked for is there, and still Return belongs to the row, the drop-down and its list. */
  go_to ("expires_row", "Tab");
  press ("Return");
  for (guint i = 0; i < 3; i++)
    press ("Down");
  press ("Return");
  lk_test_wait_until (is_focused ("expires_row"));
  press ("Return");
  press ("Escape");
  g_assert_true (is_active (LK_TYPE_NEW_TOKEN_DIALOG));
  g_assert_cmpint (lk_test_demo_count (demo, "posts"), ==, 0);

  go_to ("create_button", "Tab");
  press ("Return");
  lk_test_wait_until (is_active (LK_TYPE_TOKEN_CREATED_DIALOG));
  g_assert_cmpint (lk_test_demo_count (demo, "posts"), ==, 1);
  lk_tour_step ("created a token by keys, and by none but the one on Create");

  dialog = find_active ();
  g_assert_true (is_focused ("copy_token_button"));
  press ("Return");
  lk_test_wait_until (clipboard_has_token (dialog));
  gdk_clipboard_set_text (gtk_widget_get_clipboard (dialog), "");
  for (guint i = 0; i < MAX_ESCAPES && find_active () != window; i++)
    escape (window);
  g_assert_true (find_active () == window);
  get_focus ();
  lk_tour_step ("copied its token by Return, and Escape led back");
}

static gboolean
is_on_row (GtkWidget *list)
{
  GtkWidget *focus = find_focus ();

  return focus != NULL && gtk_widget_get_parent (focus) == list && LK_IS_TOKEN_ROW (gtk_widget_get_first_child (focus));
}

/* Leaves the row of the new token focused. */
static void
search (GtkWidget *window)
{
  GtkWidget *page = lk_tour_find (window, "tokens_page");
  GtkWidget *list = lk_tour_find_type (page, GTK_TYPE_LIST_VIEW);
  GListModel *rows = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)));

  press ("ctrl+f");
  lk_test_wait_until (is_focused ("search_entry"));
  press ("Escape");
  lk_test_wait_until (!is_focused ("search_entry"));
  get_focus ();

  type (LK_TOUR_DESCRIPTION);
  lk_test_wait_until (is_focused ("search_entry"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (lk_tour_find (page, "search_entry"))), ==, LK_TOUR_DESCRIPTION);
  lk_test_wait_until (g_list_model_get_n_items (rows) == 1);
  press ("Down");
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
      press ("Return");
      lk_test_wait_until (is_focused ("details"));
      press ("ctrl+e");
      lk_test_wait_until (is_token_revealed (window));
      press ("ctrl+e");
      lk_test_wait_until (!is_token_revealed (window));
      press ("ctrl+c");
      lk_test_wait_until (clipboard_has_token (window));
      gdk_clipboard_set_text (gtk_widget_get_clipboard (window), "");
      press (ways_back[i]);
      lk_test_wait_until (gtk_widget_get_mapped (list));
      lk_test_wait_until (is_on_row (list));
    }

  press ("ctrl+c");
  lk_test_wait_until (clipboard_has_token (window));
  gdk_clipboard_set_text (gtk_widget_get_clipboard (window), "");
  lk_tour_step ("Return opens the details, where keys show, hide and copy the token; two lead back to the row");
}

static void
delete (GtkWidget  *window,
        LkTestDemo *demo)
{
  guint n_tokens = lk_tour_count_tokens (window);

  press ("Delete");
  lk_test_wait_until (is_active (ADW_TYPE_MESSAGE_DIALOG));
  get_focus ();
  press ("Escape");
  lk_test_wait_until (find_active () == window);
  get_focus ();

  /* Return does what is safe. */
  press ("Delete");
  lk_test_wait_until (is_active (ADW_TYPE_MESSAGE_DIALOG));
  press ("Return");
  lk_test_wait_until (find_active () == window);
  get_focus ();
  g_assert_cmpint (lk_test_demo_count (demo, "deletes"), ==, 0);

  press ("Delete");
  lk_test_wait_until (is_active (ADW_TYPE_MESSAGE_DIALOG));
  press ("alt+d");
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (get_focus ())), ==, "_Delete");
  press ("Return");
  lk_test_wait_until (find_active () == window);
  lk_test_wait_until (lk_tour_count_tokens (window) == n_tokens - 1);
  lk_test_wait_until (is_focused ("search_entry")); /* nothing is found any more */
  lk_tour_step ("Delete asks, Escape and Return cancel, and its letter and Return delete; the focus is not lost");
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
  int longest_ms;

  gtk_widget_grab_focus (list);
  lk_test_wait_until (gtk_widget_is_ancestor (get_focus (), list));
  lk_tour_turns_start (&turns);
  press ("End");
  lk_test_wait_until (gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment) >=
                      gtk_adjustment_get_upper (adjustment) - 1);
  for (guint i = 0; i < 10; i++)
    press ("Page_Up");
  press ("Home");
  lk_test_wait_until (gtk_adjustment_get_value (adjustment) < 100);
  get_focus ();
  run_wheel (list);
  lk_test_wait_until (gtk_adjustment_get_value (adjustment) > 1000);
  longest_ms = lk_tour_turns_stop (&turns);
  lk_tour_step ("End, Page Up, Home and the wheel lead through %u tokens; the longest turn of the main loop took %d ms",
                lk_tour_count_tokens (window), longest_ms);
  g_assert_cmpint (longest_ms, <, LK_TOUR_LONGEST_MS);
}

static void
do_the_rest (GtkWidget  *window,
             LkTestDemo *demo)
{
  GtkWidget *menu_button = lk_tour_find (lk_tour_find (window, "split_view"), "menu_button");
  gint64 n_gets;
  const char *const refreshes[] = { "F5", "ctrl+r" };

  press ("F10");
  lk_test_wait_until (lk_tour_find_type (menu_button, GTK_TYPE_POPOVER_MENU) != NULL &&
                      gtk_widget_get_mapped (lk_tour_find_type (menu_button, GTK_TYPE_POPOVER_MENU)));
  press ("Escape");
  lk_test_wait_until (!gtk_widget_get_mapped (lk_tour_find_type (menu_button, GTK_TYPE_POPOVER_MENU)));
  get_focus ();

  for (guint i = 0; i < G_N_ELEMENTS (refreshes); i++)
    {
      n_gets = lk_test_demo_count (demo, "gets");
      press (refreshes[i]);
      lk_test_wait_until (!lk_inventory_get_loading (lk_tour_get_inventory (window)));
      g_assert_cmpint (lk_test_demo_count (demo, "gets"), >, n_gets);
      get_focus ();
    }

  press ("F9");
  lk_tour_wait_for_frames (window, 20);
  get_focus ();
  press ("F9");
  lk_tour_wait_for_frames (window, 20);
  get_focus ();

  press ("ctrl+question");
  lk_test_wait_until (is_active (GTK_TYPE_SHORTCUTS_WINDOW));
  press ("Escape");
  lk_test_wait_until (find_active () == window);
  get_focus ();
  lk_tour_step ("F10, F5, Ctrl+R, F9 and Ctrl+? do what they say, and the focus stays");

  press ("ctrl+w");
  lk_test_wait_until (lk_tour_find_window (ADW_TYPE_APPLICATION_WINDOW) == NULL);
  lk_tour_step ("Ctrl+W closes the window");
}

/* The main job by keys only. */
void
lk_tour_walk_keyboard (GtkWidget *window)
{
  g_autoptr (LkTestDemo) demo = lk_test_demo_new (N_TOKENS);
  guint signal_id = g_signal_lookup ("event", GDK_TYPE_SURFACE);
  gulong hook_id = g_signal_add_emission_hook (signal_id, 0, event_hook, NULL, NULL);

  sign_in (window, demo);
  create (window, demo);
  search (window);
  look_at_details (window);
  delete (window, demo);
  press ("Escape");
  scroll (window);
  do_the_rest (window, demo);
  g_signal_remove_emission_hook (signal_id, hook_id);
}
