/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-cli.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PREFIX_MIN_LENGTH 6

/* How well a word names a token: 3 by script name, 2 by client id, 1 by a beginning of it, 0 not at all. */
static guint
rate (LkAppToken *token,
      const char *word)
{
  const char *client_id = lk_app_token_get_client_id (token);

  if (g_strcmp0 (lk_app_token_get_script_name (token), word) == 0)
    return 3;
  if (g_str_equal (client_id, word))
    return 2;
  if (strlen (word) >= PREFIX_MIN_LENGTH && g_str_has_prefix (client_id, word))
    return 1;

  return 0;
}

/**
 * lk_cli_find_token:
 * @inventories: (element-type LkInventory): where it is looked for
 * @word: a script name, a client id, or a beginning of one that is long enough
 * @inventory: (out) (transfer none): the inventory that it is in
 * @exit_code: (out) (optional): if this returns %NULL; without it nothing is said
 *
 * Finds the one token that a word names.
 *
 * Returns: (transfer full) (nullable): the token, or %NULL after saying why
 */
LkAppToken *
lk_cli_find_token (GPtrArray    *inventories,
                   const char   *word,
                   LkInventory **inventory,
                   int          *exit_code)
{
  g_autoptr (LkAppToken) found = NULL;
  guint best = 0;
  guint n = 0;

  for (guint i = 0; i < inventories->len; i++)
    {
      GListModel *tokens = lk_inventory_get_tokens (g_ptr_array_index (inventories, i));

      for (guint j = 0; j < g_list_model_get_n_items (tokens); j++)
        {
          g_autoptr (LkAppToken) token = g_list_model_get_item (tokens, j);
          guint rating = rate (token, word);

          if (rating == 0 || rating < best)
            continue;
          n = rating > best ? 1 : n + 1;
          best = rating;
          *inventory = g_ptr_array_index (inventories, i);
          g_set_object (&found, token);
        }
    }

  if (n == 1)
    return g_steal_pointer (&found);
  if (exit_code == NULL)
    return NULL;

  if (n == 0)
    {
      lk_cli_usage (_("There is no token “%s”: see “latchkey list”"), word);
      *exit_code = LK_CLI_NOT_FOUND;
    }
  else
    {
      *exit_code = lk_cli_usage (_("“%s” fits several tokens: give the whole client id"), word);
    }

  return NULL;
}
