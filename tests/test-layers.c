/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Holds the arrows of the layers: ui and cli use core, core knows neither, demo uses only the models. */

#include <gio/gio.h>
#include <string.h>

static void
check_file (const char *path,
            const char *pattern)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_MULTILINE, 0, &error);
  g_autoptr (GMatchInfo) match = NULL;

  g_assert_no_error (error);
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  if (g_regex_match (regex, text, 0, &match))
    {
      g_autofree char *found = g_match_info_fetch (match, 0);

      g_test_message ("%s has %s", path, found);
      g_test_fail ();
    }
}

static guint
check_folder (const char *folder,
              const char *pattern)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;
  guint n = 0;

  g_assert_no_error (error);
  for (name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        {
          n += check_folder (path, pattern);
        }
      else if (g_str_has_suffix (name, ".c") || g_str_has_suffix (name, ".h"))
        {
          check_file (path, pattern);
          n++;
        }
    }

  return n;
}

static void
check_layer (const char *layer,
             const char *pattern)
{
  g_autofree char *folder = g_build_filename (g_getenv ("LK_SOURCE_DIR"), "src", layer, NULL);

  g_assert_cmpuint (check_folder (folder, pattern), >, 0);
}

static void
test_no_toolkit_below (void)
{
  static const char *const layers[] = { "core", "cli", "demo" };

  for (guint i = 0; i < G_N_ELEMENTS (layers); i++)
    check_layer (layers[i], "^#include *[<\"](gtk|gdk|adwaita|gsk)");
}

static void
test_core_knows_nobody (void)
{
  check_layer ("core", "^#include *[<\"]lk-(cli[.-]|demo|application|window|dialog|banner|split-view)");
}

static void
test_demo_uses_models_alone (void)
{
  check_layer ("demo", "^#include *[<\"]lk-(keyring|state|astra|office|inventory|issue|transport|json|cli[.-])");
}

static void
test_ui_asks_core (void)
{
  check_layer ("ui", "SoupSession|sqlite3_|secret_service_|secret_item_|secret_password_(store|lookup|clear|search)");
}

static void
test_versions_in_compat_alone (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("LK_SOURCE_DIR"), "src", "ui", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  for (name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_str_has_suffix (name, ".c"))
        check_file (path, "(GTK|ADW)_CHECK_VERSION|G_GNUC_BEGIN_IGNORE_DEPRECATIONS");
    }
}

static void
test_no_simple_secret_calls (void)
{
  static const char *const layers[] = { "core", "cli", "ui", "demo" };

  for (guint i = 0; i < G_N_ELEMENTS (layers); i++)
    check_layer (layers[i], "secret_password_(store|lookup|clear|search)");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/layers/no-toolkit-below", test_no_toolkit_below);
  g_test_add_func ("/layers/core-knows-nobody", test_core_knows_nobody);
  g_test_add_func ("/layers/demo-uses-models-alone", test_demo_uses_models_alone);
  g_test_add_func ("/layers/ui-asks-core", test_ui_asks_core);
  g_test_add_func ("/layers/versions-in-compat-alone", test_versions_in_compat_alone);
  g_test_add_func ("/layers/no-simple-secret-calls", test_no_simple_secret_calls);

  return g_test_run ();
}
