/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-window-state.h"

#include "lk-window-places.h"

/* On X11 the state that GTK hears of first is that of before, and it goes by that from then on. */
static void
mapped_cb (GtkWindow *window)
{
  g_signal_handlers_disconnect_by_func (window, mapped_cb, NULL);
  gtk_window_maximize (window);
}

/**
 * lk_window_state_restore_size:
 * @window: a window that was not shown yet
 * @settings: the settings
 *
 * Gives @window the size that the user left it at; before that, the template's.
 */
void
lk_window_state_restore_size (GtkWindow *window,
                              GSettings *settings)
{
  g_autoptr (GVariant) width = g_settings_get_user_value (settings, "window-width");
  g_autoptr (GVariant) height = g_settings_get_user_value (settings, "window-height");

  if (width != NULL && height != NULL)
    gtk_window_set_default_size (window, g_variant_get_int32 (width), g_variant_get_int32 (height));
  if (!g_settings_get_boolean (settings, "window-maximized"))
    return;

  gtk_window_maximize (window);
  g_signal_connect (window, "map", G_CALLBACK (mapped_cb), NULL);
}

#define STREAMING "streaming" /* the page of an account's tenants, or of one of them */

/* The tenant that was shown last comes in later than the window, and is shown unless somebody has gone elsewhere by then. */
typedef struct
{
  LkInventories  *inventories; /* not owned: ends with them */
  LkAccountsList *accounts;
  LkPlaces       *places;
  LkAccountThing *before;      /* not owned, only compared: what was shown in its place */
  char           *account_id;
  char           *cluster;
  char           *tenant;      /* empty: all of them */
} Place;

static void
place_free (gpointer  data,
            GClosure *closure)
{
  Place *place = data;

  g_clear_object (&place->accounts);
  g_clear_object (&place->places);
  g_free (place->account_id);
  g_free (place->cluster);
  g_free (place->tenant);
  g_free (place);
}

static gboolean
was_left (Place *place)
{
  g_autofree char *selected = NULL;

  g_object_get (place->places, "selected", &selected, NULL);

  return *selected != '\0' || lk_accounts_list_get_thing (place->accounts) != place->before
         || gtk_list_box_get_selected_row (lk_accounts_list_get_list_box (place->accounts)) == NULL;
}

/* Returns whether there is nothing left to wait for. */
static gboolean
show_tenant (Place *place)
{
  LkInventory *inventory = lk_accounts_list_find (place->accounts, place->account_id);
  LkStreaming *streaming;
  LkTenant *tenant;

  if (inventory == NULL || was_left (place))
    return TRUE;

  streaming = lk_inventories_get_streaming (place->inventories, inventory);
  tenant = lk_streaming_find_tenant (streaming, place->cluster, place->tenant);
  if (tenant != NULL || *place->tenant == '\0')
    lk_window_places_select_tenant (lk_accounts_list_get_list_box (place->accounts), streaming, tenant);

  return lk_accounts_list_get_thing (place->accounts) != place->before || lk_streaming_get_loaded (streaming);
}

static void
changed_cb (LkInventories *inventories,
            Place         *place)
{
  if (show_tenant (place))
    g_signal_handlers_disconnect_by_func (inventories, changed_cb, place);
}

static void
wait_for_tenant (LkInventories  *inventories,
                 LkAccountsList *accounts,
                 LkPlaces       *places,
                 const char     *account_id,
                 const char     *cluster,
                 const char     *tenant)
{
  Place *place = g_new0 (Place, 1);

  place->inventories = inventories;
  place->accounts = g_object_ref (accounts);
  place->places = g_object_ref (places);
  place->before = lk_accounts_list_get_thing (accounts);
  place->account_id = g_strdup (account_id);
  place->cluster = g_strdup (cluster);
  place->tenant = g_strdup (tenant);
  if (show_tenant (place))
    place_free (place, NULL);
  else
    g_signal_connect_data (inventories, "changed", G_CALLBACK (changed_cb), place, place_free, 0);
}

/**
 * lk_window_state_restore_place:
 * @settings: the settings
 * @inventories: the accounts
 * @split_view: the sidebar and what is beside it
 * @accounts: the rows of the accounts
 * @places: the rows of the pages for all accounts
 *
 * Shows the place that was shown last, or as much of it as is still there.
 */
void
lk_window_state_restore_place (GSettings      *settings,
                               LkInventories  *inventories,
                               LkSplitView    *split_view,
                               LkAccountsList *accounts,
                               LkPlaces       *places)
{
  g_autoptr (GVariant) value = g_settings_get_value (settings, "last-place");
  const char *page, *account_id, *cluster, *tenant;

  g_variant_get (value, "(&s&s&s&s)", &page, &account_id, &cluster, &tenant);
  if (!lk_accounts_list_show (accounts, account_id))
    return;

  if (g_str_equal (page, STREAMING))
    wait_for_tenant (inventories, accounts, places, account_id, cluster, tenant);
  else if (*page != '\0')
    g_object_set (places, "selected", page, NULL);
  lk_split_view_set_show_content (split_view, !g_settings_get_boolean (settings, "sidebar-shown"));
}

static GVariant *
get_place (LkAccountsList *accounts,
           LkPlaces       *places)
{
  LkInventory *inventory = lk_accounts_list_get_inventory (accounts);
  LkAccountThing *thing = lk_accounts_list_get_thing (accounts);
  LkTenant *tenant = thing != NULL ? lk_account_thing_get_tenant (thing) : NULL;
  g_autofree char *page = NULL;
  gboolean streaming;

  g_object_get (places, "selected", &page, NULL);
  streaming = *page == '\0' && thing != NULL && lk_account_thing_get_streaming (thing) != NULL;

  return g_variant_new ("(ssss)", streaming ? STREAMING : page,
                        inventory != NULL ? lk_account_get_id (lk_inventory_get_account (inventory)) : "",
                        tenant != NULL ? lk_tenant_get_cluster (tenant) : "",
                        tenant != NULL ? lk_tenant_get_name (tenant) : "");
}

/**
 * lk_window_state_save:
 * @window: a window
 * @settings: the settings
 * @split_view: the sidebar and what is beside it
 * @accounts: the rows of the accounts
 * @places: the rows of the pages for all accounts
 *
 * Remembers the size, whether @window is maximized, and the place that it shows.
 */
void
lk_window_state_save (GtkWindow      *window,
                      GSettings      *settings,
                      LkSplitView    *split_view,
                      LkAccountsList *accounts,
                      LkPlaces       *places)
{
  int width, height;

  gtk_window_get_default_size (window, &width, &height);
  g_settings_set_int (settings, "window-width", width);
  g_settings_set_int (settings, "window-height", height);
  g_settings_set_boolean (settings, "window-maximized", gtk_window_is_maximized (window));
  g_settings_set_boolean (settings, "sidebar-shown", !lk_split_view_get_show_content (split_view));
  g_settings_set_value (settings, "last-place", get_place (accounts, places));
}
