/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-state-reminders.h"

#include "lk-state-private.h"
#include "lk-state-rows.h"

/* Which tokens somebody was reminded of. They are handed to the worker as one flat array of texts: the account's id, then
 * the columns of each. */

#define N_COLUMNS 6

static GPtrArray *
to_texts (const char *account_id,
          GPtrArray  *reminders)
{
  GPtrArray *texts = lk_state_rows_from_id (account_id);

  for (guint i = 0; i < reminders->len; i++)
    {
      const LkReminder *reminder = reminders->pdata[i];

      g_ptr_array_add (texts, g_strdup (reminder->cluster));
      g_ptr_array_add (texts, g_strdup (reminder->tenant));
      g_ptr_array_add (texts, g_strdup (reminder->id));
      g_ptr_array_add (texts, lk_state_rows_time_text (reminder->expiry));
      g_ptr_array_add (texts, g_strdup_printf ("%d", reminder->stage));
      g_ptr_array_add (texts, lk_state_rows_time_text (reminder->told_at));
    }

  return texts;
}

static gboolean
delete_reminders (LkDatabase *database,
                  GPtrArray  *texts,
                  GError    **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = lk_database_prepare (database, "DELETE FROM reminder WHERE account_id = ?1", LK_STATE_ERROR_WRITE, error);

  return statement != NULL && lk_state_rows_bind (statement, texts, 0, 1, error)
         && lk_database_run (database, statement, error);
}

static gboolean
insert_reminders (LkDatabase *database,
                  GPtrArray  *texts,
                  GError    **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = lk_database_prepare (database,
                                   "INSERT OR REPLACE INTO reminder (cluster, tenant, token_id, expiry, stage, told_at,"
                                   "  account_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                                   LK_STATE_ERROR_WRITE, error);
  if (statement == NULL)
    return FALSE;

  for (guint first = 1; first < texts->len; first += N_COLUMNS)
    {
      sqlite3_reset (statement);
      if (!lk_state_rows_bind (statement, texts, first, N_COLUMNS, error)
          || !lk_database_bind (statement, N_COLUMNS + 1, texts->pdata[0], error)
          || !lk_database_run (database, statement, error))
        return FALSE;
    }

  return TRUE;
}

static gpointer
save_reminders (LkDatabase *database,
                GPtrArray  *texts,
                GError    **error)
{
  if (!lk_database_execute (database, "BEGIN IMMEDIATE", LK_STATE_ERROR_WRITE, error))
    return NULL;

  if (!delete_reminders (database, texts, error) || !insert_reminders (database, texts, error)
      || !lk_database_execute (database, "COMMIT", LK_STATE_ERROR_WRITE, error))
    sqlite3_exec (database, "ROLLBACK", NULL, NULL, NULL);

  return NULL;
}

static gpointer
read_reminders (LkDatabase *database,
                GPtrArray  *texts,
                GError    **error)
{
  g_autoptr (GPtrArray) reminders = g_ptr_array_new_with_free_func ((GDestroyNotify) lk_reminder_free);
  g_autoptr (sqlite3_stmt) statement = NULL;
  int status;

  statement = lk_database_prepare (database,
                                   "SELECT cluster, tenant, token_id, expiry, stage, told_at FROM reminder"
                                   " WHERE account_id = ?1",
                                   LK_STATE_ERROR_READ, error);
  if (statement == NULL || !lk_state_rows_bind (statement, texts, 0, 1, error))
    return NULL;

  for (status = sqlite3_step (statement); status == SQLITE_ROW; status = sqlite3_step (statement))
    {
      g_autoptr (GDateTime) expiry = lk_state_rows_time (statement, 3);
      g_autoptr (GDateTime) told_at = lk_state_rows_time (statement, 5);
      LkReminder *reminder;

      if (expiry == NULL || told_at == NULL)
        continue;

      reminder = lk_reminder_new ((const char *) sqlite3_column_text (statement, 0),
                                  (const char *) sqlite3_column_text (statement, 1),
                                  (const char *) sqlite3_column_text (statement, 2), NULL, expiry);
      reminder->stage = sqlite3_column_int (statement, 4);
      reminder->told_at = g_steal_pointer (&told_at);
      g_ptr_array_add (reminders, reminder);
    }
  if (status != SQLITE_DONE)
    {
      lk_database_fail (database, LK_STATE_ERROR_READ, error);
      return NULL;
    }

  return g_steal_pointer (&reminders);
}

/**
 * lk_state_read_reminders_async:
 * @self: the state
 * @account_id: an account
 * @cancellable: (nullable): cancels it before its turn
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Reads which of an account's tokens somebody was reminded of.
 */
void
lk_state_read_reminders_async (LkState             *self,
                               const char          *account_id,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (LK_IS_STATE (self));
  g_return_if_fail (account_id != NULL);

  lk_state_run (self, lk_state_read_reminders_async, read_reminders, lk_state_rows_from_id (account_id),
                (GDestroyNotify) g_ptr_array_unref, cancellable, callback, user_data);
}

/**
 * lk_state_read_reminders_finish:
 * @self: the state
 * @result: what the callback was given
 * @error: return location for a #LkStateError
 *
 * Returns: (transfer full) (element-type LkReminder): the tokens, or %NULL with @error set
 */
GPtrArray *
lk_state_read_reminders_finish (LkState       *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_state_read_reminders_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * lk_state_save_reminders_async:
 * @self: the state
 * @account_id: an account
 * @reminders: (element-type LkReminder): its tokens that somebody was reminded of
 * @cancellable: (nullable): cancels it before its turn
 * @callback: (nullable): called in the main context of the caller
 * @user_data: for @callback
 *
 * Replaces which of an account's tokens somebody was reminded of, in one transaction.
 */
void
lk_state_save_reminders_async (LkState             *self,
                               const char          *account_id,
                               GPtrArray           *reminders,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (LK_IS_STATE (self));
  g_return_if_fail (account_id != NULL);
  g_return_if_fail (reminders != NULL);

  lk_state_run (self, lk_state_save_reminders_async, save_reminders, to_texts (account_id, reminders), NULL, cancellable,
                callback, user_data);
}

/**
 * lk_state_save_reminders_finish:
 * @self: the state
 * @result: what the callback was given
 * @error: return location for a #LkStateError
 *
 * Returns: whether they were written
 */
gboolean
lk_state_save_reminders_finish (LkState       *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  return lk_state_finish_void (self, result, lk_state_save_reminders_async, error);
}
