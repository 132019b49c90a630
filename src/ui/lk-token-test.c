/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-token-test.h"

#include "lk-keyring-actions.h"
#include "lk-token-actions.h"
#include "lk-token-check.h"

#include <glib/gi18n-lib.h>

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (lk_token_check_finish (result, &error))
    g_task_return_int (task, LK_TOKEN_TEST_WORKS);
  else
    g_task_return_error (task, error);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkAccount *account = lk_inventory_get_account (LK_INVENTORY (source));
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) value = lk_inventory_unlock_and_look_up_finish (LK_INVENTORY (source), result, &error);

  if (value != NULL)
    lk_token_check_async (lk_inventory_get_office (LK_INVENTORY (source)), account, value, FALSE, cancellable, checked_cb,
                          g_steal_pointer (&task));
  else if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_int (task, LK_TOKEN_TEST_NOT_STORED);
}

/**
 * lk_token_test_async:
 * @inventory: whose token it is
 * @token: a token
 * @cancellable: (nullable): cancels it
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Asks Astra whether it accepts the token, by one harmless call that is signed in with it. A locked keyring is unlocked
 * for it.
 */
void
lk_token_test_async (LkInventory         *inventory,
                     LkAppToken          *token,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (LK_IS_INVENTORY (inventory));
  g_return_if_fail (LK_IS_APP_TOKEN (token));

  task = g_task_new (inventory, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_token_test_async);
  lk_inventory_unlock_and_look_up_async (inventory, token, LK_SECRET_FIELD_TOKEN, cancellable, read_cb, task);
}

/**
 * lk_token_test_finish:
 * @inventory: whose token it is
 * @result: what the callback was given
 * @error: return location for a #LkKeyringError, or what lk_token_check_finish() fails with
 *
 * Returns: what came of it; %LK_TOKEN_TEST_FAILED with @error set
 */
LkTokenTestOutcome
lk_token_test_finish (LkInventory   *inventory,
                      GAsyncResult  *result,
                      GError       **error)
{
  gssize outcome;

  g_return_val_if_fail (g_task_is_valid (result, inventory), LK_TOKEN_TEST_FAILED);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_token_test_async), LK_TOKEN_TEST_FAILED);

  outcome = g_task_propagate_int (G_TASK (result), error);

  return outcome >= 0 ? (LkTokenTestOutcome) outcome : LK_TOKEN_TEST_FAILED;
}

static void
tested_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GtkWidget *widget = user_data;
  g_autoptr (GError) error = NULL;
  LkTokenTestOutcome outcome = lk_token_test_finish (LK_INVENTORY (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (outcome == LK_TOKEN_TEST_WORKS)
    gtk_widget_activate_action (widget, "win.toast", "s", _("Token works"));
  else if (outcome == LK_TOKEN_TEST_NOT_STORED)
    gtk_widget_activate_action (widget, "win.toast", "s", _("The secret is not stored here"));
  else if (error->domain == LK_KEYRING_ERROR)
    lk_keyring_actions_show_error (widget, _("The Secret Could Not Be Read"), error);
  else
    lk_token_actions_show_failure (widget, _("The Token Did Not Work"), error);
}

/**
 * lk_token_test:
 * @widget: a widget below one that has the action `win.toast`; it cancels @cancellable when it goes
 * @inventory: whose token it is
 * @token: a token
 * @cancellable: a cancellable
 *
 * Does the same, and says in a toast or a message what came of it.
 */
void
lk_token_test (GtkWidget    *widget,
               LkInventory  *inventory,
               LkAppToken   *token,
               GCancellable *cancellable)
{
  lk_token_test_async (inventory, token, cancellable, tested_cb, widget);
}
