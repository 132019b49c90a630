/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-demo-call.h"

#include "lk-demo-streaming-call.h"

#include <string.h>

/* The first two are the real service's; nobody has published the others, so they are ours. */
#define ERROR_ID_MALFORMED_TOKEN 340012
#define ERROR_ID_NO_SUCH_TOKEN 340018
#define ERROR_ID_FORBIDDEN 349403
#define ERROR_ID_NOT_FOUND 349404

#define TOKEN_LENGTH 97
#define CHECKSUM_START 33

#define TOKENS_PATH "/v2/clientIdSecrets"

/**
 * lk_demo_call_find_operation:
 * @method: an HTTP method
 * @path: a decoded path
 *
 * Tells which operation of the API a call asks for.
 *
 * Returns: the operation, maybe %LK_DEMO_OPERATION_UNKNOWN
 */
LkDemoOperation
lk_demo_call_find_operation (const char *method,
                             const char *path)
{
  gboolean get = g_str_equal (method, SOUP_METHOD_GET);

  if (get && g_str_equal (path, "/v2/currentOrg"))
    return LK_DEMO_OPERATION_ORG;

  if (get && g_str_equal (path, "/v2/organizations/users"))
    return LK_DEMO_OPERATION_USERS;

  if (get && g_str_equal (path, "/v2/organizations/roles"))
    return LK_DEMO_OPERATION_ROLES;

  if (get && g_str_equal (path, TOKENS_PATH))
    return LK_DEMO_OPERATION_LIST;

  if (g_str_equal (method, SOUP_METHOD_POST) &&
      (g_str_equal (path, TOKENS_PATH) || g_str_equal (path, "/v2/tokens")))
    return LK_DEMO_OPERATION_CREATE;

  if (g_str_equal (method, SOUP_METHOD_DELETE) && g_str_has_prefix (path, TOKENS_PATH "/"))
    return LK_DEMO_OPERATION_DELETE;

  return lk_demo_streaming_call_find_operation (method, path);
}

/* Whether this is AstraCS:, 24 letters, a colon and 64 lower-case hex digits. */
static gboolean
is_well_formed (const char *token)
{
  if (strlen (token) != TOKEN_LENGTH || !g_str_has_prefix (token, "AstraCS:") || token[CHECKSUM_START - 1] != ':')
    return FALSE;

  for (gsize i = strlen ("AstraCS:"); i < CHECKSUM_START - 1; i++)
    {
      if (!g_ascii_isalpha (token[i]))
        return FALSE;
    }

  for (gsize i = CHECKSUM_START; i < TOKEN_LENGTH; i++)
    {
      if (!g_ascii_isxdigit (token[i]) || g_ascii_isupper (token[i]))
        return FALSE;
    }

  return TRUE;
}

/* Returns the organization whose token came with the call, or NULL with @answer filled. */
static LkDemoOrg *
authenticate (LkDemoWorld        *world,
              SoupServerMessage  *message,
              const LkDemoToken **out_token,
              LkDemoAnswer       *answer)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *value = soup_message_headers_get_one (headers, "Authorization");
  const char *token;

  if (value == NULL || g_ascii_strncasecmp (value, "Bearer ", strlen ("Bearer ")) != 0 ||
      !is_well_formed (value + strlen ("Bearer ")))
    {
      lk_demo_answer_set_error (answer, SOUP_STATUS_UNAUTHORIZED, ERROR_ID_MALFORMED_TOKEN, "invalid token format");
      return NULL;
    }

  token = value + strlen ("Bearer ");
  for (guint i = 0; i < world->orgs->len; i++)
    {
      LkDemoOrg *org = g_ptr_array_index (world->orgs, i);

      *out_token = lk_demo_org_authenticate (org, token);
      if (*out_token != NULL)
        return org;
    }

  lk_demo_answer_set_error (answer, SOUP_STATUS_UNAUTHORIZED, ERROR_ID_NO_SUCH_TOKEN, "no token with that identifier");

  return NULL;
}

/* Gets an optional member that shall be a string. Returns FALSE if it is something else; null is as good as absent. */
static gboolean
read_string (JsonObject  *object,
             const char  *name,
             const char **out_string)
{
  JsonNode *node = json_object_get_member (object, name);

  *out_string = NULL;
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;

  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return FALSE;

  *out_string = json_node_get_string (node);

  return TRUE;
}

/* Returns the roles asked for, or NULL if the list of them is not right. As the real service does, this takes a name
 * where an id belongs; it only counts that. */
static GStrv
read_roles (LkDemoWorld *world,
            LkDemoOrg   *org,
            JsonObject  *object)
{
  JsonNode *node = json_object_get_member (object, "roles");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array;
  guint n_names = 0;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return NULL;

  array = json_node_get_array (node);
  if (json_array_get_length (array) == 0)
    return NULL;

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      const char *role;

      if (!JSON_NODE_HOLDS_VALUE (element) || json_node_get_value_type (element) != G_TYPE_STRING)
        return NULL;

      role = json_node_get_string (element);
      if (!g_uuid_string_is_valid (role))
        n_names++;
      else if (lk_demo_roles_find_by_id (lk_demo_org_get_roles (org), role) == NULL)
        return NULL;

      g_strv_builder_add (builder, role);
    }

  world->n_bad_roles += n_names;

  return g_strv_builder_end (builder);
}

static gboolean
read_expiry (const char *text,
             gint64     *out_expires_us)
{
  g_autoptr (GDateTime) time = NULL;

  *out_expires_us = G_MAXINT64;
  if (text == NULL || text[0] == '\0')
    return TRUE;

  time = g_date_time_new_from_iso8601 (text, NULL);
  if (time == NULL)
    return FALSE;

  *out_expires_us = g_date_time_to_unix (time) * G_USEC_PER_SEC;

  return *out_expires_us > g_get_real_time ();
}

static void
create_token (LkDemoWorld       *world,
              LkDemoOrg         *org,
              SoupServerMessage *message,
              gboolean           lie,
              LkDemoAnswer      *answer)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (JsonNode) created = NULL;
  g_auto (GStrv) roles = NULL;
  const char *org_id;
  const char *description;
  const char *expiry;
  gint64 expires_us;
  JsonNode *root;
  JsonObject *object;

  if (g_bytes_get_size (bytes) == 0 ||
      !json_parser_load_from_data (parser, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), NULL))
    {
      lk_demo_answer_set_text (answer, SOUP_STATUS_BAD_REQUEST, "the body is not JSON");
      return;
    }

  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      lk_demo_answer_set_text (answer, SOUP_STATUS_BAD_REQUEST, "the body is not a JSON object");
      return;
    }

  object = json_node_get_object (root);
  if (!read_string (object, "orgId", &org_id) || !read_string (object, "description", &description) ||
      !read_string (object, "tokenExpiry", &expiry) || !read_expiry (expiry, &expires_us))
    {
      lk_demo_answer_set_text (answer, SOUP_STATUS_BAD_REQUEST, "orgId, description or tokenExpiry is not valid");
      return;
    }

  if (org_id != NULL && g_ascii_strcasecmp (org_id, lk_demo_org_get_id (org)) != 0)
    {
      lk_demo_answer_set_text (answer, SOUP_STATUS_FORBIDDEN, "the token is of another organization");
      return;
    }

  roles = read_roles (world, org, object);
  if (roles == NULL)
    {
      lk_demo_answer_set_text (answer, SOUP_STATUS_BAD_REQUEST,
                               "roles is not a list of ids of this organization's roles");
      return;
    }

  created = lk_demo_org_create_token (org, (const char * const *) roles, description,
                                      expires_us != G_MAXINT64 ? expiry : NULL, expires_us);
  if (lie)
    lk_demo_org_delete_token (org, json_object_get_string_member (json_node_get_object (created), "clientId"));
  lk_demo_answer_set_json (answer, SOUP_STATUS_OK, created);
}

static const char *
needed_action (LkDemoOperation operation)
{
  switch (operation)
    {
    case LK_DEMO_OPERATION_USERS:
      return "org-user-read";
    case LK_DEMO_OPERATION_ROLES:
      return "org-role-read";
    case LK_DEMO_OPERATION_LIST:
      return "org-token-read";
    case LK_DEMO_OPERATION_CREATE:
    case LK_DEMO_OPERATION_DELETE:
      return "org-token-write";
    case LK_DEMO_OPERATION_TENANTS:
    case LK_DEMO_OPERATION_LIMITS:
    case LK_DEMO_OPERATION_PULSAR_LIST:
    case LK_DEMO_OPERATION_PULSAR_GET:
    case LK_DEMO_OPERATION_PULSAR_CREATE:
    case LK_DEMO_OPERATION_PULSAR_CREATE_V2:
    case LK_DEMO_OPERATION_PULSAR_DELETE:
    case LK_DEMO_OPERATION_OFFER:
    case LK_DEMO_OPERATION_USAGE:
      return "org-stream-manage";
    case LK_DEMO_OPERATION_DATABASES:
      return "org-db-view";
    case LK_DEMO_OPERATION_ADMIN:
    case LK_DEMO_OPERATION_ORG:
    case LK_DEMO_OPERATION_ANY:
    case LK_DEMO_OPERATION_UNKNOWN:
    default:
      return NULL;
    }
}

static void
answer_org (LkDemoOrg    *org,
            LkDemoAnswer *answer)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "id");
  json_builder_add_string_value (builder, lk_demo_org_get_id (org));
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  lk_demo_answer_set_json (answer, SOUP_STATUS_OK, root);
}

/**
 * lk_demo_call_perform:
 * @world: the organizations
 * @message: the call, with its whole body
 * @operation: what it asks for
 * @path: its decoded path
 * @lie: whether creating or deleting shall only be claimed
 * @answer: an empty answer, to be filled
 *
 * Does what a call asks for, if its token is good and may do that.
 */
void
lk_demo_call_perform (LkDemoWorld       *world,
                      SoupServerMessage *message,
                      LkDemoOperation    operation,
                      const char        *path,
                      gboolean           lie,
                      LkDemoAnswer      *answer)
{
  const gboolean streaming = operation >= LK_DEMO_OPERATION_TENANTS && operation <= LK_DEMO_OPERATION_USAGE;
  const LkDemoToken *token = NULL;
  const char *action = needed_action (operation);
  g_autoptr (JsonNode) root = NULL;
  LkDemoOrg *org;

  if (operation == LK_DEMO_OPERATION_ADMIN)
    {
      lk_demo_streaming_call_admin (world, message, path, answer);
      return;
    }

  org = authenticate (world, message, &token, answer);
  if (org == NULL)
    return;

  if (action != NULL && !lk_demo_org_allows (org, token, action))
    {
      const char *text = "the token's roles do not allow this";

      if (streaming)
        lk_demo_streaming_call_refuse (answer, SOUP_STATUS_FORBIDDEN, text);
      else if (operation == LK_DEMO_OPERATION_ROLES)
        lk_demo_answer_set_string (answer, SOUP_STATUS_FORBIDDEN, text);
      else
        lk_demo_answer_set_error (answer, SOUP_STATUS_FORBIDDEN, ERROR_ID_FORBIDDEN, text);
      return;
    }

  switch (operation)
    {
    case LK_DEMO_OPERATION_ORG:
      answer_org (org, answer);
      break;

    case LK_DEMO_OPERATION_USERS:
      root = lk_demo_org_users_to_json (org);
      lk_demo_answer_set_json (answer, SOUP_STATUS_OK, root);
      break;

    case LK_DEMO_OPERATION_ROLES:
      root = lk_demo_org_roles_to_json (org);
      lk_demo_answer_set_json (answer, SOUP_STATUS_OK, root);
      break;

    case LK_DEMO_OPERATION_LIST:
      root = lk_demo_org_tokens_to_json (org);
      lk_demo_answer_set_json (answer, SOUP_STATUS_OK, root);
      break;

    case LK_DEMO_OPERATION_CREATE:
      create_token (world, org, message, lie, answer);
      break;

    case LK_DEMO_OPERATION_DELETE:
      if (lie)
        answer->status = SOUP_STATUS_OK;
      else if (lk_demo_org_delete_token (org, path + strlen (TOKENS_PATH "/")))
        answer->status = SOUP_STATUS_NO_CONTENT;
      else
        lk_demo_answer_set_error (answer, SOUP_STATUS_NOT_FOUND, ERROR_ID_NOT_FOUND, "no such client id");
      break;

    case LK_DEMO_OPERATION_TENANTS:
    case LK_DEMO_OPERATION_LIMITS:
    case LK_DEMO_OPERATION_PULSAR_LIST:
    case LK_DEMO_OPERATION_PULSAR_GET:
    case LK_DEMO_OPERATION_PULSAR_CREATE:
    case LK_DEMO_OPERATION_PULSAR_CREATE_V2:
    case LK_DEMO_OPERATION_PULSAR_DELETE:
    case LK_DEMO_OPERATION_OFFER:
    case LK_DEMO_OPERATION_USAGE:
    case LK_DEMO_OPERATION_DATABASES:
      lk_demo_streaming_call_perform (world, org, message, operation, path, lie, answer);
      break;

    case LK_DEMO_OPERATION_ADMIN:
    case LK_DEMO_OPERATION_ANY:
    case LK_DEMO_OPERATION_UNKNOWN:
    default:
      lk_demo_answer_set_error (answer, SOUP_STATUS_NOT_FOUND, ERROR_ID_NOT_FOUND, "no such call");
      break;
    }
}
