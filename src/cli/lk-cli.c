/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-cli.h"

#include "lk-work-error.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#define EXIT_LOCKED 3
#define EXIT_NO_KEYRING 4
#define EXIT_SERVICE 5
#define EXIT_REFUSED 6
#define EXIT_UNFINISHED 7

static int
astra_exit_code (int code)
{
  switch (code)
    {
    case LK_ASTRA_ERROR_BAD_ADDRESS:
    case LK_ASTRA_ERROR_BAD_TOKEN:
      return LK_CLI_USAGE;

    case LK_ASTRA_ERROR_UNAUTHORIZED:
    case LK_ASTRA_ERROR_FORBIDDEN:
    case LK_ASTRA_ERROR_REJECTED:
    case LK_ASTRA_ERROR_NOT_FOUND:
      return EXIT_REFUSED;

    default:
      return EXIT_SERVICE;
    }
}

static int
work_exit_code (int code)
{
  switch (code)
    {
    case LK_WORK_ERROR_UNKNOWN_OUTCOME:
    case LK_WORK_ERROR_ORPHAN:
    case LK_WORK_ERROR_STILL_LISTED:
    case LK_WORK_ERROR_NOT_STORED:
      return EXIT_UNFINISHED;

    case LK_WORK_ERROR_UNKNOWN_ROLE:
    case LK_WORK_ERROR_NO_SIGN_IN:
      return LK_CLI_NOT_FOUND;

    case LK_WORK_ERROR_NO_PERMISSION:
      return EXIT_REFUSED;

    default:
      return LK_CLI_USAGE;
    }
}

static int
exit_code (const GError *error)
{
  if (error->domain == LK_ASTRA_ERROR)
    return astra_exit_code (error->code);
  if (error->domain == LK_WORK_ERROR)
    return work_exit_code (error->code);
  if (g_error_matches (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_LOCKED))
    return EXIT_LOCKED;
  if (g_error_matches (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_BAD_VALUE))
    return EXIT_SERVICE;
  if (error->domain == LK_KEYRING_ERROR)
    return EXIT_NO_KEYRING;
  if (error->domain == LK_STATE_ERROR)
    return LK_CLI_LOCAL;

  return LK_CLI_USAGE;
}

/**
 * lk_cli_clean:
 * @text: text from outside
 *
 * Makes text fit for a terminal: control characters become visible signs.
 *
 * Returns: (transfer full): the text
 */
char *
lk_cli_clean (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *clean = g_string_new (NULL);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      g_string_append_unichar (clean, g_unichar_isprint (c) ? c : 0xfffd);
    }

  return g_string_free (clean, FALSE);
}

/**
 * lk_cli_report:
 * @error: what went wrong
 *
 * Says it in one sentence on standard error.
 *
 * Returns: the exit code for it
 */
int
lk_cli_report (const GError *error)
{
  g_autofree char *clean = lk_cli_clean (error->message);

  g_printerr ("latchkey: %s\n", clean);

  return exit_code (error);
}

/**
 * lk_cli_usage:
 * @format: a sentence
 * @...: what it names
 *
 * Says what was wrong with the words of a call.
 *
 * Returns: the exit code for it
 */
int
lk_cli_usage (const char *format,
              ...)
{
  g_autofree char *text = NULL;
  g_autofree char *clean = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  clean = lk_cli_clean (text);
  g_printerr ("latchkey: %s\n", clean);

  return LK_CLI_USAGE;
}

/**
 * lk_cli_parse:
 * @summary: what the subcommand does
 * @parameters: what stands behind its options
 * @entries: the options
 * @argc: (inout): how many words
 * @argv: (inout): the words, the subcommand first
 * @exit_code_out: (out): if this returns %FALSE
 *
 * Reads the options of a subcommand; every word left must be UTF-8.
 *
 * Returns: whether it goes on
 */
gboolean
lk_cli_parse (const char         *summary,
              const char         *parameters,
              const GOptionEntry *entries,
              int                *argc,
              char             ***argv,
              int                *exit_code_out)
{
  g_autoptr (GOptionContext) context = g_option_context_new (parameters);
  g_autoptr (GError) error = NULL;

  g_option_context_set_summary (context, summary);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, &error))
    {
      *exit_code_out = lk_cli_usage ("%s", error->message);
      return FALSE;
    }
  for (int i = 1; i < *argc; i++)
    if (!g_utf8_validate ((*argv)[i], -1, NULL))
      {
        *exit_code_out = lk_cli_usage (_("The words of a call are UTF-8 text"));
        return FALSE;
      }

  return TRUE;
}

void
lk_cli_store_result_cb (GObject      *source,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  GAsyncResult **slot = user_data;

  *slot = g_object_ref (result);
}

/**
 * lk_cli_wait:
 * @slot: where lk_cli_store_result_cb() puts the result
 *
 * Waits for a call to end: a command line does one thing at a time.
 *
 * Returns: (transfer none): the result
 */
GAsyncResult *
lk_cli_wait (GAsyncResult **slot)
{
  while (*slot == NULL)
    g_main_context_iteration (NULL, TRUE);

  return *slot;
}

/**
 * lk_cli_init:
 * @self: memory for it
 * @error: return location for a #LkStateError
 *
 * Opens the user's accounts.
 *
 * Returns: whether it could
 */
gboolean
lk_cli_init (LkCli   *self,
             GError **error)
{
  g_autofree char *directory = g_build_filename (g_get_user_data_dir (), "latchkey", NULL);
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GAsyncResult) loaded = NULL;

  lk_state_open_async (directory, NULL, lk_cli_store_result_cb, &opened);
  self->state = lk_state_open_finish (lk_cli_wait (&opened), error);
  if (self->state == NULL)
    return FALSE;

  self->keyring = lk_keyring_new (LK_KEYRING_APPLICATION, "default");
  self->office = lk_office_new (self->keyring, self->state);
  lk_office_load_async (self->office, NULL, lk_cli_store_result_cb, &loaded);

  return lk_office_load_finish (self->office, lk_cli_wait (&loaded), error);
}

void
lk_cli_clear (LkCli *self)
{
  g_clear_object (&self->office);
  g_clear_object (&self->keyring);
  g_clear_object (&self->state);
}

/**
 * lk_cli_choose_accounts:
 * @self: the command line
 * @name: (nullable): an account's name or organization id; %NULL for all
 * @exit_code_out: (out): if this returns %NULL
 *
 * Finds the accounts that a call is about.
 *
 * Returns: (transfer full) (nullable) (element-type LkAccount): one or more, or %NULL after saying why
 */
GPtrArray *
lk_cli_choose_accounts (LkCli      *self,
                        const char *name,
                        int        *exit_code_out)
{
  GListModel *accounts = lk_office_get_accounts (self->office);
  g_autoptr (GPtrArray) chosen = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LkAccount) account = g_list_model_get_item (accounts, i);

      if (name == NULL || g_str_equal (lk_account_get_title (account), name)
          || g_str_equal (lk_account_get_org_id (account), name))
        g_ptr_array_add (chosen, g_steal_pointer (&account));
    }

  if (chosen->len == 0)
    {
      if (name != NULL)
        lk_cli_usage (_("There is no account “%s”: see “latchkey account list”"), name);
      else
        lk_cli_usage (_("There is no account yet: pipe a token into “latchkey account add -”"));
      *exit_code_out = LK_CLI_NOT_FOUND;
      return NULL;
    }
  if (name != NULL && chosen->len > 1)
    {
      *exit_code_out = lk_cli_usage (_("Several accounts are called “%s”: give the organization’s id"), name);
      return NULL;
    }

  return g_steal_pointer (&chosen);
}

/**
 * lk_cli_load:
 * @self: the command line
 * @account: an account
 * @error: return location for what went wrong
 *
 * Reads an account's tokens and roles.
 *
 * Returns: (transfer full): the inventory, or %NULL with @error set
 */
LkInventory *
lk_cli_load (LkCli      *self,
             LkAccount  *account,
             GError    **error)
{
  g_autoptr (LkInventory) inventory = lk_inventory_new (self->office, account);
  g_autoptr (GAsyncResult) result = NULL;

  lk_inventory_load_async (inventory, NULL, lk_cli_store_result_cb, &result);
  if (!lk_inventory_load_finish (inventory, lk_cli_wait (&result), error))
    return NULL;

  return g_steal_pointer (&inventory);
}

void
lk_cli_print_json (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, TRUE);

  g_print ("%s\n", text);
}

/* What is not known is null. */
void
lk_cli_add_string (JsonBuilder *builder,
                   const char  *key,
                   const char  *value)
{
  json_builder_set_member_name (builder, key);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_strings (JsonBuilder       *builder,
             const char        *key,
             const char *const *values)
{
  json_builder_set_member_name (builder, key);
  json_builder_begin_array (builder);
  for (guint i = 0; values != NULL && values[i] != NULL; i++)
    json_builder_add_string_value (builder, values[i]);
  json_builder_end_array (builder);
}

static void
add_time (JsonBuilder *builder,
          const char  *key,
          GDateTime   *time)
{
  g_autofree char *text = time != NULL ? g_date_time_format_iso8601 (time) : NULL;

  lk_cli_add_string (builder, key, text);
}

/**
 * lk_cli_add_token_row:
 * @builder: where the row goes
 * @account: the token's account
 * @token: a token
 *
 * Writes one row of `list`.
 */
void
lk_cli_add_token_row (JsonBuilder *builder,
                      LkAccount   *account,
                      LkAppToken  *token)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  json_builder_begin_object (builder);
  lk_cli_add_string (builder, "kind", "app");
  lk_cli_add_string (builder, "account", lk_account_get_title (account));
  lk_cli_add_string (builder, "orgId", lk_account_get_org_id (account));
  lk_cli_add_string (builder, "clientId", lk_app_token_get_client_id (token));
  add_strings (builder, "roles", lk_app_token_get_role_ids (token));
  add_strings (builder, "roleNames", lk_app_token_get_role_names (token));
  lk_cli_add_string (builder, "description", lk_app_token_get_description (token));
  add_time (builder, "generatedOn", lk_app_token_get_generated_on (token));
  add_time (builder, "tokenExpiry", lk_app_token_get_token_expiry (token));
  json_builder_set_member_name (builder, "stored");
  json_builder_add_boolean_value (builder, lk_app_token_get_stored (token));
  lk_cli_add_string (builder, "name", lk_app_token_get_script_name (token));
  lk_cli_add_string (builder, "state", lk_app_token_is_expired (token, now) ? "expired" : "active");
  json_builder_end_object (builder);
}
