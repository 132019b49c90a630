/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-note-dialog.h"

#include "lk-undo.h"

#include <glib/gi18n-lib.h>

/**
 * LkNoteDialog:
 *
 * Asks for a note on a token, which is kept here and not at the service.
 */
struct _LkNoteDialog
{
  LkDialog      parent_instance;

  GObject      *owner;       /* LkInventory or LkStreaming */
  GObject      *token;       /* LkAppToken or LkPulsarToken */
  GCancellable *cancellable; /* ends with the dialog */
  char         *before;      /* what the note was when it was saved; NULL: none, or not saved */

  AdwEntryRow  *note_row;
  GtkLabel     *message;
};

G_DEFINE_FINAL_TYPE (LkNoteDialog, lk_note_dialog, LK_TYPE_DIALOG)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What a change can be taken back with. */
typedef struct
{
  GObject *owner;
  GObject *token;
  char    *note; /* NULL: none */
} Undo;

static char *
dup_note (GObject *token)
{
  char *note;

  g_object_get (token, "note", &note, NULL);

  return note;
}

static void
set_note (GObject             *owner,
          GObject             *token,
          const char          *note,
          GCancellable        *cancellable,
          GAsyncReadyCallback  callback,
          gpointer             user_data)
{
  if (LK_IS_INVENTORY (owner))
    lk_inventory_set_note_async (LK_INVENTORY (owner), LK_APP_TOKEN (token), note, cancellable, callback, user_data);
  else
    lk_streaming_set_note_async (LK_STREAMING (owner), LK_PULSAR_TOKEN (token), note, cancellable, callback, user_data);
}

static void
undo_free (gpointer data)
{
  Undo *undo = data;

  g_clear_object (&undo->owner);
  g_clear_object (&undo->token);
  g_free (undo->note);
  g_free (undo);
}

static void
say_nothing (LkNoteDialog *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->message), FALSE);
  gtk_widget_remove_css_class (GTK_WIDGET (self->note_row), "error");
}

static void
noted_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  LkNoteDialog *self = user_data;
  g_autoptr (GError) error = NULL;

  if (LK_IS_INVENTORY (source))
    lk_inventory_set_note_finish (LK_INVENTORY (source), result, &error);
  else
    lk_streaming_set_note_finish (LK_STREAMING (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (error != NULL)
    {
      gtk_label_set_label (self->message, error->message);
      gtk_widget_set_visible (GTK_WIDGET (self->message), TRUE);
      gtk_widget_add_css_class (GTK_WIDGET (self->note_row), "error");
      gtk_widget_action_set_enabled (GTK_WIDGET (self), "note.save", TRUE);
      return;
    }

  g_signal_emit (self, signals[CHANGED], 0, self->before);
  gtk_window_close (GTK_WINDOW (self));
}

static void
save_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  LkNoteDialog *self = LK_NOTE_DIALOG (widget);

  say_nothing (self);
  gtk_widget_action_set_enabled (widget, "note.save", FALSE);
  g_free (self->before);
  self->before = dup_note (self->token);
  set_note (self->owner, self->token, gtk_editable_get_text (GTK_EDITABLE (self->note_row)), self->cancellable, noted_cb,
            self);
}

static void
apply_cb (LkNoteDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "note.save", NULL);
}

static void
lk_note_dialog_dispose (GObject *object)
{
  LkNoteDialog *self = LK_NOTE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->owner);
  g_clear_object (&self->token);

  G_OBJECT_CLASS (lk_note_dialog_parent_class)->dispose (object);
}

static void
lk_note_dialog_finalize (GObject *object)
{
  LkNoteDialog *self = LK_NOTE_DIALOG (object);

  g_clear_pointer (&self->before, g_free);

  G_OBJECT_CLASS (lk_note_dialog_parent_class)->finalize (object);
}

static void
lk_note_dialog_class_init (LkNoteDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_note_dialog_dispose;
  object_class->finalize = lk_note_dialog_finalize;

  /**
   * LkNoteDialog::changed:
   * @self: the dialog
   * @before: (nullable): what the note was
   *
   * The note was written; the dialog closes after this.
   */
  signals[CHANGED] = g_signal_new ("changed", LK_TYPE_NOTE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                   1, G_TYPE_STRING);

  gtk_widget_class_install_action (widget_class, "note.save", NULL, save_action);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-note-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LkNoteDialog, note_row);
  gtk_widget_class_bind_template_child (widget_class, LkNoteDialog, message);
  gtk_widget_class_bind_template_callback (widget_class, apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, say_nothing);
}

static void
lk_note_dialog_init (LkNoteDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
undo_cb (GtkWidget *widget,
         gpointer   user_data)
{
  Undo *undo = user_data;

  set_note (undo->owner, undo->token, undo->note, NULL, NULL, NULL);
}

static void
changed_cb (LkNoteDialog *self,
            const char   *before,
            GtkWidget    *widget)
{
  g_autofree char *note = dup_note (self->token);
  Undo *undo;

  if (g_strcmp0 (before, note) == 0)
    return;

  undo = g_new0 (Undo, 1);
  undo->owner = g_object_ref (self->owner);
  undo->token = g_object_ref (self->token);
  undo->note = g_strdup (before);
  lk_undo_offer (widget, _("Note changed"), undo_cb, undo, undo_free);
}

static void
edit (GtkWidget *widget,
      GObject   *owner,
      GObject   *token)
{
  LkNoteDialog *self = g_object_new (LK_TYPE_NOTE_DIALOG, NULL);
  g_autofree char *note = dup_note (token);

  self->owner = g_object_ref (owner);
  self->token = g_object_ref (token);
  gtk_editable_set_text (GTK_EDITABLE (self->note_row), note != NULL ? note : "");
  say_nothing (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->note_row));
  gtk_editable_set_position (GTK_EDITABLE (self->note_row), -1);

  g_signal_connect_object (self, "changed", G_CALLBACK (changed_cb), widget, 0);
  lk_dialog_present (LK_DIALOG (self), widget);
}

/**
 * lk_note_dialog_edit:
 * @widget: a widget in an #AdwToastOverlay
 * @inventory: an inventory
 * @token: one of its tokens
 *
 * Asks for a note above @widget, and says that it was changed in a toast that can take it back.
 */
void
lk_note_dialog_edit (GtkWidget   *widget,
                     LkInventory *inventory,
                     LkAppToken  *token)
{
  g_return_if_fail (LK_IS_INVENTORY (inventory));
  g_return_if_fail (LK_IS_APP_TOKEN (token));

  edit (widget, G_OBJECT (inventory), G_OBJECT (token));
}

/**
 * lk_note_dialog_edit_pulsar:
 * @widget: a widget in an #AdwToastOverlay
 * @streaming: the streaming half of an account
 * @token: one of its tokens
 *
 * Does the same for a Pulsar token.
 */
void
lk_note_dialog_edit_pulsar (GtkWidget     *widget,
                            LkStreaming   *streaming,
                            LkPulsarToken *token)
{
  g_return_if_fail (LK_IS_STREAMING (streaming));
  g_return_if_fail (LK_IS_PULSAR_TOKEN (token));

  edit (widget, G_OBJECT (streaming), G_OBJECT (token));
}
