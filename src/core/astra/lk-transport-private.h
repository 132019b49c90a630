/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "lk-json-filter.h"
#include "lk-transport.h"

G_BEGIN_DECLS

/* One request, with its repetitions if it is a read. */
typedef struct
{
  LkTransport  *owner;  /* the task's, not owned */
  const char   *method; /* static */
  char         *path;
  char         *cluster;      /* NULL: no such header */
  char         *org_id;       /* NULL: no such header */
  GBytes       *request_body; /* NULL: none */
  LkAnswerSink *sink;         /* NULL: the body is gathered in @body */
  LkJsonFilter *filter;       /* NULL: the body stays as it comes */

  SoupMessage  *message;
  GInputStream *stream;
  GByteArray   *body;
  gsize         length; /* of what has arrived */
  guint8       *space;  /* the sink's, where the next bytes go */
  gsize         capacity;
  gboolean      ended;      /* the answer's end has been read */
  GError       *read_error; /* what the last read behind bytes that arrived came to, or NULL */
  GCancellable *inner;  /* cancelled by the caller's, the deadline, or a breach of the rules */
  GCancellable *outer;  /* the caller's, may be NULL */
  gulong        outer_handler;
  guint         deadline_id;
  guint         retry_id;
  guint         n_retries;
  guint         n_informational;
  guint         n_restarts;   /* by libsoup itself */
  gboolean      sent;         /* headers went out completely: it may have taken effect */
  GError       *own_reason;   /* why we cancelled it ourselves, or NULL */
} LkExchange;

void    lk_exchange_free            (gpointer      data);
void    lk_exchange_watch           (LkExchange   *exchange);
void    lk_exchange_drop_message    (LkExchange   *exchange);
void    lk_exchange_bound           (LkExchange   *exchange,
                                     guint         deadline_ms,
                                     GCancellable *cancellable);
GError *lk_exchange_translate_error (LkExchange   *exchange,
                                     GError       *error) G_GNUC_WARN_UNUSED_RESULT;

void    lk_transport_tell_clock     (LkTransport  *self,
                                     GTimeSpan     offset);

G_END_DECLS
