/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-cli-stored.h"

#include "lk-script-name.h"
#include "lk-text.h"

#include <glib/gi18n-lib.h>

/**
 * lk_cli_name:
 * @self: the command line
 * @argc: how many words
 * @argv: the words, from "name" on
 *
 * Does `latchkey name`: gives what is stored of a token the name by which scripts find it, in place of the one it has.
 *
 * Returns: the exit code
 */
int
lk_cli_name (LkCli  *self,
             int     argc,
             char  **argv)
{
  const GOptionEntry entries[] = {
    { NULL }
  };
  g_autoptr (LkStoredSecrets) secrets = NULL;
  g_autoptr (LkStoredSecret) secret = NULL;
  g_autoptr (GHashTable) attributes = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  int exit_code;

  if (!lk_cli_parse ("latchkey name", _("Gives a stored token the name by which scripts find it."), "TOKEN SCRIPTNAME",
                     entries, &argc, &argv, &exit_code))
    return exit_code;
  if (argc != 3)
    return lk_cli_usage (_("Say which token, by its script name or id, and its new script name"));
  if (!lk_cli_open (self, &exit_code) || !lk_cli_claim_names (self, &exit_code))
    return exit_code;

  secrets = lk_cli_stored_load (self, &exit_code);
  if (secrets == NULL)
    return exit_code;
  secret = lk_cli_stored_find (secrets, argv[1], &exit_code);
  if (secret == NULL)
    return exit_code;

  attributes = lk_stored_secret_create_attributes (secret, NULL);
  lk_script_name_set_async (self->keyring, attributes, argv[2], NULL, NULL, lk_cli_store_result_cb, &result);
  if (!lk_script_name_set_finish (self->keyring, lk_cli_wait (&result), &error))
    return lk_cli_report (error);

  id = lk_text_clean (lk_cli_stored_get_id (secret));
  /* Translators: %1$s is a token’s id, %2$s its script name */
  g_print (_("%1$s: scripts find it as %2$s"), id, argv[2]);
  g_print ("\n");

  return LK_CLI_DONE;
}
