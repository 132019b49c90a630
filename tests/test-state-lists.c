/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the database remembers of tokens: the last known lists, notes, and what was done. */

#include "lk-app-token.h"
#include "lk-role.h"
#include "lk-state-delete-orders.h"
#include "lk-test-state.h"

#include <sqlite3.h>

#define N_MANY 10000
#define FAKE_SECRET "AstraCS:fake:fake"

static void
save_account (LkTestState *fixture,
              const char  *id)
{
  g_autoptr (LkAccount) account = lk_test_state_make_account (id, "org", NULL);
  g_autoptr (GError) error = NULL;

  lk_test_state_save_account (fixture->state, account, &error);
  g_assert_no_error (error);
}

static void
set_up (LkTestState   *fixture,
        gconstpointer  user_data)
{
  lk_test_state_set_up (fixture, NULL);
  lk_test_state_open_anew (fixture);
  save_account (fixture, "1");
}

static gboolean
save_lists (LkTestState  *fixture,
            const char   *account_id,
            GDateTime    *read_at,
            GPtrArray    *tokens,
            GPtrArray    *roles,
            GError      **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_state_save_lists_async (fixture->state, account_id, read_at, tokens, roles, NULL, lk_test_store_result_cb, &result);

  return lk_state_save_lists_finish (fixture->state, lk_test_wait_for_result (&result), error);
}

static LkStateLists *
read_lists (LkTestState *fixture,
            const char  *account_id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LkStateLists *lists;

  lk_state_read_lists_async (fixture->state, account_id, NULL, lk_test_store_result_cb, &result);
  lists = lk_state_read_lists_finish (fixture->state, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);

  return lists;
}

static gboolean
save_note (LkTestState  *fixture,
           const char   *account_id,
           const char   *client_id,
           const char   *note,
           GError      **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_state_save_note_async (fixture->state, account_id, client_id, note, NULL, lk_test_store_result_cb, &result);

  return lk_state_save_note_finish (fixture->state, lk_test_wait_for_result (&result), error);
}

static void
add_activity (LkTestState  *fixture,
              GDateTime    *time,
              const char   *client_id,
              const char   *description,
              GError      **error)
{
  g_autoptr (LkActivity) activity = lk_activity_new (time, "1", "Acme", LK_ACTIVITY_DELETE, client_id, description,
                                                     LK_ACTIVITY_DONE);
  g_autoptr (GAsyncResult) result = NULL;

  lk_state_add_activity_async (fixture->state, activity, NULL, lk_test_store_result_cb, &result);
  lk_state_add_activity_finish (fixture->state, lk_test_wait_for_result (&result), error);
}

static GPtrArray *
list_activities (LkTestState *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *activities;

  lk_state_list_activities_async (fixture->state, NULL, lk_test_store_result_cb, &result);
  activities = lk_state_list_activities_finish (fixture->state, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);

  return activities;
}

static void
add_token (GPtrArray  *tokens,
           const char *client_id,
           const char *description,
           GDateTime  *generated_on,
           GDateTime  *expiry)
{
  static const char *const role_ids[] = { "r1", "R/W Svc Acct", NULL };

  g_ptr_array_add (tokens, g_object_new (LK_TYPE_APP_TOKEN, "client-id", client_id, "role-ids", role_ids, "description",
                                         description, "generated-on", generated_on, "token-expiry", expiry, NULL));
}

/* Everything of a token and a role comes back as it was, to the microsecond, in the same order. */
static void
test_lists (LkTestState   *fixture,
            gconstpointer  user_data)
{
  static const char *const actions[] = { "db-cql", "org-read", NULL };
  static const char *const resources[] = { "drn:astra:org:org", NULL };
  g_autoptr (GPtrArray) tokens = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) roles = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GDateTime) read_at = g_date_time_new_from_iso8601 ("2026-11-26T14:05:06.123456Z", NULL);
  g_autoptr (GDateTime) generated_on = g_date_time_new_from_iso8601 ("1969-12-31T23:59:58.250Z", NULL);
  g_autoptr (LkStateLists) lists = NULL;
  g_autoptr (GError) error = NULL;

  add_token (tokens, "zz", "Nightly Job", generated_on, read_at);
  add_token (tokens, "aa", NULL, NULL, NULL);
  g_ptr_array_add (roles, lk_role_new ("r1", "Mine", TRUE, actions, resources));
  g_ptr_array_add (roles, lk_role_new ("r2", "Bare", FALSE, NULL, NULL));
  g_assert_true (save_lists (fixture, "1", read_at, tokens, roles, &error));
  g_assert_no_error (error);

  lk_test_state_open_anew (fixture);
  lists = read_lists (fixture, "1");
  g_assert_true (g_date_time_equal (lists->read_at, read_at));
  g_assert_cmpuint (lists->tokens->len, ==, 2);
  g_assert_cmpstr (lk_app_token_get_client_id (lists->tokens->pdata[0]), ==, "zz");
  g_assert_cmpstr (lk_app_token_get_description (lists->tokens->pdata[0]), ==, "Nightly Job");
  g_assert_true (g_strv_equal (lk_app_token_get_role_ids (lists->tokens->pdata[0]),
                               lk_app_token_get_role_ids (tokens->pdata[0])));
  g_assert_true (g_date_time_equal (lk_app_token_get_generated_on (lists->tokens->pdata[0]), generated_on));
  g_assert_true (g_date_time_equal (lk_app_token_get_token_expiry (lists->tokens->pdata[0]), read_at));
  g_assert_null (lk_app_token_get_description (lists->tokens->pdata[1]));
  g_assert_null (lk_app_token_get_generated_on (lists->tokens->pdata[1]));
  g_assert_null (lk_app_token_get_token_expiry (lists->tokens->pdata[1]));
  g_assert_cmpuint (lists->roles->len, ==, 2);
  g_assert_cmpstr (lk_role_get_name (lists->roles->pdata[0]), ==, "Mine");
  g_assert_true (lk_role_get_has_policy (lists->roles->pdata[0]));
  g_assert_true (g_strv_equal (lk_role_get_actions (lists->roles->pdata[0]), actions));
  g_assert_true (g_strv_equal (lk_role_get_resources (lists->roles->pdata[0]), resources));
  g_assert_false (lk_role_get_has_policy (lists->roles->pdata[1]));
}

/* A new list takes the place of the old one; an account that was never read has none, and one that is not there
 * cannot have one. */
static void
test_lists_replaced (LkTestState   *fixture,
                     gconstpointer  user_data)
{
  g_autoptr (GPtrArray) tokens = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GDateTime) then = g_date_time_new_utc (2026, 1, 2, 3, 4, 5);
  g_autoptr (GDateTime) now = g_date_time_new_utc (2026, 11, 26, 14, 5, 0);
  g_autoptr (LkStateLists) unread = read_lists (fixture, "1");
  g_autoptr (LkStateLists) lists = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (unread->read_at);
  g_assert_cmpuint (unread->tokens->len, ==, 0);

  add_token (tokens, "a", NULL, NULL, NULL);
  g_assert_true (save_lists (fixture, "1", then, tokens, none, &error));
  add_token (tokens, "b", NULL, NULL, NULL);
  g_ptr_array_remove_index (tokens, 0);
  g_assert_true (save_lists (fixture, "1", now, tokens, none, &error));
  g_assert_false (save_lists (fixture, "nobody", now, tokens, none, &error));
  g_assert_error (error, LK_STATE_ERROR, LK_STATE_ERROR_WRITE);

  lists = read_lists (fixture, "1");
  g_assert_true (g_date_time_equal (lists->read_at, now));
  g_assert_cmpuint (lists->tokens->len, ==, 1);
  g_assert_cmpstr (lk_app_token_get_client_id (lists->tokens->pdata[0]), ==, "b");
}

/* A secret in a description is left out, the list is written; anywhere else it stops the write, and what was there
 * stays whole. */
static void
test_lists_without_secret (LkTestState   *fixture,
                           gconstpointer  user_data)
{
  g_autoptr (GPtrArray) tokens = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) roles = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GDateTime) then = g_date_time_new_utc (2026, 1, 2, 3, 4, 5);
  g_autoptr (GDateTime) now = g_date_time_new_utc (2026, 11, 26, 14, 5, 0);
  g_autoptr (LkStateLists) lists = NULL;
  g_autoptr (GError) error = NULL;

  add_token (tokens, "a", "my " FAKE_SECRET, NULL, NULL);
  add_token (tokens, "b", "fine", NULL, NULL);
  g_assert_true (save_lists (fixture, "1", then, tokens, roles, &error));

  g_ptr_array_add (roles, lk_role_new ("r1", FAKE_SECRET, FALSE, NULL, NULL));
  g_assert_false (save_lists (fixture, "1", now, tokens, roles, &error));
  g_assert_error (error, LK_STATE_ERROR, LK_STATE_ERROR_WRITE);

  lists = read_lists (fixture, "1");
  g_assert_true (g_date_time_equal (lists->read_at, then));
  g_assert_cmpuint (lists->tokens->len, ==, 2);
  g_assert_null (lk_app_token_get_description (lists->tokens->pdata[0]));
  g_assert_cmpstr (lk_app_token_get_description (lists->tokens->pdata[1]), ==, "fine");
}

static void
test_notes (LkTestState   *fixture,
            gconstpointer  user_data)
{
  g_autoptr (LkStateLists) lists = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (save_note (fixture, "1", "a", "of the old cluster", &error));
  g_assert_true (save_note (fixture, "1", "a", "of the new cluster", &error));
  g_assert_true (save_note (fixture, "1", "b", "to be forgotten", &error));
  g_assert_true (save_note (fixture, "1", "b", NULL, &error));
  g_assert_false (save_note (fixture, "1", "c", FAKE_SECRET, &error));
  g_assert_error (error, LK_STATE_ERROR, LK_STATE_ERROR_WRITE);

  lk_test_state_open_anew (fixture);
  lists = read_lists (fixture, "1");
  g_assert_cmpuint (g_hash_table_size (lists->notes), ==, 1);
  g_assert_cmpstr (g_hash_table_lookup (lists->notes, "a"), ==, "of the new cluster");
}

/* An account that takes another id keeps its notes and list; one that goes takes them along, but not what was done. */
static void
test_follow_the_account (LkTestState   *fixture,
                         gconstpointer  user_data)
{
  g_autoptr (GPtrArray) tokens = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (LkStateLists) followed = NULL;
  g_autoptr (LkStateLists) gone = NULL;
  g_autoptr (GPtrArray) activities = NULL;
  g_autoptr (GPtrArray) removed = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  add_token (tokens, "a", NULL, NULL, NULL);
  g_assert_true (save_lists (fixture, "1", now, tokens, none, &error));
  g_assert_true (save_note (fixture, "1", "a", "kept", &error));
  add_activity (fixture, now, "a", NULL, &error);

  save_account (fixture, "2");
  followed = read_lists (fixture, "2");
  g_assert_cmpuint (followed->tokens->len, ==, 1);
  g_assert_cmpstr (g_hash_table_lookup (followed->notes, "a"), ==, "kept");

  lk_state_remove_account_async (fixture->state, "2", NULL, lk_test_store_result_cb, &result);
  removed = lk_state_remove_account_finish (fixture->state, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
  gone = read_lists (fixture, "2");
  g_assert_null (gone->read_at);
  g_assert_cmpuint (gone->tokens->len, ==, 0);
  g_assert_cmpuint (g_hash_table_size (gone->notes), ==, 0);
  activities = list_activities (fixture);
  g_assert_cmpuint (activities->len, ==, 1);
}

static void
forget_activities (LkTestState *fixture,
                   GDateTime   *before)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  lk_state_forget_activities_async (fixture->state, before, NULL, lk_test_store_result_cb, &result);
  g_assert_true (lk_state_forget_activities_finish (fixture->state, lk_test_wait_for_result (&result), &error));
  g_assert_no_error (error);
}

/* What was done is forgotten, what there is stays. */
static void
test_clear_activity (LkTestState   *fixture,
                     gconstpointer  user_data)
{
  g_autoptr (GPtrArray) tokens = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (LkStateLists) lists = NULL;
  g_autoptr (GPtrArray) activities = NULL;
  g_autoptr (GError) error = NULL;

  add_token (tokens, "a", NULL, NULL, NULL);
  g_assert_true (save_lists (fixture, "1", now, tokens, none, &error));
  add_activity (fixture, now, "a", NULL, &error);
  add_activity (fixture, now, "b", NULL, &error);

  forget_activities (fixture, NULL);
  activities = list_activities (fixture);
  g_assert_cmpuint (activities->len, ==, 0);
  lists = read_lists (fixture, "1");
  g_assert_cmpuint (lists->tokens->len, ==, 1);
}

static GPtrArray *
remove_account (LkTestState *fixture,
                const char  *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *removed;

  lk_state_remove_account_async (fixture->state, id, NULL, lk_test_store_result_cb, &result);
  removed = lk_state_remove_account_finish (fixture->state, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);

  return removed;
}

static gboolean
restore_account (LkTestState  *fixture,
                 GPtrArray    *removed,
                 GError      **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_state_restore_account_async (fixture->state, removed, NULL, lk_test_store_result_cb, &result);

  return lk_state_restore_account_finish (fixture->state, lk_test_wait_for_result (&result), error);
}

/* What was removed comes back at its place with all that went with it; or not at all, where the organization is there. */
static void
test_put_back (LkTestState   *fixture,
               gconstpointer  user_data)
{
  g_autoptr (GPtrArray) tokens = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (LkAccount) other = g_object_new (LK_TYPE_ACCOUNT, "id", "9", "org-id", "another", "api-url", "https://a.example",
                                              "streaming-url", "https://a.example", NULL);
  g_autoptr (LkStateLists) lists = NULL;
  g_autoptr (GPtrArray) removed = NULL;
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GError) error = NULL;

  add_token (tokens, "a", "nightly job", now, NULL);
  add_token (tokens, "b", NULL, NULL, now);
  g_assert_true (save_lists (fixture, "1", now, tokens, none, &error));
  g_assert_true (save_note (fixture, "1", "b", "kept", &error));
  g_assert_true (lk_test_state_save_account (fixture->state, other, &error));

  removed = remove_account (fixture, "1");
  g_assert_true (restore_account (fixture, removed, &error));
  g_assert_no_error (error);
  lists = read_lists (fixture, "1");
  g_assert_cmpint (g_date_time_difference (lists->read_at, now), ==, 0);
  g_assert_cmpuint (lists->tokens->len, ==, 2);
  g_assert_cmpstr (lk_app_token_get_description (lists->tokens->pdata[0]), ==, "nightly job");
  g_assert_cmpint (g_date_time_difference (lk_app_token_get_generated_on (lists->tokens->pdata[0]), now), ==, 0);
  g_assert_null (lk_app_token_get_generated_on (lists->tokens->pdata[1]));
  g_assert_cmpstr (g_hash_table_lookup (lists->notes, "b"), ==, "kept");
  accounts = lk_test_state_list_accounts (fixture->state);
  g_assert_cmpuint (accounts->len, ==, 2);
  g_assert_cmpstr (lk_account_get_id (accounts->pdata[0]), ==, "1");

  g_clear_pointer (&lists, lk_state_lists_free);
  g_clear_pointer (&removed, g_ptr_array_unref);
  removed = remove_account (fixture, "1");
  save_account (fixture, "2");
  g_assert_false (restore_account (fixture, removed, &error));
  g_assert_error (error, LK_STATE_ERROR, LK_STATE_ERROR_WRITE);
  lists = read_lists (fixture, "1");
  g_assert_cmpuint (lists->tokens->len, ==, 0);
}

static void
test_activity (LkTestState   *fixture,
               gconstpointer  user_data)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) young = g_date_time_add_days (now, -364);
  g_autoptr (GDateTime) old = g_date_time_add_days (now, -367);
  g_autoptr (GDateTime) before = g_date_time_add_days (now, -365);
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) activities = NULL;
  g_autoptr (GError) error = NULL;

  add_activity (fixture, young, "young", "nightly job", &error);
  add_activity (fixture, old, "old", NULL, &error);
  add_activity (fixture, now, "new", "was " FAKE_SECRET, &error);
  g_assert_no_error (error);
  add_activity (fixture, now, FAKE_SECRET, NULL, &error);
  g_assert_error (error, LK_STATE_ERROR, LK_STATE_ERROR_WRITE);

  /* Opening forgets nothing: how long is remembered is for the window's settings to say. */
  lk_test_state_open_anew (fixture);
  all = list_activities (fixture);
  g_assert_cmpuint (all->len, ==, 3);
  forget_activities (fixture, before);
  activities = list_activities (fixture);
  g_assert_cmpuint (activities->len, ==, 2);
  g_assert_cmpstr (lk_activity_get_client_id (activities->pdata[0]), ==, "new");
  g_assert_true (g_date_time_equal (lk_activity_get_time (activities->pdata[0]), now));
  g_assert_null (lk_activity_get_description (activities->pdata[0]));
  g_assert_cmpstr (lk_activity_get_client_id (activities->pdata[1]), ==, "young");
  g_assert_cmpstr (lk_activity_get_description (activities->pdata[1]), ==, "nightly job");
  g_assert_cmpstr (lk_activity_get_account_id (activities->pdata[1]), ==, "1");
  g_assert_cmpstr (lk_activity_get_account_title (activities->pdata[1]), ==, "Acme");
  g_assert_cmpstr (lk_activity_get_operation (activities->pdata[1]), ==, LK_ACTIVITY_DELETE);
  g_assert_cmpstr (lk_activity_get_outcome (activities->pdata[1]), ==, LK_ACTIVITY_DONE);
}

/* The last few times of one token, the newest first, whatever was done to others. */
static void
test_token_activity (LkTestState   *fixture,
                     gconstpointer  user_data)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) activities = NULL;
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < LK_STATE_N_TOKEN_ACTIVITIES + 2; i++)
    {
      g_autoptr (GDateTime) time = g_date_time_add_hours (now, -i);

      add_activity (fixture, time, "asked", NULL, &error);
      add_activity (fixture, time, "other", NULL, &error);
      g_assert_no_error (error);
    }

  lk_state_list_token_activities_async (fixture->state, "asked", NULL, lk_test_store_result_cb, &result);
  activities = lk_state_list_token_activities_finish (fixture->state, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (activities->len, ==, LK_STATE_N_TOKEN_ACTIVITIES);
  for (guint i = 0; i < activities->len; i++)
    {
      g_assert_cmpstr (lk_activity_get_client_id (activities->pdata[i]), ==, "asked");
      g_assert_cmpint (g_date_time_difference (now, lk_activity_get_time (activities->pdata[i])), ==, i * G_TIME_SPAN_HOUR);
    }
}

/* A database of the first version keeps its accounts and gets the new tables. */
static void
test_upgrade (LkTestState   *fixture,
              gconstpointer  user_data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "latchkey.db", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) listed = NULL;
  g_autoptr (GPtrArray) intents = NULL;
  g_autoptr (GPtrArray) orders = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3 *database = NULL;

  g_clear_object (&fixture->state);
  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database,
                                 "DROP TRIGGER rotation_begins; DROP TABLE rotation; DROP TABLE delete_order;"
                                 "DROP TABLE token_use;"
                                 "DROP TABLE list; DROP TABLE token; DROP TABLE role; DROP TABLE note;"
                                 "DROP TABLE activity; DROP TABLE streaming; DROP TABLE tenant; DROP TABLE pulsar_token;"
                                 "DROP TABLE pulsar_note; DROP TABLE confirmed_host; DROP TABLE reminder;"
                                 "ALTER TABLE intent DROP COLUMN candidate_ids;"
                                 "ALTER TABLE intent DROP COLUMN sent_at;"
                                 "ALTER TABLE intent DROP COLUMN tenant_name; ALTER TABLE intent DROP COLUMN cluster_name;"
                                 "ALTER TABLE intent DROP COLUMN lifetime_days; ALTER TABLE intent DROP COLUMN keep;"
                                 "ALTER TABLE intent DROP COLUMN lost_at;"
                                 "ALTER TABLE intent DROP COLUMN replaces;"
                                 "INSERT INTO intent (id, operation, account_id, state, known_ids, since)"
                                 " VALUES ('old', 'create', '1', 'sending', '', '2026-01-01T00:00:00Z');"
                                 "PRAGMA user_version = 1",
                                 NULL, NULL, NULL),
                   ==, SQLITE_OK);
  sqlite3_close (database);

  lk_test_state_open_anew (fixture);
  g_assert_true (save_note (fixture, "1", "a", "the account is there", &error));
  g_assert_no_error (error);

  /* What was unfinished then was about an application token, which is always kept. */
  lk_state_list_intents_async (fixture->state, NULL, lk_test_store_result_cb, &result);
  intents = lk_state_list_intents_finish (fixture->state, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (intents->len, ==, 1);
  g_assert_false (lk_intent_is_pulsar (intents->pdata[0]));
  g_assert_true (lk_intent_get_keep (intents->pdata[0]));
  g_assert_null (lk_intent_get_lost_at (intents->pdata[0]));

  lk_state_list_delete_orders_async (fixture->state, NULL, lk_test_store_result_cb, &listed);
  orders = lk_state_list_delete_orders_finish (fixture->state, lk_test_wait_for_result (&listed), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (orders->len, ==, 0);
}

static void
test_many (LkTestState   *fixture,
           gconstpointer  user_data)
{
  g_autoptr (GPtrArray) tokens = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (LkStateLists) lists = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 started, called, saved, read;

  for (guint i = 0; i < N_MANY; i++)
    {
      g_autofree char *client_id = g_strdup_printf ("client-%05u", i);
      g_autofree char *description = g_strdup_printf ("Token %u of many", i);

      add_token (tokens, client_id, description, now, now);
    }

  started = g_get_monotonic_time ();
  lk_state_save_lists_async (fixture->state, "1", now, tokens, none, NULL, lk_test_store_result_cb, &result);
  called = g_get_monotonic_time ();
  g_assert_true (lk_state_save_lists_finish (fixture->state, lk_test_wait_for_result (&result), &error));
  saved = g_get_monotonic_time ();
  lists = read_lists (fixture, "1");
  read = g_get_monotonic_time ();
  g_assert_cmpuint (lists->tokens->len, ==, N_MANY);
  g_assert_cmpstr (lk_app_token_get_client_id (lists->tokens->pdata[N_MANY - 1]), ==, "client-09999");
  g_test_message ("%d tokens: copied in %" G_GINT64_FORMAT " ms, written in %" G_GINT64_FORMAT
                  " ms, read in %" G_GINT64_FORMAT " ms",
                  N_MANY, (called - started) / 1000, (saved - called) / 1000, (read - saved) / 1000);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, LkTestState, NULL, set_up, function, lk_test_state_tear_down)
  ADD ("/state-lists/lists", test_lists);
  ADD ("/state-lists/lists-replaced", test_lists_replaced);
  ADD ("/state-lists/lists-without-secret", test_lists_without_secret);
  ADD ("/state-lists/notes", test_notes);
  ADD ("/state-lists/follow-the-account", test_follow_the_account);
  ADD ("/state-lists/put-back", test_put_back);
  ADD ("/state-lists/activity", test_activity);
  ADD ("/state-lists/token-activity", test_token_activity);
  ADD ("/state-lists/clear-activity", test_clear_activity);
  ADD ("/state-lists/upgrade", test_upgrade);
  ADD ("/state-lists/many", test_many);

  return g_test_run ();
}
