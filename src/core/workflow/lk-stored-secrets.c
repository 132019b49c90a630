/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-stored-secrets.h"

#include "lk-inventory-private.h"
#include "lk-list-diff.h"
#include "lk-streaming-record.h"

#include <string.h>

struct _LkStoredSecrets
{
  GObject        parent_instance;

  LkInventories *inventories;
  LkKeyring     *keyring;
  GPtrArray     *infos;       /* of LkSecretInfo: what the keyring said last; NULL: it did not yet */
  GListStore    *secrets;
  GCancellable  *cancellable; /* of listing */
  GError        *error;       /* NULL: the keyring was listed */
  gboolean       loading;
  gboolean       again;       /* something changed while it was listed */
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LkStoredSecrets, lk_stored_secrets, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

enum
{
  PROP_0,
  PROP_N_ITEMS,
  PROP_LOADING,
  PROP_LOADED,
  PROP_ERROR,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static LkInventory *
find_inventory (LkStoredSecrets *self,
                const char      *org_id,
                const char      *environment)
{
  GListModel *model = G_LIST_MODEL (self->inventories);

  for (guint i = 0; org_id != NULL && i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (LkInventory) inventory = g_list_model_get_item (model, i);
      LkAccount *account = lk_inventory_get_account (inventory);

      if (g_strcmp0 (lk_account_get_org_id (account), org_id) == 0
          && g_strcmp0 (lk_account_get_environment (account), environment) == 0)
        return inventory;
    }

  return NULL;
}

static int
compare_cb (gconstpointer first,
            gconstpointer second)
{
  return lk_stored_secret_compare (*(LkStoredSecret *const *) first, *(LkStoredSecret *const *) second);
}

/* The keyring lists its items in no order. The token goes before the client secret: its label is the one that is shown. */
static int
compare_infos_cb (gconstpointer first,
                  gconstpointer second)
{
  LkSecretInfo *one = *(LkSecretInfo *const *) first;
  LkSecretInfo *other = *(LkSecretInfo *const *) second;

  return g_strcmp0 (lk_secret_info_get (other, "field"), lk_secret_info_get (one, "field"));
}

/* By token, each with all its fields. */
static GPtrArray *
group_infos (LkStoredSecrets *self)
{
  GPtrArray *secrets = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) by_key = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->infos->len; i++)
    {
      LkSecretInfo *info = self->infos->pdata[i];
      g_autofree char *key = lk_stored_secret_create_key (info);
      LkStoredSecret *secret = g_hash_table_lookup (by_key, key);
      LkInventory *inventory;

      if (secret != NULL)
        {
          lk_stored_secret_add (secret, info);
          continue;
        }

      inventory = find_inventory (self, lk_secret_info_get (info, "org-id"), lk_secret_info_get (info, "environment"));
      secret = lk_stored_secret_new (info, inventory != NULL ? lk_inventory_get_account (inventory) : NULL, inventory,
                                     inventory != NULL ? lk_inventories_get_streaming (self->inventories, inventory)
                                                       : NULL);
      g_hash_table_insert (by_key, (gpointer) lk_stored_secret_get_key (secret), secret);
      g_ptr_array_add (secrets, secret);
    }

  return secrets;
}

/* What is as it was keeps its object, so that a row that has the focus does. */
static void
update (LkStoredSecrets *self)
{
  g_autoptr (GPtrArray) secrets = NULL;

  if (self->infos == NULL)
    return;

  secrets = group_infos (self);
  for (guint i = 0; i < secrets->len; i++)
    {
      LkStoredSecret *before = lk_stored_secrets_find (self, lk_stored_secret_get_key (secrets->pdata[i]));

      if (before != NULL && lk_stored_secret_is_same (before, secrets->pdata[i]))
        {
          g_object_unref (secrets->pdata[i]);
          secrets->pdata[i] = g_object_ref (before);
        }
    }
  g_ptr_array_sort (secrets, compare_cb);
  lk_list_diff_splice_middle (self->secrets, secrets);
}

static void
set_loading (LkStoredSecrets *self,
             gboolean         loading)
{
  self->loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

static void list_keyring (LkStoredSecrets *self);

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  LkStoredSecrets *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) infos = lk_keyring_list_finish (LK_KEYRING (source), result, &error);
  gboolean first = self->infos == NULL && infos != NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (self->again)
    {
      list_keyring (self);
      return;
    }

  if (infos != NULL)
    {
      g_ptr_array_sort (infos, compare_infos_cb);
      g_clear_pointer (&self->infos, g_ptr_array_unref);
      self->infos = g_steal_pointer (&infos);
      update (self);
    }
  g_clear_error (&self->error);
  self->error = g_steal_pointer (&error);
  if (first)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADED]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
  set_loading (self, FALSE);
}

static void
list_keyring (LkStoredSecrets *self)
{
  g_autoptr (GHashTable) everything = lk_secret_attributes_new (NULL, NULL);

  self->again = FALSE;
  lk_keyring_list_async (self->keyring, everything, self->cancellable, listed_cb, self);
}

static void
inventories_changed_cb (LkStoredSecrets *self)
{
  update (self);
  if (!lk_inventories_get_loading (self->inventories))
    lk_stored_secrets_refresh (self);
}

static void
items_changed_cb (LkStoredSecrets *self,
                  guint            position,
                  guint            removed,
                  guint            added)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
  if (removed != added)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}

static GType
get_item_type (GListModel *model)
{
  return LK_TYPE_STORED_SECRET;
}

static guint
get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (LK_STORED_SECRETS (model)->secrets));
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  return g_list_model_get_item (G_LIST_MODEL (LK_STORED_SECRETS (model)->secrets), position);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
lk_stored_secrets_dispose (GObject *object)
{
  LkStoredSecrets *self = LK_STORED_SECRETS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->inventories);
  g_clear_object (&self->keyring);

  G_OBJECT_CLASS (lk_stored_secrets_parent_class)->dispose (object);
}

static void
lk_stored_secrets_finalize (GObject *object)
{
  LkStoredSecrets *self = LK_STORED_SECRETS (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->secrets);
  g_clear_pointer (&self->infos, g_ptr_array_unref);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (lk_stored_secrets_parent_class)->finalize (object);
}

static void
lk_stored_secrets_get_property (GObject    *object,
                                guint       property_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  LkStoredSecrets *self = LK_STORED_SECRETS (object);

  switch (property_id)
    {
    case PROP_N_ITEMS:
      g_value_set_uint (value, get_n_items (G_LIST_MODEL (self)));
      break;

    case PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;

    case PROP_LOADED:
      g_value_set_boolean (value, self->infos != NULL);
      break;

    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_stored_secrets_class_init (LkStoredSecretsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = lk_stored_secrets_dispose;
  object_class->finalize = lk_stored_secrets_finalize;
  object_class->get_property = lk_stored_secrets_get_property;

  /**
   * LkStoredSecrets:n-items:
   *
   * Of how many things the keyring has a secret.
   */
  properties[PROP_N_ITEMS] = g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0, flags);
  /**
   * LkStoredSecrets:loading:
   *
   * Whether the keyring is being listed.
   */
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
  /**
   * LkStoredSecrets:loaded:
   *
   * Whether the keyring was ever listed.
   */
  properties[PROP_LOADED] = g_param_spec_boolean ("loaded", NULL, NULL, FALSE, flags);
  /**
   * LkStoredSecrets:error: (nullable)
   *
   * Why the keyring could not be listed the last time.
   */
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_stored_secrets_init (LkStoredSecrets *self)
{
  self->cancellable = g_cancellable_new ();
  self->secrets = g_list_store_new (LK_TYPE_STORED_SECRET);
  g_signal_connect_object (self->secrets, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
}

/**
 * lk_stored_secrets_new:
 * @inventories: the tokens of all accounts
 *
 * Makes the list and begins to read the keyring, without a prompt.
 *
 * Returns: (transfer full): what is stored
 */
LkStoredSecrets *
lk_stored_secrets_new (LkInventories *inventories)
{
  LkStoredSecrets *self;
  LkOffice *office;

  g_return_val_if_fail (LK_IS_INVENTORIES (inventories), NULL);

  self = g_object_new (LK_TYPE_STORED_SECRETS, NULL);
  office = lk_inventories_get_office (inventories);
  self->inventories = g_object_ref (inventories);
  self->keyring = g_object_ref (lk_office_get_keyring (office));
  g_signal_connect_object (inventories, "changed", G_CALLBACK (inventories_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->keyring, "changed", G_CALLBACK (lk_stored_secrets_refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->keyring, "unlocked", G_CALLBACK (lk_stored_secrets_refresh), self, G_CONNECT_SWAPPED);
  lk_stored_secrets_refresh (self);

  return self;
}

/**
 * lk_stored_secrets_get_inventories:
 * @self: what is stored
 *
 * Returns: (transfer none): the tokens that it is compared with
 */
LkInventories *
lk_stored_secrets_get_inventories (LkStoredSecrets *self)
{
  g_return_val_if_fail (LK_IS_STORED_SECRETS (self), NULL);

  return self->inventories;
}

/**
 * lk_stored_secrets_get_keyring:
 * @self: what is stored
 *
 * Returns: (transfer none): where it is
 */
LkKeyring *
lk_stored_secrets_get_keyring (LkStoredSecrets *self)
{
  g_return_val_if_fail (LK_IS_STORED_SECRETS (self), NULL);

  return self->keyring;
}

/**
 * lk_stored_secrets_get_loaded:
 * @self: what is stored
 *
 * Returns: whether the keyring was ever listed
 */
gboolean
lk_stored_secrets_get_loaded (LkStoredSecrets *self)
{
  g_return_val_if_fail (LK_IS_STORED_SECRETS (self), FALSE);

  return self->infos != NULL;
}

/**
 * lk_stored_secrets_get_error:
 * @self: what is stored
 *
 * Returns: (transfer none) (nullable): a #LkKeyringError: why the keyring could not be listed the last time
 */
const GError *
lk_stored_secrets_get_error (LkStoredSecrets *self)
{
  g_return_val_if_fail (LK_IS_STORED_SECRETS (self), NULL);

  return self->error;
}

/**
 * lk_stored_secrets_find:
 * @self: what is stored
 * @key: from lk_stored_secret_get_key()
 *
 * Returns: (transfer none) (nullable): what is stored of that token now
 */
LkStoredSecret *
lk_stored_secrets_find (LkStoredSecrets *self,
                        const char      *key)
{
  GListModel *model;

  g_return_val_if_fail (LK_IS_STORED_SECRETS (self), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  model = G_LIST_MODEL (self->secrets);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (LkStoredSecret) secret = g_list_model_get_item (model, i);

      if (g_str_equal (lk_stored_secret_get_key (secret), key))
        return secret;
    }

  return NULL;
}

/**
 * lk_stored_secrets_refresh:
 * @self: what is stored
 *
 * Lists the keyring again, without a prompt; once more where that is under way, since it may have passed what changed.
 */
void
lk_stored_secrets_refresh (LkStoredSecrets *self)
{
  g_return_if_fail (LK_IS_STORED_SECRETS (self));

  if (self->loading)
    {
      self->again = TRUE;
      return;
    }

  set_loading (self, TRUE);
  list_keyring (self);
}

static LkAccount *
get_account (LkStoredSecret *secret)
{
  LkAccount *account = lk_stored_secret_get_account (secret);
  const char *org_id = lk_stored_secret_get_org_id (secret);

  if (account != NULL)
    return g_object_ref (account);

  /* Of an account that is not here its organization is all that is known. */
  return g_object_new (LK_TYPE_ACCOUNT, "id", org_id, "org-id", org_id, NULL);
}

/* The lists say no longer that it is stored. */
static void
forget (LkStoredSecrets *self,
        LkInventory     *inventory,
        LkStoredSecret  *secret)
{
  LkPulsarToken *token =
    lk_stored_secret_find_pulsar_token (secret, lk_inventories_get_streaming (self->inventories, inventory));

  if (token != NULL)
    g_object_set (token, "stored", FALSE, "script-name", NULL, NULL);
  else if (lk_stored_secret_get_client_id (secret) != NULL)
    lk_inventory_forget_stored (inventory, lk_stored_secret_get_client_id (secret));
}

static void
removed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkStoredSecrets *self = g_task_get_source_object (task);
  LkStoredSecret *secret = g_task_get_task_data (task);
  g_autoptr (LkAccount) account = NULL;
  g_autofree char *description = NULL;
  LkInventory *inventory;
  const char *id;
  GError *error = NULL;

  if (!lk_keyring_remove_finish (LK_KEYRING (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  account = get_account (secret);
  inventory = lk_inventories_find (self->inventories, account);
  if (inventory != NULL)
    forget (self, inventory, secret);
  if (lk_stored_secret_get_kind (secret) == LK_STORED_SECRET_PULSAR)
    {
      id = lk_stored_secret_get_token_id (secret);
      description = lk_streaming_record_describe (lk_stored_secret_get_title (secret),
                                                  lk_stored_secret_get_tenant (secret));
    }
  else
    {
      id = lk_stored_secret_get_client_id (secret);
      description = g_strdup (lk_stored_secret_get_title (secret));
    }
  lk_office_record_async (lk_inventories_get_office (self->inventories), account, LK_ACTIVITY_FORGET,
                          id, description, LK_ACTIVITY_DONE, NULL, NULL);
  g_task_return_boolean (task, TRUE);
}

/**
 * lk_stored_secrets_remove_async:
 * @self: what is stored
 * @secret: one of it that is removable
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Takes all that is stored of a token out of the keyring and writes down that this was done. The token itself is left
 * alone. It cannot be cancelled.
 */
void
lk_stored_secrets_remove_async (LkStoredSecrets     *self,
                                LkStoredSecret      *secret,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GHashTable) attributes = NULL;

  g_return_if_fail (LK_IS_STORED_SECRETS (self));
  g_return_if_fail (LK_IS_STORED_SECRET (secret));
  g_return_if_fail (lk_stored_secret_get_removable (secret));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, lk_stored_secrets_remove_async);
  g_task_set_task_data (task, g_object_ref (secret), g_object_unref);
  attributes = lk_stored_secret_create_attributes (secret, NULL);
  lk_keyring_remove_async (self->keyring, attributes, NULL, removed_cb, g_steal_pointer (&task));
}

/**
 * lk_stored_secrets_remove_finish:
 * @self: what is stored
 * @result: what the callback was given
 * @error: return location for a #LkKeyringError
 *
 * Returns: whether it is gone
 */
gboolean
lk_stored_secrets_remove_finish (LkStoredSecrets  *self,
                                 GAsyncResult     *result,
                                 GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_stored_secrets_remove_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
