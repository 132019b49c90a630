/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_DELAY (lk_delay_get_type ())

/* Says late that something lasts. Properties: active (boolean), elapsed (boolean, read-only, notified), busy-widget
 * (GtkWidget, nullable). */
G_DECLARE_FINAL_TYPE (LkDelay, lk_delay, LK, DELAY, GObject)

G_END_DECLS
