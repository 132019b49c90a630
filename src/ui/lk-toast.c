/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-toast.h"

#include "lk-announce.h"
#include "lk-large-text.h"

#include <glib/gi18n-lib.h>

#define MAX_LINES 4
#define LARGE_TEXT_MAX_LINES 6
#define LARGE_TEXT_MAX_CHARS 13

/**
 * lk_toast_new:
 * @text: what is said; it is no markup
 *
 * Creates a toast that says all of @text, in several lines if there is little room. The title of an #AdwToast is one line
 * that is cut off (libadwaita 1.2), and markup.
 *
 * Returns: (transfer full): the toast
 */
AdwToast *
lk_toast_new (const char *text)
{
  AdwToast *toast;
  GtkWidget *label;

  g_return_val_if_fail (text != NULL, NULL);

  toast = adw_toast_new ("");
  label = g_object_new (GTK_TYPE_LABEL, "label", text, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (label), MAX_LINES);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  /* A toast is as high as it would be if it got all the width that it asks for (libadwaita 1.2). */
  if (lk_large_text_is_on (gtk_widget_get_display (label)))
    {
      gtk_label_set_max_width_chars (GTK_LABEL (label), LARGE_TEXT_MAX_CHARS);
      gtk_label_set_lines (GTK_LABEL (label), LARGE_TEXT_MAX_LINES);
    }
  gtk_widget_add_css_class (label, "heading");
  adw_toast_set_custom_title (toast, label);

  return toast;
}

static void
folder_opened_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (!g_app_info_launch_default_for_uri_finish (result, &error))
    g_debug ("The folder was not opened: %s", error->message);
}

static void
open_folder_cb (AdwToast *toast,
                GFile    *folder)
{
  g_autofree char *uri = g_file_get_uri (folder);

  g_app_info_launch_default_for_uri_async (uri, NULL, NULL, folder_opened_cb, NULL);
}

/**
 * lk_toast_new_saved:
 * @file: a file that was written
 *
 * Creates a toast that says so, with a button that opens the folder of @file. It does not wait behind those of what was
 * copied before.
 *
 * Returns: (transfer full): the toast
 */
AdwToast *
lk_toast_new_saved (GFile *file)
{
  g_autoptr (GFile) folder = NULL;
  AdwToast *toast;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  folder = g_file_get_parent (file);
  toast = lk_toast_new (_("File saved"));
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  if (folder != NULL)
    {
      adw_toast_set_button_label (toast, _("_Open Folder"));
      g_signal_connect_object (toast, "button-clicked", G_CALLBACK (open_folder_cb), folder, 0);
      /* The toast keeps the folder for as long as it is there. */
      g_object_set_data_full (G_OBJECT (toast), "folder", g_steal_pointer (&folder), g_object_unref);
    }

  return toast;
}

/**
 * lk_toast_show:
 * @toasts: an overlay
 * @toast: (transfer full): a toast of this file
 *
 * Shows a toast, after those that wait already, and has it read aloud at once: it goes by itself, and never has the focus.
 */
void
lk_toast_show (AdwToastOverlay *toasts,
               AdwToast        *toast)
{
  GtkLabel *label;

  g_return_if_fail (ADW_IS_TOAST_OVERLAY (toasts));
  g_return_if_fail (ADW_IS_TOAST (toast));

  label = GTK_LABEL (adw_toast_get_custom_title (toast));
  lk_announce (GTK_WIDGET (toasts), gtk_label_get_text (label));
  adw_toast_overlay_add_toast (toasts, toast);
}
