/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-state.h"

#include "lk-test.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAGE_SIZE 4096 /* of SQLite's files */

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

static gboolean
save_intent (LkState   *state,
             LkIntent  *intent,
             GError   **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_state_save_intent_async (state, intent, NULL, lk_test_store_result_cb, &result);

  return lk_state_save_intent_finish (state, lk_test_wait_for_result (&result), error);
}

static GPtrArray *
list_intents (LkState  *state,
              GError  **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_state_list_intents_async (state, NULL, lk_test_store_result_cb, &result);

  return lk_state_list_intents_finish (state, lk_test_wait_for_result (&result), error);
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
  g_autoptr (GPtrArray) removed = NULL;
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
  g_assert_cmpstr (lk_account_get_id (accounts->pdata[0]), ==, "3");
  g_assert_null (lk_account_get_name (accounts->pdata[1]));

  lk_state_remove_account_async (state, "2", NULL, lk_test_store_result_cb, &result);
  removed = lk_state_remove_account_finish (state, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
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
test_secret_shapes (Fixture       *fixture,
                    gconstpointer  user_data)
{
  static const struct
  {
    const char *text;
    gboolean    refused;
  } texts[] = {
    { "AstraCS:", TRUE },
    { "was AstraCS:abc:def", TRUE },
    { "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln-_", TRUE },
    { "is eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.", TRUE },
    { "eyJ.x eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln", TRUE },
    { "eyJ", FALSE },
    { "abceyJdefghijklmnopqrstuv", FALSE },
    { "eyJabc.def", FALSE },
    { "eyJabc..def", FALSE },
    { "Astra CS", FALSE },
    { "", FALSE },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (LkState) state = open_state (fixture->folder, &error);
  g_autoptr (GDateTime) since = g_date_time_new_utc (2026, 11, 26, 1, 2, 3);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      const char *const ids[] = { "first", texts[i].text, NULL };
      g_autofree char *id = g_strdup_printf ("%u", i);
      g_autoptr (LkAccount) account = make_account (id, id, texts[i].text);
      g_autoptr (LkIntent) intent = g_object_new (LK_TYPE_INTENT, "id", id, "account-id", "1", "known-ids", ids,
                                                  "since", since, NULL);

      g_test_message ("%s", texts[i].text);
      g_assert_cmpint (save_account (state, account, &error), !=, texts[i].refused);
      g_assert_cmpint (error != NULL, ==, texts[i].refused);
      g_assert_true (error == NULL || strstr (error->message, "eyJ") == NULL);
      g_clear_error (&error);
      g_assert_cmpint (save_intent (state, intent, &error), !=, texts[i].refused);
      g_assert_cmpint (error != NULL, ==, texts[i].refused);
      g_clear_error (&error);
    }
}

/* A full organization's list, with ids that hold the first letters of a JWT. */
static void
test_many_known_ids (Fixture       *fixture,
                     gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LkState) state = open_state (fixture->folder, &error);
  g_autoptr (GDateTime) since = g_date_time_new_utc (2026, 11, 26, 1, 2, 3.5);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) ids = NULL;
  g_autoptr (LkIntent) intent = NULL;
  g_autoptr (GPtrArray) intents = NULL;

  for (guint i = 0; i < 10000; i++)
    {
      g_autofree char *id = g_strdup_printf ("aeyJbcdefghijklmnop%05u", i);

      g_strv_builder_add (builder, id);
    }
  ids = g_strv_builder_end (builder);
  intent = g_object_new (LK_TYPE_INTENT, "id", "i", "account-id", "1", "known-ids", ids, "since", since, NULL);

  g_assert_true (save_intent (state, intent, &error));
  g_assert_no_error (error);
  g_clear_object (&state);
  state = open_state (fixture->folder, &error);
  g_assert_no_error (error);
  intents = list_intents (state, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (intents->len, ==, 1);
  g_assert_cmpstrv (lk_intent_get_known_ids (intents->pdata[0]), ids);
  g_assert_true (g_date_time_equal (lk_intent_get_since (intents->pdata[0]), since));
}

static void
test_intent_nulls (Fixture       *fixture,
                   gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LkState) state = open_state (fixture->folder, &error);
  g_autoptr (GDateTime) since = g_date_time_new_utc (2026, 11, 26, 1, 2, 3);
  g_autoptr (LkIntent) intent = g_object_new (LK_TYPE_INTENT, "id", "i", "operation", "delete", "account-id", "1",
                                              "since", since, NULL);
  g_autoptr (LkIntent) bad = g_object_new (LK_TYPE_INTENT, "id", "b", "account-id", "1", NULL);
  g_autoptr (GPtrArray) intents = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  LkIntent *got;

  g_assert_true (save_intent (state, intent, &error));
  g_assert_no_error (error);
  g_assert_false (save_intent (state, bad, &error));
  g_assert_error (error, LK_STATE_ERROR, LK_STATE_ERROR_WRITE);
  g_clear_error (&error);

  intents = list_intents (state, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (intents->len, ==, 1);
  got = intents->pdata[0];
  g_assert_cmpstr (lk_intent_get_id (got), ==, "i");
  g_assert_cmpstr (lk_intent_get_operation (got), ==, "delete");
  g_assert_cmpstr (lk_intent_get_account_id (got), ==, "1");
  g_assert_cmpint (lk_intent_get_state (got), ==, LK_INTENT_PLANNED);
  g_assert_null (lk_intent_get_description (got));
  g_assert_null (lk_intent_get_token_expiry (got));
  g_assert_null (lk_intent_get_script_name (got));
  g_assert_null (lk_intent_get_client_id (got));
  g_assert_cmpuint (g_strv_length ((GStrv) lk_intent_get_role_ids (got)), ==, 0);
  g_assert_cmpuint (g_strv_length ((GStrv) lk_intent_get_known_ids (got)), ==, 0);

  lk_state_remove_intent_async (state, "i", NULL, lk_test_store_result_cb, &result);
  g_assert_true (lk_state_remove_intent_finish (state, lk_test_wait_for_result (&result), &error));
  g_clear_pointer (&intents, g_ptr_array_unref);
  intents = list_intents (state, &error);
  g_assert_cmpuint (intents->len, ==, 0);
}

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          gpointer    user_data)
{
  guint *n = user_data;

  (*n)++;
}

static void
test_intent_properties (Fixture       *fixture,
                        gconstpointer  user_data)
{
  static const char *const roles[] = { "r", NULL };
  static const char *const known[] = { "k", NULL };
  static const char *const names[] = { "id", "operation", "account-id", "description", "token-expiry", "script-name",
                                       "client-id" };
  g_autoptr (GDateTime) since = g_date_time_new_utc (2026, 11, 26, 1, 2, 3);
  g_autoptr (LkIntent) intent = g_object_new (LK_TYPE_INTENT,
                                              "id", "id", "operation", "operation", "account-id", "account-id",
                                              "description", "description", "token-expiry", "token-expiry",
                                              "script-name", "script-name", "client-id", "client-id",
                                              "role-ids", roles, "since", since, NULL);
  g_auto (GStrv) got_roles = NULL;
  g_auto (GStrv) got_known = NULL;
  g_autoptr (GDateTime) got_since = NULL;
  LkIntentState state;
  int got_state = -1;
  guint n = 0;

  g_signal_connect (intent, "notify", G_CALLBACK (count_cb), &n);
  for (guint i = 0; i < 2; i++)
    {
      lk_intent_set_state (intent, LK_INTENT_ANSWERED);
      g_object_set (intent, "known-ids", known, "client-id", "client-id", NULL);
    }
  g_assert_cmpuint (n, ==, 2);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *text = NULL;

      g_object_get (intent, names[i], &text, NULL);
      g_assert_cmpstr (text, ==, names[i]);
    }
  g_object_get (intent, "role-ids", &got_roles, "known-ids", &got_known, "since", &got_since,
                "state", &got_state, NULL);
  g_assert_cmpstrv (got_roles, roles);
  g_assert_cmpstrv (got_known, known);
  g_assert_true (g_date_time_equal (got_since, since));
  g_assert_cmpint (got_state, ==, LK_INTENT_ANSWERED);

  for (guint i = LK_INTENT_PLANNED; i <= LK_INTENT_ANSWERED; i++)
    {
      g_assert_true (lk_intent_state_from_string (lk_intent_state_to_string (i), &state));
      g_assert_cmpuint (state, ==, i);
    }
  g_assert_false (lk_intent_state_from_string ("safe", &state));
  g_assert_false (lk_intent_state_from_string (NULL, &state));
}

/* What is written is what the object held at the call, and it is the caller's again at once. */
static void
test_saves_a_copy (Fixture       *fixture,
                   gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LkState) state = open_state (fixture->folder, &error);
  g_autoptr (GDateTime) since = g_date_time_new_utc (2026, 11, 26, 1, 2, 3);
  g_autoptr (LkIntent) intent = g_object_new (LK_TYPE_INTENT, "id", "i", "account-id", "1", "client-id", "before",
                                              "since", since, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) intents = NULL;

  lk_state_save_intent_async (state, intent, NULL, lk_test_store_result_cb, &result);
  g_object_set (intent, "client-id", "after", NULL);
  lk_intent_set_state (intent, LK_INTENT_UNKNOWN);
  g_assert_finalize_object (g_steal_pointer (&intent));
  g_assert_true (lk_state_save_intent_finish (state, lk_test_wait_for_result (&result), &error));

  intents = list_intents (state, &error);
  g_assert_cmpstr (lk_intent_get_client_id (intents->pdata[0]), ==, "before");
  g_assert_cmpint (lk_intent_get_state (intents->pdata[0]), ==, LK_INTENT_PLANNED);
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LkState) state = open_state (fixture->folder, &error);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (LkAccount) account = make_account ("1", "org", NULL);
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GAsyncResult) saved = NULL;
  g_autoptr (GAsyncResult) listed = NULL;
  g_autoptr (GPtrArray) accounts = NULL;

  /* In flight: whatever the worker has done, the caller is told. */
  lk_state_list_accounts_async (state, cancellable, lk_test_store_result_cb, &listed);
  g_cancellable_cancel (cancellable);
  g_assert_null (lk_state_list_accounts_finish (state, lk_test_wait_for_result (&listed), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  /* Before its turn: nothing is done. */
  lk_state_save_account_async (state, account, cancellable, lk_test_store_result_cb, &saved);
  g_assert_false (lk_state_save_account_finish (state, lk_test_wait_for_result (&saved), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  accounts = list_accounts (state);
  g_assert_cmpuint (accounts->len, ==, 0);

  lk_state_open_async (fixture->folder, cancellable, lk_test_store_result_cb, &opened);
  g_assert_null (lk_state_open_finish (lk_test_wait_for_result (&opened), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Work under way goes on without its owner; with its answer the database is closed, which takes the WAL away. */
static void
test_drop_in_flight (Fixture       *fixture,
                     gconstpointer  user_data)
{
  g_autofree char *wal = g_build_filename (fixture->folder, "latchkey.db-wal", NULL);
  g_autoptr (GError) error = NULL;
  LkState *state = open_state (fixture->folder, &error);
  g_autoptr (LkAccount) account = make_account ("1", "org", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) accounts = NULL;
  LkState *dropped = state;

  g_object_add_weak_pointer (G_OBJECT (state), (gpointer *) &dropped);
  lk_state_save_account_async (state, account, NULL, lk_test_store_result_cb, &result);
  g_object_unref (state);
  g_assert_nonnull (dropped);
  g_assert_true (lk_state_save_account_finish (dropped, lk_test_wait_for_result (&result), &error));
  g_assert_true (g_file_test (wal, G_FILE_TEST_EXISTS));
  g_clear_object (&result);
  g_assert_null (dropped);
  g_assert_false (g_file_test (wal, G_FILE_TEST_EXISTS));

  state = open_state (fixture->folder, &error);
  g_assert_no_error (error);
  accounts = list_accounts (state);
  g_assert_cmpuint (accounts->len, ==, 1);
  g_assert_finalize_object (state);
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

  /* So are the files next to it, and one that was open to others is closed to them. */
  g_clear_pointer (&path, g_free);
  path = g_build_filename (inner, "latchkey.db-wal", NULL);
  g_assert_cmpint (g_stat (path, &file), ==, 0);
  g_assert_cmpint (file.st_mode & 0777, ==, 0600);
  g_clear_object (&state);
  g_clear_pointer (&path, g_free);
  path = g_build_filename (inner, "latchkey.db", NULL);
  g_assert_cmpint (g_chmod (path, 0644), ==, 0);
  state = open_state (inner, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (path, &file), ==, 0);
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
  g_clear_error (&error);

  /* Nobody may write there, not even root. */
  g_assert_null (open_state ("/proc/self/latchkey", &error));
  g_assert_error (error, LK_STATE_ERROR, LK_STATE_ERROR_CANNOT_OPEN);
}

static void
test_read_only (Fixture       *fixture,
                gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;

  if (geteuid () == 0)
    {
      g_test_skip ("modes do not bind root");
      return;
    }

  g_assert_cmpint (g_chmod (fixture->folder, 0500), ==, 0);
  g_assert_null (open_state (fixture->folder, &error));
  g_assert_error (error, LK_STATE_ERROR, LK_STATE_ERROR_CANNOT_OPEN);
  g_assert_cmpint (g_chmod (fixture->folder, 0700), ==, 0);
}

/* On which page of the file a table begins, from 1. */
static gsize
find_page (const char *path,
           const char *table)
{
  sqlite3 *database = NULL;
  sqlite3_stmt *statement = NULL;
  gsize page;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (database, "SELECT rootpage FROM sqlite_master WHERE name = ?1", -1, &statement, NULL),
                   ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_bind_text (statement, 1, table, -1, SQLITE_STATIC), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  page = (gsize) sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (database);

  return page;
}

/* A file that opens, and in which tables are noise. */
static void
test_corrupt (Fixture       *fixture,
              gconstpointer  user_data)
{
  static const char *const tables[] = { "account", "intent" };
  g_autofree char *path = g_build_filename (fixture->folder, "latchkey.db", NULL);
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (LkState) state = open_state (fixture->folder, &error);
  g_autoptr (LkAccount) account = make_account ("1", "org", NULL);
  g_autoptr (GPtrArray) intents = NULL;
  gsize length;

  g_assert_true (save_account (state, account, &error));
  g_clear_object (&state);
  g_assert_true (g_file_get_contents (path, &contents, &length, &error));
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      gsize page = find_page (path, tables[i]);

      g_assert_cmpuint (length, >=, page * PAGE_SIZE);
      memset (contents + (page - 1) * PAGE_SIZE, 0x5a, PAGE_SIZE);
    }
  g_assert_true (g_file_set_contents (path, contents, (gssize) length, &error));

  state = open_state (fixture->folder, &error);
  g_assert_no_error (error);
  intents = list_intents (state, &error);
  g_assert_null (intents);
  g_assert_error (error, LK_STATE_ERROR, LK_STATE_ERROR_READ);
  g_clear_error (&error);
  g_assert_false (save_account (state, account, &error));
  g_assert_error (error, LK_STATE_ERROR, LK_STATE_ERROR_WRITE);
}

static int
read_version (const char *path)
{
  sqlite3 *database = NULL;
  sqlite3_stmt *statement = NULL;
  int version;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (database, "PRAGMA user_version", -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  version = sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (database);

  return version;
}

/* An empty file is version 0; a step that fails leaves that version and none of its tables. */
static void
test_migrate (Fixture       *fixture,
              gconstpointer  user_data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "latchkey.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (LkState) state = NULL;
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, "CREATE TABLE intent (id)", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_null (open_state (fixture->folder, &error));
  g_assert_error (error, LK_STATE_ERROR, LK_STATE_ERROR_CANNOT_OPEN);
  g_clear_error (&error);
  g_assert_cmpint (read_version (path), ==, 0);
  g_assert_cmpint (sqlite3_exec (database, "SELECT * FROM account", NULL, NULL, NULL), ==, SQLITE_ERROR);

  g_assert_cmpint (sqlite3_exec (database, "DROP TABLE intent", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (database);
  state = open_state (fixture->folder, &error);
  g_assert_no_error (error);
  g_assert_cmpint (read_version (path), >, 1);
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

/* Many times over, since what went wrong did so once in a while. */
static void
test_many_at_once (Fixture       *fixture,
                   gconstpointer  user_data)
{
  for (guint round = 0; round < 30; round++)
    {
      g_autofree char *folder = g_strdup_printf ("%s/%u", fixture->folder, round);
      GAsyncResult *results[4] = { NULL };
      LkState *states[4] = { NULL };

      for (guint i = 0; i < G_N_ELEMENTS (results); i++)
        lk_state_open_async (folder, NULL, lk_test_store_result_cb, &results[i]);
      for (guint i = 0; i < G_N_ELEMENTS (results); i++)
        {
          g_autoptr (GError) error = NULL;

          states[i] = lk_state_open_finish (lk_test_wait_for_result (&results[i]), &error);
          g_assert_no_error (error);
          g_clear_object (&results[i]);
        }
      for (guint i = 0; i < G_N_ELEMENTS (states); i++)
        g_assert_finalize_object (states[i]);
    }
}

static void
test_symlink (Fixture       *fixture,
              gconstpointer  user_data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "latchkey.db", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (symlink ("elsewhere.db", path), ==, 0);
  g_assert_null (open_state (fixture->folder, &error));
  g_assert_error (error, LK_STATE_ERROR, LK_STATE_ERROR_CANNOT_OPEN);
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
  ADD ("/state/secret-shapes", test_secret_shapes);
  ADD ("/state/many-known-ids", test_many_known_ids);
  ADD ("/state/intent-nulls", test_intent_nulls);
  ADD ("/state/intent-properties", test_intent_properties);
  ADD ("/state/saves-a-copy", test_saves_a_copy);
  ADD ("/state/cancel", test_cancel);
  ADD ("/state/drop-in-flight", test_drop_in_flight);
  ADD ("/state/read-only", test_read_only);
  ADD ("/state/corrupt", test_corrupt);
  ADD ("/state/migrate", test_migrate);
  ADD ("/state/private", test_private);
  ADD ("/state/cannot-open", test_cannot_open);
  ADD ("/state/too-new", test_too_new);
  ADD ("/state/two-at-once", test_two_at_once);
  ADD ("/state/many-at-once", test_many_at_once);
  ADD ("/state/symlink", test_symlink);

  return g_test_run ();
}
