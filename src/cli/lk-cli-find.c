/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-cli-streaming.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PREFIX_MIN_LENGTH 6

/* How well a word names a token; 0: not at all. */
enum
{
  RATING_PREFIX = 1,
  RATING_ID,
  RATING_NAME,
};

static guint
rate (LkAppToken *token,
      const char *word)
{
  const char *client_id = lk_app_token_get_client_id (token);

  if (g_strcmp0 (lk_app_token_get_script_name (token), word) == 0)
    return RATING_NAME;
  if (g_str_equal (client_id, word))
    return RATING_ID;
  if (strlen (word) >= PREFIX_MIN_LENGTH && g_str_has_prefix (client_id, word))
    return RATING_PREFIX;

  return 0;
}

/**
 * lk_cli_found_free:
 * @self: (transfer full): what a word named
 */
void
lk_cli_found_free (LkCliFound *self)
{
  g_clear_object (&self->app_token);
  g_clear_object (&self->pulsar_token);
  g_free (self);
}

/* As for application tokens, with the id in place of the client id. */
static guint
rate_pulsar (LkPulsarToken *token,
             const char    *word)
{
  const char *id = lk_pulsar_token_get_id (token);

  if (g_strcmp0 (lk_pulsar_token_get_script_name (token), word) == 0)
    return RATING_NAME;
  if (g_strcmp0 (id, word) == 0)
    return RATING_ID;
  if (id != NULL && strlen (word) >= PREFIX_MIN_LENGTH && g_str_has_prefix (id, word))
    return RATING_PREFIX;

  return 0;
}

typedef struct
{
  const char *word;
  LkCliFound *best;
  guint       rating; /* of the best */
  guint       n;      /* that are as good */
} Search;

/* Whether what has that rating is the best so far; it is to be put in place of what was. */
static gboolean
offer (Search *search,
       guint   rating)
{
  if (rating == 0 || rating < search->rating)
    return FALSE;

  search->n = rating > search->rating ? 1 : search->n + 1;
  search->rating = rating;
  g_clear_object (&search->best->app_token);
  g_clear_object (&search->best->pulsar_token);

  return TRUE;
}

static void
search_inventory (Search      *search,
                  LkInventory *inventory)
{
  GListModel *tokens = lk_inventory_get_tokens (inventory);

  for (guint i = 0; i < g_list_model_get_n_items (tokens); i++)
    {
      g_autoptr (LkAppToken) token = g_list_model_get_item (tokens, i);

      if (!offer (search, rate (token, search->word)))
        continue;
      search->best->inventory = inventory;
      search->best->app_token = g_steal_pointer (&token);
    }
}

static void
search_streaming (Search      *search,
                  LkStreaming *streaming)
{
  GListModel *tenants = lk_streaming_get_tenants (streaming);

  for (guint i = 0; i < g_list_model_get_n_items (tenants); i++)
    {
      g_autoptr (LkTenant) tenant = g_list_model_get_item (tenants, i);
      GListModel *tokens = lk_tenant_get_tokens (tenant);

      for (guint j = 0; j < g_list_model_get_n_items (tokens); j++)
        {
          g_autoptr (LkPulsarToken) token = g_list_model_get_item (tokens, j);

          if (!offer (search, rate_pulsar (token, search->word)))
            continue;
          search->best->streaming = streaming;
          search->best->pulsar_token = g_steal_pointer (&token);
        }
    }
}

static void
search_all (Search    *search,
            GPtrArray *inventories,
            GPtrArray *streamings)
{
  for (guint i = 0; i < inventories->len; i++)
    search_inventory (search, g_ptr_array_index (inventories, i));
  for (guint i = 0; i < streamings->len; i++)
    search_streaming (search, g_ptr_array_index (streamings, i));
}

/**
 * lk_cli_is_exact:
 * @inventories: (element-type LkInventory): where application tokens are looked for
 * @streamings: (element-type LkStreaming): where Pulsar tokens are looked for
 * @words: (array zero-terminated=1): words that name tokens
 *
 * Tells whether each word is a whole script name or id, so that no token that could not be listed can be meant.
 *
 * Returns: whether each is
 */
gboolean
lk_cli_is_exact (GPtrArray  *inventories,
                 GPtrArray  *streamings,
                 char      **words)
{
  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autoptr (LkCliFound) found = g_new0 (LkCliFound, 1);
      Search search = { words[i], found, 0, 0 };

      search_all (&search, inventories, streamings);
      if (search.rating < RATING_ID)
        return FALSE;
    }

  return TRUE;
}

/**
 * lk_cli_find:
 * @inventories: (element-type LkInventory): where application tokens are looked for
 * @streamings: (element-type LkStreaming): where Pulsar tokens are looked for
 * @word: a script name, an id, or a beginning of one that is long enough
 * @exit_code: (out) (optional): if this returns %NULL; without it nothing is said
 *
 * Finds the one token of either kind that a word names.
 *
 * Returns: (transfer full) (nullable): what it names, or %NULL after saying why
 */
LkCliFound *
lk_cli_find (GPtrArray  *inventories,
             GPtrArray  *streamings,
             const char *word,
             int        *exit_code)
{
  g_autoptr (LkCliFound) found = g_new0 (LkCliFound, 1);
  Search search = { word, found, 0, 0 };

  search_all (&search, inventories, streamings);
  if (search.n == 1)
    return g_steal_pointer (&found);
  if (exit_code == NULL)
    return NULL;

  if (search.n == 0)
    {
      /* Translators: %s is a token as it was given on the command line */
      lk_cli_usage (_("There is no token “%s”: see “latchkey list”"), word);
      *exit_code = LK_CLI_NOT_FOUND;
    }
  else
    {
      /* Translators: %s is the beginning of an id */
      *exit_code = lk_cli_usage (_("“%s” fits several tokens: give the whole id"), word);
    }

  return NULL;
}

/**
 * lk_cli_load_for:
 * @self: the command line
 * @accounts: (element-type LkAccount): where to look
 * @words: (array zero-terminated=1): words that name tokens
 * @inventories: (element-type LkInventory): what was listed of application tokens is added to it
 * @streamings: (element-type LkStreaming): what was listed of Pulsar tokens is added to it
 * @error: return location for why that is not enough
 *
 * Lists what the words may mean; Pulsar tokens only if it can be one of those. Fails where something could not be listed
 * that may be meant, or may fit as well.
 *
 * Returns: whether what the words name can be told from what was listed
 */
gboolean
lk_cli_load_for (LkCli      *self,
                 GPtrArray  *accounts,
                 char      **words,
                 GPtrArray  *inventories,
                 GPtrArray  *streamings,
                 GError    **error)
{
  g_autoptr (GError) first_error = NULL;

  for (guint i = 0; i < accounts->len; i++)
    {
      LkInventory *inventory = lk_cli_load (self, g_ptr_array_index (accounts, i), first_error == NULL ? &first_error : NULL);

      if (inventory != NULL)
        g_ptr_array_add (inventories, inventory);
    }
  if (lk_cli_is_exact (inventories, streamings, words))
    return TRUE;

  for (guint i = 0; i < accounts->len; i++)
    {
      g_autoptr (GError) own_error = NULL;
      LkStreaming *streaming = lk_cli_load_streaming (self, g_ptr_array_index (accounts, i), &own_error);

      if (streaming != NULL)
        g_ptr_array_add (streamings, streaming);
      /* Where there is no streaming, there is no Pulsar token that is meant. */
      else if (first_error == NULL && !lk_cli_is_no_streaming (own_error))
        first_error = g_steal_pointer (&own_error);
    }
  if (first_error == NULL || lk_cli_is_exact (inventories, streamings, words))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&first_error));

  return FALSE;
}
