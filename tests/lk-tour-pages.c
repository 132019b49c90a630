/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The walk through the pages for all accounts: what should be reviewed, what is stored, what was done. */

#include "lk-tour.h"

#include "lk-activity-page.h"
#include "lk-new-token-dialog.h"
#include "lk-preferences-dialog.h"
#include "lk-review-page.h"
#include "lk-search-page.h"
#include "lk-stored-page.h"
#include "lk-token-list.h"

#include <string.h>

static GtkWidget *
show_place (GtkWidget  *window,
            const char *place,
            const char *page)
{
  GtkWidget *widget = lk_tour_find (window, page);

  g_object_set (lk_tour_find (window, "places"), "selected", place, NULL);
  lk_test_wait_until (gtk_widget_get_mapped (widget));
  lk_tour_wait_for_frames (window, 4);

  return widget;
}

static void
wait_for_state (GtkWidget  *page,
                const char *wanted)
{
  g_autofree char *state = NULL;

  g_object_get (page, "state", &state, NULL);
  while (!g_str_equal (state, wanted))
    {
      gboolean late = FALSE;
      guint id = lk_test_arm_timeout (&late);

      g_main_context_iteration (NULL, TRUE);
      if (late)
        g_error ("waited in vain for “%s”, it is “%s”", wanted, state);
      g_source_remove (id);
      g_free (state);
      g_object_get (page, "state", &state, NULL);
    }
}

static guint
count_rows (GtkWidget *page)
{
  GtkListView *list = GTK_LIST_VIEW (lk_tour_find_type (page, GTK_TYPE_LIST_VIEW));

  return g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (list)));
}

static void
search (GtkWidget  *page,
        const char *text)
{
  lk_tour_set_text (page, "search_entry", text);
  g_signal_emit_by_name (lk_tour_find (page, "search_entry"), "search-changed");
}

static void
answer_question (const char *response)
{
  GtkWidget *dialog;

  lk_test_wait_until (lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  dialog = lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), response);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* The table has the record, and not the secret. */
static void
export_activity (GtkWidget  *window,
                 GtkWidget  *page,
                 const char *client_id,
                 const char *secret)
{
  g_autofree char *folder = lk_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "activity.csv", NULL);
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  g_autofree char *table = NULL;

  gtk_widget_activate_action (page, "page.export-to", "s", uri);
  lk_test_wait_until (lk_tour_has_text (window, "File saved"));
  g_assert_true (g_file_get_contents (path, &table, NULL, NULL));
  g_assert_nonnull (strstr (table, client_id));
  g_assert_nonnull (strstr (table, "\"create\""));
  g_assert_null (strstr (table, secret));
  lk_test_remove_folder (folder);
  lk_tour_step ("exported what was done as a table without a secret");
}

static void
look_at_activity (GtkWidget  *window,
                  const char *client_id,
                  const char *secret)
{
  GtkWidget *page = show_place (window, "activity", "activity_page");

  wait_for_state (page, "list");
  g_assert_cmpuint (count_rows (page), ==, 1);
  lk_tour_both_pictures (window, "92-activity");
  lk_tour_activate (window, "win.search");
  search (page, "no such record");
  wait_for_state (page, "no-match");
  lk_tour_both_pictures (window, "93-activity-no-match");
  search (page, "created PAGES");
  wait_for_state (page, "list");
  search (page, "");
  lk_tour_activate (window, "win.search");
  lk_tour_step ("what was done is listed and found");
  export_activity (window, page, client_id, secret);

  lk_tour_activate (page, "page.clear");
  lk_test_wait_until (lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  lk_tour_picture (lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG), "94-activity-clear");
  answer_question ("cancel");
  lk_tour_wait_for_frames (window, 10);
  g_assert_cmpuint (count_rows (page), ==, 1);
  lk_tour_activate (page, "page.clear");
  answer_question ("clear");
  wait_for_state (page, "empty");
  lk_tour_step ("it is cleared when that was confirmed, and not before");
}

static void
add_activity (LkState    *state,
              int         days_ago,
              const char *description)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) time = g_date_time_add_days (now, -days_ago);
  g_autoptr (LkActivity) activity =
    lk_activity_new (time, "1", "Acme", LK_ACTIVITY_DELETE, NULL, description, LK_ACTIVITY_DONE);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  lk_state_add_activity_async (state, activity, NULL, lk_test_store_result_cb, &result);
  lk_state_add_activity_finish (state, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
}

/* What the Preferences say of activity counts at once, also on the page below them. */
static void
prefer_privacy (GtkWidget *window)
{
  GtkWidget *page = show_place (window, "activity", "activity_page");
  LkState *state = lk_office_get_state (lk_inventory_get_office (lk_tour_get_inventory (window)));
  GtkWidget *dialog;

  add_activity (state, 400, "long ago");
  add_activity (state, 40, "last month");
  add_activity (state, 2, "this week");
  lk_tour_activate (page, "page.reload");
  wait_for_state (page, "list");
  g_assert_cmpuint (count_rows (page), ==, 3);

  g_action_group_activate_action (G_ACTION_GROUP (g_application_get_default ()), "preferences", NULL);
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_PREFERENCES_DIALOG) != NULL);
  dialog = lk_tour_find_window (LK_TYPE_PREFERENCES_DIALOG);
  adw_combo_row_set_selected (ADW_COMBO_ROW (lk_tour_find (dialog, "keep_row")), 2);
  lk_tour_wait_for_frames (window, 20);
  g_assert_cmpuint (count_rows (page), ==, 3);
  adw_combo_row_set_selected (ADW_COMBO_ROW (lk_tour_find (dialog, "keep_row")), 1);
  lk_test_wait_until (count_rows (page) == 2);
  adw_combo_row_set_selected (ADW_COMBO_ROW (lk_tour_find (dialog, "keep_row")), 0);
  lk_test_wait_until (count_rows (page) == 1);
  lk_tour_activate (dialog, "preferences.clear-activity");
  answer_question ("clear");
  wait_for_state (page, "empty");
  gtk_window_close (GTK_WINDOW (dialog));
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_PREFERENCES_DIALOG) == NULL);
  lk_tour_step ("chose how long activity is kept, and cleared it, in the Preferences: the page followed at once");
}

/* Both lists of the sidebar are one: an account takes the mark from a page, and the other way round. */
static void
go_back_to_account (GtkWidget *window)
{
  GtkListBox *accounts = GTK_LIST_BOX (lk_tour_find (window, "sidebar_list"));
  g_autofree char *selected = NULL;

  g_assert_null (gtk_list_box_get_selected_row (accounts));
  gtk_list_box_select_row (accounts, gtk_list_box_get_row_at_index (accounts, 0));
  g_object_get (lk_tour_find (window, "places"), "selected", &selected, NULL);
  g_assert_cmpstr (selected, ==, "");
  lk_test_wait_until (gtk_widget_get_mapped (lk_tour_find (window, "tokens_page")));
}

static guint
get_count (GtkWidget  *window,
           const char *property)
{
  guint count;

  g_object_get (lk_tour_find (window, "places"), property, &count, NULL);

  return count;
}

static LkStoredSecret *
find_stored (GtkWidget          *page,
             LkStoredSecretKind  kind)
{
  g_autoptr (GListModel) secrets = NULL;

  g_object_get (page, "secrets", &secrets, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (secrets); i++)
    {
      g_autoptr (LkStoredSecret) secret = g_list_model_get_item (secrets, i);

      if (lk_stored_secret_get_kind (secret) == kind)
        return secret;
    }

  return NULL;
}

static void
act_on_stored (GtkWidget  *page,
               const char *action)
{
  LkStoredSecret *secret = find_stored (page, LK_STORED_SECRET_TOKEN);

  g_assert_nonnull (secret);
  g_assert_true (gtk_widget_activate_action (page, action, "s", lk_stored_secret_get_key (secret)));
}

static GtkWidget *
find_menu_button (GtkWidget *page,
                  guint      n)
{
  GtkWidget *item = gtk_widget_get_first_child (lk_tour_find (page, "list"));

  for (; item != NULL; item = gtk_widget_get_next_sibling (item))
    {
      GtkWidget *button = lk_tour_find_type (item, GTK_TYPE_MENU_BUTTON);

      if (button != NULL && n-- == 0)
        return button;
    }

  g_assert_not_reached ();
}

static void
look_at_menu (GtkWidget  *window,
              GtkWidget  *button,
              const char *name)
{
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  lk_test_wait_until (lk_tour_find_type (button, GTK_TYPE_POPOVER_MENU) != NULL);
  lk_tour_wait_for_frames (window, 10);
  lk_tour_picture (lk_tour_find_type (button, GTK_TYPE_POPOVER_MENU), name);
  gtk_menu_button_popdown (GTK_MENU_BUTTON (button));
  lk_tour_wait_for_frames (window, 4);
}

/* The account's token and the one that was made: both in use, and only the latter may go. */
static void
look_at_secrets (GtkWidget  *window,
                 const char *client_id)
{
  GtkWidget *page = show_place (window, "secrets", "stored_page");

  wait_for_state (page, "list");
  g_assert_cmpuint (count_rows (page), ==, 3);
  g_assert_cmpuint (get_count (window, "secrets-count"), ==, 2);
  lk_tour_both_pictures (window, "95-secrets");
  look_at_menu (window, find_menu_button (page, 0), "95-secrets-menu");
  look_at_menu (window, find_menu_button (page, 1), "95-secrets-menu-protected");
  g_assert_false (lk_stored_secret_get_removable (find_stored (page, LK_STORED_SECRET_SIGN_IN)));
  lk_tour_activate (window, "win.search");
  lk_tour_set_text (page, "search_entry", "no such secret");
  wait_for_state (page, "no-match");
  lk_tour_set_text (page, "search_entry", "PAGES-tour");
  wait_for_state (page, "list");
  g_assert_cmpuint (count_rows (page), ==, 2);
  lk_tour_set_text (page, "search_entry", "");
  lk_tour_activate (window, "win.search");
  act_on_stored (page, "secrets.copy-command");
  lk_test_wait_until (lk_tour_has_text (window, "Command copied"));
  act_on_stored (page, "secrets.copy-token");
  lk_test_wait_until (lk_tour_has_text (window, "Token copied — cleared in 45 s"));
  lk_tour_step ("what is stored is listed, found and copied");

  act_on_stored (page, "secrets.remove");
  lk_test_wait_until (lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  lk_tour_picture (lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG), "96-secrets-remove");
  answer_question ("cancel");
  lk_tour_wait_for_frames (window, 10);
  g_assert_cmpuint (count_rows (page), ==, 3);
  act_on_stored (page, "secrets.remove");
  answer_question ("remove");
  lk_test_wait_until (lk_tour_has_text (window, "Secret removed from keyring"));
  lk_test_wait_until (count_rows (page) == 2);
  g_assert_cmpuint (get_count (window, "secrets-count"), ==, 1);
  g_assert_false (lk_app_token_get_stored (lk_inventory_find (lk_tour_get_inventory (window), client_id)));
  page = show_place (window, "activity", "activity_page");
  wait_for_state (page, "list");
  g_assert_cmpuint (count_rows (page), ==, 1);
  lk_tour_step ("a stored secret is removed when that was confirmed, and this is written down");
}

static GtkListBox *
find_card (GtkWidget *page)
{
  g_autoptr (LkReview) review = NULL;

  g_object_get (page, "review", &review, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (lk_review_get_entries (review, LK_TOKEN_CONCERN_UNDESCRIBED)), >=, 1);

  return GTK_LIST_BOX (lk_tour_find (page, "undescribed_list"));
}

/* Its Pulsar tokens are in the lists of many tenants: what is counted is what is found. */
static void
open_pulsar_entry (GtkWidget *window,
                   GtkWidget *page)
{
  g_autoptr (LkReview) review = NULL;
  g_autoptr (LkTokenSearch) search = NULL;
  g_autoptr (LkReviewEntry) entry = NULL;
  GListModel *entries;
  guint n_hits = 0;

  g_object_get (page, "review", &review, NULL);
  entries = lk_review_get_entries (review, LK_TOKEN_CONCERN_UNDESCRIBED);
  lk_test_wait_until (g_list_model_get_n_items (entries) == 2);
  entry = g_list_model_get_item (entries, 1);
  g_assert_true (lk_review_entry_get_pulsar (entry));
  g_assert_cmpuint (lk_review_entry_get_n_tokens (entry), >, 1);
  g_signal_emit_by_name (lk_tour_find (page, "undescribed_list"), "row-activated",
                         gtk_list_box_get_row_at_index (GTK_LIST_BOX (lk_tour_find (page, "undescribed_list")), 1));
  lk_test_wait_until (gtk_widget_get_mapped (lk_tour_find (window, "search_page")));
  g_object_get (lk_tour_find (window, "search_page"), "search", &search, NULL);
  lk_test_wait_until ((g_object_get (search, "n-hits", &n_hits, NULL), n_hits) == lk_review_entry_get_n_tokens (entry));
  lk_tour_both_pictures (window, "99-review-pulsar");
  lk_tour_step ("and one for Pulsar tokens opens those of all tenants: %u", n_hits);
  lk_tour_activate (window, "win.leave-search");
}

static void
look_at_review (GtkWidget *window)
{
  GtkWidget *page = show_place (window, "review", "review_page");
  LkTokenList *list = LK_TOKEN_LIST (gtk_widget_get_template_child (lk_tour_find (window, "tokens_page"),
                                                                    g_type_from_name ("LkTokensPage"), "token_list"));
  guint count = get_count (window, "review-count");
  gboolean narrowed;
  guint n_tokens, n_matching;

  wait_for_state (page, "list");
  g_assert_cmpuint (count, >, 0);
  lk_tour_both_pictures (window, "97-review");
  lk_tour_activate (window, "win.search");
  search (page, "no such account");
  wait_for_state (page, "no-match");
  search (page, "");
  wait_for_state (page, "list");
  lk_tour_activate (window, "win.search");

  g_signal_emit_by_name (gtk_list_box_get_row_at_index (find_card (page), 0), "activate");
  lk_test_wait_until (gtk_widget_get_mapped (lk_tour_find (window, "tokens_page")));
  g_object_get (list, "narrowed", &narrowed, "n-tokens", &n_tokens, "n-matching", &n_matching, NULL);
  g_assert_true (narrowed);
  g_assert_cmpuint (n_matching, >, 0);
  g_assert_cmpuint (n_matching, <, n_tokens);
  lk_tour_both_pictures (window, "98-review-opened");
  gtk_widget_activate_action (lk_tour_find (window, "tokens_page"), "view.clear-filters", NULL);
  g_object_get (list, "narrowed", &narrowed, NULL);
  g_assert_false (narrowed);
  lk_tour_step ("a card of the review opens the list that it counts, and Clear Filters brings the rest back");

  open_pulsar_entry (window, show_place (window, "review", "review_page"));
  show_place (window, "review", "review_page");
  lk_tour_activate (window, "win.new-token");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_NEW_TOKEN_DIALOG) != NULL);
  g_assert_true (gtk_widget_get_mapped (lk_tour_find (window, "tokens_page")));
  gtk_window_close (GTK_WINDOW (lk_tour_find_window (LK_TYPE_NEW_TOKEN_DIALOG)));
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_NEW_TOKEN_DIALOG) == NULL);
  lk_tour_step ("from there a new token is one of the account that was shown last");
}

void
lk_tour_walk_pages (GtkWidget *window)
{
  g_autoptr (LkTestDemo) demo = lk_test_demo_new (LK_TOUR_N_TOKENS);
  g_autoptr (LkIssue) issue = NULL;
  g_autofree char *client_id = NULL;
  GtkWidget *page;

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_LIGHT);
  lk_tour_sign_in (window, demo);
  page = show_place (window, "activity", "activity_page");
  wait_for_state (page, "empty");
  lk_tour_both_pictures (window, "90-activity-empty");
  lk_tour_show_sidebar (window, "91-pages-sidebar-narrow");
  go_back_to_account (window);

  issue = lk_tour_issue (window, "pages-tour");
  client_id = g_strdup (lk_issue_get_client_id (issue));
  look_at_activity (window, client_id, secret_value_get_text (lk_issue_get_token (issue)));
  prefer_privacy (window);
  go_back_to_account (window);
  look_at_secrets (window, client_id);
  go_back_to_account (window);
  look_at_review (window);
}
