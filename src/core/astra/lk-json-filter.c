/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-json-filter.h"

#include <string.h>

#define MAX_KEY 64     /* bytes of a string that are looked at */
#define CODE_DIGITS 4  /* of an escaped character */

/**
 * LkJsonFilter:
 *
 * Takes the value of one key out of JSON while it arrives, in the memory where it arrived: a string becomes an empty
 * one, an object or an array loses what is in it. So the value is in no copy of the text, and nobody behind the filter
 * ever sees it. What is not JSON passes as it is.
 */
struct _LkJsonFilter
{
  char     *key;

  gboolean  in_string;
  gboolean  in_escape;
  guint     n_code;         /* digits of an escaped character that are awaited */
  gunichar  code;
  char      text[MAX_KEY];  /* the start of the last string, without escapes */
  gsize     length;         /* of the whole of it */

  gboolean  after_string;   /* nothing but blanks since */
  gboolean  value_awaited;  /* of the key */
  gboolean  drops;          /* amid that value */
  guint     depth;          /* in it */
};

/**
 * lk_json_filter_new:
 * @key: a key of up to 63 ASCII characters, compared ignoring case
 *
 * Returns: (transfer full): a filter at the start of a text
 */
LkJsonFilter *
lk_json_filter_new (const char *key)
{
  LkJsonFilter *self;

  g_return_val_if_fail (key != NULL && strlen (key) < MAX_KEY, NULL);

  self = g_new0 (LkJsonFilter, 1);
  self->key = g_strdup (key);

  return self;
}

/**
 * lk_json_filter_free:
 * @self: (transfer full): a filter
 *
 * Frees it and overwrites what it has seen.
 */
void
lk_json_filter_free (LkJsonFilter *self)
{
  lk_json_filter_reset (self);
  g_free (self->key);
  g_free (self);
}

/**
 * lk_json_filter_reset:
 * @self: a filter
 *
 * Begins another text.
 */
void
lk_json_filter_reset (LkJsonFilter *self)
{
  char *key = self->key;

  explicit_bzero (self, sizeof *self);
  self->key = key;
}

static void
take_character (LkJsonFilter *self,
                char          c)
{
  /* What is dropped is never a key. */
  if (!self->drops && self->length < MAX_KEY)
    self->text[self->length] = c;
  self->length++;
}

/* A key may be spelled with escapes, and then it is still that key. Others than ASCII are in none that is looked for. */
static void
take_code_digit (LkJsonFilter *self,
                 char          c)
{
  self->code = self->code * 16 + (gunichar) (g_ascii_isxdigit (c) ? g_ascii_xdigit_value (c) : 0);
  self->n_code--;
  if (self->n_code == 0)
    take_character (self, self->code < 0x80 ? (char) self->code : '?');
}

static gboolean
is_key (LkJsonFilter *self)
{
  return self->length == strlen (self->key) && g_ascii_strncasecmp (self->text, self->key, self->length) == 0;
}

/* Returns whether the string ends here. */
static gboolean
step_in_string (LkJsonFilter *self,
                char          c)
{
  if (self->n_code > 0)
    {
      take_code_digit (self, c);
    }
  else if (self->in_escape)
    {
      self->in_escape = FALSE;
      if (c == 'u')
        {
          self->n_code = CODE_DIGITS;
          self->code = 0;
        }
      else
        {
          take_character (self, c);
        }
    }
  else if (c == '\\')
    {
      self->in_escape = TRUE;
    }
  else if (c == '"')
    {
      self->in_string = FALSE;
      self->after_string = TRUE;
      return TRUE;
    }
  else
    {
      take_character (self, c);
    }

  return FALSE;
}

static void
begin_string (LkJsonFilter *self)
{
  self->in_string = TRUE;
  self->in_escape = FALSE;
  self->n_code = 0;
  self->length = 0;
}

/* Returns whether @c stays. */
static gboolean
step_in_dropped (LkJsonFilter *self,
                 char          c)
{
  if (self->in_string)
    {
      if (step_in_string (self, c) && self->depth == 0)
        {
          self->drops = self->after_string = FALSE;
          return TRUE;
        }
      return FALSE;
    }

  if (c == '"')
    begin_string (self);
  else if (c == '{' || c == '[')
    self->depth++;
  else if ((c == '}' || c == ']') && --self->depth == 0)
    {
      self->drops = self->after_string = FALSE;
      return TRUE;
    }

  return FALSE;
}

static void
step (LkJsonFilter *self,
      char          c)
{
  if (self->in_string)
    {
      step_in_string (self, c);
      return;
    }
  if (g_ascii_isspace (c))
    return;

  if (self->value_awaited)
    {
      self->value_awaited = FALSE;
      /* A number, or one of the three words, is no secret. */
      self->drops = c == '"' || c == '{' || c == '[';
      self->depth = c == '{' || c == '[' ? 1 : 0;
    }
  else if (c == ':' && self->after_string)
    {
      self->value_awaited = is_key (self);
    }
  self->after_string = FALSE;
  if (c == '"')
    begin_string (self);
}

/**
 * lk_json_filter_run:
 * @self: a filter
 * @data: the next part of the text, changed in place
 * @length: bytes in @data
 *
 * Takes the next part of the text. What is behind its new end is overwritten.
 *
 * Returns: bytes of @data that are left
 */
gsize
lk_json_filter_run (LkJsonFilter *self,
                    char         *data,
                    gsize         length)
{
  gsize left = 0;

  for (gsize i = 0; i < length; i++)
    {
      gboolean stays = TRUE;
      char c = data[i];

      if (self->drops)
        stays = step_in_dropped (self, c);
      else
        step (self, c);

      if (stays)
        data[left++] = c;
    }
  explicit_bzero (data + left, length - left);

  return left;
}
