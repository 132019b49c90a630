/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-redact.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define TEXT_MAX_CHARS 256    /* that are shown */
#define TEXT_MAX_BYTES 4096   /* that are looked at */

/* Whatever could be a secret; a UUID could not, and is what an error is about. */
#define UUID "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
#define WORD "[A-Za-z0-9+/=_.,~:%-]"
/* The key of a secret, in JSON or in JSON that stands in a string of another; the id of a token is none. What may repeat is
 * bounded, or a hostile text would be searched anew from each of its characters to its end. */
#define QUOTE "\\\\{0,4}\""
#define PART "[a-z0-9_.-]{0,40}"
#define NAME PART "(?:secret|token|password|passwd|api[_-]?key)"
#define KEY QUOTE "(?!token[_-]?id\\b)" NAME PART QUOTE
#define TOKEN \
  "(?i:" KEY "\\s*:\\s*" QUOTE "(?:[^\"\\\\]|\\\\.)*+\"?" \
  "|\\b" NAME "=[^\\s&;\"'<>]+" \
  "|AstraCS:[^\\s\"'<>“”]*" \
  "|bearer[\\s:=]+[A-Za-z0-9._~+/=:-]{8,})" \
  "|eyJ[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]*)*"
#define SECRET TOKEN \
  "|(?<!" WORD ")(?!" UUID "(?!" WORD "))" WORD "{32,}"

static GRegex *secret_regex, *token_regex; /* compiled once, never changed: any thread may use them */

static GRegex *
get_regex (GRegex    **regex,
           const char *pattern)
{
  if (g_once_init_enter (regex))
    g_once_init_leave (regex, g_regex_new (pattern, G_REGEX_OPTIMIZE, 0, NULL));

  return *regex;
}

static const char *
get_hidden (void)
{
  /* Translators: stands where the service's words held a secret */
  return _("[hidden]");
}

static void
append_visibly (GString  *shown,
                gunichar  c)
{
  GUnicodeType type = g_unichar_type (c);

  if (g_unichar_isspace (c) || type == G_UNICODE_LINE_SEPARATOR || type == G_UNICODE_PARAGRAPH_SEPARATOR)
    g_string_append_c (shown, ' ');
  else if (g_unichar_isprint (c))
    g_string_append_unichar (shown, c);
  else
    g_string_append_printf (shown, "[U+%04X]", c);
}

/**
 * lk_redact:
 * @data: text from outside, maybe no text at all
 * @length: bytes in @data
 *
 * Makes text from outside fit to be shown. Whatever could be a secret (a token, a JWT, a bearer header, the value of a
 * secret's key, any long run of hexadecimal or Base64) becomes “[hidden]”: an error of the service may echo the token
 * that it was sent. Characters that turn, hide or control others are written as their code, white space is one blank
 * each, and all is cut at 256 characters.
 *
 * Returns: (transfer full): the text
 */
char *
lk_redact (const char *data,
           gsize       length)
{
  g_autoptr (GString) text = g_string_new_len (data, (gssize) MIN (length, TEXT_MAX_BYTES));
  g_autofree char *valid = NULL;
  GRegex *regex = get_regex (&secret_regex, SECRET);
  g_autofree char *redacted = NULL;
  g_autoptr (GString) shown = g_string_new (NULL);
  glong n = 0;

  /* The end of what is looked at may be the start of a secret. */
  if (length > TEXT_MAX_BYTES)
    while (text->len > 0 && !g_ascii_isspace (text->str[text->len - 1]) && text->str[text->len - 1] != '"')
      g_string_truncate (text, text->len - 1);

  valid = g_utf8_make_valid (text->str, (gssize) text->len);
  redacted = g_regex_replace_literal (regex, valid, -1, 0, get_hidden (), 0, NULL);
  if (redacted == NULL)
    return g_strdup (get_hidden ());

  for (const char *at = g_strstrip (redacted); *at != '\0'; at = g_utf8_next_char (at), n++)
    {
      if (n == TEXT_MAX_CHARS)
        {
          g_string_append (shown, "…");
          break;
        }
      append_visibly (shown, g_utf8_get_char (at));
    }

  return g_strdup (shown->str);
}

/**
 * lk_redact_tokens:
 * @text: text from outside, UTF-8
 *
 * Hides what looks like a token, and the value of a secret's key, and nothing else: names and ids may be long. For answers
 * that have no secrets in them as far as anybody knows.
 *
 * Returns: (transfer full): the text
 */
char *
lk_redact_tokens (const char *text)
{
  GRegex *regex = get_regex (&token_regex, TOKEN);
  char *redacted = g_regex_replace_literal (regex, text, -1, 0, get_hidden (), 0, NULL);

  return redacted != NULL ? redacted : g_strdup (get_hidden ());
}
