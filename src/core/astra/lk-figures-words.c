/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-figures-private.h"

#include "lk-json.h"
#include "lk-redact.h"
#include "lk-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAX_NUMBER 9007199254740992.0 /* 2^53: up to here a double is exact */
#define MAX_NUMBER_LENGTH 32          /* characters of a number in a string */
#define FIRST_MOMENT_S 1000000000     /* in 2001: what is before is no moment of a service, but a zero in its place */
#define MAX_MOMENT_MS 253402300799000.0 /* the end of the year 9999 */

/*< private >
 * lk_figures_show:
 * @text: a text of the service
 *
 * Returns: (transfer full): the text in one line, short enough and fit to be shown, without what could be a token
 */
char *
lk_figures_show (const char *text)
{
  g_autofree char *redacted = lk_redact_tokens (text);
  char *at = redacted;

  /* A stack trace has lines. */
  for (; *at != '\0'; at++)
    if (g_ascii_isspace (*at))
      *at = ' ';

  return lk_text_show (g_strstrip (redacted));
}

/*< private >
 * lk_figures_set_group:
 * @self: figures
 * @owned_group: (nullable) (transfer full): what the next ones are about
 */
void
lk_figures_set_group (LkFigures *self,
                      char      *owned_group)
{
  g_free (self->group);
  self->group = owned_group;
}

/*< private >
 * lk_figures_add:
 * @self: figures
 * @label: what is told
 * @value: what it is
 * @concern: whether it is not as it should be
 */
void
lk_figures_add (LkFigures  *self,
                const char *label,
                const char *value,
                gboolean    concern)
{
  g_autoptr (LkFigure) figure = lk_figure_new (self->group, label, value, concern);

  g_list_store_append (self->store, figure);
}

/*< private >
 * lk_figures_get_number:
 * @object: an object of the service
 * @key: a key
 * @number: (out): the number, not negative
 *
 * Reads a number, or a text that is one. A negative one stands for what is not known.
 *
 * Returns: whether there is one
 */
gboolean
lk_figures_get_number (JsonObject *object,
                       const char *key,
                       double     *number)
{
  JsonNode *node = lk_json_get_member (object, key);
  GType type = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;
  char *end = NULL;

  if (type == G_TYPE_STRING)
    {
      const char *text = json_node_get_string (node);

      if (!g_ascii_isdigit (*text) || strlen (text) > MAX_NUMBER_LENGTH
          || strspn (text, G_CSET_DIGITS ".eE+-") != strlen (text))
        return FALSE;
      *number = g_ascii_strtod (text, &end);
      if (*end != '\0')
        return FALSE;
    }
  else if (type == G_TYPE_INT64 || type == G_TYPE_DOUBLE)
    {
      *number = json_node_get_double (node);
    }
  else
    {
      return FALSE;
    }

  return isfinite (*number) && *number >= 0 && *number <= MAX_NUMBER;
}

/* Whole, or with two digits where it is small or money. */
static char *
write_plain (double number,
             LkUnit unit)
{
  g_autofree char *text = NULL;
  gsize length;

  if (floor (number) >= number || (number >= 100 && unit != LK_UNIT_CENTS))
    return g_strdup_printf ("%'.0f", number);

  text = g_strdup_printf ("%'.2f", number);
  length = strlen (text);
  while (text[length - 1] == '0')
    length--;
  /* The decimal point may be more than one byte long, but is no digit. */
  while (!g_ascii_isdigit (text[length - 1]))
    length--;

  return g_strndup (text, length);
}

/* Which form of a word goes with it; a fraction has that of many. */
static gulong
get_form (double number)
{
  return floor (number) < number ? 2 : (gulong) fmod (number, 1e9) + (number >= 1e9 ? 1000000000UL : 0);
}

/*< private >
 * lk_figures_write_number:
 * @number: a number, not negative
 * @unit: what it counts
 *
 * Returns: (transfer full): the number in words
 */
char *
lk_figures_write_number (double number,
                         LkUnit unit)
{
  g_autofree char *plain = write_plain (number, unit);
  g_autofree char *size = g_format_size ((guint64) number);
  const gulong form = get_form (number);

  switch (unit)
    {
    case LK_UNIT_MESSAGES:
      /* Translators: %s is a number */
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s message", "%s messages", form), plain);

    case LK_UNIT_MESSAGES_A_SECOND:
      /* Translators: %s is a number */
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s message per second", "%s messages per second", form), plain);

    case LK_UNIT_BYTES:
      return g_steal_pointer (&size);

    case LK_UNIT_BYTES_A_SECOND:
      /* Translators: %s is an amount of data such as 3.4 kB */
      return g_strdup_printf (_("%s per second"), size);

    case LK_UNIT_CENTS:
      /* Translators: %s is a number of hundredths of the currency of a bill */
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s cent", "%s cents", form), plain);

    case LK_UNIT_NUMBER:
    default:
      return g_steal_pointer (&plain);
    }
}

/*< private >
 * lk_figures_add_number:
 * @self: figures
 * @label: what is told
 * @number: a number, not negative
 * @unit: what it counts
 * @concern: whether it is not as it should be
 */
void
lk_figures_add_number (LkFigures  *self,
                       const char *label,
                       double      number,
                       LkUnit      unit,
                       gboolean    concern)
{
  g_autofree char *value = lk_figures_write_number (number, unit);

  lk_figures_add (self, label, value, concern);
}

/*< private >
 * lk_figures_add_fields:
 * @self: figures
 * @object: an object of the service
 * @fields: (array length=n_fields): which of its numbers
 * @n_fields: how many
 *
 * Adds the numbers that are there.
 */
void
lk_figures_add_fields (LkFigures           *self,
                       JsonObject          *object,
                       const LkFigureField *fields,
                       gsize                n_fields)
{
  for (gsize i = 0; i < n_fields; i++)
    {
      double number;

      if (lk_figures_get_number (object, fields[i].key, &number))
        lk_figures_add_number (self, g_dgettext (GETTEXT_PACKAGE, fields[i].label), number, fields[i].unit,
                               fields[i].concern && number > 0);
    }
}

/*< private >
 * lk_figures_add_text:
 * @self: figures
 * @object: an object of the service
 * @key: of a text
 * @label: what it is called
 * @concern: whether any text is not as it should be
 *
 * Adds a text if there is one.
 */
void
lk_figures_add_text (LkFigures  *self,
                     JsonObject *object,
                     const char *key,
                     const char *label,
                     gboolean    concern)
{
  const char *text = lk_json_get_string (object, key);
  g_autofree char *shown = text != NULL ? lk_figures_show (text) : NULL;

  if (shown != NULL && *shown != '\0')
    lk_figures_add (self, label, shown, concern);
}

/*< private >
 * lk_figures_write_moment:
 * @object: an object of the service
 * @key: of a moment: a text (ISO 8601), or milliseconds since 1970
 *
 * Returns: (transfer full) (nullable): the moment in words, in the local time zone; %NULL if there is none
 */
char *
lk_figures_write_moment (JsonObject *object,
                         const char *key)
{
  const char *text = lk_json_get_string (object, key);
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) moment = text != NULL ? g_date_time_new_from_iso8601 (text, utc) : NULL;
  g_autoptr (GDateTime) local = NULL;
  double ms;

  if (moment == NULL && lk_figures_get_number (object, key, &ms) && ms <= MAX_MOMENT_MS)
    moment = g_date_time_new_from_unix_utc ((gint64) (ms / 1000));
  if (moment == NULL || g_date_time_to_unix (moment) < FIRST_MOMENT_S)
    return NULL;

  local = g_date_time_to_local (moment);

  /* Translators: a time like “4 March 2026, 14:05 CET”, in the format of strftime */
  return local != NULL ? g_date_time_format (local, _("%-e %B %Y, %H:%M %Z")) : NULL;
}

/*< private >
 * lk_figures_add_moment:
 * @self: figures
 * @object: an object of the service
 * @key: of a moment
 * @label: what it is called
 *
 * Adds a moment if there is one.
 */
void
lk_figures_add_moment (LkFigures  *self,
                       JsonObject *object,
                       const char *key,
                       const char *label)
{
  g_autofree char *moment = lk_figures_write_moment (object, key);

  if (moment != NULL)
    lk_figures_add (self, label, moment, FALSE);
}
