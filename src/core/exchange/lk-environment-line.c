/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-environment-line.h"

#include "lk-export.h"
#include "lk-look-up-command.h"

#include <string.h>

static gboolean
is_variable (const char *name)
{
  return (g_ascii_isupper (*name) || *name == '_')
         && strspn (name, G_CSET_A_2_Z G_CSET_DIGITS "_") == strlen (name);
}

/**
 * lk_environment_line_append:
 * @text: where it is added
 * @shell: who reads it
 * @variable: the variable's name: capital letters, digits and underscores
 * @value: its value, one that needs no check
 *
 * Adds the command that sets a variable to a value, without a line break.
 */
void
lk_environment_line_append (LkSecretText *text,
                            LkShell       shell,
                            const char   *variable,
                            SecretValue  *value)
{
  gsize length;
  const char *bytes = secret_value_get (value, &length);

  g_return_if_fail (is_variable (variable));

  lk_secret_text_append (text, shell == LK_SHELL_FISH ? "set -gx " : "export ");
  lk_secret_text_append (text, variable);
  lk_secret_text_append (text, shell == LK_SHELL_FISH ? " " : "=");
  lk_shell_word_append (text, shell, bytes, length);
}

/**
 * lk_environment_line_new_value:
 * @shell: who reads it
 * @variable: the variable's name: capital letters, digits and underscores
 * @token: its value, a token
 * @error: return location for %LK_EXCHANGE_ERROR_BAD_VALUE
 *
 * Writes a line that sets a variable to a token.
 *
 * Returns: (transfer full): the line without a line break, in memory that is overwritten with its last reference; %NULL
 *   with @error set
 */
GBytes *
lk_environment_line_new_value (LkShell       shell,
                               const char   *variable,
                               SecretValue  *token,
                               GError      **error)
{
  g_autoptr (LkSecretText) text = lk_secret_text_new ();

  if (!lk_export_check_token (token, error))
    return NULL;

  lk_environment_line_append (text, shell, variable, token);

  return lk_secret_text_free_to_bytes (g_steal_pointer (&text));
}

/**
 * lk_environment_line_new_look_up:
 * @shell: who reads it
 * @variable: the variable's name: capital letters, digits and underscores
 * @command: a command that prints its value, from lk_look_up_command_new()
 *
 * Writes a line that sets a variable by a look-up and holds no secret. Its status is that of the look-up, and where that
 * fails nothing is exported.
 *
 * Returns: (transfer full): the line, without a line break
 */
char *
lk_environment_line_new_look_up (LkShell     shell,
                                 const char *variable,
                                 const char *command)
{
  g_return_val_if_fail (is_variable (variable), NULL);

  if (shell == LK_SHELL_SH)
    return lk_look_up_environment_line_new (variable, command);

  return g_strdup_printf ("set -l found (%s); and set -gx %s $found", command, variable);
}
