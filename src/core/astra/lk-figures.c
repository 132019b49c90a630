/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-figures-private.h"

#include "lk-astra-error.h"
#include "lk-json-layout.h"
#include "lk-json.h"
#include "lk-redact.h"
#include "lk-text.h"

#include <glib/gi18n-lib.h>

#define MAX_JSON_LENGTH (256 * 1024) /* bytes of an answer that are laid out for reading */

static const LkFigureField topic_fields[] = {
  { "msgInCounter", N_ ("Messages in"), LK_UNIT_MESSAGES },
  { "bytesInCounter", N_ ("Bytes in"), LK_UNIT_BYTES },
  { "msgRateIn", N_ ("Rate in"), LK_UNIT_MESSAGES_A_SECOND },
  { "msgThroughputIn", N_ ("Throughput in"), LK_UNIT_BYTES_A_SECOND },
  { "msgOutCounter", N_ ("Messages out"), LK_UNIT_MESSAGES },
  { "bytesOutCounter", N_ ("Bytes out"), LK_UNIT_BYTES },
  { "msgRateOut", N_ ("Rate out"), LK_UNIT_MESSAGES_A_SECOND },
  { "msgThroughputOut", N_ ("Throughput out"), LK_UNIT_BYTES_A_SECOND },
  { "averageMsgSize", N_ ("Average message"), LK_UNIT_BYTES },
  { "storageSize", N_ ("Stored data"), LK_UNIT_BYTES },
  { "backlogSize", N_ ("Backlog"), LK_UNIT_BYTES },
};

static const LkFigureField subscription_fields[] = {
  { "msgRateOut", N_ ("Rate out"), LK_UNIT_MESSAGES_A_SECOND },
  { "unackedMessages", N_ ("Not acknowledged"), LK_UNIT_MESSAGES },
};

static const LkFigureField usage_fields[] = {
  { "totalMessagesIn", N_ ("Messages in"), LK_UNIT_MESSAGES },
  { "totalBytesIn", N_ ("Bytes in"), LK_UNIT_BYTES },
  { "totalMessagesOut", N_ ("Messages out"), LK_UNIT_MESSAGES },
  { "totalBytesOut", N_ ("Bytes out"), LK_UNIT_BYTES },
  { "storageSize", N_ ("Stored data"), LK_UNIT_BYTES },
  { "msgBacklogNumber", N_ ("Backlog"), LK_UNIT_MESSAGES },
  { "backlogStorageByteSize", N_ ("Size of the backlog"), LK_UNIT_BYTES },
  { "producerCount", N_ ("Producers"), LK_UNIT_NUMBER },
  { "consumerCount", N_ ("Consumers"), LK_UNIT_NUMBER },
  { "subscriptionCount", N_ ("Subscriptions"), LK_UNIT_NUMBER },
};

static const LkFigureField metrics_fields[] = {
  { "readRequestsTotalCount", N_ ("Reads"), LK_UNIT_NUMBER },
  { "writeRequestsTotalCount", N_ ("Writes"), LK_UNIT_NUMBER },
  { "errorsTotalCount", N_ ("Errors"), LK_UNIT_NUMBER, TRUE },
  { "liveDataSizeBytes", N_ ("Live data"), LK_UNIT_BYTES },
};

static const LkFigureField cost_fields[] = {
  { "costPerHourCents", N_ ("Price per hour"), LK_UNIT_CENTS },
  { "costPerDayCents", N_ ("Price per day"), LK_UNIT_CENTS },
  { "costPerMonthCents", N_ ("Price per month"), LK_UNIT_CENTS },
  { "costPerMonthParkedCents", N_ ("Price per month while parked"), LK_UNIT_CENTS },
};

static void
add_subscription (LkFigures  *self,
                  const char *name,
                  JsonObject *subscription)
{
  g_autofree char *shown = lk_figures_show (name);
  JsonArray *consumers = lk_json_get_array (subscription, "consumers");
  const guint n_consumers = consumers != NULL ? json_array_get_length (consumers) : 0;
  double backlog = 0;

  /* Translators: %s is the name of a subscription */
  lk_figures_set_group (self, g_strdup_printf (_("Subscription %s"), shown));
  /* What waits waits for nobody. */
  if (lk_figures_get_number (subscription, "msgBacklog", &backlog))
    lk_figures_add_number (self, _("Backlog"), backlog, LK_UNIT_MESSAGES,
                           backlog > 0 && consumers != NULL && n_consumers == 0);
  if (consumers != NULL)
    lk_figures_add_number (self, _("Consumers"), n_consumers, LK_UNIT_NUMBER, backlog > 0 && n_consumers == 0);
  lk_figures_add_fields (self, subscription, subscription_fields, G_N_ELEMENTS (subscription_fields));
  lk_figures_add_text (self, subscription, "type", _("Type"), FALSE);
}

static void
add_topic (LkFigures  *self,
           JsonObject *object)
{
  JsonArray *publishers = lk_json_get_array (object, "publishers");
  JsonObject *subscriptions = lk_json_get_object (object, "subscriptions");
  JsonObject *partitions = lk_json_get_object (object, "partitions");
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  lk_figures_add_fields (self, object, topic_fields, G_N_ELEMENTS (topic_fields));
  if (partitions != NULL && json_object_get_size (partitions) > 0)
    lk_figures_add_number (self, _("Partitions"), json_object_get_size (partitions), LK_UNIT_NUMBER, FALSE);
  if (publishers != NULL)
    lk_figures_add_number (self, _("Producers"), json_array_get_length (publishers), LK_UNIT_NUMBER, FALSE);
  if (subscriptions == NULL)
    return;

  lk_figures_add_number (self, _("Subscriptions"), json_object_get_size (subscriptions), LK_UNIT_NUMBER, FALSE);
  json_object_iter_init_ordered (&iter, subscriptions);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    if (JSON_NODE_HOLDS_OBJECT (node))
      add_subscription (self, name, json_node_get_object (node));
}

/* Of all namespaces together. */
static void
add_totals (LkFigures  *self,
            JsonObject *object)
{
  double totals[G_N_ELEMENTS (usage_fields)] = { 0 };
  gboolean known[G_N_ELEMENTS (usage_fields)] = { FALSE };
  JsonObjectIter iter;
  JsonNode *node;
  guint n = 0;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, NULL, &node))
    {
      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;
      n++;
      for (guint i = 0; i < G_N_ELEMENTS (usage_fields); i++)
        {
          double number;

          if (lk_figures_get_number (json_node_get_object (node), usage_fields[i].key, &number))
            {
              totals[i] += number;
              known[i] = TRUE;
            }
        }
    }

  lk_figures_add_number (self, _("Namespaces"), n, LK_UNIT_NUMBER, FALSE);
  for (guint i = 0; n > 1 && i < G_N_ELEMENTS (usage_fields); i++)
    if (known[i])
      lk_figures_add_number (self, g_dgettext (GETTEXT_PACKAGE, usage_fields[i].label), totals[i], usage_fields[i].unit,
                             FALSE);
}

static void
add_usage (LkFigures  *self,
           JsonObject *object)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  add_totals (self, object);
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    if (JSON_NODE_HOLDS_OBJECT (node))
      {
        JsonObject *usage = json_node_get_object (node);

        lk_figures_set_group (self, lk_figures_show (name));
        lk_figures_add_fields (self, usage, usage_fields, G_N_ELEMENTS (usage_fields));
        lk_figures_add_moment (self, usage, "updatedAt", _("As of"));
      }
}

/* Two texts that belong together; either may not be there. */
static void
add_pair (LkFigures  *self,
          JsonObject *object,
          const char *first_key,
          const char *second_key,
          const char *label)
{
  const char *texts[] = { lk_json_get_string (object, first_key), lk_json_get_string (object, second_key) };
  g_autoptr (GString) both = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i] != NULL && *texts[i] != '\0')
      {
        g_autofree char *shown = lk_figures_show (texts[i]);

        g_string_append_printf (both, "%s%s", both->len > 0 ? ", " : "", shown);
      }
  if (both->len > 0)
    lk_figures_add (self, label, both->str, FALSE);
}

static void
add_database (LkFigures  *self,
              JsonObject *database,
              gboolean    usage)
{
  JsonObject *info = lk_json_get_object (database, "info");
  JsonObject *metrics = lk_json_get_object (database, "metrics");
  JsonObject *cost = lk_json_get_object (database, "cost");
  const char *name = info != NULL ? lk_json_get_string (info, "name") : NULL;
  const char *id = lk_json_get_string (database, "id");
  const char *status = lk_json_get_string (database, "status");
  const char *shown = name != NULL && *name != '\0' ? name : id;

  lk_figures_set_group (self, shown != NULL ? lk_figures_show (shown) : g_strdup (_("Untitled Database")));
  if (!usage)
    lk_figures_add_text (self, database, "status", _("Status"), status != NULL && g_ascii_strcasecmp (status, "ERROR") == 0);
  if (usage && metrics != NULL)
    lk_figures_add_fields (self, metrics, metrics_fields, G_N_ELEMENTS (metrics_fields));
  if (usage && cost != NULL)
    lk_figures_add_fields (self, cost, cost_fields, G_N_ELEMENTS (cost_fields));
  if (!usage && info != NULL)
    {
      add_pair (self, info, "cloudProvider", "region", _("Place"));
      add_pair (self, info, "tier", "dbType", _("Kind"));
      lk_figures_add_text (self, info, "keyspace", _("Keyspace"), FALSE);
    }
  if (!usage)
    {
      lk_figures_add_moment (self, database, "creationTime", C_ ("database", "Created"));
      lk_figures_add_text (self, database, "id", _("Database ID"), FALSE);
    }
  lk_figures_add_moment (self, database, "lastUsageTime", _("Last used"));
}

static void
add_databases (LkFigures *self,
               JsonNode  *node,
               gboolean   usage)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (array == NULL)
    {
      add_database (self, json_node_get_object (node), usage);
      return;
    }

  lk_figures_add_number (self, _("Databases"), json_array_get_length (array), LK_UNIT_NUMBER, FALSE);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *database = lk_json_array_get_object (array, i);

      if (database != NULL)
        add_database (self, database, usage);
    }
}

static void
add_names (LkFigures  *self,
           JsonArray  *array,
           const char *label,
           const char *one_label)
{
  lk_figures_add_number (self, label, json_array_get_length (array), LK_UNIT_NUMBER, FALSE);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        {
          g_autofree char *shown = lk_figures_show (json_node_get_string (node));

          lk_figures_add (self, one_label, shown, FALSE);
        }
    }
}

static void
add_clusters (LkFigures *self,
              JsonArray *array)
{
  lk_figures_add_number (self, _("Clusters"), json_array_get_length (array), LK_UNIT_NUMBER, FALSE);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *cluster = lk_json_array_get_object (array, i);
      const char *name = cluster != NULL ? lk_json_get_string (cluster, "clusterName") : NULL;

      if (name == NULL)
        continue;
      lk_figures_set_group (self, lk_figures_show (name));
      add_pair (self, cluster, "cloudProvider", "cloudRegion", _("Place"));
      lk_figures_add_text (self, cluster, "clusterType", _("Kind"), FALSE);
      lk_figures_add_text (self, cluster, "webServiceUrl", _("Web service"), FALSE);
      lk_figures_add_text (self, cluster, "brokerServiceUrl", _("Broker"), FALSE);
      lk_figures_add_text (self, cluster, "websocketUrl", _("WebSocket"), FALSE);
    }
}

static void
add_regions (LkFigures  *self,
             JsonObject *object)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    if (JSON_NODE_HOLDS_ARRAY (node))
      {
        g_auto (GStrv) regions = lk_json_get_strv (object, name);
        g_autofree char *joined = g_strjoinv (", ", regions);
        g_autofree char *label = lk_figures_show (name);
        g_autofree char *value = lk_figures_show (joined);

        lk_figures_add (self, label, value, FALSE);
      }
}

/* The documents print some answers as a member of an object. */
static JsonNode *
unwrap (JsonNode *root)
{
  JsonNode *body = JSON_NODE_HOLDS_OBJECT (root) && json_object_get_size (json_node_get_object (root)) == 1
                     ? lk_json_get_member (json_node_get_object (root), "Body")
                     : NULL;

  return body != NULL ? body : root;
}

static gboolean
has_shape (LkTokenTaskCall  call,
           JsonNode        *node)
{
  switch (call)
    {
    case LK_TOKEN_TASK_NAMESPACES:
    case LK_TOKEN_TASK_TOPICS:
    case LK_TOKEN_TASK_SINKS:
    case LK_TOKEN_TASK_SOURCES:
    case LK_TOKEN_TASK_CLUSTERS:
      return JSON_NODE_HOLDS_ARRAY (node);

    case LK_TOKEN_TASK_DATABASES_USAGE:
    case LK_TOKEN_TASK_DATABASES:
      return JSON_NODE_HOLDS_ARRAY (node) || JSON_NODE_HOLDS_OBJECT (node);

    case LK_TOKEN_TASK_USAGE:
    case LK_TOKEN_TASK_TOPIC_STATS:
    case LK_TOKEN_TASK_SINK_STATUS:
    case LK_TOKEN_TASK_SOURCE_STATUS:
    case LK_TOKEN_TASK_REGIONS:
      return JSON_NODE_HOLDS_OBJECT (node);

    case LK_TOKEN_TASK_TENANTS:
    case LK_TOKEN_TASK_CREATE_TOKEN:
    case LK_TOKEN_TASK_CREATE_PULSAR_TOKEN:
    case LK_TOKEN_TASK_CONNECT:
    default:
      return FALSE;
    }
}

static void
add (LkFigures       *self,
     LkTokenTaskCall  call,
     JsonNode        *node)
{
  switch (call)
    {
    case LK_TOKEN_TASK_DATABASES_USAGE:
    case LK_TOKEN_TASK_DATABASES:
      add_databases (self, node, call == LK_TOKEN_TASK_DATABASES_USAGE);
      break;

    case LK_TOKEN_TASK_USAGE:
      add_usage (self, json_node_get_object (node));
      break;

    case LK_TOKEN_TASK_TOPIC_STATS:
      add_topic (self, json_node_get_object (node));
      break;

    case LK_TOKEN_TASK_SINK_STATUS:
    case LK_TOKEN_TASK_SOURCE_STATUS:
      lk_figures_add_connector (self, json_node_get_object (node), call == LK_TOKEN_TASK_SINK_STATUS);
      break;

    case LK_TOKEN_TASK_NAMESPACES:
      add_names (self, json_node_get_array (node), _("Namespaces"), _("Namespace"));
      break;

    case LK_TOKEN_TASK_TOPICS:
      add_names (self, json_node_get_array (node), _("Topics"), _("Topic"));
      break;

    case LK_TOKEN_TASK_SINKS:
      add_names (self, json_node_get_array (node), _("Sink connectors"), _("Sink connector"));
      break;

    case LK_TOKEN_TASK_SOURCES:
      add_names (self, json_node_get_array (node), _("Source connectors"), _("Source connector"));
      break;

    case LK_TOKEN_TASK_CLUSTERS:
      add_clusters (self, json_node_get_array (node));
      break;

    case LK_TOKEN_TASK_REGIONS:
      add_regions (self, json_node_get_object (node));
      break;

    case LK_TOKEN_TASK_TENANTS:
    case LK_TOKEN_TASK_CREATE_TOKEN:
    case LK_TOKEN_TASK_CREATE_PULSAR_TOKEN:
    case LK_TOKEN_TASK_CONNECT:
    default:
      break;
    }
}

/**
 * lk_figures_read:
 * @call: the call of a runnable task
 * @answer: what came
 * @error: return location for %LK_ASTRA_ERROR_MALFORMED
 *
 * Reads what an answer tells. What is not there, or is something else than it should be, is left out.
 *
 * Returns: (transfer full): a list model of #LkFigure, or %NULL with @error set
 */
GListModel *
lk_figures_read (LkTokenTaskCall   call,
                 GBytes           *answer,
                 GError          **error)
{
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GListStore) store = NULL;
  LkFigures figures = { NULL };
  JsonNode *node;

  g_return_val_if_fail (answer != NULL, NULL);

  root = lk_json_parse (answer, error);
  if (root == NULL)
    return NULL;
  node = unwrap (root);
  if (!has_shape (call, node))
    {
      g_set_error_literal (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_MALFORMED, _("Astra’s answer could not be understood"));
      return NULL;
    }

  store = g_list_store_new (LK_TYPE_FIGURE);
  figures.store = store;
  add (&figures, call, node);
  lk_figures_set_group (&figures, NULL);

  return G_LIST_MODEL (g_steal_pointer (&store));
}

/* Clean, line by line. */
static char *
clean_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *line = g_steal_pointer (&lines[i]);

      lines[i] = lk_text_clean (line);
    }

  return g_strjoinv ("\n", lines);
}

/**
 * lk_figures_read_json:
 * @answer: what came
 * @error: return location for %LK_ASTRA_ERROR_MALFORMED
 *
 * Lays an answer out for reading. What could be a token is hidden, characters that cannot be seen are replaced, and what is
 * very long ends in an ellipsis.
 *
 * Returns: (transfer full): the text, or %NULL with @error set
 */
char *
lk_figures_read_json (GBytes  *answer,
                      GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *redacted = NULL;
  gsize length;
  const char *data;

  g_return_val_if_fail (answer != NULL, NULL);

  data = g_bytes_get_data (answer, &length);
  text = lk_json_lay_out (data, length, MAX_JSON_LENGTH);
  if (text == NULL)
    {
      g_set_error_literal (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_MALFORMED, _("Astra’s answer could not be understood"));
      return NULL;
    }
  redacted = lk_redact_tokens (text);

  return clean_lines (redacted);
}
