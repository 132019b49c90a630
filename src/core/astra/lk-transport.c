/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-transport.h"

#include "lk-answer-head.h"
#include "lk-astra-error.h"
#include "lk-retry.h"
#include "lk-session.h"
#include "lk-tls-check.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>

#define READ_DEADLINE_MS (5 * 60 * 1000)
#define WRITE_DEADLINE_MS (60 * 1000)
#define READ_MAX_BYTES (64 * 1024 * 1024)
#define WRITE_MAX_BYTES (256 * 1024)
#define CHUNK_BYTES (32 * 1024)
#define MAX_INFORMATIONAL 16
#define RETRY_WAIT_MS 500

/**
 * LkTransport:
 *
 * Carries requests to one origin, with the rules of this application: no redirect is followed, no cookie kept, no body
 * decoded, nothing but HTTPS spoken except to loopback (and to loopback through no proxy), every answer and every wait
 * bounded, and a write sent once.
 */
struct _LkTransport
{
  GObject           parent_instance;

  SoupSession      *session;
  char             *origin; /* without a final slash */
  SecretValue      *token;
  LkTransportTimes  times;
};

G_DEFINE_FINAL_TYPE (LkTransport, lk_transport, G_TYPE_OBJECT)

static guint clock_told_signal;

/* One request, with its repetitions if it is a read. */
typedef struct
{
  LkTransport  *owner;  /* the task's, not owned */
  const char   *method; /* static */
  char         *path;
  GBytes       *request_body; /* NULL: none */
  LkAnswerSink *sink;         /* NULL: the body is gathered in @body */

  SoupMessage  *message;
  GInputStream *stream;
  GByteArray   *body;
  gsize         length; /* of what has arrived */
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
} Exchange;

static void
exchange_drop_message (Exchange *exchange)
{
  if (exchange->message != NULL)
    g_signal_handlers_disconnect_by_data (exchange->message, exchange);
  g_clear_object (&exchange->message);
  g_clear_object (&exchange->stream);
}

static void
exchange_free (gpointer data)
{
  Exchange *exchange = data;

  exchange_drop_message (exchange);
  g_cancellable_disconnect (exchange->outer, exchange->outer_handler);
  g_clear_handle_id (&exchange->deadline_id, g_source_remove);
  g_clear_handle_id (&exchange->retry_id, g_source_remove);
  g_clear_object (&exchange->outer);
  g_clear_object (&exchange->inner);
  g_clear_object (&exchange->sink);
  g_clear_pointer (&exchange->body, g_byte_array_unref);
  g_clear_pointer (&exchange->request_body, g_bytes_unref);
  g_clear_pointer (&exchange->path, g_free);
  g_clear_error (&exchange->own_reason);
  g_free (exchange);
}

/* Ends the exchange with a reason of ours, which then stands in for "cancelled". */
static void
stop (Exchange     *exchange,
      LkAstraError  code,
      const char   *message)
{
  if (exchange->own_reason == NULL)
    exchange->own_reason = g_error_new_literal (LK_ASTRA_ERROR, code, message);
  g_cancellable_cancel (exchange->inner);
}

static gboolean
deadline_cb (gpointer user_data)
{
  Exchange *exchange = user_data;

  exchange->deadline_id = 0;
  stop (exchange, LK_ASTRA_ERROR_TIMED_OUT, _("Astra did not answer in time"));

  return G_SOURCE_REMOVE;
}

static void
outer_cancelled_cb (GCancellable *outer,
                    gpointer      user_data)
{
  GCancellable *inner = user_data;

  g_cancellable_cancel (inner);
}

/* libsoup sends a request again by itself after a 421 (measured), and a read whose idle connection the server had
 * closed. A write may not be sent twice; a read may, a few times. */
static void
restarted_cb (SoupMessage *message,
              Exchange    *exchange)
{
  exchange->n_restarts++;
  if (exchange->method == SOUP_METHOD_GET && exchange->n_restarts <= LK_RETRY_MAX)
    return;

  stop (exchange, LK_ASTRA_ERROR_UNEXPECTED, _("Astra’s server is set up wrongly: it asked for the request twice"));
}

static void
wrote_headers_cb (SoupMessage *message,
                  Exchange    *exchange)
{
  exchange->sent = TRUE;
}

static void
got_informational_cb (SoupMessage *message,
                      Exchange    *exchange)
{
  exchange->n_informational++;
  if (exchange->n_informational > MAX_INFORMATIONAL)
    stop (exchange, LK_ASTRA_ERROR_MALFORMED, _("Astra’s answer could not be understood"));
}

/* What is too weak is accepted by default on the floor (measured); this is before any byte of ours is written. */
static void
network_event_cb (SoupMessage        *message,
                  GSocketClientEvent  event,
                  GIOStream          *connection,
                  Exchange           *exchange)
{
  const char *fault = event == G_SOCKET_CLIENT_TLS_HANDSHAKED ? lk_tls_find_fault (connection) : NULL;

  if (fault != NULL)
    stop (exchange, LK_ASTRA_ERROR_INSECURE, fault);
}

static void
got_headers_cb (SoupMessage *message,
                Exchange    *exchange)
{
  GTimeSpan offset;

  if (lk_answer_head_get_clock_offset (soup_message_get_response_headers (message), &offset))
    g_signal_emit (exchange->owner, clock_told_signal, 0, offset);
}

static GError *
translate_error (Exchange *exchange,
                 GError   *error)
{
  g_autoptr (GError) owned = error;

  return exchange->own_reason != NULL ? g_error_copy (exchange->own_reason)
                                      : lk_astra_error_from_transport (g_steal_pointer (&owned));
}

static void send (GTask *task);

static gboolean
retry_cb (gpointer user_data)
{
  GTask *task = G_TASK (user_data);
  Exchange *exchange = g_task_get_task_data (task);

  exchange->retry_id = 0;
  send (g_object_ref (task));

  return G_SOURCE_REMOVE;
}

/* Only a read is ever repeated. Keeps @task when it will be. */
static gboolean
retry_later (GTask  *task,
             GError *error)
{
  Exchange *exchange = g_task_get_task_data (task);
  guint wait_ms;

  if (exchange->method != SOUP_METHOD_GET
      || !lk_retry_get_wait (error, exchange->n_retries, exchange->owner->times.retry_wait_ms, &wait_ms))
    return FALSE;

  exchange->n_retries++;
  exchange->length = 0;
  g_byte_array_set_size (exchange->body, 0);
  exchange_drop_message (exchange);
  exchange->retry_id = lk_retry_attach (wait_ms, exchange->inner, retry_cb, g_object_ref (task),
                                        g_object_unref);

  return TRUE;
}

/* The answer is whole, as far as the transport can tell. */
static void
complete (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  Exchange *exchange = g_task_get_task_data (task);
  guint status = soup_message_get_status (exchange->message);
  g_autoptr (GBytes) body = g_bytes_new (exchange->body->data, exchange->body->len);
  guint after_s = lk_answer_head_get_retry_after (soup_message_get_response_headers (exchange->message));
  g_autoptr (GError) error = NULL;

  if (SOUP_STATUS_IS_SUCCESSFUL (status) && !lk_astra_error_is_page (body))
    {
      g_task_return_pointer (task, g_steal_pointer (&body), (GDestroyNotify) g_bytes_unref);
      return;
    }

  error = lk_astra_error_from_answer (status, after_s, body);
  if (!retry_later (task, error))
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
return_too_large (GTask *task)
{
  g_task_return_new_error (task, LK_ASTRA_ERROR, LK_ASTRA_ERROR_TOO_LARGE,
                           _("Astra’s answer is larger than Latchkey reads"));
}

static void read_more (GTask *task);

static void
taken_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autoptr (GError) error = NULL;

  if (!lk_answer_sink_take_finish (LK_ANSWER_SINK (source), result, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  read_more (g_steal_pointer (&task));
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Exchange *exchange = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);
  gsize max = exchange->method == SOUP_METHOD_GET ? READ_MAX_BYTES : WRITE_MAX_BYTES;

  if (exchange->sink == NULL)
    g_byte_array_set_size (exchange->body, (guint) (exchange->length + (gsize) MAX (n, 0)));

  if (n < 0)
    {
      g_task_return_error (task, translate_error (exchange, g_steal_pointer (&error)));
      return;
    }
  if (n == 0)
    {
      complete (g_steal_pointer (&task));
      return;
    }

  exchange->length += (gsize) n;
  if (exchange->sink != NULL)
    {
      lk_answer_sink_take_async (exchange->sink, (gsize) n, taken_cb, g_steal_pointer (&task));
      return;
    }
  if (exchange->length > max)
    {
      return_too_large (task);
      return;
    }

  read_more (g_steal_pointer (&task));
}

static void
read_more (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  Exchange *exchange = g_task_get_task_data (task);
  guint8 *space;
  gsize capacity = CHUNK_BYTES;

  if (exchange->sink != NULL)
    {
      space = lk_answer_sink_get_space (exchange->sink, &capacity);
      if (space == NULL)
        {
          return_too_large (task);
          return;
        }
    }
  else
    {
      g_byte_array_set_size (exchange->body, (guint) (exchange->length + capacity));
      space = exchange->body->data + exchange->length;
    }

  g_input_stream_read_async (exchange->stream, space, capacity, G_PRIORITY_DEFAULT, exchange->inner, read_cb,
                             g_steal_pointer (&task));
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Exchange *exchange = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  exchange->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (exchange->stream == NULL)
    {
      g_task_return_error (task, translate_error (exchange, g_steal_pointer (&error)));
      return;
    }

  if (exchange->sink != NULL)
    lk_answer_sink_begin (exchange->sink, soup_message_get_status (exchange->message));

  read_more (g_steal_pointer (&task));
}

static void
send (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  LkTransport *self = g_task_get_source_object (task);
  Exchange *exchange = g_task_get_task_data (task);

  exchange->message = lk_session_create_message (exchange->method, self->origin, exchange->path,
                                                 exchange->request_body, self->token);
  g_signal_connect (exchange->message, "restarted", G_CALLBACK (restarted_cb), exchange);
  g_signal_connect (exchange->message, "wrote-headers", G_CALLBACK (wrote_headers_cb), exchange);
  g_signal_connect (exchange->message, "got-informational", G_CALLBACK (got_informational_cb), exchange);
  g_signal_connect (exchange->message, "got-headers", G_CALLBACK (got_headers_cb), exchange);
  g_signal_connect (exchange->message, "network-event", G_CALLBACK (network_event_cb), exchange);
  soup_session_send_async (self->session, exchange->message, G_PRIORITY_DEFAULT, exchange->inner, sent_cb,
                           g_steal_pointer (&task));
}

static void
start (LkTransport         *self,
       const char          *method,
       const char          *path,
       GBytes              *body,
       LkAnswerSink        *sink,
       GCancellable        *cancellable,
       GAsyncReadyCallback  callback,
       gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Exchange *exchange = g_new0 (Exchange, 1);

  g_task_set_source_tag (task, start);
  /* What arrived of a write is told to the caller even if it was cancelled in between. */
  g_task_set_check_cancellable (task, method == SOUP_METHOD_GET);
  exchange->owner = self;
  exchange->method = method;
  exchange->path = g_strdup (path);
  exchange->request_body = body != NULL ? g_bytes_ref (body) : NULL;
  exchange->sink = sink != NULL ? g_object_ref (sink) : NULL;
  exchange->body = g_byte_array_new ();
  exchange->inner = g_cancellable_new ();
  exchange->deadline_id = g_timeout_add (method == SOUP_METHOD_GET ? self->times.read_deadline_ms
                                                                   : self->times.write_deadline_ms,
                                         deadline_cb, exchange);
  g_task_set_task_data (task, exchange, exchange_free);
  if (cancellable != NULL)
    {
      exchange->outer = g_object_ref (cancellable);
      exchange->outer_handler = g_cancellable_connect (cancellable, G_CALLBACK (outer_cancelled_cb),
                                                       g_object_ref (exchange->inner), g_object_unref);
    }

  send (g_steal_pointer (&task));
}

static void
lk_transport_dispose (GObject *object)
{
  LkTransport *self = LK_TRANSPORT (object);

  g_clear_object (&self->session);

  G_OBJECT_CLASS (lk_transport_parent_class)->dispose (object);
}

static void
lk_transport_finalize (GObject *object)
{
  LkTransport *self = LK_TRANSPORT (object);

  g_clear_pointer (&self->origin, g_free);
  g_clear_pointer (&self->token, secret_value_unref);

  G_OBJECT_CLASS (lk_transport_parent_class)->finalize (object);
}

static void
lk_transport_class_init (LkTransportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lk_transport_dispose;
  object_class->finalize = lk_transport_finalize;

  /* The server's time was told: how far its clock is ahead, a GTimeSpan. */
  clock_told_signal = g_signal_new ("clock-told", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
lk_transport_init (LkTransport *self)
{
  self->times = (LkTransportTimes) { RETRY_WAIT_MS, READ_DEADLINE_MS, WRITE_DEADLINE_MS };
}

/**
 * lk_transport_new:
 * @origin: an address that lk_address_check() returned
 * @token: the token to sign in with, fit for a header (`lk_secret_value_check()`)
 *
 * Makes a transport with a session of its own, to be used from one thread's main context.
 *
 * Returns: (transfer full): the transport
 */
LkTransport *
lk_transport_new (const char  *origin,
                  SecretValue *token)
{
  LkTransport *self = g_object_new (LK_TYPE_TRANSPORT, NULL);

  self->origin = g_strdup (origin);
  self->token = secret_value_ref (token);
  self->session = lk_session_new (origin);

  return self;
}

/**
 * lk_transport_set_times:
 * @self: a transport
 * @times: the times of its requests from now on
 *
 * Changes how long requests wait and may take.
 */
void
lk_transport_set_times (LkTransport            *self,
                        const LkTransportTimes *times)
{
  g_return_if_fail (LK_IS_TRANSPORT (self));

  self->times = *times;
}

/**
 * lk_transport_get_async:
 * @self: a transport
 * @path: an absolute path, its parts escaped
 * @cancellable: (nullable): cancels the request
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Reads. A read is repeated at most three times, with growing waits, after 429 and 5xx.
 */
void
lk_transport_get_async (LkTransport         *self,
                        const char          *path,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_return_if_fail (LK_IS_TRANSPORT (self));
  g_return_if_fail (path != NULL && *path == '/');

  start (self, SOUP_METHOD_GET, path, NULL, NULL, cancellable, callback, user_data);
}

/**
 * lk_transport_delete_async:
 * @self: a transport
 * @path: an absolute path, its parts escaped
 * @cancellable: (nullable): cancels the request
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Deletes, once, on a connection of its own.
 */
void
lk_transport_delete_async (LkTransport         *self,
                           const char          *path,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (LK_IS_TRANSPORT (self));
  g_return_if_fail (path != NULL && *path == '/');

  start (self, SOUP_METHOD_DELETE, path, NULL, NULL, cancellable, callback, user_data);
}

/**
 * lk_transport_post_async:
 * @self: a transport
 * @path: an absolute path
 * @body: the request, JSON
 * @sink: keeps the answer
 * @cancellable: (nullable): cancels the request
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Posts, once, on a connection of its own; whatever happens, what arrived of the answer is in @sink.
 */
void
lk_transport_post_async (LkTransport         *self,
                         const char          *path,
                         GBytes              *body,
                         LkAnswerSink        *sink,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_return_if_fail (LK_IS_TRANSPORT (self));
  g_return_if_fail (LK_IS_ANSWER_SINK (sink));
  g_return_if_fail (body != NULL);

  start (self, SOUP_METHOD_POST, path, body, sink, cancellable, callback, user_data);
}

/**
 * lk_transport_finish:
 * @self: a transport
 * @result: what the callback was given
 * @sent: (out) (optional): whether the request's headers went out completely, so that it may have taken effect
 * @error: return location for a #LkAstraError or %G_IO_ERROR_CANCELLED
 *
 * Takes the answer of any request of this class.
 *
 * Returns: (transfer full): the body of a 2xx answer (empty where a sink took it), or %NULL with @error set
 */
GBytes *
lk_transport_finish (LkTransport   *self,
                     GAsyncResult  *result,
                     gboolean      *sent,
                     GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, start), NULL);

  if (sent != NULL)
    {
      Exchange *exchange = g_task_get_task_data (G_TASK (result));

      *sent = exchange->sent;
    }

  return g_task_propagate_pointer (G_TASK (result), error);
}
