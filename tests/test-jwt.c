/* SPDX-License-Identifier: GPL-3.0-or-later */

/* JSON Web Tokens whole, broken in each way, and broken at random: read without trust, listed as what they are. */

#include "lk-jwt.h"
#include "lk-pulsar-subject.h"
#include "lk-test.h"

#include <string.h>

#define HEADER "{\"alg\":\"RS256\",\"typ\":\"JWT\"}"
#define SIGNATURE LK_TEST_FAKE_SIGNATURE
#define ORG "00000000-0000-4000-8000-0000000000a1"
#define SUBJECT "client;" ORG ";bWFkZS11cC10ZW5hbnQ=;fa4e000007"
#define N_MUTATIONS 20000

static char *
encode (const char *text,
        gsize       length)
{
  g_autoptr (GString) encoded = g_string_new (NULL);
  g_autofree char *base64 = g_base64_encode ((const guchar *) text, length);

  g_string_append (encoded, base64);
  g_string_replace (encoded, "+", "-", 0);
  g_string_replace (encoded, "/", "_", 0);
  g_string_replace (encoded, "=", "", 0);

  return g_string_free (g_steal_pointer (&encoded), FALSE);
}

static char *
make (const char *header,
      const char *claims)
{
  g_autofree char *first = encode (header, strlen (header));
  g_autofree char *second = encode (claims, strlen (claims));

  return g_strdup_printf ("%s.%s." SIGNATURE, first, second);
}

/* Each token has a block of its own, without a final zero, so that a sanitizer sees what reads past it. */
static LkJwt *
read_token (const char *token)
{
  g_autofree char *copy = g_memdup2 (token, strlen (token));

  return lk_jwt_new (copy, strlen (token));
}

static void
assert_moment (GDateTime  *moment,
               const char *wanted)
{
  g_autofree char *text = moment != NULL ? g_date_time_format_iso8601 (moment) : NULL;

  g_assert_cmpstr (text, ==, wanted);
}

static void
test_whole (void)
{
  g_autofree char *token = make ("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k1\"}",
                                 "{\"exp\":1767916800,\"iat\":1767312000,\"nbf\":1767312001,\"iss\":\"datastax\","
                                 "\"sub\":\"" SUBJECT "\",\"tokenid\":\"fa4e000007\",\"aud\":[\"a\",\"b\",1,null]}");
  g_autoptr (LkJwt) jwt = read_token (token);
  g_autofree char *tenant = NULL;
  g_autofree char *message = NULL;
  g_autoptr (GDateTime) expiry = NULL;

  g_assert_cmpint (lk_jwt_get_flaw (jwt), ==, LK_JWT_FLAW_NONE);
  g_assert_null (lk_jwt_get_message (jwt));
  g_assert_true (lk_jwt_has_claims (jwt));
  g_assert_cmpstr (lk_jwt_get_algorithm (jwt), ==, "RS256");
  g_assert_cmpstr (lk_jwt_get_token_type (jwt), ==, "JWT");
  g_assert_cmpstr (lk_jwt_get_key_id (jwt), ==, "k1");
  g_assert_cmpstr (lk_jwt_get_issuer (jwt), ==, "datastax");
  g_assert_cmpstr (lk_jwt_get_audience (jwt), ==, "a, b");
  g_assert_cmpstr (lk_jwt_get_subject (jwt), ==, SUBJECT);
  g_assert_cmpstr (lk_jwt_get_kind (jwt), ==, "client");
  g_assert_cmpstr (lk_jwt_get_org_id (jwt), ==, ORG);
  g_assert_cmpstr (lk_jwt_get_tenant (jwt), ==, "made-up-tenant");
  g_assert_cmpstr (lk_jwt_get_token_id (jwt), ==, "fa4e000007");
  g_assert_cmpint (lk_jwt_get_expires (jwt), ==, LK_JWT_EXPIRY_AT);
  assert_moment (lk_jwt_get_expiry (jwt), "2026-01-09T00:00:00Z");
  assert_moment (lk_jwt_get_issued_at (jwt), "2026-01-02T00:00:00Z");
  assert_moment (lk_jwt_get_not_before (jwt), "2026-01-02T00:00:01Z");

  g_object_get (jwt, "tenant", &tenant, "expiry", &expiry, "message", &message, NULL);
  g_assert_cmpstr (tenant, ==, "made-up-tenant");
  assert_moment (expiry, "2026-01-09T00:00:00Z");
  g_assert_null (message);
}

/* The samples of the API's documents. */
static void
test_samples (void)
{
  static const struct
  {
    const char *token;
    const char *expiry;
    const char *token_id;
  } cases[] = {
    { "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9."
      "eyJpYXQiOjE3NjcyMjU2MDAsImlzcyI6ImRhdGFzdGF4Iiwic3ViIjoiY2xpZW50OzAwMDAwMDAwLTAwMDAtNDAwMC04MDAwLTAwMDAwMDAwMDBhMTti"
      "V0ZrWlMxMWNDMTBaVzVoYm5RPTtmYTRlMDAwMDAxIiwidG9rZW5pZCI6ImZhNGUwMDAwMDEifQ." SIGNATURE,
      NULL, "fa4e000001" },
    { "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9."
      "eyJleHAiOjE3Njc5MTY4MDAsImlhdCI6MTc2NzMxMjAwMCwiaXNzIjoiZGF0YXN0YXgiLCJzdWIiOiJjbGllbnQ7MDAwMDAwMDAtMDAwMC00MDAwLTgw"
      "MDAtMDAwMDAwMDAwMGExO2JXRmtaUzExY0MxMFpXNWhiblE9O2ZhNGUwMDAwMDciLCJ0b2tlbmlkIjoiZmE0ZTAwMDAwNyJ9." SIGNATURE,
      "2026-01-09T00:00:00Z", "fa4e000007" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LkJwt) jwt = read_token (cases[i].token);

      g_assert_cmpint (lk_jwt_get_flaw (jwt), ==, LK_JWT_FLAW_NONE);
      g_assert_cmpint (lk_jwt_get_expires (jwt), ==, cases[i].expiry != NULL ? LK_JWT_EXPIRY_AT : LK_JWT_EXPIRY_NEVER);
      assert_moment (lk_jwt_get_expiry (jwt), cases[i].expiry);
      g_assert_cmpstr (lk_jwt_get_token_id (jwt), ==, cases[i].token_id);
      g_assert_cmpstr (lk_jwt_get_tenant (jwt), ==, "made-up-tenant");
    }
}

static void
test_broken (void)
{
  g_autofree char *header = encode (HEADER, strlen (HEADER));
  g_autofree char *claims = encode ("{\"sub\":\"x\"}", strlen ("{\"sub\":\"x\"}"));
  g_autofree char *list = encode ("[1]", 3);
  g_autofree char *twice = encode ("{\"exp\":1,\"exp\":2}", strlen ("{\"exp\":1,\"exp\":2}"));
  g_autofree char *binary = encode ("\377\000\001", 3);
  g_autofree char *lone = encode ("1", 1);
  const struct
  {
    const char *parts[6];
    LkJwtFlaw   flaw;
    gboolean    has_claims;
  } cases[] = {
    { { "" }, LK_JWT_FLAW_EMPTY, FALSE },
    { { "no-token" }, LK_JWT_FLAW_PARTS, FALSE },
    { { header }, LK_JWT_FLAW_PARTS, FALSE },
    { { header, claims }, LK_JWT_FLAW_PARTS, FALSE },
    { { header, claims, SIGNATURE, "" }, LK_JWT_FLAW_PARTS, FALSE },
    { { header, claims, SIGNATURE, SIGNATURE }, LK_JWT_FLAW_PARTS, FALSE },
    { { header, claims, SIGNATURE, SIGNATURE, SIGNATURE }, LK_JWT_FLAW_ENCRYPTED, FALSE },
    { { header, claims, SIGNATURE, SIGNATURE, SIGNATURE, SIGNATURE }, LK_JWT_FLAW_PARTS, FALSE },
    { { "", "", "" }, LK_JWT_FLAW_CLAIMS, FALSE },
    { { header, claims, "RkFLRS1TSUdOQVRVUkU" }, LK_JWT_FLAW_SIGNATURE, TRUE },
    { { header, "", SIGNATURE }, LK_JWT_FLAW_CLAIMS, FALSE },
    { { header, "a", SIGNATURE }, LK_JWT_FLAW_CLAIMS, FALSE },
    { { header, "e30=", SIGNATURE }, LK_JWT_FLAW_CLAIMS, FALSE },
    { { header, "e31", SIGNATURE }, LK_JWT_FLAW_CLAIMS, FALSE },
    { { header, "e3 0", SIGNATURE }, LK_JWT_FLAW_CLAIMS, FALSE },
    { { header, "e30\n", SIGNATURE }, LK_JWT_FLAW_CLAIMS, FALSE },
    { { header, "+/+/", SIGNATURE }, LK_JWT_FLAW_CLAIMS, FALSE },
    { { header, list, SIGNATURE }, LK_JWT_FLAW_CLAIMS, FALSE },
    { { header, lone, SIGNATURE }, LK_JWT_FLAW_CLAIMS, FALSE },
    { { header, twice, SIGNATURE }, LK_JWT_FLAW_CLAIMS, FALSE },
    { { header, binary, SIGNATURE }, LK_JWT_FLAW_CLAIMS, FALSE },
    { { "Bearer e30", claims, SIGNATURE }, LK_JWT_FLAW_HEADER, TRUE },
    { { list, claims, SIGNATURE }, LK_JWT_FLAW_HEADER, TRUE },
    { { "", claims, SIGNATURE }, LK_JWT_FLAW_HEADER, TRUE },
    { { header, claims, "" }, LK_JWT_FLAW_SIGNATURE, TRUE },
    { { header, claims, "a" }, LK_JWT_FLAW_SIGNATURE, TRUE },
    { { header, claims, SIGNATURE "=" }, LK_JWT_FLAW_SIGNATURE, TRUE },
    { { header, claims, SIGNATURE "\n" }, LK_JWT_FLAW_SIGNATURE, TRUE },
    { { header, "e30", SIGNATURE }, LK_JWT_FLAW_NONE, TRUE },
    { { "e30", "e30", "AA" }, LK_JWT_FLAW_NONE, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *token = NULL;
      g_autoptr (LkJwt) jwt = NULL;
      const char *parts[G_N_ELEMENTS (cases[i].parts) + 1] = { NULL };

      memcpy (parts, cases[i].parts, sizeof cases[i].parts);
      token = g_strjoinv (".", (char **) parts);
      g_test_message ("case %u: %s", i, token);
      jwt = read_token (token);
      g_assert_cmpint (lk_jwt_get_flaw (jwt), ==, cases[i].flaw);
      g_assert_cmpint (lk_jwt_has_claims (jwt), ==, cases[i].has_claims);
      g_assert_cmpint (lk_jwt_get_message (jwt) == NULL, ==, cases[i].flaw == LK_JWT_FLAW_NONE);
      g_assert_cmpint (lk_jwt_get_expires (jwt), ==,
                       cases[i].has_claims ? LK_JWT_EXPIRY_NEVER : LK_JWT_EXPIRY_UNKNOWN);
      if (lk_jwt_get_message (jwt) != NULL)
        g_assert_null (strstr (lk_jwt_get_message (jwt), SIGNATURE));
    }
}

/* Up to the limit it is read; a megabyte of claims is told as what it is, at once. */
static void
test_long (void)
{
  const gsize overhead = strlen ("{\"sub\":\"\"}");
  g_autofree char *header = encode (HEADER, strlen (HEADER));
  g_autofree char *claims = NULL;
  g_autofree char *token = NULL;
  g_autofree char *filling = NULL;
  g_autofree char *huge_filling = g_strnfill (1024 * 1024, 'x');
  g_autofree char *huge_claims = g_strdup_printf ("{\"exp\":1,\"sub\":\"%s\"}", huge_filling);
  g_autofree char *huge_token = make (HEADER, huge_claims);
  g_autoptr (LkJwt) longest = NULL;
  g_autoptr (LkJwt) longer = NULL;
  g_autoptr (LkJwt) huge = NULL;
  gsize length = LK_JWT_MAX_LENGTH - strlen (header) - strlen (SIGNATURE) - 2;

  filling = g_strnfill (length * 3 / 4 - overhead, 'x');
  claims = g_strdup_printf ("{\"sub\":\"%s\"}", filling);
  token = make (HEADER, claims);
  g_assert_cmpuint (strlen (token), <=, LK_JWT_MAX_LENGTH);
  longest = read_token (token);
  g_assert_cmpint (lk_jwt_get_flaw (longest), ==, LK_JWT_FLAW_NONE);
  g_assert_cmpuint (strlen (lk_jwt_get_subject (longest)), ==, strlen (filling));

  huge = read_token (huge_token);
  g_assert_cmpint (lk_jwt_get_flaw (huge), ==, LK_JWT_FLAW_TOO_LONG);
  g_assert_cmpint (lk_jwt_get_expires (huge), ==, LK_JWT_EXPIRY_UNKNOWN);
  g_assert_nonnull (lk_jwt_get_message (huge));
  g_assert_null (lk_jwt_get_subject (huge));
  longer = lk_jwt_new (huge_token, LK_JWT_MAX_LENGTH + 1);
  g_assert_cmpint (lk_jwt_get_flaw (longer), ==, LK_JWT_FLAW_TOO_LONG);
}

static void
test_expiry (void)
{
  static const struct
  {
    const char  *exp;
    LkJwtExpiry  expires;
    const char  *expiry;
    gboolean     flawed;
  } cases[] = {
    { "1767916800", LK_JWT_EXPIRY_AT, "2026-01-09T00:00:00Z", FALSE },
    { "\"1767916800\"", LK_JWT_EXPIRY_AT, "2026-01-09T00:00:00Z", FALSE },
    { "1767916800.75", LK_JWT_EXPIRY_AT, "2026-01-09T00:00:00Z", FALSE },
    { "\"1767916800.75\"", LK_JWT_EXPIRY_AT, "2026-01-09T00:00:00Z", FALSE },
    { "1.7679168e9", LK_JWT_EXPIRY_AT, "2026-01-09T00:00:00Z", FALSE },
    { "0", LK_JWT_EXPIRY_AT, "1970-01-01T00:00:00Z", FALSE },
    { "-0", LK_JWT_EXPIRY_AT, "1970-01-01T00:00:00Z", FALSE },
    { "-1", LK_JWT_EXPIRY_AT, "1969-12-31T23:59:59Z", TRUE },
    { "-0.5", LK_JWT_EXPIRY_AT, "1969-12-31T23:59:59Z", TRUE },
    { "\"-1\"", LK_JWT_EXPIRY_AT, "1969-12-31T23:59:59Z", TRUE },
    { "-62135596800", LK_JWT_EXPIRY_AT, "0001-01-01T00:00:00Z", TRUE },
    { "-62135596801", LK_JWT_EXPIRY_UNKNOWN, NULL, TRUE },
    { "-1e99", LK_JWT_EXPIRY_UNKNOWN, NULL, TRUE },
    { "253402300799", LK_JWT_EXPIRY_AT, "9999-12-31T23:59:59Z", FALSE },
    { "253402300799.9", LK_JWT_EXPIRY_AT, "9999-12-31T23:59:59Z", FALSE },
    { "253402300800", LK_JWT_EXPIRY_FAR, NULL, TRUE },
    { "9007199254740991", LK_JWT_EXPIRY_FAR, NULL, TRUE },
    { "1e99", LK_JWT_EXPIRY_FAR, NULL, TRUE },
    { "\"99999999999999999999999\"", LK_JWT_EXPIRY_FAR, NULL, TRUE },
    { "1767916800000", LK_JWT_EXPIRY_UNKNOWN, NULL, TRUE },
    { "\"1767916800000\"", LK_JWT_EXPIRY_UNKNOWN, NULL, TRUE },
    { "\"\"", LK_JWT_EXPIRY_UNKNOWN, NULL, TRUE },
    { "\"-\"", LK_JWT_EXPIRY_UNKNOWN, NULL, TRUE },
    { "\" 1\"", LK_JWT_EXPIRY_UNKNOWN, NULL, TRUE },
    { "\"1 \"", LK_JWT_EXPIRY_UNKNOWN, NULL, TRUE },
    { "\"1.\"", LK_JWT_EXPIRY_UNKNOWN, NULL, TRUE },
    { "\".5\"", LK_JWT_EXPIRY_UNKNOWN, NULL, TRUE },
    { "\"0x10\"", LK_JWT_EXPIRY_UNKNOWN, NULL, TRUE },
    { "\"1e9\"", LK_JWT_EXPIRY_UNKNOWN, NULL, TRUE },
    { "\"inf\"", LK_JWT_EXPIRY_UNKNOWN, NULL, TRUE },
    { "\"nan\"", LK_JWT_EXPIRY_UNKNOWN, NULL, TRUE },
    { "\"2026-01-09\"", LK_JWT_EXPIRY_UNKNOWN, NULL, TRUE },
    { "\"111111111111111111111111111111111\"", LK_JWT_EXPIRY_UNKNOWN, NULL, TRUE },
    { "null", LK_JWT_EXPIRY_UNKNOWN, NULL, TRUE },
    { "true", LK_JWT_EXPIRY_UNKNOWN, NULL, TRUE },
    { "[1767916800]", LK_JWT_EXPIRY_UNKNOWN, NULL, TRUE },
    { "{}", LK_JWT_EXPIRY_UNKNOWN, NULL, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *claims = g_strdup_printf ("{\"sub\":\"" SUBJECT "\",\"exp\":%s}", cases[i].exp);
      g_autofree char *token = make (HEADER, claims);
      g_autoptr (LkJwt) jwt = read_token (token);

      g_test_message ("%s: %s", cases[i].exp, lk_jwt_get_message (jwt));
      g_assert_cmpint (lk_jwt_get_expires (jwt), ==, cases[i].expires);
      assert_moment (lk_jwt_get_expiry (jwt), cases[i].expiry);
      g_assert_cmpint (lk_jwt_get_flaw (jwt), ==, cases[i].flawed ? LK_JWT_FLAW_EXPIRY : LK_JWT_FLAW_NONE);
      /* The rest is read all the same. */
      g_assert_cmpstr (lk_jwt_get_token_id (jwt), ==, "fa4e000007");
    }
}

static void
test_other_claims (void)
{
  g_autofree char *numbers = make ("{\"alg\":5,\"typ\":null,\"kid\":[\"k\"]}",
                                   "{\"sub\":1,\"iss\":{},\"aud\":true,\"iat\":\"x\",\"nbf\":null,\"tokenid\":7,\"EXP\":5}");
  g_autofree char *one = make (HEADER, "{\"aud\":\"me\",\"sub\":\"client;" ORG ";1617219600\"}");
  g_autofree char *none = make (HEADER, "{\"aud\":[]}");
  g_autoptr (LkJwt) jwt = read_token (numbers);

  g_assert_cmpint (lk_jwt_get_flaw (jwt), ==, LK_JWT_FLAW_NONE);
  g_assert_cmpint (lk_jwt_get_expires (jwt), ==, LK_JWT_EXPIRY_NEVER);
  g_assert_null (lk_jwt_get_algorithm (jwt));
  g_assert_null (lk_jwt_get_token_type (jwt));
  g_assert_null (lk_jwt_get_key_id (jwt));
  g_assert_null (lk_jwt_get_subject (jwt));
  g_assert_null (lk_jwt_get_issuer (jwt));
  g_assert_null (lk_jwt_get_audience (jwt));
  g_assert_null (lk_jwt_get_token_id (jwt));
  g_assert_null (lk_jwt_get_issued_at (jwt));
  g_assert_null (lk_jwt_get_not_before (jwt));

  g_set_object (&jwt, NULL);
  jwt = read_token (one);
  g_assert_cmpstr (lk_jwt_get_audience (jwt), ==, "me");
  assert_moment (lk_jwt_get_issued_at (jwt), "2021-03-31T19:40:00Z");

  g_set_object (&jwt, NULL);
  jwt = read_token (none);
  g_assert_null (lk_jwt_get_audience (jwt));
}

static void
test_claims_alone (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (LkJwt) jwt = NULL;

  json_parser_load_from_data (parser, "{\"exp\":\"1767916800\",\"iat\":\"1767312000\",\"sub\":\"" SUBJECT "\"}", -1, &error);
  g_assert_no_error (error);
  jwt = lk_jwt_new_from_claims (json_node_get_object (json_parser_get_root (parser)));

  g_assert_cmpint (lk_jwt_get_flaw (jwt), ==, LK_JWT_FLAW_NONE);
  g_assert_true (lk_jwt_has_claims (jwt));
  g_assert_null (lk_jwt_get_algorithm (jwt));
  g_assert_cmpstr (lk_jwt_get_token_id (jwt), ==, "fa4e000007");
  assert_moment (lk_jwt_get_expiry (jwt), "2026-01-09T00:00:00Z");
  assert_moment (lk_jwt_get_issued_at (jwt), "2026-01-02T00:00:00Z");
}

static void
test_subject (void)
{
  static const struct
  {
    const char *text;
    const char *kind;
    const char *org_id;
    const char *tenant;
    const char *token_id;
    const char *made;
  } cases[] = {
    { SUBJECT, "client", ORG, "made-up-tenant", "fa4e000007", NULL },
    { "client;" ORG ";bWFkZS11cC10ZW5hbnQ=", "client", ORG, "made-up-tenant", NULL, NULL },
    { "client;" ORG ";1617219600", "client", ORG, NULL, NULL, "2021-03-31T19:40:00Z" },
    { "client;" ORG ";161721960000", "client", ORG, NULL, NULL, "7094-10-06T22:40:00Z" },
    { "client;" ORG ";1617219600000", "client", ORG, NULL, NULL, NULL },
    { "client;" ORG ";1617219600;fa4e000007", "client", ORG, NULL, "fa4e000007", NULL },
    { "client;" ORG ";bWFkZS11cC10ZW5hbnQ;x", "client", ORG, NULL, "x", NULL },
    { "client;" ORG ";bWFkZS11cC10ZW5hbnR=;x", "client", ORG, NULL, "x", NULL },
    { "client;" ORG ";bWFk ZS11cC10ZW5hbnQ=;x", "client", ORG, NULL, "x", NULL },
    { "client;" ORG ";CgoK;x", "client", ORG, NULL, "x", NULL },
    { "client;" ORG ";AAAA;x", "client", ORG, NULL, "x", NULL },
    { "client;" ORG ";////;x", "client", ORG, NULL, "x", NULL },
    { "client;" ORG ";w7bDtg==;x", "client", ORG, "\303\266\303\266", "x", NULL },
    { ";;;", NULL, NULL, NULL, NULL, NULL },
    { ";;", NULL, NULL, NULL, NULL, NULL },
    { "admin", NULL, NULL, NULL, NULL, NULL },
    { "client;" ORG, NULL, NULL, NULL, NULL, NULL },
    { "client;" ORG ";YQ==;x;y", NULL, NULL, NULL, NULL, NULL },
    { "", NULL, NULL, NULL, NULL, NULL },
    { NULL, NULL, NULL, NULL, NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LkPulsarSubject) subject = lk_pulsar_subject_new (cases[i].text);

      g_test_message ("%s", cases[i].text != NULL ? cases[i].text : "nothing");
      g_assert_cmpstr (subject->kind, ==, cases[i].kind);
      g_assert_cmpstr (subject->org_id, ==, cases[i].org_id);
      g_assert_cmpstr (subject->tenant, ==, cases[i].tenant);
      g_assert_cmpstr (subject->token_id, ==, cases[i].token_id);
      assert_moment (subject->made, cases[i].made);
    }
}

/* What holds of whatever is read. */
static void
check_sense (LkJwt *jwt)
{
  g_assert_cmpint (lk_jwt_get_message (jwt) == NULL, ==, lk_jwt_get_flaw (jwt) == LK_JWT_FLAW_NONE);
  g_assert_cmpint (lk_jwt_get_expiry (jwt) != NULL, ==, lk_jwt_get_expires (jwt) == LK_JWT_EXPIRY_AT);
  g_assert_true (lk_jwt_has_claims (jwt) || lk_jwt_get_flaw (jwt) != LK_JWT_FLAW_NONE);
  if (!lk_jwt_has_claims (jwt))
    {
      g_assert_cmpint (lk_jwt_get_expires (jwt), ==, LK_JWT_EXPIRY_UNKNOWN);
      g_assert_null (lk_jwt_get_subject (jwt));
    }
  if (lk_jwt_get_subject (jwt) != NULL)
    g_assert_true (g_utf8_validate (lk_jwt_get_subject (jwt), -1, NULL));
}

static void
mutate (GString *text)
{
  static const char pieces[] = ".=-_+/eyJ\"{}[]:,;0123456789\\ \n\377";
  gsize at = (gsize) g_test_rand_int_range (0, (gint32) text->len);

  switch (g_test_rand_int_range (0, 4))
    {
    case 0:
      text->str[at] = (char) g_test_rand_int_range (0, 256);
      break;

    case 1:
      g_string_insert_c (text, (gssize) at, pieces[g_test_rand_int_range (0, (gint32) sizeof pieces - 1)]);
      break;

    case 2:
      g_string_erase (text, (gssize) at, g_test_rand_int_range (0, (gint32) (text->len - at) + 1));
      break;

    default:
      text->str[at] = pieces[g_test_rand_int_range (0, (gint32) sizeof pieces - 1)];
      break;
    }
}

/* The token, or the JSON within it, broken at one to three places. */
static void
test_mutations (void)
{
  static const char claims[] =
    "{\"exp\":1767916800,\"iat\":1767312000.5,\"aud\":[\"a\"],\"sub\":\"" SUBJECT "\",\"x\":\"\\u00e9\"}";
  guint n_whole = 0, n_flawed = 0;

  for (guint i = 0; i < N_MUTATIONS; i++)
    {
      gboolean inside = g_test_rand_bit ();
      g_autofree char *whole = make (HEADER, claims);
      g_autoptr (GString) text = g_string_new (inside ? claims : whole);
      g_autofree char *copy = NULL;
      g_autoptr (LkJwt) jwt = NULL;
      gsize length;

      for (int n = g_test_rand_int_range (1, 4); n > 0 && text->len > 0; n--)
        mutate (text);
      if (inside)
        {
          g_autofree char *encoded = encode (text->str, text->len);

          g_string_printf (text, "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.%s." SIGNATURE, encoded);
        }
      length = text->len;
      copy = g_memdup2 (text->str, length);
      jwt = lk_jwt_new (copy, length);
      check_sense (jwt);
      if (lk_jwt_get_flaw (jwt) == LK_JWT_FLAW_NONE)
        n_whole++;
      else
        n_flawed++;
    }

  g_assert_cmpuint (n_whole, >, 0);
  g_assert_cmpuint (n_flawed, >, n_whole);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/jwt/whole", test_whole);
  g_test_add_func ("/jwt/samples", test_samples);
  g_test_add_func ("/jwt/broken", test_broken);
  g_test_add_func ("/jwt/long", test_long);
  g_test_add_func ("/jwt/expiry", test_expiry);
  g_test_add_func ("/jwt/other-claims", test_other_claims);
  g_test_add_func ("/jwt/claims-alone", test_claims_alone);
  g_test_add_func ("/jwt/subject", test_subject);
  g_test_add_func ("/jwt/mutations", test_mutations);

  return g_test_run ();
}
