/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-account-row.h"

#include <glib/gi18n-lib.h>

/**
 * LkAccountRow:
 *
 * One row of an account in the sidebar: its application tokens, and how many they are.
 */
struct _LkAccountRow
{
  AdwActionRow  parent_instance;

  LkInventory  *inventory;
};

G_DEFINE_FINAL_TYPE (LkAccountRow, lk_account_row, ADW_TYPE_ACTION_ROW)

enum
{
  PROP_0,
  PROP_INVENTORY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char *
count_text (LkAccountRow *self,
            guint         count)
{
  return count > 0 ? g_strdup_printf ("%u", count) : g_strdup ("");
}

static void
name_row (LkAccountRow *self)
{
  guint n = g_list_model_get_n_items (lk_inventory_get_tokens (self->inventory));
  const char *account = lk_account_get_title (lk_inventory_get_account (self->inventory));
  g_autofree char *name = NULL;

  /* None: most likely they were not read yet. */
  if (n == 0)
    name = g_strdup (_("Application Tokens"));
  else
    /* Translators: the name of a row for screen readers; %u is how many tokens an account has */
    name = g_strdup_printf (_("Application Tokens, %u"), n);
  /* The rows of several accounts have the same name: the account tells them apart. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, account, -1);
}

static void
lk_account_row_constructed (GObject *object)
{
  LkAccountRow *self = LK_ACCOUNT_ROW (object);

  G_OBJECT_CLASS (lk_account_row_parent_class)->constructed (object);

  g_signal_connect_object (lk_inventory_get_tokens (self->inventory), "notify::n-items", G_CALLBACK (name_row), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (lk_inventory_get_account (self->inventory), "notify::title", G_CALLBACK (name_row), self,
                           G_CONNECT_SWAPPED);
  name_row (self);
}

static void
lk_account_row_dispose (GObject *object)
{
  LkAccountRow *self = LK_ACCOUNT_ROW (object);

  g_clear_object (&self->inventory);
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_ACCOUNT_ROW);

  G_OBJECT_CLASS (lk_account_row_parent_class)->dispose (object);
}

static void
lk_account_row_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  LkAccountRow *self = LK_ACCOUNT_ROW (object);

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
lk_account_row_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  LkAccountRow *self = LK_ACCOUNT_ROW (object);

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
lk_account_row_class_init (LkAccountRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = lk_account_row_constructed;
  object_class->dispose = lk_account_row_dispose;
  object_class->get_property = lk_account_row_get_property;
  object_class->set_property = lk_account_row_set_property;

  /**
   * LkAccountRow:inventory:
   *
   * The tokens that the row stands for.
   */
  properties[PROP_INVENTORY] =
    g_param_spec_object ("inventory", NULL, NULL,
                         LK_TYPE_INVENTORY,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-account-row.ui");
  gtk_widget_class_bind_template_callback (widget_class, count_text);
}

static void
lk_account_row_init (LkAccountRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lk_account_row_new:
 * @inventory: the tokens of an account
 *
 * Creates the row of an account's application tokens.
 *
 * Returns: (transfer floating): the row
 */
GtkWidget *
lk_account_row_new (LkInventory *inventory)
{
  g_return_val_if_fail (LK_IS_INVENTORY (inventory), NULL);

  return g_object_new (LK_TYPE_ACCOUNT_ROW, "inventory", inventory, NULL);
}

/**
 * lk_account_row_get_inventory:
 * @self: a row
 *
 * Returns: (transfer none): the tokens that the row stands for
 */
LkInventory *
lk_account_row_get_inventory (LkAccountRow *self)
{
  g_return_val_if_fail (LK_IS_ACCOUNT_ROW (self), NULL);

  return self->inventory;
}
