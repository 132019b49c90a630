/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-pulsar-secrets.h"

#include "lk-relabel.h"
#include "lk-secret-attributes.h"
#include "lk-text.h"

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

/* In English whatever the language is, as those of lk_token_secrets_label(). */
static char *
create_label (const char *title,
              const char *organization,
              const char *tenant)
{
  return g_strdup_printf ("Pulsar token: %s (%s, %s)", title, organization, tenant);
}

/* What stands before the day, by which such entries are told from others. */
#define SUPERSEDED "Pulsar token, superseded "

static char *
create_superseded_label (const char *day,
                         const char *title,
                         const char *organization,
                         const char *tenant)
{
  return g_strdup_printf (SUPERSEDED "%s: %s (%s, %s)", day, title, organization, tenant);
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
 * lk_pulsar_secrets_superseded_label:
 * @account: the account of the token
 * @tenant: the token's tenant
 * @title: what people call the token
 * @since: when another token took its place
 *
 * Makes the label of a keyring item whose token was replaced, as lk_token_secrets_superseded_label() does.
 *
 * Returns: (transfer full): the label
 */
char *
lk_pulsar_secrets_superseded_label (LkAccount  *account,
                                    LkTenant   *tenant,
                                    const char *title,
                                    GDateTime  *since)
{
  g_autofree char *day = g_date_time_format (since, "%Y-%m-%d");

  return create_superseded_label (day, title, lk_account_get_title (account), lk_tenant_get_name (tenant));
}

/**
 * lk_pulsar_secrets_is_superseded:
 * @label: (nullable): the label of a keyring item
 *
 * Tells whether a rotation wrote @label, in whatever language it ran.
 *
 * Returns: whether its token was replaced
 */
gboolean
lk_pulsar_secrets_is_superseded (const char *label)
{
  return label != NULL && g_str_has_prefix (label, SUPERSEDED);
}

/**
 * lk_pulsar_secrets_relabel:
 * @label: the label of a keyring item
 * @tenant: the name of the token's tenant
 * @former: how the account was called
 * @now: how it is called
 *
 * Makes the label anew for an account that got another name, also that of a token that was replaced.
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
  g_autofree char *superseded_before = create_superseded_label (LK_RELABEL_MARK, LK_RELABEL_MARK, former, tenant);
  g_autofree char *superseded_after = create_superseded_label (LK_RELABEL_MARK, LK_RELABEL_MARK, now, tenant);
  char *relabeled = lk_relabel (label, superseded_before, superseded_after);

  return relabeled != NULL ? relabeled : lk_relabel (label, before, after);
}
