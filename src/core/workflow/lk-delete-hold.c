/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-delete-hold.h"

#include "lk-state-delete-orders.h"
#include "lk-text.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

#define KIND "delete"

/**
 * lk_delete_hold_lock:
 * @office: the office
 * @order: an order
 * @error: return location for %LK_WORK_ERROR_UNFINISHED
 *
 * Returns: (transfer full): what keeps others from the token, or %NULL with @error set: they are at it
 */
LkWorkLock *
lk_delete_hold_lock (LkOffice       *office,
                     LkDeleteOrder  *order,
                     GError        **error)
{
  LkWorkLock *lock = lk_work_lock_take (lk_office_get_state (office), KIND, lk_delete_order_get_id (order));

  if (lock == NULL)
    g_set_error_literal (error, LK_WORK_ERROR, LK_WORK_ERROR_UNFINISHED,
                         _("This token is being deleted already: look again in a moment"));

  return lock;
}

static void
added_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autoptr (LkWorkLock) lock = g_task_get_task_data (task);
  GError *error = NULL;

  g_task_set_task_data (task, NULL, NULL);
  if (lk_state_add_delete_order_finish (LK_STATE (source), result, &error))
    g_task_return_pointer (task, g_steal_pointer (&lock), (GDestroyNotify) lk_work_lock_give_back);
  else
    g_task_return_error (task, error);
}

/**
 * lk_delete_hold_async:
 * @office: the office
 * @order: what somebody said yes to
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Keeps others from the token, and writes down that it shall go.
 */
void
lk_delete_hold_async (LkOffice            *office,
                      LkDeleteOrder       *order,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;
  LkWorkLock *lock;

  g_return_if_fail (LK_IS_OFFICE (office));
  g_return_if_fail (LK_IS_DELETE_ORDER (order));

  task = g_task_new (office, NULL, callback, user_data);
  g_task_set_source_tag (task, lk_delete_hold_async);
  lock = lk_delete_hold_lock (office, order, &error);
  if (lock == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  g_task_set_task_data (task, lock, NULL);
  lk_state_add_delete_order_async (lk_office_get_state (office), order, NULL, added_cb, g_steal_pointer (&task));
}

/**
 * lk_delete_hold_finish:
 * @office: the office
 * @result: what the callback was given
 * @error: return location for %LK_WORK_ERROR_UNFINISHED or a #LkStateError
 *
 * Returns: (transfer full): what keeps others from the token, or %NULL with @error set
 */
LkWorkLock *
lk_delete_hold_finish (LkOffice      *office,
                       GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, office), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_delete_hold_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * lk_delete_hold_object:
 * @token: a token that somebody wants to go
 *
 * Returns: (transfer full) (nullable): why it has to stay: it is the new one of a rotation, and the name that scripts know
 *   would go with it
 */
GError *
lk_delete_hold_object (LkListedToken *token)
{
  if (lk_listed_token_get_rotation (token) != LK_TOKEN_NEWER)
    return NULL;

  return g_error_new_literal (LK_WORK_ERROR, LK_WORK_ERROR_UNFINISHED,
                              _("This token is taking the place of another: finish or cancel that rotation"));
}

static gboolean
is_refusal (const GError *error)
{
  return g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_UNAUTHORIZED)
         || g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_FORBIDDEN)
         || g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_REJECTED);
}

/**
 * lk_delete_hold_tell_listed:
 * @doubt: (nullable) (transfer full): what the request ended with; %NULL: the service said that the token is deleted
 * @over: (out): whether nothing is left to do
 *
 * Tells why a token that was to go is listed still.
 *
 * Returns: (transfer full): an error for people
 */
GError *
lk_delete_hold_tell_listed (GError   *doubt,
                            gboolean *over)
{
  *over = is_refusal (doubt);
  if (doubt == NULL)
    return g_error_new_literal (LK_WORK_ERROR, LK_WORK_ERROR_STILL_LISTED,
                                _("Astra said that the token is deleted, but still lists it: each refresh tries again"));
  if (!*over)
    /* Translators: %s is a sentence that says why */
    lk_text_reword (doubt, _("The token is not deleted yet (%s): each refresh tries again"), doubt->message);

  return doubt;
}

/**
 * lk_delete_hold_tell_again:
 * @error: what a later try ended with, as told by the other two
 *
 * Adds to a refusal what becomes of the token, and what can be done: nobody was told what that try was answered, so the order
 * stays in the journal.
 */
void
lk_delete_hold_tell_again (GError *error)
{
  if (is_refusal (error))
    /* Translators: %s is a sentence that says why */
    lk_text_reword (error, _("Astra refuses to delete the token (%s): each refresh tries again, unless you keep the token"),
                    error->message);
}

/**
 * lk_delete_hold_tell_unseen:
 * @doubt: (nullable) (transfer full): as for lk_delete_hold_tell_listed()
 * @list_error: why the list could not be read
 * @over: (out): whether nothing is left to do
 *
 * Tells why it is not known whether a token is gone. Where the service said no and then does not give its list either, as to
 * an account that it no longer accepts, the no is believed.
 *
 * Returns: (transfer full): an error for people
 */
GError *
lk_delete_hold_tell_unseen (GError       *doubt,
                            const GError *list_error,
                            gboolean     *over)
{
  GError *error = doubt != NULL ? doubt : g_error_copy (list_error);

  *over = is_refusal (doubt);
  if (*over)
    return error;

  lk_text_reword (error,
                  /* Translators: %s is a sentence that says why */
                  doubt != NULL ? _("Whether the token is deleted is not known yet (%s): each refresh goes on with it")
                                /* Translators: %s is a sentence that says why */
                                : _("Astra deleted the token, but the list could not be read yet (%s): each refresh goes on "
                                    "with it"),
                  error->message);

  return error;
}

/* One that could not be forgotten is found to be done with the next time. */
static void
removed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autoptr (GError) error = NULL;

  if (!lk_state_remove_delete_order_finish (LK_STATE (source), result, &error))
    g_debug ("What is done could not be taken out of the journal: %s", error->message);
  g_task_return_boolean (task, TRUE);
}

/**
 * lk_delete_hold_end_async:
 * @office: the office
 * @order: an order that is carried out, or that nothing came of
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Forgets it. Who has the lock gives it back afterwards.
 */
void
lk_delete_hold_end_async (LkOffice            *office,
                          LkDeleteOrder       *order,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (LK_IS_OFFICE (office));
  g_return_if_fail (LK_IS_DELETE_ORDER (order));

  task = g_task_new (office, NULL, callback, user_data);
  g_task_set_source_tag (task, lk_delete_hold_end_async);
  lk_state_remove_delete_order_async (lk_office_get_state (office), lk_delete_order_get_id (order), NULL, removed_cb,
                                      g_steal_pointer (&task));
}

/**
 * lk_delete_hold_end_finish:
 * @office: the office
 * @result: what the callback was given
 *
 * Ends it.
 */
void
lk_delete_hold_end_finish (LkOffice     *office,
                           GAsyncResult *result)
{
  g_return_if_fail (g_task_is_valid (result, office));
  g_return_if_fail (g_async_result_is_tagged (result, lk_delete_hold_end_async));

  g_task_propagate_boolean (G_TASK (result), NULL);
}
