/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-when.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#define MAX_DAYS 36500

static gboolean
fail (GError     **error,
      const char  *text)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               /* Translators: %s is what somebody entered */
               _("“%s” is no expiry: give days such as 30d, a date such as 2027-01-31, or never"), text);

  return FALSE;
}

/**
 * lk_when_parse:
 * @text: `30d`, a date `2027-01-31`, or `never`
 * @now: the moment to count from, in local time
 * @expiry: (out) (transfer full) (nullable): when that is; %NULL for never
 * @error: return location for %G_IO_ERROR_INVALID_ARGUMENT
 *
 * Reads an expiry as people and scripts write it. A date means the end of that day in the zone of @now; a date that
 * has passed is refused.
 *
 * Returns: whether @text made sense
 */
gboolean
lk_when_parse (const char  *text,
               GDateTime   *now,
               GDateTime  **expiry,
               GError     **error)
{
  int year, month, day, end = 0;
  guint64 days;

  *expiry = NULL;
  if (g_str_equal (text, "never"))
    return TRUE;

  if (g_str_has_suffix (text, "d"))
    {
      g_autofree char *number = g_strndup (text, strlen (text) - 1);

      if (!g_ascii_string_to_unsigned (number, 10, 1, MAX_DAYS, &days, NULL))
        return fail (error, text);
      *expiry = g_date_time_add_days (now, (int) days);
    }
  else if (sscanf (text, "%4d-%2d-%2d%n", &year, &month, &day, &end) == 3 && end == 10 && text[end] == '\0')
    {
      g_autoptr (GTimeZone) zone = g_time_zone_ref (g_date_time_get_timezone (now));

      *expiry = g_date_time_new (zone, year, month, day, 23, 59, 59);
      if (*expiry != NULL && g_date_time_compare (*expiry, now) <= 0)
        g_clear_pointer (expiry, g_date_time_unref);
    }

  return *expiry != NULL || fail (error, text);
}

/**
 * lk_when_to_iso:
 * @expiry: a moment
 *
 * Writes a moment as the create call takes it: an ISO 8601 instant in UTC with whole seconds.
 *
 * Returns: (transfer full): the text
 */
char *
lk_when_to_iso (GDateTime *expiry)
{
  g_autoptr (GDateTime) utc = g_date_time_to_utc (expiry);

  return g_date_time_format (utc, "%Y-%m-%dT%H:%M:%SZ");
}
