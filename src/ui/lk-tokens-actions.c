/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-tokens-actions.h"

#include "lk-deletion-review.h"
#include "lk-note-dialog.h"
#include "lk-rotate-dialog.h"
#include "lk-script-name-dialog.h"
#include "lk-save-dialog.h"
#include "lk-token-actions.h"
#include "lk-token-test.h"
#include "lk-tokens-page.h"
#include "lk-window.h"

#include <glib/gi18n-lib.h>

/* What is done with one token. */

static LkAppToken *
find_target (LkInventory *inventory,
             GVariant    *parameter)
{
  return inventory != NULL ? lk_inventory_find (inventory, g_variant_get_string (parameter, NULL)) : NULL;
}

static void
copy_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  LkInventory *inventory = lk_tokens_page_get_inventory (LK_TOKENS_PAGE (widget));
  LkAppToken *token = find_target (inventory, parameter);

  if (token != NULL)
    lk_token_actions_copy (widget, inventory, token, action_name,
                           lk_tokens_page_get_cancellable (LK_TOKENS_PAGE (widget)));
}

static void
edit_note_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  LkInventory *inventory = lk_tokens_page_get_inventory (LK_TOKENS_PAGE (widget));
  LkAppToken *token = find_target (inventory, parameter);

  if (token != NULL)
    lk_note_dialog_edit (widget, inventory, token);
}

static void
edit_script_name_action (GtkWidget  *widget,
                         const char *action_name,
                         GVariant   *parameter)
{
  LkInventory *inventory = lk_tokens_page_get_inventory (LK_TOKENS_PAGE (widget));
  LkAppToken *token = find_target (inventory, parameter);

  if (token != NULL)
    lk_script_name_dialog_edit (widget, inventory, token);
}

static void
save_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  LkInventory *inventory = lk_tokens_page_get_inventory (LK_TOKENS_PAGE (widget));
  LkAppToken *token = find_target (inventory, parameter);
  GtkWidget *toasts = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);

  if (token != NULL && toasts != NULL)
    lk_save_dialog_ask (widget, ADW_TOAST_OVERLAY (toasts), inventory, token, NULL, NULL);
}

static void
rotate_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  LkInventory *inventory = lk_tokens_page_get_inventory (LK_TOKENS_PAGE (widget));
  LkAppToken *token = find_target (inventory, parameter);

  if (token != NULL)
    lk_rotate_dialog_ask (widget, lk_window_get_inventories (LK_WINDOW (gtk_widget_get_root (widget))),
                          lk_inventory_get_account (inventory), token);
}

static void
review_deletion_action (GtkWidget  *widget,
                        const char *action_name,
                        GVariant   *parameter)
{
  LkInventory *inventory = lk_tokens_page_get_inventory (LK_TOKENS_PAGE (widget));
  LkAppToken *token = find_target (inventory, parameter);

  if (token != NULL)
    lk_deletion_review_ask (widget, lk_window_get_inventories (LK_WINDOW (gtk_widget_get_root (widget))),
                            lk_inventory_get_account (inventory), LK_LISTED_TOKEN (token));
}

static void
deleted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (LkTokensPage) page = LK_TOKENS_PAGE (user_data);
  GtkWidget *widget = user_data;
  g_autoptr (GError) error = NULL;

  lk_inventory_delete_finish (LK_INVENTORY (source), result, &error);
  lk_tokens_page_end_work (page);
  if (gtk_widget_get_root (widget) == NULL)
    return;

  if (error == NULL)
    gtk_widget_activate_action (widget, "win.toast", "s", _("Token deleted"));
  else
    lk_token_actions_show_failure (widget, _("The Token Could Not Be Deleted"), error);
}

static void
delete_confirmed_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (LkAppToken) token = user_data;
  LkTokensPage *page = LK_TOKENS_PAGE (source); /* the task behind the question holds it */
  LkInventory *inventory = lk_tokens_page_get_inventory (page);

  if (!lk_token_actions_confirm_delete_finish (GTK_WIDGET (source), result, NULL))
    return;

  if (inventory == NULL || lk_inventory_find (inventory, lk_app_token_get_client_id (token)) != token)
    return;

  lk_tokens_page_begin_work (page);
  /* Holds the page on purpose: the outcome must be told. */
  lk_inventory_delete_async (inventory, token, NULL, deleted_cb, g_object_ref (page));
}

static void
delete_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  LkTokensPage *page = LK_TOKENS_PAGE (widget);
  LkInventory *inventory = lk_tokens_page_get_inventory (page);
  LkAppToken *token = find_target (inventory, parameter);

  if (token != NULL)
    lk_token_actions_confirm_delete_async (widget, inventory, token, lk_tokens_page_get_cancellable (page),
                                           delete_confirmed_cb, g_object_ref (token));
}

static void
test_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  LkInventory *inventory = lk_tokens_page_get_inventory (LK_TOKENS_PAGE (widget));
  LkAppToken *token = find_target (inventory, parameter);

  if (token != NULL)
    lk_token_test (widget, inventory, token, lk_tokens_page_get_cancellable (LK_TOKENS_PAGE (widget)));
}

/**
 * lk_tokens_actions_install:
 * @widget_class: the class of #LkTokensPage
 *
 * Installs the actions that copy, save, test, rotate, delete or annotate a token, with its client id as target.
 */
void
lk_tokens_actions_install (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "tokens.copy-token", "s", copy_action);
  gtk_widget_class_install_action (widget_class, "tokens.copy-client-secret", "s", copy_action);
  gtk_widget_class_install_action (widget_class, "tokens.copy-client-id", "s", copy_action);
  gtk_widget_class_install_action (widget_class, "tokens.copy-command", "s", copy_action);
  gtk_widget_class_install_action (widget_class, "tokens.copy-environment-line", "s", copy_action);
  gtk_widget_class_install_action (widget_class, "tokens.copy-environment-line-fish", "s", copy_action);
  gtk_widget_class_install_action (widget_class, "tokens.copy-value-line", "s", copy_action);
  gtk_widget_class_install_action (widget_class, "tokens.copy-value-line-fish", "s", copy_action);
  gtk_widget_class_install_action (widget_class, "tokens.save-to-file", "s", save_action);
  gtk_widget_class_install_action (widget_class, "tokens.edit-note", "s", edit_note_action);
  gtk_widget_class_install_action (widget_class, "tokens.edit-script-name", "s", edit_script_name_action);
  gtk_widget_class_install_action (widget_class, "tokens.test", "s", test_action);
  gtk_widget_class_install_action (widget_class, "tokens.rotate", "s", rotate_action);
  gtk_widget_class_install_action (widget_class, "tokens.delete", "s", delete_action);
  gtk_widget_class_install_action (widget_class, "tokens.review-deletion", "s", review_deletion_action);
}
