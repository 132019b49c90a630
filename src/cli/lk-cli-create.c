/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-cli-streaming.h"

#include "lk-say.h"
#include "lk-text.h"
#include "lk-when.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

static GStrv
resolve_roles (LkCli        *self,
               LkInventory  *inventory,
               char        **roles,
               int          *exit_code)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  if (g_list_model_get_n_items (lk_inventory_get_roles (inventory)) == 0)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) none = lk_cli_load_roles (self, lk_inventory_get_account (inventory), &error);

      if (none == NULL)
        {
          *exit_code = lk_cli_report (error);
          return NULL;
        }
    }

  for (guint i = 0; roles[i] != NULL; i++)
    {
      LkRole *role = lk_inventory_find_role (inventory, roles[i]);

      if (role == NULL)
        {
          /* Translators: %s is a role as it was given on the command line */
          lk_cli_usage (_("The organization has no role “%s”: see “latchkey roles”"), roles[i]);
          *exit_code = LK_CLI_NOT_FOUND;
          return NULL;
        }
      g_strv_builder_add (ids, lk_role_get_id (role));
    }

  return g_strv_builder_end (ids);
}

/* The secret exists once and only here: before it is given up, a keyring that was locked in between gets a chance. */
static gboolean
store_again (LkCli    *self,
             LkIssue  *issue,
             GError  **error)
{
  g_autoptr (GAsyncResult) unlocked = NULL;
  g_autoptr (GAsyncResult) stored = NULL;
  g_autoptr (GError) unlock_error = NULL;

  lk_keyring_unlock_async (self->keyring, NULL, lk_cli_store_result_cb, &unlocked);
  if (!lk_keyring_unlock_finish (self->keyring, lk_cli_wait (&unlocked), &unlock_error))
    g_debug ("The keyring was not unlocked: %s", unlock_error->message);

  lk_issue_store_again_async (issue, NULL, lk_cli_store_result_cb, &stored);

  return lk_issue_store_again_finish (issue, lk_cli_wait (&stored), error);
}

/**
 * lk_cli_run_issue:
 * @self: the command line
 * @issue: a wish for an application token
 * @cancellable: (nullable): obeyed up to the POST
 * @error: return location for what went wrong, with the client id where there is a token all the same
 *
 * Issues a token, and makes sure that it is stored if that can be done.
 *
 * Returns: whether its secrets are in the keyring
 */
gboolean
lk_cli_run_issue (LkCli         *self,
                  LkIssue       *issue,
                  GCancellable  *cancellable,
                  GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) own_error = NULL;

  lk_issue_run_async (issue, cancellable, lk_cli_store_result_cb, &result);
  if (lk_issue_run_finish (issue, lk_cli_wait (&result), &own_error))
    return TRUE;
  if (g_error_matches (own_error, LK_WORK_ERROR, LK_WORK_ERROR_NOT_STORED))
    {
      g_clear_error (&own_error);
      if (store_again (self, issue, &own_error))
        return TRUE;
    }

  /* A token that exists is named, so that it can be found and deleted. */
  if (lk_issue_get_client_id (issue) != NULL)
    g_prefix_error (&own_error, "%s: ", lk_issue_get_client_id (issue));
  g_propagate_error (error, g_steal_pointer (&own_error));

  return FALSE;
}

static void
print_created (LkInventory *inventory,
               LkIssue     *issue,
               const char  *script_name,
               gboolean     json)
{
  g_autofree char *client_id = NULL;

  if (json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      lk_cli_json_add_token (builder, inventory, lk_issue_get_app_token (issue));
      lk_cli_json_print (builder);
      return;
    }

  client_id = lk_text_clean (lk_issue_get_client_id (issue));
  /* Translators: %s is a client id */
  g_print (_("Created %s; its secret is in the keyring."), client_id);
  g_print ("\n");
  /* Translators: %s is how the token is called */
  g_print (_("Read it with: latchkey get %s"), script_name != NULL ? script_name : client_id);
  g_print ("\n");
}

/**
 * lk_cli_create:
 * @self: the command line
 * @argc: how many words
 * @argv: the words, from "create" on
 *
 * Does `latchkey create app`, and has `latchkey create pulsar` done.
 *
 * Returns: the exit code
 */
int
lk_cli_create (LkCli  *self,
               int     argc,
               char  **argv)
{
  g_auto (GStrv) roles = NULL;
  g_auto (GStrv) role_ids = NULL;
  g_autofree char *description = NULL;
  g_autofree char *expires = NULL;
  g_autofree char *name = NULL;
  g_autofree char *account_name = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "role", 0, 0, G_OPTION_ARG_STRING_ARRAY, &roles, N_ ("A role’s id or name; may be given again"), "R" },
    { "description", 0, 0, G_OPTION_ARG_STRING, &description, N_ ("What the token is for"), "D" },
    { "expires", 0, 0, G_OPTION_ARG_STRING, &expires, N_ ("30d, 2027-01-31 or never; 90d if not given"), "WHEN" },
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, N_ ("The name by which scripts find it"), "SCRIPTNAME" },
    { "account", 0, 0, G_OPTION_ARG_STRING, &account_name, N_ ("An account’s name or organization id"), "A" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print JSON"), NULL },
    { NULL }
  };
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (LkInventory) inventory = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) expiry = NULL;
  g_autoptr (LkIssue) issue = NULL;
  g_autoptr (GCancellable) cancellable = NULL;
  g_autoptr (GError) error = NULL;
  int exit_code;

  if (argc > 1 && g_str_equal (argv[1], "pulsar"))
    return lk_cli_create_pulsar (self, argc, argv);

  if (!lk_cli_parse ("latchkey create", _("Creates an application token and keeps its secret in the keyring."), "app",
                     entries, &argc, &argv, &exit_code))
    return exit_code;
  if (argc != 2 || !g_str_equal (argv[1], "app"))
    return lk_cli_usage (_("Say what to create: “create app --role R --description D” or “create pulsar --tenant T”"));
  if (roles == NULL)
    return lk_cli_usage (_("The token needs a role: add --role, and see “latchkey roles”"));
  if (description == NULL || *description == '\0')
    return lk_cli_usage (_("The token needs a description: add --description"));
  if (!lk_when_parse (expires != NULL ? expires : LK_WHEN_DEFAULT, now, &expiry, &error))
    return lk_cli_report (error);

  accounts = lk_cli_choose_accounts (self, account_name, &exit_code);
  if (accounts == NULL)
    return exit_code;
  if (accounts->len > 1)
    return lk_cli_usage (_("There are several accounts: add --account"));
  if (name != NULL && !lk_cli_claim_names (self, &exit_code))
    return exit_code;

  inventory = lk_cli_load (self, g_ptr_array_index (accounts, 0), &error);
  if (inventory == NULL)
    return lk_cli_report (error);
  role_ids = resolve_roles (self, inventory, roles, &exit_code);
  if (role_ids == NULL)
    return exit_code;
  if (expires == NULL)
    lk_say (_("The token will expire in 90 days; --expires chooses another time"));

  issue = lk_issue_new (inventory, (const char *const *) role_ids, description, expiry, name);
  cancellable = lk_cli_catch_signals ();
  if (!lk_cli_run_issue (self, issue, cancellable, &error))
    {
      exit_code = lk_cli_report (error);
      /* Of a create it is how the service refuses, not an address that is wrong. */
      return g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_NOT_FOUND) ? LK_CLI_REFUSED : exit_code;
    }

  print_created (inventory, issue, name, json);

  return LK_CLI_DONE;
}
