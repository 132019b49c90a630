/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-token-test.h"

#include "lk-keyring-actions.h"
#include "lk-token-actions.h"
#include "lk-token-check.h"

#include <glib/gi18n-lib.h>

/* One wish to test a token. */
typedef struct
{
  GtkWidget    *widget; /* not owned: it cancels when it goes */
  LkInventory  *inventory;
  GCancellable *cancellable;
} Test;

static void
test_free (Test *self)
{
  g_clear_object (&self->inventory);
  g_clear_object (&self->cancellable);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Test, test_free)

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Test) test = user_data;
  g_autoptr (GError) error = NULL;

  if (lk_token_check_finish (result, &error))
    gtk_widget_activate_action (test->widget, "win.toast", "s", _("Token works"));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    lk_token_actions_show_failure (test->widget, _("The Token Did Not Work"), error);
}

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (Test) test = user_data;
  GCancellable *cancellable = test->cancellable;
  LkAccount *account = lk_inventory_get_account (test->inventory);
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) value = lk_inventory_unlock_and_look_up_finish (LK_INVENTORY (source), result, &error);

  if (value != NULL)
    {
      lk_token_check_async (account, value, FALSE, cancellable, checked_cb, g_steal_pointer (&test));
    }
  else if (error == NULL)
    {
      gtk_widget_activate_action (test->widget, "win.toast", "s", _("The secret is not stored here"));
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      lk_keyring_actions_show_error (test->widget, _("The Secret Could Not Be Read"), error);
    }
}

/**
 * lk_token_test:
 * @widget: a widget below one that has the action `win.toast`; it cancels @cancellable when it goes
 * @inventory: whose token it is
 * @token: a token
 * @cancellable: a cancellable
 *
 * Asks Astra whether it accepts the token, by one harmless call that is signed in with it, and says so.
 */
void
lk_token_test (GtkWidget    *widget,
               LkInventory  *inventory,
               LkAppToken   *token,
               GCancellable *cancellable)
{
  Test *test = g_new0 (Test, 1);

  test->widget = widget;
  test->inventory = g_object_ref (inventory);
  test->cancellable = g_object_ref (cancellable);
  lk_inventory_unlock_and_look_up_async (inventory, token, LK_SECRET_FIELD_TOKEN, cancellable, looked_up_cb, test);
}
