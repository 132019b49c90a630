/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-row-menu.h"

/* The menu of a row by the keys that open a menu wherever there is one. */

/* Of the lists that hold the focus, the innermost: what a menu was opened from is in it too. */
static GtkWidget *
find_focused_row (GtkWidget *widget)
{
  GtkWidget *row = gtk_root_get_focus (gtk_widget_get_root (widget));

  while (row != NULL && !GTK_IS_LIST_VIEW (gtk_widget_get_parent (row)))
    row = gtk_widget_get_parent (row);

  return row;
}

/* Whatever can be done with it at present: a row may have its button hidden. */
static GtkMenuButton *
find_button (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget) || !gtk_widget_get_sensitive (widget))
    return NULL;
  if (GTK_IS_MENU_BUTTON (widget))
    return GTK_MENU_BUTTON (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkMenuButton *button = find_button (child);

      if (button != NULL)
        return button;
    }

  return NULL;
}

static gboolean
open_focused_cb (GtkWidget *widget,
                 GVariant  *args,
                 gpointer   user_data)
{
  GtkWidget *row = find_focused_row (widget);
  GtkMenuButton *button = row != NULL ? find_button (row) : NULL;

  if (button == NULL)
    return FALSE;

  lk_row_menu_open (row, button);

  return TRUE;
}

static gboolean
take_back_cb (GtkWidget     *row,
              GdkFrameClock *clock,
              gpointer       user_data)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (row));

  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (user_data)))
    gtk_widget_grab_focus (row);

  return G_SOURCE_REMOVE;
}

/* GTK would leave the focus on the button, and newer ones put it there once more after this. */
static void
closed_cb (GtkWidget  *row,
           GtkPopover *popover)
{
  g_signal_handlers_disconnect_by_func (popover, closed_cb, row);
  gtk_widget_grab_focus (row);
  gtk_widget_add_tick_callback (row, take_back_cb, g_object_ref (gtk_widget_get_parent (GTK_WIDGET (popover))), g_object_unref);
}

/**
 * lk_row_menu_install:
 * @widget_class: a class whose widgets have list views in them
 *
 * Lets the Menu key and Shift+F10 open the menu of the row that has the focus, which is that of the button in it.
 */
void
lk_row_menu_install (GtkWidgetClass *widget_class)
{
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, open_focused_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, open_focused_cb, NULL);
}

/**
 * lk_row_menu_open:
 * @row: what has the focus
 * @button: whose menu is the row's
 *
 * Opens the menu; when it closes the row has the focus again.
 */
void
lk_row_menu_open (GtkWidget     *row,
                  GtkMenuButton *button)
{
  GtkPopover *popover;

  g_return_if_fail (GTK_IS_WIDGET (row));
  g_return_if_fail (GTK_IS_MENU_BUTTON (button));

  gtk_menu_button_popup (button);
  popover = gtk_menu_button_get_popover (button);
  if (popover != NULL)
    g_signal_connect_object (popover, "closed", G_CALLBACK (closed_cb), row, G_CONNECT_SWAPPED);
}
