/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-transport-private.h"

#include "lk-answer-head.h"
#include "lk-astra-error.h"
#include "lk-retry.h"
#include "lk-session.h"

#include <glib/gi18n-lib.h>

#define READ_DEADLINE_MS (5 * 60 * 1000)
#define WRITE_DEADLINE_MS (60 * 1000)
#define READ_MAX_BYTES (64 * 1024 * 1024)
#define WRITE_MAX_BYTES (256 * 1024)
#define CHUNK_BYTES (32 * 1024)
#define DRAIN_MAX_READS 4096
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

  LkSessionPool    *pool;
  char             *origin; /* without a final slash */
  SecretValue      *token;
  LkTransportTimes  times;
};

G_DEFINE_FINAL_TYPE (LkTransport, lk_transport, G_TYPE_OBJECT)

static guint clock_told_signal;

static void send (GTask *task);

static gboolean
retry_cb (gpointer user_data)
{
  GTask *task = G_TASK (user_data);
  LkExchange *exchange = g_task_get_task_data (task);

  exchange->retry_id = 0;
  send (g_object_ref (task));

  return G_SOURCE_REMOVE;
}

/* Only a read is ever repeated. Keeps @task when it will be. */
static gboolean
retry_later (GTask  *task,
             GError *error)
{
  LkExchange *exchange = g_task_get_task_data (task);
  guint wait_ms;

  if (exchange->method != SOUP_METHOD_GET
      || !lk_retry_get_wait (error, exchange->n_retries, exchange->owner->times.retry_wait_ms, &wait_ms))
    return FALSE;

  exchange->n_retries++;
  exchange->length = 0;
  exchange->ended = FALSE;
  g_byte_array_set_size (exchange->body, 0);
  if (exchange->filter != NULL)
    lk_json_filter_reset (exchange->filter);
  lk_exchange_drop_message (exchange);
  exchange->retry_id = lk_retry_attach (wait_ms, exchange->inner, retry_cb, g_object_ref (task),
                                        g_object_unref);

  return TRUE;
}

/* The answer is whole, as far as the transport can tell. */
static void
complete (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  LkExchange *exchange = g_task_get_task_data (task);
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
  LkExchange *exchange = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!lk_answer_sink_take_finish (LK_ANSWER_SINK (source), result, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (exchange->read_error != NULL)
    {
      g_task_return_error (task, lk_exchange_translate_error (exchange, g_steal_pointer (&exchange->read_error)));
      return;
    }

  if (exchange->ended)
    complete (g_steal_pointer (&task));
  else
    read_more (g_steal_pointer (&task));
}

/* What else has arrived by now, behind @length bytes. A sink waits for the disk each time it takes something: an answer in
 * chunks of a byte would be on its way for as many waits as it has bytes. What ends the reading is kept for later. */
static gsize
drain (LkExchange *exchange,
       gsize       length)
{
  GPollableInputStream *stream = G_POLLABLE_INPUT_STREAM (exchange->stream);

  for (guint i = 0; i < DRAIN_MAX_READS && length < exchange->capacity; i++)
    {
      g_autoptr (GError) error = NULL;
      gssize n = g_pollable_input_stream_read_nonblocking (stream, exchange->space + length,
                                                           exchange->capacity - length, exchange->inner, &error);

      if (n <= 0)
        {
          exchange->ended = n == 0;
          if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
            exchange->read_error = g_steal_pointer (&error);
          break;
        }
      length += (gsize) n;
    }

  return length;
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkExchange *exchange = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);
  gsize max = exchange->method == SOUP_METHOD_GET ? READ_MAX_BYTES : WRITE_MAX_BYTES;
  gsize left;

  /* Where it arrived, before the array can grow and leave a copy behind. */
  if (exchange->filter != NULL && n > 0)
    left = lk_json_filter_run (exchange->filter, (char *) exchange->body->data + exchange->length, (gsize) n);
  else
    left = (gsize) MAX (n, 0);
  if (exchange->sink == NULL)
    g_byte_array_set_size (exchange->body, (guint) (exchange->length + left));

  if (n < 0)
    {
      g_task_return_error (task, lk_exchange_translate_error (exchange, g_steal_pointer (&error)));
      return;
    }
  if (n == 0)
    {
      complete (g_steal_pointer (&task));
      return;
    }

  exchange->length += left;
  if (exchange->sink != NULL)
    {
      if (G_IS_POLLABLE_INPUT_STREAM (source) && g_pollable_input_stream_can_poll (G_POLLABLE_INPUT_STREAM (source)))
        left = drain (exchange, left);
      lk_answer_sink_take_async (exchange->sink, left, taken_cb, g_steal_pointer (&task));
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
  LkExchange *exchange = g_task_get_task_data (task);
  guint8 *space;
  gsize capacity = CHUNK_BYTES;

  if (exchange->sink != NULL)
    {
      space = lk_answer_sink_get_space (exchange->sink, &capacity);
      exchange->space = space;
      exchange->capacity = capacity;
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
  LkExchange *exchange = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  exchange->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (exchange->stream == NULL)
    {
      g_task_return_error (task, lk_exchange_translate_error (exchange, g_steal_pointer (&error)));
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
  LkExchange *exchange = g_task_get_task_data (task);
  g_autoptr (SoupSession) session = lk_session_pool_get (self->pool, self->origin);
  SoupMessageHeaders *headers;

  exchange->message = lk_session_create_message (exchange->method, self->origin, exchange->path,
                                                 exchange->request_body, self->token);
  headers = soup_message_get_request_headers (exchange->message);
  if (exchange->cluster != NULL)
    soup_message_headers_replace (headers, "X-DataStax-Pulsar-Cluster", exchange->cluster);
  if (exchange->org_id != NULL)
    soup_message_headers_replace (headers, "X-DataStax-Current-Org", exchange->org_id);
  /* A token is told as JSON or as text, whatever is asked for. */
  if (exchange->sink != NULL && exchange->cluster != NULL)
    soup_message_headers_replace (headers, "Accept", "*/*");
  lk_exchange_watch (exchange);
  soup_session_send_async (session, exchange->message, G_PRIORITY_DEFAULT, exchange->inner, sent_cb,
                           g_steal_pointer (&task));
}

static void
start (LkTransport              *self,
       const char               *method,
       const LkTransportRequest *request,
       GCancellable             *cancellable,
       GAsyncReadyCallback       callback,
       gpointer                  user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  LkExchange *exchange = g_new0 (LkExchange, 1);

  g_task_set_source_tag (task, start);
  /* What arrived of a write is told to the caller even if it was cancelled in between. */
  g_task_set_check_cancellable (task, method == SOUP_METHOD_GET);
  exchange->owner = self;
  exchange->method = method;
  exchange->path = g_strdup (request->path);
  exchange->cluster = g_strdup (request->cluster);
  exchange->org_id = g_strdup (request->org_id);
  exchange->request_body = request->body != NULL ? g_bytes_ref (request->body) : NULL;
  exchange->sink = request->sink != NULL ? g_object_ref (request->sink) : NULL;
  exchange->filter = request->dropped_key != NULL ? lk_json_filter_new (request->dropped_key) : NULL;
  exchange->body = g_byte_array_new ();
  lk_exchange_bound (exchange, method == SOUP_METHOD_GET ? self->times.read_deadline_ms : self->times.write_deadline_ms,
                     cancellable);
  g_task_set_task_data (task, exchange, lk_exchange_free);

  send (g_steal_pointer (&task));
}

static void
lk_transport_dispose (GObject *object)
{
  LkTransport *self = LK_TRANSPORT (object);

  g_clear_pointer (&self->pool, lk_session_pool_unref);

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

/*< private >
 * lk_transport_tell_clock:
 * @self: a transport
 * @offset: how far the server's clock is ahead
 */
void
lk_transport_tell_clock (LkTransport *self,
                         GTimeSpan    offset)
{
  g_signal_emit (self, clock_told_signal, 0, offset);
}

/**
 * lk_transport_new:
 * @origin: an address that lk_address_check() returned
 * @token: the token to sign in with, fit for a header (`lk_secret_value_check()`)
 * @pool: (nullable): where sessions are shared with others; %NULL: with nobody
 *
 * Makes a transport, to be used from one thread's main context.
 *
 * Returns: (transfer full): the transport
 */
LkTransport *
lk_transport_new (const char    *origin,
                  SecretValue   *token,
                  LkSessionPool *pool)
{
  LkTransport *self = g_object_new (LK_TYPE_TRANSPORT, NULL);

  self->origin = g_strdup (origin);
  self->token = secret_value_ref (token);
  self->pool = pool != NULL ? lk_session_pool_ref (pool) : lk_session_pool_new ();

  return self;
}

/**
 * lk_transport_new_sibling:
 * @self: a transport
 * @origin: another address, or the same, that lk_address_check() returned
 *
 * Makes a transport that signs in with the same token and shares sessions and times with @self.
 *
 * Returns: (transfer full): the transport
 */
LkTransport *
lk_transport_new_sibling (LkTransport *self,
                          const char  *origin)
{
  LkTransport *sibling;

  g_return_val_if_fail (LK_IS_TRANSPORT (self), NULL);

  sibling = lk_transport_new (origin, self->token, self->pool);
  sibling->times = self->times;

  return sibling;
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
 * lk_transport_is_header:
 * @text: a text of somebody else
 *
 * Returns: whether it can be sent as the value of a header: printable ASCII without blanks, and some of it
 */
gboolean
lk_transport_is_header (const char *text)
{
  for (const char *at = text; *at != '\0'; at++)
    if (!g_ascii_isgraph (*at))
      return FALSE;

  return *text != '\0';
}

/**
 * lk_transport_get_async:
 * @self: a transport
 * @request: what to read
 * @cancellable: (nullable): cancels the request
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Reads. A read is repeated at most three times, with growing waits, after 429 and 5xx; its sink begins anew each time.
 */
void
lk_transport_get_async (LkTransport              *self,
                        const LkTransportRequest *request,
                        GCancellable             *cancellable,
                        GAsyncReadyCallback       callback,
                        gpointer                  user_data)
{
  g_return_if_fail (LK_IS_TRANSPORT (self));
  g_return_if_fail (request->path != NULL && *request->path == '/');
  g_return_if_fail (request->sink == NULL || request->dropped_key == NULL);

  start (self, SOUP_METHOD_GET, request, cancellable, callback, user_data);
}

/**
 * lk_transport_delete_async:
 * @self: a transport
 * @request: what to delete
 * @cancellable: (nullable): cancels the request
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Deletes, once, on a connection of its own.
 */
void
lk_transport_delete_async (LkTransport              *self,
                           const LkTransportRequest *request,
                           GCancellable             *cancellable,
                           GAsyncReadyCallback       callback,
                           gpointer                  user_data)
{
  g_return_if_fail (LK_IS_TRANSPORT (self));
  g_return_if_fail (request->path != NULL && *request->path == '/');

  start (self, SOUP_METHOD_DELETE, request, cancellable, callback, user_data);
}

/**
 * lk_transport_post_async:
 * @self: a transport
 * @request: what to post, with a sink
 * @cancellable: (nullable): cancels the request
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Posts, once, on a connection of its own; whatever happens, what arrived of the answer is in the sink.
 */
void
lk_transport_post_async (LkTransport              *self,
                         const LkTransportRequest *request,
                         GCancellable             *cancellable,
                         GAsyncReadyCallback       callback,
                         gpointer                  user_data)
{
  g_return_if_fail (LK_IS_TRANSPORT (self));
  g_return_if_fail (request->path != NULL && *request->path == '/');
  g_return_if_fail (LK_IS_ANSWER_SINK (request->sink));

  start (self, SOUP_METHOD_POST, request, cancellable, callback, user_data);
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
      LkExchange *exchange = g_task_get_task_data (G_TASK (result));

      *sent = exchange->sent;
    }

  return g_task_propagate_pointer (G_TASK (result), error);
}
