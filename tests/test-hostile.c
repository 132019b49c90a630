/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The client against every status with every kind of body. */

#include "lk-answer-buffer.h"
#include "lk-astra-client.h"
#include "lk-test.h"
#include "lk-test-server.h"

#include <stdio.h>
#include <string.h>

#define ROLE "00000000-0000-4000-8000-0000000000b1"
#define SMALL_CHUNKS 500
#define SUCCESS -1
#define MEGABYTE (1024 * 1024)

/* AddressSanitizer keeps what was freed. */
#ifdef __SANITIZE_ADDRESS__
#define GROWTH_MAX ((gsize) 1024 * MEGABYTE)
#define PEAK_MAX ((gsize) 2048 * MEGABYTE)
#else
#define GROWTH_MAX ((gsize) 32 * MEGABYTE)
/* 64 MiB are read at most, and an array that grows may be there twice and be rounded up to a power of two. */
#define PEAK_MAX ((gsize) 256 * MEGABYTE)
#endif

typedef enum
{
  BODY_NONE,
  BODY_ERROR,
  BODY_SUCCESS,
  BODY_GARBAGE,
  BODY_WRONG_TYPES,
  BODY_PAGE,
  N_BODIES
} Body;

typedef struct
{
  LkTestServer  *server;
  LkAstraClient *client;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  g_autoptr (SecretValue) token = secret_value_new ("AstraCS:fake:fake", -1, "text/plain");
  g_autoptr (GError) error = NULL;

  fixture->server = lk_test_server_new ();
  fixture->client = lk_astra_client_new (lk_test_server_get_url (fixture->server), token, &error);
  g_assert_no_error (error);
  lk_astra_client_set_times (fixture->client, 0, LK_TEST_TIMEOUT_S * 1000, LK_TEST_TIMEOUT_S * 1000);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_clear_object (&fixture->client);
  g_clear_pointer (&fixture->server, lk_test_server_free);
}

static void
set_answer (Fixture *fixture,
            guint    status,
            Body     body)
{
  static const char *const texts[N_BODIES] = {
    "",
    "{\"errors\":[{\"ID\":340012,\"message\":\"made-up\"}]}",
    "{\"clients\":[{\"clientId\":\"FakeFakeFakeFakeFakeFake\",\"roles\":[]}]}",
    "\xff\xfe{\"clients\":[\x01",
    "{\"clients\":[{\"clientId\":7,\"roles\":\"x\"}],\"errors\":{},\"reason\":[],\"Body\":1}",
    "<html><body>made-up</body></html>",
  };
  g_autofree char *answer = g_strdup_printf ("HTTP/1.1 %u Made-up\r\nContent-Type: application/json\r\n"
                                             "Location: /elsewhere\r\nConnection: close\r\n"
                                             "Content-Length: %zu\r\n\r\n%s",
                                             status, strlen (texts[body]), texts[body]);
  g_autoptr (GBytes) bytes = g_bytes_new (answer, strlen (answer));

  lk_test_server_set_answer (fixture->server, bytes, 1);
}

/* What a refusal is, by its status. */
static int
get_refusal (guint    status,
             gboolean page)
{
  if (status < 200)
    return LK_ASTRA_ERROR_UNREACHABLE; /* interim, and then the end */
  if (status >= 300 && status < 400)
    return LK_ASTRA_ERROR_REDIRECTED;
  if (status == 429)
    return LK_ASTRA_ERROR_RATE_LIMITED;
  if (status == 511 || (page && status < 500))
    return LK_ASTRA_ERROR_NOT_ASTRA;
  if (status >= 500)
    return LK_ASTRA_ERROR_SERVER;

  switch (status)
    {
    case 400:
    case 409:
    case 422:
      return LK_ASTRA_ERROR_REJECTED;
    case 401:
      return LK_ASTRA_ERROR_UNAUTHORIZED;
    case 403:
      return LK_ASTRA_ERROR_FORBIDDEN;
    case 404:
      return LK_ASTRA_ERROR_NOT_FOUND;
    default:
      return LK_ASTRA_ERROR_UNEXPECTED;
    }
}

static gboolean
is_success (guint status)
{
  return status >= 200 && status < 300;
}

static void
check (const GError *error,
       int           wanted,
       guint         status,
       Body          body)
{
  if (wanted == SUCCESS ? error == NULL : g_error_matches (error, LK_ASTRA_ERROR, wanted))
    return;

  g_error ("status %u, body %u: code %d wanted, got %s", status, body, wanted,
           error != NULL ? error->message : "success");
}

static void
check_list (Fixture *fixture,
            guint    status,
            Body     body)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) tokens = NULL;
  g_autoptr (GError) error = NULL;
  int wanted = get_refusal (status, body == BODY_PAGE);
  guint n_requests;

  if (is_success (status))
    {
      wanted = body == BODY_SUCCESS ? SUCCESS : body == BODY_PAGE ? LK_ASTRA_ERROR_NOT_ASTRA : LK_ASTRA_ERROR_MALFORMED;
      if (status == 204)
        wanted = LK_ASTRA_ERROR_MALFORMED; /* its body is none of its own */
    }

  lk_astra_client_list_tokens_async (fixture->client, NULL, lk_test_store_result_cb, &result);
  tokens = lk_astra_client_list_tokens_finish (fixture->client, lk_test_wait_for_result (&result), &error);
  check (error, wanted, status, body);
  g_assert_cmpint (tokens != NULL, ==, error == NULL);
  n_requests = lk_test_server_count (fixture->server, "GET");
  if (wanted == LK_ASTRA_ERROR_SERVER || wanted == LK_ASTRA_ERROR_RATE_LIMITED)
    g_assert_cmpuint (n_requests, ==, 4);
  else
    g_assert_cmpuint (n_requests, ==, status == 421 ? 2 : 1); /* libsoup asks once more after a 421 */
}

static void
check_delete (Fixture *fixture,
              guint    status,
              Body     body)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  int wanted = get_refusal (status, body == BODY_PAGE);
  gboolean deleted;

  if (is_success (status))
    wanted = body == BODY_PAGE && status != 204 ? LK_ASTRA_ERROR_NOT_ASTRA : SUCCESS;
  else if (wanted == LK_ASTRA_ERROR_NOT_FOUND)
    wanted = SUCCESS;
  else if (status == 421)
    wanted = LK_ASTRA_ERROR_UNEXPECTED; /* stopped before its body was read: libsoup would have sent it again */

  lk_astra_client_delete_token_async (fixture->client, "abc", NULL, lk_test_store_result_cb, &result);
  deleted = lk_astra_client_delete_token_finish (fixture->client, lk_test_wait_for_result (&result), &error);
  check (error, wanted, status, body);
  g_assert_cmpint (deleted, ==, error == NULL);
  g_assert_cmpuint (lk_test_server_count (fixture->server, "DELETE"), ==, 1);
  g_assert_cmpuint (lk_test_server_count (fixture->server, "GET"), ==, 0);
}

/* Counts how often the buffer behind it has to take something. */
struct _TakeCounter
{
  GObject         parent_instance;

  LkAnswerBuffer *buffer;
  guint           n_takes;
};

G_DECLARE_FINAL_TYPE (TakeCounter, take_counter, TAKE, COUNTER, GObject)

static void
counter_begin (LkAnswerSink *sink,
               guint         status)
{
  lk_answer_sink_begin (LK_ANSWER_SINK (TAKE_COUNTER (sink)->buffer), status);
}

static guint8 *
counter_get_space (LkAnswerSink *sink,
                   gsize        *capacity)
{
  return lk_answer_sink_get_space (LK_ANSWER_SINK (TAKE_COUNTER (sink)->buffer), capacity);
}

static void
counter_take_async (LkAnswerSink        *sink,
                    gsize                length,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  TakeCounter *self = TAKE_COUNTER (sink);

  self->n_takes++;
  lk_answer_sink_take_async (LK_ANSWER_SINK (self->buffer), length, callback, user_data);
}

static void
sink_iface_init (LkAnswerSinkInterface *iface)
{
  iface->begin = counter_begin;
  iface->get_space = counter_get_space;
  iface->take_async = counter_take_async;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TakeCounter, take_counter, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LK_TYPE_ANSWER_SINK, sink_iface_init))

static void
take_counter_finalize (GObject *object)
{
  g_clear_object (&TAKE_COUNTER (object)->buffer);

  G_OBJECT_CLASS (take_counter_parent_class)->finalize (object);
}

static void
take_counter_class_init (TakeCounterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = take_counter_finalize;
}

static void
take_counter_init (TakeCounter *self)
{
  self->buffer = lk_answer_buffer_new ();
}

static gboolean
create_token_into (Fixture       *fixture,
                   LkAnswerSink  *sink,
                   GError       **error)
{
  static const char *const roles[] = { ROLE, NULL };
  g_autoptr (GAsyncResult) result = NULL;
  gboolean sent = FALSE;
  gboolean created;

  lk_astra_client_create_token_async (fixture->client, roles, NULL, NULL, NULL, sink, NULL,
                                      lk_test_store_result_cb, &result);
  created = lk_astra_client_create_token_finish (fixture->client, lk_test_wait_for_result (&result), &sent, error);
  g_assert_true (sent);

  return created;
}

static gboolean
create_token (Fixture  *fixture,
              GError  **error)
{
  g_autoptr (LkAnswerBuffer) buffer = lk_answer_buffer_new ();

  return create_token_into (fixture, LK_ANSWER_SINK (buffer), error);
}

static void
check_create (Fixture *fixture,
              guint    status,
              Body     body)
{
  g_autoptr (GError) error = NULL;
  /* The body is the sink's, so the status is all that is judged here. */
  int wanted = is_success (status) ? SUCCESS : get_refusal (status, FALSE);
  gboolean created = create_token (fixture, &error);

  check (error, wanted, status, body);
  g_assert_cmpint (created, ==, error == NULL);
  g_assert_cmpuint (lk_test_server_count (fixture->server, "POST"), ==, 1);
  g_assert_cmpuint (lk_test_server_count (fixture->server, "GET"), ==, 0);
}

/* A number of /proc/self/status, in bytes. */
static gsize
get_memory (const char *name)
{
  g_autofree char *text = NULL;
  const char *at;
  gulong kilobytes = 0;

  g_assert_true (g_file_get_contents ("/proc/self/status", &text, NULL, NULL));
  at = strstr (text, name);
  g_assert_nonnull (at);
  g_assert_cmpint (sscanf (at + strlen (name), ": %lu", &kilobytes), ==, 1);

  return (gsize) kilobytes * 1024;
}

static void
test_every_status (Fixture       *fixture,
                   gconstpointer  user_data)
{
  void (* const checks[]) (Fixture *, guint, Body) = { check_list, check_delete, check_create };
  gsize before = 0;

  for (guint status = 100; status <= 599; status++)
    {
      for (int body = 0; body < N_BODIES; body++)
        {
          set_answer (fixture, status, (Body) body);
          for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
            checks[i](fixture, status, (Body) body);
        }
      if (status == 199)
        before = get_memory ("VmRSS");
    }

  g_test_message ("%zu KiB more than after the first hundred statuses",
                  (get_memory ("VmRSS") - MIN (before, get_memory ("VmRSS"))) / 1024);
  g_assert_cmpuint (get_memory ("VmRSS"), <, before + GROWTH_MAX);
}

/* A body that never ends: each call stops reading at its bound. */
static void
test_endless (Fixture       *fixture,
              gconstpointer  user_data)
{
  static const char *const framings[] = { "Connection: close", "Content-Length: 1000000000000" };
  g_autofree char *blanks = g_strnfill (MEGABYTE, ' ');

  for (guint i = 0; i < G_N_ELEMENTS (framings); i++)
    {
      g_autofree char *answer = g_strdup_printf ("HTTP/1.1 200 OK\r\n%s\r\n\r\n%s", framings[i], blanks);
      g_autoptr (GBytes) bytes = g_bytes_new (answer, strlen (answer));
      g_autoptr (GAsyncResult) listed = NULL;
      g_autoptr (GAsyncResult) deleted = NULL;
      g_autoptr (GPtrArray) tokens = NULL;
      g_autoptr (GError) error = NULL;

      lk_test_server_set_answer (fixture->server, bytes, 1000);
      lk_astra_client_list_tokens_async (fixture->client, NULL, lk_test_store_result_cb, &listed);
      tokens = lk_astra_client_list_tokens_finish (fixture->client, lk_test_wait_for_result (&listed), &error);
      g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_TOO_LARGE);
      g_clear_error (&error);

      lk_astra_client_delete_token_async (fixture->client, "abc", NULL, lk_test_store_result_cb, &deleted);
      g_assert_false (lk_astra_client_delete_token_finish (fixture->client, lk_test_wait_for_result (&deleted), &error));
      g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_TOO_LARGE);
      g_clear_error (&error);

      g_assert_false (create_token (fixture, &error));
      g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_TOO_LARGE);
      g_assert_cmpuint (lk_test_server_count (fixture->server, "POST"), ==, 1);
      g_assert_cmpuint (lk_test_server_count (fixture->server, "DELETE"), ==, 1);
      g_assert_cmpuint (lk_test_server_count (fixture->server, "GET"), ==, 1);
    }

  g_test_message ("at most %zu MiB at once", get_memory ("VmHWM") / MEGABYTE);
  g_assert_cmpuint (get_memory ("VmHWM"), <, PEAK_MAX);
}

/* A sink waits for the disk each time it takes something, so that what has arrived is to be brought to it in few turns; it
 * gets all of it, whether the end has come or not. */
static void
test_small_chunks (Fixture       *fixture,
                   gconstpointer  user_data)
{
  /* Whether a connection that ends without the last chunk ends the answer depends on libsoup: 3.2 says so, 3.8 does not. */
  const struct
  {
    const char *end;
    gboolean    may_be_whole;
    gboolean    may_be_cut;
  } cases[] = { { "0\r\n\r\n", TRUE, FALSE }, { "", TRUE, TRUE }, { "5\r\n", FALSE, TRUE } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) answer = g_string_new ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
      g_autofree char *text = g_strnfill (SMALL_CHUNKS, 'x');
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (TakeCounter) sink = g_object_new (take_counter_get_type (), NULL);
      g_autoptr (GError) error = NULL;
      gboolean whole;
      const char *data;
      gsize length;

      for (gsize at = 0; at < SMALL_CHUNKS; at++)
        g_string_append_printf (answer, "1\r\n%c\r\n", text[at]);
      g_string_append (answer, cases[i].end);
      bytes = g_string_free_to_bytes (g_steal_pointer (&answer));
      lk_test_server_set_answer (fixture->server, bytes, 1);

      whole = create_token_into (fixture, LK_ANSWER_SINK (sink), &error);
      g_assert_true (whole ? cases[i].may_be_whole : cases[i].may_be_cut);
      g_assert_cmpint (error == NULL, ==, whole);
      data = lk_answer_buffer_get_data (sink->buffer, &length);
      g_assert_cmpmem (data, length, text, SMALL_CHUNKS);
      g_assert_cmpuint (sink->n_takes, <=, SMALL_CHUNKS / 50);
      g_assert_cmpuint (lk_test_server_count (fixture->server, "POST"), ==, 1);
    }
}

/* Heads that are none, or too much. */
static void
test_heads (Fixture       *fixture,
            gconstpointer  user_data)
{
  g_autofree char *filler = g_strnfill (MEGABYTE, 'x');
  g_autofree char *large = g_strdup_printf ("HTTP/1.1 200 OK\r\nX-Large: %s\r\nContent-Length: 0\r\n\r\n", filler);
  const char *const heads[] = {
    "", "\r\n", "HTTP/1.1 ", "HTTP/1.1 x OK\r\n\r\n", "HTTP/9.9 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", "HTTP/1.1 999 Made-up\r\nContent-Length: 0\r\n\r\n", large,
    "GET / HTTP/1.1\r\n\r\n", "SSH-2.0-made-up\r\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (heads[i], strlen (heads[i]));
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) create_error = NULL;
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GPtrArray) tokens = NULL;

      g_test_message ("%.60s", heads[i]);
      lk_test_server_set_answer (fixture->server, bytes, 1);
      lk_astra_client_list_tokens_async (fixture->client, NULL, lk_test_store_result_cb, &result);
      tokens = lk_astra_client_list_tokens_finish (fixture->client, lk_test_wait_for_result (&result), &error);
      g_assert_null (tokens);
      g_assert_true (error->domain == LK_ASTRA_ERROR);

      create_token (fixture, &create_error);
      g_assert_cmpuint (lk_test_server_count (fixture->server, "POST"), ==, 1);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/hostile/every-status", test_every_status);
  ADD ("/hostile/endless", test_endless);
  ADD ("/hostile/heads", test_heads);
  ADD ("/hostile/small-chunks", test_small_chunks);

  return g_test_run ();
}
