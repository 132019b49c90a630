/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libsecret/secret.h>

#include "lk-answer-sink.h"

G_BEGIN_DECLS

#define LK_TYPE_TRANSPORT (lk_transport_get_type ())

G_DECLARE_FINAL_TYPE (LkTransport, lk_transport, LK, TRANSPORT, GObject)

/**
 * LkTransportTimes:
 * @retry_wait_ms: how long, about, a read waits before it is first repeated; 0 to repeat at once
 * @read_deadline_ms: how long a read may take in all, with its repetitions
 * @write_deadline_ms: how long a write may take in all
 *
 * The times of a transport's requests.
 */
typedef struct
{
  guint retry_wait_ms;
  guint read_deadline_ms;
  guint write_deadline_ms;
} LkTransportTimes;

LkTransport *lk_transport_new            (const char           *origin,
                                          SecretValue          *token) G_GNUC_WARN_UNUSED_RESULT;

void         lk_transport_set_times      (LkTransport            *self,
                                         const LkTransportTimes *times);

void         lk_transport_get_async      (LkTransport          *self,
                                          const char           *path,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
void         lk_transport_delete_async   (LkTransport          *self,
                                          const char           *path,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
void         lk_transport_post_async     (LkTransport          *self,
                                          const char           *path,
                                          GBytes               *body,
                                          LkAnswerSink         *sink,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
GBytes      *lk_transport_finish         (LkTransport          *self,
                                          GAsyncResult         *result,
                                          gboolean             *sent,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
