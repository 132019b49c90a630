/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-new-pulsar-dialog.h"

#include "lk-error-details.h"
#include "lk-expiry-row.h"
#include "lk-keyring-banner.h"
#include "lk-secret-attributes.h"
#include "lk-settings.h"
#include "lk-spinner.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

#define DEFAULT_LIFETIME_DAYS 90

/**
 * LkNewPulsarDialog:
 *
 * Asks for what a new Pulsar token needs and has it made by one request, which is never repeated. It stays until the
 * outcome is known. Unlike an application token this one can be fetched again, so it need not be stored.
 */
struct _LkNewPulsarDialog
{
  LkDialog         parent_instance;

  LkStreaming     *streaming;
  LkTenant        *tenant;
  GCancellable    *creating;     /* NULL: nothing is made */
  gboolean         name_edited;
  gboolean         filling_name;
  gboolean         unlocked;     /* the keyring was unlocked for this token: not asked twice */

  LkKeyringBanner *keyring_banner;
  AdwWindowTitle  *title;
  GtkWidget       *cancel_button;
  GtkWidget       *form;
  LkExpiryRow     *expires_row;
  AdwEntryRow     *note_row;
  GtkSwitch       *store_switch;
  AdwEntryRow     *name_row;
  GtkLabel        *name_label;
  GtkLabel        *note_label;
  GtkLabel        *error_label;
  LkErrorDetails  *error_details;
  GtkWidget       *step_box;
};

G_DEFINE_FINAL_TYPE (LkNewPulsarDialog, lk_new_pulsar_dialog, LK_TYPE_DIALOG)

enum
{
  PROP_0,
  PROP_BUSY,
  N_PROPS
};

enum
{
  CREATED,
  LOST,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static char *
dup_stripped_text (AdwEntryRow *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

static gboolean
is_stored (LkNewPulsarDialog *self)
{
  return gtk_switch_get_active (self->store_switch);
}

static void
say_of_name (LkNewPulsarDialog *self,
             const char        *text,
             gboolean           wrong)
{
  gtk_label_set_label (self->name_label, text);
  if (wrong)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->name_row), "error");
      gtk_widget_add_css_class (GTK_WIDGET (self->name_label), "error");
      gtk_widget_remove_css_class (GTK_WIDGET (self->name_label), "dim-label");
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->name_row), "error");
      gtk_widget_remove_css_class (GTK_WIDGET (self->name_label), "error");
      gtk_widget_add_css_class (GTK_WIDGET (self->name_label), "dim-label");
    }
}

static void
show_error (LkNewPulsarDialog *self,
            const GError      *error)
{
  gtk_label_set_label (self->error_label, error != NULL ? error->message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), error != NULL);
  lk_error_details_set_error (self->error_details, error);
}

/* A token that is not stored has no script name, since scripts look in the keyring. */
static gboolean
name_is_fine (LkNewPulsarDialog *self)
{
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name_row));

  return !is_stored (self) || *name == '\0' || lk_script_name_is_valid (name);
}

static void
update (LkNewPulsarDialog *self)
{
  gboolean busy = self->creating != NULL;
  gboolean can_keep = !is_stored (self) || lk_keyring_banner_get_usable (self->keyring_banner);

  say_of_name (self,
               name_is_fine (self) ? _("Scripts find the token by this name")
                                   : _("Small letters, digits and dashes, not a dash first, 64 at most"),
               !name_is_fine (self));
  gtk_widget_set_visible (GTK_WIDGET (self->keyring_banner), is_stored (self));
  gtk_widget_set_visible (GTK_WIDGET (self->note_label), lk_expiry_row_get_never (self->expires_row));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "new-pulsar.create",
                                 !busy && can_keep && name_is_fine (self) && lk_expiry_row_get_valid (self->expires_row));
  gtk_widget_set_sensitive (self->form, !busy);
  gtk_widget_set_sensitive (self->cancel_button, !busy);
  gtk_widget_set_visible (self->step_box, busy);
}

static void
note_changed_cb (LkNewPulsarDialog *self)
{
  g_autofree char *name = lk_script_name_from_text (gtk_editable_get_text (GTK_EDITABLE (self->note_row)));

  if (self->name_edited)
    return;

  self->filling_name = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), name != NULL ? name : "");
  self->filling_name = FALSE;
}

static void
name_changed_cb (LkNewPulsarDialog *self)
{
  if (!self->filling_name)
    self->name_edited = *gtk_editable_get_text (GTK_EDITABLE (self->name_row)) != '\0';

  update (self);
}

static void
set_creating (LkNewPulsarDialog *self,
              GCancellable      *cancellable)
{
  g_set_object (&self->creating, cancellable);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static void create (LkNewPulsarDialog *self);

static void
unlocked_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (LkNewPulsarDialog) self = LK_NEW_PULSAR_DIALOG (user_data);
  g_autoptr (GError) error = NULL;

  lk_keyring_unlock_finish (LK_KEYRING (source), result, &error);
  if (self->creating == NULL)
    return;

  lk_keyring_banner_show_error (self->keyring_banner, error);
  if (error == NULL)
    create (self);
  else
    set_creating (self, NULL);
}

static gboolean
unlock (LkNewPulsarDialog *self,
        const GError      *error)
{
  if (!g_error_matches (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_LOCKED) || self->unlocked)
    return FALSE;

  /* Nothing was sent: the keyring is asked first. */
  self->unlocked = TRUE;
  lk_keyring_unlock_async (lk_office_get_keyring (lk_streaming_get_office (self->streaming)), self->creating, unlocked_cb,
                           g_object_ref (self));

  return TRUE;
}

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (LkNewPulsarDialog) self = LK_NEW_PULSAR_DIALOG (user_data);
  g_autoptr (GError) store_error = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (LkPulsarToken) token = lk_streaming_create_finish (LK_STREAMING (source), result, &store_error, &error);

  if (self->creating == NULL || unlock (self, error))
    return;

  set_creating (self, NULL);
  if (token != NULL)
    {
      g_signal_emit (self, signals[CREATED], 0, token, store_error);
      gtk_window_destroy (GTK_WINDOW (self));
    }
  else if (g_error_matches (error, LK_WORK_ERROR, LK_WORK_ERROR_UNKNOWN_OUTCOME))
    {
      g_signal_emit (self, signals[LOST], 0, lk_account_get_id (lk_streaming_get_account (self->streaming)), error);
      gtk_window_destroy (GTK_WINDOW (self));
    }
  else if (g_error_matches (error, LK_WORK_ERROR, LK_WORK_ERROR_NAME_TAKEN)
           || g_error_matches (error, LK_WORK_ERROR, LK_WORK_ERROR_BAD_NAME))
    {
      say_of_name (self, error->message, TRUE);
      gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
    }
  else if (error->domain == LK_KEYRING_ERROR)
    lk_keyring_banner_show_error (self->keyring_banner, error);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_error (self, error);
}

/* Takes what the form says now; it is insensitive until the outcome is known. */
static void
create (LkNewPulsarDialog *self)
{
  g_autofree char *note = dup_stripped_text (self->note_row);
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name_row));
  const LkPulsarWish wish = {
    .days = lk_expiry_row_get_days (self->expires_row),
    .note = *note != '\0' ? note : NULL,
    .script_name = is_stored (self) && *name != '\0' ? name : NULL,
    .store = is_stored (self),
  };

  /* Holds the dialog on purpose: an outcome must be told. */
  lk_streaming_create_async (self->streaming, self->tenant, &wish, self->creating, created_cb, g_object_ref (self));
}

static void
create_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  LkNewPulsarDialog *self = LK_NEW_PULSAR_DIALOG (widget);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  if (self->creating != NULL)
    return;

  show_error (self, NULL);
  self->unlocked = FALSE;
  set_creating (self, cancellable);
  create (self);
}

static gboolean
lk_new_pulsar_dialog_close_request (GtkWindow *window)
{
  LkNewPulsarDialog *self = LK_NEW_PULSAR_DIALOG (window);

  if (self->creating != NULL)
    {
      /* Obeyed as long as nothing was sent. */
      g_cancellable_cancel (self->creating);
      return GDK_EVENT_STOP;
    }

  return GTK_WINDOW_CLASS (lk_new_pulsar_dialog_parent_class)->close_request (window);
}

static void
lk_new_pulsar_dialog_dispose (GObject *object)
{
  LkNewPulsarDialog *self = LK_NEW_PULSAR_DIALOG (object);

  g_clear_object (&self->creating);
  g_clear_object (&self->streaming);
  g_clear_object (&self->tenant);

  G_OBJECT_CLASS (lk_new_pulsar_dialog_parent_class)->dispose (object);
}

static void
lk_new_pulsar_dialog_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, LK_NEW_PULSAR_DIALOG (object)->creating != NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_new_pulsar_dialog_class_init (LkNewPulsarDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_new_pulsar_dialog_dispose;
  object_class->get_property = lk_new_pulsar_dialog_get_property;
  GTK_WINDOW_CLASS (klass)->close_request = lk_new_pulsar_dialog_close_request;

  /**
   * LkNewPulsarDialog:busy:
   *
   * Whether a token is being made.
   */
  properties[PROP_BUSY] =
    g_param_spec_boolean ("busy", NULL, NULL,
                          FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * LkNewPulsarDialog::created:
   * @self: the dialog
   * @token: the new token
   * @store_error: (nullable): why it is not in the keyring
   *
   * A token was made; the dialog goes away after this.
   */
  signals[CREATED] = g_signal_new ("created", LK_TYPE_NEW_PULSAR_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 2, LK_TYPE_PULSAR_TOKEN, G_TYPE_ERROR);
  /**
   * LkNewPulsarDialog::lost:
   * @self: the dialog
   * @account_id: the account that it was for
   * @error: what is known
   *
   * The answer was lost, so a token may have been made; the dialog goes away after this.
   */
  signals[LOST] = g_signal_new ("lost", LK_TYPE_NEW_PULSAR_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                G_TYPE_STRING, G_TYPE_ERROR);

  gtk_widget_class_install_action (widget_class, "new-pulsar.create", NULL, create_action);

  g_type_ensure (LK_TYPE_ERROR_DETAILS);
  g_type_ensure (LK_TYPE_EXPIRY_ROW);
  g_type_ensure (LK_TYPE_KEYRING_BANNER);
  g_type_ensure (LK_TYPE_SPINNER);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-new-pulsar-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LkNewPulsarDialog, keyring_banner);
  gtk_widget_class_bind_template_child (widget_class, LkNewPulsarDialog, title);
  gtk_widget_class_bind_template_child (widget_class, LkNewPulsarDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, LkNewPulsarDialog, form);
  gtk_widget_class_bind_template_child (widget_class, LkNewPulsarDialog, expires_row);
  gtk_widget_class_bind_template_child (widget_class, LkNewPulsarDialog, note_row);
  gtk_widget_class_bind_template_child (widget_class, LkNewPulsarDialog, store_switch);
  gtk_widget_class_bind_template_child (widget_class, LkNewPulsarDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, LkNewPulsarDialog, name_label);
  gtk_widget_class_bind_template_child (widget_class, LkNewPulsarDialog, note_label);
  gtk_widget_class_bind_template_child (widget_class, LkNewPulsarDialog, error_label);
  gtk_widget_class_bind_template_child (widget_class, LkNewPulsarDialog, error_details);
  gtk_widget_class_bind_template_child (widget_class, LkNewPulsarDialog, step_box);
  gtk_widget_class_bind_template_callback (widget_class, note_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, update);
}

static void
lk_new_pulsar_dialog_init (LkNewPulsarDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lk_new_pulsar_dialog_new:
 * @streaming: the streaming half of an account
 * @tenant: one of its tenants
 *
 * Creates the dialog. As with every window, GTK owns the first reference until it is destroyed.
 *
 * Returns: (transfer none): the dialog, for lk_dialog_present()
 */
LkDialog *
lk_new_pulsar_dialog_new (LkStreaming *streaming,
                          LkTenant    *tenant)
{
  LkNewPulsarDialog *self;

  g_return_val_if_fail (LK_IS_STREAMING (streaming), NULL);
  g_return_val_if_fail (LK_IS_TENANT (tenant), NULL);

  self = g_object_new (LK_TYPE_NEW_PULSAR_DIALOG, NULL);
  self->streaming = g_object_ref (streaming);
  self->tenant = g_object_ref (tenant);
  adw_window_title_set_subtitle (self->title, lk_tenant_get_name (tenant));
  lk_expiry_row_set_lifetime (self->expires_row, lk_settings_get_int ("default-lifetime-days", DEFAULT_LIFETIME_DAYS));
  lk_keyring_banner_set_keyring (self->keyring_banner, lk_office_get_keyring (lk_streaming_get_office (streaming)));
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->note_row));

  return LK_DIALOG (self);
}
