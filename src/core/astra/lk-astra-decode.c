/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-astra-decode.h"

#include "lk-app-token.h"
#include "lk-astra-error.h"
#include "lk-json.h"
#include "lk-role.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_SECONDS G_GUINT64_CONSTANT (95617584000) /* the year 5000 */

static gpointer
set_malformed (GError     **error,
               const char  *message)
{
  g_set_error_literal (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_MALFORMED, message);

  return NULL;
}

static JsonNode *
parse_object (GBytes  *body,
              GError **error)
{
  g_autoptr (JsonNode) root = lk_json_parse (body, error);

  if (root != NULL && !JSON_NODE_HOLDS_OBJECT (root))
    return set_malformed (error, _("Astra’s answer could not be understood"));

  return g_steal_pointer (&root);
}

/**
 * lk_astra_decode_org:
 * @body: the answer of `GET /v2/currentOrg`
 * @error: return location for %LK_ASTRA_ERROR_MALFORMED
 *
 * Reads the organization's id.
 *
 * Returns: (transfer full): the UUID, or %NULL with @error set
 */
char *
lk_astra_decode_org (GBytes  *body,
                     GError **error)
{
  g_autoptr (JsonNode) root = parse_object (body, error);
  const char *id;

  if (root == NULL)
    return NULL;

  id = lk_json_get_string (json_node_get_object (root), "id");
  if (id == NULL || !g_uuid_string_is_valid (id))
    return set_malformed (error, _("Astra did not say which organization the token belongs to"));

  return g_strdup (id);
}

/**
 * lk_astra_decode_org_name:
 * @body: the answer of `GET /v2/organizations/users`
 * @error: return location for %LK_ASTRA_ERROR_MALFORMED
 *
 * Reads the organization's name; keys are compared ignoring case.
 *
 * Returns: (transfer full): the name, or %NULL with @error set
 */
char *
lk_astra_decode_org_name (GBytes  *body,
                          GError **error)
{
  g_autoptr (JsonNode) root = parse_object (body, error);
  const char *name;

  if (root == NULL)
    return NULL;

  name = lk_json_get_string (json_node_get_object (root), "orgName");
  if (name == NULL || *name == '\0')
    return set_malformed (error, _("Astra did not name the organization"));

  return g_strdup (name);
}

/* An object, the same as escaped text, or null: all three are sent. */
static JsonNode *
parse_policy (JsonObject *role)
{
  JsonNode *node = lk_json_get_member (role, "policy");
  g_autoptr (JsonNode) parsed = NULL;

  if (node == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_node_ref (node);
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;

  {
    const char *text = json_node_get_string (node);
    g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

    parsed = parse_object (bytes, NULL);
  }

  return g_steal_pointer (&parsed);
}

static LkRole *
decode_role (JsonObject *object)
{
  const char *id = lk_json_get_string (object, "id");
  const char *name = lk_json_get_string (object, "name");
  g_autoptr (JsonNode) policy = NULL;
  g_auto (GStrv) actions = NULL;
  g_auto (GStrv) resources = NULL;

  if (id == NULL || *id == '\0')
    return NULL;

  policy = parse_policy (object);
  if (policy != NULL)
    {
      actions = lk_json_get_strv (json_node_get_object (policy), "actions");
      resources = lk_json_get_strv (json_node_get_object (policy), "resources");
    }

  return lk_role_new (id, name != NULL && *name != '\0' ? name : id, policy != NULL,
                      (const char *const *) actions, (const char *const *) resources);
}

/**
 * lk_astra_decode_roles:
 * @body: the answer of `GET /v2/organizations/roles`, a bare array
 * @error: return location for %LK_ASTRA_ERROR_MALFORMED
 *
 * Reads the roles; keys are compared ignoring case, a policy may be an object, a string or null.
 *
 * Returns: (transfer full) (element-type LkRole): the roles, or %NULL with @error set
 */
GPtrArray *
lk_astra_decode_roles (GBytes  *body,
                       GError **error)
{
  g_autoptr (JsonNode) root = lk_json_parse (body, error);
  g_autoptr (GPtrArray) roles = NULL;
  JsonArray *array;

  if (root == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_ARRAY (root))
    return set_malformed (error, _("Astra’s list of roles could not be understood"));

  array = json_node_get_array (root);
  roles = g_ptr_array_new_full (json_array_get_length (array), g_object_unref);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *object = lk_json_array_get_object (array, i);
      LkRole *role = object != NULL ? decode_role (object) : NULL;

      if (role == NULL)
        return set_malformed (error, _("Astra’s list of roles could not be understood"));
      g_ptr_array_add (roles, role);
    }

  return g_steal_pointer (&roles);
}

/* Seconds since 1970, or milliseconds where seconds would be later than the year 5000. */
static GDateTime *
get_time_of_number (double number)
{
  if (number > (double) MAX_SECONDS)
    number /= 1000;

  return number > 0 && number <= (double) MAX_SECONDS ? g_date_time_new_from_unix_utc ((gint64) number) : NULL;
}

/* ISO 8601 is what the API tells; a number is taken too, also as text. */
static GDateTime *
get_time (JsonObject *object,
          const char *name)
{
  JsonNode *node = lk_json_get_member (object, name);
  const char *text = lk_json_get_string (object, name);
  guint64 number = 0;

  if (text != NULL)
    return g_ascii_string_to_unsigned (text, 10, 0, MAX_SECONDS * 1000, &number, NULL)
             ? get_time_of_number ((double) number)
             : g_date_time_new_from_iso8601 (text, NULL);
  if (node != NULL && JSON_NODE_HOLDS_VALUE (node)
      && (json_node_get_value_type (node) == G_TYPE_INT64 || json_node_get_value_type (node) == G_TYPE_DOUBLE))
    return get_time_of_number (json_node_get_double (node));

  return NULL;
}

static LkAppToken *
decode_token (JsonObject *object)
{
  const char *client_id = lk_json_get_string (object, "clientId");
  g_autoptr (GDateTime) generated_on = NULL;
  g_autoptr (GDateTime) expiry = NULL;
  g_auto (GStrv) roles = NULL;

  if (client_id == NULL || *client_id == '\0')
    return NULL;

  generated_on = get_time (object, "generatedOn");
  expiry = get_time (object, "tokenExpiry");
  roles = lk_json_get_strv (object, "roles");

  return g_object_new (LK_TYPE_APP_TOKEN,
                       "client-id", client_id,
                       "role-ids", roles,
                       "generated-on", generated_on,
                       "description", lk_json_get_string (object, "description"),
                       "token-expiry", expiry,
                       NULL);
}

/**
 * lk_astra_decode_tokens:
 * @body: the answer of `GET /v2/clientIdSecrets`
 * @error: return location for %LK_ASTRA_ERROR_MALFORMED
 *
 * Reads the list of application tokens; it holds no secrets.
 *
 * Returns: (transfer full) (element-type LkAppToken): the tokens, or %NULL with @error set
 */
GPtrArray *
lk_astra_decode_tokens (GBytes  *body,
                        GError **error)
{
  g_autoptr (JsonNode) root = parse_object (body, error);
  g_autoptr (GPtrArray) tokens = NULL;
  JsonArray *array;

  if (root == NULL)
    return NULL;

  array = lk_json_get_array (json_node_get_object (root), "clients");
  if (array == NULL)
    return set_malformed (error, _("Astra’s list of tokens could not be understood"));

  tokens = g_ptr_array_new_full (json_array_get_length (array), g_object_unref);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *object = lk_json_array_get_object (array, i);
      LkAppToken *token = object != NULL ? decode_token (object) : NULL;

      if (token == NULL)
        return set_malformed (error, _("Astra’s list of tokens could not be understood"));
      g_ptr_array_add (tokens, token);
    }

  return g_steal_pointer (&tokens);
}
