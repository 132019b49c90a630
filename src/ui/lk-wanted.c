/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-wanted.h"

#include "lk-name-search.h"
#include "lk-rotate-dialog.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _LkWanted
{
  char     *action;    /* NULL: nothing is wanted */
  GVariant *parameter;
  gboolean  shown;     /* the token is, and what is to be done with it waits */
};

static void
forget (LkWanted *self)
{
  g_clear_pointer (&self->action, g_free);
  g_clear_pointer (&self->parameter, g_variant_unref);
  self->shown = FALSE;
}

static LkInventory *
find_inventory (LkInventories *inventories,
                const char    *account_id)
{
  GListModel *model = G_LIST_MODEL (inventories);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (LkInventory) inventory = g_list_model_get_item (model, i);

      if (g_strcmp0 (lk_account_get_id (lk_inventory_get_account (inventory)), account_id) == 0)
        return inventory; /* the model holds it */
    }

  return NULL;
}

/* Whether all that could be shown was read: what is not there now will not come. */
static gboolean
is_read (LkInventories *inventories,
         const char    *account_id,
         gboolean       pulsar)
{
  LkInventory *inventory = find_inventory (inventories, account_id);

  if (inventory == NULL)
    return TRUE;

  return pulsar ? lk_streaming_get_loaded (lk_inventories_get_streaming (inventories, inventory))
                : lk_inventory_get_read_at (inventory) != NULL;
}

/* Over something that waits for an answer there is to be nothing else. */
static gboolean
has_dialog (LkWindow *window)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) toplevel = g_list_model_get_item (toplevels, i);

      if (gtk_window_get_modal (toplevel) && gtk_widget_get_visible (GTK_WIDGET (toplevel))
          && gtk_window_get_transient_for (toplevel) != NULL)
        return TRUE;
    }

  return FALSE;
}

/* The first step of a rotation is asked for once the list is fresh; where it cannot be, the page says why. Returns whether
 * there is nothing left to wait for. */
static gboolean
rotate (LkWanted *self,
        LkWindow *window)
{
  LkInventories *inventories = lk_window_get_inventories (window);
  const char *account_id, *cluster, *tenant_name, *token_id;
  LkInventory *inventory;
  LkStreaming *streaming;
  const GError *error;
  LkTenant *tenant;
  gpointer token;

  g_variant_get (self->parameter, "(&s&s&s&s)", &account_id, &cluster, &tenant_name, &token_id);
  inventory = find_inventory (inventories, account_id);
  if (inventory == NULL || has_dialog (window))
    return TRUE;

  streaming = lk_inventories_get_streaming (inventories, inventory);
  if (*tenant_name != '\0')
    {
      error = lk_streaming_get_error (streaming);
      if (error == NULL && (lk_streaming_get_loading (streaming) || lk_streaming_get_from_cache (streaming)))
        return FALSE;
      tenant = lk_streaming_find_tenant (streaming, cluster, tenant_name);
      token = tenant != NULL ? lk_tenant_find_token (tenant, token_id) : NULL;
    }
  else
    {
      error = lk_inventory_get_error (inventory);
      if (error == NULL && (lk_inventory_get_loading (inventory) || lk_inventory_get_from_cache (inventory)))
        return FALSE;
      token = lk_inventory_find (inventory, token_id);
    }
  if (error == NULL && token != NULL)
    lk_rotate_dialog_ask (GTK_WIDGET (window), inventories, lk_inventory_get_account (inventory), token);

  return TRUE;
}

static void
show_token (LkWanted *self,
            LkWindow *window)
{
  const char *account_id, *cluster, *tenant, *token_id;

  g_variant_get (self->parameter, "(&s&s&s&s)", &account_id, &cluster, &tenant, &token_id);
  if (!self->shown && !lk_window_show_token (window, account_id, cluster, tenant, token_id))
    {
      if (!is_read (lk_window_get_inventories (window), account_id, *tenant != '\0'))
        return;
      gtk_widget_activate_action (GTK_WIDGET (window), "win.toast", "s", _("The token is no longer listed"));
      forget (self);
      return;
    }

  self->shown = TRUE;
  if (g_str_equal (self->action, LK_SHOW_TOKEN_ACTION) || *token_id == '\0' || rotate (self, window))
    forget (self);
}

static void
search (LkWanted *self,
        LkWindow *window)
{
  const char *text = g_variant_get_string (self->parameter, NULL);

  /* Nobody types more. */
  lk_window_search (window, strlen (text) <= LK_NAME_SEARCH_MAX_BYTES ? text : "");
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

  if (g_str_equal (self->action, LK_SEARCH_TOKENS_ACTION))
    search (self, window);
  else
    show_token (self, window);
}
