/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* For walks in a session with a window manager. */
gulong     lk_tour_keys_begin    (void);
void       lk_tour_keys_end      (gulong      hook_id);
guint      lk_tour_count_pressed (void);
void       lk_tour_send_key      (const char *key);
void       lk_tour_press         (const char *key);

GtkWidget *lk_tour_find_active   (void); /* the window; transfer none, nullable */
gboolean   lk_tour_is_active     (GType       type);
GtkWidget *lk_tour_find_focus    (void); /* transfer none, nullable */
GtkWidget *lk_tour_get_focus     (void); /* waits for it */
gboolean   lk_tour_is_focused    (const char *id);

G_END_DECLS
