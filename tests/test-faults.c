/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The client against each way in which the demo service can let a call go wrong. */

#include "lk-answer-buffer.h"
#include "lk-app-token.h"
#include "lk-astra-client.h"
#include "lk-role.h"
#include "lk-test.h"

#include <libsoup/soup.h>
#include <string.h>

#define N_TOKENS 12
#define OK -1

typedef struct
{
  LkTestDemo    *demo;
  LkAstraClient *client;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;

  fixture->demo = lk_test_demo_new (N_TOKENS);
  fixture->client = lk_astra_client_new (fixture->demo->url, fixture->demo->token, &error);
  g_assert_no_error (error);
  lk_astra_client_set_times (fixture->client, 0, LK_TEST_TIMEOUT_S * 1000, LK_TEST_TIMEOUT_S * 1000);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_clear_object (&fixture->client);
  g_clear_pointer (&fixture->demo, lk_test_demo_free);
}

static GPtrArray *
list_tokens (Fixture  *fixture,
             GError  **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_astra_client_list_tokens_async (fixture->client, NULL, lk_test_store_result_cb, &result);

  return lk_astra_client_list_tokens_finish (fixture->client, lk_test_wait_for_result (&result), error);
}

static GPtrArray *
list_roles (Fixture  *fixture,
            GError  **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_astra_client_list_roles_async (fixture->client, NULL, lk_test_store_result_cb, &result);

  return lk_astra_client_list_roles_finish (fixture->client, lk_test_wait_for_result (&result), error);
}

static void
test_reads (Fixture       *fixture,
            gconstpointer  user_data)
{
  static const struct
  {
    const char *spec;
    int         code;
    gint64      n_gets;
    int         newer_code; /* with a newer library, where that tells it otherwise */
  } cases[] = {
    { "list:status=400", LK_ASTRA_ERROR_REJECTED, 1 },
    { "list:status=401", LK_ASTRA_ERROR_UNAUTHORIZED, 1 },
    { "list:status=403", LK_ASTRA_ERROR_FORBIDDEN, 1 },
    { "list:status=404", LK_ASTRA_ERROR_NOT_FOUND, 1 },
    { "list:status=429,retry-after=60", LK_ASTRA_ERROR_RATE_LIMITED, 1 },
    { "list:status=429,retry-date=60", LK_ASTRA_ERROR_RATE_LIMITED, 1 },
    { "list:status=429,times=3", OK, 4 },
    { "list:status=429", LK_ASTRA_ERROR_RATE_LIMITED, 4 },
    { "list:status=500,times=3", OK, 4 },
    { "any:status=500", LK_ASTRA_ERROR_SERVER, 4 },
    { "list:status=503", LK_ASTRA_ERROR_SERVER, 4 },
    { "list:status=301", LK_ASTRA_ERROR_REDIRECTED, 1 },
    { "list:status=302,to=elsewhere", LK_ASTRA_ERROR_REDIRECTED, 1 },
    { "list:status=303", LK_ASTRA_ERROR_REDIRECTED, 1 },
    { "list:status=307", LK_ASTRA_ERROR_REDIRECTED, 1 },
    { "list:status=308,to=elsewhere", LK_ASTRA_ERROR_REDIRECTED, 1 },
    { "list:status=204", LK_ASTRA_ERROR_MALFORMED, 1 },
    { "list:status=421,times=1", OK, 2 },
    { "list:portal", LK_ASTRA_ERROR_NOT_ASTRA, 1 },
    { "list:portal=403", LK_ASTRA_ERROR_NOT_ASTRA, 1 },
    { "list:portal=511", LK_ASTRA_ERROR_NOT_ASTRA, 1 },
    { "list:cut=0", LK_ASTRA_ERROR_UNREACHABLE, 1 },
    { "list:cut=30", LK_ASTRA_ERROR_UNREACHABLE, 1 },
    { "list:cut=30,by=rst", LK_ASTRA_ERROR_UNREACHABLE, 1 },
    /* libsoup calls these two whole: it is the gate before the parser that sees what is missing. Of the first, libsoup
     * 3.8 sees it itself. */
    { "list:cut=30,framing=chunked", LK_ASTRA_ERROR_MALFORMED, 1, LK_ASTRA_ERROR_UNREACHABLE },
    { "list:cut=30,framing=close", LK_ASTRA_ERROR_MALFORMED, 1 },
    { "list:cut=30,framing=close,by=rst", LK_ASTRA_ERROR_UNREACHABLE, 1 },
    { "list:cut=1000000,framing=close", OK, 1 },
    { "list:slow=10", OK, 1 },
    { "list:drip=0", OK, 1 },
    { "list:interim=16", OK, 1 },
    { "list:interim=17", LK_ASTRA_ERROR_MALFORMED, 1 },
    { "list:malformed", LK_ASTRA_ERROR_MALFORMED, 1 },
    { "list:types", LK_ASTRA_ERROR_MALFORMED, 1 },
    { "roles:status=403", OK, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) tokens = NULL;
      g_autoptr (GError) error = NULL;
      gint64 before;

      g_test_message ("%s", cases[i].spec);
      lk_test_demo_fault (fixture->demo, cases[i].spec);
      before = lk_test_demo_count (fixture->demo, "gets");
      tokens = list_tokens (fixture, &error);
      if (cases[i].code == OK)
        {
          g_assert_no_error (error);
          g_assert_cmpuint (tokens->len, ==, N_TOKENS);
        }
      else
        {
          if (cases[i].newer_code == 0 || !g_error_matches (error, LK_ASTRA_ERROR, cases[i].newer_code))
            g_assert_error (error, LK_ASTRA_ERROR, cases[i].code);
          g_assert_null (tokens);
        }
      g_assert_cmpint (lk_test_demo_count (fixture->demo, "gets") - before, ==, cases[i].n_gets);
    }
}

/* One part of a load is refused, and the other is not. */
static void
test_part_fails (Fixture       *fixture,
                 gconstpointer  user_data)
{
  g_autoptr (GPtrArray) tokens = NULL;
  g_autoptr (GPtrArray) roles = NULL;
  g_autoptr (GError) error = NULL;

  lk_test_demo_fault (fixture->demo, "roles:status=403");
  tokens = list_tokens (fixture, &error);
  g_assert_no_error (error);
  g_assert_nonnull (tokens);
  roles = list_roles (fixture, &error);
  g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_FORBIDDEN);
  g_assert_null (roles);
}

static void
test_shapes (Fixture       *fixture,
             gconstpointer  user_data)
{
  static const struct
  {
    const char *shape;
    gboolean    told;
  } cases[] = {
    { "errors", TRUE },  { "lower-id", TRUE }, { "text", TRUE },        { "string", TRUE }, { "reason", TRUE },
    { "error", TRUE },   { "wrapped", TRUE },  { "description", TRUE }, { "empty", FALSE }, { "html", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *spec = g_strconcat ("list:status=401,shape=", cases[i].shape, NULL);
      g_autoptr (GPtrArray) tokens = NULL;
      g_autoptr (GError) error = NULL;
      gboolean page = g_str_equal (cases[i].shape, "html");
      int code = page ? LK_ASTRA_ERROR_NOT_ASTRA : LK_ASTRA_ERROR_UNAUTHORIZED;

      lk_test_demo_fault (fixture->demo, spec);
      tokens = list_tokens (fixture, &error);
      g_test_message ("%s: %s", spec, error != NULL ? error->message : "no error");
      g_assert_error (error, LK_ASTRA_ERROR, code);
      g_assert_cmpuint (lk_astra_error_get_status (error), ==, 401);
      g_assert_cmpint (strstr (error->message, "a planned fault") != NULL, ==, cases[i].told);
      g_assert_cmpint (lk_astra_error_get_answer (error) != NULL, ==, cases[i].told || page);
    }
}

static void
test_huge (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_autoptr (GPtrArray) tokens = NULL;
  g_autoptr (GError) error = NULL;

  lk_test_demo_fault (fixture->demo, "list:huge=20000");
  tokens = list_tokens (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tokens->len, ==, 20000 + N_TOKENS);
  g_assert_cmpuint (strlen (lk_app_token_get_client_id (tokens->pdata[19999])), ==, 24);
}

static void
test_skew (Fixture       *fixture,
           gconstpointer  user_data)
{
  static const int skews[] = { -3600, 3600 };

  for (guint i = 0; i < G_N_ELEMENTS (skews); i++)
    {
      g_autofree char *spec = g_strdup_printf ("list:skew=%d", skews[i]);
      g_autoptr (GPtrArray) tokens = NULL;
      g_autoptr (GError) error = NULL;
      GTimeSpan offset;

      lk_test_demo_fault (fixture->demo, spec);
      tokens = list_tokens (fixture, &error);
      g_assert_no_error (error);
      offset = lk_astra_client_get_clock_offset (fixture->client);
      g_assert_cmpint (ABS (offset - skews[i] * G_TIME_SPAN_SECOND), <, G_TIME_SPAN_MINUTE);
    }
}

static char *
find_role (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) roles = list_roles (fixture, &error);

  g_assert_no_error (error);

  return g_strdup (lk_role_get_id (roles->pdata[0]));
}

static void
test_creates (Fixture       *fixture,
              gconstpointer  user_data)
{
  static const struct
  {
    const char *spec;
    gboolean    success;
    gint64      n_made;
    gboolean    either; /* libsoup 3.8 sees that the body ends too early, older ones do not */
  } cases[] = {
    { "create:status=421", FALSE, 0 },
    { "create:status=302", FALSE, 0 },
    { "create:status=307,to=elsewhere", FALSE, 0 },
    { "create:status=429,retry-after=0", FALSE, 0 },
    { "create:status=500", FALSE, 0 },
    { "create:portal=403", FALSE, 0 },
    { "create:lie", TRUE, 0 },
    { "create:interim=17", FALSE, 1 },
    { "create:cut=50", FALSE, 1 },
    { "create:cut=50,by=rst,framing=close", FALSE, 1 },
    { "create:cut=50,framing=chunked", TRUE, 1, TRUE },
    { "create:lost", FALSE, 1 },
    { "create:lost,by=rst", FALSE, 1 },
    { "create:malformed", TRUE, 1 },
    { "create:types", TRUE, 1 },
    { "create:drip=0", TRUE, 1 },
  };
  g_autofree char *role = find_role (fixture);
  const char *const roles[] = { role, NULL };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LkAnswerBuffer) buffer = lk_answer_buffer_new ();
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      gint64 n_posts;
      gint64 n_tokens;
      gboolean sent;
      gboolean success;

      g_test_message ("%s", cases[i].spec);
      lk_test_demo_fault (fixture->demo, cases[i].spec);
      n_posts = lk_test_demo_count (fixture->demo, "posts");
      n_tokens = lk_test_demo_count (fixture->demo, "tokens");
      lk_astra_client_create_token_async (fixture->client, roles, NULL, NULL, NULL, LK_ANSWER_SINK (buffer), NULL,
                                          lk_test_store_result_cb, &result);
      success = lk_astra_client_create_token_finish (fixture->client, lk_test_wait_for_result (&result), &sent, &error);
      if (!cases[i].either)
        g_assert_cmpint (success, ==, cases[i].success);
      g_assert_true (sent);
      g_assert_cmpint (lk_test_demo_count (fixture->demo, "posts") - n_posts, ==, 1);
      g_assert_cmpint (lk_test_demo_count (fixture->demo, "tokens") - n_tokens, ==, cases[i].n_made);
    }
}

/* What comes, but too slowly, or never; the time for each byte is never long. */
static void
test_deadlines (Fixture       *fixture,
                gconstpointer  user_data)
{
  static const char *const reads[] = {
    "list:stall", "list:drip=10", "list:status=500", "list:slow=60000", "list:status=429,retry-after=20",
  };
  static const char *const writes[] = { "create:stall", "create:drip=10", "create:slow=60000" };
  g_autofree char *role = find_role (fixture);
  const char *const roles[] = { role, NULL };

  for (guint i = 0; i < G_N_ELEMENTS (reads); i++)
    {
      g_autoptr (GPtrArray) tokens = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", reads[i]);
      lk_test_demo_fault (fixture->demo, reads[i]);
      lk_astra_client_set_times (fixture->client, LK_TEST_TIMEOUT_S * 1000, 50, 400);
      tokens = list_tokens (fixture, &error);
      g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_TIMED_OUT);
    }

  for (guint i = 0; i < G_N_ELEMENTS (writes); i++)
    {
      g_autoptr (LkAnswerBuffer) buffer = lk_answer_buffer_new ();
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      gint64 n_posts;
      gboolean sent;

      g_test_message ("%s", writes[i]);
      lk_test_demo_fault (fixture->demo, writes[i]);
      n_posts = lk_test_demo_count (fixture->demo, "posts");
      lk_astra_client_create_token_async (fixture->client, roles, NULL, NULL, NULL, LK_ANSWER_SINK (buffer), NULL,
                                          lk_test_store_result_cb, &result);
      g_assert_false (lk_astra_client_create_token_finish (fixture->client, lk_test_wait_for_result (&result), &sent,
                                                           &error));
      g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_TIMED_OUT);
      g_assert_true (sent);
      g_assert_cmpint (lk_test_demo_count (fixture->demo, "posts") - n_posts, ==, 1);
    }
}

static void
refuse (Fixture    *fixture,
        const char *spec)
{
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autofree char *uri = g_strconcat (fixture->demo->url, "/demo/fault", NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("POST", uri);
  g_autoptr (GBytes) body = g_bytes_new (spec, strlen (spec));
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;

  soup_session_set_proxy_resolver (session, NULL);
  soup_message_set_request_body_from_bytes (message, "text/plain", body);
  answer = soup_session_send_and_read (session, message, NULL, &error);
  g_assert_no_error (error);
  g_test_message ("%s", spec);
  g_assert_cmpuint (soup_message_get_status (message), ==, 400);
}

static void
test_bad_specs (Fixture       *fixture,
                gconstpointer  user_data)
{
  static const char *const specs[] = {
    "list", "list:", "list:status", "list:status=", "list:status=199", "list:status=600", "list:status=x", "other:lost",
    "list:lie", "create:huge=5", "list:odd-token", "list:cut=-1", "list:cut=1,framing=none", "list:status=500,framing=close",
    "list:lost,times=0", "list:lost,", "list:status=500,shape=", "list:status=302,to=http://example.com",
    "list:status=429,retry-after=-1", "list:stall=5", "list:drip", "list:skew=99999999999",
  };

  for (guint i = 0; i < G_N_ELEMENTS (specs); i++)
    refuse (fixture, specs[i]);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/faults/reads", test_reads);
  ADD ("/faults/part-fails", test_part_fails);
  ADD ("/faults/shapes", test_shapes);
  ADD ("/faults/huge", test_huge);
  ADD ("/faults/skew", test_skew);
  ADD ("/faults/creates", test_creates);
  ADD ("/faults/deadlines", test_deadlines);
  ADD ("/faults/bad-specs", test_bad_specs);

  return g_test_run ();
}
