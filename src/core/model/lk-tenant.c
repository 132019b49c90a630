/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-tenant.h"

/**
 * LkTenant:
 *
 * One streaming tenant on one cluster: what the service says of it, which is kept as it came, and its tokens.
 */
struct _LkTenant
{
  GObject     parent_instance;

  char       *values[LK_TENANT_N_FIELDS]; /* NULL: not told, or empty */
  GListStore *tokens;
  gboolean    loading;
  gboolean    loaded;
  GError     *error;                      /* NULL: its tokens were read, or not yet */
  int         namespace_limit;
  int         topic_limit;
  int         n_namespaces;
};

G_DEFINE_FINAL_TYPE (LkTenant, lk_tenant, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_FIRST_FIELD,
  PROP_TOKENS = PROP_FIRST_FIELD + LK_TENANT_N_FIELDS,
  PROP_N_TOKENS,
  PROP_LOADING,
  PROP_LOADED,
  PROP_ERROR,
  PROP_NAMESPACE_LIMIT,
  PROP_TOPIC_LIMIT,
  PROP_N_NAMESPACES,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

typedef struct
{
  const char *key;      /* as the service spells it */
  const char *property;
} Field;

static const Field fields[LK_TENANT_N_FIELDS] = {
  [LK_TENANT_ID] = { "id", "id" },
  [LK_TENANT_NAME] = { "tenantName", "tenant-name" },
  [LK_TENANT_CLUSTER] = { "clusterName", "cluster-name" },
  [LK_TENANT_ORG_ID] = { "astraOrgGUID", "org-id" },
  [LK_TENANT_STATUS] = { "status", "status" },
  [LK_TENANT_WEB_SERVICE_URL] = { "webServiceUrl", "web-service-url" },
  [LK_TENANT_BROKER_SERVICE_URL] = { "brokerServiceUrl", "broker-service-url" },
  [LK_TENANT_WEBSOCKET_URL] = { "websocketUrl", "websocket-url" },
  [LK_TENANT_WEBSOCKET_QUERY_PARAM_URL] = { "websocketQueryParamUrl", "websocket-query-param-url" },
  [LK_TENANT_USER_METRICS_URL] = { "userMetricsUrl", "user-metrics-url" },
  [LK_TENANT_PLAN] = { "plan", "plan" },
  [LK_TENANT_PLAN_CODE] = { "planCode", "plan-code" },
  [LK_TENANT_CLOUD_PROVIDER] = { "cloudProvider", "cloud-provider" },
  [LK_TENANT_CLOUD_PROVIDER_CODE] = { "cloudProviderCode", "cloud-provider-code" },
  [LK_TENANT_CLOUD_REGION] = { "cloudRegion", "cloud-region" },
  [LK_TENANT_REGION_ZONE] = { "regionZone", "region-zone" },
  [LK_TENANT_PULSAR_INSTANCE] = { "pulsarInstance", "pulsar-instance" },
  [LK_TENANT_PULSAR_CLUSTER_DNS] = { "pulsarClusterDNS", "pulsar-cluster-dns" },
  [LK_TENANT_PULSAR_VERSION] = { "pulsarVersion", "pulsar-version" },
  [LK_TENANT_JVM_VERSION] = { "jvmVersion", "jvm-version" },
  [LK_TENANT_CLUSTER_TYPE] = { "clusterType", "cluster-type" },
  [LK_TENANT_AZ_TYPE] = { "azType", "az-type" },
  [LK_TENANT_EMAIL] = { "Email", "email" },
};

static void
items_changed_cb (LkTenant *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_TOKENS]);
}

static void
lk_tenant_dispose (GObject *object)
{
  LkTenant *self = LK_TENANT (object);

  if (self->tokens != NULL)
    g_signal_handlers_disconnect_by_func (self->tokens, items_changed_cb, self);
  g_clear_object (&self->tokens);

  G_OBJECT_CLASS (lk_tenant_parent_class)->dispose (object);
}

static void
lk_tenant_finalize (GObject *object)
{
  LkTenant *self = LK_TENANT (object);

  for (guint i = 0; i < LK_TENANT_N_FIELDS; i++)
    g_clear_pointer (&self->values[i], g_free);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (lk_tenant_parent_class)->finalize (object);
}

static gboolean
is_field (guint property_id)
{
  return property_id >= PROP_FIRST_FIELD && property_id < PROP_FIRST_FIELD + LK_TENANT_N_FIELDS;
}

static void
lk_tenant_get_property (GObject    *object,
                        guint       property_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  LkTenant *self = LK_TENANT (object);

  if (is_field (property_id))
    {
      g_value_set_string (value, self->values[property_id - PROP_FIRST_FIELD]);
      return;
    }

  switch (property_id)
    {
    case PROP_TOKENS:
      g_value_set_object (value, self->tokens);
      break;

    case PROP_N_TOKENS:
      g_value_set_uint (value, g_list_model_get_n_items (G_LIST_MODEL (self->tokens)));
      break;

    case PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;

    case PROP_LOADED:
      g_value_set_boolean (value, self->loaded);
      break;

    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;

    case PROP_NAMESPACE_LIMIT:
      g_value_set_int (value, self->namespace_limit);
      break;

    case PROP_TOPIC_LIMIT:
      g_value_set_int (value, self->topic_limit);
      break;

    case PROP_N_NAMESPACES:
      g_value_set_int (value, self->n_namespaces);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static gboolean
replace_boolean (gboolean     *field,
                 const GValue *value)
{
  if (*field == g_value_get_boolean (value))
    return FALSE;

  *field = g_value_get_boolean (value);

  return TRUE;
}

static gboolean
replace_int (int          *field,
             const GValue *value)
{
  if (*field == g_value_get_int (value))
    return FALSE;

  *field = g_value_get_int (value);

  return TRUE;
}

static gboolean
replace_error (GError       **field,
               const GValue  *value)
{
  if (*field == NULL && g_value_get_boxed (value) == NULL)
    return FALSE;

  g_clear_error (field);
  *field = g_value_dup_boxed (value);

  return TRUE;
}

static void
lk_tenant_set_property (GObject      *object,
                        guint         property_id,
                        const GValue *value,
                        GParamSpec   *pspec)
{
  LkTenant *self = LK_TENANT (object);
  const char *text;
  gboolean changed = FALSE;

  if (is_field (property_id))
    {
      text = g_value_get_string (value);
      self->values[property_id - PROP_FIRST_FIELD] = text != NULL && *text != '\0' ? g_strdup (text) : NULL;
      return;
    }

  switch (property_id)
    {
    case PROP_LOADING:
      changed = replace_boolean (&self->loading, value);
      break;

    case PROP_LOADED:
      changed = replace_boolean (&self->loaded, value);
      break;

    case PROP_ERROR:
      changed = replace_error (&self->error, value);
      break;

    case PROP_NAMESPACE_LIMIT:
      changed = replace_int (&self->namespace_limit, value);
      break;

    case PROP_TOPIC_LIMIT:
      changed = replace_int (&self->topic_limit, value);
      break;

    case PROP_N_NAMESPACES:
      changed = replace_int (&self->n_namespaces, value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }

  if (changed)
    g_object_notify_by_pspec (object, pspec);
}

static void
lk_tenant_class_init (LkTenantClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  const GParamFlags again = G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags derived = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = lk_tenant_dispose;
  object_class->finalize = lk_tenant_finalize;
  object_class->get_property = lk_tenant_get_property;
  object_class->set_property = lk_tenant_set_property;

  for (guint i = 0; i < LK_TENANT_N_FIELDS; i++)
    properties[PROP_FIRST_FIELD + i] = g_param_spec_string (fields[i].property, NULL, NULL, NULL, once);

  /**
   * LkTenant:tokens:
   *
   * Its Pulsar tokens, a list model of #LkPulsarToken, the same for good.
   */
  properties[PROP_TOKENS] = g_param_spec_object ("tokens", NULL, NULL, G_TYPE_LIST_MODEL, derived);
  /**
   * LkTenant:n-tokens:
   *
   * How many those are.
   */
  properties[PROP_N_TOKENS] = g_param_spec_uint ("n-tokens", NULL, NULL, 0, G_MAXUINT, 0, derived);
  /**
   * LkTenant:loading:
   *
   * Whether its tokens are being read.
   */
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, again);
  /**
   * LkTenant:loaded:
   *
   * Whether its tokens were ever read, now or in an earlier run: an empty list then means that there are none.
   */
  properties[PROP_LOADED] = g_param_spec_boolean ("loaded", NULL, NULL, FALSE, again);
  /**
   * LkTenant:error:
   *
   * Why its tokens could not be read the last time; %NULL if they could. What was read before stays.
   */
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, again);
  /**
   * LkTenant:namespace-limit:
   *
   * How many namespaces it may have, or %LK_TENANT_LIMIT_UNKNOWN.
   */
  properties[PROP_NAMESPACE_LIMIT] = g_param_spec_int ("namespace-limit", NULL, NULL, LK_TENANT_LIMIT_UNKNOWN, G_MAXINT,
                                                       LK_TENANT_LIMIT_UNKNOWN, again);
  /**
   * LkTenant:topic-limit:
   *
   * How many topics each namespace may have, or %LK_TENANT_LIMIT_UNKNOWN.
   */
  properties[PROP_TOPIC_LIMIT] = g_param_spec_int ("topic-limit", NULL, NULL, LK_TENANT_LIMIT_UNKNOWN, G_MAXINT,
                                                   LK_TENANT_LIMIT_UNKNOWN, again);
  /**
   * LkTenant:n-namespaces:
   *
   * How many namespaces it has, or %LK_TENANT_LIMIT_UNKNOWN.
   */
  properties[PROP_N_NAMESPACES] = g_param_spec_int ("n-namespaces", NULL, NULL, LK_TENANT_LIMIT_UNKNOWN, G_MAXINT,
                                                    LK_TENANT_LIMIT_UNKNOWN, again);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_tenant_init (LkTenant *self)
{
  self->tokens = g_list_store_new (LK_TYPE_PULSAR_TOKEN);
  g_signal_connect_swapped (self->tokens, "items-changed", G_CALLBACK (items_changed_cb), self);
}

/**
 * lk_tenant_field_get_key:
 * @field: something the service says of a tenant
 *
 * Returns: (transfer none): the key under which it says so
 */
const char *
lk_tenant_field_get_key (LkTenantField field)
{
  g_return_val_if_fail (field < LK_TENANT_N_FIELDS, NULL);

  return fields[field].key;
}

/**
 * lk_tenant_new:
 * @values: %LK_TENANT_N_FIELDS texts in the order of #LkTenantField, each of which may be %NULL but for both names
 *
 * Makes a tenant whose tokens are not known yet.
 *
 * Returns: (transfer full): the tenant
 */
LkTenant *
lk_tenant_new (const char *const *values)
{
  const char *names[LK_TENANT_N_FIELDS];
  GValue property_values[LK_TENANT_N_FIELDS] = { G_VALUE_INIT };
  GObject *self;

  g_return_val_if_fail (values[LK_TENANT_NAME] != NULL && values[LK_TENANT_CLUSTER] != NULL, NULL);

  for (guint i = 0; i < LK_TENANT_N_FIELDS; i++)
    {
      names[i] = fields[i].property;
      g_value_init (&property_values[i], G_TYPE_STRING);
      g_value_set_static_string (&property_values[i], values[i]);
    }
  self = g_object_new_with_properties (LK_TYPE_TENANT, LK_TENANT_N_FIELDS, names, property_values);

  return LK_TENANT (self);
}

/**
 * lk_tenant_get:
 * @self: a tenant
 * @field: something the service says of it
 *
 * Returns: (transfer none) (nullable): what it says, %NULL if nothing
 */
const char *
lk_tenant_get (LkTenant      *self,
               LkTenantField  field)
{
  g_return_val_if_fail (LK_IS_TENANT (self), NULL);
  g_return_val_if_fail (field < LK_TENANT_N_FIELDS, NULL);

  return self->values[field];
}

/**
 * lk_tenant_get_name:
 * @self: a tenant
 *
 * Returns: (transfer none): its name, which one on another cluster may have too
 */
const char *
lk_tenant_get_name (LkTenant *self)
{
  return lk_tenant_get (self, LK_TENANT_NAME);
}

/**
 * lk_tenant_get_cluster:
 * @self: a tenant
 *
 * Returns: (transfer none): the cluster that it is on
 */
const char *
lk_tenant_get_cluster (LkTenant *self)
{
  return lk_tenant_get (self, LK_TENANT_CLUSTER);
}

/**
 * lk_tenant_get_web_service_url:
 * @self: a tenant
 *
 * Returns: (transfer none) (nullable): where its administration is, as the service says; no address follows from a name
 */
const char *
lk_tenant_get_web_service_url (LkTenant *self)
{
  return lk_tenant_get (self, LK_TENANT_WEB_SERVICE_URL);
}

/**
 * lk_tenant_get_tokens:
 * @self: a tenant
 *
 * Returns: (transfer none): its tokens, a list model of #LkPulsarToken, the same for as long as @self lives
 */
GListModel *
lk_tenant_get_tokens (LkTenant *self)
{
  g_return_val_if_fail (LK_IS_TENANT (self), NULL);

  return G_LIST_MODEL (self->tokens);
}

/**
 * lk_tenant_get_loading:
 * @self: a tenant
 *
 * Returns: whether its tokens are being read
 */
gboolean
lk_tenant_get_loading (LkTenant *self)
{
  g_return_val_if_fail (LK_IS_TENANT (self), FALSE);

  return self->loading;
}

/**
 * lk_tenant_get_loaded:
 * @self: a tenant
 *
 * Returns: whether its tokens were ever read
 */
gboolean
lk_tenant_get_loaded (LkTenant *self)
{
  g_return_val_if_fail (LK_IS_TENANT (self), FALSE);

  return self->loaded;
}

/**
 * lk_tenant_get_error:
 * @self: a tenant
 *
 * Returns: (transfer none) (nullable): why its tokens could not be read the last time, %NULL if they could
 */
const GError *
lk_tenant_get_error (LkTenant *self)
{
  g_return_val_if_fail (LK_IS_TENANT (self), NULL);

  return self->error;
}

/**
 * lk_tenant_is:
 * @self: a tenant
 * @cluster: a cluster
 * @name: a tenant's name
 *
 * Returns: whether this is the tenant of that name on that cluster
 */
gboolean
lk_tenant_is (LkTenant   *self,
              const char *cluster,
              const char *name)
{
  g_return_val_if_fail (LK_IS_TENANT (self), FALSE);

  return g_strcmp0 (lk_tenant_get_cluster (self), cluster) == 0 && g_strcmp0 (lk_tenant_get_name (self), name) == 0;
}

/**
 * lk_tenant_is_same:
 * @self: a tenant
 * @other: another object
 *
 * Compares what the service says.
 *
 * Returns: whether one can stand for the other
 */
gboolean
lk_tenant_is_same (LkTenant *self,
                   LkTenant *other)
{
  g_return_val_if_fail (LK_IS_TENANT (self), FALSE);
  g_return_val_if_fail (LK_IS_TENANT (other), FALSE);

  for (guint i = 0; i < LK_TENANT_N_FIELDS; i++)
    if (g_strcmp0 (self->values[i], other->values[i]) != 0)
      return FALSE;

  return TRUE;
}
