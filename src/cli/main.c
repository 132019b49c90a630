/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-cli-streaming.h"

#include "lk-config.h"
#include "lk-process.h"
#include "lk-streams.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>

static const struct
{
  const char *name;
  int      (* run) (LkCli *cli,
                    int    argc,
                    char **argv);
} commands[] = {
  { "account", lk_cli_account },
  { "check", lk_cli_check },
  { "create", lk_cli_create },
  { "delete", lk_cli_delete },
  { "doctor", lk_cli_doctor },
  { "env", lk_cli_env },
  { "export", lk_cli_export },
  { "forget", lk_cli_forget },
  { "get", lk_cli_get },
  { "import", lk_cli_import },
  { "list", lk_cli_list },
  { "name", lk_cli_name },
  { "pending", lk_cli_pending },
  { "resume", lk_cli_resume },
  { "roles", lk_cli_roles },
  { "rotate", lk_cli_rotate },
  { "tenants", lk_cli_tenants },
};

/* What was printed but did not arrive is a failure; g_print() has seen why and told nobody. */
static int
end_output (int exit_code)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return exit_code;

  lk_cli_usage (_("The output could not be written"));

  return exit_code == LK_CLI_DONE ? LK_CLI_LOCAL : exit_code;
}

int
main (int   argc,
      char *argv[])
{
  LkCli cli = { NULL };
  int exit_code;

  lk_streams_keep_free ();
  lk_process_harden ();
  /* A file that would be larger than files may be is a failure to tell of, as a full disk is. */
  signal (SIGXFSZ, SIG_IGN);
  /* G_MESSAGES_DEBUG adds nothing to what is printed for a script. */
  g_log_writer_default_set_use_stderr (TRUE);
  setlocale (LC_ALL, "");
  /* In the C locale, which scheduled jobs have, words and output stay UTF-8. */
  if (!g_get_charset (NULL))
    setlocale (LC_CTYPE, "C.UTF-8");
  bindtextdomain (GETTEXT_PACKAGE, LK_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");

  for (guint i = 0; argc > 1 && i < G_N_ELEMENTS (commands); i++)
    {
      if (!g_str_equal (argv[1], commands[i].name))
        continue;

      exit_code = commands[i].run (&cli, argc - 1, argv + 1);
      lk_cli_close (&cli);

      return end_output (exit_code);
    }

  /* Translators: %s is a word on the command line */
  return lk_cli_usage (_("There is no subcommand “%s”: see “latchkey --help”"), argc > 1 ? argv[1] : "");
}
