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
 * lk_answer_sink_take:
 * @self: a sink
 * @length: how many bytes arrived at the place of lk_answer_sink_get_space()
 * @error: return location for an error of the sink
 *
 * Keeps what arrived, before anything more is read.
 *
 * Returns: whether it is kept
 */
gboolean
lk_answer_sink_take (LkAnswerSink  *self,
                     gsize          length,
                     GError       **error)
{
  g_return_val_if_fail (LK_IS_ANSWER_SINK (self), FALSE);

  return LK_ANSWER_SINK_GET_IFACE (self)->take (self, length, error);
}
