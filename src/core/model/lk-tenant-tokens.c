/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-tenant.h"

#include "lk-list-diff.h"

/**
 * lk_tenant_find_token:
 * @self: a tenant
 * @token_id: an id, compared exactly
 *
 * Returns: (transfer none) (nullable): the token, %NULL if it is not listed
 */
LkPulsarToken *
lk_tenant_find_token (LkTenant   *self,
                      const char *token_id)
{
  GListModel *model;

  g_return_val_if_fail (LK_IS_TENANT (self), NULL);
  g_return_val_if_fail (token_id != NULL, NULL);

  model = lk_tenant_get_tokens (self);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (LkPulsarToken) token = g_list_model_get_item (model, i);

      /* The model holds it. */
      if (g_strcmp0 (lk_pulsar_token_get_id (token), token_id) == 0)
        return token;
    }

  return NULL;
}

/**
 * lk_tenant_replace_tokens:
 * @self: a tenant
 * @tokens: (element-type LkPulsarToken): what the service lists now
 *
 * Takes a new list. An object that is there already stays, with what is known of it here: selections and pages hold on
 * to it. What a token itself told of its end is kept where the list says nothing.
 */
void
lk_tenant_replace_tokens (LkTenant  *self,
                          GPtrArray *tokens)
{
  g_autoptr (GHashTable) before = NULL; /* id → LkPulsarToken */
  g_autoptr (GPtrArray) merged = NULL;
  GListModel *model;

  g_return_if_fail (LK_IS_TENANT (self));

  model = lk_tenant_get_tokens (self);
  before = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (LkPulsarToken) token = g_list_model_get_item (model, i);

      if (lk_pulsar_token_get_id (token) != NULL)
        g_hash_table_replace (before, (gpointer) lk_pulsar_token_get_id (token), token);
    }

  merged = g_ptr_array_new_full (tokens->len, g_object_unref);
  for (guint i = 0; i < tokens->len; i++)
    {
      LkPulsarToken *token = g_ptr_array_index (tokens, i);
      const char *id = lk_pulsar_token_get_id (token);
      LkPulsarToken *there = id != NULL ? g_hash_table_lookup (before, id) : NULL;

      if (there != NULL && lk_pulsar_token_take_listed (there, token))
        g_ptr_array_add (merged, g_object_ref (there));
      else
        g_ptr_array_add (merged, g_object_ref (token));
    }

  lk_list_diff_splice_middle (G_LIST_STORE (model), merged);
}

/**
 * lk_tenant_add_token:
 * @self: a tenant
 * @token: a token that was just created
 *
 * Lists a new token at once; the next list of the service takes its place.
 */
void
lk_tenant_add_token (LkTenant      *self,
                     LkPulsarToken *token)
{
  g_return_if_fail (LK_IS_TENANT (self));
  g_return_if_fail (LK_IS_PULSAR_TOKEN (token));

  g_list_store_insert (G_LIST_STORE (lk_tenant_get_tokens (self)), 0, token);
}
