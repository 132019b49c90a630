/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-json.h"

#include "lk-astra-error.h"

#include <string.h>

static void
test_accepted (void)
{
  static const char *const texts[] = {
    "{}", "[]", "\"x\"", "null", " { \"a\" : [ 1 , -2.5e3 , true , false , null , \"\\u00e9\\n\" ] } ",
    "123456789012345", "{\"a\":{\"b\":1},\"c\":{\"b\":2}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_true (lk_json_check (texts[i], strlen (texts[i])));
}

static void
test_refused (void)
{
  static const char *const texts[] = {
    "", " ", "{", "}", "[1,]", "{\"a\":1,}", "{'a':1}", "{\"a\":1}{}", "// x\n{}", "{\"a\":1,\"a\":2}", "\"\\u0000\"",
    "\"a\nb\"", "01", "1.", "1e", "-", "1234567890123456", "tru", "\"\xff\"", "{\"a\" 1}", "\"\\x\"", "\"abc",
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

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json/accepted", test_accepted);
  g_test_add_func ("/json/refused", test_refused);
  g_test_add_func ("/json/depth", test_depth);
  g_test_add_func ("/json/parse-empty", test_parse_empty);

  return g_test_run ();
}
