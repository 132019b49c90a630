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

/* A complete string in which nothing is escaped: no value that may be kept needs an escape. */
static gboolean
scan_string (Scanner  *scanner,
             Span     *span,
             gboolean *plain)
{
  if (scanner->at >= scanner->end || *scanner->at != '"')
    return FALSE;

  scanner->at++;
  span->start = scanner->at;
  *plain = TRUE;
  while (scanner->at < scanner->end && *scanner->at != '"')
    {
      if (*scanner->at == '\\')
        {
          *plain = FALSE;
          scanner->at++;
        }
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
          gboolean plain;

          if (!scan_string (scanner, &span, &plain))
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
is_client_id (const Span *span)
{
  if (span->length == 0 || span->length > CLIENT_ID_MAX_LENGTH)
    return FALSE;

  for (gsize i = 0; i < span->length; i++)
    if (!g_ascii_isalnum (span->start[i]) && strchr ("-_", span->start[i]) == NULL)
      return FALSE;

  return TRUE;
}

static SecretValue *
value_from_span (const Span *span)
{
  g_autoptr (SecretValue) value = secret_value_new (span->start, (gssize) span->length, "text/plain");

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
same_value (SecretValue *value,
            const Span  *span)
{
  gsize length;
  const char *bytes = secret_value_get (value, &length);

  return length == span->length && memcmp (bytes, span->start, length) == 0;
}

/* Reads as many members as arrived whole; a key that comes twice makes the answer unfit to be believed. */
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
      gboolean plain;

      skip_blanks (scanner);
      if (!scan_string (scanner, &key, &plain))
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
          if (!scan_string (scanner, &value, &plain))
            return TRUE;
          if (wanted->start != NULL)
            return FALSE;
          if (plain)
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
  if (client_id.start == NULL || !is_client_id (&client_id))
    return g_steal_pointer (&self);

  self->verdict = LK_CREATE_ORPHAN;
  self->client_id = g_strndup (client_id.start, client_id.length);
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

      self->token_matches = same_value (self->token, &token);
      /* The vendor may change the form one day: what the service calls the token is then the token. */
      if (!self->token_matches && sent != NULL)
        {
          g_clear_pointer (&self->token, secret_value_unref);
          self->token = g_steal_pointer (&sent);
        }
    }

  return g_steal_pointer (&self);
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
  g_clear_pointer (&self->generated_on, g_free);
  g_free (self);
}
