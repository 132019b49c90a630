/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A create whose answer breaks off, and what people can do about it. */

#include "lk-tour.h"

#include "lk-banner.h"
#include "lk-new-token-dialog.h"
#include "lk-unfinished-dialog.h"
#include "lk-window.h"
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

static gboolean
is_spinning (GtkWidget *spinner)
{
  gboolean spinning;

  g_object_get (spinner, "spinning", &spinning, NULL);

  return spinning;
}

static void
click (GtkWidget  *dialog,
       const char *label)
{
  GtkWidget *button = lk_tour_find_button (dialog, label);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

static GtkWidget *
find_delete_button (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (widget)), "user-trash-symbolic") == 0)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_delete_button (child);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
wait_until_closed (GtkWidget *window)
{
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_UNFINISHED_DIALOG) == NULL);
  lk_test_wait_until (!lk_banner_get_revealed (get_banner (window)));
}

static GtkWidget *
wait_for_dialog (GType type)
{
  lk_test_wait_until (lk_tour_find_window (type) != NULL);

  return lk_tour_find_window (type);
}

/* The picture without what is only there for a moment. */
static void
wait_until_calm (GtkWidget *window)
{
  lk_test_wait_until (!lk_inventory_get_loading (lk_tour_get_inventory (window)));
  lk_tour_wait_for_frames (window, 40);
}

static void
mend_orphan (GtkWidget  *window,
             LkTestDemo *demo)
{
  guint n_tokens = lk_tour_count_tokens (window);
  GtkWidget *dialog;

  break_off (window, demo, "create:cut=60", "lost on the way", LK_WORK_ERROR_ORPHAN);
  dialog = review (window);
  lk_test_wait_until (lk_tour_has_text (dialog, "Astra created the token, but its secret never arrived"));
  lk_tour_both_pictures (dialog, "71-orphan");
  g_assert_cmpuint (lk_tour_count_tokens (window), ==, n_tokens + 1);
  lk_tour_step ("a lost secret is told: “%s”", lk_banner_get_title (get_banner (window)));

  click (dialog, "Delete It and Try _Again");
  lk_tour_answer ("cancel");
  lk_tour_wait_for_frames (dialog, 4);
  g_assert_cmpint (lk_test_demo_count (demo, "deletes"), ==, 0);
  click (dialog, "Delete It and Try _Again");
  lk_tour_answer ("delete");
  dialog = wait_for_dialog (LK_TYPE_NEW_TOKEN_DIALOG);
  wait_until_closed (window);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (lk_tour_find (dialog, "description_row"))), ==,
                   "lost on the way");
  lk_test_wait_until (gtk_widget_get_sensitive (lk_tour_find (dialog, "create_button")));
  gtk_window_close (GTK_WINDOW (dialog));
  g_assert_cmpuint (lk_tour_count_tokens (window), ==, n_tokens);
  g_assert_cmpint (lk_test_demo_count (demo, "deletes"), ==, 1);
  lk_tour_step ("deleted it, and the form for another one is filled in");
}

/* As people see it: the form says that it looks for the token, and what was found can be reviewed. */
static void
lose_answer (GtkWidget  *window,
             LkTestDemo *demo)
{
  guint n_tokens = lk_tour_count_tokens (window);
  gint64 n_posts = lk_test_demo_count (demo, "posts");
  GtkWidget *dialog, *check;

  lk_tour_activate (lk_tour_find (window, "tokens_page"), "tokens.new");
  dialog = wait_for_dialog (LK_TYPE_NEW_TOKEN_DIALOG);
  lk_tour_set_text (dialog, "description_row", "answer lost");
  check = lk_tour_find_type (lk_tour_find (dialog, "built_in_group"), GTK_TYPE_CHECK_BUTTON);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  lk_test_wait_until (gtk_widget_get_sensitive (lk_tour_find (dialog, "create_button")));
  lk_test_demo_fault (demo, "create:lost");
  lk_tour_activate (dialog, "new-token.create");
  lk_test_wait_until (lk_tour_has_text (dialog, "The answer was lost. Looking for the token…"));
  g_assert_false (gtk_widget_get_sensitive (lk_tour_find (dialog, "create_button")));
  lk_tour_picture (dialog, "72-looking");

  dialog = wait_for_dialog (ADW_TYPE_MESSAGE_DIALOG);
  lk_test_demo_fault (demo, "");
  lk_tour_picture (dialog, "73-lost");
  lk_tour_answer ("review");
  dialog = wait_for_dialog (LK_TYPE_UNFINISHED_DIALOG);
  wait_until_calm (window);
  lk_tour_both_pictures (dialog, "74-candidate");
  click (dialog, "_Keep");
  wait_until_closed (window);
  lk_test_wait_until (lk_tour_has_text (window, "Token kept"));
  g_assert_cmpuint (lk_tour_count_tokens (window), ==, n_tokens + 1);
  g_assert_cmpint (lk_test_demo_count (demo, "posts"), ==, n_posts + 1);
  lk_tour_step ("kept the token of a lost answer; nothing was sent twice");
}

/* The list that is shown does not have it yet: it is read before the question. */
static void
delete_unlisted (GtkWidget  *window,
                 LkTestDemo *demo)
{
  guint n_tokens = lk_tour_count_tokens (window);
  GtkWidget *dialog;

  break_off (window, demo, "create:cut=60", "not listed yet", LK_WORK_ERROR_ORPHAN);
  g_assert_cmpuint (lk_tour_count_tokens (window), ==, n_tokens);
  lk_tour_activate (window, "unfinished.review");
  dialog = wait_for_dialog (LK_TYPE_UNFINISHED_DIALOG);
  g_assert_cmpuint (lk_tour_count_tokens (window), ==, n_tokens);
  g_signal_emit_by_name (find_delete_button (dialog), "clicked");
  lk_tour_answer ("delete");
  wait_until_closed (window);
  g_assert_cmpuint (lk_tour_count_tokens (window), ==, n_tokens);
  lk_tour_step ("a token that was not in the list yet can be deleted all the same");
}

static void
find_nothing (GtkWidget  *window,
              LkTestDemo *demo)
{
  gint64 n_posts;
  GtkWidget *dialog;

  break_off (window, demo, "create:status=503", "perhaps", LK_WORK_ERROR_UNKNOWN_OUTCOME);
  n_posts = lk_test_demo_count (demo, "posts");
  dialog = review (window);
  lk_tour_both_pictures (dialog, "75-nothing-listed");
  click (dialog, "_Look Again");
  lk_test_wait_until (!is_spinning (lk_tour_find (dialog, "spinner")));
  g_assert_true (lk_tour_has_text (dialog, "Nothing is sent again"));
  lk_tour_step ("without a token to be seen nothing is claimed: “%s”", lk_banner_get_title (get_banner (window)));
  click (dialog, "_Forget");
  wait_until_closed (window);
  g_assert_cmpint (lk_test_demo_count (demo, "posts"), ==, n_posts);
  lk_tour_step ("and it can be forgotten");
}

/* A Pulsar token is not lost with an answer: it only has to be found. */
static void
find_pulsar_token (GtkWidget  *window,
                   LkTestDemo *demo)
{
  LkInventory *inventory = lk_tour_get_inventory (window);
  LkStreaming *streaming = lk_inventories_get_streaming (lk_window_get_inventories (LK_WINDOW (window)), inventory);
  const LkPulsarWish wish = { .days = 30,
                              .note = "orders consumer",
                              .script_name = "orders-consumer",
                              .store = TRUE,
                              .schedule = g_variant_new_parsed ("@au [0]") };
  GListModel *tokens;
  LkTenant *tenant;
  guint n_tokens;
  GtkWidget *dialog;
  g_autoptr (LkPulsarToken) token = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  lk_test_wait_until (lk_streaming_get_loaded (streaming) && !lk_streaming_get_loading (streaming));
  tenant = lk_streaming_find_tenant (streaming, "pulsar-gcp-useast4", "audit");
  tokens = lk_tenant_get_tokens (tenant);
  n_tokens = g_list_model_get_n_items (tokens);
  lk_test_demo_fault (demo, "pulsar-create:lost\npulsar-get:status=403");
  lk_streaming_create_async (streaming, tenant, &wish, NULL, lk_test_store_result_cb, &result);
  token = lk_streaming_create_finish (streaming, lk_test_wait_for_result (&result), NULL, &error);
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_UNKNOWN_OUTCOME);

  dialog = review (window);
  g_assert_cmpstr (lk_banner_get_title (get_banner (window)), ==,
                   "A Pulsar token may have been created, but the answer was lost");
  g_assert_true (lk_tour_has_text (dialog, "audit on pulsar-gcp-useast4"));
  lk_tour_both_pictures (dialog, "76-pulsar");
  lk_test_demo_fault (demo, "");
  click (dialog, "_Look Again");
  wait_until_closed (window);
  lk_test_wait_until (lk_tour_has_text (window, "The secret was recovered and is in the keyring"));
  lk_test_wait_until (!lk_streaming_get_loading (streaming));
  g_assert_cmpuint (g_list_model_get_n_items (tokens), ==, n_tokens + 1);
  token = g_list_model_get_item (tokens, 0);
  g_assert_true (lk_pulsar_token_get_stored (token));
  g_assert_cmpstr (lk_pulsar_token_get_script_name (token), ==, "orders-consumer");
  lk_tour_step ("a Pulsar token whose answer was lost is found, and in the keyring");
}

void
lk_tour_walk_unfinished (GtkWidget *window)
{
  g_autoptr (LkTestDemo) demo = lk_test_demo_new (LK_TOUR_N_TOKENS);
  LkTourTurns turns;
  int longest_ms;

  lk_tour_sign_in (window, demo);
  g_assert_false (lk_banner_get_revealed (get_banner (window)));
  mend_orphan (window, demo);
  find_nothing (window, demo);
  lose_answer (window, demo);
  find_pulsar_token (window, demo);

  /* The pictures take longer: they are not in it. */
  lk_tour_turns_start (&turns);
  delete_unlisted (window, demo);
  longest_ms = lk_tour_turns_stop (&turns);
  lk_tour_step ("the longest turn of the main loop took %d ms", longest_ms);
  g_assert_cmpint (longest_ms, <, LK_TEST_LONGEST_MS);
}
