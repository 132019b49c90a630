/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-cli.h"

#include <glib/gi18n-lib.h>

/* What a row of the list says to people; text of the service is cleaned before it reaches the terminal. */
static void
print_token (LkAppToken *token)
{
  g_autofree char *title = lk_cli_clean (lk_app_token_get_title (token));
  g_autofree char *role = lk_cli_clean (lk_app_token_get_role_title (token));
  g_autofree char *client_id = lk_cli_clean (lk_app_token_get_client_id (token));
  GDateTime *expiry = lk_app_token_get_token_expiry (token);
  g_autofree char *until = expiry != NULL ? g_date_time_format (expiry, "%F") : g_strdup (_("no expiry"));
  const char *name = lk_app_token_get_script_name (token);

  g_print ("%s  %-10s  %s  %s%s%s%s\n", client_id, until, title, role, name != NULL ? "  → " : "",
           name != NULL ? name : "", lk_app_token_get_stored (token) ? "" : _("  (secret not stored here)"));
}

static void
add_role_row (JsonBuilder *builder,
              LkAccount   *account,
              LkRole      *role)
{
  const char *const *lists[] = { lk_role_get_actions (role), lk_role_get_resources (role) };
  static const char *const keys[] = { "actions", "resources" };

  json_builder_begin_object (builder);
  lk_cli_add_string (builder, "account", lk_account_get_title (account));
  lk_cli_add_string (builder, "id", lk_role_get_id (role));
  lk_cli_add_string (builder, "name", lk_role_get_name (role));
  json_builder_set_member_name (builder, "policy");
  if (lk_role_get_has_policy (role))
    {
      json_builder_begin_object (builder);
      for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
        {
          json_builder_set_member_name (builder, keys[i]);
          json_builder_begin_array (builder);
          for (guint j = 0; lists[i][j] != NULL; j++)
            json_builder_add_string_value (builder, lists[i][j]);
          json_builder_end_array (builder);
        }
      json_builder_end_object (builder);
    }
  else
    {
      json_builder_add_null_value (builder);
    }
  json_builder_end_object (builder);
}

static void
print_inventory (LkInventory *inventory,
                 gboolean     roles,
                 JsonBuilder *builder)
{
  LkAccount *account = lk_inventory_get_account (inventory);
  GListModel *model = roles ? lk_inventory_get_roles (inventory) : lk_inventory_get_tokens (inventory);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (model, i);

      if (builder != NULL && roles)
        add_role_row (builder, account, LK_ROLE (item));
      else if (builder != NULL)
        lk_cli_add_token_row (builder, account, LK_APP_TOKEN (item));
      else if (roles)
        {
          g_autofree char *name = lk_cli_clean (lk_role_get_name (LK_ROLE (item)));

          g_print ("%s  %s\n", lk_role_get_id (LK_ROLE (item)), name);
        }
      else
        print_token (LK_APP_TOKEN (item));
    }
}

/* What can be read is printed; the rest is named, and the exit code is that of the last account that failed. */
static int
print_all (LkCli  *self,
           int     argc,
           char  **argv,
           gboolean roles)
{
  g_autofree char *account_name = NULL;
  g_autofree char *kind = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "account", 0, 0, G_OPTION_ARG_STRING, &account_name, N_ ("An account’s name or organization id"), "A" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print JSON"), NULL },
    { "kind", 0, roles ? G_OPTION_FLAG_HIDDEN : 0, G_OPTION_ARG_STRING, &kind, N_ ("app, the one there is"), "KIND" },
    { NULL }
  };
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (JsonBuilder) builder = NULL;
  int exit_code = LK_CLI_DONE;

  if (!lk_cli_parse (roles ? _("Lists the roles that a token can have.") : _("Lists application tokens."), NULL,
                     entries, &argc, &argv, &exit_code))
    return exit_code;
  if (argc != 1)
    return lk_cli_usage (_("“%s” is one word too many"), argv[1]);
  if (kind != NULL && !g_str_equal (kind, "app"))
    return lk_cli_usage (_("There is no kind “%s”: it is app"), kind);
  accounts = lk_cli_choose_accounts (self, account_name, &exit_code);
  if (accounts == NULL)
    return exit_code;

  if (json)
    {
      builder = json_builder_new ();
      json_builder_begin_array (builder);
    }
  for (guint i = 0; i < accounts->len; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LkInventory) inventory = lk_cli_load (self, accounts->pdata[i], &error);

      if (inventory != NULL)
        {
          print_inventory (inventory, roles, builder);
          continue;
        }
      /* Translators: %s is an account; a sentence follows */
      g_prefix_error (&error, _("%s could not be listed: "), lk_account_get_title (accounts->pdata[i]));
      exit_code = lk_cli_report (error);
    }
  if (builder != NULL)
    {
      json_builder_end_array (builder);
      lk_cli_print_json (builder);
    }

  return exit_code;
}

/**
 * lk_cli_list:
 * @self: the command line
 * @argc: how many words
 * @argv: the words, from "list" on
 *
 * Does `latchkey list`.
 *
 * Returns: the exit code
 */
int
lk_cli_list (LkCli  *self,
             int     argc,
             char  **argv)
{
  return print_all (self, argc, argv, FALSE);
}

/**
 * lk_cli_roles:
 * @self: the command line
 * @argc: how many words
 * @argv: the words, from "roles" on
 *
 * Does `latchkey roles`.
 *
 * Returns: the exit code
 */
int
lk_cli_roles (LkCli  *self,
              int     argc,
              char  **argv)
{
  return print_all (self, argc, argv, TRUE);
}
