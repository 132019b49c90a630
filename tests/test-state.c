/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-state.h"

#include "lk-test.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

typedef struct
{
  char *folder;
} Fixture;

static LkState *
open_state (const char *folder,
            GError    **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_state_open_async (folder, NULL, lk_test_store_result_cb, &result);

  return lk_state_open_finish (lk_test_wait_for_result (&result), error);
}

static gboolean
save_account (LkState    *state,
              LkAccount  *account,
              GError    **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_state_save_account_async (state, account, NULL, lk_test_store_result_cb, &result);

  return lk_state_save_account_finish (state, lk_test_wait_for_result (&result), error);
}

static GPtrArray *
list_accounts (LkState *state)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *accounts;

  lk_state_list_accounts_async (state, NULL, lk_test_store_result_cb, &result);
  accounts = lk_state_list_accounts_finish (state, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);

  return accounts;
}

static LkAccount *
make_account (const char *id,
              const char *org_id,
              const char *name)
{
  return g_object_new (LK_TYPE_ACCOUNT, "id", id, "org-id", org_id, "name", name, "api-url", "https://a.example",
                       "streaming-url", "https://s.example", NULL);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  fixture->folder = lk_test_make_folder ();
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  lk_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static void
test_accounts (Fixture       *fixture,
               gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LkState) state = open_state (fixture->folder, &error);
  g_autoptr (LkAccount) first = make_account ("1", "org-1", "First");
  g_autoptr (LkAccount) second = make_account ("2", "org-2", NULL);
  g_autoptr (LkAccount) replaced = make_account ("3", "org-1", "Again");
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  g_assert_no_error (error);
  g_assert_true (save_account (state, first, &error));
  g_assert_true (save_account (state, second, &error));
  g_assert_true (save_account (state, replaced, &error));

  /* Another connection sees the same, in the same order. */
  g_clear_object (&state);
  state = open_state (fixture->folder, &error);
  g_assert_no_error (error);
  accounts = list_accounts (state);
  g_assert_cmpuint (accounts->len, ==, 2);
  g_assert_cmpstr (lk_account_get_name (accounts->pdata[0]), ==, "Again");
  g_assert_null (lk_account_get_name (accounts->pdata[1]));

  lk_state_remove_account_async (state, "2", NULL, lk_test_store_result_cb, &result);
  g_assert_true (lk_state_remove_account_finish (state, lk_test_wait_for_result (&result), &error));
  g_clear_pointer (&accounts, g_ptr_array_unref);
  accounts = list_accounts (state);
  g_assert_cmpuint (accounts->len, ==, 1);
}

static void
test_intents (Fixture       *fixture,
              gconstpointer  user_data)
{
  static const char *const roles[] = { "r1", "r2", NULL };
  static const char *const none[] = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (LkState) state = open_state (fixture->folder, &error);
  g_autoptr (GDateTime) since = g_date_time_new_utc (2026, 11, 26, 1, 2, 3);
  g_autoptr (LkIntent) intent = g_object_new (LK_TYPE_INTENT, "id", "i1", "account-id", "1", "description", "job",
                                              "role-ids", roles, "known-ids", none, "since", since, NULL);
  g_autoptr (GPtrArray) intents = NULL;
  g_autoptr (GAsyncResult) saved = NULL;
  g_autoptr (GAsyncResult) again = NULL;
  g_autoptr (GAsyncResult) listed = NULL;

  lk_state_save_intent_async (state, intent, NULL, lk_test_store_result_cb, &saved);
  g_assert_true (lk_state_save_intent_finish (state, lk_test_wait_for_result (&saved), &error));
  lk_intent_set_state (intent, LK_INTENT_ORPHAN);
  g_object_set (intent, "client-id", "abc", NULL);
  lk_state_save_intent_async (state, intent, NULL, lk_test_store_result_cb, &again);
  g_assert_true (lk_state_save_intent_finish (state, lk_test_wait_for_result (&again), &error));

  lk_state_list_intents_async (state, NULL, lk_test_store_result_cb, &listed);
  intents = lk_state_list_intents_finish (state, lk_test_wait_for_result (&listed), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (intents->len, ==, 1);
  g_assert_cmpint (lk_intent_get_state (intents->pdata[0]), ==, LK_INTENT_ORPHAN);
  g_assert_cmpstr (lk_intent_get_client_id (intents->pdata[0]), ==, "abc");
  g_assert_cmpstr (lk_intent_get_role_ids (intents->pdata[0])[1], ==, "r2");
  g_assert_cmpuint (g_strv_length ((GStrv) lk_intent_get_known_ids (intents->pdata[0])), ==, 0);
  g_assert_null (lk_intent_get_script_name (intents->pdata[0]));
  g_assert_true (g_date_time_equal (lk_intent_get_since (intents->pdata[0]), since));
}

static void
test_no_secret (Fixture       *fixture,
                gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LkState) state = open_state (fixture->folder, &error);
  g_autoptr (LkAccount) account = make_account ("1", "org", "AstraCS:not:a-name");
  g_autoptr (GPtrArray) accounts = NULL;

  g_assert_false (save_account (state, account, &error));
  g_assert_error (error, LK_STATE_ERROR, LK_STATE_ERROR_WRITE);
  accounts = list_accounts (state);
  g_assert_cmpuint (accounts->len, ==, 0);
}

static void
test_private (Fixture       *fixture,
              gconstpointer  user_data)
{
  g_autofree char *inner = g_build_filename (fixture->folder, "inner", NULL);
  g_autofree char *path = g_build_filename (inner, "latchkey.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (LkState) state = open_state (inner, &error);
  GStatBuf folder, file;

  g_assert_no_error (error);
  g_assert_nonnull (state);
  g_assert_cmpint (g_stat (inner, &folder), ==, 0);
  g_assert_cmpint (g_stat (path, &file), ==, 0);
  g_assert_cmpint (folder.st_mode & 0777, ==, 0700);
  g_assert_cmpint (file.st_mode & 0777, ==, 0600);
}

static void
write_file (Fixture    *fixture,
            const char *text)
{
  g_autofree char *path = g_build_filename (fixture->folder, "latchkey.db", NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
test_cannot_open (Fixture       *fixture,
                  gconstpointer  user_data)
{
  g_autofree char *below = g_build_filename (fixture->folder, "latchkey.db", "below", NULL);
  g_autoptr (GError) error = NULL;

  write_file (fixture, "this is no database, but long enough to be taken for one by its size alone, or so it seems");
  g_assert_null (open_state (fixture->folder, &error));
  g_assert_error (error, LK_STATE_ERROR, LK_STATE_ERROR_CANNOT_OPEN);
  g_clear_error (&error);
  g_assert_null (open_state (below, &error));
  g_assert_error (error, LK_STATE_ERROR, LK_STATE_ERROR_CANNOT_OPEN);
}

static void
test_too_new (Fixture       *fixture,
              gconstpointer  user_data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "latchkey.db", NULL);
  g_autoptr (GError) error = NULL;
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, "PRAGMA user_version = 999", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (database);

  g_assert_null (open_state (fixture->folder, &error));
  g_assert_error (error, LK_STATE_ERROR, LK_STATE_ERROR_TOO_NEW);
}

static void
test_two_at_once (Fixture       *fixture,
                  gconstpointer  user_data)
{
  g_autoptr (GAsyncResult) first_result = NULL;
  g_autoptr (GAsyncResult) second_result = NULL;
  g_autoptr (LkState) first = NULL;
  g_autoptr (LkState) second = NULL;
  g_autoptr (LkAccount) account = make_account ("1", "org", NULL);
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GError) error = NULL;

  lk_state_open_async (fixture->folder, NULL, lk_test_store_result_cb, &first_result);
  lk_state_open_async (fixture->folder, NULL, lk_test_store_result_cb, &second_result);
  first = lk_state_open_finish (lk_test_wait_for_result (&first_result), &error);
  g_assert_no_error (error);
  second = lk_state_open_finish (lk_test_wait_for_result (&second_result), &error);
  g_assert_no_error (error);

  g_assert_true (save_account (first, account, &error));
  accounts = list_accounts (second);
  g_assert_cmpuint (accounts->len, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/state/accounts", test_accounts);
  ADD ("/state/intents", test_intents);
  ADD ("/state/no-secret", test_no_secret);
  ADD ("/state/private", test_private);
  ADD ("/state/cannot-open", test_cannot_open);
  ADD ("/state/too-new", test_too_new);
  ADD ("/state/two-at-once", test_two_at_once);

  return g_test_run ();
}
