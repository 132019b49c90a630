/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-keyring-error.h"
#include "lk-secret-attributes.h"

#include <string.h>

static void
test_attributes (void)
{
  g_autoptr (GHashTable) attributes =
    lk_secret_attributes_new ("kind", LK_SECRET_KIND_ASTRA_TOKEN, "name", NULL, "field", LK_SECRET_FIELD_TOKEN, NULL);
  g_autoptr (GHashTable) none = lk_secret_attributes_new (NULL, NULL);

  g_assert_cmpuint (g_hash_table_size (attributes), ==, 2);
  g_assert_cmpstr (g_hash_table_lookup (attributes, "kind"), ==, "astra-token");
  g_assert_cmpstr (g_hash_table_lookup (attributes, "field"), ==, "token");
  g_assert_false (g_hash_table_contains (attributes, "name"));
  g_assert_cmpuint (g_hash_table_size (none), ==, 0);
}

static void
test_attributes_are_copies (void)
{
  char key[] = "client-id";
  char value[] = "abc";
  g_autoptr (GHashTable) attributes = lk_secret_attributes_new (key, value, NULL);

  key[0] = 'x';
  value[0] = 'x';
  g_assert_cmpstr (g_hash_table_lookup (attributes, "client-id"), ==, "abc");
}

static void
assert_value (const char *bytes,
              gsize       length,
              const char *type,
              gboolean    good)
{
  g_autoptr (SecretValue) value = secret_value_new (bytes, (gssize) length, type);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (lk_secret_value_check (value, &error), ==, good);
  if (good)
    g_assert_no_error (error);
  else
    g_assert_error (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_BAD_VALUE);
}

static void
test_value (void)
{
  static const struct
  {
    const char *bytes;
    gsize       length;
    gboolean    good;
  } cases[] = {
    { "AstraCS:abc", 11, TRUE }, { "!", 1, TRUE },       { "~", 1, TRUE },        { "", 0, FALSE },
    { " ", 1, FALSE },           { "a b", 3, FALSE },    { "a\n", 2, FALSE },     { "a\rb", 3, FALSE },
    { "\ta", 2, FALSE },         { "a\0b", 3, FALSE },   { "a\0", 2, FALSE },     { "\x7f", 1, FALSE },
    { "\xff\xfe", 2, FALSE },    { "\xc3\xbc", 2, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_value (cases[i].bytes, cases[i].length, "text/plain", cases[i].good);
  assert_value ("abc", 3, "application/octet-stream", FALSE);
}

static void
test_value_length (void)
{
  g_autofree char *most = g_strnfill (8192, 'a');
  g_autofree char *more = g_strnfill (8193, 'a');

  assert_value (most, 8192, "text/plain", TRUE);
  assert_value (more, 8193, "text/plain", FALSE);
}

static void
test_name_is_valid (void)
{
  static const char *const good[] = { "a", "0", "ci-deploy", "a-", "a--b", "2026-ci" };
  static const char *const bad[] = { "", "-a", "A", "a b", "a_b", "a.b", "ü", "a\n", "a/b", "a;b", "$a" };
  g_autofree char *most = g_strnfill (64, 'a');
  g_autofree char *more = g_strnfill (65, 'a');

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (lk_script_name_is_valid (good[i]));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (lk_script_name_is_valid (bad[i]));
  g_assert_true (lk_script_name_is_valid (most));
  g_assert_false (lk_script_name_is_valid (more));
}

static void
test_name_from_text (void)
{
  static const struct
  {
    const char *text;
    const char *name;
  } cases[] = {
    { "CI deploy (EU)", "ci-deploy-eu" }, { "  blanks  ", "blanks" }, { "a__b", "a-b" },
    { "Größe 2", "grosse-2" },            { "Çağ Café", "cag-cafe" }, { "--x--", "x" },
    { "", NULL },                         { "()", NULL },             { "日本語", NULL },
    { "already-fine", "already-fine" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = lk_script_name_from_text (cases[i].text);

      g_assert_cmpstr (name, ==, cases[i].name);
      if (name != NULL)
        g_assert_true (lk_script_name_is_valid (name));
    }
}

static void
test_name_from_long_text (void)
{
  g_autofree char *word = g_strnfill (63, 'a');
  g_autofree char *text = g_strdup_printf ("%s bbb", word);
  g_autofree char *name = lk_script_name_from_text (text);

  g_assert_cmpstr (name, ==, word);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/secret-attributes/attributes", test_attributes);
  g_test_add_func ("/secret-attributes/attributes-are-copies", test_attributes_are_copies);
  g_test_add_func ("/secret-attributes/value", test_value);
  g_test_add_func ("/secret-attributes/value-length", test_value_length);
  g_test_add_func ("/secret-attributes/name-is-valid", test_name_is_valid);
  g_test_add_func ("/secret-attributes/name-from-text", test_name_from_text);
  g_test_add_func ("/secret-attributes/name-from-long-text", test_name_from_long_text);

  return g_test_run ();
}
