/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-rotate-private.h"

#include "lk-inventory-private.h"
#include "lk-listed-token.h"
#include "lk-state-rotations.h"
#include "lk-streaming-private.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

/* The end of a rotation: one of the two tokens goes, and only while the other is there. Last step first. */

static const char *
get_doomed (LkRotate *self)
{
  return self->cancel ? lk_rotation_get_new_id (self->rotation) : lk_rotation_get_old_id (self->rotation);
}

static const char *
get_survivor (LkRotate *self)
{
  return self->cancel ? lk_rotation_get_old_id (self->rotation) : lk_rotation_get_new_id (self->rotation);
}

static void
row_removed_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (lk_state_remove_rotation_finish (LK_STATE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
remove_row (GTask *owned_task)
{
  LkRotate *self = g_task_get_task_data (owned_task);

  lk_state_remove_rotation_async (lk_office_get_state (self->office), lk_rotation_get_id (self->rotation), NULL,
                                  row_removed_cb, owned_task);
}

static void
sign_in_forgotten_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (lk_keyring_remove_finish (LK_KEYRING (source), result, &error))
    remove_row (g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

static GHashTable *
make_sign_in_attributes (LkRotate *self)
{
  return lk_secret_attributes_new ("kind", LK_SECRET_KIND_ACCOUNT, "client-id", get_doomed (self), NULL);
}

static void
forget_sign_in (GTask *owned_task)
{
  LkRotate *self = g_task_get_task_data (owned_task);
  g_autoptr (GHashTable) attributes = make_sign_in_attributes (self);

  if (self->was_used)
    lk_keyring_remove_async (lk_office_get_keyring (self->office), attributes, NULL, sign_in_forgotten_cb, owned_task);
  else
    remove_row (owned_task);
}

static void
forgotten_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (lk_keyring_remove_finish (LK_KEYRING (source), result, &error))
    forget_sign_in (g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

static void
deleted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkRotate *self = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean deleted = self->inventory != NULL
                     ? lk_inventory_delete_finish (LK_INVENTORY (source), result, &error)
                     : lk_streaming_delete_finish (LK_STREAMING (source), result, &error);
  gpointer token;

  if (deleted)
    {
      forget_sign_in (g_steal_pointer (&task));
      return;
    }

  token = lk_rotate_find (self, get_doomed (self));
  if (token != NULL)
    lk_listed_token_set_rotation (token, self->cancel ? LK_TOKEN_NEWER : LK_TOKEN_SUPERSEDED);
  g_task_return_error (task, error);
}

/* What the list has no more is gone; only what is stored of it is left to remove. */
static void
delete_doomed (GTask *owned_task)
{
  LkRotate *self = g_task_get_task_data (owned_task);
  gpointer token = lk_rotate_find (self, get_doomed (self));
  g_autoptr (GHashTable) attributes = NULL;

  /* It takes nobody's place any more, and may go. */
  if (token != NULL)
    lk_listed_token_set_rotation (token, LK_TOKEN_SETTLED);
  if (token == NULL)
    {
      attributes = lk_rotate_make_attributes (self, get_doomed (self));
      lk_keyring_remove_async (lk_office_get_keyring (self->office), attributes, NULL, forgotten_cb, owned_task);
    }
  else if (self->inventory != NULL)
    lk_inventory_delete_noted_async (self->inventory, token, FALSE, deleted_cb, owned_task);
  else
    lk_streaming_delete_noted_async (self->streaming, token, FALSE, deleted_cb, owned_task);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  /* Also where the old token goes: an earlier cancellation may have given the name back. */
  if (lk_state_save_rotation_finish (LK_STATE (source), result, &error))
    lk_rotate_move_name (g_steal_pointer (&task), delete_doomed);
  else
    g_task_return_error (task, error);
}

/* Written down before anything is done: whoever said yes is not asked again. */
static void
write_down (GTask *owned_task)
{
  LkRotate *self = g_task_get_task_data (owned_task);

  lk_rotation_set_step (self->rotation, self->cancel ? LK_ROTATION_CANCELLING : LK_ROTATION_RETIRING);
  lk_state_save_rotation_async (lk_office_get_state (self->office), self->rotation, NULL, saved_cb, owned_task);
}

static void
survivor_seen_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  g_autoptr (SecretValue) value = lk_keyring_look_up_finish (LK_KEYRING (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else if (value == NULL)
    g_task_return_new_error (task, LK_WORK_ERROR, LK_WORK_ERROR_INVALID,
                             _("The new token is not in the keyring any more: cancel the rotation, the old token still works"));
  else
    write_down (g_steal_pointer (&task));
}

/* The list is of this moment: at each there is one token that is listed and, of the new one, stored. Where the other one is
 * gone already, nothing is deleted, and only what is left of it is cleared up. */
static void
see_survivor (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  LkRotate *self = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = NULL;

  if (lk_rotate_find (self, get_doomed (self)) == NULL)
    {
      write_down (g_steal_pointer (&task));
      return;
    }
  if (lk_rotate_find (self, get_survivor (self)) == NULL)
    {
      g_task_return_new_error (task, LK_WORK_ERROR, LK_WORK_ERROR_INVALID, "%s",
                               self->cancel ? _("The old token is gone already: the rotation can only be finished")
                                            : _("The new token is gone: cancel the rotation, the old token still works"));
      return;
    }
  if (self->cancel)
    {
      write_down (g_steal_pointer (&task));
      return;
    }

  attributes = lk_rotate_make_attributes (self, get_survivor (self));
  g_hash_table_insert (attributes, g_strdup ("field"), g_strdup (LK_SECRET_FIELD_TOKEN));
  lk_keyring_look_up_async (lk_office_get_keyring (self->office), attributes, NULL, survivor_seen_cb, g_steal_pointer (&task));
}

/* Another process may have changed what an account signs in with since this one read it; the database knows. */
static void
accounts_listed_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkRotate *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) accounts = lk_state_list_accounts_finish (LK_STATE (source), result, &error);
  gboolean is_used = FALSE;

  if (accounts == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  for (guint i = 0; i < accounts->len; i++)
    is_used |= g_strcmp0 (lk_account_get_client_id (accounts->pdata[i]), get_doomed (self)) == 0;
  if (is_used)
    g_task_return_new_error (task, LK_WORK_ERROR, LK_WORK_ERROR_SIGNS_IN,
                             _("The account signs in with the token that would be deleted: start Latchkey again, and then "
                               "try again"));
  else
    see_survivor (g_steal_pointer (&task));
}

/* It may be left over from before the account signed in with another token: then it goes along. */
static void
sign_in_seen_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkRotate *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) infos = lk_keyring_list_finish (LK_KEYRING (source), result, &error);

  if (infos == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  self->was_used = infos->len > 0;
  lk_state_list_accounts_async (lk_office_get_state (self->office), NULL, accounts_listed_cb, g_steal_pointer (&task));
}

static void
see_sign_in (GTask *owned_task)
{
  LkRotate *self = g_task_get_task_data (owned_task);
  g_autoptr (GHashTable) attributes = make_sign_in_attributes (self);

  if (self->inventory != NULL)
    lk_keyring_list_async (lk_office_get_keyring (self->office), attributes, NULL, sign_in_seen_cb, owned_task);
  else
    see_survivor (owned_task);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkRotate *self = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean loaded = self->inventory != NULL
                    ? lk_inventory_load_finish (LK_INVENTORY (source), result, &error)
                    : lk_streaming_load_tenant_finish (LK_STREAMING (source), result, &error);

  if (!loaded)
    {
      g_task_return_error (task, error);
      return;
    }

  /* Which may be another object by now. */
  if (self->streaming != NULL)
    g_set_object (&self->tenant, lk_streaming_find_tenant (self->streaming, lk_rotation_get_cluster_name (self->rotation),
                                                           lk_rotation_get_tenant_name (self->rotation)));
  see_sign_in (g_steal_pointer (&task));
}

static void
load (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  GCancellable *cancellable = g_task_get_cancellable (task);
  LkRotate *self = g_task_get_task_data (task);

  if (self->inventory != NULL)
    lk_inventory_load_async (self->inventory, cancellable, loaded_cb, g_steal_pointer (&task));
  else if (self->tenant != NULL)
    lk_streaming_load_tenant_async (self->streaming, self->tenant, cancellable, loaded_cb, g_steal_pointer (&task));
  else if (lk_streaming_get_loaded (self->streaming) && !lk_streaming_get_from_cache (self->streaming)
           && lk_streaming_get_error (self->streaming) == NULL)
    see_survivor (g_steal_pointer (&task)); /* it is gone, with its tokens */
  else
    g_task_return_new_error (task, LK_WORK_ERROR, LK_WORK_ERROR_INVALID,
                             /* Translators: %s is a streaming tenant */
                             _("The tenant %s is not listed: refresh, and try again"),
                             lk_rotation_get_tenant_name (self->rotation));
}

static void
signed_in_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkRotate *self = g_task_get_task_data (task);
  g_autoptr (LkInventory) inventory = NULL;
  GError *error = NULL;
  g_autoptr (LkAccount) account = lk_office_change_sign_in_finish (LK_OFFICE (source), result, &error);

  if (account == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  /* The inventory that was given belongs to what the account was before. */
  inventory = lk_inventory_new (self->office, account);
  g_set_object (&self->account, account);
  g_set_object (&self->inventory, inventory);
  load (g_steal_pointer (&task));
}

static void
sign_in_written_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkRotate *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (lk_state_save_rotation_finish (LK_STATE (source), result, &error))
    lk_office_change_sign_in_async (self->office, self->account, self->value, TRUE, NULL, signed_in_cb,
                                    g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkRotate *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->value = lk_keyring_look_up_finish (LK_KEYRING (source), result, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else if (self->value == NULL)
    g_task_return_new_error (task, LK_WORK_ERROR, LK_WORK_ERROR_SIGNS_IN,
                             _("The account signs in with the new token, and the old one is not stored: give the account "
                               "another sign-in token first"));
  else
    {
      lk_rotation_set_step (self->rotation, LK_ROTATION_CANCELLING);
      lk_state_save_rotation_async (lk_office_get_state (self->office), self->rotation, NULL, sign_in_written_cb,
                                    g_steal_pointer (&task));
    }
}

/**
 * lk_rotate_end_async:
 * @rotation: a rotation; one whose name has not moved may only be cancelled
 * @cancel: whether the new token goes, and the name back; else the old one goes
 * @inventory: (nullable): for application tokens
 * @streaming: (nullable): for Pulsar tokens
 * @cancellable: (nullable): obeyed before anything is changed
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Ends a rotation, which somebody said yes to; that is written down first, and stays so where it fails. The list is read
 * before, so that nothing goes while the other token is gone, and after: a token that is listed still is not gone.
 */
void
lk_rotate_end_async (LkRotation          *rotation,
                     gboolean             cancel,
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
  g_return_if_fail (cancel || lk_rotation_get_step (rotation) != LK_ROTATION_CREATED);
  g_return_if_fail (lk_rotation_is_pulsar (rotation) ? LK_IS_STREAMING (streaming) : LK_IS_INVENTORY (inventory));

  task = lk_rotate_begin (rotation, cancel, inventory, streaming, lk_rotate_end_async, cancellable, callback, user_data);
  if (task == NULL)
    return;

  self = g_task_get_task_data (task);
  if (!cancel || self->inventory == NULL
      || g_strcmp0 (lk_account_get_client_id (self->account), lk_rotation_get_new_id (rotation)) != 0)
    {
      load (task);
      return;
    }

  attributes = lk_rotate_make_attributes (self, lk_rotation_get_old_id (rotation));
  g_hash_table_insert (attributes, g_strdup ("field"), g_strdup (LK_SECRET_FIELD_TOKEN));
  lk_keyring_look_up_async (lk_office_get_keyring (self->office), attributes, cancellable, looked_up_cb, task);
}

/**
 * lk_rotate_end_finish:
 * @result: what the callback was given
 * @error: return location for %LK_WORK_ERROR_STILL_LISTED, %LK_WORK_ERROR_INVALID (the other token is gone),
 *   %LK_WORK_ERROR_SIGNS_IN, a #LkKeyringError, #LkStateError, or what the service said
 *
 * Returns: whether the rotation is over; else it stays in the journal, and may be ended again
 */
gboolean
lk_rotate_end_finish (GAsyncResult  *result,
                      GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_rotate_end_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
