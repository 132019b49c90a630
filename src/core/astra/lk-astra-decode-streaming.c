/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-astra-decode-streaming.h"

#include "lk-astra-error.h"
#include "lk-json.h"
#include "lk-numeric-date.h"
#include "lk-pulsar-subject.h"

#include <glib/gi18n-lib.h>

static gpointer
set_malformed (GError     **error,
               const char  *message)
{
  g_set_error_literal (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_MALFORMED, message);

  return NULL;
}

/* What the answer is about: the specification wraps some in an object with the one member `Body`. */
static JsonNode *
unwrap (JsonNode *root)
{
  JsonNode *body = JSON_NODE_HOLDS_OBJECT (root) ? lk_json_get_member (json_node_get_object (root), "Body") : NULL;

  return body != NULL ? body : root;
}

/* Codes are strings in one place and numbers in another. */
static char *
dup_text (JsonObject *object,
          const char *key)
{
  JsonNode *node = lk_json_get_member (object, key);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_dup_string (node);
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));

  return NULL;
}

static LkTenant *
decode_tenant (JsonObject *object)
{
  char *values[LK_TENANT_N_FIELDS + 1] = { NULL };
  const char *name = lk_json_get_string (object, lk_tenant_field_get_key (LK_TENANT_NAME));
  const char *cluster = lk_json_get_string (object, lk_tenant_field_get_key (LK_TENANT_CLUSTER));
  LkTenant *tenant;

  if (name == NULL || *name == '\0' || cluster == NULL || *cluster == '\0')
    return NULL;

  for (guint i = 0; i < LK_TENANT_N_FIELDS; i++)
    values[i] = dup_text (object, lk_tenant_field_get_key ((LkTenantField) i));
  tenant = lk_tenant_new ((const char *const *) values);
  for (guint i = 0; i < LK_TENANT_N_FIELDS; i++)
    g_free (values[i]);

  return tenant;
}

/**
 * lk_astra_decode_tenants:
 * @body: the answer of `GET /v2/streaming/tenants`, a bare array, without the values of `pulsarToken`
 * @error: return location for %LK_ASTRA_ERROR_MALFORMED
 *
 * Reads the tenants. All but their two names may be missing.
 *
 * Returns: (transfer full) (element-type LkTenant): the tenants, or %NULL with @error set
 */
GPtrArray *
lk_astra_decode_tenants (GBytes  *body,
                         GError **error)
{
  g_autoptr (JsonNode) root = lk_json_parse (body, error);
  g_autoptr (GPtrArray) tenants = NULL;
  JsonNode *list;
  JsonArray *array;

  if (root == NULL)
    return NULL;

  list = unwrap (root);
  if (!JSON_NODE_HOLDS_ARRAY (list))
    return set_malformed (error, _("Astra’s list of tenants could not be understood"));

  array = json_node_get_array (list);
  tenants = g_ptr_array_new_full (json_array_get_length (array), g_object_unref);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *object = lk_json_array_get_object (array, i);
      LkTenant *tenant = object != NULL ? decode_tenant (object) : NULL;

      if (tenant == NULL)
        return set_malformed (error, _("Astra’s list of tenants could not be understood"));
      g_ptr_array_add (tenants, tenant);
    }

  return g_steal_pointer (&tenants);
}

static int
get_limit (JsonObject *object,
           const char *key)
{
  g_autofree char *text = dup_text (object, key);
  gint64 number = LK_TENANT_LIMIT_UNKNOWN;

  if (text == NULL || !g_ascii_string_to_signed (text, 10, 0, G_MAXINT, &number, NULL))
    return LK_TENANT_LIMIT_UNKNOWN;

  return (int) number;
}

/**
 * lk_astra_decode_limits:
 * @body: the answer of `GET /v2/streaming/tenants/{tenant}/limits`, an object, or an array of one
 * @error: return location for %LK_ASTRA_ERROR_MALFORMED
 *
 * Reads the limits of a tenant.
 *
 * Returns: (transfer full): the limits, to be freed with g_free(), or %NULL with @error set
 */
LkTenantLimits *
lk_astra_decode_limits (GBytes  *body,
                        GError **error)
{
  g_autoptr (JsonNode) root = lk_json_parse (body, error);
  LkTenantLimits *limits;
  JsonObject *object = NULL;
  JsonArray *usage;
  JsonNode *node;

  if (root == NULL)
    return NULL;

  node = unwrap (root);
  if (JSON_NODE_HOLDS_OBJECT (node))
    object = json_node_get_object (node);
  else if (JSON_NODE_HOLDS_ARRAY (node) && json_array_get_length (json_node_get_array (node)) > 0)
    object = lk_json_array_get_object (json_node_get_array (node), 0);
  if (object == NULL)
    return set_malformed (error, _("Astra’s limits of the tenant could not be understood"));

  usage = lk_json_get_array (object, "usage");
  limits = g_new0 (LkTenantLimits, 1);
  limits->n_namespaces = usage != NULL ? (int) json_array_get_length (usage) : LK_TENANT_LIMIT_UNKNOWN;
  limits->namespace_limit = get_limit (object, "namespace_limit");
  limits->topic_limit = get_limit (object, "topic_per_namespace_limit");

  return limits;
}

static GDateTime *
get_claim_time (JsonObject *object,
                const char *key)
{
  GDateTime *moment;

  lk_numeric_date_read (lk_json_get_member (object, key), &moment);

  return moment;
}

static LkPulsarToken *
decode_pulsar_token (JsonObject *object,
                     LkTenant   *tenant)
{
  g_autoptr (GDateTime) issued = get_claim_time (object, "iat");
  g_autoptr (GDateTime) expiry = get_claim_time (object, "exp");
  const char *text = lk_json_get_string (object, "sub");
  g_autoptr (LkPulsarSubject) subject = lk_pulsar_subject_new (text != NULL ? text : "");
  const char *id = lk_json_get_string (object, "tokenid");

  /* The subject ends with it too. */
  if (id == NULL || *id == '\0')
    id = subject->token_id;

  return g_object_new (LK_TYPE_PULSAR_TOKEN,
                       "tenant-name", lk_tenant_get_name (tenant),
                       "cluster-name", lk_tenant_get_cluster (tenant),
                       "id", id,
                       "subject", text,
                       "issuer", lk_json_get_string (object, "iss"),
                       "issued", issued,
                       "expiry", expiry,
                       /* A row without an end is one that does not tell it. */
                       "expiry-known", expiry != NULL,
                       NULL);
}

/**
 * lk_astra_decode_pulsar_tokens:
 * @body: the answer of `GET /v2/streaming/tenants/{tenant}/tokens`, a bare array of claims
 * @tenant: the tenant whose they are; only its names are read
 * @error: return location for %LK_ASTRA_ERROR_MALFORMED
 *
 * Reads the list of Pulsar tokens; it holds no secrets. Every claim may be missing, and each number may be a string.
 *
 * Returns: (transfer full) (element-type LkPulsarToken): the tokens, or %NULL with @error set
 */
GPtrArray *
lk_astra_decode_pulsar_tokens (GBytes    *body,
                               LkTenant  *tenant,
                               GError   **error)
{
  g_autoptr (JsonNode) root = lk_json_parse (body, error);
  g_autoptr (GPtrArray) tokens = NULL;
  JsonNode *list;
  JsonArray *array;

  if (root == NULL)
    return NULL;

  list = unwrap (root);
  if (!JSON_NODE_HOLDS_ARRAY (list))
    return set_malformed (error, _("Astra’s list of Pulsar tokens could not be understood"));

  array = json_node_get_array (list);
  tokens = g_ptr_array_new_full (json_array_get_length (array), g_object_unref);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *object = lk_json_array_get_object (array, i);

      if (object == NULL)
        return set_malformed (error, _("Astra’s list of Pulsar tokens could not be understood"));
      g_ptr_array_add (tokens, decode_pulsar_token (object, tenant));
    }

  return g_steal_pointer (&tokens);
}
