/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-cli-streaming.h"

#include "lk-text.h"
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <unistd.h>

static gboolean
is_same (LkCliFound *first,
         LkCliFound *second)
{
  return first->app_token == second->app_token && first->pulsar_token == second->pulsar_token;
}

/* Every word must name one token that may go before the first one goes; named twice, it goes once. */
static GPtrArray *
find_all (GPtrArray  *inventories,
          GPtrArray  *streamings,
          char      **words,
          int        *exit_code)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) lk_cli_found_free);

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autoptr (LkCliFound) found = lk_cli_find (inventories, streamings, words[i], exit_code);
      gboolean again = FALSE;

      if (found == NULL)
        return NULL;
      if (found->app_token != NULL && lk_app_token_get_signs_in (found->app_token))
        {
          /* Translators: the first %s is the name of an account, the second a token */
          *exit_code = lk_cli_usage (_("The account %s signs in with “%s”: give the account another token first"),
                                     lk_account_get_title (lk_inventory_get_account (found->inventory)), words[i]);
          return NULL;
        }

      for (guint j = 0; j < all->len; j++)
        again = again || is_same (g_ptr_array_index (all, j), found);
      if (!again)
        g_ptr_array_add (all, g_steal_pointer (&found));
    }

  return g_steal_pointer (&all);
}

static const char *
get_id (LkCliFound *found)
{
  if (found->app_token != NULL)
    return lk_app_token_get_client_id (found->app_token);

  return lk_pulsar_token_get_id (found->pulsar_token);
}

static char *
describe (LkCliFound *found)
{
  if (found->app_token != NULL)
    return g_strdup_printf ("%s  %s  %s", get_id (found), lk_app_token_get_title (found->app_token),
                            lk_app_token_get_role_title (found->app_token));

  return g_strdup_printf ("%s  %s  %s, %s", get_id (found), lk_pulsar_token_get_title (found->pulsar_token),
                          lk_pulsar_token_get_tenant_name (found->pulsar_token),
                          lk_pulsar_token_get_cluster_name (found->pulsar_token));
}

static gboolean
confirm (GPtrArray *all)
{
  char answer[8] = "";

  for (guint i = 0; i < all->len; i++)
    {
      g_autofree char *line = describe (g_ptr_array_index (all, i));
      g_autofree char *clean = lk_text_clean (line);

      g_printerr ("%s\n", clean);
    }
  /* Translators: put the letter for yes of your language, as “y” has it, in the place of y */
  g_printerr ("%s ", _("Applications that use this lose access at once, and Astra cannot restore it. Delete? [y/N]"));

  return fgets (answer, sizeof answer, stdin) != NULL && lk_text_is_yes (answer);
}

static gboolean
delete_one (LkCliFound    *found,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  if (found->app_token != NULL)
    {
      lk_inventory_delete_async (found->inventory, found->app_token, cancellable, lk_cli_store_result_cb, &result);
      return lk_inventory_delete_finish (found->inventory, lk_cli_wait (&result), error);
    }

  lk_streaming_delete_async (found->streaming, found->pulsar_token, cancellable, lk_cli_store_result_cb, &result);

  return lk_streaming_delete_finish (found->streaming, lk_cli_wait (&result), error);
}

/* Asked of the journal, whatever the error is about: what stands there is tried again. */
static gboolean
is_left (LkCli      *self,
         LkCliFound *found)
{
  LkAccount *account = found->app_token != NULL ? lk_inventory_get_account (found->inventory)
                                                : lk_streaming_get_account (found->streaming);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  lk_rotations_read_async (self->rotations, NULL, lk_cli_store_result_cb, &result);
  if (!lk_rotations_read_finish (self->rotations, lk_cli_wait (&result), &error))
    {
      lk_cli_report (error);
      return TRUE;
    }

  return lk_rotations_find_order (self->rotations, account, get_id (found)) != NULL;
}

static int
report_failure (LkCli      *self,
                LkCliFound *found,
                GError     *error)
{
  g_autofree char *id = lk_text_clean (get_id (found));
  g_autoptr (GError) failure = error;
  gboolean left = is_left (self, found);
  int exit_code;

  if (left)
    /* Translators: what went wrong follows, a sentence */
    g_prefix_error (&failure, "%s: ", _("left in the journal, and “latchkey resume” goes on with it"));
  g_prefix_error (&failure, "%s: ", id);

  exit_code = lk_cli_report (failure);

  return left ? LK_CLI_UNFINISHED : exit_code;
}

static int
delete_all (LkCli     *self,
            GPtrArray *all)
{
  g_autoptr (GCancellable) cancellable = lk_cli_catch_signals ();
  int exit_code = LK_CLI_DONE;

  for (guint i = 0; i < all->len; i++)
    {
      LkCliFound *found = g_ptr_array_index (all, i);
      g_autofree char *id = lk_text_clean (get_id (found));
      g_autoptr (GError) error = NULL;
      int code;

      if (g_cancellable_set_error_if_cancelled (cancellable, &error))
        return lk_cli_report (error);

      if (delete_one (found, cancellable, &error))
        {
          /* Translators: %s is a token’s id */
          g_print (_("%s deleted"), id);
          g_print ("\n");
          continue;
        }

      /* That something is left to do must not get lost among what is not. */
      code = report_failure (self, found, g_steal_pointer (&error));
      if (exit_code != LK_CLI_UNFINISHED)
        exit_code = code;
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
  g_autoptr (GPtrArray) streamings = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GError) error = NULL;
  int exit_code;

  if (!lk_cli_parse ("latchkey delete", _("Deletes tokens; applications that use them lose access at once."),
                     "TOKEN…", entries, &argc, &argv, &exit_code))
    return exit_code;
  if (argc < 2)
    return lk_cli_usage (_("Say which token, by its script name or id"));
  if (!yes && !isatty (STDIN_FILENO))
    return lk_cli_usage (_("Nobody can be asked here: add --yes"));

  accounts = lk_cli_choose_accounts (self, account_name, &exit_code);
  if (accounts == NULL)
    return exit_code;
  if (!lk_cli_load_for (self, accounts, argv + 1, inventories, streamings, &error))
    return lk_cli_report (error);

  all = find_all (inventories, streamings, argv + 1, &exit_code);
  if (all == NULL)
    return exit_code;
  if (!yes && !confirm (all))
    return lk_cli_usage (_("Nothing was deleted"));

  return delete_all (self, all);
}
