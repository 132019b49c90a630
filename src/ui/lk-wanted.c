/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-wanted.h"

#include <glib/gi18n-lib.h>

struct _LkWanted
{
  char     *action;    /* NULL: nothing is wanted */
  GVariant *parameter;
};

static void
forget (LkWanted *self)
{
  g_clear_pointer (&self->action, g_free);
  g_clear_pointer (&self->parameter, g_variant_unref);
}

/* Whether all that could be shown was read: what is not there now will not come. */
static gboolean
is_read (LkInventories *inventories,
         const char    *account_id,
         gboolean       pulsar)
{
  GListModel *model = G_LIST_MODEL (inventories);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (LkInventory) inventory = g_list_model_get_item (model, i);

      if (g_strcmp0 (lk_account_get_id (lk_inventory_get_account (inventory)), account_id) != 0)
        continue;

      return pulsar ? lk_streaming_get_loaded (lk_inventories_get_streaming (inventories, inventory))
                    : lk_inventory_get_read_at (inventory) != NULL;
    }

  return TRUE;
}

static void
show_token (LkWanted *self,
            LkWindow *window)
{
  const char *account_id, *cluster, *tenant, *token_id;

  g_variant_get (self->parameter, "(&s&s&s&s)", &account_id, &cluster, &tenant, &token_id);
  if (!lk_window_show_token (window, account_id, cluster, tenant, token_id))
    {
      if (!is_read (lk_window_get_inventories (window), account_id, *tenant != '\0'))
        return;
      gtk_widget_activate_action (GTK_WIDGET (window), "win.toast", "s", _("The token is no longer listed"));
    }
  forget (self);
}

/**
 * lk_wanted_new:
 *
 * Returns: (transfer full): nothing that is wanted
 */
LkWanted *
lk_wanted_new (void)
{
  return g_new0 (LkWanted, 1);
}

/**
 * lk_wanted_free:
 * @self: (transfer full): what is wanted
 */
void
lk_wanted_free (LkWanted *self)
{
  forget (self);
  g_free (self);
}

/**
 * lk_wanted_set:
 * @self: what is wanted, in place of which it is from now on
 * @action: the name of one of the actions above
 * @parameter: its parameter
 *
 * Takes a wish, to be shown by lk_wanted_show().
 */
void
lk_wanted_set (LkWanted   *self,
               const char *action,
               GVariant   *parameter)
{
  g_return_if_fail (action != NULL);
  g_return_if_fail (parameter != NULL);

  forget (self);
  self->action = g_strdup (action);
  self->parameter = g_variant_ref_sink (parameter);
}

/**
 * lk_wanted_show:
 * @self: what is wanted
 * @window: (nullable): the window, %NULL as long as there is none
 *
 * Shows what is wanted, once, if that is there already. To be called again when the inventories of the window change.
 */
void
lk_wanted_show (LkWanted *self,
                LkWindow *window)
{
  if (self->action == NULL || window == NULL || lk_window_get_inventories (window) == NULL)
    return;

  if (g_str_equal (self->action, LK_SHOW_TOKEN_ACTION))
    {
      show_token (self, window);
      return;
    }

  lk_window_search (window, g_variant_get_string (self->parameter, NULL));
  forget (self);
}
