/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-calendar.h"

#include "lk-config.h"

#include <glib/gi18n-lib.h>

#define LINE_MAX_OCTETS 75
#define UID_LENGTH 32 /* hex digits */
#define REPLACEMENT "\xef\xbf\xbd"

/* The days ahead at which a calendar reminds of it. */
static const guint reminder_days[] = { 7, 1 };

/* RFC 5545, 3.1: no line is longer than 75 octets; a further one begins with a blank, which counts. */
static void
append_line (GString    *text,
             const char *line)
{
  gsize room = LINE_MAX_OCTETS;

  for (const char *at = line; *at != '\0'; at = g_utf8_next_char (at))
    {
      gsize length = (gsize) (g_utf8_next_char (at) - at);

      if (length > room)
        {
          g_string_append (text, "\r\n ");
          room = LINE_MAX_OCTETS - 1;
        }
      g_string_append_len (text, at, (gssize) length);
      room -= length;
    }
  g_string_append (text, "\r\n");
}

/* RFC 5545, 3.3.11; what no text may have becomes visible. */
static char *
escape (const char *value)
{
  g_autofree char *valid = g_utf8_make_valid (value, -1);
  GString *text = g_string_new (NULL);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      if (*at == '\r' && at[1] == '\n')
        continue;
      if (*at == '\n' || *at == '\r')
        g_string_append (text, "\\n");
      else if (*at == '\\' || *at == ';' || *at == ',')
        g_string_append_printf (text, "\\%c", *at);
      else if (g_unichar_iscntrl (g_utf8_get_char (at)))
        g_string_append (text, REPLACEMENT);
      else
        g_string_append_len (text, at, g_utf8_next_char (at) - at);
    }

  return g_string_free (text, FALSE);
}

static void
append_text (GString    *text,
             const char *property,
             const char *value)
{
  g_autofree char *escaped = escape (value);
  g_autofree char *line = g_strdup_printf ("%s:%s", property, escaped);

  append_line (text, line);
}

static void
append_moment (GString    *text,
               const char *property,
               GDateTime  *moment)
{
  g_autoptr (GDateTime) utc = g_date_time_to_utc (moment);
  g_autofree char *value = g_date_time_format (utc, "%Y%m%dT%H%M%SZ");
  g_autofree char *line = g_strdup_printf ("%s:%s", property, value);

  append_line (text, line);
}

/* A token that was given a date lasts to its end, and takes the day; any other has its moment. */
static void
append_start (GString   *text,
              GDateTime *expiry,
              GTimeZone *zone)
{
  g_autoptr (GDateTime) local = g_date_time_to_timezone (expiry, zone);
  g_autofree char *day = NULL;

  if (g_date_time_get_hour (local) != 23 || g_date_time_get_minute (local) != 59 || g_date_time_get_second (local) != 59)
    {
      append_moment (text, "DTSTART", expiry);
      return;
    }

  day = g_date_time_format (local, "DTSTART;VALUE=DATE:%Y%m%d");
  append_line (text, day);
}

/* The same for a token each time, so that a calendar replaces what it has. */
static void
append_uid (GString               *text,
            const LkCalendarEntry *entry)
{
  g_autofree char *name = g_strjoin ("\n", entry->kind, entry->owner, entry->id, NULL);
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, name, -1);
  g_autofree char *line = g_strdup_printf ("UID:%.*s@latchkey", UID_LENGTH, sum);

  append_line (text, line);
}

static void
append_reminder (GString    *text,
                 guint       days,
                 const char *summary)
{
  g_autofree char *trigger = g_strdup_printf ("TRIGGER:-P%uD", days);

  append_line (text, "BEGIN:VALARM");
  append_line (text, "ACTION:DISPLAY");
  append_text (text, "DESCRIPTION", summary);
  append_line (text, trigger);
  append_line (text, "END:VALARM");
}

static void
append_event (GString               *text,
              const LkCalendarEntry *entry,
              GTimeZone             *zone,
              GDateTime             *now)
{
  /* Translators: %s is what a token is called, in an entry of a calendar */
  g_autofree char *summary = g_strdup_printf (_("Token “%s” expires"), entry->title);

  append_line (text, "BEGIN:VEVENT");
  append_uid (text, entry);
  append_moment (text, "DTSTAMP", now);
  append_start (text, entry->expiry, zone);
  append_text (text, "SUMMARY", summary);
  append_text (text, "DESCRIPTION", entry->place);
  append_line (text, "CLASS:PRIVATE");
  append_line (text, "TRANSP:TRANSPARENT");
  for (guint i = 0; i < G_N_ELEMENTS (reminder_days); i++)
    append_reminder (text, reminder_days[i], summary);
  append_line (text, "END:VEVENT");
}

/**
 * lk_calendar_write:
 * @entries: (array length=n_entries): tokens that expire
 * @n_entries: how many, at least one
 * @zone: the zone in which a day ends
 * @now: the moment at which it is written
 *
 * Writes a calendar (RFC 5545) with an event for each token, which reminds of it 7 days and 1 day before.
 *
 * Returns: (transfer full): the content of a file
 */
GBytes *
lk_calendar_write (const LkCalendarEntry *entries,
                   guint                  n_entries,
                   GTimeZone             *zone,
                   GDateTime             *now)
{
  g_autoptr (GString) text = g_string_new (NULL);

  /* A calendar with nothing in it is none (RFC 5545, 3.6). */
  g_return_val_if_fail (n_entries > 0, NULL);

  append_line (text, "BEGIN:VCALENDAR");
  append_line (text, "VERSION:2.0");
  append_line (text, "PRODID:-//Latchkey//Latchkey " LK_VERSION "//EN");
  append_line (text, "CALSCALE:GREGORIAN");
  append_line (text, "METHOD:PUBLISH");
  for (guint i = 0; i < n_entries; i++)
    append_event (text, &entries[i], zone, now);
  append_line (text, "END:VCALENDAR");

  return g_string_free_to_bytes (g_steal_pointer (&text));
}
