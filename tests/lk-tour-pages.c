/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The walk through the pages for all accounts: what should be reviewed, what is stored, what was done. */

#include "lk-tour.h"

#include "lk-activity-page.h"

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
  go_back_to_account (window);
}
