/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void     lk_import_actions_install_window (GtkWidgetClass *widget_class);
void     lk_import_actions_take_drops     (GtkWidget      *widget,
                                           const char     *action_name);
gboolean lk_import_actions_drop           (GtkWidget      *widget,
                                           const GValue   *value,
                                           const char     *action_name);

G_END_DECLS
