/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The walk through what the desktop has to do with the window: it tells of a token that expires, searches, starts the program
 * a second time, and finds the window as it was left. */

#include "lk-tour.h"

#include "lk-account-row.h"
#include "lk-name-search.h"
#include "lk-rotate-dialog.h"
#include "lk-search-page.h"
#include "lk-settings.h"
#include "lk-wanted.h"
#include "lk-window-state.h"

#include <string.h>

#define NAME "io.github.latchkey_app.Latchkey"
#define PATH "/io/github/latchkey_app/Latchkey"
#define OTHER_SEED 4711
#define SLIP "slip AstraCS:fakeFAKEfakeFAKE:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static void
called_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  GVariant **answer = user_data;

  *answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  g_assert_no_error (error);
}

/* As the desktop does: by the bus. */
static GVariant *
call (const char *method,
      GVariant   *parameters)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  GVariant *answer = NULL;

  g_dbus_connection_call (bus, NAME, PATH "/SearchProvider", "org.gnome.Shell.SearchProvider2", method, parameters, NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, called_cb, &answer);
  lk_test_wait_until (answer != NULL);

  return answer;
}

static GStrv
find (const char *text)
{
  const char *terms[] = { text, NULL };
  g_autoptr (GVariant) answer = call ("GetInitialResultSet", g_variant_new ("(^as)", terms));
  char **ids;

  g_variant_get (answer, "(^as)", &ids);

  return ids;
}

/* A single token that expires can be rotated out of its notification, once its list was read. */
static void
be_told_of_one (GtkWidget           *window,
                LkTestNotifications *notifications)
{
  g_autofree char *title = NULL;
  g_autofree char *body = NULL;
  g_autofree char *buttons = NULL;
  GtkWidget *details = lk_tour_find (lk_tour_find (window, "tokens_page"), "details");
  GtkWidget *dialog;

  lk_test_wait_until (lk_test_notifications_count (notifications) == 1);
  title = lk_test_notifications_dup (notifications, "title");
  body = lk_test_notifications_dup (notifications, "body");
  buttons = lk_test_notifications_dup (notifications, "buttons");
  g_assert_nonnull (strstr (body, "nightly export job"));
  g_assert_nonnull (strstr (buttons, "Rotate…"));
  lk_tour_step ("the desktop is told: “%s”, “%s”, with a button to rotate it", title, body);

  lk_test_notifications_click_button (notifications);
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_ROTATE_DIALOG) != NULL);
  dialog = lk_tour_find_window (LK_TYPE_ROTATE_DIALOG);
  lk_test_wait_until (gtk_widget_get_mapped (details));
  g_assert_true (lk_tour_has_text (dialog, "nightly export job"));
  lk_tour_picture (dialog, "170-rotate-of-notification");

  /* Over what waits for an answer nothing else is asked. */
  lk_test_notifications_click_button (notifications);
  g_strfreev (find ("nightly"));
  g_assert_true (lk_tour_find_window (LK_TYPE_ROTATE_DIALOG) == dialog);
  gtk_window_close (GTK_WINDOW (dialog));
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_ROTATE_DIALOG) == NULL);
  lk_tour_step ("the button shows the token and asks for its rotation; nothing is changed before that is answered");
}

/* The lists of the window have more than the database: the script names, and what somebody called by a secret. */
static void
be_found (GtkWidget *window)
{
  LkInventory *inventory = lk_tour_get_inventory (window);
  g_autoptr (LkAppToken) slip = g_object_new (LK_TYPE_APP_TOKEN, "client-id", "clientSlip", "description", SLIP, NULL);
  GtkWidget *details = lk_tour_find (lk_tour_find (window, "tokens_page"), "details");
  GtkWidget *search_page = lk_tour_find (window, "search_page");
  static const char *const terms[] = { "nightly", "job", NULL };
  g_auto (GStrv) ids = NULL;
  g_autofree char *all = NULL;

  g_list_store_append (G_LIST_STORE (lk_inventory_get_tokens (inventory)), slip);
  ids = find ("slip");
  g_assert_cmpuint (g_strv_length (ids), ==, 1);
  all = g_variant_print (call ("GetResultMetas", g_variant_new ("(^as)", ids)), FALSE);
  g_assert_nonnull (strstr (all, "slip"));
  g_assert_null (strstr (all, "AstraCS"));
  g_assert_null (strstr (all, "0123456789abcdef"));
  g_list_store_remove (G_LIST_STORE (lk_inventory_get_tokens (inventory)),
                       g_list_model_get_n_items (lk_inventory_get_tokens (inventory)) - 1);
  lk_tour_step ("a token that somebody called by a secret is found without that");

  g_strfreev (ids);
  ids = find ("deploy");
  g_assert_cmpuint (g_strv_length (ids), ==, 1);
  g_variant_unref (call ("ActivateResult", g_variant_new ("(s^asu)", ids[0], terms, 0)));
  lk_test_wait_until (gtk_widget_get_mapped (details) && lk_tour_has_text (details, "ci-deploy"));
  lk_tour_step ("a result of the desktop’s search opens the details of its token");

  g_variant_unref (call ("LaunchSearch", g_variant_new ("(^asu)", terms, 0)));
  lk_test_wait_until (gtk_widget_get_mapped (search_page));
  lk_test_wait_until (lk_tour_has_text (search_page, "nightly export job"));
  lk_tour_both_pictures (window, "171-search-of-desktop");
  lk_tour_activate (window, "win.leave-search");
  lk_tour_step ("and the search can go on in the window");
}

/* Of very many tokens, in a database that no window has opened. */
static void
search_many (GtkWidget *window)
{
  static const char *const terms[] = { "no", "such", "token", NULL };
  g_autofree char *folder = lk_test_make_folder ();
  g_autoptr (LkAccount) account = g_object_new (LK_TYPE_ACCOUNT, "id", "1", "org-id", "org", "api-url", "https://a.invalid",
                                                "streaming-url", "https://s.invalid", NULL);
  g_autoptr (GPtrArray) tokens = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) roles = g_ptr_array_new ();
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GAsyncResult) saved = NULL;
  g_autoptr (GAsyncResult) found = NULL;
  g_autoptr (LkNameSearch) search = lk_name_search_new (folder);
  g_autoptr (GPtrArray) hits = NULL;
  g_autoptr (LkState) state = NULL;
  g_autoptr (GError) error = NULL;
  LkTourTurns turns;
  int longest_ms;

  for (guint i = 0; i < 10000; i++)
    {
      g_autofree char *id = g_strdup_printf ("client%u", i);

      g_ptr_array_add (tokens, g_object_new (LK_TYPE_APP_TOKEN, "client-id", id, "description", "one of very many", NULL));
    }
  lk_state_open_async (folder, NULL, lk_test_store_result_cb, &opened);
  state = lk_state_open_finish (lk_test_wait_for_result (&opened), &error);
  g_assert_no_error (error);
  lk_state_save_account_async (state, account, NULL, NULL, NULL);
  lk_state_save_lists_async (state, "1", now, tokens, roles, NULL, lk_test_store_result_cb, &saved);
  g_assert_true (lk_state_save_lists_finish (state, lk_test_wait_for_result (&saved), &error));

  lk_tour_turns_start (&turns);
  lk_name_search_find_async (search, terms, TRUE, NULL, lk_test_store_result_cb, &found);
  hits = lk_name_search_find_finish (search, lk_test_wait_for_result (&found), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (hits->len, ==, 0);
  g_clear_object (&found);
  g_clear_pointer (&hits, g_ptr_array_unref);
  lk_name_search_find_async (search, &terms[2], FALSE, NULL, lk_test_store_result_cb, &found);
  hits = lk_name_search_find_finish (search, lk_test_wait_for_result (&found), &error);
  g_assert_cmpuint (hits->len, ==, 0);
  longest_ms = lk_tour_turns_stop (&turns);
  g_assert_cmpint (longest_ms, <, LK_TEST_LONGEST_MS);
  lk_tour_step ("%u remembered tokens were looked at twice, the longest turn of the main loop took %d ms", tokens->len,
                longest_ms);
  lk_test_remove_folder (folder);
}

static void
ended_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (g_subprocess_wait_check_finish (G_SUBPROCESS (source), result, &error));
  *(gboolean *) user_data = TRUE;
}

/* A second start raises the one window. */
static void
start_again (GtkWidget *window)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (window));
  const guint n_windows = g_list_length (gtk_application_get_windows (application));
  g_autoptr (GSubprocess) second = NULL;
  g_autoptr (GError) error = NULL;
  gboolean ended = FALSE;

  lk_test_wait_until (gtk_window_is_active (GTK_WINDOW (window)));
  gtk_window_minimize (GTK_WINDOW (window));
  lk_test_wait_until (!gtk_window_is_active (GTK_WINDOW (window)));
  second = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, g_getenv ("LK_LATCHKEY"), NULL);
  g_assert_no_error (error);
  g_subprocess_wait_check_async (second, NULL, ended_cb, &ended);
  lk_test_wait_until (ended);
  lk_test_wait_until (gtk_window_is_active (GTK_WINDOW (window)));
  g_assert_cmpuint (g_list_length (gtk_application_get_windows (application)), ==, n_windows);
  lk_tour_step ("“latchkey” for the second time ends at once and brings the window to the front");
}

static void
window_added_cb (GtkApplication *application,
                 GtkWindow      *window,
                 gpointer        user_data)
{
  *(GtkWidget **) user_data = GTK_WIDGET (window);
}

/* Closes the window and opens the next. */
static GtkWidget *
reopen (GtkWidget *window)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (window));
  GtkWidget *next = NULL;
  gulong id = g_signal_connect (application, "window-added", G_CALLBACK (window_added_cb), &next);

  gtk_window_close (GTK_WINDOW (window));
  lk_test_wait_until (gtk_application_get_windows (application) == NULL);
  g_application_activate (G_APPLICATION (application));
  lk_test_wait_until (next != NULL && gtk_widget_get_mapped (next));
  g_signal_handler_disconnect (application, id);

  return next;
}

static void
assert_page (GtkWidget  *window,
             const char *wanted)
{
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (lk_tour_find (window, "pages"))), ==, wanted);
}

/* The first organization has no tenants, this has. */
static void
add_second_account (GtkWidget  *window,
                    LkTestDemo *demo)
{
  LkOffice *office = lk_inventories_get_office (lk_window_get_inventories (LK_WINDOW (window)));
  LkSignIn sign_in = { .api_url = demo->url, .streaming_url = demo->url };
  g_autoptr (GAsyncResult) added = NULL;
  g_autoptr (LkAccount) account = NULL;
  g_autoptr (GError) error = NULL;

  lk_office_add_account_async (office, demo->token, &sign_in, NULL, lk_test_store_result_cb, &added);
  account = lk_office_add_account_finish (office, lk_test_wait_for_result (&added), &error);
  g_assert_no_error (error);
  lk_window_select_account (LK_WINDOW (window), account);
}

static GtkListBox *
get_list (GtkWidget *window)
{
  return lk_accounts_list_get_list_box (LK_ACCOUNTS_LIST (lk_tour_find (window, "accounts")));
}

/* The last one, for which the window is not high enough. */
static GtkListBoxRow *
find_tenant_row (GtkListBox *list)
{
  GtkListBoxRow *row, *last = NULL;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    if (lk_account_thing_get_tenant (lk_account_row_get_thing (LK_ACCOUNT_ROW (row))) != NULL)
      last = row;

  return last;
}

static gboolean
is_in_sight (GtkWidget *list)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (list));
  GtkWidget *viewport = gtk_widget_get_parent (list);
  graphene_rect_t at;

  return row != NULL && gtk_widget_compute_bounds (GTK_WIDGET (row), viewport, &at) && at.size.height > 0 && at.origin.y >= 0
         && at.origin.y + at.size.height <= (float) gtk_widget_get_height (viewport);
}

/* The next window is as the last one was left, and what is written down for that is no secret. */
static GtkWidget *
leave_and_return (GtkWidget  *window,
                  LkTestDemo *demo)
{
  g_autoptr (GSettings) settings = lk_settings_new ();
  g_autoptr (GVariant) place = NULL;
  g_autofree char *text = NULL;
  GtkListBox *list;
  GtkWidget *page;
  int width, height, next_width, next_height;

  g_object_set (lk_tour_find (window, "places"), "selected", "activity", NULL);
  lk_tour_resize (window, 720, 540);
  gtk_window_get_default_size (GTK_WINDOW (window), &width, &height);
  g_assert_cmpint (width, <, 800);
  window = reopen (window);
  gtk_window_get_default_size (GTK_WINDOW (window), &next_width, &next_height);
  g_assert_cmpint (next_width, ==, width);
  g_assert_cmpint (next_height, ==, height);
  assert_page (window, "activity");
  lk_tour_step ("the next window has the size and the page of the last one");

  /* A tenant comes in later than the window. */
  add_second_account (window, demo);
  list = get_list (window);
  lk_test_wait_until (find_tenant_row (list) != NULL);
  gtk_list_box_select_row (list, find_tenant_row (list));
  assert_page (window, "streaming");
  gtk_window_maximize (GTK_WINDOW (window));
  lk_test_wait_until (gtk_window_is_maximized (GTK_WINDOW (window)));
  lk_split_view_set_show_content (LK_SPLIT_VIEW (lk_tour_find (window, "split_view")), FALSE);
  window = reopen (window);
  g_assert_false (lk_split_view_get_show_content (LK_SPLIT_VIEW (lk_tour_find (window, "split_view"))));
  page = lk_tour_find (window, "tenant_page");
  lk_split_view_set_show_content (LK_SPLIT_VIEW (lk_tour_find (window, "split_view")), TRUE);
  lk_test_wait_until (gtk_widget_get_mapped (page));
  lk_test_wait_until (gtk_window_is_maximized (GTK_WINDOW (window)));
  gtk_window_unmaximize (GTK_WINDOW (window));
  lk_test_wait_until (!gtk_window_is_maximized (GTK_WINDOW (window)));
  lk_test_wait_until (gtk_adjustment_get_page_size (gtk_list_box_get_adjustment (get_list (window)))
                      < gtk_adjustment_get_upper (gtk_list_box_get_adjustment (get_list (window))));
  lk_test_wait_until (is_in_sight (GTK_WIDGET (get_list (window))));

  place = g_settings_get_value (settings, "last-place");
  text = g_variant_print (place, FALSE);
  g_assert_nonnull (strstr (text, "'streaming'"));
  g_assert_null (strstr (text, "AstraCS"));
  g_assert_null (strstr (text, "eyJ"));
  lk_tour_step ("it is maximized as that was, with its sidebar, and shows the tenant and its row again once that is remembered");

  return window;
}

GtkWidget *
lk_tour_walk_desktop (GtkWidget           *window,
                      LkTestNotifications *notifications)
{
  g_autoptr (LkTestDemo) demo = lk_test_demo_new_with_tenants (3, 0);
  g_autoptr (LkTestDemo) other = lk_test_demo_new_with_seed (OTHER_SEED, 3, 2);

  lk_tour_sign_in (window, demo);
  be_told_of_one (window, notifications);
  be_found (window);
  search_many (window);
  start_again (window);

  return leave_and_return (window, other);
}
