/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-state-streaming.h"

#include "lk-state-private.h"
#include "lk-state-rows.h"
#include "lk-tenant.h"

#define TEXT_ACCOUNT_ID 0

/**
 * lk_state_streaming_free:
 * @self: (transfer full): what is remembered
 */
void
lk_state_streaming_free (LkStateStreaming *self)
{
  g_clear_pointer (&self->tenants, g_ptr_array_unref);
  g_clear_pointer (&self->notes, g_hash_table_unref);
  g_clear_pointer (&self->hosts, g_hash_table_unref);
  g_clear_pointer (&self->read_at, g_date_time_unref);
  g_free (self);
}

/**
 * lk_state_pulsar_note_key:
 * @cluster: a cluster
 * @tenant: a tenant on it
 * @token_id: one of its tokens
 *
 * Returns: (transfer full): the key of that token's note in #LkStateStreaming
 */
char *
lk_state_pulsar_note_key (const char *cluster,
                          const char *tenant,
                          const char *token_id)
{
  return g_strjoin ("\n", cluster, tenant, token_id, NULL);
}

/* A tenant, or NULL if the text makes none. */
static LkTenant *
facts_from_text (const char *text)
{
  const char *values[LK_TENANT_N_FIELDS] = { NULL };
  g_autoptr (GVariant) facts = g_variant_parse (G_VARIANT_TYPE ("a{ss}"), text, NULL, NULL, NULL);

  if (facts == NULL)
    return NULL;

  for (guint i = 0; i < LK_TENANT_N_FIELDS; i++)
    g_variant_lookup (facts, lk_tenant_field_get_key ((LkTenantField) i), "&s", &values[i]);
  if (values[LK_TENANT_NAME] == NULL || values[LK_TENANT_CLUSTER] == NULL)
    return NULL;

  return lk_tenant_new (values);
}

static sqlite3_stmt *
select_rows (LkDatabase *database,
             const char *sql,
             GPtrArray  *texts,
             GError    **error)
{
  g_autoptr (sqlite3_stmt) statement = lk_database_prepare (database, sql, LK_STATE_ERROR_READ, error);

  if (statement == NULL || !lk_state_rows_bind (statement, texts, TEXT_ACCOUNT_ID, 1, error))
    return NULL;

  return g_steal_pointer (&statement);
}

static gboolean
read_time (LkDatabase        *database,
           GPtrArray         *texts,
           LkStateStreaming  *streaming,
           GError           **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  int status;

  statement = select_rows (database, "SELECT read_at FROM streaming WHERE account_id = ?1", texts, error);
  if (statement == NULL)
    return FALSE;

  status = sqlite3_step (statement);
  if (status == SQLITE_ROW)
    streaming->read_at = lk_state_rows_time (statement, 0);

  return status == SQLITE_ROW || status == SQLITE_DONE || lk_database_fail (database, LK_STATE_ERROR_READ, error);
}

/* Fills @by_position, from a row's position to its tenant. */
static gboolean
read_tenants (LkDatabase        *database,
              GPtrArray         *texts,
              LkStateStreaming  *streaming,
              GHashTable        *by_position,
              GError           **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  int status;

  statement = select_rows (database, "SELECT position, facts, loaded FROM tenant WHERE account_id = ?1 ORDER BY position",
                           texts, error);
  if (statement == NULL)
    return FALSE;

  for (status = sqlite3_step (statement); status == SQLITE_ROW; status = sqlite3_step (statement))
    {
      LkTenant *tenant = facts_from_text ((const char *) sqlite3_column_text (statement, 1));

      if (tenant == NULL)
        continue;
      g_object_set (tenant, "loaded", sqlite3_column_int (statement, 2) != 0, NULL);
      g_ptr_array_add (streaming->tenants, tenant);
      g_hash_table_insert (by_position, GINT_TO_POINTER (sqlite3_column_int (statement, 0)), tenant);
    }

  return status == SQLITE_DONE || lk_database_fail (database, LK_STATE_ERROR_READ, error);
}

static LkPulsarToken *
make_token (LkTenant     *tenant,
            sqlite3_stmt *statement)
{
  g_autoptr (GDateTime) issued = lk_state_rows_time (statement, 4);
  g_autoptr (GDateTime) expiry = lk_state_rows_time (statement, 5);

  return g_object_new (LK_TYPE_PULSAR_TOKEN,
                       "tenant-name", lk_tenant_get_name (tenant),
                       "cluster-name", lk_tenant_get_cluster (tenant),
                       "id", sqlite3_column_text (statement, 1),
                       "subject", sqlite3_column_text (statement, 2),
                       "issuer", sqlite3_column_text (statement, 3),
                       "issued", issued,
                       "expiry", expiry,
                       "expiry-known", sqlite3_column_int (statement, 6) != 0,
                       NULL);
}

static gboolean
read_tokens (LkDatabase  *database,
             GPtrArray   *texts,
             GHashTable  *by_position,
             GError     **error)
{
  g_autoptr (GHashTable) tokens = NULL; /* LkTenant → GPtrArray of LkPulsarToken */
  g_autoptr (sqlite3_stmt) statement = NULL;
  GHashTableIter iter;
  gpointer tenant;
  gpointer list;
  int status;

  statement = select_rows (database,
                           "SELECT tenant, id, subject, issuer, issued, expiry, expiry_known FROM pulsar_token"
                           " WHERE account_id = ?1 ORDER BY position",
                           texts, error);
  if (statement == NULL)
    return FALSE;

  tokens = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  for (status = sqlite3_step (statement); status == SQLITE_ROW; status = sqlite3_step (statement))
    {
      tenant = g_hash_table_lookup (by_position, GINT_TO_POINTER (sqlite3_column_int (statement, 0)));
      if (tenant == NULL)
        continue;

      list = g_hash_table_lookup (tokens, tenant);
      if (list == NULL)
        {
          list = g_ptr_array_new_with_free_func (g_object_unref);
          g_hash_table_insert (tokens, tenant, list);
        }
      g_ptr_array_add (list, make_token (tenant, statement));
    }

  g_hash_table_iter_init (&iter, tokens);
  while (g_hash_table_iter_next (&iter, &tenant, &list))
    lk_tenant_replace_tokens (tenant, list);

  return status == SQLITE_DONE || lk_database_fail (database, LK_STATE_ERROR_READ, error);
}

static gboolean
read_notes (LkDatabase        *database,
            GPtrArray         *texts,
            LkStateStreaming  *streaming,
            GError           **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  int status;

  statement = select_rows (database, "SELECT cluster, tenant, token_id, note FROM pulsar_note WHERE account_id = ?1",
                           texts, error);
  if (statement == NULL)
    return FALSE;

  for (status = sqlite3_step (statement); status == SQLITE_ROW; status = sqlite3_step (statement))
    g_hash_table_replace (streaming->notes,
                          lk_state_pulsar_note_key ((const char *) sqlite3_column_text (statement, 0),
                                                    (const char *) sqlite3_column_text (statement, 1),
                                                    (const char *) sqlite3_column_text (statement, 2)),
                          lk_database_column (statement, 3));

  return status == SQLITE_DONE || lk_database_fail (database, LK_STATE_ERROR_READ, error);
}

static gboolean
read_hosts (LkDatabase        *database,
            GPtrArray         *texts,
            LkStateStreaming  *streaming,
            GError           **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  int status;

  statement = select_rows (database, "SELECT origin FROM confirmed_host WHERE account_id = ?1", texts, error);
  if (statement == NULL)
    return FALSE;

  for (status = sqlite3_step (statement); status == SQLITE_ROW; status = sqlite3_step (statement))
    g_hash_table_add (streaming->hosts, lk_database_column (statement, 0));

  return status == SQLITE_DONE || lk_database_fail (database, LK_STATE_ERROR_READ, error);
}

static gpointer
read_streaming (LkDatabase *database,
                GPtrArray  *texts,
                GError    **error)
{
  g_autoptr (LkStateStreaming) streaming = g_new0 (LkStateStreaming, 1);
  g_autoptr (GHashTable) by_position = g_hash_table_new (NULL, NULL);
  gboolean done;

  streaming->tenants = g_ptr_array_new_with_free_func (g_object_unref);
  streaming->notes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  streaming->hosts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (!lk_database_execute (database, "BEGIN", LK_STATE_ERROR_READ, error))
    return NULL;
  done = read_time (database, texts, streaming, error)
         && read_tenants (database, texts, streaming, by_position, error)
         && read_tokens (database, texts, by_position, error) && read_notes (database, texts, streaming, error)
         && read_hosts (database, texts, streaming, error);
  sqlite3_exec (database, "COMMIT", NULL, NULL, NULL);

  return done ? g_steal_pointer (&streaming) : NULL;
}

/**
 * lk_state_read_streaming_async:
 * @self: the state
 * @account_id: an account
 * @cancellable: (nullable): cancels it before its turn
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Reads what is remembered of the streaming half of an account, as of one moment.
 */
void
lk_state_read_streaming_async (LkState             *self,
                               const char          *account_id,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (LK_IS_STATE (self));
  g_return_if_fail (account_id != NULL);

  lk_state_run (self, lk_state_read_streaming_async, read_streaming, lk_state_rows_from_id (account_id),
                (GDestroyNotify) lk_state_streaming_free, cancellable, callback, user_data);
}

/**
 * lk_state_read_streaming_finish:
 * @self: the state
 * @result: what the callback was given
 * @error: return location for a #LkStateError
 *
 * Returns: (transfer full): what is remembered, empty where nothing is, or %NULL with @error set
 */
LkStateStreaming *
lk_state_read_streaming_finish (LkState       *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_state_read_streaming_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
