/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-dialog.h"

#include "lk-large-text.h"

#define DEFAULT_WIDTH_PX 480
#define FILL_BELOW_PX 600 /* where the window folds too */

/**
 * LkDialog:
 *
 * A modal window that a dialog of ours derives from, with a template of `parent="LkDialog"`.
 *
 * Stands for #AdwDialog (libadwaita 1.5). It is 480 px wide and as high as its content needs, unless the
 * template says otherwise with `default-width` and `default-height`; it goes away with its parent.
 * <keycombo>Esc</keycombo> closes it, through `window.close` and so #GtkWindow::close-request.
 * What is set with adw_window_set_content() or as the only `<child>` has to bring its own header bar.
 */
G_DEFINE_TYPE (LkDialog, lk_dialog, ADW_TYPE_WINDOW)

static void
lk_dialog_class_init (LkDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
lk_dialog_init (LkDialog *self)
{
  GtkWindow *window = GTK_WINDOW (self);

  gtk_window_set_modal (window, TRUE);
  gtk_window_set_destroy_with_parent (window, TRUE);
  gtk_window_set_default_size (window, DEFAULT_WIDTH_PX, -1);
}

/* A sheet, as far as a window can be one. GTK still keeps the window as large as its content needs. */
static void
fit_into (GtkWindow *window,
          GtkWindow *parent)
{
  int parent_width = gtk_widget_get_width (GTK_WIDGET (parent));
  int parent_height = gtk_widget_get_height (GTK_WIDGET (parent));
  int width;
  int height;

  if (parent_width <= 0 || parent_height <= 0)
    return;

  gtk_window_get_default_size (window, &width, &height);

  if (parent_width < FILL_BELOW_PX)
    gtk_window_set_default_size (window, parent_width, parent_height);
  else
    gtk_window_set_default_size (window, MIN (width, parent_width), MIN (height, parent_height));
}

/* libadwaita 1.2 has an entry row's title beside the text that takes the focus, but does not say that it names it. */
static void
name_entry_rows (GtkWidget *widget)
{
  if (ADW_IS_ENTRY_ROW (widget))
    {
      GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (widget));

      gtk_accessible_update_property (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), -1);
      return;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_entry_rows (child);
}

/**
 * lk_dialog_new:
 *
 * Creates an empty dialog. As with every window, GTK owns the first reference until it is destroyed.
 *
 * Returns: (transfer none): the dialog
 */
LkDialog *
lk_dialog_new (void)
{
  return g_object_new (LK_TYPE_DIALOG, NULL);
}

/**
 * lk_dialog_present:
 * @self: a dialog
 * @parent: (nullable): a widget in the window that the dialog belongs to
 *
 * Shows the dialog above the window that @parent is in. It fills that one's size where it is narrower
 * than 600 px, and is never larger than it. Shaped like adw_dialog_present() (libadwaita 1.5).
 */
void
lk_dialog_present (LkDialog  *self,
                   GtkWidget *parent)
{
  GtkWindow *window = GTK_WINDOW (self);
  GtkRoot *root = NULL;

  g_return_if_fail (LK_IS_DIALOG (self));
  g_return_if_fail (parent == NULL || GTK_IS_WIDGET (parent));

  if (parent != NULL)
    root = gtk_widget_get_root (parent);

  if (GTK_IS_WINDOW (root) && root != GTK_ROOT (self))
    {
      gtk_window_set_transient_for (window, GTK_WINDOW (root));

      /* For the actions of the application. */
      if (gtk_window_get_application (window) == NULL)
        gtk_window_set_application (window, gtk_window_get_application (GTK_WINDOW (root)));

      if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
        fit_into (window, GTK_WINDOW (root));
    }

  name_entry_rows (GTK_WIDGET (self));
  lk_large_text_fit (GTK_WIDGET (self));
  gtk_window_present (window);
}
