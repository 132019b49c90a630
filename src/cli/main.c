/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-cli.h"

#include "lk-config.h"
#include "lk-process.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

static const struct
{
  const char *name;
  int      (* run) (LkCli *cli,
                    int    argc,
                    char **argv);
} commands[] = {
  { "account", lk_cli_account }, { "create", lk_cli_create }, { "delete", lk_cli_delete },
  { "list", lk_cli_list },       { "roles", lk_cli_roles },
};

int
main (int   argc,
      char *argv[])
{
  LkCli cli = { NULL };
  g_autoptr (GError) error = NULL;
  int exit_code;

  lk_process_harden ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LK_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");

  for (guint i = 0; argc > 1 && i < G_N_ELEMENTS (commands); i++)
    {
      if (!g_str_equal (argv[1], commands[i].name))
        continue;

      if (lk_cli_init (&cli, &error))
        exit_code = commands[i].run (&cli, argc - 1, argv + 1);
      else
        exit_code = lk_cli_report (error);
      lk_cli_clear (&cli);

      return exit_code;
    }

  return lk_cli_usage (_("There is no subcommand “%s”: see “latchkey --help”"), argc > 1 ? argv[1] : "");
}
