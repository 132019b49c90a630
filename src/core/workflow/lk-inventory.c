/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-inventory.h"

#include "lk-inventory-private.h"
#include "lk-token-secrets.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

#define CLOCK_TOLERANCE (5 * G_TIME_SPAN_MINUTE)

G_DEFINE_FINAL_TYPE (LkInventory, lk_inventory, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_ACCOUNT,
  PROP_TOKENS,
  PROP_ROLES,
  PROP_LOADING,
  PROP_LOADED,
  PROP_ERROR,
  PROP_KEYRING_ERROR,
  PROP_READ_AT,
  PROP_FROM_CACHE,
  PROP_CLOCK_OFFSET,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
set_error (LkInventory *self,
           GError     **field,
           guint        property,
           const GError *error)
{
  if (*field == NULL && error == NULL)
    return;

  g_clear_error (field);
  *field = error != NULL ? g_error_copy (error) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/*< private >
 * lk_inventory_add_loading:
 * @self: an inventory
 * @change: 1 when a load begins, -1 when it has ended
 */
void
lk_inventory_add_loading (LkInventory *self,
                          int          change)
{
  self->n_loading = (guint) ((int) self->n_loading + change);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

static void
lk_inventory_dispose (GObject *object)
{
  LkInventory *self = LK_INVENTORY (object);

  g_clear_object (&self->office);
  g_clear_object (&self->account);
  g_clear_weak_pointer (&self->streaming);
  g_clear_pointer (&self->by_client_id, g_hash_table_unref);
  g_clear_object (&self->tokens);
  g_clear_object (&self->roles);

  G_OBJECT_CLASS (lk_inventory_parent_class)->dispose (object);
}

static void
lk_inventory_finalize (GObject *object)
{
  LkInventory *self = LK_INVENTORY (object);

  g_clear_error (&self->error);
  g_clear_error (&self->keyring_error);
  g_clear_pointer (&self->notes, g_hash_table_unref);
  g_clear_pointer (&self->read_at, g_date_time_unref);

  G_OBJECT_CLASS (lk_inventory_parent_class)->finalize (object);
}

static void
lk_inventory_get_property (GObject    *object,
                           guint       property_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  LkInventory *self = LK_INVENTORY (object);

  switch (property_id)
    {
    case PROP_ACCOUNT:
      g_value_set_object (value, self->account);
      break;

    case PROP_TOKENS:
      g_value_set_object (value, self->tokens);
      break;

    case PROP_ROLES:
      g_value_set_object (value, self->roles);
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

    case PROP_CLOCK_OFFSET:
      g_value_set_int64 (value, self->clock_offset);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_inventory_class_init (LkInventoryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = lk_inventory_dispose;
  object_class->finalize = lk_inventory_finalize;
  object_class->get_property = lk_inventory_get_property;

  properties[PROP_ACCOUNT] = g_param_spec_object ("account", NULL, NULL, LK_TYPE_ACCOUNT, flags);
  properties[PROP_TOKENS] = g_param_spec_object ("tokens", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_ROLES] = g_param_spec_object ("roles", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
  properties[PROP_LOADED] = g_param_spec_boolean ("loaded", NULL, NULL, FALSE, flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_KEYRING_ERROR] = g_param_spec_boxed ("keyring-error", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_READ_AT] = g_param_spec_boxed ("read-at", NULL, NULL, G_TYPE_DATE_TIME, flags);
  properties[PROP_FROM_CACHE] = g_param_spec_boolean ("from-cache", NULL, NULL, FALSE, flags);

  properties[PROP_CLOCK_OFFSET] = g_param_spec_int64 ("clock-offset", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_inventory_init (LkInventory *self)
{
  self->tokens = g_list_store_new (LK_TYPE_APP_TOKEN);
  self->roles = g_list_store_new (LK_TYPE_ROLE);
  self->by_client_id = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
}

/**
 * lk_inventory_new:
 * @office: where the account comes from
 * @account: whose tokens
 *
 * Makes an empty inventory; lk_inventory_load_async() fills it.
 *
 * Returns: (transfer full): the inventory
 */
LkInventory *
lk_inventory_new (LkOffice  *office,
                  LkAccount *account)
{
  LkInventory *self;

  g_return_val_if_fail (LK_IS_OFFICE (office), NULL);
  g_return_val_if_fail (LK_IS_ACCOUNT (account), NULL);

  self = g_object_new (LK_TYPE_INVENTORY, NULL);
  self->office = g_object_ref (office);
  self->account = g_object_ref (account);

  return self;
}

/**
 * lk_inventory_get_office:
 * @self: an inventory
 *
 * Returns: (transfer none): the office
 */
LkOffice *
lk_inventory_get_office (LkInventory *self)
{
  g_return_val_if_fail (LK_IS_INVENTORY (self), NULL);

  return self->office;
}

/**
 * lk_inventory_get_account:
 * @self: an inventory
 *
 * Returns: (transfer none): the account
 */
LkAccount *
lk_inventory_get_account (LkInventory *self)
{
  g_return_val_if_fail (LK_IS_INVENTORY (self), NULL);

  return self->account;
}

/**
 * lk_inventory_get_tokens:
 * @self: an inventory
 *
 * Returns: (transfer none): the tokens, a list model of #LkAppToken, the same for as long as @self lives
 */
GListModel *
lk_inventory_get_tokens (LkInventory *self)
{
  g_return_val_if_fail (LK_IS_INVENTORY (self), NULL);

  return G_LIST_MODEL (self->tokens);
}

/**
 * lk_inventory_get_roles:
 * @self: an inventory
 *
 * Returns: (transfer none): the roles, a list model of #LkRole, the same for as long as @self lives
 */
GListModel *
lk_inventory_get_roles (LkInventory *self)
{
  g_return_val_if_fail (LK_IS_INVENTORY (self), NULL);

  return G_LIST_MODEL (self->roles);
}

/**
 * lk_inventory_get_loading:
 * @self: an inventory
 *
 * Returns: whether a load is under way
 */
gboolean
lk_inventory_get_loading (LkInventory *self)
{
  g_return_val_if_fail (LK_IS_INVENTORY (self), FALSE);

  return self->n_loading > 0;
}

/**
 * lk_inventory_get_loaded:
 * @self: an inventory
 *
 * Returns: whether a load has ever succeeded
 */
gboolean
lk_inventory_get_loaded (LkInventory *self)
{
  g_return_val_if_fail (LK_IS_INVENTORY (self), FALSE);

  return self->loaded;
}

/**
 * lk_inventory_get_read_at:
 * @self: an inventory
 *
 * Returns: (transfer none) (nullable): when the lists that it has were read from the service, %NULL if they never were
 */
GDateTime *
lk_inventory_get_read_at (LkInventory *self)
{
  g_return_val_if_fail (LK_IS_INVENTORY (self), NULL);

  return self->read_at;
}

/**
 * lk_inventory_get_from_cache:
 * @self: an inventory
 *
 * Returns: whether its lists are those of an earlier run
 */
gboolean
lk_inventory_get_from_cache (LkInventory *self)
{
  g_return_val_if_fail (LK_IS_INVENTORY (self), FALSE);

  return self->from_cache;
}

/**
 * lk_inventory_get_error:
 * @self: an inventory
 *
 * Returns: (transfer none) (nullable): why the last load failed, %NULL if it did not
 */
const GError *
lk_inventory_get_error (LkInventory *self)
{
  g_return_val_if_fail (LK_IS_INVENTORY (self), NULL);

  return self->error;
}

/**
 * lk_inventory_get_keyring_error:
 * @self: an inventory
 *
 * Returns: (transfer none) (nullable): why nobody knows what is stored, %NULL if the keyring answered
 */
const GError *
lk_inventory_get_keyring_error (LkInventory *self)
{
  g_return_val_if_fail (LK_IS_INVENTORY (self), NULL);

  return self->keyring_error;
}

/**
 * lk_inventory_find:
 * @self: an inventory
 * @client_id: a client id, compared exactly
 *
 * Returns: (transfer none) (nullable): the token, %NULL if it is not listed
 */
LkAppToken *
lk_inventory_find (LkInventory *self,
                   const char  *client_id)
{
  g_return_val_if_fail (LK_IS_INVENTORY (self), NULL);
  g_return_val_if_fail (client_id != NULL, NULL);

  return g_hash_table_lookup (self->by_client_id, client_id);
}

/**
 * lk_inventory_find_role:
 * @self: an inventory
 * @id_or_name: a role's id, or its name as the service spells it
 *
 * Finds a role; an id goes before a name.
 *
 * Returns: (transfer none) (nullable): the role, %NULL if there is none
 */
LkRole *
lk_inventory_find_role (LkInventory *self,
                        const char  *id_or_name)
{
  GListModel *model;
  LkRole *named = NULL;

  g_return_val_if_fail (LK_IS_INVENTORY (self), NULL);
  g_return_val_if_fail (id_or_name != NULL, NULL);

  model = G_LIST_MODEL (self->roles);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (LkRole) role = g_list_model_get_item (model, i);

      if (g_str_equal (lk_role_get_id (role), id_or_name))
        return role;
      if (named == NULL && g_str_equal (lk_role_get_name (role), id_or_name))
        named = role;
    }

  return named;
}

/**
 * lk_inventory_is_clock_off:
 * @clock_offset: how far the service's clock is ahead of this computer's
 *
 * Returns: whether that is so far that dates may be wrong
 */
gboolean
lk_inventory_is_clock_off (GTimeSpan clock_offset)
{
  return ABS (clock_offset) > CLOCK_TOLERANCE;
}

/*< private >
 * lk_inventory_set_clock_offset:
 * @self: an inventory
 * @clock_offset: how far the service's clock is ahead of this computer's
 */
void
lk_inventory_set_clock_offset (LkInventory *self,
                               GTimeSpan    clock_offset)
{
  if (self->clock_offset == clock_offset)
    return;

  self->clock_offset = clock_offset;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CLOCK_OFFSET]);
}

/*< private >
 * lk_inventory_set_read_at:
 * @self: an inventory
 * @read_at: when the lists that it has were read
 * @from_cache: whether that was in an earlier run
 */
void
lk_inventory_set_read_at (LkInventory *self,
                          GDateTime   *read_at,
                          gboolean     from_cache)
{
  g_clear_pointer (&self->read_at, g_date_time_unref);
  self->read_at = g_date_time_ref (read_at);
  if (self->from_cache != from_cache)
    {
      self->from_cache = from_cache;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FROM_CACHE]);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READ_AT]);
}

/*< private >
 * lk_inventory_set_keyring_error:
 * @self: an inventory
 * @keyring_error: (nullable): why the keyring could not be asked
 */
void
lk_inventory_set_keyring_error (LkInventory  *self,
                                const GError *keyring_error)
{
  if (keyring_error != NULL && !g_error_matches (keyring_error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_NO_SERVICE)
      && !g_error_matches (keyring_error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_NO_COLLECTION))
    lk_inventory_describe_unread (self);
  set_error (self, &self->keyring_error, PROP_KEYRING_ERROR, keyring_error);
}

/*< private >
 * lk_inventory_set_errors:
 * @self: an inventory
 * @error: (nullable): why the list could not be read
 * @keyring_error: (nullable): why the keyring could not be asked
 *
 * Takes the outcome of a load; without @error the list is up to date.
 */
void
lk_inventory_set_errors (LkInventory  *self,
                         const GError *error,
                         const GError *keyring_error)
{
  lk_inventory_set_keyring_error (self, keyring_error);
  set_error (self, &self->error, PROP_ERROR, error);
  if (error == NULL && !self->loaded)
    {
      self->loaded = TRUE;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADED]);
    }
}
