/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-list-sight.h"

#define SURROUNDINGS_PX 12 /* to be seen above and below a row: the list's padding, and that there is more */

static gboolean
scroll_cb (GtkWidget     *list,
           GdkFrameClock *clock,
           gpointer       user_data)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (list));
  graphene_rect_t at;

  if (row != NULL && gtk_widget_compute_bounds (GTK_WIDGET (row), list, &at) && at.size.height > 0)
    gtk_adjustment_clamp_page (gtk_list_box_get_adjustment (GTK_LIST_BOX (list)), at.origin.y - SURROUNDINGS_PX,
                               at.origin.y + at.size.height + SURROUNDINGS_PX);

  return G_SOURCE_REMOVE;
}

/* What is scrolled while the rows get their places is drawn where it was (GTK 4.8): so in the next frame. */
static void
scroll_later (GtkListBox *list)
{
  gtk_widget_add_tick_callback (GTK_WIDGET (list), scroll_cb, NULL, NULL);
}

/**
 * lk_list_sight_keep:
 * @list: a list in a scrolled window, of which one row is selected
 *
 * Scrolls to the selected row when another one is selected, also by something else than a click on it, and when there is more
 * or less room.
 */
void
lk_list_sight_keep (GtkListBox *list)
{
  g_return_if_fail (GTK_IS_LIST_BOX (list));

  g_signal_connect (list, "row-selected", G_CALLBACK (scroll_later), NULL);
  g_signal_connect_object (gtk_list_box_get_adjustment (list), "changed", G_CALLBACK (scroll_later), list, G_CONNECT_SWAPPED);
}
