/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-json.h"

#include "lk-astra-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * lk_json_parse:
 * @bytes: an answer's body
 * @error: return location for %LK_ASTRA_ERROR_MALFORMED
 *
 * Parses JSON from outside, once lk_json_check() let it through.
 *
 * Returns: (transfer full): the root, never %NULL without @error set
 */
JsonNode *
lk_json_parse (GBytes  *bytes,
               GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  if (!lk_json_check (data, length) || !json_parser_load_from_data (parser, data, (gssize) length, NULL))
    {
      g_set_error_literal (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_MALFORMED,
                           _("Astra’s answer could not be understood"));
      return NULL;
    }

  return json_parser_steal_root (parser);
}

/**
 * lk_json_get_member:
 * @object: an object from outside
 * @name: a key
 *
 * Finds a member, its key compared exactly first and then ignoring case: specification and samples of the service
 * disagree about case.
 *
 * Returns: (transfer none) (nullable): the member
 */
JsonNode *
lk_json_get_member (JsonObject *object,
                    const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  JsonObjectIter iter;
  const char *key;
  JsonNode *candidate;

  if (node != NULL)
    return node;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &key, &candidate))
    if (g_ascii_strcasecmp (key, name) == 0)
      return candidate;

  return NULL;
}

/**
 * lk_json_get_string:
 * @object: an object from outside
 * @name: a key
 *
 * Returns: (transfer none) (nullable): the string, %NULL if there is none or it is something else
 */
const char *
lk_json_get_string (JsonObject *object,
                    const char *name)
{
  JsonNode *node = lk_json_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node)
           : NULL;
}

/**
 * lk_json_get_array:
 * @object: an object from outside
 * @name: a key
 *
 * Returns: (transfer none) (nullable): the array, %NULL if there is none or it is something else
 */
JsonArray *
lk_json_get_array (JsonObject *object,
                   const char *name)
{
  JsonNode *node = lk_json_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/**
 * lk_json_get_object:
 * @object: an object from outside
 * @name: a key
 *
 * Returns: (transfer none) (nullable): the object, %NULL if there is none or it is something else
 */
JsonObject *
lk_json_get_object (JsonObject *object,
                    const char *name)
{
  JsonNode *node = lk_json_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/**
 * lk_json_array_get_object:
 * @array: an array from outside
 * @index: a position in it
 *
 * Returns: (transfer none) (nullable): the object there, %NULL if it is something else
 */
JsonObject *
lk_json_array_get_object (JsonArray *array,
                          guint      index)
{
  JsonNode *node = json_array_get_element (array, index);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/**
 * lk_json_get_strv:
 * @object: an object from outside
 * @name: a key
 *
 * Reads the strings of an array; elements that are none are passed over.
 *
 * Returns: (transfer full): the strings, empty if there is no such array
 */
GStrv
lk_json_get_strv (JsonObject *object,
                  const char *name)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array = lk_json_get_array (object, name);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        g_strv_builder_add (builder, json_node_get_string (node));
    }

  return g_strv_builder_end (builder);
}
