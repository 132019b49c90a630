/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The file of the database: whose it is, what is in its place, how it is brought up to date, and who opens it at once. */

#include "lk-test-state.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAGE_SIZE 4096 /* of SQLite's files */

static void
test_private (LkTestState   *fixture,
              gconstpointer  user_data)
{
  g_autofree char *inner = g_build_filename (fixture->folder, "inner", NULL);
  g_autofree char *path = g_build_filename (inner, "latchkey.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (LkState) state = lk_test_state_open (inner, &error);
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
  state = lk_test_state_open (inner, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (path, &file), ==, 0);
  g_assert_cmpint (file.st_mode & 0777, ==, 0600);
}

static void
write_file (LkTestState *fixture,
            const char  *text)
{
  g_autofree char *path = g_build_filename (fixture->folder, "latchkey.db", NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
test_cannot_open (LkTestState   *fixture,
                  gconstpointer  user_data)
{
  g_autofree char *below = g_build_filename (fixture->folder, "latchkey.db", "below", NULL);
  g_autoptr (GError) error = NULL;

  write_file (fixture, "this is no database, but long enough to be taken for one by its size alone, or so it seems");
  g_assert_null (lk_test_state_open (fixture->folder, &error));
  g_assert_error (error, LK_STATE_ERROR, LK_STATE_ERROR_CANNOT_OPEN);
  g_clear_error (&error);
  g_assert_null (lk_test_state_open (below, &error));
  g_assert_error (error, LK_STATE_ERROR, LK_STATE_ERROR_CANNOT_OPEN);
  g_clear_error (&error);

  /* Nobody may write there, not even root. */
  g_assert_null (lk_test_state_open ("/proc/self/latchkey", &error));
  g_assert_error (error, LK_STATE_ERROR, LK_STATE_ERROR_CANNOT_OPEN);
}

static void
test_read_only (LkTestState   *fixture,
                gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;

  if (geteuid () == 0)
    {
      g_test_skip ("modes do not bind root");
      return;
    }

  g_assert_cmpint (g_chmod (fixture->folder, 0500), ==, 0);
  g_assert_null (lk_test_state_open (fixture->folder, &error));
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
test_corrupt (LkTestState   *fixture,
              gconstpointer  user_data)
{
  static const char *const tables[] = { "account", "intent" };
  g_autofree char *path = g_build_filename (fixture->folder, "latchkey.db", NULL);
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (LkState) state = lk_test_state_open (fixture->folder, &error);
  g_autoptr (LkAccount) account = lk_test_state_make_account ("1", "org", NULL);
  g_autoptr (GPtrArray) intents = NULL;
  gsize length;

  g_assert_true (lk_test_state_save_account (state, account, &error));
  g_clear_object (&state);
  g_assert_true (g_file_get_contents (path, &contents, &length, &error));
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      gsize page = find_page (path, tables[i]);

      g_assert_cmpuint (length, >=, page * PAGE_SIZE);
      memset (contents + (page - 1) * PAGE_SIZE, 0x5a, PAGE_SIZE);
    }
  g_assert_true (g_file_set_contents (path, contents, (gssize) length, &error));

  state = lk_test_state_open (fixture->folder, &error);
  g_assert_no_error (error);
  intents = lk_test_state_list_intents (state, &error);
  g_assert_null (intents);
  g_assert_error (error, LK_STATE_ERROR, LK_STATE_ERROR_READ);
  g_clear_error (&error);
  g_assert_false (lk_test_state_save_account (state, account, &error));
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
test_migrate (LkTestState   *fixture,
              gconstpointer  user_data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "latchkey.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (LkState) state = NULL;
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, "CREATE TABLE intent (id)", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_null (lk_test_state_open (fixture->folder, &error));
  g_assert_error (error, LK_STATE_ERROR, LK_STATE_ERROR_CANNOT_OPEN);
  g_clear_error (&error);
  g_assert_cmpint (read_version (path), ==, 0);
  g_assert_cmpint (sqlite3_exec (database, "SELECT * FROM account", NULL, NULL, NULL), ==, SQLITE_ERROR);

  g_assert_cmpint (sqlite3_exec (database, "DROP TABLE intent", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (database);
  state = lk_test_state_open (fixture->folder, &error);
  g_assert_no_error (error);
  g_assert_cmpint (read_version (path), >, 1);
}

static void
test_too_new (LkTestState   *fixture,
              gconstpointer  user_data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "latchkey.db", NULL);
  g_autoptr (GError) error = NULL;
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, "PRAGMA user_version = 999", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (database);

  g_assert_null (lk_test_state_open (fixture->folder, &error));
  g_assert_error (error, LK_STATE_ERROR, LK_STATE_ERROR_TOO_NEW);
}

static void
test_two_at_once (LkTestState   *fixture,
                  gconstpointer  user_data)
{
  g_autoptr (GAsyncResult) first_result = NULL;
  g_autoptr (GAsyncResult) second_result = NULL;
  g_autoptr (LkState) first = NULL;
  g_autoptr (LkState) second = NULL;
  g_autoptr (LkAccount) account = lk_test_state_make_account ("1", "org", NULL);
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GError) error = NULL;

  lk_state_open_async (fixture->folder, NULL, lk_test_store_result_cb, &first_result);
  lk_state_open_async (fixture->folder, NULL, lk_test_store_result_cb, &second_result);
  first = lk_state_open_finish (lk_test_wait_for_result (&first_result), &error);
  g_assert_no_error (error);
  second = lk_state_open_finish (lk_test_wait_for_result (&second_result), &error);
  g_assert_no_error (error);

  g_assert_true (lk_test_state_save_account (first, account, &error));
  accounts = lk_test_state_list_accounts (second);
  g_assert_cmpuint (accounts->len, ==, 1);
}

/* Many times over, since what went wrong did so once in a while. */
static void
test_many_at_once (LkTestState   *fixture,
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
test_symlink (LkTestState   *fixture,
              gconstpointer  user_data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "latchkey.db", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (symlink ("elsewhere.db", path), ==, 0);
  g_assert_null (lk_test_state_open (fixture->folder, &error));
  g_assert_error (error, LK_STATE_ERROR, LK_STATE_ERROR_CANNOT_OPEN);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  LK_TEST_STATE_ADD ("/state-file/read-only", test_read_only);
  LK_TEST_STATE_ADD ("/state-file/corrupt", test_corrupt);
  LK_TEST_STATE_ADD ("/state-file/migrate", test_migrate);
  LK_TEST_STATE_ADD ("/state-file/private", test_private);
  LK_TEST_STATE_ADD ("/state-file/cannot-open", test_cannot_open);
  LK_TEST_STATE_ADD ("/state-file/too-new", test_too_new);
  LK_TEST_STATE_ADD ("/state-file/two-at-once", test_two_at_once);
  LK_TEST_STATE_ADD ("/state-file/many-at-once", test_many_at_once);
  LK_TEST_STATE_ADD ("/state-file/symlink", test_symlink);

  return g_test_run ();
}
