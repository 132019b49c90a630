/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-cli-stored.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PREFIX_MIN_LENGTH 6

/* How well a word names something stored; 0: not at all. */
enum
{
  RATING_PREFIX = 1,
  RATING_ID,
  RATING_NAME,
};

/**
 * lk_cli_stored_get_id:
 * @secret: what is stored of a token
 *
 * Returns: (transfer none) (nullable): the token's id
 */
const char *
lk_cli_stored_get_id (LkStoredSecret *secret)
{
  const char *token_id = lk_stored_secret_get_token_id (secret);

  return token_id != NULL ? token_id : lk_stored_secret_get_client_id (secret);
}

static guint
rate (LkStoredSecret *secret,
      const char     *word)
{
  LkStoredSecretKind kind = lk_stored_secret_get_kind (secret);
  const char *id = lk_cli_stored_get_id (secret);

  if (kind != LK_STORED_SECRET_TOKEN && kind != LK_STORED_SECRET_PULSAR)
    return 0;
  if (g_strcmp0 (lk_stored_secret_get_script_name (secret), word) == 0)
    return RATING_NAME;
  if (g_strcmp0 (id, word) == 0)
    return RATING_ID;

  return id != NULL && strlen (word) >= PREFIX_MIN_LENGTH && g_str_has_prefix (id, word) ? RATING_PREFIX : 0;
}

/**
 * lk_cli_stored_find:
 * @stored: what is stored
 * @word: a script name, an id, or a beginning of one that is long enough
 * @exit_code: (out): if this returns %NULL
 *
 * Finds what is stored of the one token that a word names.
 *
 * Returns: (transfer full) (nullable): it, or %NULL after saying why
 */
LkStoredSecret *
lk_cli_stored_find (LkStoredSecrets *stored,
                    const char      *word,
                    int             *exit_code)
{
  GListModel *secrets = G_LIST_MODEL (stored);
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
                     /* Translators: %s is a token as it was given on the command line */
                     : lk_cli_usage (_("Nothing is stored of a token “%s”"), word);
  if (n == 0)
    *exit_code = LK_CLI_NOT_FOUND;

  return NULL;
}

/**
 * lk_cli_stored_load:
 * @self: the command line, open
 * @exit_code: (out): if this returns %NULL
 *
 * Lists all that is stored, of whatever account. The list comes by itself, or why there is none.
 *
 * Returns: (transfer full) (nullable): it, or %NULL after saying why
 */
LkStoredSecrets *
lk_cli_stored_load (LkCli *self,
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
