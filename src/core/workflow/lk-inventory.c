/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-inventory.h"

#include "lk-inventory-private.h"
#include "lk-token-secrets.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

struct _LkInventory
{
  GObject     parent_instance;

  LkOffice   *office;
  LkAccount  *account;
  GListStore *tokens;
  GListStore *roles;
  GHashTable *by_client_id; /* client id → LkAppToken, not owned: @tokens does */
  GError     *error;         /* NULL: the last load succeeded, or none has ended */
  GError     *keyring_error; /* NULL: the keyring answered */
  guint       n_loading;
  gboolean    loaded;
};

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

/* What a row says of the roles; some tokens name them instead of giving ids, and some ids nobody knows. */
static void
describe_roles (LkInventory *self,
                LkAppToken  *token)
{
  const char *const *ids = lk_app_token_get_role_ids (token);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autofree char *first = NULL;
  g_autofree char *title = NULL;
  g_auto (GStrv) built = NULL;
  guint n = 0;

  for (; ids != NULL && ids[n] != NULL; n++)
    {
      LkRole *role = lk_inventory_find_role (self, ids[n]);

      g_strv_builder_add (names, role != NULL ? lk_role_get_name (role) : ids[n]);
      if (n > 0)
        continue;
      if (role != NULL)
        first = g_strdup (lk_role_get_title (role));
      else if (g_uuid_string_is_valid (ids[n]))
        /* Translators: %.8s is the beginning of a role's id */
        first = g_strdup_printf (_("Unknown role (%.8s…)"), ids[n]);
      else
        first = g_strdup (ids[n]);
    }

  if (n == 0)
    title = g_strdup (_("No role"));
  else if (n == 1)
    title = g_steal_pointer (&first);
  else
    /* Translators: %1$s is a role, %2$u how many more there are */
    title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%1$s and %2$u more", "%1$s and %2$u more", n - 1),
                             first, n - 1);

  built = g_strv_builder_end (names);
  g_object_set (token, "role-names", built, "role-title", title, NULL);
}

/*< private >
 * lk_inventory_describe_stored:
 * @self: an inventory
 * @infos: (element-type LkSecretInfo): what the keyring has of its organization
 */
void
lk_inventory_describe_stored (LkInventory *self,
                              GPtrArray   *infos)
{
  GListModel *model = G_LIST_MODEL (self->tokens);
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal); /* client id → script name, or "" */

  for (guint i = 0; i < infos->len; i++)
    {
      LkSecretInfo *info = g_ptr_array_index (infos, i);
      const char *client_id = lk_secret_info_get (info, "client-id");
      const char *name = lk_secret_info_get (info, "name");

      if (client_id != NULL && g_strcmp0 (lk_secret_info_get (info, "field"), LK_SECRET_FIELD_TOKEN) == 0)
        g_hash_table_insert (names, (gpointer) client_id, (gpointer) (name != NULL ? name : ""));
    }

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (LkAppToken) token = g_list_model_get_item (model, i);
      const char *name = g_hash_table_lookup (names, lk_app_token_get_client_id (token));

      g_object_set (token, "stored", name != NULL, "script-name", name != NULL && *name != '\0' ? name : NULL, NULL);
    }
}

/*< private >
 * lk_inventory_replace_tokens:
 * @self: an inventory
 * @tokens: (element-type LkAppToken): what the service lists now
 *
 * Takes a new list. A token never changes at the service, so an object that is there already stays: selections and
 * pages hold on to it.
 */
void
lk_inventory_replace_tokens (LkInventory *self,
                             GPtrArray   *tokens)
{
  GListModel *model = G_LIST_MODEL (self->tokens);
  g_autoptr (GPtrArray) merged = g_ptr_array_new_full (tokens->len, g_object_unref);
  gboolean same = tokens->len == g_list_model_get_n_items (model);

  for (guint i = 0; i < tokens->len; i++)
    {
      LkAppToken *token = g_ptr_array_index (tokens, i);
      LkAppToken *before = g_hash_table_lookup (self->by_client_id, lk_app_token_get_client_id (token));
      g_autoptr (LkAppToken) there = same ? g_list_model_get_item (model, i) : NULL;
      LkAppToken *kept = before != NULL ? before : token;

      same = same && there == kept;
      g_ptr_array_add (merged, g_object_ref (kept));
    }

  if (!same)
    {
      g_hash_table_remove_all (self->by_client_id);
      g_list_store_splice (self->tokens, 0, g_list_model_get_n_items (model), merged->pdata, merged->len);
    }

  for (guint i = 0; i < merged->len; i++)
    {
      LkAppToken *token = g_ptr_array_index (merged, i);
      const char *client_id = lk_app_token_get_client_id (token);

      g_hash_table_replace (self->by_client_id, (gpointer) client_id, token);
      g_object_set (token,
                    "signs-in", g_strcmp0 (client_id, lk_account_get_client_id (self->account)) == 0,
                    NULL);
      describe_roles (self, token);
    }
}

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) value = lk_keyring_look_up_finish (LK_KEYRING (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_steal_pointer (&value), secret_value_unref);
}

static void
lk_inventory_dispose (GObject *object)
{
  LkInventory *self = LK_INVENTORY (object);

  g_clear_object (&self->office);
  g_clear_object (&self->account);
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

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_inventory_init (LkInventory *self)
{
  self->tokens = g_list_store_new (LK_TYPE_APP_TOKEN);
  self->roles = g_list_store_new (LK_TYPE_ROLE);
  self->by_client_id = g_hash_table_new (g_str_hash, g_str_equal);
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

/*< private >
 * lk_inventory_replace_roles:
 * @self: an inventory
 * @roles: (element-type LkRole): what the service lists now
 */
void
lk_inventory_replace_roles (LkInventory *self,
                            GPtrArray   *roles)
{
  g_list_store_splice (self->roles, 0, g_list_model_get_n_items (G_LIST_MODEL (self->roles)), roles->pdata,
                       roles->len);
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
  set_error (self, &self->keyring_error, PROP_KEYRING_ERROR, keyring_error);
  set_error (self, &self->error, PROP_ERROR, error);
  if (error == NULL && !self->loaded)
    {
      self->loaded = TRUE;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADED]);
    }
}

/*< private >
 * lk_inventory_add_token:
 * @self: an inventory
 * @token: a token that was just created
 *
 * Lists a new token at once; the next load takes what the service says of it.
 */
void
lk_inventory_add_token (LkInventory *self,
                        LkAppToken  *token)
{
  const char *client_id = lk_app_token_get_client_id (token);

  if (g_hash_table_contains (self->by_client_id, client_id))
    return;

  g_hash_table_replace (self->by_client_id, (gpointer) client_id, token);
  describe_roles (self, token);
  g_list_store_insert (self->tokens, 0, token);
}

/**
 * lk_inventory_look_up_async:
 * @self: an inventory
 * @token: one of its tokens
 * @field: "token" or "client-secret"
 * @cancellable: (nullable): cancels it
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Reads one secret of @token from the keyring.
 */
void
lk_inventory_look_up_async (LkInventory         *self,
                            LkAppToken          *token,
                            const char          *field,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GHashTable) attributes = NULL;

  g_return_if_fail (LK_IS_INVENTORY (self));
  g_return_if_fail (LK_IS_APP_TOKEN (token));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_inventory_look_up_async);
  attributes = lk_token_secrets_attributes (self->account, lk_app_token_get_client_id (token), field, NULL);
  lk_keyring_look_up_async (lk_office_get_keyring (self->office), attributes, cancellable, looked_up_cb,
                            g_steal_pointer (&task));
}

/**
 * lk_inventory_look_up_finish:
 * @self: an inventory
 * @result: what the callback was given
 * @error: return location for a #LkKeyringError
 *
 * Returns: (transfer full) (nullable): the secret; %NULL without @error set: it is not stored
 */
SecretValue *
lk_inventory_look_up_finish (LkInventory   *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_inventory_look_up_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
