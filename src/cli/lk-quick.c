/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-quick.h"

#include "lk-quick-keyring.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

static gboolean
is_field (const char *field)
{
  static const char *const fields[] = { LK_SECRET_FIELD_TOKEN, LK_SECRET_FIELD_CLIENT_SECRET, "client-id", NULL };

  return g_strv_contains (fields, field);
}

/**
 * lk_quick_get:
 * @argc: how many words
 * @argv: the words, from the subcommand on
 *
 * Does `latchkey get`: prints one field of a token from the keyring, exactly and without a line break. No terminal is
 * written to unless it was asked for.
 *
 * Returns: the exit code, or %LK_QUICK_MISSED after saying nothing if nothing is stored
 */
int
lk_quick_get (int    argc,
              char **argv)
{
  g_autofree char *field = NULL;
  g_autoptr (LkKeyring) keyring = NULL;
  g_autoptr (SecretValue) value = NULL;
  g_autoptr (GOptionContext) context = g_option_context_new ("TOKEN");
  g_autoptr (GError) error = NULL;
  gboolean reveal = FALSE;
  gboolean to_terminal;
  const char *bytes;
  gsize length;
  int exit_code;
  const GOptionEntry entries[] = {
    { "field", 0, 0, G_OPTION_ARG_STRING, &field, N_ ("What to print: token (default), client-secret or client-id"), "FIELD" },
    { "reveal", 0, 0, G_OPTION_ARG_NONE, &reveal, N_ ("Print even to a terminal"), NULL },
    { NULL }
  };

  g_option_context_set_summary (context, N_ ("Prints a secret from the keyring. TOKEN is an exact script name or client id."));
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_set_prgname ("latchkey get");
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return lk_quick_fail_options (error, "latchkey get");
  if (argc != 2 || !lk_quick_is_word (argv[1]))
    return lk_quick_fail (_("Give one token, by its script name or client id"));
  if (field == NULL)
    field = g_strdup (LK_SECRET_FIELD_TOKEN);
  if (!is_field (field))
    return lk_quick_fail (_("There is no such field: it is token, client-secret or client-id"));
  to_terminal = isatty (STDOUT_FILENO);
  if (to_terminal && !reveal)
    return lk_quick_fail (_("The secret is not printed to a terminal: pipe it, or add --reveal"));

  keyring = lk_keyring_new (LK_KEYRING_APPLICATION, "default");
  value = lk_quick_look_up (keyring, argv[1], field, &error);
  if (error != NULL)
    return lk_quick_report (error);
  if (value == NULL)
    return LK_QUICK_MISSED;

  bytes = secret_value_get (value, &length);
  exit_code = lk_quick_print (bytes, length);
  if (exit_code == 0 && to_terminal)
    g_print ("\n");

  return exit_code;
}
