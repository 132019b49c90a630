/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-list-sight.h"

#define SURROUNDINGS_PX 12 /* to be seen above and below a row: the list's padding, and that there is more */
#define LOST "lk-lost-from-sight"

/* FALSE: no row is selected, or it has no place yet. */
static gboolean
get_place (GtkListBox      *list,
           graphene_rect_t *place)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (list);

  return row != NULL && gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (list), place) && place->size.height > 0;
}

static gboolean
scroll_cb (GtkWidget     *list,
           GdkFrameClock *clock,
           gpointer       user_data)
{
  graphene_rect_t place;

  if (get_place (GTK_LIST_BOX (list), &place))
    gtk_adjustment_clamp_page (gtk_list_box_get_adjustment (GTK_LIST_BOX (list)), place.origin.y - SURROUNDINGS_PX,
                               place.origin.y + place.size.height + SURROUNDINGS_PX);

  return G_SOURCE_REMOVE;
}

/* What is scrolled while the rows get their places is drawn where it was (GTK 4.8): so in the next frame. */
static void
selected_cb (GtkListBox *list)
{
  g_object_set_data (G_OBJECT (list), LOST, NULL);
  gtk_widget_add_tick_callback (GTK_WIDGET (list), scroll_cb, NULL, NULL);
}

/* Who scrolls away from the row wants to see another place, which stays where it is. */
static void
scrolled_cb (GtkListBox    *list,
             GtkAdjustment *adjustment)
{
  const double top = gtk_adjustment_get_value (adjustment);
  const double bottom = top + gtk_adjustment_get_page_size (adjustment);
  graphene_rect_t place;
  gboolean lost = get_place (list, &place) && (place.origin.y + place.size.height <= top || place.origin.y >= bottom);

  g_object_set_data (G_OBJECT (list), LOST, GINT_TO_POINTER (lost));
}

static void
resized_cb (GtkListBox *list)
{
  if (g_object_get_data (G_OBJECT (list), LOST) == NULL)
    gtk_widget_add_tick_callback (GTK_WIDGET (list), scroll_cb, NULL, NULL);
}

/**
 * lk_list_sight_keep:
 * @list: a list in a scrolled window, of which one row is selected
 *
 * Scrolls to the selected row when another one is selected, also by something else than a click on it, and when there is more
 * or less room, but for where somebody has scrolled away from it.
 */
void
lk_list_sight_keep (GtkListBox *list)
{
  GtkAdjustment *adjustment;

  g_return_if_fail (GTK_IS_LIST_BOX (list));

  adjustment = gtk_list_box_get_adjustment (list);
  g_signal_connect (list, "row-selected", G_CALLBACK (selected_cb), NULL);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (scrolled_cb), list, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (resized_cb), list, G_CONNECT_SWAPPED);
}
