/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* execvpe() */
#include "lk-quick.h"

#include "lk-config.h"
#include "lk-export.h"
#include "lk-quick-keyring.h"
#include "lk-sandbox.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

/* As env(1) has it. */
#define EXIT_OWN_FAILURE 125
#define EXIT_CANNOT_RUN 126
#define EXIT_NO_COMMAND 127

#define CHILD_FORMAT "nul"

static void
print_help (void)
{
  /* Translators: what is written in capitals stands for itself; no line may be longer than 120 characters */
  const char *help = _("Usage:\n"
                       "  latchkey exec TOKEN… -- COMMAND ARG…\n"
                       "\n"
                       "Runs a command with the variables of tokens in its environment, and nothing else of Latchkey: for an "
                       "application\n"
                       "token ASTRA_DB_APPLICATION_TOKEN; for a Pulsar token TENANT, BEARER_TOKEN, PULSAR_TOKEN, "
                       "WEB_SERVICE_URL and\n"
                       "BROKER_SERVICE_URL. Its exit code is the command’s; 125, 126 and 127 are as env(1) has them.\n");

  g_print ("%s", help);
}

static int
find_separator (int    argc,
                char **argv)
{
  for (int i = 1; i < argc; i++)
    if (g_str_equal (argv[i], "--"))
      return i;

  return argc;
}

/* What the keyring alone does not answer the other program does, as it does for `env`. Returns %NULL after it has said why. */
static char **
ask_beside (const LkQuickCaller *caller,
            char               **tokens,
            int                 *exit_code)
{
  const char *const own_words[] = { caller->cli_path, "env", "--format", CHILD_FORMAT, "--" };
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autoptr (GPtrArray) variables = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GBytes) output = NULL;
  g_autoptr (GError) error = NULL;
  const char *at;
  const char *end;
  gsize length;

  for (guint i = 0; i < G_N_ELEMENTS (own_words); i++)
    g_ptr_array_add (words, (char *) own_words[i]);
  for (guint i = 0; tokens[i] != NULL; i++)
    g_ptr_array_add (words, tokens[i]);
  g_ptr_array_add (words, NULL);

  g_subprocess_launcher_set_environ (launcher, caller->environment);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) words->pdata, &error);
  if (process == NULL || !g_subprocess_communicate (process, NULL, NULL, &output, NULL, &error))
    {
      lk_quick_fail (error->message);
      *exit_code = EXIT_OWN_FAILURE;
      return NULL;
    }
  if (!g_subprocess_get_successful (process))
    {
      gboolean usage = g_subprocess_get_if_exited (process) && g_subprocess_get_exit_status (process) == LK_QUICK_USAGE;

      *exit_code = usage ? LK_QUICK_USAGE : EXIT_OWN_FAILURE;
      return NULL;
    }

  at = g_bytes_get_data (output, &length);
  end = at + length;
  while (at < end)
    {
      gsize own_length = strnlen (at, (gsize) (end - at));

      g_ptr_array_add (variables, g_strndup (at, own_length));
      at += own_length + 1;
    }
  g_ptr_array_add (variables, NULL);

  return (char **) g_ptr_array_free (g_steal_pointer (&variables), FALSE);
}

/* Nothing is asked of the network for an application token that is stored. Returns %NULL after saying why. */
static char **
list_variables (const LkQuickCaller *caller,
                char               **tokens,
                int                 *exit_code)
{
  g_autoptr (LkKeyring) keyring = NULL;
  g_autoptr (SecretValue) token = NULL;
  g_autoptr (GError) error = NULL;
  char **variables;
  gboolean pulsar;

  if (tokens[1] != NULL)
    return ask_beside (caller, tokens, exit_code);

  keyring = lk_keyring_new (LK_KEYRING_APPLICATION, "default");
  pulsar = lk_quick_is_pulsar (keyring, tokens[0], &error);
  if (!pulsar && error == NULL)
    token = lk_quick_look_up (keyring, tokens[0], LK_SECRET_FIELD_TOKEN, &error);
  if (error != NULL || (token != NULL && !lk_export_check_token (token, &error)))
    {
      lk_quick_report (error);
      *exit_code = EXIT_OWN_FAILURE;
      return NULL;
    }
  if (token == NULL)
    return ask_beside (caller, tokens, exit_code);

  variables = g_new0 (char *, 2);
  variables[0] = g_strconcat (LK_EXPORT_VARIABLE "=", secret_value_get_text (token), NULL);

  return variables;
}

static char **
add_variables (const LkQuickCaller *caller,
               char               **variables)
{
  char **environment = g_strdupv (caller->environment);

  for (guint i = 0; variables[i] != NULL; i++)
    {
      g_auto (GStrv) halves = g_strsplit (variables[i], "=", 2);

      environment = g_environ_setenv (environment, halves[0], halves[1], TRUE);
    }

  return environment;
}

/* What was changed for this process alone, or by the libraries in it. */
static void
give_back (const LkQuickCaller *caller)
{
  if (caller->has_core_limit)
    setrlimit (RLIMIT_CORE, &caller->core_limit);
  sigaction (SIGPIPE, &caller->on_broken_pipe, NULL);
}

/**
 * lk_quick_exec:
 * @argc: how many words
 * @argv: the words, from the subcommand on
 * @caller: what this program was started with
 *
 * Does `latchkey exec`: becomes the command, with the caller's own environment, limits, umask and signals, and the
 * variables of the tokens.
 *
 * Returns: the exit code, if the command could not be run
 */
int
lk_quick_exec (int                  argc,
               char               **argv,
               const LkQuickCaller *caller)
{
  const int separator = find_separator (argc, argv);
  g_auto (GStrv) tokens = NULL;
  g_auto (GStrv) variables = NULL;
  g_auto (GStrv) environment = NULL;
  g_autofree char *sentence = NULL;
  int exit_code = EXIT_OWN_FAILURE;

  if (argc > 1 && (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h")))
    {
      print_help ();
      return 0;
    }
  if (separator < 2 || separator + 1 >= argc)
    return lk_quick_fail (_("Give a token, then “--”, then the command"));
  for (int i = 1; i < separator; i++)
    if (argv[i][0] == '-' || !lk_quick_is_word (argv[i]))
      return lk_quick_fail (_("Give a token, by its script name or id"));
  if (g_file_test (LK_SANDBOX_INFO, G_FILE_TEST_EXISTS))
    {
      /* Translators: %s is shell code. It is said where Latchkey runs in Flatpak’s sandbox */
      sentence = g_strdup_printf (_("A command outside the sandbox cannot be started from here: run it with %s before it"),
                                  "TOKEN=\"$(flatpak run " LK_APP_ID " get NAME)\"");
      return lk_quick_fail (sentence);
    }

  tokens = g_new0 (char *, separator);
  for (int i = 1; i < separator; i++)
    tokens[i - 1] = g_strdup (argv[i]);
  variables = list_variables (caller, tokens, &exit_code);
  if (variables == NULL)
    return exit_code;

  environment = add_variables (caller, variables);
  give_back (caller);
  execvpe (argv[separator + 1], argv + separator + 1, environment);
  exit_code = errno == ENOENT ? EXIT_NO_COMMAND : EXIT_CANNOT_RUN;
  /* Translators: %1$s is a command, %2$s what the system says, such as “Permission denied” */
  sentence = g_strdup_printf (_("“%1$s” cannot be run: %2$s"), argv[separator + 1], g_strerror (errno));
  lk_quick_fail (sentence);

  return exit_code;
}
