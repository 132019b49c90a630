/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-state-uses.h"

#include "lk-state-private.h"
#include "lk-state-rows.h"

#define N_COLUMNS 4 /* that say which token it is, and are the first texts of each call */
#define OF_TOKEN "account_id = ?1 AND cluster = ?2 AND tenant = ?3 AND token_id = ?4"

/**
 * lk_used_token_copy:
 * @self: a token
 *
 * Returns: (transfer full): a copy with texts of its own, for lk_used_token_free()
 */
LkUsedToken *
lk_used_token_copy (const LkUsedToken *self)
{
  LkUsedToken *copy = g_new (LkUsedToken, 1);

  copy->account_id = g_strdup (self->account_id);
  copy->cluster_name = g_strdup (self->cluster_name);
  copy->tenant_name = g_strdup (self->tenant_name);
  copy->token_id = g_strdup (self->token_id);

  return copy;
}

/**
 * lk_used_token_free:
 * @self: (transfer full): a copy
 */
void
lk_used_token_free (LkUsedToken *self)
{
  g_free ((char *) self->account_id);
  g_free ((char *) self->cluster_name);
  g_free ((char *) self->tenant_name);
  g_free ((char *) self->token_id);
  g_free (self);
}

/**
 * lk_used_token_equal:
 * @self: a token
 * @other: a token
 *
 * Returns: whether both are the same token
 */
gboolean
lk_used_token_equal (const LkUsedToken *self,
                     const LkUsedToken *other)
{
  return g_strcmp0 (self->account_id, other->account_id) == 0 && g_strcmp0 (self->cluster_name, other->cluster_name) == 0
         && g_strcmp0 (self->tenant_name, other->tenant_name) == 0 && g_strcmp0 (self->token_id, other->token_id) == 0;
}

static GPtrArray *
to_texts (const LkUsedToken *token)
{
  GPtrArray *texts = lk_state_rows_from_id (token->account_id);

  g_ptr_array_add (texts, g_strdup (token->cluster_name != NULL ? token->cluster_name : ""));
  g_ptr_array_add (texts, g_strdup (token->tenant_name != NULL ? token->tenant_name : ""));
  g_ptr_array_add (texts, g_strdup (token->token_id));

  return texts;
}

static gpointer
list_uses (LkDatabase *database,
           GPtrArray  *texts,
           GError    **error)
{
  g_autoptr (GPtrArray) uses = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (sqlite3_stmt) statement = NULL;
  int status;

  statement = lk_database_prepare (database, "SELECT text, switched FROM token_use WHERE " OF_TOKEN " ORDER BY position",
                                   LK_STATE_ERROR_READ, error);
  if (statement == NULL || !lk_state_rows_bind (statement, texts, 0, N_COLUMNS, error))
    return NULL;

  for (status = sqlite3_step (statement); status == SQLITE_ROW; status = sqlite3_step (statement))
    g_ptr_array_add (uses, lk_token_use_new ((const char *) sqlite3_column_text (statement, 0),
                                             sqlite3_column_int (statement, 1) != 0));
  if (status != SQLITE_DONE)
    {
      lk_database_fail (database, LK_STATE_ERROR_READ, error);
      return NULL;
    }

  return g_steal_pointer (&uses);
}

static gpointer
save_use (LkDatabase *database,
          GPtrArray  *texts,
          GError    **error)
{
  return lk_state_rows_change (database,
                               "INSERT INTO token_use (account_id, cluster, tenant, token_id, text, switched)"
                               " VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
                               " ON CONFLICT (account_id, cluster, tenant, token_id, text) DO UPDATE SET switched = ?6",
                               texts, error);
}

static gpointer
remove_use (LkDatabase *database,
            GPtrArray  *texts,
            GError    **error)
{
  return lk_state_rows_change (database, "DELETE FROM token_use WHERE " OF_TOKEN " AND text = ?5", texts, error);
}

/* Also where it failed: whoever shows them shows what is written down. */
static gboolean
finish_change (LkState       *self,
               GAsyncResult  *result,
               gpointer       tag,
               GError       **error)
{
  gboolean changed = lk_state_finish_void (self, result, tag, error);

  g_signal_emit_by_name (self, "uses-changed");

  return changed;
}

/**
 * lk_state_list_uses_async:
 * @self: the state
 * @token: a token
 * @cancellable: (nullable): cancels it before its turn
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Reads what holds a copy of a token.
 */
void
lk_state_list_uses_async (LkState             *self,
                          const LkUsedToken   *token,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_return_if_fail (LK_IS_STATE (self));
  g_return_if_fail (token != NULL && token->account_id != NULL && token->token_id != NULL);

  lk_state_run (self, lk_state_list_uses_async, list_uses, to_texts (token), (GDestroyNotify) g_ptr_array_unref, cancellable,
                callback, user_data);
}

/**
 * lk_state_list_uses_finish:
 * @self: the state
 * @result: what the callback was given
 * @error: return location for %LK_STATE_ERROR_READ
 *
 * Returns: (transfer full) (element-type LkTokenUse): the uses, or %NULL with @error set
 */
GPtrArray *
lk_state_list_uses_finish (LkState       *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_state_list_uses_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * lk_state_save_use_async:
 * @self: the state
 * @token: a token of an account that is remembered
 * @text: what holds a copy
 * @switched: whether it has the new token
 * @cancellable: (nullable): cancels it before its turn
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Writes down a use.
 */
void
lk_state_save_use_async (LkState             *self,
                         const LkUsedToken   *token,
                         const char          *text,
                         gboolean             switched,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GPtrArray *texts;

  g_return_if_fail (LK_IS_STATE (self));
  g_return_if_fail (token != NULL && token->account_id != NULL && token->token_id != NULL);
  g_return_if_fail (text != NULL);

  texts = to_texts (token);
  g_ptr_array_add (texts, g_strdup (text));
  g_ptr_array_add (texts, g_strdup (switched ? "1" : "0"));
  lk_state_run (self, lk_state_save_use_async, save_use, texts, NULL, cancellable, callback, user_data);
}

/**
 * lk_state_save_use_finish:
 * @self: the state
 * @result: what the callback was given
 * @error: return location for %LK_STATE_ERROR_WRITE
 *
 * Returns: whether it was written
 */
gboolean
lk_state_save_use_finish (LkState       *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  return finish_change (self, result, lk_state_save_use_async, error);
}

/**
 * lk_state_remove_use_async:
 * @self: the state
 * @token: a token
 * @text: what holds no copy any more
 * @cancellable: (nullable): cancels it before its turn
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Forgets a use.
 */
void
lk_state_remove_use_async (LkState             *self,
                           const LkUsedToken   *token,
                           const char          *text,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  GPtrArray *texts;

  g_return_if_fail (LK_IS_STATE (self));
  g_return_if_fail (token != NULL && token->account_id != NULL && token->token_id != NULL);
  g_return_if_fail (text != NULL);

  texts = to_texts (token);
  g_ptr_array_add (texts, g_strdup (text));
  lk_state_run (self, lk_state_remove_use_async, remove_use, texts, NULL, cancellable, callback, user_data);
}

/**
 * lk_state_remove_use_finish:
 * @self: the state
 * @result: what the callback was given
 * @error: return location for %LK_STATE_ERROR_WRITE
 *
 * Returns: whether it was written
 */
gboolean
lk_state_remove_use_finish (LkState       *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return finish_change (self, result, lk_state_remove_use_async, error);
}
