/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-office-private.h"

/* Writing down what was done, and forgetting it. */

static void
added_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autoptr (GError) error = NULL;

  if (lk_state_add_activity_finish (LK_STATE (source), result, &error))
    lk_office_emit_recorded (g_task_get_source_object (task));
  else
    g_debug ("What was done could not be written down: %s", error->message);
  g_task_return_boolean (task, TRUE);
}

/**
 * lk_office_record_async:
 * @self: an office
 * @account: which account, or whose token, it is about
 * @operation: %LK_ACTIVITY_CREATE or another of them
 * @client_id: (nullable): the token
 * @description: (nullable): what the token says of itself
 * @outcome: %LK_ACTIVITY_DONE or another of them
 * @callback: (nullable): called in the main context of the caller
 * @user_data: for @callback
 *
 * Writes down what was done, now. It never fails: what was done is done, with or without a record. Writes keep their
 * order, so who waits for a later one of the same state need not wait for this. #LkOffice::recorded follows.
 */
void
lk_office_record_async (LkOffice            *self,
                        LkAccount           *account,
                        const char          *operation,
                        const char          *client_id,
                        const char          *description,
                        const char          *outcome,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (LkActivity) activity = NULL;

  g_return_if_fail (LK_IS_OFFICE (self));
  g_return_if_fail (LK_IS_ACCOUNT (account));
  g_return_if_fail (operation != NULL && outcome != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, lk_office_record_async);
  activity = lk_activity_new (now, lk_account_get_id (account), lk_account_get_title (account), operation, client_id,
                              description, outcome);
  lk_state_add_activity_async (lk_office_get_state (self), activity, NULL, added_cb, g_steal_pointer (&task));
}

/**
 * lk_office_record_finish:
 * @self: an office
 * @result: what the callback was given
 *
 * Ends it.
 */
void
lk_office_record_finish (LkOffice     *self,
                         GAsyncResult *result)
{
  g_return_if_fail (g_task_is_valid (result, self));
  g_return_if_fail (g_async_result_is_tagged (result, lk_office_record_async));

  g_task_propagate_boolean (G_TASK (result), NULL);
}

static void
forgotten_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (!lk_state_forget_activities_finish (LK_STATE (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  lk_office_emit_recorded (g_task_get_source_object (task));
  g_task_return_boolean (task, TRUE);
}

/**
 * lk_office_forget_activity_async:
 * @self: an office
 * @days: what was done longer ago is forgotten; 0 forgets all
 * @cancellable: (nullable): cancels it before its turn
 * @callback: (nullable): called in the main context of the caller
 * @user_data: for @callback
 *
 * Forgets what was done, and records nothing of that.
 */
void
lk_office_forget_activity_async (LkOffice            *self,
                                 guint                days,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) before = days > 0 ? g_date_time_add_days (now, -(int) days) : NULL;

  g_return_if_fail (LK_IS_OFFICE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_office_forget_activity_async);
  lk_state_forget_activities_async (lk_office_get_state (self), before, cancellable, forgotten_cb,
                                    g_steal_pointer (&task));
}

/**
 * lk_office_forget_activity_finish:
 * @self: an office
 * @result: what the callback was given
 * @error: return location for %LK_STATE_ERROR_WRITE or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether it is forgotten
 */
gboolean
lk_office_forget_activity_finish (LkOffice      *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_office_forget_activity_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
