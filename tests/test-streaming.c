/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The streaming client against bodies as the API's documents show them, and against a server that records. */

#include "lk-astra-streaming.h"
#include "lk-session-pool.h"
#include "lk-test.h"

#include <libsoup/soup.h>
#include <string.h>

#define ORG "00000000-0000-4000-8000-00000000e0a1"
#define MADE_UP_TOKEN "eyJhbGciOiJSUzI1NiJ9.eyJ0b2tlbmlkIjoiZmE0ZTAwMDAwNyJ9." LK_TEST_FAKE_SIGNATURE
#define CUT_TOKEN "eyJhbGciOiJSUzI1NiJ9.eyJ0b2tlbmlkIjoiZmE0ZTAwMDAwNyJ9.RkFLRS1TSUdOQVRVUkU"
#define MAX_AT_ONCE 8

typedef struct
{
  SoupServer       *server;
  char             *url;
  LkAstraClient    *client;
  LkAstraStreaming *streaming;
  LkTenant         *tenant;

  guint             status;
  guint             n_failures; /* that many requests are answered 503 first */
  char             *body;
  gboolean          hold;
  GPtrArray        *held;       /* of SoupServerMessage */

  guint             n_requests;
  char             *last_method;
  char             *last_path;  /* still escaped */
  char             *last_body;
  char             *last_cluster;
  char             *last_org;
  char             *last_authorization;
} Fixture;

static void
take (char       **field,
      const char  *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

static void
answer_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  Fixture *fixture = user_data;
  SoupMessageHeaders *request = soup_server_message_get_request_headers (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);

  fixture->n_requests++;
  take (&fixture->last_method, soup_server_message_get_method (message));
  take (&fixture->last_path, g_uri_get_path (soup_server_message_get_uri (message)));
  take (&fixture->last_cluster, soup_message_headers_get_one (request, "X-DataStax-Pulsar-Cluster"));
  take (&fixture->last_org, soup_message_headers_get_one (request, "X-DataStax-Current-Org"));
  take (&fixture->last_authorization, soup_message_headers_get_one (request, "Authorization"));
  g_free (fixture->last_body);
  fixture->last_body = g_strndup (body->data, (gsize) body->length);
  if (fixture->hold)
    {
      g_ptr_array_add (fixture->held, g_object_ref (message));
      soup_server_message_pause (message);
      return;
    }
  if (fixture->n_failures > 0)
    {
      fixture->n_failures--;
      soup_server_message_set_status (message, 503, NULL);
      soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_STATIC, "a longer text than any token is",
                                        strlen ("a longer text than any token is"));
      return;
    }

  soup_server_message_set_status (message, fixture->status, NULL);
  soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_COPY, fixture->body, strlen (fixture->body));
}

static LkTenant *
make_tenant (const char *cluster,
             const char *name)
{
  const char *values[LK_TENANT_N_FIELDS] = { [LK_TENANT_CLUSTER] = cluster, [LK_TENANT_NAME] = name };

  return lk_tenant_new (values);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  g_autoptr (SecretValue) token = secret_value_new ("AstraCS:fake:fake", -1, "text/plain");
  g_autoptr (GError) error = NULL;
  GSList *uris;

  fixture->server = soup_server_new ("raw-paths", TRUE, NULL);
  fixture->status = 200;
  fixture->body = g_strdup ("[]");
  fixture->held = g_ptr_array_new_with_free_func (g_object_unref);
  soup_server_add_handler (fixture->server, NULL, answer_cb, fixture, NULL);
  soup_server_listen_local (fixture->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (fixture->server);
  fixture->url = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  fixture->client = lk_astra_client_new (fixture->url, token, &error);
  g_assert_no_error (error);
  lk_astra_client_set_times (fixture->client, 0, LK_TEST_TIMEOUT_S * 1000, LK_TEST_TIMEOUT_S * 1000);
  fixture->streaming = lk_astra_streaming_new (fixture->client, fixture->url, ORG, &error);
  g_assert_no_error (error);
  fixture->tenant = make_tenant ("pulsar-aws-useast2", "orders");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  soup_server_disconnect (fixture->server);
  g_clear_object (&fixture->server);
  g_clear_object (&fixture->streaming);
  g_clear_object (&fixture->client);
  g_clear_object (&fixture->tenant);
  g_clear_pointer (&fixture->held, g_ptr_array_unref);
  g_free (fixture->url);
  g_free (fixture->body);
  g_free (fixture->last_method);
  g_free (fixture->last_path);
  g_free (fixture->last_body);
  g_free (fixture->last_cluster);
  g_free (fixture->last_org);
  g_free (fixture->last_authorization);
}

static void
answer (Fixture    *fixture,
        guint       status,
        const char *body)
{
  fixture->status = status;
  take (&fixture->body, body);
}

static void
answer_file (Fixture    *fixture,
             const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", name, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_test_message ("%s", name);
  parts = g_strsplit (text, "@TOKEN@", -1);
  g_free (fixture->body);
  fixture->body = g_strjoinv (MADE_UP_TOKEN, parts);
  fixture->status = 200;
}

static GPtrArray *
list_tenants (Fixture  *fixture,
              GError  **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_astra_streaming_list_tenants_async (fixture->streaming, NULL, lk_test_store_result_cb, &result);

  return lk_astra_streaming_list_tenants_finish (fixture->streaming, lk_test_wait_for_result (&result), error);
}

static GPtrArray *
list_tokens (Fixture   *fixture,
             LkTenant  *tenant,
             GError   **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_astra_streaming_list_tokens_async (fixture->streaming, tenant, NULL, lk_test_store_result_cb, &result);

  return lk_astra_streaming_list_tokens_finish (fixture->streaming, lk_test_wait_for_result (&result), error);
}

static SecretValue *
fetch (Fixture     *fixture,
       const char  *id,
       GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_astra_streaming_fetch_token_async (fixture->streaming, fixture->tenant, id, NULL, lk_test_store_result_cb, &result);

  return lk_astra_streaming_fetch_token_finish (fixture->streaming, lk_test_wait_for_result (&result), error);
}

static LkPulsarAnswer *
create (Fixture   *fixture,
        guint      days,
        gboolean  *sent,
        GError   **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_astra_streaming_create_token_async (fixture->streaming, fixture->tenant, days, NULL, lk_test_store_result_cb,
                                         &result);

  return lk_astra_streaming_create_token_finish (fixture->streaming, lk_test_wait_for_result (&result), sent, error);
}

static LkPulsarAnswer *
create_endless (Fixture  *fixture,
                GError  **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  gboolean sent;

  lk_astra_streaming_create_endless_token_async (fixture->streaming, fixture->tenant, NULL, lk_test_store_result_cb,
                                                 &result);

  return lk_astra_streaming_create_token_finish (fixture->streaming, lk_test_wait_for_result (&result), &sent, error);
}

static gboolean
delete (Fixture  *fixture,
        GError  **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_astra_streaming_delete_token_async (fixture->streaming, fixture->tenant, "fa4e000007", NULL,
                                         lk_test_store_result_cb, &result);

  return lk_astra_streaming_delete_token_finish (fixture->streaming, lk_test_wait_for_result (&result), error);
}

static void
test_tenants (Fixture       *fixture,
              gconstpointer  user_data)
{
  static const char *const names[] = { "streaming-tenants.json", "streaming-tenants-upper-case.json" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GPtrArray) tenants = NULL;
      g_autoptr (GError) error = NULL;
      LkTenant *first;
      LkTenant *second;
      LkTenant *sparse;

      answer_file (fixture, names[i]);
      tenants = list_tenants (fixture, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (tenants->len, ==, 3);
      first = tenants->pdata[0];
      second = tenants->pdata[1];
      sparse = tenants->pdata[2];

      g_assert_true (lk_tenant_is (first, "pulsar-aws-useast2", "orders"));
      g_assert_cmpstr (lk_tenant_get (first, LK_TENANT_ID), ==, "00000000-0000-4000-8000-00000000e1e1");
      g_assert_cmpstr (lk_tenant_get_web_service_url (first), ==, "https://pulsar-aws-useast2.api.streaming.example");
      g_assert_cmpstr (lk_tenant_get (first, LK_TENANT_BROKER_SERVICE_URL), ==,
                       "pulsar+ssl://pulsar-aws-useast2.streaming.example:6651");
      g_assert_cmpstr (lk_tenant_get (first, LK_TENANT_WEBSOCKET_URL), ==,
                       "wss://pulsar-aws-useast2.streaming.example:8001/ws/v2");
      g_assert_cmpstr (lk_tenant_get (first, LK_TENANT_WEBSOCKET_QUERY_PARAM_URL), ==,
                       "wss://pulsar-aws-useast2.streaming.example:8964/ws/v2");
      g_assert_cmpstr (lk_tenant_get (first, LK_TENANT_PLAN), ==, "payg");
      g_assert_cmpstr (lk_tenant_get (first, LK_TENANT_CLOUD_PROVIDER), ==, "aws");
      g_assert_cmpstr (lk_tenant_get (first, LK_TENANT_CLOUD_REGION), ==, "useast2");
      g_assert_cmpstr (lk_tenant_get (first, LK_TENANT_EMAIL), ==, "operations@acme.example");
      g_assert_null (lk_tenant_get (first, LK_TENANT_USER_METRICS_URL));
      g_assert_cmpstr (lk_tenant_get (first, LK_TENANT_ORG_ID), ==, ORG);

      g_assert_true (lk_tenant_is (second, "pulsar-gcp-uscentral1", "orders"));
      g_assert_false (lk_tenant_is_same (first, second));
      g_assert_cmpstr (lk_tenant_get (second, LK_TENANT_PLAN_CODE), ==, "1");
      g_assert_cmpstr (lk_tenant_get (second, LK_TENANT_CLOUD_PROVIDER_CODE), ==, "2");
      g_assert_cmpstr (lk_tenant_get_web_service_url (second), ==,
                       "https://pulsar-gcp-uscentral1.api.streaming.example:8443");

      g_assert_true (lk_tenant_is (sparse, "acme-dedicated", "events"));
      g_assert_null (lk_tenant_get (sparse, LK_TENANT_ID));
      g_assert_null (lk_tenant_get_web_service_url (sparse));
      g_assert_false (lk_tenant_get_loaded (sparse));

      for (guint j = 0; j < tenants->len; j++)
        for (guint k = 0; k < LK_TENANT_N_FIELDS; k++)
          g_assert_null (strstr (lk_tenant_get (tenants->pdata[j], k) != NULL ? lk_tenant_get (tenants->pdata[j], k) : "",
                                 "eyJ"));
      g_assert_cmpstr (fixture->last_path, ==, "/v2/streaming/tenants");
      g_assert_cmpstr (fixture->last_org, ==, ORG);
      g_assert_null (fixture->last_cluster);
      g_assert_cmpstr (fixture->last_authorization, ==, "Bearer AstraCS:fake:fake");
    }
}

static void
test_few_tenants (Fixture       *fixture,
                  gconstpointer  user_data)
{
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) created = NULL;
  g_autoptr (GPtrArray) nameless = NULL;
  g_autoptr (GError) error = NULL;

  answer_file (fixture, "streaming-tenants-empty.json");
  none = list_tenants (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);

  answer_file (fixture, "streaming-tenants-created.json");
  created = list_tenants (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (created->len, ==, 1);
  g_assert_null (lk_tenant_get (created->pdata[0], LK_TENANT_PULSAR_INSTANCE));
  g_assert_cmpstr (lk_tenant_get (created->pdata[0], LK_TENANT_STATUS), ==, "active");

  answer (fixture, 200, "[{\"clusterName\":\"a\",\"tenantName\":7}]");
  nameless = list_tenants (fixture, &error);
  g_assert_null (nameless);
  g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_MALFORMED);
}

static void
test_limits (Fixture       *fixture,
             gconstpointer  user_data)
{
  static const char *const names[] = { "streaming-limits.json", "streaming-limits-array.json" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autofree LkTenantLimits *limits = NULL;
      g_autoptr (GError) error = NULL;

      answer_file (fixture, names[i]);
      lk_astra_streaming_get_limits_async (fixture->streaming, fixture->tenant, NULL, lk_test_store_result_cb, &result);
      limits = lk_astra_streaming_get_limits_finish (fixture->streaming, lk_test_wait_for_result (&result), &error);
      g_assert_no_error (error);
      g_assert_cmpint (limits->namespace_limit, ==, 20);
      g_assert_cmpint (limits->topic_limit, ==, 100);
      g_assert_cmpint (limits->n_namespaces, ==, 1);
      g_assert_cmpstr (fixture->last_path, ==, "/v2/streaming/tenants/orders/limits");
      g_assert_cmpstr (fixture->last_cluster, ==, "pulsar-aws-useast2");
    }
}

static void
test_tokens (Fixture       *fixture,
             gconstpointer  user_data)
{
  static const char *const names[] = { "pulsar-tokens.json", "pulsar-tokens-strings.json",
                                       "pulsar-tokens-upper-case.json", "pulsar-tokens-wrapped.json" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GPtrArray) tokens = NULL;
      g_autoptr (GError) error = NULL;
      LkPulsarToken *token;

      answer_file (fixture, names[i]);
      tokens = list_tokens (fixture, fixture->tenant, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (tokens->len, ==, 3);

      token = tokens->pdata[0];
      g_assert_cmpstr (lk_pulsar_token_get_id (token), ==, "fa4e000001");
      g_assert_cmpstr (lk_pulsar_token_get_subject (token), ==, "client;" ORG ";b3JkZXJz;fa4e000001");
      g_assert_cmpstr (lk_pulsar_token_get_issuer (token), ==, "datastax");
      g_assert_cmpstr (lk_pulsar_token_get_tenant_name (token), ==, "orders");
      g_assert_cmpstr (lk_pulsar_token_get_cluster_name (token), ==, "pulsar-aws-useast2");
      g_assert_cmpint (g_date_time_to_unix (lk_pulsar_token_get_issued (token)), ==, 1767225600);
      g_assert_null (lk_pulsar_token_get_expiry (token));
      g_assert_false (lk_pulsar_token_get_expiry_known (token));

      token = tokens->pdata[1];
      g_assert_cmpstr (lk_pulsar_token_get_id (token), ==, "fa4e000007");
      g_assert_cmpint (g_date_time_to_unix (lk_pulsar_token_get_expiry (token)), ==, 1767916800);
      g_assert_true (lk_pulsar_token_get_expiry_known (token));

      token = tokens->pdata[2];
      g_assert_null (lk_pulsar_token_get_id (token));
      g_assert_cmpstr (lk_pulsar_token_get_subject (token), ==, "client;" ORG ";b3JkZXJz");

      g_assert_cmpstr (fixture->last_path, ==, "/v2/streaming/tenants/orders/tokens");
      g_assert_cmpstr (fixture->last_cluster, ==, "pulsar-aws-useast2");
      g_assert_cmpstr (fixture->last_org, ==, ORG);
    }
}

static void
test_odd_times (Fixture       *fixture,
                gconstpointer  user_data)
{
  static const struct
  {
    const char *value;
    gboolean    known;
    gint64      seconds;
  } cases[] = {
    { "1767916800.75", TRUE, 1767916800 },
    { "\"1767916800.75\"", TRUE, 1767916800 },
    { "-5", TRUE, -5 },
    { "0", TRUE, 0 },
    { "253402300799", TRUE, 253402300799 },
    { "253402300800", FALSE, 0 },
    { "1767916800000", FALSE, 0 },
    { "\"soon\"", FALSE, 0 },
    { "\"\"", FALSE, 0 },
    { "\"nan\"", FALSE, 0 },
    { "null", FALSE, 0 },
    { "[]", FALSE, 0 },
    { "true", FALSE, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *body = g_strdup_printf ("[{\"tokenid\":\"a\",\"exp\":%s}]", cases[i].value);
      g_autoptr (GPtrArray) tokens = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].value);
      answer (fixture, 200, body);
      tokens = list_tokens (fixture, fixture->tenant, &error);
      g_assert_no_error (error);
      g_assert_cmpint (lk_pulsar_token_get_expiry_known (tokens->pdata[0]), ==, cases[i].known);
      if (cases[i].known)
        g_assert_cmpint (g_date_time_to_unix (lk_pulsar_token_get_expiry (tokens->pdata[0])), ==, cases[i].seconds);
      else
        g_assert_null (lk_pulsar_token_get_expiry (tokens->pdata[0]));
    }
}

static void
test_fetch (Fixture       *fixture,
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

      answer (fixture, 200, good[i]);
      fixture->n_failures = i == 0 ? 2 : 0;
      value = fetch (fixture, "fa4e000007", &error);
      g_assert_no_error (error);
      g_assert_true (g_strcmp0 (secret_value_get_text (value), MADE_UP_TOKEN) == 0);
      g_assert_cmpstr (fixture->last_path, ==, "/v2/streaming/tenants/orders/tokens/fa4e000007");
      g_assert_cmpstr (fixture->last_cluster, ==, "pulsar-aws-useast2");
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (SecretValue) value = NULL;
      g_autoptr (GError) error = NULL;

      answer (fixture, 200, bad[i]);
      value = fetch (fixture, "fa4e000007", &error);
      g_assert_null (value);
      g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_MALFORMED);
    }
}

static void
test_refused (Fixture       *fixture,
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
      answer (fixture, cases[i].status, cases[i].body);
      fixture->n_requests = 0;
      value = fetch (fixture, "fa4e000007", &read_error);
      g_assert_null (value);
      g_assert_error (read_error, LK_ASTRA_ERROR, (int) cases[i].read);
      g_assert_cmpuint (fixture->n_requests, ==, cases[i].n_requests);
      g_assert_null (strstr (read_error->message, "eyJ"));
      g_assert_cmpuint (lk_astra_error_get_status (read_error), ==, cases[i].status);

      fixture->n_requests = 0;
      created = create (fixture, 30, &sent, &create_error);
      g_assert_null (created);
      g_assert_error (create_error, LK_ASTRA_ERROR, (int) cases[i].create);
      g_assert_cmpuint (fixture->n_requests, ==, 1);
      g_assert_cmpuint (lk_astra_error_get_status (create_error), ==, cases[i].status);
      g_assert_true (sent);

      deleted = delete (fixture, &delete_error);
      g_assert_cmpint (deleted, ==, cases[i].status == 404);
    }

  {
    g_autoptr (SecretValue) value = NULL;
    g_autoptr (GError) error = NULL;

    answer (fixture, 403, "{\"reason\":\"no right to do this\"}");
    value = fetch (fixture, "fa4e000007", &error);
    g_assert_null (value);
    g_assert_nonnull (strstr (error->message, "no right to do this"));
  }
}

static void
test_create (Fixture       *fixture,
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
      gboolean sent = FALSE;

      answer (fixture, 201, "{\"id\":\"fa4e000007\",\"rolename\":\"admin\",\"token\":\"" MADE_UP_TOKEN "\"}");
      created = create (fixture, cases[i].days, &sent, &error);
      g_assert_no_error (error);
      g_assert_true (sent);
      g_assert_cmpstr (created->id, ==, "fa4e000007");
      g_assert_true (g_strcmp0 (secret_value_get_text (created->token), MADE_UP_TOKEN) == 0);
      g_assert_cmpstr (fixture->last_method, ==, "POST");
      g_assert_cmpstr (fixture->last_path, ==, "/v3/streaming/tenants/orders/tokens");
      g_assert_cmpstr (fixture->last_body, ==, cases[i].body);
      g_assert_cmpstr (fixture->last_cluster, ==, "pulsar-aws-useast2");
      g_assert_cmpstr (fixture->last_org, ==, ORG);
    }
}

static void
test_create_endless (Fixture       *fixture,
                     gconstpointer  user_data)
{
  static const struct
  {
    const char *answer;
    const char *id;
  } cases[] = {
    { MADE_UP_TOKEN, NULL },
    { "{\"id\":\"fa4e000001\",\"subject\":\"client;" ORG ";b3JkZXJz;fa4e000001\",\"token\":\"" MADE_UP_TOKEN "\"}",
      "fa4e000001" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LkPulsarAnswer) created = NULL;
      g_autoptr (GError) error = NULL;

      answer (fixture, 201, cases[i].answer);
      created = create_endless (fixture, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (created->id, ==, cases[i].id);
      g_assert_true (g_strcmp0 (secret_value_get_text (created->token), MADE_UP_TOKEN) == 0);
      g_assert_cmpstr (fixture->last_method, ==, "POST");
      g_assert_cmpstr (fixture->last_path, ==, "/v2/streaming/tenants/orders/tokens");
      g_assert_cmpstr (fixture->last_body, ==, "");
    }
}

static void
test_delete (Fixture       *fixture,
             gconstpointer  user_data)
{
  static const guint statuses[] = { 200, 202, 204, 404 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean deleted;

      answer (fixture, statuses[i], "");
      deleted = delete (fixture, &error);
      g_assert_no_error (error);
      g_assert_true (deleted);
      g_assert_cmpstr (fixture->last_method, ==, "DELETE");
      g_assert_cmpstr (fixture->last_path, ==, "/v2/streaming/tenants/orders/tokens/fa4e000007");
      g_assert_cmpstr (fixture->last_cluster, ==, "pulsar-aws-useast2");
    }
}

static void
test_odd_names (Fixture       *fixture,
                gconstpointer  user_data)
{
  static const struct
  {
    const char *cluster;
    const char *name;
    const char *path; /* NULL: never asked for */
  } cases[] = {
    { "c", "a/b c?d#e", "/v2/streaming/tenants/a%2Fb%20c%3Fd%23e/tokens" },
    { "c", "..", NULL },
    { "c", ".", NULL },
    { "c\r\nX: y", "a", NULL },
    { "c d", "a", NULL },
    { "c\303\244", "a", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LkTenant) tenant = make_tenant (cases[i].cluster, cases[i].name);
      g_autoptr (GPtrArray) tokens = NULL;
      g_autoptr (GError) error = NULL;

      fixture->n_requests = 0;
      tokens = list_tokens (fixture, tenant, &error);
      if (cases[i].path != NULL)
        {
          g_assert_no_error (error);
          g_assert_cmpstr (fixture->last_path, ==, cases[i].path);
        }
      else
        {
          g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_MALFORMED);
          g_assert_cmpuint (fixture->n_requests, ==, 0);
        }
    }
}

static void
count_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  guint *n = user_data;

  (*n)++;
}

static void
answer_held (Fixture *fixture)
{
  while (fixture->held->len > 0)
    {
      g_autoptr (SoupServerMessage) message = g_ptr_array_steal_index (fixture->held, 0);

      soup_server_message_set_status (message, 404, NULL);
      soup_server_message_unpause (message);
    }
}

/* Two accounts and both kinds of calls, all to one host. */
static void
test_at_once (Fixture       *fixture,
              gconstpointer  user_data)
{
  const guint n_each = 10;
  g_autoptr (LkSessionPool) pool = lk_session_pool_new ();
  g_autoptr (SecretValue) token = secret_value_new ("AstraCS:fake:fake", -1, "text/plain");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  LkAstraClient *clients[2];
  LkAstraStreaming *streaming[2];
  guint n_done = 0;
  guint n_seen = 0;

  fixture->hold = TRUE;
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;

      clients[i] = lk_astra_client_new_in_pool (fixture->url, token, pool, &error);
      g_assert_no_error (error);
      streaming[i] = lk_astra_streaming_new (clients[i], fixture->url, ORG, &error);
      g_assert_no_error (error);
      for (guint j = 0; j < n_each; j++)
        {
          lk_astra_client_list_tokens_async (clients[i], cancellable, count_cb, &n_done);
          lk_astra_streaming_list_tokens_async (streaming[i], fixture->tenant, cancellable, count_cb, &n_done);
        }
    }

  while (n_seen < 4 * n_each)
    {
      lk_test_wait_until (fixture->held->len == MIN (MAX_AT_ONCE, 4 * n_each - n_seen));
      /* Whoever else is on the way would be here before the answer to this one. */
      for (guint i = 0; i < 50; i++)
        g_main_context_iteration (NULL, FALSE);
      g_assert_cmpuint (fixture->held->len, <=, MAX_AT_ONCE);
      n_seen += fixture->held->len;
      answer_held (fixture);
    }
  lk_test_wait_until (n_done == 4 * n_each);

  for (guint i = 0; i < 2; i++)
    {
      g_object_unref (streaming[i]);
      g_object_unref (clients[i]);
    }
}

#define add(name, function) \
  g_test_add ("/streaming/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_test_init (&argc, &argv, NULL);

  add ("tenants", test_tenants);
  add ("few-tenants", test_few_tenants);
  add ("limits", test_limits);
  add ("tokens", test_tokens);
  add ("odd-times", test_odd_times);
  add ("fetch", test_fetch);
  add ("refused", test_refused);
  add ("create", test_create);
  add ("create-endless", test_create_endless);
  add ("delete", test_delete);
  add ("odd-names", test_odd_names);
  add ("at-once", test_at_once);

  return g_test_run ();
}
