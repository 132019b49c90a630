/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void lk_row_menu_install (GtkWidgetClass *widget_class);
void lk_row_menu_open    (GtkWidget      *row,
                          GtkMenuButton  *button);

G_END_DECLS
