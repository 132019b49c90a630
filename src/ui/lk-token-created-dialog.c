/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-token-created-dialog.h"

#include "lk-announce.h"
#include "lk-banner.h"
#include "lk-confirm.h"
#include "lk-format.h"
#include "lk-keyring-actions.h"
#include "lk-save-dialog.h"
#include "lk-secret-attributes.h"
#include "lk-toast.h"
#include "lk-token-actions.h"
#include "lk-token-check.h"

#include <glib/gi18n-lib.h>

/**
 * LkTokenCreatedDialog:
 *
 * Hands a new token over. The secrets stay in the #LkIssue: they go from there to the clipboard and into no widget. While
 * they are not in the keyring the dialog closes only after asking.
 */
struct _LkTokenCreatedDialog
{
  LkDialog         parent_instance;

  LkIssue         *issue;
  LkInventory     *inventory;
  GCancellable    *cancellable;
  gboolean         stored;
  gboolean         storing;
  gboolean         asking;

  LkBanner        *banner;
  GtkWidget       *stored_label;
  GtkWidget       *scripts_group;
  GtkWidget       *copy_token_button;
  GtkWidget       *done_button;
  GtkWidget       *later_button;
  GtkWidget       *discard_button;
  GtkLabel        *works_label;
  GtkLabel        *client_id_label;
  GtkLabel        *expires_label;
  GtkLabel        *command_label;
  AdwToastOverlay *toasts;
};

G_DEFINE_FINAL_TYPE (LkTokenCreatedDialog, lk_token_created_dialog, LK_TYPE_DIALOG)

enum
{
  PROP_0,
  PROP_STORED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* Sealed on the disk, it is stored as soon as the keyring takes it. */
static gboolean
is_in_escrow (LkTokenCreatedDialog *self)
{
  return !self->stored && lk_issue_is_in_escrow (self->issue);
}

static void
update_stored (LkTokenCreatedDialog *self)
{
  LkAppToken *token = lk_issue_get_app_token (self->issue);

  gtk_widget_set_visible (self->stored_label, self->stored);
  gtk_widget_set_visible (self->scripts_group, self->stored && token != NULL);
  gtk_widget_set_visible (self->done_button, self->stored);
  gtk_widget_set_visible (self->later_button, is_in_escrow (self));
  gtk_widget_set_visible (self->discard_button, !self->stored && !is_in_escrow (self));
  lk_banner_set_revealed (self->banner, !self->stored);
  gtk_widget_set_sensitive (GTK_WIDGET (self->banner), !self->storing);

  if (self->stored && token != NULL)
    {
      g_autofree char *command = lk_token_actions_create_command (self->inventory, token, LK_SECRET_FIELD_TOKEN);

      gtk_label_set_label (self->command_label, command);
    }
}

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  LkTokenCreatedDialog *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  lk_token_check_finish (result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (error == NULL)
    text = g_strdup (_("Works: Astra accepted the new token"));
  else
    /* Translators: %s is the reason, a sentence */
    text = g_strdup_printf (_("Could not be checked: %s"), error->message);
  gtk_label_set_label (self->works_label, text);
  lk_announce (GTK_WIDGET (self->works_label), text);
}

/* Takes the outcome of one more try, and the reference that it held. */
static void
storing_ended (LkTokenCreatedDialog *owned_self,
               const GError         *error)
{
  g_autoptr (LkTokenCreatedDialog) self = owned_self;
  GtkWidget *widget = GTK_WIDGET (self);

  self->stored = error == NULL;
  self->storing = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STORED]);

  /* Without a window left, only the reference is. */
  if (gtk_widget_get_root (widget) == NULL || !gtk_widget_get_mapped (widget))
    return;

  update_stored (self);
  if (error != NULL)
    lk_keyring_actions_show_error (widget, _("The Keyring Did Not Take the Secret"), error);
}

static void
stored_again_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  lk_issue_store_again_finish (LK_ISSUE (source), result, &error);
  storing_ended (LK_TOKEN_CREATED_DIALOG (user_data), error);
}

static void
unlocked_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  LkTokenCreatedDialog *self = LK_TOKEN_CREATED_DIALOG (user_data);
  g_autoptr (GError) error = NULL;

  if (lk_keyring_unlock_finish (LK_KEYRING (source), result, &error))
    lk_issue_store_again_async (self->issue, NULL, stored_again_cb, self);
  else
    storing_ended (self, error);
}

static void
banner_clicked_cb (LkTokenCreatedDialog *self)
{
  if (self->storing || self->stored)
    return;

  self->storing = TRUE;
  update_stored (self);
  /* Asks for nothing where it is unlocked. */
  lk_keyring_unlock_async (lk_office_get_keyring (lk_inventory_get_office (self->inventory)), NULL, unlocked_cb,
                           g_object_ref (self));
}

static void
copy_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  LkTokenCreatedDialog *self = LK_TOKEN_CREATED_DIALOG (widget);
  const char *what = g_variant_get_string (parameter, NULL);
  LkShell shell = g_str_has_suffix (what, "-fish") ? LK_SHELL_FISH : LK_SHELL_SH;
  LkAppToken *token = lk_issue_get_app_token (self->issue);

  if (g_str_equal (what, "token") && lk_issue_get_token (self->issue) != NULL)
    lk_token_actions_copy_value (widget, lk_issue_get_token (self->issue), LK_SECRET_FIELD_TOKEN);
  else if (g_str_equal (what, "client-secret") && lk_issue_get_client_secret (self->issue) != NULL)
    lk_token_actions_copy_value (widget, lk_issue_get_client_secret (self->issue), LK_SECRET_FIELD_CLIENT_SECRET);
  else if (g_str_equal (what, "client-id") && lk_issue_get_client_id (self->issue) != NULL)
    lk_token_actions_copy_text (widget, lk_issue_get_client_id (self->issue), _("Client ID copied"));
  else if (token != NULL && g_str_equal (what, "command"))
    {
      g_autofree char *command = lk_token_actions_create_command (self->inventory, token, LK_SECRET_FIELD_TOKEN);

      lk_token_actions_copy_text (widget, command, _("Command copied"));
    }
  else if (token != NULL && g_str_has_prefix (what, "environment-line"))
    {
      lk_token_actions_copy_line (widget, self->inventory, token, shell);
    }
  else if (g_str_has_prefix (what, "value-line") && lk_issue_get_token (self->issue) != NULL)
    {
      lk_token_actions_copy_value_line (widget, lk_issue_get_token (self->issue), shell);
    }
}

static void
save_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  LkTokenCreatedDialog *self = LK_TOKEN_CREATED_DIALOG (widget);
  LkAppToken *token = lk_issue_get_app_token (self->issue);

  if (token != NULL)
    lk_save_dialog_ask (widget, self->toasts, self->inventory, token, lk_issue_get_token (self->issue),
                        lk_issue_get_client_secret (self->issue));
}

static void
toast_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  LkTokenCreatedDialog *self = LK_TOKEN_CREATED_DIALOG (widget);

  lk_toast_show (self->toasts, lk_toast_new (g_variant_get_string (parameter, NULL)));
}

static void
discard_answered_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  LkTokenCreatedDialog *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *response = lk_confirm_finish (GTK_WIDGET (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self->asking = FALSE;
  if (g_strcmp0 (response, "discard") == 0 && !self->storing)
    gtk_window_destroy (GTK_WINDOW (self));
}

static void
tell_later (LkTokenCreatedDialog *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.toast", "s",
                                _("The secret is kept sealed on this computer, and stored once the keyring takes it"));
}

static gboolean
lk_token_created_dialog_close_request (GtkWindow *window)
{
  LkTokenCreatedDialog *self = LK_TOKEN_CREATED_DIALOG (window);
  const LkConfirmResponse responses[] = {
    { "keep", _("_Keep"), LK_CONFIRM_DEFAULT },
    { "discard", _("_Discard Secret"), LK_CONFIRM_DESTRUCTIVE },
  };

  if (self->storing)
    return GDK_EVENT_STOP;
  if (is_in_escrow (self))
    tell_later (self);
  if (self->stored || is_in_escrow (self))
    return GTK_WINDOW_CLASS (lk_token_created_dialog_parent_class)->close_request (window);

  if (!self->asking)
    {
      self->asking = TRUE;
      lk_confirm_async (GTK_WIDGET (self), _("Discard the Secret?"),
                        _("Astra shows it only once. Without it the token is of no use and can only be deleted."),
                        responses, G_N_ELEMENTS (responses), "keep", "keep", self->cancellable, discard_answered_cb, self);
    }

  return GDK_EVENT_STOP;
}

static void
lk_token_created_dialog_dispose (GObject *object)
{
  LkTokenCreatedDialog *self = LK_TOKEN_CREATED_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->issue);
  g_clear_object (&self->inventory);

  G_OBJECT_CLASS (lk_token_created_dialog_parent_class)->dispose (object);
}

static void
lk_token_created_dialog_get_property (GObject    *object,
                                      guint       prop_id,
                                      GValue     *value,
                                      GParamSpec *pspec)
{
  LkTokenCreatedDialog *self = LK_TOKEN_CREATED_DIALOG (object);

  switch (prop_id)
    {
    case PROP_STORED:
      g_value_set_boolean (value, self->stored);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_token_created_dialog_class_init (LkTokenCreatedDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_token_created_dialog_dispose;
  object_class->get_property = lk_token_created_dialog_get_property;
  GTK_WINDOW_CLASS (klass)->close_request = lk_token_created_dialog_close_request;

  /**
   * LkTokenCreatedDialog:stored:
   *
   * Whether the secret is in the keyring.
   */
  properties[PROP_STORED] =
    g_param_spec_boolean ("stored", NULL, NULL,
                          FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "created.copy", "s", copy_action);
  gtk_widget_class_install_action (widget_class, "created.save", NULL, save_action);
  /* The same name as the main window's, since that one is not reached from here. */
  gtk_widget_class_install_action (widget_class, "win.toast", "s", toast_action);

  g_type_ensure (LK_TYPE_BANNER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/latchkey_app/Latchkey/lk-token-created-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LkTokenCreatedDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, LkTokenCreatedDialog, stored_label);
  gtk_widget_class_bind_template_child (widget_class, LkTokenCreatedDialog, scripts_group);
  gtk_widget_class_bind_template_child (widget_class, LkTokenCreatedDialog, copy_token_button);
  gtk_widget_class_bind_template_child (widget_class, LkTokenCreatedDialog, done_button);
  gtk_widget_class_bind_template_child (widget_class, LkTokenCreatedDialog, later_button);
  gtk_widget_class_bind_template_child (widget_class, LkTokenCreatedDialog, discard_button);
  gtk_widget_class_bind_template_child (widget_class, LkTokenCreatedDialog, works_label);
  gtk_widget_class_bind_template_child (widget_class, LkTokenCreatedDialog, client_id_label);
  gtk_widget_class_bind_template_child (widget_class, LkTokenCreatedDialog, expires_label);
  gtk_widget_class_bind_template_child (widget_class, LkTokenCreatedDialog, command_label);
  gtk_widget_class_bind_template_child (widget_class, LkTokenCreatedDialog, toasts);
  gtk_widget_class_bind_template_callback (widget_class, banner_clicked_cb);
}

static void
lk_token_created_dialog_init (LkTokenCreatedDialog *self)
{
  self->cancellable = g_cancellable_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lk_token_created_dialog_new:
 * @issue: what made the token; it holds the secrets
 * @inventory: the inventory that the token is in
 * @expiry: (nullable): when the token expires
 * @stored: whether the secret is in the keyring
 *
 * Creates the dialog. As with every window, GTK owns the first reference until it is destroyed.
 *
 * Returns: (transfer none): the dialog, for lk_dialog_present()
 */
LkDialog *
lk_token_created_dialog_new (LkIssue     *issue,
                             LkInventory *inventory,
                             GDateTime   *expiry,
                             gboolean     stored)
{
  LkTokenCreatedDialog *self;
  g_autofree char *expires = NULL;

  g_return_val_if_fail (LK_IS_ISSUE (issue), NULL);
  g_return_val_if_fail (LK_IS_INVENTORY (inventory), NULL);

  self = g_object_new (LK_TYPE_TOKEN_CREATED_DIALOG, NULL);
  self->issue = g_object_ref (issue);
  self->inventory = g_object_ref (inventory);
  self->stored = stored;

  expires = expiry != NULL ? lk_format_date_and_time (expiry) : g_strdup (C_ ("expiry", "Never"));
  gtk_label_set_label (self->expires_label, expires);
  gtk_label_set_label (self->client_id_label, lk_issue_get_client_id (issue));
  update_stored (self);
  gtk_widget_grab_focus (self->copy_token_button);
  if (lk_issue_get_token (issue) != NULL)
    lk_token_check_async (lk_inventory_get_office (inventory), lk_inventory_get_account (inventory),
                          lk_issue_get_token (issue), TRUE, self->cancellable, checked_cb, self);

  return LK_DIALOG (self);
}

/**
 * lk_token_created_dialog_get_safe:
 * @self: a dialog
 *
 * Returns: whether the secret is in the keyring or in escrow; else this dialog holds the only copy
 */
gboolean
lk_token_created_dialog_get_safe (LkTokenCreatedDialog *self)
{
  g_return_val_if_fail (LK_IS_TOKEN_CREATED_DIALOG (self), TRUE);

  return self->stored || is_in_escrow (self);
}

/**
 * lk_token_created_dialog_get_stored:
 * @self: a dialog
 *
 * Returns: whether the secret is in the keyring
 */
gboolean
lk_token_created_dialog_get_stored (LkTokenCreatedDialog *self)
{
  g_return_val_if_fail (LK_IS_TOKEN_CREATED_DIALOG (self), TRUE);

  return self->stored;
}
