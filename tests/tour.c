/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Walks through the main job in the real window, on the demo service and a real keyring, says what it saw, and leaves
 * a picture of each step, wide and narrow, light and dark. */

#include "lk-tour.h"
#include "lk-tour-templates.h"

#include "lk-application.h"
#include "lk-new-token-dialog.h"
#include "lk-token-created-dialog.h"
#include "lk-token-row.h"
#include "lk-tokens-page.h"
#include "lk-window.h"

#include <libintl.h>
#include <locale.h>
#include <string.h>

static GtkWidget *
create (GtkWidget *window)
{
  GtkWidget *dialog, *roles, *check;

  lk_tour_activate (lk_tour_find (window, "tokens_page"), "tokens.new");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_NEW_TOKEN_DIALOG) != NULL);
  dialog = lk_tour_find_window (LK_TYPE_NEW_TOKEN_DIALOG);
  lk_tour_picture (dialog, "05-new-token-empty");
  lk_tour_set_text (dialog, "description_row", LK_TOUR_DESCRIPTION);
  gtk_widget_activate_action (dialog, "new-token.show", "s", "roles");
  roles = lk_tour_find (dialog, "roles_page");
  lk_tour_picture (dialog, "06-roles");
  check = lk_tour_find_type (lk_tour_find (roles, "built_in_group"), GTK_TYPE_CHECK_BUTTON);
  g_assert_nonnull (check);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  gtk_widget_activate_action (dialog, "new-token.show", "s", "form");
  lk_test_wait_until (gtk_widget_get_sensitive (lk_tour_find (dialog, "create_button")));
  lk_tour_picture (dialog, "07-new-token");
  lk_tour_activate (dialog, "new-token.create");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_TOKEN_CREATED_DIALOG) != NULL);
  dialog = lk_tour_find_window (LK_TYPE_TOKEN_CREATED_DIALOG);
  lk_test_wait_until (g_str_has_prefix (gtk_label_get_label (GTK_LABEL (lk_tour_find (dialog, "works_label"))), "Works"));
  lk_tour_picture (dialog, "08-token-created");
  lk_tour_step ("created a token: “%s”", gtk_label_get_label (GTK_LABEL (lk_tour_find (dialog, "stored_label"))));

  return dialog;
}

static LkAppToken *
find_created (GtkWidget *window)
{
  GListModel *tokens = lk_inventory_get_tokens (lk_tour_get_inventory (window));

  for (guint i = 0; i < g_list_model_get_n_items (tokens); i++)
    {
      g_autoptr (LkAppToken) token = g_list_model_get_item (tokens, i);

      if (g_strcmp0 (lk_app_token_get_description (token), LK_TOUR_DESCRIPTION) == 0)
        return token;
    }

  return NULL;
}

static SecretValue *
look_up (GtkWidget  *window,
         LkAppToken *token)
{
  LkInventory *inventory = lk_tour_get_inventory (window);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  SecretValue *value;

  lk_inventory_look_up_async (inventory, token, LK_SECRET_FIELD_TOKEN, NULL, lk_test_store_result_cb, &result);
  value = lk_inventory_look_up_finish (inventory, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
  g_assert_nonnull (value);

  return value;
}

static void
read_back (GtkWidget *window)
{
  LkAppToken *token = find_created (window);
  g_autoptr (SecretValue) value = look_up (window, token);
  g_autofree char *output = NULL;

  g_assert_cmpstr (lk_app_token_get_script_name (token), ==, LK_TOUR_DESCRIPTION);
  output = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", LK_TOUR_DESCRIPTION, "field", "token",
                        NULL);
  g_assert_true (g_str_equal (output, secret_value_get_text (value)));
  lk_tour_step ("“secret-tool lookup application latchkey name " LK_TOUR_DESCRIPTION " field token” printed %u characters, "
        "the same that the window copies",
        (guint) strlen (output));
}

static void
read_text_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  char **text = user_data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
copy (GtkWidget *window)
{
  LkAppToken *token = find_created (window);
  g_autoptr (SecretValue) value = look_up (window, token);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (window);
  g_autofree char *text = NULL;

  gtk_widget_activate_action (lk_tour_find (window, "tokens_page"), "tokens.copy-token", "s",
                              lk_app_token_get_client_id (token));
  lk_test_wait_until (gdk_clipboard_get_content (clipboard) != NULL);
  gdk_clipboard_read_text_async (clipboard, NULL, read_text_cb, &text);
  lk_test_wait_until (text != NULL);
  g_assert_true (g_str_equal (text, secret_value_get_text (value)));
  lk_tour_picture (window, "10-copied");
  lk_tour_step ("copied the token: the clipboard has its %u characters", (guint) strlen (text));
}

static void
test (GtkWidget *window)
{
  LkAppToken *token = find_created (window);
  GtkWidget *page = lk_tour_find (window, "tokens_page");

  gtk_widget_activate_action (page, "tokens.test", "s", lk_app_token_get_client_id (token));
  lk_test_wait_until (lk_tour_has_text (window, "Token works"));
  lk_tour_step ("asked Astra with the token itself: “Token works”");
}

static void
show_details (GtkWidget *window)
{
  GtkWidget *page = lk_tour_find (window, "tokens_page");

  lk_tour_show_token (window, 0);
  lk_tour_wait_for_frames (window, 20);
  lk_tour_both_pictures (window, "11-details");
  lk_tour_activate (page, "tokens.back");
  lk_tour_step ("looked at the details of a token and went back");
}

static void
search (GtkWidget *window)
{
  GtkWidget *page = lk_tour_find (window, "tokens_page");
  GListModel *rows;

  lk_tour_activate (page, "tokens.search");
  lk_tour_set_text (page, "search_entry", "no such token");
  rows = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (lk_tour_find_type (page, GTK_TYPE_LIST_VIEW))));
  lk_test_wait_until (g_list_model_get_n_items (rows) == 0);
  lk_tour_picture (window, "12-no-match");
  lk_tour_set_text (page, "search_entry", LK_TOUR_DESCRIPTION);
  lk_test_wait_until (g_list_model_get_n_items (rows) == 1);
  lk_tour_picture (window, "13-search");
  lk_tour_step ("a search for “" LK_TOUR_DESCRIPTION "” leaves %u row", g_list_model_get_n_items (rows));
  lk_tour_set_text (page, "search_entry", "");
  lk_tour_activate (page, "tokens.search");
}

static GtkWidget *
find_focused_row (GtkWidget *window)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (window));

  return focus != NULL ? lk_tour_find_row (focus, NULL) : NULL;
}

static void
delete (GtkWidget  *window,
        LkTestDemo *demo)
{
  LkAppToken *token = find_created (window);
  g_autofree char *client_id = g_strdup (lk_app_token_get_client_id (token));
  g_autofree char *output = NULL;
  GtkWidget *dialog, *row;

  lk_test_wait_until (lk_tour_find_row (window, token) != NULL);
  row = lk_tour_find_row (window, token);
  g_assert_true (gtk_widget_grab_focus (gtk_widget_get_parent (row)));
  gtk_widget_activate_action (lk_tour_find (window, "tokens_page"), "tokens.delete", "s", client_id);
  lk_test_wait_until (lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  dialog = lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG);
  lk_tour_picture (dialog, "14-delete");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "delete");
  gtk_window_destroy (GTK_WINDOW (dialog));
  lk_test_wait_until (lk_inventory_find (lk_tour_get_inventory (window), client_id) == NULL);
  lk_tour_wait_for_frames (window, 10);
  output = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", LK_TOUR_DESCRIPTION, "field", "token",
                        NULL);
  g_assert_cmpstr (output, ==, "");
  lk_test_wait_until (find_focused_row (window) != NULL);
  row = find_focused_row (window);
  lk_tour_step ("the focus is on the row that took its place: %s",
                lk_app_token_get_title (lk_token_row_get_token (LK_TOKEN_ROW (row))));
  lk_tour_both_pictures (window, "15-deleted");
  lk_tour_step ("deleted it: the list has %u tokens, the keyring no longer knows it, the service counted %d POST",
        lk_tour_count_tokens (window), (int) lk_test_demo_count (demo, "posts"));
  g_assert_cmpint (lk_test_demo_count (demo, "posts"), ==, 1);
}

static void
walk (GtkWidget *window)
{
  g_autoptr (LkTestDemo) demo = lk_test_demo_new (LK_TOUR_N_TOKENS);
  GtkWidget *dialog;

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_LIGHT);
  lk_tour_both_pictures (window, "01-welcome");
  lk_tour_open_menu (window, lk_tour_find (lk_tour_find (window, "welcome_page"), "menu_button"));
  lk_tour_step ("the welcome page is open");
  lk_tour_sign_in (window, demo);
  lk_tour_both_pictures (window, "04-tokens");
  lk_tour_show_sidebar (window, "04-sidebar-narrow");
  dialog = create (window);
  gtk_window_close (GTK_WINDOW (dialog));
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_TOKEN_CREATED_DIALOG) == NULL);
  lk_tour_both_pictures (window, "09-created-in-list");
  read_back (window);
  copy (window);
  test (window);
  show_details (window);
  search (window);
  delete (window, demo);
  lk_tour_use_rotation (window);
  lk_tour_use_streaming (window, demo);
  lk_tour_use_guide (window);
}

static void
window_added_cb (GtkApplication *application,
                 GtkWindow      *window,
                 gpointer        user_data)
{
  GtkWidget **slot = user_data;

  if (LK_IS_WINDOW (window))
    *slot = GTK_WIDGET (window);
}

/* In one of the languages that tools/pseudo-locale makes, from LK_LOCALE_DIR. */
static void
use_pseudo_language (const char *language)
{
  g_setenv ("LANGUAGE", language, TRUE);
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("LK_LOCALE_DIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

/* How the walk with pictures looks: `large`, with text of twice the size, `rtl`, from right to left, `hebrew`, in letters
 * that are written so too, `pseudo`, in a language of longer words, or as set. */
static void
set_look (const char *look)
{
  GtkSettings *settings = gtk_settings_get_default ();
  int dpi;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  if (g_str_equal (look, "large"))
    g_object_set (settings, "gtk-xft-dpi", 2 * (dpi > 0 ? dpi : 96 * PANGO_SCALE), NULL);
  else if (g_str_equal (look, "rtl") || g_str_equal (look, "hebrew"))
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  g_object_set (settings, "gtk-enable-animations", FALSE, NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (LkApplication) application = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *service = NULL;
  g_autofree char *data_folder = lk_test_make_folder ();
  gboolean in_demo = argc > 1 && g_str_equal (argv[1], "--demo");
  gboolean in_shots = argc > 3 && g_str_equal (argv[1], "--shots");
  void (*keyring_walk) (GtkWidget *, LkTestDemo *) = NULL;
  g_autoptr (LkTestDemo) prepared = NULL;
  g_autoptr (LkTestSessionManager) session = NULL;
  g_autoptr (LkTestNotifications) notifications = NULL;
  GtkWidget *window = NULL;

  /* Each walk starts without accounts, whatever was walked before in the same session. */
  g_setenv ("XDG_DATA_HOME", data_folder, TRUE);
  g_setenv ("G_DEBUG", "fatal-warnings", FALSE);
  lk_test_let_pass_known_warnings ();
  if (g_getenv ("LK_DEMO_SERVICE") == NULL)
    {
      service = g_build_filename (g_getenv ("LK_INSTALL"), "libexec", "latchkey-demo-service", NULL);
      g_setenv ("LK_DEMO_SERVICE", service, TRUE);
    }

  if (in_demo)
    {
      g_autofree char *folder = g_path_get_dirname (g_getenv ("LK_DEMO_SERVICE"));

      g_setenv ("LATCHKEY_LIBEXECDIR", folder, TRUE);
    }

  if (argc > 1 && g_str_equal (argv[1], "--locked"))
    keyring_walk = lk_tour_walk_locked;
  else if (argc > 1 && g_str_equal (argv[1], "--silent"))
    keyring_walk = lk_tour_walk_silent;
  else if (argc > 1 && g_str_equal (argv[1], "--unstored"))
    keyring_walk = lk_tour_walk_unstored;
  if (keyring_walk != NULL)
    prepared = lk_tour_prepare_keyring (keyring_walk != lk_tour_walk_locked);

  if (argc > 1 && g_str_equal (argv[1], "--guard"))
    session = lk_test_session_manager_new ();
  else if (argc > 1 && (g_str_equal (argv[1], "--expiry") || g_str_equal (argv[1], "--desktop")))
    notifications = lk_test_notifications_new ();

  if (in_shots && g_str_equal (argv[3], "pseudo"))
    use_pseudo_language ("en@pseudo");
  else if (in_shots && g_str_equal (argv[3], "hebrew"))
    use_pseudo_language ("he@pseudo");
  application = lk_application_new (in_demo);
  g_signal_connect (application, "window-added", G_CALLBACK (window_added_cb), &window);
  lk_tour_templates_begin ();
  if (!g_application_register (G_APPLICATION (application), NULL, &error))
    g_error ("%s", error->message);
  if (in_shots)
    set_look (argv[3]);
  g_application_activate (G_APPLICATION (application));
  lk_test_wait_until (window != NULL && gtk_widget_get_mapped (window));

  if (in_demo)
    lk_tour_walk_demo (window);
  else if (keyring_walk != NULL)
    keyring_walk (window, prepared);
  else if (in_shots)
    lk_tour_walk_shots (window, g_str_equal (argv[2], "narrow"), g_str_equal (argv[3], "large"),
                        g_str_equal (argv[3], "pseudo") || g_str_equal (argv[3], "hebrew"));
  else if (session != NULL)
    lk_tour_walk_guard (window, session);
  else if (argc > 1 && g_str_equal (argv[1], "--desktop"))
    window = lk_tour_walk_desktop (window, notifications);
  else if (notifications != NULL)
    lk_tour_walk_expiry (window, notifications);
  else if (argc > 1 && g_str_equal (argv[1], "--no-keyring"))
    lk_tour_walk_without_keyring (window);
  else if (argc > 1 && g_str_equal (argv[1], "--states"))
    lk_tour_walk_states (window);
  else if (argc > 1 && g_str_equal (argv[1], "--accounts"))
    lk_tour_walk_accounts (window);
  else if (argc > 1 && g_str_equal (argv[1], "--keyboard"))
    lk_tour_walk_keyboard (window);
  else if (argc > 1 && g_str_equal (argv[1], "--checklist"))
    lk_tour_walk_checklist (window);
  else if (argc > 1 && g_str_equal (argv[1], "--help"))
    lk_tour_walk_help (window);
  else if (argc > 1 && g_str_equal (argv[1], "--details"))
    lk_tour_walk_details (window);
  else if (argc > 1 && g_str_equal (argv[1], "--rotate"))
    lk_tour_walk_rotate (window);
  else if (argc > 1 && g_str_equal (argv[1], "--deletion"))
    lk_tour_walk_deletion (window);
  else if (argc > 1 && g_str_equal (argv[1], "--list"))
    lk_tour_walk_list (window);
  else if (argc > 1 && g_str_equal (argv[1], "--select"))
    lk_tour_walk_select (window);
  else if (argc > 1 && g_str_equal (argv[1], "--menus"))
    lk_tour_walk_menus (window);
  else if (argc > 1 && g_str_equal (argv[1], "--like"))
    lk_tour_walk_like (window);
  else if (argc > 1 && g_str_equal (argv[1], "--unfinished"))
    lk_tour_walk_unfinished (window);
  else if (argc > 1 && g_str_equal (argv[1], "--save"))
    lk_tour_walk_save (window);
  else if (argc > 1 && g_str_equal (argv[1], "--pages"))
    lk_tour_walk_pages (window);
  else if (argc > 1 && g_str_equal (argv[1], "--streaming"))
    lk_tour_walk_streaming (window);
  else if (argc > 1 && g_str_equal (argv[1], "--hand-out"))
    lk_tour_walk_hand_out (window);
  else if (argc > 1 && g_str_equal (argv[1], "--import"))
    lk_tour_walk_import (window);
  else if (argc > 1 && g_str_equal (argv[1], "--guide"))
    lk_tour_walk_guide (window);
  else if (argc > 1 && g_str_equal (argv[1], "--many"))
    lk_tour_walk_many (window);
  else if (argc > 1 && g_str_equal (argv[1], "--many-tenants"))
    lk_tour_walk_many_tenants (window);
  else
    walk (window);

  if (!in_demo && gtk_application_get_windows (GTK_APPLICATION (application)) != NULL)
    gtk_window_close (GTK_WINDOW (window));
  lk_test_wait_until (gtk_application_get_windows (GTK_APPLICATION (application)) == NULL);
  lk_tour_templates_check (argc > 1 ? argv[1] + strlen ("--") : "");
  lk_test_remove_folder (data_folder);
  lk_tour_end ();
  if (in_demo)
    {
      /* As g_application_run() ends: the service goes, and its folder. Nothing may follow but the exit. */
      g_signal_emit_by_name (application, "shutdown");
      exit (0);
    }

  return 0;
}
