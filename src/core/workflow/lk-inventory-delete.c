/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-inventory-private.h"

#include "lk-deletion.h"

typedef struct
{
  LkDeletion    *deletion;
  LkAstraClient *client; /* NULL: not signed in yet */
} Deleting;

static void
deleting_free (gpointer data)
{
  Deleting *deleting = data;

  g_clear_object (&deleting->deletion);
  g_clear_object (&deleting->client);
  g_free (deleting);
}

static void
tell (GTask *task)
{
  Deleting *deleting = g_task_get_task_data (task);
  const GError *error = lk_deletion_get_error (deleting->deletion);

  if (error != NULL)
    g_task_return_error (task, g_error_copy (error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
settled_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);

  lk_deletion_settle_finish (LK_DELETION (source), result);
  tell (task);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Deleting *deleting = g_task_get_task_data (task);
  LkDeletion *deletion = deleting->deletion;
  g_autoptr (GError) error = NULL;

  lk_deletion_list_finish (LK_INVENTORY (source), result, &error);
  lk_deletion_settle_async (deletion, error, settled_cb, g_steal_pointer (&task));
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Deleting *deleting = g_task_get_task_data (task);
  LkAstraClient *client = deleting->client;
  LkInventory *self = g_task_get_source_object (task);

  lk_deletion_send_finish (LK_DELETION (source), result);
  if (lk_deletion_get_state (LK_DELETION (source)) == LK_DELETION_SENT)
    lk_deletion_list_async (self, client, listed_cb, g_steal_pointer (&task));
  else
    tell (task);
}

static void
client_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Deleting *deleting = g_task_get_task_data (task);
  LkDeletion *deletion = deleting->deletion;
  GError *error = NULL;
  LkAstraClient *client = lk_office_get_client_finish (LK_OFFICE (source), result, &error);

  if (client == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  deleting->client = client;
  lk_deletion_send_async (deletion, client, sent_cb, g_steal_pointer (&task));
}

static void
start (LkInventory         *self,
       LkDeletion          *deletion,
       GCancellable        *cancellable,
       GAsyncReadyCallback  callback,
       gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Deleting *deleting = g_new0 (Deleting, 1);

  g_task_set_source_tag (task, lk_inventory_delete_async);
  g_task_set_check_cancellable (task, FALSE);
  deleting->deletion = g_object_ref (deletion);
  g_task_set_task_data (task, deleting, deleting_free);
  if (!lk_deletion_check (deletion))
    {
      tell (task);
      return;
    }

  lk_office_get_client_async (lk_inventory_get_office (self), lk_inventory_get_account (self), cancellable, client_cb,
                              g_steal_pointer (&task));
}

/**
 * lk_inventory_delete_async:
 * @self: an inventory
 * @token: one of its tokens
 * @cancellable: (nullable): obeyed until the request is sent, not after
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Deletes @token at the service, sees that the list no longer has it, and then removes its secrets from the keyring. That
 * the token shall go is in the journal from before the request until all of that is done, or the service said no.
 */
void
lk_inventory_delete_async (LkInventory         *self,
                           LkAppToken          *token,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (LkDeletion) deletion = NULL;

  g_return_if_fail (LK_IS_INVENTORY (self));
  g_return_if_fail (LK_IS_APP_TOKEN (token));

  deletion = lk_deletion_new (self, token);
  start (self, deletion, cancellable, callback, user_data);
}

/*< private >
 * lk_inventory_delete_noted_async:
 * @self: an inventory
 * @token: one of its tokens
 * @again: whether this was tried before
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Does what lk_inventory_delete_async() does, for whoever has written down that the token shall go.
 */
void
lk_inventory_delete_noted_async (LkInventory         *self,
                                 LkAppToken          *token,
                                 gboolean             again,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr (LkDeletion) deletion = NULL;

  g_return_if_fail (LK_IS_INVENTORY (self));
  g_return_if_fail (LK_IS_APP_TOKEN (token));

  deletion = lk_deletion_new_noted (self, token, again);
  start (self, deletion, NULL, callback, user_data);
}

/**
 * lk_inventory_delete_finish:
 * @self: an inventory
 * @result: what the callback was given
 * @error: return location for a #LkAstraError, #LkKeyringError, #LkWorkError
 *
 * Returns: whether the token is gone from the service, as its list shows, and its secrets from the keyring
 */
gboolean
lk_inventory_delete_finish (LkInventory   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_inventory_delete_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
