/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-transport.h"

#include "lk-address.h"
#include "lk-astra-error.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

#define MAX_CONNECTIONS 8
#define IO_TIMEOUT_S 30
#define READ_DEADLINE_S (5 * 60)
#define WRITE_DEADLINE_S 60
#define READ_MAX_BYTES (64 * 1024 * 1024)
#define WRITE_MAX_BYTES (256 * 1024)
#define CHUNK_BYTES (32 * 1024)
#define MAX_INFORMATIONAL 16
#define MAX_RETRIES 3
#define RETRY_WAIT_MS 500
#define RETRY_AFTER_MAX_S 30

/**
 * LkTransport:
 *
 * Carries requests to one origin, with the rules of this application: no redirect is followed, no cookie kept, no body
 * decoded, nothing but HTTPS spoken except to loopback (and to loopback through no proxy), every answer and every wait
 * bounded, and a write sent once.
 */
struct _LkTransport
{
  GObject      parent_instance;

  SoupSession *session;
  char        *origin; /* without a final slash */
  SecretValue *token;
};

G_DEFINE_FINAL_TYPE (LkTransport, lk_transport, G_TYPE_OBJECT)

/* One request, with its repetitions if it is a read. */
typedef struct
{
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
  if (exchange->method == SOUP_METHOD_GET && exchange->n_restarts <= MAX_RETRIES)
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

/* TLS 1.0 and 1.1 are accepted by default on the floor (measured); this is before any byte of ours is written. */
static void
network_event_cb (SoupMessage        *message,
                  GSocketClientEvent  event,
                  GIOStream          *connection,
                  Exchange           *exchange)
{
  if (event == G_SOCKET_CLIENT_TLS_HANDSHAKED && G_IS_TLS_CONNECTION (connection)
      && g_tls_connection_get_protocol_version (G_TLS_CONNECTION (connection)) < G_TLS_PROTOCOL_VERSION_TLS_1_2)
    stop (exchange, LK_ASTRA_ERROR_INSECURE, _("The connection is not safe: the server speaks only old TLS"));
}

static GError *
translate_error (Exchange *exchange,
                 GError   *error)
{
  g_autoptr (GError) owned = error;

  if (exchange->own_reason != NULL)
    return g_error_copy (exchange->own_reason);
  if (g_error_matches (owned, G_IO_ERROR, G_IO_ERROR_CANCELLED) || owned->domain == LK_ASTRA_ERROR)
    return g_steal_pointer (&owned);
  if (owned->domain == G_TLS_ERROR)
    return g_error_new (LK_ASTRA_ERROR, LK_ASTRA_ERROR_INSECURE,
                        /* Translators: %s is the reason, from a library */
                        _("The connection is not safe: %s"), owned->message);
  if (g_error_matches (owned, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return g_error_new_literal (LK_ASTRA_ERROR, LK_ASTRA_ERROR_TIMED_OUT, _("Astra did not answer in time"));

  return g_error_new (LK_ASTRA_ERROR, LK_ASTRA_ERROR_UNREACHABLE,
                      /* Translators: %s is the reason, from a library */
                      _("No connection to Astra: %s"), owned->message);
}

static SoupMessage *
create_message (LkTransport *self,
                Exchange    *exchange)
{
  g_autofree char *uri = g_strconcat (self->origin, exchange->path, NULL);
  SoupMessage *message = soup_message_new (exchange->method, uri);
  SoupMessageHeaders *headers;
  g_autoptr (GString) bearer = NULL;

  g_return_val_if_fail (message != NULL, NULL);
  headers = soup_message_get_request_headers (message);

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (exchange->method != SOUP_METHOD_GET)
    soup_message_add_flags (message, SOUP_MESSAGE_NEW_CONNECTION);
  soup_message_headers_replace (headers, "Accept", "application/json");
  if (exchange->request_body != NULL)
    soup_message_set_request_body_from_bytes (message, "application/json", exchange->request_body);

  bearer = g_string_new ("Bearer ");
  g_string_append (bearer, secret_value_get_text (self->token));
  soup_message_headers_replace (headers, "Authorization", bearer->str);
  explicit_bzero (bearer->str, bearer->len);

  g_signal_connect (message, "restarted", G_CALLBACK (restarted_cb), exchange);
  g_signal_connect (message, "wrote-headers", G_CALLBACK (wrote_headers_cb), exchange);
  g_signal_connect (message, "got-informational", G_CALLBACK (got_informational_cb), exchange);
  g_signal_connect (message, "network-event", G_CALLBACK (network_event_cb), exchange);

  return message;
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

/* Only a read is ever repeated. Takes @task when it will be. */
static gboolean
retry_later (GTask  *task,
             GError *error)
{
  Exchange *exchange = g_task_get_task_data (task);
  const char *after = NULL;
  guint64 wait_ms = RETRY_WAIT_MS << exchange->n_retries;
  guint64 after_s = 0;

  if (exchange->method != SOUP_METHOD_GET || exchange->n_retries >= MAX_RETRIES
      || !(g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_RATE_LIMITED)
           || g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_SERVER)))
    return FALSE;

  after = soup_message_headers_get_one (soup_message_get_response_headers (exchange->message), "Retry-After");
  if (after != NULL && g_ascii_string_to_unsigned (after, 10, 0, G_MAXUINT32, &after_s, NULL)
      && after_s > RETRY_AFTER_MAX_S)
    return FALSE;

  wait_ms = wait_ms / 2 + (guint64) g_random_int_range (0, (gint32) wait_ms);
  wait_ms = MAX (wait_ms, after_s * 1000);
  exchange->n_retries++;
  exchange->length = 0;
  g_byte_array_set_size (exchange->body, 0);
  exchange_drop_message (exchange);
  exchange->retry_id = g_timeout_add_full (G_PRIORITY_DEFAULT, (guint) wait_ms, retry_cb, task, g_object_unref);

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
  g_autoptr (GError) error = NULL;

  if (SOUP_STATUS_IS_SUCCESSFUL (status))
    {
      g_task_return_pointer (task, g_steal_pointer (&body), (GDestroyNotify) g_bytes_unref);
      return;
    }

  error = lk_astra_error_from_status (status, body);
  if (retry_later (task, error))
    {
      g_steal_pointer (&task);
      return;
    }

  g_task_return_error (task, g_steal_pointer (&error));
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
      g_task_return_new_error (task, LK_ASTRA_ERROR, LK_ASTRA_ERROR_TOO_LARGE,
                               _("Astra’s answer is larger than Latchkey reads"));
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
          g_task_return_new_error (task, LK_ASTRA_ERROR, LK_ASTRA_ERROR_TOO_LARGE,
                                   _("Astra’s answer is larger than Latchkey reads"));
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

  exchange->message = create_message (self, exchange);
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
  exchange->method = method;
  exchange->path = g_strdup (path);
  exchange->request_body = body != NULL ? g_bytes_ref (body) : NULL;
  exchange->sink = sink != NULL ? g_object_ref (sink) : NULL;
  exchange->body = g_byte_array_new ();
  exchange->inner = g_cancellable_new ();
  exchange->deadline_id = g_timeout_add_seconds (method == SOUP_METHOD_GET ? READ_DEADLINE_S : WRITE_DEADLINE_S,
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
}

static void
lk_transport_init (LkTransport *self)
{
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
  g_autoptr (GUri) uri = g_uri_parse (origin, SOUP_HTTP_URI_FLAGS, NULL);

  self->origin = g_strdup (origin);
  self->token = secret_value_ref (token);
  self->session = soup_session_new_with_options ("max-conns", MAX_CONNECTIONS,
                                                 "max-conns-per-host", MAX_CONNECTIONS,
                                                 "timeout", IO_TIMEOUT_S,
                                                 "user-agent", "Latchkey",
                                                 NULL);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_AUTH_MANAGER);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_CONTENT_DECODER);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_WEBSOCKET_EXTENSION_MANAGER);
  /* libsoup would send a request for loopback to the proxy, and with it the token. */
  if (lk_address_is_loopback (g_uri_get_host (uri)))
    soup_session_set_proxy_resolver (self->session, NULL);

  return self;
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
