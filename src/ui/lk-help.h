/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

const char *lk_help_find_page (GtkWindow  *window);
void        lk_help_show      (GtkWindow  *window,
                               const char *page);

G_END_DECLS
