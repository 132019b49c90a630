/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define LK_TYPE_ANSWER_SINK (lk_answer_sink_get_type ())

G_DECLARE_INTERFACE (LkAnswerSink, lk_answer_sink, LK, ANSWER_SINK, GObject)

/**
 * LkAnswerSinkInterface:
 * @begin: the status line and headers have arrived; called once, before any byte
 * @get_space: where the next bytes may be written, owned by the sink; %NULL when its bound is reached
 * @take_async: the first @length bytes at that place have arrived and are to be kept before the next are read
 * @take_finish: whether they are
 *
 * Keeps the answer of a create call as it arrives. The client reads straight into the sink's memory, so that how a
 * secret is kept is decided in one place and no copy of it stays behind; the sink never judges it.
 */
struct _LkAnswerSinkInterface
{
  GTypeInterface parent_iface;

  void       (* begin)       (LkAnswerSink         *self,
                              guint                 status);
  guint8   * (* get_space)   (LkAnswerSink         *self,
                              gsize                *capacity);
  void       (* take_async)  (LkAnswerSink         *self,
                              gsize                 length,
                              GAsyncReadyCallback   callback,
                              gpointer              user_data);
  gboolean   (* take_finish) (LkAnswerSink         *self,
                              GAsyncResult         *result,
                              GError              **error);
};

void      lk_answer_sink_begin       (LkAnswerSink         *self,
                                      guint                 status);
guint8   *lk_answer_sink_get_space   (LkAnswerSink         *self,
                                      gsize                *capacity);
void      lk_answer_sink_take_async  (LkAnswerSink         *self,
                                      gsize                 length,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data);
gboolean  lk_answer_sink_take_finish (LkAnswerSink         *self,
                                      GAsyncResult         *result,
                                      GError              **error);

G_END_DECLS
