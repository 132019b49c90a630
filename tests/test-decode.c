/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-astra-decode.h"

#include "lk-app-token.h"
#include "lk-astra-error.h"
#include "lk-redact.h"
#include "lk-role.h"

#include <string.h>

static GBytes *
bytes (const char *text)
{
  return g_bytes_new_static (text, strlen (text));
}

static void
test_org (void)
{
  g_autoptr (GBytes) good = bytes ("{\"ID\":\"00000000-0000-4000-8000-0000000000a1\",\"more\":1}");
  g_autoptr (GBytes) bad = bytes ("{\"id\":\"../x\"}");
  g_autoptr (GError) error = NULL;
  g_autofree char *id = lk_astra_decode_org (good, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (id, ==, "00000000-0000-4000-8000-0000000000a1");
  g_assert_null (lk_astra_decode_org (bad, &error));
  g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_MALFORMED);
}

static void
test_org_name (void)
{
  g_autoptr (GBytes) lower = bytes ("{\"orgID\":\"x\",\"orgName\":\"Acme\",\"users\":[]}");
  g_autoptr (GBytes) upper = bytes ("{\"OrgID\":\"x\",\"OrgName\":\"Acme\",\"Users\":[]}");
  g_autofree char *first = lk_astra_decode_org_name (lower, NULL);
  g_autofree char *second = lk_astra_decode_org_name (upper, NULL);

  g_assert_cmpstr (first, ==, "Acme");
  g_assert_cmpstr (second, ==, "Acme");
}

static void
test_roles (void)
{
  g_autoptr (GBytes) body = bytes (
    "[{\"ID\":\"r1\",\"Name\":\"R/W Svc Acct\",\"policy\":\"{\\\"actions\\\":[\\\"db-cql\\\",\\\"db-cql\\\"],"
    "\\\"resources\\\":[\\\"drn:astra:org:__ORG_ID__\\\"]}\"},"
    "{\"id\":\"r2\",\"name\":\"custom\",\"Policy\":{\"actions\":[\"org-read\",7],\"resources\":[]}},"
    "{\"id\":\"r3\",\"name\":\"bare\",\"policy\":null}]");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) roles = lk_astra_decode_roles (body, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (roles->len, ==, 3);
  g_assert_true (lk_role_get_has_policy (roles->pdata[0]));
  g_assert_cmpuint (g_strv_length ((GStrv) lk_role_get_actions (roles->pdata[0])), ==, 1);
  g_assert_true (lk_role_get_built_in (roles->pdata[0]));
  g_assert_cmpuint (g_strv_length ((GStrv) lk_role_get_actions (roles->pdata[1])), ==, 1);
  g_assert_false (lk_role_get_built_in (roles->pdata[1]));
  g_assert_false (lk_role_get_has_policy (roles->pdata[2]));
}

static void
test_tokens (void)
{
  g_autoptr (GBytes) body = bytes (
    "{\"clients\":[{\"clientId\":\"FakeFakeFakeFakeFakeFake\",\"roles\":[\"a\",\"b\"],"
    "\"generatedOn\":\"2026-01-02T03:04:05.678901234Z\",\"description\":\"job\","
    "\"tokenExpiry\":\"2026-12-31T23:59:59Z\"},"
    "{\"clientId\":\"MadeUpClientNumberTwoXyz\",\"roles\":[],\"tokenExpiry\":\"\",\"description\":\"\"},"
    "{\"clientId\":\"MadeUpClientNumberThreeZ\",\"tokenExpiry\":null}]}");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tokens = lk_astra_decode_tokens (body, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (tokens->len, ==, 3);
  g_assert_cmpstr (lk_app_token_get_client_id (tokens->pdata[0]), ==, "FakeFakeFakeFakeFakeFake");
  g_assert_cmpint (g_date_time_get_year (lk_app_token_get_token_expiry (tokens->pdata[0])), ==, 2026);
  g_assert_cmpint (g_date_time_get_second (lk_app_token_get_generated_on (tokens->pdata[0])), ==, 5);
  g_assert_null (lk_app_token_get_token_expiry (tokens->pdata[1]));
  g_assert_null (lk_app_token_get_token_expiry (tokens->pdata[2]));
}

static void
test_wrong_shapes (void)
{
  static const char *const texts[] = {
    "[]", "{}", "{\"clients\":{}}", "{\"clients\":[1]}", "{\"clients\":[{\"clientId\":7}]}", "null", "<html></html>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) body = bytes (texts[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (lk_astra_decode_tokens (body, &error));
      g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_MALFORMED);
    }
}

static void
test_error_shapes (void)
{
  static const char *const texts[] = {
    "{\"errors\":[{\"ID\":340012,\"message\":\"made-up\"}]}",
    "{\"errors\":[{\"id\":340018,\"message\":\"made-up\"}]}",
    "made-up",
    "\"made-up\"",
    "{\"reason\":\"made-up\"}",
    "{\"error\":\"made-up\"}",
    "{\"Body\":{\"reason\":\"made-up\"}}",
    "{\"description\":\"made-up\",\"code\":401}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) body = bytes (texts[i]);
      g_autoptr (GError) error = lk_astra_error_from_status (401, body);

      g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_UNAUTHORIZED);
      g_assert_nonnull (strstr (error->message, "made-up"));
    }
}

static void
test_error_says_no_secret (void)
{
  g_autoptr (GBytes) html = bytes ("<!DOCTYPE html><h1>502</h1>");
  g_autoptr (GBytes) echo = bytes ("{\"error\":\"bad AstraCS:abc:def and eyJh.eyJi.c\\u001b[31m\"}");
  g_autoptr (GError) first = lk_astra_error_from_status (502, html);
  g_autoptr (GError) second = lk_astra_error_from_status (400, echo);

  g_assert_error (first, LK_ASTRA_ERROR, LK_ASTRA_ERROR_SERVER);
  g_assert_null (strstr (first->message, "<"));
  g_assert_null (strstr (second->message, "AstraCS"));
  g_assert_null (strstr (second->message, "eyJ"));
  g_assert_null (strchr (second->message, '\033'));
}

static void
test_redact (void)
{
  static const struct
  {
    const char *text;
    const char *wanted;
  } cases[] = {
    { "no such role", "no such role" },
    { "token AstraCS:abc:def, bad", "token [hidden] bad" },
    { "x eyJhbGciOi.eyJpc3Mi.c2ln y", "x [hidden] y" },
    { "Authorization: Bearer abcdefgh12 y", "Authorization: [hidden] y" },
    { "of bearer type", "of bearer type" },
    { "{\"secret\":\"a b\",\"id\":1}", "{[hidden],\"id\":1}" },
    { "{\"pulsarToken\" : \"cut sho", "{[hidden]" },
    { "{\"client_secret\":\"a b\",\"secretKey\":\"c\",\"id\":1}", "{[hidden],[hidden],\"id\":1}" },
    { "\"could not connect: {\\\"db_password\\\":\\\"hunter 2\\\"}\"", "\"could not connect: {[hidden]" },
    { "jdbc:x://h/d?user=me&password=hunter2&a=b", "jdbc:x://h/d?user=me&[hidden]&a=b" },
    { "{\"tokenid\":\"2fc3216a6f\",\"maxTokens\":5}", "{\"tokenid\":\"2fc3216a6f\",\"maxTokens\":5}" },
    { "0123456789abcdef0123456789abcdef", "[hidden]" },
    { "FAKE.not+a-real_secret,FAKE.not+a-real_secret", "[hidden]" },
    { "AstraCS%3Aabcdefghijklmnopqrstuvwx%3A00", "[hidden]" },
    { "role 00000000-0000-4000-8000-0000000000b1 gone", "role 00000000-0000-4000-8000-0000000000b1 gone" },
    { "00000000-0000-4000-8000-0000000000b1aaaa", "[hidden]" },
    { " a\r\n\tb\033[31m ", "a   b[U+001B][31m" },
    { "a\342\200\256b\342\200\213c\342\200\250d", "a[U+202E]b[U+200B]c d" },
    { "a\377b", "a\357\277\275b" },
    { "", "" },
  };
  g_autofree char *many = g_strnfill (300, ' ');
  g_autoptr (GString) tail = g_string_new (NULL);
  g_autofree char *cut = NULL;
  g_autofree char *cut_tail = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shown = lk_redact (cases[i].text, strlen (cases[i].text));

      g_assert_cmpstr (shown, ==, cases[i].wanted);
    }

  many[0] = many[299] = 'x';
  cut = lk_redact (many, 300);
  g_assert_cmpint (g_utf8_strlen (cut, -1), ==, 257);
  g_assert_true (g_str_has_suffix (cut, "…"));

  /* What is looked at ends amid a token that nothing betrays but its beginning. */
  for (guint i = 0; i < 43; i++)
    g_string_append (tail, "AstraCS:0123456789012345678901234567890123456789012345678901234567890123456789012345678901234 ");
  g_string_append_printf (tail, "%*s", 4096 - 10 - (int) tail->len, "");
  g_string_append (tail, "0123456789abcdef0123456789abcdef");
  cut_tail = lk_redact (tail->str, tail->len);
  g_assert_null (strstr (cut_tail, "0123"));
}

/* What a proxy writes is no word of the service: it proves nothing about what the service did. */
static void
test_error_is_told (void)
{
  static const struct
  {
    const char *text;
    gboolean    told;
  } cases[] = {
    { "{\"errors\":[{\"ID\":340012,\"message\":\"made-up\"}]}", TRUE },
    { "{\"reason\":\"made-up\"}", TRUE },
    { "\"made-up\"", TRUE },
    { "made-up", TRUE },
    { "", FALSE },
    { "<html><h1>403</h1></html>", FALSE },
    { "{\"clientId\":\"abc", FALSE },
    { "{}", FALSE },
    { "\"\"", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) body = bytes (cases[i].text);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (lk_astra_error_is_told (body), ==, cases[i].told);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/decode/org", test_org);
  g_test_add_func ("/decode/org-name", test_org_name);
  g_test_add_func ("/decode/roles", test_roles);
  g_test_add_func ("/decode/tokens", test_tokens);
  g_test_add_func ("/decode/wrong-shapes", test_wrong_shapes);
  g_test_add_func ("/decode/error-shapes", test_error_shapes);
  g_test_add_func ("/decode/error-is-told", test_error_is_told);
  g_test_add_func ("/decode/error-says-no-secret", test_error_says_no_secret);

  g_test_add_func ("/decode/redact", test_redact);

  return g_test_run ();
}
