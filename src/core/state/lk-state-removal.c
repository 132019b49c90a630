/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-state-rows.h"

#include "lk-state.h"

/* An account goes with all rows that refer to it. They are handed out as one flat array of texts, so that it can be put
 * back as it was: of each row its table, how many columns it has, and these. */

/* These do not refer to it, since they begin in triggers; without the account nobody can bring them to an end. */
static const char *const work_tables[] = { "rotation", "delete_order" };

static gboolean
take_rows (LkDatabase *database,
           const char *table,
           const char *column,
           GPtrArray  *texts,
           GPtrArray  *rows,
           GError    **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM \"%s\" WHERE \"%s\" = ?1", table, column);
  g_autoptr (sqlite3_stmt) statement = lk_database_prepare (database, sql, LK_STATE_ERROR_READ, error);
  int status;

  if (statement == NULL || !lk_state_rows_bind (statement, texts, 0, 1, error))
    return FALSE;

  for (status = sqlite3_step (statement); status == SQLITE_ROW; status = sqlite3_step (statement))
    {
      const int n_columns = sqlite3_column_count (statement);

      g_ptr_array_add (rows, g_strdup (table));
      g_ptr_array_add (rows, g_strdup_printf ("%d", n_columns));
      for (int i = 0; i < n_columns; i++)
        g_ptr_array_add (rows, lk_database_column (statement, i));
    }

  return status == SQLITE_DONE || lk_database_fail (database, LK_STATE_ERROR_READ, error);
}

/* Whatever refers to an account, so that no table is forgotten here when one is added there. */
static gboolean
take_dependents (LkDatabase *database,
                 GPtrArray  *texts,
                 GPtrArray  *rows,
                 GError    **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  int status;

  statement = lk_database_prepare (database,
                                   "SELECT t.name, k.\"from\" FROM sqlite_master t"
                                   " JOIN pragma_foreign_key_list (t.name) k"
                                   " WHERE t.type = 'table' AND k.\"table\" = 'account' ORDER BY t.rowid",
                                   LK_STATE_ERROR_READ, error);
  if (statement == NULL)
    return FALSE;

  for (status = sqlite3_step (statement); status == SQLITE_ROW; status = sqlite3_step (statement))
    {
      g_autofree char *table = lk_database_column (statement, 0);
      g_autofree char *column = lk_database_column (statement, 1);

      if (!take_rows (database, table, column, texts, rows, error))
        return FALSE;
    }

  return status == SQLITE_DONE || lk_database_fail (database, LK_STATE_ERROR_READ, error);
}

static gboolean
delete_rows (LkDatabase *database,
             const char *table,
             const char *column,
             GPtrArray  *texts,
             GError    **error)
{
  g_autofree char *sql = g_strdup_printf ("DELETE FROM \"%s\" WHERE \"%s\" = ?1", table, column);
  g_autoptr (sqlite3_stmt) statement = lk_database_prepare (database, sql, LK_STATE_ERROR_WRITE, error);

  return statement != NULL && lk_state_rows_bind (statement, texts, 0, 1, error)
         && lk_database_run (database, statement, error);
}

static gboolean
take_work (LkDatabase *database,
           GPtrArray  *texts,
           GPtrArray  *rows,
           GError    **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (work_tables); i++)
    if (!take_rows (database, work_tables[i], "account_id", texts, rows, error)
        || !delete_rows (database, work_tables[i], "account_id", texts, error))
      return FALSE;

  return TRUE;
}

/**
 * lk_state_rows_remove_account:
 * @database: the database, in its thread
 * @texts: its id
 * @error: return location for a #LkStateError
 *
 * Forgets an account and what refers to it, its rotations and deletions among that, in one transaction; one that is not
 * there is no error.
 *
 * Returns: (transfer full) (element-type utf8): what lk_state_rows_restore_account() takes, or %NULL with @error set
 */
gpointer
lk_state_rows_remove_account (LkDatabase *database,
                              GPtrArray  *texts,
                              GError    **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);

  if (!lk_database_execute (database, "BEGIN IMMEDIATE", LK_STATE_ERROR_WRITE, error))
    return NULL;

  if (!take_rows (database, "account", "id", texts, rows, error) || !take_dependents (database, texts, rows, error)
      || !take_work (database, texts, rows, error) || !delete_rows (database, "account", "id", texts, error)
      || !lk_database_execute (database, "COMMIT", LK_STATE_ERROR_WRITE, error))
    {
      sqlite3_exec (database, "ROLLBACK", NULL, NULL, NULL);
      return NULL;
    }

  return g_steal_pointer (&rows);
}

static gboolean
put_back (LkDatabase *database,
          GPtrArray  *rows,
          guint       first,
          guint       n_columns,
          GError    **error)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (sqlite3_stmt) statement = NULL;

  g_string_printf (sql, "INSERT INTO \"%s\" VALUES (", (const char *) rows->pdata[first]);
  for (guint i = 0; i < n_columns; i++)
    g_string_append (sql, i == 0 ? "?" : ", ?");
  g_string_append_c (sql, ')');

  statement = lk_database_prepare (database, sql->str, LK_STATE_ERROR_WRITE, error);

  return statement != NULL && lk_state_rows_bind (statement, rows, first + 2, n_columns, error)
         && lk_database_run (database, statement, error);
}

/**
 * lk_state_rows_restore_account:
 * @database: the database, in its thread
 * @rows: from lk_state_rows_remove_account()
 * @error: return location for a #LkStateError
 *
 * Puts an account back where it was, with all that referred to it, in one transaction.
 *
 * Returns: %NULL; @error tells whether it was written
 */
gpointer
lk_state_rows_restore_account (LkDatabase *database,
                               GPtrArray  *rows,
                               GError    **error)
{
  gboolean done = TRUE;

  if (!lk_database_execute (database, "BEGIN IMMEDIATE", LK_STATE_ERROR_WRITE, error))
    return NULL;

  for (guint first = 0; done && first < rows->len;)
    {
      const guint n_columns = (guint) g_ascii_strtoull (rows->pdata[first + 1], NULL, 10);

      done = put_back (database, rows, first, n_columns, error);
      first += 2 + n_columns;
    }
  if (!done || !lk_database_execute (database, "COMMIT", LK_STATE_ERROR_WRITE, error))
    sqlite3_exec (database, "ROLLBACK", NULL, NULL, NULL);

  return NULL;
}
