/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-say.h"

#include "lk-keyring.h"
#include "lk-redact.h"
#include "lk-text.h"

#include <glib/gi18n-lib.h>

#define TAIL_LENGTH 100 /* characters: what to do stands at the end */
#define ELLIPSIS "…"

static char *
shorten (const char *text)
{
  glong length = g_utf8_strlen (text, -1);
  g_autofree char *head = NULL;

  if (length <= LK_SAY_MAX_LENGTH)
    return g_strdup (text);

  head = g_utf8_substring (text, 0, LK_SAY_MAX_LENGTH - TAIL_LENGTH - 1);

  return g_strconcat (head, ELLIPSIS, g_utf8_offset_to_pointer (text, length - TAIL_LENGTH), NULL);
}

/**
 * lk_say:
 * @sentence: a sentence, with words of anybody in it, in whatever encoding
 *
 * Says it on standard error, in one line that is safe to be kept: what looks like a token, which somebody may have given
 * in place of its name, is hidden, and what steers a terminal is seen. Of a sentence that is too long because of a word in
 * it, the middle is left out.
 */
void
lk_say (const char *sentence)
{
  g_autofree char *valid = g_utf8_make_valid (sentence, -1);
  g_autofree char *redacted = lk_redact_tokens (valid);
  g_autofree char *clean = lk_text_clean (redacted);
  g_autofree char *text = shorten (clean);

  g_printerr ("latchkey: %s\n", text);
}

/* What the keyring lacks is not to be told in one sentence. */
static gboolean
needs_doctor (const GError *error)
{
  return g_error_matches (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_NO_SERVICE)
         || g_error_matches (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_NO_COLLECTION)
         || g_error_matches (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_LOCKED)
         || g_error_matches (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_SILENT);
}

/**
 * lk_say_error:
 * @error: what went wrong
 *
 * Says it as lk_say() does, and who tells more.
 */
void
lk_say_error (const GError *error)
{
  g_autofree char *sentence = NULL;

  if (needs_doctor (error))
    /* Translators: %s is what is wrong with the keyring */
    sentence = g_strdup_printf (_("%s: see “latchkey doctor”"), error->message);

  lk_say (sentence != NULL ? sentence : error->message);
}
