/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The walks beside the main job: states of a list that cannot be read, no keyring, very many tokens, the demo. */

#include "lk-tour.h"

#include "lk-add-account-dialog.h"
#include "lk-banner.h"
#include "lk-details-dialog.h"
#include "lk-import-dialog.h"
#include "lk-issue.h"
#include "lk-new-token-dialog.h"
#include "lk-token-created-dialog.h"

#include <string.h>

#define N_MANY_TOKENS 10000

/* Where no keyring answers, everything but creating works, and the form says why. */
/* What cannot be compared with what is stored is not listed. */
static void
import_in_vain (GtkWidget  *window,
                LkTestDemo *demo)
{
  GtkWidget *dialog;

  gdk_clipboard_set_text (gtk_widget_get_clipboard (window), secret_value_get_text (demo->second_token));
  lk_tour_activate (window, "win.import");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_IMPORT_DIALOG) != NULL);
  dialog = lk_tour_find_window (LK_TYPE_IMPORT_DIALOG);
  for (guint i = 0; i < 2; i++)
    {
      lk_tour_activate (dialog, i == 0 ? "import.paste" : "import.again");
      g_assert_false (gtk_widget_get_mapped (lk_tour_find (dialog, "failed_page")));
      lk_test_wait_until (gtk_widget_get_mapped (lk_tour_find (dialog, "failed_page")));
      g_assert_cmpstr (adw_status_page_get_title (ADW_STATUS_PAGE (lk_tour_find (dialog, "failed_page"))), ==,
                       "The Keyring Cannot Be Used");
      g_assert_true (lk_tour_has_text (dialog, "There is no keyring"));
      g_assert_true (gtk_widget_get_visible (lk_tour_find (dialog, "failed_again_button")));
    }
  lk_tour_both_pictures (dialog, "22-no-keyring-import");
  gdk_clipboard_set_text (gtk_widget_get_clipboard (window), "");
  gtk_window_close (GTK_WINDOW (dialog));
  lk_tour_step ("nor can anything be imported, and it says why");
}

void
lk_tour_walk_without_keyring (GtkWidget *window)
{
  g_autoptr (LkTestDemo) demo = lk_test_demo_new (LK_TOUR_N_TOKENS);
  GtkWidget *dialog;

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_LIGHT);
  lk_tour_sign_in (window, demo);
  lk_tour_both_pictures (window, "20-no-keyring");
  lk_tour_activate (lk_tour_find (window, "tokens_page"), "tokens.new");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_NEW_TOKEN_DIALOG) != NULL);
  dialog = lk_tour_find_window (LK_TYPE_NEW_TOKEN_DIALOG);
  lk_tour_set_text (dialog, "description_row", LK_TOUR_DESCRIPTION);
  lk_tour_wait_for_frames (dialog, 40);
  lk_tour_picture (dialog, "21-no-keyring-form");
  g_assert_false (gtk_widget_get_sensitive (lk_tour_find (dialog, "create_button")));
  g_assert_cmpint (lk_test_demo_count (demo, "posts"), ==, 0);
  lk_tour_step ("without a keyring nothing can be created, and nothing was sent");
  gtk_window_close (GTK_WINDOW (dialog));
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_NEW_TOKEN_DIALOG) == NULL);
  import_in_vain (window, demo);
}

/* A pasted token is kept over a failure that is not its own. */
static void
sign_in_at_second_try (GtkWidget  *window,
                       LkTestDemo *demo)
{
  GtkWidget *dialog;

  lk_tour_activate (window, "win.add-account");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_ADD_ACCOUNT_DIALOG) != NULL);
  dialog = lk_tour_find_window (LK_TYPE_ADD_ACCOUNT_DIALOG);
  lk_tour_set_text (dialog, "api_row", demo->url);
  lk_tour_set_text (dialog, "streaming_row", demo->url);
  lk_tour_set_text (dialog, "token_row", secret_value_get_text (demo->token));
  lk_test_demo_fault (demo, "list:status=418");
  lk_tour_activate (dialog, "add-account.add");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (lk_tour_find (dialog, "token_row"))), ==, "");
  lk_test_wait_until (gtk_widget_has_css_class (lk_tour_find (dialog, "message"), "error"));
  lk_tour_picture (dialog, "38-second-try");
  lk_tour_step ("the sign-in failed: “%s”", gtk_label_get_label (GTK_LABEL (lk_tour_find (dialog, "message"))));

  lk_test_demo_fault (demo, "");
  lk_tour_activate (dialog, "add-account.add");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_ADD_ACCOUNT_DIALOG) == NULL);
  lk_test_wait_until (lk_tour_count_tokens (window) > 0);
  lk_tour_step ("the second try needed no second paste");
}

/* As a click does: the answer, and the question goes. */
void
lk_tour_answer (const char *response)
{
  GtkWidget *question;

  lk_test_wait_until (lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  question = lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (question), response);
  if (lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG) != NULL)
    gtk_window_destroy (GTK_WINDOW (lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG)));
}

/* Makes a token as the form does, and leaves it to the caller whether it is stored. */
LkIssue *
lk_tour_issue (GtkWidget  *window,
               const char *description)
{
  LkInventory *inventory = lk_tour_get_inventory (window);
  const char *ids[] = { lk_role_get_id (lk_inventory_find_role (inventory, "R/W Svc Acct")), NULL };
  g_autoptr (LkIssue) issue = lk_issue_new (inventory, ids, description, NULL, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  lk_issue_run_async (issue, NULL, lk_test_store_result_cb, &result);
  lk_issue_run_finish (issue, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);

  return g_steal_pointer (&issue);
}

/* While a dialog holds the only copy of a secret, the window does not go without asking. */
static void
close_over_unstored (GtkWidget *window)
{
  LkInventory *inventory = lk_tour_get_inventory (window);
  g_autoptr (LkIssue) issue = lk_tour_issue (window, "unstored");
  GtkWidget *question;

  lk_dialog_present (lk_token_created_dialog_new (issue, inventory, NULL, FALSE), window);
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_TOKEN_CREATED_DIALOG) != NULL);
  lk_tour_picture (lk_tour_find_window (LK_TYPE_TOKEN_CREATED_DIALOG), "39-unstored");

  gtk_window_close (GTK_WINDOW (window));
  lk_test_wait_until (lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  question = lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_true (gtk_widget_get_mapped (window));
  lk_tour_step ("closing the window over an unstored secret asks: “%s”",
        adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (question)));
  lk_tour_answer ("keep");
  lk_tour_wait_for_frames (window, 4);
  g_assert_nonnull (lk_tour_find_window (LK_TYPE_TOKEN_CREATED_DIALOG));

  gtk_window_close (GTK_WINDOW (lk_tour_find_window (LK_TYPE_TOKEN_CREATED_DIALOG)));
  lk_tour_answer ("discard");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_TOKEN_CREATED_DIALOG) == NULL);
}

static void
reload (GtkWidget *window)
{
  /* The action is not to be had while something else has the list read. */
  lk_test_wait_until (!lk_inventory_get_loading (lk_tour_get_inventory (window)));
  lk_tour_activate (lk_tour_find (window, "tokens_page"), "tokens.reload");
  lk_test_wait_until (!lk_inventory_get_loading (lk_tour_get_inventory (window)));
  lk_tour_wait_for_frames (window, 40);
}

static LkAppToken *
find_own_token (GtkWidget *window)
{
  GListModel *tokens = lk_inventory_get_tokens (lk_tour_get_inventory (window));

  for (guint i = 0; i < g_list_model_get_n_items (tokens); i++)
    {
      g_autoptr (LkAppToken) token = g_list_model_get_item (tokens, i);

      if (lk_app_token_get_signs_in (token))
        return token;
    }

  return NULL;
}

/* The token that the account signs in with is not deleted: what is offered is to give the account another one. */
static void
delete_own_token (GtkWidget  *window,
                  LkTestDemo *demo)
{
  LkAppToken *token = find_own_token (window);
  gint64 n_deletes = lk_test_demo_count (demo, "deletes");
  g_autofree char *client_id = NULL;
  AdwMessageDialog *question;

  g_assert_nonnull (token);
  client_id = g_strdup (lk_app_token_get_client_id (token));
  gtk_widget_activate_action (lk_tour_find (window, "tokens_page"), "tokens.delete", "s", client_id);
  lk_test_wait_until (lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  question = ADW_MESSAGE_DIALOG (lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG));
  lk_tour_picture (GTK_WIDGET (question), "37-delete-own");
  lk_tour_step ("the token that signs in is not deleted: “%s”", adw_message_dialog_get_heading (question));
  g_assert_cmpstr (adw_message_dialog_get_heading (question), ==, "This Token Cannot Be Deleted Here");
  g_assert_false (adw_message_dialog_has_response (question, "delete"));
  lk_tour_answer ("sign-in");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_ADD_ACCOUNT_DIALOG) != NULL);
  gtk_window_close (GTK_WINDOW (lk_tour_find_window (LK_TYPE_ADD_ACCOUNT_DIALOG)));
  reload (window);
  g_assert_nonnull (lk_inventory_find (lk_tour_get_inventory (window), client_id));
  g_assert_cmpint (lk_test_demo_count (demo, "deletes"), ==, n_deletes);
}

/* The service says how long, the banner counts it down, and the list is read again by itself. */
static void
count_down (GtkWidget  *window,
            LkTestDemo *demo)
{
  LkBanner *banner = LK_BANNER (lk_tour_find_type (lk_tour_find (window, "wait_banner"), LK_TYPE_BANNER));
  g_autofree char *first = g_strdup (lk_banner_get_title (banner));

  g_assert_true (lk_banner_get_revealed (banner));
  lk_test_wait_until (g_strcmp0 (first, lk_banner_get_title (banner)) != 0);
  lk_tour_step ("the wait is counted down: “%s”, “%s”", first, lk_banner_get_title (banner));

  lk_test_demo_fault (demo, "list:status=429,retry-after=30,times=1");
  g_signal_emit_by_name (banner, "button-clicked");
  lk_test_wait_until (!lk_banner_get_revealed (banner));
  lk_test_demo_fault (demo, "");
  reload (window);
  g_assert_null (lk_inventory_get_error (lk_tour_get_inventory (window)));
  g_assert_false (lk_banner_get_revealed (banner));
  lk_tour_step ("Try Now tried, and nothing is waited for any more");
}

static void
set_clock_off (GtkWidget  *window,
               LkTestDemo *demo)
{
  LkBanner *banner = LK_BANNER (lk_tour_find (window, "clock_banner"));

  g_assert_false (lk_banner_get_revealed (banner));
  lk_test_demo_fault (demo, "any:skew=-3600");
  reload (window);
  g_assert_true (lk_banner_get_revealed (banner));
  lk_tour_both_pictures (window, "48-clock-off");
  lk_test_demo_fault (demo, "");
  reload (window);
  g_assert_false (lk_banner_get_revealed (banner));
  lk_tour_step ("a clock that is off is told: “%s”", lk_banner_get_title (banner));
}

static char *
read_clipboard (GtkWidget *window)
{
  g_autoptr (GAsyncResult) result = NULL;

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (window), NULL, lk_test_store_result_cb, &result);

  return gdk_clipboard_read_text_finish (gtk_widget_get_clipboard (window), lk_test_wait_for_result (&result), NULL);
}

/* What Astra answered is a click away, and can be copied. */
static void
look_at_details (GtkWidget  *window,
                 const char *button,
                 const char *picture)
{
  GtkWidget *details = lk_tour_find (lk_tour_find (window, "tokens_page"), button);
  GtkWidget *dialog;
  const char *shown;
  g_autofree char *copied = NULL;

  g_assert_true (gtk_widget_get_mapped (details));
  lk_tour_activate (details, "details.show");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_DETAILS_DIALOG) != NULL);
  dialog = lk_tour_find_window (LK_TYPE_DETAILS_DIALOG);
  shown = gtk_label_get_label (GTK_LABEL (lk_tour_find (dialog, "answer")));
  g_assert_true (g_str_has_prefix (shown, "HTTP 403 Forbidden\n\n{"));
  lk_tour_activate (dialog, "details.copy");
  copied = read_clipboard (window);
  g_assert_cmpstr (copied, ==, shown);
  lk_tour_both_pictures (dialog, picture);
  lk_tour_step ("looked at the details and copied them: “%s”", shown);
  gtk_window_close (GTK_WINDOW (dialog));
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_DETAILS_DIALOG) == NULL);
}

static void
close_details (GtkWidget *window)
{
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_DETAILS_DIALOG) != NULL);
  g_assert_true (g_str_has_prefix (gtk_label_get_label (GTK_LABEL (lk_tour_find (
                                     lk_tour_find_window (LK_TYPE_DETAILS_DIALOG), "answer"))),
                                   "HTTP 403 Forbidden"));
  gtk_window_close (GTK_WINDOW (lk_tour_find_window (LK_TYPE_DETAILS_DIALOG)));
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_DETAILS_DIALOG) == NULL);
}

/* Where a dialog tells of a refusal, its details are there too. */
static void
refuse_changes (GtkWidget  *window,
                LkTestDemo *demo)
{
  GtkWidget *page = lk_tour_find (window, "tokens_page");
  g_autoptr (LkIssue) issue = lk_tour_issue (window, "stays");
  GtkWidget *dialog, *check;

  reload (window);
  lk_test_demo_fault (demo, "delete:status=403");
  gtk_widget_activate_action (page, "tokens.delete", "s", lk_issue_get_client_id (issue));
  lk_tour_answer ("delete");
  lk_tour_answer ("details");
  close_details (window);

  lk_test_demo_fault (demo, "create:status=403");
  lk_tour_activate (page, "tokens.new");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_NEW_TOKEN_DIALOG) != NULL);
  dialog = lk_tour_find_window (LK_TYPE_NEW_TOKEN_DIALOG);
  g_assert_false (gtk_widget_get_visible (lk_tour_find (dialog, "error_details")));
  lk_tour_set_text (dialog, "description_row", "refused");
  check = lk_tour_find_type (lk_tour_find (dialog, "built_in_group"), GTK_TYPE_CHECK_BUTTON);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  lk_test_wait_until (gtk_widget_get_sensitive (lk_tour_find (dialog, "create_button")));
  lk_tour_activate (dialog, "new-token.create");
  lk_test_wait_until (gtk_widget_get_visible (lk_tour_find (dialog, "error_details")));
  lk_tour_activate (lk_tour_find (dialog, "error_details"), "details.show");
  close_details (window);
  lk_tour_picture (dialog, "49-refused-form");
  gtk_window_close (GTK_WINDOW (dialog));
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_NEW_TOKEN_DIALOG) == NULL);
  lk_test_demo_fault (demo, "");
  reload (window);
  lk_tour_step ("a refused delete and a refused create tell their details");
}

static void
refuse (GtkWidget  *window,
        LkTestDemo *demo)
{
  lk_test_demo_fault (demo, "list:status=403");
  reload (window);
  look_at_details (window, "banner_details", "49-details");
  /* No service lists nothing, as the token that asks is listed too: so the rows are taken away here. */
  g_list_store_remove_all (G_LIST_STORE (lk_inventory_get_tokens (lk_tour_get_inventory (window))));
  look_at_details (window, "permission_details", "49-details-of-page");
  lk_test_demo_fault (demo, "");
  reload (window);
  g_assert_false (gtk_widget_get_mapped (lk_tour_find (lk_tour_find (window, "tokens_page"), "banner_details")));
}

/* Nobody has to ask again when the system has a network again. */
static void
have_network_again (GtkWidget  *window,
                    LkTestDemo *demo)
{
  lk_test_demo_fault (demo, "list:cut=0");
  reload (window);
  g_assert_true (g_error_matches (lk_inventory_get_error (lk_tour_get_inventory (window)), LK_ASTRA_ERROR,
                                  LK_ASTRA_ERROR_UNREACHABLE));

  lk_test_demo_fault (demo, "");
  g_signal_emit_by_name (g_network_monitor_get_default (), "network-changed", TRUE);
  lk_test_wait_until (lk_inventory_get_error (lk_tour_get_inventory (window)) == NULL);
  lk_tour_step ("the list is read by itself once there is a network again");
}

/* Each way in which a list that was read once can no longer be: the rows stay, and a banner says why. */
void
lk_tour_walk_states (GtkWidget *window)
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
    { "list:portal", "44-captive-portal", LK_ASTRA_ERROR_NOT_ASTRA },
    { "list:malformed", "45-malformed", LK_ASTRA_ERROR_MALFORMED },
    { "list:status=302", "46-redirected", LK_ASTRA_ERROR_REDIRECTED },
    { "list:status=429,retry-after=40", "47-rate-limited", LK_ASTRA_ERROR_RATE_LIMITED },
  };
  LkTestDemo *demo = lk_test_demo_new (LK_TOUR_N_TOKENS);
  guint n_tokens;

  sign_in_at_second_try (window, demo);
  delete_own_token (window, demo);
  close_over_unstored (window);
  n_tokens = lk_tour_count_tokens (window);
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      lk_test_demo_fault (demo, states[i].fault);
      reload (window);
      g_assert_true (g_error_matches (lk_inventory_get_error (lk_tour_get_inventory (window)), LK_ASTRA_ERROR,
                                      states[i].code));
      g_assert_cmpuint (lk_tour_count_tokens (window), ==, n_tokens);
      lk_tour_both_pictures (window, states[i].picture);
      lk_tour_step ("with %s: “%s”", states[i].fault, lk_inventory_get_error (lk_tour_get_inventory (window))->message);
    }

  count_down (window, demo);
  refuse_changes (window, demo);
  refuse (window, demo);
  set_clock_off (window, demo);
  have_network_again (window, demo);
  lk_test_demo_free (demo);
  reload (window);
  g_assert_true (g_error_matches (lk_inventory_get_error (lk_tour_get_inventory (window)), LK_ASTRA_ERROR,
                                  LK_ASTRA_ERROR_UNREACHABLE));
  lk_tour_both_pictures (window, "43-offline");
  lk_tour_step ("with the network gone the list of %u tokens stays", lk_tour_count_tokens (window));
}

/* A huge organization: it loads, scrolls to its end and back, and is searched, with the window answering throughout. */
void
lk_tour_walk_many (GtkWidget *window)
{
  g_autoptr (LkTestDemo) demo = lk_test_demo_new (N_MANY_TOKENS);
  LkTourTurns turns;
  int longest_ms, reference_ms;
  GtkWidget *list;
  GtkAdjustment *adjustment;
  GListModel *rows;

  lk_tour_sign_in (window, demo);
  lk_test_wait_until (lk_tour_count_tokens (window) == N_MANY_TOKENS);
  list = lk_tour_find_type (lk_tour_find (window, "tokens_page"), GTK_TYPE_LIST_VIEW);
  rows = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)));
  lk_test_wait_until (g_list_model_get_n_items (rows) == N_MANY_TOKENS + 2); /* with two headings */
  adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (gtk_widget_get_parent (list)));
  lk_tour_step ("%u rows are listed", g_list_model_get_n_items (rows));

  reference_ms = lk_tour_measure_turn (window, "grafana");
  lk_tour_turns_start (&turns);
  for (guint i = 0; i < 60; i++)
    {
      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + 300);
      lk_tour_wait_for_frames (window, 1);
    }
  gtk_widget_activate_action (list, "list.scroll-to-item", "u", N_MANY_TOKENS + 1);
  lk_tour_wait_for_frames (window, 20);
  lk_tour_picture (window, "30-many-end");
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment), >,
                     gtk_adjustment_get_upper (adjustment) - 200);
  lk_tour_activate (lk_tour_find (window, "tokens_page"), "tokens.search");
  lk_tour_set_text (lk_tour_find (window, "tokens_page"), "search_entry", "grafana");
  lk_test_wait_until (g_list_model_get_n_items (rows) > 0 && g_list_model_get_n_items (rows) < N_MANY_TOKENS / 2);
  lk_tour_wait_for_frames (window, 20);
  lk_tour_activate (lk_tour_find (window, "tokens_page"), "tokens.reload");
  lk_test_wait_until (!lk_inventory_get_loading (lk_tour_get_inventory (window)));
  lk_tour_wait_for_frames (window, 20);
  longest_ms = lk_tour_turns_stop (&turns);
  lk_tour_step ("scrolled to the end, searched and refreshed; the longest turn of the main loop took %d ms", longest_ms);
  lk_tour_check_turn (longest_ms, reference_ms);
}

static gboolean
demo_has_secrets (void)
{
  g_autofree char *output = lk_test_run ("sh", "-c",
                                         "secret-tool search --all application latchkey-demo 2> /dev/null", NULL);

  return strstr (output, "secret = AstraCS:") != NULL;
}

/* The demo opens signed in to two organizations, and nothing of it stays. */
void
lk_tour_walk_demo (GtkWidget *window)
{
  GListModel *accounts;

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_LIGHT);
  lk_test_wait_until (lk_tour_count_tokens (window) > 0);
  accounts = lk_office_get_accounts (lk_inventory_get_office (lk_tour_get_inventory (window)));
  g_assert_cmpuint (g_list_model_get_n_items (accounts), ==, 2);
  lk_tour_both_pictures (window, "50-demo");
  lk_tour_show_sidebar (window, "51-demo-sidebar-narrow");
  g_assert_true (demo_has_secrets ());
  lk_tour_step ("the demo is open with %u organizations, the first lists %u tokens",
        g_list_model_get_n_items (accounts), lk_tour_count_tokens (window));

  lk_tour_activate (lk_tour_find (window, "demo_banner"), "window.close");
  lk_test_wait_until (!demo_has_secrets ());
  lk_tour_step ("left the demo: nothing of it is in the keyring");
}
