/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-test-server.h"

#include <stdlib.h>
#include <string.h>

#define N_THREADS 4
#define MAX_REQUEST 65536

struct _LkTestServer
{
  GSocketService *service;
  char           *url;
  GMutex          mutex; /* for what is below */
  GBytes         *answer;
  guint           n_times;
  GHashTable     *counts; /* from method to number */
  char           *request; /* the last one, or NULL */
};

static gsize
get_body_length (const char *head)
{
  g_autofree char *lower = g_ascii_strdown (head, -1);
  const char *at = strstr (lower, "\r\ncontent-length:");

  return at != NULL ? strtoul (at + strlen ("\r\ncontent-length:"), NULL, 10) : 0;
}

/* Reads one request, head and body. */
static gboolean
read_request (GInputStream *input,
              char         *buffer)
{
  gsize length = 0;

  while (length < MAX_REQUEST - 1)
    {
      gssize n = g_input_stream_read (input, buffer + length, MAX_REQUEST - 1 - length, NULL, NULL);
      const char *end;

      if (n <= 0)
        return FALSE;
      length += (gsize) n;
      buffer[length] = '\0';
      end = strstr (buffer, "\r\n\r\n");
      if (end != NULL && length >= (gsize) (end + 4 - buffer) + get_body_length (buffer))
        return TRUE;
    }

  return FALSE;
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection      *connection,
        GObject                *source,
        gpointer                user_data)
{
  LkTestServer *self = user_data;
  g_autofree char *buffer = g_malloc (MAX_REQUEST);
  g_autoptr (GBytes) answer = NULL;
  g_autofree char *method = NULL;
  guint n_times;
  gsize length;
  const char *data;

  if (!read_request (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer))
    return TRUE;

  method = g_strndup (buffer, strcspn (buffer, " "));
  g_mutex_lock (&self->mutex);
  g_hash_table_replace (self->counts, g_strdup (method),
                        GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, method)) + 1));
  g_free (self->request);
  self->request = g_strdup (buffer);
  answer = g_bytes_ref (self->answer);
  n_times = self->n_times;
  g_mutex_unlock (&self->mutex);

  data = g_bytes_get_data (answer, &length);
  for (guint i = 0; i < n_times; i++)
    if (!g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), data, length, NULL, NULL,
                                    NULL))
      break;

  return TRUE;
}

LkTestServer *
lk_test_server_new (void)
{
  LkTestServer *self = g_new0 (LkTestServer, 1);
  g_autoptr (GError) error = NULL;
  guint16 port;

  g_mutex_init (&self->mutex);
  self->answer = g_bytes_new (NULL, 0);
  self->n_times = 1;
  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->service = g_threaded_socket_service_new (N_THREADS);
  port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (self->service), NULL, &error);
  g_assert_no_error (error);
  self->url = g_strdup_printf ("http://127.0.0.1:%u", port);
  g_signal_connect (self->service, "run", G_CALLBACK (run_cb), self);

  return self;
}

void
lk_test_server_free (LkTestServer *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  /* Its threads hold references while they run; the clients of a test are gone by now, and so are their connections. */
  while (G_OBJECT (self->service)->ref_count > 1)
    g_main_context_iteration (NULL, FALSE);
  g_clear_object (&self->service);
  g_clear_pointer (&self->answer, g_bytes_unref);
  g_clear_pointer (&self->request, g_free);
  g_clear_pointer (&self->counts, g_hash_table_unref);
  g_mutex_clear (&self->mutex);
  g_free (self->url);
  g_free (self);
}

const char *
lk_test_server_get_url (LkTestServer *self)
{
  return self->url;
}

void
lk_test_server_set_answer (LkTestServer *self,
                           GBytes       *answer,
                           guint         n_times)
{
  g_autoptr (GBytes) old = NULL;

  g_mutex_lock (&self->mutex);
  old = self->answer;
  self->answer = g_bytes_ref (answer);
  self->n_times = n_times;
  g_mutex_unlock (&self->mutex);
}

guint
lk_test_server_count (LkTestServer *self,
                      const char   *method)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, method));
  g_hash_table_remove (self->counts, method);
  g_mutex_unlock (&self->mutex);

  return n;
}

char *
lk_test_server_get_request (LkTestServer *self)
{
  char *request;

  g_mutex_lock (&self->mutex);
  request = g_strdup (self->request);
  g_mutex_unlock (&self->mutex);

  return request;
}
