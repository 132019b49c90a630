/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the streaming client asks for one token, and what it makes of the answers: it is fetched, made and deleted. */

#include "lk-test-api.h"

#include <string.h>

#define MADE_UP_TOKEN LK_TEST_API_TOKEN
#define CUT_TOKEN "eyJhbGciOiJSUzI1NiJ9.eyJ0b2tlbmlkIjoiZmE0ZTAwMDAwNyJ9.RkFLRS1TSUdOQVRVUkU"

static SecretValue *
fetch (LkTestApi   *fixture,
       const char  *id,
       GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_astra_streaming_fetch_token_async (fixture->streaming, fixture->tenant, id, NULL, lk_test_store_result_cb, &result);

  return lk_astra_streaming_fetch_token_finish (fixture->streaming, lk_test_wait_for_result (&result), error);
}

static LkPulsarAnswer *
create (LkTestApi  *fixture,
        guint       days,
        gboolean   *sent,
        GError    **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_astra_streaming_create_token_async (fixture->streaming, fixture->tenant, days, NULL, lk_test_store_result_cb,
                                         &result);

  return lk_astra_streaming_create_token_finish (fixture->streaming, lk_test_wait_for_result (&result), sent, error);
}

static LkPulsarAnswer *
create_endless (LkTestApi  *fixture,
                GError    **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  gboolean sent;

  lk_astra_streaming_create_endless_token_async (fixture->streaming, fixture->tenant, NULL, lk_test_store_result_cb,
                                                 &result);

  return lk_astra_streaming_create_token_finish (fixture->streaming, lk_test_wait_for_result (&result), &sent, error);
}

static gboolean
delete (LkTestApi  *fixture,
        GError    **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_astra_streaming_delete_token_async (fixture->streaming, fixture->tenant, "fa4e000007", NULL,
                                         lk_test_store_result_cb, &result);

  return lk_astra_streaming_delete_token_finish (fixture->streaming, lk_test_wait_for_result (&result), error);
}

static void
test_fetch (LkTestApi     *fixture,
            gconstpointer  user_data)
{
  static const char *const good[] = { MADE_UP_TOKEN, "\"" MADE_UP_TOKEN "\"", " \n" MADE_UP_TOKEN "\r\n",
                                      "{ \"token\" : \"" MADE_UP_TOKEN "\" }",
                                      "{\"Body\":{\"id\":\"fa4e000007\",\"TOKEN\":\"" MADE_UP_TOKEN "\"}}" };
  static const char *const bad[] = { "", "eyJ", "eyJh.eyJh", "eyJh.eyJh.a.b", "eyJh..a", "eyJh.eyJh.", "AstraCS:a:b",
                                     "eyJh.eyJh.a b", "{\"token\":7}", "{\"a\":\"token\",\"b\":\"" MADE_UP_TOKEN "\"}",
                                     CUT_TOKEN, "[\"" MADE_UP_TOKEN "\"]", "{\"token\":\"" MADE_UP_TOKEN "\"", "\"" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (SecretValue) value = NULL;
      g_autoptr (GError) error = NULL;

      lk_test_api_answer (fixture, 200, good[i]);
      fixture->n_failures = i == 0 ? 2 : 0;
      value = fetch (fixture, "fa4e000007", &error);
      g_assert_no_error (error);
      g_assert_true (g_strcmp0 (secret_value_get_text (value), MADE_UP_TOKEN) == 0);
      g_assert_cmpstr (lk_test_recorder_get_path (&fixture->recorder), ==, "/v2/streaming/tenants/orders/tokens/fa4e000007");
      g_assert_cmpstr (lk_test_api_get_cluster (fixture), ==, LK_TEST_API_CLUSTER);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (SecretValue) value = NULL;
      g_autoptr (GError) error = NULL;

      lk_test_api_answer (fixture, 200, bad[i]);
      value = fetch (fixture, "fa4e000007", &error);
      g_assert_null (value);
      g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_MALFORMED);
    }
}

static void
test_refused (LkTestApi     *fixture,
              gconstpointer  user_data)
{
  static const struct
  {
    guint        status;
    const char  *body;
    LkAstraError read;
    LkAstraError create;
    guint        n_requests; /* of the fetch, with its repetitions */
  } cases[] = {
    { 401, "", LK_ASTRA_ERROR_UNAUTHORIZED, LK_ASTRA_ERROR_UNAUTHORIZED, 1 },
    { 403, "{\"reason\":\"no right\"}", LK_ASTRA_ERROR_FORBIDDEN, LK_ASTRA_ERROR_FORBIDDEN, 1 },
    { 404, "", LK_ASTRA_ERROR_NOT_FOUND, LK_ASTRA_ERROR_NOT_FOUND, 1 },
    { 405, "", LK_ASTRA_ERROR_UNEXPECTED, LK_ASTRA_ERROR_UNEXPECTED, 1 },
    { 409, "", LK_ASTRA_ERROR_REJECTED, LK_ASTRA_ERROR_TOKEN_LIMIT, 1 },
    { 422, "{\"error\":\"" MADE_UP_TOKEN "\"}", LK_ASTRA_ERROR_REJECTED, LK_ASTRA_ERROR_REJECTED, 1 },
    { 302, "", LK_ASTRA_ERROR_REDIRECTED, LK_ASTRA_ERROR_REDIRECTED, 1 },
    { 429, "", LK_ASTRA_ERROR_RATE_LIMITED, LK_ASTRA_ERROR_RATE_LIMITED, 4 },
    { 500, "", LK_ASTRA_ERROR_SERVER, LK_ASTRA_ERROR_SERVER, 4 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SecretValue) value = NULL;
      g_autoptr (LkPulsarAnswer) created = NULL;
      g_autoptr (GError) read_error = NULL;
      g_autoptr (GError) create_error = NULL;
      g_autoptr (GError) delete_error = NULL;
      gboolean sent = FALSE;
      gboolean deleted;

      g_test_message ("%u", cases[i].status);
      lk_test_api_answer (fixture, cases[i].status, cases[i].body);
      fixture->recorder.n_requests = 0;
      value = fetch (fixture, "fa4e000007", &read_error);
      g_assert_null (value);
      g_assert_error (read_error, LK_ASTRA_ERROR, (int) cases[i].read);
      g_assert_cmpuint (fixture->recorder.n_requests, ==, cases[i].n_requests);
      g_assert_null (strstr (read_error->message, "eyJ"));
      g_assert_cmpuint (lk_astra_error_get_status (read_error), ==, cases[i].status);

      fixture->recorder.n_requests = 0;
      created = create (fixture, 30, &sent, &create_error);
      g_assert_null (created);
      g_assert_error (create_error, LK_ASTRA_ERROR, (int) cases[i].create);
      g_assert_cmpuint (fixture->recorder.n_requests, ==, 1);
      g_assert_cmpuint (lk_astra_error_get_status (create_error), ==, cases[i].status);
      g_assert_true (sent);

      deleted = delete (fixture, &delete_error);
      g_assert_cmpint (deleted, ==, cases[i].status == 404);
    }

  {
    g_autoptr (SecretValue) value = NULL;
    g_autoptr (GError) error = NULL;

    lk_test_api_answer (fixture, 403, "{\"reason\":\"no right to do this\"}");
    value = fetch (fixture, "fa4e000007", &error);
    g_assert_null (value);
    g_assert_nonnull (strstr (error->message, "no right to do this"));
  }
}

static void
test_create (LkTestApi     *fixture,
             gconstpointer  user_data)
{
  static const struct
  {
    guint       days;
    const char *body;
  } cases[] = {
    { 30, "{\"type\":\"admin\",\"exp\":\"30d\"}" },
    { 365, "{\"type\":\"admin\",\"exp\":\"365d\"}" },
    { 0, "{\"type\":\"admin\"}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LkPulsarAnswer) created = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *body = NULL;
      gboolean sent = FALSE;

      lk_test_api_answer (fixture, 201, "{\"id\":\"fa4e000007\",\"rolename\":\"admin\",\"token\":\"" MADE_UP_TOKEN "\"}");
      created = create (fixture, cases[i].days, &sent, &error);
      g_assert_no_error (error);
      g_assert_true (sent);
      g_assert_cmpstr (created->id, ==, "fa4e000007");
      g_assert_true (g_strcmp0 (secret_value_get_text (created->token), MADE_UP_TOKEN) == 0);
      g_assert_cmpstr (lk_test_recorder_get_method (&fixture->recorder), ==, "POST");
      g_assert_cmpstr (lk_test_recorder_get_path (&fixture->recorder), ==, "/v3/streaming/tenants/orders/tokens");
      body = lk_test_recorder_dup_body (&fixture->recorder);
      g_assert_cmpstr (body, ==, cases[i].body);
      g_assert_cmpstr (lk_test_api_get_cluster (fixture), ==, LK_TEST_API_CLUSTER);
      g_assert_cmpstr (lk_test_api_get_org (fixture), ==, LK_TEST_API_ORG);
    }
}

static void
test_create_endless (LkTestApi     *fixture,
                     gconstpointer  user_data)
{
  static const struct
  {
    const char *answer;
    const char *id;
  } cases[] = {
    { MADE_UP_TOKEN, NULL },
    { "{\"id\":\"fa4e000001\",\"subject\":\"client;" LK_TEST_API_ORG ";b3JkZXJz;fa4e000001\",\"token\":\"" MADE_UP_TOKEN "\"}",
      "fa4e000001" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LkPulsarAnswer) created = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *body = NULL;

      lk_test_api_answer (fixture, 201, cases[i].answer);
      created = create_endless (fixture, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (created->id, ==, cases[i].id);
      g_assert_true (g_strcmp0 (secret_value_get_text (created->token), MADE_UP_TOKEN) == 0);
      g_assert_cmpstr (lk_test_recorder_get_method (&fixture->recorder), ==, "POST");
      g_assert_cmpstr (lk_test_recorder_get_path (&fixture->recorder), ==, "/v2/streaming/tenants/orders/tokens");
      body = lk_test_recorder_dup_body (&fixture->recorder);
      g_assert_cmpstr (body, ==, "");
    }
}

static void
test_delete (LkTestApi     *fixture,
             gconstpointer  user_data)
{
  static const guint statuses[] = { 200, 202, 204, 404 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean deleted;

      lk_test_api_answer (fixture, statuses[i], "");
      deleted = delete (fixture, &error);
      g_assert_no_error (error);
      g_assert_true (deleted);
      g_assert_cmpstr (lk_test_recorder_get_method (&fixture->recorder), ==, "DELETE");
      g_assert_cmpstr (lk_test_recorder_get_path (&fixture->recorder), ==, "/v2/streaming/tenants/orders/tokens/fa4e000007");
      g_assert_cmpstr (lk_test_api_get_cluster (fixture), ==, LK_TEST_API_CLUSTER);
    }
}

#define add(name, function) LK_TEST_API_ADD ("/streaming-requests/" name, function)

int
main (int   argc,
      char *argv[])
{
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_test_init (&argc, &argv, NULL);

  add ("fetch", test_fetch);
  add ("refused", test_refused);
  add ("create", test_create);
  add ("create-endless", test_create_endless);
  add ("delete", test_delete);

  return g_test_run ();
}
