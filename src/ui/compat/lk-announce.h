/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void lk_announce          (GtkWidget  *widget,
                           const char *text);
void lk_announce_describe (GtkWidget  *widget,
                           const char *description);

G_END_DECLS
