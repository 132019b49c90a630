/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-fault-wire.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define N_THREADS 16
#define LONGEST_METHOD 6 /* DELETE */
#define LONGEST_HOLD_S 60
#define MISDIRECTED 421

struct _LkFaultWireBox
{
  GSocketService *service;
  char           *url;
  guint16         service_port;
  GMutex          mutex; /* for what is below */
  GCond           changed;
  LkFaultWire     wire;
  gboolean        armed;
  gboolean        fired;
  guint           turn; /* counts the faults, so that what one holds up is let go by the next */
  gsize           request_length;
  gsize           answer_length;
  GBytes         *body;
  gsize           n_passed;
  gint64          sent_us;
};

static gsize
find_head_length (const char *data,
                  gsize       length)
{
  const char *end = length > 0 ? g_strstr_len (data, (gssize) length, "\r\n\r\n") : NULL;

  return end != NULL ? (gsize) (end + 4 - data) : 0;
}

static gsize
get_body_length (const char *head,
                 gsize       length)
{
  g_autofree char *lower = g_ascii_strdown (head, (gssize) length);
  const char *at = strstr (lower, "\r\ncontent-length:");

  return at != NULL ? strtoul (at + strlen ("\r\ncontent-length:"), NULL, 10) : 0;
}

/* A request, or, where it is the one of @method, as much of it as @limit allows; NULL: the client went. What method it is
 * is known after some bytes, which are read in any case. */
static GByteArray *
read_request (GInputStream *input,
              const char   *method,
              gsize         limit)
{
  g_autoptr (GByteArray) request = g_byte_array_new ();

  for (;;)
    {
      gsize head = find_head_length ((const char *) request->data, request->len);
      gboolean named = request->len >= LONGEST_METHOD;
      gsize most = G_MAXSIZE;
      guint8 buffer[4096];
      gssize n;

      if (!named)
        most = LONGEST_METHOD;
      else if (method != NULL && strncmp ((const char *) request->data, method, strlen (method)) == 0)
        most = limit;
      if ((named && request->len >= most) ||
          (head > 0 && request->len >= head + get_body_length ((const char *) request->data, head)))
        break;
      n = g_input_stream_read (input, buffer, MIN (sizeof buffer, most - request->len), NULL, NULL);
      if (n <= 0)
        return NULL;
      g_byte_array_append (request, buffer, (guint) n);
    }

  return g_steal_pointer (&request);
}

/* The lines of a head that do not tell how a body ends, with the one that says the connection does. */
static GString *
copy_head (const char *data,
           gsize       length)
{
  static const char *const dropped[] = { "connection:", "content-length:", "transfer-encoding:", "keep-alive:" };
  g_autofree char *head = g_strndup (data, length - strlen ("\r\n\r\n"));
  g_auto (GStrv) lines = g_strsplit (head, "\r\n", -1);
  GString *copy = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      gboolean drop = FALSE;

      for (guint j = 0; j < G_N_ELEMENTS (dropped); j++)
        drop |= g_ascii_strncasecmp (lines[i], dropped[j], strlen (dropped[j])) == 0;
      if (!drop)
        g_string_append_printf (copy, "%s\r\n", lines[i]);
    }
  g_string_append (copy, "Connection: close\r\n");

  return copy;
}

static GBytes *
ask_service (LkFaultWireBox *self,
             GByteArray     *request)
{
  gsize head_length = find_head_length ((const char *) request->data, request->len);
  g_autoptr (GString) head = copy_head ((const char *) request->data, head_length);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GOutputStream) answer = g_memory_output_stream_new_resizable ();
  GOutputStream *output;

  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", self->service_port, NULL, NULL);
  if (connection == NULL)
    return NULL;

  g_string_append_printf (head, "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n", request->len - head_length);
  output = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  if (!g_output_stream_write_all (output, head->str, head->len, NULL, NULL, NULL)
      || !g_output_stream_write_all (output, request->data + head_length, request->len - head_length, NULL, NULL, NULL)
      || g_output_stream_splice (answer, g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                                 G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, NULL) < 0)
    return NULL;

  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (answer));
}

/* The answer with its body in another framing; @decoded has, for each byte, how much of the body came with it. */
static GByteArray *
frame (GBytes         *answer,
       LkFaultFraming  framing,
       GArray         *decoded)
{
  static const guint chunks[LK_FAULT_N_FRAMINGS] = { 0, 1, 7, 32, 0 };
  gsize length;
  const char *data = g_bytes_get_data (answer, &length);
  gsize head_length = find_head_length (data, length);
  g_autoptr (GString) framed = copy_head (data, head_length);
  gsize n_body = length - head_length;
  gsize n_done = 0;

  if (framing == LK_FAULT_FRAMING_LENGTH)
    g_string_append_printf (framed, "Content-Length: %" G_GSIZE_FORMAT "\r\n", n_body);
  else if (framing != LK_FAULT_FRAMING_CLOSE)
    g_string_append (framed, "Transfer-Encoding: chunked\r\n");
  g_string_append (framed, "\r\n");
  g_array_set_size (decoded, (guint) framed->len);

  while (n_done < n_body)
    {
      gsize n = chunks[framing] > 0 ? MIN (chunks[framing], n_body - n_done) : n_body;

      if (chunks[framing] > 0)
        g_string_append_printf (framed, "%" G_GSIZE_MODIFIER "x\r\n", n);
      while (decoded->len < framed->len)
        g_array_append_val (decoded, n_done);
      for (gsize i = 1; i <= n; i++)
        {
          gsize n_now = n_done + i;

          g_array_append_val (decoded, n_now);
        }
      g_string_append_len (framed, data + head_length + n_done, (gssize) n);
      n_done += n;
      if (chunks[framing] > 0)
        g_string_append (framed, "\r\n");
    }
  if (chunks[framing] > 0)
    g_string_append (framed, "0\r\n\r\n");
  while (decoded->len < framed->len)
    g_array_append_val (decoded, n_done);

  return g_bytes_unref_to_array (g_string_free_to_bytes (g_steal_pointer (&framed)));
}

/* The answer with another status and another body, each where it is given; @answer may be NULL. */
static GBytes *
change (GBytes *answer,
        guint   status,
        GBytes *body)
{
  g_autoptr (GBytes) former = answer;
  g_autoptr (GString) changed = g_string_new (NULL);
  gsize length = 0;
  const char *data = former != NULL ? g_bytes_get_data (former, &length) : NULL;
  gsize head_length = find_head_length (data, length);
  const char *rest = head_length > 0 ? g_strstr_len (data, (gssize) head_length, "\r\n") : "\r\n\r\n";
  gsize n_rest = head_length > 0 ? (gsize) (data + head_length - rest) : strlen (rest);

  g_string_printf (changed, "HTTP/1.1 %u Odd", status);
  g_string_append_len (changed, rest, (gssize) n_rest);
  if (body != NULL)
    g_string_append_len (changed, g_bytes_get_data (body, NULL), (gssize) g_bytes_get_size (body));
  else if (head_length > 0)
    g_string_append_len (changed, data + head_length, (gssize) (length - head_length));

  return g_string_free_to_bytes (g_steal_pointer (&changed));
}

static void
reset (GSocketConnection *connection)
{
  const struct linger linger = { .l_onoff = 1, .l_linger = 0 };

  setsockopt (g_socket_get_fd (g_socket_connection_get_socket (connection)), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
}

/* Until the next fault, or none, is armed. */
static void
hold_up (LkFaultWireBox *self,
         guint           turn)
{
  gint64 end = g_get_monotonic_time () + LONGEST_HOLD_S * G_TIME_SPAN_SECOND;

  g_mutex_lock (&self->mutex);
  while (self->turn == turn)
    if (!g_cond_wait_until (&self->changed, &self->mutex, end))
      break;
  g_mutex_unlock (&self->mutex);
}

static void
cut_off (LkFaultWireBox    *self,
         GSocketConnection *connection,
         LkFaultCut         cut,
         guint              turn)
{
  if (cut == LK_FAULT_CUT_RST)
    reset (connection);
  else if (cut == LK_FAULT_CUT_STALL)
    hold_up (self, turn);
}

/* By RFC 9110 6.4.1 what follows some heads is no body of them. And after a 421 libsoup sends the request again before anybody
 * may read what follows (measured), which is stopped. */
static gboolean
has_body (guint status)
{
  return status == 0 || (status >= 200 && status != 204 && status != 304 && status != MISDIRECTED);
}

/* Takes the fault for a request of @method; FALSE: it is let through. */
static gboolean
take (LkFaultWireBox *self,
      const char     *method,
      LkFaultWire    *wire,
      guint          *turn)
{
  gboolean mine;

  g_mutex_lock (&self->mutex);
  mine = self->armed && !self->fired && g_str_has_prefix (method, self->wire.method);
  *wire = self->wire;
  *turn = self->turn;
  if (mine && wire->body != NULL)
    g_bytes_ref (wire->body);
  self->fired |= mine;
  g_mutex_unlock (&self->mutex);

  return mine;
}

/* The method whose request is cut (nullable), and after how many bytes. */
static const char *
get_cut_request (LkFaultWireBox *self,
                 gsize          *limit)
{
  const char *method = NULL;

  g_mutex_lock (&self->mutex);
  *limit = self->wire.at;
  if (self->armed && !self->fired && self->wire.in_request)
    method = self->wire.method;
  g_mutex_unlock (&self->mutex);

  return method;
}

static void
send_answer (LkFaultWireBox    *self,
             GSocketConnection *connection,
             GBytes            *answer,
             const LkFaultWire *wire,
             guint              turn)
{
  g_autoptr (GArray) decoded = g_array_new (FALSE, TRUE, sizeof (gsize));
  g_autoptr (GByteArray) framed = frame (answer, wire->framing, decoded);
  gsize length;
  const char *data = g_bytes_get_data (answer, &length);
  gsize head_length = find_head_length (data, length);
  gsize n = MIN (wire->at, framed->len);

  g_mutex_lock (&self->mutex);
  self->answer_length = framed->len;
  g_clear_pointer (&self->body, g_bytes_unref);
  self->body = g_bytes_new (data + head_length, length - head_length);
  self->n_passed = n > 0 && has_body (wire->status) ? g_array_index (decoded, gsize, n - 1) : 0;
  self->sent_us = g_get_monotonic_time ();
  g_mutex_unlock (&self->mutex);

  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), framed->data, n, NULL, NULL, NULL);
  cut_off (self, connection, wire->cut, turn);
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection      *connection,
        GObject                *source,
        gpointer                user_data)
{
  LkFaultWireBox *self = user_data;
  gsize limit;
  const char *cut_method = get_cut_request (self, &limit);
  g_autoptr (GByteArray) request = read_request (g_io_stream_get_input_stream (G_IO_STREAM (connection)), cut_method, limit);
  g_autofree char *method = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) answer = NULL;
  LkFaultWire wire;
  gboolean mine;
  guint turn;

  if (request == NULL)
    return TRUE;

  method = g_strndup ((const char *) request->data, LONGEST_METHOD);
  mine = take (self, method, &wire, &turn);
  body = mine ? wire.body : NULL;
  if (mine && wire.in_request)
    {
      cut_off (self, connection, wire.cut, turn);
      return TRUE;
    }

  if (!mine || !wire.unheard)
    answer = ask_service (self, request);
  if (mine && wire.status != 0)
    answer = change (g_steal_pointer (&answer), wire.status, wire.body);
  if (answer == NULL)
    return TRUE;

  if (mine)
    {
      g_mutex_lock (&self->mutex);
      self->request_length = request->len;
      g_mutex_unlock (&self->mutex);
      send_answer (self, connection, answer, &wire, turn);
    }
  else
    {
      gsize length;
      const char *data = g_bytes_get_data (answer, &length);

      g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), data, length, NULL, NULL, NULL);
    }

  return TRUE;
}

LkFaultWireBox *
lk_fault_wire_box_new (const char *service_url)
{
  LkFaultWireBox *self = g_new0 (LkFaultWireBox, 1);
  g_autoptr (GError) error = NULL;
  guint16 port;

  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  self->service_port = (guint16) strtoul (strrchr (service_url, ':') + 1, NULL, 10);
  self->service = g_threaded_socket_service_new (N_THREADS);
  port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (self->service), NULL, &error);
  g_assert_no_error (error);
  self->url = g_strdup_printf ("http://127.0.0.1:%u", port);
  g_signal_connect (self->service, "run", G_CALLBACK (run_cb), self);

  return self;
}

void
lk_fault_wire_box_free (LkFaultWireBox *self)
{
  lk_fault_wire_box_arm (self, NULL);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  /* Its threads hold references while they run; the clients are gone by now, and so are their connections. */
  while (G_OBJECT (self->service)->ref_count > 1)
    g_main_context_iteration (NULL, FALSE);
  g_clear_object (&self->service);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->mutex);
  g_free (self->url);
  g_free (self);
}

const char *
lk_fault_wire_box_get_url (LkFaultWireBox *self)
{
  return self->url;
}

void
lk_fault_wire_box_arm (LkFaultWireBox    *self,
                       const LkFaultWire *wire)
{
  g_mutex_lock (&self->mutex);
  g_clear_pointer (&self->wire.body, g_bytes_unref);
  self->armed = wire != NULL;
  self->fired = FALSE;
  if (wire != NULL)
    {
      self->wire = *wire;
      if (wire->body != NULL)
        g_bytes_ref (wire->body);
      self->n_passed = 0;
      g_clear_pointer (&self->body, g_bytes_unref);
    }
  self->turn++;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

gboolean
lk_fault_wire_box_has_fired (LkFaultWireBox *self)
{
  gboolean fired;

  g_mutex_lock (&self->mutex);
  fired = self->fired;
  g_mutex_unlock (&self->mutex);

  return fired;
}

gsize
lk_fault_wire_box_get_length (LkFaultWireBox *self,
                              gboolean        request)
{
  gsize length;

  g_mutex_lock (&self->mutex);
  length = request ? self->request_length : self->answer_length;
  g_mutex_unlock (&self->mutex);

  return length;
}

gint64
lk_fault_wire_box_get_sent (LkFaultWireBox *self)
{
  gint64 sent_us;

  g_mutex_lock (&self->mutex);
  sent_us = self->sent_us;
  g_mutex_unlock (&self->mutex);

  return sent_us;
}

GBytes *
lk_fault_wire_box_get_body (LkFaultWireBox *self,
                            gsize          *n_passed)
{
  GBytes *body;

  g_mutex_lock (&self->mutex);
  body = self->body != NULL ? g_bytes_ref (self->body) : NULL;
  *n_passed = self->n_passed;
  g_mutex_unlock (&self->mutex);

  return body;
}
