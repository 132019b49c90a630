/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-database.h"

#include "lk-state.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define FILE_NAME "latchkey.db"
#define BUSY_TIMEOUT_MS 5000

/* One step a version; a step is never changed once it has been released. */
static const char *const migrations[] = {
  "CREATE TABLE account ("
  "  position INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  id TEXT NOT NULL UNIQUE,"
  "  name TEXT,"
  "  org_id TEXT NOT NULL,"
  "  org_name TEXT,"
  "  client_id TEXT,"
  "  api_url TEXT NOT NULL,"
  "  streaming_url TEXT NOT NULL,"
  "  environment TEXT NOT NULL,"
  "  UNIQUE (api_url, org_id));"
  "CREATE TABLE intent ("
  "  position INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  id TEXT NOT NULL UNIQUE,"
  "  operation TEXT NOT NULL,"
  "  account_id TEXT NOT NULL,"
  "  state TEXT NOT NULL,"
  "  description TEXT,"
  "  role_ids TEXT,"
  "  token_expiry TEXT,"
  "  script_name TEXT,"
  "  client_id TEXT,"
  "  known_ids TEXT,"
  "  since TEXT NOT NULL);",
};

/**
 * lk_database_fail:
 * @self: a database
 * @code: the #LkStateError
 * @error: return location for it
 *
 * Sets an error from what SQLite says.
 *
 * Returns: %FALSE
 */
gboolean
lk_database_fail (LkDatabase *self,
                  int         code,
                  GError    **error)
{
  g_set_error (error, LK_STATE_ERROR, code,
               /* Translators: %s is the reason, from a library */
               code == LK_STATE_ERROR_WRITE  ? _("Latchkey’s database could not be written: %s")
               : code == LK_STATE_ERROR_READ ? _("Latchkey’s database could not be read: %s")
                                             : _("Latchkey’s database could not be opened: %s"),
               sqlite3_errmsg (self));

  return FALSE;
}

static gboolean
execute (LkDatabase *self,
         const char *sql,
         GError    **error)
{
  return sqlite3_exec (self, sql, NULL, NULL, NULL) == SQLITE_OK
         || lk_database_fail (self, LK_STATE_ERROR_CANNOT_OPEN, error);
}

static int
get_version (LkDatabase *self)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  if (sqlite3_prepare_v2 (self, "PRAGMA user_version", -1, &statement, NULL) != SQLITE_OK
      || sqlite3_step (statement) != SQLITE_ROW)
    return -1;

  return sqlite3_column_int (statement, 0);
}

/* In one transaction that starts with the write lock: two processes may start at once. */
static gboolean
migrate (LkDatabase *self,
         GError    **error)
{
  g_autofree char *set_version = g_strdup_printf ("PRAGMA user_version = %u", (guint) G_N_ELEMENTS (migrations));
  int version;
  gboolean done = TRUE;

  if (!execute (self, "BEGIN IMMEDIATE", error))
    return FALSE;

  version = get_version (self);
  if (version < 0)
    {
      lk_database_fail (self, LK_STATE_ERROR_CANNOT_OPEN, error);
      done = FALSE;
    }
  else if (version > (int) G_N_ELEMENTS (migrations))
    {
      g_set_error_literal (error, LK_STATE_ERROR, LK_STATE_ERROR_TOO_NEW,
                           _("The database was written by a newer Latchkey: update this one"));
      done = FALSE;
    }

  for (gsize i = done ? (gsize) version : G_N_ELEMENTS (migrations); done && i < G_N_ELEMENTS (migrations); i++)
    done = execute (self, migrations[i], error);
  if (done)
    done = execute (self, set_version, error) && execute (self, "COMMIT", error);
  if (!done)
    sqlite3_exec (self, "ROLLBACK", NULL, NULL, NULL);

  return done;
}

/* The file is for its owner alone from its first instant, whatever the umask. */
static gboolean
make_file (const char *directory,
           const char *path,
           GError    **error)
{
  int fd = -1;

  if (g_mkdir_with_parents (directory, 0700) == 0)
    fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    {
      g_set_error (error, LK_STATE_ERROR, LK_STATE_ERROR_CANNOT_OPEN,
                   /* Translators: %1$s is a file, %2$s the reason */
                   _("%1$s cannot be opened: %2$s"), path, g_strerror (errno));
      return FALSE;
    }
  close (fd);

  return TRUE;
}

/**
 * lk_database_open:
 * @directory: the folder, made if it is not there
 * @error: return location for a #LkStateError
 *
 * Opens the database and brings it up to date. Blocks: call it off the main thread.
 *
 * Returns: (transfer full): the database, or %NULL with @error set
 */
LkDatabase *
lk_database_open (const char *directory,
                  GError    **error)
{
  g_autofree char *path = g_build_filename (directory, FILE_NAME, NULL);
  LkDatabase *self = NULL;

  if (!make_file (directory, path, error))
    return NULL;

  if (sqlite3_open_v2 (path, &self, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
    {
      lk_database_fail (self, LK_STATE_ERROR_CANNOT_OPEN, error);
      sqlite3_close (self);
      return NULL;
    }

  sqlite3_busy_timeout (self, BUSY_TIMEOUT_MS);
  if (!execute (self, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON", error)
      || !migrate (self, error))
    {
      sqlite3_close (self);
      return NULL;
    }

  return self;
}

/**
 * lk_database_close:
 * @self: (transfer full): a database
 *
 * Closes it.
 */
void
lk_database_close (LkDatabase *self)
{
  sqlite3_close (self);
}

/**
 * lk_database_prepare:
 * @self: a database
 * @sql: one statement
 * @code: the #LkStateError if it fails
 * @error: return location for it
 *
 * Returns: (transfer full): the statement, or %NULL with @error set
 */
sqlite3_stmt *
lk_database_prepare (LkDatabase *self,
                     const char *sql,
                     int         code,
                     GError    **error)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (self, sql, -1, &statement, NULL) != SQLITE_OK)
    lk_database_fail (self, code, error);

  return statement;
}

/**
 * lk_database_run:
 * @self: a database
 * @statement: a statement that writes, its values bound
 * @error: return location for %LK_STATE_ERROR_WRITE
 *
 * Returns: whether it was done, durably
 */
gboolean
lk_database_run (LkDatabase   *self,
                 sqlite3_stmt *statement,
                 GError      **error)
{
  return sqlite3_step (statement) == SQLITE_DONE || lk_database_fail (self, LK_STATE_ERROR_WRITE, error);
}

/**
 * lk_database_bind:
 * @statement: a statement
 * @index: the value's number, from 1
 * @text: (nullable): the value
 * @error: return location for %LK_STATE_ERROR_WRITE
 *
 * Binds a text. This is the one way into the database, and so the place that keeps secrets out of it.
 *
 * Returns: whether it may be written
 */
gboolean
lk_database_bind (sqlite3_stmt *statement,
                  int           index,
                  const char   *text,
                  GError      **error)
{
  if (text != NULL && (strstr (text, "AstraCS:") != NULL || strstr (text, "eyJ") != NULL))
    {
      g_set_error_literal (error, LK_STATE_ERROR, LK_STATE_ERROR_WRITE,
                           _("This text looks like a token and is not written down"));
      return FALSE;
    }

  sqlite3_bind_text (statement, index, text, -1, SQLITE_TRANSIENT);

  return TRUE;
}

/**
 * lk_database_column:
 * @statement: a statement with a row
 * @index: the column's number, from 0
 *
 * Returns: (transfer full) (nullable): its text
 */
char *
lk_database_column (sqlite3_stmt *statement,
                    int           index)
{
  return g_strdup ((const char *) sqlite3_column_text (statement, index));
}
