/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-token-secrets.h"

#include "lk-secret-attributes.h"

#include <glib/gi18n-lib.h>

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
  if (g_str_equal (field, LK_SECRET_FIELD_CLIENT_SECRET))
    /* Translators: the label of a keyring entry; %1$s is a token, %2$s an organization */
    return g_strdup_printf (_("Astra client secret: %1$s (%2$s)"), title, lk_account_get_title (account));

  /* Translators: the label of a keyring entry; %1$s is a token, %2$s an organization */
  return g_strdup_printf (_("Astra token: %1$s (%2$s)"), title, lk_account_get_title (account));
}
