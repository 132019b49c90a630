/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-streaming-private.h"

#include "lk-pulsar-secrets.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

/* What is remembered between runs: the tenants, their tokens and the notes. */

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autoptr (GError) error = NULL;

  if (!lk_state_save_streaming_finish (LK_STATE (source), result, &error))
    g_debug ("The tenants could not be remembered: %s", error->message);
  g_task_return_boolean (task, TRUE);
}

/*< private >
 * lk_streaming_save_async:
 * @self: the streaming half of an account
 * @callback: (nullable): called when it is remembered, or could not be; it is a #GTask of a boolean
 * @user_data: for @callback
 *
 * Writes down what is listed now. An account that lives for this run only leaves nothing behind.
 */
void
lk_streaming_save_async (LkStreaming         *self,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  GListModel *model = G_LIST_MODEL (self->tenants);
  g_autoptr (GPtrArray) tenants = NULL;

  g_task_set_source_tag (task, lk_streaming_save_async);
  if (self->read_at == NULL || !lk_office_is_kept (self->office, self->account))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  tenants = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    g_ptr_array_add (tenants, g_list_model_get_item (model, i));
  lk_state_save_streaming_async (lk_office_get_state (self->office), lk_account_get_id (self->account), self->read_at,
                                 tenants, NULL, saved_cb, g_steal_pointer (&task));
}

/* Somebody may have said yes before what is remembered was read. */
static void
take_hosts (LkStreaming *self,
            GHashTable  *hosts)
{
  GHashTableIter iter;
  gpointer origin;

  if (self->hosts == NULL)
    self->hosts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_iter_init (&iter, hosts);
  while (g_hash_table_iter_next (&iter, &origin, NULL))
    g_hash_table_add (self->hosts, g_strdup (origin));
}

static void
recalled_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkStreaming *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (LkStateStreaming) remembered = lk_state_read_streaming_finish (LK_STATE (source), result, &error);

  if (remembered == NULL)
    {
      g_debug ("What is remembered could not be read: %s", error->message);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  /* Two loads may have asked at once, and the first may have gone on. */
  if (self->notes == NULL)
    {
      self->notes = g_hash_table_ref (remembered->notes);
      take_hosts (self, remembered->hosts);
    }
  if (self->read_at == NULL && remembered->read_at != NULL)
    {
      lk_streaming_replace_tenants (self, remembered->tenants);
      lk_streaming_set_read_at (self, remembered->read_at, TRUE);
    }
  g_task_return_boolean (task, TRUE);
}

/*< private >
 * lk_streaming_recall_async:
 * @self: the streaming half of an account
 * @cancellable: (nullable): cancels it
 * @callback: called in the main context of the caller; it is a #GTask of a boolean
 * @user_data: for @callback
 *
 * Learns what is remembered of the account, and the notes. The second time it does nothing.
 */
void
lk_streaming_recall_async (LkStreaming         *self,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, lk_streaming_recall_async);
  if (self->notes != NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  lk_state_read_streaming_async (lk_office_get_state (self->office), lk_account_get_id (self->account), cancellable,
                                 recalled_cb, g_steal_pointer (&task));
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkStreaming *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) infos = lk_keyring_list_finish (LK_KEYRING (source), result, &error);

  if (g_task_return_error_if_cancelled (task))
    return;

  if (infos != NULL)
    lk_streaming_take_stored (self, infos);
  lk_streaming_set_keyring_error (self, error);
  g_task_return_boolean (task, TRUE);
}

static void
restored_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GCancellable *cancellable = g_task_get_cancellable (task);
  LkStreaming *self = LK_STREAMING (source);
  g_autoptr (GHashTable) attributes = NULL;
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (self->read_at == NULL)
    {
      g_task_return_new_error (task, LK_WORK_ERROR, LK_WORK_ERROR_NEVER_READ,
                               _("No tenants are remembered: list them once with a connection"));
      return;
    }

  attributes = lk_pulsar_secrets_attributes (self->account, NULL, NULL, NULL);
  lk_keyring_list_async (lk_office_get_keyring (self->office), attributes, cancellable, stored_cb,
                         g_steal_pointer (&task));
}

/**
 * lk_streaming_restore_async:
 * @self: the streaming half of an account
 * @cancellable: (nullable): cancels it
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Reads what is remembered, and what is stored from the keyring, without the network. lk_streaming_load_async() does so
 * by itself.
 */
void
lk_streaming_restore_async (LkStreaming         *self,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (LK_IS_STREAMING (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_streaming_restore_async);
  lk_streaming_recall_async (self, cancellable, restored_cb, task);
}

/**
 * lk_streaming_restore_finish:
 * @self: the streaming half of an account
 * @result: what the callback was given
 * @error: return location for %LK_WORK_ERROR_NEVER_READ or a #LkStateError
 *
 * Returns: whether anything is remembered
 */
gboolean
lk_streaming_restore_finish (LkStreaming   *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_streaming_restore_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

typedef struct
{
  LkPulsarToken *token;
  char          *note; /* NULL: none */
} Noting;

static void
noting_free (gpointer data)
{
  Noting *noting = data;

  g_object_unref (noting->token);
  g_free (noting->note);
  g_free (noting);
}

static void
note_saved_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkStreaming *self = g_task_get_source_object (task);
  Noting *noting = g_task_get_task_data (task);
  g_autofree char *key = lk_streaming_make_key (noting->token);
  GError *error = NULL;

  if (!lk_state_save_pulsar_note_finish (LK_STATE (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  if (self->notes != NULL && noting->note != NULL)
    g_hash_table_replace (self->notes, g_strdup (key), g_strdup (noting->note));
  else if (self->notes != NULL)
    g_hash_table_remove (self->notes, key);
  g_object_set (noting->token, "note", noting->note, NULL);
  g_task_return_boolean (task, TRUE);
}

/**
 * lk_streaming_set_note_async:
 * @self: the streaming half of an account
 * @token: one of its tokens
 * @note: (nullable): what is noted of it; %NULL or empty: nothing
 * @cancellable: (nullable): cancels it
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Remembers a note. The service does not know it.
 */
void
lk_streaming_set_note_async (LkStreaming         *self,
                             LkPulsarToken       *token,
                             const char          *note,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Noting *noting;

  g_return_if_fail (LK_IS_STREAMING (self));
  g_return_if_fail (LK_IS_PULSAR_TOKEN (token));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_streaming_set_note_async);
  if (note != NULL && *note == '\0')
    note = NULL;
  if (lk_pulsar_token_get_id (token) == NULL)
    {
      g_task_return_new_error (task, LK_WORK_ERROR, LK_WORK_ERROR_INVALID,
                               _("This token has no id that a note could be kept under"));
      return;
    }

  noting = g_new0 (Noting, 1);
  noting->token = g_object_ref (token);
  noting->note = g_strdup (note);
  g_task_set_task_data (task, noting, noting_free);
  lk_state_save_pulsar_note_async (lk_office_get_state (self->office), lk_account_get_id (self->account),
                                   lk_pulsar_token_get_cluster_name (token), lk_pulsar_token_get_tenant_name (token),
                                   lk_pulsar_token_get_id (token), note, cancellable, note_saved_cb,
                                   g_steal_pointer (&task));
}

/**
 * lk_streaming_set_note_finish:
 * @self: the streaming half of an account
 * @result: what the callback was given
 * @error: return location for a #LkStateError or %LK_WORK_ERROR_INVALID
 *
 * Returns: whether the note is remembered
 */
gboolean
lk_streaming_set_note_finish (LkStreaming   *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_streaming_set_note_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
