/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is said of a token at a given time. */

#include "lk-pulsar-token.h"
#include "lk-test-tokens.h"
#include "lk-token-concern.h"
#include "lk-token-facts.h"

#define NOW "2026-11-27T12:00:00Z"

static void
test_life (void)
{
  static const struct
  {
    const char  *expiry;
    LkTokenLife  life;
    guint        days_left;
    gboolean     attention;
  } cases[] = {
    { NULL, LK_TOKEN_LIFE_NO_EXPIRY, 0, FALSE },
    { "2025-01-01T00:00:00Z", LK_TOKEN_LIFE_EXPIRED, 0, TRUE },
    { "2026-11-27T11:59:59Z", LK_TOKEN_LIFE_EXPIRED, 0, TRUE },
    { NOW, LK_TOKEN_LIFE_EXPIRED, 0, TRUE },
    { "2026-11-27T12:00:01Z", LK_TOKEN_LIFE_EXPIRING, 0, TRUE },
    { "2026-11-28T11:59:59Z", LK_TOKEN_LIFE_EXPIRING, 0, TRUE },
    { "2026-11-28T12:00:00Z", LK_TOKEN_LIFE_EXPIRING, 1, TRUE },
    { "2026-12-02T13:00:00+01:00", LK_TOKEN_LIFE_EXPIRING, 5, TRUE },
    { "2026-12-28T11:59:59Z", LK_TOKEN_LIFE_EXPIRING, 30, TRUE },
    { "2026-12-28T12:00:00Z", LK_TOKEN_LIFE_ACTIVE, 31, FALSE },
    { "9999-12-31T23:59:59Z", LK_TOKEN_LIFE_ACTIVE, 2912112, FALSE },
  };
  g_autoptr (GDateTime) now = lk_test_parse_time (NOW);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LkAppToken) token = lk_test_make_app_token ("a", NULL, NULL, cases[i].expiry);
      GDateTime *expiry = lk_app_token_get_token_expiry (token);

      g_test_message ("%s", cases[i].expiry);
      g_assert_cmpint (lk_token_facts_get_life (LK_LISTED_TOKEN (token), now), ==, cases[i].life);
      g_assert_cmpuint (lk_token_facts_get_days_left (expiry, now), ==, cases[i].days_left);
      g_assert_true (lk_token_facts_needs_attention (LK_LISTED_TOKEN (token), now) == cases[i].attention);
      g_assert_true (lk_app_token_is_expired (token, now) == (cases[i].life == LK_TOKEN_LIFE_EXPIRED));
    }
}

static void
test_age (void)
{
  g_autoptr (GDateTime) now = lk_test_parse_time (NOW);
  g_autoptr (LkAppToken) unknown = lk_test_make_app_token ("a", NULL, NULL, NULL);
  g_autoptr (LkAppToken) old = lk_test_make_app_token ("a", NULL, "2025-11-27T12:00:00Z", NULL);
  g_autoptr (LkAppToken) young = lk_test_make_app_token ("a", NULL, "2026-11-26T12:00:01Z", NULL);
  g_autoptr (LkAppToken) ahead = lk_test_make_app_token ("a", NULL, "2026-11-29T12:00:00Z", NULL);

  g_assert_cmpint (lk_token_facts_get_age_days (LK_LISTED_TOKEN (unknown), now), ==, -1);
  g_assert_cmpint (lk_token_facts_get_age_days (LK_LISTED_TOKEN (old), now), ==, 365);
  g_assert_cmpint (lk_token_facts_get_age_days (LK_LISTED_TOKEN (young), now), ==, 0);
  g_assert_cmpint (lk_token_facts_get_age_days (LK_LISTED_TOKEN (ahead), now), ==, 0);
}

/* The one role of each test token is Some Role, unless it is named here. */
static gpointer
make_concern (const char *generated_on,
              const char *expiry,
              const char *role_name,
              const char *property,
              gboolean    value)
{
  const char *role_names[] = { role_name, NULL };
  LkAppToken *token = lk_test_make_app_token ("a", "described", generated_on, expiry);

  g_object_set (token, "role-names", role_names, "stored", TRUE, NULL);
  if (property != NULL)
    g_object_set (token, property, value, NULL);

  return token;
}

static void
assert_concerns (LkListedToken *token,
                 const char    *expected)
{
  g_autoptr (GDateTime) now = lk_test_parse_time (NOW);
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < LK_TOKEN_N_CONCERNS; i++)
    if (lk_token_concern_is_about (i, token, now))
      g_string_append_printf (found, "%s ", lk_token_concern_to_string (i));
  g_assert_cmpstr (found->str, ==, expected);
  g_object_unref (token);
}

static void
test_concerns (void)
{
  LkAppToken *token;

  assert_concerns (make_concern ("2025-11-27T12:00:00Z", NULL, "R/W User", NULL, FALSE), "");
  assert_concerns (make_concern ("2025-11-26T12:00:00Z", NULL, "R/W User", NULL, FALSE), "old ");
  assert_concerns (make_concern (NULL, NULL, "R/W User", NULL, FALSE), "");
  assert_concerns (make_concern ("2024-01-01T00:00:00Z", "2027-01-01T00:00:00Z", "R/W User", NULL, FALSE), "");
  assert_concerns (make_concern ("2024-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "Organization Administrator", "stored", FALSE),
                   "");
  assert_concerns (make_concern (NULL, NULL, "Organization Administrator", NULL, FALSE), "administrator ");
  assert_concerns (make_concern (NULL, NULL, "Database Administrator", NULL, FALSE), "");
  assert_concerns (make_concern (NULL, NULL, "R/W User", "stored", FALSE), "unstored ");
  token = make_concern (NULL, NULL, "R/W User", "stored", FALSE);
  g_object_set (token, "maybe-stored", TRUE, NULL);
  assert_concerns (LK_LISTED_TOKEN (token), "");
  token = make_concern (NULL, NULL, "R/W User", "stored", FALSE);
  g_object_set (token, "signs-in", TRUE, NULL);
  assert_concerns (LK_LISTED_TOKEN (token), "");

  token = lk_test_make_app_token ("a", NULL, NULL, NULL);
  g_object_set (token, "stored", TRUE, NULL);
  assert_concerns (LK_LISTED_TOKEN (g_object_ref (token)), "undescribed ");
  g_object_set (token, "note", "the nightly import", NULL);
  assert_concerns (LK_LISTED_TOKEN (token), "");

  for (guint i = 0; i < LK_TOKEN_N_CONCERNS; i++)
    g_assert_cmpint (lk_token_concern_from_string (lk_token_concern_to_string (i)), ==, i);
  g_assert_cmpint (lk_token_concern_from_string ("whatever"), ==, LK_TOKEN_CONCERN_NONE);
}

/* One that can be fetched again is stored somewhere, and it has no roles. */
static void
test_pulsar_concerns (void)
{
  static const struct
  {
    const char *issued;
    const char *expiry;
    gboolean    known;
    const char *note;
    const char *expected;
  } cases[] = {
    { "2025-11-26T12:00:00Z", NULL, TRUE, "noted", "old " },
    { "2025-11-27T12:00:00Z", NULL, TRUE, "noted", "" },
    { "2025-11-26T12:00:00Z", NULL, FALSE, "noted", "" },
    { "2025-11-26T12:00:00Z", "2027-01-01T00:00:00Z", TRUE, "noted", "" },
    { "2025-11-26T12:00:00Z", "2026-01-01T00:00:00Z", TRUE, NULL, "" },
    { NULL, NULL, TRUE, NULL, "undescribed " },
    { "2020-01-01T00:00:00Z", NULL, TRUE, NULL, "old undescribed " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GDateTime) issued = cases[i].issued != NULL ? lk_test_parse_time (cases[i].issued) : NULL;
      g_autoptr (GDateTime) expiry = cases[i].expiry != NULL ? lk_test_parse_time (cases[i].expiry) : NULL;
      LkPulsarToken *token = g_object_new (LK_TYPE_PULSAR_TOKEN, "tenant-name", "t", "cluster-name", "c", "id", "a", "issued",
                                           issued, "note", cases[i].note, NULL);

      if (cases[i].known)
        lk_pulsar_token_set_expiry (token, expiry);
      assert_concerns (LK_LISTED_TOKEN (token), cases[i].expected);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/token-facts/life", test_life);
  g_test_add_func ("/token-facts/age", test_age);
  g_test_add_func ("/token-facts/concerns", test_concerns);
  g_test_add_func ("/token-facts/pulsar-concerns", test_pulsar_concerns);

  return g_test_run ();
}
