/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-when.h"

#include <gio/gio.h>

static void
test_accepted (void)
{
  static const struct
  {
    const char *text;
    const char *wanted; /* NULL: never */
  } cases[] = {
    { "never", NULL },
    { "1d", "2026-11-27T12:00:00Z" },
    { "90d", "2027-02-24T12:00:00Z" },
    { "2027-01-31", "2027-01-31T23:59:59Z" },
    { "2026-11-26", "2026-11-26T23:59:59Z" },
  };
  g_autoptr (GDateTime) now = g_date_time_new_utc (2026, 11, 26, 12, 0, 0);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GDateTime) expiry = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *iso = NULL;

      g_assert_true (lk_when_parse (cases[i].text, now, &expiry, &error));
      g_assert_no_error (error);
      iso = expiry != NULL ? lk_when_to_iso (expiry) : NULL;
      g_assert_cmpstr (iso, ==, cases[i].wanted);
    }
}

static void
test_refused (void)
{
  static const char *const texts[] = {
    "", "d", "0d", "-1d", "1.5d", "40000d", "30", "30m", "1w", "2027-02-30", "2026-11-25", "2027-1-1", "2027-01-31x",
    "tomorrow", "Never", " 30d",
  };
  g_autoptr (GDateTime) now = g_date_time_new_utc (2026, 11, 26, 12, 0, 0);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GDateTime) expiry = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", texts[i]);
      g_assert_false (lk_when_parse (texts[i], now, &expiry, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
      g_assert_null (expiry);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/when/accepted", test_accepted);
  g_test_add_func ("/when/refused", test_refused);

  return g_test_run ();
}
