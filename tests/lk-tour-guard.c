/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A create is cut off by nobody: not by who closes the window, and not by a session that ends or sleeps. */

#include "lk-tour.h"

#include "lk-new-token-dialog.h"
#include "lk-token-created-dialog.h"

/* On X11, GTK 4.24 asks neither the session's manager nor the desktop portal (measured: no call of either on the bus). */
static gboolean
asks_session (void)
{
  return gtk_check_version (4, 20, 0) != NULL;
}

static gboolean
holds (LkTestSessionManager *session,
       guint                 n)
{
  return !asks_session () || lk_test_session_manager_count_inhibits (session) == n;
}

static GtkWidget *
begin (GtkWidget *window)
{
  GtkWidget *dialog, *check;

  lk_tour_activate (lk_tour_find (window, "tokens_page"), "tokens.new");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_NEW_TOKEN_DIALOG) != NULL);
  dialog = lk_tour_find_window (LK_TYPE_NEW_TOKEN_DIALOG);
  lk_tour_set_text (dialog, "description_row", LK_TOUR_DESCRIPTION);
  check = lk_tour_find_type (lk_tour_find (dialog, "built_in_group"), GTK_TYPE_CHECK_BUTTON);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  lk_test_wait_until (gtk_widget_get_sensitive (lk_tour_find (dialog, "create_button")));

  return dialog;
}

void
lk_tour_walk_guard (GtkWidget            *window,
                    LkTestSessionManager *session)
{
  g_autoptr (LkTestDemo) demo = lk_test_demo_new (LK_TOUR_N_TOKENS);
  g_autoptr (LkIssue) issue = NULL;
  GtkWidget *dialog, *question;
  guint n_inhibits;

  lk_tour_sign_in (window, demo);
  lk_test_wait_until (holds (session, 0));
  dialog = begin (window);
  lk_test_demo_fault (demo, "create:slow=2000");
  lk_tour_activate (dialog, "new-token.create");
  lk_test_wait_until (holds (session, 1));
  lk_test_wait_until (lk_tour_has_text (dialog, "Asking Astra…"));

  for (guint i = 0; i < 2; i++)
    {
      gtk_window_close (GTK_WINDOW (window));
      lk_test_wait_until (lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG) != NULL);
    }
  question = lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (question)), ==, "A Token Is Being Created");
  g_assert_true (gtk_widget_get_mapped (window));
  lk_tour_picture (question, "76-keep-working");
  lk_tour_step ("closing the window in the middle of a create is refused: “%s”",
                adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (question)));
  lk_tour_answer ("keep");
  lk_test_wait_until (lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG) == NULL);

  lk_test_wait_until (lk_tour_find_window (LK_TYPE_TOKEN_CREATED_DIALOG) != NULL);
  lk_test_demo_fault (demo, "");
  lk_test_wait_until (holds (session, 0));
  gtk_window_close (GTK_WINDOW (lk_tour_find_window (LK_TYPE_TOKEN_CREATED_DIALOG)));
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_TOKEN_CREATED_DIALOG) == NULL);
  g_assert_cmpint (lk_test_demo_count (demo, "posts"), ==, 1);
  lk_tour_step ("meanwhile the session waited, and waits no longer");

  n_inhibits = lk_test_session_manager_count_total (session);
  issue = lk_tour_issue (window, "unstored");
  lk_dialog_present (lk_token_created_dialog_new (issue, lk_tour_get_inventory (window), NULL, FALSE), window);
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_TOKEN_CREATED_DIALOG) != NULL);
  lk_test_wait_until (holds (session, 1));
  if (asks_session ())
    g_assert_cmpuint (lk_test_session_manager_count_total (session), ==, n_inhibits + 1);
  gtk_window_close (GTK_WINDOW (lk_tour_find_window (LK_TYPE_TOKEN_CREATED_DIALOG)));
  lk_tour_answer ("discard");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_TOKEN_CREATED_DIALOG) == NULL);
  lk_test_wait_until (holds (session, 0));
  lk_tour_step ("it waits as long as a secret is shown that is not stored");
}
