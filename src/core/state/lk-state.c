/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-state-private.h"

#include "lk-database.h"
#include "lk-state-rows.h"

#include <glib/gi18n-lib.h>

G_DEFINE_QUARK (lk-state-error-quark, lk_state_error)

/**
 * LkState:
 *
 * What is remembered between runs, without any secret: the accounts, their last known lists, notes, the journal of
 * unfinished work and what was done, in one SQLite database that only a thread of its own touches.
 */
struct _LkState
{
  GObject      parent_instance;

  GThreadPool *worker; /* of one thread, so that the order of calls is the order of writes */
  LkDatabase  *database;
  char        *directory;
};

G_DEFINE_FINAL_TYPE (LkState, lk_state, G_TYPE_OBJECT)

typedef struct
{
  GTask          *task;
  LkDatabase     *database;       /* the task's source keeps it open */
  GPtrArray      *texts;          /* NULL: the work takes none */
  LkStateWork     work;
  gpointer        result;
  GDestroyNotify  result_destroy; /* NULL: the result always is */
  GError         *error;
} Call;

static void
call_free (gpointer data)
{
  Call *self = data;

  if (self->result != NULL && self->result_destroy != NULL)
    self->result_destroy (self->result);
  g_clear_error (&self->error);
  g_clear_pointer (&self->texts, g_ptr_array_unref);
  g_clear_object (&self->task);
  g_free (self);
}

static gboolean
answer_cb (gpointer data)
{
  Call *call = data;

  if (call->error != NULL)
    g_task_return_error (call->task, g_steal_pointer (&call->error));
  else
    g_task_return_pointer (call->task, g_steal_pointer (&call->result), call->result_destroy);

  return G_SOURCE_REMOVE;
}

/* Answers by a source that owns the call. Were the task returned here, this thread could drop the last reference to it
 * after the caller has its answer, and the database would be closed at some later time that nobody knows. */
static void
work_cb (gpointer data,
         gpointer user_data)
{
  Call *call = data;
  g_autoptr (GMainContext) context = g_main_context_ref (g_task_get_context (call->task));
  g_autoptr (GSource) source = g_idle_source_new ();

  if (!g_cancellable_set_error_if_cancelled (g_task_get_cancellable (call->task), &call->error))
    call->result = call->work (call->database, call->texts, &call->error);

  g_source_set_priority (source, g_task_get_priority (call->task));
  g_source_set_static_name (source, "[latchkey] answer of the database");
  g_source_set_callback (source, answer_cb, call, call_free);
  g_source_attach (source, context);
}

/*< private >
 * lk_state_run:
 * @self: the state
 * @tag: the source tag of the call's task
 * @work: what the database's thread does
 * @texts: (nullable) (transfer full) (element-type utf8): what @work gets
 * @result_destroy: (nullable): frees what @work returns; %NULL: that is always %NULL
 * @cancellable: (nullable): cancels it before its turn
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Has something done in the database's thread, after what was asked for before.
 */
void
lk_state_run (LkState             *self,
              gpointer             tag,
              LkStateWork          work,
              GPtrArray           *texts,
              GDestroyNotify       result_destroy,
              GCancellable        *cancellable,
              GAsyncReadyCallback  callback,
              gpointer             user_data)
{
  Call *call = g_new0 (Call, 1);

  call->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (call->task, tag);
  call->database = self->database;
  call->texts = texts;
  call->work = work;
  call->result_destroy = result_destroy;
  g_thread_pool_push (self->worker, call, NULL);
}

static void
open_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  g_autoptr (LkState) self = g_object_new (LK_TYPE_STATE, NULL);
  g_autoptr (GError) error = NULL;
  GError *failure = NULL;

  self->directory = g_strdup (task_data);

  /* Exclusive: its thread is there from here on, or there is no state; a shared one may fail to start at any call. */
  self->worker = g_thread_pool_new (work_cb, NULL, 1, TRUE, &error);
  if (error != NULL)
    g_set_error_literal (&failure, LK_STATE_ERROR, LK_STATE_ERROR_CANNOT_OPEN, error->message);
  else
    self->database = lk_database_open (task_data, &failure);
  if (self->database == NULL)
    {
      g_task_return_error (task, failure);
      return;
    }

  g_task_return_pointer (task, g_steal_pointer (&self), g_object_unref);
}

static void
lk_state_finalize (GObject *object)
{
  LkState *self = LK_STATE (object);

  /* Every call holds a reference until it is answered, so the worker is idle by now and ends. */
  if (self->worker != NULL)
    g_thread_pool_free (self->worker, FALSE, FALSE);
  g_clear_pointer (&self->database, lk_database_close);
  g_clear_pointer (&self->directory, g_free);

  G_OBJECT_CLASS (lk_state_parent_class)->finalize (object);
}

static void
lk_state_class_init (LkStateClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_state_finalize;

  /**
   * LkState::uses-changed:
   *
   * What holds a copy of some token was changed by this process; emitted where the call that did it is finished.
   */
  g_signal_new ("uses-changed", LK_TYPE_STATE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
lk_state_init (LkState *self)
{
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
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

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
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_state_open_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * lk_state_get_directory:
 * @self: a state
 *
 * Returns: (transfer none): the folder of the database
 */
const char *
lk_state_get_directory (LkState *self)
{
  g_return_val_if_fail (LK_IS_STATE (self), NULL);

  return self->directory;
}

/*< private >
 * lk_state_finish_void:
 * @self: the state
 * @result: what the callback was given
 * @tag: as lk_state_run() got it
 * @error: return location for a #LkStateError
 *
 * Returns: whether what returns nothing was done
 */
gboolean
lk_state_finish_void (LkState       *self,
                      GAsyncResult  *result,
                      gpointer       tag,
                      GError       **error)
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

static gpointer
copy_text (gconstpointer text,
           gpointer      user_data)
{
  return g_strdup (text);
}

static GPtrArray *
copy_texts (GPtrArray *texts)
{
  return g_ptr_array_copy (texts, copy_text, NULL);
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
    g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable)); \
    lk_state_run (self, lk_state_##name##_async, lk_state_rows_##name, NULL, (GDestroyNotify) g_ptr_array_unref, \
                  cancellable, callback, user_data); \
  } \
\
  LK_DEFINE_LIST_FINISH (name)

#define LK_DEFINE_LIST_FINISH(name) \
  GPtrArray * \
  lk_state_##name##_finish (LkState       *self, \
                            GAsyncResult  *result, \
                            GError       **error) \
  { \
    g_return_val_if_fail (g_task_is_valid (result, self), NULL); \
    g_return_val_if_fail (g_async_result_is_tagged (result, lk_state_##name##_async), NULL); \
    return g_task_propagate_pointer (G_TASK (result), error); \
  }

/* Writes one thing, of which the worker gets a copy: it is written as it is at the time of the call. */
#define LK_DEFINE_WRITE(name, Type, copy) \
  void \
  lk_state_##name##_async (LkState             *self, \
                           Type                *thing, \
                           GCancellable        *cancellable, \
                           GAsyncReadyCallback  callback, \
                           gpointer             user_data) \
  { \
    g_return_if_fail (LK_IS_STATE (self)); \
    g_return_if_fail (thing != NULL); \
    g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable)); \
    lk_state_run (self, lk_state_##name##_async, lk_state_rows_##name, copy (thing), NULL, cancellable, callback, \
                  user_data); \
  } \
\
  gboolean \
  lk_state_##name##_finish (LkState       *self, \
                            GAsyncResult  *result, \
                            GError       **error) \
  { \
    return lk_state_finish_void (self, result, lk_state_##name##_async, error); \
  }

LK_DEFINE_LIST (list_accounts)
LK_DEFINE_WRITE (save_account, LkAccount, lk_state_rows_from_account)
LK_DEFINE_WRITE (restore_account, GPtrArray, copy_texts)
LK_DEFINE_LIST (list_intents)
LK_DEFINE_WRITE (save_intent, LkIntent, lk_state_rows_from_intent)
LK_DEFINE_WRITE (remove_intent, const char, lk_state_rows_from_id)
LK_DEFINE_LIST (list_activities)
LK_DEFINE_WRITE (add_activity, LkActivity, lk_state_rows_from_activity)

/**
 * lk_state_list_token_activities_async:
 * @self: the state
 * @client_id: a token
 * @cancellable: (nullable): cancels it before its turn
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Reads what was done to one token the last %LK_STATE_N_TOKEN_ACTIVITIES times.
 */
void
lk_state_list_token_activities_async (LkState             *self,
                                      const char          *client_id,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  g_return_if_fail (LK_IS_STATE (self));
  g_return_if_fail (client_id != NULL);

  lk_state_run (self, lk_state_list_token_activities_async, lk_state_rows_list_token_activities,
                lk_state_rows_from_id (client_id), (GDestroyNotify) g_ptr_array_unref, cancellable, callback, user_data);
}

LK_DEFINE_LIST_FINISH (list_token_activities)

/**
 * lk_state_forget_activities_async:
 * @self: the state
 * @before: (nullable): a time, %NULL: the end of all times
 * @cancellable: (nullable): cancels it before its turn
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Forgets what was done before a time, and nothing else.
 */
void
lk_state_forget_activities_async (LkState             *self,
                                  GDateTime           *before,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_return_if_fail (LK_IS_STATE (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  lk_state_run (self, lk_state_forget_activities_async, lk_state_rows_forget_activities,
                lk_state_rows_from_before (before), NULL, cancellable, callback, user_data);
}

/**
 * lk_state_forget_activities_finish:
 * @self: the state
 * @result: what the callback was given
 * @error: return location for %LK_STATE_ERROR_WRITE
 *
 * Returns: whether it is forgotten
 */
gboolean
lk_state_forget_activities_finish (LkState       *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  return lk_state_finish_void (self, result, lk_state_forget_activities_async, error);
}

/**
 * lk_state_remove_account_async:
 * @self: the state
 * @account_id: an account
 * @cancellable: (nullable): cancels it before its turn
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Forgets an account with its lists, notes, rotations and deletions; one that is not there is no error.
 */
void
lk_state_remove_account_async (LkState             *self,
                               const char          *account_id,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (LK_IS_STATE (self));
  g_return_if_fail (account_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  lk_state_run (self, lk_state_remove_account_async, lk_state_rows_remove_account, lk_state_rows_from_id (account_id),
                (GDestroyNotify) g_ptr_array_unref, cancellable, callback, user_data);
}

/**
 * lk_state_remove_account_finish:
 * @self: the state
 * @result: what the callback was given
 * @error: return location for a #LkStateError
 *
 * Returns: (transfer full) (element-type utf8): what lk_state_restore_account_async() puts back, or %NULL with @error set
 */
GPtrArray *
lk_state_remove_account_finish (LkState       *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_state_remove_account_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * lk_state_save_lists_async:
 * @self: the state
 * @account_id: an account that is there
 * @read_at: when its lists were read
 * @tokens: (element-type LkAppToken): its tokens; copied
 * @roles: (element-type LkRole): its roles; copied
 * @cancellable: (nullable): cancels it before its turn
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Replaces the last known lists of an account, both in one transaction.
 */
void
lk_state_save_lists_async (LkState             *self,
                           const char          *account_id,
                           GDateTime           *read_at,
                           GPtrArray           *tokens,
                           GPtrArray           *roles,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (LK_IS_STATE (self));
  g_return_if_fail (account_id != NULL);
  g_return_if_fail (read_at != NULL);
  g_return_if_fail (tokens != NULL && roles != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  lk_state_run (self, lk_state_save_lists_async, lk_state_rows_save_lists,
                lk_state_rows_from_lists (account_id, read_at, tokens, roles), NULL, cancellable, callback, user_data);
}

/**
 * lk_state_save_lists_finish:
 * @self: the state
 * @result: what the callback was given
 * @error: return location for %LK_STATE_ERROR_WRITE, also where there is no such account
 *
 * Returns: whether they were written
 */
gboolean
lk_state_save_lists_finish (LkState       *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return lk_state_finish_void (self, result, lk_state_save_lists_async, error);
}

/**
 * lk_state_read_lists_async:
 * @self: the state
 * @account_id: an account
 * @cancellable: (nullable): cancels it before its turn
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Reads what is remembered of an account.
 */
void
lk_state_read_lists_async (LkState             *self,
                           const char          *account_id,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (LK_IS_STATE (self));
  g_return_if_fail (account_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  lk_state_run (self, lk_state_read_lists_async, lk_state_rows_read_lists, lk_state_rows_from_id (account_id),
                (GDestroyNotify) lk_state_lists_free, cancellable, callback, user_data);
}

/**
 * lk_state_read_lists_finish:
 * @self: the state
 * @result: what the callback was given
 * @error: return location for %LK_STATE_ERROR_READ
 *
 * Returns: (transfer full): what is remembered, empty if that is nothing, or %NULL with @error set
 */
LkStateLists *
lk_state_read_lists_finish (LkState       *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_state_read_lists_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * lk_state_save_note_async:
 * @self: the state
 * @account_id: an account that is there
 * @client_id: one of its tokens
 * @note: (nullable): the note, %NULL to forget it
 * @cancellable: (nullable): cancels it before its turn
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Writes a note on a token.
 */
void
lk_state_save_note_async (LkState             *self,
                          const char          *account_id,
                          const char          *client_id,
                          const char          *note,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_return_if_fail (LK_IS_STATE (self));
  g_return_if_fail (account_id != NULL);
  g_return_if_fail (client_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  lk_state_run (self, lk_state_save_note_async, lk_state_rows_save_note,
                lk_state_rows_from_note (account_id, client_id, note), NULL, cancellable, callback, user_data);
}

/**
 * lk_state_save_note_finish:
 * @self: the state
 * @result: what the callback was given
 * @error: return location for %LK_STATE_ERROR_WRITE, also where there is no such account or the note holds a token
 *
 * Returns: whether it was written
 */
gboolean
lk_state_save_note_finish (LkState       *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return lk_state_finish_void (self, result, lk_state_save_note_async, error);
}
