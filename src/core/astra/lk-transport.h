/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libsecret/secret.h>

#include "lk-answer-sink.h"
#include "lk-session-pool.h"

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

/**
 * LkTransportRequest:
 * @path: an absolute path, its parts escaped
 * @cluster: (nullable): the header `X-DataStax-Pulsar-Cluster`, printable ASCII
 * @org_id: (nullable): the header `X-DataStax-Current-Org`, a UUID
 * @body: (nullable): JSON to be sent
 * @sink: (nullable): keeps the answer, that of a refusal too; %NULL: it is handed out at the end
 * @dropped_key: (nullable): a key whose values are taken out of the answer while it arrives
 *
 * What is asked of a transport.
 */
typedef struct
{
  const char   *path;
  const char   *cluster;
  const char   *org_id;
  GBytes       *body;
  LkAnswerSink *sink;
  const char   *dropped_key;
} LkTransportRequest;

LkTransport *lk_transport_new            (const char               *origin,
                                          SecretValue              *token,
                                          LkSessionPool            *pool) G_GNUC_WARN_UNUSED_RESULT;
LkTransport *lk_transport_new_sibling    (LkTransport              *self,
                                          const char               *origin) G_GNUC_WARN_UNUSED_RESULT;

void         lk_transport_set_times      (LkTransport              *self,
                                          const LkTransportTimes   *times);

gboolean     lk_transport_is_header      (const char               *text);

void         lk_transport_get_async      (LkTransport              *self,
                                          const LkTransportRequest *request,
                                          GCancellable             *cancellable,
                                          GAsyncReadyCallback       callback,
                                          gpointer                  user_data);
void         lk_transport_delete_async   (LkTransport              *self,
                                          const LkTransportRequest *request,
                                          GCancellable             *cancellable,
                                          GAsyncReadyCallback       callback,
                                          gpointer                  user_data);
void         lk_transport_post_async     (LkTransport              *self,
                                          const LkTransportRequest *request,
                                          GCancellable             *cancellable,
                                          GAsyncReadyCallback       callback,
                                          gpointer                  user_data);
GBytes      *lk_transport_finish         (LkTransport              *self,
                                          GAsyncResult             *result,
                                          gboolean                 *sent,
                                          GError                  **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
