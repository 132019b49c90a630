/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The client against a server on loopback that answers what a test wants, byte for byte. */

#include "lk-astra-client.h"

#include "lk-answer-buffer.h"
#include "lk-role.h"
#include "lk-test-recorder.h"
#include "lk-test.h"

#include <string.h>

#define ROLE "00000000-0000-4000-8000-0000000000b1"

typedef struct
{
  LkTestRecorder  recorder;
  LkAstraClient  *client;
  guint           status;
  const char     *body;
  const char     *header; /* NULL or a header's name, its value is @header_value */
  const char     *header_value;
  const char     *type; /* NULL: JSON */
  gboolean        hold;
} Fixture;

static void
answer_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  Fixture *fixture = user_data;

  if (fixture->hold)
    {
      soup_server_message_pause (message);
      return;
    }

  if (fixture->header != NULL)
    soup_message_headers_replace (soup_server_message_get_response_headers (message), fixture->header,
                                  fixture->header_value);
  soup_server_message_set_status (message, fixture->status, NULL);
  soup_server_message_set_response (message, fixture->type != NULL ? fixture->type : "application/json",
                                    SOUP_MEMORY_STATIC, fixture->body, strlen (fixture->body));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) token = secret_value_new ("AstraCS:fake:fake", -1, "text/plain");

  fixture->status = 200;
  fixture->body = "{}";
  lk_test_recorder_begin (&fixture->recorder, answer_cb, fixture);
  fixture->client = lk_astra_client_new (fixture->recorder.url, token, &error);
  g_assert_no_error (error);
  lk_astra_client_set_times (fixture->client, 0, LK_TEST_TIMEOUT_S * 1000, LK_TEST_TIMEOUT_S * 1000);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_clear_object (&fixture->client);
  lk_test_recorder_end (&fixture->recorder);
}

static GPtrArray *
list_tokens (Fixture  *fixture,
             GError  **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_astra_client_list_tokens_async (fixture->client, NULL, lk_test_store_result_cb, &result);

  return lk_astra_client_list_tokens_finish (fixture->client, lk_test_wait_for_result (&result), error);
}

static gboolean
create_token (Fixture         *fixture,
              LkAnswerBuffer **buffer,
              gboolean        *sent,
              GError         **error)
{
  static const char *const roles[] = { ROLE, NULL };
  g_autoptr (GAsyncResult) result = NULL;

  *buffer = lk_answer_buffer_new ();
  lk_astra_client_create_token_async (fixture->client, roles, NULL, "a \"job\"", NULL, LK_ANSWER_SINK (*buffer), NULL,
                                      lk_test_store_result_cb, &result);

  return lk_astra_client_create_token_finish (fixture->client, lk_test_wait_for_result (&result), sent, error);
}

static void
test_list (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_autoptr (GPtrArray) tokens = NULL;
  g_autoptr (GError) error = NULL;

  fixture->body = "{\"clients\":[{\"clientId\":\"abc\",\"roles\":[]}]}";
  tokens = list_tokens (fixture, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (tokens->len, ==, 1);
  g_assert_cmpstr (lk_test_recorder_get_header (&fixture->recorder, "Authorization"), ==, "Bearer AstraCS:fake:fake");
}

static void
test_statuses (Fixture       *fixture,
               gconstpointer  user_data)
{
  static const struct
  {
    guint status;
    int   code;
    guint n_requests;
  } cases[] = {
    { 400, LK_ASTRA_ERROR_REJECTED, 1 },   { 401, LK_ASTRA_ERROR_UNAUTHORIZED, 1 },
    { 403, LK_ASTRA_ERROR_FORBIDDEN, 1 },  { 404, LK_ASTRA_ERROR_NOT_FOUND, 1 },
    { 418, LK_ASTRA_ERROR_UNEXPECTED, 1 }, { 500, LK_ASTRA_ERROR_SERVER, 4 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) tokens = NULL;
      g_autoptr (GError) error = NULL;

      fixture->status = cases[i].status;
      fixture->recorder.n_requests = 0;
      tokens = list_tokens (fixture, &error);
      g_assert_null (tokens);
      g_assert_error (error, LK_ASTRA_ERROR, cases[i].code);
      g_assert_cmpuint (fixture->recorder.n_requests, ==, cases[i].n_requests);
    }
}

static void
test_redirect_is_not_followed (Fixture       *fixture,
                               gconstpointer  user_data)
{
  static const guint statuses[] = { 301, 302, 303, 307, 308 };

  fixture->header = "Location";
  fixture->header_value = "/elsewhere";
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (GPtrArray) tokens = NULL;
      g_autoptr (GError) error = NULL;

      fixture->status = statuses[i];
      fixture->recorder.n_requests = 0;
      tokens = list_tokens (fixture, &error);
      g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_REDIRECTED);
      g_assert_cmpuint (fixture->recorder.n_requests, ==, 1);
    }
}

static void
test_cookie_is_not_kept (Fixture       *fixture,
                         gconstpointer  user_data)
{
  fixture->header = "Set-Cookie";
  fixture->header_value = "a=b; Path=/";
  fixture->body = "{\"clients\":[]}";
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) tokens = list_tokens (fixture, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (tokens->len, ==, 0);
    }

  g_assert_cmpuint (fixture->recorder.n_requests, ==, 2);
  g_assert_null (lk_test_recorder_get_header (&fixture->recorder, "Cookie"));
}

static void
test_create (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autoptr (LkAnswerBuffer) buffer = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *body = NULL;
  const char *data;
  gboolean sent;
  gsize length;

  fixture->body = "{\"clientId\":\"abc\"}";
  g_assert_true (create_token (fixture, &buffer, &sent, &error));
  g_assert_no_error (error);
  g_assert_true (sent);
  body = lk_test_recorder_dup_body (&fixture->recorder);
  g_assert_cmpstr (body, ==, "{\"roles\":[\"" ROLE "\"],\"description\":\"a \\\"job\\\"\"}");
  data = lk_answer_buffer_get_data (buffer, &length);
  g_assert_cmpmem (data, length, fixture->body, strlen (fixture->body));
  g_assert_cmpuint (lk_answer_buffer_get_status (buffer), ==, 200);
}

static void
test_create_is_never_repeated (Fixture       *fixture,
                               gconstpointer  user_data)
{
  static const guint statuses[] = { 301, 303, 307, 400, 401, 408, 409, 421, 429, 500, 502, 503, 504 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (LkAnswerBuffer) buffer = NULL;
      g_autoptr (GError) error = NULL;
      gboolean sent;

      fixture->status = statuses[i];
      fixture->header = "Location";
      fixture->header_value = "/elsewhere";
      fixture->recorder.n_requests = 0;
      g_assert_false (create_token (fixture, &buffer, &sent, &error));
      g_assert_nonnull (error);
      g_assert_true (sent);
      g_test_message ("%u: %s", statuses[i], error->message);
      g_assert_cmpuint (fixture->recorder.n_requests, ==, 1);
    }
}

static void
test_create_answer_too_large (Fixture       *fixture,
                              gconstpointer  user_data)
{
  g_autoptr (LkAnswerBuffer) buffer = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *large = g_strnfill (LK_ANSWER_BUFFER_MAX + 1, 'x');
  gboolean sent;

  fixture->body = large;
  g_assert_false (create_token (fixture, &buffer, &sent, &error));
  g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_TOO_LARGE);
}

static void
test_not_sent (Fixture       *fixture,
               gconstpointer  user_data)
{
  g_autoptr (LkAnswerBuffer) buffer = NULL;
  g_autoptr (GError) error = NULL;
  gboolean sent;

  soup_server_disconnect (fixture->recorder.server);
  g_assert_false (create_token (fixture, &buffer, &sent, &error));
  g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_UNREACHABLE);
  g_assert_false (sent);
}

static void
test_cancel_in_flight (Fixture       *fixture,
                       gconstpointer  user_data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) tokens = NULL;
  g_autoptr (GError) error = NULL;

  fixture->hold = TRUE;
  lk_astra_client_list_tokens_async (fixture->client, cancellable, lk_test_store_result_cb, &result);
  lk_test_wait_until (fixture->recorder.n_requests > 0);
  g_cancellable_cancel (cancellable);
  tokens = lk_astra_client_list_tokens_finish (fixture->client, lk_test_wait_for_result (&result), &error);

  g_assert_null (tokens);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* The wait that the service asks for may be long; who cancels does not wait. */
static void
test_cancel_while_waiting (Fixture       *fixture,
                           gconstpointer  user_data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) tokens = NULL;
  g_autoptr (GError) error = NULL;

  fixture->status = 429;
  fixture->header = "Retry-After";
  fixture->header_value = "30"; /* longer than a test waits */
  lk_astra_client_list_tokens_async (fixture->client, cancellable, lk_test_store_result_cb, &result);
  lk_test_wait_until (fixture->recorder.n_requests > 0);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_cancellable_cancel (cancellable);
  tokens = lk_astra_client_list_tokens_finish (fixture->client, lk_test_wait_for_result (&result), &error);

  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (fixture->recorder.n_requests, ==, 1);
}

static void
test_retry_after (Fixture       *fixture,
                  gconstpointer  user_data)
{
  static const struct
  {
    const char *value;
    guint       seconds;
    guint       n_requests;
  } cases[] = {
    { "0", 0, 4 },
    { "soon", 0, 4 },
    { "-1", 0, 4 },
    { "31", 31, 1 }, /* longer than a read waits by itself */
    { "99999999999999999999", 0, 4 },
    { "86400", 3600, 1 },
    { "Sun, 06 Nov 1994 08:49:37 GMT", 0, 4 },
    { "Sun, 06 Nov 2994 08:49:37 GMT", 3600, 1 },
  };

  fixture->status = 429;
  fixture->header = "Retry-After";
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) tokens = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].value);
      fixture->header_value = cases[i].value;
      fixture->recorder.n_requests = 0;
      tokens = list_tokens (fixture, &error);
      g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_RATE_LIMITED);
      g_assert_cmpuint (lk_astra_error_get_retry_after (error), ==, cases[i].seconds);
      g_assert_cmpuint (lk_astra_error_get_status (error), ==, 429);
      g_assert_cmpuint (fixture->recorder.n_requests, ==, cases[i].n_requests);
    }
}

/* What a network shows that wants a sign-in first: nothing is learned of the token from it. */
static void
test_captive_portal (Fixture       *fixture,
                     gconstpointer  user_data)
{
  static const guint statuses[] = { 200, 401, 403, 404, 511 };

  fixture->type = "text/html";
  fixture->body = "\n<!DOCTYPE html><title>Welcome</title>";
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (GPtrArray) tokens = NULL;
      g_autoptr (GError) error = NULL;

      fixture->status = statuses[i];
      tokens = list_tokens (fixture, &error);
      g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_NOT_ASTRA);
      g_assert_cmpuint (lk_astra_error_get_status (error), ==, statuses[i]);
      g_assert_null (strchr (error->message, '<'));
      g_assert_nonnull (strstr (lk_astra_error_get_answer (error), "<title>Welcome"));
    }
}

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          gpointer    user_data)
{
  guint *n = user_data;

  (*n)++;
}

static void
test_clock_offset (Fixture       *fixture,
                   gconstpointer  user_data)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) then = g_date_time_add_hours (now, -2);
  g_autofree char *date = soup_date_time_to_string (then, SOUP_DATE_HTTP);
  g_autoptr (GPtrArray) tokens = NULL;
  g_autoptr (GError) error = NULL;
  GTimeSpan offset;
  guint n = 0;

  g_assert_cmpint (lk_astra_client_get_clock_offset (fixture->client), ==, 0);
  g_signal_connect (fixture->client, "notify::clock-offset", G_CALLBACK (count_cb), &n);

  /* A refusal tells the time as well. */
  fixture->status = 403;
  fixture->header = "Date";
  fixture->header_value = date;
  tokens = list_tokens (fixture, &error);
  g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_FORBIDDEN);
  g_assert_cmpuint (n, ==, 1);
  g_object_get (fixture->client, "clock-offset", &offset, NULL);
  g_assert_cmpint (offset, <=, -2 * G_TIME_SPAN_HOUR);
  g_assert_cmpint (offset, >, -2 * G_TIME_SPAN_HOUR - G_TIME_SPAN_MINUTE);

  g_clear_error (&error);
  fixture->header_value = "yesterday";
  tokens = list_tokens (fixture, &error);
  g_assert_cmpint (lk_astra_client_get_clock_offset (fixture->client), ==, offset);
}

static void
delete_token (Fixture    *fixture,
              const char *client_id,
              GError    **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_astra_client_delete_token_async (fixture->client, client_id, NULL, lk_test_store_result_cb, &result);
  lk_astra_client_delete_token_finish (fixture->client, lk_test_wait_for_result (&result), error);
}

static void
test_delete (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;

  fixture->status = 204;
  fixture->body = "";
  delete_token (fixture, "abc", &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (lk_test_recorder_get_path (&fixture->recorder), "/v2/clientIdSecrets/abc"));

  fixture->status = 404;
  delete_token (fixture, "abc", &error);
  g_assert_no_error (error);

  fixture->status = 200;
  delete_token (fixture, "a?b", &error);
  g_assert_no_error (error);
  /* The server saw a path, not a path and a query. */
  g_assert_cmpstr (lk_test_recorder_get_path (&fixture->recorder), ==, "/v2/clientIdSecrets/a%3Fb");

  fixture->recorder.n_requests = 0;
  delete_token (fixture, "..", &error);
  g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_MALFORMED);
  g_assert_cmpuint (fixture->recorder.n_requests, ==, 0);
  g_clear_error (&error);

  fixture->status = 303;
  delete_token (fixture, "abc", &error);
  g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_REDIRECTED);
}

/* A proxy that counts what reaches it: loopback goes around it, and with it the token. */
static void
proxy_cb (GSocketService    *service,
          GSocketConnection *connection,
          GObject           *source,
          gpointer           user_data)
{
  guint *n = user_data;

  (*n)++;
}

static void
test_no_proxy_to_loopback (Fixture       *fixture,
                           gconstpointer  user_data)
{
  g_autoptr (GSocketService) proxy = g_socket_service_new ();
  g_autofree char *address = NULL;
  g_autoptr (GPtrArray) tokens = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;
  guint16 port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (proxy), NULL, &error);

  g_assert_no_error (error);
  g_signal_connect (proxy, "incoming", G_CALLBACK (proxy_cb), &n);
  address = g_strdup_printf ("http://127.0.0.1:%u", port);
  g_setenv ("http_proxy", address, TRUE);
  g_setenv ("all_proxy", address, TRUE);

  fixture->body = "{\"clients\":[]}";
  tokens = list_tokens (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fixture->recorder.n_requests, ==, 1);
  g_assert_cmpuint (n, ==, 0);

  g_unsetenv ("http_proxy");
  g_unsetenv ("all_proxy");
}

static void
ask_through (LkAstraClient *client)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) tokens = NULL;
  g_autoptr (GError) error = NULL;

  lk_astra_client_list_tokens_async (client, NULL, lk_test_store_result_cb, &result);
  tokens = lk_astra_client_list_tokens_finish (client, lk_test_wait_for_result (&result), &error);
  g_assert_null (tokens);
  g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_UNREACHABLE);
}

/* All clients of a pool go through the system's proxies, or all through none, from the next request on. The address
 * is one that no resolver knows. */
static void
test_proxy (void)
{
  g_autoptr (GSocketService) service = g_socket_service_new ();
  g_autoptr (SecretValue) token = secret_value_new ("AstraCS:fake:fake", -1, "text/plain");
  LkAstraClient *clients[2];
  g_autoptr (GProxyResolver) system = NULL;
  g_autoptr (LkProxy) proxy = NULL;
  g_autoptr (LkSessionPool) pool = lk_session_pool_new ();
  g_autofree char *address = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;
  guint16 port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, &error);

  g_assert_no_error (error);
  g_signal_connect (service, "incoming", G_CALLBACK (proxy_cb), &n);
  address = g_strdup_printf ("http://127.0.0.1:%u", port);
  system = g_simple_proxy_resolver_new (address, NULL);
  proxy = lk_proxy_new (system);
  lk_session_pool_set_proxy (pool, proxy);
  for (guint i = 0; i < G_N_ELEMENTS (clients); i++)
    {
      clients[i] = lk_astra_client_new_in_pool ("https://astra.invalid", token, pool, &error);
      g_assert_no_error (error);
      lk_astra_client_set_times (clients[i], 0, LK_TEST_TIMEOUT_S * 1000, LK_TEST_TIMEOUT_S * 1000);
      ask_through (clients[i]);
      g_assert_cmpuint (n, ==, i + 1);
    }

  g_object_set (proxy, "direct", TRUE, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (clients); i++)
    ask_through (clients[i]);
  g_assert_cmpuint (n, ==, 2);

  g_object_set (proxy, "direct", FALSE, NULL);
  ask_through (clients[0]);
  g_assert_cmpuint (n, ==, 3);
  for (guint i = 0; i < G_N_ELEMENTS (clients); i++)
    g_clear_object (&clients[i]);
}

/* What is said of a system counts for loopback as little as the environment does. */
static void
test_no_chosen_proxy_to_loopback (Fixture       *fixture,
                                  gconstpointer  user_data)
{
  g_autoptr (GProxyResolver) system = g_simple_proxy_resolver_new ("http://127.0.0.1:1", NULL);
  g_autoptr (LkProxy) proxy = lk_proxy_new (system);
  g_autoptr (LkSessionPool) pool = lk_session_pool_new ();
  g_autoptr (SecretValue) token = secret_value_new ("AstraCS:fake:fake", -1, "text/plain");
  g_autoptr (GPtrArray) tokens = NULL;
  g_autoptr (GError) error = NULL;

  lk_session_pool_set_proxy (pool, proxy);
  g_clear_object (&fixture->client);
  fixture->client = lk_astra_client_new_in_pool (fixture->recorder.url, token, pool, &error);
  g_assert_no_error (error);
  fixture->body = "{\"clients\":[]}";
  tokens = list_tokens (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fixture->recorder.n_requests, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/client/no-proxy-to-loopback", test_no_proxy_to_loopback);
  ADD ("/client/no-chosen-proxy-to-loopback", test_no_chosen_proxy_to_loopback);
  g_test_add_func ("/client/proxy", test_proxy);
  ADD ("/client/list", test_list);
  ADD ("/client/statuses", test_statuses);
  ADD ("/client/redirect-is-not-followed", test_redirect_is_not_followed);
  ADD ("/client/cookie-is-not-kept", test_cookie_is_not_kept);
  ADD ("/client/create", test_create);
  ADD ("/client/create-is-never-repeated", test_create_is_never_repeated);
  ADD ("/client/create-answer-too-large", test_create_answer_too_large);
  ADD ("/client/not-sent", test_not_sent);
  ADD ("/client/cancel-in-flight", test_cancel_in_flight);
  ADD ("/client/cancel-while-waiting", test_cancel_while_waiting);
  ADD ("/client/retry-after", test_retry_after);
  ADD ("/client/captive-portal", test_captive_portal);
  ADD ("/client/clock-offset", test_clock_offset);
  ADD ("/client/delete", test_delete);

  return g_test_run ();
}
