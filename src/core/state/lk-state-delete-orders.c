/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-state-delete-orders.h"

#include "lk-state-private.h"
#include "lk-state-rows.h"

static LkDeleteOrder *
read_order (sqlite3_stmt *statement)
{
  g_autoptr (GDateTime) since = lk_state_rows_time (statement, 5);

  if (since == NULL)
    since = g_date_time_new_from_unix_utc (0); /* no such moment; the order counts all the same */

  return lk_delete_order_new ((const char *) sqlite3_column_text (statement, 0),
                              (const char *) sqlite3_column_text (statement, 1),
                              (const char *) sqlite3_column_text (statement, 2),
                              (const char *) sqlite3_column_text (statement, 3),
                              (const char *) sqlite3_column_text (statement, 4), since);
}

static gpointer
list_orders (LkDatabase *database,
             GPtrArray  *texts,
             GError    **error)
{
  g_autoptr (GPtrArray) orders = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (sqlite3_stmt) statement = NULL;
  int status;

  statement = lk_database_prepare (database,
                                   "SELECT account_id, tenant_name, cluster_name, token_id, description, since"
                                   " FROM delete_order ORDER BY position",
                                   LK_STATE_ERROR_READ, error);
  if (statement == NULL)
    return NULL;

  for (status = sqlite3_step (statement); status == SQLITE_ROW; status = sqlite3_step (statement))
    g_ptr_array_add (orders, read_order (statement));
  if (status != SQLITE_DONE)
    {
      lk_database_fail (database, LK_STATE_ERROR_READ, error);
      return NULL;
    }

  return g_steal_pointer (&orders);
}

static gpointer
add_order (LkDatabase *database,
           GPtrArray  *texts,
           GError    **error)
{
  return lk_state_rows_change (database,
                               "INSERT OR IGNORE INTO delete_order"
                               " (id, account_id, tenant_name, cluster_name, token_id, description, since)"
                               " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                               texts, error);
}

static gpointer
remove_order (LkDatabase *database,
              GPtrArray  *texts,
              GError    **error)
{
  return lk_state_rows_change (database, "DELETE FROM delete_order WHERE id = ?1", texts, error);
}

/**
 * lk_state_list_delete_orders_async:
 * @self: the state
 * @cancellable: (nullable): cancels it before its turn
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Reads which tokens shall go and are not known to be gone.
 */
void
lk_state_list_delete_orders_async (LkState             *self,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_return_if_fail (LK_IS_STATE (self));

  lk_state_run (self, lk_state_list_delete_orders_async, list_orders, NULL, (GDestroyNotify) g_ptr_array_unref, cancellable,
                callback, user_data);
}

/**
 * lk_state_list_delete_orders_finish:
 * @self: the state
 * @result: what the callback was given
 * @error: return location for %LK_STATE_ERROR_READ
 *
 * Returns: (transfer full) (element-type LkDeleteOrder): the orders, oldest first, or %NULL with @error set
 */
GPtrArray *
lk_state_list_delete_orders_finish (LkState       *self,
                                    GAsyncResult  *result,
                                    GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_state_list_delete_orders_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * lk_state_add_delete_order_async:
 * @self: the state
 * @order: an order
 * @cancellable: (nullable): cancels it before its turn
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Writes down that a token shall go.
 */
void
lk_state_add_delete_order_async (LkState             *self,
                                 LkDeleteOrder       *order,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  GPtrArray *texts;
  const char *description;

  g_return_if_fail (LK_IS_STATE (self));
  g_return_if_fail (LK_IS_DELETE_ORDER (order));

  description = lk_delete_order_get_description (order);
  texts = lk_state_rows_from_id (lk_delete_order_get_id (order));
  g_ptr_array_add (texts, g_strdup (lk_delete_order_get_account_id (order)));
  g_ptr_array_add (texts, g_strdup (lk_delete_order_get_tenant_name (order)));
  g_ptr_array_add (texts, g_strdup (lk_delete_order_get_cluster_name (order)));
  g_ptr_array_add (texts, g_strdup (lk_delete_order_get_token_id (order)));
  /* What it is called must not keep a token from going. */
  g_ptr_array_add (texts, lk_database_may_hold (description) ? g_strdup (description) : NULL);
  g_ptr_array_add (texts, lk_state_rows_time_text (lk_delete_order_get_since (order)));
  lk_state_run (self, lk_state_add_delete_order_async, add_order, texts, NULL, cancellable, callback, user_data);
}

/**
 * lk_state_add_delete_order_finish:
 * @self: the state
 * @result: what the callback was given
 * @error: return location for %LK_STATE_ERROR_WRITE
 *
 * Returns: whether it is written down
 */
gboolean
lk_state_add_delete_order_finish (LkState       *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return lk_state_finish_void (self, result, lk_state_add_delete_order_async, error);
}

/**
 * lk_state_remove_delete_order_async:
 * @self: the state
 * @id: the #LkDeleteOrder's id
 * @cancellable: (nullable): cancels it before its turn
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Forgets an order: the token is gone, or shall stay. One that is not there is no error.
 */
void
lk_state_remove_delete_order_async (LkState             *self,
                                    const char          *id,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_return_if_fail (LK_IS_STATE (self));
  g_return_if_fail (id != NULL);

  lk_state_run (self, lk_state_remove_delete_order_async, remove_order, lk_state_rows_from_id (id), NULL, cancellable,
                callback, user_data);
}

/**
 * lk_state_remove_delete_order_finish:
 * @self: the state
 * @result: what the callback was given
 * @error: return location for %LK_STATE_ERROR_WRITE
 *
 * Returns: whether it was written
 */
gboolean
lk_state_remove_delete_order_finish (LkState       *self,
                                     GAsyncResult  *result,
                                     GError       **error)
{
  return lk_state_finish_void (self, result, lk_state_remove_delete_order_async, error);
}
