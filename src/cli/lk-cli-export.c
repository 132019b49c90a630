/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-cli.h"

#include "lk-token-export.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

typedef LkInventory *(*Reader) (LkCli      *self,
                                LkAccount  *account,
                                GError    **error);

static GPtrArray *
read_all (LkCli     *self,
          GPtrArray *accounts,
          Reader     reader,
          GError   **error)
{
  g_autoptr (GPtrArray) inventories = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < accounts->len; i++)
    {
      LkInventory *inventory = reader (self, g_ptr_array_index (accounts, i), error);

      if (inventory == NULL)
        return NULL;
      g_ptr_array_add (inventories, inventory);
    }

  return g_steal_pointer (&inventories);
}

/* Among what is remembered first, which needs no network; a token that is not there may be a new one. */
static LkAppToken *
find (LkCli        *self,
      const char   *word,
      const char   *account_name,
      LkInventory **inventory,
      int          *exit_code)
{
  g_autoptr (GPtrArray) accounts = lk_cli_choose_accounts (self, account_name, exit_code);
  g_autoptr (GPtrArray) remembered = NULL;
  g_autoptr (GPtrArray) loaded = NULL;
  g_autoptr (LkAppToken) token = NULL;
  g_autoptr (GError) error = NULL;
  LkInventory *found = NULL; /* not owned */

  if (accounts == NULL)
    return NULL;

  remembered = read_all (self, accounts, lk_cli_restore, NULL);
  if (remembered != NULL)
    token = lk_cli_find_token (remembered, word, &found, NULL);
  if (token == NULL)
    {
      loaded = read_all (self, accounts, lk_cli_load, &error);
      if (loaded == NULL)
        *exit_code = lk_cli_report (error);
      else
        token = lk_cli_find_token (loaded, word, &found, exit_code);
    }
  if (token != NULL)
    *inventory = g_object_ref (found);

  return g_steal_pointer (&token);
}

static int
print (GBytes *content)
{
  gsize length;
  const char *at = g_bytes_get_data (content, &length);

  while (length > 0)
    {
      gssize n = write (STDOUT_FILENO, at, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          lk_cli_usage (_("The output could not be written"));
          return LK_CLI_LOCAL;
        }
      at += n;
      length -= (gsize) n;
    }

  return LK_CLI_DONE;
}

static int
run (LkInventory    *inventory,
     LkAppToken     *token,
     LkExportFormat  format,
     const char     *path)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) content = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;

  if (path == NULL)
    {
      lk_token_export_read_async (inventory, token, format, NULL, lk_cli_store_result_cb, &result);
      content = lk_token_export_read_finish (inventory, lk_cli_wait (&result), &error);

      return content != NULL ? print (content) : lk_cli_report (error);
    }

  file = g_file_new_for_path (path);
  lk_token_export_save_async (inventory, token, NULL, NULL, format, file, NULL, lk_cli_store_result_cb, &result);
  if (!lk_token_export_save_finish (inventory, lk_cli_wait (&result), &error))
    return lk_cli_report (error);

  return LK_CLI_DONE;
}

/**
 * lk_cli_export:
 * @self: the command line
 * @argc: how many words
 * @argv: the words, from "export" on
 *
 * Does `latchkey export`: writes a token into a file that its user alone can read, or to standard output, but to no
 * terminal unless it was asked for.
 *
 * Returns: the exit code
 */
int
lk_cli_export (LkCli  *self,
               int     argc,
               char  **argv)
{
  g_autofree char *account_name = NULL;
  g_autofree char *format_name = NULL;
  g_autofree char *path = NULL;
  gboolean reveal = FALSE;
  gboolean to_output;
  const GOptionEntry entries[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &format_name,
      N_ ("How it is written: portal-json, csv, dotenv, sh, fish or astrarc"), "FORMAT" },
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &path, N_ ("The file that is written, or added to with astrarc"), "FILE" },
    { "reveal", 0, 0, G_OPTION_ARG_NONE, &reveal, N_ ("Print even to a terminal"), NULL },
    { "account", 0, 0, G_OPTION_ARG_STRING, &account_name, N_ ("An account’s name or organization id"), "A" },
    { NULL }
  };
  LkExportFormat format;
  g_autoptr (LkInventory) inventory = NULL;
  g_autoptr (LkAppToken) token = NULL;
  int exit_code;

  if (!lk_cli_parse ("latchkey export", _("Writes a token from the keyring into a file that only you can read."),
                     "TOKEN [-]", entries, &argc, &argv, &exit_code))
    return exit_code;
  to_output = argc == 3 && g_str_equal (argv[2], "-");
  if (argc < 2 || argc > 3 || (argc == 3 && !to_output))
    return lk_cli_usage (_("Say which token, by its script name or client id"));
  if (to_output == (path != NULL))
    return lk_cli_usage (_("Say where to: --output FILE, or - for standard output"));
  if (format_name == NULL || !lk_export_format_from_id (format_name, &format))
    return lk_cli_usage (_("Say how, with --format: portal-json, csv, dotenv, sh, fish or astrarc"));
  if (to_output && isatty (STDOUT_FILENO) && !reveal)
    return lk_cli_usage (_("The secret is not printed to a terminal: pipe it, or add --reveal"));

  token = find (self, argv[1], account_name, &inventory, &exit_code);
  if (token == NULL)
    return exit_code;

  return run (inventory, token, format, path);
}
