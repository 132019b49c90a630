/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-cli-streaming.h"

#include "lk-streaming-export.h"
#include "lk-token-export.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

/* Where tokens of either kind are looked for, and why some of them may be missing. */
typedef struct
{
  GPtrArray *inventories;
  GPtrArray *streamings;
  GError    *error; /* the first; NULL: none is missing */
} Haystack;

static void
haystack_clear (Haystack *haystack)
{
  g_clear_pointer (&haystack->inventories, g_ptr_array_unref);
  g_clear_pointer (&haystack->streamings, g_ptr_array_unref);
  g_clear_error (&haystack->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Haystack, haystack_clear)

static void
read_all (LkCli     *self,
          GPtrArray *accounts,
          gboolean   online,
          Haystack  *haystack)
{
  haystack->inventories = g_ptr_array_new_with_free_func (g_object_unref);
  haystack->streamings = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < accounts->len; i++)
    {
      LkAccount *account = g_ptr_array_index (accounts, i);
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) streaming_error = NULL;
      LkInventory *inventory = online ? lk_cli_load (self, account, &error) : lk_cli_restore (self, account, &error);
      LkStreaming *streaming = online ? lk_cli_load_streaming (self, account, &streaming_error)
                                      : lk_cli_restore_streaming (self, account, &streaming_error);

      if (inventory != NULL)
        g_ptr_array_add (haystack->inventories, inventory);
      else if (haystack->error == NULL)
        haystack->error = g_steal_pointer (&error);
      if (streaming != NULL)
        g_ptr_array_add (haystack->streamings, streaming);
      else if (haystack->error == NULL && !lk_cli_is_no_streaming (streaming_error))
        haystack->error = g_steal_pointer (&streaming_error);
    }
}

/* Among what is remembered first, which needs no network; a token that is not there may be a new one. */
static LkCliFound *
find (LkCli      *self,
      const char *word,
      const char *account_name,
      Haystack   *remembered,
      Haystack   *loaded,
      int        *exit_code)
{
  g_autoptr (GPtrArray) accounts = lk_cli_choose_accounts (self, account_name, exit_code);
  char *words[] = { (char *) word, NULL };
  LkCliFound *found;

  if (accounts == NULL)
    return NULL;

  read_all (self, accounts, FALSE, remembered);
  found = lk_cli_find (remembered->inventories, remembered->streamings, word, NULL);
  if (found != NULL)
    return found;

  read_all (self, accounts, TRUE, loaded);
  if (loaded->error != NULL && !lk_cli_is_exact (loaded->inventories, loaded->streamings, words))
    {
      *exit_code = lk_cli_report (loaded->error);
      return NULL;
    }

  return lk_cli_find (loaded->inventories, loaded->streamings, word, exit_code);
}

static int
print (GBytes *content)
{
  return lk_cli_print_exact (g_bytes_get_data (content, NULL), g_bytes_get_size (content));
}

static int
run_pulsar (LkStreaming    *streaming,
            LkPulsarToken  *token,
            LkExportFormat  format,
            const char     *path)
{
  const LkPulsarForm form = { .format = format, .variables = LK_PULSAR_VARIABLES_ALL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) content = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;

  if (path == NULL)
    {
      lk_streaming_export_read_async (streaming, token, &form, NULL, lk_cli_store_result_cb, &result);
      content = lk_streaming_export_read_finish (streaming, lk_cli_wait (&result), &error);

      return content != NULL ? print (content) : lk_cli_report (error);
    }

  file = g_file_new_for_path (path);
  lk_streaming_export_save_async (streaming, token, &form, file, NULL, lk_cli_store_result_cb, &result);
  if (!lk_streaming_export_save_finish (streaming, lk_cli_wait (&result), &error))
    return lk_cli_report (error);

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
      N_ ("How it is written: portal-json, csv, dotenv, sh, fish, astrarc or client-conf"), "FORMAT" },
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &path, N_ ("The file that is written, or added to with astrarc"), "FILE" },
    { "reveal", 0, 0, G_OPTION_ARG_NONE, &reveal, N_ ("Print even to a terminal"), NULL },
    { "account", 0, 0, G_OPTION_ARG_STRING, &account_name, N_ ("An account’s name or organization id"), "A" },
    { NULL }
  };
  LkExportFormat format;
  g_auto (Haystack) remembered = { NULL };
  g_auto (Haystack) loaded = { NULL };
  g_autoptr (LkCliFound) found = NULL;
  int exit_code;

  if (!lk_cli_parse ("latchkey export", _("Writes a token into a file that only you can read."),
                     "TOKEN [-]", entries, &argc, &argv, &exit_code))
    return exit_code;
  to_output = argc == 3 && g_str_equal (argv[2], "-");
  if (argc < 2 || argc > 3 || (argc == 3 && !to_output))
    return lk_cli_usage (_("Say which token, by its script name or id"));
  /* Nobody means a file of that name. */
  if (!to_output && g_strcmp0 (path, "-") == 0)
    {
      to_output = TRUE;
      g_clear_pointer (&path, g_free);
    }
  if (to_output == (path != NULL) || g_strcmp0 (path, "") == 0)
    return lk_cli_usage (_("Say where to: --output FILE, or - for standard output"));
  if (format_name == NULL || !lk_export_format_from_id (format_name, &format))
    return lk_cli_usage (_("Say how, with --format: portal-json, csv, dotenv, sh, fish, astrarc or client-conf"));
  if (to_output && isatty (STDOUT_FILENO) && !reveal)
    return lk_cli_usage (_("The secret is not printed to a terminal: pipe it, or add --reveal"));

  found = find (self, argv[1], account_name, &remembered, &loaded, &exit_code);
  if (found == NULL)
    return exit_code;
  if (found->pulsar_token != NULL)
    return run_pulsar (found->streaming, found->pulsar_token, format, path);
  if (!lk_export_suits (format))
    return lk_cli_usage (_("An application token cannot be written down like that: client-conf is for Pulsar tokens"));

  return run (found->inventory, found->app_token, format, path);
}
