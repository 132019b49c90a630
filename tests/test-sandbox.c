/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-sandbox.h"
#include "lk-test.h"

#include <string.h>

static char *
explain (const char *content)
{
  g_autofree char *folder = lk_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "info", NULL);
  g_autoptr (GError) error = NULL;
  char *explanation;

  if (content != NULL)
    g_file_set_contents (path, content, -1, &error);
  g_assert_no_error (error);
  explanation = lk_sandbox_explain_no_keyring (path);
  lk_test_remove_folder (folder);

  return explanation;
}

static void
test_withdrawn (void)
{
  static const char *const infos[] = {
    "[Application]\nname=org.example.App\n",
    "[Application]\nname=org.example.App\n[Session Bus Policy]\norg.freedesktop.secrets=none\n",
    "[Application]\nname=org.example.App\n[Session Bus Policy]\norg.freedesktop.secrets=see\n",
    "[Application]\nname=org.example.App\n[Session Bus Policy]\norg.freedesktop.Secrets=talk\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (infos); i++)
    {
      g_autofree char *explanation = explain (infos[i]);

      g_test_message ("%u: %s", i, explanation);
      g_assert_nonnull (
        strstr (explanation, "flatpak override --user --talk-name=org.freedesktop.secrets org.example.App"));
    }
}

static void
test_otherwise (void)
{
  static const char *const infos[] = {
    NULL, /* no sandbox */
    "",
    "not a key file",
    "[Application]\n",
    "[Application]\nname=org.example.App\n[Session Bus Policy]\norg.freedesktop.secrets=talk\n",
    "[Application]\nname=org.example.App\n[Session Bus Policy]\norg.freedesktop.secrets=own\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (infos); i++)
    {
      g_autofree char *explanation = explain (infos[i]);

      g_assert_null (explanation);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sandbox/withdrawn", test_withdrawn);
  g_test_add_func ("/sandbox/otherwise", test_otherwise);

  return g_test_run ();
}
