/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-rotate-private.h"

#include "lk-office-private.h"
#include "lk-state-rotations.h"
#include "lk-token-check.h"
#include "lk-token-secrets.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

/* From a new token that is stored to one that is used: the account's sign-in, then the name. Last step first. */

static void
recorded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);

  lk_office_record_finish (LK_OFFICE (source), result);
  g_task_return_boolean (task, TRUE);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkRotate *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (!lk_state_save_rotation_finish (LK_STATE (source), result, &error))
    {
      lk_rotation_set_step (self->rotation, LK_ROTATION_CREATED);
      g_task_return_error (task, error);
      return;
    }

  lk_office_record_async (self->office, self->account, LK_ACTIVITY_ROTATE, lk_rotation_get_old_id (self->rotation),
                          lk_rotation_get_description (self->rotation), LK_ACTIVITY_DONE, recorded_cb,
                          g_steal_pointer (&task));
}

static void
moved (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  LkRotate *self = g_task_get_task_data (task);

  if (lk_rotation_get_step (self->rotation) != LK_ROTATION_CREATED)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  lk_rotation_set_step (self->rotation, LK_ROTATION_MOVED);
  lk_state_save_rotation_async (lk_office_get_state (self->office), self->rotation, NULL, saved_cb, g_steal_pointer (&task));
}

static void
signed_in_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkRotate *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (LkAccount) account = lk_office_change_sign_in_finish (LK_OFFICE (source), result, &error);

  if (account == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  g_set_object (&self->account, account);
  lk_rotate_move_name (g_steal_pointer (&task), moved);
}

static void
change_sign_in (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  GCancellable *cancellable = g_task_get_cancellable (task);
  LkRotate *self = g_task_get_task_data (task);

  lk_office_change_sign_in_async (self->office, self->account, self->value, TRUE, cancellable, signed_in_cb,
                                  g_steal_pointer (&task));
}

static void
old_kept_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (lk_keyring_store_finish (LK_KEYRING (source), result, &error))
    change_sign_in (g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

static void
old_looked_up_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkRotate *self = g_task_get_task_data (task);
  const char *old_id = lk_rotation_get_old_id (self->rotation);
  const char *description = lk_rotation_get_description (self->rotation);
  g_autoptr (GHashTable) attributes = NULL;
  g_autofree char *label = NULL;
  GError *error = NULL;
  g_autoptr (SecretValue) value = lk_keyring_look_up_finish (LK_KEYRING (source), result, &error);

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (value == NULL)
    {
      change_sign_in (g_steal_pointer (&task));
      return;
    }

  attributes = lk_token_secrets_attributes (self->account, old_id, LK_SECRET_FIELD_TOKEN, NULL);
  label = lk_token_secrets_label (self->account, LK_SECRET_FIELD_TOKEN, description != NULL ? description : old_id);
  lk_keyring_store_async (LK_KEYRING (source), attributes, label, value, NULL, old_kept_cb, g_steal_pointer (&task));
}

static void
old_listed_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkRotate *self = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = NULL;
  GError *error = NULL;
  g_autoptr (GPtrArray) infos = lk_keyring_list_finish (LK_KEYRING (source), result, &error);

  if (infos == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (infos->len > 0)
    {
      change_sign_in (g_steal_pointer (&task));
      return;
    }

  attributes = lk_office_sign_in_attributes (self->account, lk_rotation_get_old_id (self->rotation));
  lk_keyring_look_up_async (LK_KEYRING (source), attributes, NULL, old_looked_up_cb, g_steal_pointer (&task));
}

/* An account's sign-in token is often stored as that alone, and would leave the keyring as such. It stays there until it is
 * deleted at the service, so that the rotation can be cancelled. */
static void
works_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkRotate *self = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = lk_rotate_make_attributes (self, lk_rotation_get_old_id (self->rotation));
  GError *error = NULL;

  if (lk_token_check_finish (result, &error))
    lk_keyring_list_async (lk_office_get_keyring (self->office), attributes, NULL, old_listed_cb, g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GCancellable *cancellable = g_task_get_cancellable (task);
  LkRotate *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->value = lk_keyring_look_up_finish (LK_KEYRING (source), result, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else if (self->value == NULL)
    g_task_return_new_error (task, LK_WORK_ERROR, LK_WORK_ERROR_INVALID,
                             _("The new token is not in the keyring any more: cancel the rotation"));
  else
    lk_token_check_async (self->office, self->account, self->value, TRUE, cancellable, works_cb, g_steal_pointer (&task));
}

static gboolean
signs_in_with (LkRotate   *self,
               const char *id)
{
  return self->inventory != NULL && g_strcmp0 (lk_account_get_client_id (self->account), id) == 0;
}

/**
 * lk_rotate_hand_over_async:
 * @rotation: a rotation whose new token is stored
 * @inventory: (nullable): for application tokens
 * @streaming: (nullable): for Pulsar tokens
 * @cancellable: (nullable): obeyed before anything is changed
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Makes scripts find the new token by the name of the old one, and writes that down. Where the account signs in with the
 * old token, it does so with the new one first, after that was seen to work; the account is another object then.
 */
void
lk_rotate_hand_over_async (LkRotation          *rotation,
                           LkInventory         *inventory,
                           LkStreaming         *streaming,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GHashTable) attributes = NULL;
  LkRotate *self;
  GTask *task;

  g_return_if_fail (LK_IS_ROTATION (rotation));
  g_return_if_fail (lk_rotation_is_pulsar (rotation) ? LK_IS_STREAMING (streaming) : LK_IS_INVENTORY (inventory));

  task = lk_rotate_begin (rotation, FALSE, inventory, streaming, lk_rotate_hand_over_async, cancellable, callback, user_data);
  if (task == NULL)
    return;

  self = g_task_get_task_data (task);
  if (!signs_in_with (self, lk_rotation_get_old_id (rotation)))
    {
      lk_rotate_move_name (task, moved);
      return;
    }

  attributes = lk_rotate_make_attributes (self, lk_rotation_get_new_id (rotation));
  g_hash_table_insert (attributes, g_strdup ("field"), g_strdup (LK_SECRET_FIELD_TOKEN));
  lk_keyring_look_up_async (lk_office_get_keyring (self->office), attributes, cancellable, looked_up_cb, task);
}

/**
 * lk_rotate_hand_over_finish:
 * @result: what the callback was given
 * @error: return location for a #LkKeyringError, #LkStateError, %LK_WORK_ERROR_NAME_TAKEN, or what the service said of the
 *   new token
 *
 * Returns: whether scripts find the new token
 */
gboolean
lk_rotate_hand_over_finish (GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_rotate_hand_over_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
