/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-window-places.h"

#include "lk-account-row.h"
#include "lk-review.h"
#include "lk-search-page.h"
#include "lk-stored-secrets.h"
#include "lk-streaming-page.h"
#include "lk-window.h"

/* How the sidebar's two lists, the accounts and the pages for all of them, are one: a row of either is chosen, never of
 * both, and its page is shown. */

static void
place_selected_cb (LkPlaces   *places,
                   GParamSpec *pspec,
                   GtkListBox *accounts)
{
  GtkStack *pages = g_object_get_data (G_OBJECT (places), "pages");
  g_autofree char *selected = NULL;

  g_object_get (places, "selected", &selected, NULL);
  if (*selected == '\0')
    return;

  gtk_list_box_unselect_all (accounts);
  gtk_stack_set_visible_child_name (pages, selected);
}

static void
account_selected_cb (GtkListBox    *accounts,
                     GtkListBoxRow *row,
                     LkPlaces      *places)
{
  GtkStack *pages = g_object_get_data (G_OBJECT (places), "pages");
  LkAccountThing *thing;

  if (row == NULL)
    return;

  thing = lk_account_row_get_thing (LK_ACCOUNT_ROW (row));
  g_object_set (places, "selected", "", NULL);
  gtk_stack_set_visible_child_name (pages, lk_account_thing_get_streaming (thing) != NULL ? "streaming" : "tokens");
}

/**
 * lk_window_places_connect:
 * @places: the rows of the pages for all accounts
 * @accounts: the rows of the accounts
 * @pages: their pages: `tokens` and `streaming` for any account, the others named as #LkPlaces:selected has it
 *
 * Makes the two lists one. All three live in one window, and end with it.
 */
void
lk_window_places_connect (LkPlaces   *places,
                          GtkListBox *accounts,
                          GtkStack   *pages)
{
  g_return_if_fail (LK_IS_PLACES (places));
  g_return_if_fail (GTK_IS_LIST_BOX (accounts));
  g_return_if_fail (GTK_IS_STACK (pages));

  g_object_set_data (G_OBJECT (places), "pages", pages);
  g_signal_connect_object (places, "notify::selected", G_CALLBACK (place_selected_cb), accounts, 0);
  g_signal_connect_object (accounts, "row-selected", G_CALLBACK (account_selected_cb), places, 0);
}

/**
 * lk_window_places_search:
 * @places: the rows of the pages for all accounts
 * @accounts: the rows of the accounts
 * @pages: their pages
 *
 * Shows the page with the search over all tokens, which has no row: none is chosen.
 */
void
lk_window_places_search (LkPlaces   *places,
                         GtkListBox *accounts,
                         GtkStack   *pages)
{
  g_autofree char *selected = NULL;

  if (g_strcmp0 (gtk_stack_get_visible_child_name (pages), "search") == 0)
    return;

  g_object_get (places, "selected", &selected, NULL);
  g_object_set_data_full (G_OBJECT (pages), "before-search", g_steal_pointer (&selected), g_free);
  g_object_set (places, "selected", "", NULL);
  gtk_list_box_unselect_all (accounts);
  gtk_stack_set_visible_child_name (pages, "search");
}

static GtkListBoxRow *
find_thing (GtkListBox     *accounts,
            LkAccountThing *thing)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (accounts, i)) != NULL; i++)
    if (lk_account_row_get_thing (LK_ACCOUNT_ROW (row)) == thing)
      return row;

  return gtk_list_box_get_row_at_index (accounts, 0);
}

/**
 * lk_window_places_leave_search:
 * @places: the rows of the pages for all accounts
 * @accounts: the rows of the accounts
 * @pages: their pages
 * @thing: (nullable): what of an account was shown last
 *
 * Shows again what was shown before lk_window_places_search().
 */
void
lk_window_places_leave_search (LkPlaces       *places,
                               GtkListBox     *accounts,
                               GtkStack       *pages,
                               LkAccountThing *thing)
{
  const char *before = g_object_get_data (G_OBJECT (pages), "before-search");

  if (g_strcmp0 (gtk_stack_get_visible_child_name (pages), "search") != 0)
    return;

  if (before != NULL && *before != '\0')
    g_object_set (places, "selected", before, NULL);
  else
    gtk_list_box_select_row (accounts, find_thing (accounts, thing));
}

/**
 * lk_window_places_select_tenant:
 * @accounts: the rows of the accounts
 * @streaming: the streaming half of an account
 * @tenant: (nullable): one of its tenants, %NULL for all
 *
 * Chooses the row of a tenant, or that of all tenants where there are too many for a row each. What has no row yet is not
 * chosen.
 */
void
lk_window_places_select_tenant (GtkListBox  *accounts,
                                LkStreaming *streaming,
                                LkTenant    *tenant)
{
  GtkListBoxRow *all = NULL;
  GtkListBoxRow *own = NULL;
  GtkListBoxRow *row;

  g_return_if_fail (GTK_IS_LIST_BOX (accounts));

  for (int i = 0; own == NULL && (row = gtk_list_box_get_row_at_index (accounts, i)) != NULL; i++)
    {
      LkAccountThing *thing = lk_account_row_get_thing (LK_ACCOUNT_ROW (row));

      if (lk_account_thing_get_streaming (thing) != streaming)
        continue;
      if (lk_account_thing_get_tenant (thing) == NULL)
        all = row;
      else if (lk_account_thing_get_tenant (thing) == tenant)
        own = row;
    }

  if (own != NULL || all != NULL)
    gtk_list_box_select_row (accounts, own != NULL ? own : all);
}

/* The list of an account, with nothing but what a card is about. Its Pulsar tokens are in many lists: they are searched. */
static void
review_opened_cb (GtkWidget  *page,
                  LkAccount  *account,
                  const char *concern,
                  gboolean    pulsar,
                  GtkStack   *pages)
{
  GtkWidget *tokens = gtk_stack_get_child_by_name (pages, "tokens");

  if (pulsar)
    {
      gtk_widget_activate_action (page, "win.search-all", NULL);
      lk_search_page_show_concern (LK_SEARCH_PAGE (gtk_stack_get_child_by_name (pages, "search")),
                                   lk_token_concern_from_string (concern), account);
      return;
    }

  lk_window_select_account (LK_WINDOW (gtk_widget_get_root (page)), account);
  gtk_widget_activate_action (tokens, "tokens.back", NULL);
  gtk_widget_activate_action (tokens, "view.review", "s", concern);
}

/**
 * lk_window_places_set_inventories:
 * @places: the rows of the pages for all accounts
 * @pages: their pages
 * @inventories: the tokens of all accounts
 *
 * Gives the pages what they are about, and the rows how much that is.
 */
void
lk_window_places_set_inventories (LkPlaces      *places,
                                  GtkStack      *pages,
                                  LkInventories *inventories)
{
  g_autoptr (LkReview) review = lk_review_new (inventories);
  g_autoptr (LkStoredSecrets) secrets = lk_stored_secrets_new (inventories);
  GtkWidget *review_page = gtk_stack_get_child_by_name (pages, "review");

  g_object_set (review_page, "review", review, NULL);
  g_object_set (gtk_stack_get_child_by_name (pages, "secrets"), "secrets", secrets, NULL);
  g_object_set (gtk_stack_get_child_by_name (pages, "guide"), "inventories", inventories, NULL);
  g_object_set (gtk_stack_get_child_by_name (pages, "search"), "inventories", inventories, NULL);
  g_object_bind_property (review, "count", places, "review-count", G_BINDING_SYNC_CREATE);
  g_object_bind_property (secrets, "n-items", places, "secrets-count", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (review_page, "opened", G_CALLBACK (review_opened_cb), pages, 0);
}

/* A new token is one of the account that was shown last. */
static void
show_last_account (GtkStack *pages)
{
  g_autoptr (LkInventory) inventory = NULL;

  g_object_get (gtk_stack_get_child_by_name (pages, "tokens"), "inventory", &inventory, NULL);
  if (inventory != NULL)
    lk_window_select_account (LK_WINDOW (gtk_widget_get_root (GTK_WIDGET (pages))), lk_inventory_get_account (inventory));
}

/**
 * lk_window_places_forward:
 * @pages: the pages
 * @action_name: an action of the window
 *
 * Does what `win.search` and `win.refresh` are for on the page that is shown, if that is none of an account's. For
 * `win.new-token` it goes back to the account that was shown last, whose page does the rest, unless a tenant is shown.
 *
 * Returns: whether it was up to such a page
 */
gboolean
lk_window_places_forward (GtkStack   *pages,
                          const char *action_name)
{
  GtkWidget *page = gtk_stack_get_visible_child (pages);
  const char *name = gtk_stack_get_visible_child_name (pages);
  gboolean new_token = g_str_equal (action_name, "win.new-token");

  if (g_strcmp0 (name, "tokens") == 0)
    return FALSE;

  if (g_str_equal (action_name, "win.search"))
    gtk_widget_activate_action (page, "page.search", NULL);
  else if (g_str_equal (action_name, "win.refresh"))
    gtk_widget_activate_action (page, "page.reload", NULL);
  else if (LK_IS_STREAMING_PAGE (page) && lk_streaming_page_create_token (LK_STREAMING_PAGE (page)))
    return TRUE;
  else
    show_last_account (pages);

  return !new_token;
}
