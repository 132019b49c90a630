/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-demo-wire.h"

#include <string.h>
#include <sys/socket.h>

#define ELSEWHERE "https://elsewhere.invalid/"

/* An answer that waits, or whose body comes byte by byte. */
typedef struct
{
  SoupServerMessage *message;
  char              *body; /* what is left of it is at @at; NULL: libsoup has it already */
  const char        *at;
} Timed;

static void
free_timed (gpointer data)
{
  Timed *timed = data;

  g_object_unref (timed->message);
  g_free (timed->body);
  g_free (timed);
}

static void
finished_cb (SoupServerMessage *message,
             gpointer           user_data)
{
  g_source_destroy (user_data);
}

static gboolean
tick_cb (gpointer user_data)
{
  Timed *timed = user_data;
  SoupMessageBody *body = soup_server_message_get_response_body (timed->message);
  gboolean more = timed->body != NULL && *timed->at != '\0';

  if (more)
    soup_message_body_append (body, SOUP_MEMORY_COPY, timed->at++, 1);
  else if (timed->body != NULL)
    soup_message_body_complete (body);
  soup_server_message_unpause (timed->message);

  return more ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* The client may be gone before the time has come. */
static void
start_timer (SoupServerMessage *message,
             guint              ms,
             char              *body)
{
  Timed *timed = g_new0 (Timed, 1);
  g_autoptr (GSource) source = g_timeout_source_new (ms);

  timed->message = g_object_ref (message);
  timed->body = body;
  timed->at = body;
  g_source_set_callback (source, tick_cb, timed, free_timed);
  g_signal_connect_data (message, "finished", G_CALLBACK (finished_cb), g_source_ref (source),
                         (GClosureNotify) (void (*) (void)) g_source_unref, 0);
  g_source_attach (source, NULL);
}

static void
write_raw (GSocket    *socket,
           const char *data,
           gsize       length)
{
  gsize sent = 0;

  while (sent < length)
    {
      gssize n = g_socket_send_with_blocking (socket, data + sent, length - sent, TRUE, NULL, NULL);

      if (n <= 0)
        break;
      sent += (gsize) n;
    }
}

/* Ends the connection before the answer is complete. libsoup offers no way to do that, so this goes under it: what
 * libsoup then tries to write finds the socket closed, and it forgets the connection. */
static void
break_off (const LkDemoAnswer *answer,
           SoupServerMessage  *message,
           const LkDemoFault  *fault)
{
  GSocket *socket = soup_server_message_get_socket (message);
  static const struct sockaddr nowhere = { .sa_family = AF_UNSPEC };

  soup_server_message_set_status (message, SOUP_STATUS_INTERNAL_SERVER_ERROR, NULL);
  if (socket == NULL)
    return;

  if (fault->kind == LK_DEMO_FAULT_CUT)
    {
      const char *body = answer->body != NULL ? answer->body : "";
      gsize length = strlen (body);
      gsize n_bytes = MIN (length, (gsize) fault->value);
      g_autoptr (GString) data = g_string_new (NULL);

      g_string_append_printf (data, "HTTP/1.1 %u %s\r\nContent-Type: %s\r\n", answer->status,
                              soup_status_get_phrase (answer->status), answer->type != NULL ? answer->type : "text/plain");
      if (fault->framing == LK_DEMO_FRAMING_LENGTH)
        g_string_append_printf (data, "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n", length);
      else if (fault->framing == LK_DEMO_FRAMING_CHUNKED)
        g_string_append (data, "Transfer-Encoding: chunked\r\n\r\n");
      else
        g_string_append (data, "Connection: close\r\n\r\n");
      if (fault->framing == LK_DEMO_FRAMING_CHUNKED && n_bytes > 0)
        g_string_append_printf (data, "%" G_GSIZE_MODIFIER "x\r\n%.*s\r\n", n_bytes, (int) n_bytes, body);
      else
        g_string_append_len (data, body, (gssize) n_bytes);
      write_raw (socket, data->str, data->len);
    }

  /* To connect a socket to nowhere resets its connection (Linux), and leaves libsoup its file descriptor. */
  if (fault->reset && connect (g_socket_get_fd (socket), &nowhere, sizeof nowhere) == 0)
    return;
  g_socket_shutdown (socket, TRUE, TRUE, NULL);
}

static char *
create_date (int offset_s)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) time = g_date_time_add_seconds (now, offset_s);

  return soup_date_time_to_string (time, SOUP_DATE_HTTP);
}

static void
add_headers (SoupServerMessage *message,
             guint              status,
             const LkDemoFault *fault)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  if (fault->kind == LK_DEMO_FAULT_SKEW)
    {
      g_autofree char *date = create_date (fault->value);

      soup_message_headers_replace (headers, "Date", date);
    }
  if (fault->has_retry_after)
    {
      g_autofree char *wait = fault->retry_is_date ? create_date (fault->retry_after_s)
                                                   : g_strdup_printf ("%d", fault->retry_after_s);

      soup_message_headers_replace (headers, "Retry-After", wait);
    }
  if (fault->elsewhere || SOUP_STATUS_IS_REDIRECTION (status))
    {
      g_autofree char *itself = g_uri_to_string (soup_server_message_get_uri (message));

      soup_message_headers_replace (headers, "Location", fault->elsewhere ? ELSEWHERE : itself);
    }
}

static void
send_interim (SoupServerMessage *message,
              int                n)
{
  static const char interim[] = "HTTP/1.1 103 Early Hints\r\n\r\n";
  GSocket *socket = soup_server_message_get_socket (message);

  for (int i = 0; socket != NULL && i < n; i++)
    write_raw (socket, interim, strlen (interim));
}

/**
 * lk_demo_wire_send:
 * @answer: an answer; its body is taken away
 * @message: the call
 * @fault: what goes wrong on the way, maybe nothing
 *
 * Gives an answer to libsoup to be sent, or, if it is to be broken off, sends what there is of it.
 *
 * Returns: whether libsoup shall go on with @message now; if not, it is to be paused
 */
gboolean
lk_demo_wire_send (LkDemoAnswer      *answer,
                   SoupServerMessage *message,
                   const LkDemoFault *fault)
{
  gsize length = answer->body != NULL ? strlen (answer->body) : 0;

  if (fault->kind == LK_DEMO_FAULT_CUT || fault->kind == LK_DEMO_FAULT_LOST)
    {
      break_off (answer, message, fault);
      return TRUE;
    }

  if (fault->kind == LK_DEMO_FAULT_INTERIM)
    send_interim (message, fault->value);
  soup_server_message_set_status (message, answer->status, NULL);
  add_headers (message, answer->status, fault);
  if (fault->kind == LK_DEMO_FAULT_DRIP && length > 0)
    {
      SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

      soup_message_headers_set_content_type (headers, answer->type, NULL);
      soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
      start_timer (message, (guint) fault->value, g_steal_pointer (&answer->body));
      return TRUE;
    }

  if (length > 0)
    soup_server_message_set_response (message, answer->type, SOUP_MEMORY_TAKE, g_steal_pointer (&answer->body), length);
  if (fault->kind == LK_DEMO_FAULT_SLOW)
    {
      start_timer (message, (guint) fault->value, NULL);
      return FALSE;
    }

  return TRUE;
}
