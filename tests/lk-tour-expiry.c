/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The walk through what is told of tokens that expire. */

#include "lk-tour.h"

#include "lk-wanted.h"
#include "lk-preferences-dialog.h"
#include "lk-pulsar-details.h"
#include "lk-rotate.h"
#include "lk-search-page.h"
#include "lk-settings.h"
#include "lk-state-rotations.h"
#include "lk-tenant-page.h"
#include "lk-window.h"

#include <glib/gstdio.h>
#include <string.h>

#define WITHIN_DAYS 8 /* more than anybody is told of */

static LkStreaming *
get_streaming (GtkWidget *window)
{
  LkInventories *inventories = lk_window_get_inventories (LK_WINDOW (window));

  return lk_inventories_get_streaming (inventories, lk_tour_get_inventory (window));
}

static gboolean
is_near (GDateTime *expiry)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return expiry != NULL && ABS (g_date_time_difference (expiry, now)) < WITHIN_DAYS * G_TIME_SPAN_DAY;
}

static LkAppToken *
find_near_app (GtkWidget *window)
{
  GListModel *tokens = lk_inventory_get_tokens (lk_tour_get_inventory (window));

  for (guint i = 0; i < g_list_model_get_n_items (tokens); i++)
    {
      g_autoptr (LkAppToken) token = g_list_model_get_item (tokens, i);

      if (is_near (lk_app_token_get_token_expiry (token)))
        return token;
    }

  return NULL;
}

static LkPulsarToken *
find_near_pulsar (GtkWidget *window)
{
  GListModel *tenants = lk_streaming_get_tenants (get_streaming (window));

  for (guint i = 0; i < g_list_model_get_n_items (tenants); i++)
    {
      g_autoptr (LkTenant) tenant = g_list_model_get_item (tenants, i);
      GListModel *tokens = lk_tenant_get_tokens (tenant);

      for (guint j = 0; j < g_list_model_get_n_items (tokens); j++)
        {
          g_autoptr (LkPulsarToken) token = g_list_model_get_item (tokens, j);

          if (is_near (lk_pulsar_token_get_expiry (token)))
            return token;
        }
    }

  return NULL;
}

static gboolean
is_ahead (GDateTime *expiry)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return expiry != NULL && g_date_time_compare (expiry, now) > 0;
}

/* Of the tenant that is shown. */
static LkPulsarToken *
find_ahead_pulsar (GtkWidget *window)
{
  LkTenant *tenant = lk_tenant_page_get_tenant (LK_TENANT_PAGE (lk_tour_find (window, "tenant_page")));
  GListModel *tokens = lk_tenant_get_tokens (tenant);

  for (guint i = 0; i < g_list_model_get_n_items (tokens); i++)
    {
      g_autoptr (LkPulsarToken) token = g_list_model_get_item (tokens, i);

      if (is_ahead (lk_pulsar_token_get_expiry (token)))
        return token;
    }

  g_assert_not_reached ();
}

static guint
count_ahead (GtkWidget *window)
{
  GListModel *apps = lk_inventory_get_tokens (lk_tour_get_inventory (window));
  GListModel *tenants = lk_streaming_get_tenants (get_streaming (window));
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (apps); i++)
    {
      g_autoptr (LkAppToken) token = g_list_model_get_item (apps, i);

      n += is_ahead (lk_app_token_get_token_expiry (token)) ? 1 : 0;
    }
  for (guint i = 0; i < g_list_model_get_n_items (tenants); i++)
    {
      g_autoptr (LkTenant) tenant = g_list_model_get_item (tenants, i);
      GListModel *tokens = lk_tenant_get_tokens (tenant);

      for (guint j = 0; j < g_list_model_get_n_items (tokens); j++)
        {
          g_autoptr (LkPulsarToken) token = g_list_model_get_item (tokens, j);

          n += is_ahead (lk_pulsar_token_get_expiry (token)) ? 1 : 0;
        }
    }

  return n;
}

/* Once both halves of the account have been read, the desktop is told in one notification. */
static void
be_told (GtkWidget           *window,
         LkTestDemo          *demo,
         LkTestNotifications *notifications)
{
  g_autofree char *title = NULL;
  g_autofree char *body = NULL;
  g_autofree char *all = NULL;

  lk_test_wait_until (lk_test_notifications_count (notifications) == 1);
  title = lk_test_notifications_dup (notifications, "title");
  body = lk_test_notifications_dup (notifications, "body");
  all = lk_test_notifications_dup (notifications, NULL);
  g_assert_true (g_str_has_suffix (title, "Tokens Need Attention"));
  g_assert_nonnull (strstr (body, " more in "));
  g_assert_null (strstr (all, "AstraCS"));
  g_assert_null (strstr (all, "eyJ"));
  lk_tour_step ("the desktop is told: “%s”, “%s”", title, body);
}

/* A click leads to what it is about. */
static void
follow (GtkWidget           *window,
        LkTestNotifications *notifications)
{
  GApplication *application = G_APPLICATION (gtk_window_get_application (GTK_WINDOW (window)));
  LkAccount *account = lk_inventory_get_account (lk_tour_get_inventory (window));
  GtkWidget *page = lk_tour_find (window, "tenant_page");
  GtkWidget *details = lk_tour_find (lk_tour_find (window, "tokens_page"), "details");
  LkPulsarToken *pulsar = find_near_pulsar (window);

  lk_test_notifications_click (notifications);
  lk_test_wait_until (gtk_widget_get_mapped (page));
  lk_tour_step ("a click on it leads to the tenant %s",
                lk_tenant_get_name (lk_tenant_page_get_tenant (LK_TENANT_PAGE (page))));

  g_action_group_activate_action (G_ACTION_GROUP (application), LK_SHOW_TOKEN_ACTION,
                                  g_variant_new (LK_SHOW_TOKEN_TYPE, lk_account_get_id (account), "", "",
                                                 lk_app_token_get_client_id (find_near_app (window))));
  lk_test_wait_until (gtk_widget_get_mapped (details));
  lk_test_wait_until (lk_tour_has_text (details, lk_app_token_get_title (find_near_app (window))));

  g_action_group_activate_action (G_ACTION_GROUP (application), LK_SHOW_TOKEN_ACTION,
                                  g_variant_new (LK_SHOW_TOKEN_TYPE, lk_account_get_id (account),
                                                 lk_pulsar_token_get_cluster_name (pulsar),
                                                 lk_pulsar_token_get_tenant_name (pulsar),
                                                 lk_pulsar_token_get_id (pulsar)));
  details = lk_tour_find (page, "details");
  lk_test_wait_until (gtk_widget_get_mapped (details));
  g_assert_true (lk_pulsar_details_get_token (LK_PULSAR_DETAILS (details)) == pulsar);
  lk_tour_step ("a notification about one token leads to its details, of either kind");
}

/* When the last of them is gone, so is the notification; and there is none but that one on this day. */
static void
handle (GtkWidget           *window,
        LkTestNotifications *notifications)
{
  LkInventory *inventory = lk_tour_get_inventory (window);
  LkAppToken *app;
  LkPulsarToken *pulsar;
  g_autoptr (GError) error = NULL;

  while ((pulsar = find_near_pulsar (window)) != NULL)
    {
      g_autoptr (GAsyncResult) deleted = NULL;

      lk_streaming_delete_async (get_streaming (window), pulsar, NULL, lk_test_store_result_cb, &deleted);
      lk_streaming_delete_finish (get_streaming (window), lk_test_wait_for_result (&deleted), &error);
      g_assert_no_error (error);
    }
  g_assert_cmpuint (lk_test_notifications_get_shown (notifications), ==, 1);

  while ((app = find_near_app (window)) != NULL)
    {
      g_autoptr (GAsyncResult) deleted = NULL;

      lk_inventory_delete_async (inventory, app, NULL, lk_test_store_result_cb, &deleted);
      lk_inventory_delete_finish (inventory, lk_test_wait_for_result (&deleted), &error);
      g_assert_no_error (error);
    }
  lk_test_wait_until (lk_test_notifications_get_shown (notifications) == 0);
  g_assert_cmpuint (lk_test_notifications_count (notifications), ==, 1);
  lk_tour_step ("when all of them are deleted the notification is withdrawn, and it was the only one");
}

static char *
read_calendar (GtkWidget  *window,
               const char *path)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  lk_test_wait_until (g_file_test (path, G_FILE_TEST_EXISTS));
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (text, "BEGIN:VCALENDAR\r\n"));
  g_assert_true (g_str_has_suffix (text, "END:VCALENDAR\r\n"));
  g_assert_null (strstr (text, "AstraCS"));
  g_assert_null (strstr (text, "eyJ"));
  g_unlink (path);

  return g_steal_pointer (&text);
}

static guint
count (const char *text,
       const char *part)
{
  g_auto (GStrv) parts = g_strsplit (text, part, -1);

  return g_strv_length (parts) - 1;
}

/* An event for each token that expires and has not yet: of one, of some that are chosen, and of all. */
static void
keep_in_calendar (GtkWidget *window)
{
  g_autofree char *folder = lk_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "token-expiry.ics", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *uri = g_file_get_uri (file);
  GtkWidget *page = lk_tour_find (window, "tokens_page");
  LkAppToken *app = find_near_app (window);
  LkPulsarToken *pulsar = find_ahead_pulsar (window);
  g_autofree char *summary = g_strdup_printf ("SUMMARY:Token “%s” expires\r\n", lk_app_token_get_title (app));
  g_autofree char *one = NULL;
  g_autofree char *other = NULL;
  g_autofree char *all = NULL;

  gtk_widget_activate_action (page, "tokens.add-to-calendar-to", "(ss)", lk_app_token_get_client_id (app), uri);
  one = read_calendar (window, path);
  g_assert_cmpuint (count (one, "BEGIN:VEVENT\r\n"), ==, 1);
  g_assert_nonnull (strstr (one, summary));
  lk_test_wait_until (lk_tour_has_text (window, "File saved"));

  gtk_widget_activate_action (lk_tour_find (window, "tenant_page"), "pulsar.add-to-calendar-to", "(ss)",
                              lk_pulsar_token_get_id (pulsar), uri);
  other = read_calendar (window, path);
  g_assert_cmpuint (count (other, "BEGIN:VEVENT\r\n"), ==, 1);
  g_assert_nonnull (strstr (other, "DESCRIPTION:Pulsar token of "));

  gtk_widget_activate_action (window, "win.add-to-calendar-to", "s", uri);
  all = read_calendar (window, path);
  g_assert_cmpuint (count (all, "BEGIN:VEVENT\r\n"), ==, count_ahead (window));
  g_assert_nonnull (strstr (all, summary));
  lk_test_remove_folder (folder);
  lk_tour_step ("a calendar file has an event for one token of either kind, and for all %u that expire", count_ahead (window));
}

/* A tenant's tokens are sorted and chosen from as application tokens are. */
static void
sort_out (GtkWidget *window)
{
  LkAccount *account = lk_inventory_get_account (lk_tour_get_inventory (window));
  GtkWidget *page = lk_tour_find (window, "tenant_page");
  GListModel *rows = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (lk_tour_find (page, "list"))));
  GtkMenuButton *button = GTK_MENU_BUTTON (lk_tour_find (lk_tour_find (page, "view_options"), "button"));
  LkTenant *tenant = lk_tenant_page_get_tenant (LK_TENANT_PAGE (page));
  const guint n_rows = g_list_model_get_n_items (lk_tenant_get_tokens (tenant)) + 2; /* with both headings */

  lk_window_show_token (LK_WINDOW (window), lk_account_get_id (account), lk_tenant_get_cluster (tenant),
                        lk_tenant_get_name (tenant), "");
  lk_test_wait_until (gtk_widget_get_mapped (lk_tour_find (page, "list")));
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, n_rows);
  g_assert_true (lk_tour_has_text (page, "Needs Attention (2)"));
  lk_tour_both_pictures (window, "111-tenant-attention");
  gtk_menu_button_popup (button);
  lk_tour_wait_for_frames (window, 20);
  lk_tour_picture (GTK_WIDGET (gtk_menu_button_get_popover (button)), "112-tenant-view-options");
  gtk_menu_button_popdown (button);

  lk_tour_activate (page, "view.unknown");
  g_assert_cmpuint (g_list_model_get_n_items (rows), >, 0);
  g_assert_cmpuint (g_list_model_get_n_items (rows), <, n_rows);
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (LkPulsarToken) token = g_list_model_get_item (rows, i);

      g_assert_false (lk_pulsar_token_get_expiry_known (token));
    }
  lk_tour_both_pictures (window, "113-tenant-unknown");
  lk_tour_step ("of a tenant’s tokens two need attention, and of %u the expiry is not known",
                g_list_model_get_n_items (rows));

  lk_tour_activate (page, "view.stored");
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, 0);
  lk_tour_wait_for_frames (window, 20);
  lk_tour_both_pictures (window, "114-tenant-no-match");
  lk_tour_activate (page, "view.reset");
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, n_rows);
  lk_tour_step ("filters that leave none of them can be cleared");
}

static void
wait_for_hits (GtkWidget *page)
{
  g_autoptr (LkTokenSearch) search = NULL;
  gboolean searching = TRUE;

  g_object_get (page, "search", &search, NULL);
  while (searching)
    {
      g_main_context_iteration (NULL, TRUE);
      g_object_get (search, "searching", &searching, NULL);
    }
}

static GtkListBoxRow *
get_hit (GtkWidget *page,
         int        position)
{
  return gtk_list_box_get_row_at_index (GTK_LIST_BOX (lk_tour_find (page, "hits_list")), position);
}

/* One search finds tokens of both kinds, and a row leads to the details of each. */
static void
search_all (GtkWidget *window)
{
  GtkWidget *page = lk_tour_find (window, "search_page");
  GtkWidget *tenant_page = lk_tour_find (window, "tenant_page");
  GtkWidget *details = lk_tour_find (lk_tour_find (window, "tokens_page"), "details");
  LkPulsarToken *pulsar = find_near_pulsar (window);

  lk_tour_activate (window, "win.search-all");
  lk_test_wait_until (gtk_widget_get_mapped (page));
  wait_for_hits (page);
  g_assert_true (lk_tour_has_text (page, "Needs Attention"));
  g_assert_true (lk_tour_has_text (page, "Expires in 5 days"));
  lk_tour_both_pictures (window, "115-search-all");
  lk_tour_step ("before anything is typed, it shows what needs attention of either kind");
  lk_tour_set_text (page, "search_entry", "orders");
  wait_for_hits (page);
  lk_tour_wait_for_frames (window, 10);
  g_assert_true (lk_tour_has_text (page, "Application Tokens · Acme Production"));
  g_assert_true (lk_tour_has_text (page, "orders (pulsar-gcp-useast4) · Acme Production"));
  g_assert_true (lk_tour_has_text (page, "orders (pulsar-aws-euwest1) · Acme Production"));
  lk_tour_both_pictures (window, "116-search-all-found");
  lk_tour_step ("one search finds tokens of both kinds");

  gtk_widget_activate (GTK_WIDGET (get_hit (page, 0)));
  lk_test_wait_until (gtk_widget_get_mapped (details));

  lk_tour_activate (window, "win.search-all");
  lk_tour_set_text (page, "search_entry", lk_pulsar_token_get_id (pulsar));
  wait_for_hits (page);
  g_assert_null (get_hit (page, 1));
  gtk_widget_activate (GTK_WIDGET (get_hit (page, 0)));
  details = lk_tour_find (tenant_page, "details");
  lk_test_wait_until (gtk_widget_get_mapped (details));
  g_assert_true (lk_pulsar_details_get_token (LK_PULSAR_DETAILS (details)) == pulsar);
  lk_tour_step ("what it finds leads to the details of either kind");

  lk_tour_activate (window, "win.search-all");
  lk_tour_set_text (page, "search_entry", "no such token");
  wait_for_hits (page);
  lk_tour_wait_for_frames (window, 10);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (lk_tour_find (page, "states"))), ==, "no-match");
  lk_tour_activate (window, "win.leave-search");
  lk_test_wait_until (gtk_widget_get_mapped (details));
  lk_tour_step ("Escape leads back to what was shown before");
}

/* What is asked for in the Preferences is what is told. */
static void
prefer (GtkWidget *window)
{
  GApplication *application = G_APPLICATION (gtk_window_get_application (GTK_WINDOW (window)));
  g_autoptr (GSettings) settings = lk_settings_new ();
  GtkScrolledWindow *scrolled;
  GtkWidget *dialog;

  g_action_group_activate_action (G_ACTION_GROUP (application), "preferences", NULL);
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_PREFERENCES_DIALOG) != NULL);
  dialog = lk_tour_find_window (LK_TYPE_PREFERENCES_DIALOG);
  g_assert_false (gtk_switch_get_active (GTK_SWITCH (lk_tour_find (dialog, "remind_30_switch"))));
  g_assert_true (gtk_switch_get_active (GTK_SWITCH (lk_tour_find (dialog, "remind_7_switch"))));
  g_assert_true (gtk_switch_get_active (GTK_SWITCH (lk_tour_find (dialog, "remind_1_switch"))));
  gtk_switch_set_active (GTK_SWITCH (lk_tour_find (dialog, "remind_30_switch")), TRUE);
  g_assert_true (g_settings_get_boolean (settings, "remind-30-days"));
  scrolled = GTK_SCROLLED_WINDOW (lk_tour_find_type (dialog, GTK_TYPE_SCROLLED_WINDOW));
  lk_tour_wait_for_frames (dialog, 10);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (scrolled), 340);
  lk_tour_both_pictures (dialog, "110-preferences-expiry");
  gtk_window_close (GTK_WINDOW (dialog));
  g_settings_reset (settings, "remind-30-days");
  lk_tour_step ("the Preferences say when to remind of a token");
}

/* The old token of a rotation was to be spoken of by now; it is not any more once it is gone. */
static void
be_reminded (GtkWidget           *window,
             LkTestNotifications *notifications)
{
  LkInventory *inventory = lk_tour_get_inventory (window);
  LkRotations *rotations = lk_inventories_get_rotations (lk_window_get_inventories (LK_WINDOW (window)));
  LkState *state = lk_office_get_state (lk_inventory_get_office (inventory));
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) earlier = g_date_time_add_days (now, -1);
  g_autoptr (LkIssue) first = lk_tour_issue (window, "reminded of");
  g_autoptr (LkIssue) issue = lk_rotate_issue_new (inventory, lk_issue_get_app_token (first), now);
  guint n_before = lk_test_notifications_count (notifications);
  guint n_shown = lk_test_notifications_get_shown (notifications);
  g_autoptr (GAsyncResult) issued = NULL;
  g_autoptr (GAsyncResult) read = NULL;
  g_autoptr (GAsyncResult) moved = NULL;
  g_autoptr (GAsyncResult) ended = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *title = NULL;
  g_autofree char *body = NULL;
  LkRotation *rotation;

  lk_issue_run_async (issue, NULL, lk_test_store_result_cb, &issued);
  g_assert_true (lk_issue_run_finish (issue, lk_test_wait_for_result (&issued), &error));
  lk_rotations_read_async (rotations, NULL, lk_test_store_result_cb, &read);
  g_assert_true (lk_rotations_read_finish (rotations, lk_test_wait_for_result (&read), &error));
  rotation = lk_rotations_find (rotations, lk_inventory_get_account (inventory), lk_issue_get_client_id (issue));
  lk_rotate_hand_over_async (rotation, inventory, NULL, NULL, lk_test_store_result_cb, &moved);
  g_assert_true (lk_rotate_hand_over_finish (lk_test_wait_for_result (&moved), &error));
  g_assert_cmpuint (lk_test_notifications_count (notifications), ==, n_before);

  lk_rotation_set_remind_at (rotation, earlier);
  lk_state_save_rotation_async (state, rotation, NULL, NULL, NULL);
  lk_rotations_read_async (rotations, NULL, NULL, NULL);
  lk_test_wait_until (lk_test_notifications_count (notifications) == n_before + 1);
  title = lk_test_notifications_dup (notifications, "title");
  body = lk_test_notifications_dup (notifications, "body");
  g_assert_nonnull (strstr (title, "Old Token Still Active"));
  g_assert_nonnull (strstr (body, "reminded of was rotated today"));

  lk_rotate_end_async (rotation, FALSE, inventory, NULL, NULL, lk_test_store_result_cb, &ended);
  lk_rotate_end_finish (lk_test_wait_for_result (&ended), &error);
  g_assert_no_error (error);
  lk_rotations_read_async (rotations, NULL, NULL, NULL);
  lk_test_wait_until (lk_test_notifications_get_shown (notifications) == n_shown);
  lk_tour_step ("was reminded of the old token of a rotation; once it was deleted, nothing is said of it");
}

void
lk_tour_walk_expiry (GtkWidget           *window,
                     LkTestNotifications *notifications)
{
  g_autoptr (LkTestDemo) demo = lk_test_demo_new (LK_TOUR_N_TOKENS);

  lk_tour_sign_in (window, demo);
  be_told (window, demo, notifications);
  follow (window, notifications);
  keep_in_calendar (window);
  sort_out (window);
  search_all (window);
  prefer (window);
  handle (window, notifications);
  be_reminded (window, notifications);
}
