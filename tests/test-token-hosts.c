/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where each kind of token goes: three services record what comes to them. */

#include "lk-pulsar-admin.h"
#include "lk-streaming-ask.h"
#include "lk-streaming-names.h"
#include "lk-test-recorder.h"
#include "lk-test-streaming.h"
#include "lk-test-tasks.h"
#include "lk-work-error.h"

#include <string.h>

#define ORG "00000000-0000-4000-8000-00000000e0a1"
#define ASTRA_TOKEN "AstraCS:AbcdefghijklmnopqrstuvwX:0000000000000000000000000000000000000000000000000000000000000000"
#define OLD_ID "fa4e000001"
#define NEW_ID "fa4e000002"

typedef struct
{
  char           *folder;
  LkTestRecorder  api;
  LkTestRecorder  streaming;
  LkTestRecorder  cluster;
  gboolean        usage_refused;
  gboolean        partitions_refused;
  gboolean        stalled; /* no answer comes to a task */
  gboolean        created;
  gboolean        deleted;
  LkKeyring      *keyring;
  LkState        *state;
  LkOffice       *office;
  LkAccount      *account;
} Fixture;

static char *
make_jwt (const char *id)
{
  g_autofree char *claims = g_strdup_printf ("{\"iat\":1767225600,\"iss\":\"datastax\",\"tokenid\":\"%s\"}", id);
  g_autofree char *payload = g_base64_encode ((const guchar *) claims, strlen (claims));

  payload[strcspn (payload, "=")] = '\0';

  return g_strconcat ("eyJhbGciOiJSUzI1NiJ9.", payload, "." LK_TEST_FAKE_SIGNATURE, NULL);
}

static void
answer (SoupServerMessage *message,
        guint              status,
        const char        *text)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, text, strlen (text));
}

static void
api_cb (SoupServer        *server,
        SoupServerMessage *message,
        const char        *path,
        GHashTable        *query,
        gpointer           user_data)
{
  Fixture *fixture = user_data;

  if (g_str_equal (path, "/v2/currentOrg"))
    answer (message, 200, "{\"id\":\"" ORG "\"}");
  else if (g_str_equal (path, "/v2/organizations/users"))
    answer (message, 200, "{\"orgName\":\"Acme\"}");
  else if (g_str_equal (path, "/v2/organizations/roles"))
    answer (message, 200, "[]");
  else if (g_str_equal (path, "/v2/clientIdSecrets"))
    answer (message, 200, "{\"clients\":[]}");
  else if (fixture->stalled && g_str_equal (path, "/v2/databases"))
    soup_server_message_pause (message);
  else if (fixture->stalled && g_str_equal (path, "/v2/stats/namespaces/orders"))
    soup_server_message_pause (message);
  else if (g_str_equal (path, "/v2/stats/namespaces/orders"))
    answer (message, fixture->usage_refused ? 403 : 200, "{\"orders/default\":{}}");
  else if (g_str_equal (path, "/v2/databases"))
    answer (message, 200, "[]");
  else
    answer (message, 404, "");
}

static void
streaming_cb (SoupServer        *server,
              SoupServerMessage *message,
              const char        *path,
              GHashTable        *query,
              gpointer           user_data)
{
  Fixture *fixture = user_data;
  gboolean post = g_str_equal (soup_server_message_get_method (message), SOUP_METHOD_POST);
  g_autofree char *old = make_jwt (OLD_ID);
  g_autofree char *new = make_jwt (NEW_ID);
  g_autofree char *text = NULL;

  if (g_str_equal (path, "/v2/streaming/tenants"))
    {
      text = g_strdup_printf ("[{\"tenantName\":\"orders\",\"clusterName\":\"c\",\"webServiceUrl\":\"%s\","
                              "\"pulsarToken\":\"%s\"}]",
                              fixture->cluster.url, old);
      answer (message, 200, text);
    }
  else if (g_str_equal (path, "/v2/streaming/tenants/orders/tokens"))
    {
      text = g_strdup_printf ("[%s%s%s]", fixture->deleted ? "" : "{\"tokenid\":\"" OLD_ID "\"}",
                              fixture->created && !fixture->deleted ? "," : "",
                              fixture->created ? "{\"tokenid\":\"" NEW_ID "\"}" : "");
      answer (message, 200, text);
    }
  else if (g_str_equal (path, "/v2/streaming/clusters"))
    {
      answer (message, 200, "[]");
    }
  else if (post)
    {
      fixture->created = TRUE;
      text = g_strdup_printf ("{\"id\":\"" NEW_ID "\",\"token\":\"%s\"}", new);
      answer (message, 201, text);
    }
  else if (g_str_equal (soup_server_message_get_method (message), SOUP_METHOD_DELETE))
    {
      fixture->deleted = TRUE;
      answer (message, 200, "");
    }
  else
    {
      answer (message, 200, g_str_has_suffix (path, OLD_ID) ? old : new);
    }
}

static void
cluster_cb (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  Fixture *fixture = user_data;

  if (fixture->stalled)
    soup_server_message_pause (message);
  else if (g_str_equal (path, "/admin/v2/namespaces/orders"))
    answer (message, 200, "[\"orders/default\"]");
  else if (g_str_equal (path, "/admin/v2/persistent/orders/default"))
    answer (message, 200, "[\"persistent://orders/default/parted-partition-0\",\"persistent://orders/default/whole\","
                          "\"persistent://orders/default/parted-partition-1\",\"persistent://orders/default/a-partition-0\"]");
  else if (g_str_equal (path, "/admin/v2/persistent/orders/default/partitioned") && !fixture->partitions_refused)
    answer (message, 200, "[\"persistent://orders/default/parted\",\"persistent://orders/default/empty\"]");
  else if (g_str_equal (path, "/admin/v2/stats/namespaces/orders")
           || g_str_equal (path, "/admin/v2/persistent/orders/default/parted/partitioned-stats"))
    answer (message, 200, "{}");
  else if (g_str_has_prefix (path, "/admin/v2/persistent/orders/default/"))
    answer (message, 404, "");
  else
    answer (message, 401, "{\"reason\":\"unauthorized\"}");
}

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  g_autoptr (SecretValue) token = secret_value_new (ASTRA_TOKEN, -1, "text/plain");
  g_autoptr (GAsyncResult) added = NULL;
  g_autoptr (GError) error = NULL;
  LkSignIn sign_in = { NULL };

  lk_test_recorder_begin (&fixture->api, api_cb, fixture);
  lk_test_recorder_begin (&fixture->streaming, streaming_cb, fixture);
  lk_test_recorder_begin (&fixture->cluster, cluster_cb, fixture);
  fixture->folder = lk_test_make_folder ();
  fixture->keyring = lk_keyring_new (LK_KEYRING_APPLICATION, "default");
  fixture->state = lk_test_open_state (fixture->folder);
  fixture->office = lk_office_new (fixture->keyring, fixture->state);
  sign_in.api_url = fixture->api.url;
  sign_in.streaming_url = fixture->streaming.url;
  lk_office_add_account_async (fixture->office, token, &sign_in, NULL, lk_test_store_result_cb, &added);
  fixture->account = lk_office_add_account_finish (fixture->office, lk_test_wait_for_result (&added), &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_autoptr (GHashTable) everything = lk_secret_attributes_new ("application", LK_KEYRING_APPLICATION, NULL);
  g_autoptr (GAsyncResult) result = NULL;

  lk_keyring_remove_async (fixture->keyring, everything, NULL, lk_test_store_result_cb, &result);
  g_assert_true (lk_keyring_remove_finish (fixture->keyring, lk_test_wait_for_result (&result), NULL));
  g_clear_object (&fixture->account);
  g_clear_object (&fixture->office);
  g_clear_object (&fixture->state);
  g_clear_object (&fixture->keyring);
  lk_test_recorder_end (&fixture->api);
  lk_test_recorder_end (&fixture->streaming);
  lk_test_recorder_end (&fixture->cluster);
  lk_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

/* Somebody says yes to the host of a tenant. */
static void
confirm (LkStreaming *streaming,
         LkTenant    *tenant)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  lk_streaming_confirm_host_async (streaming, tenant, NULL, lk_test_store_result_cb, &result);
  lk_streaming_confirm_host_finish (streaming, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
}

static GBytes *
ask (LkStreaming    *streaming,
     LkPulsarToken  *token,
     const char     *path,
     GError        **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_streaming_ask_async (streaming, token, path, NULL, lk_test_store_result_cb, &result);

  return lk_streaming_ask_finish (streaming, lk_test_wait_for_result (&result), error);
}

static GBytes *
get_usage (LkStreaming  *streaming,
           gboolean      confirmed,
           char        **origin)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GBytes *usage;

  lk_streaming_get_usage_async (streaming, lk_streaming_find_tenant (streaming, "c", "orders"), confirmed, NULL,
                                lk_test_store_result_cb, &result);
  usage = lk_streaming_get_usage_finish (streaming, lk_test_wait_for_result (&result), origin, &error);
  g_assert_no_error (error);

  return usage;
}

/* A yes is asked for once, not in every run. */
static void
assert_remembered (Fixture *fixture)
{
  g_autoptr (LkStreaming) streaming = lk_streaming_new (fixture->office, fixture->account);
  g_autoptr (GAsyncResult) restored = NULL;
  g_autofree char *origin = NULL;
  g_autoptr (GError) error = NULL;
  LkPulsarHost host;

  lk_streaming_restore_async (streaming, NULL, lk_test_store_result_cb, &restored);
  lk_streaming_restore_finish (streaming, lk_test_wait_for_result (&restored), &error);
  g_assert_no_error (error);
  origin = lk_streaming_check_host (streaming, lk_streaming_find_tenant (streaming, "c", "orders"), &host, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (origin, ==, fixture->cluster.url);
  g_assert_cmpint (host, ==, LK_PULSAR_HOST_KNOWN);
}

static void
use_all (Fixture *fixture)
{
  const LkPulsarWish wish = { .days = 30, .store = TRUE };
  g_autoptr (LkInventory) inventory = lk_inventory_new (fixture->office, fixture->account);
  g_autoptr (LkStreaming) streaming = lk_streaming_new (fixture->office, fixture->account);
  g_autofree char *path = lk_pulsar_admin_make_path ("/admin/v2/namespaces", "orders", NULL);
  g_autofree char *wrong_path = lk_pulsar_admin_make_path ("/admin/v2/persistent", "orders", "de fault", NULL);
  g_autofree char *origin = NULL;
  g_autoptr (LkPulsarToken) created = NULL;
  g_autoptr (GBytes) refused = NULL;
  g_autoptr (GBytes) names_answer = NULL;
  g_autoptr (GBytes) no_answer = NULL;
  g_autoptr (GBytes) usage = NULL;
  g_autoptr (GBytes) same_usage = NULL;
  g_auto (GStrv) names = NULL;
  g_autoptr (GAsyncResult) creation = NULL;
  g_autoptr (GAsyncResult) deletion = NULL;
  g_autoptr (GError) store_error = NULL;
  g_autoptr (GError) error = NULL;
  LkPulsarToken *old;

  lk_test_load (inventory, &error);
  g_assert_no_error (error);
  lk_test_streaming_load (streaming, &error);
  g_assert_no_error (error);
  old = lk_tenant_find_token (lk_streaming_find_tenant (streaming, "c", "orders"), OLD_ID);
  g_assert_nonnull (old);

  lk_streaming_create_async (streaming, lk_streaming_find_tenant (streaming, "c", "orders"), &wish, NULL,
                             lk_test_store_result_cb, &creation);
  created = lk_streaming_create_finish (streaming, lk_test_wait_for_result (&creation), &store_error, &error);
  g_assert_no_error (error);
  g_assert_no_error (store_error);

  /* Not before somebody said yes; and then what came with the question. */
  refused = ask (streaming, old, path, &error);
  g_assert_null (refused);
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_UNKNOWN_HOST);
  g_assert_cmpuint (fixture->cluster.bearers->len, ==, 0);
  g_clear_error (&error);
  confirm (streaming, lk_streaming_find_tenant (streaming, "c", "orders"));
  assert_remembered (fixture);
  names_answer = ask (streaming, old, path, &error);
  g_assert_no_error (error);
  names = lk_pulsar_admin_read_names (names_answer, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (names), ==, 1);
  g_assert_cmpstr (names[0], ==, "orders/default");
  no_answer = ask (streaming, created, wrong_path, &error);
  g_assert_null (no_answer);
  g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_UNAUTHORIZED);
  g_assert_nonnull (strstr (error->message, "not valid any more"));
  g_clear_error (&error);

  /* The application token does not go to a host that is nobody's, whoever says yes. */
  usage = get_usage (streaming, FALSE, &origin);
  g_assert_cmpstr (origin, ==, fixture->api.url);
  same_usage = get_usage (streaming, TRUE, NULL);
  g_assert_true (g_bytes_equal (usage, same_usage));

  lk_streaming_delete_async (streaming, old, NULL, lk_test_store_result_cb, &deletion);
  lk_streaming_delete_finish (streaming, lk_test_wait_for_result (&deletion), &error);
  g_assert_no_error (error);
}

static void
assert_bearers (LkTestRecorder *recorder,
                const char     *token)
{
  g_autofree char *bearer = g_strconcat ("Bearer ", token, NULL);

  for (guint i = 0; i < recorder->bearers->len; i++)
    g_assert_true (g_str_equal (recorder->bearers->pdata[i], bearer));
  g_assert_null (strstr (recorder->seen->str, "eyJ"));
  g_assert_null (strstr (recorder->seen->str, "AstraCS"));
}

static void
test_all (Fixture       *fixture,
          gconstpointer  user_data)
{
  g_autofree char *old = make_jwt (OLD_ID);
  g_autofree char *new = make_jwt (NEW_ID);
  g_autofree char *old_bearer = g_strconcat ("Bearer ", old, NULL);
  g_autofree char *new_bearer = g_strconcat ("Bearer ", new, NULL);

  use_all (fixture);

  g_assert_cmpuint (fixture->api.bearers->len, >, 0);
  assert_bearers (&fixture->api, ASTRA_TOKEN);
  g_assert_cmpuint (fixture->streaming.bearers->len, >, 0);
  assert_bearers (&fixture->streaming, ASTRA_TOKEN);
  g_assert_null (strstr (fixture->api.seen->str, "/streaming/"));
  g_assert_null (strstr (fixture->streaming.seen->str, "clientIdSecrets"));

  g_assert_cmpuint (fixture->cluster.bearers->len, ==, 2);
  g_assert_true (g_str_equal (fixture->cluster.bearers->pdata[0], old_bearer));
  g_assert_true (g_str_equal (fixture->cluster.bearers->pdata[1], new_bearer));
  g_assert_null (strstr (fixture->cluster.seen->str, "AstraCS"));
  g_assert_null (strstr (fixture->cluster.seen->str, "eyJ"));
  g_assert_nonnull (strstr (fixture->cluster.seen->str, "/admin/v2/persistent/orders/de%20fault"));
}

/* Who answered a task (transfer full), or NULL with an error. */
static char *
run_task (LkStreaming             *streaming,
          const char              *id,
          const LkTokenTaskPlace  *place,
          GError                 **error)
{
  g_autoptr (LkTokenTaskAnswer) told = lk_test_run_task (streaming, id, place, error);

  return told != NULL ? g_strdup (lk_token_task_answer_get_origin (told)) : NULL;
}

static void
assert_answers (LkStreaming             *streaming,
                const char              *id,
                const LkTokenTaskPlace  *place,
                const char              *wanted)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *origin = run_task (streaming, id, place, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (origin, ==, wanted);
}

static void
assert_topics (LkStreaming   *streaming,
               LkPulsarToken *token,
               const char    *wanted)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = NULL;
  g_autofree char *joined = NULL;

  lk_streaming_list_names_async (streaming, token, LK_STREAMING_TOPICS, "default", NULL, lk_test_store_result_cb, &result);
  names = lk_streaming_list_names_finish (streaming, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
  joined = g_strjoinv (" ", names);
  g_assert_cmpstr (joined, ==, wanted);
}

/* A topic with partitions is one topic to choose. */
static void
test_partitions (Fixture       *fixture,
                 gconstpointer  user_data)
{
  g_autoptr (LkStreaming) streaming = lk_streaming_new (fixture->office, fixture->account);
  g_autoptr (GError) error = NULL;
  LkPulsarToken *token;
  LkTenant *tenant;

  lk_test_streaming_load (streaming, &error);
  g_assert_no_error (error);
  tenant = lk_streaming_find_tenant (streaming, "c", "orders");
  token = lk_tenant_find_token (tenant, OLD_ID);
  confirm (streaming, tenant);

  assert_topics (streaming, token, "a-partition-0 empty parted whole");
  fixture->partitions_refused = TRUE;
  assert_topics (streaming, token, "a-partition-0 parted-partition-0 parted-partition-1 whole");
}

/* At once, and while no answer comes. */
static void
test_cancel (Fixture       *fixture,
             gconstpointer  user_data)
{
  static const char *const ids[] = { "monthly-usage", "billing-report", "topic-health" };
  LkStreaming *streaming = lk_streaming_new (fixture->office, fixture->account);
  LkTokenTaskPlace place = { .namespace_name = "default", .topic = "whole" };

  g_assert_true (lk_test_streaming_load (streaming, NULL));
  place.tenant = lk_streaming_find_tenant (streaming, "c", "orders");
  place.token = lk_tenant_find_token (place.tenant, OLD_ID);
  confirm (streaming, place.tenant);
  fixture->stalled = TRUE;

  for (guint i = 0; i < 2 * G_N_ELEMENTS (ids); i++)
    {
      const gboolean in_flight = i >= G_N_ELEMENTS (ids);
      g_autoptr (LkTokenTask) task = lk_test_find_task (ids[i % G_N_ELEMENTS (ids)]);
      GPtrArray *bearers = i % G_N_ELEMENTS (ids) == 2 ? fixture->cluster.bearers : fixture->api.bearers;
      const guint before = bearers->len;
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (LkTokenTaskAnswer) told = NULL;
      g_autoptr (GError) error = NULL;

      if (!in_flight)
        g_cancellable_cancel (cancellable);
      lk_token_task_run_async (task, streaming, &place, cancellable, lk_test_store_result_cb, &result);
      if (in_flight)
        lk_test_wait_until (bearers->len > before);
      g_cancellable_cancel (cancellable);
      told = lk_token_task_run_finish (task, lk_test_wait_for_result (&result), &error);
      g_assert_null (told);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpuint (bearers->len, ==, before + (in_flight ? 1 : 0));
    }
  /* And nothing is left that holds on to it, once what was listed is written down. */
  g_object_add_weak_pointer (G_OBJECT (streaming), (gpointer *) &streaming);
  g_object_unref (streaming);
  lk_test_wait_until (streaming == NULL);
}

/* The tasks of “Which Token?”. The usage of a tenant has three places, and each is asked only with what it may be told. */
static void
test_tasks (Fixture       *fixture,
            gconstpointer  user_data)
{
  g_autoptr (LkStreaming) streaming = lk_streaming_new (fixture->office, fixture->account);
  g_autofree char *jwt = make_jwt (OLD_ID);
  g_autofree char *unknown = NULL;
  g_autofree char *refused = NULL;
  g_autofree char *refused_too = NULL;
  g_autofree char *missing = NULL;
  g_autofree char *twice_missing = NULL;
  g_autoptr (GError) error = NULL;
  LkTokenTaskPlace place = { .namespace_name = "default", .topic = "parted", .confirmed = TRUE };

  lk_test_streaming_load (streaming, &error);
  g_assert_no_error (error);
  place.tenant = lk_streaming_find_tenant (streaming, "c", "orders");

  assert_answers (streaming, "monthly-usage", &place, fixture->api.url);
  assert_answers (streaming, "list-clusters", &place, fixture->streaming.url);
  assert_answers (streaming, "billing-report", &place, fixture->api.url);
  missing = run_task (streaming, "list-namespaces", &place, &error);
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_INVALID);
  g_clear_error (&error);
  fixture->usage_refused = TRUE;
  refused = run_task (streaming, "billing-report", &place, &error);
  g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_FORBIDDEN);
  g_clear_error (&error);

  /* A host that nobody said yes to. */
  place.token = lk_tenant_find_token (place.tenant, OLD_ID);
  refused_too = run_task (streaming, "billing-report", &place, &error);
  g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_FORBIDDEN);
  g_clear_error (&error);
  unknown = run_task (streaming, "list-namespaces", &place, &error);
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_UNKNOWN_HOST);
  g_clear_error (&error);
  g_assert_cmpuint (fixture->cluster.bearers->len, ==, 0);

  confirm (streaming, place.tenant);
  assert_answers (streaming, "list-namespaces", &place, fixture->cluster.url);
  g_assert_null (strstr (fixture->cluster.seen->str, ORG));
  assert_answers (streaming, "billing-report", &place, fixture->cluster.url);
  g_assert_nonnull (strstr (fixture->cluster.seen->str, ORG));
  assert_answers (streaming, "topic-health", &place, fixture->cluster.url);
  place.topic = "nowhere";
  twice_missing = run_task (streaming, "topic-health", &place, &error);
  g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_NOT_FOUND);

  g_assert_cmpuint (fixture->cluster.bearers->len, ==, 6);
  assert_bearers (&fixture->cluster, jwt);
  assert_bearers (&fixture->api, ASTRA_TOKEN);
  assert_bearers (&fixture->streaming, ASTRA_TOKEN);
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/token-hosts/all", Fixture, NULL, set_up, test_all, tear_down);
  g_test_add ("/token-hosts/partitions", Fixture, NULL, set_up, test_partitions, tear_down);
  g_test_add ("/token-hosts/cancel", Fixture, NULL, set_up, test_cancel, tear_down);
  g_test_add ("/token-hosts/tasks", Fixture, NULL, set_up, test_tasks, tear_down);

  return g_test_run ();
}
