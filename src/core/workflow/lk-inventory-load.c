/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-inventory.h"

#include "lk-inventory-private.h"
#include "lk-token-secrets.h"

/* One load: three answers that are put together when the last is there. */
typedef struct
{
  GPtrArray *tokens;
  GPtrArray *roles;
  GPtrArray *stored; /* of LkSecretInfo */
  GError    *tokens_error;
  GError    *keyring_error;
  guint      n_waiting;
  guint      n_changes; /* of the inventory, when they were asked */
} Load;

static void
load_clear (Load *load)
{
  g_clear_pointer (&load->tokens, g_ptr_array_unref);
  g_clear_pointer (&load->roles, g_ptr_array_unref);
  g_clear_pointer (&load->stored, g_ptr_array_unref);
  g_clear_error (&load->tokens_error);
  g_clear_error (&load->keyring_error);
}

static void
load_free (gpointer data)
{
  Load *load = data;

  load_clear (load);
  g_free (load);
}

static void begin (GTask *task);

static void
taken_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);

  g_task_return_boolean (task, TRUE);
}

static void
load_done (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  LkInventory *self = g_task_get_source_object (task);
  Load *load = g_task_get_task_data (task);

  load->n_waiting--;
  if (load->n_waiting > 0)
    return;

  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    {
      lk_inventory_add_loading (self, -1);
      g_task_return_error_if_cancelled (task);
      return;
    }

  /* Answers from before a token was made would take it off the list again, or say that it is not stored; those from before
   * one was deleted would bring it back. */
  if (load->n_changes != self->n_changes)
    {
      begin (g_steal_pointer (&task));
      return;
    }

  if (load->tokens == NULL)
    {
      if (load->stored != NULL)
        lk_inventory_describe_stored (self, load->stored);
      lk_inventory_set_errors (self, load->tokens_error, load->keyring_error);
      lk_inventory_add_loading (self, -1);
      g_task_return_error (task, g_steal_pointer (&load->tokens_error));
      return;
    }

  /* Shown at once; that the task waits until it is written is for programs that end with it. */
  lk_inventory_take_async (self, load->tokens, load->roles, taken_cb, g_object_ref (task));
  if (load->stored != NULL)
    lk_inventory_describe_stored (self, load->stored);
  lk_inventory_set_errors (self, NULL, load->keyring_error);
  lk_inventory_add_loading (self, -1);
}

static void
tokens_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Load *load = g_task_get_task_data (G_TASK (user_data));

  load->tokens = lk_astra_client_list_tokens_finish (LK_ASTRA_CLIENT (source), result, &load->tokens_error);
  lk_inventory_set_clock_offset (g_task_get_source_object (G_TASK (user_data)),
                                 lk_astra_client_get_clock_offset (LK_ASTRA_CLIENT (source)));
  load_done (G_TASK (user_data));
}

static void
roles_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Load *load = g_task_get_task_data (G_TASK (user_data));
  g_autoptr (GError) error = NULL;

  load->roles = lk_astra_client_list_roles_finish (LK_ASTRA_CLIENT (source), result, &error);
  if (load->roles == NULL)
    g_debug ("The roles could not be read: %s", error->message);
  load_done (G_TASK (user_data));
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  LkInventory *self = g_task_get_source_object (G_TASK (user_data));
  Load *load = g_task_get_task_data (G_TASK (user_data));

  load->stored = lk_keyring_list_finish (LK_KEYRING (source), result, &load->keyring_error);
  /* What is remembered is on the screen already, and the keyring is faster than the service. */
  if (load->stored != NULL && lk_inventory_get_from_cache (self) && load->n_changes == self->n_changes)
    lk_inventory_describe_stored (self, load->stored);
  load_done (G_TASK (user_data));
}

static void
ask (GTask         *task,
     LkAstraClient *client)
{
  LkInventory *self = g_task_get_source_object (task);
  Load *load = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GHashTable) attributes = NULL;

  load->n_waiting = 3;
  load->n_changes = self->n_changes;
  attributes = lk_token_secrets_attributes (lk_inventory_get_account (self), NULL, NULL, NULL);
  lk_astra_client_list_tokens_async (client, cancellable, tokens_cb, g_object_ref (task));
  lk_astra_client_list_roles_async (client, cancellable, roles_cb, g_object_ref (task));
  lk_keyring_list_async (lk_office_get_keyring (lk_inventory_get_office (self)), attributes, cancellable, stored_cb,
                         g_object_ref (task));
}

static void
client_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkInventory *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (LkAstraClient) client = lk_office_get_client_finish (LK_OFFICE (source), result, &error);

  if (client == NULL)
    {
      lk_inventory_add_loading (self, -1);
      if (g_task_return_error_if_cancelled (task))
        return;
      lk_inventory_set_errors (self, error, error->domain == LK_KEYRING_ERROR ? error : NULL);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  ask (task, client);
}

static void
begin (GTask *task)
{
  LkInventory *self = g_task_get_source_object (task);

  load_clear (g_task_get_task_data (task));
  lk_office_get_client_async (lk_inventory_get_office (self), lk_inventory_get_account (self),
                              g_task_get_cancellable (task), client_cb, task);
}

static void
recalled_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  begin (G_TASK (user_data));
}

/**
 * lk_inventory_load_async:
 * @self: an inventory
 * @cancellable: (nullable): cancels it
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Shows what is remembered, if nothing is there yet, and then reads tokens, roles and what is stored, side by side. Only
 * a list of tokens that cannot be read makes it fail.
 */
void
lk_inventory_load_async (LkInventory         *self,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (LK_IS_INVENTORY (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_inventory_load_async);
  g_task_set_task_data (task, g_new0 (Load, 1), load_free);
  lk_inventory_add_loading (self, 1);
  lk_inventory_recall_async (self, cancellable, recalled_cb, g_steal_pointer (&task));
}

/**
 * lk_inventory_load_finish:
 * @self: an inventory
 * @result: what the callback was given
 * @error: return location for a #LkAstraError, #LkKeyringError, #LkWorkError
 *
 * Returns: whether the list is up to date
 */
gboolean
lk_inventory_load_finish (LkInventory   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_inventory_load_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
