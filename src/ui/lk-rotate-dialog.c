/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-rotate-dialog-private.h"

#include "lk-announce.h"
#include "lk-confirm.h"
#include "lk-field-row.h"
#include "lk-format.h"
#include "lk-look-up-command.h"
#include "lk-rotate.h"
#include "lk-secret-attributes.h"
#include "lk-spinner.h"
#include "lk-toast.h"
#include "lk-token-actions.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (LkRotateDialog, lk_rotate_dialog, LK_TYPE_DIALOG)

enum
{
  PROP_0,
  PROP_BUSY,
  PROP_BEGUN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const int remind_days[] = { 0, 1, 3, 7 }; /* 0: now; in the order of the list */

gboolean
lk_rotate_dialog_is_pulsar (LkRotateDialog *self)
{
  return LK_IS_PULSAR_TOKEN (self->token);
}

/* An account that signs in with another token since is another object, and so is what was read for it. */
LkInventory *
lk_rotate_dialog_get_inventory (LkRotateDialog *self)
{
  g_autoptr (LkAccount) account = lk_office_find_account (lk_inventories_get_office (self->inventories), self->account_id);

  return account != NULL ? lk_inventories_find (self->inventories, account) : NULL;
}

LkStreaming *
lk_rotate_dialog_get_streaming (LkRotateDialog *self)
{
  LkInventory *inventory = lk_rotate_dialog_get_inventory (self);

  return inventory != NULL ? lk_inventories_get_streaming (self->inventories, inventory) : NULL;
}

static LkKeyring *
get_keyring (LkRotateDialog *self)
{
  return lk_office_get_keyring (lk_inventories_get_office (self->inventories));
}

/* The token of the list with that id, or NULL. */
static gpointer
find_token (LkRotateDialog *self,
            const char     *id)
{
  LkInventory *inventory = lk_rotate_dialog_get_inventory (self);
  LkStreaming *streaming = lk_rotate_dialog_get_streaming (self);
  LkPulsarToken *pulsar = lk_rotate_dialog_is_pulsar (self) ? LK_PULSAR_TOKEN (self->token) : NULL;
  LkTenant *tenant;

  if (inventory == NULL)
    return NULL;
  if (pulsar == NULL)
    return lk_inventory_find (inventory, id);

  tenant = lk_streaming_find_tenant (streaming, lk_pulsar_token_get_cluster_name (pulsar),
                                     lk_pulsar_token_get_tenant_name (pulsar));

  return tenant != NULL ? lk_tenant_find_token (tenant, id) : NULL;
}

static const char *
get_title (LkRotateDialog *self)
{
  if (lk_rotate_dialog_is_pulsar (self))
    return lk_pulsar_token_get_title (LK_PULSAR_TOKEN (self->token));

  return lk_app_token_get_title (LK_APP_TOKEN (self->token));
}

static const char *
get_script_name (LkRotateDialog *self,
                 gpointer        token)
{
  if (token == NULL)
    return NULL;

  return lk_rotate_dialog_is_pulsar (self) ? lk_pulsar_token_get_script_name (token) : lk_app_token_get_script_name (token);
}

static gboolean
is_stored (LkRotateDialog *self,
           gpointer        token)
{
  gboolean stored = FALSE;

  if (token != NULL)
    g_object_get (token, "stored", &stored, NULL);

  return stored;
}

static const char *
get_page (LkRotateDialog *self)
{
  if (self->rotation == NULL || lk_rotation_get_step (self->rotation) == LK_ROTATION_CREATED)
    return "create";

  if (lk_rotation_get_step (self->rotation) == LK_ROTATION_CANCELLING)
    return "switch";

  return self->retiring ? "retire" : "switch";
}

static char *
get_close_label (LkRotateDialog *self,
                 gboolean        begun)
{
  return g_strdup (begun ? _("_Finish Later") : _("_Cancel"));
}

gboolean
lk_rotate_dialog_deletes_now (LkRotateDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->when_row);

  return selected >= G_N_ELEMENTS (remind_days) || remind_days[selected] == 0;
}

/* What the second page hands out. */
static void
update_new_token (LkRotateDialog *self)
{
  const char *new_id = self->rotation != NULL ? lk_rotation_get_new_id (self->rotation) : NULL;
  const char *application = lk_keyring_get_application (get_keyring (self));
  gpointer newer = new_id != NULL ? find_token (self, new_id) : NULL;
  const char *name = get_script_name (self, newer);
  g_autofree char *command = NULL;

  if (newer == NULL)
    return;

  if (name != NULL || !lk_rotate_dialog_is_pulsar (self))
    command = lk_look_up_command_new (application, name, new_id, LK_SECRET_FIELD_TOKEN);
  gtk_widget_set_visible (self->command_row, command != NULL);
  g_object_set (self->command_row, "text", command, "copy-target", command, NULL);
  g_object_set (self->test_row,
                "inventory", lk_rotate_dialog_is_pulsar (self) ? NULL : lk_rotate_dialog_get_inventory (self),
                "streaming", lk_rotate_dialog_is_pulsar (self) ? lk_rotate_dialog_get_streaming (self) : NULL,
                "token", newer,
                NULL);
}

void
lk_rotate_dialog_update (LkRotateDialog *self)
{
  const char *page = get_page (self);
  gpointer newer = self->rotation != NULL ? find_token (self, lk_rotation_get_new_id (self->rotation)) : NULL;
  gboolean usable = lk_keyring_banner_get_usable (self->keyring_banner);

  lk_rotate_dialog_update_words (self, page, get_script_name (self, newer));
  update_new_token (self);
  lk_rotate_dialog_update_uses (self);
  gtk_stack_set_visible_child_name (self->pages, page);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "rotate.next", self->working == NULL && usable);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "rotate.cancel", self->working == NULL && usable
                                   && self->rotation != NULL && !lk_rotate_dialog_is_cancelling (self));
  gtk_widget_set_sensitive (GTK_WIDGET (self->pages), self->working == NULL);
  gtk_widget_set_sensitive (self->close_button, self->working == NULL || self->may_cancel);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BEGUN]);
}

static void
show_error (LkRotateDialog *self,
            const GError   *error)
{
  gboolean shown = error != NULL && error->domain != LK_KEYRING_ERROR
                   && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  gtk_label_set_label (self->error_label, shown ? error->message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), shown);
  if (shown)
    lk_announce (GTK_WIDGET (self->error_label), error->message);
  lk_error_details_set_error (self->error_details, shown ? error : NULL);
  if (error != NULL && error->domain == LK_KEYRING_ERROR)
    lk_keyring_banner_show_error (self->keyring_banner, error);
}

/*< private >
 * lk_rotate_dialog_set_rotation:
 * @self: a dialog
 * @rotation: (nullable): the rotation that it is about; it may go on by itself
 */
void
lk_rotate_dialog_set_rotation (LkRotateDialog *self,
                               LkRotation     *rotation)
{
  if (self->rotation == rotation)
    return;

  if (self->rotation != NULL)
    g_signal_handlers_disconnect_by_func (self->rotation, lk_rotate_dialog_update, self);
  g_set_object (&self->rotation, rotation);
  if (rotation != NULL)
    g_signal_connect_object (rotation, "notify::step", G_CALLBACK (lk_rotate_dialog_update), self, G_CONNECT_SWAPPED);
}

/* It was ended elsewhere: nothing is left to do. */
static void
rotations_changed_cb (LkRotateDialog *self,
                      LkRotations    *rotations)
{
  LkInventory *inventory = lk_rotate_dialog_get_inventory (self);

  if (self->working == NULL && self->rotation != NULL && inventory != NULL
      && lk_rotations_find (rotations, lk_inventory_get_account (inventory), lk_rotation_get_new_id (self->rotation)) == NULL)
    gtk_window_destroy (GTK_WINDOW (self));
}

void
lk_rotate_dialog_begin_work (LkRotateDialog *self,
            const char     *label,
            gboolean        may_cancel)
{
  g_clear_object (&self->working);
  self->working = g_cancellable_new ();
  self->may_cancel = may_cancel;
  show_error (self, NULL);
  gtk_label_set_label (self->busy_label, label);
  lk_rotate_dialog_update (self);
}

/* The end of whatever was under way; the page is the one that the rotation stands at. */
void
lk_rotate_dialog_end_work (LkRotateDialog *self,
          const GError   *error)
{
  g_clear_object (&self->working);
  if (self->inventories == NULL)
    return;

  show_error (self, error);
  lk_rotate_dialog_update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->next_button));
}

static void
next_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  LkRotateDialog *self = LK_ROTATE_DIALOG (widget);
  const char *page = get_page (self);

  if (self->working != NULL)
    return;

  if (g_str_equal (page, "create") && self->rotation == NULL)
    lk_rotate_dialog_create (self);
  else if (g_str_equal (page, "create"))
    lk_rotate_dialog_hand_over (self);
  else if (lk_rotate_dialog_is_cancelling (self))
    lk_rotate_dialog_end (self, TRUE);
  else if (g_str_equal (page, "switch"))
    {
      self->retiring = TRUE;
      show_error (self, NULL);
      lk_rotate_dialog_update (self);
      gtk_widget_grab_focus (GTK_WIDGET (self->when_row));
    }
  else if (lk_rotate_dialog_deletes_now (self))
    lk_rotate_dialog_end (self, FALSE);
  else
    lk_rotate_dialog_remind (self, remind_days[adw_combo_row_get_selected (self->when_row)]);
}

static void
cancel_answered_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (LkRotateDialog) self = user_data;
  g_autofree char *response = lk_confirm_finish (GTK_WIDGET (source), result, NULL);

  if (g_strcmp0 (response, "delete") == 0 && self->working == NULL && self->rotation != NULL)
    lk_rotate_dialog_end (self, TRUE);
}

static void
cancel_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  const LkConfirmResponse responses[] = {
    { "keep", _("_Keep Both"), LK_CONFIRM_DEFAULT },
    { "delete", _("_Delete New Token"), LK_CONFIRM_DESTRUCTIVE },
  };
  LkRotateDialog *self = LK_ROTATE_DIALOG (widget);
  const char *name = get_script_name (self, find_token (self, lk_rotation_get_new_id (self->rotation)));
  g_autofree char *body = NULL;

  if (name != NULL && !is_stored (self, find_token (self, lk_rotation_get_old_id (self->rotation))))
    /* Translators: %s is a script name */
    body = g_strdup_printf (_("The new token is deleted, and nothing is stored of the old one: “%s” leads to nothing then."),
                            name);
  else if (name != NULL)
    /* Translators: %s is a script name */
    body = g_strdup_printf (_("The new token is deleted and “%s” points to the old one again"), name);
  else
    body = g_strdup (_("The new token is deleted. The old one keeps working."));
  lk_confirm_async (widget, _("Cancel the Rotation?"), body, responses, G_N_ELEMENTS (responses), "keep", "keep",
                    self->cancellable, cancel_answered_cb, g_object_ref (self));
}

static void
copied_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (LkRotateDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) value = lk_keyring_look_up_finish (LK_KEYRING (source), result, &error);

  if (self->inventories == NULL)
    return;

  if (value != NULL)
    lk_token_actions_copy_value (GTK_WIDGET (self), value, LK_SECRET_FIELD_TOKEN);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s",
                                error != NULL ? error->message : _("The new token is not in the keyring any more"));
}

static void
copy_token_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  LkRotateDialog *self = LK_ROTATE_DIALOG (widget);
  g_autoptr (GHashTable) attributes = NULL;

  if (self->rotation == NULL)
    return;

  attributes = lk_secret_attributes_new (lk_rotate_dialog_is_pulsar (self) ? "token-id" : "client-id",
                                         lk_rotation_get_new_id (self->rotation), "field", LK_SECRET_FIELD_TOKEN, "kind",
                                         lk_rotate_dialog_is_pulsar (self) ? LK_SECRET_KIND_PULSAR_TOKEN
                                                                           : LK_SECRET_KIND_ASTRA_TOKEN,
                                         NULL);
  lk_keyring_look_up_async (get_keyring (self), attributes, self->cancellable, copied_cb, g_object_ref (self));
}

static void
copy_command_action (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  lk_token_actions_copy_text (widget, g_variant_get_string (parameter, NULL), _("Command copied"));
}

static void
toast_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  LkRotateDialog *self = LK_ROTATE_DIALOG (widget);

  lk_toast_show (self->toasts, lk_toast_new (g_variant_get_string (parameter, NULL)));
}

static gboolean
lk_rotate_dialog_close_request (GtkWindow *window)
{
  LkRotateDialog *self = LK_ROTATE_DIALOG (window);

  if (self->working != NULL)
    {
      if (self->may_cancel)
        g_cancellable_cancel (self->working);
      return GDK_EVENT_STOP;
    }

  return GTK_WINDOW_CLASS (lk_rotate_dialog_parent_class)->close_request (window);
}

static void
lk_rotate_dialog_dispose (GObject *object)
{
  LkRotateDialog *self = LK_ROTATE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->inventories);
  g_clear_object (&self->token);
  g_clear_object (&self->rotation);
  g_clear_pointer (&self->account_id, g_free);

  G_OBJECT_CLASS (lk_rotate_dialog_parent_class)->dispose (object);
}

static void
lk_rotate_dialog_get_property (GObject    *object,
                               guint       property_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  LkRotateDialog *self = LK_ROTATE_DIALOG (object);

  switch (property_id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, self->working != NULL);
      break;

    case PROP_BEGUN:
      g_value_set_boolean (value, self->rotation != NULL);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_rotate_dialog_class_init (LkRotateDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_rotate_dialog_dispose;
  object_class->get_property = lk_rotate_dialog_get_property;
  GTK_WINDOW_CLASS (klass)->close_request = lk_rotate_dialog_close_request;

  /**
   * LkRotateDialog:busy:
   *
   * Whether a step is under way.
   */
  properties[PROP_BUSY] =
    g_param_spec_boolean ("busy", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * LkRotateDialog:begun:
   *
   * Whether there is a new token.
   */
  properties[PROP_BEGUN] =
    g_param_spec_boolean ("begun", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "rotate.next", NULL, next_action);
  gtk_widget_class_install_action (widget_class, "rotate.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class, "rotate.copy-token", NULL, copy_token_action);
  gtk_widget_class_install_action (widget_class, "rotate.copy-command", "s", copy_command_action);
  gtk_widget_class_install_action (widget_class, "win.toast", "s", toast_action);

  g_type_ensure (LK_TYPE_ERROR_DETAILS);
  g_type_ensure (LK_TYPE_FIELD_ROW);
  g_type_ensure (LK_TYPE_KEYRING_BANNER);
  g_type_ensure (LK_TYPE_TEST_ROW);
  g_type_ensure (LK_TYPE_USES_GROUP);
  g_type_ensure (LK_TYPE_SPINNER);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-rotate-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LkRotateDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, LkRotateDialog, title);
  gtk_widget_class_bind_template_child (widget_class, LkRotateDialog, close_button);
  gtk_widget_class_bind_template_child (widget_class, LkRotateDialog, menu_button);
  gtk_widget_class_bind_template_child (widget_class, LkRotateDialog, keyring_banner);
  gtk_widget_class_bind_template_child (widget_class, LkRotateDialog, step_label);
  gtk_widget_class_bind_template_child (widget_class, LkRotateDialog, heading_label);
  gtk_widget_class_bind_template_child (widget_class, LkRotateDialog, text_label);
  gtk_widget_class_bind_template_child (widget_class, LkRotateDialog, pages);
  gtk_widget_class_bind_template_child (widget_class, LkRotateDialog, description_row);
  gtk_widget_class_bind_template_child (widget_class, LkRotateDialog, expires_row);
  gtk_widget_class_bind_template_child (widget_class, LkRotateDialog, roles_row);
  gtk_widget_class_bind_template_child (widget_class, LkRotateDialog, command_row);
  gtk_widget_class_bind_template_child (widget_class, LkRotateDialog, test_row);
  gtk_widget_class_bind_template_child (widget_class, LkRotateDialog, uses_group);
  gtk_widget_class_bind_template_child (widget_class, LkRotateDialog, when_row);
  gtk_widget_class_bind_template_child (widget_class, LkRotateDialog, busy_label);
  gtk_widget_class_bind_template_child (widget_class, LkRotateDialog, error_label);
  gtk_widget_class_bind_template_child (widget_class, LkRotateDialog, error_details);
  gtk_widget_class_bind_template_child (widget_class, LkRotateDialog, next_button);
  gtk_widget_class_bind_template_callback (widget_class, get_close_label);
  gtk_widget_class_bind_template_callback_full (widget_class, "update", G_CALLBACK (lk_rotate_dialog_update));
}

static void
lk_rotate_dialog_init (LkRotateDialog *self)
{
  self->cancellable = g_cancellable_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu_button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("More Actions"), -1);
}

static char *
describe_roles (LkInventory *inventory,
                LkAppToken  *token)
{
  const char *const *ids = lk_app_token_get_role_ids (token);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; ids[i] != NULL; i++)
    {
      LkRole *role = inventory != NULL ? lk_inventory_find_role (inventory, ids[i]) : NULL;

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", role != NULL ? lk_role_get_title (role) : ids[i]);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
fill_form (LkRotateDialog *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *life = NULL;
  guint days = 0;

  if (lk_rotate_dialog_is_pulsar (self) && !lk_rotate_get_days (LK_PULSAR_TOKEN (self->token), &days))
    life = g_strdup (_("After as many days as the old one"));
  else if (lk_rotate_dialog_is_pulsar (self) && days == 0)
    life = g_strdup (C_ ("expiry", "Never"));
  else if (lk_rotate_dialog_is_pulsar (self))
    /* Translators: when the new token expires; %u is how many days from now */
    life = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "In %u day", "In %u days", days), days);
  else
    {
      g_autoptr (GDateTime) expiry = lk_rotate_dup_expiry (LK_APP_TOKEN (self->token), now);
      g_autofree char *roles = describe_roles (lk_rotate_dialog_get_inventory (self), LK_APP_TOKEN (self->token));

      life = lk_format_exact_expiry (expiry, now);
      g_object_set (self->roles_row, "text", roles, NULL);
    }
  gtk_widget_set_visible (self->roles_row, !lk_rotate_dialog_is_pulsar (self));
  g_object_set (self->description_row, "text", get_title (self), NULL);
  g_object_set (self->expires_row, "text", life, NULL);
  adw_window_title_set_subtitle (self->title, get_title (self));
}

/**
 * lk_rotate_dialog_ask:
 * @widget: a widget in the window that the dialog belongs to
 * @inventories: the accounts
 * @account: the account of @token
 * @token: (type GObject): an #LkAppToken or an #LkPulsarToken with an id; the old one or the new one of a rotation that has
 *   begun, which goes on then
 *
 * Opens the dialog.
 */
void
lk_rotate_dialog_ask (GtkWidget     *widget,
                      LkInventories *inventories,
                      LkAccount     *account,
                      gpointer       token)
{
  LkRotateDialog *self;
  const char *id;

  g_return_if_fail (LK_IS_INVENTORIES (inventories));
  g_return_if_fail (LK_IS_APP_TOKEN (token) || LK_IS_PULSAR_TOKEN (token));

  self = g_object_new (LK_TYPE_ROTATE_DIALOG, NULL);
  self->inventories = g_object_ref (inventories);
  self->account_id = g_strdup (lk_account_get_id (account));
  self->token = g_object_ref (token);
  id = lk_rotate_dialog_is_pulsar (self) ? lk_pulsar_token_get_id (token) : lk_app_token_get_client_id (token);
  lk_rotate_dialog_set_rotation (self, lk_rotations_find (lk_inventories_get_rotations (inventories), account, id));
  g_signal_connect_object (lk_inventories_get_rotations (inventories), "changed", G_CALLBACK (rotations_changed_cb), self,
                           G_CONNECT_SWAPPED);
  lk_keyring_banner_set_keyring (self->keyring_banner, get_keyring (self));
  fill_form (self);
  self->retiring = self->rotation != NULL && lk_rotation_get_step (self->rotation) > LK_ROTATION_MOVED;
  lk_rotate_dialog_update (self);
  lk_dialog_present (LK_DIALOG (self), widget);
  gtk_widget_grab_focus (GTK_WIDGET (self->next_button));
}
