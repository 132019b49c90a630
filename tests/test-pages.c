/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the pages for all accounts compute, without a window. */

#include "lk-activity-table.h"
#include "lk-app-token-keys.h"

#include <gio/gio.h>
#include <string.h>

static LkActivity *
make_activity (const char *operation,
               const char *description,
               const char *outcome)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("+02:00");
  g_autoptr (GDateTime) time = g_date_time_new (zone, 2026, 3, 4, 14, 5, 6);

  return lk_activity_new (time, "account", "Acme Production", operation, "DkFtHKMhDQDuQtlExkSzwbya", description, outcome);
}

static void
test_table (void)
{
  g_autoptr (GListStore) activities = g_list_store_new (LK_TYPE_ACTIVITY);
  g_autoptr (LkActivity) plain = make_activity (LK_ACTIVITY_CREATE, "ci \"deploy\", nightly", LK_ACTIVITY_DONE);
  g_autoptr (LkActivity) formula = make_activity (LK_ACTIVITY_DELETE, "=HYPERLINK(\"x\")", LK_ACTIVITY_UNKNOWN);
  g_autoptr (LkActivity) untitled = make_activity ("mend", NULL, "odd");
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *table = NULL;

  g_list_store_append (activities, plain);
  g_list_store_append (activities, formula);
  g_list_store_append (activities, untitled);
  bytes = lk_activity_table_new (G_LIST_MODEL (activities));
  table = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_cmpstr (table, ==,
                   "\"Time\",\"Operation\",\"Description\",\"Client Id\",\"Account\",\"Outcome\"\r\n"
                   "\"2026-03-04T12:05:06Z\",\"create\",\"ci \"\"deploy\"\", nightly\",\"DkFtHKMhDQDuQtlExkSzwbya\","
                   "\"Acme Production\",\"done\"\r\n"
                   "\"2026-03-04T12:05:06Z\",\"delete\",\"'=HYPERLINK(\"\"x\"\")\",\"DkFtHKMhDQDuQtlExkSzwbya\","
                   "\"Acme Production\",\"unknown\"\r\n"
                   "\"2026-03-04T12:05:06Z\",\"mend\",\"\",\"DkFtHKMhDQDuQtlExkSzwbya\",\"Acme Production\",\"odd\"\r\n");
}

static void
test_activity_words (void)
{
  static const struct
  {
    const char *search;
    gboolean    found;
  } cases[] = {
    { NULL, TRUE },
    { " ", TRUE },
    { "NIGHTLY acme", TRUE },
    { "created", TRUE },
    { "dkfth", TRUE },
    { "nightly sandbox", FALSE },
    { "deleted", FALSE },
  };
  g_autoptr (LkActivity) activity = make_activity (LK_ACTIVITY_CREATE, "nightly", LK_ACTIVITY_DONE);
  g_autoptr (LkActivity) failed = make_activity (LK_ACTIVITY_CREATE, "nightly", LK_ACTIVITY_FAILED);
  g_autoptr (LkActivity) later = make_activity ("mend", NULL, "odd");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) words = lk_fold_words (cases[i].search);

      g_assert_cmpint (lk_activity_table_matches (activity, (const char *const *) words), ==, cases[i].found);
    }
  g_assert_cmpstr (lk_activity_table_describe (activity), ==, "Created");
  g_assert_cmpstr (lk_activity_table_describe (failed), ==, "Create");
  g_assert_cmpstr (lk_activity_table_describe_outcome (failed), ==, "Failed");
  g_assert_cmpstr (lk_activity_table_describe (later), ==, "mend");
  g_assert_cmpstr (lk_activity_table_describe_outcome (later), ==, "odd");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pages/activity/table", test_table);
  g_test_add_func ("/pages/activity/words", test_activity_words);

  return g_test_run ();
}
