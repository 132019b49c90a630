/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-token-details.h"

#include "lk-export.h"
#include "lk-field-row.h"
#include "lk-format.h"
#include "lk-permissions-view.h"
#include "lk-rotation-banner.h"
#include "lk-secret-attributes.h"
#include "lk-secret-row.h"
#include "lk-test-row.h"
#include "lk-token-actions.h"
#include "lk-token-history.h"
#include "lk-uses-group.h"
#include "lk-token-row.h"

#include <glib/gi18n-lib.h>

/**
 * LkTokenDetails:
 *
 * All that is known of one application token. No widget of it holds a secret, but for the time that an #LkSecretRow is
 * asked to show one; its buttons use the actions of the page around it.
 */
struct _LkTokenDetails
{
  AdwBin             parent_instance;

  LkInventory       *inventory; /* NULL: nothing is shown */
  LkAppToken        *token;     /* NULL: nothing is shown */

  GtkWidget         *back_button;
  GtkMenuButton     *more_button;
  GtkWidget         *copy_button;
  LkSecretRow       *token_row;
  LkSecretRow       *client_secret_row;
  LkPermissionsView *permissions;
  LkUsesGroup       *uses_group;
};

G_DEFINE_FINAL_TYPE (LkTokenDetails, lk_token_details, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_TOKEN,
  PROP_INVENTORY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* @what: a field of the keyring, or "line" for what sets a variable to the token. */
static char *
describe_command (LkTokenDetails *self,
                  gboolean        stored,
                  const char     *script_name,
                  LkAppToken     *token,
                  const char     *what)
{
  gboolean is_line = g_str_equal (what, "line");
  g_autofree char *command = NULL;

  if (!stored || token == NULL || self->inventory == NULL)
    return NULL;

  command = lk_token_actions_create_command (self->inventory, token, is_line ? LK_SECRET_FIELD_TOKEN : what);

  return is_line && command != NULL ? lk_environment_line_new_look_up (LK_SHELL_SH, LK_EXPORT_VARIABLE, command)
                                    : g_steal_pointer (&command);
}

static char *
describe_script_name (GObject    *object,
                      const char *script_name)
{
  return g_strdup (script_name != NULL ? script_name : _("None: scripts find it by its client ID"));
}

static char *
describe_keyring (LkTokenDetails *self,
                  gboolean        stored,
                  LkInventory    *inventory)
{
  g_autofree char *collection = NULL;

  if (inventory != NULL)
    g_object_get (lk_office_get_keyring (lk_inventory_get_office (inventory)), "collection-in-use", &collection, NULL);
  if (g_strcmp0 (collection, "session") == 0)
    return g_strdup (_("The keyring of this session, which is emptied at its end"));

  return g_strdup (_("The default keyring"));
}

static char *
describe_text (GObject    *object,
               const char *text)
{
  return g_strdup (text != NULL && *text != '\0' ? text : C_ ("description", "None"));
}

static gboolean
is_text (GObject    *object,
         const char *text)
{
  return text != NULL;
}

static char *
describe_roles (LkTokenDetails     *self,
                const char *const  *role_names,
                LkAppToken         *token)
{
  const char *const *ids = token != NULL ? lk_app_token_get_role_ids (token) : NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      LkRole *role = self->inventory != NULL ? lk_inventory_find_role (self->inventory, ids[i]) : NULL;

      if (i > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, role != NULL ? lk_role_get_title (role) : ids[i]);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
describe_time (GObject   *object,
               GDateTime *when)
{
  return when != NULL ? lk_format_date_and_time (when) : g_strdup (_("Not known"));
}

static char *
describe_expiry (GObject   *object,
                 GDateTime *expiry)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return lk_format_exact_expiry (expiry, now);
}

static char *
describe_organization (GObject    *object,
                       const char *name,
                       const char *id)
{
  if (name == NULL)
    return g_strdup (id);

  /* Translators: %1$s is an organization's name, %2$s its id */
  return g_strdup_printf (_("%1$s (%2$s)"), name, id);
}

static gboolean
either (GObject  *object,
        gboolean  first,
        gboolean  second)
{
  return first || second;
}

static gboolean
neither (GObject  *object,
         gboolean  first,
         gboolean  second)
{
  return !first && !second;
}

static GVariant *
get_target (GObject    *object,
            const char *client_id)
{
  return client_id != NULL ? g_variant_ref_sink (g_variant_new_string (client_id)) : NULL;
}

static void
reveal_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  LkTokenDetails *self = LK_TOKEN_DETAILS (widget);
  gboolean other_revealed;

  g_object_get (self->client_secret_row, "revealed", &other_revealed, NULL);
  if (other_revealed)
    lk_secret_row_hide (self->client_secret_row);
  else if (gtk_widget_get_visible (GTK_WIDGET (self->token_row)))
    lk_secret_row_toggle (self->token_row);
}

static void
copy_command_action (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  lk_token_actions_copy_text (widget, g_variant_get_string (parameter, NULL), _("Command copied"));
}

static void
create_popup_cb (GtkMenuButton *button,
                 gpointer       user_data)
{
  LkTokenDetails *self = user_data;
  g_autoptr (GMenuModel) menu = NULL;

  if (self->token == NULL)
    return;

  menu = lk_token_row_create_menu (self->token);
  gtk_menu_button_set_menu_model (button, menu);
}

static void
update_copy_name (LkTokenDetails *self)
{
  g_autofree char *name = NULL;

  if (self->token == NULL)
    return;

  /* Translators: %s is a token's description */
  name = g_strdup_printf (_("Copy Token of %s"), lk_app_token_get_title (self->token));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->copy_button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
update_permissions (LkTokenDetails *self)
{
  const char *const *ids = NULL;
  g_autoptr (GPtrArray) roles = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean complete = TRUE;

  if (self->token == NULL || self->inventory == NULL)
    return;

  ids = lk_app_token_get_role_ids (self->token);
  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      LkRole *role = lk_inventory_find_role (self->inventory, ids[i]);

      if (role != NULL)
        g_ptr_array_add (roles, g_object_ref (role));
      else
        complete = FALSE;
    }

  lk_permissions_view_set_roles (self->permissions, roles, complete,
                                 lk_account_get_org_id (lk_inventory_get_account (self->inventory)));
}

static void
update_uses (LkTokenDetails *self)
{
  LkUsedToken token = { NULL };

  if (self->token == NULL || self->inventory == NULL)
    {
      lk_uses_group_set_token (self->uses_group, NULL, NULL);
      return;
    }

  token.account_id = lk_account_get_id (lk_inventory_get_account (self->inventory));
  token.token_id = lk_app_token_get_client_id (self->token);
  lk_uses_group_set_token (self->uses_group, lk_office_get_state (lk_inventory_get_office (self->inventory)), &token);
}

static gboolean
lk_token_details_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (LK_TOKEN_DETAILS (widget)->back_button);
}

static void
lk_token_details_dispose (GObject *object)
{
  LkTokenDetails *self = LK_TOKEN_DETAILS (object);

  g_clear_object (&self->token);
  g_clear_object (&self->inventory);

  G_OBJECT_CLASS (lk_token_details_parent_class)->dispose (object);
}

static void
lk_token_details_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  LkTokenDetails *self = LK_TOKEN_DETAILS (object);

  switch (prop_id)
    {
    case PROP_TOKEN:
      g_value_set_object (value, self->token);
      break;
    case PROP_INVENTORY:
      g_value_set_object (value, self->inventory);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_token_details_class_init (LkTokenDetailsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_token_details_dispose;
  object_class->get_property = lk_token_details_get_property;
  widget_class->grab_focus = lk_token_details_grab_focus;

  /**
   * LkTokenDetails:token: (nullable)
   *
   * The token that is shown.
   */
  properties[PROP_TOKEN] =
    g_param_spec_object ("token", NULL, NULL,
                         LK_TYPE_APP_TOKEN,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * LkTokenDetails:inventory: (nullable)
   *
   * The inventory that the token is in.
   */
  properties[PROP_INVENTORY] =
    g_param_spec_object ("inventory", NULL, NULL,
                         LK_TYPE_INVENTORY,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "details.reveal", NULL, reveal_action);
  gtk_widget_class_install_action (widget_class, "details.copy-command", "s", copy_command_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_e, GDK_CONTROL_MASK, "details.reveal", NULL);

  g_type_ensure (LK_TYPE_FIELD_ROW);
  g_type_ensure (LK_TYPE_PERMISSIONS_VIEW);
  g_type_ensure (LK_TYPE_ROTATION_BANNER);
  g_type_ensure (LK_TYPE_SECRET_ROW);
  g_type_ensure (LK_TYPE_TEST_ROW);
  g_type_ensure (LK_TYPE_TOKEN_HISTORY);
  g_type_ensure (LK_TYPE_USES_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-token-details.ui");
  gtk_widget_class_bind_template_child (widget_class, LkTokenDetails, back_button);
  gtk_widget_class_bind_template_child (widget_class, LkTokenDetails, more_button);
  gtk_widget_class_bind_template_child (widget_class, LkTokenDetails, copy_button);
  gtk_widget_class_bind_template_child (widget_class, LkTokenDetails, token_row);
  gtk_widget_class_bind_template_child (widget_class, LkTokenDetails, client_secret_row);
  gtk_widget_class_bind_template_child (widget_class, LkTokenDetails, permissions);
  gtk_widget_class_bind_template_child (widget_class, LkTokenDetails, uses_group);
  gtk_widget_class_bind_template_callback (widget_class, describe_command);
  gtk_widget_class_bind_template_callback (widget_class, describe_script_name);
  gtk_widget_class_bind_template_callback (widget_class, describe_keyring);
  gtk_widget_class_bind_template_callback (widget_class, describe_text);
  gtk_widget_class_bind_template_callback (widget_class, is_text);
  gtk_widget_class_bind_template_callback (widget_class, describe_roles);
  gtk_widget_class_bind_template_callback (widget_class, describe_time);
  gtk_widget_class_bind_template_callback (widget_class, describe_expiry);
  gtk_widget_class_bind_template_callback (widget_class, describe_organization);
  gtk_widget_class_bind_template_callback (widget_class, either);
  gtk_widget_class_bind_template_callback (widget_class, neither);
  gtk_widget_class_bind_template_callback (widget_class, get_target);
}

static void
lk_token_details_init (LkTokenDetails *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_menu_button_set_create_popup_func (self->more_button, create_popup_cb, self, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->more_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("More Actions"), -1);
}

/**
 * lk_token_details_get_token:
 * @self: a details page
 *
 * Gets the token that is shown.
 *
 * Returns: (transfer none) (nullable): the token
 */
LkAppToken *
lk_token_details_get_token (LkTokenDetails *self)
{
  g_return_val_if_fail (LK_IS_TOKEN_DETAILS (self), NULL);

  return self->token;
}

/**
 * lk_token_details_show:
 * @self: a details page
 * @inventory: (nullable): the inventory that the token is in
 * @token: (nullable): the token, or %NULL for none
 *
 * Shows a token, or lets go of the one that is shown.
 */
void
lk_token_details_show (LkTokenDetails *self,
                       LkInventory    *inventory,
                       LkAppToken     *token)
{
  g_return_if_fail (LK_IS_TOKEN_DETAILS (self));

  if (g_set_object (&self->inventory, inventory))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INVENTORY]);
  if (g_set_object (&self->token, token))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOKEN]);

  update_copy_name (self);
  update_permissions (self);
  update_uses (self);
}
