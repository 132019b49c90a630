/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void     lk_tokens_selection_install        (GtkWidgetClass *widget_class);
void     lk_tokens_selection_connect        (GtkWidget      *page,
                                             GtkWidget      *list);
void     lk_tokens_selection_update_actions (GtkWidget      *page,
                                             gboolean        can_delete);
gboolean lk_tokens_selection_activate       (GtkWidget      *page,
                                             GObject        *row);

G_END_DECLS
