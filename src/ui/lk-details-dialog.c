/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-details-dialog.h"

#include "lk-astra-error.h"
#include "lk-clipboard.h"
#include "lk-toast.h"

#include <glib/gi18n-lib.h>

/**
 * LkDetailsDialog:
 *
 * What Astra answered, for whoever looks for the cause of an error: its status and its words, without any secret.
 */
struct _LkDetailsDialog
{
  LkDialog         parent_instance;

  AdwToastOverlay *toasts;
  GtkLabel        *sentence;
  GtkLabel        *answer;
};

G_DEFINE_FINAL_TYPE (LkDetailsDialog, lk_details_dialog, LK_TYPE_DIALOG)

static void
copy_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  LkDetailsDialog *self = LK_DETAILS_DIALOG (widget);

  lk_clipboard_copy_text (widget, gtk_label_get_label (self->answer));
  lk_toast_show (self->toasts, lk_toast_new (_("Details copied")));
}

static void
lk_details_dialog_class_init (LkDetailsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_install_action (widget_class, "details.copy", NULL, copy_action);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-details-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LkDetailsDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, LkDetailsDialog, sentence);
  gtk_widget_class_bind_template_child (widget_class, LkDetailsDialog, answer);
}

static void
lk_details_dialog_init (LkDetailsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lk_details_dialog_has_details:
 * @error: (nullable): what went wrong
 *
 * Returns: whether there is more to show of it than its message
 */
gboolean
lk_details_dialog_has_details (const GError *error)
{
  return lk_astra_error_get_status (error) != 0;
}

/**
 * lk_details_dialog_ask:
 * @widget: a widget in the window that the dialog belongs to
 * @error: what went wrong, with details
 *
 * Opens the dialog.
 */
void
lk_details_dialog_ask (GtkWidget    *widget,
                       const GError *error)
{
  g_autofree char *details = lk_astra_error_create_details (error);
  LkDetailsDialog *self;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (details != NULL);

  self = g_object_new (LK_TYPE_DETAILS_DIALOG, NULL);
  gtk_label_set_label (self->sentence, error->message);
  gtk_label_set_label (self->answer, details);
  lk_dialog_present (LK_DIALOG (self), widget);
}
