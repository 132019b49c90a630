/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-setup-dialog.h"

#include "lk-clipboard.h"
#include "lk-setup-check.h"
#include "lk-setup-row.h"
#include "lk-toast.h"

#include <glib/gi18n-lib.h>

/**
 * LkSetupDialog:
 *
 * Whether keyring, accounts, clock and this computer are in order, and what to do if not: what `latchkey doctor` prints.
 */
struct _LkSetupDialog
{
  LkDialog         parent_instance;

  LkSetupCheck    *check;
  GCancellable    *cancellable;

  AdwToastOverlay *toasts;
  GtkListBox      *list;
};

G_DEFINE_FINAL_TYPE (LkSetupDialog, lk_setup_dialog, LK_TYPE_DIALOG)

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  return lk_setup_row_new (LK_SETUP_FINDING (item));
}

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (LkSetupDialog) self = user_data;

  /* It fails only when the dialog is closed. */
  if (lk_setup_check_run_finish (LK_SETUP_CHECK (source), result, NULL))
    {
      gtk_widget_action_set_enabled (GTK_WIDGET (self), "setup.check", TRUE);
      gtk_widget_action_set_enabled (GTK_WIDGET (self), "setup.copy", TRUE);
    }
}

static void
check (LkSetupDialog *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "setup.check", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "setup.copy", FALSE);
  lk_setup_check_run_async (self->check, self->cancellable, checked_cb, g_object_ref (self));
}

static void
check_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  check (LK_SETUP_DIALOG (widget));
}

/* For whoever is asked for help: it names accounts, and no secret. */
static void
copy_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  LkSetupDialog *self = LK_SETUP_DIALOG (widget);
  GListModel *findings = lk_setup_check_get_findings (self->check);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr (LkSetupFinding) finding = g_list_model_get_item (findings, i);

      /* Translators: %1$s is what was looked at, %2$s a sentence that says what was found */
      g_string_append_printf (text, _("%1$s: %2$s"), lk_setup_finding_get_title (finding),
                              lk_setup_finding_get_text (finding));
      g_string_append_c (text, '\n');
    }
  lk_clipboard_copy_text (widget, text->str);
  lk_toast_show (self->toasts, lk_toast_new (_("Findings copied")));
}

static void
lk_setup_dialog_dispose (GObject *object)
{
  LkSetupDialog *self = LK_SETUP_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->check);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (lk_setup_dialog_parent_class)->dispose (object);
}

static void
lk_setup_dialog_class_init (LkSetupDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_setup_dialog_dispose;

  gtk_widget_class_install_action (widget_class, "setup.check", NULL, check_action);
  gtk_widget_class_install_action (widget_class, "setup.copy", NULL, copy_action);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-setup-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LkSetupDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, LkSetupDialog, list);
}

static void
lk_setup_dialog_init (LkSetupDialog *self)
{
  self->cancellable = g_cancellable_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lk_setup_dialog_new:
 * @office: the accounts, with their keyring
 *
 * Creates the dialog, and begins to check. As with every window, GTK owns the first reference until it is destroyed.
 *
 * Returns: (transfer none): the dialog, for lk_dialog_present()
 */
LkDialog *
lk_setup_dialog_new (LkOffice *office)
{
  LkSetupDialog *self;
  g_autofree char *versions = NULL;

  g_return_val_if_fail (LK_IS_OFFICE (office), NULL);

  self = g_object_new (LK_TYPE_SETUP_DIALOG, NULL);
  versions = g_strdup_printf ("GTK %u.%u.%u, libadwaita %u.%u.%u", gtk_get_major_version (), gtk_get_minor_version (),
                              gtk_get_micro_version (), adw_get_major_version (), adw_get_minor_version (),
                              adw_get_micro_version ());
  self->check = lk_setup_check_new (lk_office_get_keyring (office), office, NULL, versions);
  gtk_list_box_bind_model (self->list, lk_setup_check_get_findings (self->check), create_row, NULL, NULL);
  check (self);

  return LK_DIALOG (self);
}
