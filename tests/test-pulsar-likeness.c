/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which Pulsar token may be the one whose answer was lost. */

#include "lk-pulsar-likeness.h"

#include <string.h>

#define SENT 1800000000 /* seconds since 1970 */
#define LOST (SENT + 20)
#define DAY (24 * 3600)

/* An unsigned look-alike: nothing would let it in. */
static SecretValue *
make_token (const char *claims)
{
  g_autofree char *header = g_base64_encode ((const guchar *) "{\"alg\":\"RS256\"}", strlen ("{\"alg\":\"RS256\"}"));
  g_autofree char *body = g_base64_encode ((const guchar *) claims, strlen (claims));
  g_autofree char *text = g_strdup_printf ("%s.%s.c2ln", header, body);

  for (char *c = text; *c != '\0'; c++)
    if (*c == '=')
      memmove (c, c + 1, strlen (c + 1) + 1), c--;

  return secret_value_new (text, -1, "text/plain");
}

static LkPulsarLikeness
judge (guint       days,
       gboolean    lost,
       const char *claims)
{
  g_autoptr (GDateTime) sent_at = g_date_time_new_from_unix_utc (SENT);
  g_autoptr (GDateTime) lost_at = g_date_time_new_from_unix_utc (LOST);
  g_autoptr (SecretValue) token = make_token (claims);
  g_autoptr (LkIntent) intent = NULL;

  intent = g_object_new (LK_TYPE_INTENT, "id", "work", "tenant-name", "t", "cluster-name", "c", "lifetime-days", days,
                         "sent-at", sent_at, "lost-at", lost ? lost_at : NULL, NULL);

  return lk_pulsar_likeness_judge (intent, token);
}

static char *
claim (gint64 issued,
       gint64 expires)
{
  return g_strdup_printf ("{\"iat\":%" G_GINT64_FORMAT ",\"exp\":%" G_GINT64_FORMAT "}", issued, expires);
}

static void
test_time (void)
{
  static const struct
  {
    gint64           after; /* in seconds after it was sent */
    gboolean         lost;
    LkPulsarLikeness likeness;
  } cases[] = {
    { 0, TRUE, LK_PULSAR_LIKENESS_YES },
    { -5, TRUE, LK_PULSAR_LIKENESS_YES },
    { -6, TRUE, LK_PULSAR_LIKENESS_OTHER_TIME },
    { 25, TRUE, LK_PULSAR_LIKENESS_YES },
    { 26, TRUE, LK_PULSAR_LIKENESS_OTHER_TIME },
    { 26, FALSE, LK_PULSAR_LIKENESS_YES },
    { 65, FALSE, LK_PULSAR_LIKENESS_YES },
    { 66, FALSE, LK_PULSAR_LIKENESS_OTHER_TIME },
    { -DAY, FALSE, LK_PULSAR_LIKENESS_OTHER_TIME },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *claims = claim (SENT + cases[i].after, SENT + cases[i].after + 7 * DAY);

      g_test_message ("%" G_GINT64_FORMAT " s after", cases[i].after);
      g_assert_cmpint (judge (7, cases[i].lost, claims), ==, cases[i].likeness);
    }
}

static void
test_lifetime (void)
{
  g_autofree char *week = claim (SENT, SENT + 7 * DAY);
  g_autofree char *about_a_week = claim (SENT, SENT + 7 * DAY + DAY / 2);
  g_autofree char *more = claim (SENT, SENT + 7 * DAY + DAY / 2 + 1);
  g_autofree char *endless = g_strdup_printf ("{\"iat\":%d}", SENT);
  g_autofree char *undated = g_strdup_printf ("{\"exp\":%d}", SENT + 7 * DAY);

  g_assert_cmpint (judge (7, TRUE, week), ==, LK_PULSAR_LIKENESS_YES);
  g_assert_cmpint (judge (7, TRUE, about_a_week), ==, LK_PULSAR_LIKENESS_YES);
  g_assert_cmpint (judge (7, TRUE, more), ==, LK_PULSAR_LIKENESS_NO);
  g_assert_cmpint (judge (30, TRUE, week), ==, LK_PULSAR_LIKENESS_NO);
  g_assert_cmpint (judge (0, TRUE, week), ==, LK_PULSAR_LIKENESS_NO);
  g_assert_cmpint (judge (0, TRUE, endless), ==, LK_PULSAR_LIKENESS_YES);
  g_assert_cmpint (judge (7, TRUE, endless), ==, LK_PULSAR_LIKENESS_NO);
  g_assert_cmpint (judge (7, TRUE, undated), ==, LK_PULSAR_LIKENESS_UNKNOWN);
  g_assert_cmpint (judge (0, TRUE, "{}"), ==, LK_PULSAR_LIKENESS_UNKNOWN);
  g_assert_cmpint (judge (7, TRUE, "no claims"), ==, LK_PULSAR_LIKENESS_UNKNOWN);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pulsar-likeness/time", test_time);
  g_test_add_func ("/pulsar-likeness/lifetime", test_lifetime);

  return g_test_run ();
}
