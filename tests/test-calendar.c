/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The calendar file, held against RFC 5545 by hand. */

#include "lk-calendar.h"
#include "lk-config.h"

#include <string.h>

#define HEAD \
  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Latchkey//Latchkey " LK_VERSION "//EN\r\nCALSCALE:GREGORIAN\r\n" \
  "METHOD:PUBLISH\r\n"

static char *
write_entries (const LkCalendarEntry *entries,
               guint                  n_entries)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("+02:00");
  g_autoptr (GDateTime) now = g_date_time_new_utc (2026, 11, 27, 9, 30, 0);
  g_autoptr (GBytes) bytes = lk_calendar_write (entries, n_entries, zone, now);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static char *
write_entry (const char *title,
             const char *place,
             const char *expiry)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_iso8601 (expiry, NULL);
  const LkCalendarEntry entry = { "app", "org", "id", title, place, moment };

  return write_entries (&entry, 1);
}

static void
test_whole (void)
{
  g_autofree char *text = write_entry ("ci-deploy", "Acme Production", "2027-02-25T10:15:30Z");

  g_assert_cmpstr (text, ==,
                   HEAD
                   "BEGIN:VEVENT\r\n"
                   "UID:b235ab48248e2c9a6932212bbed3eb65@latchkey\r\n"
                   "DTSTAMP:20261127T093000Z\r\n"
                   "DTSTART:20270225T101530Z\r\n"
                   "SUMMARY:Token “ci-deploy” expires\r\n"
                   "DESCRIPTION:Acme Production\r\n"
                   "CLASS:PRIVATE\r\n"
                   "TRANSP:TRANSPARENT\r\n"
                   "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Token “ci-deploy” expires\r\nTRIGGER:-P7D\r\nEND:VALARM\r\n"
                   "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Token “ci-deploy” expires\r\nTRIGGER:-P1D\r\nEND:VALARM\r\n"
                   "END:VEVENT\r\n"
                   "END:VCALENDAR\r\n");
}

static void
test_start (void)
{
  static const struct
  {
    const char *expiry, *line;
  } cases[] = {
    { "2027-01-31T21:59:59Z", "\r\nDTSTART;VALUE=DATE:20270131\r\n" },
    { "2027-01-31T23:59:59+02:00", "\r\nDTSTART;VALUE=DATE:20270131\r\n" },
    { "2027-01-31T23:59:59Z", "\r\nDTSTART:20270131T235959Z\r\n" },
    { "2027-01-31T22:00:00Z", "\r\nDTSTART:20270131T220000Z\r\n" },
    { "2027-03-01T01:00:00+02:00", "\r\nDTSTART:20270228T230000Z\r\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = write_entry ("x", "y", cases[i].expiry);

      g_test_message ("%s", cases[i].expiry);
      g_assert_nonnull (strstr (text, cases[i].line));
    }
}

/* Each token has its event, the same one each time, whatever else changes. */
static void
test_uid (void)
{
  g_autoptr (GDateTime) moment = g_date_time_new_utc (2027, 1, 1, 0, 0, 0);
  g_autoptr (GDateTime) later = g_date_time_new_utc (2028, 1, 1, 0, 0, 0);
  const LkCalendarEntry entries[] = {
    { "app", "org", "id", "a", "b", moment },
    { "app", "org", "id", "c", "d", later },
    { "pulsar", "org", "id", "a", "b", moment },
    { "app", "org2", "id", "a", "b", moment },
    { "app", "org", "id2", "a", "b", moment },
    { "app", "or", "gid", "a", "b", moment },
  };
  g_autofree char *text = write_entries (entries, G_N_ELEMENTS (entries));
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);
  g_autoptr (GHashTable) uids = g_hash_table_new (g_str_hash, g_str_equal);
  guint n = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "UID:"))
      {
        g_hash_table_add (uids, lines[i]);
        n++;
      }
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (entries));
  g_assert_cmpuint (g_hash_table_size (uids), ==, G_N_ELEMENTS (entries) - 1);
}

static void
test_escaping (void)
{
  static const struct
  {
    const char *place, *line;
  } cases[] = {
    { "a,b;c\\d", "\r\nDESCRIPTION:a\\,b\\;c\\\\d\r\n" },
    { "a\nb\r\nc\rd", "\r\nDESCRIPTION:a\\nb\\nc\\nd\r\n" },
    { "a\nEND:VCALENDAR", "\r\nDESCRIPTION:a\\nEND:VCALENDAR\r\n" },
    { "a:\"b\"", "\r\nDESCRIPTION:a:\"b\"\r\n" },
    { "a\tb\033c\302\205d", "\r\nDESCRIPTION:a\357\277\275b\357\277\275c\357\277\275d\r\n" },
    { "a\377b", "\r\nDESCRIPTION:a\357\277\275b\r\n" },
    { "", "\r\nDESCRIPTION:\r\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = write_entry ("x", cases[i].place, "2027-01-01T00:00:00Z");

      g_test_message ("%s", text);
      g_assert_nonnull (strstr (text, cases[i].line));
    }
}

/* Names of each length, of characters of one to four octets: no line is too long, none ends within a character, and put
 * together again they are what they were. */
static void
test_folding (void)
{
  static const char *const characters[] = { "x", "\303\266", "\342\202\254", "\360\237\230\200" };

  for (guint i = 0; i < G_N_ELEMENTS (characters); i++)
    for (guint length = 0; length < 200; length++)
      {
        g_autoptr (GString) place = g_string_new (NULL);
        g_autofree char *wanted = NULL;
        g_autofree char *text = NULL;
        g_auto (GStrv) lines = NULL;
        g_auto (GStrv) pieces = NULL;
        g_autofree char *unfolded = NULL;

        for (guint n = 0; n < length; n++)
          g_string_append (place, characters[i]);
        text = write_entry ("x", place->str, "2027-01-01T00:00:00Z");
        lines = g_strsplit (text, "\r\n", -1);
        for (guint n = 0; lines[n] != NULL; n++)
          {
            g_assert_cmpuint (strlen (lines[n]), <=, 75);
            g_assert_true (g_utf8_validate (lines[n], -1, NULL));
            g_assert_null (strpbrk (lines[n], "\r\n"));
          }
        pieces = g_strsplit (text, "\r\n ", -1);
        unfolded = g_strjoinv ("", pieces);
        wanted = g_strdup_printf ("\r\nDESCRIPTION:%s\r\n", place->str);
        g_assert_nonnull (strstr (unfolded, wanted));
      }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/calendar/whole", test_whole);
  g_test_add_func ("/calendar/start", test_start);
  g_test_add_func ("/calendar/uid", test_uid);
  g_test_add_func ("/calendar/escaping", test_escaping);
  g_test_add_func ("/calendar/folding", test_folding);

  return g_test_run ();
}
