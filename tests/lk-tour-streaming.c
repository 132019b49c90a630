/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The walk through the streaming half of an account: its tenants, and the Pulsar tokens of one. */

#include "lk-tour.h"

#include "lk-account-row.h"
#include "lk-expiry-row.h"
#include "lk-new-pulsar-dialog.h"
#include "lk-pulsar-details.h"
#include "lk-pulsar-save-dialog.h"
#include "lk-streaming-page.h"
#include "lk-tenant-page.h"

#include <glib/gstdio.h>
#include <string.h>

#define NOTE "orders consumer"
#define SCRIPT_NAME "orders-consumer"

static GtkListBoxRow *
find_row (GtkWidget  *window,
          gboolean    all,
          const char *tenant)
{
  GtkListBox *list = GTK_LIST_BOX (lk_tour_find (window, "sidebar_list"));
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    {
      LkAccountThing *thing = lk_account_row_get_thing (LK_ACCOUNT_ROW (row));
      LkTenant *there = lk_account_thing_get_tenant (thing);

      if (all ? lk_account_thing_get_streaming (thing) != NULL && there == NULL
              : there != NULL && g_str_equal (lk_tenant_get_name (there), tenant))
        return row;
    }

  return NULL;
}

static void
choose (GtkWidget     *window,
        GtkListBoxRow *row)
{
  gtk_list_box_select_row (GTK_LIST_BOX (lk_tour_find (window, "sidebar_list")), row);
  gtk_widget_activate (GTK_WIDGET (row));
}

static LkTenantPage *
get_page (GtkWidget *window)
{
  return LK_TENANT_PAGE (lk_tour_find (window, "tenant_page"));
}

static LkTenant *
get_tenant (GtkWidget *window)
{
  return lk_tenant_page_get_tenant (get_page (window));
}

static void
wait_for_tokens (GtkWidget *window)
{
  LkTenant *tenant = get_tenant (window);

  lk_test_wait_until (lk_tenant_get_loaded (tenant) && !lk_tenant_get_loading (tenant));
  lk_tour_wait_for_frames (window, 4);
}

static void
look_at_tenants (GtkWidget *window)
{
  GtkWidget *page = lk_tour_find (window, "streaming_page");
  GtkListView *list = GTK_LIST_VIEW (lk_tour_find (page, "tenants_list"));
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (list));

  lk_test_wait_until (find_row (window, TRUE, NULL) != NULL);
  choose (window, find_row (window, TRUE, NULL));
  lk_test_wait_until (gtk_widget_get_mapped (GTK_WIDGET (list)));
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 4);
  lk_tour_both_pictures (window, "100-tenants");

  lk_tour_activate (window, "win.search");
  lk_tour_set_text (page, "search_entry", "orders euwest");
  g_signal_emit_by_name (lk_tour_find (page, "search_entry"), "search-changed");
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 1);
  lk_tour_set_text (page, "search_entry", "");
  g_signal_emit_by_name (lk_tour_find (page, "search_entry"), "search-changed");
  lk_tour_activate (window, "win.search");
  lk_tour_step ("the tenants are listed with their clusters, and found by them");

  g_signal_emit_by_name (list, "activate", 0);
  lk_test_wait_until (gtk_widget_get_mapped (GTK_WIDGET (get_page (window))));
  lk_tour_activate (GTK_WIDGET (get_page (window)), "page.back");
  lk_test_wait_until (gtk_widget_get_mapped (GTK_WIDGET (list)));
  lk_tour_step ("a row leads to a tenant, and Back to the list");
}

static void
look_at_tenant (GtkWidget *window)
{
  GtkStack *sections = GTK_STACK (lk_tour_find (GTK_WIDGET (get_page (window)), "sections"));

  choose (window, find_row (window, FALSE, "orders"));
  lk_test_wait_until (gtk_widget_get_mapped (GTK_WIDGET (get_page (window))));
  wait_for_tokens (window);
  g_assert_cmpuint (g_list_model_get_n_items (lk_tenant_get_tokens (get_tenant (window))), ==, 5);
  lk_tour_both_pictures (window, "101-tenant");
  gtk_stack_set_visible_child_name (sections, "connect");
  lk_test_wait_until (lk_tour_has_text (window, "pulsar+ssl://"));
  lk_tour_both_pictures (window, "102-tenant-connect");
  gtk_stack_set_visible_child_name (sections, "tokens");
  lk_tour_step ("a tenant has its tokens, and where to connect to");
}

static LkPulsarToken *
create (GtkWidget  *window,
        LkTestDemo *demo)
{
  GtkWidget *page = GTK_WIDGET (get_page (window));
  GtkWidget *details = lk_tour_find (page, "details");
  gint64 n_posts = lk_test_demo_count (demo, "posts");
  GtkWidget *dialog;

  lk_tour_activate (window, "win.new-token");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_NEW_PULSAR_DIALOG) != NULL);
  dialog = lk_tour_find_window (LK_TYPE_NEW_PULSAR_DIALOG);
  lk_tour_set_text (dialog, "note_row", NOTE);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (lk_tour_find (dialog, "name_row"))), ==, SCRIPT_NAME);
  g_assert_cmpuint (lk_expiry_row_get_days (LK_EXPIRY_ROW (lk_tour_find (dialog, "expires_row"))), ==, 90);
  lk_tour_picture (dialog, "103-new-pulsar-token");
  lk_tour_activate (dialog, "new-pulsar.create");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_NEW_PULSAR_DIALOG) == NULL);
  lk_test_wait_until (gtk_widget_get_mapped (details));
  g_assert_cmpint (lk_test_demo_count (demo, "posts"), ==, n_posts + 1);

  return lk_pulsar_details_get_token (LK_PULSAR_DETAILS (details));
}

static void
read_text_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  char **text = user_data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static char *
copy (GtkWidget     *window,
      LkPulsarToken *token,
      const char    *action)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (window);
  GdkContentProvider *before = gdk_clipboard_get_content (clipboard);
  char *text = NULL;

  gtk_widget_activate_action (GTK_WIDGET (get_page (window)), action, "s", lk_pulsar_token_get_id (token));
  lk_test_wait_until (gdk_clipboard_get_content (clipboard) != before);
  gdk_clipboard_read_text_async (clipboard, NULL, read_text_cb, &text);
  lk_test_wait_until (text != NULL);

  return text;
}

static void
use (GtkWidget     *window,
     LkPulsarToken *token)
{
  GtkWidget *page = GTK_WIDGET (get_page (window));
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *stored = NULL;
  g_autofree char *copied = NULL;
  GTimeSpan left;

  /* The end is what the token says of itself. */
  g_assert_true (lk_pulsar_token_get_expiry_known (token));
  left = g_date_time_difference (lk_pulsar_token_get_expiry (token), now);
  g_assert_cmpint (left, >, 89 * G_TIME_SPAN_DAY);
  g_assert_cmpint (left, <=, 90 * G_TIME_SPAN_DAY);
  g_assert_true (lk_pulsar_token_get_stored (token));
  lk_test_wait_until (lk_tour_has_text (window, "RS256"));
  lk_tour_both_pictures (window, "104-pulsar-details");

  stored = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", SCRIPT_NAME, "field", "token", NULL);
  copied = copy (window, token, "pulsar.copy");
  g_assert_true (g_str_has_prefix (copied, "eyJ"));
  g_assert_true (g_str_equal (copied, stored));
  g_free (g_steal_pointer (&copied));
  copied = copy (window, token, "pulsar.copy-command");
  g_assert_cmpstr (copied, ==, "secret-tool lookup application latchkey name " SCRIPT_NAME " field token");
  lk_tour_activate (page, "pulsar.back");
  lk_tour_step ("a token is created, read from the keyring by its script name, and copied");
}

/* One that is not stored is fetched, and not kept. */
static void
copy_unstored (GtkWidget  *window,
               LkTestDemo *demo)
{
  g_autoptr (LkPulsarToken) token = g_list_model_get_item (lk_tenant_get_tokens (get_tenant (window)), 0);
  gint64 n_gets = lk_test_demo_count (demo, "gets");
  g_autofree char *copied = NULL;

  g_assert_false (lk_pulsar_token_get_stored (token));
  copied = copy (window, token, "pulsar.copy");
  g_assert_true (g_str_has_prefix (copied, "eyJ"));
  g_assert_cmpint (lk_test_demo_count (demo, "gets"), ==, n_gets + 1);
  g_assert_false (lk_pulsar_token_get_stored (token));
  lk_tour_step ("a token that is not stored is fetched when it is copied, and not kept");
}

/* Among all that is stored. */
static void
look_at_stored (GtkWidget *window)
{
  GtkWidget *page = lk_tour_find (window, "stored_page");

  g_object_set (lk_tour_find (window, "places"), "selected", "secrets", NULL);
  lk_test_wait_until (gtk_widget_get_mapped (page));
  lk_test_wait_until (lk_tour_has_text (page, "Pulsar token of orders"));
  lk_tour_both_pictures (window, "104-pulsar-token-stored");
  choose (window, find_row (window, FALSE, "orders"));
  lk_test_wait_until (gtk_widget_get_mapped (GTK_WIDGET (get_page (window))));
  lk_tour_step ("it is listed among all that is stored");
}

/* In the form that Pulsar's own tools read, for its user alone. */
static void
save (GtkWidget     *window,
      LkPulsarToken *token)
{
  g_autofree char *folder = lk_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "client.conf", NULL);
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  g_autofree char *content = NULL;
  g_autofree char *secret = copy (window, token, "pulsar.copy");
  g_autofree char *line = g_strdup_printf ("authParams=token:%s\n", secret);
  GtkWidget *dialog;
  GStatBuf status;

  gtk_widget_activate_action (GTK_WIDGET (get_page (window)), "pulsar.save", "s", lk_pulsar_token_get_id (token));
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_PULSAR_SAVE_DIALOG) != NULL);
  dialog = lk_tour_find_window (LK_TYPE_PULSAR_SAVE_DIALOG);
  lk_tour_picture (dialog, "104-save-pulsar-token");
  gtk_widget_activate_action (dialog, "save.format", "s", "dotenv");
  lk_tour_picture (dialog, "104-save-pulsar-token-variables");
  gtk_widget_activate_action (dialog, "save.format", "s", "client-conf");
  gtk_widget_activate_action (dialog, "save.to", "s", uri);
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_PULSAR_SAVE_DIALOG) == NULL);
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_true (strstr (content, line) != NULL);
  g_assert_true (strstr (content, "pulsar+ssl://") != NULL);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  lk_test_remove_folder (folder);
  lk_tour_step ("it is saved as client.conf, which its user alone can read");
}

static void
answer (GtkWidget  *window,
        const char *response,
        const char *picture)
{
  GtkWidget *dialog;

  lk_test_wait_until (lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  dialog = lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG);
  if (picture != NULL)
    lk_tour_picture (dialog, picture);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), response);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* One call that changes nothing; what a refusal can mean is told. */
static void
test (GtkWidget     *window,
      LkTestDemo    *demo,
      LkPulsarToken *token)
{
  gint64 n_gets = lk_test_demo_count (demo, "gets");

  gtk_widget_activate_action (GTK_WIDGET (get_page (window)), "pulsar.test", "s", lk_pulsar_token_get_id (token));
  lk_test_wait_until (lk_test_demo_count (demo, "gets") == n_gets + 1);
  lk_test_demo_fault (demo, "admin:status=401,times=1");
  gtk_widget_activate_action (GTK_WIDGET (get_page (window)), "pulsar.test", "s", lk_pulsar_token_get_id (token));
  lk_test_wait_until (lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  lk_test_wait_until (lk_tour_has_text (lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG), "not valid any more"));
  answer (window, "close", "104-pulsar-token-refused");
  lk_tour_step ("it is tested, and a refusal is explained");
}

static void
delete (GtkWidget     *window,
        LkTestDemo    *demo,
        LkPulsarToken *token)
{
  GtkWidget *page = GTK_WIDGET (get_page (window));
  g_autofree char *id = g_strdup (lk_pulsar_token_get_id (token));
  gint64 n_deletes = lk_test_demo_count (demo, "deletes");
  g_autofree char *stored = NULL;

  gtk_widget_activate_action (page, "pulsar.delete", "s", id);
  answer (window, "cancel", "105-delete-pulsar-token");
  lk_tour_wait_for_frames (window, 4);
  g_assert_cmpint (lk_test_demo_count (demo, "deletes"), ==, n_deletes);

  lk_test_demo_fault (demo, "pulsar-delete:lie,times=1");
  gtk_widget_activate_action (page, "pulsar.delete", "s", id);
  answer (window, "delete", NULL);
  answer (window, "close", "106-pulsar-token-still-there");
  g_assert_nonnull (lk_tenant_find_token (get_tenant (window), id));

  gtk_widget_activate_action (page, "pulsar.delete", "s", id);
  answer (window, "delete", NULL);
  lk_test_wait_until (lk_tenant_find_token (get_tenant (window), id) == NULL);
  lk_test_wait_until (!lk_streaming_page_get_busy (LK_STREAMING_PAGE (lk_tour_find (window, "streaming_page"))));
  stored = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", SCRIPT_NAME, "field", "token", NULL);
  g_assert_cmpstr (stored, ==, "");
  lk_tour_step ("it is deleted when that was confirmed and the list agrees, and its secret with it");
}

/* The other tenants, and the application tokens, go on. */
static void
fail (GtkWidget  *window,
      LkTestDemo *demo)
{
  LkTenant *tenant;

  lk_test_demo_fault (demo, "pulsar-list:status=500,times=4");
  choose (window, find_row (window, FALSE, "events"));
  tenant = get_tenant (window);
  g_assert_cmpstr (lk_tenant_get_name (tenant), ==, "events");
  lk_tour_activate (window, "win.refresh");
  lk_test_wait_until (lk_tenant_get_error (tenant) != NULL);
  lk_tour_both_pictures (window, "107-tenant-failed");
  choose (window, find_row (window, TRUE, NULL));
  lk_tour_both_pictures (window, "108-tenant-of-several-failed");
  lk_tour_activate (window, "win.refresh");
  lk_test_wait_until (lk_tenant_get_error (tenant) == NULL);

  lk_test_demo_fault (demo, "tenants:status=403,times=1");
  lk_tour_activate (window, "win.refresh");
  lk_test_wait_until (lk_streaming_get_error (lk_tenant_page_get_streaming (get_page (window))) != NULL);
  lk_tour_both_pictures (window, "109-tenants-refused");
  g_assert_null (lk_inventory_get_error (lk_tour_get_inventory (window)));
  lk_tour_step ("a tenant that fails says so by itself, and a refusal leaves the application tokens alone");
}

/* The main job of the streaming half, as a part of another walk. */
void
lk_tour_use_streaming (GtkWidget  *window,
                       LkTestDemo *demo)
{
  g_autoptr (LkPulsarToken) token = NULL;

  lk_test_wait_until (find_row (window, FALSE, "orders") != NULL);
  look_at_tenant (window);
  token = g_object_ref (create (window, demo));
  use (window, token);
  test (window, demo, token);
  delete (window, demo, token);
}

void
lk_tour_walk_streaming (GtkWidget *window)
{
  g_autoptr (LkTestDemo) demo = lk_test_demo_new (4);
  g_autoptr (LkPulsarToken) token = NULL;

  lk_tour_sign_in (window, demo);
  look_at_tenants (window);
  look_at_tenant (window);
  token = g_object_ref (create (window, demo));
  use (window, token);
  look_at_stored (window);
  save (window, token);
  test (window, demo, token);
  copy_unstored (window, demo);
  delete (window, demo, token);
  fail (window, demo);
}
