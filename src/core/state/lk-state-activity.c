/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-state-rows.h"

#include "lk-state.h"

/* The rows of what was done. */

#define SELECT_ACTIVITY \
  "SELECT time, account_id, account_title, operation, client_id, description, outcome FROM activity"
#define ORDER_ACTIVITY " ORDER BY time DESC, position DESC"

/**
 * lk_state_rows_from_activity:
 * @activity: what was done
 *
 * Copies a record. A description that looks like a secret is left out, so that the rest is written down all the same.
 *
 * Returns: (transfer full) (element-type utf8): its columns, some of them %NULL
 */
GPtrArray *
lk_state_rows_from_activity (LkActivity *activity)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  const char *description = lk_activity_get_description (activity);

  g_ptr_array_add (texts, lk_state_rows_time_text (lk_activity_get_time (activity)));
  g_ptr_array_add (texts, g_strdup (lk_activity_get_account_id (activity)));
  g_ptr_array_add (texts, g_strdup (lk_activity_get_account_title (activity)));
  g_ptr_array_add (texts, g_strdup (lk_activity_get_operation (activity)));
  g_ptr_array_add (texts, g_strdup (lk_activity_get_client_id (activity)));
  g_ptr_array_add (texts, lk_database_may_hold (description) ? g_strdup (description) : NULL);
  g_ptr_array_add (texts, g_strdup (lk_activity_get_outcome (activity)));

  return texts;
}

/**
 * lk_state_rows_add_activity:
 * @database: the database, in its thread
 * @texts: from lk_state_rows_from_activity()
 * @error: return location for a #LkStateError
 *
 * Returns: %NULL; @error tells whether it was written
 */
gpointer
lk_state_rows_add_activity (LkDatabase *database,
                            GPtrArray  *texts,
                            GError    **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = lk_database_prepare (database,
                                   "INSERT INTO activity (time, account_id, account_title, operation, client_id,"
                                   "  description, outcome) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                                   LK_STATE_ERROR_WRITE, error);
  if (statement != NULL && lk_state_rows_bind (statement, texts, 0, texts->len, error))
    lk_database_run (database, statement, error);

  return NULL;
}

static GPtrArray *
read_activities (LkDatabase   *database,
                 sqlite3_stmt *statement,
                 GError      **error)
{
  g_autoptr (GPtrArray) activities = g_ptr_array_new_with_free_func (g_object_unref);
  int status;

  for (status = sqlite3_step (statement); status == SQLITE_ROW; status = sqlite3_step (statement))
    {
      g_autoptr (GDateTime) time = lk_state_rows_time (statement, 0);

      g_ptr_array_add (activities, lk_activity_new (time,
                                                    (const char *) sqlite3_column_text (statement, 1),
                                                    (const char *) sqlite3_column_text (statement, 2),
                                                    (const char *) sqlite3_column_text (statement, 3),
                                                    (const char *) sqlite3_column_text (statement, 4),
                                                    (const char *) sqlite3_column_text (statement, 5),
                                                    (const char *) sqlite3_column_text (statement, 6)));
    }
  if (status != SQLITE_DONE)
    {
      lk_database_fail (database, LK_STATE_ERROR_READ, error);
      return NULL;
    }

  return g_steal_pointer (&activities);
}

/**
 * lk_state_rows_list_activities:
 * @database: the database, in its thread
 * @texts: unused
 * @error: return location for a #LkStateError
 *
 * Reads what was done, newest first.
 *
 * Returns: (transfer full): (element-type LkActivity), or %NULL with @error set
 */
gpointer
lk_state_rows_list_activities (LkDatabase *database,
                               GPtrArray  *texts,
                               GError    **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = lk_database_prepare (database, SELECT_ACTIVITY ORDER_ACTIVITY, LK_STATE_ERROR_READ, error);

  return statement != NULL ? read_activities (database, statement, error) : NULL;
}

/**
 * lk_state_rows_list_token_activities:
 * @database: the database, in its thread
 * @texts: the token's client id
 * @error: return location for a #LkStateError
 *
 * Reads what was done to one token the last %LK_STATE_N_TOKEN_ACTIVITIES times, newest first.
 *
 * Returns: (transfer full): (element-type LkActivity), or %NULL with @error set
 */
gpointer
lk_state_rows_list_token_activities (LkDatabase *database,
                                     GPtrArray  *texts,
                                     GError    **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = lk_database_prepare (database, SELECT_ACTIVITY " WHERE client_id = ?1" ORDER_ACTIVITY
                                   " LIMIT " G_STRINGIFY (LK_STATE_N_TOKEN_ACTIVITIES), LK_STATE_ERROR_READ, error);
  if (statement == NULL || !lk_state_rows_bind (statement, texts, 0, 1, error))
    return NULL;

  return read_activities (database, statement, error);
}

/**
 * lk_state_rows_from_before:
 * @before: (nullable): a time
 *
 * Returns: (transfer full) (element-type utf8): what lk_state_rows_forget_activities() takes
 */
GPtrArray *
lk_state_rows_from_before (GDateTime *before)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (texts, before != NULL ? lk_state_rows_time_text (before) : NULL);

  return texts;
}

/* A database with nothing to forget is not written to. */
static gboolean
has_before (LkDatabase *database,
            GPtrArray  *texts,
            GError    **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  int status;

  statement = lk_database_prepare (database, "SELECT 1 FROM activity WHERE ?1 IS NULL OR time < ?1 LIMIT 1",
                                   LK_STATE_ERROR_READ, error);
  if (statement == NULL || !lk_state_rows_bind (statement, texts, 0, 1, error))
    return FALSE;

  status = sqlite3_step (statement);
  if (status != SQLITE_ROW && status != SQLITE_DONE)
    lk_database_fail (database, LK_STATE_ERROR_READ, error);

  return status == SQLITE_ROW;
}

/**
 * lk_state_rows_forget_activities:
 * @database: the database, in its thread
 * @texts: from lk_state_rows_from_before()
 * @error: return location for a #LkStateError
 *
 * Forgets what was done before a time, or all of it.
 *
 * Returns: %NULL; @error tells whether it is forgotten
 */
gpointer
lk_state_rows_forget_activities (LkDatabase *database,
                                 GPtrArray  *texts,
                                 GError    **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  if (!has_before (database, texts, error))
    return NULL;

  statement = lk_database_prepare (database, "DELETE FROM activity WHERE ?1 IS NULL OR time < ?1", LK_STATE_ERROR_WRITE,
                                   error);
  if (statement != NULL && lk_state_rows_bind (statement, texts, 0, 1, error))
    lk_database_run (database, statement, error);

  return NULL;
}
