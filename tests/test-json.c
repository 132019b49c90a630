/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-json.h"

#include "lk-astra-error.h"

#include <string.h>

static void
test_accepted (void)
{
  static const char *const texts[] = {
    "{}", "[]", "\"x\"", "null", " { \"a\" : [ 1 , -2.5e3 , true , false , null , \"\\u00e9\\n\" ] } ",
    "123456789012345", "{\"a\":{\"b\":1},\"c\":{\"b\":2}}", "9007199254740991", "-9007199254740991", "0", "-0", "1e99",
    "0.12345678901234567890", "\"\\ud83d\\ude00\"", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "{\"a\":1,\"A\":2}",
    "\"\177\"", "{\"\":1}", "{\"a\\\"\":1,\"a\":2}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_true (lk_json_check (texts[i], strlen (texts[i])));
}

static void
test_refused (void)
{
  static const char *const texts[] = {
    "", " ", "{", "}", "[1,]", "{\"a\":1,}", "{'a':1}", "{\"a\":1}{}", "// x\n{}", "{\"a\":1,\"a\":2}", "\"\\u0000\"",
    "\"a\nb\"", "01", "1.", "1e", "-", "9007199254740992", "-9007199254740992", "12345678901234567890123456",
    "1e100", "1e-999", "tru", "\"\xff\"", "{\"a\" 1}", "\"\\x\"", "\"abc",
    "{\"a\":1,\"\\u0061\":2}", "{\"\\/\":1,\"/\":2}", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\ud800x\"", "\"\\udc00\"",
    "\"\\u00\"", "\"\\u00g1\"", "\"\\", "/* x */ {}", "{} // x", "# x\n{}", "{a:1}", "[1 2]", "[,1]", "{,}", "+1", ".5", "0x10",
    "NaN", "Infinity", "True", "\"a\tb\"", "\xef\xbb\xbf{}", "{\"a\":1}x", "[1]]", "var x = {}",
    "\"\xc0\xaf\"", "\"\xed\xa0\x80\"",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_test_message ("case %u", i);
      g_assert_false (lk_json_check (texts[i], strlen (texts[i])));
    }
}

static void
test_depth (void)
{
  g_autoptr (GString) deep = g_string_new (NULL);

  for (guint i = 0; i < LK_JSON_MAX_DEPTH; i++)
    g_string_append_c (deep, '[');
  for (guint i = 0; i < LK_JSON_MAX_DEPTH; i++)
    g_string_append_c (deep, ']');
  g_assert_true (lk_json_check (deep->str, deep->len));

  g_string_prepend_c (deep, '[');
  g_string_append_c (deep, ']');
  g_assert_false (lk_json_check (deep->str, deep->len));

  g_string_truncate (deep, 0);
  for (guint i = 0; i < 1000000; i++)
    g_string_append_c (deep, '[');
  g_assert_false (lk_json_check (deep->str, deep->len));
}

static void
test_parse_empty (void)
{
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);
  g_autoptr (GError) error = NULL;

  g_assert_null (lk_json_parse (empty, &error));
  g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_MALFORMED);
}

/* No text that was cut off is taken for whole, and none is read past its end: each has a block of memory of its own. */
static void
test_prefixes (void)
{
  static const char text[] = "{\"a\":[1.5e3,-2,true,false,null,{\"\\u00e9\\ud83d\\ude00\":\"\\n\"}],\"b\":\"\303\251\"}";

  g_assert_true (lk_json_check (text, strlen (text)));
  for (gsize length = 0; length < strlen (text); length++)
    {
      g_autofree char *prefix = g_memdup2 (text, length);

      g_assert_false (lk_json_check (prefix, length));
    }
}

/* Whatever one byte is changed to: what passes the gate, the parser takes too. */
static void
test_gate_is_stricter (void)
{
  static const char text[] = "{\"a\":[1.5e3,-2,true,null,{\"\\u00e9\":\"\\n\"}],\"b\":\"x\"}";
  guint n_passed = 0;

  for (gsize at = 0; at < strlen (text); at++)
    for (int c = 0; c < 256; c++)
      {
        g_autofree char *changed = g_strdup (text);
        g_autoptr (JsonParser) parser = json_parser_new ();

        changed[at] = (char) c;
        if (!lk_json_check (changed, strlen (text)))
          continue;
        n_passed++;
        g_assert_true (json_parser_load_from_data (parser, changed, (gssize) strlen (text), NULL));
        g_assert_nonnull (json_parser_get_root (parser));
      }
  g_assert_cmpuint (n_passed, >, 100);
}

static void
test_size (void)
{
  g_autofree char *text = g_strnfill (LK_JSON_MAX_BYTES + 1, ' ');

  text[0] = '1';
  g_assert_true (lk_json_check (text, LK_JSON_MAX_BYTES));
  g_assert_false (lk_json_check (text, LK_JSON_MAX_BYTES + 1));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json/accepted", test_accepted);
  g_test_add_func ("/json/refused", test_refused);
  g_test_add_func ("/json/depth", test_depth);
  g_test_add_func ("/json/parse-empty", test_parse_empty);

  g_test_add_func ("/json/prefixes", test_prefixes);
  g_test_add_func ("/json/gate-is-stricter", test_gate_is_stricter);
  g_test_add_func ("/json/size", test_size);

  return g_test_run ();
}
