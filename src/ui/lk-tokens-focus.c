/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-tokens-focus.h"

#include "lk-token-row.h"

static GtkWidget *
get_focus (GtkWidget *page)
{
  GtkRoot *root = gtk_widget_get_root (page);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, page) ? focus : NULL;
}

/**
 * lk_tokens_focus_find_token:
 * @page: the page around a list of tokens
 *
 * Finds the token whose row has the focus, or holds what has it.
 *
 * Returns: (transfer none) (nullable): the token
 */
LkAppToken *
lk_tokens_focus_find_token (GtkWidget *page)
{
  GtkWidget *focus = get_focus (page);
  GtkWidget *row;

  if (focus == NULL)
    return NULL;

  row = gtk_widget_get_ancestor (focus, LK_TYPE_TOKEN_ROW);
  if (row == NULL)
    row = gtk_widget_get_first_child (focus);

  return LK_IS_TOKEN_ROW (row) ? lk_token_row_get_token (LK_TOKEN_ROW (row)) : NULL;
}

/**
 * lk_tokens_focus_bring_back:
 * @page: the page around a list
 * @list: the list
 * @entry: where it is searched
 *
 * Gives the focus to the list, if that is seen and nothing else on the page has it. The focus of a row that goes leaves
 * the page (measured with GTK 4.8.3), but belongs on the row that takes its place; where none does, and the search is
 * seen, it belongs there.
 */
void
lk_tokens_focus_bring_back (GtkWidget *page,
                            GtkWidget *list,
                            GtkWidget *entry)
{
  GListModel *rows = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)));

  if (get_focus (page) != NULL)
    return;

  if (g_list_model_get_n_items (rows) == 0 && gtk_widget_get_mapped (entry))
    gtk_widget_grab_focus (entry);
  else if (gtk_widget_get_mapped (list))
    gtk_widget_grab_focus (list);
}

/* The keys that move in a list would come upon the buttons of a row first, being nearer. */
static gboolean
focus_first_row (GtkWidget *list)
{
  for (GtkWidget *item = gtk_widget_get_first_child (list); item != NULL; item = gtk_widget_get_next_sibling (item))
    if (LK_IS_TOKEN_ROW (gtk_widget_get_first_child (item)) && gtk_widget_get_mapped (item))
      return gtk_widget_grab_focus (item);

  return FALSE;
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                gpointer               list)
{
  gboolean leads_down = keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down;

  return leads_down && (state & gtk_accelerator_get_default_mod_mask ()) == 0 && focus_first_row (list);
}

/* The last row that was found is gone, and the list with it. A stack that turned to another page while the list had the
 * focus has given it to what is there. */
static void
list_unmapped_cb (GtkWidget *entry,
                  GtkWidget *list)
{
  GtkRoot *root = gtk_widget_get_root (entry);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *stack = gtk_widget_get_ancestor (list, GTK_TYPE_STACK);

  if (root != NULL && gtk_widget_get_mapped (entry)
      && (focus == NULL || focus == list || gtk_widget_is_ancestor (focus, stack != NULL ? stack : list)))
    gtk_widget_grab_focus (entry);
}

/**
 * lk_tokens_focus_lead_down:
 * @entry: where a list of tokens is searched
 * @list: the list, which lives as long
 *
 * Lets <keycombo>Down</keycombo> and <keycombo>Return</keycombo> lead from the search to the first token found. Where
 * nothing is found any more the focus goes back to the search.
 */
void
lk_tokens_focus_lead_down (GtkWidget *entry,
                           GtkWidget *list)
{
  GtkEventController *controller = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "key-pressed", G_CALLBACK (key_pressed_cb), list, 0);
  gtk_widget_add_controller (entry, controller);
  g_signal_connect_object (entry, "activate", G_CALLBACK (focus_first_row), list, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "unmap", G_CALLBACK (list_unmapped_cb), entry, G_CONNECT_SWAPPED);
}
