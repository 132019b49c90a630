/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A create whose answer breaks off, and what people can do about it. */

#include "lk-tour.h"

#include "lk-banner.h"
#include "lk-new-token-dialog.h"
#include "lk-unfinished-dialog.h"
#include "lk-work-error.h"

static void
break_off (GtkWidget  *window,
           LkTestDemo *demo,
           const char *fault,
           const char *description,
           int         code)
{
  LkInventory *inventory = lk_tour_get_inventory (window);
  const char *ids[] = { lk_role_get_id (lk_inventory_find_role (inventory, "R/W Svc Acct")), NULL };
  g_autoptr (LkIssue) issue = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  issue = lk_issue_new_with_schedule (inventory, ids, description, NULL, NULL, g_variant_new_parsed ("@au [0, 0]"));
  lk_test_demo_fault (demo, fault);
  lk_issue_run_async (issue, NULL, lk_test_store_result_cb, &result);
  g_assert_false (lk_issue_run_finish (issue, lk_test_wait_for_result (&result), &error));
  g_assert_error (error, LK_WORK_ERROR, code);
  lk_test_demo_fault (demo, "");
}

static LkBanner *
get_banner (GtkWidget *window)
{
  return LK_BANNER (lk_tour_find_type (lk_tour_find (window, "unfinished_banner"), LK_TYPE_BANNER));
}

static GtkWidget *
review (GtkWidget *window)
{
  lk_tour_activate (lk_tour_find (window, "tokens_page"), "tokens.reload");
  lk_test_wait_until (lk_banner_get_revealed (get_banner (window)));
  lk_test_wait_until (!lk_inventory_get_loading (lk_tour_get_inventory (window)));
  lk_tour_both_pictures (window, "70-unfinished");
  g_signal_emit_by_name (get_banner (window), "button-clicked");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_UNFINISHED_DIALOG) != NULL);

  return lk_tour_find_window (LK_TYPE_UNFINISHED_DIALOG);
}

static void
click (GtkWidget  *dialog,
       const char *label)
{
  GtkWidget *button = lk_tour_find_button (dialog, label);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

static void
wait_until_closed (GtkWidget *window)
{
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_UNFINISHED_DIALOG) == NULL);
  lk_test_wait_until (!lk_banner_get_revealed (get_banner (window)));
}

void
lk_tour_walk_unfinished (GtkWidget *window)
{
  g_autoptr (LkTestDemo) demo = lk_test_demo_new (LK_TOUR_N_TOKENS);
  GtkWidget *dialog;
  guint n_tokens;

  lk_tour_sign_in (window, demo);
  n_tokens = lk_tour_count_tokens (window);
  g_assert_false (lk_banner_get_revealed (get_banner (window)));

  break_off (window, demo, "create:cut=60", "lost on the way", LK_WORK_ERROR_ORPHAN);
  dialog = review (window);
  lk_tour_both_pictures (dialog, "71-orphan");
  g_assert_cmpuint (lk_tour_count_tokens (window), ==, n_tokens + 1);
  lk_tour_step ("a lost secret is told: “%s”", lk_banner_get_title (get_banner (window)));

  click (dialog, "Delete It and Try _Again");
  lk_tour_answer ("delete");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_NEW_TOKEN_DIALOG) != NULL);
  wait_until_closed (window);
  dialog = lk_tour_find_window (LK_TYPE_NEW_TOKEN_DIALOG);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (lk_tour_find (dialog, "description_row"))), ==,
                   "lost on the way");
  lk_test_wait_until (gtk_widget_get_sensitive (lk_tour_find (dialog, "create_button")));
  gtk_window_close (GTK_WINDOW (dialog));
  g_assert_cmpuint (lk_tour_count_tokens (window), ==, n_tokens);
  lk_tour_step ("deleted it, and the form for another one is filled in");

  break_off (window, demo, "create:lost", "answer lost", LK_WORK_ERROR_UNKNOWN_OUTCOME);
  dialog = review (window);
  lk_tour_both_pictures (dialog, "72-unknown");
  click (dialog, "_Keep");
  wait_until_closed (window);
  g_assert_cmpuint (lk_tour_count_tokens (window), ==, n_tokens + 1);
  g_assert_cmpint (lk_test_demo_count (demo, "posts"), ==, 2);
  lk_tour_step ("kept the token of a lost answer; nothing was sent twice");
}
