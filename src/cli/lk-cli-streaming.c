/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-cli-streaming.h"

#include "lk-text.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

static void
mark (LkCli       *self,
      LkStreaming *streaming)
{
  GListModel *tenants = lk_streaming_get_tenants (streaming);

  for (guint i = 0; i < g_list_model_get_n_items (tenants); i++)
    {
      g_autoptr (LkTenant) tenant = g_list_model_get_item (tenants, i);

      lk_rotations_mark (self->rotations, lk_streaming_get_account (streaming), lk_tenant_get_tokens (tenant));
    }
}

/**
 * lk_cli_load_streaming:
 * @self: the command line
 * @account: an account
 * @error: return location for why its tenants could not be listed
 *
 * Reads an account's tenants and their tokens.
 *
 * Returns: (transfer full): the streaming half, or %NULL with @error set
 */
LkStreaming *
lk_cli_load_streaming (LkCli      *self,
                       LkAccount  *account,
                       GError    **error)
{
  g_autoptr (LkStreaming) streaming = lk_streaming_new (self->office, account);
  g_autoptr (GAsyncResult) result = NULL;

  lk_streaming_load_async (streaming, NULL, lk_cli_store_result_cb, &result);
  if (!lk_streaming_load_finish (streaming, lk_cli_wait (&result), error))
    return NULL;
  mark (self, streaming);

  return g_steal_pointer (&streaming);
}

/**
 * lk_cli_restore_streaming:
 * @self: the command line
 * @account: an account
 * @error: return location for what went wrong
 *
 * Reads what is remembered of an account's tenants, without the network.
 *
 * Returns: (transfer full): the streaming half, or %NULL with @error set
 */
LkStreaming *
lk_cli_restore_streaming (LkCli      *self,
                          LkAccount  *account,
                          GError    **error)
{
  g_autoptr (LkStreaming) streaming = lk_streaming_new (self->office, account);
  g_autoptr (GAsyncResult) result = NULL;

  lk_streaming_restore_async (streaming, NULL, lk_cli_store_result_cb, &result);
  if (!lk_streaming_restore_finish (streaming, lk_cli_wait (&result), error))
    return NULL;
  mark (self, streaming);

  return g_steal_pointer (&streaming);
}

/**
 * lk_cli_is_no_streaming:
 * @error: why the tenants of an account could not be listed
 *
 * Tells whether the account has no streaming half, or its role none, which is no failure of what did not ask for it.
 *
 * Returns: whether it is so
 */
gboolean
lk_cli_is_no_streaming (const GError *error)
{
  return g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_FORBIDDEN)
         || g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_NOT_FOUND)
         || g_error_matches (error, LK_WORK_ERROR, LK_WORK_ERROR_NEVER_READ);
}

/**
 * lk_cli_report_tenants:
 * @streaming: the streaming half of an account
 *
 * Names the tenants whose tokens could not be read.
 *
 * Returns: the exit code for the last of them, %LK_CLI_DONE if there is none
 */
int
lk_cli_report_tenants (LkStreaming *streaming)
{
  GListModel *tenants = lk_streaming_get_tenants (streaming);
  int exit_code = LK_CLI_DONE;

  for (guint i = 0; i < g_list_model_get_n_items (tenants); i++)
    {
      g_autoptr (LkTenant) tenant = g_list_model_get_item (tenants, i);
      g_autoptr (GError) error = NULL;

      if (lk_tenant_get_error (tenant) == NULL)
        continue;
      error = g_error_copy (lk_tenant_get_error (tenant));
      /* Translators: %1$s is a tenant, %2$s its cluster, %3$s a sentence that says why */
      lk_text_reword (error, _("The tokens of %1$s on %2$s could not be listed: %3$s"), lk_tenant_get_name (tenant),
                      lk_tenant_get_cluster (tenant), error->message);
      exit_code = lk_cli_report (error);
    }

  return exit_code;
}

/**
 * lk_cli_find_tenant:
 * @streaming: the streaming half of an account
 * @name: a tenant's name
 * @cluster: (nullable): its cluster; %NULL: whichever has one of that name alone
 * @exit_code: (out): if this returns %NULL
 *
 * Finds the one tenant that is meant.
 *
 * Returns: (transfer none) (nullable): the tenant, or %NULL after saying why
 */
LkTenant *
lk_cli_find_tenant (LkStreaming *streaming,
                    const char  *name,
                    const char  *cluster,
                    int         *exit_code)
{
  GListModel *tenants = lk_streaming_get_tenants (streaming);
  LkTenant *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (tenants); i++)
    {
      g_autoptr (LkTenant) tenant = g_list_model_get_item (tenants, i);

      if (!g_str_equal (lk_tenant_get_name (tenant), name)
          || (cluster != NULL && !g_str_equal (lk_tenant_get_cluster (tenant), cluster)))
        continue;
      if (found != NULL)
        {
          /* Translators: %s is a tenant; --cluster is an option */
          *exit_code = lk_cli_usage (_("Several clusters have a tenant “%s”: add --cluster, and see “latchkey tenants”"),
                                     name);
          return NULL;
        }
      /* The model holds it. */
      found = tenant;
    }

  if (found == NULL)
    {
      lk_cli_usage (_("There is no tenant “%s”: see “latchkey tenants”"), name);
      *exit_code = LK_CLI_NOT_FOUND;
    }

  return found;
}

static void
add_seconds (JsonBuilder *builder,
             const char  *key,
             GDateTime   *time)
{
  json_builder_set_member_name (builder, key);
  if (time != NULL)
    json_builder_add_int_value (builder, g_date_time_to_unix (time));
  else
    json_builder_add_null_value (builder);
}

/**
 * lk_cli_json_add_pulsar:
 * @builder: where the row goes
 * @streaming: the token's streaming half
 * @token: a token
 *
 * Writes one row of `list`.
 */
void
lk_cli_json_add_pulsar (JsonBuilder   *builder,
                        LkStreaming   *streaming,
                        LkPulsarToken *token)
{
  LkAccount *account = lk_streaming_get_account (streaming);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  json_builder_begin_object (builder);
  lk_cli_json_add_string (builder, "kind", "pulsar");
  lk_cli_json_add_string (builder, "account", lk_account_get_title (account));
  lk_cli_json_add_string (builder, "orgId", lk_account_get_org_id (account));
  lk_cli_json_add_string (builder, "tenantName", lk_pulsar_token_get_tenant_name (token));
  lk_cli_json_add_string (builder, "clusterName", lk_pulsar_token_get_cluster_name (token));
  lk_cli_json_add_string (builder, "tokenid", lk_pulsar_token_get_id (token));
  add_seconds (builder, "iat", lk_pulsar_token_get_issued (token));
  add_seconds (builder, "exp", lk_pulsar_token_get_expiry (token));
  json_builder_add_boolean_value (json_builder_set_member_name (builder, "expiryKnown"),
                                  lk_pulsar_token_get_expiry_known (token));
  json_builder_set_member_name (builder, "stored");
  if (lk_streaming_get_keyring_error (streaming) == NULL)
    json_builder_add_boolean_value (builder, lk_pulsar_token_get_stored (token));
  else
    json_builder_add_null_value (builder);
  lk_cli_json_add_string (builder, "name", lk_pulsar_token_get_script_name (token));
  lk_cli_json_add_string (builder, "state",
                          lk_cli_get_state (LK_LISTED_TOKEN (token), lk_pulsar_token_is_expired (token, now)));
  json_builder_end_object (builder);
}

static void
add_tenant (JsonBuilder *builder,
            LkAccount   *account,
            LkTenant    *tenant)
{
  json_builder_begin_object (builder);
  lk_cli_json_add_string (builder, "account", lk_account_get_title (account));
  for (guint i = 0; i < LK_TENANT_N_FIELDS; i++)
    lk_cli_json_add_string (builder, lk_tenant_field_get_key ((LkTenantField) i), lk_tenant_get (tenant, (LkTenantField) i));
  json_builder_end_object (builder);
}

static const char *
or_dash (const char *text)
{
  return text != NULL ? text : "–";
}

/* The tenants alone; who wants their tokens asks for those. */
static GPtrArray *
list_tenants (LkCli      *self,
              LkAccount  *account,
              GError    **error)
{
  g_autoptr (LkAstraStreaming) client = NULL;
  g_autoptr (GAsyncResult) signed_in = NULL;
  g_autoptr (GAsyncResult) listed = NULL;

  lk_office_get_streaming_async (self->office, account, NULL, lk_cli_store_result_cb, &signed_in);
  client = lk_office_get_streaming_finish (self->office, lk_cli_wait (&signed_in), error);
  if (client == NULL)
    return NULL;

  lk_astra_streaming_list_tenants_async (client, NULL, lk_cli_store_result_cb, &listed);

  return lk_astra_streaming_list_tenants_finish (client, lk_cli_wait (&listed), error);
}

/**
 * lk_cli_tenants:
 * @self: the command line
 * @argc: how many words
 * @argv: the words, from "tenants" on
 *
 * Does `latchkey tenants`.
 *
 * Returns: the exit code
 */
int
lk_cli_tenants (LkCli  *self,
                int     argc,
                char  **argv)
{
  g_autofree char *account_name = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "account", 0, 0, G_OPTION_ARG_STRING, &account_name, N_ ("An account’s name or organization id"), "A" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print JSON"), NULL },
    { NULL }
  };
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GPtrArray) table = lk_cli_table_new ();
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  int exit_code = LK_CLI_DONE;

  if (!lk_cli_parse ("latchkey tenants", _("Lists streaming tenants."), NULL, entries, &argc, &argv, &exit_code))
    return exit_code;
  if (argc != 1)
    /* Translators: %s is a word on the command line */
    return lk_cli_usage (_("“%s” is one word too many: see “latchkey tenants --help”"), argv[1]);
  accounts = lk_cli_choose_accounts (self, account_name, &exit_code);
  if (accounts == NULL)
    return exit_code;

  exit_code = LK_CLI_DONE;
  json_builder_begin_array (builder);
  lk_cli_table_add (table, _("TENANT"), _("CLUSTER"), _("CLOUD"), _("REGION"), _("PLAN"), _("WEB SERVICE"),
                    accounts->len > 1 ? _("ACCOUNT") : NULL, NULL);
  for (guint i = 0; i < accounts->len; i++)
    {
      LkAccount *account = g_ptr_array_index (accounts, i);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) tenants = list_tenants (self, account, &error);

      if (tenants == NULL)
        {
          /* Translators: %1$s is an account, %2$s a sentence that says why */
          lk_text_reword (error, _("%1$s could not be listed: %2$s"), lk_account_get_title (account), error->message);
          exit_code = lk_cli_report (error);
          continue;
        }
      for (guint j = 0; j < tenants->len; j++)
        {
          LkTenant *tenant = g_ptr_array_index (tenants, j);

          add_tenant (builder, account, tenant);
          lk_cli_table_add (table, lk_tenant_get_name (tenant), lk_tenant_get_cluster (tenant),
                            or_dash (lk_tenant_get (tenant, LK_TENANT_CLOUD_PROVIDER)),
                            or_dash (lk_tenant_get (tenant, LK_TENANT_CLOUD_REGION)),
                            or_dash (lk_tenant_get (tenant, LK_TENANT_PLAN)),
                            or_dash (lk_tenant_get_web_service_url (tenant)),
                            accounts->len > 1 ? lk_account_get_title (account) : NULL, NULL);
        }
    }
  json_builder_end_array (builder);

  if (json)
    lk_cli_json_print (builder);
  else
    lk_cli_table_print (table);

  return exit_code;
}
