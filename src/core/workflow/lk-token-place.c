/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-token-place.h"

#include "lk-app-token.h"
#include "lk-state-streaming.h"

/**
 * lk_token_place_free:
 * @self: (transfer full): a place
 */
void
lk_token_place_free (LkTokenPlace *self)
{
  g_clear_object (&self->account);
  g_clear_object (&self->tenant);
  g_clear_object (&self->tokens);
  g_clear_pointer (&self->notes, g_hash_table_unref);
  g_free (self);
}

static const char *
find_note (const LkTokenPlace *self,
           LkListedToken      *token)
{
  const char *id = LK_LISTED_TOKEN_GET_IFACE (token)->get_id (token);
  g_autofree char *key = NULL;

  if (id == NULL)
    return NULL;
  if (self->tenant == NULL)
    return g_hash_table_lookup (self->notes, id);

  key = lk_state_pulsar_note_key (lk_tenant_get_cluster (self->tenant), lk_tenant_get_name (self->tenant), id);

  return g_hash_table_lookup (self->notes, key);
}

/**
 * lk_token_place_get:
 * @self: a place
 * @position: which of its tokens
 *
 * Gets a token, which knows its note then.
 *
 * Returns: (transfer full) (nullable): the token, %NULL if there are not so many
 */
LkListedToken *
lk_token_place_get (const LkTokenPlace *self,
                    guint               position)
{
  g_autoptr (LkListedToken) token = g_list_model_get_item (self->tokens, position);
  const char *note;

  if (token == NULL || self->notes == NULL || g_hash_table_size (self->notes) == 0)
    return g_steal_pointer (&token);

  note = find_note (self, token);
  if (note != NULL)
    g_object_set (token, "note", note, NULL);

  return g_steal_pointer (&token);
}

static void
add_place (GPtrArray  *places,
           LkAccount  *account,
           LkTenant   *tenant,
           GListModel *tokens,
           GHashTable *notes)
{
  LkTokenPlace *place = g_new0 (LkTokenPlace, 1);

  place->account = g_object_ref (account);
  place->tenant = tenant != NULL ? g_object_ref (tenant) : NULL;
  place->tokens = g_object_ref (tokens);
  place->notes = notes != NULL ? g_hash_table_ref (notes) : NULL;
  g_ptr_array_add (places, place);
}

static GPtrArray *
create_places (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) lk_token_place_free);
}

/**
 * lk_token_places_collect:
 * @inventories: the tokens of all accounts
 *
 * Returns: (transfer full) (element-type LkTokenPlace): where they are listed, with models that change as they do
 */
GPtrArray *
lk_token_places_collect (LkInventories *inventories)
{
  GListModel *model = G_LIST_MODEL (inventories);
  GPtrArray *places = create_places ();

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (LkInventory) inventory = g_list_model_get_item (model, i);
      LkAccount *account = lk_inventory_get_account (inventory);
      GListModel *tenants = lk_streaming_get_tenants (lk_inventories_get_streaming (inventories, inventory));

      add_place (places, account, NULL, lk_inventory_get_tokens (inventory), NULL);
      for (guint j = 0; j < g_list_model_get_n_items (tenants); j++)
        {
          g_autoptr (LkTenant) tenant = g_list_model_get_item (tenants, j);

          add_place (places, account, tenant, lk_tenant_get_tokens (tenant), NULL);
        }
    }

  return places;
}

/* Reading what is remembered: the accounts, and for one after the other both kinds of its tokens. */
typedef struct
{
  LkState   *state;
  GPtrArray *accounts;
  guint      next;
  GPtrArray *places;
} Read;

static void
read_free (gpointer data)
{
  Read *read = data;

  g_clear_object (&read->state);
  g_clear_pointer (&read->accounts, g_ptr_array_unref);
  g_clear_pointer (&read->places, g_ptr_array_unref);
  g_free (read);
}

static void read_next (GTask *task);

static void
streaming_read_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Read *read = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (LkStateStreaming) remembered = lk_state_read_streaming_finish (LK_STATE (source), result, &error);

  if (remembered == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  for (guint i = 0; i < remembered->tenants->len; i++)
    {
      LkTenant *tenant = remembered->tenants->pdata[i];

      add_place (read->places, read->accounts->pdata[read->next], tenant, lk_tenant_get_tokens (tenant), remembered->notes);
    }
  read->next++;
  read_next (g_steal_pointer (&task));
}

static void
lists_read_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Read *read = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (LkStateLists) lists = lk_state_read_lists_finish (LK_STATE (source), result, &error);
  g_autoptr (GListStore) tokens = NULL;
  GCancellable *cancellable = g_task_get_cancellable (task);
  LkAccount *account = read->accounts->pdata[read->next];

  if (lists == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  tokens = g_list_store_new (LK_TYPE_APP_TOKEN);
  g_list_store_splice (tokens, 0, 0, lists->tokens->pdata, lists->tokens->len);
  add_place (read->places, account, NULL, G_LIST_MODEL (tokens), lists->notes);
  lk_state_read_streaming_async (read->state, lk_account_get_id (account), cancellable, streaming_read_cb,
                                 g_steal_pointer (&task));
}

static void
read_next (GTask *unowned_task)
{
  g_autoptr (GTask) task = unowned_task;
  Read *read = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (read->next < read->accounts->len)
    lk_state_read_lists_async (read->state, lk_account_get_id (read->accounts->pdata[read->next]), cancellable, lists_read_cb,
                               g_steal_pointer (&task));
  else
    g_task_return_pointer (task, g_steal_pointer (&read->places), (GDestroyNotify) g_ptr_array_unref);
}

static void
accounts_listed_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Read *read = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  read->accounts = lk_state_list_accounts_finish (LK_STATE (source), result, &error);
  if (read->accounts == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    read_next (g_steal_pointer (&task));
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GCancellable *cancellable = g_task_get_cancellable (task);
  Read *read = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  read->state = lk_state_open_finish (result, &error);
  if (read->state == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    lk_state_list_accounts_async (read->state, cancellable, accounts_listed_cb, g_steal_pointer (&task));
}

/**
 * lk_token_places_read_async:
 * @directory: the folder of the database
 * @cancellable: (nullable): cancels it
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Reads which tokens the database remembers, of all accounts and tenants, and nothing else: neither the keyring, which
 * alone has the script names, nor the network is asked.
 */
void
lk_token_places_read_async (const char          *directory,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Read *read;

  g_return_if_fail (directory != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_token_places_read_async);
  read = g_new0 (Read, 1);
  read->places = create_places ();
  g_task_set_task_data (task, read, read_free);
  lk_state_open_async (directory, cancellable, opened_cb, g_steal_pointer (&task));
}

/**
 * lk_token_places_read_finish:
 * @result: what the callback was given
 * @error: return location for a #LkStateError
 *
 * Returns: (transfer full) (element-type LkTokenPlace): where the tokens are listed, or %NULL with @error set
 */
GPtrArray *
lk_token_places_read_finish (GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_token_places_read_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
