/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Walks on a keyring that is locked, does not answer, or is gone, each in a session of its own. */

#include "lk-tour.h"

#include "lk-banner.h"
#include "lk-new-token-dialog.h"
#include "lk-test-keyring.h"
#include "lk-token-created-dialog.h"
#include "lk-window.h"

#include <signal.h>
#include <string.h>

#define STORED "stored-before"

static LkAccount *
add_account (LkOffice    *office,
             SecretValue *token,
             const char  *url)
{
  LkSignIn sign_in = { .environment = "production", .api_url = url, .streaming_url = url };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LkAccount *account;

  lk_office_add_account_async (office, token, &sign_in, NULL, lk_test_store_result_cb, &result);
  account = lk_office_add_account_finish (office, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);

  return account;
}

static void
load (LkInventory *inventory)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  lk_inventory_load_async (inventory, NULL, lk_test_store_result_cb, &result);
  lk_inventory_load_finish (inventory, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
}

static void
store_token (LkInventory *inventory)
{
  const char *ids[] = { lk_role_get_id (lk_inventory_find_role (inventory, "R/W Svc Acct")), NULL };
  g_autoptr (LkIssue) issue = lk_issue_new (inventory, ids, STORED, NULL, STORED);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  lk_issue_run_async (issue, NULL, lk_test_store_result_cb, &result);
  lk_issue_run_finish (issue, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
}

LkTestDemo *
lk_tour_prepare_keyring (gboolean unlocked)
{
  LkTestDemo *demo = lk_test_demo_new (LK_TOUR_N_TOKENS);
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "latchkey", NULL);
  g_autofree char *prompter = NULL;
  g_autoptr (LkKeyring) keyring = lk_keyring_new (LK_KEYRING_APPLICATION, "default");
  g_autoptr (LkState) state = NULL;
  g_autoptr (LkOffice) office = NULL;
  g_autoptr (LkAccount) account = NULL;
  g_autoptr (LkAccount) second = NULL;
  g_autoptr (LkInventory) inventory = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  lk_state_open_async (folder, NULL, lk_test_store_result_cb, &result);
  state = lk_state_open_finish (lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
  office = lk_office_new (keyring, state);
  account = add_account (office, demo->token, demo->url);
  second = add_account (office, demo->second_token, demo->url);
  inventory = lk_inventory_new (office, account);
  load (inventory);
  store_token (inventory);
  load (inventory);

  prompter = lk_test_prompter_start ();
  g_assert_nonnull (prompter);
  lk_test_keyring_end ();
  lk_test_keyring_start (unlocked, prompter);

  return demo;
}

static LkBanner *
get_banner (GtkWidget *window)
{
  return LK_BANNER (lk_tour_find (lk_tour_find (window, "tokens_page"), "state_banner"));
}

static void
assert_banner (GtkWidget  *window,
               const char *title,
               const char *button)
{
  LkBanner *banner = get_banner (window);

  g_assert_true (lk_banner_get_revealed (banner));
  g_assert_cmpstr (lk_banner_get_title (banner), ==, title);
  g_assert_cmpstr (lk_banner_get_button_label (banner), ==, button);
}

static void
wait_for_load (GtkWidget *window)
{
  lk_test_wait_until (!lk_inventory_get_loading (lk_tour_get_inventory (window)));
}

/* At its own size, and as narrow as it can be. */
static void
picture_dialog (GtkWidget  *dialog,
                const char *name)
{
  g_autofree char *narrow = g_strconcat (name, "-narrow", NULL);
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (dialog), &width, &height);
  lk_tour_picture (dialog, name);
  lk_tour_resize (dialog, LK_TOUR_NARROW_WIDTH, height);
  lk_tour_picture (dialog, narrow);
  gtk_window_set_default_size (GTK_WINDOW (dialog), width, height);
}

static void
reload (GtkWidget *window)
{
  lk_tour_activate (lk_tour_find (window, "tokens_page"), "tokens.reload");
  wait_for_load (window);
}

static void
click_banner (GtkWidget *window)
{
  g_signal_emit_by_name (get_banner (window), "button-clicked");
}

static guint
count_stored (GtkWidget *window)
{
  GListModel *tokens = lk_inventory_get_tokens (lk_tour_get_inventory (window));
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (tokens); i++)
    {
      g_autoptr (LkAppToken) token = g_list_model_get_item (tokens, i);

      n += lk_app_token_get_stored (token) ? 1 : 0;
    }

  return n;
}

static LkAppToken *
find_stored (GtkWidget *window)
{
  GListModel *tokens = lk_inventory_get_tokens (lk_tour_get_inventory (window));

  for (guint i = 0; i < g_list_model_get_n_items (tokens); i++)
    {
      g_autoptr (LkAppToken) token = g_list_model_get_item (tokens, i);

      if (g_strcmp0 (lk_app_token_get_description (token), STORED) == 0)
        return token;
    }
  g_error ("the token “%s” is not listed", STORED);
}

static void
copy_stored (GtkWidget *window)
{
  gtk_widget_activate_action (lk_tour_find (window, "tokens_page"), "tokens.copy-token", "s",
                              lk_app_token_get_client_id (find_stored (window)));
}

/* A person has dismissed the prompt: that is said once, and nothing else has changed. The toast must be gone before the next
 * one, since libadwaita 1.2 does not survive a second click on one that is going. */
static void
wait_for_toast (GtkWidget  *window,
                const char *picture)
{
  GType type;

  lk_test_wait_until (lk_tour_has_text (window, "Keyring stays locked"));
  type = g_type_from_name ("AdwToastWidget");
  lk_tour_wait_for_frames (window, 40);
  if (picture != NULL)
    lk_tour_picture (window, picture);
  g_signal_emit_by_name (gtk_widget_get_last_child (lk_tour_find_type (window, type)), "clicked");
  lk_test_wait_until (lk_tour_find_type (window, type) == NULL);
}

static const char *
get_password (void)
{
  return g_getenv ("LK_TEST_KEYRING_PASSWORD");
}

/* What was remembered is shown; for an account of which nothing is, it is said what is missing. */
static void
start_locked (GtkWidget *window)
{
  GListModel *accounts;
  g_autoptr (LkAccount) first = NULL;
  g_autoptr (LkAccount) second = NULL;

  lk_test_wait_until (lk_tour_get_inventory (window) != NULL);
  wait_for_load (window);
  assert_banner (window, "The keyring is locked", "Unlock");
  g_assert_cmpuint (count_stored (window), ==, 0);
  g_assert_true (lk_app_token_get_maybe_stored (find_stored (window)));
  g_assert_false (lk_tour_has_text (window, "not stored"));
  lk_tour_both_pictures (window, "60-locked");
  accounts = lk_office_get_accounts (lk_inventory_get_office (lk_tour_get_inventory (window)));
  first = g_list_model_get_item (accounts, 0);
  second = g_list_model_get_item (accounts, 1);
  lk_window_select_account (LK_WINDOW (window), second);
  wait_for_load (window);
  lk_test_wait_until (lk_tour_has_text (window, "Not Signed In"));
  assert_banner (window, "The keyring is locked", "Unlock");
  lk_tour_both_pictures (window, "61-locked-first");
  lk_window_select_account (LK_WINDOW (window), first);
  wait_for_load (window);
  lk_tour_step ("started on a locked keyring: “%s”, the remembered list is shown",
                lk_banner_get_title (get_banner (window)));
}

static void
unlock (GtkWidget *window)
{
  lk_test_prompter_expect_cancel ();
  click_banner (window);
  wait_for_toast (window, "62-stays-locked");
  assert_banner (window, "The keyring is locked", "Unlock");
  lk_test_prompter_expect_cancel ();
  copy_stored (window);
  wait_for_toast (window, NULL);
  g_assert_null (gdk_clipboard_get_content (gtk_widget_get_clipboard (window)));
  lk_tour_activate (lk_tour_find (window, "tokens_page"), "tokens.search");
  lk_tour_activate (lk_tour_find (window, "tokens_page"), "tokens.search");
  lk_tour_step ("dismissed the prompt of Unlock and that of Copy: the keyring stays locked, the list stays");

  lk_test_prompter_expect (get_password ());
  click_banner (window);
  lk_test_wait_until (count_stored (window) == 1);
  wait_for_load (window);
  g_assert_false (lk_banner_get_revealed (get_banner (window)));
  g_assert_true (lk_app_token_get_stored (find_stored (window)));
  lk_test_wait_until (lk_tour_has_text (window, "not stored"));
  lk_tour_both_pictures (window, "63-unlocked");
  lk_tour_step ("unlocked it: the list is read, and %u token is marked as stored", count_stored (window));
}

static void
copy (GtkWidget *window)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (window);

  lk_test_keyring_lock ();
  lk_test_prompter_expect_cancel ();
  copy_stored (window);
  wait_for_toast (window, NULL);
  g_assert_null (gdk_clipboard_get_content (clipboard));

  reload (window);
  assert_banner (window, "The keyring is locked", "Unlock");
  lk_test_prompter_expect (get_password ());
  copy_stored (window);
  lk_test_wait_until (gdk_clipboard_get_content (clipboard) != NULL);
  lk_test_wait_until (!lk_banner_get_revealed (get_banner (window)));
  lk_tour_picture (window, "64-copied");
  lk_tour_step ("locked it and copied: it was unlocked first, and the banner went");
}

static GtkWidget *
open_form (GtkWidget  *window,
           const char *description)
{
  GtkWidget *dialog, *check;

  lk_tour_activate (lk_tour_find (window, "tokens_page"), "tokens.new");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_NEW_TOKEN_DIALOG) != NULL);
  dialog = lk_tour_find_window (LK_TYPE_NEW_TOKEN_DIALOG);
  lk_tour_set_text (dialog, "description_row", description);
  check = lk_tour_find_type (lk_tour_find (dialog, "built_in_group"), GTK_TYPE_CHECK_BUTTON);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);

  return dialog;
}

static void
create (GtkWidget  *window,
        LkTestDemo *demo)
{
  gint64 n_posts = lk_test_demo_count (demo, "posts");
  GtkWidget *dialog;

  lk_test_keyring_lock ();
  dialog = open_form (window, LK_TOUR_DESCRIPTION);
  lk_test_wait_until (gtk_widget_get_sensitive (lk_tour_find (dialog, "create_button")));
  lk_test_wait_until (lk_tour_has_text (dialog, "The keyring is locked"));
  picture_dialog (dialog, "65-locked-form");
  lk_test_prompter_expect_cancel ();
  lk_tour_activate (dialog, "new-token.create");
  lk_test_wait_until (lk_tour_has_text (dialog, "Keyring stays locked"));
  lk_test_wait_until (gtk_widget_get_sensitive (lk_tour_find (dialog, "create_button")));
  lk_tour_picture (dialog, "66-stays-locked-form");
  g_assert_cmpint (lk_test_demo_count (demo, "posts"), ==, n_posts);
  lk_tour_step ("dismissed the prompt of Create: nothing was sent, and the form can be sent still");

  lk_test_prompter_expect (get_password ());
  lk_tour_activate (dialog, "new-token.create");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_TOKEN_CREATED_DIALOG) != NULL);
  g_assert_cmpint (lk_test_demo_count (demo, "posts"), ==, n_posts + 1);
  gtk_window_close (GTK_WINDOW (lk_tour_find_window (LK_TYPE_TOKEN_CREATED_DIALOG)));
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_TOKEN_CREATED_DIALOG) == NULL);
  g_assert_cmpuint (count_stored (window), ==, 2);
  lk_tour_step ("Create unlocked the keyring, and sent one request");
}

static gboolean
has_label (GtkWidget  *window,
           const char *label)
{
  LkKeyring *keyring = lk_office_get_keyring (lk_inventory_get_office (lk_tour_get_inventory (window)));
  g_autoptr (GHashTable) attributes = lk_secret_attributes_new ("kind", LK_SECRET_KIND_ACCOUNT, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) infos = NULL;

  lk_keyring_list_async (keyring, attributes, NULL, lk_test_store_result_cb, &result);
  infos = lk_keyring_list_finish (keyring, lk_test_wait_for_result (&result), NULL);
  g_assert_nonnull (infos);
  for (guint i = 0; i < infos->len; i++)
    if (g_strcmp0 (((LkSecretInfo *) infos->pdata[i])->label, label) == 0)
      return TRUE;

  return FALSE;
}

/* An account gets another name also while the keyring is locked; what the keyring shows follows when it is unlocked. */
static void
rename_locked (GtkWidget *window)
{
  LkInventory *inventory = lk_tour_get_inventory (window);
  LkOffice *office = lk_inventory_get_office (inventory);
  LkAccount *account = lk_inventory_get_account (inventory);
  g_autofree char *former = g_strdup_printf ("Astra account: %s", lk_account_get_title (account));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (has_label (window, former));
  lk_test_keyring_lock ();
  lk_office_rename_account_async (office, account, "Renamed", NULL, lk_test_store_result_cb, &result);
  lk_office_rename_account_finish (office, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
  lk_test_wait_until (!lk_office_is_relabeling (office));
  reload (window);
  assert_banner (window, "The keyring is locked", "Unlock");
  lk_test_prompter_expect (get_password ());
  click_banner (window);
  lk_test_wait_until (!lk_banner_get_revealed (get_banner (window)));
  lk_test_wait_until (!lk_office_is_relabeling (office));
  g_assert_true (has_label (window, "Astra account: Renamed"));
  g_assert_false (has_label (window, former));
  lk_tour_step ("renamed an account while the keyring was locked: its labels followed when it was unlocked");
}

/* The window opens on a locked keyring, which is unlocked by each of the ways that there are. */
void
lk_tour_walk_locked (GtkWidget  *window,
                     LkTestDemo *demo)
{
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_LIGHT);
  start_locked (window);
  unlock (window);
  copy (window);
  rename_locked (window);
  create (window, demo);
}

/* As a click does: the answer, and the question goes. */
static void
answer (GtkWidget  *window,
        const char *heading,
        const char *response,
        const char *picture)
{
  GtkWidget *question;

  lk_test_wait_until (lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  question = lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (question)), ==, heading);
  if (picture != NULL)
    lk_tour_picture (question, picture);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (question), response);
  if (lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG) != NULL)
    gtk_window_destroy (GTK_WINDOW (lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG)));
}

static void
send_signal (int number)
{
  g_assert_cmpint (kill (lk_test_keyring_get_pid (), number), ==, 0);
}

/* The main loop goes on while a call waits for the keyring. */
static void
watch_reload (GtkWidget *window)
{
  LkTourTurns turns;
  int longest_ms;

  lk_tour_wait_for_frames (window, 4);
  lk_tour_turns_start (&turns);
  reload (window);
  longest_ms = lk_tour_turns_stop (&turns);
  lk_tour_step ("refreshed: “%s”; the longest turn of the main loop took %d ms", lk_banner_get_title (get_banner (window)),
                longest_ms);
  g_assert_cmpint (longest_ms, <, LK_TEST_LONGEST_MS);
}

static void
silence (GtkWidget *window)
{
  guint n_tokens = lk_tour_count_tokens (window);
  GListModel *accounts = lk_office_get_accounts (lk_inventory_get_office (lk_tour_get_inventory (window)));
  g_autoptr (LkAccount) first = g_list_model_get_item (accounts, 0);
  g_autoptr (LkAccount) second = g_list_model_get_item (accounts, 1);
  GtkWidget *dialog;

  send_signal (SIGSTOP);
  watch_reload (window);
  assert_banner (window, "The keyring does not answer", "Try Again");
  g_assert_cmpuint (lk_tour_count_tokens (window), ==, n_tokens);
  g_assert_cmpuint (count_stored (window), ==, 1);
  lk_tour_both_pictures (window, "70-silent");

  copy_stored (window);
  answer (window, "The Secret Could Not Be Read", "close", "71-silent-copy");
  g_assert_null (gdk_clipboard_get_content (gtk_widget_get_clipboard (window)));
  dialog = open_form (window, LK_TOUR_DESCRIPTION);
  lk_test_wait_until (lk_tour_has_text (dialog, "The keyring does not answer"));
  g_assert_false (gtk_widget_get_sensitive (lk_tour_find (dialog, "create_button")));
  picture_dialog (dialog, "72-silent-form");
  gtk_window_close (GTK_WINDOW (dialog));
  lk_window_select_account (LK_WINDOW (window), second);
  wait_for_load (window);
  lk_test_wait_until (lk_tour_has_text (window, "Not Signed In"));
  assert_banner (window, "The keyring does not answer", "Try Again");
  lk_tour_picture (window, "73-silent-first");
  lk_window_select_account (LK_WINDOW (window), first);
  lk_tour_step ("while the keyring is silent the list of %u tokens stays, and nothing can be created", n_tokens);

  send_signal (SIGCONT);
  click_banner (window);
  wait_for_load (window);
  g_assert_false (lk_banner_get_revealed (get_banner (window)));
  g_assert_cmpuint (count_stored (window), ==, 1);
  lk_tour_step ("it answers again, and Try Again mended it");
}

static void
end_and_start (GtkWidget *window)
{
  lk_test_keyring_end ();
  watch_reload (window);
  assert_banner (window, "No keyring found — application tokens cannot be created", "Learn More");
  lk_tour_both_pictures (window, "74-ended");
  click_banner (window);
  answer (window, "No Keyring Found", "again", "75-learn-more");
  lk_test_wait_until (lk_inventory_get_loading (lk_tour_get_inventory (window)));
  wait_for_load (window);
  g_assert_true (lk_banner_get_revealed (get_banner (window)));
  lk_test_keyring_start (TRUE, NULL);
  click_banner (window);
  answer (window, "No Keyring Found", "again", NULL);
  lk_test_wait_until (!lk_banner_get_revealed (get_banner (window)));
  g_assert_cmpuint (count_stored (window), ==, 1);
  lk_tour_step ("the keyring ended and was started anew: Learn More tells how, and its Try Again finds it");
}

/* A keyring that hangs, and one that ends, under a window that is open. */
void
lk_tour_walk_silent (GtkWidget  *window,
                     LkTestDemo *demo)
{
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_LIGHT);
  lk_test_wait_until (lk_tour_count_tokens (window) > 0);
  wait_for_load (window);
  g_assert_false (lk_banner_get_revealed (get_banner (window)));
  silence (window);
  end_and_start (window);
}

typedef void (*Trouble) (void);

static void
stop_keyring (void)
{
  send_signal (SIGSTOP);
}

/* From the moment at which the request is sent the keyring is in trouble. */
static void
step_changed_cb (GtkLabel   *label,
                 GParamSpec *pspec,
                 gpointer    user_data)
{
  Trouble *trouble = user_data;
  Trouble make = *trouble;

  if (make == NULL || !g_str_equal (gtk_label_get_label (label), "Asking Astra…"))
    return;

  *trouble = NULL;
  make ();
}

static GtkWidget *
create_unstored (GtkWidget  *window,
                 LkTestDemo *demo,
                 const char *description,
                 Trouble     trouble)
{
  gint64 n_posts = lk_test_demo_count (demo, "posts");
  GtkWidget *dialog = open_form (window, description);
  GtkWidget *label = lk_tour_find (dialog, "step_label");
  gulong id = g_signal_connect (label, "notify::label", G_CALLBACK (step_changed_cb), &trouble);

  g_object_ref (label);
  lk_test_wait_until (gtk_widget_get_sensitive (lk_tour_find (dialog, "create_button")));
  lk_tour_activate (dialog, "new-token.create");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_TOKEN_CREATED_DIALOG) != NULL);
  g_signal_handler_disconnect (label, id);
  g_object_unref (label);
  g_assert_null (trouble);
  dialog = lk_tour_find_window (LK_TYPE_TOKEN_CREATED_DIALOG);
  g_assert_false (lk_token_created_dialog_get_stored (LK_TOKEN_CREATED_DIALOG (dialog)));
  g_assert_true (lk_banner_get_revealed (LK_BANNER (lk_tour_find (dialog, "banner"))));
  g_assert_false (gtk_widget_get_visible (lk_tour_find (dialog, "done_button")));
  g_assert_cmpint (lk_test_demo_count (demo, "posts"), ==, n_posts + 1);

  return dialog;
}

static void
try_again (GtkWidget *dialog)
{
  g_signal_emit_by_name (lk_tour_find (dialog, "banner"), "button-clicked");
}

static void
assert_stored (GtkWidget  *dialog,
               const char *name)
{
  g_autofree char *token = NULL;
  g_autofree char *client_secret = NULL;

  lk_test_wait_until (lk_token_created_dialog_get_stored (LK_TOKEN_CREATED_DIALOG (dialog)));
  g_assert_false (lk_banner_get_revealed (LK_BANNER (lk_tour_find (dialog, "banner"))));
  g_assert_true (gtk_widget_get_visible (lk_tour_find (dialog, "done_button")));
  token = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", name, "field", "token", NULL);
  client_secret = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", name, "field",
                               "client-secret", NULL);
  g_assert_true (g_str_has_prefix (token, "AstraCS:"));
  g_assert_cmpuint (strlen (client_secret), >, 0);
  gtk_window_close (GTK_WINDOW (dialog));
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_TOKEN_CREATED_DIALOG) == NULL);
}

/* The keyring is in trouble between the request and the store: the dialog holds the secret until it is stored. */
void
lk_tour_walk_unstored (GtkWidget  *window,
                       LkTestDemo *demo)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (window);
  GtkWidget *dialog;

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_LIGHT);
  lk_test_wait_until (lk_tour_count_tokens (window) > 0);
  wait_for_load (window);

  dialog = create_unstored (window, demo, "while-silent", stop_keyring);
  picture_dialog (dialog, "80-unstored");
  gtk_widget_activate_action (dialog, "created.copy", "s", "token");
  g_assert_nonnull (gdk_clipboard_get_content (clipboard));
  try_again (dialog);
  answer (dialog, "The Keyring Did Not Take the Secret", "close", "81-unstored-again");
  g_assert_false (lk_token_created_dialog_get_stored (LK_TOKEN_CREATED_DIALOG (dialog)));
  send_signal (SIGCONT);
  try_again (dialog);
  lk_test_wait_until (lk_token_created_dialog_get_stored (LK_TOKEN_CREATED_DIALOG (dialog)));
  picture_dialog (dialog, "82-stored-at-last");
  assert_stored (dialog, "while-silent");
  lk_tour_step ("a silent keyring: the secret could be copied, and Try Again stored it once it answered");

  dialog = create_unstored (window, demo, "while-locked", lk_test_keyring_lock);
  lk_test_prompter_expect_cancel ();
  try_again (dialog);
  wait_for_toast (dialog, "83-unstored-locked");
  g_assert_false (lk_token_created_dialog_get_stored (LK_TOKEN_CREATED_DIALOG (dialog)));
  lk_test_prompter_expect (get_password ());
  try_again (dialog);
  assert_stored (dialog, "while-locked");
  lk_tour_step ("a locked keyring: Try Again asked for the password, and stored it");

  dialog = create_unstored (window, demo, "while-gone", lk_test_keyring_end);
  try_again (dialog);
  answer (dialog, "The Keyring Did Not Take the Secret", "close", NULL);
  lk_test_keyring_start (TRUE, NULL);
  try_again (dialog);
  assert_stored (dialog, "while-gone");
  g_assert_cmpuint (count_stored (window), ==, 4);
  lk_tour_step ("a keyring that ended: Try Again stored it in the one that was started anew");

  dialog = create_unstored (window, demo, "finished-later", stop_keyring);
  g_assert_true (lk_token_created_dialog_get_safe (LK_TOKEN_CREATED_DIALOG (dialog)));
  gtk_window_close (GTK_WINDOW (dialog));
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_TOKEN_CREATED_DIALOG) == NULL);
  send_signal (SIGCONT);
  lk_tour_activate (lk_tour_find (window, "tokens_page"), "tokens.reload");
  lk_test_wait_until (count_stored (window) == 5);
  lk_tour_both_pictures (window, "84-finished-later");
  lk_tour_step ("finished later: the secret was sealed, and is in the keyring now that it answers");
}
