/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-database.h"

#include "lk-folder.h"
#include "lk-state.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUSY_TIMEOUT_MS 5000
#define BUSY_RETRY_MS 5
#define BASE64URL "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

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

  /* The last known lists go with their account; notes too, and both follow it to a new id. What was done stays: it is
   * about accounts that may be gone. Times are microseconds since 1970. */
  "CREATE TABLE list ("
  "  account_id TEXT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE ON UPDATE CASCADE,"
  "  read_at INTEGER NOT NULL) WITHOUT ROWID;"
  "CREATE TABLE token ("
  "  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE ON UPDATE CASCADE,"
  "  position INTEGER NOT NULL,"
  "  client_id TEXT NOT NULL,"
  "  role_ids TEXT,"
  "  generated_on INTEGER,"
  "  description TEXT,"
  "  token_expiry INTEGER,"
  "  PRIMARY KEY (account_id, position)) WITHOUT ROWID;"
  "CREATE TABLE role ("
  "  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE ON UPDATE CASCADE,"
  "  position INTEGER NOT NULL,"
  "  id TEXT NOT NULL,"
  "  name TEXT NOT NULL,"
  "  has_policy INTEGER NOT NULL,"
  "  actions TEXT,"
  "  resources TEXT,"
  "  PRIMARY KEY (account_id, position)) WITHOUT ROWID;"
  "CREATE TABLE note ("
  "  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE ON UPDATE CASCADE,"
  "  client_id TEXT NOT NULL,"
  "  note TEXT NOT NULL,"
  "  PRIMARY KEY (account_id, client_id)) WITHOUT ROWID;"
  "CREATE TABLE activity ("
  "  position INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  time INTEGER NOT NULL,"
  "  account_id TEXT NOT NULL,"
  "  account_title TEXT,"
  "  operation TEXT NOT NULL,"
  "  client_id TEXT,"
  "  description TEXT,"
  "  outcome TEXT NOT NULL);"
  "CREATE INDEX activity_time ON activity (time);",

  /* What a lost answer may have left behind, and since when. */
  ("ALTER TABLE intent ADD COLUMN candidate_ids TEXT;"
   "ALTER TABLE intent ADD COLUMN sent_at TEXT;"),

  /* The streaming half. What the service says of a tenant is kept as it came, a text of all its keys and values. */
  "CREATE TABLE streaming ("
  "  account_id TEXT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE ON UPDATE CASCADE,"
  "  read_at INTEGER NOT NULL) WITHOUT ROWID;"
  "CREATE TABLE tenant ("
  "  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE ON UPDATE CASCADE,"
  "  position INTEGER NOT NULL,"
  "  facts TEXT NOT NULL,"
  "  loaded INTEGER NOT NULL,"
  "  PRIMARY KEY (account_id, position)) WITHOUT ROWID;"
  "CREATE TABLE pulsar_token ("
  "  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE ON UPDATE CASCADE,"
  "  position INTEGER NOT NULL,"
  "  tenant INTEGER NOT NULL,"
  "  id TEXT,"
  "  subject TEXT,"
  "  issuer TEXT,"
  "  issued INTEGER,"
  "  expiry INTEGER,"
  "  expiry_known INTEGER NOT NULL,"
  "  PRIMARY KEY (account_id, position)) WITHOUT ROWID;"
  "CREATE TABLE pulsar_note ("
  "  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE ON UPDATE CASCADE,"
  "  cluster TEXT NOT NULL,"
  "  tenant TEXT NOT NULL,"
  "  token_id TEXT NOT NULL,"
  "  note TEXT NOT NULL,"
  "  PRIMARY KEY (account_id, cluster, tenant, token_id)) WITHOUT ROWID;",

  /* Where somebody said that the account's Pulsar tokens may go. */
  "CREATE TABLE confirmed_host ("
  "  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE ON UPDATE CASCADE,"
  "  origin TEXT NOT NULL,"
  "  PRIMARY KEY (account_id, origin)) WITHOUT ROWID;",

  /* Which tokens somebody was reminded of, how many days before their end, and when that was. */
  "CREATE TABLE reminder ("
  "  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE ON UPDATE CASCADE,"
  "  cluster TEXT NOT NULL,"
  "  tenant TEXT NOT NULL,"
  "  token_id TEXT NOT NULL,"
  "  expiry INTEGER NOT NULL,"
  "  stage INTEGER NOT NULL,"
  "  told_at INTEGER NOT NULL,"
  "  PRIMARY KEY (account_id, cluster, tenant, token_id)) WITHOUT ROWID;",

  /* Work on Pulsar tokens, which belong to a tenant. */
  ("ALTER TABLE intent ADD COLUMN tenant_name TEXT;"
   "ALTER TABLE intent ADD COLUMN cluster_name TEXT;"
   "ALTER TABLE intent ADD COLUMN lifetime_days INTEGER;"
   "ALTER TABLE intent ADD COLUMN keep INTEGER;"
   "ALTER TABLE intent ADD COLUMN lost_at TEXT;"),

  /* Rotations. One begins when the new token is stored, in the moment in which the journal hears of it: no crash comes
   * between. */
  ("ALTER TABLE intent ADD COLUMN replaces TEXT;"
   "CREATE TABLE rotation ("
   "  position INTEGER PRIMARY KEY AUTOINCREMENT,"
   "  id TEXT NOT NULL UNIQUE,"
   "  account_id TEXT NOT NULL,"
   "  tenant_name TEXT,"
   "  cluster_name TEXT,"
   "  description TEXT,"
   "  old_id TEXT NOT NULL,"
   "  new_id TEXT NOT NULL,"
   "  step TEXT NOT NULL,"
   "  since INTEGER NOT NULL,"
   "  remind_at INTEGER);"
   "CREATE TRIGGER rotation_begins AFTER UPDATE OF state ON intent"
   " WHEN NEW.state = 'stored' AND OLD.state <> 'stored' AND NEW.replaces IS NOT NULL AND NEW.client_id IS NOT NULL"
   " BEGIN"
   "  INSERT OR IGNORE INTO rotation (id, account_id, tenant_name, cluster_name, description, old_id, new_id, step, since)"
   "   VALUES (NEW.id, NEW.account_id, NEW.tenant_name, NEW.cluster_name, NEW.description, NEW.replaces, NEW.client_id,"
   "    'created', CAST (strftime ('%s', 'now') AS INTEGER) * 1000000);"
   " END;"),

  /* Which tokens shall go and are not known to be gone. What a rotation says later about its old token counts more. */
  ("CREATE TABLE delete_order ("
   "  position INTEGER PRIMARY KEY AUTOINCREMENT,"
   "  id TEXT NOT NULL UNIQUE,"
   "  account_id TEXT NOT NULL,"
   "  tenant_name TEXT,"
   "  cluster_name TEXT,"
   "  token_id TEXT NOT NULL,"
   "  description TEXT,"
   "  since INTEGER NOT NULL);"
   "CREATE TRIGGER rotation_spares AFTER INSERT ON rotation"
   " BEGIN"
   "  DELETE FROM delete_order WHERE account_id = NEW.account_id AND token_id = NEW.old_id"
   "   AND tenant_name IS NEW.tenant_name AND cluster_name IS NEW.cluster_name;"
   " END;"
   "CREATE TRIGGER cancelling_spares AFTER UPDATE OF step ON rotation WHEN NEW.step = 'cancelling'"
   " BEGIN"
   "  DELETE FROM delete_order WHERE account_id = NEW.account_id AND token_id = NEW.old_id"
   "   AND tenant_name IS NEW.tenant_name AND cluster_name IS NEW.cluster_name;"
   " END;"),

  /* What holds a copy of which token. Once another has taken its place, that is the one of which they hold a copy. */
  ("CREATE TABLE token_use ("
   "  position INTEGER PRIMARY KEY AUTOINCREMENT,"
   "  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE ON UPDATE CASCADE,"
   "  cluster TEXT NOT NULL,"
   "  tenant TEXT NOT NULL,"
   "  token_id TEXT NOT NULL,"
   "  text TEXT NOT NULL,"
   "  switched INTEGER NOT NULL,"
   "  UNIQUE (account_id, cluster, tenant, token_id, text));"
   "CREATE TRIGGER rotation_hands_uses_on AFTER DELETE ON rotation"
   " BEGIN"
   "  UPDATE OR REPLACE token_use SET token_id = OLD.new_id WHERE OLD.step = 'retiring' AND account_id = OLD.account_id"
   "   AND cluster = IFNULL (OLD.cluster_name, '') AND tenant = IFNULL (OLD.tenant_name, '') AND token_id = OLD.old_id;"
   "  UPDATE token_use SET switched = 0 WHERE account_id = OLD.account_id AND cluster = IFNULL (OLD.cluster_name, '')"
   "   AND tenant = IFNULL (OLD.tenant_name, '') AND token_id IN (OLD.old_id, OLD.new_id);"
   " END;"),
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
               /* Translators: %s is what the database says, in English */
               : code == LK_STATE_ERROR_READ ? _("Latchkey’s database could not be read: %s")
                                             /* Translators: %s is what the database says, in English */
                                             : _("Latchkey’s database could not be opened: %s"),
               sqlite3_errmsg (self));

  return FALSE;
}

/**
 * lk_database_execute:
 * @self: a database
 * @sql: statements without values
 * @code: the #LkStateError if one fails
 * @error: return location for it
 *
 * Returns: whether they were done
 */
gboolean
lk_database_execute (LkDatabase *self,
                     const char *sql,
                     int         code,
                     GError    **error)
{
  return sqlite3_exec (self, sql, NULL, NULL, NULL) == SQLITE_OK || lk_database_fail (self, code, error);
}

static gboolean
execute (LkDatabase *self,
         const char *sql,
         GError    **error)
{
  return lk_database_execute (self, sql, LK_STATE_ERROR_CANNOT_OPEN, error);
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

/* In one transaction that starts with the write lock: two processes may start at once. All steps share it, so that no
 * version between is ever seen. A database that is up to date is not written to, and waits for nobody. */
static gboolean
migrate (LkDatabase *self,
         GError    **error)
{
  g_autofree char *set_version = g_strdup_printf ("PRAGMA user_version = %u", (guint) G_N_ELEMENTS (migrations));
  int version;
  gboolean done = TRUE;

  if (get_version (self) == (int) G_N_ELEMENTS (migrations))
    return TRUE;
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

/* The file is for its owner alone from its first instant, whatever the umask. One that is there is not opened: closing
 * it again would drop the locks that SQLite holds on it for another connection of this process (fcntl(2), "How To Corrupt
 * An SQLite Database File" 2.2). */
static gboolean
make_file (const char *directory,
           const char *path,
           GError    **error)
{
  gboolean made = FALSE;
  GStatBuf info;
  int fd;

  if (lk_folder_make (directory))
    {
      fd = g_open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
      made = fd >= 0 || (errno == EEXIST && g_lstat (path, &info) == 0);
      if (fd >= 0)
        {
          fchmod (fd, 0600);
          close (fd);
        }
      else if (made && S_ISLNK (info.st_mode))
        {
          made = FALSE;
          errno = ELOOP;
        }
      else if (made && S_ISREG (info.st_mode) && (info.st_mode & 0077) != 0)
        {
          /* From elsewhere. Some file systems know no modes, which is no reason to refuse. */
          g_chmod (path, 0600);
        }
    }
  if (!made)
    g_set_error (error, LK_STATE_ERROR, LK_STATE_ERROR_CANNOT_OPEN,
                 /* Translators: %1$s is a file, %2$s the reason */
                 _("%1$s cannot be opened: %2$s"), path, g_strerror (errno));

  return made;
}

/* Going over to WAL needs the file alone, and SQLite does not ask its busy handler while it waits for that: of six
 * processes that open a new database at once, one in some two hundred was turned away. */
static gboolean
use_wal (LkDatabase *self,
         GError    **error)
{
  const gint64 deadline = g_get_monotonic_time () + BUSY_TIMEOUT_MS * G_TIME_SPAN_MILLISECOND;
  int status = sqlite3_exec (self, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);

  while (status == SQLITE_BUSY && g_get_monotonic_time () < deadline)
    {
      g_usleep (BUSY_RETRY_MS * G_TIME_SPAN_MILLISECOND);
      status = sqlite3_exec (self, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
    }

  return status == SQLITE_OK || lk_database_fail (self, LK_STATE_ERROR_CANNOT_OPEN, error);
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
  static GMutex opening; /* nobody here locks the new file before make_file() has closed it */
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&opening);
  g_autofree char *path = g_build_filename (directory, LK_STATE_FILE_NAME, NULL);
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
  if (!use_wal (self, error)
      || !execute (self, "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON", error)
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

/* Three dotted parts of which the first is base64url of `{"`: a bare "eyJ" also stands in an ordinary client id, by
 * chance in most lists of 10,000. */
static gboolean
holds_jwt (const char *text)
{
  const char *start = strstr (text, "eyJ");

  while (start != NULL)
    {
      const char *end = start + strspn (start, BASE64URL);
      gsize second = *end == '.' ? strspn (end + 1, BASE64URL) : 0;

      if (second > 0 && end[1 + second] == '.')
        return TRUE;

      start = strstr (end, "eyJ");
    }

  return FALSE;
}

/**
 * lk_database_may_hold:
 * @text: (nullable): a text
 *
 * Tells a text from one that holds `AstraCS:` or a JWT.
 *
 * Returns: whether lk_database_bind() takes it
 */
gboolean
lk_database_may_hold (const char *text)
{
  return text == NULL || (strstr (text, "AstraCS:") == NULL && !holds_jwt (text));
}

/**
 * lk_database_bind:
 * @statement: a statement
 * @index: the value's number, from 1
 * @text: (nullable): the value
 * @error: return location for %LK_STATE_ERROR_WRITE
 *
 * Binds a text. This is the one way into the database, and so the place that keeps secrets out of it: what holds
 * `AstraCS:` or a JWT is refused.
 *
 * Returns: whether it may be written
 */
gboolean
lk_database_bind (sqlite3_stmt *statement,
                  int           index,
                  const char   *text,
                  GError      **error)
{
  if (!lk_database_may_hold (text))
    {
      g_set_error_literal (error, LK_STATE_ERROR, LK_STATE_ERROR_WRITE,
                           _("This text looks like a token and is not written down"));
      return FALSE;
    }

  return sqlite3_bind_text (statement, index, text, -1, SQLITE_TRANSIENT) == SQLITE_OK
         || lk_database_fail (sqlite3_db_handle (statement), LK_STATE_ERROR_WRITE, error);
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
