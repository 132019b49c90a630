/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-cli.h"

#include "lk-setup-check.h"

#include <glib/gi18n-lib.h>

static const char *
describe_state (LkSetupState state)
{
  switch (state)
    {
    case LK_SETUP_GOOD:
      /* Translators: how a check of “latchkey doctor” ended */
      return _("good");

    case LK_SETUP_NOTE:
      /* Translators: how a check of “latchkey doctor” ended: it works, and there is something to know */
      return _("note");

    case LK_SETUP_BAD:
      /* Translators: how a check of “latchkey doctor” ended */
      return _("BAD");

    case LK_SETUP_LOOKING:
    default:
      return "";
    }
}

/* The first thing that is bad tells: whoever mends it sees the next. */
static int
print_findings (GListModel *findings)
{
  g_autoptr (GPtrArray) table = lk_cli_table_new ();
  int exit_code = LK_CLI_DONE;

  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr (LkSetupFinding) finding = g_list_model_get_item (findings, i);
      const GError *error = lk_setup_finding_get_error (finding);

      lk_cli_table_add (table, describe_state (lk_setup_finding_get_state (finding)), lk_setup_finding_get_title (finding),
                        lk_setup_finding_get_text (finding), NULL);
      if (lk_setup_finding_get_advice (finding) != NULL)
        lk_cli_table_add (table, "", "", lk_setup_finding_get_advice (finding), NULL);
      if (lk_setup_finding_get_state (finding) == LK_SETUP_BAD && exit_code == LK_CLI_DONE)
        exit_code = error != NULL ? lk_cli_exit_code (error) : LK_CLI_LOCAL;
    }
  lk_cli_table_print (table);

  return exit_code;
}

/**
 * lk_cli_doctor:
 * @self: the command line
 * @argc: how many words
 * @argv: the words, from "doctor" on
 *
 * Does `latchkey doctor`: checks what Latchkey stands on.
 *
 * Returns: the exit code; that of the first thing that is bad
 */
int
lk_cli_doctor (LkCli  *self,
               int     argc,
               char  **argv)
{
  const GOptionEntry entries[] = { { NULL } };
  g_autoptr (GCancellable) cancellable = NULL;
  g_autoptr (LkKeyring) keyring = NULL;
  g_autoptr (LkSetupCheck) check = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) data_error = NULL;
  g_autoptr (GError) error = NULL;
  int exit_code;

  if (!lk_cli_parse ("latchkey doctor", _("Checks the keyring, the accounts, the clock, and this computer."), NULL, entries,
                     &argc, &argv, &exit_code))
    return exit_code;
  if (argc != 1)
    /* Translators: %s is a word on the command line */
    return lk_cli_usage (_("“%s” is one word too many: see “latchkey doctor --help”"), argv[1]);

  lk_cli_try_open (self, &data_error);
  cancellable = lk_cli_catch_signals ();
  keyring = self->keyring != NULL ? g_object_ref (self->keyring) : lk_keyring_new (LK_KEYRING_APPLICATION, "default");
  check = lk_setup_check_new (keyring, data_error == NULL ? self->office : NULL, data_error, NULL);
  lk_setup_check_run_async (check, cancellable, lk_cli_store_result_cb, &result);
  if (!lk_setup_check_run_finish (check, lk_cli_wait (&result), &error))
    return lk_cli_report (error);

  return print_findings (lk_setup_check_get_findings (check));
}
