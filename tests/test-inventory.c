/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What an inventory remembers between runs, how its lists change in place, notes, and the record of what was done. */

#include "lk-inventory.h"
#include "lk-issue.h"
#include "lk-test-state.h"
#include "lk-work-error.h"

#include <string.h>

#define N_TOKENS 12

typedef struct
{
  char        *folder;
  LkTestDemo  *demo;
  LkKeyring   *keyring;
  LkState     *state;
  LkOffice    *office;
  LkAccount   *account;
  LkInventory *inventory;
} Fixture;

static gboolean
load (LkInventory *inventory,
      GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_inventory_load_async (inventory, NULL, lk_test_store_result_cb, &result);

  return lk_inventory_load_finish (inventory, lk_test_wait_for_result (&result), error);
}

static gboolean
restore (LkInventory *inventory,
         GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_inventory_restore_async (inventory, NULL, lk_test_store_result_cb, &result);

  return lk_inventory_restore_finish (inventory, lk_test_wait_for_result (&result), error);
}

static gboolean
set_note (LkInventory *inventory,
          LkAppToken  *token,
          const char  *note,
          GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_inventory_set_note_async (inventory, token, note, NULL, lk_test_store_result_cb, &result);

  return lk_inventory_set_note_finish (inventory, lk_test_wait_for_result (&result), error);
}

static gboolean
delete_token (LkInventory *inventory,
              LkAppToken  *token,
              GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_inventory_delete_async (inventory, token, NULL, lk_test_store_result_cb, &result);

  return lk_inventory_delete_finish (inventory, lk_test_wait_for_result (&result), error);
}

static GPtrArray *
list_activities (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *activities;

  lk_state_list_activities_async (fixture->state, NULL, lk_test_store_result_cb, &result);
  activities = lk_state_list_activities_finish (fixture->state, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);

  return activities;
}

/* As a new run would begin: everything is read again. */
static void
start (Fixture *fixture)
{
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (GError) error = NULL;

  g_clear_object (&fixture->inventory);
  g_clear_object (&fixture->account);
  g_clear_object (&fixture->office);
  g_clear_object (&fixture->state);
  fixture->state = lk_test_open_state (fixture->folder);
  fixture->office = lk_office_new (fixture->keyring, fixture->state);
  lk_office_load_async (fixture->office, NULL, lk_test_store_result_cb, &loaded);
  lk_office_load_finish (fixture->office, lk_test_wait_for_result (&loaded), &error);
  g_assert_no_error (error);
  fixture->account = g_list_model_get_item (lk_office_get_accounts (fixture->office), 0);
  if (fixture->account != NULL)
    fixture->inventory = lk_inventory_new (fixture->office, fixture->account);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LkSignIn sign_in = { NULL };

  fixture->folder = lk_test_make_folder ();
  fixture->demo = lk_test_demo_new (N_TOKENS);
  fixture->keyring = lk_keyring_new (LK_KEYRING_APPLICATION, "default");
  start (fixture);
  sign_in.api_url = fixture->demo->url;
  lk_office_add_account_async (fixture->office, fixture->demo->token, &sign_in, NULL, lk_test_store_result_cb, &result);
  fixture->account = lk_office_add_account_finish (fixture->office, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
  fixture->inventory = lk_inventory_new (fixture->office, fixture->account);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_autoptr (GHashTable) everything = lk_secret_attributes_new ("application", LK_KEYRING_APPLICATION, NULL);
  g_autoptr (GAsyncResult) result = NULL;

  lk_keyring_remove_async (fixture->keyring, everything, NULL, lk_test_store_result_cb, &result);
  g_assert_true (lk_keyring_remove_finish (fixture->keyring, lk_test_wait_for_result (&result), NULL));
  g_clear_object (&fixture->inventory);
  g_clear_object (&fixture->account);
  g_clear_object (&fixture->office);
  g_clear_object (&fixture->state);
  g_clear_object (&fixture->keyring);
  g_clear_pointer (&fixture->demo, lk_test_demo_free);
  lk_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static void
count_cb (guint *n_changes)
{
  (*n_changes)++;
}

/* The list of the last run is there when the service refuses, with its time; the first answer of the service then keeps
 * the objects, and nothing that is the same is announced as a change. */
static void
test_remembered (Fixture       *fixture,
                 gconstpointer  user_data)
{
  g_autoptr (LkAppToken) remembered = NULL;
  g_autoptr (LkAppToken) listed = NULL;
  g_autoptr (GDateTime) read_at = NULL;
  g_autoptr (GError) error = NULL;
  GListModel *tokens;
  guint n_changes = 0;

  g_assert_true (load (fixture->inventory, &error));
  g_assert_no_error (error);
  g_assert_false (lk_inventory_get_from_cache (fixture->inventory));
  read_at = g_date_time_ref (lk_inventory_get_read_at (fixture->inventory));

  start (fixture);
  g_assert_null (lk_inventory_get_read_at (fixture->inventory));
  tokens = lk_inventory_get_tokens (fixture->inventory);
  lk_test_demo_fault (fixture->demo, "list:status=403,times=1");
  g_assert_false (load (fixture->inventory, &error));
  g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_FORBIDDEN);
  g_clear_error (&error);
  g_assert_cmpuint (g_list_model_get_n_items (tokens), ==, N_TOKENS);
  g_assert_true (lk_inventory_get_from_cache (fixture->inventory));
  g_assert_false (lk_inventory_get_loaded (fixture->inventory));
  g_assert_true (g_date_time_equal (lk_inventory_get_read_at (fixture->inventory), read_at));
  remembered = g_list_model_get_item (tokens, 3);
  g_assert_cmpstr (lk_app_token_get_role_title (remembered), !=, "");
  g_assert_null (strstr (lk_app_token_get_role_title (remembered), "Unknown"));

  g_signal_connect_swapped (tokens, "items-changed", G_CALLBACK (count_cb), &n_changes);
  g_signal_connect_swapped (lk_inventory_get_roles (fixture->inventory), "items-changed", G_CALLBACK (count_cb),
                            &n_changes);
  g_assert_true (load (fixture->inventory, &error));
  listed = g_list_model_get_item (tokens, 3);
  g_assert_true (listed == remembered);
  g_assert_cmpuint (n_changes, ==, 0);
  g_assert_false (lk_inventory_get_from_cache (fixture->inventory));
  g_assert_true (lk_inventory_get_loaded (fixture->inventory));
  g_assert_cmpint (g_date_time_compare (lk_inventory_get_read_at (fixture->inventory), read_at), >, 0);
}

typedef struct
{
  guint n_changes;
  guint position;
  guint removed;
  guint added;
} Change;

static void
changed_cb (GListModel *model,
            guint       position,
            guint       removed,
            guint       added,
            gpointer    user_data)
{
  Change *change = user_data;

  change->n_changes++;
  change->position = position;
  change->removed = removed;
  change->added = added;
}

/* Of a list in which one token is missing, one place changes; the next run remembers the list without it. */
static void
test_in_place (Fixture       *fixture,
               gconstpointer  user_data)
{
  g_autoptr (LkAppToken) doomed = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *client_id = NULL;
  Change change = { 0 };

  g_assert_true (load (fixture->inventory, &error));
  doomed = g_list_model_get_item (lk_inventory_get_tokens (fixture->inventory), 7);
  client_id = g_strdup (lk_app_token_get_client_id (doomed));
  g_signal_connect (lk_inventory_get_tokens (fixture->inventory), "items-changed", G_CALLBACK (changed_cb), &change);
  g_assert_true (delete_token (fixture->inventory, doomed, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (change.n_changes, ==, 1);
  g_assert_cmpuint (change.position, ==, 7);
  g_assert_cmpuint (change.removed, ==, 1);
  g_assert_cmpuint (change.added, ==, 0);

  start (fixture);
  g_assert_true (restore (fixture->inventory, &error));
  g_assert_cmpuint (g_list_model_get_n_items (lk_inventory_get_tokens (fixture->inventory)), ==, N_TOKENS - 1);
  g_assert_null (lk_inventory_find (fixture->inventory, client_id));
}

static void
test_never_read (Fixture       *fixture,
                 gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (restore (fixture->inventory, &error));
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_NEVER_READ);
}

static LkAppToken *
find_untitled (LkInventory *inventory)
{
  GListModel *tokens = lk_inventory_get_tokens (inventory);

  for (guint i = 0; i < g_list_model_get_n_items (tokens); i++)
    {
      g_autoptr (LkAppToken) token = g_list_model_get_item (tokens, i);
      const char *description = lk_app_token_get_description (token);

      if (description == NULL || *description == '\0')
        return g_steal_pointer (&token);
    }

  return NULL;
}

/* A note names a token that has no description, survives the run, and is no place for a secret. */
static void
test_note (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_autoptr (LkAppToken) token = NULL;
  g_autofree char *client_id = NULL;
  g_autoptr (GError) error = NULL;
  guint n_titles = 0;

  g_assert_true (load (fixture->inventory, &error));
  token = find_untitled (fixture->inventory);
  g_assert_nonnull (token);
  client_id = g_strdup (lk_app_token_get_client_id (token));
  g_signal_connect_swapped (token, "notify::title", G_CALLBACK (count_cb), &n_titles);

  g_assert_true (set_note (fixture->inventory, token, "  of the old cluster ", &error));
  g_assert_cmpstr (lk_app_token_get_note (token), ==, "of the old cluster");
  g_assert_cmpstr (lk_app_token_get_title (token), ==, "of the old cluster");
  g_assert_cmpuint (n_titles, ==, 1);
  g_assert_false (set_note (fixture->inventory, token, "AstraCS:fake:fake", &error));
  g_assert_error (error, LK_STATE_ERROR, LK_STATE_ERROR_WRITE);
  g_clear_error (&error);
  g_assert_cmpstr (lk_app_token_get_note (token), ==, "of the old cluster");

  start (fixture);
  g_assert_true (load (fixture->inventory, &error));
  g_assert_cmpstr (lk_app_token_get_note (lk_inventory_find (fixture->inventory, client_id)), ==, "of the old cluster");
  g_assert_true (set_note (fixture->inventory, lk_inventory_find (fixture->inventory, client_id), " ", &error));
  g_assert_null (lk_app_token_get_note (lk_inventory_find (fixture->inventory, client_id)));

  start (fixture);
  g_assert_true (restore (fixture->inventory, &error));
  g_assert_null (lk_app_token_get_note (lk_inventory_find (fixture->inventory, client_id)));
}

static void
test_record (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autoptr (LkAppToken) first = NULL;
  g_autoptr (LkAppToken) second = NULL;
  g_autoptr (GPtrArray) activities = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (load (fixture->inventory, &error));
  first = g_list_model_get_item (lk_inventory_get_tokens (fixture->inventory), 7);
  second = g_list_model_get_item (lk_inventory_get_tokens (fixture->inventory), 8);

  lk_test_demo_fault (fixture->demo, "delete:status=403,times=1");
  g_assert_false (delete_token (fixture->inventory, first, &error));
  g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_FORBIDDEN);
  g_clear_error (&error);
  g_assert_true (delete_token (fixture->inventory, second, &error));
  g_assert_no_error (error);

  activities = list_activities (fixture);
  g_assert_cmpuint (activities->len, ==, 2);
  g_assert_cmpstr (lk_activity_get_operation (activities->pdata[0]), ==, LK_ACTIVITY_DELETE);
  g_assert_cmpstr (lk_activity_get_outcome (activities->pdata[0]), ==, LK_ACTIVITY_DONE);
  g_assert_cmpstr (lk_activity_get_client_id (activities->pdata[0]), ==, lk_app_token_get_client_id (second));
  g_assert_cmpstr (lk_activity_get_description (activities->pdata[0]), ==, lk_app_token_get_description (second));
  g_assert_cmpstr (lk_activity_get_account_id (activities->pdata[0]), ==, lk_account_get_id (fixture->account));
  g_assert_cmpstr (lk_activity_get_outcome (activities->pdata[1]), ==, LK_ACTIVITY_FAILED);
  g_assert_cmpstr (lk_activity_get_client_id (activities->pdata[1]), ==, lk_app_token_get_client_id (first));
}

/* However a request ends, that is written down by the time it is told. */
static void
test_record_create (Fixture       *fixture,
                    gconstpointer  user_data)
{
  static const struct
  {
    const char *fault;
    const char *outcome;
    gboolean    has_client_id;
  } cases[] = {
    { "", LK_ACTIVITY_DONE, TRUE },
    { "create:status=422", LK_ACTIVITY_FAILED, FALSE },
    { "create:lost", LK_ACTIVITY_UNKNOWN, FALSE },
    { "create:cut=60", LK_ACTIVITY_ORPHAN, TRUE },
  };
  g_autoptr (GError) error = NULL;

  g_assert_true (load (fixture->inventory, &error));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *ids[] = { lk_role_get_id (lk_inventory_find_role (fixture->inventory, "R/W Svc Acct")), NULL };
      g_autoptr (LkIssue) issue = lk_issue_new (fixture->inventory, ids, "nightly job", NULL, NULL);
      g_autoptr (GPtrArray) activities = NULL;
      g_autoptr (GAsyncResult) result = NULL;

      lk_test_demo_fault (fixture->demo, cases[i].fault);
      lk_issue_run_async (issue, NULL, lk_test_store_result_cb, &result);
      g_assert_true (lk_issue_run_finish (issue, lk_test_wait_for_result (&result), NULL) == (i == 0));

      activities = list_activities (fixture);
      g_assert_cmpuint (activities->len, ==, i + 1);
      g_assert_cmpstr (lk_activity_get_operation (activities->pdata[0]), ==, LK_ACTIVITY_CREATE);
      g_assert_cmpstr (lk_activity_get_outcome (activities->pdata[0]), ==, cases[i].outcome);
      g_assert_cmpstr (lk_activity_get_description (activities->pdata[0]), ==, "nightly job");
      g_assert_true ((lk_activity_get_client_id (activities->pdata[0]) != NULL) == cases[i].has_client_id);
    }
}

/* Answers that were on their way when a token was made do not know it. */
static void
test_create_while_loading (Fixture       *fixture,
                           gconstpointer  user_data)
{
  g_autoptr (LkIssue) issue = NULL;
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (GAsyncResult) created = NULL;
  g_autoptr (GError) error = NULL;
  const char *ids[] = { NULL, NULL };
  LkAppToken *token;

  g_assert_true (load (fixture->inventory, &error));
  ids[0] = lk_role_get_id (lk_inventory_find_role (fixture->inventory, "R/W Svc Acct"));
  issue = lk_issue_new (fixture->inventory, ids, "made meanwhile", NULL, "made-meanwhile");
  lk_test_demo_fault (fixture->demo, "roles:slow=2000,times=1");
  lk_inventory_load_async (fixture->inventory, NULL, lk_test_store_result_cb, &loaded);
  lk_issue_run_async (issue, NULL, lk_test_store_result_cb, &created);
  g_assert_true (lk_issue_run_finish (issue, lk_test_wait_for_result (&created), &error));
  g_assert_true (lk_inventory_load_finish (fixture->inventory, lk_test_wait_for_result (&loaded), &error));
  g_assert_no_error (error);

  token = lk_inventory_find (fixture->inventory, lk_issue_get_client_id (issue));
  g_assert_nonnull (token);
  g_assert_true (lk_app_token_get_stored (token));
  g_assert_cmpstr (lk_app_token_get_script_name (token), ==, "made-meanwhile");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/inventory/remembered", test_remembered);
  ADD ("/inventory/in-place", test_in_place);
  ADD ("/inventory/never-read", test_never_read);
  ADD ("/inventory/note", test_note);
  ADD ("/inventory/record", test_record);
  ADD ("/inventory/record-create", test_record_create);
  ADD ("/inventory/create-while-loading", test_create_while_loading);

  return g_test_run ();
}
