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

/* How long the character at @at is; 0 if it is none, or one that a terminal that the line is pasted into could take for
 * a key or for a command. */
static gsize
get_seen_length (const char *at)
{
  gunichar c = g_utf8_get_char_validated (at, -1);

  if (c == (gunichar) -1 || c == (gunichar) -2 || !g_unichar_isprint (c))
    return 0;

  return (gsize) (g_utf8_next_char (at) - at);
}

/**
 * lk_environment_line_is_seen:
 * @value: a text of somebody else
 *
 * Returns: whether a word in quotes can hold it, with nothing in it that a terminal could take for a key or a command
 */
gboolean
lk_environment_line_is_seen (const char *value)
{
  const char *at = value;

  while (*at != '\0' && get_seen_length (at) > 0)
    at += get_seen_length (at);

  return *at == '\0';
}

/* The value as the first argument of printf. */
static char *
make_printf_format (const char *value)
{
  g_autoptr (GString) format = g_string_new (NULL);
  const char *at = value;

  while (*at != '\0')
    {
      gsize length = get_seen_length (at);

      /* What begins with a dash would be an option. */
      if (length == 0 || (at == value && *at == '-'))
        g_string_append_printf (format, "\\%03o", (guchar) *at);
      else if (*at == '%' || *at == '\\')
        g_string_append_printf (format, "%c%c", *at, *at);
      else
        g_string_append_len (format, at, (gssize) length);
      at += MAX (length, 1);
    }
  /* The point keeps line breaks at the end, which the shell would cut off. */
  if (g_str_has_suffix (value, "\n"))
    g_string_append_c (format, '.');

  return lk_shell_word_new (LK_SHELL_SH, format->str);
}

/* What is unseen stands outside of the quotes. */
static char *
make_fish_word (const char *value)
{
  GString *word = g_string_new ("'");
  const char *at = value;

  while (*at != '\0')
    {
      gsize length = get_seen_length (at);

      if (length == 0)
        g_string_append_printf (word, "'\\X%02x'", (guchar) *at);
      else if (*at == '\'' || *at == '\\')
        g_string_append_printf (word, "\\%c", *at);
      else
        g_string_append_len (word, at, (gssize) length);
      at += MAX (length, 1);
    }
  g_string_append_c (word, '\'');

  return g_string_free (word, FALSE);
}

/**
 * lk_environment_line_new_text:
 * @shell: who reads it
 * @variable: the variable's name: capital letters, digits and underscores
 * @value: its value, a text of somebody else
 *
 * Writes a line that sets a variable to a text, byte for byte. The line has nothing in it but what can be seen, so that
 * it does not steer a terminal that it is pasted into.
 *
 * Returns: (transfer full): the line, without a line break
 */
char *
lk_environment_line_new_text (LkShell     shell,
                              const char *variable,
                              const char *value)
{
  g_autofree char *word = NULL;

  g_return_val_if_fail (is_variable (variable), NULL);

  if (shell == LK_SHELL_FISH)
    {
      word = make_fish_word (value);
      return g_strdup_printf ("set -gx %s %s", variable, word);
    }
  if (lk_environment_line_is_seen (value))
    {
      word = lk_shell_word_new (shell, value);
      return g_strdup_printf ("export %s=%s", variable, word);
    }

  /* Cut off only where it was needed: bash 5.2 spoils bytes that are no characters when it cuts an end off (measured). */
  word = make_printf_format (value);
  if (g_str_has_suffix (value, "\n"))
    return g_strdup_printf ("%s=\"$(printf %s)\" && export %s=\"${%s%%.}\"", variable, word, variable, variable);

  return g_strdup_printf ("%s=\"$(printf %s)\" && export %s", variable, word, variable);
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
