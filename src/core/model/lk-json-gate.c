/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-json-gate.h"

#include <string.h>

#define MAX_DIGITS 16
#define MAX_INTEGER ((G_GUINT64_CONSTANT (1) << 53) - 1)

/* The gate before json-glib 1.6.6, which accepts comments, single quotes and two roots, truncates at \u0000 and
 * overflows the stack at 100,000 nested brackets (all measured). One pass, RFC 8259 and stricter. */

typedef struct
{
  const char *at;
  const char *end;
} Gate;

static gboolean check_value (Gate *gate,
                             guint depth);

static void
skip_blanks (Gate *gate)
{
  while (gate->at < gate->end && (*gate->at == ' ' || *gate->at == '\t' || *gate->at == '\r' || *gate->at == '\n'))
    gate->at++;
}

static gboolean
take (Gate *gate,
      char  wanted)
{
  skip_blanks (gate);
  if (gate->at >= gate->end || *gate->at != wanted)
    return FALSE;
  gate->at++;

  return TRUE;
}

static gboolean
read_code_unit (Gate     *gate,
                gunichar *unit)
{
  if (gate->end - gate->at < 4)
    return FALSE;

  *unit = 0;
  for (guint i = 0; i < 4; i++)
    {
      if (!g_ascii_isxdigit (gate->at[i]))
        return FALSE;
      *unit = *unit * 16 + (gunichar) g_ascii_xdigit_value (gate->at[i]);
    }
  gate->at += 4;

  return TRUE;
}

/* What stands behind \u: no zero, at which json-glib would end the string, and no half of a pair of surrogates. */
static gboolean
read_unicode_escape (Gate     *gate,
                     gunichar *c)
{
  gunichar low;

  if (!read_code_unit (gate, c) || *c == 0 || (*c >= 0xdc00 && *c <= 0xdfff))
    return FALSE;
  if (*c < 0xd800 || *c > 0xdbff)
    return TRUE;

  if (gate->end - gate->at < 2 || gate->at[0] != '\\' || gate->at[1] != 'u')
    return FALSE;
  gate->at += 2;
  if (!read_code_unit (gate, &low) || low < 0xdc00 || low > 0xdfff)
    return FALSE;
  *c = 0x10000 + ((*c - 0xd800) << 10) + (low - 0xdc00);

  return TRUE;
}

static gboolean
read_escape (Gate    *gate,
             GString *text)
{
  static const char escapes[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  const char *escape;
  gunichar c;

  if (gate->at >= gate->end)
    return FALSE;
  if (*gate->at == 'u')
    {
      gate->at++;
      if (!read_unicode_escape (gate, &c))
        return FALSE;
      if (text != NULL)
        g_string_append_unichar (text, c);
      return TRUE;
    }

  escape = *gate->at != '\0' ? strchr (escapes, *gate->at) : NULL;
  if (escape == NULL)
    return FALSE;
  gate->at++;
  if (text != NULL)
    g_string_append_c (text, meanings[escape - escapes]);

  return TRUE;
}

/* Adds what the string means to @text, if there is one. */
static gboolean
read_string (Gate    *gate,
             GString *text)
{
  if (!take (gate, '"'))
    return FALSE;

  while (gate->at < gate->end)
    {
      unsigned char c = (unsigned char) *gate->at++;

      if (c == '"')
        return TRUE;
      if (c < 0x20 || (c == '\\' && !read_escape (gate, text)))
        return FALSE;
      if (c != '\\' && text != NULL)
        g_string_append_c (text, (char) c);
    }

  return FALSE;
}

static gboolean
skip_digits (Gate *gate)
{
  const char *start = gate->at;

  while (gate->at < gate->end && g_ascii_isdigit (*gate->at))
    gate->at++;

  return gate->at > start;
}

/* Whether a double holds the number exactly, and with it every parser (RFC 8259, 6). */
static gboolean
is_exact (const char *digits,
          gsize       length)
{
  guint64 number = 0;

  if (length > MAX_DIGITS)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    number = number * 10 + (guint64) g_ascii_digit_value (digits[i]);

  return number <= MAX_INTEGER;
}

static gboolean
check_number (Gate *gate)
{
  const char *digits;
  const char *exponent;
  gboolean whole = TRUE;

  if (*gate->at == '-')
    gate->at++;
  digits = gate->at;
  if (!skip_digits (gate) || (*digits == '0' && gate->at - digits > 1))
    return FALSE;
  if (gate->at < gate->end && (*gate->at == '.' || *gate->at == 'e' || *gate->at == 'E'))
    whole = FALSE;
  if (whole)
    return is_exact (digits, (gsize) (gate->at - digits));

  if (*gate->at == '.')
    {
      gate->at++;
      if (!skip_digits (gate))
        return FALSE;
    }
  if (gate->at < gate->end && (*gate->at == 'e' || *gate->at == 'E'))
    {
      gate->at++;
      if (gate->at < gate->end && (*gate->at == '+' || *gate->at == '-'))
        gate->at++;
      exponent = gate->at;
      /* Three digits could pass the largest double. */
      return skip_digits (gate) && gate->at - exponent <= 2;
    }

  return TRUE;
}

static gboolean
check_word (Gate       *gate,
            const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (gate->end - gate->at) < length || memcmp (gate->at, word, length) != 0)
    return FALSE;
  gate->at += length;

  return TRUE;
}

static gboolean
check_array (Gate *gate,
             guint depth)
{
  if (take (gate, ']'))
    return TRUE;
  do
    {
      if (!check_value (gate, depth))
        return FALSE;
    }
  while (take (gate, ','));

  return take (gate, ']');
}

static gboolean
check_object (Gate *gate,
              guint depth)
{
  g_autoptr (GHashTable) seen = NULL;

  if (take (gate, '}'))
    return TRUE;

  seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  do
    {
      g_autoptr (GString) key = g_string_new (NULL);

      /* "a" and "\u0061" are one key. */
      if (!read_string (gate, key) || !g_hash_table_add (seen, g_strdup (key->str)))
        return FALSE;
      if (!take (gate, ':') || !check_value (gate, depth))
        return FALSE;
    }
  while (take (gate, ','));

  return take (gate, '}');
}

static gboolean
check_value (Gate *gate,
             guint depth)
{
  skip_blanks (gate);
  if (gate->at >= gate->end)
    return FALSE;

  switch (*gate->at)
    {
    case '{':
      gate->at++;
      return depth < LK_JSON_MAX_DEPTH && check_object (gate, depth + 1);

    case '[':
      gate->at++;
      return depth < LK_JSON_MAX_DEPTH && check_array (gate, depth + 1);

    case '"':
      return read_string (gate, NULL);

    case 't':
      return check_word (gate, "true");

    case 'f':
      return check_word (gate, "false");

    case 'n':
      return check_word (gate, "null");

    default:
      return (*gate->at == '-' || g_ascii_isdigit (*gate->at)) && check_number (gate);
    }
}

/**
 * lk_json_check:
 * @data: text without a final zero
 * @length: bytes in @data
 *
 * Tells whether @data is JSON that may be given to a parser: at most %LK_JSON_MAX_BYTES of UTF-8, one root, nested at
 * most %LK_JSON_MAX_DEPTH deep, no key twice in an object, no `\u0000` and no half surrogates, whole numbers within 53
 * bits.
 *
 * Returns: whether it is
 */
gboolean
lk_json_check (const char *data,
               gsize       length)
{
  Gate gate = { data, data + length };

  if (data == NULL || length > LK_JSON_MAX_BYTES || !g_utf8_validate_len (data, length, NULL) || !check_value (&gate, 0))
    return FALSE;
  skip_blanks (&gate);

  return gate.at == gate.end;
}
