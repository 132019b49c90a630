/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-save-dialog.h"

#include "lk-file-dialog.h"
#include "lk-toast.h"
#include "lk-token-export.h"

#include <glib/gi18n-lib.h>

/**
 * LkSaveDialog:
 *
 * Writes a token into a file: asks in which form, then where. Where that fails it says why and stays.
 */
struct _LkSaveDialog
{
  LkDialog      parent_instance;

  LkInventory  *inventory;
  LkAppToken   *token;
  SecretValue  *secret;        /* NULL: both are read from the keyring */
  SecretValue  *client_secret; /* NULL: not at hand */
  GCancellable *cancellable;   /* ends with the dialog */
  char         *format;        /* as on the command line */
  GFile        *file;          /* NULL before one was chosen */

  GtkLabel     *message;
};

G_DEFINE_FINAL_TYPE (LkSaveDialog, lk_save_dialog, LK_TYPE_DIALOG)

enum
{
  PROP_0,
  PROP_FORMAT,
  N_PROPS
};

enum
{
  SAVED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static LkExportFormat
get_format (LkSaveDialog *self)
{
  LkExportFormat format = LK_EXPORT_PORTAL_JSON;

  lk_export_format_from_id (self->format, &format);

  return format;
}

static void
say (LkSaveDialog *self,
     const char   *message)
{
  gtk_label_set_label (self->message, message);
  gtk_widget_set_visible (GTK_WIDGET (self->message), *message != '\0');
}

/* Takes the outcome; %NULL is success. */
static void
ended (LkSaveDialog *self,
       const GError *error)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "save.choose", TRUE);
  if (error != NULL)
    {
      say (self, error->message);
      return;
    }

  g_signal_emit (self, signals[SAVED], 0, self->file);
  gtk_window_close (GTK_WINDOW (self));
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  LkSaveDialog *self = user_data;
  g_autoptr (GError) error = NULL;

  lk_token_export_save_finish (LK_INVENTORY (source), result, &error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    ended (self, error);
}

static void
save (LkSaveDialog *self)
{
  lk_token_export_save_async (self->inventory, self->token, self->secret, self->client_secret, get_format (self),
                              self->file, self->cancellable, saved_cb, self);
}

static void
unlocked_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  LkSaveDialog *self = user_data;
  g_autoptr (GError) error = NULL;

  lk_keyring_unlock_finish (LK_KEYRING (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (error != NULL)
    ended (self, error);
  else
    save (self);
}

static void
to_action (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  LkSaveDialog *self = LK_SAVE_DIALOG (widget);

  g_clear_object (&self->file);
  self->file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));
  say (self, "");
  gtk_widget_action_set_enabled (widget, "save.choose", FALSE);

  /* Asks for nothing where it is unlocked. */
  if (self->secret == NULL)
    lk_keyring_unlock_async (lk_office_get_keyring (lk_inventory_get_office (self->inventory)), self->cancellable,
                             unlocked_cb, self);
  else
    save (self);
}

static void
chosen_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GtkWidget *widget = GTK_WIDGET (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = lk_file_dialog_save_finish (widget, result, &error);
  g_autofree char *uri = NULL;

  if (file == NULL)
    return;

  uri = g_file_get_uri (file);
  gtk_widget_activate_action (widget, "save.to", "s", uri);
}

static void
choose_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  LkSaveDialog *self = LK_SAVE_DIALOG (widget);
  const LkExportToken token = {
    .client_id = lk_app_token_get_client_id (self->token),
    .script_name = lk_app_token_get_script_name (self->token),
  };
  g_autofree char *name = lk_export_file_name (&token, get_format (self));
  g_autoptr (GFile) home = g_file_new_for_path (g_get_home_dir ());

  /* The Astra CLI looks for its file there; anything else goes where its user saved last. */
  lk_file_dialog_save_async (widget, _("Save to File"), _("_Save"), name,
                             get_format (self) == LK_EXPORT_ASTRARC ? home : NULL, self->cancellable, chosen_cb, NULL);
}

static void
lk_save_dialog_get_property (GObject    *object,
                             guint       property_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  LkSaveDialog *self = LK_SAVE_DIALOG (object);

  switch (property_id)
    {
    case PROP_FORMAT:
      g_value_set_string (value, self->format);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_save_dialog_set_property (GObject      *object,
                             guint         property_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  LkSaveDialog *self = LK_SAVE_DIALOG (object);

  switch (property_id)
    {
    case PROP_FORMAT:
      if (g_strcmp0 (self->format, g_value_get_string (value)) == 0)
        break;
      g_free (self->format);
      self->format = g_value_dup_string (value);
      say (self, "");
      g_object_notify_by_pspec (object, pspec);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_save_dialog_dispose (GObject *object)
{
  LkSaveDialog *self = LK_SAVE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->inventory);
  g_clear_object (&self->token);
  g_clear_object (&self->file);
  g_clear_pointer (&self->secret, secret_value_unref);
  g_clear_pointer (&self->client_secret, secret_value_unref);

  G_OBJECT_CLASS (lk_save_dialog_parent_class)->dispose (object);
}

static void
lk_save_dialog_finalize (GObject *object)
{
  LkSaveDialog *self = LK_SAVE_DIALOG (object);

  g_clear_pointer (&self->format, g_free);

  G_OBJECT_CLASS (lk_save_dialog_parent_class)->finalize (object);
}

static void
lk_save_dialog_class_init (LkSaveDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_save_dialog_dispose;
  object_class->finalize = lk_save_dialog_finalize;
  object_class->get_property = lk_save_dialog_get_property;
  object_class->set_property = lk_save_dialog_set_property;

  /**
   * LkSaveDialog:format:
   *
   * In which form the token is written, by the name that it has on the command line.
   */
  properties[PROP_FORMAT] = g_param_spec_string ("format", NULL, NULL, "portal-json",
                                                 G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * LkSaveDialog::saved:
   * @self: the dialog
   * @file: the file
   *
   * The file is there; the dialog closes after this.
   */
  signals[SAVED] = g_signal_new ("saved", LK_TYPE_SAVE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                 G_TYPE_FILE);

  gtk_widget_class_install_action (widget_class, "save.choose", NULL, choose_action);
  gtk_widget_class_install_action (widget_class, "save.to", "s", to_action);
  gtk_widget_class_install_property_action (widget_class, "save.format", "format");

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-save-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LkSaveDialog, message);
}

static void
lk_save_dialog_init (LkSaveDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->format = g_strdup (lk_export_format_get_id (LK_EXPORT_PORTAL_JSON)); /* the template reads it */
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lk_save_dialog_new:
 * @inventory: an inventory
 * @token: one of its tokens
 * @secret: (nullable): its secret, if it is at hand; with %NULL both are read from the keyring
 * @client_secret: (nullable): its client secret
 *
 * Creates the dialog. As with every window, GTK owns the first reference until it is destroyed.
 *
 * Returns: (transfer none): the dialog, for lk_dialog_present()
 */
LkDialog *
lk_save_dialog_new (LkInventory *inventory,
                    LkAppToken  *token,
                    SecretValue *secret,
                    SecretValue *client_secret)
{
  LkSaveDialog *self;

  g_return_val_if_fail (LK_IS_INVENTORY (inventory), NULL);
  g_return_val_if_fail (LK_IS_APP_TOKEN (token), NULL);

  self = g_object_new (LK_TYPE_SAVE_DIALOG, NULL);
  self->inventory = g_object_ref (inventory);
  self->token = g_object_ref (token);
  self->secret = secret != NULL ? secret_value_ref (secret) : NULL;
  self->client_secret = client_secret != NULL ? secret_value_ref (client_secret) : NULL;

  return LK_DIALOG (self);
}

static void
toast_saved_cb (LkSaveDialog    *self,
                GFile           *file,
                AdwToastOverlay *toasts)
{
  lk_toast_show (toasts, lk_toast_new_saved (file));
}

/**
 * lk_save_dialog_ask:
 * @widget: a widget in the window that the dialog belongs to
 * @toasts: where it is told that the file is there
 * @inventory: an inventory
 * @token: one of its tokens
 * @secret: (nullable): its secret, if it is at hand; with %NULL both are read from the keyring
 * @client_secret: (nullable): its client secret
 *
 * Opens the dialog.
 */
void
lk_save_dialog_ask (GtkWidget       *widget,
                    AdwToastOverlay *toasts,
                    LkInventory     *inventory,
                    LkAppToken      *token,
                    SecretValue     *secret,
                    SecretValue     *client_secret)
{
  LkDialog *dialog = lk_save_dialog_new (inventory, token, secret, client_secret);

  g_signal_connect_object (dialog, "saved", G_CALLBACK (toast_saved_cb), toasts, 0);
  lk_dialog_present (dialog, widget);
}
