/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-tokens-export.h"

#include "lk-file-save.h"
#include "lk-token-table.h"
#include "lk-tokens-page.h"

#include <glib/gi18n-lib.h>

static GPtrArray *
list_all (LkInventory *inventory)
{
  GListModel *model = lk_inventory_get_tokens (inventory);
  GPtrArray *tokens = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    g_ptr_array_add (tokens, g_list_model_get_item (model, i));

  return tokens;
}

static void
export_to_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  LkTokensPage *self = LK_TOKENS_PAGE (widget);
  LkInventory *inventory = lk_tokens_page_get_inventory (self);
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));
  g_autoptr (GPtrArray) tokens = NULL;
  g_autoptr (GBytes) table = NULL;

  if (inventory == NULL)
    return;

  if (g_str_equal (action_name, "tokens.export-selected-to"))
    tokens = lk_token_selection_list (lk_tokens_page_get_selection (self));
  else
    tokens = list_all (inventory);
  table = lk_token_table_new (lk_inventory_get_account (inventory), tokens);
  lk_file_save_write (widget, file, table);
}

static void
export_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  lk_file_save_ask (widget, _("Export Token List"), _("_Export"), "latchkey-tokens.csv", action_name, NULL,
                    lk_tokens_page_get_cancellable (LK_TOKENS_PAGE (widget)));
}

/**
 * lk_tokens_export_install:
 * @widget_class: the class of #LkTokensPage
 *
 * Installs the actions that write the account's tokens, or those that are chosen, as a table without secrets: they ask
 * where, and with `-to` added to their name they are told.
 */
void
lk_tokens_export_install (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "tokens.export-list", NULL, export_action);
  gtk_widget_class_install_action (widget_class, "tokens.export-list-to", "s", export_to_action);
  gtk_widget_class_install_action (widget_class, "tokens.export-selected", NULL, export_action);
  gtk_widget_class_install_action (widget_class, "tokens.export-selected-to", "s", export_to_action);
}
