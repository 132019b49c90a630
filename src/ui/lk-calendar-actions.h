/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void lk_calendar_actions_install_tokens (GtkWidgetClass *widget_class);
void lk_calendar_actions_install_tenant (GtkWidgetClass *widget_class);
void lk_calendar_actions_install_window (GtkWidgetClass *widget_class);

G_END_DECLS
