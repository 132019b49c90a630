/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-office.h"

#include "lk-office-private.h"
#include "lk-token-format.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

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
  LkAccount     *changed;       /* whose sign-in this is to be, or NULL: whose it turns out to be */
  gboolean       allow_unkept;
  gboolean       allow_unlisted;
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
  g_clear_object (&arrival->changed);
  g_clear_object (&arrival->client);
  g_clear_object (&arrival->account);
  g_free (arrival);
}

/*< private >
 * lk_office_find_organization:
 * @self: an office
 * @api_url: an origin
 * @org_id: the id of an organization there
 * @position: (out): where in the list the account is, or would be
 *
 * Returns: (transfer full) (nullable): the account
 */
LkAccount *
lk_office_find_organization (LkOffice   *self,
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
list_account (LkOffice *self,
              Arrival  *arrival)
{
  g_autoptr (LkAccount) before = NULL;
  guint position;

  g_hash_table_replace (self->clients, g_strdup (lk_account_get_id (arrival->account)),
                        g_object_ref (arrival->client));
  before = lk_office_find_organization (self, arrival->api_url, arrival->org_id, &position);
  g_list_store_splice (self->accounts, position, before != NULL ? 1 : 0, (gpointer *) &arrival->account, 1);
}

static void
change_recorded_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkOffice *self = LK_OFFICE (source);
  Arrival *arrival = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = NULL;

  lk_office_record_finish (self, result);
  if (!lk_office_is_kept (self, arrival->account))
    {
      g_task_return_pointer (task, g_steal_pointer (&arrival->account), g_object_unref);
      return;
    }

  attributes = lk_office_sign_in_attributes (arrival->account, arrival->old_client_id);
  lk_keyring_remove_async (self->keyring, attributes, NULL, old_removed_cb, g_steal_pointer (&task));
}

/* Steals the task. */
static void
settle (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  LkOffice *self = g_task_get_source_object (task);
  Arrival *arrival = g_task_get_task_data (task);

  list_account (self, arrival);
  if (arrival->old_client_id != NULL)
    lk_office_record_async (self, arrival->account, LK_ACTIVITY_CHANGE_SIGN_IN,
                            lk_account_get_client_id (arrival->account), NULL, LK_ACTIVITY_DONE, change_recorded_cb,
                            g_steal_pointer (&task));
  else
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
  g_autoptr (GError) error = NULL;

  if (!lk_state_save_account_finish (LK_STATE (source), result, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_hash_table_remove (self->unkept, lk_account_get_id (arrival->account));
  settle (g_steal_pointer (&task));
}

static gboolean
is_no_keyring (GError *error)
{
  return g_error_matches (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_NO_SERVICE)
         || g_error_matches (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_NO_COLLECTION);
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
      if (!arrival->allow_unkept || !is_no_keyring (error))
        {
          g_task_return_error (task, g_steal_pointer (&error));
          return;
        }

      g_hash_table_add (self->unkept, g_strdup (lk_account_get_id (arrival->account)));
      settle (g_steal_pointer (&task));
      return;
    }

  lk_state_save_account_async (self->state, arrival->account, NULL, saved_cb, g_steal_pointer (&task));
}

/* The same each time for an organization, so that one that was removed finds its unfinished work and what was done in it when
 * it is added again. */
static char *
create_id (const char *api_url,
           const char *org_id)
{
  g_autofree char *whole = g_strconcat (api_url, "\n", org_id, NULL);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, whole, -1);

  return g_strdup_printf ("%.8s-%.4s-%.4s-%.4s-%.12s", digest, digest + 8, digest + 12, digest + 16, digest + 20);
}

static void
make_account (LkOffice *self,
              Arrival  *arrival)
{
  g_autofree char *client_id = lk_token_client_id (arrival->token);
  g_autofree char *id = create_id (arrival->api_url, arrival->org_id);
  guint position;
  g_autoptr (LkAccount) before = lk_office_find_organization (self, arrival->api_url, arrival->org_id, &position);
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

  if (g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_FORBIDDEN) && !arrival->allow_unlisted)
    {
      g_task_return_new_error (task, LK_WORK_ERROR, LK_WORK_ERROR_NO_PERMISSION,
                               _("This token may not list tokens: its roles lack that permission"));
      return;
    }
  if (tokens == NULL && !g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_FORBIDDEN))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  make_account (self, arrival);
  attributes = lk_office_sign_in_attributes (arrival->account, lk_account_get_client_id (arrival->account));
  label = lk_office_sign_in_label (lk_account_get_title (arrival->account));
  /* What is stored and written down is told as such, whenever somebody cancels. */
  g_task_set_check_cancellable (task, FALSE);
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
  if (arrival->changed != NULL && g_strcmp0 (arrival->org_id, lk_account_get_org_id (arrival->changed)) != 0)
    {
      g_task_return_new_error (task, LK_WORK_ERROR, LK_WORK_ERROR_OTHER_ORGANIZATION,
                               /* Translators: %1$s and %2$s are organizations */
                               _("This token belongs to %1$s, not to %2$s: add it as an account of its own"),
                               arrival->org_name != NULL ? arrival->org_name : arrival->org_id,
                               lk_account_get_title (arrival->changed));
      return;
    }

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
  LkOffice *self = g_task_get_source_object (task);
  Arrival *arrival = g_task_get_task_data (task);
  g_autoptr (LkAccount) before = NULL;
  g_autoptr (GError) error = NULL;
  guint position;

  arrival->org_id = lk_astra_client_get_org_finish (LK_ASTRA_CLIENT (source), result, &error);
  if (arrival->org_id == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  before = lk_office_find_organization (self, arrival->api_url, arrival->org_id, &position);
  if (arrival->name != NULL && !lk_office_check_name (self, before, arrival->name, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  lk_astra_client_get_org_name_async (arrival->client, cancellable, named_cb,
                                      g_steal_pointer (&task));
}

/* Steals the task. */
static void
arrive (GTask          *owned_task,
        SecretValue    *token,
        const LkSignIn *sign_in,
        LkAccount      *changed)
{
  g_autoptr (GTask) task = owned_task;
  LkOffice *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GError) error = NULL;
  const char *api_url;
  Arrival *arrival;

  arrival = g_new0 (Arrival, 1);
  g_task_set_task_data (task, arrival, arrival_free);
  arrival->token = secret_value_ref (token);
  arrival->name = sign_in->name != NULL && *sign_in->name != '\0' ? g_strdup (sign_in->name) : NULL;
  arrival->changed = changed != NULL ? g_object_ref (changed) : NULL;
  arrival->allow_unkept = sign_in->allow_unkept;
  arrival->allow_unlisted = sign_in->allow_unlisted;
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
    arrival->client = lk_office_create_client (self, arrival->api_url, token, &error);
  if (arrival->client == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  lk_astra_client_get_org_async (arrival->client, cancellable, org_cb, g_steal_pointer (&task));
}

/**
 * lk_office_add_account_async:
 * @self: an office
 * @token: the application token to sign in with
 * @sign_in: name and addresses; read before this returns
 * @cancellable: (nullable): obeyed until the token is stored, not after
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
  GTask *task;

  g_return_if_fail (LK_IS_OFFICE (self));
  g_return_if_fail (token != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_office_add_account_async);
  arrive (task, token, sign_in, NULL);
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
 * lk_office_change_sign_in_async:
 * @self: an office
 * @account: one of its accounts
 * @token: the application token to sign in with from now on
 * @allow_unlisted: whether it may be one that cannot list application tokens
 * @cancellable: (nullable): obeyed until the token is stored, not after
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Gives an account another sign-in token, once the service accepted it as one of the same organization; the former is
 * taken out of the keyring. Nothing changes if any step fails.
 */
void
lk_office_change_sign_in_async (LkOffice            *self,
                                LkAccount           *account,
                                SecretValue         *token,
                                gboolean             allow_unlisted,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  LkSignIn sign_in = { .allow_unlisted = allow_unlisted };
  GTask *task;

  g_return_if_fail (LK_IS_OFFICE (self));
  g_return_if_fail (LK_IS_ACCOUNT (account));
  g_return_if_fail (token != NULL);

  sign_in.environment = lk_account_get_environment (account);
  sign_in.api_url = lk_account_get_api_url (account);
  sign_in.streaming_url = lk_account_get_streaming_url (account);
  sign_in.allow_unkept = !lk_office_is_kept (self, account);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_office_change_sign_in_async);
  arrive (task, token, &sign_in, account);
}

/**
 * lk_office_change_sign_in_finish:
 * @self: an office
 * @result: what the callback was given
 * @error: return location for %LK_WORK_ERROR_OTHER_ORGANIZATION and what lk_office_add_account_finish() fails with
 *
 * Returns: (transfer full): the account, another object than before, or %NULL with @error set
 */
LkAccount *
lk_office_change_sign_in_finish (LkOffice      *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_office_change_sign_in_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
