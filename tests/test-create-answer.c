/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-create-answer.h"

#include <string.h>

#define CLIENT_ID "FakeFakeFakeFakeFakeFake"
#define ORG_ID "00000000-0000-4000-8000-0000000000a1"

/* The documented answer, with a secret made here, so that its checksum is right. */
static char *
make_answer (char **token)
{
  g_autoptr (GString) secret = g_string_new ("FAKE.");
  g_autofree char *sum = NULL;

  while (secret->len < 128)
    g_string_append_c (secret, "abcXYZ019+,-._"[secret->len % 14]);
  sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, secret->str, -1);
  *token = g_strdup_printf ("AstraCS:" CLIENT_ID ":%s", sum);

  return g_strdup_printf ("{\"clientId\":\"" CLIENT_ID "\",\"secret\":\"%s\",\"orgId\":\"" ORG_ID "\","
                          "\"roles\":[\"" ORG_ID "\"],\"token\":\"%s\",\"generatedOn\":\"2026-01-02T03:04:05.6Z\"}",
                          secret->str, *token);
}

static void
test_whole (void)
{
  g_autofree char *token = NULL;
  g_autofree char *text = make_answer (&token);
  g_autoptr (LkCreateAnswer) answer = lk_create_answer_new (text, strlen (text));

  g_assert_cmpint (answer->verdict, ==, LK_CREATE_COMPLETE);
  g_assert_cmpstr (answer->client_id, ==, CLIENT_ID);
  g_assert_cmpstr (secret_value_get_text (answer->token), ==, token);
  g_assert_cmpstr (answer->generated_on, ==, "2026-01-02T03:04:05.6Z");
}

static void
test_every_prefix (void)
{
  g_autofree char *token = NULL;
  g_autofree char *text = make_answer (&token);
  gsize after_id = (gsize) (strstr (text, ",\"secret\"") - text);
  gsize after_secret = (gsize) (strstr (text, ",\"orgId\"") - text);

  for (gsize length = 0; length <= strlen (text); length++)
    {
      g_autofree char *cut = g_strndup (text, length);
      g_autoptr (LkCreateAnswer) answer = lk_create_answer_new (cut, length);
      LkCreateVerdict wanted = length < after_id ? LK_CREATE_NOTHING
                               : length < after_secret ? LK_CREATE_ORPHAN
                                                       : LK_CREATE_COMPLETE;

      g_assert_cmpint (answer->verdict, ==, wanted);
      if (wanted == LK_CREATE_COMPLETE)
        g_assert_cmpstr (secret_value_get_text (answer->token), ==, token);
    }
}

static void
test_hostile (void)
{
  static const struct
  {
    const char      *text;
    LkCreateVerdict  verdict;
  } cases[] = {
    { "", LK_CREATE_NOTHING },
    { "[]", LK_CREATE_NOTHING },
    { "null", LK_CREATE_NOTHING },
    { "<html>clientId</html>", LK_CREATE_NOTHING },
    { "{\"clientId\":7,\"secret\":\"x\"}", LK_CREATE_NOTHING },
    { "{\"clientId\":\"a/../b\",\"secret\":\"x\"}", LK_CREATE_NOTHING },
    { "{\"nested\":{\"clientId\":\"abc\",\"secret\":\"x\"}}", LK_CREATE_NOTHING },
    { "{\"clientId\":\"abc\",\"secret\":\"a b\"}", LK_CREATE_ORPHAN },
    { "{\"clientId\":\"abc\",\"secret\":\"a\\nb\"}", LK_CREATE_ORPHAN },
    { "{\"clientId\":\"abc\",\"secret\":\"\"}", LK_CREATE_ORPHAN },
    { "{\"clientId\":\"abc\",\"secret\":\"x\",\"secret\":\"y\"}", LK_CREATE_ORPHAN },
    { "{\"clientId\":\"abc\",\"secret\":\"x\",\"secret\":\"x\"}", LK_CREATE_COMPLETE },
    { "{\"clientId\":\"abc\",\"secret\":\"x\\u0000y\"}", LK_CREATE_ORPHAN },
    { "{\"clientId\":\"abc\",\"secret\":\"x\\u00e9\"}", LK_CREATE_ORPHAN },
    { "{\"clientId\":\"abc\",\"secret\":\"x\\q\"}", LK_CREATE_ORPHAN },
    { "{\"roles\":[[[\"}\"]]],\"ClientID\":\"abc\",\"SECRET\":\"x\"}", LK_CREATE_COMPLETE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LkCreateAnswer) answer = lk_create_answer_new (cases[i].text, strlen (cases[i].text));

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (answer->verdict, ==, cases[i].verdict);
    }
}

/* A token that does not follow from the secret is believed: the rule is today's, the answer is the service's. */
static void
test_other_token (void)
{
  static const char text[] = "{\"clientId\":\"abc\",\"secret\":\"x\",\"token\":\"another-form\"}";
  g_autoptr (LkCreateAnswer) answer = lk_create_answer_new (text, strlen (text));

  g_assert_cmpint (answer->verdict, ==, LK_CREATE_COMPLETE);
  g_assert_cmpstr (secret_value_get_text (answer->token), ==, "another-form");
  g_assert_nonnull (answer->derived);

  lk_create_answer_take_derived (answer);
  g_assert_true (g_str_has_prefix (secret_value_get_text (answer->token), "AstraCS:abc:"));
  g_assert_null (answer->derived);
}

/* Escapes that a serializer need not write, but may. */
static void
test_escaped (void)
{
  static const char text[] = "{\"clientId\":\"\\u0061bc\",\"secret\":\"a\\/b\\u002bc\"}";
  g_autoptr (LkCreateAnswer) answer = lk_create_answer_new (text, strlen (text));

  g_assert_cmpint (answer->verdict, ==, LK_CREATE_COMPLETE);
  g_assert_cmpstr (answer->client_id, ==, "abc");
  g_assert_cmpstr (secret_value_get_text (answer->secret), ==, "a/b+c");
}

/* A raw NUL would cut the id short, and the secret would be kept under another. */
static void
test_nul_in_client_id (void)
{
  static const char text[] = "{\"clientId\":\"abc\0def\",\"secret\":\"x\"}";
  g_autoptr (LkCreateAnswer) answer = lk_create_answer_new (text, sizeof text - 1);

  g_assert_cmpint (answer->verdict, ==, LK_CREATE_NOTHING);
  g_assert_null (answer->client_id);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/create-answer/whole", test_whole);
  g_test_add_func ("/create-answer/every-prefix", test_every_prefix);
  g_test_add_func ("/create-answer/hostile", test_hostile);
  g_test_add_func ("/create-answer/other-token", test_other_token);
  g_test_add_func ("/create-answer/escaped", test_escaped);
  g_test_add_func ("/create-answer/nul-in-client-id", test_nul_in_client_id);

  return g_test_run ();
}
