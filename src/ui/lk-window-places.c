/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-window-places.h"

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

  if (row == NULL)
    return;

  g_object_set (places, "selected", "", NULL);
  gtk_stack_set_visible_child_name (pages, "tokens");
}

/**
 * lk_window_places_connect:
 * @places: the rows of the pages for all accounts
 * @accounts: the rows of the accounts
 * @pages: their pages: `tokens` for any account, the others named as #LkPlaces:selected has it
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
 * lk_window_places_forward:
 * @pages: the pages
 * @action_name: an action of the window
 *
 * Does what `win.search` and `win.refresh` are for on the page that is shown, if that is none of an account's.
 *
 * Returns: whether it was up to such a page
 */
gboolean
lk_window_places_forward (GtkStack   *pages,
                          const char *action_name)
{
  GtkWidget *page = gtk_stack_get_visible_child (pages);

  if (g_strcmp0 (gtk_stack_get_visible_child_name (pages), "tokens") == 0)
    return FALSE;

  if (g_str_equal (action_name, "win.search"))
    gtk_widget_activate_action (page, "page.search", NULL);
  else if (g_str_equal (action_name, "win.refresh"))
    gtk_widget_activate_action (page, "page.reload", NULL);

  return TRUE;
}
