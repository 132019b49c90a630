/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-state.h"

#include "lk-database.h"

#include <glib/gi18n-lib.h>

G_DEFINE_QUARK (lk-state-error-quark, lk_state_error)

/**
 * LkState:
 *
 * What is remembered between runs, without any secret: the accounts and the journal of unfinished work, in one SQLite
 * database that only a thread of its own touches.
 */
struct _LkState
{
  GObject      parent_instance;

  GThreadPool *worker; /* of one thread, so that the order of calls is the order of writes */
  LkDatabase  *database;
};

G_DEFINE_FINAL_TYPE (LkState, lk_state, G_TYPE_OBJECT)

/* What the worker does for one call; the result is boxed for g_task_return_pointer(). */
typedef gpointer (* Work) (LkDatabase *database,
                           gpointer    argument,
                           GError    **error);

typedef struct
{
  GTask          *task;
  Work            work;
  gpointer        argument;
  GDestroyNotify  argument_destroy;
  GDestroyNotify  result_destroy;
} Call;

static void
work_cb (gpointer data,
         gpointer user_data)
{
  Call *call = data;
  LkState *self = g_task_get_source_object (call->task);
  GError *error = NULL;
  gpointer result = NULL;

  if (!g_task_return_error_if_cancelled (call->task))
    {
      result = call->work (self->database, call->argument, &error);
      if (error != NULL)
        g_task_return_error (call->task, error);
      else
        g_task_return_pointer (call->task, result, call->result_destroy);
    }

  if (call->argument_destroy != NULL)
    call->argument_destroy (call->argument);
  g_object_unref (call->task);
  g_free (call);
}

static void
run (LkState             *self,
     gpointer             tag,
     Work                 work,
     gpointer             argument,
     GDestroyNotify       argument_destroy,
     GDestroyNotify       result_destroy,
     GCancellable        *cancellable,
     GAsyncReadyCallback  callback,
     gpointer             user_data)
{
  Call *call = g_new0 (Call, 1);

  call->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (call->task, tag);
  call->work = work;
  call->argument = argument;
  call->argument_destroy = argument_destroy;
  call->result_destroy = result_destroy;
  g_thread_pool_push (self->worker, call, NULL);
}

static gpointer
list_accounts (LkDatabase *database,
               gpointer    argument,
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

static gboolean
bind_all (sqlite3_stmt      *statement,
          const char *const *texts,
          guint              n_texts,
          GError           **error)
{
  for (guint i = 0; i < n_texts; i++)
    if (!lk_database_bind (statement, (int) i + 1, texts[i], error))
      return FALSE;

  return TRUE;
}

static gpointer
save_account (LkDatabase *database,
              gpointer    argument,
              GError    **error)
{
  LkAccount *account = argument;
  const char *texts[] = {
    lk_account_get_id (account),
    lk_account_get_name (account),
    lk_account_get_org_id (account),
    lk_account_get_org_name (account),
    lk_account_get_client_id (account),
    lk_account_get_api_url (account),
    lk_account_get_streaming_url (account),
    lk_account_get_environment (account),
  };
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
  if (statement == NULL || !bind_all (statement, texts, G_N_ELEMENTS (texts), error))
    return NULL;
  lk_database_run (database, statement, error);

  return NULL;
}

static gpointer
remove_by_id (LkDatabase *database,
              const char *sql,
              const char *id,
              GError    **error)
{
  g_autoptr (sqlite3_stmt) statement = lk_database_prepare (database, sql, LK_STATE_ERROR_WRITE, error);

  if (statement != NULL && lk_database_bind (statement, 1, id, error))
    lk_database_run (database, statement, error);

  return NULL;
}

static gpointer
remove_account (LkDatabase *database,
                gpointer    argument,
                GError    **error)
{
  return remove_by_id (database, "DELETE FROM account WHERE id = ?1", argument, error);
}

static gpointer
remove_intent (LkDatabase *database,
               gpointer    argument,
               GError    **error)
{
  return remove_by_id (database, "DELETE FROM intent WHERE id = ?1", argument, error);
}

/* Lists of ids are kept a line each: an id has no line break. */
static char *
join (const char *const *strings)
{
  return strings != NULL ? g_strjoinv ("\n", (GStrv) strings) : NULL;
}

static GStrv
split (sqlite3_stmt *statement,
       int           column)
{
  g_autofree char *text = lk_database_column (statement, column);

  return text != NULL && *text != '\0' ? g_strsplit (text, "\n", -1) : g_new0 (char *, 1);
}

static LkIntent *
read_intent (sqlite3_stmt *statement)
{
  g_auto (GStrv) role_ids = split (statement, 5);
  g_auto (GStrv) known_ids = split (statement, 9);
  g_autoptr (GDateTime) since = g_date_time_new_from_iso8601 ((const char *) sqlite3_column_text (statement, 10), NULL);
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
                       NULL);
}

static gpointer
list_intents (LkDatabase *database,
              gpointer    argument,
              GError    **error)
{
  g_autoptr (GPtrArray) intents = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (sqlite3_stmt) statement = NULL;
  int status;

  statement = lk_database_prepare (database,
                                   "SELECT id, operation, account_id, state, description, role_ids, token_expiry,"
                                   " script_name, client_id, known_ids, since FROM intent ORDER BY position",
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

static gpointer
save_intent (LkDatabase *database,
             gpointer    argument,
             GError    **error)
{
  LkIntent *intent = argument;
  g_autofree char *role_ids = join (lk_intent_get_role_ids (intent));
  g_autofree char *known_ids = join (lk_intent_get_known_ids (intent));
  g_autofree char *since = g_date_time_format_iso8601 (lk_intent_get_since (intent));
  const char *texts[] = {
    lk_intent_get_id (intent),
    lk_intent_get_operation (intent),
    lk_intent_get_account_id (intent),
    lk_intent_state_to_string (lk_intent_get_state (intent)),
    lk_intent_get_description (intent),
    role_ids,
    lk_intent_get_token_expiry (intent),
    lk_intent_get_script_name (intent),
    lk_intent_get_client_id (intent),
    known_ids,
    since,
  };
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = lk_database_prepare (database,
                                   "INSERT INTO intent (id, operation, account_id, state, description, role_ids,"
                                   "  token_expiry, script_name, client_id, known_ids, since)"
                                   " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
                                   " ON CONFLICT (id) DO UPDATE SET state = ?4, client_id = ?9, known_ids = ?10",
                                   LK_STATE_ERROR_WRITE, error);
  if (statement == NULL || !bind_all (statement, texts, G_N_ELEMENTS (texts), error))
    return NULL;
  lk_database_run (database, statement, error);

  return NULL;
}

static void
open_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  g_autoptr (LkState) self = g_object_new (LK_TYPE_STATE, NULL);
  GError *error = NULL;

  self->database = lk_database_open (task_data, &error);
  if (self->database == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&self), g_object_unref);
}

static void
lk_state_finalize (GObject *object)
{
  LkState *self = LK_STATE (object);

  /* Every call holds a reference, so the queue is empty by now. */
  g_thread_pool_free (self->worker, FALSE, FALSE);
  g_clear_pointer (&self->database, lk_database_close);

  G_OBJECT_CLASS (lk_state_parent_class)->finalize (object);
}

static void
lk_state_class_init (LkStateClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_state_finalize;
}

static void
lk_state_init (LkState *self)
{
  self->worker = g_thread_pool_new (work_cb, NULL, 1, FALSE, NULL);
}

/**
 * lk_state_open_async:
 * @directory: the folder of the database, made if it is not there
 * @cancellable: (nullable): cancels it
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Opens what is remembered, in a thread.
 */
void
lk_state_open_async (const char          *directory,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (directory != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_state_open_async);
  g_task_set_task_data (task, g_strdup (directory), g_free);
  g_task_run_in_thread (task, open_thread);
}

/**
 * lk_state_open_finish:
 * @result: what the callback was given
 * @error: return location for a #LkStateError
 *
 * Returns: (transfer full): the state, or %NULL with @error set
 */
LkState *
lk_state_open_finish (GAsyncResult  *result,
                      GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
finish_void (LkState      *self,
             GAsyncResult *result,
             gpointer      tag,
             GError      **error)
{
  GError *own_error = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tag), FALSE);

  g_task_propagate_pointer (G_TASK (result), &own_error);
  if (own_error != NULL)
    {
      g_propagate_error (error, own_error);
      return FALSE;
    }

  return TRUE;
}

/* Reads a list: `lk_state_NAME_async ()` and `lk_state_NAME_finish ()`. */
#define LK_DEFINE_LIST(name) \
  void \
  lk_state_##name##_async (LkState             *self, \
                           GCancellable        *cancellable, \
                           GAsyncReadyCallback  callback, \
                           gpointer             user_data) \
  { \
    g_return_if_fail (LK_IS_STATE (self)); \
    run (self, lk_state_##name##_async, name, NULL, NULL, (GDestroyNotify) g_ptr_array_unref, cancellable, callback, \
         user_data); \
  } \
\
  GPtrArray * \
  lk_state_##name##_finish (LkState       *self, \
                            GAsyncResult  *result, \
                            GError       **error) \
  { \
    g_return_val_if_fail (g_task_is_valid (result, self), NULL); \
    g_return_val_if_fail (g_async_result_is_tagged (result, lk_state_##name##_async), NULL); \
    return g_task_propagate_pointer (G_TASK (result), error); \
  }

/* Writes one thing, of which the worker holds a copy or a reference. */
#define LK_DEFINE_WRITE(name, Type, copy, destroy) \
  void \
  lk_state_##name##_async (LkState             *self, \
                           Type                *thing, \
                           GCancellable        *cancellable, \
                           GAsyncReadyCallback  callback, \
                           gpointer             user_data) \
  { \
    g_return_if_fail (LK_IS_STATE (self)); \
    g_return_if_fail (thing != NULL); \
    run (self, lk_state_##name##_async, name, copy (thing), destroy, NULL, cancellable, callback, user_data); \
  } \
\
  gboolean \
  lk_state_##name##_finish (LkState       *self, \
                            GAsyncResult  *result, \
                            GError       **error) \
  { \
    return finish_void (self, result, lk_state_##name##_async, error); \
  }

LK_DEFINE_LIST (list_accounts)
LK_DEFINE_WRITE (save_account, LkAccount, g_object_ref, g_object_unref)
LK_DEFINE_WRITE (remove_account, const char, g_strdup, g_free)
LK_DEFINE_LIST (list_intents)
LK_DEFINE_WRITE (save_intent, LkIntent, g_object_ref, g_object_unref)
LK_DEFINE_WRITE (remove_intent, const char, g_strdup, g_free)
