/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

gboolean lk_large_text_is_on       (GdkDisplay *display);
void     lk_large_text_fit         (GtkWidget  *widget);
void     lk_large_text_fit_row     (GtkWidget  *row);
void     lk_large_text_bind_narrow (GtkWidget  *page,
                                    GtkWidget  *row);

G_END_DECLS
