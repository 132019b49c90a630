/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-pulsar-secrets.h"

#include "lk-relabel.h"
#include "lk-secret-attributes.h"
#include "lk-text.h"

#include <glib/gi18n-lib.h>

/**
 * lk_pulsar_secrets_attributes:
 * @account: the account of the token
 * @tenant: (nullable): the token's tenant; %NULL for all of the organization's
 * @token_id: (nullable): the token's id; %NULL for all of the tenant's
 * @script_name: (nullable): only when storing
 *
 * Makes the attributes under which Pulsar tokens are kept.
 *
 * Returns: (transfer full): the attributes
 */
GHashTable *
lk_pulsar_secrets_attributes (LkAccount  *account,
                              LkTenant   *tenant,
                              const char *token_id,
                              const char *script_name)
{
  return lk_secret_attributes_new ("kind", LK_SECRET_KIND_PULSAR_TOKEN,
                                   "field", LK_SECRET_FIELD_TOKEN,
                                   "org-id", lk_account_get_org_id (account),
                                   "environment", lk_account_get_environment (account),
                                   "tenant", tenant != NULL ? lk_tenant_get_name (tenant) : NULL,
                                   "cluster", tenant != NULL ? lk_tenant_get_cluster (tenant) : NULL,
                                   "token-id", token_id,
                                   "name", script_name,
                                   NULL);
}

static char *
create_label (const char *title,
              const char *organization,
              const char *tenant)
{
  /* Translators: the label of a keyring entry; %1$s is a token, %2$s an organization, %3$s a streaming tenant */
  return g_strdup_printf (_("Pulsar token: %1$s (%2$s, %3$s)"), title, organization, tenant);
}

/**
 * lk_pulsar_secrets_label:
 * @account: the account of the token
 * @tenant: the token's tenant
 * @title: what people call the token
 *
 * Makes the label of a keyring item, which other programs show and search.
 *
 * Returns: (transfer full): the label
 */
char *
lk_pulsar_secrets_label (LkAccount  *account,
                         LkTenant   *tenant,
                         const char *title)
{
  g_autofree char *shown = lk_text_show (title);

  return create_label (shown, lk_account_get_title (account), lk_tenant_get_name (tenant));
}

/**
 * lk_pulsar_secrets_relabel:
 * @label: the label of a keyring item
 * @tenant: the name of the token's tenant
 * @former: how the account was called
 * @now: how it is called
 *
 * Makes the label anew for an account that got another name.
 *
 * Returns: (transfer full) (nullable): the label, %NULL if @label is none that was made with the former name
 */
char *
lk_pulsar_secrets_relabel (const char *label,
                           const char *tenant,
                           const char *former,
                           const char *now)
{
  g_autofree char *before = create_label (LK_RELABEL_MARK, former, tenant);
  g_autofree char *after = create_label (LK_RELABEL_MARK, now, tenant);

  return lk_relabel (label, before, after);
}
