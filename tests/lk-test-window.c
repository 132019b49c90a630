/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-test-window.h"

#include "lk-test.h"

GtkWindow *
lk_test_create_window (GtkWidget *content,
                       int        width,
                       int        height)
{
  GtkWindow *window = g_object_new (GTK_TYPE_WINDOW, "child", content, "decorated", FALSE, NULL);

  gtk_widget_set_size_request (GTK_WIDGET (window), 360, 294);
  gtk_window_set_default_size (window, width, height);
  gtk_window_present (window);
  lk_test_wait_until (gtk_widget_get_mapped (content) && gtk_widget_get_width (content) == width);

  return window;
}

GtkWidget *
lk_test_find_widget (GtkWidget  *widget,
                     GType       type,
                     const char *label)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) &&
      (label == NULL || g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = lk_test_find_widget (child, type, label);

      if (found != NULL)
        return found;
    }

  return NULL;
}

GtkWindow *
lk_test_find_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (window, type))
        return window;
    }

  return NULL;
}
