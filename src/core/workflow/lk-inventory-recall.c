/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-inventory.h"

#include "lk-inventory-private.h"
#include "lk-token-secrets.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

/* What is remembered between runs: the lists and the notes. */

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autoptr (GError) error = NULL;

  if (!lk_state_save_lists_finish (LK_STATE (source), result, &error))
    g_debug ("The list could not be remembered: %s", error->message);
  g_task_return_boolean (task, TRUE);
}

static GPtrArray *
copy_items (GListStore *store)
{
  GListModel *model = G_LIST_MODEL (store);
  GPtrArray *items = g_ptr_array_new_full (g_list_model_get_n_items (model), g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    g_ptr_array_add (items, g_list_model_get_item (model, i));

  return items;
}

/*< private >
 * lk_inventory_take_async:
 * @self: an inventory
 * @tokens: (element-type LkAppToken): what the service has just listed
 * @roles: (nullable) (element-type LkRole): its roles, %NULL if they could not be read
 * @callback: (nullable): called when it is remembered, or could not be
 * @user_data: for @callback
 *
 * Shows a list at once and writes it down. An account that lives for this run only leaves nothing behind.
 */
void
lk_inventory_take_async (LkInventory         *self,
                         GPtrArray           *tokens,
                         GPtrArray           *roles,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GPtrArray) known_roles = NULL;

  g_task_set_source_tag (task, lk_inventory_take_async);
  if (roles != NULL)
    lk_inventory_replace_roles (self, roles);
  lk_inventory_replace_tokens (self, tokens);
  lk_inventory_set_read_at (self, now, FALSE);
  if (!lk_office_is_kept (self->office, self->account))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  known_roles = copy_items (self->roles);
  lk_state_save_lists_async (lk_office_get_state (self->office), lk_account_get_id (self->account), now, tokens,
                             known_roles, NULL, saved_cb, g_steal_pointer (&task));
}

static void
recalled_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkInventory *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (LkStateLists) lists = lk_state_read_lists_finish (LK_STATE (source), result, &error);

  if (lists == NULL)
    {
      g_debug ("What is remembered could not be read: %s", error->message);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  /* Two loads may have asked at once, and the first may have gone on. */
  if (self->notes == NULL)
    self->notes = g_hash_table_ref (lists->notes);
  if (self->read_at == NULL && lists->read_at != NULL)
    {
      lk_inventory_replace_roles (self, lists->roles);
      lk_inventory_replace_tokens (self, lists->tokens);
      lk_inventory_set_read_at (self, lists->read_at, TRUE);
    }
  g_task_return_boolean (task, TRUE);
}

/*< private >
 * lk_inventory_recall_async:
 * @self: an inventory
 * @cancellable: (nullable): cancels it
 * @callback: called in the main context of the caller; it is a #GTask of a boolean
 * @user_data: for @callback
 *
 * Fills an empty inventory with what is remembered of its account, and learns the notes. The second time it does
 * nothing.
 */
void
lk_inventory_recall_async (LkInventory         *self,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, lk_inventory_recall_async);
  if (self->notes != NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  lk_state_read_lists_async (lk_office_get_state (self->office), lk_account_get_id (self->account), cancellable,
                             recalled_cb, g_steal_pointer (&task));
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkInventory *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) infos = lk_keyring_list_finish (LK_KEYRING (source), result, &error);

  if (g_task_return_error_if_cancelled (task))
    return;

  if (infos != NULL)
    lk_inventory_describe_stored (self, infos);
  lk_inventory_set_keyring_error (self, error);
  g_task_return_boolean (task, TRUE);
}

static void
restored_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkInventory *self = LK_INVENTORY (source);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GHashTable) attributes = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (self->read_at == NULL)
    {
      g_task_return_new_error (task, LK_WORK_ERROR, LK_WORK_ERROR_NEVER_READ,
                               _("No list is remembered: list the tokens once with a connection"));
      return;
    }

  attributes = lk_token_secrets_attributes (self->account, NULL, NULL, NULL);
  lk_keyring_list_async (lk_office_get_keyring (self->office), attributes, cancellable, stored_cb,
                         g_steal_pointer (&task));
}

/**
 * lk_inventory_restore_async:
 * @self: an inventory
 * @cancellable: (nullable): cancels it
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Reads what is remembered, and what is stored from the keyring, without the network. lk_inventory_load_async() does so
 * by itself.
 */
void
lk_inventory_restore_async (LkInventory         *self,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (LK_IS_INVENTORY (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_inventory_restore_async);
  lk_inventory_recall_async (self, cancellable, restored_cb, g_steal_pointer (&task));
}

/**
 * lk_inventory_restore_finish:
 * @self: an inventory
 * @result: what the callback was given
 * @error: return location for %LK_WORK_ERROR_NEVER_READ or a #LkStateError
 *
 * Returns: whether something is remembered
 */
gboolean
lk_inventory_restore_finish (LkInventory   *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_inventory_restore_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Of one token the note that is to be, while it is being written. */
typedef struct
{
  LkAppToken *token;
  char       *note;
} Noting;

static void
noting_free (gpointer data)
{
  Noting *noting = data;

  g_clear_object (&noting->token);
  g_free (noting->note);
  g_free (noting);
}

static void
take_note (LkInventory *self,
           Noting      *noting)
{
  const char *client_id = lk_app_token_get_client_id (noting->token);
  guint position;

  if (self->notes == NULL)
    self->notes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (noting->note != NULL)
    g_hash_table_replace (self->notes, g_strdup (client_id), g_strdup (noting->note));
  else
    g_hash_table_remove (self->notes, client_id);
  g_object_set (noting->token, "note", noting->note, NULL);

  /* Whoever sorts or searches the tokens by their titles looks again. */
  if (g_list_store_find (self->tokens, noting->token, &position))
    g_list_model_items_changed (G_LIST_MODEL (self->tokens), position, 1, 1);
}

static void
noted_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autoptr (GError) error = NULL;

  if (!lk_state_save_note_finish (LK_STATE (source), result, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  take_note (g_task_get_source_object (task), g_task_get_task_data (task));
  g_task_return_boolean (task, TRUE);
}

/**
 * lk_inventory_set_note_async:
 * @self: an inventory
 * @token: one of its tokens
 * @note: (nullable): the note; %NULL or blank: none
 * @cancellable: (nullable): cancels it before it is written
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Notes something of @token, here and not at the service. Of an account that lives for this run only, so does the note.
 */
void
lk_inventory_set_note_async (LkInventory         *self,
                             LkAppToken          *token,
                             const char          *note,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Noting *noting;

  g_return_if_fail (LK_IS_INVENTORY (self));
  g_return_if_fail (LK_IS_APP_TOKEN (token));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_inventory_set_note_async);
  noting = g_new0 (Noting, 1);
  noting->token = g_object_ref (token);
  noting->note = note != NULL ? g_strstrip (g_strdup (note)) : NULL;
  if (noting->note != NULL && *noting->note == '\0')
    g_clear_pointer (&noting->note, g_free);
  g_task_set_task_data (task, noting, noting_free);

  if (!lk_office_is_kept (self->office, self->account))
    {
      take_note (self, noting);
      g_task_return_boolean (task, TRUE);
      return;
    }

  lk_state_save_note_async (lk_office_get_state (self->office), lk_account_get_id (self->account),
                            lk_app_token_get_client_id (token), noting->note, cancellable, noted_cb,
                            g_steal_pointer (&task));
}

/**
 * lk_inventory_set_note_finish:
 * @self: an inventory
 * @result: what the callback was given
 * @error: return location for %LK_STATE_ERROR_WRITE, also for a note that looks like a token
 *
 * Returns: whether the note is written and shown
 */
gboolean
lk_inventory_set_note_finish (LkInventory   *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_inventory_set_note_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
