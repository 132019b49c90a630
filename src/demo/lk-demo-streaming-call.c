/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-demo-streaming-call.h"

#include "lk-demo-pulsar.h"

#include <string.h>

#define TENANTS_PATH "/v2/streaming/tenants"
#define CLUSTERS_PATH "/v2/streaming/clusters"
#define PROVIDERS_PATH "/v2/streaming/providers"
#define USAGE_PATH "/v2/stats/namespaces/"
#define ADMIN_USAGE_PATH "/admin" USAGE_PATH
#define DATABASES_PATH "/v2/databases"
#define N_ADMIN_PARTS 3 /* empty, admin, v2 or v3 */
#define DAY_S (24 * 60 * 60)

/* The parts of a path below a tenant: tenant, what, and maybe an id. NULL if it is none. */
static GStrv
split_tenant_path (const char *path)
{
  g_auto (GStrv) parts = NULL;

  if (!g_str_has_prefix (path, "/v2/streaming/tenants/") && !g_str_has_prefix (path, "/v3/streaming/tenants/"))
    return NULL;

  parts = g_strsplit (path + strlen ("/v2/streaming/tenants/"), "/", -1);

  return g_strv_length (parts) >= 2 ? g_steal_pointer (&parts) : NULL;
}

static LkDemoOperation
find_tenant_operation (const char *method,
                       gboolean    newer,
                       GStrv       parts)
{
  gboolean get = g_str_equal (method, SOUP_METHOD_GET);
  gboolean post = g_str_equal (method, SOUP_METHOD_POST);
  guint n_parts = g_strv_length (parts);

  if (newer)
    return post && n_parts == 2 && g_str_equal (parts[1], "tokens") ? LK_DEMO_OPERATION_PULSAR_CREATE
                                                                     : LK_DEMO_OPERATION_UNKNOWN;
  if (get && n_parts == 2 && g_str_equal (parts[1], "limits"))
    return LK_DEMO_OPERATION_LIMITS;
  if (!g_str_equal (parts[1], "tokens"))
    return LK_DEMO_OPERATION_UNKNOWN;
  if (n_parts == 2)
    return get ? LK_DEMO_OPERATION_PULSAR_LIST
               : post ? LK_DEMO_OPERATION_PULSAR_CREATE_V2 : LK_DEMO_OPERATION_UNKNOWN;
  if (n_parts == 3)
    return get ? LK_DEMO_OPERATION_PULSAR_GET
               : g_str_equal (method, SOUP_METHOD_DELETE) ? LK_DEMO_OPERATION_PULSAR_DELETE : LK_DEMO_OPERATION_UNKNOWN;

  return LK_DEMO_OPERATION_UNKNOWN;
}

/**
 * lk_demo_streaming_call_find_operation:
 * @method: an HTTP method
 * @path: a decoded path
 *
 * Tells which operation of the streaming half a call asks for.
 *
 * Returns: the operation, maybe %LK_DEMO_OPERATION_UNKNOWN
 */
LkDemoOperation
lk_demo_streaming_call_find_operation (const char *method,
                                       const char *path)
{
  g_auto (GStrv) parts = split_tenant_path (path);
  gboolean get = g_str_equal (method, SOUP_METHOD_GET);

  if (parts != NULL)
    return find_tenant_operation (method, g_str_has_prefix (path, "/v3/"), parts);
  if (get && g_str_equal (path, TENANTS_PATH))
    return LK_DEMO_OPERATION_TENANTS;
  if (get && (g_str_equal (path, CLUSTERS_PATH) || g_str_equal (path, PROVIDERS_PATH)))
    return LK_DEMO_OPERATION_OFFER;
  if (get && (g_str_has_prefix (path, USAGE_PATH) || g_str_has_prefix (path, ADMIN_USAGE_PATH)))
    return LK_DEMO_OPERATION_USAGE;
  if (get && (g_str_has_prefix (path, "/admin/v2/") || g_str_has_prefix (path, "/admin/v3/")))
    return LK_DEMO_OPERATION_ADMIN;
  if (get && (g_str_equal (path, DATABASES_PATH) || g_str_has_prefix (path, DATABASES_PATH "/")))
    return LK_DEMO_OPERATION_DATABASES;

  return LK_DEMO_OPERATION_UNKNOWN;
}

/**
 * lk_demo_streaming_call_refuse:
 * @answer: an empty answer
 * @status: an HTTP status
 * @reason: (nullable): words for it; %NULL for an empty body
 *
 * Refuses as the streaming half does.
 */
void
lk_demo_streaming_call_refuse (LkDemoAnswer *answer,
                               guint         status,
                               const char   *reason)
{
  g_autoptr (JsonBuilder) builder = NULL;
  g_autoptr (JsonNode) root = NULL;

  if (reason == NULL)
    {
      answer->status = status;
      return;
    }

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "reason");
  json_builder_add_string_value (builder, reason);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  lk_demo_answer_set_json (answer, status, root);
}

static void
answer_json (LkDemoAnswer *answer,
             JsonNode     *owned_node)
{
  g_autoptr (JsonNode) node = owned_node;

  if (node != NULL)
    lk_demo_answer_set_json (answer, SOUP_STATUS_OK, node);
  else
    lk_demo_streaming_call_refuse (answer, SOUP_STATUS_NOT_FOUND, "no such thing");
}

static LkDemoTenant *
authenticate_pulsar (LkDemoWorld       *world,
                     SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *value = soup_message_headers_get_one (headers, "Authorization");

  if (value == NULL || g_ascii_strncasecmp (value, "Bearer ", strlen ("Bearer ")) != 0)
    return NULL;

  for (guint i = 0; i < world->orgs->len; i++)
    {
      LkDemoStreaming *streaming = g_hash_table_lookup (world->streaming, world->orgs->pdata[i]);
      LkDemoTenant *tenant = lk_demo_streaming_authenticate (streaming, value + strlen ("Bearer "));

      if (tenant != NULL)
        return tenant;
    }

  return NULL;
}

/**
 * lk_demo_streaming_call_admin:
 * @world: the organizations
 * @message: the call
 * @path: its decoded path, below `/admin`
 * @answer: an empty answer, to be filled
 *
 * Does what a call of Pulsar's administration asks for. It takes a Pulsar token, and refuses with 401 both a bad one
 * and a good one of another tenant.
 */
void
lk_demo_streaming_call_admin (LkDemoWorld       *world,
                              SoupServerMessage *message,
                              const char        *path,
                              LkDemoAnswer      *answer)
{
  LkDemoTenant *tenant = authenticate_pulsar (world, message);
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);
  GStrv rest = parts + N_ADMIN_PARTS;

  if (g_strv_length (parts) == N_ADMIN_PARTS + 2 && g_str_equal (rest[1], "builtinsinks"))
    answer_json (answer, json_from_string ("[]", NULL));
  else if (tenant == NULL || g_strv_length (parts) < N_ADMIN_PARTS + 2 || !g_str_equal (rest[1], tenant->name))
    lk_demo_streaming_call_refuse (answer, SOUP_STATUS_UNAUTHORIZED, "unauthorized");
  else
    answer_json (answer, lk_demo_pulsar_admin_to_json (tenant, rest));
}

/* A number of whole units, of which the older documents know a few. */
static gboolean
read_lifetime (const char *text,
               gint64     *lifetime_s)
{
  static const struct
  {
    char   unit;
    gint64 seconds;
  } units[] = { { 'm', 60 }, { 'h', 60 * 60 }, { 'd', DAY_S }, { 'y', 365 * DAY_S } };
  char *end;
  gint64 number = g_ascii_strtoll (text, &end, 10);

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      if (end != text && end[0] == units[i].unit && end[1] == '\0' && number > 0 && number <= 100000)
        {
          *lifetime_s = number * units[i].seconds;
          return TRUE;
        }
    }

  return FALSE;
}

static gboolean
read_request (SoupServerMessage *message,
              gint64            *lifetime_s)
{
  g_autoptr (GBytes) bytes = soup_message_body_flatten (soup_server_message_get_request_body (message));
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root;
  JsonNode *node;

  *lifetime_s = 0;
  if (g_bytes_get_size (bytes) == 0)
    return TRUE;
  if (!json_parser_load_from_data (parser, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), NULL))
    return FALSE;

  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return FALSE;

  node = json_object_get_member (json_node_get_object (root), "exp");

  return node == NULL || (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING &&
                          read_lifetime (json_node_get_string (node), lifetime_s));
}

static void
create_token (LkDemoStreaming   *streaming,
              LkDemoTenant      *tenant,
              SoupServerMessage *message,
              gboolean           newer,
              gboolean           lie,
              LkDemoAnswer      *answer)
{
  g_autoptr (JsonBuilder) builder = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;
  const LkDemoPulsarToken *token;
  gint64 lifetime_s = 0;

  if (newer && !read_request (message, &lifetime_s))
    {
      lk_demo_streaming_call_refuse (answer, SOUP_STATUS_UNPROCESSABLE_ENTITY, "exp is no number with a unit");
      return;
    }

  token = lk_demo_streaming_create_token (streaming, tenant, lifetime_s);
  if (token == NULL)
    {
      lk_demo_streaming_call_refuse (answer, SOUP_STATUS_CONFLICT, NULL);
      return;
    }

  text = lk_demo_streaming_sign (streaming, tenant, token);
  if (!newer && !tenant->as_strings)
    {
      lk_demo_answer_set_text (answer, SOUP_STATUS_CREATED, text);
    }
  else
    {
      builder = json_builder_new ();
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "id");
      json_builder_add_string_value (builder, token->id);
      json_builder_set_member_name (builder, newer ? "rolename" : "subject");
      json_builder_add_string_value (builder, newer ? "admin" : "client");
      json_builder_set_member_name (builder, "token");
      json_builder_add_string_value (builder, text);
      json_builder_end_object (builder);
      root = json_builder_get_root (builder);
      lk_demo_answer_set_json (answer, SOUP_STATUS_CREATED, root);
    }
  if (lie)
    lk_demo_streaming_delete_token (tenant, token->id);
}

static void
answer_token (LkDemoStreaming *streaming,
              LkDemoTenant    *tenant,
              const char      *id,
              LkDemoAnswer    *answer)
{
  const LkDemoPulsarToken *token = lk_demo_streaming_find_token (tenant, id);
  g_autofree char *text = token != NULL ? lk_demo_streaming_sign (streaming, tenant, token) : NULL;

  if (text != NULL)
    lk_demo_answer_set_text (answer, SOUP_STATUS_OK, text);
  else
    lk_demo_streaming_call_refuse (answer, SOUP_STATUS_NOT_FOUND, NULL);
}

static void
perform_on_tenant (LkDemoStreaming   *streaming,
                   SoupServerMessage *message,
                   LkDemoOperation    operation,
                   GStrv              parts,
                   gboolean           lie,
                   LkDemoAnswer      *answer)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *cluster = soup_message_headers_get_one (headers, "X-DataStax-Pulsar-Cluster");
  LkDemoTenant *tenant = cluster != NULL ? lk_demo_streaming_find_tenant (streaming, cluster, parts[0]) : NULL;

  if (tenant == NULL)
    {
      lk_demo_streaming_call_refuse (answer, SOUP_STATUS_NOT_FOUND, NULL);
      return;
    }

  if (operation == LK_DEMO_OPERATION_LIMITS)
    answer_json (answer, lk_demo_pulsar_limits_to_json (tenant));
  else if (operation == LK_DEMO_OPERATION_PULSAR_LIST)
    answer_json (answer, lk_demo_streaming_tokens_to_json (streaming, tenant));
  else if (operation == LK_DEMO_OPERATION_PULSAR_GET)
    answer_token (streaming, tenant, parts[2], answer);
  else if (operation == LK_DEMO_OPERATION_PULSAR_CREATE || operation == LK_DEMO_OPERATION_PULSAR_CREATE_V2)
    create_token (streaming, tenant, message, operation == LK_DEMO_OPERATION_PULSAR_CREATE, lie, answer);
  else if (lie || lk_demo_streaming_delete_token (tenant, parts[2]))
    answer->status = SOUP_STATUS_OK;
  else
    lk_demo_streaming_call_refuse (answer, SOUP_STATUS_NOT_FOUND, NULL);
}

static void
answer_usage (LkDemoStreaming   *streaming,
              SoupServerMessage *message,
              const char        *path,
              LkDemoAnswer      *answer)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *cluster = soup_message_headers_get_one (headers, "X-DataStax-Pulsar-Cluster");
  LkDemoTenant *tenant = lk_demo_streaming_find_tenant (streaming, cluster, strrchr (path, '/') + 1);

  answer_json (answer, tenant != NULL ? lk_demo_pulsar_usage_to_json (tenant) : NULL);
}

/**
 * lk_demo_streaming_call_perform:
 * @world: the organizations
 * @org: whose application token the call came with; it may do this
 * @message: the call, with its whole body
 * @operation: what it asks for
 * @path: its decoded path
 * @lie: whether creating or deleting shall only be claimed
 * @answer: an empty answer, to be filled
 *
 * Does what a call of the streaming half asks for.
 */
void
lk_demo_streaming_call_perform (LkDemoWorld       *world,
                                LkDemoOrg         *org,
                                SoupServerMessage *message,
                                LkDemoOperation    operation,
                                const char        *path,
                                gboolean           lie,
                                LkDemoAnswer      *answer)
{
  LkDemoStreaming *streaming = g_hash_table_lookup (world->streaming, org);
  g_auto (GStrv) parts = split_tenant_path (path);

  if (operation == LK_DEMO_OPERATION_TENANTS)
    answer_json (answer, lk_demo_streaming_tenants_to_json (streaming, world->url));
  else if (operation == LK_DEMO_OPERATION_OFFER)
    answer_json (answer, g_str_equal (path, CLUSTERS_PATH) ? lk_demo_pulsar_clusters_to_json (world->url)
                                                           : lk_demo_pulsar_providers_to_json ());
  else if (operation == LK_DEMO_OPERATION_USAGE)
    answer_usage (streaming, message, path, answer);
  else if (operation == LK_DEMO_OPERATION_DATABASES)
    answer_json (answer, lk_demo_pulsar_databases_to_json (lk_demo_org_get_id (org),
                                                           path[strlen (DATABASES_PATH)] == '/'
                                                             ? path + strlen (DATABASES_PATH "/")
                                                             : NULL));
  else
    perform_on_tenant (streaming, message, operation, parts, lie, answer);
}
