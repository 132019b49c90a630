/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-work-close.h"

typedef struct
{
  LkOffice *office;
  LkIntent *intent;
  LkEscrow *escrow; /* NULL: there is none */
  gboolean  stored;
} Closing;

static void
closing_free (gpointer data)
{
  Closing *closing = data;

  g_clear_object (&closing->office);
  g_clear_object (&closing->intent);
  g_clear_object (&closing->escrow);
  g_free (closing);
}

/* The steps, last first: each is the callback of the one below it. */

static void
row_removed_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (lk_state_remove_intent_finish (LK_STATE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
remove_row (GTask *task)
{
  Closing *closing = g_task_get_task_data (task);

  lk_state_remove_intent_async (lk_office_get_state (closing->office), lk_intent_get_id (closing->intent), NULL,
                                row_removed_cb, task);
}

static void
released_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Closing *closing = g_task_get_task_data (task);
  GError *error = NULL;

  /* The row is what remembers the slot: it stays while the slot does. */
  if (!lk_keyring_release_finish (LK_KEYRING (source), result, &error))
    g_task_return_error (task, error);
  else if (closing->stored)
    g_task_return_boolean (task, TRUE);
  else
    remove_row (g_steal_pointer (&task));
}

/* A Pulsar token has no slot, for it can be fetched again; and may be made where there is no keyring. */
static void
release (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  Closing *closing = g_task_get_task_data (task);

  if (!lk_intent_is_pulsar (closing->intent))
    lk_keyring_release_async (lk_office_get_keyring (closing->office), lk_intent_get_id (closing->intent), NULL,
                              released_cb, g_steal_pointer (&task));
  else if (closing->stored)
    g_task_return_boolean (task, TRUE);
  else
    remove_row (g_steal_pointer (&task));
}

static void
discarded_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (lk_escrow_discard_finish (LK_ESCROW (source), result, &error))
    release (g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

static void
discard (GTask *task)
{
  Closing *closing = g_task_get_task_data (task);

  if (closing->escrow != NULL)
    lk_escrow_discard_async (closing->escrow, discarded_cb, task);
  else
    release (task);
}

static void
row_saved_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (lk_state_save_intent_finish (LK_STATE (source), result, &error))
    discard (g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

/**
 * lk_work_close_async:
 * @office: the office
 * @intent: work that is done, or came to nothing
 * @escrow: (nullable): what was kept of its answer
 * @stored: whether it has left secrets in the keyring
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Clears up behind a piece of work, so that it can end at any step and be closed again: escrow, slot in the keyring, and
 * row, in the order in which one remembers the other. With @stored the row stays, as %LK_INTENT_STORED, and the keyring
 * is looked at once more at the next start: a store is not on the disk when the daemon answers (measured with
 * gnome-keyring 42.1). It cannot be cancelled.
 */
void
lk_work_close_async (LkOffice            *office,
                     LkIntent            *intent,
                     LkEscrow            *escrow,
                     gboolean             stored,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  Closing *closing = g_new0 (Closing, 1);

  closing->office = g_object_ref (office);
  closing->intent = g_object_ref (intent);
  g_set_object (&closing->escrow, escrow);
  closing->stored = stored;
  g_task_set_source_tag (task, lk_work_close_async);
  g_task_set_task_data (task, closing, closing_free);

  if (stored)
    {
      lk_intent_set_state (intent, LK_INTENT_STORED);
      lk_state_save_intent_async (lk_office_get_state (office), intent, NULL, row_saved_cb, g_steal_pointer (&task));
    }
  else
    {
      discard (g_steal_pointer (&task));
    }
}

/**
 * lk_work_close_finish:
 * @result: what the callback was given
 * @error: return location for a #LkStateError, #LkEscrowError or #LkKeyringError
 *
 * Returns: whether nothing is left of the work; else it is closed again at the next start
 */
gboolean
lk_work_close_finish (GAsyncResult  *result,
                      GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_work_close_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
