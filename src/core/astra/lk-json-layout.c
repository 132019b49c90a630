/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-json-layout.h"

#include "lk-json-gate.h"

#include <string.h>

#define INDENT 2
#define ELLIPSIS "\n…"

static void
begin_line (GString *text,
            guint    depth)
{
  g_string_append_printf (text, "\n%*s", (int) (depth * INDENT), "");
}

/* Characters that need no escape are written as themselves, so that nothing is hidden behind one. */
static const char *
append_escape (GString    *text,
               const char *at)
{
  guint64 code;

  if (at[1] == '/')
    {
      g_string_append_c (text, '/');
      return at + 2;
    }
  if (at[1] == 'u')
    {
      char digits[5] = { at[2], at[3], at[4], at[5], '\0' };

      code = g_ascii_strtoull (digits, NULL, 16);
      if (code < 0x80 && g_ascii_isprint ((char) code) && code != '"' && code != '\\')
        g_string_append_c (text, (char) code);
      else
        g_string_append_len (text, at, 6);
      return at + 6;
    }
  g_string_append_len (text, at, 2);

  return at + 2;
}

static const char *
append_string (GString    *text,
               const char *at)
{
  g_string_append_c (text, *at++);
  while (*at != '"')
    {
      if (*at == '\\')
        at = append_escape (text, at);
      else
        g_string_append_c (text, *at++);
    }
  g_string_append_c (text, *at++);

  return at;
}

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static const char *
skip_blanks (const char *at,
             const char *end)
{
  while (at < end && is_blank (*at))
    at++;

  return at;
}

/**
 * lk_json_lay_out:
 * @data: JSON from outside, without a final zero
 * @length: bytes in @data
 * @max_length: after how many bytes the text ends in an ellipsis
 *
 * Lays JSON out for reading, a value a line. All but the blanks and needless escapes stays as it came: a parser would have
 * numbers written in another way.
 *
 * Returns: (transfer full) (nullable): the text; %NULL if lk_json_check() does not let @data through
 */
char *
lk_json_lay_out (const char *data,
                 gsize       length,
                 gsize       max_length)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *end = data + length;
  const char *at;
  guint depth = 0;

  if (!lk_json_check (data, length))
    return NULL;

  for (at = skip_blanks (data, end); at < end && text->len <= max_length; at = skip_blanks (at, end))
    switch (*at)
      {
      case '{':
      case '[':
        g_string_append_c (text, *at);
        at = skip_blanks (at + 1, end);
        if (*at == '}' || *at == ']')
          g_string_append_c (text, *at++);
        else
          begin_line (text, ++depth);
        break;

      case '}':
      case ']':
        begin_line (text, --depth);
        g_string_append_c (text, *at++);
        break;

      case ',':
        g_string_append_c (text, *at++);
        begin_line (text, depth);
        break;

      case ':':
        g_string_append (text, ": ");
        at++;
        break;

      case '"':
        at = append_string (text, at);
        break;

      default:
        g_string_append_c (text, *at++);
      }

  if (text->len > max_length)
    {
      const char *cut = g_utf8_find_prev_char (text->str, text->str + max_length);

      g_string_truncate (text, (gsize) (cut - text->str));
      g_string_append (text, ELLIPSIS);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}
