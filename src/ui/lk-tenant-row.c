/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-tenant-row.h"

#include "lk-large-text.h"

#include <glib/gi18n-lib.h>

/**
 * LkTenantRow:
 *
 * A streaming tenant in a list: its name, where it is, and how many Pulsar tokens it has, or that they could not be read.
 */
struct _LkTenantRow
{
  AdwBin    parent_instance;

  LkTenant *tenant; /* NULL: not bound */
};

G_DEFINE_FINAL_TYPE (LkTenantRow, lk_tenant_row, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_TENANT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char *
describe_place (LkTenantRow *self,
                const char  *cluster,
                const char  *region)
{
  if (region == NULL)
    return g_strdup (cluster != NULL ? cluster : "");

  /* Translators: below the name of a streaming tenant: %1$s is its cluster, %2$s the region it is in */
  return g_strdup_printf (_("%1$s · %2$s"), cluster, region);
}

static char *
describe_tokens (LkTenantRow  *self,
                 guint         n_tokens,
                 gboolean      loaded,
                 const GError *error)
{
  if (error != NULL)
    return g_strdup (_("Not loaded"));
  if (!loaded)
    return g_strdup ("");

  /* Translators: %u is how many Pulsar tokens a streaming tenant has */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u token", "%u tokens", n_tokens), n_tokens);
}

static GStrv
classes_for_tokens (LkTenantRow  *self,
                    const GError *error)
{
  const char *const plain[] = { "dim-label", "numeric", NULL };
  const char *const failed[] = { "warning", NULL };

  return g_strdupv ((char **) (error != NULL ? failed : plain));
}

/* GTK reads the item of the list aloud, not what is in it. */
static void
update_name (LkTenantRow *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *name = NULL;

  if (self->tenant == NULL || parent == NULL)
    return;

  /* Translators: how a screen reader names a streaming tenant: %1$s is the tenant, %2$s its cluster */
  name = g_strdup_printf (_("%1$s on %2$s"), lk_tenant_get_name (self->tenant), lk_tenant_get_cluster (self->tenant));
  gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
lk_tenant_row_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lk_tenant_row_parent_class)->root (widget);

  update_name (LK_TENANT_ROW (widget));
}

static void
lk_tenant_row_dispose (GObject *object)
{
  g_clear_object (&LK_TENANT_ROW (object)->tenant);
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_TENANT_ROW);

  G_OBJECT_CLASS (lk_tenant_row_parent_class)->dispose (object);
}

static void
lk_tenant_row_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_TENANT:
      g_value_set_object (value, LK_TENANT_ROW (object)->tenant);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_tenant_row_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  LkTenantRow *self = LK_TENANT_ROW (object);

  switch (prop_id)
    {
    case PROP_TENANT:
      if (!g_set_object (&self->tenant, g_value_get_object (value)))
        break;
      update_name (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_tenant_row_class_init (LkTenantRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_tenant_row_dispose;
  object_class->get_property = lk_tenant_row_get_property;
  object_class->set_property = lk_tenant_row_set_property;
  widget_class->root = lk_tenant_row_root;

  /**
   * LkTenantRow:tenant: (nullable)
   *
   * The tenant that is shown.
   */
  properties[PROP_TENANT] =
    g_param_spec_object ("tenant", NULL, NULL,
                         LK_TYPE_TENANT,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-tenant-row.ui");
  gtk_widget_class_bind_template_callback (widget_class, describe_place);
  gtk_widget_class_bind_template_callback (widget_class, describe_tokens);
  gtk_widget_class_bind_template_callback (widget_class, classes_for_tokens);
}

static void
lk_tenant_row_init (LkTenantRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  lk_large_text_fit_row (GTK_WIDGET (self));
}
