/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-file-save.h"

#include "lk-file-dialog.h"
#include "lk-file-writer.h"
#include "lk-toast.h"
#include "lk-token-actions.h"

#include <glib/gi18n-lib.h>

/* What is written to a file that somebody chooses, in two actions: one asks where, another one writes. */

typedef struct
{
  char *action_name;
  char *token_id; /* NULL: it is about no single token */
} Question;

static void
question_free (Question *question)
{
  g_free (question->action_name);
  g_free (question->token_id);
  g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static void
chosen_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Question) question = user_data;
  GtkWidget *widget = GTK_WIDGET (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = lk_file_dialog_save_finish (widget, result, &error);
  g_autofree char *uri = NULL;

  if (file == NULL)
    return;

  uri = g_file_get_uri (file);
  if (question->token_id != NULL)
    gtk_widget_activate_action (widget, question->action_name, "(ss)", question->token_id, uri);
  else
    gtk_widget_activate_action (widget, question->action_name, "s", uri);
}

/**
 * lk_file_save_ask:
 * @widget: the widget that has the actions
 * @title: what the question is about
 * @accept_label: what its button does
 * @name: the name that is proposed
 * @action_name: the action that asks; the one with `-to` added to its name is told the address of the file
 * @token_id: (nullable): a token, which that is told before
 * @cancellable: (nullable): ends the question
 *
 * Asks where a file is to be.
 */
void
lk_file_save_ask (GtkWidget    *widget,
                  const char   *title,
                  const char   *accept_label,
                  const char   *name,
                  const char   *action_name,
                  const char   *token_id,
                  GCancellable *cancellable)
{
  Question *question = g_new0 (Question, 1);

  question->action_name = g_strconcat (action_name, "-to", NULL);
  question->token_id = g_strdup (token_id);
  lk_file_dialog_save_async (widget, title, accept_label, name, NULL, cancellable, chosen_cb, question);
}

/* In the window of @widget, which may be that itself. */
static AdwToastOverlay *
find_toasts (GtkWidget *widget)
{
  GtkWidget *toasts = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);

  if (toasts == NULL && ADW_IS_APPLICATION_WINDOW (widget))
    toasts = adw_application_window_get_content (ADW_APPLICATION_WINDOW (widget));

  return ADW_IS_TOAST_OVERLAY (toasts) ? ADW_TOAST_OVERLAY (toasts) : NULL;
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GtkWidget) widget = GTK_WIDGET (user_data);
  AdwToastOverlay *toasts;
  g_autoptr (GError) error = NULL;

  lk_file_writer_finish (G_FILE (source), result, &error);

  /* The window may be gone by now. */
  if (gtk_widget_get_root (widget) == NULL)
    return;

  toasts = find_toasts (widget);
  if (error != NULL)
    lk_token_actions_show_error (widget, _("The File Could Not Be Saved"), error->message);
  else if (toasts != NULL)
    lk_toast_show (toasts, lk_toast_new_saved (G_FILE (source)));
}

/**
 * lk_file_save_write:
 * @widget: a widget of the window that tells what came of it
 * @file: the file
 * @content: what shall be in it
 *
 * Writes a file, and says so or why not.
 */
void
lk_file_save_write (GtkWidget *widget,
                    GFile     *file,
                    GBytes    *content)
{
  /* Holds the widget on purpose: the outcome must be told. */
  lk_file_writer_replace_async (file, content, NULL, written_cb, g_object_ref (widget));
}
