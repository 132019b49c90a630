/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-cli-stored.h"

#include "lk-text.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <unistd.h>

static gboolean
confirm (LkStoredSecret *secret)
{
  g_autofree char *id = lk_text_clean (lk_cli_stored_get_id (secret));
  g_autofree char *title = lk_text_clean (lk_stored_secret_get_title (secret));
  char answer[8] = "";

  g_printerr ("%s  %s\n", id, title);
  /* Translators: put the letter for yes of your language, as “y” has it, in the place of y */
  g_printerr ("%s ", lk_stored_secret_get_kind (secret) == LK_STORED_SECRET_PULSAR
                       ? _("The token keeps working, and can be fetched from Astra again. Remove it from the keyring? [y/N]")
                       : _("The token keeps working, but Astra does not show its secret again: this may be the only copy. "
                           "Remove it? [y/N]"));

  return fgets (answer, sizeof answer, stdin) != NULL && lk_text_is_yes (answer);
}

/**
 * lk_cli_forget:
 * @self: the command line
 * @argc: how many words
 * @argv: the words, from "forget" on
 *
 * Does `latchkey forget`: takes what is stored of one token out of the keyring, also where its account is no longer here.
 * The token itself is left alone.
 *
 * Returns: the exit code
 */
int
lk_cli_forget (LkCli  *self,
               int     argc,
               char  **argv)
{
  gboolean yes = FALSE;
  const GOptionEntry entries[] = {
    { "yes", 0, 0, G_OPTION_ARG_NONE, &yes, N_ ("Do not ask"), NULL },
    { NULL }
  };
  g_autoptr (LkStoredSecrets) secrets = NULL;
  g_autoptr (LkStoredSecret) secret = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  int exit_code;

  if (!lk_cli_parse ("latchkey forget", _("Takes a token’s secret out of the keyring; the token keeps working."), "TOKEN",
                     entries, &argc, &argv, &exit_code))
    return exit_code;
  if (argc != 2)
    return lk_cli_usage (_("Say which token, by its script name or id"));
  if (!yes && !isatty (STDIN_FILENO))
    return lk_cli_usage (_("Nobody can be asked here: add --yes"));
  if (!lk_cli_open (self, &exit_code))
    return exit_code;

  secrets = lk_cli_stored_load (self, &exit_code);
  if (secrets == NULL)
    return exit_code;
  secret = lk_cli_stored_find (secrets, argv[1], &exit_code);
  if (secret == NULL)
    return exit_code;
  if (!lk_stored_secret_get_removable (secret))
    /* Translators: %s is a token as it was given on the command line */
    return lk_cli_usage (_("“%s” is what an account signs in with: give the account another token first"), argv[1]);
  if (!yes && !confirm (secret))
    return lk_cli_usage (_("Nothing was removed"));

  lk_stored_secrets_remove_async (secrets, secret, lk_cli_store_result_cb, &result);
  if (!lk_stored_secrets_remove_finish (secrets, lk_cli_wait (&result), &error))
    return lk_cli_report (error);

  id = lk_text_clean (lk_cli_stored_get_id (secret));
  /* Translators: %s is a token’s id */
  g_print (_("%s: its secret is no longer in the keyring"), id);
  g_print ("\n");

  return LK_CLI_DONE;
}
