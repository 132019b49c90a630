/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-pulsar-answer.h"

#include "lk-astra-error.h"
#include "lk-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define TOKEN_MAX_LENGTH 8192 /* bytes, as much as the keyring takes */
#define N_TOKEN_PARTS 3
#define ID_MAX_LENGTH 128     /* bytes; real ones have 10 */

/* A piece of the answer; nothing is copied while it is looked for. */
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

/* Three parts of base64url with two dots, as RFC 7515 has it; what is in them does not matter here. */
static gboolean
is_token (Span span)
{
  guint n_parts = 1;
  gsize part_length = 0;

  if (span.length > TOKEN_MAX_LENGTH || span.length < strlen ("eyJ") || memcmp (span.start, "eyJ", strlen ("eyJ")) != 0)
    return FALSE;

  for (gsize i = 0; i < span.length; i++)
    {
      char c = span.start[i];

      if (c == '.' && part_length == 0)
        return FALSE;
      if (c == '.')
        {
          n_parts++;
          part_length = 0;
          continue;
        }
      if (!g_ascii_isalnum (c) && c != '-' && c != '_')
        return FALSE;
      part_length++;
    }

  return n_parts == N_TOKEN_PARTS && part_length > 0;
}

/* The end of the string whose first character is at @at, in JSON that was checked. */
static const char *
find_string_end (const char *at)
{
  for (; *at != '"'; at++)
    if (*at == '\\')
      at++;

  return at;
}

static gboolean
is_key (Span        span,
        const char *key)
{
  return span.length == strlen (key) && g_ascii_strncasecmp (span.start, key, span.length) == 0;
}

/* Looks for the strings `token` and `id`, which may be in an object in the object. */
static void
scan (Span  json,
      Span *token,
      Span *id)
{
  const char *end = json.start + json.length;
  Span last = { NULL, 0 }; /* the string before, if nothing but blanks came since */
  Span key = { NULL, 0 };  /* the key whose value is next */

  for (const char *at = json.start; at < end; at++)
    {
      if (g_ascii_isspace (*at))
        continue;
      if (*at == ':')
        {
          key = last;
          continue;
        }

      last = (Span) { NULL, 0 };
      if (*at == '"')
        {
          last.start = at + 1;
          at = find_string_end (last.start);
          last.length = (gsize) (at - last.start);
          if (key.start != NULL && token->start == NULL && is_key (key, "token"))
            *token = last;
          else if (key.start != NULL && id->start == NULL && is_key (key, "id"))
            *id = last;
        }
      key = (Span) { NULL, 0 };
    }
}

/**
 * lk_pulsar_answer_new:
 * @data: (nullable): the answer, without a final zero
 * @length: bytes in @data
 * @error: return location for %LK_ASTRA_ERROR_MALFORMED
 *
 * Reads a token from what the service answers: the bare token, with or without quotes around it, or JSON. The answer
 * is looked at where it is, and the only copy that is made is the one that is handed out.
 *
 * Returns: (transfer full): the token, or %NULL with @error set
 */
LkPulsarAnswer *
lk_pulsar_answer_new (const char  *data,
                      gsize        length,
                      GError     **error)
{
  Span whole = trim ((Span) { data, data != NULL ? length : 0 });
  Span token = { NULL, 0 };
  Span id = { NULL, 0 };
  LkPulsarAnswer *self;

  if (whole.length > 0 && whole.start[0] == '{' && lk_json_check (whole.start, whole.length))
    scan (whole, &token, &id);
  else if (whole.length >= 2 && whole.start[0] == '"' && whole.start[whole.length - 1] == '"')
    token = trim ((Span) { whole.start + 1, whole.length - 2 });
  else
    token = whole;

  if (token.start == NULL || !is_token (token))
    {
      g_set_error_literal (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_MALFORMED,
                           _("Astra’s answer holds no Pulsar token"));
      return NULL;
    }

  self = g_new0 (LkPulsarAnswer, 1);
  self->token = secret_value_new (token.start, (gssize) token.length, "text/plain");
  if (id.length > 0 && id.length <= ID_MAX_LENGTH && memchr (id.start, '\\', id.length) == NULL)
    self->id = g_strndup (id.start, id.length);

  return self;
}

/**
 * lk_pulsar_answer_free:
 * @self: (transfer full): an answer
 */
void
lk_pulsar_answer_free (LkPulsarAnswer *self)
{
  secret_value_unref (self->token);
  g_free (self->id);
  g_free (self);
}
