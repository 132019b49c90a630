/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-state-rotations.h"

#include "lk-state-private.h"
#include "lk-state-rows.h"

static LkRotation *
read_rotation (sqlite3_stmt *statement)
{
  g_autoptr (GDateTime) since = lk_state_rows_time (statement, 8);
  g_autoptr (GDateTime) remind_at = lk_state_rows_time (statement, 9);
  LkRotationStep step;

  /* A step that is not known is the one that does least. */
  if (!lk_rotation_step_from_string ((const char *) sqlite3_column_text (statement, 7), &step))
    step = LK_ROTATION_MOVED;

  return g_object_new (LK_TYPE_ROTATION,
                       "id", sqlite3_column_text (statement, 0),
                       "account-id", sqlite3_column_text (statement, 1),
                       "tenant-name", sqlite3_column_text (statement, 2),
                       "cluster-name", sqlite3_column_text (statement, 3),
                       "description", sqlite3_column_text (statement, 4),
                       "old-id", sqlite3_column_text (statement, 5),
                       "new-id", sqlite3_column_text (statement, 6),
                       "step", step,
                       "since", since,
                       "remind-at", remind_at,
                       NULL);
}

static gpointer
list_rotations (LkDatabase *database,
                GPtrArray  *texts,
                GError    **error)
{
  g_autoptr (GPtrArray) rotations = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (sqlite3_stmt) statement = NULL;
  int status;

  statement = lk_database_prepare (database,
                                   "SELECT id, account_id, tenant_name, cluster_name, description, old_id, new_id, step,"
                                   " since, remind_at FROM rotation ORDER BY position",
                                   LK_STATE_ERROR_READ, error);
  if (statement == NULL)
    return NULL;

  for (status = sqlite3_step (statement); status == SQLITE_ROW; status = sqlite3_step (statement))
    g_ptr_array_add (rotations, read_rotation (statement));
  if (status != SQLITE_DONE)
    {
      lk_database_fail (database, LK_STATE_ERROR_READ, error);
      return NULL;
    }

  return g_steal_pointer (&rotations);
}

static gpointer
save_rotation (LkDatabase *database,
               GPtrArray  *texts,
               GError    **error)
{
  return lk_state_rows_change (database, "UPDATE rotation SET step = ?2, remind_at = ?3 WHERE id = ?1", texts, error);
}

static gpointer
remove_rotation (LkDatabase *database,
                 GPtrArray  *texts,
                 GError    **error)
{
  return lk_state_rows_change (database, "DELETE FROM rotation WHERE id = ?1", texts, error);
}

/**
 * lk_state_list_rotations_async:
 * @self: the state
 * @cancellable: (nullable): cancels it before its turn
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Reads the rotations that are not at their end.
 */
void
lk_state_list_rotations_async (LkState             *self,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (LK_IS_STATE (self));

  lk_state_run (self, lk_state_list_rotations_async, list_rotations, NULL, (GDestroyNotify) g_ptr_array_unref, cancellable,
                callback, user_data);
}

/**
 * lk_state_list_rotations_finish:
 * @self: the state
 * @result: what the callback was given
 * @error: return location for %LK_STATE_ERROR_READ
 *
 * Returns: (transfer full) (element-type LkRotation): the rotations, oldest first, or %NULL with @error set
 */
GPtrArray *
lk_state_list_rotations_finish (LkState       *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_state_list_rotations_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * lk_state_save_rotation_async:
 * @self: the state
 * @rotation: a rotation; copied as it is now
 * @cancellable: (nullable): cancels it before its turn
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Writes down where a rotation stands.
 */
void
lk_state_save_rotation_async (LkState             *self,
                              LkRotation          *rotation,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  GPtrArray *texts;

  g_return_if_fail (LK_IS_STATE (self));
  g_return_if_fail (LK_IS_ROTATION (rotation));

  texts = lk_state_rows_from_id (lk_rotation_get_id (rotation));
  g_ptr_array_add (texts, g_strdup (lk_rotation_step_to_string (lk_rotation_get_step (rotation))));
  g_ptr_array_add (texts, lk_state_rows_time_text (lk_rotation_get_remind_at (rotation)));
  lk_state_run (self, lk_state_save_rotation_async, save_rotation, texts, NULL, cancellable, callback, user_data);
}

/**
 * lk_state_save_rotation_finish:
 * @self: the state
 * @result: what the callback was given
 * @error: return location for %LK_STATE_ERROR_WRITE
 *
 * Returns: whether it was written
 */
gboolean
lk_state_save_rotation_finish (LkState       *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  return lk_state_finish_void (self, result, lk_state_save_rotation_async, error);
}

/**
 * lk_state_remove_rotation_async:
 * @self: the state
 * @id: the rotation
 * @cancellable: (nullable): cancels it before its turn
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Ends a rotation; one that is not there is no error.
 */
void
lk_state_remove_rotation_async (LkState             *self,
                                const char          *id,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_return_if_fail (LK_IS_STATE (self));
  g_return_if_fail (id != NULL);

  lk_state_run (self, lk_state_remove_rotation_async, remove_rotation, lk_state_rows_from_id (id), NULL, cancellable,
                callback, user_data);
}

/**
 * lk_state_remove_rotation_finish:
 * @self: the state
 * @result: what the callback was given
 * @error: return location for %LK_STATE_ERROR_WRITE
 *
 * Returns: whether it was written
 */
gboolean
lk_state_remove_rotation_finish (LkState       *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  gboolean removed = lk_state_finish_void (self, result, lk_state_remove_rotation_async, error);

  if (removed)
    g_signal_emit_by_name (self, "uses-changed"); /* they are those of the new token now */

  return removed;
}
