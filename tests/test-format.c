/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-format.h"

typedef struct
{
  GTimeSpan   left;
  const char *after; /* what follows the time */
} Case;

static const Case cases[] = {
  { -G_TIME_SPAN_DAY, " (expired)" },
  { G_TIME_SPAN_HOUR, " (in less than a day)" },
  { G_TIME_SPAN_DAY, " (in 1 day)" },
  { 5 * G_TIME_SPAN_DAY, " (in 5 days)" },
  { 400 * G_TIME_SPAN_DAY, "" },
};

/* The text stands below the caption “Expires”: the time always, and never the caption once more. */
static void
test_exact_expiry (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_utc (2026, 3, 4, 12, 0, 0);
  g_autofree char *none = lk_format_exact_expiry (NULL, now);

  g_assert_cmpstr (none, ==, "No expiry");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GDateTime) expiry = g_date_time_add (now, cases[i].left);
      g_autofree char *when = lk_format_date_and_time (expiry);
      g_autofree char *expected = g_strconcat (when, cases[i].after, NULL);
      g_autofree char *text = lk_format_exact_expiry (expiry, now);

      g_assert_cmpstr (text, ==, expected);
      g_assert_null (g_strstr_len (text, -1, "Expires"));
    }
}

static void
test_list (void)
{
  g_autofree char *all = lk_format_list ("11 deleted", "2 failed", "1 left out", NULL);
  g_autofree char *some = lk_format_list ("11 deleted", "", "1 left out", NULL);
  g_autofree char *late = lk_format_list ("", "2 failed", NULL);

  g_assert_cmpstr (all, ==, "11 deleted, 2 failed, 1 left out");
  g_assert_cmpstr (some, ==, "11 deleted, 1 left out");
  g_assert_cmpstr (late, ==, "2 failed");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/format/exact-expiry", test_exact_expiry);
  g_test_add_func ("/format/list", test_list);

  return g_test_run ();
}
