/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-state-streaming.h"

#include "lk-state-private.h"
#include "lk-state-rows.h"
#include "lk-tenant.h"

/* The rows of the streaming half are written as one flat array of texts: account id, time, how many tenants, then the
 * columns of each tenant and of each token. */

enum
{
  TEXT_ACCOUNT_ID,
  TEXT_READ_AT,
  TEXT_N_TENANTS,
  N_TEXTS_BEFORE
};

#define N_TENANT_TEXTS 2
#define N_TOKEN_TEXTS 7

static char *
copy_harmless (const char *text)
{
  return lk_database_may_hold (text) ? g_strdup (text) : NULL;
}

static char *
facts_to_text (LkTenant *tenant)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{ss}"));
  g_autoptr (GVariant) facts = NULL;

  for (guint i = 0; i < LK_TENANT_N_FIELDS; i++)
    {
      const char *value = lk_tenant_get (tenant, (LkTenantField) i);

      if (value != NULL && lk_database_may_hold (value))
        g_variant_builder_add (&builder, "{ss}", lk_tenant_field_get_key ((LkTenantField) i), value);
    }
  facts = g_variant_ref_sink (g_variant_builder_end (&builder));

  return g_variant_print (facts, FALSE);
}

/* A token as it is at the time of the call: only its end can change. */
typedef struct
{
  LkPulsarToken *token;
  guint          tenant; /* its number */
  GDateTime     *expiry; /* NULL: none */
  gboolean       expiry_known;
} TokenCopy;

/* What is to be written. There may be very many tokens: the texts are made in the database's thread, from what never
 * changes in an object. */
typedef struct
{
  char      *account_id;
  char      *read_at;
  GPtrArray *tenants;
  GArray    *loaded; /* of gboolean, for each tenant */
  GArray    *tokens; /* of TokenCopy */
} Snapshot;

static void
clear_token_copy (gpointer data)
{
  TokenCopy *copy = data;

  g_object_unref (copy->token);
  g_clear_pointer (&copy->expiry, g_date_time_unref);
}

static void
snapshot_free (gpointer data)
{
  Snapshot *snapshot = data;

  g_free (snapshot->account_id);
  g_free (snapshot->read_at);
  g_ptr_array_unref (snapshot->tenants);
  g_array_unref (snapshot->loaded);
  g_array_unref (snapshot->tokens);
  g_free (snapshot);
}

static void
copy_tokens (Snapshot *snapshot,
             LkTenant *tenant,
             guint     number)
{
  GListModel *tokens = lk_tenant_get_tokens (tenant);

  for (guint i = 0; i < g_list_model_get_n_items (tokens); i++)
    {
      LkPulsarToken *token = g_list_model_get_item (tokens, i);
      GDateTime *expiry = lk_pulsar_token_get_expiry (token);
      TokenCopy copy = { token, number, expiry != NULL ? g_date_time_ref (expiry) : NULL,
                         lk_pulsar_token_get_expiry_known (token) };

      g_array_append_val (snapshot->tokens, copy);
    }
}

/* The one thing in the array that the worker gets. */
static GPtrArray *
copy_streaming (const char *account_id,
                GDateTime  *read_at,
                GPtrArray  *tenants)
{
  GPtrArray *copied = g_ptr_array_new_with_free_func (snapshot_free);
  Snapshot *snapshot = g_new0 (Snapshot, 1);

  snapshot->account_id = g_strdup (account_id);
  snapshot->read_at = lk_state_rows_time_text (read_at);
  snapshot->tenants = g_ptr_array_new_with_free_func (g_object_unref);
  snapshot->loaded = g_array_new (FALSE, FALSE, sizeof (gboolean));
  snapshot->tokens = g_array_new (FALSE, FALSE, sizeof (TokenCopy));
  g_array_set_clear_func (snapshot->tokens, clear_token_copy);
  for (guint i = 0; i < tenants->len; i++)
    {
      LkTenant *tenant = g_ptr_array_index (tenants, i);
      gboolean loaded = lk_tenant_get_loaded (tenant);

      g_ptr_array_add (snapshot->tenants, g_object_ref (tenant));
      g_array_append_val (snapshot->loaded, loaded);
      copy_tokens (snapshot, tenant, i);
    }
  g_ptr_array_add (copied, snapshot);

  return copied;
}

static void
add_token (GPtrArray       *texts,
           const TokenCopy *copy)
{
  g_ptr_array_add (texts, g_strdup_printf ("%u", copy->tenant));
  g_ptr_array_add (texts, copy_harmless (lk_pulsar_token_get_id (copy->token)));
  g_ptr_array_add (texts, copy_harmless (lk_pulsar_token_get_subject (copy->token)));
  g_ptr_array_add (texts, copy_harmless (lk_pulsar_token_get_issuer (copy->token)));
  g_ptr_array_add (texts, lk_state_rows_time_text (lk_pulsar_token_get_issued (copy->token)));
  g_ptr_array_add (texts, lk_state_rows_time_text (copy->expiry));
  g_ptr_array_add (texts, g_strdup (copy->expiry_known ? "1" : "0"));
}

static GPtrArray *
write_down (const Snapshot *snapshot)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (texts, g_strdup (snapshot->account_id));
  g_ptr_array_add (texts, g_strdup (snapshot->read_at));
  g_ptr_array_add (texts, g_strdup_printf ("%u", snapshot->tenants->len));
  for (guint i = 0; i < snapshot->tenants->len; i++)
    {
      g_ptr_array_add (texts, facts_to_text (snapshot->tenants->pdata[i]));
      g_ptr_array_add (texts, g_strdup (g_array_index (snapshot->loaded, gboolean, i) ? "1" : "0"));
    }
  for (guint i = 0; i < snapshot->tokens->len; i++)
    add_token (texts, &g_array_index (snapshot->tokens, TokenCopy, i));

  return texts;
}

static gboolean
run_with_account (LkDatabase *database,
                  const char *sql,
                  GPtrArray  *texts,
                  guint       n_texts,
                  GError    **error)
{
  g_autoptr (sqlite3_stmt) statement = lk_database_prepare (database, sql, LK_STATE_ERROR_WRITE, error);

  return statement != NULL && lk_state_rows_bind (statement, texts, TEXT_ACCOUNT_ID, n_texts, error)
         && lk_database_run (database, statement, error);
}

/* The values of each row are ?1 and on, the account and the position the two after them. */
static gboolean
insert_rows (LkDatabase *database,
             const char *sql,
             GPtrArray  *texts,
             guint       first,
             guint       n_rows,
             guint       n_columns,
             GError    **error)
{
  g_autoptr (sqlite3_stmt) statement = lk_database_prepare (database, sql, LK_STATE_ERROR_WRITE, error);

  if (statement == NULL)
    return FALSE;

  for (guint i = 0; i < n_rows; i++)
    {
      sqlite3_reset (statement);
      if (!lk_state_rows_bind (statement, texts, first + i * n_columns, n_columns, error)
          || !lk_database_bind (statement, (int) n_columns + 1, texts->pdata[TEXT_ACCOUNT_ID], error))
        return FALSE;
      if (sqlite3_bind_int64 (statement, (int) n_columns + 2, i) != SQLITE_OK)
        return lk_database_fail (database, LK_STATE_ERROR_WRITE, error);
      if (!lk_database_run (database, statement, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
replace_rows (LkDatabase *database,
              GPtrArray  *texts,
              GError    **error)
{
  const guint n_tenants = (guint) g_ascii_strtoull (texts->pdata[TEXT_N_TENANTS], NULL, 10);
  const guint first_token = N_TEXTS_BEFORE + n_tenants * N_TENANT_TEXTS;

  return run_with_account (database, "DELETE FROM tenant WHERE account_id = ?1", texts, 1, error)
         && run_with_account (database, "DELETE FROM pulsar_token WHERE account_id = ?1", texts, 1, error)
         && run_with_account (database,
                              "INSERT INTO streaming (account_id, read_at) VALUES (?1, ?2)"
                              " ON CONFLICT (account_id) DO UPDATE SET read_at = ?2",
                              texts, 2, error)
         && insert_rows (database,
                         "INSERT INTO tenant (facts, loaded, account_id, position) VALUES (?1, ?2, ?3, ?4)",
                         texts, N_TEXTS_BEFORE, n_tenants, N_TENANT_TEXTS, error)
         && insert_rows (database,
                         "INSERT INTO pulsar_token (tenant, id, subject, issuer, issued, expiry, expiry_known,"
                         "  account_id, position) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                         texts, first_token, (texts->len - first_token) / N_TOKEN_TEXTS, N_TOKEN_TEXTS, error);
}

static gpointer
save_streaming (LkDatabase *database,
                GPtrArray  *copied,
                GError    **error)
{
  g_autoptr (GPtrArray) texts = write_down (copied->pdata[0]);

  if (!lk_database_execute (database, "BEGIN IMMEDIATE", LK_STATE_ERROR_WRITE, error))
    return NULL;

  if (!replace_rows (database, texts, error)
      || !lk_database_execute (database, "COMMIT", LK_STATE_ERROR_WRITE, error))
    sqlite3_exec (database, "ROLLBACK", NULL, NULL, NULL);

  return NULL;
}

/**
 * lk_state_save_streaming_async:
 * @self: the state
 * @account_id: an account that is there
 * @read_at: when its tenants were read
 * @tenants: (element-type LkTenant): its tenants, with their tokens; copied
 * @cancellable: (nullable): cancels it before its turn
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Replaces the last known tenants of an account and their tokens, in one transaction.
 */
void
lk_state_save_streaming_async (LkState             *self,
                               const char          *account_id,
                               GDateTime           *read_at,
                               GPtrArray           *tenants,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (LK_IS_STATE (self));
  g_return_if_fail (account_id != NULL);
  g_return_if_fail (read_at != NULL);
  g_return_if_fail (tenants != NULL);

  lk_state_run (self, lk_state_save_streaming_async, save_streaming, copy_streaming (account_id, read_at, tenants), NULL,
                cancellable, callback, user_data);
}

/**
 * lk_state_save_streaming_finish:
 * @self: the state
 * @result: what the callback was given
 * @error: return location for %LK_STATE_ERROR_WRITE, also where there is no such account
 *
 * Returns: whether they were written
 */
gboolean
lk_state_save_streaming_finish (LkState       *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  return lk_state_finish_void (self, result, lk_state_save_streaming_async, error);
}

static gpointer
save_note (LkDatabase *database,
           GPtrArray  *texts,
           GError    **error)
{
  if (texts->pdata[texts->len - 1] == NULL)
    run_with_account (database,
                      "DELETE FROM pulsar_note WHERE account_id = ?1 AND cluster = ?2 AND tenant = ?3 AND token_id = ?4",
                      texts, texts->len - 1, error);
  else
    run_with_account (database,
                      "INSERT INTO pulsar_note (account_id, cluster, tenant, token_id, note) VALUES (?1, ?2, ?3, ?4, ?5)"
                      " ON CONFLICT (account_id, cluster, tenant, token_id) DO UPDATE SET note = ?5",
                      texts, texts->len, error);

  return NULL;
}

/**
 * lk_state_save_pulsar_note_async:
 * @self: the state
 * @account_id: an account that is there
 * @cluster: a cluster
 * @tenant: a tenant on it
 * @token_id: one of its tokens
 * @note: (nullable): the note, %NULL to forget it
 * @cancellable: (nullable): cancels it before its turn
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Remembers a note on a Pulsar token.
 */
void
lk_state_save_pulsar_note_async (LkState             *self,
                                 const char          *account_id,
                                 const char          *cluster,
                                 const char          *tenant,
                                 const char          *token_id,
                                 const char          *note,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  GPtrArray *texts;

  g_return_if_fail (LK_IS_STATE (self));
  g_return_if_fail (account_id != NULL && cluster != NULL && tenant != NULL && token_id != NULL);

  texts = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (texts, g_strdup (account_id));
  g_ptr_array_add (texts, g_strdup (cluster));
  g_ptr_array_add (texts, g_strdup (tenant));
  g_ptr_array_add (texts, g_strdup (token_id));
  g_ptr_array_add (texts, g_strdup (note));
  lk_state_run (self, lk_state_save_pulsar_note_async, save_note, texts, NULL, cancellable, callback, user_data);
}

/**
 * lk_state_save_pulsar_note_finish:
 * @self: the state
 * @result: what the callback was given
 * @error: return location for %LK_STATE_ERROR_WRITE
 *
 * Returns: whether it was written
 */
gboolean
lk_state_save_pulsar_note_finish (LkState       *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return lk_state_finish_void (self, result, lk_state_save_pulsar_note_async, error);
}

static gpointer
save_host (LkDatabase *database,
           GPtrArray  *texts,
           GError    **error)
{
  run_with_account (database, "INSERT OR IGNORE INTO confirmed_host (account_id, origin) VALUES (?1, ?2)", texts, 2, error);

  return NULL;
}

/**
 * lk_state_save_confirmed_host_async:
 * @self: the state
 * @account_id: an account that is there
 * @origin: where somebody said that its Pulsar tokens may go
 * @cancellable: (nullable): cancels it before its turn
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Remembers a yes, so that it is asked for once.
 */
void
lk_state_save_confirmed_host_async (LkState             *self,
                                    const char          *account_id,
                                    const char          *origin,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  GPtrArray *texts;

  g_return_if_fail (LK_IS_STATE (self));
  g_return_if_fail (account_id != NULL && origin != NULL);

  texts = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (texts, g_strdup (account_id));
  g_ptr_array_add (texts, g_strdup (origin));
  lk_state_run (self, lk_state_save_confirmed_host_async, save_host, texts, NULL, cancellable, callback, user_data);
}

/**
 * lk_state_save_confirmed_host_finish:
 * @self: the state
 * @result: what the callback was given
 * @error: return location for %LK_STATE_ERROR_WRITE
 *
 * Returns: whether it was written
 */
gboolean
lk_state_save_confirmed_host_finish (LkState       *self,
                                     GAsyncResult  *result,
                                     GError       **error)
{
  return lk_state_finish_void (self, result, lk_state_save_confirmed_host_async, error);
}
