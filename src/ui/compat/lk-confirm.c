/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-confirm.h"

#include "lk-large-text.h"

#include <adwaita.h>

/* In a window of 360 px there is that much room. */
#define LARGE_TEXT_WIDTH 340

/* What stands between the dialog and the task, whichever of the three ends it. */
typedef struct
{
  GtkWindow *dialog; /* not owned; NULL once it has answered or is gone */
  GSource   *source; /* NULL without a cancellable */
} Confirm;

static void
confirm_free (Confirm *confirm)
{
  if (confirm->source != NULL)
    g_source_destroy (confirm->source);

  g_clear_pointer (&confirm->source, g_source_unref);
  g_free (confirm);
}

static const LkConfirmResponse *
find_response (const LkConfirmResponse *responses,
               gsize                    n_responses,
               const char              *id)
{
  for (gsize i = 0; i < n_responses; i++)
    {
      if (g_strcmp0 (responses[i].id, id) == 0)
        return &responses[i];
    }

  return NULL;
}

static gboolean
is_destructive (const LkConfirmResponse *responses,
                gsize                    n_responses,
                const char              *id)
{
  const LkConfirmResponse *response = find_response (responses, n_responses, id);

  return response != NULL && response->appearance == LK_CONFIRM_DESTRUCTIVE;
}

static void
response_cb (GtkWindow  *dialog,
             const char *response,
             GTask      *task)
{
  Confirm *confirm = g_task_get_task_data (task);

  if (confirm->dialog == NULL)
    return;

  confirm->dialog = NULL;
  g_task_return_pointer (task, g_strdup (response), g_free);
}

/* Destroyed without an answer: together with the parent's window, or as it was cancelled. */
static void
destroy_cb (GtkWindow *dialog,
            GTask     *task)
{
  Confirm *confirm = g_task_get_task_data (task);

  if (confirm->dialog == NULL)
    return;

  confirm->dialog = NULL;
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The dialog was closed unanswered");
}

static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  Confirm *confirm = user_data;

  if (confirm->dialog != NULL)
    gtk_window_destroy (confirm->dialog);

  return G_SOURCE_REMOVE;
}

static void
unref_task_cb (gpointer  data,
               GClosure *closure)
{
  g_object_unref (data);
}

/* A button with the focus takes Enter before the default does. Where the buttons stand one above the other, the first to
 * get the focus is the destructive one; and the dialog has other buttons then than before (measured with libadwaita
 * 1.2.2). */
static void
focus_default_cb (GtkWindow *dialog)
{
  GtkWidget *button = gtk_window_get_default_widget (dialog);

  if (button != NULL)
    gtk_widget_grab_focus (button);
}

G_GNUC_BEGIN_IGNORE_DEPRECATIONS /* AdwMessageDialog, since libadwaita 1.6 */

static GtkWindow *
create_dialog (GtkWidget               *parent,
               const char              *heading,
               const char              *body,
               const LkConfirmResponse *responses,
               gsize                    n_responses,
               const char              *default_response,
               const char              *close_response)
{
  static const AdwResponseAppearance appearances[] = {
    [LK_CONFIRM_DEFAULT] = ADW_RESPONSE_DEFAULT,
    [LK_CONFIRM_SUGGESTED] = ADW_RESPONSE_SUGGESTED,
    [LK_CONFIRM_DESTRUCTIVE] = ADW_RESPONSE_DESTRUCTIVE,
  };
  GtkRoot *root = parent != NULL ? gtk_widget_get_root (parent) : NULL;
  GtkWidget *dialog = adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, heading, NULL);
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);

  adw_message_dialog_set_heading_use_markup (message, FALSE);
  adw_message_dialog_set_body_use_markup (message, FALSE);
  adw_message_dialog_set_body (message, body != NULL ? body : "");

  for (gsize i = 0; i < n_responses; i++)
    {
      adw_message_dialog_add_response (message, responses[i].id, responses[i].label);
      adw_message_dialog_set_response_appearance (message, responses[i].id,
                                                  appearances[responses[i].appearance]);
    }

  adw_message_dialog_set_close_response (message, close_response);
  adw_message_dialog_set_default_response (message, default_response);
  /* Newer ones are narrower, which is too narrow for a button of two words (libadwaita 1.10). */
  if (lk_large_text_is_on (gtk_widget_get_display (dialog)))
    gtk_widget_set_size_request (dialog, LARGE_TEXT_WIDTH, -1);
  lk_large_text_fit (dialog);
  g_signal_connect (dialog, "notify::default-widget", G_CALLBACK (focus_default_cb), NULL);
  focus_default_cb (GTK_WINDOW (dialog));

  gtk_window_set_modal (GTK_WINDOW (dialog), TRUE);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);

  return GTK_WINDOW (dialog);
}

G_GNUC_END_IGNORE_DEPRECATIONS

/**
 * lk_confirm_async:
 * @parent: (nullable): a widget in the window that asks
 * @heading: the question
 * @body: (nullable): the explanation; neither is read as markup
 * @responses: (array length=n_responses): the buttons, in order; copied
 * @n_responses: how many there are, at least one
 * @default_response: (nullable): what <keycombo>Enter</keycombo> answers. Must not be destructive; %NULL means
 *   @close_response, unless that is destructive
 * @close_response: what <keycombo>Esc</keycombo> answers, one of @responses or an id of its own
 * @cancellable: (nullable): takes the dialog away
 * @callback: (nullable): called on the main thread once there is an answer
 * @user_data: for @callback
 *
 * Asks with an #AdwMessageDialog. Shaped like adw_alert_dialog_choose() (libadwaita 1.5).
 *
 * Keeps @parent alive until there is an answer; destroying its window counts as being cancelled.
 */
void
lk_confirm_async (GtkWidget               *parent,
                  const char              *heading,
                  const char              *body,
                  const LkConfirmResponse *responses,
                  gsize                    n_responses,
                  const char              *default_response,
                  const char              *close_response,
                  GCancellable            *cancellable,
                  GAsyncReadyCallback      callback,
                  gpointer                 user_data)
{
  g_autoptr (GTask) task = NULL;
  Confirm *confirm;

  g_return_if_fail (parent == NULL || GTK_IS_WIDGET (parent));
  g_return_if_fail (heading != NULL);
  g_return_if_fail (responses != NULL && n_responses > 0);
  g_return_if_fail (close_response != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));
  g_return_if_fail (default_response == NULL || find_response (responses, n_responses, default_response) != NULL);
  g_return_if_fail (!is_destructive (responses, n_responses, default_response));

  if (default_response == NULL &&
      find_response (responses, n_responses, close_response) != NULL &&
      !is_destructive (responses, n_responses, close_response))
    default_response = close_response;

  task = g_task_new (parent, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_confirm_async);

  if (g_task_return_error_if_cancelled (task))
    return;

  confirm = g_new0 (Confirm, 1);
  confirm->dialog = create_dialog (parent, heading, body, responses, n_responses,
                                   default_response, close_response);
  g_task_set_task_data (task, confirm, (GDestroyNotify) confirm_free);

  if (cancellable != NULL)
    {
      confirm->source = g_cancellable_source_new (cancellable);
      g_source_set_callback (confirm->source, G_SOURCE_FUNC (cancelled_cb), confirm, NULL);
      g_source_attach (confirm->source, g_task_get_context (task));
    }

  /* The dialog's handlers own the task: it ends with the dialog at the latest. */
  g_signal_connect_data (confirm->dialog, "response", G_CALLBACK (response_cb),
                         g_object_ref (task), unref_task_cb, 0);
  g_signal_connect_data (confirm->dialog, "destroy", G_CALLBACK (destroy_cb),
                         g_object_ref (task), unref_task_cb, 0);

  gtk_window_present (confirm->dialog);
}

/**
 * lk_confirm_finish:
 * @parent: (nullable): what was given to lk_confirm_async()
 * @result: what the callback was given
 * @error: return location for %G_IO_ERROR_CANCELLED, the only error there is
 *
 * Takes the answer to lk_confirm_async().
 *
 * Returns: (transfer full): the id of the response, or %NULL with @error set
 */
char *
lk_confirm_finish (GtkWidget     *parent,
                   GAsyncResult  *result,
                   GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, parent), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_confirm_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
