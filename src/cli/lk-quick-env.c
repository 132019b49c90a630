/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-quick.h"

#include "lk-environment-line.h"
#include "lk-export.h"
#include "lk-quick-keyring.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

typedef enum
{
  FORM_SH,
  FORM_FISH,
  FORM_DOTENV,
  FORM_JSON,
  N_FORMS,
} Form;

static const char *const forms[N_FORMS] = { "sh", "fish", "dotenv", "json" };

static gboolean
find_form (const char *name,
           Form       *form)
{
  for (guint i = 0; i < N_FORMS; i++)
    if (name == NULL || g_str_equal (forms[i], name))
      {
        *form = i;
        return TRUE;
      }

  return FALSE;
}

/* No form needs an escape: the token was checked. */
static GBytes *
write_down (SecretValue *token,
            Form         form)
{
  g_autoptr (LkSecretText) text = lk_secret_text_new ();

  switch (form)
    {
    case FORM_DOTENV:
      lk_secret_text_append (text, LK_EXPORT_VARIABLE "=");
      lk_secret_text_append_value (text, token);
      break;

    case FORM_JSON:
      lk_secret_text_append (text, "{\n  \"" LK_EXPORT_VARIABLE "\": \"");
      lk_secret_text_append_value (text, token);
      lk_secret_text_append (text, "\"\n}");
      break;

    case FORM_SH:
    case FORM_FISH:
    case N_FORMS:
    default:
      lk_environment_line_append (text, form == FORM_FISH ? LK_SHELL_FISH : LK_SHELL_SH, LK_EXPORT_VARIABLE, token);
      break;
    }
  lk_secret_text_append (text, "\n");

  return lk_secret_text_free_to_bytes (g_steal_pointer (&text));
}

/**
 * lk_quick_env:
 * @argc: how many words
 * @argv: the words, from the subcommand on
 *
 * Does `latchkey env`: prints the lines that set the variables of a token. No terminal is written to unless it was asked
 * for.
 *
 * Returns: the exit code, or %LK_QUICK_MISSED after saying nothing if it takes more than one token of the keyring
 */
int
lk_quick_env (int    argc,
              char **argv)
{
  g_autofree char *name = NULL;
  g_autoptr (LkKeyring) keyring = NULL;
  g_autoptr (SecretValue) token = NULL;
  g_autoptr (GBytes) content = NULL;
  g_autoptr (GOptionContext) context = g_option_context_new ("TOKEN…");
  g_autoptr (GError) error = NULL;
  gboolean reveal = FALSE;
  Form form;
  const GOptionEntry entries[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &name, N_ ("Who reads it: sh (default), fish, dotenv or json"), "FORMAT" },
    { "reveal", 0, 0, G_OPTION_ARG_NONE, &reveal, N_ ("Print even to a terminal"), NULL },
    { NULL }
  };

  g_option_context_set_summary (context, N_ ("Prints what sets the environment variables of tokens. TOKEN is an exact script "
                                             "name or id."));
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_set_prgname ("latchkey env");
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return lk_quick_fail_options (error, "latchkey env");
  if (!find_form (name, &form))
    return lk_quick_fail (_("There is no such format: it is sh, fish, dotenv or json"));
  if (argc < 2)
    return lk_quick_fail (_("Give a token, by its script name or client id"));
  for (int i = 1; i < argc; i++)
    if (!lk_quick_is_word (argv[i]))
      return lk_quick_fail (_("Give a token, by its script name or client id"));
  if (isatty (STDOUT_FILENO) && !reveal)
    return lk_quick_fail (_("The secret is not printed to a terminal: pipe it, or add --reveal"));

  if (argc > 2)
    return LK_QUICK_MISSED;

  keyring = lk_keyring_new (LK_KEYRING_APPLICATION, "default");
  if (lk_quick_is_pulsar (keyring, argv[1], &error))
    return LK_QUICK_MISSED;
  if (error != NULL)
    return lk_quick_report (error);
  token = lk_quick_look_up (keyring, argv[1], LK_SECRET_FIELD_TOKEN, &error);
  if (error != NULL)
    return lk_quick_report (error);
  if (token == NULL)
    return LK_QUICK_MISSED;
  if (!lk_export_check_token (token, &error))
    return lk_quick_report (error);

  content = write_down (token, form);

  return lk_quick_print (g_bytes_get_data (content, NULL), g_bytes_get_size (content));
}
