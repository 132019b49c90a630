/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-answer-buffer.h"

#include <string.h>
#include <sys/mman.h>

/**
 * LkAnswerBuffer:
 *
 * An answer in memory of its own: locked where the limit allows, left out of core dumps, overwritten before it is
 * given back.
 */
struct _LkAnswerBuffer
{
  GObject  parent_instance;

  guint8  *memory; /* LK_ANSWER_BUFFER_MAX bytes, or NULL if the system gave none */
  gsize    length;
  guint    status; /* 0 before the answer has begun */
};

static void
buffer_begin (LkAnswerSink *sink,
              guint         status)
{
  LkAnswerBuffer *self = LK_ANSWER_BUFFER (sink);

  /* A read that is repeated begins anew. */
  if (self->length > 0)
    explicit_bzero (self->memory, self->length);
  self->length = 0;
  self->status = status;
}

static guint8 *
buffer_get_space (LkAnswerSink *sink,
                  gsize        *capacity)
{
  LkAnswerBuffer *self = LK_ANSWER_BUFFER (sink);

  *capacity = LK_ANSWER_BUFFER_MAX - self->length;

  return self->memory != NULL && *capacity > 0 ? self->memory + self->length : NULL;
}

static void
buffer_take_async (LkAnswerSink        *sink,
                   gsize                length,
                   GAsyncReadyCallback  callback,
                   gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (sink, NULL, callback, user_data);

  lk_answer_buffer_add (LK_ANSWER_BUFFER (sink), length);
  g_task_return_boolean (task, TRUE);
}

static gboolean
buffer_take_finish (LkAnswerSink  *sink,
                    GAsyncResult  *result,
                    GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, sink), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
sink_iface_init (LkAnswerSinkInterface *iface)
{
  iface->begin = buffer_begin;
  iface->get_space = buffer_get_space;
  iface->take_async = buffer_take_async;
  iface->take_finish = buffer_take_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (LkAnswerBuffer, lk_answer_buffer, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LK_TYPE_ANSWER_SINK, sink_iface_init))

static void
lk_answer_buffer_finalize (GObject *object)
{
  LkAnswerBuffer *self = LK_ANSWER_BUFFER (object);

  if (self->memory != NULL)
    {
      explicit_bzero (self->memory, self->length);
      munmap (self->memory, LK_ANSWER_BUFFER_MAX);
    }

  G_OBJECT_CLASS (lk_answer_buffer_parent_class)->finalize (object);
}

static void
lk_answer_buffer_class_init (LkAnswerBufferClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_answer_buffer_finalize;
}

static void
lk_answer_buffer_init (LkAnswerBuffer *self)
{
  void *memory = mmap (NULL, LK_ANSWER_BUFFER_MAX, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  if (memory == MAP_FAILED)
    return;

  /* Both are best effort: without the right to lock, an answer is still better kept than refused. */
  if (mlock (memory, LK_ANSWER_BUFFER_MAX) != 0)
    g_debug ("The memory for an answer could not be locked");
  if (madvise (memory, LK_ANSWER_BUFFER_MAX, MADV_DONTDUMP) != 0)
    g_debug ("The memory for an answer could not be left out of core dumps");

  self->memory = memory;
}

/**
 * lk_answer_buffer_new:
 *
 * Makes an empty buffer.
 *
 * Returns: (transfer full): the buffer
 */
LkAnswerBuffer *
lk_answer_buffer_new (void)
{
  return g_object_new (LK_TYPE_ANSWER_BUFFER, NULL);
}

/**
 * lk_answer_buffer_add:
 * @self: a buffer
 * @length: how many bytes were written at the place of lk_answer_sink_get_space()
 *
 * Counts them in.
 */
void
lk_answer_buffer_add (LkAnswerBuffer *self,
                      gsize           length)
{
  g_return_if_fail (LK_IS_ANSWER_BUFFER (self));
  g_return_if_fail (length <= LK_ANSWER_BUFFER_MAX - self->length);

  self->length += length;
}

/**
 * lk_answer_buffer_get_status:
 * @self: a buffer
 *
 * Tells the HTTP status of the answer.
 *
 * Returns: the status, 0 when no answer has begun
 */
guint
lk_answer_buffer_get_status (LkAnswerBuffer *self)
{
  g_return_val_if_fail (LK_IS_ANSWER_BUFFER (self), 0);

  return self->status;
}

/**
 * lk_answer_buffer_get_data:
 * @self: a buffer
 * @length: (out): bytes that have arrived
 *
 * Hands out what has arrived; it has no final zero.
 *
 * Returns: (transfer none) (nullable): the bytes, valid while @self lives
 */
const char *
lk_answer_buffer_get_data (LkAnswerBuffer *self,
                           gsize          *length)
{
  g_return_val_if_fail (LK_IS_ANSWER_BUFFER (self), NULL);

  *length = self->length;

  return (const char *) self->memory;
}
