/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define REPLACEMENT 0xfffd
#define ELLIPSIS "…"

/**
 * lk_text_clean:
 * @text: a text of somebody else, in whatever encoding
 *
 * Makes what cannot be seen visible: a control character could steer a terminal, and one that turns the direction of
 * writing or has no width could make a text look like another one.
 *
 * Returns: (transfer full): the text, with a replacement character for each of these
 */
char *
lk_text_clean (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *clean = g_string_new (NULL);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      g_string_append_unichar (clean, g_unichar_isprint (c) ? c : REPLACEMENT);
    }

  return g_string_free (clean, FALSE);
}

/**
 * lk_text_show:
 * @text: a text of somebody else
 *
 * Makes @text fit to be shown in one place among others, as lk_text_clean(), and no longer than %LK_TEXT_MAX_LENGTH.
 *
 * Returns: (transfer full): the text
 */
char *
lk_text_show (const char *text)
{
  g_autofree char *clean = lk_text_clean (text);
  g_autofree char *beginning = NULL;

  if (g_utf8_strlen (clean, -1) <= LK_TEXT_MAX_LENGTH)
    return g_steal_pointer (&clean);

  beginning = g_utf8_substring (clean, 0, LK_TEXT_MAX_LENGTH - 1);

  return g_strconcat (beginning, ELLIPSIS, NULL);
}

/**
 * lk_text_is_yes:
 * @answer: what somebody typed, in whatever encoding
 *
 * Tells whether it begins with what stands for yes in the language of now, or with a y, which is one in every language.
 *
 * Returns: whether it does
 */
gboolean
lk_text_is_yes (const char *answer)
{
  /* Translators: the letter for yes, as “[y/N]” has it in the questions of the command line: a single small letter */
  const char *yes = C_ ("answer", "y");
  gunichar typed;

  g_return_val_if_fail (answer != NULL, FALSE);

  answer += strspn (answer, " \t");
  typed = g_utf8_get_char_validated (answer, -1);
  if (typed == (gunichar) -1 || typed == (gunichar) -2)
    return FALSE;

  typed = g_unichar_tolower (typed);

  return typed == 'y' || (typed != 0 && typed == g_unichar_tolower (g_utf8_get_char (yes)));
}

/**
 * lk_text_reword:
 * @error: an error
 * @format: a whole sentence, with a place for the message that @error has
 * @...: that message, and what else the sentence has a place for
 *
 * Gives @error another message. Other than g_prefix_error() it leaves it to translators where the reason stands, and what
 * stands before it.
 */
void
lk_text_reword (GError     *error,
                const char *format,
                ...)
{
  va_list args;
  char *message;

  g_return_if_fail (error != NULL);

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_free (error->message);
  error->message = message;
}
