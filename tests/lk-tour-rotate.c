/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The walk through the rotation of tokens of both kinds: begun, left and taken up, finished, cancelled; the account's own
 * sign-in token too. What scripts find is asked of the keyring by another program. Needs a session of its own. */

#include "lk-tour.h"

#include "lk-listed-token.h"
#include "lk-rotate-dialog.h"
#include "lk-rotations.h"
#include "lk-uses-group.h"
#include "lk-window.h"

#include <string.h>

#define PULSAR_NAME "tour-pulsar"
#define FAKE_TOKEN "AstraCS:FAKEfakeFAKE:00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static char *
look_up (const char *name)
{
  return lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", name, "field", "token", NULL);
}

static GtkWidget *
wait_for_dialog (void)
{
  GtkWidget *dialog;

  lk_test_wait_until (lk_tour_find_window (LK_TYPE_ROTATE_DIALOG) != NULL);
  dialog = lk_tour_find_window (LK_TYPE_ROTATE_DIALOG);
  lk_tour_wait_for_frames (dialog, 10);

  return dialog;
}

static void
wait_for_page (GtkWidget  *dialog,
               const char *name)
{
  GtkStack *pages = GTK_STACK (lk_tour_find (dialog, "pages"));
  gboolean busy = TRUE;

  lk_test_wait_until (g_strcmp0 (gtk_stack_get_visible_child_name (pages), name) == 0);
  lk_test_wait_until ((g_object_get (dialog, "busy", &busy, NULL), !busy));
  lk_tour_wait_for_frames (dialog, 20);
}

static void
wait_for_end (void)
{
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_ROTATE_DIALOG) == NULL);
}

static LkRotation *
find_rotation (GtkWidget  *window,
               const char *id)
{
  LkRotations *rotations = lk_inventories_get_rotations (lk_window_get_inventories (LK_WINDOW (window)));

  return lk_rotations_find (rotations, lk_inventory_get_account (lk_tour_get_inventory (window)), id);
}

static void
open_app (GtkWidget  *window,
          const char *client_id)
{
  gtk_widget_activate_action (lk_tour_find (window, "tokens_page"), "tokens.rotate", "s", client_id);
}

static char *
create_token (GtkWidget  *window,
              const char *name)
{
  LkInventory *inventory = lk_tour_get_inventory (window);
  const char *ids[] = { lk_role_get_id (lk_inventory_find_role (inventory, "R/W Svc Acct")), NULL };
  g_autoptr (LkIssue) issue = lk_issue_new (inventory, ids, name, NULL, name);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  lk_issue_run_async (issue, NULL, lk_test_store_result_cb, &result);
  lk_issue_run_finish (issue, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);

  return g_strdup (lk_issue_get_client_id (issue));
}

static gboolean
is_marked (LkInventory *inventory,
           const char  *client_id)
{
  LkAppToken *token = lk_inventory_find (inventory, client_id);

  return token != NULL && lk_listed_token_get_rotation (LK_LISTED_TOKEN (token)) == LK_TOKEN_SUPERSEDED;
}

/* What needs attention is first in the list. */
static void
show_top (GtkWidget *window)
{
  GtkWidget *list = lk_tour_find_type (lk_tour_find (window, "tokens_page"), GTK_TYPE_LIST_VIEW);

  gtk_adjustment_set_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (list)), 0);
  lk_tour_wait_for_frames (window, 20);
}

static GListModel *
get_uses (GtkWidget *page)
{
  return G_LIST_MODEL (gtk_widget_get_template_child (lk_tour_find (page, "uses_group"), LK_TYPE_USES_GROUP, "uses"));
}

static void
add_use (GtkWidget  *page,
         const char *text)
{
  GtkWidget *row = lk_tour_find (page, "new_row");
  guint n = g_list_model_get_n_items (get_uses (page));

  gtk_editable_set_text (GTK_EDITABLE (row), text);
  g_signal_emit_by_name (row, "apply");
  lk_test_wait_until (g_list_model_get_n_items (get_uses (page)) == n + 1);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, "");
  g_assert_true (lk_tour_has_text (page, text));
}

/* Written down before it is rotated, ticked off in the dialog, and known of the new token in the end. A token is no use. */
static void
note_uses (GtkWidget  *window,
           const char *old_id)
{
  GtkWidget *page = lk_tour_find (window, "tokens_page");
  GtkWidget *details = lk_tour_find (window, "details");
  GtkWidget *row;

  gtk_widget_activate_action (page, "tokens.details", "s", old_id);
  lk_tour_wait_for_frames (window, 20);
  add_use (details, "Nightly build");
  add_use (details, "Old script");
  row = lk_tour_find (details, "new_row");
  gtk_editable_set_text (GTK_EDITABLE (row), FAKE_TOKEN);
  g_signal_emit_by_name (row, "apply");
  lk_test_wait_until (lk_tour_has_text (window, "This is a token: write down what holds it instead"));
  gtk_editable_set_text (GTK_EDITABLE (row), "");
  gtk_widget_grab_focus (row); /* which scrolls there */
  lk_tour_wait_for_frames (window, 20);
  lk_tour_both_pictures (window, "186-uses-details");
  gtk_widget_activate_action (lk_tour_find (details, "uses_group"), "uses.forget", "s", "Old script");
  lk_test_wait_until (g_list_model_get_n_items (get_uses (details)) == 1);
  g_assert_false (lk_tour_has_text (details, "Old script"));
  lk_tour_activate (window, "win.undo");
  lk_test_wait_until (lk_tour_has_text (details, "Old script"));
  gtk_widget_activate_action (lk_tour_find (details, "uses_group"), "uses.forget", "s", "Old script");
  lk_test_wait_until (g_list_model_get_n_items (get_uses (details)) == 1);
  lk_tour_activate (page, "tokens.back");
  lk_tour_step ("wrote down what holds a copy of a token, forgot one, took that back, and forgot it");
}

/* First to last page, closed in between. */
static void
finish (GtkWidget  *window,
        const char *old_id)
{
  LkInventory *inventory = lk_tour_get_inventory (window);
  g_autofree char *name = g_strdup (lk_app_token_get_script_name (lk_inventory_find (inventory, old_id)));
  g_autofree char *before = look_up (name);
  g_autofree char *after = NULL;
  g_autofree char *new_id = NULL;
  g_autoptr (LkTokenUse) first = NULL;
  GtkWidget *dialog;

  note_uses (window, old_id);
  open_app (window, old_id);
  dialog = wait_for_dialog ();
  lk_tour_both_pictures (dialog, "180-rotate-create");
  lk_tour_activate (dialog, "rotate.next");
  wait_for_page (dialog, "switch");
  after = look_up (name);
  g_assert_true (g_str_has_prefix (after, "AstraCS:"));
  g_assert_false (g_str_equal (before, after));
  new_id = g_strdup (lk_rotation_get_new_id (find_rotation (window, old_id)));
  lk_test_wait_until (lk_tour_has_text (dialog, "Nightly build"));
  add_use (dialog, "Ana’s laptop");
  first = g_list_model_get_item (get_uses (dialog), 0);
  g_object_set (first, "switched", TRUE, NULL);
  lk_tour_both_pictures (dialog, "181-rotate-switch");
  lk_tour_activate (lk_tour_find (dialog, "test_row"), "test.run");
  lk_test_wait_until (lk_tour_has_text (dialog, "Works: Astra accepted it"));
  lk_tour_step ("rotated “%s”: scripts find the new token, and it works", name);

  gtk_window_close (GTK_WINDOW (dialog));
  wait_for_end ();
  lk_test_wait_until (is_marked (inventory, old_id));
  show_top (window);
  lk_test_wait_until (lk_tour_has_text (window, "Rotating"));
  lk_tour_both_pictures (window, "182-rotating");
  gtk_widget_activate_action (lk_tour_find (window, "tokens_page"), "tokens.details", "s", new_id);
  lk_tour_wait_for_frames (window, 20);
  g_assert_true (lk_tour_has_text (window, "Rotation is waiting to be finished"));
  lk_tour_both_pictures (window, "183-rotating-details");
  g_signal_emit_by_name (lk_tour_find (lk_tour_find (window, "details"), "banner"), "button-clicked");
  dialog = wait_for_dialog ();
  wait_for_page (dialog, "switch");
  lk_tour_step ("closed it, and went on from the banner in the details of the new token");

  lk_tour_activate (dialog, "rotate.next");
  wait_for_page (dialog, "retire");
  lk_test_wait_until (lk_tour_has_text (dialog, "Not ticked off: Ana’s laptop"));
  lk_tour_both_pictures (dialog, "184-rotate-retire");
  adw_combo_row_set_selected (ADW_COMBO_ROW (lk_tour_find (dialog, "when_row")), 2);
  lk_tour_activate (dialog, "rotate.next");
  wait_for_end ();
  lk_test_wait_until (lk_rotation_get_remind_at (find_rotation (window, old_id)) != NULL);
  g_assert_nonnull (lk_inventory_find (inventory, old_id));
  lk_tour_activate (lk_tour_find (window, "tokens_page"), "tokens.back");
  lk_tour_step ("asked to be reminded in three days: both tokens are there");

  open_app (window, old_id);
  dialog = wait_for_dialog ();
  lk_tour_activate (dialog, "rotate.next");
  wait_for_page (dialog, "retire");
  lk_tour_activate (dialog, "rotate.next");
  wait_for_end ();
  lk_test_wait_until (lk_inventory_find (inventory, old_id) == NULL);
  lk_test_wait_until (find_rotation (window, new_id) == NULL);
  lk_test_wait_until (!lk_tour_has_text (window, "Rotating"));
  g_free (g_steal_pointer (&after));
  after = look_up (name);
  g_assert_true (strstr (after, new_id) != NULL);
  gtk_widget_activate_action (lk_tour_find (window, "tokens_page"), "tokens.details", "s", new_id);
  lk_test_wait_until (lk_tour_has_text (lk_tour_find (window, "details"), "Ana’s laptop"));
  g_assert_true (lk_tour_has_text (lk_tour_find (window, "details"), "Nightly build"));
  lk_tour_activate (lk_tour_find (window, "tokens_page"), "tokens.back");
  lk_tour_step ("deleted the old token: the list has the new one alone, with what is known to use it");
}

/* Taken back: the service does not delete at first, and what was said stays said. */
static void
cancel (GtkWidget  *window,
        LkTestDemo *demo)
{
  LkInventory *inventory = lk_tour_get_inventory (window);
  g_autofree char *old_id = create_token (window, "taken-back");
  g_autofree char *name = g_strdup (lk_app_token_get_script_name (lk_inventory_find (inventory, old_id)));
  g_autofree char *before = look_up (name);
  g_autofree char *after = NULL;
  g_autofree char *new_id = NULL;
  GtkWidget *dialog;

  open_app (window, old_id);
  dialog = wait_for_dialog ();
  lk_tour_activate (dialog, "rotate.next");
  wait_for_page (dialog, "switch");
  new_id = g_strdup (lk_rotation_get_new_id (find_rotation (window, old_id)));

  lk_test_demo_fault (demo, "delete:status=503");
  lk_tour_activate (dialog, "rotate.cancel");
  lk_tour_answer ("delete");
  lk_test_wait_until (lk_tour_has_text (dialog, "Astra has a problem of its own"));
  lk_tour_both_pictures (dialog, "185-rotate-failed");
  g_assert_nonnull (lk_inventory_find (inventory, new_id));
  lk_test_demo_fault (demo, "");
  lk_tour_activate (dialog, "rotate.next");
  wait_for_end ();
  after = look_up (name);
  g_assert_true (g_str_equal (before, after));
  lk_test_wait_until (lk_inventory_find (inventory, new_id) == NULL);
  lk_test_wait_until (find_rotation (window, old_id) == NULL);
  lk_tour_step ("cancelled a rotation: the name is the old token’s again, the new one is gone");
}

/* What creates the new token fails: nothing has changed, and the page says why. */
static void
fail (GtkWidget  *window,
      LkTestDemo *demo)
{
  g_autofree char *old_id = create_token (window, "refused");
  GtkWidget *dialog;

  lk_test_demo_fault (demo, "create:status=403");
  open_app (window, old_id);
  dialog = wait_for_dialog ();
  lk_tour_activate (dialog, "rotate.next");
  lk_test_wait_until (lk_tour_has_text (dialog, "do not allow this"));
  wait_for_page (dialog, "create");
  g_assert_null (find_rotation (window, old_id));
  lk_test_demo_fault (demo, "");
  gtk_window_close (GTK_WINDOW (dialog));
  wait_for_end ();
  lk_tour_step ("was refused a new token: nothing has changed, and the page says why");
}

/* The one that the account signs in with. */
static void
rotate_sign_in (GtkWidget *window)
{
  g_autofree char *old_id = g_strdup (lk_account_get_client_id (lk_inventory_get_account (lk_tour_get_inventory (window))));
  g_autofree char *new_id = NULL;
  GtkWidget *dialog;

  open_app (window, old_id);
  dialog = wait_for_dialog ();
  lk_tour_activate (dialog, "rotate.next");
  wait_for_page (dialog, "switch");
  new_id = g_strdup (lk_account_get_client_id (lk_inventory_get_account (lk_tour_get_inventory (window))));
  g_assert_cmpstr (new_id, !=, old_id);
  lk_tour_activate (dialog, "rotate.next");
  wait_for_page (dialog, "retire");
  lk_tour_activate (dialog, "rotate.next");
  wait_for_end ();
  lk_test_wait_until (lk_inventory_get_loaded (lk_tour_get_inventory (window)));
  g_assert_null (lk_inventory_find (lk_tour_get_inventory (window), old_id));
  g_assert_nonnull (lk_inventory_find (lk_tour_get_inventory (window), new_id));
  g_assert_no_error (lk_inventory_get_error (lk_tour_get_inventory (window)));
  lk_tour_step ("rotated the token that the account signs in with: it signs in with the new one");
}

static LkPulsarToken *
find_named (LkTenant   *tenant,
            const char *name)
{
  GListModel *tokens = lk_tenant_get_tokens (tenant);

  for (guint i = 0; i < g_list_model_get_n_items (tokens); i++)
    {
      g_autoptr (LkPulsarToken) token = g_list_model_get_item (tokens, i);

      if (g_strcmp0 (lk_pulsar_token_get_script_name (token), name) == 0)
        return token; /* the model holds it */
    }

  return NULL;
}

static void
rotate_pulsar (GtkWidget *window)
{
  LkInventories *inventories = lk_window_get_inventories (LK_WINDOW (window));
  LkInventory *inventory = lk_tour_get_inventory (window);
  LkStreaming *streaming = lk_inventories_get_streaming (inventories, inventory);
  const LkPulsarWish wish = { .days = 30, .note = "orders", .script_name = PULSAR_NAME, .store = TRUE };
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (LkPulsarToken) old = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  LkTenant *tenant;
  GtkWidget *dialog;

  lk_streaming_load_async (streaming, NULL, lk_test_store_result_cb, &loaded);
  lk_streaming_load_finish (streaming, lk_test_wait_for_result (&loaded), &error);
  g_assert_no_error (error);
  tenant = lk_streaming_find_tenant (streaming, "pulsar-gcp-useast4", "audit");
  g_assert_nonnull (tenant);
  lk_streaming_create_async (streaming, tenant, &wish, NULL, lk_test_store_result_cb, &result);
  old = lk_streaming_create_finish (streaming, lk_test_wait_for_result (&result), NULL, &error);
  g_assert_no_error (error);
  before = look_up (PULSAR_NAME);

  lk_rotate_dialog_ask (window, inventories, lk_inventory_get_account (inventory), old);
  dialog = wait_for_dialog ();
  lk_tour_both_pictures (dialog, "186-rotate-pulsar");
  lk_tour_activate (dialog, "rotate.next");
  wait_for_page (dialog, "switch");
  after = look_up (PULSAR_NAME);
  g_assert_true (g_str_has_prefix (after, "eyJ"));
  g_assert_false (g_str_equal (before, after));
  gtk_window_close (GTK_WINDOW (dialog));
  wait_for_end ();

  g_assert_true (lk_window_show_token (LK_WINDOW (window), lk_account_get_id (lk_inventory_get_account (inventory)),
                                       "pulsar-gcp-useast4", "audit", lk_pulsar_token_get_id (old)));
  lk_test_wait_until (lk_tour_has_text (window, "Rotation is waiting to be finished"));
  lk_tour_both_pictures (window, "187-rotating-pulsar-details");
  lk_tour_activate (lk_tour_find (window, "tenant_page"), "pulsar.back");
  lk_test_wait_until (lk_tour_has_text (window, "Rotating"));
  lk_tour_both_pictures (window, "188-rotating-pulsar");
  gtk_widget_activate_action (lk_tour_find (window, "tenant_page"), "pulsar.rotate", "s", lk_pulsar_token_get_id (old));
  dialog = wait_for_dialog ();
  wait_for_page (dialog, "switch");
  lk_tour_activate (dialog, "rotate.next");
  wait_for_page (dialog, "retire");
  lk_tour_activate (dialog, "rotate.next");
  wait_for_end ();
  lk_test_wait_until (lk_tenant_find_token (tenant, lk_pulsar_token_get_id (old)) == NULL);
  g_assert_nonnull (find_named (tenant, PULSAR_NAME));
  lk_tour_step ("rotated a Pulsar token: the tenant has the new one alone");
}

void
lk_tour_use_rotation (GtkWidget *window)
{
  g_autofree char *client_id = create_token (window, "ci-deploy-rotated");

  finish (window, client_id);
}

static void
remove_account (GtkWidget  *window,
                const char *account_id,
                const char *response)
{
  GtkWidget *question;

  g_assert_true (gtk_widget_activate_action (window, "account.remove", "s", account_id));
  lk_test_wait_until (lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  question = lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (question)), ==, "Remove the Account Anyway?");
  lk_tour_picture (question, "189-remove-anyway");
  lk_tour_answer (response);
}

/* Astra does not take the account's token any more: what was begun cannot come to an end, and the account may go all the
 * same, after a yes; Undo brings back both. */
static void
leave_for_good (GtkWidget  *window,
                LkTestDemo *demo)
{
  g_autofree char *old_id = create_token (window, "left-open");
  g_autofree char *account_id = g_strdup (lk_account_get_id (lk_inventory_get_account (lk_tour_get_inventory (window))));
  GListModel *accounts = lk_office_get_accounts (lk_inventory_get_office (lk_tour_get_inventory (window)));
  GListModel *rotations = G_LIST_MODEL (lk_inventories_get_rotations (lk_window_get_inventories (LK_WINDOW (window))));
  GtkWidget *dialog;

  open_app (window, old_id);
  dialog = wait_for_dialog ();
  lk_tour_activate (dialog, "rotate.next");
  wait_for_page (dialog, "switch");
  gtk_window_close (GTK_WINDOW (dialog));
  wait_for_end ();
  lk_test_demo_fault (demo, "list:status=401");

  remove_account (window, account_id, "cancel");
  lk_tour_wait_for_frames (window, 10);
  g_assert_cmpuint (g_list_model_get_n_items (accounts), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (rotations), ==, 1);
  remove_account (window, account_id, "remove");
  lk_test_wait_until (g_list_model_get_n_items (accounts) == 0);
  lk_test_wait_until (g_list_model_get_n_items (rotations) == 0);
  lk_test_wait_until (lk_tour_has_text (window, " removed"));
  gtk_widget_activate_action (window, "win.undo", NULL);
  lk_test_wait_until (g_list_model_get_n_items (accounts) == 1);
  lk_test_wait_until (g_list_model_get_n_items (rotations) == 1);
  lk_test_demo_fault (demo, "");
  lk_tour_step ("an account that is refused was removed with a rotation that was open, and brought back with it");
}

void
lk_tour_walk_rotate (GtkWidget *window)
{
  g_autoptr (LkTestDemo) demo = lk_test_demo_new (4);

  lk_tour_sign_in (window, demo);
  lk_tour_use_rotation (window);
  cancel (window, demo);
  fail (window, demo);
  rotate_pulsar (window);
  rotate_sign_in (window);
  leave_for_good (window, demo);
}
