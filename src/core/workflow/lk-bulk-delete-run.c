/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-bulk-delete.h"

#include "lk-bulk-delete-private.h"
#include "lk-text.h"

#include <glib/gi18n-lib.h>

/* None of those that still wait gets a request. */
static void
leave_rest (LkBulkDelete *self,
            const GError *error)
{
  g_autoptr (GError) reason = NULL;
  gboolean any = FALSE;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      reason = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Not tried: stopped before its turn"));
    }
  else
    {
      reason = g_error_copy (error);
      /* Translators: %s is a sentence that says why */
      lk_text_reword (reason, _("Not tried: %s"), reason->message);
    }

  for (guint i = 0; i < self->deletions->len; i++)
    {
      LkDeletion *deletion = self->deletions->pdata[i];

      if (lk_deletion_get_state (deletion) != LK_DELETION_WAITING)
        continue;

      lk_deletion_leave (deletion, reason);
      any = TRUE;
    }

  if (any && self->error == NULL)
    self->error = g_error_copy (error);
}

/* Whether every other request would end the same way: the one that had it says enough. */
static gboolean
hits_all (const GError *error)
{
  static const LkAstraError codes[] = {
    LK_ASTRA_ERROR_BAD_ADDRESS,  LK_ASTRA_ERROR_BAD_TOKEN,    LK_ASTRA_ERROR_UNREACHABLE, LK_ASTRA_ERROR_TIMED_OUT,
    LK_ASTRA_ERROR_INSECURE,     LK_ASTRA_ERROR_UNAUTHORIZED, LK_ASTRA_ERROR_RATE_LIMITED, LK_ASTRA_ERROR_NOT_ASTRA,
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, LK_ASTRA_ERROR, (int) codes[i]))
      return TRUE;

  return FALSE;
}

static void
set_phase (LkBulkDelete      *self,
           LkBulkDeletePhase  phase)
{
  self->phase = phase;
  self->next = 0;
  lk_bulk_delete_changed (self);
}

static gboolean
any_sent (LkBulkDelete *self)
{
  for (guint i = 0; i < self->deletions->len; i++)
    if (lk_deletion_get_state (self->deletions->pdata[i]) == LK_DELETION_SENT)
      return TRUE;

  return FALSE;
}

/* Running, last step first. */

static void
end (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  LkBulkDelete *self = g_task_get_source_object (task);

  g_clear_object (&self->client);
  set_phase (self, LK_BULK_DELETE_DONE);
  if (self->error != NULL)
    g_task_return_error (task, g_error_copy (self->error));
  else
    g_task_return_boolean (task, TRUE);
}

static void settle_next (GTask *owned_task);

static void
settled_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  LkBulkDelete *self = g_task_get_source_object (G_TASK (user_data));

  lk_deletion_settle_finish (LK_DELETION (source), result);
  lk_bulk_delete_changed (self);
  settle_next (G_TASK (user_data));
}

static void
settle_next (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  LkBulkDelete *self = g_task_get_source_object (task);
  const GError *list_error = g_task_get_task_data (task);

  while (self->next < self->deletions->len)
    {
      LkDeletion *deletion = self->deletions->pdata[self->next];

      self->next++;
      if (lk_deletion_get_state (deletion) != LK_DELETION_SENT)
        continue;

      lk_deletion_settle_async (deletion, list_error, settled_cb, g_steal_pointer (&task));
      return;
    }

  end (g_steal_pointer (&task));
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (!lk_deletion_list_finish (LK_INVENTORY (source), result, &error))
    g_task_set_task_data (task, error, (GDestroyNotify) g_error_free);
  settle_next (g_steal_pointer (&task));
}

static void
check (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  LkBulkDelete *self = g_task_get_source_object (task);

  if (!any_sent (self))
    {
      end (g_steal_pointer (&task));
      return;
    }

  set_phase (self, LK_BULK_DELETE_CHECKING);
  lk_deletion_list_async (self->inventory, self->client, listed_cb, g_steal_pointer (&task));
}

static void send_next (GTask *owned_task);

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  LkBulkDelete *self = g_task_get_source_object (G_TASK (user_data));
  LkDeletion *deletion = LK_DELETION (source);

  lk_deletion_send_finish (deletion, result);
  if (lk_deletion_get_state (deletion) != LK_DELETION_UNTOUCHED)
    self->n_sent++;
  if (hits_all (lk_deletion_get_error (deletion)))
    leave_rest (self, lk_deletion_get_error (deletion));
  lk_bulk_delete_changed (self);
  send_next (G_TASK (user_data));
}

static void
send_next (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  LkBulkDelete *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  while (self->next < self->deletions->len)
    {
      LkDeletion *deletion = self->deletions->pdata[self->next];

      if (lk_deletion_get_state (deletion) == LK_DELETION_WAITING && !g_cancellable_is_cancelled (self->stopped))
        {
          self->next++;
          lk_deletion_send_async (deletion, self->client, sent_cb, g_steal_pointer (&task));
          return;
        }
      if (lk_deletion_get_state (deletion) == LK_DELETION_WAITING)
        {
          g_cancellable_set_error_if_cancelled (self->stopped, &error);
          leave_rest (self, error);
          break;
        }
      self->next++;
    }

  check (g_steal_pointer (&task));
}

static void
client_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkBulkDelete *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  self->client = lk_office_get_client_finish (LK_OFFICE (source), result, &error);
  if (self->client == NULL)
    {
      leave_rest (self, error);
      end (g_steal_pointer (&task));
      return;
    }

  send_next (g_steal_pointer (&task));
}

static void
prepared_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkBulkDelete *self = LK_BULK_DELETE (source);
  LkInventory *inventory = self->inventory;
  g_autoptr (GError) error = NULL;

  /* Without the journal nobody knows which tokens are not to be touched. */
  if (!lk_bulk_delete_prepare_finish (self, result, &error))
    {
      leave_rest (self, error);
      end (g_steal_pointer (&task));
      return;
    }

  lk_office_get_client_async (lk_inventory_get_office (inventory), lk_inventory_get_account (inventory), self->stopped,
                              client_cb, g_steal_pointer (&task));
}

/**
 * lk_bulk_delete_run_async:
 * @self: a deletion of which nothing is done yet
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Deletes the tokens. One that cannot be deleted does not keep the others from it, unless each of them would fare the
 * same: where the account is not signed in, there is no connection, or the service asks to wait. Then nothing further is
 * sent, and nothing is sent twice.
 */
void
lk_bulk_delete_run_async (LkBulkDelete        *self,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (LK_IS_BULK_DELETE (self));
  g_return_if_fail (self->phase == LK_BULK_DELETE_READY);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, lk_bulk_delete_run_async);
  set_phase (self, LK_BULK_DELETE_SENDING);
  lk_bulk_delete_prepare_async (self, self->stopped, prepared_cb, g_steal_pointer (&task));
}

/**
 * lk_bulk_delete_run_finish:
 * @self: a deletion
 * @result: what the callback was given
 * @error: return location for why not, as lk_bulk_delete_get_error() has it
 *
 * Returns: whether every token had its turn, whatever became of it
 */
gboolean
lk_bulk_delete_run_finish (LkBulkDelete  *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_bulk_delete_run_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * lk_bulk_delete_stop:
 * @self: a deletion
 *
 * Has no further request sent. The one that is on its way is waited for, and what was sent is judged.
 */
void
lk_bulk_delete_stop (LkBulkDelete *self)
{
  g_return_if_fail (LK_IS_BULK_DELETE (self));

  g_cancellable_cancel (self->stopped);
}
