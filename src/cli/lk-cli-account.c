/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-cli.h"

#include "lk-say.h"
#include "lk-text.h"
#include "lk-token-format.h"
#include "lk-work-error.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

#define INPUT_MAX (16 * 1024) /* bytes; a token has about 100 */

static volatile sig_atomic_t interrupted;

static void
interrupt (int number)
{
  interrupted = 1;
}

/* A signal only ends the reading, so that the terminal does not stay without echo. */
static void
catch_signals (gboolean catch)
{
  static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
  struct sigaction action = { .sa_handler = catch ? interrupt : SIG_DFL };

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    sigaction (signals[i], &action, NULL);
}

static gboolean
hide_typing (struct termios *before)
{
  struct termios hidden;

  if (tcgetattr (STDIN_FILENO, before) != 0)
    return FALSE;

  hidden = *before;
  hidden.c_lflag &= ~(tcflag_t) ECHO;

  return tcsetattr (STDIN_FILENO, TCSAFLUSH, &hidden) == 0;
}

/* Up to the end of the input, or of the line where it is typed. */
static gsize
read_input (char     *buffer,
            gboolean  typed)
{
  gsize length = 0;

  while (length < INPUT_MAX && !interrupted)
    {
      gssize n = read (STDIN_FILENO, buffer + length, INPUT_MAX - length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        break;
      length += (gsize) n;
      if (typed && buffer[length - 1] == '\n')
        break;
    }
  buffer[length] = '\0';

  return length;
}

static gsize
read_typed (char *buffer)
{
  struct termios before;
  gboolean hidden;
  gsize length;

  catch_signals (TRUE);
  hidden = hide_typing (&before);
  g_printerr ("%s", _("Application token: "));
  length = read_input (buffer, TRUE);
  if (hidden)
    {
      tcsetattr (STDIN_FILENO, TCSAFLUSH, &before);
      g_printerr ("\n");
    }
  catch_signals (FALSE);

  return length;
}

static SecretValue *
judge_input (const char *text,
             gsize       length,
             int        *exit_code)
{
  g_autofree char *message = NULL;
  SecretValue *token = NULL;
  LkTokenFormat format;

  if (length == INPUT_MAX || strlen (text) != length)
    {
      *exit_code = lk_cli_usage (_("What came in on standard input is no token"));
      return NULL;
    }

  format = lk_token_format_check (text, &token, &message);
  if (format == LK_TOKEN_FORMAT_UNUSUAL)
    lk_cli_usage ("%s", message);
  else if (token == NULL)
    *exit_code = lk_cli_usage ("%s", format == LK_TOKEN_FORMAT_EMPTY ? _("No token came in on standard input") : message);

  return token;
}

static SecretValue *
read_token (int *exit_code)
{
  static char buffer[INPUT_MAX + 1];
  SecretValue *token = NULL;
  gsize length;

  if (mlock (buffer, sizeof buffer) != 0)
    g_debug ("The input is in memory that may be paged out");

  length = isatty (STDIN_FILENO) ? read_typed (buffer) : read_input (buffer, FALSE);
  if (interrupted)
    *exit_code = LK_CLI_INTERRUPTED;
  else
    token = judge_input (buffer, length, exit_code);
  explicit_bzero (buffer, sizeof buffer);
  munlock (buffer, sizeof buffer);

  return token;
}

static int
add (LkCli  *self,
     int     argc,
     char  **argv)
{
  g_autofree char *name = NULL;
  g_autofree char *api_url = NULL;
  g_autofree char *streaming_url = NULL;
  g_autofree char *environment = NULL;
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, N_ ("What to call the account"), "N" },
    { "api-url", 0, 0, G_OPTION_ARG_STRING, &api_url, N_ ("The address of the API"), "URL" },
    { "streaming-url", 0, 0, G_OPTION_ARG_STRING, &streaming_url, N_ ("The address of the streaming API"), "URL" },
    { "environment", 0, 0, G_OPTION_ARG_STRING, &environment, N_ ("prod (default), dev or test"), "E" },
    { NULL }
  };
  g_autoptr (SecretValue) token = NULL;
  g_autoptr (LkAccount) account = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LkSignIn sign_in;
  g_autofree char *title = NULL;
  int exit_code;

  if (!lk_cli_parse ("latchkey account add",
                     _("Signs in to an organization, with an application token from standard input."), "-", entries,
                     &argc, &argv, &exit_code))
    return exit_code;
  if (environment != NULL && lk_astra_api_url_for_environment (environment) == NULL)
    /* Translators: %s is what was given in place of prod, dev or test, which stay as they are */
    return lk_cli_usage (_("There is no environment “%s”: it is prod, dev or test"), environment);
  if (argc != 2 || !g_str_equal (argv[1], "-"))
    return lk_cli_usage (_("A token comes in on standard input only: pipe it into “latchkey account add -”"));

  token = read_token (&exit_code);
  if (token == NULL || !lk_cli_open (self, &exit_code))
    return exit_code;

  sign_in.name = name;
  sign_in.environment = environment;
  sign_in.api_url = api_url;
  sign_in.streaming_url = streaming_url;
  lk_office_add_account_async (self->office, token, &sign_in, NULL, lk_cli_store_result_cb, &result);
  account = lk_office_add_account_finish (self->office, lk_cli_wait (&result), &error);
  if (account == NULL)
    return lk_cli_report (error);

  title = lk_text_clean (lk_account_get_title (account));
  /* Translators: %s is an account */
  g_print (_("%s added"), title);
  g_print ("\n");

  return LK_CLI_DONE;
}

static int
list (LkCli  *self,
      int     argc,
      char  **argv)
{
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print JSON"), NULL },
    { NULL }
  };
  GListModel *accounts;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GPtrArray) table = lk_cli_table_new ();
  int exit_code;

  if (!lk_cli_parse ("latchkey account list", _("Lists the accounts."), NULL, entries, &argc, &argv, &exit_code))
    return exit_code;
  if (argc != 1)
    /* Translators: %s is a word on the command line */
    return lk_cli_usage (_("“%s” is one word too many: see “latchkey account list --help”"), argv[1]);
  if (!lk_cli_open (self, &exit_code))
    return exit_code;

  accounts = lk_office_get_accounts (self->office);
  json_builder_begin_array (builder);
  lk_cli_table_add (table, _("NAME"), _("ORGANIZATION ID"), _("ENVIRONMENT"), NULL);
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LkAccount) account = g_list_model_get_item (accounts, i);

      lk_cli_table_add (table, lk_account_get_title (account), lk_account_get_org_id (account),
                        lk_account_get_environment (account), NULL);
      json_builder_begin_object (builder);
      lk_cli_json_add_string (builder, "name", lk_account_get_title (account));
      lk_cli_json_add_string (builder, "orgId", lk_account_get_org_id (account));
      lk_cli_json_add_string (builder, "orgName", lk_account_get_org_name (account));
      lk_cli_json_add_string (builder, "clientId", lk_account_get_client_id (account));
      lk_cli_json_add_string (builder, "apiUrl", lk_account_get_api_url (account));
      lk_cli_json_add_string (builder, "streamingUrl", lk_account_get_streaming_url (account));
      lk_cli_json_add_string (builder, "environment", lk_account_get_environment (account));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  if (json)
    lk_cli_json_print (builder);
  else
    lk_cli_table_print (table);

  return LK_CLI_DONE;
}

static LkAccount *
choose (LkCli      *self,
        const char *name,
        int        *exit_code)
{
  g_autoptr (GPtrArray) accounts = lk_cli_choose_accounts (self, name, exit_code);

  return accounts != NULL ? g_object_ref (g_ptr_array_index (accounts, 0)) : NULL;
}

static int
remove_account (LkCli  *self,
                int     argc,
                char  **argv)
{
  gboolean force = FALSE;
  const GOptionEntry entries[] = {
    { "force", 0, 0, G_OPTION_ARG_NONE, &force, N_ ("Also forget rotations and deletions that are not finished"), NULL },
    { NULL }
  };
  g_autoptr (LkAccount) account = NULL;
  g_autoptr (LkRemovedAccount) removed = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *title = NULL;
  int exit_code;

  if (!lk_cli_parse ("latchkey account remove",
                     _("Signs out of an organization. Its tokens are not touched, and their stored secrets stay."),
                     "ACCOUNT", entries, &argc, &argv, &exit_code))
    return exit_code;
  if (argc != 2)
    return lk_cli_usage (_("Say which account, by its name or its organization’s id"));

  account = choose (self, argv[1], &exit_code);
  if (account == NULL)
    return exit_code;

  lk_office_remove_account_async (self->office, account, force, NULL, lk_cli_store_result_cb, &result);
  removed = lk_office_remove_account_finish (self->office, lk_cli_wait (&result), &error);
  if (g_error_matches (error, LK_WORK_ERROR, LK_WORK_ERROR_WOULD_BE_FORGOTTEN))
    {
      /* Translators: %s is a sentence that says what is not finished, and what to do about it */
      g_autofree char *sentence = g_strdup_printf (_("%s, or have it forgotten with --force"), error->message);

      lk_say (sentence);
      return lk_cli_exit_code (error);
    }
  if (removed == NULL)
    return lk_cli_report (error);

  title = lk_text_clean (lk_account_get_title (account));
  /* Translators: %s is an account */
  g_print (_("%s removed"), title);
  g_print ("\n");

  return LK_CLI_DONE;
}

static int
rename_account (LkCli  *self,
                int     argc,
                char  **argv)
{
  const GOptionEntry entries[] = {
    { NULL }
  };
  g_autoptr (LkAccount) account = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  int exit_code;

  if (!lk_cli_parse ("latchkey account rename", _("Calls an account something else, on this computer alone."),
                     "ACCOUNT NAME", entries, &argc, &argv, &exit_code))
    return exit_code;
  if (argc != 3)
    return lk_cli_usage (_("Say which account, and then what to call it"));

  account = choose (self, argv[1], &exit_code);
  if (account == NULL)
    return exit_code;

  before = lk_text_clean (lk_account_get_title (account));
  lk_office_rename_account_async (self->office, account, argv[2], NULL, lk_cli_store_result_cb, &result);
  if (!lk_office_rename_account_finish (self->office, lk_cli_wait (&result), &error))
    return lk_cli_report (error);
  while (lk_office_is_relabeling (self->office))
    g_main_context_iteration (NULL, TRUE);

  after = lk_text_clean (lk_account_get_title (account));
  /* Translators: both are names of an account, the former and the new one */
  g_print (_("%1$s is called %2$s now"), before, after);
  g_print ("\n");

  return LK_CLI_DONE;
}

/**
 * lk_cli_account:
 * @self: the command line
 * @argc: how many words
 * @argv: the words, from "account" on
 *
 * Does `latchkey account add`, `list`, `remove` and `rename`.
 *
 * Returns: the exit code
 */
int
lk_cli_account (LkCli  *self,
                int     argc,
                char  **argv)
{
  static const struct
  {
    const char *name;
    int      (* run) (LkCli *, int, char **);
  } commands[] = {
    { "add", add },
    { "list", list },
    { "remove", remove_account },
    { "rename", rename_account },
  };

  for (guint i = 0; argc > 1 && i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (argv[1], commands[i].name))
      return commands[i].run (self, argc - 1, argv + 1);

  if (argc > 1 && (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h")))
    {
      g_print ("%s\n", _("There are “latchkey account add”, “list”, “remove” and “rename”; each with --help tells more"));
      return LK_CLI_DONE;
    }

  return lk_cli_usage (_("Say “latchkey account add -”, or “list”, “remove” or “rename” in its place"));
}
