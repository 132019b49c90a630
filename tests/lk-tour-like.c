/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A token like another one: the form is filled in, the day is typed or chosen, and wrong days are told. */

#include "lk-tour.h"

#include "lk-expiry-row.h"
#include "lk-new-token-dialog.h"
#include "lk-token-created-dialog.h"

#define ON_DATE 5
#define NEVER 6
#define MODEL "nightly-backup-like"

static GtkWidget *
open_like (GtkWidget  *window,
           const char *client_id)
{
  GtkWidget *dialog;

  gtk_widget_activate_action (lk_tour_find (window, "tokens_page"), "tokens.new-like", "s", client_id);
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_NEW_TOKEN_DIALOG) != NULL);
  dialog = lk_tour_find_window (LK_TYPE_NEW_TOKEN_DIALOG);
  lk_tour_wait_for_frames (dialog, 10);

  return dialog;
}

/* Today alone is no day to come, and neither is what is no day; each is told while it is typed. */
static void
type_days (GtkWidget *dialog)
{
  static const char *const wrong[] = { "", "tomorrow", "90d", "2020-01-31", "2099-02-30", "never" };
  AdwComboRow *row = ADW_COMBO_ROW (lk_tour_find (dialog, "expires_row"));
  GtkWidget *date_row = lk_tour_find (dialog, "date_row");
  GtkWidget *create_button = lk_tour_find (dialog, "create_button");

  g_assert_false (gtk_widget_get_visible (date_row));
  adw_combo_row_set_selected (row, ON_DATE);
  g_assert_true (gtk_widget_get_visible (date_row));
  g_assert_true (gtk_widget_get_sensitive (create_button));
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      gtk_editable_set_text (GTK_EDITABLE (date_row), wrong[i]);
      g_assert_false (gtk_widget_get_sensitive (create_button));
      g_assert_true (gtk_widget_has_css_class (date_row, "error"));
    }
  lk_tour_picture (dialog, "61-wrong-day");
  gtk_editable_set_text (GTK_EDITABLE (date_row), "2099-01-31");
  g_assert_true (gtk_widget_get_sensitive (create_button));
  lk_tour_both_pictures (dialog, "62-on-date");
  adw_combo_row_set_selected (row, NEVER);
  g_assert_false (gtk_widget_get_visible (date_row));
  g_assert_true (lk_expiry_row_get_never (LK_EXPIRY_ROW (row)));
  adw_combo_row_set_selected (row, ON_DATE);
  lk_tour_step ("the day can be typed, and one that is past or none is told");
}

void
lk_tour_walk_like (GtkWidget *window)
{
  g_autoptr (LkTestDemo) demo = lk_test_demo_new (LK_TOUR_N_TOKENS);
  g_autoptr (LkIssue) issue = NULL;
  g_autoptr (GDateTime) wanted = g_date_time_new_local (2099, 1, 31, 0, 0, 0);
  GtkWidget *dialog;
  LkAppToken *model, *made;

  lk_tour_sign_in (window, demo);
  issue = lk_tour_issue (window, MODEL);
  model = lk_issue_get_app_token (issue);
  dialog = open_like (window, lk_app_token_get_client_id (model));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (lk_tour_find (dialog, "description_row"))), ==, MODEL);
  g_assert_true (gtk_widget_get_sensitive (lk_tour_find (dialog, "create_button")));
  lk_tour_both_pictures (dialog, "60-like");
  lk_tour_step ("a token like “%s” needs no word more", lk_app_token_get_title (model));

  type_days (dialog);
  lk_tour_activate (dialog, "new-token.create");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_TOKEN_CREATED_DIALOG) != NULL);
  gtk_window_close (GTK_WINDOW (lk_tour_find_window (LK_TYPE_TOKEN_CREATED_DIALOG)));
  made = NULL;
  for (guint i = 0; i < lk_tour_count_tokens (window); i++)
    {
      g_autoptr (LkAppToken) token = g_list_model_get_item (lk_inventory_get_tokens (lk_tour_get_inventory (window)), i);

      if (token != model && g_strcmp0 (lk_app_token_get_description (token), MODEL) == 0)
        made = token;
    }
  g_assert_nonnull (made);
  g_assert_true (g_strv_equal (lk_app_token_get_role_ids (made), lk_app_token_get_role_ids (model)));
  g_assert_cmpint (ABS (g_date_time_difference (lk_app_token_get_token_expiry (made), wanted)), <=, 2 * G_TIME_SPAN_DAY);
  lk_tour_step ("made it: the same roles, until %s", "31 January 2099");
}
