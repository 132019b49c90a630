/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-cli-streaming.h"

#include "lk-import-plan.h"
#include "lk-import.h"
#include "lk-secret-text.h"
#include "lk-text.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

#define PIECE 4096 /* bytes */

/* One byte more than is taken, so that a file that is too large is seen to be. */
static GBytes *
read_all (int fd)
{
  g_autoptr (LkSecretText) text = lk_secret_text_new ();

  while (lk_secret_text_get_length (text) <= LK_IMPORT_MAX_SIZE)
    {
      gssize n = read (fd, lk_secret_text_reserve (text, PIECE), PIECE);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return NULL;
      if (n == 0)
        break;
      lk_secret_text_add (text, (gsize) n);
    }

  return lk_secret_text_free_to_bytes (g_steal_pointer (&text));
}

static GBytes *
read_file (const char *path,
           int        *exit_code)
{
  gboolean from_input = g_str_equal (path, "-");
  int fd = from_input ? STDIN_FILENO : g_open (path, O_RDONLY | O_CLOEXEC, 0);
  GBytes *content = fd >= 0 ? read_all (fd) : NULL;
  int saved = errno;

  if (fd >= 0 && !from_input)
    g_close (fd, NULL);
  if (content == NULL)
    {
      /* Translators: %1$s is the name of a file, %2$s the reason */
      lk_cli_usage (_("“%1$s” cannot be read: %2$s"), path, g_strerror (saved));
      *exit_code = LK_CLI_LOCAL;
    }

  return content;
}

static GPtrArray *
find_secrets (const char *path,
              int        *exit_code)
{
  g_autoptr (GBytes) content = read_file (path, exit_code);
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;

  if (content == NULL)
    return NULL;

  found = lk_import_read (content, &error);
  if (found == NULL)
    {
      *exit_code = lk_cli_report (error);
      return NULL;
    }
  if (found->len == 0)
    {
      lk_cli_usage (_("There is no secret in it"));
      *exit_code = LK_CLI_NOT_FOUND;
      return NULL;
    }

  return g_steal_pointer (&found);
}

static gboolean
has_pulsar (GPtrArray *found)
{
  for (guint i = 0; i < found->len; i++)
    {
      const LkFoundSecret *secret = g_ptr_array_index (found, i);

      if (secret->kind == LK_FOUND_PULSAR)
        return TRUE;
    }

  return FALSE;
}

/* A list that cannot be read leaves its tokens unknown; its exit code is kept, unless another one is. */
static void
look_around (LkCli        *self,
             LkImportPlan *plan,
             GPtrArray    *accounts,
             gboolean      with_pulsar,
             int          *exit_code)
{
  for (guint i = 0; i < accounts->len; i++)
    {
      LkAccount *account = g_ptr_array_index (accounts, i);
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) streaming_error = NULL;
      g_autoptr (LkInventory) inventory = lk_cli_load (self, account, &error);
      g_autoptr (LkStreaming) streaming = with_pulsar ? lk_cli_load_streaming (self, account, &streaming_error) : NULL;

      if (inventory != NULL)
        lk_import_plan_add_inventory (plan, inventory);
      else
        *exit_code = lk_cli_report (error);
      if (streaming != NULL)
        lk_import_plan_add_streaming (plan, streaming);
      else if (with_pulsar && !lk_cli_is_no_streaming (streaming_error))
        *exit_code = lk_cli_report (streaming_error);
    }
}

static void
print_plan (LkImportPlan *plan)
{
  GListModel *items = lk_import_plan_get_items (plan);
  g_autoptr (GPtrArray) table = lk_cli_table_new ();

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (LkImportItem) item = g_list_model_get_item (items, i);
      LkAccount *account = lk_import_item_get_account (item);
      const char *id = lk_import_item_get_id (item);

      lk_cli_table_add (table,
                        id != NULL ? id : "-",
                        lk_import_item_describe (item),
                        account != NULL ? lk_account_get_title (account) : "-",
                        lk_import_item_get_title (item),
                        NULL);
    }
  lk_cli_table_print (table);
}

/* Says why, once for all that the same went wrong with. */
static int
report_unchecked (LkImportPlan *plan)
{
  GListModel *items = lk_import_plan_get_items (plan);
  g_autofree char *last = NULL;
  int exit_code = LK_CLI_DONE;

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (LkImportItem) item = g_list_model_get_item (items, i);
      const GError *error = lk_import_item_get_error (item);

      if (lk_import_item_get_state (item) != LK_IMPORT_UNCHECKED || g_strcmp0 (error->message, last) == 0)
        continue;
      exit_code = lk_cli_report (error);
      g_free (last);
      last = g_strdup (error->message);
    }

  return exit_code;
}

static gboolean
confirm (guint n)
{
  char answer[8] = "";

  fflush (stdout);
  /* Translators: %u is how many secrets a file has. Put the letter for yes of your language, as “y” has it, in the place of y */
  g_printerr (g_dngettext (GETTEXT_PACKAGE, "Store %u secret in the keyring? [y/N]", "Store %u secrets in the keyring? [y/N]",
                           (gulong) n),
              n);
  g_printerr (" ");

  return fgets (answer, sizeof answer, stdin) != NULL && lk_text_is_yes (answer);
}

static int
store (LkImportPlan *plan)
{
  GListModel *items = lk_import_plan_get_items (plan);
  int exit_code = LK_CLI_DONE;
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (LkImportItem) item = g_list_model_get_item (items, i);
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      if (lk_import_item_get_state (item) != LK_IMPORT_MATCHES)
        continue;
      lk_import_plan_store_async (plan, item, lk_cli_store_result_cb, &result);
      if (lk_import_plan_store_finish (plan, lk_cli_wait (&result), &error))
        n++;
      else
        exit_code = lk_cli_report (error);
    }
  /* Translators: %u is how many secrets of a file were stored */
  g_print (g_dngettext (GETTEXT_PACKAGE, "%u secret is now in the keyring", "%u secrets are now in the keyring", (gulong) n), n);
  g_print ("\n");

  return exit_code;
}

/* What was left out, and so is not done. */
static int
get_rest (LkImportPlan *plan)
{
  if (lk_import_plan_count (plan, LK_IMPORT_DAMAGED) + lk_import_plan_count (plan, LK_IMPORT_BAD_VALUE) > 0)
    return LK_CLI_LOCAL;
  if (lk_import_plan_count (plan, LK_IMPORT_CONFLICT) > 0)
    return LK_CLI_REFUSED;

  return lk_import_plan_count (plan, LK_IMPORT_UNKNOWN) > 0 ? LK_CLI_NOT_FOUND : LK_CLI_DONE;
}

static int
run (LkCli      *self,
     GPtrArray  *found,
     gboolean    yes)
{
  int exit_code = LK_CLI_DONE;
  g_autoptr (GPtrArray) accounts = lk_cli_choose_accounts (self, NULL, &exit_code);
  gboolean with_pulsar = has_pulsar (found);
  g_autoptr (LkImportPlan) plan = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  guint n;

  if (accounts == NULL)
    return exit_code;

  plan = lk_import_plan_new (self->office, found);
  look_around (self, plan, accounts, with_pulsar, &exit_code);
  lk_import_plan_judge_async (plan, NULL, lk_cli_store_result_cb, &result);
  if (!lk_import_plan_judge_finish (plan, lk_cli_wait (&result), &error))
    return lk_cli_report (error);

  print_plan (plan);
  if (lk_import_plan_count (plan, LK_IMPORT_UNCHECKED) > 0)
    exit_code = report_unchecked (plan);
  n = lk_import_plan_count (plan, LK_IMPORT_MATCHES);
  if (n > 0 && !yes && !confirm (n))
    return lk_cli_usage (_("Nothing was stored"));
  if (n > 0)
    {
      int stored = store (plan);

      if (stored != LK_CLI_DONE)
        return stored;
    }

  return exit_code != LK_CLI_DONE ? exit_code : get_rest (plan);
}

/**
 * lk_cli_import:
 * @self: the command line
 * @argc: how many words
 * @argv: the words, from "import" on
 *
 * Does `latchkey import`: stores the secrets that a file has, as far as an account lists their tokens. Each is shown
 * first, without any of it.
 *
 * Returns: the exit code
 */
int
lk_cli_import (LkCli  *self,
               int     argc,
               char  **argv)
{
  gboolean yes = FALSE;
  const GOptionEntry entries[] = {
    { "yes", 0, 0, G_OPTION_ARG_NONE, &yes, N_ ("Do not ask"), NULL },
    { NULL }
  };
  g_autoptr (GPtrArray) found = NULL;
  int exit_code;

  if (!lk_cli_parse ("latchkey import",
                     _("Stores the secrets of a file whose tokens an account lists: the portal’s JSON or CSV, .astrarc, "
                       "client.conf, .env, or any text."),
                     "FILE|-", entries, &argc, &argv, &exit_code))
    return exit_code;
  if (argc != 2)
    return lk_cli_usage (_("Say which file, or - for standard input"));
  if (!yes && (!isatty (STDIN_FILENO) || g_str_equal (argv[1], "-")))
    return lk_cli_usage (_("Nobody can be asked here: add --yes"));

  found = find_secrets (argv[1], &exit_code);

  return found != NULL ? run (self, found, yes) : exit_code;
}
