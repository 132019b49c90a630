/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-cli.h"

#include "lk-stored-secrets.h"
#include "lk-text.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PREFIX_MIN_LENGTH 6

/* How well a word names something stored; 0: not at all. */
enum
{
  RATING_PREFIX = 1,
  RATING_ID,
  RATING_NAME,
};

static const char *
get_id (LkStoredSecret *secret)
{
  const char *token_id = lk_stored_secret_get_token_id (secret);

  return token_id != NULL ? token_id : lk_stored_secret_get_client_id (secret);
}

static guint
rate (LkStoredSecret *secret,
      const char     *word)
{
  LkStoredSecretKind kind = lk_stored_secret_get_kind (secret);
  const char *id = get_id (secret);

  if (kind != LK_STORED_SECRET_TOKEN && kind != LK_STORED_SECRET_PULSAR)
    return 0;
  if (g_strcmp0 (lk_stored_secret_get_script_name (secret), word) == 0)
    return RATING_NAME;
  if (g_strcmp0 (id, word) == 0)
    return RATING_ID;

  return id != NULL && strlen (word) >= PREFIX_MIN_LENGTH && g_str_has_prefix (id, word) ? RATING_PREFIX : 0;
}

static LkStoredSecret *
find (GListModel *secrets,
      const char *word,
      int        *exit_code)
{
  g_autoptr (LkStoredSecret) best = NULL;
  guint rating = 0;
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (secrets); i++)
    {
      g_autoptr (LkStoredSecret) secret = g_list_model_get_item (secrets, i);
      guint own = rate (secret, word);

      if (own == 0 || own < rating)
        continue;
      n = own > rating ? 1 : n + 1;
      rating = own;
      g_set_object (&best, secret);
    }

  if (n == 1)
    return g_steal_pointer (&best);

  *exit_code = n > 1 ? lk_cli_usage (_("“%s” fits several tokens: give the whole id"), word)
                     : lk_cli_usage (_("Nothing is stored of a token “%s”"), word);
  if (n == 0)
    *exit_code = LK_CLI_NOT_FOUND;

  return NULL;
}

/* The list comes by itself, or why there is none. */
static LkStoredSecrets *
load (LkCli *self,
      int   *exit_code)
{
  g_autoptr (LkInventories) inventories = lk_inventories_new (self->office);
  g_autoptr (LkStoredSecrets) secrets = lk_stored_secrets_new (inventories);

  while (!lk_stored_secrets_get_loaded (secrets) && lk_stored_secrets_get_error (secrets) == NULL)
    g_main_context_iteration (NULL, TRUE);
  if (lk_stored_secrets_get_error (secrets) == NULL)
    return g_steal_pointer (&secrets);

  *exit_code = lk_cli_report (lk_stored_secrets_get_error (secrets));

  return NULL;
}

static gboolean
confirm (LkStoredSecret *secret)
{
  g_autofree char *title = lk_text_clean (lk_stored_secret_get_title (secret));
  char answer[8] = "";

  g_printerr ("%s  %s\n", get_id (secret), title);
  g_printerr ("%s ", lk_stored_secret_get_kind (secret) == LK_STORED_SECRET_PULSAR
                       ? _("The token keeps working, and can be fetched from Astra again. Remove it from the keyring? [y/N]")
                       : _("The token keeps working, but Astra does not show its secret again: this may be the only copy. "
                           "Remove it? [y/N]"));

  return fgets (answer, sizeof answer, stdin) != NULL && g_ascii_tolower (answer[0]) == 'y';
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

  secrets = load (self, &exit_code);
  if (secrets == NULL)
    return exit_code;
  secret = find (G_LIST_MODEL (secrets), argv[1], &exit_code);
  if (secret == NULL)
    return exit_code;
  if (!lk_stored_secret_get_removable (secret))
    return lk_cli_usage (_("“%s” is what an account signs in with: give the account another token first"), argv[1]);
  if (!yes && !confirm (secret))
    return lk_cli_usage (_("Nothing was removed"));

  lk_stored_secrets_remove_async (secrets, secret, lk_cli_store_result_cb, &result);
  if (!lk_stored_secrets_remove_finish (secrets, lk_cli_wait (&result), &error))
    return lk_cli_report (error);

  id = lk_text_clean (get_id (secret));
  /* Translators: %s is a token’s id */
  g_print (_("%s: its secret is no longer in the keyring"), id);
  g_print ("\n");

  return LK_CLI_DONE;
}
