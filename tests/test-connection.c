/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where the client connects to, with what, and how often. */

#include "lk-astra-client.h"
#include "lk-test.h"

#include <string.h>

static void
test_addresses (void)
{
  static const struct
  {
    const char *text;
    const char *wanted; /* NULL: refused */
  } cases[] = {
    { "https://api.astra.datastax.com", "https://api.astra.datastax.com" },
    { " https://API.example.com/ ", "https://API.example.com" },
    { "https://example.com:8443", "https://example.com:8443" },
    { "http://127.0.0.1:8080", "http://127.0.0.1:8080" },
    { "http://localhost:8080/", "http://localhost:8080" },
    { "http://example.com", NULL },
    { "http://127.0.0.1.example.com", NULL },
    { "http://localhost.example.com", NULL },
    { "ftp://example.com", NULL },
    { "example.com", NULL },
    { "https://user@example.com", NULL },
    { "https://example.com/path", NULL },
    { "https://example.com/?q", NULL },
    { "https://example.com/#f", NULL },
    { "https://", NULL },
    { "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *origin = lk_astra_check_address (cases[i].text, &error);

      g_test_message ("%s → %s", cases[i].text, origin);
      if (cases[i].wanted != NULL)
        g_assert_cmpstr (origin, ==, cases[i].wanted);
      else
        g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_BAD_ADDRESS);
    }
}

static void
test_bad_token (void)
{
  static const char *const texts[] = { "", "a b", "a\r\nb", "a\n", "\303\251" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (SecretValue) token = secret_value_new (texts[i], -1, "text/plain");
      g_autoptr (GError) error = NULL;

      g_assert_null (lk_astra_client_new ("http://127.0.0.1:1", token, &error));
      g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_BAD_TOKEN);
    }
}

/* A server that promises to keep the connection, and ends it when the next request comes on it. */
static gboolean
fickle_cb (GThreadedSocketService *service,
           GSocketConnection      *connection,
           GObject                *source,
           gpointer                user_data)
{
  static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 14\r\n\r\n"
                               "{\"clients\":[]}";
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  char buffer[4096];
  int *n_connections = user_data;

  g_atomic_int_inc (n_connections);
  if (g_input_stream_read (input, buffer, sizeof buffer, NULL, NULL) > 0)
    g_output_stream_write_all (output, answer, strlen (answer), NULL, NULL, NULL);
  /* The next request is read and not answered. */
  g_input_stream_read (input, buffer, sizeof buffer, NULL, NULL);

  return TRUE;
}

static void
test_read_survives_lost_connection (void)
{
  g_autoptr (GSocketService) service = g_threaded_socket_service_new (4);
  g_autoptr (SecretValue) token = secret_value_new ("AstraCS:fake:fake", -1, "text/plain");
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL;
  g_autoptr (LkAstraClient) client = NULL;
  int n_connections = 0;
  guint16 port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, &error);

  g_assert_no_error (error);
  g_signal_connect (service, "run", G_CALLBACK (fickle_cb), &n_connections);
  url = g_strdup_printf ("http://127.0.0.1:%u", port);
  client = lk_astra_client_new (url, token, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GPtrArray) tokens = NULL;

      lk_astra_client_list_tokens_async (client, NULL, lk_test_store_result_cb, &result);
      tokens = lk_astra_client_list_tokens_finish (client, lk_test_wait_for_result (&result), &error);
      g_assert_no_error (error);
      g_assert_nonnull (tokens);
    }
  g_assert_cmpint (g_atomic_int_get (&n_connections), ==, 2);

  g_clear_object (&client);
  g_socket_service_stop (service);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/connection/addresses", test_addresses);
  g_test_add_func ("/connection/bad-token", test_bad_token);
  g_test_add_func ("/connection/read-survives-lost-connection", test_read_survives_lost_connection);

  return g_test_run ();
}
