/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-streaming-private.h"

#include "lk-list-diff.h"

/* What is listed, and what is known here of it. */

static const char *
find (GHashTable *table,
      const char *key)
{
  return table != NULL && key != NULL ? g_hash_table_lookup (table, key) : NULL;
}

static gboolean
has_any (GHashTable *table)
{
  return table != NULL && g_hash_table_size (table) > 0;
}

/* There may be very many tokens, and of most nothing is known: then nothing is made or set. */
static void
describe_token (LkStreaming   *self,
                LkPulsarToken *token)
{
  g_autofree char *key = NULL;
  const char *note;
  const char *name;
  gboolean stored;
  gboolean maybe_stored;

  if (lk_pulsar_token_get_id (token) == NULL)
    return;

  if (has_any (self->notes) || has_any (self->stored))
    key = lk_streaming_make_key (token);
  note = find (self->notes, key);
  if (g_strcmp0 (note, lk_pulsar_token_get_note (token)) != 0)
    g_object_set (token, "note", note, NULL);

  name = find (self->stored, key);
  stored = self->stored != NULL ? name != NULL : lk_pulsar_token_get_stored (token);
  maybe_stored = self->stored == NULL && !stored && self->keyring_error != NULL;
  if (self->stored == NULL)
    name = lk_pulsar_token_get_script_name (token);
  else if (name != NULL && *name == '\0')
    name = NULL;
  if (stored != lk_pulsar_token_get_stored (token) || maybe_stored != lk_pulsar_token_get_maybe_stored (token)
      || g_strcmp0 (name, lk_pulsar_token_get_script_name (token)) != 0)
    g_object_set (token, "stored", stored, "maybe-stored", maybe_stored, "script-name", name, NULL);
}

/*< private >
 * lk_streaming_describe:
 * @self: the streaming half of an account
 * @tenant: one of its tenants
 *
 * Tells each token of @tenant what is known of it here.
 */
void
lk_streaming_describe (LkStreaming *self,
                       LkTenant    *tenant)
{
  GListModel *tokens = lk_tenant_get_tokens (tenant);

  for (guint i = 0; i < g_list_model_get_n_items (tokens); i++)
    {
      g_autoptr (LkPulsarToken) token = g_list_model_get_item (tokens, i);

      describe_token (self, token);
    }
}

/*< private >
 * lk_streaming_take_stored:
 * @self: the streaming half of an account
 * @infos: (element-type LkSecretInfo): all Pulsar tokens of the organization that are in the keyring
 */
void
lk_streaming_take_stored (LkStreaming *self,
                          GPtrArray   *infos)
{
  GListModel *tenants = G_LIST_MODEL (self->tenants);

  g_clear_pointer (&self->stored, g_hash_table_unref);
  self->stored = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < infos->len; i++)
    {
      LkSecretInfo *info = g_ptr_array_index (infos, i);
      const char *cluster = lk_secret_info_get (info, "cluster");
      const char *tenant = lk_secret_info_get (info, "tenant");
      const char *token_id = lk_secret_info_get (info, "token-id");
      const char *name = lk_secret_info_get (info, "name");

      if (cluster != NULL && tenant != NULL && token_id != NULL)
        g_hash_table_replace (self->stored, lk_state_pulsar_note_key (cluster, tenant, token_id),
                              g_strdup (name != NULL ? name : ""));
    }

  for (guint i = 0; i < g_list_model_get_n_items (tenants); i++)
    {
      g_autoptr (LkTenant) tenant = g_list_model_get_item (tenants, i);

      lk_streaming_describe (self, tenant);
    }
}

static char *
make_tenant_key (LkTenant *tenant)
{
  return g_strjoin ("\n", lk_tenant_get_cluster (tenant), lk_tenant_get_name (tenant), NULL);
}

/* The service tells something new of a tenant: the new object takes over its tokens and what is known of those. */
static void
move_tokens (LkTenant *from,
             LkTenant *to)
{
  GListModel *tokens = lk_tenant_get_tokens (from);
  g_autoptr (GPtrArray) moved = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (tokens); i++)
    g_ptr_array_add (moved, g_list_model_get_item (tokens, i));
  lk_tenant_replace_tokens (to, moved);
  g_object_set (to, "loaded", lk_tenant_get_loaded (from), "error", lk_tenant_get_error (from), NULL);
}

/*< private >
 * lk_streaming_replace_tenants:
 * @self: the streaming half of an account
 * @tenants: (element-type LkTenant): what the service lists now
 *
 * Takes a new list. A tenant of which nothing has changed keeps its object: selections and pages hold on to it.
 */
void
lk_streaming_replace_tenants (LkStreaming *self,
                              GPtrArray   *tenants)
{
  GListModel *model = G_LIST_MODEL (self->tenants);
  g_autoptr (GHashTable) before = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) merged = g_ptr_array_new_full (tenants->len, g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      LkTenant *tenant = g_list_model_get_item (model, i);

      g_hash_table_replace (before, make_tenant_key (tenant), tenant);
    }
  for (guint i = 0; i < tenants->len; i++)
    {
      LkTenant *tenant = g_ptr_array_index (tenants, i);
      g_autofree char *key = make_tenant_key (tenant);
      LkTenant *there = g_hash_table_lookup (before, key);

      /* A tenant is there once, whatever the list says. */
      if (!g_hash_table_add (seen, g_strdup (key)))
        continue;
      if (there != NULL && there != tenant && !lk_tenant_is_same (there, tenant))
        move_tokens (there, tenant);
      else if (there != NULL)
        tenant = there;
      g_ptr_array_add (merged, g_object_ref (tenant));
      lk_streaming_describe (self, tenant);
    }

  lk_list_diff_splice_middle (self->tenants, merged);
}

/*< private >
 * lk_streaming_take_tokens:
 * @self: the streaming half of an account
 * @tenant: one of its tenants
 * @tokens: (element-type LkPulsarToken): what the service lists of it now
 */
void
lk_streaming_take_tokens (LkStreaming *self,
                          LkTenant    *tenant,
                          GPtrArray   *tokens)
{
  lk_tenant_replace_tokens (tenant, tokens);
  lk_streaming_describe (self, tenant);
  g_object_set (tenant, "loaded", TRUE, "error", NULL, NULL);
}

/**
 * lk_streaming_has_script_name:
 * @self: the streaming half of an account
 * @name: a script name
 *
 * Tells whether scripts get one of its Pulsar tokens by @name, listed or not, as far as the keyring was read.
 *
 * Returns: whether it is taken
 */
gboolean
lk_streaming_has_script_name (LkStreaming *self,
                              const char  *name)
{
  GHashTableIter iter;
  gpointer taken;

  g_return_val_if_fail (LK_IS_STREAMING (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  if (self->stored == NULL)
    return FALSE;

  g_hash_table_iter_init (&iter, self->stored);
  while (g_hash_table_iter_next (&iter, NULL, &taken))
    if (g_strcmp0 (taken, name) == 0)
      return TRUE;

  return FALSE;
}
