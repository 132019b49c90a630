/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How the user left the window, in the settings. */
void lk_window_state_restore_size (GtkWindow *window,
                                   GSettings *settings);
void lk_window_state_save_size    (GtkWindow *window,
                                   GSettings *settings);

G_END_DECLS
