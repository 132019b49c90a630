/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-high-contrast.h"

#include <adwaita.h>

static void
update_cb (AdwStyleManager *manager,
           GParamSpec      *pspec,
           gpointer         user_data)
{
  GdkDisplay *display = adw_style_manager_get_display (manager);
  GtkStyleProvider *provider = GTK_STYLE_PROVIDER (user_data);

  if (adw_style_manager_get_high_contrast (manager))
    gtk_style_context_add_provider_for_display (display, provider, GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
  else
    gtk_style_context_remove_provider_for_display (display, provider);
}

/**
 * lk_high_contrast_follow:
 *
 * Has high-contrast.css come on top of style.css while the system wants high contrast. libadwaita does so by itself with a file
 * of a certain name, which 1.10 warns of: it wants media queries, which older GTK does not have.
 */
void
lk_high_contrast_follow (void)
{
  AdwStyleManager *manager = adw_style_manager_get_for_display (gdk_display_get_default ());
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, "/io/github/latchkey_app/Latchkey/high-contrast.css");
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (update_cb), provider, 0);
  update_cb (manager, NULL, provider);
  g_object_set_data_full (G_OBJECT (manager), "lk-high-contrast", g_steal_pointer (&provider), g_object_unref);
}
