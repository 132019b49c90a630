/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-present.h"

/**
 * lk_present:
 * @window: a window
 * @timestamp: when somebody asked for it, by the clock of the display
 *
 * Shows a window and asks for it to come to the front. From GTK 4.14 on the display knows itself when that was asked for.
 */
void
lk_present (GtkWindow *window,
            guint32    timestamp)
{
  g_return_if_fail (GTK_IS_WINDOW (window));

#if GTK_CHECK_VERSION(4, 14, 0)
  gtk_window_present (window);
#else
  gtk_window_present_with_time (window, timestamp);
#endif
}
