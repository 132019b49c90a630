/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Walks through the main job in the real window, on the demo service and a real keyring, says what it saw, and leaves
 * a picture of each step, wide and narrow, light and dark. */

#include "lk-add-account-dialog.h"
#include "lk-application.h"
#include "lk-inventory.h"
#include "lk-new-token-dialog.h"
#include "lk-test.h"
#include "lk-token-created-dialog.h"
#include "lk-tokens-page.h"
#include "lk-window.h"

#include <string.h>

#define N_TOKENS 14
#define N_MANY_TOKENS 10000
#define NARROW_WIDTH 360
#define DESCRIPTION "ci-deploy-tour"

static guint n_steps;

static void
step (const char *format,
      ...) G_GNUC_PRINTF (1, 2);

static void
step (const char *format,
      ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  n_steps++;
  g_print ("step %u: %s\n", n_steps, text);
}

/* Depth first, by the id that the template gave. */
static GtkWidget *
find (GtkWidget  *widget,
      const char *id)
{
  if (g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), id) == 0)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, id);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static GtkWidget *
find_type (GtkWidget *widget,
           GType      type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_type (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static GtkWidget *
find_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (g_type_is_a (G_OBJECT_TYPE (window), type) && gtk_widget_get_mapped (window))
        return window;
    }

  return NULL;
}

static void
save_picture (GtkWidget  *window,
              const char *name)
{
  const char *folder = g_getenv ("LK_SHOTS_DIR");
  g_autofree char *file = g_strconcat (name, ".png", NULL);
  g_autofree char *path = NULL;
  g_autoptr (GdkPaintable) live = gtk_widget_paintable_new (window);
  g_autoptr (GdkPaintable) now = NULL;
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  int width, height;

  if (folder == NULL)
    return;

  now = gdk_paintable_get_current_image (live);
  width = gdk_paintable_get_intrinsic_width (now);
  height = gdk_paintable_get_intrinsic_height (now);
  path = g_build_filename (folder, file, NULL);
  gdk_paintable_snapshot (now, GDK_SNAPSHOT (snapshot), width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (window)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  g_assert_true (gdk_texture_save_to_png (texture, path));
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  guint *n = user_data;

  (*n)--;

  return *n > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* Lets running animations end: as many frames as the longest takes. */
static void
wait_for_frames (GtkWidget *window,
                 guint      n)
{
  guint left = n;

  gtk_widget_add_tick_callback (window, tick_cb, &left, NULL);
  gtk_widget_queue_draw (window);
  lk_test_wait_until (left == 0);
}

static void
picture (GtkWidget  *window,
         const char *name)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  g_autofree char *dark = g_strconcat (name, "-dark", NULL);

  wait_for_frames (window, 40);
  save_picture (window, name);
  if (g_getenv ("ADW_DEBUG_COLOR_SCHEME") != NULL)
    return;

  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  wait_for_frames (window, 40);
  save_picture (window, dark);
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_LIGHT);
  wait_for_frames (window, 4);
}

/* Without a compositor a window has a border of 5 px inside its default size. */
static void
resize (GtkWidget *window,
        int        width,
        int        height)
{
  gtk_window_set_default_size (GTK_WINDOW (window), width + 10, height + 10);
  wait_for_frames (window, 10);
}

static void
both_pictures (GtkWidget  *window,
               const char *name)
{
  g_autofree char *narrow = g_strconcat (name, "-narrow", NULL);

  resize (window, 980, 640);
  picture (window, name);
  resize (window, NARROW_WIDTH, 640);
  picture (window, narrow);
  resize (window, 980, 640);
}

static void
activate (GtkWidget  *widget,
          const char *action)
{
  if (!gtk_widget_activate_action (widget, action, NULL))
    g_error ("%s cannot be done now", action);
}

static void
set_text (GtkWidget  *window,
          const char *id,
          const char *text)
{
  GtkWidget *row = find (window, id);

  g_assert_nonnull (row);
  gtk_editable_set_text (GTK_EDITABLE (row), text);
}

static LkInventory *
get_inventory (GtkWidget *window)
{
  LkInventory *inventory = NULL;

  g_object_get (find (window, "tokens_page"), "inventory", &inventory, NULL);
  if (inventory != NULL)
    g_object_unref (inventory);

  return inventory;
}

static guint
count_tokens (GtkWidget *window)
{
  LkInventory *inventory = get_inventory (window);

  return inventory != NULL && lk_inventory_get_loaded (inventory)
           ? g_list_model_get_n_items (lk_inventory_get_tokens (inventory))
           : 0;
}

static GtkWidget *
sign_in (GtkWidget  *window,
         LkTestDemo *demo)
{
  GtkWidget *dialog;

  activate (window, "win.add-account");
  lk_test_wait_until (find_window (LK_TYPE_ADD_ACCOUNT_DIALOG) != NULL);
  dialog = find_window (LK_TYPE_ADD_ACCOUNT_DIALOG);
  set_text (dialog, "token_row", "{ \"token\": \"…\" }");
  picture (dialog, "02-add-account-json");
  step ("pasted JSON is told apart: “%s”", gtk_label_get_label (GTK_LABEL (find (dialog, "message"))));

  g_object_set (find (dialog, "advanced_row"), "expanded", TRUE, NULL);
  set_text (dialog, "api_row", "http://example.org");
  g_assert_true (gtk_widget_has_css_class (find (dialog, "api_row"), "error"));
  picture (dialog, "02-add-account-address");
  step ("an address that is not safe is refused: “%s”", gtk_label_get_label (GTK_LABEL (find (dialog, "message"))));

  set_text (dialog, "api_row", demo->url);
  set_text (dialog, "streaming_row", demo->url);
  set_text (dialog, "token_row", secret_value_get_text (demo->token));
  picture (dialog, "03-add-account");
  /* As Return in the row does. */
  g_signal_emit_by_name (find (dialog, "token_row"), "entry-activated");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find (dialog, "token_row"))), ==, "");
  lk_test_wait_until (find_window (LK_TYPE_ADD_ACCOUNT_DIALOG) == NULL);
  lk_test_wait_until (count_tokens (window) > 0);
  step ("signed in to %s, which lists %u tokens",
        lk_account_get_title (lk_inventory_get_account (get_inventory (window))), count_tokens (window));

  return window;
}

static GtkWidget *
create (GtkWidget *window)
{
  GtkWidget *dialog, *roles, *check;

  activate (find (window, "tokens_page"), "tokens.new");
  lk_test_wait_until (find_window (LK_TYPE_NEW_TOKEN_DIALOG) != NULL);
  dialog = find_window (LK_TYPE_NEW_TOKEN_DIALOG);
  picture (dialog, "05-new-token-empty");
  set_text (dialog, "description_row", DESCRIPTION);
  gtk_widget_activate_action (dialog, "new-token.show", "s", "roles");
  roles = find (dialog, "roles_page");
  picture (dialog, "06-roles");
  check = find_type (find (roles, "built_in_group"), GTK_TYPE_CHECK_BUTTON);
  g_assert_nonnull (check);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  gtk_widget_activate_action (dialog, "new-token.show", "s", "form");
  lk_test_wait_until (gtk_widget_get_sensitive (find (dialog, "create_button")));
  picture (dialog, "07-new-token");
  activate (dialog, "new-token.create");
  lk_test_wait_until (find_window (LK_TYPE_TOKEN_CREATED_DIALOG) != NULL);
  dialog = find_window (LK_TYPE_TOKEN_CREATED_DIALOG);
  picture (dialog, "08-token-created");
  step ("created a token: “%s”", gtk_label_get_label (GTK_LABEL (find (dialog, "stored_label"))));

  return dialog;
}

static LkAppToken *
find_created (GtkWidget *window)
{
  GListModel *tokens = lk_inventory_get_tokens (get_inventory (window));

  for (guint i = 0; i < g_list_model_get_n_items (tokens); i++)
    {
      g_autoptr (LkAppToken) token = g_list_model_get_item (tokens, i);

      if (g_strcmp0 (lk_app_token_get_description (token), DESCRIPTION) == 0)
        return token;
    }

  return NULL;
}

static SecretValue *
look_up (GtkWidget  *window,
         LkAppToken *token)
{
  LkInventory *inventory = get_inventory (window);
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

  g_assert_cmpstr (lk_app_token_get_script_name (token), ==, DESCRIPTION);
  output = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", DESCRIPTION, "field", "token",
                        NULL);
  g_assert_true (g_str_equal (output, secret_value_get_text (value)));
  step ("“secret-tool lookup application latchkey name " DESCRIPTION " field token” printed %u characters, "
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

  gtk_widget_activate_action (find (window, "tokens_page"), "tokens.copy-token", "s",
                              lk_app_token_get_client_id (token));
  lk_test_wait_until (gdk_clipboard_get_content (clipboard) != NULL);
  gdk_clipboard_read_text_async (clipboard, NULL, read_text_cb, &text);
  lk_test_wait_until (text != NULL);
  g_assert_true (g_str_equal (text, secret_value_get_text (value)));
  picture (window, "10-copied");
  step ("copied the token: the clipboard has its %u characters", (guint) strlen (text));
}

static void
show_details (GtkWidget *window)
{
  GtkWidget *page = find (window, "tokens_page");
  GtkWidget *list = find_type (page, GTK_TYPE_LIST_VIEW);

  gtk_widget_activate_action (list, "list.activate-item", "u", 0);
  wait_for_frames (window, 20);
  both_pictures (window, "11-details");
  activate (page, "tokens.back");
  step ("looked at the details of a token and went back");
}

static void
search (GtkWidget *window)
{
  GtkWidget *page = find (window, "tokens_page");
  GListModel *rows;

  activate (page, "tokens.search");
  set_text (page, "search_entry", "no such token");
  rows = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (find_type (page, GTK_TYPE_LIST_VIEW))));
  lk_test_wait_until (g_list_model_get_n_items (rows) == 0);
  picture (window, "12-no-match");
  set_text (page, "search_entry", DESCRIPTION);
  lk_test_wait_until (g_list_model_get_n_items (rows) == 1);
  picture (window, "13-search");
  step ("a search for “" DESCRIPTION "” leaves %u row", g_list_model_get_n_items (rows));
  set_text (page, "search_entry", "");
  activate (page, "tokens.search");
}

static void
delete (GtkWidget  *window,
        LkTestDemo *demo)
{
  LkAppToken *token = find_created (window);
  g_autofree char *client_id = g_strdup (lk_app_token_get_client_id (token));
  g_autofree char *output = NULL;
  GtkWidget *dialog;

  gtk_widget_activate_action (find (window, "tokens_page"), "tokens.delete", "s", client_id);
  lk_test_wait_until (find_window (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  dialog = find_window (ADW_TYPE_MESSAGE_DIALOG);
  picture (dialog, "14-delete");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "delete");
  lk_test_wait_until (lk_inventory_find (get_inventory (window), client_id) == NULL);
  wait_for_frames (window, 10);
  output = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", DESCRIPTION, "field", "token",
                        NULL);
  g_assert_cmpstr (output, ==, "");
  both_pictures (window, "15-deleted");
  step ("deleted it: the list has %u tokens, the keyring no longer knows it, the service counted %d POST",
        count_tokens (window), (int) lk_test_demo_count (demo, "posts"));
  g_assert_cmpint (lk_test_demo_count (demo, "posts"), ==, 1);
}

static gboolean
has_open_menu (GtkWidget *widget)
{
  GtkWidget *popover = find_type (widget, GTK_TYPE_POPOVER_MENU);

  return popover != NULL && gtk_widget_get_mapped (popover);
}

/* Opens the Main Menu as F10 does, wherever its button is just now, and closes it. */
static void
open_menu (GtkWidget *window,
           GtkWidget *menu_button)
{
  activate (window, "win.menu");
  lk_test_wait_until (has_open_menu (menu_button));
  wait_for_frames (window, 20);
  gtk_menu_button_popdown (GTK_MENU_BUTTON (menu_button));
  lk_test_wait_until (!has_open_menu (menu_button));
}

/* The first page while folded: the accounts. */
static void
show_sidebar (GtkWidget  *window,
              const char *name)
{
  GtkWidget *menu_button = find (find (window, "split_view"), "menu_button");

  resize (window, NARROW_WIDTH, 640);
  open_menu (window, menu_button);
  wait_for_frames (window, 40);
  g_assert_true (gtk_widget_get_mapped (find (window, "sidebar_list")));
  picture (window, name);
  activate (window, "win.toggle-sidebar");
  resize (window, 980, 640);
  open_menu (window, menu_button);
}

static gboolean
demo_has_secrets (void)
{
  g_autofree char *output = lk_test_run ("sh", "-c",
                                         "secret-tool search --all application latchkey-demo 2> /dev/null", NULL);

  return strstr (output, "secret = AstraCS:") != NULL;
}

/* The demo opens signed in to two organizations, and nothing of it stays. */
static void
walk_through_demo (GtkWidget *window)
{
  GListModel *accounts;

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_LIGHT);
  lk_test_wait_until (count_tokens (window) > 0);
  accounts = lk_office_get_accounts (lk_inventory_get_office (get_inventory (window)));
  g_assert_cmpuint (g_list_model_get_n_items (accounts), ==, 2);
  both_pictures (window, "50-demo");
  show_sidebar (window, "51-demo-sidebar-narrow");
  g_assert_true (demo_has_secrets ());
  step ("the demo is open with %u organizations, the first lists %u tokens",
        g_list_model_get_n_items (accounts), count_tokens (window));

  activate (find (window, "demo_banner"), "window.close");
  lk_test_wait_until (!demo_has_secrets ());
  step ("left the demo: nothing of it is in the keyring");
}

static void
walk (GtkWidget *window)
{
  g_autoptr (LkTestDemo) demo = lk_test_demo_new (N_TOKENS);
  GtkWidget *dialog;

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_LIGHT);
  both_pictures (window, "01-welcome");
  open_menu (window, find (find (window, "welcome_page"), "menu_button"));
  step ("the welcome page is open");
  sign_in (window, demo);
  both_pictures (window, "04-tokens");
  show_sidebar (window, "04-sidebar-narrow");
  dialog = create (window);
  gtk_window_close (GTK_WINDOW (dialog));
  lk_test_wait_until (find_window (LK_TYPE_TOKEN_CREATED_DIALOG) == NULL);
  both_pictures (window, "09-created-in-list");
  read_back (window);
  copy (window);
  show_details (window);
  search (window);
  delete (window, demo);
}

/* Where no keyring answers, everything but creating works, and the form says why. */
static void
walk_without_keyring (GtkWidget *window)
{
  g_autoptr (LkTestDemo) demo = lk_test_demo_new (N_TOKENS);
  GtkWidget *dialog;

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_LIGHT);
  sign_in (window, demo);
  both_pictures (window, "20-no-keyring");
  activate (find (window, "tokens_page"), "tokens.new");
  lk_test_wait_until (find_window (LK_TYPE_NEW_TOKEN_DIALOG) != NULL);
  dialog = find_window (LK_TYPE_NEW_TOKEN_DIALOG);
  set_text (dialog, "description_row", DESCRIPTION);
  wait_for_frames (dialog, 40);
  picture (dialog, "21-no-keyring-form");
  g_assert_false (gtk_widget_get_sensitive (find (dialog, "create_button")));
  g_assert_cmpint (lk_test_demo_count (demo, "posts"), ==, 0);
  step ("without a keyring nothing can be created, and nothing was sent");
  gtk_window_close (GTK_WINDOW (dialog));
}

/* A pasted token is kept over a failure that is not its own. */
static void
sign_in_at_second_try (GtkWidget  *window,
                       LkTestDemo *demo)
{
  GtkWidget *dialog;

  activate (window, "win.add-account");
  lk_test_wait_until (find_window (LK_TYPE_ADD_ACCOUNT_DIALOG) != NULL);
  dialog = find_window (LK_TYPE_ADD_ACCOUNT_DIALOG);
  set_text (dialog, "api_row", demo->url);
  set_text (dialog, "streaming_row", demo->url);
  set_text (dialog, "token_row", secret_value_get_text (demo->token));
  lk_test_demo_fault (demo, "list:status=418");
  activate (dialog, "add-account.add");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find (dialog, "token_row"))), ==, "");
  lk_test_wait_until (gtk_widget_has_css_class (find (dialog, "message"), "error"));
  picture (dialog, "38-second-try");
  step ("the sign-in failed: “%s”", gtk_label_get_label (GTK_LABEL (find (dialog, "message"))));

  lk_test_demo_fault (demo, "");
  activate (dialog, "add-account.add");
  lk_test_wait_until (find_window (LK_TYPE_ADD_ACCOUNT_DIALOG) == NULL);
  lk_test_wait_until (count_tokens (window) > 0);
  step ("the second try needed no second paste");
}

/* As a click does: the answer, and the question goes. */
static void
answer (const char *response)
{
  GtkWidget *question;

  lk_test_wait_until (find_window (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  question = find_window (ADW_TYPE_MESSAGE_DIALOG);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (question), response);
  if (find_window (ADW_TYPE_MESSAGE_DIALOG) != NULL)
    gtk_window_destroy (GTK_WINDOW (find_window (ADW_TYPE_MESSAGE_DIALOG)));
}

/* While a dialog holds the only copy of a secret, the window does not go without asking. */
static void
close_over_unstored (GtkWidget *window)
{
  LkInventory *inventory = get_inventory (window);
  const char *ids[] = { lk_role_get_id (lk_inventory_find_role (inventory, "R/W Svc Acct")), NULL };
  g_autoptr (LkIssue) issue = lk_issue_new (inventory, ids, "unstored", NULL, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GtkWidget *question;

  lk_issue_run_async (issue, NULL, lk_test_store_result_cb, &result);
  lk_issue_run_finish (issue, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
  lk_dialog_present (lk_token_created_dialog_new (issue, inventory, NULL, FALSE), window);
  lk_test_wait_until (find_window (LK_TYPE_TOKEN_CREATED_DIALOG) != NULL);
  picture (find_window (LK_TYPE_TOKEN_CREATED_DIALOG), "39-unstored");

  gtk_window_close (GTK_WINDOW (window));
  lk_test_wait_until (find_window (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  question = find_window (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_true (gtk_widget_get_mapped (window));
  step ("closing the window over an unstored secret asks: “%s”",
        adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (question)));
  answer ("keep");
  wait_for_frames (window, 4);
  g_assert_nonnull (find_window (LK_TYPE_TOKEN_CREATED_DIALOG));

  gtk_window_close (GTK_WINDOW (find_window (LK_TYPE_TOKEN_CREATED_DIALOG)));
  answer ("discard");
  lk_test_wait_until (find_window (LK_TYPE_TOKEN_CREATED_DIALOG) == NULL);
}

static void
reload (GtkWidget *window)
{
  activate (find (window, "tokens_page"), "tokens.reload");
  lk_test_wait_until (!lk_inventory_get_loading (get_inventory (window)));
  wait_for_frames (window, 40);
}

/* Each way in which a list that was read once can no longer be: the rows stay, and a banner says why. */
static void
walk_through_states (GtkWidget *window)
{
  static const struct
  {
    const char *fault;
    const char *picture;
    int         code;
  } states[] = {
    { "list:status=401", "40-refused", LK_ASTRA_ERROR_UNAUTHORIZED },
    { "list:status=403", "41-not-permitted", LK_ASTRA_ERROR_FORBIDDEN },
    { "list:status=418", "42-failed", LK_ASTRA_ERROR_UNEXPECTED },
  };
  LkTestDemo *demo = lk_test_demo_new (N_TOKENS);
  guint n_tokens;

  sign_in_at_second_try (window, demo);
  close_over_unstored (window);
  n_tokens = count_tokens (window);
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      lk_test_demo_fault (demo, states[i].fault);
      reload (window);
      g_assert_true (g_error_matches (lk_inventory_get_error (get_inventory (window)), LK_ASTRA_ERROR,
                                      states[i].code));
      g_assert_cmpuint (count_tokens (window), ==, n_tokens);
      both_pictures (window, states[i].picture);
      step ("with %s: “%s”", states[i].fault, lk_inventory_get_error (get_inventory (window))->message);
    }

  lk_test_demo_fault (demo, "");
  reload (window);
  g_assert_null (lk_inventory_get_error (get_inventory (window)));
  lk_test_demo_free (demo);
  reload (window);
  g_assert_true (g_error_matches (lk_inventory_get_error (get_inventory (window)), LK_ASTRA_ERROR,
                                  LK_ASTRA_ERROR_UNREACHABLE));
  both_pictures (window, "43-offline");
  step ("with the network gone the list of %u tokens stays", count_tokens (window));
}

/* How long the main loop was ever away from its sources, in microseconds. */
typedef struct
{
  gint64 last;
  gint64 longest;
} Watchdog;

static gboolean
watchdog_cb (gpointer user_data)
{
  Watchdog *watchdog = user_data;
  gint64 now = g_get_monotonic_time ();

  if (watchdog->last > 0)
    watchdog->longest = MAX (watchdog->longest, now - watchdog->last);
  watchdog->last = now;

  return G_SOURCE_CONTINUE;
}

/* A huge organization: it loads, scrolls to its end and back, and is searched, with the window answering throughout. */
static void
walk_through_many (GtkWidget *window)
{
  g_autoptr (LkTestDemo) demo = lk_test_demo_new (N_MANY_TOKENS);
  Watchdog watchdog = { 0, 0 };
  guint watchdog_id;
  GtkWidget *list;
  GtkAdjustment *adjustment;
  GListModel *rows;

  sign_in (window, demo);
  lk_test_wait_until (count_tokens (window) == N_MANY_TOKENS);
  list = find_type (find (window, "tokens_page"), GTK_TYPE_LIST_VIEW);
  rows = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)));
  lk_test_wait_until (g_list_model_get_n_items (rows) == N_MANY_TOKENS);
  adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (gtk_widget_get_parent (list)));
  step ("%u tokens are listed", g_list_model_get_n_items (rows));

  watchdog_id = g_timeout_add_full (G_PRIORITY_HIGH, 1, watchdog_cb, &watchdog, NULL);
  for (guint i = 0; i < 60; i++)
    {
      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + 300);
      wait_for_frames (window, 1);
    }
  gtk_widget_activate_action (list, "list.scroll-to-item", "u", N_MANY_TOKENS - 1);
  wait_for_frames (window, 20);
  picture (window, "30-many-end");
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment), >,
                     gtk_adjustment_get_upper (adjustment) - 200);
  activate (find (window, "tokens_page"), "tokens.search");
  set_text (find (window, "tokens_page"), "search_entry", "grafana");
  lk_test_wait_until (g_list_model_get_n_items (rows) > 0 && g_list_model_get_n_items (rows) < N_MANY_TOKENS / 2);
  wait_for_frames (window, 20);
  activate (find (window, "tokens_page"), "tokens.reload");
  lk_test_wait_until (!lk_inventory_get_loading (get_inventory (window)));
  wait_for_frames (window, 20);
  g_source_remove (watchdog_id);
  step ("scrolled to the end, searched and refreshed; the longest wait of the main loop was %d ms",
        (int) (watchdog.longest / 1000));
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

int
main (int   argc,
      char *argv[])
{
  g_autoptr (LkApplication) application = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *service = NULL;
  gboolean in_demo = argc > 1 && g_str_equal (argv[1], "--demo");
  GtkWidget *window = NULL;

  g_setenv ("G_DEBUG", "fatal-warnings", FALSE);
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

  application = lk_application_new (in_demo);
  g_signal_connect (application, "window-added", G_CALLBACK (window_added_cb), &window);
  if (!g_application_register (G_APPLICATION (application), NULL, &error))
    g_error ("%s", error->message);
  g_application_activate (G_APPLICATION (application));
  lk_test_wait_until (window != NULL && gtk_widget_get_mapped (window));

  if (in_demo)
    walk_through_demo (window);
  else if (argc > 1 && g_str_equal (argv[1], "--no-keyring"))
    walk_without_keyring (window);
  else if (argc > 1 && g_str_equal (argv[1], "--states"))
    walk_through_states (window);
  else if (argc > 1 && g_str_equal (argv[1], "--many"))
    walk_through_many (window);
  else
    walk (window);

  if (!in_demo)
    gtk_window_close (GTK_WINDOW (window));
  lk_test_wait_until (gtk_application_get_windows (GTK_APPLICATION (application)) == NULL);
  g_print ("%u steps, all as they should be\n", n_steps);
  if (in_demo)
    {
      /* As g_application_run() ends: the service goes, and its folder. Nothing may follow but the exit. */
      g_signal_emit_by_name (application, "shutdown");
      exit (0);
    }

  return 0;
}
