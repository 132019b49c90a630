/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-shell-word.h"

/* How a byte is written within single quotes, if not as itself. Nothing but the quote means something there to sh; a
 * backslash does too to fish. */
static const char *
get_escape (LkShell shell,
            char    byte)
{
  if (byte == '\'')
    return shell == LK_SHELL_FISH ? "\\'" : "'\\''";
  if (byte == '\\' && shell == LK_SHELL_FISH)
    return "\\\\";

  return NULL;
}

/**
 * lk_shell_word_append:
 * @text: where it is added
 * @shell: who reads it
 * @bytes: what the word means
 * @length: bytes in @bytes
 *
 * Adds a word in quotes.
 */
void
lk_shell_word_append (LkSecretText *text,
                      LkShell       shell,
                      const char   *bytes,
                      gsize         length)
{
  lk_secret_text_append (text, "'");
  for (gsize i = 0; i < length; i++)
    {
      const char *escape = get_escape (shell, bytes[i]);

      if (escape != NULL)
        lk_secret_text_append (text, escape);
      else
        lk_secret_text_append_length (text, bytes + i, 1);
    }
  lk_secret_text_append (text, "'");
}

/**
 * lk_shell_word_new:
 * @shell: who reads it
 * @word: what the word means, no secret
 *
 * Writes a word in quotes.
 *
 * Returns: (transfer full): the word
 */
char *
lk_shell_word_new (LkShell     shell,
                   const char *word)
{
  GString *text = g_string_new ("'");

  for (const char *at = word; *at != '\0'; at++)
    {
      const char *escape = get_escape (shell, *at);

      if (escape != NULL)
        g_string_append (text, escape);
      else
        g_string_append_c (text, *at);
    }
  g_string_append_c (text, '\'');

  return g_string_free (text, FALSE);
}
