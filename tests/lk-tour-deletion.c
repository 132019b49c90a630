/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The walk through deletions that are not finished, of tokens of both kinds: shown, tried again, called off, and gone on with
 * by a refresh. Needs a session of its own. */

#include "lk-tour.h"

#include "lk-banner.h"
#include "lk-listed-token.h"
#include "lk-window.h"

#define BADGE "Deletion not finished"
#define TITLE "Deletion is not finished"

static gboolean
is_doomed (gpointer token)
{
  return lk_listed_token_get_rotation (LK_LISTED_TOKEN (token)) == LK_TOKEN_DOOMED;
}

static LkBanner *
get_banner (GtkWidget  *window,
            const char *details)
{
  return LK_BANNER (lk_tour_find (lk_tour_find (window, details), "deletion_banner"));
}

static void
review (GtkWidget  *window,
        const char *details,
        const char *picture)
{
  g_signal_emit_by_name (get_banner (window, details), "button-clicked");
  lk_test_wait_until (lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  if (picture != NULL)
    lk_tour_both_pictures (window, picture);
}

static gboolean
is_busy (GtkWidget *page)
{
  gboolean busy;

  g_object_get (page, "busy", &busy, NULL);

  return busy;
}

/* The service says yes, and lists the token still. */
static void
leave_over (GtkWidget  *window,
            LkTestDemo *demo,
            const char *client_id)
{
  GtkWidget *page = lk_tour_find (window, "tokens_page");

  lk_test_demo_fault (demo, "delete:lie");
  gtk_widget_activate_action (page, "tokens.delete", "s", client_id);
  lk_tour_answer ("delete");
  lk_test_wait_until (lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  lk_tour_answer ("close");
  lk_test_wait_until (is_doomed (lk_inventory_find (lk_tour_get_inventory (window), client_id)));
}

static void
show_top (GtkWidget *window)
{
  GtkWidget *list = lk_tour_find_type (lk_tour_find (window, "tokens_page"), GTK_TYPE_LIST_VIEW);

  gtk_adjustment_set_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (list)), 0);
  lk_tour_wait_for_frames (window, 20);
}

static void
use_app_token (GtkWidget  *window,
               LkTestDemo *demo)
{
  g_autoptr (LkIssue) issue = lk_tour_issue (window, "ci-deploy-gone");
  LkInventory *inventory = lk_tour_get_inventory (window);
  const char *id = lk_issue_get_client_id (issue);
  GtkWidget *page = lk_tour_find (window, "tokens_page");
  gint64 n_deletes = lk_test_demo_count (demo, "deletes");

  leave_over (window, demo, id);
  show_top (window);
  lk_test_wait_until (lk_tour_has_text (window, BADGE));
  lk_tour_both_pictures (window, "210-deletion-not-finished");
  lk_tour_step ("deleted a token that is listed still: it needs attention");

  gtk_widget_activate_action (page, "tokens.details", "s", id);
  lk_test_wait_until (lk_banner_get_revealed (get_banner (window, "details")));
  g_assert_true (lk_tour_has_text (window, TITLE));
  g_assert_false (lk_banner_get_revealed (LK_BANNER (lk_tour_find (lk_tour_find (window, "details"), "banner"))));
  lk_tour_both_pictures (window, "211-deletion-details");
  review (window, "details", "212-deletion-review");
  lk_tour_answer ("again");
  lk_test_wait_until (lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  lk_tour_answer ("close");
  g_assert_cmpint (lk_test_demo_count (demo, "deletes") - n_deletes, ==, 2);
  g_assert_true (is_doomed (lk_inventory_find (inventory, id)));
  lk_tour_step ("tried again in vain: it stays");

  review (window, "details", NULL);
  lk_tour_answer ("keep");
  lk_test_wait_until (!is_doomed (lk_inventory_find (inventory, id)));
  lk_test_wait_until (!lk_banner_get_revealed (get_banner (window, "details")));
  lk_tour_activate (page, "tokens.back");
  lk_test_demo_fault (demo, "");
  lk_tour_activate (page, "tokens.reload");
  lk_test_wait_until (!lk_inventory_get_loading (inventory));
  lk_test_wait_until (!lk_tour_has_text (window, BADGE));
  g_assert_nonnull (lk_inventory_find (inventory, id));
  g_assert_cmpint (lk_test_demo_count (demo, "deletes") - n_deletes, ==, 2);
  lk_tour_step ("kept the token: no refresh deletes it");

  leave_over (window, demo, id);
  gtk_widget_activate_action (page, "tokens.details", "s", id);
  lk_test_wait_until (lk_banner_get_revealed (get_banner (window, "details")));
  lk_test_demo_fault (demo, "");
  review (window, "details", NULL);
  lk_tour_answer ("again");
  lk_test_wait_until (lk_inventory_find (inventory, id) == NULL);
  lk_test_wait_until (lk_tour_has_text (window, "Token deleted"));
  lk_tour_step ("tried again: the token is gone");
}

/* Nobody needs to do anything. */
static void
use_refresh (GtkWidget  *window,
             LkTestDemo *demo)
{
  g_autoptr (LkIssue) issue = lk_tour_issue (window, "ci-deploy-later");
  LkInventory *inventory = lk_tour_get_inventory (window);
  const char *id = lk_issue_get_client_id (issue);

  leave_over (window, demo, id);
  lk_test_demo_fault (demo, "");
  lk_tour_activate (lk_tour_find (window, "tokens_page"), "tokens.reload");
  lk_test_wait_until (lk_inventory_find (inventory, id) == NULL);
  lk_test_wait_until (!lk_tour_has_text (window, BADGE));
  lk_tour_step ("refreshed: the token is gone by itself");
}

static void
use_pulsar_token (GtkWidget  *window,
                  LkTestDemo *demo)
{
  LkInventories *inventories = lk_window_get_inventories (LK_WINDOW (window));
  LkInventory *inventory = lk_tour_get_inventory (window);
  LkStreaming *streaming = lk_inventories_get_streaming (inventories, inventory);
  const LkPulsarWish wish = { .days = 30, .note = "orders", .store = TRUE };
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (GAsyncResult) created = NULL;
  g_autoptr (GAsyncResult) deleted = NULL;
  g_autoptr (LkPulsarToken) token = NULL;
  g_autoptr (GError) error = NULL;
  LkTenant *tenant;

  lk_streaming_load_async (streaming, NULL, lk_test_store_result_cb, &loaded);
  lk_streaming_load_finish (streaming, lk_test_wait_for_result (&loaded), &error);
  g_assert_no_error (error);
  tenant = lk_streaming_find_tenant (streaming, "pulsar-gcp-useast4", "audit");
  lk_streaming_create_async (streaming, tenant, &wish, NULL, lk_test_store_result_cb, &created);
  token = lk_streaming_create_finish (streaming, lk_test_wait_for_result (&created), NULL, &error);
  g_assert_no_error (error);

  lk_test_demo_fault (demo, "pulsar-delete:lie");
  lk_streaming_delete_async (streaming, token, NULL, lk_test_store_result_cb, &deleted);
  g_assert_false (lk_streaming_delete_finish (streaming, lk_test_wait_for_result (&deleted), &error));
  lk_test_demo_fault (demo, "");
  lk_test_wait_until (is_doomed (token));
  g_assert_true (lk_window_show_token (LK_WINDOW (window), lk_account_get_id (lk_inventory_get_account (inventory)),
                                       "pulsar-gcp-useast4", "audit", lk_pulsar_token_get_id (token)));
  lk_test_wait_until (lk_tour_has_text (window, TITLE));
  lk_tour_both_pictures (window, "213-deletion-pulsar-details");
  lk_tour_activate (lk_tour_find (window, "tenant_page"), "pulsar.back");
  lk_test_wait_until (lk_tour_has_text (window, BADGE));
  lk_tour_both_pictures (window, "214-deletion-pulsar");
  gtk_widget_activate_action (lk_tour_find (window, "tenant_page"), "pulsar.review-deletion", "s",
                              lk_pulsar_token_get_id (token));
  lk_tour_answer ("again");
  lk_test_wait_until (is_busy (lk_tour_find (window, "tenant_page")));
  lk_test_wait_until (!is_busy (lk_tour_find (window, "tenant_page")));
  g_assert_null (lk_tenant_find_token (tenant, lk_pulsar_token_get_id (token)));
  lk_tour_step ("the same with a Pulsar token, while which the window would stay open");
}

void
lk_tour_walk_deletion (GtkWidget *window)
{
  g_autoptr (LkTestDemo) demo = lk_test_demo_new (LK_TOUR_N_TOKENS);

  lk_tour_sign_in (window, demo);
  use_app_token (window, demo);
  use_refresh (window, demo);
  use_pulsar_token (window, demo);
}
