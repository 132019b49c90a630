/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One that may be as small as 360x294, shown with its content as wide as is asked for. (transfer none) */
GtkWindow *lk_test_create_window (GtkWidget  *content,
                                  int         width,
                                  int         height);
/* The first of a type in a widget or itself; of buttons, @label: (nullable) the one that has it. (transfer none) (nullable) */
GtkWidget *lk_test_find_widget   (GtkWidget  *widget,
                                  GType       type,
                                  const char *label);
/* A window of a type that is open. (transfer none) (nullable) */
GtkWindow *lk_test_find_window   (GType       type);

G_END_DECLS
