/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-issue-private.h"

#include "lk-inventory-private.h"
#include "lk-token-choice.h"
#include "lk-token-secrets.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

/* From a complete answer to secrets in the keyring. */

static void
list_new_token (LkIssue *self)
{
  g_autoptr (GDateTime) generated_on = NULL;

  if (self->answer->generated_on != NULL)
    generated_on = g_date_time_new_from_iso8601 (self->answer->generated_on, NULL);
  if (generated_on == NULL)
    generated_on = g_date_time_new_now_utc ();

  self->app_token = g_object_new (LK_TYPE_APP_TOKEN,
                                  "client-id", self->answer->client_id,
                                  "role-ids", self->role_ids,
                                  "generated-on", generated_on,
                                  "description", self->description,
                                  "token-expiry", self->token_expiry,
                                  "stored", TRUE,
                                  "script-name", self->script_name,
                                  NULL);
  lk_inventory_add_token (self->inventory, self->app_token);
}

static void
not_stored (GTask  *owned_task,
            GError *error)
{
  g_autoptr (GTask) task = owned_task;
  LkIssue *self = g_task_get_source_object (task);

  g_clear_error (&self->failure);
  self->failure = g_error_new (LK_WORK_ERROR, LK_WORK_ERROR_NOT_STORED,
                               /* Translators: %s is the reason, a sentence */
                               _("Astra created the token, but its secret could not be stored: %s"), error->message);
  lk_issue_leave_open (g_steal_pointer (&task), LK_INTENT_ANSWERED);
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkIssue *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  if (!lk_token_secrets_store_finish (LK_KEYRING (source), result, &error))
    {
      not_stored (g_steal_pointer (&task), error);
      return;
    }

  g_clear_error (&self->failure);
  self->stored = TRUE;
  list_new_token (self);
  lk_issue_set_step (self, LK_ISSUE_COMMITTING);
  lk_issue_close_work (g_steal_pointer (&task));
}

static void
chosen_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkIssue *self = g_task_get_source_object (task);

  lk_token_choice_finish (LK_OFFICE (source), result);
  lk_token_secrets_store_async (lk_issue_get_keyring (self), lk_inventory_get_account (self->inventory), self->answer,
                                self->description, self->script_name, stored_cb, g_steal_pointer (&task));
}

/*< private >
 * lk_issue_store:
 * @task: (transfer full): the task of a wish whose answer is complete
 *
 * Stores both secrets, each read back and compared, and closes the work; or leaves it open and the secrets where they
 * are.
 */
void
lk_issue_store (GTask *task)
{
  LkIssue *self = g_task_get_source_object (task);

  lk_issue_set_step (self, LK_ISSUE_STORING);
  g_object_set (self->intent, "client-id", self->answer->client_id, NULL);
  /* Where the memory alone has the secret, nothing comes before the keyring. */
  if (!lk_issue_is_in_escrow (self))
    lk_create_answer_drop_derived (self->answer);
  lk_token_choice_async (lk_inventory_get_office (self->inventory), lk_inventory_get_account (self->inventory),
                         self->answer, chosen_cb, task);
}

/**
 * lk_issue_store_again_async:
 * @self: a wish that ended with %LK_WORK_ERROR_NOT_STORED
 * @cancellable: (nullable): ignored once storing has begun
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Tries again to store the secrets that arrived.
 */
void
lk_issue_store_again_async (LkIssue             *self,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (LK_IS_ISSUE (self));
  g_return_if_fail (self->answer != NULL && self->answer->verdict == LK_CREATE_COMPLETE && !self->stored);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_issue_store_again_async);
  g_task_set_check_cancellable (task, FALSE);
  lk_issue_store (g_steal_pointer (&task));
}

/**
 * lk_issue_store_again_finish:
 * @self: a wish
 * @result: what the callback was given
 * @error: return location for %LK_WORK_ERROR_NOT_STORED
 *
 * Returns: whether the secrets are stored now
 */
gboolean
lk_issue_store_again_finish (LkIssue       *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_issue_store_again_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
