/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-token-secrets.h"

#include "lk-relabel.h"
#include "lk-secret-attributes.h"
#include "lk-text.h"

/**
 * lk_token_secrets_attributes:
 * @account: the account of the token
 * @client_id: (nullable): the token's client id; %NULL for all of the organization's
 * @field: (nullable): "token" or "client-secret"; %NULL for both
 * @script_name: (nullable): only when storing
 *
 * Makes the attributes under which the secrets of an application token are kept; roles, dates and descriptions are
 * none of them, since they would breed duplicates when they change.
 *
 * Returns: (transfer full): the attributes
 */
GHashTable *
lk_token_secrets_attributes (LkAccount  *account,
                             const char *client_id,
                             const char *field,
                             const char *script_name)
{
  return lk_secret_attributes_new ("kind", LK_SECRET_KIND_ASTRA_TOKEN,
                                   "org-id", lk_account_get_org_id (account),
                                   "environment", lk_account_get_environment (account),
                                   "client-id", client_id,
                                   "field", field,
                                   "name", script_name,
                                   NULL);
}

/* Labels are in English whatever the language is: what is read in them must be read as well by a command or a person with
 * another one, and by the next installation that shares the keyring. Other programs search them too. */
static char *
create_label (const char *field,
              const char *title,
              const char *organization)
{
  if (g_str_equal (field, LK_SECRET_FIELD_CLIENT_SECRET))
    return g_strdup_printf ("Astra client secret: %s (%s)", title, organization);

  return g_strdup_printf ("Astra token: %s (%s)", title, organization);
}

/**
 * lk_token_secrets_label:
 * @account: the account of the token
 * @field: "token" or "client-secret"
 * @title: what people call the token
 *
 * Makes the label of a keyring item, which other programs show and search.
 *
 * Returns: (transfer full): the label
 */
char *
lk_token_secrets_label (LkAccount  *account,
                        const char *field,
                        const char *title)
{
  g_autofree char *shown = lk_text_show (title);

  return create_label (field, shown, lk_account_get_title (account));
}

/* What stands before the day, by which such entries are told from others. */
#define SUPERSEDED_TOKEN "Astra token, superseded "
#define SUPERSEDED_CLIENT_SECRET "Astra client secret, superseded "

static char *
create_superseded_label (const char *field,
                         const char *day,
                         const char *title,
                         const char *organization)
{
  if (g_str_equal (field, LK_SECRET_FIELD_CLIENT_SECRET))
    return g_strdup_printf (SUPERSEDED_CLIENT_SECRET "%s: %s (%s)", day, title, organization);

  return g_strdup_printf (SUPERSEDED_TOKEN "%s: %s (%s)", day, title, organization);
}

/**
 * lk_token_secrets_superseded_label:
 * @account: the account of the token
 * @field: "token" or "client-secret"
 * @title: what people call the token
 * @since: when another token took its place
 *
 * Makes the label of a keyring item whose token was replaced. No attribute says so, since items are found by those.
 *
 * Returns: (transfer full): the label
 */
char *
lk_token_secrets_superseded_label (LkAccount  *account,
                                   const char *field,
                                   const char *title,
                                   GDateTime  *since)
{
  g_autofree char *day = g_date_time_format (since, "%Y-%m-%d");
  g_autofree char *shown = lk_text_show (title);

  return create_superseded_label (field, day, shown, lk_account_get_title (account));
}

/**
 * lk_token_secrets_relabel:
 * @label: the label of a keyring item
 * @field: "token" or "client-secret"
 * @former: how the account was called
 * @now: how it is called
 *
 * Makes the label anew for an account that got another name, also that of a token that was replaced.
 *
 * Returns: (transfer full) (nullable): the label, %NULL if @label is none that was made with the former name
 */
char *
lk_token_secrets_relabel (const char *label,
                          const char *field,
                          const char *former,
                          const char *now)
{
  g_autofree char *plain_before = create_label (field, LK_RELABEL_MARK, former);
  g_autofree char *plain_after = create_label (field, LK_RELABEL_MARK, now);
  g_autofree char *superseded_before = create_superseded_label (field, LK_RELABEL_MARK, LK_RELABEL_MARK, former);
  g_autofree char *superseded_after = create_superseded_label (field, LK_RELABEL_MARK, LK_RELABEL_MARK, now);
  char *relabeled = lk_relabel (label, superseded_before, superseded_after);

  return relabeled != NULL ? relabeled : lk_relabel (label, plain_before, plain_after);
}

/**
 * lk_token_secrets_is_superseded:
 * @label: (nullable): the label of a keyring item
 *
 * Tells whether a rotation wrote @label, in whatever language it ran.
 *
 * Returns: whether its token was replaced
 */
gboolean
lk_token_secrets_is_superseded (const char *label)
{
  return label != NULL
         && (g_str_has_prefix (label, SUPERSEDED_TOKEN) || g_str_has_prefix (label, SUPERSEDED_CLIENT_SECRET));
}

typedef struct
{
  LkAccount   *account;
  char        *client_id;
  char        *title;
  char        *script_name; /* NULL: none */
  SecretValue *token;
} Storing;

static void
storing_free (gpointer data)
{
  Storing *storing = data;

  g_clear_object (&storing->account);
  g_free (storing->client_id);
  g_free (storing->title);
  g_free (storing->script_name);
  g_clear_pointer (&storing->token, secret_value_unref);
  g_free (storing);
}

static void
store (GTask               *task,
       const char          *field,
       SecretValue         *value,
       GAsyncReadyCallback  callback)
{
  Storing *storing = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = NULL;
  g_autofree char *label = NULL;

  attributes = lk_token_secrets_attributes (storing->account, storing->client_id, field, storing->script_name);
  label = lk_token_secrets_label (storing->account, field, storing->title);
  lk_keyring_store_async (g_task_get_source_object (task), attributes, label, value, NULL, callback, task);
}

static void
token_stored_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (lk_keyring_store_finish (LK_KEYRING (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
client_secret_stored_cb (GObject      *source,
                         GAsyncResult *result,
                         gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Storing *storing = g_task_get_task_data (task);
  GError *error = NULL;

  if (!lk_keyring_store_finish (LK_KEYRING (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  store (g_steal_pointer (&task), LK_SECRET_FIELD_TOKEN, storing->token, token_stored_cb);
}

/**
 * lk_token_secrets_store_async:
 * @keyring: the keyring
 * @account: the account of the token
 * @answer: a complete answer
 * @title: what people call the token
 * @script_name: (nullable): what scripts ask for it by
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Stores client secret and token, in this order: whoever finds the token finds both. Doing it again changes nothing,
 * since the same attributes name the same items. It cannot be cancelled.
 */
void
lk_token_secrets_store_async (LkKeyring            *keyring,
                              LkAccount            *account,
                              const LkCreateAnswer *answer,
                              const char           *title,
                              const char           *script_name,
                              GAsyncReadyCallback   callback,
                              gpointer              user_data)
{
  GTask *task;
  Storing *storing;

  g_return_if_fail (LK_IS_KEYRING (keyring));
  g_return_if_fail (LK_IS_ACCOUNT (account));
  g_return_if_fail (answer->verdict == LK_CREATE_COMPLETE);

  storing = g_new0 (Storing, 1);
  storing->account = g_object_ref (account);
  storing->client_id = g_strdup (answer->client_id);
  storing->title = g_strdup (title);
  storing->script_name = g_strdup (script_name);
  storing->token = secret_value_ref (answer->token);

  task = g_task_new (keyring, NULL, callback, user_data);
  g_task_set_source_tag (task, lk_token_secrets_store_async);
  g_task_set_task_data (task, storing, storing_free);
  store (task, LK_SECRET_FIELD_CLIENT_SECRET, answer->secret, client_secret_stored_cb);
}

/**
 * lk_token_secrets_store_finish:
 * @keyring: the keyring
 * @result: what the callback was given
 * @error: return location for an #LkKeyringError
 *
 * Returns: whether both are stored
 */
gboolean
lk_token_secrets_store_finish (LkKeyring     *keyring,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, keyring), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_token_secrets_store_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
