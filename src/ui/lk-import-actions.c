/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-import-actions.h"

#include "lk-import-dialog.h"
#include "lk-window.h"

/* Importing secrets: from the menu, from the welcome page, or by a file that is dropped on a window. */

static GtkWidget *
open_dialog (GtkWidget *window)
{
  LkInventories *inventories = lk_window_get_inventories (LK_WINDOW (window));
  LkDialog *dialog;

  if (inventories == NULL)
    return NULL;

  dialog = lk_import_dialog_new (inventories);
  lk_dialog_present (dialog, window);

  return GTK_WIDGET (dialog);
}

static void
import_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  open_dialog (widget);
}

static void
astrarc_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  GtkWidget *dialog = open_dialog (widget);

  if (dialog != NULL)
    gtk_widget_activate_action (dialog, "import.astrarc", NULL);
}

/* The dialog that is above the window, which cannot be used meanwhile. */
static GtkWidget *
find_modal (GtkWidget *window)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) other = g_list_model_get_item (windows, i);

      if (gtk_window_get_transient_for (other) == GTK_WINDOW (window) && gtk_window_get_modal (other)
          && gtk_widget_get_mapped (GTK_WIDGET (other)))
        return GTK_WIDGET (other);
    }

  return NULL;
}

static void
files_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  GtkWidget *modal = find_modal (widget);
  GtkWidget *dialog = modal != NULL ? modal : open_dialog (widget);

  if (LK_IS_IMPORT_DIALOG (dialog))
    gtk_widget_activate_action_variant (dialog, "import.files", parameter);
}

/**
 * lk_import_actions_install_window:
 * @widget_class: the class of #LkWindow
 *
 * Installs `win.import`, `win.import-astrarc`, and `win.import-files` with the addresses of files.
 */
void
lk_import_actions_install_window (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.import", NULL, import_action);
  gtk_widget_class_install_action (widget_class, "win.import-astrarc", NULL, astrarc_action);
  gtk_widget_class_install_action (widget_class, "win.import-files", "as", files_action);
}

/**
 * lk_import_actions_drop:
 * @widget: a widget that has an action for files
 * @value: a #GdkFileList that was dropped on it
 * @action_name: the action, which takes the addresses of files
 *
 * Hands over what was dropped.
 *
 * Returns: whether it was taken
 */
gboolean
lk_import_actions_drop (GtkWidget    *widget,
                        const GValue *value,
                        const char   *action_name)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) uris = NULL;

  if (!G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    return FALSE;

  for (GSList *l = g_value_get_boxed (value); l != NULL; l = l->next)
    {
      g_autofree char *uri = g_file_get_uri (l->data);

      g_strv_builder_add (builder, uri);
    }
  uris = g_strv_builder_end (builder);

  return uris[0] != NULL && gtk_widget_activate_action (widget, action_name, "^as", uris);
}

static gboolean
drop_cb (GtkDropTarget *target,
         const GValue  *value,
         double         x,
         double         y,
         gpointer       user_data)
{
  return lk_import_actions_drop (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target)), value, user_data);
}

/**
 * lk_import_actions_take_drops:
 * @widget: a window
 * @action_name: (transfer none): an action of it that takes the addresses of files; a name that stays
 *
 * Lets files be dropped on @widget.
 */
void
lk_import_actions_take_drops (GtkWidget  *widget,
                              const char *action_name)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), (gpointer) action_name);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (target));
}
