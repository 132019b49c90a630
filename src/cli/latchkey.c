/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The small program that people and scripts call. What the keyring alone answers it does itself, linked with little
 * so that it starts fast; anything else is done by a program beside it, which gets all that the caller gave. */

#include "lk-config.h"
#include "lk-quick.h"
#include "lk-say.h"
#include "lk-streams.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <sys/resource.h>
#include <unistd.h>

#define EXIT_LOCAL 8

#define USAGE_WIDTH 47 /* characters */

static const struct
{
  const char *usage;
  const char *summary; /* NULL: the usage says it */
} commands[] = {
  { "latchkey", N_ ("open the window") },
  { "latchkey --demo", N_ ("open the window on a demo service") },
  { "latchkey account add [OPTION…] -", N_ ("sign in, with a token from standard input") },
  { "latchkey account list [--json]", NULL },
  { "latchkey account remove ACCOUNT [--force]", N_ ("sign out; stored secrets stay") },
  { "latchkey account rename ACCOUNT NAME", NULL },
  { "latchkey list [--kind app|pulsar] [--tenant T] [--cluster C] [--account A] [--json] [--offline]", NULL },
  { "latchkey list --names", N_ ("the script names in the keyring alone, as completion needs them") },
  { "latchkey roles [--account A] [--json]", NULL },
  { "latchkey tenants [--account A] [--json]", NULL },
  { "latchkey create app --role R… --description D [--expires WHEN] [--name SCRIPTNAME] [--account A] [--json]", NULL },
  { "latchkey create pulsar --tenant T [--cluster C] [--expires WHEN] [--name SCRIPTNAME] [--account A] [--json]", NULL },
  { "latchkey get TOKEN [--field token|client-secret|client-id] [--reveal]", NULL },
  { "latchkey env TOKEN… [--format sh|fish|dotenv|json] [--reveal]", NULL },
  { "latchkey exec TOKEN… -- COMMAND ARG…", N_ ("run a command with the variables of tokens in its environment") },
  { "latchkey export TOKEN --format FORMAT (--output FILE | -) [--reveal] [--account A]", NULL },
  { "latchkey rotate TOKEN [--finish | --cancel]", N_ ("put a new token in its place; both work until that is finished") },
  { "latchkey delete TOKEN… [--yes] [--account A]", NULL },
  { "latchkey name TOKEN SCRIPTNAME", N_ ("what scripts find it by") },
  { "latchkey forget TOKEN [--yes]", N_ ("take its secret out of the keyring; the token keeps working") },
  { "latchkey import FILE|- [--yes]", N_ ("store the secrets in a file whose tokens an account lists") },
  { "latchkey check [--within DAYS] [--account A] [--json]", N_ ("tell what has expired or soon will; exits with 10 if any") },
  { "latchkey doctor", N_ ("check the keyring, the accounts, the clock, and this computer") },
  { "latchkey pending [--json]", N_ ("list work that could not be finished") },
  { "latchkey resume INTENT… | --all | --keep INTENT…", N_ ("take it up, or call a deletion off") },
  { "latchkey --version | --help", NULL },
};

static void
print_help (void)
{
  g_print ("%s\n", _("Usage:"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      const int gap = USAGE_WIDTH - (int) g_utf8_strlen (commands[i].usage, -1);

      if (commands[i].summary == NULL)
        g_print ("  %s\n", commands[i].usage);
      else
        g_print ("  %s%*s%s\n", commands[i].usage, MAX (gap, 2), "", g_dgettext (GETTEXT_PACKAGE, commands[i].summary));
    }
  /* Translators: what is written in capitals stands for itself; no line may be longer than 120 characters */
  g_print ("\n%s\n", _("TOKEN is a script name, a client id or a Pulsar token’s id, ACCOUNT a name or an organization’s id. "
                       "“latchkey\nSUBCOMMAND --help” tells more of one."));
}

static char *
create_path (const char *program)
{
  const char *folder = g_getenv ("LATCHKEY_LIBEXECDIR"); /* for tests, of a tree that is not installed */

  return g_build_filename (folder != NULL ? folder : LK_LIBEXECDIR, program, NULL);
}

static int
run_beside (const char  *program,
            char       **argv)
{
  g_autofree char *path = create_path (program);
  g_autofree char *sentence = NULL;

  execv (path, argv);
  /* Translators: %1$s is the file of a program, %2$s what the system says */
  sentence = g_strdup_printf (_("%1$s cannot be started: %2$s"), path, g_strerror (errno));
  lk_say (sentence);

  return EXIT_LOCAL;
}

/* Only for what this process does itself: a program that is started gets the caller's own surroundings. */
static void
harden (void)
{
  struct rlimit limit;

  g_unsetenv ("SECRET_FILE_TEST_PATH");
  g_unsetenv ("SECRET_FILE_TEST_PASSWORD");
  g_unsetenv ("SECRET_SERVICE_BUS_NAME");
  g_unsetenv ("SSLKEYLOGFILE");
  if (getrlimit (RLIMIT_CORE, &limit) == 0)
    {
      limit.rlim_cur = 0;
      setrlimit (RLIMIT_CORE, &limit);
    }
}

/* Before anything of it is changed. */
static int
run_command (int    argc,
             char **argv)
{
  g_autofree char *path = create_path ("latchkey-cli");
  g_auto (GStrv) environment = g_get_environ ();
  LkQuickCaller caller = { .cli_path = path, .environment = environment };

  caller.has_core_limit = getrlimit (RLIMIT_CORE, &caller.core_limit) == 0;
  sigaction (SIGPIPE, NULL, &caller.on_broken_pipe);
  harden ();

  return lk_quick_exec (argc, argv, &caller);
}

int
main (int   argc,
      char *argv[])
{
  lk_streams_keep_free ();
  /* G_MESSAGES_DEBUG adds nothing to what is printed for a script. */
  g_log_writer_default_set_use_stderr (TRUE);
  setlocale (LC_ALL, "");
  /* In the C locale, which scheduled jobs have, words and output stay UTF-8. */
  if (!g_get_charset (NULL))
    setlocale (LC_CTYPE, "C.UTF-8");
  bindtextdomain (GETTEXT_PACKAGE, LK_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");

  if (argc < 2 || g_str_equal (argv[1], "--demo") || g_str_equal (argv[1], "--gapplication-service"))
    return run_beside ("latchkey-gui", argv);
  if (g_str_equal (argv[1], "--version"))
    {
      g_print ("latchkey %s\n", LK_VERSION);
      return 0;
    }
  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h"))
    {
      print_help ();
      return 0;
    }
  if (argc == 3 && g_str_equal (argv[1], "list") && g_str_equal (argv[2], "--names"))
    {
      harden ();
      return lk_quick_names ();
    }
  if (g_str_equal (argv[1], "exec"))
    return run_command (argc - 1, argv + 1);
  if (g_str_equal (argv[1], "get") || g_str_equal (argv[1], "env"))
    {
      g_auto (GStrv) words = g_strdupv (argv);
      int exit_code;

      harden ();
      exit_code = g_str_equal (argv[1], "get") ? lk_quick_get (argc - 1, argv + 1) : lk_quick_env (argc - 1, argv + 1);

      /* A Pulsar token that is not stored can be fetched, and where its tenant is takes more than the keyring. */
      return exit_code == LK_QUICK_MISSED ? run_beside ("latchkey-cli", words) : exit_code;
    }

  return run_beside ("latchkey-cli", argv);
}
