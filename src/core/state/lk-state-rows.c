/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-state-rows.h"

#include "lk-state.h"

/**
 * lk_state_rows_bind:
 * @statement: a statement
 * @texts: its values, among others
 * @first: which of @texts is ?1
 * @n: how many values there are
 * @error: return location for a #LkStateError
 *
 * Binds values in their order.
 *
 * Returns: whether all may be written
 */
gboolean
lk_state_rows_bind (sqlite3_stmt *statement,
                    GPtrArray    *texts,
                    guint         first,
                    guint         n,
                    GError      **error)
{
  for (guint i = 0; i < n; i++)
    if (!lk_database_bind (statement, (int) i + 1, texts->pdata[first + i], error))
      return FALSE;

  return TRUE;
}

/**
 * lk_state_rows_change:
 * @database: the database, in its thread
 * @sql: one statement that returns no rows
 * @texts: all of its values, in their order
 * @error: return location for %LK_STATE_ERROR_WRITE
 *
 * Returns: %NULL; @error tells whether it was written
 */
gpointer
lk_state_rows_change (LkDatabase *database,
                      const char *sql,
                      GPtrArray  *texts,
                      GError    **error)
{
  g_autoptr (sqlite3_stmt) statement = lk_database_prepare (database, sql, LK_STATE_ERROR_WRITE, error);

  if (statement != NULL && lk_state_rows_bind (statement, texts, 0, texts->len, error))
    lk_database_run (database, statement, error);

  return NULL;
}

/**
 * lk_state_rows_join:
 * @strings: (nullable): ids, or what else has no line break
 *
 * Lists are kept a line each.
 *
 * Returns: (transfer full): one text
 */
char *
lk_state_rows_join (const char *const *strings)
{
  return strings != NULL ? g_strjoinv ("\n", (GStrv) strings) : g_strdup ("");
}

/**
 * lk_state_rows_split:
 * @statement: a statement with a row
 * @column: the column's number, from 0
 *
 * Undoes lk_state_rows_join().
 *
 * Returns: (transfer full): the list, never %NULL
 */
GStrv
lk_state_rows_split (sqlite3_stmt *statement,
                     int           column)
{
  g_autofree char *text = lk_database_column (statement, column);

  return text != NULL && *text != '\0' ? g_strsplit (text, "\n", -1) : g_new0 (char *, 1);
}

static GDateTime *
read_instant (sqlite3_stmt *statement,
              int           column)
{
  const char *text = (const char *) sqlite3_column_text (statement, column);

  return text != NULL ? g_date_time_new_from_iso8601 (text, NULL) : NULL;
}

static LkIntent *
read_intent (sqlite3_stmt *statement)
{
  g_auto (GStrv) role_ids = lk_state_rows_split (statement, 5);
  g_auto (GStrv) known_ids = lk_state_rows_split (statement, 9);
  g_autoptr (GDateTime) since = read_instant (statement, 10);
  g_auto (GStrv) candidate_ids = lk_state_rows_split (statement, 11);
  g_autoptr (GDateTime) sent_at = read_instant (statement, 12);
  g_autoptr (GDateTime) lost_at = read_instant (statement, 17);
  LkIntentState state;

  /* A state that is not known is the one that claims least. */
  if (!lk_intent_state_from_string ((const char *) sqlite3_column_text (statement, 3), &state))
    state = LK_INTENT_UNKNOWN;

  return g_object_new (LK_TYPE_INTENT,
                       "id", sqlite3_column_text (statement, 0),
                       "operation", sqlite3_column_text (statement, 1),
                       "account-id", sqlite3_column_text (statement, 2),
                       "state", state,
                       "description", sqlite3_column_text (statement, 4),
                       "role-ids", role_ids,
                       "token-expiry", sqlite3_column_text (statement, 6),
                       "script-name", sqlite3_column_text (statement, 7),
                       "client-id", sqlite3_column_text (statement, 8),
                       "known-ids", known_ids,
                       "since", since,
                       "candidate-ids", candidate_ids,
                       "sent-at", sent_at,
                       "tenant-name", sqlite3_column_text (statement, 13),
                       "cluster-name", sqlite3_column_text (statement, 14),
                       "lifetime-days", (guint) sqlite3_column_int64 (statement, 15),
                       "keep", sqlite3_column_type (statement, 16) == SQLITE_NULL || sqlite3_column_int (statement, 16) != 0,
                       "lost-at", lost_at,
                       "replaces", sqlite3_column_text (statement, 18),
                       NULL);
}

/**
 * lk_state_rows_time_text:
 * @time: (nullable): a moment
 *
 * Returns: (transfer full) (nullable): microseconds since 1970, as text
 */
char *
lk_state_rows_time_text (GDateTime *time)
{
  return time != NULL ? g_strdup_printf ("%" G_GINT64_FORMAT, g_date_time_to_unix (time) * G_USEC_PER_SEC
                                                                + g_date_time_get_microsecond (time))
                      : NULL;
}

/**
 * lk_state_rows_time:
 * @statement: a statement with a row
 * @column: the column's number, from 0
 *
 * Returns: (transfer full) (nullable): the moment in UTC, %NULL where there is none
 */
GDateTime *
lk_state_rows_time (sqlite3_stmt *statement,
                    int           column)
{
  const gint64 time = sqlite3_column_int64 (statement, column);
  gint64 seconds = time / G_USEC_PER_SEC;
  gint64 rest = time % G_USEC_PER_SEC;
  g_autoptr (GDateTime) whole = NULL;

  if (sqlite3_column_type (statement, column) == SQLITE_NULL)
    return NULL;

  if (rest < 0)
    {
      seconds--;
      rest += G_USEC_PER_SEC;
    }
  whole = g_date_time_new_from_unix_utc (seconds);

  return whole != NULL ? g_date_time_add (whole, rest) : NULL;
}

/**
 * lk_state_rows_from_account:
 * @account: an account
 *
 * Copies an account, since the worker must not read an object that the caller goes on changing.
 *
 * Returns: (transfer full) (element-type utf8): its columns, some of them %NULL
 */
GPtrArray *
lk_state_rows_from_account (LkAccount *account)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (texts, g_strdup (lk_account_get_id (account)));
  g_ptr_array_add (texts, g_strdup (lk_account_get_name (account)));
  g_ptr_array_add (texts, g_strdup (lk_account_get_org_id (account)));
  g_ptr_array_add (texts, g_strdup (lk_account_get_org_name (account)));
  g_ptr_array_add (texts, g_strdup (lk_account_get_client_id (account)));
  g_ptr_array_add (texts, g_strdup (lk_account_get_api_url (account)));
  g_ptr_array_add (texts, g_strdup (lk_account_get_streaming_url (account)));
  g_ptr_array_add (texts, g_strdup (lk_account_get_environment (account)));

  return texts;
}

/**
 * lk_state_rows_from_intent:
 * @intent: a piece of work
 *
 * Copies a piece of work as it stands now.
 *
 * Returns: (transfer full) (element-type utf8): its columns, some of them %NULL
 */
GPtrArray *
lk_state_rows_from_intent (LkIntent *intent)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  GDateTime *since = lk_intent_get_since (intent);
  GDateTime *sent_at = lk_intent_get_sent_at (intent);
  GDateTime *lost_at = lk_intent_get_lost_at (intent);

  g_ptr_array_add (texts, g_strdup (lk_intent_get_id (intent)));
  g_ptr_array_add (texts, g_strdup (lk_intent_get_operation (intent)));
  g_ptr_array_add (texts, g_strdup (lk_intent_get_account_id (intent)));
  g_ptr_array_add (texts, g_strdup (lk_intent_state_to_string (lk_intent_get_state (intent))));
  g_ptr_array_add (texts, g_strdup (lk_intent_get_description (intent)));
  g_ptr_array_add (texts, lk_state_rows_join (lk_intent_get_role_ids (intent)));
  g_ptr_array_add (texts, g_strdup (lk_intent_get_token_expiry (intent)));
  g_ptr_array_add (texts, g_strdup (lk_intent_get_script_name (intent)));
  g_ptr_array_add (texts, g_strdup (lk_intent_get_client_id (intent)));
  g_ptr_array_add (texts, lk_state_rows_join (lk_intent_get_known_ids (intent)));
  g_ptr_array_add (texts, since != NULL ? g_date_time_format_iso8601 (since) : NULL);
  g_ptr_array_add (texts, lk_state_rows_join (lk_intent_get_candidate_ids (intent)));
  g_ptr_array_add (texts, sent_at != NULL ? g_date_time_format_iso8601 (sent_at) : NULL);
  g_ptr_array_add (texts, g_strdup (lk_intent_get_tenant_name (intent)));
  g_ptr_array_add (texts, g_strdup (lk_intent_get_cluster_name (intent)));
  g_ptr_array_add (texts, g_strdup_printf ("%u", lk_intent_get_lifetime_days (intent)));
  g_ptr_array_add (texts, g_strdup (lk_intent_get_keep (intent) ? "1" : "0"));
  g_ptr_array_add (texts, lost_at != NULL ? g_date_time_format_iso8601 (lost_at) : NULL);
  g_ptr_array_add (texts, g_strdup (lk_intent_get_replaces (intent)));

  return texts;
}

/**
 * lk_state_rows_from_id:
 * @id: an id
 *
 * Returns: (transfer full) (element-type utf8): a copy of it alone
 */
GPtrArray *
lk_state_rows_from_id (const char *id)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (texts, g_strdup (id));

  return texts;
}

/**
 * lk_state_rows_list_accounts:
 * @database: the database, in its thread
 * @texts: unused
 * @error: return location for a #LkStateError
 *
 * Reads the accounts in the order they were added.
 *
 * Returns: (transfer full): (element-type LkAccount), or %NULL with @error set
 */
gpointer
lk_state_rows_list_accounts (LkDatabase *database,
                             GPtrArray  *texts,
                             GError    **error)
{
  g_autoptr (GPtrArray) accounts = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (sqlite3_stmt) statement = NULL;
  int status;

  statement = lk_database_prepare (database,
                                   "SELECT id, name, org_id, org_name, client_id, api_url, streaming_url, environment"
                                   " FROM account ORDER BY position",
                                   LK_STATE_ERROR_READ, error);
  if (statement == NULL)
    return NULL;

  for (status = sqlite3_step (statement); status == SQLITE_ROW; status = sqlite3_step (statement))
    g_ptr_array_add (accounts, g_object_new (LK_TYPE_ACCOUNT,
                                             "id", sqlite3_column_text (statement, 0),
                                             "name", sqlite3_column_text (statement, 1),
                                             "org-id", sqlite3_column_text (statement, 2),
                                             "org-name", sqlite3_column_text (statement, 3),
                                             "client-id", sqlite3_column_text (statement, 4),
                                             "api-url", sqlite3_column_text (statement, 5),
                                             "streaming-url", sqlite3_column_text (statement, 6),
                                             "environment", sqlite3_column_text (statement, 7),
                                             NULL));
  if (status != SQLITE_DONE)
    {
      lk_database_fail (database, LK_STATE_ERROR_READ, error);
      return NULL;
    }

  return g_steal_pointer (&accounts);
}

/**
 * lk_state_rows_save_account:
 * @database: the database, in its thread
 * @texts: from lk_state_rows_from_account()
 * @error: return location for a #LkStateError
 *
 * Adds the account, or replaces the one with the same id. An organization is there once: an account of the same API
 * origin and organization is replaced in place even under another id; it keeps its position and takes the new id.
 *
 * Returns: %NULL; @error tells whether it was written
 */
gpointer
lk_state_rows_save_account (LkDatabase *database,
                            GPtrArray  *texts,
                            GError    **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = lk_database_prepare (database,
                                   "INSERT INTO account"
                                   " (id, name, org_id, org_name, client_id, api_url, streaming_url, environment)"
                                   " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
                                   " ON CONFLICT (api_url, org_id) DO UPDATE SET id = ?1, name = ?2, org_name = ?4,"
                                   "  client_id = ?5, streaming_url = ?7, environment = ?8"
                                   " ON CONFLICT (id) DO UPDATE SET name = ?2, org_id = ?3, org_name = ?4,"
                                   "  client_id = ?5, api_url = ?6, streaming_url = ?7, environment = ?8",
                                   LK_STATE_ERROR_WRITE, error);
  if (statement == NULL || !lk_state_rows_bind (statement, texts, 0, texts->len, error))
    return NULL;
  lk_database_run (database, statement, error);

  return NULL;
}

/**
 * lk_state_rows_list_intents:
 * @database: the database, in its thread
 * @texts: unused
 * @error: return location for a #LkStateError
 *
 * Reads the journal, oldest first.
 *
 * Returns: (transfer full): (element-type LkIntent), or %NULL with @error set
 */
gpointer
lk_state_rows_list_intents (LkDatabase *database,
                            GPtrArray  *texts,
                            GError    **error)
{
  g_autoptr (GPtrArray) intents = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (sqlite3_stmt) statement = NULL;
  int status;

  statement = lk_database_prepare (database,
                                   "SELECT id, operation, account_id, state, description, role_ids, token_expiry,"
                                   " script_name, client_id, known_ids, since, candidate_ids, sent_at, tenant_name,"
                                   " cluster_name, lifetime_days, keep, lost_at, replaces"
                                   " FROM intent ORDER BY position",
                                   LK_STATE_ERROR_READ, error);
  if (statement == NULL)
    return NULL;

  for (status = sqlite3_step (statement); status == SQLITE_ROW; status = sqlite3_step (statement))
    g_ptr_array_add (intents, read_intent (statement));
  if (status != SQLITE_DONE)
    {
      lk_database_fail (database, LK_STATE_ERROR_READ, error);
      return NULL;
    }

  return g_steal_pointer (&intents);
}

/**
 * lk_state_rows_save_intent:
 * @database: the database, in its thread
 * @texts: from lk_state_rows_from_intent()
 * @error: return location for a #LkStateError
 *
 * Adds the work to the journal, or brings what can change of it up to date.
 *
 * Returns: %NULL; @error tells whether it was written
 */
gpointer
lk_state_rows_save_intent (LkDatabase *database,
                           GPtrArray  *texts,
                           GError    **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = lk_database_prepare (database,
                                   "INSERT INTO intent (id, operation, account_id, state, description, role_ids,"
                                   "  token_expiry, script_name, client_id, known_ids, since, candidate_ids, sent_at,"
                                   "  tenant_name, cluster_name, lifetime_days, keep, lost_at, replaces)"
                                   " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,"
                                   "  ?18, ?19)"
                                   " ON CONFLICT (id) DO UPDATE SET state = ?4, client_id = ?9, known_ids = ?10,"
                                   "  candidate_ids = ?12, sent_at = ?13, lost_at = ?18",
                                   LK_STATE_ERROR_WRITE, error);
  if (statement == NULL || !lk_state_rows_bind (statement, texts, 0, texts->len, error))
    return NULL;
  lk_database_run (database, statement, error);

  return NULL;
}

/**
 * lk_state_rows_remove_intent:
 * @database: the database, in its thread
 * @texts: its id
 * @error: return location for a #LkStateError
 *
 * Ends a piece of work; one that is not there is no error.
 *
 * Returns: %NULL; @error tells whether it was written
 */
gpointer
lk_state_rows_remove_intent (LkDatabase *database,
                             GPtrArray  *texts,
                             GError    **error)
{
  return lk_state_rows_change (database, "DELETE FROM intent WHERE id = ?1", texts, error);
}
