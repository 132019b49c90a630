/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-cli-streaming.h"

#include "lk-say.h"
#include "lk-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define EXIT_EXPIRING 10
#define DEFAULT_DAYS 14
#define MAX_DAYS 36500

typedef struct
{
  JsonBuilder *builder; /* NULL: a table for people */
  GPtrArray   *table;
  GDateTime   *now;
  GDateTime   *until;
  guint        n_expiring;
  int          exit_code;
} Check;

static gboolean
read_days (const char *text,
           guint64    *days)
{
  g_autofree char *number = NULL;

  *days = DEFAULT_DAYS;
  if (text == NULL)
    return TRUE;
  if (!g_str_has_suffix (text, "d"))
    return FALSE;

  number = g_strndup (text, strlen (text) - 1);

  return g_ascii_string_to_unsigned (number, 10, 1, MAX_DAYS, days, NULL);
}

/* What has expired counts too: nobody may have looked in time. */
static gboolean
is_due (Check     *check,
        GDateTime *expiry)
{
  return expiry != NULL && g_date_time_compare (expiry, check->until) <= 0;
}

static void
add_row (Check      *check,
         GDateTime  *expiry,
         const char *id,
         const char *title,
         const char *where,
         LkAccount  *account)
{
  g_autoptr (GDateTime) local = g_date_time_to_local (expiry);
  g_autofree char *time = g_date_time_format (local, "%F %H:%M");
  /* Translators: %s is a time */
  g_autofree char *expired = g_date_time_compare (expiry, check->now) <= 0 ? g_strdup_printf (_("%s (expired)"), time) : NULL;

  lk_cli_table_add (check->table, expired != NULL ? expired : time, id, title, where, lk_account_get_title (account), NULL);
}

static void
check_inventory (Check       *check,
                 LkInventory *inventory)
{
  GListModel *tokens = lk_inventory_get_tokens (inventory);

  for (guint i = 0; i < g_list_model_get_n_items (tokens); i++)
    {
      g_autoptr (LkAppToken) token = g_list_model_get_item (tokens, i);

      if (!is_due (check, lk_app_token_get_token_expiry (token)))
        continue;
      check->n_expiring++;
      if (check->builder != NULL)
        lk_cli_json_add_token (check->builder, inventory, token);
      else
        add_row (check, lk_app_token_get_token_expiry (token), lk_app_token_get_client_id (token),
                 lk_app_token_get_title (token), lk_app_token_get_role_title (token), lk_inventory_get_account (inventory));
    }
}

/* Its end may be near or never: that is said, and what would tell it. */
static void
say_unknown (LkPulsarToken *token)
{
  const char *id = lk_pulsar_token_get_id (token);
  g_autofree char *text = NULL;

  if (id != NULL)
    /* Translators: %1$s is a token’s id, %2$s a tenant, %3$s its cluster */
    text = g_strdup_printf (_("The expiry of %1$s of %2$s on %3$s is not known until the token is read once: latchkey get %1$s"),
                            id, lk_pulsar_token_get_tenant_name (token), lk_pulsar_token_get_cluster_name (token));
  else
    /* Translators: %1$s is a tenant, %2$s its cluster */
    text = g_strdup_printf (_("The expiry of an old token of %1$s on %2$s is not known, and it has no id to read it by"),
                            lk_pulsar_token_get_tenant_name (token), lk_pulsar_token_get_cluster_name (token));
  lk_say (text);
}

static void
check_streaming (Check       *check,
                 LkStreaming *streaming)
{
  GListModel *tenants = lk_streaming_get_tenants (streaming);

  for (guint i = 0; i < g_list_model_get_n_items (tenants); i++)
    {
      g_autoptr (LkTenant) tenant = g_list_model_get_item (tenants, i);
      GListModel *tokens = lk_tenant_get_tokens (tenant);

      for (guint j = 0; j < g_list_model_get_n_items (tokens); j++)
        {
          g_autoptr (LkPulsarToken) token = g_list_model_get_item (tokens, j);
          g_autofree char *where = NULL;

          if (!lk_pulsar_token_get_expiry_known (token))
            say_unknown (token);
          if (!is_due (check, lk_pulsar_token_get_expiry (token)))
            continue;
          check->n_expiring++;
          where = g_strdup_printf ("%s, %s", lk_tenant_get_name (tenant), lk_tenant_get_cluster (tenant));
          if (check->builder != NULL)
            lk_cli_json_add_pulsar (check->builder, streaming, token);
          else
            add_row (check, lk_pulsar_token_get_expiry (token),
                     lk_pulsar_token_get_id (token) != NULL ? lk_pulsar_token_get_id (token) : "–",
                     lk_pulsar_token_get_title (token), where, lk_streaming_get_account (streaming));
        }
    }
}

static void
check_account (Check     *check,
               LkCli     *cli,
               LkAccount *account)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) streaming_error = NULL;
  g_autoptr (LkInventory) inventory = lk_cli_load (cli, account, &error);
  g_autoptr (LkStreaming) streaming = lk_cli_load_streaming (cli, account, &streaming_error);
  int exit_code;

  if (inventory != NULL)
    check_inventory (check, inventory);
  else
    {
      /* Translators: %1$s is an account, %2$s a sentence that says why */
      lk_text_reword (error, _("%1$s could not be listed: %2$s"), lk_account_get_title (account), error->message);
      check->exit_code = lk_cli_report (error);
    }

  if (streaming == NULL)
    {
      if (inventory != NULL && !lk_cli_is_no_streaming (streaming_error))
        check->exit_code = lk_cli_report (streaming_error);
      return;
    }

  check_streaming (check, streaming);
  exit_code = lk_cli_report_tenants (streaming);
  if (exit_code != LK_CLI_DONE)
    check->exit_code = exit_code;
}

/**
 * lk_cli_check:
 * @self: the command line
 * @argc: how many words
 * @argv: the words, from "check" on
 *
 * Does `latchkey check`: tells what has expired, or will within some days.
 *
 * Returns: the exit code; 10 if there is any
 */
int
lk_cli_check (LkCli  *self,
              int     argc,
              char  **argv)
{
  g_autofree char *account_name = NULL;
  g_autofree char *within = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "within", 0, 0, G_OPTION_ARG_STRING, &within, N_ ("How far to look ahead; 14d if not given"), "DAYS" },
    { "account", 0, 0, G_OPTION_ARG_STRING, &account_name, N_ ("An account’s name or organization id"), "A" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print JSON"), NULL },
    { NULL }
  };
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GPtrArray) table = lk_cli_table_new ();
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) until = NULL;
  Check check = { NULL };
  guint64 days;
  int exit_code;

  if (!lk_cli_parse ("latchkey check", _("Tells which tokens have expired or soon will."), NULL, entries, &argc, &argv,
                     &exit_code))
    return exit_code;
  if (argc != 1)
    /* Translators: %s is a word on the command line */
    return lk_cli_usage (_("“%s” is one word too many: see “latchkey check --help”"), argv[1]);
  if (!read_days (within, &days))
    /* Translators: %s is what was given in place of a number of days; 14d stays as it is */
    return lk_cli_usage (_("“%s” is no number of days: give one such as 14d"), within);
  accounts = lk_cli_choose_accounts (self, account_name, &exit_code);
  if (accounts == NULL)
    return exit_code;

  until = g_date_time_add_days (now, (int) days);
  check = (Check) { json ? builder : NULL, table, now, until, 0, LK_CLI_DONE };
  json_builder_begin_array (builder);
  for (guint i = 0; i < accounts->len; i++)
    check_account (&check, self, g_ptr_array_index (accounts, i));
  json_builder_end_array (builder);

  if (json)
    lk_cli_json_print (builder);
  else
    lk_cli_table_print (table);

  return check.n_expiring > 0 ? EXIT_EXPIRING : check.exit_code;
}
