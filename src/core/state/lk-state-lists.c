/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-state-lists.h"

#include "lk-app-token.h"
#include "lk-role.h"
#include "lk-state-rows.h"
#include "lk-state.h"

/* The rows of the last known lists and of notes. A list is handed to the worker as one flat array of texts: account id,
 * time, how many tokens, then the columns of each token and of each role. */

enum
{
  TEXT_ACCOUNT_ID,
  TEXT_READ_AT,
  TEXT_N_TOKENS,
  N_TEXTS_BEFORE
};

#define N_TOKEN_TEXTS 5
#define N_ROLE_TEXTS 5

/**
 * lk_state_lists_free:
 * @self: (transfer full): what is remembered of an account
 */
void
lk_state_lists_free (LkStateLists *self)
{
  g_clear_pointer (&self->tokens, g_ptr_array_unref);
  g_clear_pointer (&self->roles, g_ptr_array_unref);
  g_clear_pointer (&self->notes, g_hash_table_unref);
  g_clear_pointer (&self->read_at, g_date_time_unref);
  g_free (self);
}

/* A description that looks like a secret is somebody's slip at the service. It does not go into the database, and the
 * rest of the list does. */
static void
add_token (GPtrArray  *texts,
           LkAppToken *token)
{
  const char *description = lk_app_token_get_description (token);

  g_ptr_array_add (texts, g_strdup (lk_app_token_get_client_id (token)));
  g_ptr_array_add (texts, lk_state_rows_join (lk_app_token_get_role_ids (token)));
  g_ptr_array_add (texts, lk_state_rows_time_text (lk_app_token_get_generated_on (token)));
  g_ptr_array_add (texts, lk_database_may_hold (description) ? g_strdup (description) : NULL);
  g_ptr_array_add (texts, lk_state_rows_time_text (lk_app_token_get_token_expiry (token)));
}

static void
add_role (GPtrArray *texts,
          LkRole    *role)
{
  g_ptr_array_add (texts, g_strdup (lk_role_get_id (role)));
  g_ptr_array_add (texts, g_strdup (lk_role_get_name (role)));
  g_ptr_array_add (texts, g_strdup (lk_role_get_has_policy (role) ? "1" : "0"));
  g_ptr_array_add (texts, lk_state_rows_join (lk_role_get_actions (role)));
  g_ptr_array_add (texts, lk_state_rows_join (lk_role_get_resources (role)));
}

/**
 * lk_state_rows_from_lists:
 * @account_id: an account
 * @read_at: when the lists were read
 * @tokens: (element-type LkAppToken): its tokens
 * @roles: (element-type LkRole): its roles
 *
 * Copies both lists.
 *
 * Returns: (transfer full) (element-type utf8): their columns, some of them %NULL
 */
GPtrArray *
lk_state_rows_from_lists (const char *account_id,
                          GDateTime  *read_at,
                          GPtrArray  *tokens,
                          GPtrArray  *roles)
{
  const guint n = N_TEXTS_BEFORE + tokens->len * N_TOKEN_TEXTS + roles->len * N_ROLE_TEXTS;
  GPtrArray *texts = g_ptr_array_new_full (n, g_free);

  g_ptr_array_add (texts, g_strdup (account_id));
  g_ptr_array_add (texts, lk_state_rows_time_text (read_at));
  g_ptr_array_add (texts, g_strdup_printf ("%u", tokens->len));
  for (guint i = 0; i < tokens->len; i++)
    add_token (texts, g_ptr_array_index (tokens, i));
  for (guint i = 0; i < roles->len; i++)
    add_role (texts, g_ptr_array_index (roles, i));

  return texts;
}

/**
 * lk_state_rows_from_note:
 * @account_id: an account
 * @client_id: a token
 * @note: (nullable): its note
 *
 * Returns: (transfer full) (element-type utf8): the columns
 */
GPtrArray *
lk_state_rows_from_note (const char *account_id,
                         const char *client_id,
                         const char *note)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (texts, g_strdup (account_id));
  g_ptr_array_add (texts, g_strdup (client_id));
  g_ptr_array_add (texts, g_strdup (note));

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
replace_lists (LkDatabase *database,
               GPtrArray  *texts,
               GError    **error)
{
  const guint n_tokens = (guint) g_ascii_strtoull (texts->pdata[TEXT_N_TOKENS], NULL, 10);
  const guint first_role = N_TEXTS_BEFORE + n_tokens * N_TOKEN_TEXTS;

  return run_with_account (database, "DELETE FROM token WHERE account_id = ?1", texts, 1, error)
         && run_with_account (database, "DELETE FROM role WHERE account_id = ?1", texts, 1, error)
         && run_with_account (database,
                              "INSERT INTO list (account_id, read_at) VALUES (?1, ?2)"
                              " ON CONFLICT (account_id) DO UPDATE SET read_at = ?2",
                              texts, 2, error)
         && insert_rows (database,
                         "INSERT INTO token (client_id, role_ids, generated_on, description, token_expiry, account_id,"
                         "  position) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                         texts, N_TEXTS_BEFORE, n_tokens, N_TOKEN_TEXTS, error)
         && insert_rows (database,
                         "INSERT INTO role (id, name, has_policy, actions, resources, account_id, position)"
                         " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                         texts, first_role, (texts->len - first_role) / N_ROLE_TEXTS, N_ROLE_TEXTS, error);
}

/**
 * lk_state_rows_save_lists:
 * @database: the database, in its thread
 * @texts: from lk_state_rows_from_lists()
 * @error: return location for a #LkStateError
 *
 * Replaces what is remembered of an account, in one transaction: either list is never seen without the other.
 *
 * Returns: %NULL; @error tells whether it was written
 */
gpointer
lk_state_rows_save_lists (LkDatabase *database,
                          GPtrArray  *texts,
                          GError    **error)
{
  if (!lk_database_execute (database, "BEGIN IMMEDIATE", LK_STATE_ERROR_WRITE, error))
    return NULL;

  if (!replace_lists (database, texts, error)
      || !lk_database_execute (database, "COMMIT", LK_STATE_ERROR_WRITE, error))
    sqlite3_exec (database, "ROLLBACK", NULL, NULL, NULL);

  return NULL;
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
read_time (LkDatabase    *database,
           GPtrArray     *texts,
           LkStateLists  *lists,
           GError       **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  int status;

  statement = select_rows (database, "SELECT read_at FROM list WHERE account_id = ?1", texts, error);
  if (statement == NULL)
    return FALSE;

  status = sqlite3_step (statement);
  if (status == SQLITE_ROW)
    lists->read_at = lk_state_rows_time (statement, 0);

  return status == SQLITE_ROW || status == SQLITE_DONE || lk_database_fail (database, LK_STATE_ERROR_READ, error);
}

static gboolean
read_tokens (LkDatabase    *database,
             GPtrArray     *texts,
             LkStateLists  *lists,
             GError       **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  int status;

  statement = select_rows (database,
                           "SELECT client_id, role_ids, generated_on, description, token_expiry FROM token"
                           " WHERE account_id = ?1 ORDER BY position",
                           texts, error);
  if (statement == NULL)
    return FALSE;

  for (status = sqlite3_step (statement); status == SQLITE_ROW; status = sqlite3_step (statement))
    {
      g_auto (GStrv) role_ids = lk_state_rows_split (statement, 1);
      g_autoptr (GDateTime) generated_on = lk_state_rows_time (statement, 2);
      g_autoptr (GDateTime) token_expiry = lk_state_rows_time (statement, 4);

      g_ptr_array_add (lists->tokens, g_object_new (LK_TYPE_APP_TOKEN,
                                                    "client-id", sqlite3_column_text (statement, 0),
                                                    "role-ids", role_ids,
                                                    "generated-on", generated_on,
                                                    "description", sqlite3_column_text (statement, 3),
                                                    "token-expiry", token_expiry,
                                                    NULL));
    }

  return status == SQLITE_DONE || lk_database_fail (database, LK_STATE_ERROR_READ, error);
}

static gboolean
read_roles (LkDatabase    *database,
            GPtrArray     *texts,
            LkStateLists  *lists,
            GError       **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  int status;

  statement = select_rows (database,
                           "SELECT id, name, has_policy, actions, resources FROM role WHERE account_id = ?1"
                           " ORDER BY position",
                           texts, error);
  if (statement == NULL)
    return FALSE;

  for (status = sqlite3_step (statement); status == SQLITE_ROW; status = sqlite3_step (statement))
    {
      g_auto (GStrv) actions = lk_state_rows_split (statement, 3);
      g_auto (GStrv) resources = lk_state_rows_split (statement, 4);

      g_ptr_array_add (lists->roles, lk_role_new ((const char *) sqlite3_column_text (statement, 0),
                                                  (const char *) sqlite3_column_text (statement, 1),
                                                  sqlite3_column_int (statement, 2) != 0,
                                                  (const char *const *) actions, (const char *const *) resources));
    }

  return status == SQLITE_DONE || lk_database_fail (database, LK_STATE_ERROR_READ, error);
}

static gboolean
read_notes (LkDatabase    *database,
            GPtrArray     *texts,
            LkStateLists  *lists,
            GError       **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  int status;

  statement = select_rows (database, "SELECT client_id, note FROM note WHERE account_id = ?1", texts, error);
  if (statement == NULL)
    return FALSE;

  for (status = sqlite3_step (statement); status == SQLITE_ROW; status = sqlite3_step (statement))
    g_hash_table_replace (lists->notes, lk_database_column (statement, 0), lk_database_column (statement, 1));

  return status == SQLITE_DONE || lk_database_fail (database, LK_STATE_ERROR_READ, error);
}

/**
 * lk_state_rows_read_lists:
 * @database: the database, in its thread
 * @texts: the account's id
 * @error: return location for a #LkStateError
 *
 * Reads all that is remembered of an account, as of one moment.
 *
 * Returns: (transfer full): a #LkStateLists, or %NULL with @error set
 */
gpointer
lk_state_rows_read_lists (LkDatabase *database,
                          GPtrArray  *texts,
                          GError    **error)
{
  g_autoptr (LkStateLists) lists = g_new0 (LkStateLists, 1);
  gboolean done;

  lists->tokens = g_ptr_array_new_with_free_func (g_object_unref);
  lists->roles = g_ptr_array_new_with_free_func (g_object_unref);
  lists->notes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  if (!lk_database_execute (database, "BEGIN", LK_STATE_ERROR_READ, error))
    return NULL;
  done = read_time (database, texts, lists, error) && read_tokens (database, texts, lists, error)
         && read_roles (database, texts, lists, error) && read_notes (database, texts, lists, error);
  sqlite3_exec (database, "COMMIT", NULL, NULL, NULL);

  return done ? g_steal_pointer (&lists) : NULL;
}

/**
 * lk_state_rows_save_note:
 * @database: the database, in its thread
 * @texts: from lk_state_rows_from_note()
 * @error: return location for a #LkStateError
 *
 * Writes a note; without a text it is forgotten.
 *
 * Returns: %NULL; @error tells whether it was written
 */
gpointer
lk_state_rows_save_note (LkDatabase *database,
                         GPtrArray  *texts,
                         GError    **error)
{
  if (texts->pdata[2] == NULL)
    run_with_account (database, "DELETE FROM note WHERE account_id = ?1 AND client_id = ?2", texts, 2, error);
  else
    run_with_account (database,
                      "INSERT INTO note (account_id, client_id, note) VALUES (?1, ?2, ?3)"
                      " ON CONFLICT (account_id, client_id) DO UPDATE SET note = ?3",
                      texts, 3, error);

  return NULL;
}
