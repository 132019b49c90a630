/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-cli-streaming.h"

#include "lk-say.h"
#include "lk-text.h"
#include "lk-when.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

/* Whole days from today to that day, as the service knows no others; 0: never. */
static gboolean
count_days (const char  *text,
            guint       *days,
            GError     **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) expiry = NULL;
  GDate today;
  GDate last;
  int year, month, day;

  *days = 0;
  if (!lk_when_parse (text, now, &expiry, error))
    return FALSE;
  if (expiry == NULL)
    return TRUE;

  g_date_time_get_ymd (now, &year, &month, &day);
  g_date_set_dmy (&today, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  g_date_time_get_ymd (expiry, &year, &month, &day);
  g_date_set_dmy (&last, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  *days = (guint) g_date_days_between (&today, &last);
  if (*days > 0)
    return TRUE;

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                       _("A Pulsar token lasts whole days: give tomorrow or a later day"));

  return FALSE;
}

static void
print_created (LkStreaming   *streaming,
               LkPulsarToken *token,
               gboolean       json)
{
  const char *name = lk_pulsar_token_get_script_name (token);
  g_autofree char *id = lk_text_clean (lk_pulsar_token_get_id (token) != NULL ? lk_pulsar_token_get_id (token) : "–");
  g_autoptr (GDateTime) local = NULL;
  g_autofree char *time = NULL;

  if (json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      lk_cli_json_add_pulsar (builder, streaming, token);
      lk_cli_json_print (builder);
      return;
    }

  if (lk_pulsar_token_get_stored (token))
    /* Translators: %s is a token’s id */
    g_print (_("Created %s; it is in the keyring."), id);
  else
    /* Translators: %s is a token’s id */
    g_print (_("Created %s."), id);
  g_print ("\n");
  if (lk_pulsar_token_get_expiry (token) != NULL)
    {
      local = g_date_time_to_local (lk_pulsar_token_get_expiry (token));
      time = g_date_time_format (local, "%F %H:%M");
      /* Translators: %s is a time */
      g_print (_("It expires on %s, as it says itself."), time);
      g_print ("\n");
    }
  /* Translators: %s is how the token is called */
  g_print (_("Read it with: latchkey get %s"), name != NULL ? name : id);
  g_print ("\n");
}

static int
create (LkStreaming        *streaming,
        LkTenant           *tenant,
        const LkPulsarWish *wish,
        gboolean            json)
{
  g_autoptr (GCancellable) cancellable = lk_cli_catch_signals ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (LkPulsarToken) token = NULL;
  g_autoptr (GError) store_error = NULL;
  g_autoptr (GError) error = NULL;
  int exit_code;

  lk_streaming_create_async (streaming, tenant, wish, cancellable, lk_cli_store_result_cb, &result);
  token = lk_streaming_create_finish (streaming, lk_cli_wait (&result), &store_error, &error);
  if (token == NULL)
    {
      exit_code = lk_cli_report (error);
      /* Of a create it is how the service refuses, not an address that is wrong. */
      return g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_NOT_FOUND) ? LK_CLI_REFUSED : exit_code;
    }

  print_created (streaming, token, json);
  if (store_error == NULL)
    return LK_CLI_DONE;

  /* Translators: %s is a sentence that says why */
  lk_text_reword (store_error, _("The token is created, but could not be stored; “latchkey resume” does so: %s"),
                  store_error->message);
  lk_cli_report (store_error);

  return LK_CLI_UNFINISHED;
}

/**
 * lk_cli_create_pulsar:
 * @self: the command line
 * @argc: how many words
 * @argv: the words, from "create" on
 *
 * Does `latchkey create pulsar`.
 *
 * Returns: the exit code
 */
int
lk_cli_create_pulsar (LkCli  *self,
                      int     argc,
                      char  **argv)
{
  g_autofree char *tenant_name = NULL;
  g_autofree char *cluster = NULL;
  g_autofree char *expires = NULL;
  g_autofree char *name = NULL;
  g_autofree char *account_name = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "tenant", 0, 0, G_OPTION_ARG_STRING, &tenant_name, N_ ("The tenant it is for"), "T" },
    { "cluster", 0, 0, G_OPTION_ARG_STRING, &cluster, N_ ("The tenant’s cluster, if its name is on several"), "C" },
    { "expires", 0, 0, G_OPTION_ARG_STRING, &expires, N_ ("30d, 2027-01-31 or never; 90d if not given"), "WHEN" },
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, N_ ("The name by which scripts find it"), "SCRIPTNAME" },
    { "account", 0, 0, G_OPTION_ARG_STRING, &account_name, N_ ("An account’s name or organization id"), "A" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print JSON"), NULL },
    { NULL }
  };
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (LkStreaming) streaming = NULL;
  g_autoptr (GError) error = NULL;
  LkPulsarWish wish = { .store = TRUE };
  LkTenant *tenant;
  int exit_code;

  if (!lk_cli_parse ("latchkey create", _("Creates a Pulsar token of a streaming tenant and keeps it in the keyring."),
                     "pulsar", entries, &argc, &argv, &exit_code))
    return exit_code;
  if (argc != 2 || !g_str_equal (argv[1], "pulsar"))
    return lk_cli_usage (_("Say what to create: “latchkey create pulsar --tenant T”"));
  if (tenant_name == NULL)
    return lk_cli_usage (_("The token needs a tenant: add --tenant, and see “latchkey tenants”"));
  if (!count_days (expires != NULL ? expires : LK_WHEN_DEFAULT, &wish.days, &error))
    return lk_cli_report (error);

  accounts = lk_cli_choose_accounts (self, account_name, &exit_code);
  if (accounts == NULL)
    return exit_code;
  if (accounts->len > 1)
    return lk_cli_usage (_("There are several accounts: add --account"));
  if (name != NULL && !lk_cli_claim_names (self, &exit_code))
    return exit_code;

  streaming = lk_cli_load_streaming (self, g_ptr_array_index (accounts, 0), &error);
  if (streaming == NULL)
    return lk_cli_report (error);
  tenant = lk_cli_find_tenant (streaming, tenant_name, cluster, &exit_code);
  if (tenant == NULL)
    return exit_code;
  if (expires == NULL)
    lk_say (_("The token will expire in 90 days; --expires chooses another time"));

  wish.script_name = name;

  return create (streaming, tenant, &wish, json);
}
