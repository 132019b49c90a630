/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void lk_names_hide_types (void);
void lk_names_set_row    (GtkWidget  *row,
                          const char *name);

G_END_DECLS
