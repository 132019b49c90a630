/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the streaming client makes of lists, against bodies as the API's documents show them. */

#include "lk-session-pool.h"
#include "lk-test-api.h"

#include <string.h>

#define MAX_AT_ONCE 8

static GPtrArray *
list_tenants (LkTestApi  *fixture,
              GError    **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_astra_streaming_list_tenants_async (fixture->streaming, NULL, lk_test_store_result_cb, &result);

  return lk_astra_streaming_list_tenants_finish (fixture->streaming, lk_test_wait_for_result (&result), error);
}

static GPtrArray *
list_tokens (LkTestApi  *fixture,
             LkTenant   *tenant,
             GError    **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_astra_streaming_list_tokens_async (fixture->streaming, tenant, NULL, lk_test_store_result_cb, &result);

  return lk_astra_streaming_list_tokens_finish (fixture->streaming, lk_test_wait_for_result (&result), error);
}

static void
test_tenants (LkTestApi     *fixture,
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

      lk_test_api_answer_file (fixture, names[i]);
      tenants = list_tenants (fixture, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (tenants->len, ==, 3);
      first = tenants->pdata[0];
      second = tenants->pdata[1];
      sparse = tenants->pdata[2];

      g_assert_true (lk_tenant_is (first, LK_TEST_API_CLUSTER, "orders"));
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
      g_assert_cmpstr (lk_tenant_get (first, LK_TENANT_ORG_ID), ==, LK_TEST_API_ORG);

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
      g_assert_cmpstr (lk_test_recorder_get_path (&fixture->recorder), ==, "/v2/streaming/tenants");
      g_assert_cmpstr (lk_test_api_get_org (fixture), ==, LK_TEST_API_ORG);
      g_assert_null (lk_test_api_get_cluster (fixture));
      g_assert_cmpstr (lk_test_recorder_get_header (&fixture->recorder, "Authorization"), ==, "Bearer AstraCS:fake:fake");
    }
}

static void
test_few_tenants (LkTestApi     *fixture,
                  gconstpointer  user_data)
{
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) created = NULL;
  g_autoptr (GPtrArray) nameless = NULL;
  g_autoptr (GError) error = NULL;

  lk_test_api_answer_file (fixture, "streaming-tenants-empty.json");
  none = list_tenants (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);

  lk_test_api_answer_file (fixture, "streaming-tenants-created.json");
  created = list_tenants (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (created->len, ==, 1);
  g_assert_null (lk_tenant_get (created->pdata[0], LK_TENANT_PULSAR_INSTANCE));
  g_assert_cmpstr (lk_tenant_get (created->pdata[0], LK_TENANT_STATUS), ==, "active");

  lk_test_api_answer (fixture, 200, "[{\"clusterName\":\"a\",\"tenantName\":7}]");
  nameless = list_tenants (fixture, &error);
  g_assert_null (nameless);
  g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_MALFORMED);
}

static void
test_limits (LkTestApi     *fixture,
             gconstpointer  user_data)
{
  static const char *const names[] = { "streaming-limits.json", "streaming-limits-array.json" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autofree LkTenantLimits *limits = NULL;
      g_autoptr (GError) error = NULL;

      lk_test_api_answer_file (fixture, names[i]);
      lk_astra_streaming_get_limits_async (fixture->streaming, fixture->tenant, NULL, lk_test_store_result_cb, &result);
      limits = lk_astra_streaming_get_limits_finish (fixture->streaming, lk_test_wait_for_result (&result), &error);
      g_assert_no_error (error);
      g_assert_cmpint (limits->namespace_limit, ==, 20);
      g_assert_cmpint (limits->topic_limit, ==, 100);
      g_assert_cmpint (limits->n_namespaces, ==, 1);
      g_assert_cmpstr (lk_test_recorder_get_path (&fixture->recorder), ==, "/v2/streaming/tenants/orders/limits");
      g_assert_cmpstr (lk_test_api_get_cluster (fixture), ==, LK_TEST_API_CLUSTER);
    }
}

static void
test_tokens (LkTestApi     *fixture,
             gconstpointer  user_data)
{
  static const char *const names[] = { "pulsar-tokens.json", "pulsar-tokens-strings.json",
                                       "pulsar-tokens-upper-case.json", "pulsar-tokens-wrapped.json" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GPtrArray) tokens = NULL;
      g_autoptr (GError) error = NULL;
      LkPulsarToken *token;

      lk_test_api_answer_file (fixture, names[i]);
      tokens = list_tokens (fixture, fixture->tenant, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (tokens->len, ==, 3);

      token = tokens->pdata[0];
      g_assert_cmpstr (lk_pulsar_token_get_id (token), ==, "fa4e000001");
      g_assert_cmpstr (lk_pulsar_token_get_subject (token), ==, "client;" LK_TEST_API_ORG ";b3JkZXJz;fa4e000001");
      g_assert_cmpstr (lk_pulsar_token_get_issuer (token), ==, "datastax");
      g_assert_cmpstr (lk_pulsar_token_get_tenant_name (token), ==, "orders");
      g_assert_cmpstr (lk_pulsar_token_get_cluster_name (token), ==, LK_TEST_API_CLUSTER);
      g_assert_cmpint (g_date_time_to_unix (lk_pulsar_token_get_issued (token)), ==, 1767225600);
      g_assert_null (lk_pulsar_token_get_expiry (token));
      g_assert_false (lk_pulsar_token_get_expiry_known (token));

      token = tokens->pdata[1];
      g_assert_cmpstr (lk_pulsar_token_get_id (token), ==, "fa4e000007");
      g_assert_cmpint (g_date_time_to_unix (lk_pulsar_token_get_expiry (token)), ==, 1767916800);
      g_assert_true (lk_pulsar_token_get_expiry_known (token));

      token = tokens->pdata[2];
      g_assert_null (lk_pulsar_token_get_id (token));
      g_assert_cmpstr (lk_pulsar_token_get_subject (token), ==, "client;" LK_TEST_API_ORG ";b3JkZXJz");

      g_assert_cmpstr (lk_test_recorder_get_path (&fixture->recorder), ==, "/v2/streaming/tenants/orders/tokens");
      g_assert_cmpstr (lk_test_api_get_cluster (fixture), ==, LK_TEST_API_CLUSTER);
      g_assert_cmpstr (lk_test_api_get_org (fixture), ==, LK_TEST_API_ORG);
    }
}

static void
test_odd_times (LkTestApi     *fixture,
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
      lk_test_api_answer (fixture, 200, body);
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
test_odd_names (LkTestApi     *fixture,
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
      g_autoptr (LkTenant) tenant = lk_test_api_make_tenant (cases[i].cluster, cases[i].name);
      g_autoptr (GPtrArray) tokens = NULL;
      g_autoptr (GError) error = NULL;

      fixture->recorder.n_requests = 0;
      tokens = list_tokens (fixture, tenant, &error);
      if (cases[i].path != NULL)
        {
          g_assert_no_error (error);
          g_assert_cmpstr (lk_test_recorder_get_path (&fixture->recorder), ==, cases[i].path);
        }
      else
        {
          g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_MALFORMED);
          g_assert_cmpuint (fixture->recorder.n_requests, ==, 0);
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
answer_held (LkTestApi *fixture)
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
test_at_once (LkTestApi     *fixture,
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

      clients[i] = lk_astra_client_new_in_pool (fixture->recorder.url, token, pool, &error);
      g_assert_no_error (error);
      streaming[i] = lk_astra_streaming_new (clients[i], fixture->recorder.url, LK_TEST_API_ORG, &error);
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

#define add(name, function) LK_TEST_API_ADD ("/streaming/" name, function)

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
  add ("odd-names", test_odd_names);
  add ("at-once", test_at_once);

  return g_test_run ();
}
