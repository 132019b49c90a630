/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-application.h"

#include "lk-config.h"
#include "lk-process.h"

#include <glib/gi18n.h>
#include <locale.h>

int
main (int   argc,
      char *argv[])
{
  gboolean demo = g_strv_contains ((const char *const *) argv, "--demo");
  g_autoptr (LkApplication) application = NULL;

  lk_process_harden ();
  /* The demo keeps no settings. */
  if (demo)
    g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LK_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  application = lk_application_new (demo);

  return g_application_run (G_APPLICATION (application), argc, argv);
}
