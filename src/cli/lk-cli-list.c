/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-cli.h"

#include "lk-text.h"
#include <glib/gi18n-lib.h>

/* What the two listings share: they print one table or one array for all accounts. */
typedef struct
{
  GPtrArray   *accounts;
  JsonBuilder *builder; /* NULL: a table for people */
  GPtrArray   *table;
  int          exit_code;
} Listing;

static void
listing_clear (Listing *listing)
{
  g_clear_pointer (&listing->accounts, g_ptr_array_unref);
  g_clear_object (&listing->builder);
  g_clear_pointer (&listing->table, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Listing, listing_clear)

static gboolean
listing_begin (Listing    *listing,
               LkCli      *cli,
               const char *account_name,
               gboolean    json)
{
  listing->accounts = lk_cli_choose_accounts (cli, account_name, &listing->exit_code);
  if (listing->accounts == NULL)
    return FALSE;

  listing->table = lk_cli_table_new ();
  if (json)
    {
      listing->builder = json_builder_new ();
      json_builder_begin_array (listing->builder);
    }

  return TRUE;
}

/* What can be read is printed; the rest is named, and the exit code is that of the last account that failed. */
static void
listing_fail (Listing   *listing,
              LkAccount *account,
              GError    *error)
{
  g_autoptr (GError) named = g_error_copy (error);

  /* Translators: %s is an account; a sentence follows */
  g_prefix_error (&named, _("%s could not be listed: "), lk_account_get_title (account));
  listing->exit_code = lk_cli_report (named);
}

static int
listing_end (Listing *listing)
{
  if (listing->builder != NULL)
    {
      json_builder_end_array (listing->builder);
      lk_cli_json_print (listing->builder);
    }
  else
    {
      lk_cli_table_print (listing->table);
    }

  return listing->exit_code;
}

static const char *
describe_stored (LkInventory *inventory,
                 LkAppToken  *token)
{
  if (lk_app_token_get_signs_in (token))
    return _("signs in");
  if (lk_inventory_get_keyring_error (inventory) != NULL)
    return "?";

  return lk_app_token_get_stored (token) ? _("stored") : "–";
}

static char *
describe_expiry (LkAppToken *token,
                 GDateTime  *now)
{
  GDateTime *expiry = lk_app_token_get_token_expiry (token);
  g_autoptr (GDateTime) local = expiry != NULL ? g_date_time_to_local (expiry) : NULL;
  g_autofree char *day = local != NULL ? g_date_time_format (local, "%F") : NULL;

  if (day == NULL)
    return g_strdup ("–");

  /* Translators: %s is a date */
  return lk_app_token_is_expired (token, now) ? g_strdup_printf (_("%s (expired)"), day) : g_steal_pointer (&day);
}

static void
add_tokens (Listing     *listing,
            LkInventory *inventory)
{
  const char *account = lk_account_get_title (lk_inventory_get_account (inventory));
  GListModel *tokens = lk_inventory_get_tokens (inventory);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  for (guint i = 0; i < g_list_model_get_n_items (tokens); i++)
    {
      g_autoptr (LkAppToken) token = g_list_model_get_item (tokens, i);
      const char *name = lk_app_token_get_script_name (token);
      g_autofree char *expiry = NULL;

      if (listing->builder != NULL)
        {
          lk_cli_json_add_token (listing->builder, inventory, token);
          continue;
        }

      expiry = describe_expiry (token, now);
      lk_cli_table_add (listing->table, lk_app_token_get_client_id (token), expiry, name != NULL ? name : "–",
                        describe_stored (inventory, token), lk_app_token_get_role_title (token),
                        lk_app_token_get_title (token), listing->accounts->len > 1 ? account : NULL, NULL);
    }
}

/* Rows of an earlier time say so, where it does not get between the rows. */
static void
say_time (LkInventory *inventory)
{
  g_autoptr (GDateTime) local = g_date_time_to_local (lk_inventory_get_read_at (inventory));
  g_autofree char *time = g_date_time_format (local, "%F %H:%M");
  g_autofree char *text = NULL;
  g_autofree char *clean = NULL;

  /* Translators: %1$s is an account, %2$s a time */
  text = g_strdup_printf (_("%1$s as of %2$s"), lk_account_get_title (lk_inventory_get_account (inventory)), time);
  clean = lk_text_clean (text);
  g_printerr ("latchkey: %s\n", clean);
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
  g_autofree char *account_name = NULL;
  g_autofree char *kind = NULL;
  gboolean json = FALSE;
  gboolean offline = FALSE;
  const GOptionEntry entries[] = {
    { "account", 0, 0, G_OPTION_ARG_STRING, &account_name, N_ ("An account’s name or organization id"), "A" },
    { "offline", 0, 0, G_OPTION_ARG_NONE, &offline, N_ ("Print what was listed last, without the network"), NULL },
    { "kind", 0, 0, G_OPTION_ARG_STRING, &kind, N_ ("The kind of tokens: app"), "KIND" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print JSON"), NULL },
    { NULL }
  };
  g_auto (Listing) listing = { NULL };
  int exit_code;

  if (!lk_cli_parse ("latchkey list", _("Lists application tokens."), NULL, entries, &argc, &argv, &exit_code))
    return exit_code;
  if (argc != 1)
    return lk_cli_usage (_("“%s” is one word too many: see “latchkey list --help”"), argv[1]);
  if (kind != NULL && !g_str_equal (kind, "app"))
    return lk_cli_usage (_("There is no kind “%s”: it is app"), kind);
  if (!listing_begin (&listing, self, account_name, json))
    return listing.exit_code;

  lk_cli_table_add (listing.table, _("CLIENT ID"), _("EXPIRES"), _("NAME"), _("SECRET"), _("ROLE"), _("DESCRIPTION"),
                    listing.accounts->len > 1 ? _("ACCOUNT") : NULL, NULL);
  for (guint i = 0; i < listing.accounts->len; i++)
    {
      LkAccount *account = g_ptr_array_index (listing.accounts, i);
      g_autoptr (GError) error = NULL;
      g_autoptr (LkInventory) inventory = NULL;

      inventory = offline ? lk_cli_restore (self, account, &error) : lk_cli_load (self, account, &error);
      if (inventory == NULL)
        {
          listing_fail (&listing, account, error);
          continue;
        }
      if (offline)
        say_time (inventory);
      add_tokens (&listing, inventory);
      if (lk_inventory_get_keyring_error (inventory) != NULL)
        listing.exit_code = lk_cli_report (lk_inventory_get_keyring_error (inventory));
    }

  return listing_end (&listing);
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
  g_autofree char *account_name = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "account", 0, 0, G_OPTION_ARG_STRING, &account_name, N_ ("An account’s name or organization id"), "A" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print JSON"), NULL },
    { NULL }
  };
  g_auto (Listing) listing = { NULL };
  int exit_code;

  if (!lk_cli_parse ("latchkey roles", _("Lists the roles that a token can have."), NULL, entries, &argc, &argv,
                     &exit_code))
    return exit_code;
  if (argc != 1)
    return lk_cli_usage (_("“%s” is one word too many: see “latchkey roles --help”"), argv[1]);
  if (!listing_begin (&listing, self, account_name, json))
    return listing.exit_code;

  lk_cli_table_add (listing.table, _("ID"), _("NAME"), listing.accounts->len > 1 ? _("ACCOUNT") : NULL, NULL);
  for (guint i = 0; i < listing.accounts->len; i++)
    {
      LkAccount *account = g_ptr_array_index (listing.accounts, i);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) roles = lk_cli_load_roles (self, account, &error);

      if (roles == NULL)
        listing_fail (&listing, account, error);
      for (guint j = 0; roles != NULL && j < roles->len; j++)
        {
          LkRole *role = g_ptr_array_index (roles, j);

          if (json)
            lk_cli_json_add_role (listing.builder, account, role);
          else
            lk_cli_table_add (listing.table, lk_role_get_id (role), lk_role_get_name (role),
                              listing.accounts->len > 1 ? lk_account_get_title (account) : NULL, NULL);
        }
    }

  return listing_end (&listing);
}
