/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-test-recorder.h"

static void
request_cb (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  LkTestRecorder *self = user_data;
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autofree char *uri = g_uri_to_string (soup_server_message_get_uri (message));
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;

  self->n_requests++;
  g_set_object (&self->last, message);
  g_string_append (self->seen, uri);
  g_string_append_len (self->seen, body->data, (gssize) body->length);
  soup_message_headers_iter_init (&iter, soup_server_message_get_request_headers (message));
  while (soup_message_headers_iter_next (&iter, &name, &value))
    {
      if (g_ascii_strcasecmp (name, "Authorization") == 0)
        g_ptr_array_add (self->bearers, g_strdup (value));
      else
        g_string_append (self->seen, value);
    }

  self->answer (server, message, path, query, self->user_data);
}

void
lk_test_recorder_begin (LkTestRecorder     *self,
                        SoupServerCallback  answer,
                        gpointer            user_data)
{
  g_autoptr (GError) error = NULL;
  GSList *uris;

  self->server = soup_server_new ("raw-paths", TRUE, NULL);
  self->answer = answer;
  self->user_data = user_data;
  self->bearers = g_ptr_array_new_with_free_func (g_free);
  self->seen = g_string_new (NULL);
  soup_server_add_handler (self->server, NULL, request_cb, self, NULL);
  soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (self->server);
  self->url = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
}

void
lk_test_recorder_end (LkTestRecorder *self)
{
  soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  g_clear_object (&self->last);
  g_clear_pointer (&self->bearers, g_ptr_array_unref);
  g_string_free (self->seen, TRUE);
  g_free (self->url);
}

const char *
lk_test_recorder_get_method (LkTestRecorder *self)
{
  return soup_server_message_get_method (self->last);
}

const char *
lk_test_recorder_get_path (LkTestRecorder *self)
{
  return g_uri_get_path (soup_server_message_get_uri (self->last));
}

const char *
lk_test_recorder_get_header (LkTestRecorder *self,
                             const char     *name)
{
  return soup_message_headers_get_one (soup_server_message_get_request_headers (self->last), name);
}

char *
lk_test_recorder_dup_body (LkTestRecorder *self)
{
  SoupMessageBody *body = soup_server_message_get_request_body (self->last);

  return g_strndup (body->data, (gsize) body->length);
}
