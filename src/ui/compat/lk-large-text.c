/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-large-text.h"

#include "lk-banner.h"

#include <adwaita.h>

#define USUAL_DPI 96
#define LARGE_FROM 1.25

/**
 * lk_large_text_is_on:
 * @display: a display
 *
 * Returns: whether text is a quarter larger than usual, or more
 */
gboolean
lk_large_text_is_on (GdkDisplay *display)
{
  int dpi;

  g_return_val_if_fail (GDK_IS_DISPLAY (display), FALSE);

  g_object_get (gtk_settings_get_for_display (display), "gtk-xft-dpi", &dpi, NULL);

  return dpi > LARGE_FROM * USUAL_DPI * PANGO_SCALE;
}

/* Where room is shared out, a label that can be broken is, though another could be shortened: only where nothing else helps. */
static gboolean
shares_room (GtkWidget *widget)
{
  return gtk_widget_get_ancestor (widget, ADW_TYPE_HEADER_BAR) != NULL
         || gtk_widget_get_ancestor (widget, LK_TYPE_BANNER) != NULL;
}

static void
fit_button (GtkButton *button)
{
  GtkWidget *label = gtk_button_get_child (button);

  if (shares_room (GTK_WIDGET (button)) && !lk_large_text_is_on (gtk_widget_get_display (GTK_WIDGET (button))))
    return;

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
}

/**
 * lk_large_text_fit:
 * @widget: a window or another widget with all that is in it
 *
 * Lets go of what keeps text from being twice as large in a window of 360 px: a button is as wide as its label in one line,
 * and stands for #GtkButton:can-shrink (GTK 4.12), which cuts the label off, where here it goes on in a second line; and a
 * title in a header bar has room for five characters at least (libadwaita 1.2). What is added to @widget later is left alone, and
 * where the size of text is changed later, some labels follow only when they are made anew.
 */
void
lk_large_text_fit (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) != NULL)
    {
      fit_button (GTK_BUTTON (widget));
      return;
    }
  if (GTK_IS_LABEL (widget) && gtk_label_get_ellipsize (GTK_LABEL (widget)) != PANGO_ELLIPSIZE_NONE
      && (gtk_widget_has_css_class (widget, "title") || gtk_widget_has_css_class (widget, "subtitle")))
    gtk_label_set_width_chars (GTK_LABEL (widget), -1);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    lk_large_text_fit (child);
}
