/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-window-state.h"

/**
 * lk_window_state_restore_size:
 * @window: a window that was not shown yet
 * @settings: the settings
 *
 * Gives @window the size that the user left it at; before that, the template's.
 */
void
lk_window_state_restore_size (GtkWindow *window,
                              GSettings *settings)
{
  g_autoptr (GVariant) width = g_settings_get_user_value (settings, "window-width");
  g_autoptr (GVariant) height = g_settings_get_user_value (settings, "window-height");

  if (width != NULL && height != NULL)
    gtk_window_set_default_size (window, g_variant_get_int32 (width), g_variant_get_int32 (height));
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (window);
}

/**
 * lk_window_state_save_size:
 * @window: a window
 * @settings: the settings
 *
 * Remembers the size, and whether @window is maximized.
 */
void
lk_window_state_save_size (GtkWindow *window,
                           GSettings *settings)
{
  int width, height;

  gtk_window_get_default_size (window, &width, &height);
  g_settings_set_int (settings, "window-width", width);
  g_settings_set_int (settings, "window-height", height);
  g_settings_set_boolean (settings, "window-maximized", gtk_window_is_maximized (window));
}
