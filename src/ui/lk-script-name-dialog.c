/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-script-name-dialog.h"

#include "lk-keyring-actions.h"
#include "lk-secret-attributes.h"
#include "lk-undo.h"

#include <glib/gi18n-lib.h>

/* A stored token of either kind. */
typedef struct
{
  LkInventory   *inventory; /* NULL: a Pulsar token */
  LkAppToken    *app;
  LkStreaming   *streaming; /* NULL: an application token */
  LkPulsarToken *pulsar;
} Target;

/**
 * LkScriptNameDialog:
 *
 * Asks for the name by which scripts find a stored token. No name at all is right too: then it is found by its id.
 */
struct _LkScriptNameDialog
{
  LkDialog      parent_instance;

  Target       *target;
  GCancellable *cancellable; /* ends with the dialog */
  char         *before;      /* the name when it was opened; NULL: none */

  AdwEntryRow  *name_row;
  GtkLabel     *message;
};

G_DEFINE_FINAL_TYPE (LkScriptNameDialog, lk_script_name_dialog, LK_TYPE_DIALOG)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static Target *
target_new (LkInventory   *inventory,
            LkAppToken    *app,
            LkStreaming   *streaming,
            LkPulsarToken *pulsar)
{
  Target *target = g_new0 (Target, 1);

  g_set_object (&target->inventory, inventory);
  g_set_object (&target->app, app);
  g_set_object (&target->streaming, streaming);
  g_set_object (&target->pulsar, pulsar);

  return target;
}

static void
target_free (Target *target)
{
  g_clear_object (&target->inventory);
  g_clear_object (&target->app);
  g_clear_object (&target->streaming);
  g_clear_object (&target->pulsar);
  g_free (target);
}

static void
set_name (Target              *target,
          const char          *name,
          GCancellable        *cancellable,
          GAsyncReadyCallback  callback,
          gpointer             user_data)
{
  if (target->inventory != NULL)
    lk_inventory_set_script_name_async (target->inventory, target->app, name, cancellable, callback, user_data);
  else
    lk_streaming_set_script_name_async (target->streaming, target->pulsar, name, cancellable, callback, user_data);
}

static gboolean
set_name_finish (GObject       *source,
                 GAsyncResult  *result,
                 GError       **error)
{
  return LK_IS_INVENTORY (source) ? lk_inventory_set_script_name_finish (LK_INVENTORY (source), result, error)
                                  : lk_streaming_set_script_name_finish (LK_STREAMING (source), result, error);
}

static void
say (LkScriptNameDialog *self,
     const char         *text)
{
  gtk_label_set_label (self->message, text);
  gtk_widget_set_visible (GTK_WIDGET (self->message), *text != '\0');
  if (*text != '\0')
    gtk_widget_add_css_class (GTK_WIDGET (self->name_row), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->name_row), "error");
}

static void
changed_cb (LkScriptNameDialog *self)
{
  say (self, "");
}

static void
named_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  LkScriptNameDialog *self = user_data;
  g_autoptr (GError) error = NULL;

  set_name_finish (source, result, &error);
  /* Cancelled: the dialog is gone, so @self must not be touched. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (error != NULL)
    {
      say (self, error->message);
      gtk_widget_action_set_enabled (GTK_WIDGET (self), "script-name.save", TRUE);
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
  LkScriptNameDialog *self = LK_SCRIPT_NAME_DIALOG (widget);
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_row))));
  const char *name = *text != '\0' ? text : NULL;

  if (g_strcmp0 (name, self->before) == 0)
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }

  say (self, "");
  gtk_widget_action_set_enabled (widget, "script-name.save", FALSE);
  set_name (self->target, name, self->cancellable, named_cb, self);
}

static void
apply_cb (LkScriptNameDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "script-name.save", NULL);
}

static void
lk_script_name_dialog_dispose (GObject *object)
{
  LkScriptNameDialog *self = LK_SCRIPT_NAME_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (lk_script_name_dialog_parent_class)->dispose (object);
}

static void
lk_script_name_dialog_finalize (GObject *object)
{
  LkScriptNameDialog *self = LK_SCRIPT_NAME_DIALOG (object);

  g_clear_pointer (&self->target, target_free);
  g_clear_pointer (&self->before, g_free);

  G_OBJECT_CLASS (lk_script_name_dialog_parent_class)->finalize (object);
}

static void
lk_script_name_dialog_class_init (LkScriptNameDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_script_name_dialog_dispose;
  object_class->finalize = lk_script_name_dialog_finalize;

  /**
   * LkScriptNameDialog::changed:
   * @self: the dialog
   * @before: (nullable): what the name was
   *
   * The name was written; the dialog closes after this.
   */
  signals[CHANGED] = g_signal_new ("changed", LK_TYPE_SCRIPT_NAME_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                   1, G_TYPE_STRING);

  gtk_widget_class_install_action (widget_class, "script-name.save", NULL, save_action);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-script-name-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LkScriptNameDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, LkScriptNameDialog, message);
  gtk_widget_class_bind_template_callback (widget_class, apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
lk_script_name_dialog_init (LkScriptNameDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* What a change can be taken back with. */
typedef struct
{
  Target *target;
  char   *name; /* NULL: none */
} Undo;

static void
undo_free (gpointer data)
{
  Undo *undo = data;

  target_free (undo->target);
  g_free (undo->name);
  g_free (undo);
}

static void
undone_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GtkWidget) widget = GTK_WIDGET (user_data);
  g_autoptr (GError) error = NULL;

  /* The window may be gone by now. */
  if (!set_name_finish (source, result, &error) && gtk_widget_get_root (widget) != NULL)
    lk_keyring_actions_show_error (widget, _("The Script Name Could Not Be Changed"), error);
}

static void
undo_cb (GtkWidget *widget,
         gpointer   user_data)
{
  Undo *undo = user_data;

  set_name (undo->target, undo->name, NULL, undone_cb, g_object_ref (widget));
}

static void
offer_undo_cb (LkScriptNameDialog *self,
               const char         *before,
               GtkWidget          *widget)
{
  Undo *undo = g_new0 (Undo, 1);

  undo->target = target_new (self->target->inventory, self->target->app, self->target->streaming, self->target->pulsar);
  undo->name = g_strdup (before);
  lk_undo_offer (widget, _("Script name changed"), undo_cb, undo, undo_free);
}

static void
edit (GtkWidget  *widget,
      Target     *owned_target,
      const char *name,
      const char *title)
{
  LkScriptNameDialog *self = g_object_new (LK_TYPE_SCRIPT_NAME_DIALOG, NULL);
  g_autofree char *proposal = lk_script_name_from_text (title);

  self->target = owned_target;
  self->before = g_strdup (name);
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), name != NULL ? name : proposal != NULL ? proposal : "");
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
  gtk_editable_select_region (GTK_EDITABLE (self->name_row), 0, -1);
  say (self, "");
  g_signal_connect_object (self, "changed", G_CALLBACK (offer_undo_cb), widget, 0);
  lk_dialog_present (LK_DIALOG (self), widget);
}

/**
 * lk_script_name_dialog_edit:
 * @widget: a widget in an #AdwToastOverlay
 * @inventory: an inventory
 * @token: one of its tokens, which is stored
 *
 * Asks for the script name of an application token, and says that it was changed in a toast that can take it back.
 */
void
lk_script_name_dialog_edit (GtkWidget   *widget,
                            LkInventory *inventory,
                            LkAppToken  *token)
{
  g_return_if_fail (LK_IS_INVENTORY (inventory));
  g_return_if_fail (LK_IS_APP_TOKEN (token));

  edit (widget, target_new (inventory, token, NULL, NULL), lk_app_token_get_script_name (token), lk_app_token_get_title (token));
}

/**
 * lk_script_name_dialog_edit_pulsar:
 * @widget: a widget in an #AdwToastOverlay
 * @streaming: the streaming half of an account
 * @token: one of its tokens, which is stored
 *
 * The same for a Pulsar token.
 */
void
lk_script_name_dialog_edit_pulsar (GtkWidget     *widget,
                                   LkStreaming   *streaming,
                                   LkPulsarToken *token)
{
  g_return_if_fail (LK_IS_STREAMING (streaming));
  g_return_if_fail (LK_IS_PULSAR_TOKEN (token));

  edit (widget, target_new (NULL, NULL, streaming, token), lk_pulsar_token_get_script_name (token),
        lk_pulsar_token_get_title (token));
}
