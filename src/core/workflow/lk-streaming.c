/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-streaming.h"

#include "lk-streaming-private.h"

#include "lk-list-diff.h"

G_DEFINE_FINAL_TYPE (LkStreaming, lk_streaming, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_ACCOUNT,
  PROP_TENANTS,
  PROP_LOADING,
  PROP_LOADED,
  PROP_ERROR,
  PROP_KEYRING_ERROR,
  PROP_READ_AT,
  PROP_FROM_CACHE,
  PROP_N_FAILED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
lk_streaming_dispose (GObject *object)
{
  LkStreaming *self = LK_STREAMING (object);

  g_clear_object (&self->office);
  g_clear_object (&self->account);
  g_clear_object (&self->tenants);

  G_OBJECT_CLASS (lk_streaming_parent_class)->dispose (object);
}

static void
lk_streaming_finalize (GObject *object)
{
  LkStreaming *self = LK_STREAMING (object);

  g_clear_error (&self->error);
  g_clear_error (&self->keyring_error);
  g_clear_pointer (&self->notes, g_hash_table_unref);
  g_clear_pointer (&self->stored, g_hash_table_unref);
  g_clear_pointer (&self->hosts, g_hash_table_unref);
  g_clear_pointer (&self->read_at, g_date_time_unref);

  G_OBJECT_CLASS (lk_streaming_parent_class)->finalize (object);
}

static void
lk_streaming_get_property (GObject    *object,
                           guint       property_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  LkStreaming *self = LK_STREAMING (object);

  switch (property_id)
    {
    case PROP_ACCOUNT:
      g_value_set_object (value, self->account);
      break;

    case PROP_TENANTS:
      g_value_set_object (value, self->tenants);
      break;

    case PROP_LOADING:
      g_value_set_boolean (value, self->n_loading > 0);
      break;

    case PROP_LOADED:
      g_value_set_boolean (value, self->loaded);
      break;

    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;

    case PROP_KEYRING_ERROR:
      g_value_set_boxed (value, self->keyring_error);
      break;

    case PROP_READ_AT:
      g_value_set_boxed (value, self->read_at);
      break;

    case PROP_FROM_CACHE:
      g_value_set_boolean (value, self->from_cache);
      break;

    case PROP_N_FAILED:
      g_value_set_uint (value, self->n_failed);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_streaming_class_init (LkStreamingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = lk_streaming_dispose;
  object_class->finalize = lk_streaming_finalize;
  object_class->get_property = lk_streaming_get_property;

  properties[PROP_ACCOUNT] = g_param_spec_object ("account", NULL, NULL, LK_TYPE_ACCOUNT, flags);
  properties[PROP_TENANTS] = g_param_spec_object ("tenants", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
  properties[PROP_LOADED] = g_param_spec_boolean ("loaded", NULL, NULL, FALSE, flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_KEYRING_ERROR] = g_param_spec_boxed ("keyring-error", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_READ_AT] = g_param_spec_boxed ("read-at", NULL, NULL, G_TYPE_DATE_TIME, flags);
  properties[PROP_FROM_CACHE] = g_param_spec_boolean ("from-cache", NULL, NULL, FALSE, flags);
  properties[PROP_N_FAILED] = g_param_spec_uint ("n-failed", NULL, NULL, 0, G_MAXUINT, 0, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * LkStreaming::learned:
   * @self: the streaming half of an account
   *
   * A token itself was read, and told when it ends.
   */
  g_signal_new ("learned", LK_TYPE_STREAMING, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
lk_streaming_init (LkStreaming *self)
{
  self->tenants = g_list_store_new (LK_TYPE_TENANT);
}

/**
 * lk_streaming_new:
 * @office: where the account comes from
 * @account: whose tenants
 *
 * Makes one without tenants; lk_streaming_load_async() fills it.
 *
 * Returns: (transfer full): the streaming half of @account
 */
LkStreaming *
lk_streaming_new (LkOffice  *office,
                  LkAccount *account)
{
  LkStreaming *self;

  g_return_val_if_fail (LK_IS_OFFICE (office), NULL);
  g_return_val_if_fail (LK_IS_ACCOUNT (account), NULL);

  self = g_object_new (LK_TYPE_STREAMING, NULL);
  self->office = g_object_ref (office);
  self->account = g_object_ref (account);

  return self;
}

#define LK_DEFINE_GETTER(Type, name, value) \
  Type \
  lk_streaming_get_##name (LkStreaming *self) \
  { \
    g_return_val_if_fail (LK_IS_STREAMING (self), (Type) 0); \
    return value; \
  }

typedef const GError *Failure;

/**
 * lk_streaming_get_office:
 * @self: the streaming half of an account
 *
 * Returns: (transfer none): the office
 */
LK_DEFINE_GETTER (LkOffice *, office, self->office)

/**
 * lk_streaming_get_account:
 * @self: the streaming half of an account
 *
 * Returns: (transfer none): the account
 */
LK_DEFINE_GETTER (LkAccount *, account, self->account)

/**
 * lk_streaming_get_tenants:
 * @self: the streaming half of an account
 *
 * Returns: (transfer none): the tenants, a list model of #LkTenant, the same for as long as @self lives
 */
LK_DEFINE_GETTER (GListModel *, tenants, G_LIST_MODEL (self->tenants))

/**
 * lk_streaming_get_loading:
 * @self: the streaming half of an account
 *
 * Returns: whether a load is under way
 */
LK_DEFINE_GETTER (gboolean, loading, self->n_loading > 0)

/**
 * lk_streaming_get_loaded:
 * @self: the streaming half of an account
 *
 * Returns: whether the tenants are known
 */
LK_DEFINE_GETTER (gboolean, loaded, self->loaded)

/**
 * lk_streaming_get_read_at:
 * @self: the streaming half of an account
 *
 * Returns: (transfer none) (nullable): when the tenants were read from the service, %NULL if they never were
 */
LK_DEFINE_GETTER (GDateTime *, read_at, self->read_at)

/**
 * lk_streaming_get_from_cache:
 * @self: the streaming half of an account
 *
 * Returns: whether the tenants are those of an earlier run
 */
LK_DEFINE_GETTER (gboolean, from_cache, self->from_cache)

/**
 * lk_streaming_get_error:
 * @self: the streaming half of an account
 *
 * Returns: (transfer none) (nullable): why the tenants could not be listed the last time, %NULL if they could
 */
LK_DEFINE_GETTER (Failure, error, self->error)

/**
 * lk_streaming_get_keyring_error:
 * @self: the streaming half of an account
 *
 * Returns: (transfer none) (nullable): why nobody knows what is stored, %NULL if the keyring answered
 */
LK_DEFINE_GETTER (Failure, keyring_error, self->keyring_error)

/**
 * lk_streaming_get_n_failed:
 * @self: the streaming half of an account
 *
 * Returns: how many tenants' tokens could not be read the last time; each of those tenants says why
 */
LK_DEFINE_GETTER (guint, n_failed, self->n_failed)

/**
 * lk_streaming_find_tenant:
 * @self: the streaming half of an account
 * @cluster: a cluster
 * @name: a tenant's name
 *
 * Returns: (transfer none) (nullable): the tenant, %NULL if it is not listed
 */
LkTenant *
lk_streaming_find_tenant (LkStreaming *self,
                          const char  *cluster,
                          const char  *name)
{
  GListModel *model;

  g_return_val_if_fail (LK_IS_STREAMING (self), NULL);

  model = G_LIST_MODEL (self->tenants);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (LkTenant) tenant = g_list_model_get_item (model, i);

      /* The model holds it. */
      if (lk_tenant_is (tenant, cluster, name))
        return tenant;
    }

  return NULL;
}

/**
 * lk_streaming_get_tenant_of:
 * @self: the streaming half of an account
 * @token: a token
 *
 * Returns: (transfer none) (nullable): the tenant whose it is, %NULL if that is not listed any more
 */
LkTenant *
lk_streaming_get_tenant_of (LkStreaming   *self,
                            LkPulsarToken *token)
{
  g_return_val_if_fail (LK_IS_PULSAR_TOKEN (token), NULL);

  return lk_streaming_find_tenant (self, lk_pulsar_token_get_cluster_name (token),
                                   lk_pulsar_token_get_tenant_name (token));
}

/*< private >
 * lk_streaming_add_loading:
 * @self: the streaming half of an account
 * @change: 1 when a load begins, -1 when it has ended
 */
void
lk_streaming_add_loading (LkStreaming *self,
                          int          change)
{
  const gboolean before = self->n_loading > 0;

  self->n_loading = (guint) ((int) self->n_loading + change);
  if (before != (self->n_loading > 0))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

static void
set_error (LkStreaming  *self,
           GError      **field,
           guint         property,
           const GError *error)
{
  GError *copy;

  if (*field == NULL && error == NULL)
    return;

  /* It may be the one that the field holds. */
  copy = error != NULL ? g_error_copy (error) : NULL;
  g_clear_error (field);
  *field = copy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/*< private >
 * lk_streaming_set_keyring_error:
 * @self: the streaming half of an account
 * @keyring_error: (nullable): why the keyring could not be asked
 */
void
lk_streaming_set_keyring_error (LkStreaming  *self,
                                const GError *keyring_error)
{
  set_error (self, &self->keyring_error, PROP_KEYRING_ERROR, keyring_error);
}

/*< private >
 * lk_streaming_set_errors:
 * @self: the streaming half of an account
 * @error: (nullable): why the tenants could not be listed
 * @keyring_error: (nullable): why the keyring could not be asked
 */
void
lk_streaming_set_errors (LkStreaming  *self,
                         const GError *error,
                         const GError *keyring_error)
{
  lk_streaming_set_keyring_error (self, keyring_error);
  set_error (self, &self->error, PROP_ERROR, error);
}

/*< private >
 * lk_streaming_set_read_at:
 * @self: the streaming half of an account
 * @read_at: when its tenants were read
 * @from_cache: whether that was in an earlier run
 */
void
lk_streaming_set_read_at (LkStreaming *self,
                          GDateTime   *read_at,
                          gboolean     from_cache)
{
  g_date_time_ref (read_at);
  g_clear_pointer (&self->read_at, g_date_time_unref);
  self->read_at = read_at;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READ_AT]);
  if (self->from_cache != from_cache)
    {
      self->from_cache = from_cache;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FROM_CACHE]);
    }
  if (!self->loaded)
    {
      self->loaded = TRUE;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADED]);
    }
}

/*< private >
 * lk_streaming_count_failed:
 * @self: the streaming half of an account
 *
 * Sees how many tenants' tokens could not be read.
 */
void
lk_streaming_count_failed (LkStreaming *self)
{
  GListModel *model = G_LIST_MODEL (self->tenants);
  guint n_failed = 0;

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (LkTenant) tenant = g_list_model_get_item (model, i);

      if (lk_tenant_get_error (tenant) != NULL)
        n_failed++;
    }

  if (self->n_failed != n_failed)
    {
      self->n_failed = n_failed;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_FAILED]);
    }
}

/*< private >
 * lk_streaming_make_key:
 * @token: a token with an id
 *
 * Returns: (transfer full): what its note and its script name are found by
 */
char *
lk_streaming_make_key (LkPulsarToken *token)
{
  return lk_state_pulsar_note_key (lk_pulsar_token_get_cluster_name (token), lk_pulsar_token_get_tenant_name (token),
                                   lk_pulsar_token_get_id (token));
}
