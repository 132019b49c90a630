/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-office.h"

#include "lk-token-format.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

struct _LkOffice
{
  GObject     parent_instance;

  LkKeyring  *keyring;
  LkState    *state;
  GListStore *accounts;
  GHashTable *clients; /* account id → LkAstraClient */
};

G_DEFINE_FINAL_TYPE (LkOffice, lk_office, G_TYPE_OBJECT)

/* An account on its way in. */
typedef struct
{
  SecretValue   *token;
  char          *name;
  char          *environment;
  char          *api_url;
  char          *streaming_url;
  char          *org_id;
  char          *org_name; /* NULL: the service does not tell */
  LkAstraClient *client;
  LkAccount     *account;
  char          *old_client_id; /* of the sign-in that is replaced, or NULL */
} Arrival;

static void
arrival_free (gpointer data)
{
  Arrival *arrival = data;

  g_clear_pointer (&arrival->token, secret_value_unref);
  g_clear_pointer (&arrival->name, g_free);
  g_clear_pointer (&arrival->environment, g_free);
  g_clear_pointer (&arrival->api_url, g_free);
  g_clear_pointer (&arrival->streaming_url, g_free);
  g_clear_pointer (&arrival->org_id, g_free);
  g_clear_pointer (&arrival->org_name, g_free);
  g_clear_pointer (&arrival->old_client_id, g_free);
  g_clear_object (&arrival->client);
  g_clear_object (&arrival->account);
  g_free (arrival);
}

static LkAccount *
find_account (LkOffice   *self,
              const char *api_url,
              const char *org_id,
              guint      *position)
{
  GListModel *model = G_LIST_MODEL (self->accounts);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (LkAccount) account = g_list_model_get_item (model, i);

      if (g_strcmp0 (lk_account_get_api_url (account), api_url) == 0
          && g_strcmp0 (lk_account_get_org_id (account), org_id) == 0)
        {
          *position = i;
          return g_steal_pointer (&account);
        }
    }

  *position = g_list_model_get_n_items (model);

  return NULL;
}

static GHashTable *
sign_in_attributes (LkAccount  *account,
                    const char *client_id)
{
  return lk_secret_attributes_new ("kind", LK_SECRET_KIND_ACCOUNT,
                                   "field", LK_SECRET_FIELD_TOKEN,
                                   "org-id", lk_account_get_org_id (account),
                                   "client-id", client_id,
                                   "environment", lk_account_get_environment (account),
                                   NULL);
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

/* The way in, last step first: each is the callback of the one below it. */

static void
old_removed_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Arrival *arrival = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  /* The new sign-in is whole; an old one that stays behind is found in the list of stored secrets. */
  if (!lk_keyring_remove_finish (LK_KEYRING (source), result, &error))
    g_debug ("The former sign-in stays in the keyring: %s", error->message);

  g_task_return_pointer (task, g_steal_pointer (&arrival->account), g_object_unref);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkOffice *self = g_task_get_source_object (task);
  Arrival *arrival = g_task_get_task_data (task);
  g_autoptr (LkAccount) before = NULL;
  g_autoptr (GError) error = NULL;
  guint position;

  if (!lk_state_save_account_finish (LK_STATE (source), result, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_hash_table_replace (self->clients, g_strdup (lk_account_get_id (arrival->account)),
                        g_object_ref (arrival->client));
  before = find_account (self, arrival->api_url, arrival->org_id, &position);
  g_list_store_splice (self->accounts, position, before != NULL ? 1 : 0, (gpointer *) &arrival->account, 1);

  if (arrival->old_client_id != NULL)
    {
      g_autoptr (GHashTable) attributes = sign_in_attributes (arrival->account, arrival->old_client_id);

      lk_keyring_remove_async (self->keyring, attributes, NULL, old_removed_cb, g_steal_pointer (&task));
      return;
    }

  g_task_return_pointer (task, g_steal_pointer (&arrival->account), g_object_unref);
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkOffice *self = g_task_get_source_object (task);
  Arrival *arrival = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!lk_keyring_store_finish (LK_KEYRING (source), result, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  lk_state_save_account_async (self->state, arrival->account, NULL, saved_cb, g_steal_pointer (&task));
}

static void
make_account (LkOffice *self,
              Arrival  *arrival)
{
  g_autofree char *client_id = lk_token_client_id (arrival->token);
  g_autofree char *id = g_uuid_string_random ();
  guint position;
  g_autoptr (LkAccount) before = find_account (self, arrival->api_url, arrival->org_id, &position);
  const char *name = arrival->name;

  if (before != NULL)
    {
      if (g_strcmp0 (client_id, lk_account_get_client_id (before)) != 0)
        arrival->old_client_id = g_strdup (lk_account_get_client_id (before));
      if (name == NULL)
        name = lk_account_get_name (before);
    }

  arrival->account = g_object_new (LK_TYPE_ACCOUNT,
                                   "id", before != NULL ? lk_account_get_id (before) : id,
                                   "name", name,
                                   "org-id", arrival->org_id,
                                   "org-name", arrival->org_name,
                                   "client-id", client_id,
                                   "api-url", arrival->api_url,
                                   "streaming-url", arrival->streaming_url,
                                   "environment", arrival->environment,
                                   NULL);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GCancellable *cancellable = g_task_get_cancellable (task);
  LkOffice *self = g_task_get_source_object (task);
  Arrival *arrival = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tokens = lk_astra_client_list_tokens_finish (LK_ASTRA_CLIENT (source), result, &error);
  g_autofree char *label = NULL;

  if (g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_FORBIDDEN))
    {
      g_task_return_new_error (task, LK_WORK_ERROR, LK_WORK_ERROR_NO_PERMISSION,
                               _("This token may not list tokens: its roles lack that permission"));
      return;
    }
  if (tokens == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  make_account (self, arrival);
  attributes = sign_in_attributes (arrival->account, lk_account_get_client_id (arrival->account));
  /* Translators: the label of a keyring entry; %s is an organization */
  label = g_strdup_printf (_("Astra account: %s"), lk_account_get_title (arrival->account));
  lk_keyring_store_async (self->keyring, attributes, label, arrival->token, cancellable, stored_cb,
                          g_steal_pointer (&task));
}

static void
named_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GCancellable *cancellable = g_task_get_cancellable (task);
  Arrival *arrival = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  /* It needs a permission of its own; without it the id is shown. */
  arrival->org_name = lk_astra_client_get_org_name_finish (LK_ASTRA_CLIENT (source), result, &error);
  if (arrival->org_name == NULL)
    g_debug ("The organization has no name: %s", error->message);

  if (g_task_return_error_if_cancelled (task))
    return;

  lk_astra_client_list_tokens_async (arrival->client, cancellable, listed_cb,
                                     g_steal_pointer (&task));
}

static void
org_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GCancellable *cancellable = g_task_get_cancellable (task);
  Arrival *arrival = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  arrival->org_id = lk_astra_client_get_org_finish (LK_ASTRA_CLIENT (source), result, &error);
  if (arrival->org_id == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  lk_astra_client_get_org_name_async (arrival->client, cancellable, named_cb,
                                      g_steal_pointer (&task));
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
    client = lk_astra_client_new (lk_account_get_api_url (account), token, &error);
  if (client == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_hash_table_replace (self->clients, g_strdup (lk_account_get_id (account)), g_object_ref (client));
  g_task_return_pointer (task, g_steal_pointer (&client), g_object_unref);
}

static void
lk_office_dispose (GObject *object)
{
  LkOffice *self = LK_OFFICE (object);

  g_clear_object (&self->keyring);
  g_clear_object (&self->state);
  g_clear_object (&self->accounts);
  g_clear_pointer (&self->clients, g_hash_table_unref);

  G_OBJECT_CLASS (lk_office_parent_class)->dispose (object);
}

static void
lk_office_class_init (LkOfficeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lk_office_dispose;
}

static void
lk_office_init (LkOffice *self)
{
  self->accounts = g_list_store_new (LK_TYPE_ACCOUNT);
  self->clients = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
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
 * lk_office_add_account_async:
 * @self: an office
 * @token: the application token to sign in with
 * @sign_in: name and addresses; read before this returns
 * @cancellable: (nullable): cancels it
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Adds an account, or gives one that is there already a new sign-in token, once the service accepted it. Nothing is
 * kept if any step fails.
 */
void
lk_office_add_account_async (LkOffice            *self,
                             SecretValue         *token,
                             const LkSignIn      *sign_in,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;
  const char *api_url;
  Arrival *arrival;

  g_return_if_fail (LK_IS_OFFICE (self));
  g_return_if_fail (token != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_office_add_account_async);

  arrival = g_new0 (Arrival, 1);
  g_task_set_task_data (task, arrival, arrival_free);
  arrival->token = secret_value_ref (token);
  arrival->name = sign_in->name != NULL && *sign_in->name != '\0' ? g_strdup (sign_in->name) : NULL;
  arrival->environment = g_strdup (sign_in->environment != NULL ? sign_in->environment : "prod");

  api_url = sign_in->api_url != NULL && *sign_in->api_url != '\0'
              ? sign_in->api_url
              : lk_astra_api_url_for_environment (arrival->environment);
  if (api_url == NULL)
    {
      g_task_return_new_error (task, LK_WORK_ERROR, LK_WORK_ERROR_INVALID,
                               _("There is no such environment: it is prod, dev or test"));
      return;
    }

  arrival->api_url = lk_astra_check_address (api_url, &error);
  if (arrival->api_url != NULL && sign_in->streaming_url != NULL && *sign_in->streaming_url != '\0')
    arrival->streaming_url = lk_astra_check_address (sign_in->streaming_url, &error);
  else
    arrival->streaming_url = g_strdup (arrival->api_url);
  if (arrival->streaming_url != NULL)
    arrival->client = lk_astra_client_new (arrival->api_url, token, &error);
  if (arrival->client == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  lk_astra_client_get_org_async (arrival->client, cancellable, org_cb, g_steal_pointer (&task));
}

/**
 * lk_office_add_account_finish:
 * @self: an office
 * @result: what the callback was given
 * @error: return location for a #LkAstraError, #LkKeyringError, #LkStateError, #LkWorkError
 *
 * Returns: (transfer full): the account, which is in the list now, or %NULL with @error set
 */
LkAccount *
lk_office_add_account_finish (LkOffice      *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_office_add_account_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
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

  attributes = sign_in_attributes (account, lk_account_get_client_id (account));
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
