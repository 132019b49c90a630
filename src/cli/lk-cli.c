/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-cli.h"

#include "lk-escrow.h"
#include "lk-exchange-error.h"
#include "lk-say.h"
#include "lk-work-error.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <unistd.h>

#define EXIT_LOCKED 3
#define EXIT_NO_KEYRING 4
#define EXIT_SERVICE 5

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
    case LK_ASTRA_ERROR_TOKEN_LIMIT:
      return LK_CLI_REFUSED;

    /* Also LK_ASTRA_ERROR_NOT_FOUND of a read, where it means that the address is not the service's; of a create it is
     * a refusal, which `create` knows. */
    default:
      return EXIT_SERVICE;
    }
}

static int
keyring_exit_code (int code)
{
  switch (code)
    {
    case LK_KEYRING_ERROR_LOCKED:
      return EXIT_LOCKED;

    case LK_KEYRING_ERROR_BAD_VALUE:
      return EXIT_SERVICE; /* what the service sent is no secret that can be kept */

    default:
      return EXIT_NO_KEYRING;
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
      return LK_CLI_UNFINISHED;

    case LK_WORK_ERROR_UNKNOWN_ROLE:
    case LK_WORK_ERROR_NO_SIGN_IN:
    case LK_WORK_ERROR_NEVER_READ:
      return LK_CLI_NOT_FOUND;

    case LK_WORK_ERROR_NO_PERMISSION:
      return LK_CLI_REFUSED;

    default:
      return LK_CLI_USAGE;
    }
}

static int
exchange_exit_code (int code)
{
  switch (code)
    {
    case LK_EXCHANGE_ERROR_BAD_VALUE:
      return EXIT_SERVICE;

    case LK_EXCHANGE_ERROR_INCOMPLETE:
      return LK_CLI_NOT_FOUND;

    default:
      return LK_CLI_LOCAL;
    }
}

/**
 * lk_cli_exit_code:
 * @error: what went wrong
 *
 * Tells which exit code an error has; `latchkey --help` lists them.
 *
 * Returns: the exit code
 */
int
lk_cli_exit_code (const GError *error)
{
  if (error->domain == LK_ASTRA_ERROR)
    return astra_exit_code (error->code);
  if (error->domain == LK_WORK_ERROR)
    return work_exit_code (error->code);
  if (error->domain == LK_KEYRING_ERROR)
    return keyring_exit_code (error->code);
  if (error->domain == LK_STATE_ERROR || error->domain == LK_ESCROW_ERROR)
    return LK_CLI_LOCAL;
  if (error->domain == LK_EXCHANGE_ERROR)
    return exchange_exit_code (error->code);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return LK_CLI_INTERRUPTED;
  if (error->domain == G_OPTION_ERROR || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT))
    return LK_CLI_USAGE;

  return EXIT_SERVICE;
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
  lk_say_error (error);

  return lk_cli_exit_code (error);
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
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  lk_say (text);

  return LK_CLI_USAGE;
}

/**
 * lk_cli_parse:
 * @command: the subcommand with the program's name, for its help
 * @summary: what the subcommand does
 * @parameters: (nullable): what stands behind its options
 * @entries: the options
 * @argc: (inout): how many words
 * @argv: (inout): the words, the subcommand first
 * @exit_code: (out): if this returns %FALSE
 *
 * Reads the options of a subcommand; every word must be UTF-8.
 *
 * Returns: whether it goes on
 */
gboolean
lk_cli_parse (const char         *command,
              const char         *summary,
              const char         *parameters,
              const GOptionEntry *entries,
              int                *argc,
              char             ***argv,
              int                *exit_code)
{
  g_autoptr (GOptionContext) context = g_option_context_new (parameters);
  g_autoptr (GError) error = NULL;

  for (int i = 1; i < *argc; i++)
    if (!g_utf8_validate ((*argv)[i], -1, NULL))
      {
        /* Translators: %s is a word on the command line */
        *exit_code = lk_cli_usage (_("“%s” is not UTF-8 text"), (*argv)[i]);
        return FALSE;
      }

  g_set_prgname (command);
  g_option_context_set_summary (context, summary);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, argc, argv, &error))
    {
      /* Translators: %1$s is what is wrong with an option, %2$s a command */
      *exit_code = lk_cli_usage (_("%1$s: see “%2$s --help”"), error->message, command);
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

static gboolean
signal_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);

  return G_SOURCE_CONTINUE;
}

/**
 * lk_cli_catch_signals:
 *
 * From here on a signal that would end the process only cancels: work that has left for the service is seen to its
 * end, or a secret that exists once would be lost.
 *
 * Returns: (transfer full): what the signals cancel
 */
GCancellable *
lk_cli_catch_signals (void)
{
  static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
  GCancellable *cancellable = g_cancellable_new ();

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    {
      struct sigaction action;

      if (sigaction (signals[i], NULL, &action) == 0 && action.sa_handler == SIG_IGN)
        continue; /* as nohup(1) wants it */
      g_unix_signal_add_full (G_PRIORITY_HIGH, signals[i], signal_cb, g_object_ref (cancellable), g_object_unref);
    }

  return cancellable;
}

/**
 * lk_cli_try_open:
 * @self: the command line
 * @error: return location for what went wrong
 *
 * Does what lk_cli_open() does, and says nothing.
 *
 * Returns: whether it could
 */
gboolean
lk_cli_try_open (LkCli   *self,
                 GError **error)
{
  g_autofree char *directory = g_build_filename (g_get_user_data_dir (), "latchkey", NULL);
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (GAsyncResult) read = NULL;

  lk_state_open_async (directory, NULL, lk_cli_store_result_cb, &opened);
  self->state = lk_state_open_finish (lk_cli_wait (&opened), error);
  if (self->state == NULL)
    return FALSE;

  self->keyring = lk_keyring_new (LK_KEYRING_APPLICATION, "default");
  self->office = lk_office_new (self->keyring, self->state);
  lk_office_load_async (self->office, NULL, lk_cli_store_result_cb, &loaded);

  if (!lk_office_load_finish (self->office, lk_cli_wait (&loaded), error))
    return FALSE;

  self->rotations = lk_rotations_new (self->office);
  lk_rotations_read_async (self->rotations, NULL, lk_cli_store_result_cb, &read);

  return lk_rotations_read_finish (self->rotations, lk_cli_wait (&read), error);
}

/**
 * lk_cli_open:
 * @self: the command line
 * @exit_code: (out): if this returns %FALSE
 *
 * Opens the user's accounts. Subcommands do so once their words made sense, so that a wrong call or a call for help
 * leaves no trace.
 *
 * Returns: whether it could; if not, it said why
 */
gboolean
lk_cli_open (LkCli *self,
             int   *exit_code)
{
  g_autoptr (GError) error = NULL;

  if (lk_cli_try_open (self, &error))
    return TRUE;

  *exit_code = lk_cli_report (error);

  return FALSE;
}

void
lk_cli_close (LkCli *self)
{
  g_clear_object (&self->rotations);
  g_clear_object (&self->office);
  g_clear_object (&self->keyring);
  g_clear_object (&self->state);
  if (self->claim > 0)
    close (self->claim);
  self->claim = 0;
}

/**
 * lk_cli_choose_accounts:
 * @self: the command line
 * @name: (nullable): an account's name or organization id; %NULL for all
 * @exit_code: (out): if this returns %NULL
 *
 * Finds the accounts that a call is about.
 *
 * Returns: (transfer full) (nullable) (element-type LkAccount): one or more, or %NULL after saying why
 */
GPtrArray *
lk_cli_choose_accounts (LkCli      *self,
                        const char *name,
                        int        *exit_code)
{
  g_autoptr (GPtrArray) chosen = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *accounts;

  if (!lk_cli_open (self, exit_code))
    return NULL;

  accounts = lk_office_get_accounts (self->office);
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
        /* Translators: %s is an account as it was given on the command line */
        lk_cli_usage (_("There is no account “%s”: see “latchkey account list”"), name);
      else
        lk_cli_usage (_("There is no account yet: pipe a token into “latchkey account add -”"));
      *exit_code = LK_CLI_NOT_FOUND;
      return NULL;
    }
  if (name != NULL && chosen->len > 1)
    {
      /* Translators: %s is the name of accounts */
      *exit_code = lk_cli_usage (_("Several accounts are called “%s”: give the organization’s id"), name);
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
  lk_rotations_mark (self->rotations, account, lk_inventory_get_tokens (inventory));

  return g_steal_pointer (&inventory);
}

/**
 * lk_cli_restore:
 * @self: the command line
 * @account: an account
 * @error: return location for what went wrong
 *
 * Reads what is remembered of an account, without the network.
 *
 * Returns: (transfer full): the inventory, or %NULL with @error set
 */
LkInventory *
lk_cli_restore (LkCli      *self,
                LkAccount  *account,
                GError    **error)
{
  g_autoptr (LkInventory) inventory = lk_inventory_new (self->office, account);
  g_autoptr (GAsyncResult) result = NULL;

  lk_inventory_restore_async (inventory, NULL, lk_cli_store_result_cb, &result);
  if (!lk_inventory_restore_finish (inventory, lk_cli_wait (&result), error))
    return NULL;
  lk_rotations_mark (self->rotations, account, lk_inventory_get_tokens (inventory));

  return g_steal_pointer (&inventory);
}

/**
 * lk_cli_load_roles:
 * @self: the command line
 * @account: an account
 * @error: return location for what went wrong
 *
 * Reads an account's roles; an inventory does so too, but does not fail when it cannot.
 *
 * Returns: (transfer full) (element-type LkRole): the roles, or %NULL with @error set
 */
GPtrArray *
lk_cli_load_roles (LkCli      *self,
                   LkAccount  *account,
                   GError    **error)
{
  g_autoptr (LkAstraClient) client = NULL;
  g_autoptr (GAsyncResult) signed_in = NULL;
  g_autoptr (GAsyncResult) listed = NULL;

  lk_office_get_client_async (self->office, account, NULL, lk_cli_store_result_cb, &signed_in);
  client = lk_office_get_client_finish (self->office, lk_cli_wait (&signed_in), error);
  if (client == NULL)
    return NULL;

  lk_astra_client_list_roles_async (client, NULL, lk_cli_store_result_cb, &listed);

  return lk_astra_client_list_roles_finish (client, lk_cli_wait (&listed), error);
}
