/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-file-dialog.h"

G_GNUC_BEGIN_IGNORE_DEPRECATIONS /* GtkFileChooserNative, since GTK 4.10 */

/* What stands between the chooser and the task, whichever of the two ends it. */
typedef struct
{
  GtkFileChooserNative *chooser;
  GSource              *source; /* NULL without a cancellable */
} Choice;

static void
choice_free (gpointer data)
{
  Choice *choice = data;

  if (choice->source != NULL)
    g_source_destroy (choice->source);
  g_clear_pointer (&choice->source, g_source_unref);
  gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (choice->chooser));
  g_clear_object (&choice->chooser);
  g_free (choice);
}

/* The signal's closure holds a reference to the task; the chooser that it is on goes with the task's data. */
static void
response_cb (GtkNativeDialog *dialog,
             int              response,
             GTask           *task)
{
  g_autoptr (GFile) file = NULL;

  if (g_task_get_completed (task))
    return;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (file != NULL)
    g_task_return_pointer (task, g_steal_pointer (&file), g_object_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "No file was chosen");
  g_signal_handlers_disconnect_by_func (dialog, response_cb, task);
}

static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  GTask *task = user_data;
  Choice *choice = g_task_get_task_data (task);

  response_cb (GTK_NATIVE_DIALOG (choice->chooser), GTK_RESPONSE_CANCEL, task);

  return G_SOURCE_REMOVE;
}

static void
unref_task (gpointer  data,
            GClosure *closure)
{
  g_object_unref (data);
}

/* A chooser, and the task that waits for its answer. NULL: it is cancelled already. */
static GTask *
create_task (GtkWidget            *parent,
             gpointer              tag,
             GtkFileChooserAction  action,
             const char           *title,
             const char           *accept_label,
             GCancellable         *cancellable,
             GAsyncReadyCallback   callback,
             gpointer              user_data)
{
  g_autoptr (GTask) task = g_task_new (parent, cancellable, callback, user_data);
  GtkRoot *root = gtk_widget_get_root (parent);
  Choice *choice;

  g_task_set_source_tag (task, tag);
  if (g_task_return_error_if_cancelled (task))
    return NULL;

  choice = g_new0 (Choice, 1);
  choice->chooser = gtk_file_chooser_native_new (title, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, action,
                                                 accept_label, NULL);
  g_task_set_task_data (task, choice, choice_free);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (choice->chooser), TRUE);

  return g_steal_pointer (&task);
}

/* The chooser owns the task from here on. */
static void
show (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  Choice *choice = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (cancellable != NULL)
    {
      choice->source = g_cancellable_source_new (cancellable);
      g_source_set_callback (choice->source, G_SOURCE_FUNC (cancelled_cb), task, NULL);
      g_source_attach (choice->source, g_main_context_get_thread_default ());
    }
  g_signal_connect_data (choice->chooser, "response", G_CALLBACK (response_cb), g_object_ref (task), unref_task, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (choice->chooser));
}

/**
 * lk_file_dialog_save_async:
 * @parent: a widget in the window that the chooser belongs to
 * @title: its title
 * @accept_label: the label of the button that accepts
 * @name: the file name that it proposes
 * @folder: (nullable): where it starts
 * @cancellable: (nullable): what closes it
 * @callback: what is called with the answer
 * @user_data: for @callback
 *
 * Asks where a file shall be saved; a file that exists is asked about too. Shaped like gtk_file_dialog_save() (GTK 4.10),
 * with a #GtkFileChooserNative, which asks the portal where there is one.
 */
void
lk_file_dialog_save_async (GtkWidget           *parent,
                           const char          *title,
                           const char          *accept_label,
                           const char          *name,
                           GFile               *folder,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  GTask *task;
  Choice *choice;

  g_return_if_fail (GTK_IS_WIDGET (parent));

  task = create_task (parent, lk_file_dialog_save_async, GTK_FILE_CHOOSER_ACTION_SAVE, title, accept_label, cancellable,
                      callback, user_data);
  if (task == NULL)
    return;

  choice = g_task_get_task_data (task);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (choice->chooser), name);
  if (folder != NULL)
    gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (choice->chooser), folder, NULL);
  show (task);
}

/**
 * lk_file_dialog_open_async:
 * @parent: a widget in the window that the chooser belongs to
 * @title: its title
 * @accept_label: the label of the button that accepts
 * @proposed: (nullable): a file that is chosen at first
 * @cancellable: (nullable): what closes it
 * @callback: what is called with the answer
 * @user_data: for @callback
 *
 * Asks which file shall be opened. Shaped like gtk_file_dialog_open() (GTK 4.10).
 */
void
lk_file_dialog_open_async (GtkWidget           *parent,
                           const char          *title,
                           const char          *accept_label,
                           GFile               *proposed,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  GTask *task;
  Choice *choice;

  g_return_if_fail (GTK_IS_WIDGET (parent));

  task = create_task (parent, lk_file_dialog_open_async, GTK_FILE_CHOOSER_ACTION_OPEN, title, accept_label, cancellable,
                      callback, user_data);
  if (task == NULL)
    return;

  choice = g_task_get_task_data (task);
  if (proposed != NULL)
    gtk_file_chooser_set_file (GTK_FILE_CHOOSER (choice->chooser), proposed, NULL);
  show (task);
}

G_GNUC_END_IGNORE_DEPRECATIONS

/**
 * lk_file_dialog_save_finish:
 * @parent: the widget
 * @result: what the callback was given
 * @error: return location for %G_IO_ERROR_CANCELLED, also when nothing was chosen
 *
 * Takes the answer.
 *
 * Returns: (transfer full): the file, or %NULL with @error set
 */
GFile *
lk_file_dialog_save_finish (GtkWidget     *parent,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, parent), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_file_dialog_save_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * lk_file_dialog_open_finish:
 * @parent: the widget
 * @result: what the callback was given
 * @error: return location for %G_IO_ERROR_CANCELLED, also when nothing was chosen
 *
 * Takes the answer.
 *
 * Returns: (transfer full): the file, or %NULL with @error set
 */
GFile *
lk_file_dialog_open_finish (GtkWidget     *parent,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, parent), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_file_dialog_open_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
