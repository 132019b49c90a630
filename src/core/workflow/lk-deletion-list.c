/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-deletion.h"

#include "lk-inventory-private.h"

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkInventory *inventory = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) tokens = lk_astra_client_list_tokens_finish (LK_ASTRA_CLIENT (source), result, &error);

  if (tokens == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  inventory->n_changes++;
  lk_inventory_take_async (inventory, tokens, NULL, NULL, NULL);
  g_task_return_boolean (task, TRUE);
}

/**
 * lk_deletion_list_async:
 * @inventory: an inventory
 * @client: a client that signs in as its account
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Reads the list of tokens again, by which what was sent is judged. It cannot be cancelled.
 */
void
lk_deletion_list_async (LkInventory         *inventory,
                        LkAstraClient       *client,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (LK_IS_INVENTORY (inventory));
  g_return_if_fail (LK_IS_ASTRA_CLIENT (client));

  task = g_task_new (inventory, NULL, callback, user_data);
  g_task_set_source_tag (task, lk_deletion_list_async);
  lk_astra_client_list_tokens_async (client, NULL, listed_cb, g_steal_pointer (&task));
}

/**
 * lk_deletion_list_finish:
 * @inventory: an inventory
 * @result: what the callback was given
 * @error: return location for a #LkAstraError
 *
 * Returns: whether @inventory has the list of tokens as it is now
 */
gboolean
lk_deletion_list_finish (LkInventory   *inventory,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, inventory), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_deletion_list_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
