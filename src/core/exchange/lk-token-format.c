/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-token-format.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PREFIX "AstraCS:"
#define CLIENT_ID_LENGTH 24
#define SUM_LENGTH 64

/* The part that is meant, within what was pasted. */
typedef struct
{
  const char *start;
  gsize       length;
} Span;

static Span
trim (Span span)
{
  while (span.length > 0 && g_ascii_isspace (span.start[0]))
    {
      span.start++;
      span.length--;
    }
  while (span.length > 0 && g_ascii_isspace (span.start[span.length - 1]))
    span.length--;

  return span;
}

static Span
trim_quotes (Span span)
{
  if (span.length >= 2 && strchr ("\"'", span.start[0]) != NULL && span.start[span.length - 1] == span.start[0])
    {
      span.start++;
      span.length -= 2;
    }

  return span;
}

static gboolean
is_plain (Span span)
{
  for (gsize i = 0; i < span.length; i++)
    if (!g_ascii_isgraph (span.start[i]))
      return FALSE;

  return TRUE;
}

static gboolean
is_astra (Span span)
{
  const char *at = span.start + strlen (PREFIX);

  if (span.length != LK_TOKEN_LENGTH || memcmp (span.start, PREFIX, strlen (PREFIX)) != 0)
    return FALSE;
  for (guint i = 0; i < CLIENT_ID_LENGTH; i++)
    if (!g_ascii_isalnum (at[i]))
      return FALSE;
  at += CLIENT_ID_LENGTH;
  if (*at != ':')
    return FALSE;
  at++;
  for (guint i = 0; i < SUM_LENGTH; i++)
    if (!g_ascii_isxdigit (at[i]) || g_ascii_isupper (at[i]))
      return FALSE;

  return TRUE;
}

static gboolean
ends_with (Span        span,
           const char *suffix)
{
  gsize length = strlen (suffix);

  return span.length > length && g_ascii_strncasecmp (span.start + span.length - length, suffix, length) == 0;
}

static gboolean
is_file_name (Span span)
{
  if (span.length >= strlen (PREFIX) && memcmp (span.start, PREFIX, strlen (PREFIX)) == 0)
    return FALSE;

  return memchr (span.start, '/', span.length) != NULL || memchr (span.start, '\\', span.length) != NULL
         || ends_with (span, ".json") || ends_with (span, ".csv") || ends_with (span, ".txt")
         || ends_with (span, ".env") || ends_with (span, ".astrarc");
}

/**
 * lk_token_format_check:
 * @text: what was pasted
 * @value: (out) (optional) (nullable) (transfer full): the token without blanks and quotes around it, when it can be
 *   one
 * @message: (out) (optional) (transfer full): a sentence about it for its user, without any of it
 *
 * Tells what pasted text looks like.
 *
 * Returns: the form
 */
LkTokenFormat
lk_token_format_check (const char   *text,
                       SecretValue **value,
                       char        **message)
{
  Span span = trim (trim_quotes (trim ((Span){ text, strlen (text) })));
  LkTokenFormat format;
  const char *sentence = "";
  g_autofree char *counted = NULL;

  if (span.length == 0)
    {
      format = LK_TOKEN_FORMAT_EMPTY;
    }
  else if (span.start[0] == '{' || span.start[0] == '[')
    {
      format = LK_TOKEN_FORMAT_JSON;
      sentence = _("This is the content of a JSON file: paste only the value of “token”");
    }
  else if (is_astra (span))
    {
      format = LK_TOKEN_FORMAT_ASTRA;
      sentence = _("Looks like an Astra token");
    }
  else if (is_file_name (span))
    {
      format = LK_TOKEN_FORMAT_FILE_NAME;
      sentence = _("This is the name of a file: open it and paste the token that it holds");
    }
  else if (!is_plain (span))
    {
      format = LK_TOKEN_FORMAT_BLANKS;
      sentence = _("A token is one word: this has blanks or line breaks inside");
    }
  else
    {
      format = LK_TOKEN_FORMAT_UNUSUAL;
      counted = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                              /* Translators: %u is how many characters somebody pasted */
                                              "A token starts with AstraCS: and has 97 characters; this one has %u",
                                              "A token starts with AstraCS: and has 97 characters; this one has %u",
                                              (gulong) span.length),
                                 (guint) span.length);
      sentence = counted;
    }

  if (value != NULL)
    *value = format == LK_TOKEN_FORMAT_ASTRA || format == LK_TOKEN_FORMAT_UNUSUAL
               ? secret_value_new (span.start, (gssize) span.length, "text/plain")
               : NULL;
  if (message != NULL)
    *message = g_strdup (sentence);

  return format;
}

/**
 * lk_token_client_id:
 * @token: an application token
 *
 * Reads the client id out of a token of the usual form: the token names its own row of the list.
 *
 * Returns: (transfer full) (nullable): the client id, or %NULL if the form is another
 */
char *
lk_token_client_id (SecretValue *token)
{
  Span span;

  span.start = secret_value_get (token, &span.length);

  return is_astra (span) ? g_strndup (span.start + strlen (PREFIX), CLIENT_ID_LENGTH) : NULL;
}
