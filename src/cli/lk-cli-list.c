/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-cli-streaming.h"

#include "lk-say.h"
#include "lk-text.h"

#include <glib/gi18n-lib.h>

/* What the two listings share: they print tables or one array for all accounts. */
typedef struct
{
  GPtrArray   *accounts;
  JsonBuilder *builder;      /* NULL: tables for people */
  GPtrArray   *table;
  GPtrArray   *pulsar_table; /* printed below the other, if it has rows */
  GHashTable  *failed;       /* a set, the accounts of which that was said */
  int          exit_code;
} Listing;

static void
listing_clear (Listing *listing)
{
  g_clear_pointer (&listing->accounts, g_ptr_array_unref);
  g_clear_pointer (&listing->failed, g_hash_table_unref);
  g_clear_object (&listing->builder);
  g_clear_pointer (&listing->table, g_ptr_array_unref);
  g_clear_pointer (&listing->pulsar_table, g_ptr_array_unref);
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

  listing->failed = g_hash_table_new (NULL, NULL);
  listing->table = lk_cli_table_new ();
  listing->pulsar_table = lk_cli_table_new ();
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

  /* Translators: %1$s is an account, %2$s a sentence that says why */
  lk_text_reword (named, _("%1$s could not be listed: %2$s"), lk_account_get_title (account), error->message);
  listing->exit_code = lk_cli_report (named);
  g_hash_table_add (listing->failed, account);
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
      if (listing->table->len > 0 && listing->pulsar_table->len > 0)
        g_print ("\n");
      lk_cli_table_print (listing->pulsar_table);
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
say_time (LkAccount *account,
          GDateTime *read_at)
{
  g_autoptr (GDateTime) local = g_date_time_to_local (read_at);
  g_autofree char *time = g_date_time_format (local, "%F %H:%M");
  g_autofree char *text = NULL;

  /* Translators: %1$s is an account, %2$s a time */
  text = g_strdup_printf (_("%1$s as of %2$s"), lk_account_get_title (account), time);
  lk_say (text);
}

static const char *
or_dash (const char *text)
{
  return text != NULL ? text : "–";
}

static char *
describe_pulsar_expiry (LkPulsarToken *token,
                        GDateTime     *now)
{
  GDateTime *expiry = lk_pulsar_token_get_expiry (token);
  g_autoptr (GDateTime) local = expiry != NULL ? g_date_time_to_local (expiry) : NULL;
  g_autofree char *day = local != NULL ? g_date_time_format (local, "%F") : NULL;

  if (day == NULL)
    /* Translators: when a token expires */
    return g_strdup (lk_pulsar_token_get_expiry_known (token) ? C_ ("expiry", "never") : C_ ("expiry", "unknown"));

  /* Translators: %s is a date */
  return lk_pulsar_token_is_expired (token, now) ? g_strdup_printf (_("%s (expired)"), day) : g_steal_pointer (&day);
}

static void
add_pulsar_token (Listing       *listing,
                  LkStreaming   *streaming,
                  LkPulsarToken *token,
                  GDateTime     *now)
{
  const gboolean asked = lk_streaming_get_keyring_error (streaming) == NULL;
  g_autofree char *expiry = NULL;

  if (listing->builder != NULL)
    {
      lk_cli_json_add_pulsar (listing->builder, streaming, token);
      return;
    }

  expiry = describe_pulsar_expiry (token, now);
  lk_cli_table_add (listing->pulsar_table, or_dash (lk_pulsar_token_get_id (token)), expiry,
                    or_dash (lk_pulsar_token_get_script_name (token)),
                    !asked ? "?" : lk_pulsar_token_get_stored (token) ? _("stored") : "–",
                    lk_pulsar_token_get_tenant_name (token), lk_pulsar_token_get_cluster_name (token),
                    lk_pulsar_token_get_title (token),
                    listing->accounts->len > 1 ? lk_account_get_title (lk_streaming_get_account (streaming)) : NULL, NULL);
}

typedef struct
{
  gboolean    offline;
  gboolean    only;    /* Pulsar tokens were asked for; else nothing is missing where there is no streaming */
  const char *tenant;  /* NULL: all */
  const char *cluster; /* NULL: all */
} Choice;

/* Returns how many tenants were chosen. */
static guint
add_pulsar_tokens (Listing      *listing,
                   LkStreaming  *streaming,
                   const Choice *choice)
{
  GListModel *tenants = lk_streaming_get_tenants (streaming);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (tenants); i++)
    {
      g_autoptr (LkTenant) tenant = g_list_model_get_item (tenants, i);
      GListModel *tokens = lk_tenant_get_tokens (tenant);

      if ((choice->tenant != NULL && !g_str_equal (lk_tenant_get_name (tenant), choice->tenant))
          || (choice->cluster != NULL && !g_str_equal (lk_tenant_get_cluster (tenant), choice->cluster)))
        continue;
      n++;
      for (guint j = 0; j < g_list_model_get_n_items (tokens); j++)
        {
          g_autoptr (LkPulsarToken) token = g_list_model_get_item (tokens, j);

          add_pulsar_token (listing, streaming, token, now);
        }
    }

  return n;
}

static int
report_no_tenant (const Choice *choice)
{
  if (choice->cluster == NULL)
    /* Translators: %s is a tenant as it was given on the command line */
    lk_cli_usage (_("There is no tenant “%s”: see “latchkey tenants”"), choice->tenant);
  else if (choice->tenant == NULL)
    /* Translators: %s is a cluster as it was given on the command line */
    lk_cli_usage (_("No tenant is on a cluster “%s”: see “latchkey tenants”"), choice->cluster);
  else
    /* Translators: %1$s is a tenant, %2$s a cluster */
    lk_cli_usage (_("There is no tenant “%1$s” on a cluster “%2$s”: see “latchkey tenants”"), choice->tenant, choice->cluster);

  return LK_CLI_NOT_FOUND;
}

/* Returns whether there is something to print: a tenant that is nowhere is a mistake, unless it may be where nothing could
 * be read. */
static gboolean
list_pulsar_tokens (LkCli        *self,
                    Listing      *listing,
                    const Choice *choice)
{
  guint n = 0;

  lk_cli_table_add (listing->pulsar_table, _("TOKEN ID"), _("EXPIRES"), _("NAME"), _("SECRET"), _("TENANT"), _("CLUSTER"),
                    _("NOTE"), listing->accounts->len > 1 ? _("ACCOUNT") : NULL, NULL);
  for (guint i = 0; i < listing->accounts->len; i++)
    {
      LkAccount *account = g_ptr_array_index (listing->accounts, i);
      g_autoptr (GError) error = NULL;
      g_autoptr (LkStreaming) streaming = choice->offline ? lk_cli_restore_streaming (self, account, &error)
                                                          : lk_cli_load_streaming (self, account, &error);
      int exit_code;

      if (streaming == NULL)
        {
          if (choice->only
              || (!lk_cli_is_no_streaming (error) && !g_hash_table_contains (listing->failed, account)))
            listing_fail (listing, account, error);
          continue;
        }

      if (choice->offline && choice->only)
        say_time (account, lk_streaming_get_read_at (streaming));
      n += add_pulsar_tokens (listing, streaming, choice);
      exit_code = lk_cli_report_tenants (streaming);
      if (exit_code == LK_CLI_DONE && choice->only && lk_streaming_get_keyring_error (streaming) != NULL)
        exit_code = lk_cli_report (lk_streaming_get_keyring_error (streaming));
      if (exit_code != LK_CLI_DONE)
        listing->exit_code = exit_code;
    }
  if (n == 0 && listing->exit_code == LK_CLI_DONE && (choice->tenant != NULL || choice->cluster != NULL))
    {
      listing->exit_code = report_no_tenant (choice);
      return FALSE;
    }

  /* Nobody who did not ask needs the head of an empty table. */
  if (!choice->only && listing->pulsar_table->len == 1)
    g_ptr_array_set_size (listing->pulsar_table, 0);

  return TRUE;
}

static void
list_app_tokens (LkCli    *self,
                 Listing  *listing,
                 gboolean  offline)
{
  lk_cli_table_add (listing->table, _("CLIENT ID"), _("EXPIRES"), _("NAME"), _("SECRET"), _("ROLE"), _("DESCRIPTION"),
                    listing->accounts->len > 1 ? _("ACCOUNT") : NULL, NULL);
  for (guint i = 0; i < listing->accounts->len; i++)
    {
      LkAccount *account = g_ptr_array_index (listing->accounts, i);
      g_autoptr (GError) error = NULL;
      g_autoptr (LkInventory) inventory = NULL;

      inventory = offline ? lk_cli_restore (self, account, &error) : lk_cli_load (self, account, &error);
      if (inventory == NULL)
        {
          listing_fail (listing, account, error);
          continue;
        }
      if (offline)
        say_time (account, lk_inventory_get_read_at (inventory));
      add_tokens (listing, inventory);
      if (lk_inventory_get_keyring_error (inventory) != NULL)
        listing->exit_code = lk_cli_report (lk_inventory_get_keyring_error (inventory));
    }
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
  g_autofree char *tenant = NULL;
  g_autofree char *cluster = NULL;
  gboolean json = FALSE;
  gboolean names = FALSE;
  Choice choice = { FALSE };
  const GOptionEntry entries[] = {
    { "account", 0, 0, G_OPTION_ARG_STRING, &account_name, N_ ("An account’s name or organization id"), "A" },
    { "offline", 0, 0, G_OPTION_ARG_NONE, &choice.offline, N_ ("Print what was listed last, without the network"), NULL },
    { "kind", 0, 0, G_OPTION_ARG_STRING, &kind, N_ ("The kind of tokens: app or pulsar; both if not given"),
      "KIND" },
    { "tenant", 0, 0, G_OPTION_ARG_STRING, &tenant, N_ ("Pulsar tokens of this tenant alone"), "T" },
    { "cluster", 0, 0, G_OPTION_ARG_STRING, &cluster, N_ ("Pulsar tokens of tenants on this cluster alone"), "C" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print JSON"), NULL },
    { "names", 0, 0, G_OPTION_ARG_NONE, &names, N_ ("Print the script names in the keyring alone, for completion"), NULL },
    { NULL }
  };
  g_auto (Listing) listing = { NULL };
  int exit_code;

  if (!lk_cli_parse ("latchkey list", _("Lists application tokens and Pulsar tokens."), NULL, entries, &argc, &argv, &exit_code))
    return exit_code;
  if (argc != 1)
    /* Translators: %s is a word on the command line */
    return lk_cli_usage (_("“%s” is one word too many: see “latchkey list --help”"), argv[1]);
  /* Alone it is done by the small program. */
  if (names)
    return lk_cli_usage (_("Other options do not go with --names: say “latchkey list --names”"));
  if (kind != NULL && !g_str_equal (kind, "app") && !g_str_equal (kind, "pulsar"))
    /* Translators: %s is what was given in place of app or pulsar, which stay as they are */
    return lk_cli_usage (_("There is no kind “%s”: it is app or pulsar"), kind);
  if (g_strcmp0 (kind, "app") == 0 && (tenant != NULL || cluster != NULL))
    return lk_cli_usage (_("Application tokens have no tenant: --tenant and --cluster are for --kind pulsar"));
  choice.only = g_strcmp0 (kind, "pulsar") == 0 || tenant != NULL || cluster != NULL;
  choice.tenant = tenant;
  choice.cluster = cluster;
  if (!listing_begin (&listing, self, account_name, json))
    return listing.exit_code;

  if (!choice.only)
    list_app_tokens (self, &listing, choice.offline);
  if ((kind == NULL || choice.only) && !list_pulsar_tokens (self, &listing, &choice))
    return listing.exit_code;

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
    /* Translators: %s is a word on the command line */
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
