/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-office.h"

#include "lk-office-private.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (LkOffice, lk_office, G_TYPE_OBJECT)

enum
{
  RECORDED,
  NETWORK_RETURNED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/*< private >
 * lk_office_sign_in_attributes:
 * @account: an account
 * @client_id: (nullable): of the token it signs in with
 *
 * Returns: (transfer full): under what that token is kept
 */
GHashTable *
lk_office_sign_in_attributes (LkAccount  *account,
                              const char *client_id)
{
  return lk_secret_attributes_new ("kind", LK_SECRET_KIND_ACCOUNT,
                                   "field", LK_SECRET_FIELD_TOKEN,
                                   "org-id", lk_account_get_org_id (account),
                                   "client-id", client_id,
                                   "environment", lk_account_get_environment (account),
                                   NULL);
}

/*< private >
 * lk_office_sign_in_label:
 * @title: how the account is called
 *
 * Returns: (transfer full): the label of the keyring item with its sign-in token
 */
char *
lk_office_sign_in_label (const char *title)
{
  return g_strdup_printf ("Astra account: %s", title);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkOffice *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) accounts = lk_state_list_accounts_finish (LK_STATE (source), result, &error);

  if (accounts == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_list_store_splice (self->accounts, 0, g_list_model_get_n_items (G_LIST_MODEL (self->accounts)),
                       accounts->pdata, accounts->len);
  g_task_return_boolean (task, TRUE);
}

static void
signed_in_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkOffice *self = g_task_get_source_object (task);
  LkAccount *account = g_task_get_task_data (task);
  g_autoptr (LkAstraClient) client = NULL;
  g_autoptr (SecretValue) token = NULL;
  g_autoptr (GError) error = NULL;

  token = lk_keyring_look_up_finish (LK_KEYRING (source), result, &error);
  if (token == NULL && error == NULL)
    g_set_error (&error, LK_WORK_ERROR, LK_WORK_ERROR_NO_SIGN_IN,
                 /* Translators: %s is an account */
                 _("The sign-in token of %s is not in the keyring: add the account again"),
                 lk_account_get_title (account));
  if (token != NULL)
    client = lk_office_create_client (self, lk_account_get_api_url (account), token, &error);
  if (client == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_hash_table_replace (self->clients, g_strdup (lk_account_get_id (account)), g_object_ref (client));
  g_task_return_pointer (task, g_steal_pointer (&client), g_object_unref);
}

void
lk_office_emit_recorded (LkOffice *self)
{
  g_signal_emit (self, signals[RECORDED], 0);
}

void
lk_office_tell_network_returned (LkOffice *self)
{
  g_signal_emit (self, signals[NETWORK_RETURNED], 0);
}

static void
lk_office_dispose (GObject *object)
{
  LkOffice *self = LK_OFFICE (object);

  g_clear_object (&self->keyring);
  g_clear_object (&self->state);
  g_clear_object (&self->accounts);
  g_clear_pointer (&self->relabels, g_ptr_array_unref);
  g_clear_pointer (&self->clients, g_hash_table_unref);
  g_clear_pointer (&self->pool, lk_session_pool_unref);
  g_clear_pointer (&self->unkept, g_hash_table_unref);

  G_OBJECT_CLASS (lk_office_parent_class)->dispose (object);
}

static void
lk_office_class_init (LkOfficeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lk_office_dispose;

  /**
   * LkOffice::recorded:
   * @self: the office
   *
   * Something that was done was written down, or is forgotten.
   */
  signals[RECORDED] =
    g_signal_new ("recorded", LK_TYPE_OFFICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * LkOffice::network-returned:
   * @self: the office
   *
   * There is a network again, and the journal has work: whoever takes it up should do so now.
   */
  signals[NETWORK_RETURNED] =
    g_signal_new ("network-returned", LK_TYPE_OFFICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
lk_office_init (LkOffice *self)
{
  self->accounts = g_list_store_new (LK_TYPE_ACCOUNT);
  self->clients = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->pool = lk_session_pool_new ();
  self->unkept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * lk_office_new:
 * @keyring: where secrets are
 * @state: where accounts and unfinished work are
 *
 * Makes an office without accounts; lk_office_load_async() reads them.
 *
 * Returns: (transfer full): the office
 */
LkOffice *
lk_office_new (LkKeyring *keyring,
               LkState   *state)
{
  LkOffice *self;

  g_return_val_if_fail (LK_IS_KEYRING (keyring), NULL);
  g_return_val_if_fail (LK_IS_STATE (state), NULL);

  self = g_object_new (LK_TYPE_OFFICE, NULL);
  self->keyring = g_object_ref (keyring);
  self->state = g_object_ref (state);

  return self;
}

/**
 * lk_office_set_proxy:
 * @self: an office without proxies
 * @proxy: through which proxies the requests of all its clients go from now on, also when these change
 *
 * Sets the proxies. Without them libsoup looks for those of the system or of the environment by itself.
 */
void
lk_office_set_proxy (LkOffice *self,
                     LkProxy  *proxy)
{
  g_return_if_fail (LK_IS_OFFICE (self));
  g_return_if_fail (LK_IS_PROXY (proxy));

  lk_session_pool_set_proxy (self->pool, proxy);
}

/**
 * lk_office_create_client:
 * @self: an office
 * @api_url: the origin of the DevOps API
 * @token: what the client signs in with
 * @error: return location for %LK_ASTRA_ERROR_BAD_ADDRESS or %LK_ASTRA_ERROR_BAD_TOKEN
 *
 * Makes a client that goes through the proxies of the office, and shares its bound on requests at once.
 *
 * Returns: (transfer full): the client, or %NULL with @error set
 */
LkAstraClient *
lk_office_create_client (LkOffice     *self,
                         const char   *api_url,
                         SecretValue  *token,
                         GError      **error)
{
  g_return_val_if_fail (LK_IS_OFFICE (self), NULL);

  return lk_astra_client_new_in_pool (api_url, token, self->pool, error);
}

/**
 * lk_office_get_keyring:
 * @self: an office
 *
 * Returns: (transfer none): the keyring
 */
LkKeyring *
lk_office_get_keyring (LkOffice *self)
{
  g_return_val_if_fail (LK_IS_OFFICE (self), NULL);

  return self->keyring;
}

/**
 * lk_office_get_state:
 * @self: an office
 *
 * Returns: (transfer none): the state
 */
LkState *
lk_office_get_state (LkOffice *self)
{
  g_return_val_if_fail (LK_IS_OFFICE (self), NULL);

  return self->state;
}

/**
 * lk_office_get_accounts:
 * @self: an office
 *
 * Returns: (transfer none): the accounts, a list model of #LkAccount, the same for as long as @self lives
 */
GListModel *
lk_office_get_accounts (LkOffice *self)
{
  g_return_val_if_fail (LK_IS_OFFICE (self), NULL);

  return G_LIST_MODEL (self->accounts);
}

/**
 * lk_office_signs_in_with:
 * @self: an office
 * @client_id: a token
 *
 * Returns: whether one of the accounts signs in with the token
 */
gboolean
lk_office_signs_in_with (LkOffice   *self,
                         const char *client_id)
{
  g_return_val_if_fail (LK_IS_OFFICE (self), FALSE);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->accounts)); i++)
    {
      g_autoptr (LkAccount) account = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);

      if (g_strcmp0 (lk_account_get_client_id (account), client_id) == 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * lk_office_find_account:
 * @self: an office
 * @id: the id of an account
 *
 * Returns: (transfer full) (nullable): the account, %NULL when there is none of that id
 */
LkAccount *
lk_office_find_account (LkOffice   *self,
                        const char *id)
{
  GListModel *accounts = lk_office_get_accounts (self);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LkAccount) account = g_list_model_get_item (accounts, i);

      if (g_strcmp0 (lk_account_get_id (account), id) == 0)
        return g_steal_pointer (&account);
    }

  return NULL;
}

/**
 * lk_office_is_kept:
 * @self: an office
 * @account: one of its accounts
 *
 * Returns: whether the account is still there at the next start; not so where no keyring took its sign-in token
 */
gboolean
lk_office_is_kept (LkOffice  *self,
                   LkAccount *account)
{
  g_return_val_if_fail (LK_IS_OFFICE (self), FALSE);
  g_return_val_if_fail (LK_IS_ACCOUNT (account), FALSE);

  return !g_hash_table_contains (self->unkept, lk_account_get_id (account));
}

/**
 * lk_office_load_async:
 * @self: an office
 * @cancellable: (nullable): cancels it
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Reads the accounts from the database.
 */
void
lk_office_load_async (LkOffice            *self,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (LK_IS_OFFICE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_office_load_async);
  lk_state_list_accounts_async (self->state, cancellable, loaded_cb, g_steal_pointer (&task));
}

/**
 * lk_office_load_finish:
 * @self: an office
 * @result: what the callback was given
 * @error: return location for a #LkStateError
 *
 * Returns: whether the accounts were read
 */
gboolean
lk_office_load_finish (LkOffice      *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_office_load_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * lk_office_get_client_async:
 * @self: an office
 * @account: an account
 * @cancellable: (nullable): cancels it
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Gets a client that is signed in to @account; the first time its token is read from the keyring.
 */
void
lk_office_get_client_async (LkOffice            *self,
                            LkAccount           *account,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GHashTable) attributes = NULL;
  LkAstraClient *client;

  g_return_if_fail (LK_IS_OFFICE (self));
  g_return_if_fail (LK_IS_ACCOUNT (account));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_office_get_client_async);
  g_task_set_task_data (task, g_object_ref (account), g_object_unref);

  client = g_hash_table_lookup (self->clients, lk_account_get_id (account));
  if (client != NULL)
    {
      g_task_return_pointer (task, g_object_ref (client), g_object_unref);
      return;
    }

  attributes = lk_office_sign_in_attributes (account, lk_account_get_client_id (account));
  lk_keyring_look_up_async (self->keyring, attributes, cancellable, signed_in_cb, g_steal_pointer (&task));
}

/**
 * lk_office_get_client_finish:
 * @self: an office
 * @result: what the callback was given
 * @error: return location for a #LkKeyringError, #LkAstraError, %LK_WORK_ERROR_NO_SIGN_IN
 *
 * Returns: (transfer full): the client, or %NULL with @error set
 */
LkAstraClient *
lk_office_get_client_finish (LkOffice      *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_office_get_client_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
