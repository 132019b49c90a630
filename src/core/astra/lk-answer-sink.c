/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-answer-sink.h"

G_DEFINE_INTERFACE (LkAnswerSink, lk_answer_sink, G_TYPE_OBJECT)

static void
lk_answer_sink_default_init (LkAnswerSinkInterface *iface)
{
}

/**
 * lk_answer_sink_begin:
 * @self: a sink
 * @status: the HTTP status of the answer
 *
 * Tells that an answer has begun.
 */
void
lk_answer_sink_begin (LkAnswerSink *self,
                      guint         status)
{
  g_return_if_fail (LK_IS_ANSWER_SINK (self));

  LK_ANSWER_SINK_GET_IFACE (self)->begin (self, status);
}

/**
 * lk_answer_sink_get_space:
 * @self: a sink
 * @capacity: (out): how many bytes may be written there
 *
 * Asks where the next bytes go. The place stays valid until the next call on @self.
 *
 * Returns: (transfer none) (nullable): the place, or %NULL when the sink is full
 */
guint8 *
lk_answer_sink_get_space (LkAnswerSink *self,
                          gsize        *capacity)
{
  g_return_val_if_fail (LK_IS_ANSWER_SINK (self), NULL);

  return LK_ANSWER_SINK_GET_IFACE (self)->get_space (self, capacity);
}

/**
 * lk_answer_sink_take_async:
 * @self: a sink
 * @length: how many bytes arrived at the place of lk_answer_sink_get_space()
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Keeps what arrived. Nothing more is read, and @self is not touched, until it has finished. It cannot be cancelled: a
 * secret that arrived is kept.
 */
void
lk_answer_sink_take_async (LkAnswerSink        *self,
                           gsize                length,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (LK_IS_ANSWER_SINK (self));

  LK_ANSWER_SINK_GET_IFACE (self)->take_async (self, length, callback, user_data);
}

/**
 * lk_answer_sink_take_finish:
 * @self: a sink
 * @result: what the callback was given
 * @error: return location for an error of the sink
 *
 * Returns: whether the sink wants the rest
 */
gboolean
lk_answer_sink_take_finish (LkAnswerSink  *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (LK_IS_ANSWER_SINK (self), FALSE);

  return LK_ANSWER_SINK_GET_IFACE (self)->take_finish (self, result, error);
}
