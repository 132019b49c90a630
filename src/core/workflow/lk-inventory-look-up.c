/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-inventory.h"

#include "lk-inventory-private.h"
#include "lk-token-secrets.h"

/* Reading a stored secret of a token, as it is or after the keyring was unlocked. */

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) value = lk_keyring_look_up_finish (LK_KEYRING (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_steal_pointer (&value), secret_value_unref);
}

/**
 * lk_inventory_look_up_async:
 * @self: an inventory
 * @token: one of its tokens
 * @field: "token" or "client-secret"
 * @cancellable: (nullable): cancels it
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Reads one secret of @token from the keyring.
 */
void
lk_inventory_look_up_async (LkInventory         *self,
                            LkAppToken          *token,
                            const char          *field,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GHashTable) attributes = NULL;

  g_return_if_fail (LK_IS_INVENTORY (self));
  g_return_if_fail (LK_IS_APP_TOKEN (token));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_inventory_look_up_async);
  attributes = lk_token_secrets_attributes (self->account, lk_app_token_get_client_id (token), field, NULL);
  lk_keyring_look_up_async (lk_office_get_keyring (self->office), attributes, cancellable, looked_up_cb,
                            g_steal_pointer (&task));
}

/**
 * lk_inventory_look_up_finish:
 * @self: an inventory
 * @result: what the callback was given
 * @error: return location for a #LkKeyringError
 *
 * Returns: (transfer full) (nullable): the secret; %NULL without @error set: it is not stored
 */
SecretValue *
lk_inventory_look_up_finish (LkInventory   *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_inventory_look_up_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct
{
  LkAppToken *token;
  char       *field;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *self = data;

  g_clear_object (&self->token);
  g_clear_pointer (&self->field, g_free);
  g_free (self);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autoptr (SecretValue) value = NULL;
  GError *error = NULL;

  value = lk_inventory_look_up_finish (LK_INVENTORY (source), result, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&value), (GDestroyNotify) secret_value_unref);
}

static void
unlocked_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkInventory *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  Reading *reading = g_task_get_task_data (task);
  GError *error = NULL;

  /* Without a collection to store in there may still be one to read from. */
  if (!lk_keyring_unlock_finish (LK_KEYRING (source), result, &error)
      && !g_error_matches (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_NO_COLLECTION))
    {
      g_task_return_error (task, error);
      return;
    }

  g_clear_error (&error);
  lk_inventory_look_up_async (self, reading->token, reading->field, cancellable, read_cb, g_steal_pointer (&task));
}

/**
 * lk_inventory_unlock_and_look_up_async:
 * @self: an inventory
 * @token: one of its tokens
 * @field: "token" or "client-secret"
 * @cancellable: (nullable): cancels it; a prompt stays open
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Reads one secret of @token from the keyring, which is unlocked first: that asks for a password where it is locked, and
 * for nothing where it is not.
 */
void
lk_inventory_unlock_and_look_up_async (LkInventory         *self,
                                       LkAppToken          *token,
                                       const char          *field,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Reading *reading;

  g_return_if_fail (LK_IS_INVENTORY (self));
  g_return_if_fail (LK_IS_APP_TOKEN (token));
  g_return_if_fail (field != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_inventory_unlock_and_look_up_async);
  reading = g_new0 (Reading, 1);
  reading->token = g_object_ref (token);
  reading->field = g_strdup (field);
  g_task_set_task_data (task, reading, reading_free);
  lk_keyring_unlock_async (lk_office_get_keyring (self->office), cancellable, unlocked_cb, g_steal_pointer (&task));
}

/**
 * lk_inventory_unlock_and_look_up_finish:
 * @self: an inventory
 * @result: what the callback was given
 * @error: return location for a #LkKeyringError, %LK_KEYRING_ERROR_LOCKED when the prompt was dismissed
 *
 * Returns: (transfer full) (nullable): the secret; %NULL without @error set: it is not stored
 */
SecretValue *
lk_inventory_unlock_and_look_up_finish (LkInventory   *self,
                                        GAsyncResult  *result,
                                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_inventory_unlock_and_look_up_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
