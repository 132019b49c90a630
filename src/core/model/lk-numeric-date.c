/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-numeric-date.h"

#include <math.h>

#define YEAR_1_S (-62135596800.0)
#define YEAR_2000_S 946684800.0
#define YEAR_2200_S 7258118400.0
#define YEAR_10000_S 253402300800.0

#define MAX_LENGTH 32 /* characters of a number in a string */

/* What JSON would take for a number without an exponent. */
static gboolean
parse_string (const char *text,
              double     *seconds)
{
  const char *at = text;
  gsize n_digits = 0;

  if (*at == '-')
    at++;
  for (; g_ascii_isdigit (*at); at++)
    n_digits++;
  if (n_digits > 0 && *at == '.' && g_ascii_isdigit (at[1]))
    for (at++; g_ascii_isdigit (*at);)
      at++;
  if (n_digits == 0 || *at != '\0' || at - text > MAX_LENGTH)
    return FALSE;

  *seconds = g_ascii_strtod (text, NULL);

  return TRUE;
}

static gboolean
read_seconds (JsonNode *node,
              double   *seconds)
{
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  if (type == G_TYPE_STRING)
    return parse_string (json_node_get_string (node), seconds);
  if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
    return FALSE;

  *seconds = json_node_get_double (node);

  return TRUE;
}

/**
 * lk_numeric_date_read:
 * @node: (nullable): a value from outside; a number, or a string with one
 * @moment: (out) (optional) (nullable) (transfer full): the moment in UTC, whole seconds, for
 *   %LK_NUMERIC_DATE_MOMENT
 *
 * Reads a time in seconds since 1970. Fractions are cut off, so that nothing lasts longer than it does.
 *
 * Returns: what it is
 */
LkNumericDate
lk_numeric_date_read (JsonNode   *node,
                      GDateTime **moment)
{
  double seconds;

  if (moment != NULL)
    *moment = NULL;
  if (node == NULL)
    return LK_NUMERIC_DATE_MISSING;
  if (!read_seconds (node, &seconds))
    return LK_NUMERIC_DATE_MALFORMED;

  seconds = floor (seconds);
  if (seconds < YEAR_1_S)
    return LK_NUMERIC_DATE_MALFORMED;
  if (seconds >= YEAR_10000_S)
    return seconds >= YEAR_2000_S * 1000 && seconds < YEAR_2200_S * 1000 ? LK_NUMERIC_DATE_MILLISECONDS
                                                                       : LK_NUMERIC_DATE_FAR;
  if (moment != NULL)
    *moment = g_date_time_new_from_unix_utc ((gint64) seconds);

  return LK_NUMERIC_DATE_MOMENT;
}
