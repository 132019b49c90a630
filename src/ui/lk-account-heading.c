/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-account-heading.h"

#include "lk-account-actions.h"
#include "lk-astra-error.h"
#include "lk-large-text.h"
#include "lk-row-menu.h"

#include <glib/gi18n-lib.h>

/**
 * LkAccountHeading:
 *
 * What stands above the rows of an account in the sidebar: its title, whether it must sign in anew, and a menu of what can
 * be done with it.
 */
struct _LkAccountHeading
{
  AdwBin         parent_instance;

  LkInventory   *inventory;

  GtkMenuButton *account_button;
};

G_DEFINE_FINAL_TYPE (LkAccountHeading, lk_account_heading, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_INVENTORY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static gboolean
is_refused (LkAccountHeading *self,
            const GError     *error)
{
  return g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_UNAUTHORIZED);
}

static void
name_button (LkAccountHeading *self)
{
  LkAccount *account = lk_inventory_get_account (self->inventory);
  /* Translators: how a screen reader names a menu button: %s is an account */
  g_autofree char *name = g_strdup_printf (_("Actions for %s"), lk_account_get_title (account));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->account_button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
create_popup_cb (GtkMenuButton *button,
                 gpointer       user_data)
{
  LkAccountHeading *self = user_data;
  g_autoptr (GMenuModel) menu = lk_account_heading_create_menu (lk_inventory_get_account (self->inventory));

  gtk_menu_button_set_menu_model (button, menu);
}

static void
lk_account_heading_constructed (GObject *object)
{
  LkAccountHeading *self = LK_ACCOUNT_HEADING (object);

  G_OBJECT_CLASS (lk_account_heading_parent_class)->constructed (object);

  g_signal_connect_object (lk_inventory_get_account (self->inventory), "notify::title", G_CALLBACK (name_button), self,
                           G_CONNECT_SWAPPED);
  name_button (self);
}

static void
lk_account_heading_dispose (GObject *object)
{
  LkAccountHeading *self = LK_ACCOUNT_HEADING (object);

  g_clear_object (&self->inventory);
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_ACCOUNT_HEADING);

  G_OBJECT_CLASS (lk_account_heading_parent_class)->dispose (object);
}

static void
lk_account_heading_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  LkAccountHeading *self = LK_ACCOUNT_HEADING (object);

  switch (prop_id)
    {
    case PROP_INVENTORY:
      g_value_set_object (value, self->inventory);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_account_heading_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  LkAccountHeading *self = LK_ACCOUNT_HEADING (object);

  switch (prop_id)
    {
    case PROP_INVENTORY:
      g_set_object (&self->inventory, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_account_heading_class_init (LkAccountHeadingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = lk_account_heading_constructed;
  object_class->dispose = lk_account_heading_dispose;
  object_class->get_property = lk_account_heading_get_property;
  object_class->set_property = lk_account_heading_set_property;

  /**
   * LkAccountHeading:inventory:
   *
   * The tokens of the account.
   */
  properties[PROP_INVENTORY] =
    g_param_spec_object ("inventory", NULL, NULL,
                         LK_TYPE_INVENTORY,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-account-heading.ui");
  gtk_widget_class_bind_template_child (widget_class, LkAccountHeading, account_button);
  gtk_widget_class_bind_template_callback (widget_class, is_refused);
}

static void
lk_account_heading_init (LkAccountHeading *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  lk_large_text_fit_row (GTK_WIDGET (self));

  gtk_menu_button_set_create_popup_func (self->account_button, create_popup_cb, self, NULL);
}

/**
 * lk_account_heading_new:
 * @inventory: the tokens of an account
 *
 * Creates the heading of an account.
 *
 * Returns: (transfer floating): the heading
 */
GtkWidget *
lk_account_heading_new (LkInventory *inventory)
{
  g_return_val_if_fail (LK_IS_INVENTORY (inventory), NULL);

  return g_object_new (LK_TYPE_ACCOUNT_HEADING, "inventory", inventory, NULL);
}

/**
 * lk_account_heading_get_inventory:
 * @self: a heading
 *
 * Returns: (transfer none): the tokens of the account
 */
LkInventory *
lk_account_heading_get_inventory (LkAccountHeading *self)
{
  g_return_val_if_fail (LK_IS_ACCOUNT_HEADING (self), NULL);

  return self->inventory;
}

/**
 * lk_account_heading_popup_menu:
 * @self: a heading
 * @row: (nullable): what has the focus, and gets it back when the menu closes; %NULL if that is as it comes
 *
 * Opens the menu of the account.
 */
void
lk_account_heading_popup_menu (LkAccountHeading *self,
                               GtkWidget        *row)
{
  g_return_if_fail (LK_IS_ACCOUNT_HEADING (self));
  g_return_if_fail (row == NULL || GTK_IS_WIDGET (row));

  if (row != NULL)
    lk_row_menu_open (row, self->account_button);
  else
    gtk_menu_button_popup (self->account_button);
}

static void
append (GMenu      *menu,
        const char *label,
        const char *action,
        LkAccount  *account)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", lk_account_get_id (account));
  g_menu_append_item (menu, item);
}

/**
 * lk_account_heading_create_menu:
 * @account: an account
 *
 * Creates the menu of what can be done with an account.
 *
 * Returns: (transfer full): the menu
 */
GMenuModel *
lk_account_heading_create_menu (LkAccount *account)
{
  GMenu *menu;
  g_autoptr (GMenu) changes = g_menu_new ();
  g_autoptr (GMenu) ends = g_menu_new ();

  g_return_val_if_fail (LK_IS_ACCOUNT (account), NULL);

  menu = g_menu_new ();
  append (changes, _("_Rename…"), "account.rename", account);
  append (changes, _("Change _Sign-In…"), "account.change-sign-in", account);
  append (changes, _("Re_fresh"), "account.refresh", account);
  if (lk_account_actions_has_portal (account))
    append (changes, _("Open in _Portal"), "account.open-portal", account);
  append (ends, _("Remove _Account…"), "account.remove", account);

  g_menu_append_section (menu, NULL, G_MENU_MODEL (changes));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (ends));

  return G_MENU_MODEL (menu);
}
