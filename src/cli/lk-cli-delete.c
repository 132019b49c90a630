/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-cli.h"

#include "lk-text.h"
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <unistd.h>

typedef struct
{
  LkInventory *inventory; /* not owned */
  LkAppToken  *token;
} Found;

static void
found_free (gpointer data)
{
  Found *found = data;

  g_clear_object (&found->token);
  g_free (found);
}

static Found *
find (GPtrArray  *inventories,
      const char *word,
      int        *exit_code)
{
  LkInventory *inventory = NULL;
  LkAppToken *token = lk_cli_find_token (inventories, word, &inventory, exit_code);
  Found *found;

  if (token == NULL)
    return NULL;

  found = g_new0 (Found, 1);
  found->inventory = inventory;
  found->token = token;

  return found;
}

/* Every word must name one token that may go before the first one goes; named twice, it goes once. */
static GPtrArray *
find_all (GPtrArray  *inventories,
          char      **words,
          int        *exit_code)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (found_free);

  for (guint i = 0; words[i] != NULL; i++)
    {
      Found *found = find (inventories, words[i], exit_code);
      gboolean again = FALSE;

      if (found == NULL)
        return NULL;
      for (guint j = 0; j < all->len; j++)
        again = again || ((Found *) g_ptr_array_index (all, j))->token == found->token;
      if (again)
        {
          found_free (found);
          continue;
        }

      g_ptr_array_add (all, found);
      if (lk_app_token_get_signs_in (found->token))
        {
          *exit_code = lk_cli_usage (_("The account %s signs in with “%s”: give the account another token first"),
                                     lk_account_get_title (lk_inventory_get_account (found->inventory)), words[i]);
          return NULL;
        }
    }

  return g_steal_pointer (&all);
}

static gboolean
confirm (GPtrArray *all)
{
  char answer[8] = "";

  for (guint i = 0; i < all->len; i++)
    {
      Found *found = g_ptr_array_index (all, i);
      g_autofree char *line = g_strdup_printf ("%s  %s  %s", lk_app_token_get_client_id (found->token),
                                               lk_app_token_get_title (found->token),
                                               lk_app_token_get_role_title (found->token));
      g_autofree char *clean = lk_text_clean (line);

      g_printerr ("%s\n", clean);
    }
  g_printerr ("%s", _("Applications that use this lose access at once, and Astra cannot restore it. Delete? [y/N] "));

  return fgets (answer, sizeof answer, stdin) != NULL && g_ascii_tolower (answer[0]) == 'y';
}

static int
delete_all (GPtrArray *all)
{
  g_autoptr (GCancellable) cancellable = lk_cli_catch_signals ();
  int exit_code = LK_CLI_DONE;

  for (guint i = 0; i < all->len; i++)
    {
      Found *found = g_ptr_array_index (all, i);
      g_autofree char *client_id = lk_text_clean (lk_app_token_get_client_id (found->token));
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, &error))
        return lk_cli_report (error);

      lk_inventory_delete_async (found->inventory, found->token, cancellable, lk_cli_store_result_cb, &result);
      if (lk_inventory_delete_finish (found->inventory, lk_cli_wait (&result), &error))
        {
          /* Translators: %s is a client id */
          g_print (_("%s deleted"), client_id);
          g_print ("\n");
          continue;
        }

      g_prefix_error (&error, "%s: ", client_id);
      exit_code = lk_cli_report (error);
    }

  return exit_code;
}

/**
 * lk_cli_delete:
 * @self: the command line
 * @argc: how many words
 * @argv: the words, from "delete" on
 *
 * Does `latchkey delete`: nothing is deleted unless every word names one token.
 *
 * Returns: the exit code
 */
int
lk_cli_delete (LkCli  *self,
               int     argc,
               char  **argv)
{
  g_autofree char *account_name = NULL;
  gboolean yes = FALSE;
  const GOptionEntry entries[] = {
    { "yes", 0, 0, G_OPTION_ARG_NONE, &yes, N_ ("Do not ask"), NULL },
    { "account", 0, 0, G_OPTION_ARG_STRING, &account_name, N_ ("An account’s name or organization id"), "A" },
    { NULL }
  };
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GPtrArray) inventories = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) all = NULL;
  int exit_code;

  if (!lk_cli_parse ("latchkey delete", _("Deletes application tokens; applications that use them lose access at once."),
                     "TOKEN…", entries, &argc, &argv, &exit_code))
    return exit_code;
  if (argc < 2)
    return lk_cli_usage (_("Say which token, by its script name or client id"));
  if (!yes && !isatty (STDIN_FILENO))
    return lk_cli_usage (_("Nobody can be asked here: add --yes"));

  accounts = lk_cli_choose_accounts (self, account_name, &exit_code);
  if (accounts == NULL)
    return exit_code;
  for (guint i = 0; i < accounts->len; i++)
    {
      g_autoptr (GError) error = NULL;
      LkInventory *inventory = lk_cli_load (self, g_ptr_array_index (accounts, i), &error);

      if (inventory == NULL)
        return lk_cli_report (error);
      g_ptr_array_add (inventories, inventory);
    }

  all = find_all (inventories, argv + 1, &exit_code);
  if (all == NULL)
    return exit_code;
  if (!yes && !confirm (all))
    return lk_cli_usage (_("Nothing was deleted"));

  return delete_all (all);
}
