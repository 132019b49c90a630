/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-json.h"

#include "lk-astra-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The gate before json-glib 1.6.6, which accepts comments, single quotes and two roots, truncates at \u0000 and
 * overflows the stack at 100,000 nested brackets (all measured). One pass, RFC 8259 and stricter. */

typedef struct
{
  const char *at;
  const char *end;
} Gate;

static gboolean check_value (Gate *gate,
                             guint depth);

static void
skip_blanks (Gate *gate)
{
  while (gate->at < gate->end && (*gate->at == ' ' || *gate->at == '\t' || *gate->at == '\r' || *gate->at == '\n'))
    gate->at++;
}

static gboolean
take (Gate *gate,
      char  wanted)
{
  skip_blanks (gate);
  if (gate->at >= gate->end || *gate->at != wanted)
    return FALSE;
  gate->at++;

  return TRUE;
}

static gboolean
check_escape (Gate *gate)
{
  if (gate->at >= gate->end)
    return FALSE;
  if (*gate->at != 'u')
    return *gate->at != '\0' && strchr ("\"\\/bfnrt", *gate->at++) != NULL;

  gate->at++;
  if (gate->end - gate->at < 4)
    return FALSE;
  for (guint i = 0; i < 4; i++)
    if (!g_ascii_isxdigit (gate->at[i]))
      return FALSE;
  if (memcmp (gate->at, "0000", 4) == 0)
    return FALSE;
  gate->at += 4;

  return TRUE;
}

static gboolean
check_string (Gate *gate)
{
  if (!take (gate, '"'))
    return FALSE;

  while (gate->at < gate->end)
    {
      unsigned char c = (unsigned char) *gate->at++;

      if (c == '"')
        return TRUE;
      if (c < 0x20 || (c == '\\' && !check_escape (gate)))
        return FALSE;
    }

  return FALSE;
}

static gboolean
skip_digits (Gate *gate)
{
  const char *start = gate->at;

  while (gate->at < gate->end && g_ascii_isdigit (*gate->at))
    gate->at++;

  return gate->at > start;
}

static gboolean
check_number (Gate *gate)
{
  const char *digits;
  gboolean whole = TRUE;

  if (*gate->at == '-')
    gate->at++;
  digits = gate->at;
  if (!skip_digits (gate) || (*digits == '0' && gate->at - digits > 1))
    return FALSE;
  /* 15 digits are always within the 53 bits that survive a double. */
  if (gate->at < gate->end && (*gate->at == '.' || *gate->at == 'e' || *gate->at == 'E'))
    whole = FALSE;
  if (whole)
    return gate->at - digits <= 15;

  if (*gate->at == '.')
    {
      gate->at++;
      if (!skip_digits (gate))
        return FALSE;
    }
  if (gate->at < gate->end && (*gate->at == 'e' || *gate->at == 'E'))
    {
      gate->at++;
      if (gate->at < gate->end && (*gate->at == '+' || *gate->at == '-'))
        gate->at++;
      return skip_digits (gate);
    }

  return TRUE;
}

static gboolean
check_word (Gate       *gate,
            const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (gate->end - gate->at) < length || memcmp (gate->at, word, length) != 0)
    return FALSE;
  gate->at += length;

  return TRUE;
}

static gboolean
check_array (Gate *gate,
             guint depth)
{
  if (take (gate, ']'))
    return TRUE;
  do
    {
      if (!check_value (gate, depth))
        return FALSE;
    }
  while (take (gate, ','));

  return take (gate, ']');
}

static gboolean
check_object (Gate *gate,
              guint depth)
{
  g_autoptr (GHashTable) seen = NULL;

  if (take (gate, '}'))
    return TRUE;

  seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  do
    {
      const char *start;

      skip_blanks (gate);
      start = gate->at;
      if (!check_string (gate) || !g_hash_table_add (seen, g_strndup (start, (gsize) (gate->at - start))))
        return FALSE;
      if (!take (gate, ':') || !check_value (gate, depth))
        return FALSE;
    }
  while (take (gate, ','));

  return take (gate, '}');
}

static gboolean
check_value (Gate *gate,
             guint depth)
{
  skip_blanks (gate);
  if (gate->at >= gate->end)
    return FALSE;

  switch (*gate->at)
    {
    case '{':
      gate->at++;
      return depth < LK_JSON_MAX_DEPTH && check_object (gate, depth + 1);

    case '[':
      gate->at++;
      return depth < LK_JSON_MAX_DEPTH && check_array (gate, depth + 1);

    case '"':
      return check_string (gate);

    case 't':
      return check_word (gate, "true");

    case 'f':
      return check_word (gate, "false");

    case 'n':
      return check_word (gate, "null");

    default:
      return (*gate->at == '-' || g_ascii_isdigit (*gate->at)) && check_number (gate);
    }
}

/**
 * lk_json_check:
 * @data: text without a final zero
 * @length: bytes in @data
 *
 * Tells whether @data is JSON that may be given to a parser: UTF-8, one root, nested at most %LK_JSON_MAX_DEPTH deep,
 * no key twice in an object, no `\u0000`, whole numbers of at most 15 digits.
 *
 * Returns: whether it is
 */
gboolean
lk_json_check (const char *data,
               gsize       length)
{
  Gate gate = { data, data + length };

  if (data == NULL || !g_utf8_validate_len (data, length, NULL) || !check_value (&gate, 0))
    return FALSE;
  skip_blanks (&gate);

  return gate.at == gate.end;
}

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
