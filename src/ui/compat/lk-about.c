/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-about.h"

#include <adwaita.h>

/**
 * lk_about_present:
 * @parent: (nullable): a widget in the window that the new one belongs to
 * @about: what to show; copied
 *
 * Shows who made the application. An #AdwAboutWindow, standing for #AdwAboutDialog (libadwaita 1.5).
 */
void
lk_about_present (GtkWidget     *parent,
                  const LkAbout *about)
{
  g_autofree char *comments = NULL;
  GtkRoot *root = NULL;
  GtkWindow *window;

  g_return_if_fail (parent == NULL || GTK_IS_WIDGET (parent));
  g_return_if_fail (about != NULL);
  g_return_if_fail (about->application_name != NULL);

  if (parent != NULL)
    root = gtk_widget_get_root (parent);

  /* AdwAboutWindow reads these as markup. */
  comments = g_markup_escape_text (about->comments != NULL ? about->comments : "", -1);

  G_GNUC_BEGIN_IGNORE_DEPRECATIONS /* AdwAboutWindow, since libadwaita 1.6 */
  window = g_object_new (ADW_TYPE_ABOUT_WINDOW,
                         "application-name", about->application_name,
                         "application-icon", about->application_icon != NULL ? about->application_icon : "",
                         "version", about->version != NULL ? about->version : "",
                         "developer-name", about->developer_name != NULL ? about->developer_name : "",
                         "website", about->website != NULL ? about->website : "",
                         "issue-url", about->issue_url != NULL ? about->issue_url : "",
                         "comments", comments,
                         "license-type", GTK_LICENSE_GPL_3_0,
                         "modal", TRUE,
                         "destroy-with-parent", TRUE,
                         "transient-for", GTK_IS_WINDOW (root) ? root : NULL,
                         NULL);
  G_GNUC_END_IGNORE_DEPRECATIONS

  gtk_window_present (window);
}
