/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is told of the answers that the documents show, in each spelling that is about; they are in data/. */

#include "lk-astra-usage.h"
#include "lk-figures.h"
#include "lk-pulsar-admin.h"
#include "lk-redact.h"
#include "lk-test.h"
#include "lk-test-server.h"

#include <string.h>

#define ORG "00000000-0000-4000-8000-00000000e0a1"
#define N_MUTATIONS 4000

#define TOPIC \
  "Messages in: 12045 messages\n" \
  "Bytes in: 3.4 MB\n" \
  "Rate in: 2.5 messages per second\n" \
  "Throughput in: 640 bytes per second\n" \
  "Messages out: 10841 messages\n" \
  "Bytes out: 2.8 MB\n" \
  "Rate out: 0.25 messages per second\n" \
  "Throughput out: 64 bytes per second\n" \
  "Average message: 256 bytes\n" \
  "Stored data: 3.4 MB\n" \
  "Backlog: 308.2 kB\n" \
  "Producers: 1\n" \
  "Subscriptions: 2\n" \
  "[Subscription billing] Backlog: 1 message\n" \
  "[Subscription billing] Consumers: 1\n" \
  "[Subscription billing] Rate out: 0.25 messages per second\n" \
  "[Subscription billing] Not acknowledged: 1 message\n" \
  "[Subscription billing] Type: Shared\n" \
  "[Subscription warehouse] Backlog: 1204 messages (!)\n" \
  "[Subscription warehouse] Consumers: 0 (!)\n" \
  "[Subscription warehouse] Rate out: 0 messages per second\n" \
  "[Subscription warehouse] Not acknowledged: 0 messages\n" \
  "[Subscription warehouse] Type: Exclusive\n"

#define SINK_INSTANCE(number, read, written) \
  "[Instance " number "] State: Running\n" \
  "[Instance " number "] Restarts: 0\n" \
  "[Instance " number "] Read from Pulsar: " read " messages\n" \
  "[Instance " number "] Written to the sink: " written " messages\n" \
  "[Instance " number "] Failures of the sink: 0\n" \
  "[Instance " number "] Failures of the system: 0\n" \
  "[Instance " number "] Last message: 4 March 2026, 05:06 UTC\n" \
  "[Instance " number "] Worker: worker-" number "\n"

#define SINK \
  "Running: 2 of 3 instances (!)\n" \
  SINK_INSTANCE ("0", "1180", "1179") \
  SINK_INSTANCE ("1", "1179", "1178") \
  "[Instance 2] State: Not running (!)\n" \
  "[Instance 2] Error: the table is gone (!)\n" \
  "[Instance 2] Restarts: 4 (!)\n" \
  "[Instance 2] Read from Pulsar: 1178 messages\n" \
  "[Instance 2] Written to the sink: 1177 messages\n" \
  "[Instance 2] Failures of the sink: 1 (!)\n" \
  "[Instance 2] Latest failure of the sink: java.sql.SQLException: no table  at shop.Sink.write(Sink.java:7)" \
  " (4 March 2026, 05:06 UTC) (!)\n" \
  "[Instance 2] Failures of the system: 0\n" \
  "[Instance 2] Last message: 4 March 2026, 05:06 UTC\n" \
  "[Instance 2] Worker: worker-2\n"

#define SOURCE \
  "Running: 1 of 1 instance\n" \
  "[Instance 0] State: Running\n" \
  "[Instance 0] Restarts: 0\n" \
  "[Instance 0] Received from the source: 10 messages\n" \
  "[Instance 0] Written to Pulsar: 9 messages\n" \
  "[Instance 0] Failures of the source: 0\n" \
  "[Instance 0] Failures of the system: 1 (!)\n" \
  "[Instance 0] Latest failure of the system: connection refused (4 March 2026, 05:06 UTC) (!)\n" \
  "[Instance 0] Last message: 4 March 2026, 05:06 UTC\n" \
  "[Instance 0] Worker: worker-0\n"

#define NAMESPACE(name, in, bytes_in, out, bytes_out) \
  "[" name "] Messages in: " in "\n" \
  "[" name "] Bytes in: " bytes_in "\n" \
  "[" name "] Messages out: " out "\n" \
  "[" name "] Bytes out: " bytes_out "\n" \
  "[" name "] Stored data: 345.6 kB\n" \
  "[" name "] Backlog: 20 messages\n" \
  "[" name "] Size of the backlog: 5.8 kB\n" \
  "[" name "] Producers: 1\n" \
  "[" name "] Consumers: 2\n" \
  "[" name "] Subscriptions: 2\n" \
  "[" name "] As of: 4 March 2026, 05:06 UTC\n"

#define USAGE \
  "Namespaces: 2\n" \
  "Messages in: 1201 messages\n" \
  "Bytes in: 9.0 TB\n" \
  "Messages out: 1181 messages\n" \
  "Bytes out: 4.5 TB\n" \
  "Stored data: 691.2 kB\n" \
  "Backlog: 40 messages\n" \
  "Size of the backlog: 11.5 kB\n" \
  "Producers: 2\n" \
  "Consumers: 4\n" \
  "Subscriptions: 4\n" \
  NAMESPACE ("orders/archive", "1 message", "2 bytes", "1 message", "1 byte") \
  NAMESPACE ("orders/default", "1200 messages", "9.0 TB", "1180 messages", "4.5 TB")

#define DATABASE_USAGE \
  "[sales] Reads: 25\n" \
  "[sales] Writes: 12\n" \
  "[sales] Errors: 2 (!)\n" \
  "[sales] Live data: 1.0 MB\n" \
  "[sales] Price per hour: 1 cent\n" \
  "[sales] Price per day: 24 cents\n" \
  "[sales] Price per month: 720.5 cents\n" \
  "[sales] Price per month while parked: 30 cents\n" \
  "[sales] Last used: 4 March 2026, 05:06 UTC\n"

#define DATABASE \
  "[sales] Status: ACTIVE\n" \
  "[sales] Place: GCP, us-east4\n" \
  "[sales] Kind: serverless, vector\n" \
  "[sales] Keyspace: shop\n" \
  "[sales] Created: 2 January 2026, 03:04 UTC\n" \
  "[sales] Database ID: 00000000-0000-4000-8000-00000000e0d1\n" \
  "[sales] Last used: 4 March 2026, 05:06 UTC\n"

#define DATABASES \
  "Databases: 2\n" \
  DATABASE \
  "[00000000-0000-4000-8000-00000000e0d2] Status: ERROR (!)\n" \
  "[00000000-0000-4000-8000-00000000e0d2] Database ID: 00000000-0000-4000-8000-00000000e0d2\n"

#define CLUSTERS \
  "Clusters: 1\n" \
  "[pulsar-aws-euwest1] Place: aws, euwest1\n" \
  "[pulsar-aws-euwest1] Kind: cloud\n" \
  "[pulsar-aws-euwest1] Web service: https://pulsar-aws-euwest1.api.streaming.example\n" \
  "[pulsar-aws-euwest1] Broker: pulsar+ssl://pulsar-aws-euwest1.streaming.example:6651\n" \
  "[pulsar-aws-euwest1] WebSocket: wss://pulsar-aws-euwest1.streaming.example:8001/ws/v2\n"

static const struct
{
  const char      *name;
  LkTokenTaskCall  call;
  const char      *figures;
} examples[] = {
  { "pulsar-topic-stats.json", LK_TOKEN_TASK_TOPIC_STATS, TOPIC },
  { "pulsar-topic-stats-upper-case.json", LK_TOKEN_TASK_TOPIC_STATS, TOPIC },
  { "pulsar-sink-status.json", LK_TOKEN_TASK_SINK_STATUS, SINK },
  { "pulsar-sink-status-upper-case.json", LK_TOKEN_TASK_SINK_STATUS, SINK },
  { "pulsar-source-status.json", LK_TOKEN_TASK_SOURCE_STATUS, SOURCE },
  { "pulsar-source-status-upper-case.json", LK_TOKEN_TASK_SOURCE_STATUS, SOURCE },
  { "pulsar-topics.json", LK_TOKEN_TASK_TOPICS,
    "Topics: 2\nTopic: persistent://orders/default/new\nTopic: persistent://orders/default/paid\n" },
  { "pulsar-sinks.json", LK_TOKEN_TASK_SINKS, "Sink connectors: 1\nSink connector: warehouse\n" },
  { "streaming-usage.json", LK_TOKEN_TASK_USAGE, USAGE },
  { "streaming-usage-upper-case.json", LK_TOKEN_TASK_USAGE, USAGE },
  { "streaming-usage-wrapped.json", LK_TOKEN_TASK_USAGE, USAGE },
  { "databases.json", LK_TOKEN_TASK_DATABASES_USAGE, "Databases: 2\n" DATABASE_USAGE },
  { "databases-upper-case.json", LK_TOKEN_TASK_DATABASES_USAGE, "Databases: 2\n" DATABASE_USAGE },
  { "databases.json", LK_TOKEN_TASK_DATABASES, DATABASES },
  { "databases-upper-case.json", LK_TOKEN_TASK_DATABASES, DATABASES },
  { "database.json", LK_TOKEN_TASK_DATABASES_USAGE, DATABASE_USAGE },
  { "database.json", LK_TOKEN_TASK_DATABASES, DATABASE },
  { "streaming-clusters.json", LK_TOKEN_TASK_CLUSTERS, CLUSTERS },
  { "streaming-clusters-upper-case.json", LK_TOKEN_TASK_CLUSTERS, CLUSTERS },
  { "streaming-providers.json", LK_TOKEN_TASK_REGIONS, "aws: euwest1, useast2\nazure: westus2\ngcp: useast4\n" },
};

static char *
read_file (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

static GBytes *
make_bytes (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

/* A figure a line, with ordinary blanks. */
static char *
write_figures (GListModel *figures)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (figures); i++)
    {
      g_autoptr (LkFigure) figure = g_list_model_get_item (figures, i);

      if (lk_figure_get_group (figure) != NULL)
        g_string_append_printf (text, "[%s] ", lk_figure_get_group (figure));
      g_string_append_printf (text, "%s: %s%s\n", lk_figure_get_label (figure), lk_figure_get_value (figure),
                              lk_figure_get_concern (figure) ? " (!)" : "");
    }
  g_string_replace (text, "\302\240", " ", 0);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
read_figures (LkTokenTaskCall  call,
              const char      *json,
              GError         **error)
{
  g_autoptr (GBytes) bytes = make_bytes (json);
  g_autoptr (GListModel) figures = lk_figures_read (call, bytes, error);

  return figures != NULL ? write_figures (figures) : NULL;
}

/* What comes over the wire by the client that asks for it. */
static GBytes *
fetch (LkTestServer    *server,
       LkTokenTaskCall  call)
{
  g_autoptr (SecretValue) token = secret_value_new ("AstraCS:fake:fake", -1, "text/plain");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (LkAstraClient) client = NULL;
  g_autoptr (LkPulsarAdmin) admin = NULL;
  g_autoptr (GError) error = NULL;
  GBytes *body;

  if (call == LK_TOKEN_TASK_USAGE)
    {
      const char *values[LK_TENANT_N_FIELDS] = { [LK_TENANT_NAME] = "orders", [LK_TENANT_CLUSTER] = "c" };
      g_autoptr (LkTenant) tenant = lk_tenant_new (values);

      client = lk_astra_client_new (lk_test_server_get_url (server), token, &error);
      lk_astra_usage_get_async (client, NULL, tenant, ORG, NULL, lk_test_store_result_cb, &result);
      body = lk_astra_usage_get_finish (client, lk_test_wait_for_result (&result), &error);
    }
  else if (call == LK_TOKEN_TASK_DATABASES || call == LK_TOKEN_TASK_DATABASES_USAGE || call == LK_TOKEN_TASK_CLUSTERS
           || call == LK_TOKEN_TASK_REGIONS)
    {
      client = lk_astra_client_new (lk_test_server_get_url (server), token, &error);
      lk_astra_plain_get_async (client, NULL, LK_ASTRA_DATABASES_PATH, NULL, lk_test_store_result_cb, &result);
      body = lk_astra_plain_get_finish (client, lk_test_wait_for_result (&result), &error);
    }
  else
    {
      admin = lk_pulsar_admin_new (lk_test_server_get_url (server), token, NULL, &error);
      lk_pulsar_admin_get_async (admin, "/admin/v2/x", NULL, NULL, NULL, lk_test_store_result_cb, &result);
      body = lk_pulsar_admin_get_finish (admin, lk_test_wait_for_result (&result), &error);
    }
  g_assert_no_error (error);

  return body;
}

static void
test_examples (void)
{
  g_autoptr (LkTestServer) server = lk_test_server_new ();

  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    {
      g_autofree char *text = read_file (examples[i].name);
      g_autofree char *answer = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                                 "Content-Length: %zu\r\nConnection: close\r\n\r\n%s",
                                                 strlen (text), text);
      g_autoptr (GBytes) bytes = make_bytes (answer);
      g_autoptr (GBytes) body = NULL;
      g_autoptr (GListModel) figures = NULL;
      g_autofree char *written = NULL;
      g_autofree char *json = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", examples[i].name);
      lk_test_server_set_answer (server, bytes, 1);
      body = fetch (server, examples[i].call);
      figures = lk_figures_read (examples[i].call, body, &error);
      g_assert_no_error (error);
      written = write_figures (figures);
      g_assert_cmpstr (written, ==, examples[i].figures);
      json = lk_figures_read_json (body, &error);
      g_assert_no_error (error);
      g_assert_null (strstr (json, "hidden"));
    }
}

/* What is there counts, and what is not what it should be is left out. */
static void
test_odd (void)
{
  static const struct
  {
    LkTokenTaskCall  call;
    const char      *json;
    const char      *figures; /* NULL: refused */
  } cases[] = {
    { LK_TOKEN_TASK_TOPIC_STATS, "{}", "" },
    { LK_TOKEN_TASK_TOPIC_STATS, "[]", NULL },
    { LK_TOKEN_TASK_TOPIC_STATS, "null", NULL },
    { LK_TOKEN_TASK_TOPIC_STATS, "", NULL },
    { LK_TOKEN_TASK_TOPIC_STATS, " ", NULL },
    { LK_TOKEN_TASK_TOPIC_STATS, "{\"msgInCounter\":1", NULL },
    { LK_TOKEN_TASK_TOPIC_STATS, "{'msgInCounter':1}", NULL },
    { LK_TOKEN_TASK_TOPIC_STATS, "<html>", NULL },
    { LK_TOKEN_TASK_TOPIC_STATS, "{\"msgInCounter\":-1,\"msgOutCounter\":null,\"msgRateIn\":\"NaN\",\"msgRateOut\":\"1e\","
                                 "\"storageSize\":\"-1\",\"backlogSize\":true,\"averageMsgSize\":\"0x10\","
                                 "\"bytesInCounter\":\"\",\"bytesOutCounter\":[1],\"msgThroughputIn\":\"1e99\"}", "" },
    { LK_TOKEN_TASK_TOPIC_STATS, "{\"MSGINCOUNTER\":\"1\",\"msgRateIn\":1,\"msgRateOut\":0.004,\"msgOutCounter\":2}",
      "Messages in: 1 message\nRate in: 1 message per second\nMessages out: 2 messages\nRate out: 0 messages per second\n" },
    { LK_TOKEN_TASK_TOPIC_STATS, "{\"msgRateIn\":1.999,\"msgRateOut\":12345.6}",
      "Rate in: 2 messages per second\nRate out: 12346 messages per second\n" },
    { LK_TOKEN_TASK_TOPIC_STATS, "{\"publishers\":{},\"subscriptions\":[1],\"partitions\":{\"a\":{},\"b\":1}}",
      "Partitions: 2\n" },
    { LK_TOKEN_TASK_TOPIC_STATS, "{\"subscriptions\":{\"a\":1,\"\":{},\"b\\u202e\\n\":{\"msgBacklog\":1,\"consumers\":{}}}}",
      "Subscriptions: 3\n[Subscription b\357\277\275] Backlog: 1 message\n" },
    { LK_TOKEN_TASK_SINK_STATUS, "{\"numInstances\":2,\"numRunning\":0,\"instances\":[1,{},{\"status\":[]},"
                                 "{\"instanceId\":\"7\",\"status\":{\"running\":\"FALSE\",\"error\":7,"
                                 "\"latestSinkExceptions\":[1,{},{\"exceptionString\":\"\"},{\"exceptionString\":\"x\"},"
                                 "{\"exceptionString\":\"y\",\"timestampMs\":9e15}],\"lastReceivedTime\":0}}]}",
      "Running: 0 of 2 instances (!)\n[Instance 7] State: Not running (!)\n[Instance 7] Latest failure of the sink: x (!)\n"
      "[Instance 7] Latest failure of the sink: y (!)\n" },
    { LK_TOKEN_TASK_SOURCE_STATUS, "{\"instances\":[{\"status\":{\"running\":7}}]}", "" },
    { LK_TOKEN_TASK_SINK_STATUS,
      "{\"instances\":[{\"status\":{\"error\":\"no: AstraCS:abc:def and eyJhbGciOiJub25lIn0.e30.x\"}}]}",
      "[Instance 0] Error: no: [hidden] and [hidden] (!)\n" },
    { LK_TOKEN_TASK_USAGE, "{}", "Namespaces: 0\n" },
    { LK_TOKEN_TASK_USAGE, "{\"Body\":[]}", NULL },
    { LK_TOKEN_TASK_USAGE, "{\"body\":{\"a/b\":{\"totalMessagesIn\":\"9007199254740992\","
                           "\"updatedAt\":\"0001-01-01T00:00:00Z\"}}}",
      "Namespaces: 1\n[a/b] Messages in: 9007199254740992 messages\n" },
    { LK_TOKEN_TASK_USAGE, "{\"a/b\":7,\"c/d\":{}}", "Namespaces: 1\n" },
    { LK_TOKEN_TASK_DATABASES, "[7,{\"info\":7,\"status\":[]}]", "Databases: 2\n" },
    { LK_TOKEN_TASK_DATABASES, "[{\"info\":{\"region\":\"x\"}}]", "Databases: 1\n[Untitled Database] Place: x\n" },
    { LK_TOKEN_TASK_DATABASES_USAGE, "[{\"cost\":[],\"metrics\":7,\"id\":7}]", "Databases: 1\n" },
    { LK_TOKEN_TASK_TOPICS, "[]", "Topics: 0\n" },
    { LK_TOKEN_TASK_TOPICS, "[\"a\",7,null,\"b\\nc\"]", "Topics: 4\nTopic: a\nTopic: b c\n" },
    { LK_TOKEN_TASK_TOPICS, "{}", NULL },
    { LK_TOKEN_TASK_CLUSTERS, "[{\"clusterName\":7},{\"clusterName\":\"c\"},7]", "Clusters: 3\n" },
    { LK_TOKEN_TASK_REGIONS, "{\"aws\":[],\"gcp\":7,\"x\":[7,\"a\"]}", "aws: \nx: a\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *written = read_figures (cases[i].call, cases[i].json, &error);

      g_test_message ("%s", cases[i].json);
      g_assert_cmpstr (written, ==, cases[i].figures);
      if (cases[i].figures == NULL)
        g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_MALFORMED);
      else
        g_assert_no_error (error);
    }
}

static void
test_raw (void)
{
  g_autoptr (GBytes) odd = make_bytes (" {\"a\":{\"b\":[1,0.49, 1.50,\n1e2,null,true]},\"c\":{ },\"d\" :[\t],"
                                       "\"token\":\"x\\\"y\","
                                       "\"e\":\"\\u0041straCS:a\\/c:def\",\"f\":\"\342\200\256\\u202e\\n\\u0022{,:}\","
                                       "\"g\":\"Bearer abcdefghijkl\"} ");
  g_autoptr (GBytes) bad = make_bytes ("{\"a\":1}x");
  g_autoptr (GString) list = g_string_new ("[");
  g_autoptr (GBytes) long_list = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *none = NULL;
  g_autofree char *cut = NULL;
  g_autoptr (GError) error = NULL;

  shown = lk_figures_read_json (odd, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (shown, ==,
                   "{\n  \"a\": {\n    \"b\": [\n      1,\n      0.49,\n      1.50,\n      1e2,\n      null,\n"
                   "      true\n    ]\n  },\n  \"c\": {},\n  \"d\": [],\n  [hidden],\n  \"e\": \"[hidden]\",\n"
                   "  \"f\": \"\357\277\275\\u202e\\n\\u0022{,:}\",\n  \"g\": \"[hidden]\"\n}");

  for (guint i = 0; i < 50000; i++)
    g_string_append (list, "\"\303\266\303\266\303\266\",");
  g_string_append (list, "1]");
  long_list = make_bytes (list->str);
  cut = lk_figures_read_json (long_list, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (strlen (cut), <, 300 * 1024);
  g_assert_true (g_utf8_validate (cut, -1, NULL));
  g_assert_true (g_str_has_suffix (cut, "\n\342\200\246"));

  none = lk_figures_read_json (bad, &error);
  g_assert_null (none);
  g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_MALFORMED);
}

static void
mutate (GString *text)
{
  static const char pieces[] = "\"{}[]:,;0123456789.-+eE\\ \nntf\377";
  gsize at = (gsize) g_test_rand_int_range (0, (gint32) text->len);

  switch (g_test_rand_int_range (0, 4))
    {
    case 0:
      text->str[at] = (char) g_test_rand_int_range (0, 256);
      break;

    case 1:
      g_string_insert_c (text, (gssize) at, pieces[g_test_rand_int_range (0, (gint32) sizeof pieces - 1)]);
      break;

    case 2:
      g_string_erase (text, (gssize) at, g_test_rand_int_range (0, (gint32) (text->len - at) + 1));
      break;

    default:
      text->str[at] = pieces[g_test_rand_int_range (0, (gint32) sizeof pieces - 1)];
      break;
    }
}

/* A value of another type in the place of one. */
static void
swap_value (GString *text)
{
  static const char *const values[] = { "null", "[]", "{}", "-1", "1e99", "\"x\"", "true", "[[]]", "{\"a\":1}", "0.5" };
  char *at = text->str;
  gsize length;

  for (int n = g_test_rand_int_range (1, 30); n > 0 && at != NULL; n--)
    at = strstr (at + 1, ": ");
  if (at == NULL)
    return;
  length = strcspn (at + 2, ",\n");
  if (strchr ("{[", at[2]) != NULL)
    return;
  at += 2;
  g_string_erase (text, at - text->str, (gssize) length);
  g_string_insert (text, at - text->str, values[g_test_rand_int_range (0, G_N_ELEMENTS (values))]);
}

static void
test_mutations (void)
{
  guint n_read = 0, n_refused = 0;

  for (guint i = 0; i < N_MUTATIONS; i++)
    {
      const guint example = (guint) g_test_rand_int_range (0, G_N_ELEMENTS (examples));
      const int any_call = g_test_rand_int_range (0, LK_TOKEN_TASK_LAST_RUNNABLE + 1);
      const LkTokenTaskCall call = g_test_rand_bit () ? (LkTokenTaskCall) any_call : examples[example].call;
      g_autofree char *whole = read_file (examples[example].name);
      g_autoptr (GString) text = g_string_new (whole);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GListModel) figures = NULL;
      g_autofree char *json = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) json_error = NULL;

      if (g_test_rand_bit ())
        swap_value (text);
      else
        for (int n = g_test_rand_int_range (1, 4); n > 0 && text->len > 0; n--)
          mutate (text);
      bytes = g_bytes_new (text->str, text->len);
      figures = lk_figures_read (call, bytes, &error);
      json = lk_figures_read_json (bytes, &json_error);
      if (figures != NULL)
        {
          g_autofree char *written = write_figures (figures);

          g_assert_no_error (error);
          g_assert_true (g_utf8_validate (written, -1, NULL));
          g_assert_nonnull (json);
          n_read++;
        }
      else
        {
          g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_MALFORMED);
          n_refused++;
        }
    }

  g_assert_cmpuint (n_read, >, N_MUTATIONS / 10);
  g_assert_cmpuint (n_refused, >, N_MUTATIONS / 10);
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/figures/examples", test_examples);
  g_test_add_func ("/figures/odd", test_odd);
  g_test_add_func ("/figures/raw", test_raw);
  g_test_add_func ("/figures/mutations", test_mutations);

  return g_test_run ();
}
