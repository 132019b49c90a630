/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-token-details.h"

#include "lk-format.h"
#include "lk-permissions-view.h"
#include "lk-secret-attributes.h"
#include "lk-token-actions.h"
#include "lk-token-row.h"

#include <glib/gi18n-lib.h>

/**
 * LkTokenDetails:
 *
 * All that is known of one application token. No widget of it ever holds a secret; its buttons use the actions of the
 * page around it.
 */
struct _LkTokenDetails
{
  AdwBin             parent_instance;

  LkInventory       *inventory; /* NULL: nothing is shown */
  LkAppToken        *token;     /* NULL: nothing is shown */

  GtkWidget         *back_button;
  GtkMenuButton     *more_button;
  LkPermissionsView *permissions;
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

static char *
describe_command (LkTokenDetails *self,
                  gboolean        stored,
                  const char     *script_name,
                  LkAppToken     *token)
{
  if (!stored || token == NULL || self->inventory == NULL)
    return g_strdup ("");

  return lk_token_actions_create_command (self->inventory, token, LK_SECRET_FIELD_TOKEN);
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

  g_type_ensure (LK_TYPE_PERMISSIONS_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-token-details.ui");
  gtk_widget_class_bind_template_child (widget_class, LkTokenDetails, back_button);
  gtk_widget_class_bind_template_child (widget_class, LkTokenDetails, more_button);
  gtk_widget_class_bind_template_child (widget_class, LkTokenDetails, permissions);
  gtk_widget_class_bind_template_callback (widget_class, describe_command);
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

  update_permissions (self);
}
