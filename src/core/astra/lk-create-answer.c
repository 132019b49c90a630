/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-create-answer.h"

#include "lk-secret-attributes.h"

#include <string.h>

#define CLIENT_ID_MAX_LENGTH 128  /* characters; real ones have 24 */
#define TOKEN_PREFIX "AstraCS:"

/* A string value inside the answer; nothing is copied while it is looked for. */
typedef struct
{
  const char *start;
  gsize       length;
} Span;

typedef struct
{
  const char *at;
  const char *end;
} Scanner;

static void
skip_blanks (Scanner *scanner)
{
  while (scanner->at < scanner->end && strchr (" \t\r\n", *scanner->at) != NULL && *scanner->at != '\0')
    scanner->at++;
}

/* A complete string, as it stands between its quotes. */
static gboolean
scan_string (Scanner *scanner,
             Span    *span)
{
  if (scanner->at >= scanner->end || *scanner->at != '"')
    return FALSE;

  scanner->at++;
  span->start = scanner->at;
  while (scanner->at < scanner->end && *scanner->at != '"')
    {
      if (*scanner->at == '\\')
        scanner->at++;
      scanner->at++;
    }
  if (scanner->at >= scanner->end)
    return FALSE;

  span->length = (gsize) (scanner->at - span->start);
  scanner->at++;

  return TRUE;
}

/* Passes over any other value: numbers and words to the next delimiter, lists and objects to their end. */
static gboolean
skip_value (Scanner *scanner)
{
  guint depth = 0;

  while (scanner->at < scanner->end)
    {
      char c = *scanner->at;

      if (c == '"')
        {
          Span span;

          if (!scan_string (scanner, &span))
            return FALSE;
          if (depth == 0)
            return TRUE;
          continue;
        }
      if (depth == 0 && (c == ',' || c == '}'))
        return TRUE;
      if (c == '[' || c == '{')
        depth++;
      if (c == ']' || c == '}')
        {
          depth--;
          if (depth == 0)
            {
              scanner->at++;
              return TRUE;
            }
        }
      scanner->at++;
    }

  return FALSE;
}

static gboolean
span_is (const Span *span,
         const char *key)
{
  return span->length == strlen (key) && g_ascii_strncasecmp (span->start, key, span->length) == 0;
}

static gboolean
same_span (const Span *a,
           const Span *b)
{
  return a->length == b->length && memcmp (a->start, b->start, a->length) == 0;
}

/* One character behind a backslash; -1 for what no value that is kept can have. */
static int
decode_escape (const char **at,
               const char  *end)
{
  static const char escaped[] = "\"\\/bfnrt";
  static const char meant[] = "\"\\/\b\f\n\r\t";
  const char *known;
  int code = 0;

  if (**at != 'u')
    {
      known = memchr (escaped, **at, strlen (escaped));
      (*at)++;
      return known != NULL ? meant[known - escaped] : -1;
    }

  (*at)++;
  if (end - *at < 4)
    return -1;
  for (guint i = 0; i < 4; i++, (*at)++)
    {
      if (!g_ascii_isxdigit (**at))
        return -1;
      code = code * 16 + g_ascii_xdigit_value (**at);
    }

  return code > 0 && code < 0x80 ? code : -1;
}

/* What a string stands for: a serializer may escape what it need not ("\/", "\u002b"), and a secret that arrived is
 * not to be lost for that. NULL if it is no text that can be kept. To be wiped and freed with secret_password_free(). */
static char *
decode_span (const Span *span)
{
  char *text = g_malloc0 (span->length + 1);
  const char *end = span->start + span->length;
  gsize length = 0;

  for (const char *at = span->start; at < end;)
    {
      int c = (guchar) *at++;

      if (c == '\\')
        c = at < end ? decode_escape (&at, end) : -1;
      if (c <= 0)
        {
          explicit_bzero (text, length);
          g_free (text);
          return NULL;
        }
      text[length++] = (char) c;
    }

  return text;
}

static char *
client_id_from_span (const Span *span)
{
  g_autofree char *id = decode_span (span);

  if (id == NULL || *id == '\0' || strlen (id) > CLIENT_ID_MAX_LENGTH)
    return NULL;
  for (const char *at = id; *at != '\0'; at++)
    if (!g_ascii_isalnum (*at) && *at != '-' && *at != '_')
      return NULL;

  return g_steal_pointer (&id);
}

static SecretValue *
value_from_span (const Span *span)
{
  char *text = decode_span (span);
  g_autoptr (SecretValue) value = NULL;

  if (text == NULL)
    return NULL;

  value = secret_value_new (text, -1, "text/plain");
  secret_password_free (text);

  return lk_secret_value_check (value, NULL) ? g_steal_pointer (&value) : NULL;
}

/* The vendor's API text: token = "AstraCS:" + clientId + ":" + hex (sha256 (secret)). */
static SecretValue *
derive_token (const char  *client_id,
              SecretValue *secret)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  const char *bytes;
  SecretValue *token;
  char *text;
  gsize length;

  bytes = secret_value_get (secret, &length);
  g_checksum_update (checksum, (const guchar *) bytes, (gssize) length);
  text = g_strdup_printf (TOKEN_PREFIX "%s:%s", client_id, g_checksum_get_string (checksum));
  token = secret_value_new (text, -1, "text/plain");
  secret_password_free (text);

  return token;
}

static gboolean
same_value (SecretValue *a,
            SecretValue *b)
{
  gsize length_a, length_b;
  const char *bytes_a = secret_value_get (a, &length_a);
  const char *bytes_b = secret_value_get (b, &length_b);

  return length_a == length_b && memcmp (bytes_a, bytes_b, length_a) == 0;
}

/* Reads as many members as arrived whole; a key that comes twice with two values makes the answer unfit to be
 * believed. */
static gboolean
scan_members (Scanner *scanner,
              Span    *client_id,
              Span    *secret,
              Span    *token,
              Span    *generated_on)
{
  skip_blanks (scanner);
  if (scanner->at >= scanner->end || *scanner->at != '{')
    return TRUE;
  scanner->at++;

  while (TRUE)
    {
      Span key, value;
      Span *wanted = NULL;

      skip_blanks (scanner);
      if (!scan_string (scanner, &key))
        return TRUE;
      skip_blanks (scanner);
      if (scanner->at >= scanner->end || *scanner->at != ':')
        return TRUE;
      scanner->at++;
      skip_blanks (scanner);

      if (span_is (&key, "clientId"))
        wanted = client_id;
      else if (span_is (&key, "secret"))
        wanted = secret;
      else if (span_is (&key, "token"))
        wanted = token;
      else if (span_is (&key, "generatedOn"))
        wanted = generated_on;

      if (wanted != NULL && scanner->at < scanner->end && *scanner->at == '"')
        {
          if (!scan_string (scanner, &value))
            return TRUE;
          if (wanted->start != NULL && wanted != generated_on && !same_span (wanted, &value))
            return FALSE;
          *wanted = value;
        }
      else if (!skip_value (scanner))
        {
          return TRUE;
        }

      skip_blanks (scanner);
      if (scanner->at >= scanner->end || *scanner->at != ',')
        return TRUE;
      scanner->at++;
    }
}

/**
 * lk_create_answer_new:
 * @data: (nullable): what arrived of the answer, in whatever memory it is kept
 * @length: bytes in @data
 *
 * Judges the answer of a create call by its content. Works on @data in place: the secrets are copied once, into
 * locked memory, and only if they may be stored.
 *
 * Returns: (transfer full): the verdict and what it stands on
 */
LkCreateAnswer *
lk_create_answer_new (const char *data,
                      gsize       length)
{
  g_autoptr (LkCreateAnswer) self = g_new0 (LkCreateAnswer, 1);
  Scanner scanner = { data, data != NULL ? data + length : NULL };
  Span client_id = { NULL, 0 };
  Span secret = { NULL, 0 };
  Span token = { NULL, 0 };
  Span generated_on = { NULL, 0 };
  gboolean believable;

  self->verdict = LK_CREATE_NOTHING;
  if (data == NULL)
    return g_steal_pointer (&self);

  believable = scan_members (&scanner, &client_id, &secret, &token, &generated_on);
  self->client_id = client_id.start != NULL ? client_id_from_span (&client_id) : NULL;
  if (self->client_id == NULL)
    return g_steal_pointer (&self);

  self->verdict = LK_CREATE_ORPHAN;
  if (generated_on.start != NULL && generated_on.length < 64)
    self->generated_on = g_strndup (generated_on.start, generated_on.length);
  if (secret.start == NULL || !believable)
    return g_steal_pointer (&self);

  self->secret = value_from_span (&secret);
  if (self->secret == NULL)
    return g_steal_pointer (&self);

  self->verdict = LK_CREATE_COMPLETE;
  self->token = derive_token (self->client_id, self->secret);
  if (token.start != NULL)
    {
      g_autoptr (SecretValue) sent = value_from_span (&token);

      /* The vendor may change the form one day: what the service calls the token is then the token. */
      if (sent != NULL && !same_value (self->token, sent))
        {
          self->derived = g_steal_pointer (&self->token);
          self->token = g_steal_pointer (&sent);
        }
    }

  return g_steal_pointer (&self);
}

/**
 * lk_create_answer_take_derived:
 * @self: an answer with two tokens
 *
 * Believes the rule and not the answer: the token that follows from the secret is the token from now on.
 */
void
lk_create_answer_take_derived (LkCreateAnswer *self)
{
  g_return_if_fail (self->derived != NULL);

  g_clear_pointer (&self->token, secret_value_unref);
  self->token = g_steal_pointer (&self->derived);
}

/**
 * lk_create_answer_drop_derived:
 * @self: an answer
 *
 * Believes the answer and not the rule: the token that was sent stays the token.
 */
void
lk_create_answer_drop_derived (LkCreateAnswer *self)
{
  g_clear_pointer (&self->derived, secret_value_unref);
}

/**
 * lk_create_answer_free:
 * @self: (transfer full): an answer
 *
 * Frees it; the secrets are wiped when nothing else holds them.
 */
void
lk_create_answer_free (LkCreateAnswer *self)
{
  g_clear_pointer (&self->client_id, g_free);
  g_clear_pointer (&self->secret, secret_value_unref);
  g_clear_pointer (&self->token, secret_value_unref);
  g_clear_pointer (&self->derived, secret_value_unref);
  g_clear_pointer (&self->generated_on, g_free);
  g_free (self);
}
