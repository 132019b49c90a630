/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-escrow.h"

#include "lk-escrow-cipher.h"
#include "lk-escrow-file.h"

G_DEFINE_QUARK (lk-escrow-error-quark, lk_escrow_error)

struct _LkEscrow
{
  GObject         parent_instance;

  char           *intent;
  LkEscrowFile   *file;
  LkEscrowCipher *cipher;        /* NULL before it is armed */
  LkAnswerBuffer *buffer;
  gsize           length;        /* bytes of the buffer that are in the file, or would be */
  gboolean        status_kept;
  GError         *failure;       /* why the file no longer keeps what arrives; NULL: it does */
};

static void sink_iface_init (LkAnswerSinkInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LkEscrow, lk_escrow, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LK_TYPE_ANSWER_SINK, sink_iface_init))

static gboolean
append_status (LkEscrow  *self,
               GError   **error)
{
  guint status = lk_answer_buffer_get_status (self->buffer);
  guint8 bytes[2] = { (guint8) (status >> 8), (guint8) status };

  if (self->status_kept)
    return TRUE;
  self->status_kept = TRUE;

  return lk_escrow_file_append (self->file, self->cipher, LK_ESCROW_RECORD_STATUS, bytes, sizeof bytes, error);
}

/* Only what arrived last; the memory stands still until this has finished. */
static gboolean
keep (LkEscrow  *self,
      GError   **error)
{
  gsize length;
  const guint8 *data = (const guint8 *) lk_answer_buffer_get_data (self->buffer, &length);

  return append_status (self, error)
         && lk_escrow_file_append (self->file, self->cipher, LK_ESCROW_RECORD_DATA, data + self->length,
                                   length - self->length, error)
         && lk_escrow_file_flush (self->file, error);
}

static void
keep_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  LkEscrow *self = source;

  /* A disk that fails does not end the reading: the memory holds the secret still. */
  if (self->failure == NULL)
    keep (self, &self->failure);
  lk_answer_buffer_get_data (self->buffer, &self->length);

  g_task_return_boolean (task, TRUE);
}

static void
sink_begin (LkAnswerSink *sink,
            guint         status)
{
  lk_answer_sink_begin (LK_ANSWER_SINK (LK_ESCROW (sink)->buffer), status);
}

static guint8 *
sink_get_space (LkAnswerSink *sink,
                gsize        *capacity)
{
  return lk_answer_sink_get_space (LK_ANSWER_SINK (LK_ESCROW (sink)->buffer), capacity);
}

static void
sink_take_async (LkAnswerSink        *sink,
                 gsize                length,
                 GAsyncReadyCallback  callback,
                 gpointer             user_data)
{
  LkEscrow *self = LK_ESCROW (sink);
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, sink_take_async);
  lk_answer_buffer_add (self->buffer, length);
  g_task_run_in_thread (task, keep_thread);
}

static gboolean
sink_take_finish (LkAnswerSink  *sink,
                  GAsyncResult  *result,
                  GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, sink), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
sink_iface_init (LkAnswerSinkInterface *iface)
{
  iface->begin = sink_begin;
  iface->get_space = sink_get_space;
  iface->take_async = sink_take_async;
  iface->take_finish = sink_take_finish;
}

static void
lk_escrow_finalize (GObject *object)
{
  LkEscrow *self = LK_ESCROW (object);

  g_clear_pointer (&self->intent, g_free);
  g_clear_pointer (&self->cipher, lk_escrow_cipher_free);
  g_clear_pointer (&self->file, lk_escrow_file_close);
  g_clear_object (&self->buffer);
  g_clear_error (&self->failure);

  G_OBJECT_CLASS (lk_escrow_parent_class)->finalize (object);
}

static void
lk_escrow_class_init (LkEscrowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_escrow_finalize;
}

static void
lk_escrow_init (LkEscrow *self)
{
  self->buffer = lk_answer_buffer_new ();
}

/* What a thread needs to make or open one. */
typedef struct
{
  char *directory;
  char *intent;
} Place;

static void
place_free (gpointer data)
{
  Place *place = data;

  g_free (place->directory);
  g_free (place->intent);
  g_free (place);
}

static void
start (gpointer             tag,
       GTaskThreadFunc      function,
       const char          *directory,
       const char          *intent,
       GCancellable        *cancellable,
       GAsyncReadyCallback  callback,
       gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Place *place = g_new0 (Place, 1);

  place->directory = g_strdup (directory);
  place->intent = g_strdup (intent);
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, place, place_free);
  g_task_run_in_thread (task, function);
}

static void
make_thread (GTask        *task,
             LkEscrowFile *(*make) (const char *, GError **))
{
  Place *place = g_task_get_task_data (task);
  g_autofree char *path = lk_escrow_file_get_path (place->directory, place->intent);
  g_autoptr (LkEscrow) self = NULL;
  GError *error = NULL;
  LkEscrowFile *file = make (path, &error);

  if (file == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  self = g_object_new (LK_TYPE_ESCROW, NULL);
  self->intent = g_strdup (place->intent);
  self->file = file;
  g_task_return_pointer (task, g_steal_pointer (&self), g_object_unref);
}

static void
create_thread (GTask        *task,
               gpointer      source,
               gpointer      task_data,
               GCancellable *cancellable)
{
  make_thread (task, lk_escrow_file_create);
}

static void
open_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  make_thread (task, lk_escrow_file_open);
}

/**
 * lk_escrow_create_async:
 * @directory: the folder of the journal
 * @intent: the work, a UUID that no other has
 * @cancellable: (nullable): cancels it
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Makes an escrow with room for the largest answer, and takes it.
 */
void
lk_escrow_create_async (const char          *directory,
                        const char          *intent,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_return_if_fail (directory != NULL);
  g_return_if_fail (g_uuid_string_is_valid (intent));

  start (lk_escrow_create_async, create_thread, directory, intent, cancellable, callback, user_data);
}

/**
 * lk_escrow_create_finish:
 * @result: what the callback was given
 * @error: return location for %LK_ESCROW_ERROR_CANNOT_WRITE
 *
 * Returns: (transfer full): the escrow, or %NULL with @error set and nothing left behind
 */
LkEscrow *
lk_escrow_create_finish (GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_escrow_create_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * lk_escrow_open_async:
 * @directory: the folder of the journal
 * @intent: the work
 * @cancellable: (nullable): cancels it
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Opens and takes what the owner of some work has left behind.
 */
void
lk_escrow_open_async (const char          *directory,
                      const char          *intent,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_return_if_fail (directory != NULL);
  g_return_if_fail (intent != NULL);

  start (lk_escrow_open_async, open_thread, directory, intent, cancellable, callback, user_data);
}

/**
 * lk_escrow_open_finish:
 * @result: what the callback was given
 * @error: return location for a #LkEscrowError
 *
 * Returns: (transfer full): the escrow, or %NULL with @error set
 */
LkEscrow *
lk_escrow_open_finish (GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_escrow_open_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* The steps of an escrow that is there, each in a thread. */
static void
run (LkEscrow            *self,
     gpointer             tag,
     GTaskThreadFunc      function,
     GCancellable        *cancellable,
     GAsyncReadyCallback  callback,
     gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_run_in_thread (task, function);
}

static gboolean
finish (LkEscrow      *self,
        GAsyncResult  *result,
        gpointer       tag,
        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tag), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
take_key (LkEscrow            *self,
          SecretValue         *key,
          gpointer             tag,
          GAsyncReadyCallback  callback,
          gpointer             user_data)
{
  GError *error = NULL;

  g_clear_pointer (&self->cipher, lk_escrow_cipher_free);
  self->cipher = lk_escrow_cipher_new (key, self->intent, &error);
  if (self->cipher == NULL)
    g_task_report_error (self, callback, user_data, tag, error);

  return self->cipher != NULL;
}

static void
arm_thread (GTask        *task,
            gpointer      source,
            gpointer      task_data,
            GCancellable *cancellable)
{
  LkEscrow *self = source;
  GError *error = NULL;

  if (lk_escrow_file_settle (self->file, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * lk_escrow_arm_async:
 * @self: an escrow that was created
 * @key: what lk_keyring_reserve_finish() gave for the same work
 * @cancellable: (nullable): cancels it
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Makes the escrow ready to take an answer, and waits until file and keyring are on the disk.
 */
void
lk_escrow_arm_async (LkEscrow            *self,
                     SecretValue         *key,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  g_return_if_fail (LK_IS_ESCROW (self));
  g_return_if_fail (key != NULL);

  if (take_key (self, key, lk_escrow_arm_async, callback, user_data))
    run (self, lk_escrow_arm_async, arm_thread, cancellable, callback, user_data);
}

/**
 * lk_escrow_arm_finish:
 * @self: an escrow
 * @result: what the callback was given
 * @error: return location for a #LkEscrowError
 *
 * Returns: whether an answer would be kept
 */
gboolean
lk_escrow_arm_finish (LkEscrow      *self,
                      GAsyncResult  *result,
                      GError       **error)
{
  return finish (self, result, lk_escrow_arm_async, error);
}

static void
replay_thread (GTask        *task,
               gpointer      source,
               gpointer      task_data,
               GCancellable *cancellable)
{
  LkEscrow *self = source;
  GError *error = NULL;

  if (lk_escrow_file_replay (self->file, self->cipher, self->buffer, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * lk_escrow_replay_async:
 * @self: an escrow that was opened
 * @key: what the keyring holds for the same work
 * @cancellable: (nullable): cancels it
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Brings what was kept of the answer back into memory, once.
 */
void
lk_escrow_replay_async (LkEscrow            *self,
                        SecretValue         *key,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_return_if_fail (LK_IS_ESCROW (self));
  g_return_if_fail (key != NULL);

  if (take_key (self, key, lk_escrow_replay_async, callback, user_data))
    run (self, lk_escrow_replay_async, replay_thread, cancellable, callback, user_data);
}

/**
 * lk_escrow_replay_finish:
 * @self: an escrow
 * @result: what the callback was given
 * @error: return location for a #LkEscrowError
 *
 * Returns: whether all that was kept is in the buffer now, which may be nothing
 */
gboolean
lk_escrow_replay_finish (LkEscrow      *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  return finish (self, result, lk_escrow_replay_async, error);
}

static void
discard_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  LkEscrow *self = source;
  GError *error = NULL;

  if (lk_escrow_file_settle (self->file, &error) && lk_escrow_file_remove (self->file, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * lk_escrow_discard_async:
 * @self: an escrow that is no longer needed
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Waits until what was stored instead is on the disk, and removes the file. What is in memory stays.
 */
void
lk_escrow_discard_async (LkEscrow            *self,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_return_if_fail (LK_IS_ESCROW (self));

  run (self, lk_escrow_discard_async, discard_thread, NULL, callback, user_data);
}

/**
 * lk_escrow_discard_finish:
 * @self: an escrow
 * @result: what the callback was given
 * @error: return location for %LK_ESCROW_ERROR_CANNOT_WRITE
 *
 * Returns: whether it is gone
 */
gboolean
lk_escrow_discard_finish (LkEscrow      *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  return finish (self, result, lk_escrow_discard_async, error);
}

/**
 * lk_escrow_close:
 * @self: (transfer full): an escrow, of which no call is running
 *
 * Gives the work up at once: the thread of a call that has finished may hold a reference for a moment longer, and the
 * next owner would be turned away.
 */
void
lk_escrow_close (LkEscrow *self)
{
  g_return_if_fail (LK_IS_ESCROW (self));

  g_clear_pointer (&self->file, lk_escrow_file_close);
  g_object_unref (self);
}

/**
 * lk_escrow_get_buffer:
 * @self: an escrow
 *
 * Returns: (transfer none): what arrived, in memory
 */
LkAnswerBuffer *
lk_escrow_get_buffer (LkEscrow *self)
{
  g_return_val_if_fail (LK_IS_ESCROW (self), NULL);

  return self->buffer;
}

/**
 * lk_escrow_get_failure:
 * @self: an escrow
 *
 * Returns: (transfer none) (nullable): why not all that arrived is in the file; %NULL: all is
 */
const GError *
lk_escrow_get_failure (LkEscrow *self)
{
  g_return_val_if_fail (LK_IS_ESCROW (self), NULL);

  return self->failure;
}
