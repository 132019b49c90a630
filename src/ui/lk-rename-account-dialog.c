/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-rename-account-dialog.h"

#include "lk-keyring-actions.h"
#include "lk-undo.h"

#include <glib/gi18n-lib.h>

/**
 * LkRenameAccountDialog:
 *
 * Asks what an account is to be called, here and not at the service.
 */
struct _LkRenameAccountDialog
{
  LkDialog      parent_instance;

  LkOffice     *office;
  LkAccount    *account;
  GCancellable *cancellable; /* ends with the dialog */
  char         *before;      /* what the name was when it was saved; NULL: none, or not saved */

  AdwEntryRow  *name_row;
  GtkLabel     *message;
};

G_DEFINE_FINAL_TYPE (LkRenameAccountDialog, lk_rename_account_dialog, LK_TYPE_DIALOG)

enum
{
  RENAMED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
say (LkRenameAccountDialog *self,
     const char            *text)
{
  gtk_label_set_label (self->message, text);
  gtk_widget_set_visible (GTK_WIDGET (self->message), *text != '\0');
  if (*text != '\0')
    gtk_widget_add_css_class (GTK_WIDGET (self->name_row), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->name_row), "error");
}

static void
changed_cb (LkRenameAccountDialog *self)
{
  say (self, "");
}

static void
renamed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  LkRenameAccountDialog *self = user_data;
  g_autoptr (GError) error = NULL;

  lk_office_rename_account_finish (LK_OFFICE (source), result, &error);
  /* Cancelled: the dialog is gone, so @self must not be touched. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (error != NULL)
    {
      say (self, error->message);
      gtk_widget_action_set_enabled (GTK_WIDGET (self), "rename.save", TRUE);
      return;
    }

  g_signal_emit (self, signals[RENAMED], 0, self->before);
  gtk_window_close (GTK_WINDOW (self));
}

static void
save_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  LkRenameAccountDialog *self = LK_RENAME_ACCOUNT_DIALOG (widget);
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_row))));

  if (*name == '\0')
    {
      say (self, _("An account needs a name"));
      gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
      return;
    }
  if (g_str_equal (name, lk_account_get_title (self->account)))
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }

  say (self, "");
  gtk_widget_action_set_enabled (widget, "rename.save", FALSE);
  g_free (self->before);
  self->before = g_strdup (lk_account_get_name (self->account));
  lk_office_rename_account_async (self->office, self->account, name, self->cancellable, renamed_cb, self);
}

static void
apply_cb (LkRenameAccountDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "rename.save", NULL);
}

static void
lk_rename_account_dialog_dispose (GObject *object)
{
  LkRenameAccountDialog *self = LK_RENAME_ACCOUNT_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->office);
  g_clear_object (&self->account);

  G_OBJECT_CLASS (lk_rename_account_dialog_parent_class)->dispose (object);
}

static void
lk_rename_account_dialog_finalize (GObject *object)
{
  LkRenameAccountDialog *self = LK_RENAME_ACCOUNT_DIALOG (object);

  g_clear_pointer (&self->before, g_free);

  G_OBJECT_CLASS (lk_rename_account_dialog_parent_class)->finalize (object);
}

static void
lk_rename_account_dialog_class_init (LkRenameAccountDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_rename_account_dialog_dispose;
  object_class->finalize = lk_rename_account_dialog_finalize;

  /**
   * LkRenameAccountDialog::renamed:
   * @self: the dialog
   * @before: (nullable): what the name was; %NULL for none, so that it was called as its organization
   *
   * The name was written; the dialog closes after this.
   */
  signals[RENAMED] = g_signal_new ("renamed", LK_TYPE_RENAME_ACCOUNT_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_install_action (widget_class, "rename.save", NULL, save_action);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/latchkey_app/Latchkey/lk-rename-account-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LkRenameAccountDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, LkRenameAccountDialog, message);
  gtk_widget_class_bind_template_callback (widget_class, apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
lk_rename_account_dialog_init (LkRenameAccountDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lk_rename_account_dialog_new:
 * @office: an office
 * @account: one of its accounts
 *
 * Creates the dialog with the name as it is, all of it selected.
 *
 * Returns: (transfer none): the dialog, owned by GTK, for lk_dialog_present()
 */
LkDialog *
lk_rename_account_dialog_new (LkOffice  *office,
                              LkAccount *account)
{
  LkRenameAccountDialog *self;

  g_return_val_if_fail (LK_IS_OFFICE (office), NULL);
  g_return_val_if_fail (LK_IS_ACCOUNT (account), NULL);

  self = g_object_new (LK_TYPE_RENAME_ACCOUNT_DIALOG, NULL);
  self->office = g_object_ref (office);
  self->account = g_object_ref (account);
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), lk_account_get_title (account));
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
  gtk_editable_select_region (GTK_EDITABLE (self->name_row), 0, -1);
  say (self, "");

  return LK_DIALOG (self);
}

/* What a change can be taken back with. */
typedef struct
{
  LkOffice *office;
  char     *account_id; /* the account may be another object by then */
  char     *name;       /* NULL: none */
} Undo;

static void
undo_free (gpointer data)
{
  Undo *undo = data;

  g_clear_object (&undo->office);
  g_free (undo->account_id);
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
  if (!lk_office_rename_account_finish (LK_OFFICE (source), result, &error) && gtk_widget_get_root (widget) != NULL)
    lk_keyring_actions_show_error (widget, _("The Account Could Not Be Renamed"), error);
}

static void
undo_cb (GtkWidget *widget,
         gpointer   user_data)
{
  Undo *undo = user_data;
  g_autoptr (LkAccount) account = lk_office_find_account (undo->office, undo->account_id);

  if (account != NULL)
    lk_office_rename_account_async (undo->office, account, undo->name != NULL ? undo->name : "", NULL, undone_cb,
                                    g_object_ref (widget));
}

static void
offer_undo_cb (LkRenameAccountDialog *self,
               const char            *before,
               GtkWidget             *widget)
{
  Undo *undo = g_new0 (Undo, 1);

  undo->office = g_object_ref (self->office);
  undo->account_id = g_strdup (lk_account_get_id (self->account));
  undo->name = g_strdup (before);
  lk_undo_offer (widget, _("Account renamed"), undo_cb, undo, undo_free);
}

/**
 * lk_rename_account_dialog_ask:
 * @widget: a widget in an #AdwToastOverlay
 * @office: an office
 * @account: one of its accounts
 *
 * Asks for a name above @widget, and says that it was changed in a toast that can take it back.
 */
void
lk_rename_account_dialog_ask (GtkWidget *widget,
                              LkOffice  *office,
                              LkAccount *account)
{
  LkDialog *dialog = lk_rename_account_dialog_new (office, account);

  g_signal_connect_object (dialog, "renamed", G_CALLBACK (offer_undo_cb), widget, 0);
  lk_dialog_present (dialog, widget);
}
