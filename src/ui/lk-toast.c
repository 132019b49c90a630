/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-toast.h"

#define MAX_LINES 4

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
  label = gtk_label_new (text);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (label), MAX_LINES);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  adw_toast_set_custom_title (toast, label);

  return toast;
}
