/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-account-row.h"

#include "lk-announce.h"
#include "lk-large-text.h"
#include "lk-names.h"

#include <glib/gi18n-lib.h>

/**
 * LkAccountRow:
 *
 * One row of an account in the sidebar: its application tokens, its streaming tenants, each with how many they are, or one
 * tenant with its cluster.
 */
struct _LkAccountRow
{
  AdwActionRow    parent_instance;

  LkAccountThing *thing;

  GtkLabel       *count_label;
};

G_DEFINE_FINAL_TYPE (LkAccountRow, lk_account_row, ADW_TYPE_ACTION_ROW)

enum
{
  PROP_0,
  PROP_THING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* NULL: nothing is counted. */
static GListModel *
get_counted (LkAccountRow *self)
{
  LkStreaming *streaming = lk_account_thing_get_streaming (self->thing);

  if (lk_account_thing_get_tenant (self->thing) != NULL)
    return NULL;

  return streaming != NULL ? lk_streaming_get_tenants (streaming)
                           : lk_inventory_get_tokens (lk_account_thing_get_inventory (self->thing));
}

/* The rows of several accounts have the same name: the account tells them apart. */
static void
update (LkAccountRow *self)
{
  LkInventory *inventory = lk_account_thing_get_inventory (self->thing);
  LkTenant *tenant = lk_account_thing_get_tenant (self->thing);
  GListModel *counted = get_counted (self);
  guint n = counted != NULL ? g_list_model_get_n_items (counted) : 0;
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self));
  g_autofree char *count = n > 0 ? g_strdup_printf ("%u", n) : NULL;
  g_autofree char *name = NULL;

  gtk_label_set_label (self->count_label, count != NULL ? count : "");
  if (tenant != NULL)
    /* Translators: how a screen reader names a streaming tenant: %1$s is the tenant, %2$s its cluster */
    name = g_strdup_printf (_("%1$s on %2$s"), lk_tenant_get_name (tenant), lk_tenant_get_cluster (tenant));
  else if (n > 0)
    /* Translators: the name of a row for screen readers: %1$s is what it is (“Application Tokens”), %2$u how many */
    name = g_strdup_printf (_("%1$s, %2$u"), title, n);
  else
    /* None: most likely they were not read yet. */
    name = g_strdup (title);
  lk_names_set_row (GTK_WIDGET (self), name);
  lk_announce_describe (GTK_WIDGET (self), lk_account_get_title (lk_inventory_get_account (inventory)));
}

static void
lk_account_row_constructed (GObject *object)
{
  LkAccountRow *self = LK_ACCOUNT_ROW (object);
  LkTenant *tenant = lk_account_thing_get_tenant (self->thing);
  GListModel *counted = get_counted (self);
  const char *title;

  G_OBJECT_CLASS (lk_account_row_parent_class)->constructed (object);

  if (tenant != NULL)
    {
      title = lk_tenant_get_name (tenant);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (self), lk_tenant_get_cluster (tenant));
      gtk_widget_add_css_class (GTK_WIDGET (self), "tenant");
    }
  else
    title = lk_account_thing_get_streaming (self->thing) != NULL ? _("Streaming") : _("Application Tokens");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);

  if (counted != NULL)
    g_signal_connect_object (counted, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (lk_inventory_get_account (lk_account_thing_get_inventory (self->thing)), "notify::title",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
lk_account_row_dispose (GObject *object)
{
  LkAccountRow *self = LK_ACCOUNT_ROW (object);

  g_clear_object (&self->thing);
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
    case PROP_THING:
      g_value_set_object (value, self->thing);
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
    case PROP_THING:
      g_set_object (&self->thing, g_value_get_object (value));
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
   * LkAccountRow:thing:
   *
   * What the row stands for.
   */
  properties[PROP_THING] =
    g_param_spec_object ("thing", NULL, NULL,
                         LK_TYPE_ACCOUNT_THING,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-account-row.ui");
  gtk_widget_class_bind_template_child (widget_class, LkAccountRow, count_label);
}

static void
lk_account_row_init (LkAccountRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  lk_large_text_fit_row (GTK_WIDGET (self));
}

/**
 * lk_account_row_new:
 * @thing: something of an account
 *
 * Creates the row of it.
 *
 * Returns: (transfer floating): the row
 */
GtkWidget *
lk_account_row_new (LkAccountThing *thing)
{
  g_return_val_if_fail (LK_IS_ACCOUNT_THING (thing), NULL);

  return g_object_new (LK_TYPE_ACCOUNT_ROW, "thing", thing, NULL);
}

/**
 * lk_account_row_get_thing:
 * @self: a row
 *
 * Returns: (transfer none): what the row stands for
 */
LkAccountThing *
lk_account_row_get_thing (LkAccountRow *self)
{
  g_return_val_if_fail (LK_IS_ACCOUNT_ROW (self), NULL);

  return self->thing;
}

/**
 * lk_account_row_get_inventory:
 * @self: a row
 *
 * Returns: (transfer none): the application tokens of its account
 */
LkInventory *
lk_account_row_get_inventory (LkAccountRow *self)
{
  g_return_val_if_fail (LK_IS_ACCOUNT_ROW (self), NULL);

  return lk_account_thing_get_inventory (self->thing);
}
