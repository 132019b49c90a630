/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-demo-pulsar.h"

#include <string.h>

#define DATABASE_ID "6b9f1d3a-8f0e-4c1b-9a57-0d6f7c2e4a10"
#define NAMESPACE_LIMIT 20
#define TOPIC_LIMIT 100

/* The made-up namespaces, topics and connectors, the same in each tenant. */
static const struct
{
  const char *namespace;
  const char *topics[3]; /* ended by NULL */
} namespaces[] = {
  { "default", { "new", "paid", NULL } },
  { "archive", { "orders 2025", NULL } },
};

#define SINK "warehouse"
#define SOURCE "shop"

static void
add_string (JsonBuilder *builder,
            const char  *name,
            const char  *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_count (JsonBuilder *builder,
           const char  *name,
           gint64       value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_rate (JsonBuilder *builder,
          const char  *name,
          double       value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_double_value (builder, value);
}

/* Figures that look different for each name and are the same each time. */
static gint64
make_figure (const char *name,
             guint       max)
{
  return 100 + g_str_hash (name) % max;
}

static char *
make_topic_name (LkDemoTenant *tenant,
                 guint         number,
                 const char   *topic)
{
  return g_strdup_printf ("persistent://%s/%s/%s", tenant->name, namespaces[number].namespace, topic);
}

static gboolean
find_namespace (const char *name,
                guint      *number)
{
  for (*number = 0; *number < G_N_ELEMENTS (namespaces); (*number)++)
    if (g_str_equal (namespaces[*number].namespace, name))
      return TRUE;

  return FALSE;
}

static JsonNode *
list_namespaces (LkDemoTenant *tenant)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < G_N_ELEMENTS (namespaces); i++)
    {
      g_autofree char *name = g_strconcat (tenant->name, "/", namespaces[i].namespace, NULL);

      json_builder_add_string_value (builder, name);
    }
  json_builder_end_array (builder);

  return json_builder_get_root (builder);
}

static void
add_topics (JsonBuilder  *builder,
            LkDemoTenant *tenant,
            guint         number)
{
  json_builder_begin_array (builder);
  for (guint i = 0; namespaces[number].topics[i] != NULL; i++)
    {
      g_autofree char *name = make_topic_name (tenant, number, namespaces[number].topics[i]);

      json_builder_add_string_value (builder, name);
    }
  json_builder_end_array (builder);
}

static JsonNode *
list_names (const char *only)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  if (only != NULL)
    json_builder_add_string_value (builder, only);
  json_builder_end_array (builder);

  return json_builder_get_root (builder);
}

static JsonNode *
list_topics (LkDemoTenant *tenant,
             guint         number)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  add_topics (builder, tenant, number);

  return json_builder_get_root (builder);
}

static gboolean
has_topic (guint       number,
           const char *topic)
{
  return g_strv_contains (namespaces[number].topics, topic);
}

static JsonNode *
make_topic_stats (LkDemoTenant *tenant,
                  const char   *topic)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  const gint64 n_messages = make_figure (topic, 5000);

  json_builder_begin_object (builder);
  add_rate (builder, "msgRateIn", 1.5);
  add_rate (builder, "msgThroughputIn", 432);
  add_rate (builder, "msgRateOut", 1.5);
  add_rate (builder, "msgThroughputOut", 432);
  add_count (builder, "bytesInCounter", n_messages * 288);
  add_count (builder, "msgInCounter", n_messages);
  add_count (builder, "bytesOutCounter", (n_messages - 20) * 288);
  add_count (builder, "msgOutCounter", n_messages - 20);
  add_rate (builder, "averageMsgSize", 288);
  add_count (builder, "storageSize", n_messages * 288);
  add_count (builder, "backlogSize", 5760);
  json_builder_set_member_name (builder, "publishers");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  add_count (builder, "producerId", 0);
  add_string (builder, "producerName", "shop");
  add_rate (builder, "msgRateIn", 1.5);
  add_string (builder, "clientVersion", "3.1.0");
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "subscriptions");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "warehouse");
  json_builder_begin_object (builder);
  add_rate (builder, "msgRateOut", 1.5);
  add_count (builder, "msgBacklog", 20);
  add_count (builder, "unackedMessages", 3);
  add_string (builder, "type", "Shared");
  json_builder_set_member_name (builder, "consumers");
  json_builder_begin_array (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "replication");
  json_builder_begin_object (builder);
  json_builder_end_object (builder);
  add_string (builder, "deduplicationStatus", "Disabled");
  json_builder_end_object (builder);

  return json_builder_get_root (builder);
}

static void
add_exceptions (JsonBuilder *builder,
                const char  *count_name,
                const char  *list_name,
                const char  *text)
{
  add_count (builder, count_name, text != NULL ? 1 : 0);
  json_builder_set_member_name (builder, list_name);
  json_builder_begin_array (builder);
  if (text != NULL)
    {
      json_builder_begin_object (builder);
      add_string (builder, "exceptionString", text);
      add_count (builder, "timestampMs", g_get_real_time () / 1000 - 60 * 60 * 1000);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/* The sink works and the source does not, so that both are to be seen. */
static JsonNode *
make_connector_status (gboolean sink)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_count (builder, "numInstances", 1);
  add_count (builder, "numRunning", sink ? 1 : 0);
  json_builder_set_member_name (builder, "instances");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  add_count (builder, "instanceId", 0);
  json_builder_set_member_name (builder, "status");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "running");
  json_builder_add_boolean_value (builder, sink);
  add_string (builder, "error", sink ? "" : "the shop does not answer");
  add_count (builder, "numRestarts", sink ? 0 : 4);
  add_count (builder, sink ? "numReadFromPulsar" : "numReceivedFromSource", sink ? 1180 : 10);
  add_exceptions (builder, "numSystemExceptions", "latestSystemExceptions", sink ? NULL : "connection refused");
  add_exceptions (builder, sink ? "numSinkExceptions" : "numSourceExceptions",
                  sink ? "latestSinkExceptions" : "latestSourceExceptions", sink ? "the table is locked" : NULL);
  add_count (builder, sink ? "numWrittenToSink" : "numWritten", sink ? 1179 : 9);
  add_count (builder, "lastReceivedTime", g_get_real_time () / 1000 - 2000);
  add_string (builder, "workerId", "worker-0");
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  return json_builder_get_root (builder);
}

static JsonNode *
answer_topics (LkDemoTenant *tenant,
               GStrv         parts)
{
  guint n_parts = g_strv_length (parts);
  guint number;

  if (!find_namespace (parts[2], &number))
    return NULL;
  if (n_parts == 3)
    return g_str_equal (parts[0], "persistent") ? list_topics (tenant, number) : list_names (NULL);
  if (n_parts == 4 && g_str_equal (parts[3], "partitioned"))
    return list_names (NULL);
  if (n_parts == 5 && g_str_equal (parts[0], "persistent") && has_topic (number, parts[3]) &&
      g_str_equal (parts[4], "stats"))
    return make_topic_stats (tenant, parts[3]);

  return NULL;
}

static JsonNode *
answer_connectors (gboolean sink,
                   GStrv    parts)
{
  const char *name = sink ? SINK : SOURCE;
  guint n_parts = g_strv_length (parts);
  guint number;

  if (!find_namespace (parts[2], &number))
    return NULL;
  if (n_parts == 3)
    return list_names (number == 0 ? name : NULL);
  if (n_parts == 5 && number == 0 && g_str_equal (parts[3], name) && g_str_equal (parts[4], "status"))
    return make_connector_status (sink);

  return NULL;
}

/**
 * lk_demo_pulsar_admin_to_json:
 * @tenant: whose administration it is
 * @parts: the path behind `/admin/v2/` or `/admin/v3/`, with the tenant's name as its second part
 *
 * Makes the answer to a call of Pulsar's administration.
 *
 * Returns: (transfer full) (nullable): the answer, %NULL if there is no such thing
 */
JsonNode *
lk_demo_pulsar_admin_to_json (LkDemoTenant *tenant,
                              GStrv         parts)
{
  guint n_parts = g_strv_length (parts);

  if (n_parts == 2 && g_str_equal (parts[0], "namespaces"))
    return list_namespaces (tenant);
  if (n_parts >= 3 && (g_str_equal (parts[0], "persistent") || g_str_equal (parts[0], "non-persistent")))
    return answer_topics (tenant, parts);
  if (n_parts >= 3 && (g_str_equal (parts[0], "sinks") || g_str_equal (parts[0], "sources")))
    return answer_connectors (g_str_equal (parts[0], "sinks"), parts);

  return NULL;
}

/**
 * lk_demo_pulsar_usage_to_json:
 * @tenant: a tenant
 *
 * Makes the answer to a call for what a tenant's namespaces have used.
 *
 * Returns: (transfer full): an object with a member for each namespace
 */
JsonNode *
lk_demo_pulsar_usage_to_json (LkDemoTenant *tenant)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *updated = g_date_time_format (now, "%Y-%m-%dT%H:%M:%S.678901234Z");

  json_builder_begin_object (builder);
  for (guint i = 0; i < G_N_ELEMENTS (namespaces); i++)
    {
      g_autofree char *name = g_strconcat (tenant->name, "/", namespaces[i].namespace, NULL);
      const gint64 n_messages = make_figure (name, 100000);

      json_builder_set_member_name (builder, name);
      json_builder_begin_object (builder);
      add_string (builder, "name", name);
      add_count (builder, "totalMessagesIn", n_messages);
      /* More than 32 bits can hold. */
      add_count (builder, "totalBytesIn", n_messages * 288000);
      add_count (builder, "totalMessagesOut", n_messages - 20);
      add_count (builder, "totalBytesOut", (n_messages - 20) * 288000);
      add_rate (builder, "msgRateIn", 0.5);
      add_rate (builder, "msgRateOut", 0.49);
      add_rate (builder, "throughputIn", 144);
      add_rate (builder, "throughputOut", 141.1);
      add_count (builder, "subscriptionCount", 2);
      add_count (builder, "producerCount", 1);
      add_count (builder, "consumerCount", 2);
      add_count (builder, "subscriptionDelayed", 0);
      add_count (builder, "storageSize", n_messages * 288);
      add_count (builder, "backlogStorageByteSize", 5760);
      add_count (builder, "msgBacklogNumber", 20);
      add_string (builder, "updatedAt", updated);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);

  return json_builder_get_root (builder);
}

/**
 * lk_demo_pulsar_limits_to_json:
 * @tenant: a tenant
 *
 * Makes the answer to a call for a tenant's limits.
 *
 * Returns: (transfer full): an object
 */
JsonNode *
lk_demo_pulsar_limits_to_json (LkDemoTenant *tenant)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_count (builder, "namespace_limit", NAMESPACE_LIMIT);
  add_count (builder, "topic_per_namespace_limit", TOPIC_LIMIT);
  json_builder_set_member_name (builder, "usage");
  json_builder_begin_array (builder);
  for (guint i = 0; i < G_N_ELEMENTS (namespaces); i++)
    {
      json_builder_begin_object (builder);
      add_string (builder, "namespace", namespaces[i].namespace);
      json_builder_set_member_name (builder, "topics");
      add_topics (builder, tenant, i);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  return json_builder_get_root (builder);
}

static void
add_database (JsonBuilder *builder,
              const char  *org_id)
{
  static const struct
  {
    const char *period;
    double      cents;
  } costs[] = { { "Min", 0.025 }, { "Hour", 1.5 }, { "Day", 36 }, { "Month", 1080 } };

  json_builder_begin_object (builder);
  add_string (builder, "id", DATABASE_ID);
  add_string (builder, "orgId", org_id);
  json_builder_set_member_name (builder, "info");
  json_builder_begin_object (builder);
  add_string (builder, "name", "orders");
  add_string (builder, "keyspace", "shop");
  add_string (builder, "cloudProvider", "GCP");
  add_string (builder, "region", "us-east4");
  add_string (builder, "tier", "serverless");
  add_string (builder, "dbType", "vector");
  json_builder_end_object (builder);
  add_string (builder, "creationTime", "2025-03-04T05:06:07Z");
  add_string (builder, "lastUsageTime", "2026-01-02T03:04:05Z");
  add_string (builder, "terminationTime", "0001-01-01T00:00:00Z");
  add_string (builder, "status", "ACTIVE");
  add_string (builder, "observedStatus", "ACTIVE");
  json_builder_set_member_name (builder, "storage");
  json_builder_begin_object (builder);
  add_count (builder, "nodeCount", 3);
  add_count (builder, "replicationFactor", 3);
  add_count (builder, "totalStorage", 5);
  add_count (builder, "usedStorage", 1);
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "cost");
  json_builder_begin_object (builder);
  for (guint i = 0; i < G_N_ELEMENTS (costs); i++)
    {
      g_autofree char *name = g_strconcat ("costPer", costs[i].period, "Cents", NULL);

      add_rate (builder, name, costs[i].cents);
    }
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "metrics");
  json_builder_begin_object (builder);
  add_count (builder, "errorsTotalCount", 0);
  add_count (builder, "liveDataSizeBytes", 1048576);
  add_count (builder, "readRequestsTotalCount", 25000);
  add_count (builder, "writeRequestsTotalCount", 1200);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

/**
 * lk_demo_pulsar_databases_to_json:
 * @org_id: whose databases
 * @id: (nullable): which; %NULL for the list
 *
 * Makes the answer to a call for databases, of which there is one.
 *
 * Returns: (transfer full) (nullable): an array, or the object of @id; %NULL if there is none
 */
JsonNode *
lk_demo_pulsar_databases_to_json (const char *org_id,
                                  const char *id)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (id != NULL && !g_str_equal (id, DATABASE_ID))
    return NULL;

  if (id == NULL)
    json_builder_begin_array (builder);
  add_database (builder, org_id);
  if (id == NULL)
    json_builder_end_array (builder);

  return json_builder_get_root (builder);
}

/* Where the made-up tenants are, and one cluster more. */
static const struct
{
  const char *name;
  const char *provider;
  const char *region;
} clusters[] = {
  { "pulsar-aws-euwest1", "aws", "euwest1" },
  { "pulsar-azure-westus2", "azure", "westus2" },
  { "pulsar-gcp-useast4", "gcp", "useast4" },
};

/**
 * lk_demo_pulsar_clusters_to_json:
 * @url: the address of the service, which is that of all clusters too
 *
 * Makes the answer to a call for the clusters that a tenant can be on.
 *
 * Returns: (transfer full): an array
 */
JsonNode *
lk_demo_pulsar_clusters_to_json (const char *url)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < G_N_ELEMENTS (clusters); i++)
    {
      g_autofree char *broker = g_strdup_printf ("pulsar+ssl://%s.streaming.example:6651", clusters[i].name);
      g_autofree char *websocket = g_strdup_printf ("wss://%s.streaming.example:8001/ws/v2", clusters[i].name);

      json_builder_begin_object (builder);
      add_string (builder, "clusterName", clusters[i].name);
      add_string (builder, "cloudProvider", clusters[i].provider);
      add_string (builder, "cloudRegion", clusters[i].region);
      add_string (builder, "clusterType", "cloud");
      add_string (builder, "webServiceUrl", url);
      add_string (builder, "brokerServiceUrl", broker);
      add_string (builder, "websocketUrl", websocket);
      add_string (builder, "pulsarInstance", "prod0");
      add_string (builder, "regionZone", "na");
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);

  return json_builder_get_root (builder);
}

/**
 * lk_demo_pulsar_providers_to_json:
 *
 * Makes the answer to a call for the clouds and their regions.
 *
 * Returns: (transfer full): an object with an array for each cloud
 */
JsonNode *
lk_demo_pulsar_providers_to_json (void)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  for (guint i = 0; i < G_N_ELEMENTS (clusters); i++)
    {
      json_builder_set_member_name (builder, clusters[i].provider);
      json_builder_begin_array (builder);
      json_builder_add_string_value (builder, clusters[i].region);
      json_builder_end_array (builder);
    }
  json_builder_end_object (builder);

  return json_builder_get_root (builder);
}
