/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A create is cut off by nobody: not by who closes the window, and not by a session that ends or sleeps. */

#include "lk-tour.h"

#include "lk-new-pulsar-dialog.h"
#include "lk-new-token-dialog.h"
#include "lk-rotate-dialog.h"
#include "lk-token-created-dialog.h"
#include "lk-window.h"

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

/* The window is asked to close, and says why it does not. */
static void
refuse (GtkWidget  *window,
        const char *heading)
{
  GtkWidget *question;

  gtk_window_close (GTK_WINDOW (window));
  lk_test_wait_until (lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  question = lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (question)), ==, heading);
  g_assert_true (gtk_widget_get_mapped (window));
  lk_tour_answer ("keep");
  lk_test_wait_until (lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG) == NULL);
}

static void
wait_for_page (GtkWidget  *dialog,
               const char *name)
{
  GtkStack *pages = GTK_STACK (lk_tour_find (dialog, "pages"));
  gboolean busy = TRUE;

  lk_test_wait_until (g_strcmp0 (gtk_stack_get_visible_child_name (pages), name) == 0);
  lk_test_wait_until ((g_object_get (dialog, "busy", &busy, NULL), !busy));
}

static void
guard_rotation (GtkWidget            *window,
                LkTestSessionManager *session,
                LkTestDemo           *demo)
{
  g_autoptr (LkIssue) issue = lk_tour_issue (window, "guarded");
  const char *id = lk_issue_get_client_id (issue);
  GtkWidget *dialog;

  gtk_widget_activate_action (lk_tour_find (window, "tokens_page"), "tokens.rotate", "s", id);
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_ROTATE_DIALOG) != NULL);
  dialog = lk_tour_find_window (LK_TYPE_ROTATE_DIALOG);
  lk_test_wait_until (gtk_widget_get_sensitive (lk_tour_find (dialog, "next_button")));
  lk_test_demo_fault (demo, "create:slow=2000");
  lk_tour_activate (dialog, "rotate.next");
  lk_test_wait_until (holds (session, 1));
  refuse (window, "A Token Is Being Created");
  wait_for_page (dialog, "switch");
  lk_test_wait_until (holds (session, 0));
  lk_tour_activate (dialog, "rotate.next");
  wait_for_page (dialog, "retire");
  lk_test_demo_fault (demo, "delete:slow=2000");
  lk_tour_activate (dialog, "rotate.next");
  lk_test_wait_until (holds (session, 1));
  refuse (window, "A Token Is Being Rotated");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_ROTATE_DIALOG) == NULL);
  lk_test_demo_fault (demo, "");
  lk_test_wait_until (holds (session, 0));
  g_assert_null (lk_inventory_find (lk_tour_get_inventory (window), id));
  lk_tour_step ("neither is a step of a rotation cut off");
}

static void
guard_pulsar (GtkWidget            *window,
              LkTestSessionManager *session,
              LkTestDemo           *demo)
{
  LkInventories *inventories = lk_window_get_inventories (LK_WINDOW (window));
  LkStreaming *streaming = lk_inventories_get_streaming (inventories, lk_tour_get_inventory (window));
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (GError) error = NULL;
  LkDialog *dialog;

  lk_streaming_load_async (streaming, NULL, lk_test_store_result_cb, &loaded);
  lk_streaming_load_finish (streaming, lk_test_wait_for_result (&loaded), &error);
  g_assert_no_error (error);
  dialog = lk_new_pulsar_dialog_new (streaming, lk_streaming_find_tenant (streaming, "pulsar-gcp-useast4", "audit"));
  lk_dialog_present (dialog, window);
  lk_test_wait_until (gtk_widget_get_sensitive (lk_tour_find (GTK_WIDGET (dialog), "create_button")));
  lk_test_demo_fault (demo, "pulsar-create:slow=2000");
  lk_tour_activate (GTK_WIDGET (dialog), "new-pulsar.create");
  lk_test_wait_until (holds (session, 1));
  refuse (window, "A Token Is Being Created");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_NEW_PULSAR_DIALOG) == NULL);
  lk_test_demo_fault (demo, "");
  lk_test_wait_until (holds (session, 0));
  lk_tour_step ("nor the creation of a Pulsar token");
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

  guard_rotation (window, session, demo);
  guard_pulsar (window, session, demo);
}
