/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-pulsar-save-dialog.h"

#include "lk-error-details.h"
#include "lk-file-dialog.h"
#include "lk-pulsar-actions.h"
#include "lk-pulsar-place-group.h"
#include "lk-streaming-export.h"
#include "lk-toast.h"
#include "lk-token-actions.h"

#include <glib/gi18n-lib.h>

/**
 * LkPulsarSaveDialog:
 *
 * Writes a Pulsar token into a file or onto the clipboard, with where its tenant is: asks in which form, then where. Where
 * that fails it says why and stays.
 */
struct _LkPulsarSaveDialog
{
  LkDialog            parent_instance;

  LkStreaming        *streaming;
  LkPulsarToken      *token;
  AdwToastOverlay    *toasts;      /* where it is told that the file is there; NULL: it goes onto the clipboard */
  GCancellable       *cancellable; /* ends with the dialog */
  char               *format;      /* as on the command line */
  GFile              *file;        /* NULL before one was chosen */

  GtkLabel           *message;
  LkErrorDetails     *message_details;
  LkPulsarPlaceGroup *place_group;
  GtkWidget          *formats_group;
  GtkWidget          *look_up_group;
  GtkSwitch          *look_up_switch;
  GtkWidget          *copy_button;
  GtkWidget          *save_button;
};

G_DEFINE_FINAL_TYPE (LkPulsarSaveDialog, lk_pulsar_save_dialog, LK_TYPE_DIALOG)

enum
{
  PROP_0,
  PROP_FORMAT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static LkExportFormat
get_format (LkPulsarSaveDialog *self)
{
  LkExportFormat format = LK_EXPORT_CLIENT_CONF;

  lk_export_format_from_id (self->format, &format);

  return format;
}

/* Only a shell can look it up itself. */
static gboolean
can_look_up (LkPulsarSaveDialog *self,
             const char         *format)
{
  return self->toasts == NULL && self->token != NULL && lk_pulsar_token_get_stored (self->token)
         && lk_pulsar_token_get_script_name (self->token) != NULL
         && (g_strcmp0 (format, lk_export_format_get_id (LK_EXPORT_SH)) == 0
             || g_strcmp0 (format, lk_export_format_get_id (LK_EXPORT_FISH)) == 0);
}

/* client.conf has no variables. */
static gboolean
has_variables (LkPulsarSaveDialog *self,
               const char         *format)
{
  return g_strcmp0 (format, lk_export_format_get_id (LK_EXPORT_CLIENT_CONF)) != 0;
}

static void
say (LkPulsarSaveDialog *self,
     const GError       *error)
{
  gtk_label_set_label (self->message, error != NULL ? error->message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), error != NULL);
  lk_error_details_set_error (self->message_details, error);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  LkPulsarSaveDialog *self = user_data;
  g_autoptr (GError) error = NULL;

  lk_streaming_export_save_finish (LK_STREAMING (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "save.choose", TRUE);
  if (error != NULL)
    {
      say (self, error);
      return;
    }

  lk_toast_show (self->toasts, lk_toast_new_saved (self->file));
  gtk_window_close (GTK_WINDOW (self));
}

/* Neither name is owned by it. */
static LkPulsarForm
make_form (LkPulsarSaveDialog *self,
           const char         *namespace_name,
           const char         *topic)
{
  return (LkPulsarForm) {
    .format = get_format (self),
    .variables = lk_pulsar_place_group_get_variables (self->place_group),
    .namespace_name = namespace_name,
    .topic = topic,
  };
}

/* The window below outlives the dialog, and has the clipboard's owner and room for toasts. */
static GtkWidget *
get_parent (LkPulsarSaveDialog *self)
{
  return GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (self)));
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  LkPulsarSaveDialog *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) content = lk_streaming_export_read_finish (LK_STREAMING (source), result, &error);
  g_autoptr (SecretValue) value = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "save.copy", TRUE);
  if (content == NULL)
    {
      say (self, error);
      return;
    }

  value = secret_value_new (g_bytes_get_data (content, NULL), (gssize) g_bytes_get_size (content), "text/plain");
  lk_token_actions_copy_value (get_parent (self), value, LK_SECRET_FIELD_TOKEN);
  gtk_window_close (GTK_WINDOW (self));
}

/* Lines that hold no secret. */
static void
copy_look_up (LkPulsarSaveDialog *self,
              const char         *namespace_name,
              const char         *topic)
{
  LkTenant *tenant = lk_streaming_get_tenant_of (self->streaming, self->token);
  g_autofree char *command = lk_pulsar_actions_create_command (self->streaming, self->token);
  const LkPulsarPlace place = {
    .tenant = lk_pulsar_token_get_tenant_name (self->token),
    .namespace_name = namespace_name,
    .topic = topic,
    .web_service_url = tenant != NULL ? lk_tenant_get_web_service_url (tenant) : NULL,
    .broker_service_url = tenant != NULL ? lk_tenant_get (tenant, LK_TENANT_BROKER_SERVICE_URL) : NULL,
  };
  g_autofree char *lines = NULL;

  lines = lk_pulsar_lines_new_look_up (&place, lk_pulsar_place_group_get_variables (self->place_group),
                                       get_format (self) == LK_EXPORT_FISH ? LK_SHELL_FISH : LK_SHELL_SH, command);
  lk_token_actions_copy_text (get_parent (self), lines, _("Environment lines copied"));
  gtk_window_close (GTK_WINDOW (self));
}

static void
copy_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  LkPulsarSaveDialog *self = LK_PULSAR_SAVE_DIALOG (widget);
  g_autofree char *namespace_name = lk_pulsar_place_group_dup_namespace (self->place_group);
  g_autofree char *topic = lk_pulsar_place_group_dup_topic (self->place_group);
  const LkPulsarForm form = make_form (self, namespace_name, topic);

  if (can_look_up (self, self->format) && gtk_switch_get_active (self->look_up_switch))
    {
      copy_look_up (self, namespace_name, topic);
      return;
    }

  say (self, NULL);
  gtk_widget_action_set_enabled (widget, "save.copy", FALSE);
  lk_streaming_export_read_async (self->streaming, self->token, &form, self->cancellable, read_cb, self);
}

static void
to_action (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  LkPulsarSaveDialog *self = LK_PULSAR_SAVE_DIALOG (widget);
  g_autofree char *namespace_name = lk_pulsar_place_group_dup_namespace (self->place_group);
  g_autofree char *topic = lk_pulsar_place_group_dup_topic (self->place_group);
  const LkPulsarForm form = make_form (self, namespace_name, topic);

  g_clear_object (&self->file);
  self->file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));
  say (self, NULL);
  gtk_widget_action_set_enabled (widget, "save.choose", FALSE);
  lk_streaming_export_save_async (self->streaming, self->token, &form, self->file, self->cancellable, saved_cb, self);
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
  LkPulsarSaveDialog *self = LK_PULSAR_SAVE_DIALOG (widget);
  const LkPulsarExport export = {
    .place = { .tenant = lk_pulsar_token_get_tenant_name (self->token) },
    .script_name = lk_pulsar_token_get_script_name (self->token),
  };
  g_autofree char *name = lk_pulsar_export_file_name (&export, get_format (self));

  lk_file_dialog_save_async (widget, _("Save to File"), _("_Save"), name, NULL, self->cancellable, chosen_cb, NULL);
}

static void
lk_pulsar_save_dialog_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_FORMAT:
      g_value_set_string (value, LK_PULSAR_SAVE_DIALOG (object)->format);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_pulsar_save_dialog_set_property (GObject      *object,
                                    guint         prop_id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  LkPulsarSaveDialog *self = LK_PULSAR_SAVE_DIALOG (object);

  switch (prop_id)
    {
    case PROP_FORMAT:
      if (g_strcmp0 (self->format, g_value_get_string (value)) == 0)
        break;
      g_free (self->format);
      self->format = g_value_dup_string (value);
      say (self, NULL);
      gtk_widget_set_visible (self->look_up_group, can_look_up (self, self->format));
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_pulsar_save_dialog_dispose (GObject *object)
{
  LkPulsarSaveDialog *self = LK_PULSAR_SAVE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->streaming);
  g_clear_object (&self->token);
  g_clear_object (&self->toasts);
  g_clear_object (&self->file);

  G_OBJECT_CLASS (lk_pulsar_save_dialog_parent_class)->dispose (object);
}

static void
lk_pulsar_save_dialog_finalize (GObject *object)
{
  g_clear_pointer (&LK_PULSAR_SAVE_DIALOG (object)->format, g_free);

  G_OBJECT_CLASS (lk_pulsar_save_dialog_parent_class)->finalize (object);
}

static void
lk_pulsar_save_dialog_class_init (LkPulsarSaveDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_pulsar_save_dialog_dispose;
  object_class->finalize = lk_pulsar_save_dialog_finalize;
  object_class->get_property = lk_pulsar_save_dialog_get_property;
  object_class->set_property = lk_pulsar_save_dialog_set_property;

  /**
   * LkPulsarSaveDialog:format:
   *
   * In which form the token is written, by the name that it has on the command line.
   */
  properties[PROP_FORMAT] = g_param_spec_string ("format", NULL, NULL, "client-conf",
                                                 G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "save.choose", NULL, choose_action);
  gtk_widget_class_install_action (widget_class, "save.to", "s", to_action);
  gtk_widget_class_install_action (widget_class, "save.copy", NULL, copy_action);
  gtk_widget_class_install_property_action (widget_class, "save.format", "format");

  g_type_ensure (LK_TYPE_ERROR_DETAILS);
  g_type_ensure (LK_TYPE_PULSAR_PLACE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-pulsar-save-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LkPulsarSaveDialog, message);
  gtk_widget_class_bind_template_child (widget_class, LkPulsarSaveDialog, message_details);
  gtk_widget_class_bind_template_child (widget_class, LkPulsarSaveDialog, place_group);
  gtk_widget_class_bind_template_child (widget_class, LkPulsarSaveDialog, formats_group);
  gtk_widget_class_bind_template_child (widget_class, LkPulsarSaveDialog, look_up_group);
  gtk_widget_class_bind_template_child (widget_class, LkPulsarSaveDialog, look_up_switch);
  gtk_widget_class_bind_template_child (widget_class, LkPulsarSaveDialog, copy_button);
  gtk_widget_class_bind_template_child (widget_class, LkPulsarSaveDialog, save_button);
  gtk_widget_class_bind_template_callback (widget_class, has_variables);
}

static void
lk_pulsar_save_dialog_init (LkPulsarSaveDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->format = g_strdup (lk_export_format_get_id (LK_EXPORT_CLIENT_CONF)); /* the template reads it */
  gtk_widget_init_template (GTK_WIDGET (self));
}

static LkPulsarSaveDialog *
make_dialog (LkStreaming   *streaming,
             LkPulsarToken *token)
{
  LkPulsarSaveDialog *self = g_object_new (LK_TYPE_PULSAR_SAVE_DIALOG, NULL);

  self->streaming = g_object_ref (streaming);
  self->token = g_object_ref (token);
  lk_pulsar_place_group_set_token (self->place_group, streaming, token);

  return self;
}

/**
 * lk_pulsar_save_dialog_ask_to_copy:
 * @widget: a widget in the window that the dialog belongs to, which has the action `win.toast`
 * @streaming: the streaming half of an account
 * @token: one of its tokens
 *
 * Opens the dialog for the clipboard. A token that is stored under a script name is looked up by the lines, unless its
 * value is wanted; one that is not stored is fetched, and not kept.
 */
void
lk_pulsar_save_dialog_ask_to_copy (GtkWidget     *widget,
                                   LkStreaming   *streaming,
                                   LkPulsarToken *token)
{
  LkPulsarSaveDialog *self;

  g_return_if_fail (LK_IS_STREAMING (streaming));
  g_return_if_fail (LK_IS_PULSAR_TOKEN (token));

  self = make_dialog (streaming, token);
  gtk_window_set_title (GTK_WINDOW (self), _("Copy Environment Lines"));
  gtk_widget_set_visible (self->save_button, FALSE);
  gtk_widget_set_visible (self->copy_button, TRUE);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self->formats_group), NULL);
  gtk_widget_activate_action (GTK_WIDGET (self), "save.format", "s", lk_export_format_get_id (LK_EXPORT_SH));
  lk_dialog_present (LK_DIALOG (self), widget);
}

/**
 * lk_pulsar_save_dialog_ask:
 * @widget: a widget in the window that the dialog belongs to
 * @toasts: where it is told that the file is there
 * @streaming: the streaming half of an account
 * @token: one of its tokens
 *
 * Opens the dialog. A token that is not stored is fetched for the file, and not kept.
 */
void
lk_pulsar_save_dialog_ask (GtkWidget       *widget,
                           AdwToastOverlay *toasts,
                           LkStreaming     *streaming,
                           LkPulsarToken   *token)
{
  LkPulsarSaveDialog *self;

  g_return_if_fail (ADW_IS_TOAST_OVERLAY (toasts));
  g_return_if_fail (LK_IS_STREAMING (streaming));
  g_return_if_fail (LK_IS_PULSAR_TOKEN (token));

  self = make_dialog (streaming, token);
  self->toasts = g_object_ref (toasts);
  lk_dialog_present (LK_DIALOG (self), widget);
}
