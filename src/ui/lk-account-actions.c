/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-account-actions.h"

#include "lk-account-removal.h"
#include "lk-add-account-dialog.h"
#include "lk-rename-account-dialog.h"

#include <glib/gi18n-lib.h>

#define PORTAL_URL "https://astra.datastax.com/settings/tokens"

/* What can be done with an account: actions with its id as target, so that whoever offers them need not know the list. */

static LkInventory *
find_target (LkAccountsList *list,
             GVariant       *parameter)
{
  return lk_accounts_list_find (list, g_variant_get_string (parameter, NULL));
}

static LkAccount *
get_account (LkInventory *inventory)
{
  return lk_inventory_get_account (inventory);
}

static void
rename_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  LkAccountsList *list = user_data;
  LkInventory *target = find_target (list, parameter);

  if (target != NULL)
    lk_rename_account_dialog_ask (GTK_WIDGET (list), lk_inventory_get_office (target), get_account (target));
}

static void
signed_in_cb (LkAccountsList *list,
              LkAccount      *account)
{
  lk_accounts_list_show (list, lk_account_get_id (account));
  gtk_widget_activate_action (GTK_WIDGET (list), "win.toast", "s", _("Sign-in changed"));
}

static void
change_sign_in_action (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       user_data)
{
  LkAccountsList *list = user_data;
  LkInventory *target = find_target (list, parameter);
  LkDialog *dialog;

  if (target == NULL)
    return;

  dialog = lk_add_account_dialog_new_for (lk_inventory_get_office (target), get_account (target));
  g_signal_connect_object (dialog, "account-added", G_CALLBACK (signed_in_cb), list, G_CONNECT_SWAPPED);
  lk_dialog_present (dialog, GTK_WIDGET (list));
}

static void
refresh_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  LkAccountsList *list = user_data;

  if (lk_accounts_list_show (list, g_variant_get_string (parameter, NULL)))
    gtk_widget_activate_action (GTK_WIDGET (list), "win.refresh", NULL);
}

static void
open_portal_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  LkInventory *target = find_target (user_data, parameter);

  if (target != NULL && lk_account_actions_has_portal (get_account (target)))
    g_app_info_launch_default_for_uri_async (PORTAL_URL, NULL, NULL, NULL, NULL);
}

static void
remove_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  LkInventory *target = find_target (user_data, parameter);

  if (target != NULL)
    lk_account_removal_begin (user_data, lk_inventory_get_office (target), get_account (target));
}

static void
next_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  lk_accounts_list_step (user_data, 1);
}

static void
previous_action (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  lk_accounts_list_step (user_data, -1);
}

static void
show_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  lk_accounts_list_show_nth (user_data, g_variant_get_uint32 (parameter));
}

/**
 * lk_account_actions_install:
 * @window: a window
 * @list: its list of accounts, which goes when @window does
 *
 * Gives @window the actions of its accounts: `account.rename`, `account.change-sign-in`, `account.refresh`,
 * `account.open-portal` and `account.remove`, each with the id of an account as target; `account.next`,
 * `account.previous`, and `account.show` with a position.
 */
void
lk_account_actions_install (GtkWidget      *window,
                            LkAccountsList *list)
{
  static const GActionEntry entries[] = {
    { .name = "rename", .activate = rename_action, .parameter_type = "s" },
    { .name = "change-sign-in", .activate = change_sign_in_action, .parameter_type = "s" },
    { .name = "refresh", .activate = refresh_action, .parameter_type = "s" },
    { .name = "open-portal", .activate = open_portal_action, .parameter_type = "s" },
    { .name = "remove", .activate = remove_action, .parameter_type = "s" },
    { .name = "next", .activate = next_action },
    { .name = "previous", .activate = previous_action },
    { .name = "show", .activate = show_action, .parameter_type = "u" },
  };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  g_return_if_fail (GTK_IS_WIDGET (window));
  g_return_if_fail (LK_IS_ACCOUNTS_LIST (list));

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), list);
  gtk_widget_insert_action_group (window, "account", G_ACTION_GROUP (group));
}

/**
 * lk_account_actions_has_portal:
 * @account: an account
 *
 * Returns: whether the organization can be seen in the Astra Portal, which is there for the production service alone
 */
gboolean
lk_account_actions_has_portal (LkAccount *account)
{
  const char *environment;

  g_return_val_if_fail (LK_IS_ACCOUNT (account), FALSE);

  environment = lk_account_get_environment (account);

  return g_strcmp0 (environment, "prod") == 0
         && g_strcmp0 (lk_account_get_api_url (account), lk_astra_api_url_for_environment (environment)) == 0;
}
