/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-tenant-connect.h"

#include "lk-field-row.h"
#include "lk-text.h"
#include "lk-token-actions.h"

#include <glib/gi18n-lib.h>

/**
 * LkTenantConnect:
 *
 * Where a streaming tenant is, which is what a client needs beside a token, and how much of it may be used. What Astra does
 * not tell is not there.
 */
struct _LkTenantConnect
{
  AdwBin    parent_instance;

  LkTenant *tenant; /* NULL: nothing is shown */
};

G_DEFINE_FINAL_TYPE (LkTenantConnect, lk_tenant_connect, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_TENANT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static gboolean
is_told (LkTenantConnect *self,
         const char      *text)
{
  return text != NULL;
}

static char *
show_text (LkTenantConnect *self,
           const char      *text)
{
  return text != NULL ? lk_text_show (text) : g_strdup ("");
}

static gboolean
is_known (LkTenantConnect *self,
          int              limit)
{
  return limit != LK_TENANT_LIMIT_UNKNOWN;
}

static gboolean
is_either_known (LkTenantConnect *self,
                 int              first,
                 int              second)
{
  return first != LK_TENANT_LIMIT_UNKNOWN || second != LK_TENANT_LIMIT_UNKNOWN;
}

static char *
describe_namespaces (LkTenantConnect *self,
                     int              n_used,
                     int              limit)
{
  if (limit == LK_TENANT_LIMIT_UNKNOWN)
    return g_strdup ("");
  if (n_used == LK_TENANT_LIMIT_UNKNOWN)
    return g_strdup_printf ("%d", limit);

  /* Translators: %1$d is how many namespaces a tenant has, %2$d how many it may have */
  return g_strdup_printf (_("%1$d of %2$d used"), n_used, limit);
}

static char *
describe_limit (LkTenantConnect *self,
                int              limit)
{
  return limit == LK_TENANT_LIMIT_UNKNOWN ? g_strdup ("") : g_strdup_printf ("%d", limit);
}

static void
copy_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  lk_token_actions_copy_text (widget, g_variant_get_string (parameter, NULL), _("Copied"));
}

static void
lk_tenant_connect_dispose (GObject *object)
{
  g_clear_object (&LK_TENANT_CONNECT (object)->tenant);

  G_OBJECT_CLASS (lk_tenant_connect_parent_class)->dispose (object);
}

static void
lk_tenant_connect_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_TENANT:
      g_value_set_object (value, LK_TENANT_CONNECT (object)->tenant);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_tenant_connect_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_TENANT:
      if (g_set_object (&LK_TENANT_CONNECT (object)->tenant, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_tenant_connect_class_init (LkTenantConnectClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_tenant_connect_dispose;
  object_class->get_property = lk_tenant_connect_get_property;
  object_class->set_property = lk_tenant_connect_set_property;

  /**
   * LkTenantConnect:tenant: (nullable)
   *
   * The tenant that is shown.
   */
  properties[PROP_TENANT] =
    g_param_spec_object ("tenant", NULL, NULL,
                         LK_TYPE_TENANT,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "tenant.copy", "s", copy_action);

  g_type_ensure (LK_TYPE_FIELD_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-tenant-connect.ui");
  gtk_widget_class_bind_template_callback (widget_class, is_told);
  gtk_widget_class_bind_template_callback (widget_class, show_text);
  gtk_widget_class_bind_template_callback (widget_class, is_known);
  gtk_widget_class_bind_template_callback (widget_class, is_either_known);
  gtk_widget_class_bind_template_callback (widget_class, describe_namespaces);
  gtk_widget_class_bind_template_callback (widget_class, describe_limit);
}

static void
lk_tenant_connect_init (LkTenantConnect *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
