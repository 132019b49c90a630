/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-import-private.h"

#include <string.h>

#define APP_PREFIX "AstraCS:"
#define PULSAR_PREFIX "eyJ"

static LkImportSpan
skip (LkImportSpan span,
      gsize        length)
{
  return (LkImportSpan){ span.start + length, span.length - length };
}

static gboolean
skip_prefix (LkImportSpan *span,
             const char   *prefix)
{
  gsize length = strlen (prefix);

  if (span->length < length || memcmp (span->start, prefix, length) != 0)
    return FALSE;
  *span = skip (*span, length);

  return TRUE;
}

static gboolean
read_header (LkImportSpan  line,
             LkImportSpan *name)
{
  const char *close;

  if (line.length == 0 || *line.start != '[')
    return FALSE;
  close = memchr (line.start, ']', line.length);
  if (close == NULL)
    return FALSE;
  *name = lk_import_trim ((LkImportSpan){ line.start + 1, (gsize) (close - line.start) - 1 });

  return TRUE;
}

/* A comment behind a value begins with a blank. */
static LkImportSpan
cut_comment (LkImportSpan line)
{
  for (gsize i = 1; i < line.length; i++)
    if (line.start[i] == '#' && g_ascii_isspace (line.start[i - 1]))
      return lk_import_trim ((LkImportSpan){ line.start, i });

  return line;
}

/* What the name and the value of a line are, be it of a shell, of an environment file or of a file of settings. */
static LkImportKey
read_setting (LkImportSpan  line,
              LkImportSpan *value)
{
  gsize length = 0;
  LkImportSpan name;

  if (skip_prefix (&line, "export ") || skip_prefix (&line, "set -gx "))
    line = lk_import_trim (line);
  while (length < line.length && (g_ascii_isalnum (line.start[length]) || strchr ("_-.", line.start[length]) != NULL))
    length++;
  /* A name of two words. */
  if (length + 1 < line.length && line.start[length] == ' ' && memchr (line.start, ':', line.length) != NULL)
    while (length < line.length && line.start[length] != ':' && line.start[length] != '=')
      length++;
  name = (LkImportSpan){ line.start, length };
  line = lk_import_trim (skip (line, length));
  if (line.length > 0 && (*line.start == '=' || *line.start == ':'))
    line = lk_import_trim (skip (line, 1));
  if (line.length >= 2 && strchr ("\"'", *line.start) != NULL && line.start[line.length - 1] == *line.start)
    line = (LkImportSpan){ line.start + 1, line.length - 2 };
  else
    line = cut_comment (line);
  *value = line;

  return lk_import_get_key (name);
}

static gboolean
is_word_byte (char byte)
{
  return g_ascii_isalnum (byte) || byte == '-' || byte == '_' || byte == '.';
}

/* The token that begins here, as far as it goes; 0: none does. A prefix that nothing follows is talk about tokens. */
static gsize
measure_token (LkImportSpan text)
{
  LkImportSpan rest = text;
  gsize length = 0;

  if (skip_prefix (&rest, APP_PREFIX))
    {
      while (length < rest.length && (g_ascii_isalnum (rest.start[length]) || rest.start[length] == ':'))
        length++;
      return length > 0 ? strlen (APP_PREFIX) + length : 0;
    }
  if (!skip_prefix (&rest, PULSAR_PREFIX))
    return 0;

  while (length < text.length && is_word_byte (text.start[length]))
    length++;
  while (length > 0 && text.start[length - 1] == '.')
    length--;

  return memchr (text.start, '.', length) != NULL ? length : 0;
}

static gboolean
add_token (LkImport      *self,
           LkImportSpan   token,
           LkImportSpan   label,
           LkImportSpan   environment,
           GError       **error)
{
  LkImportRecord record = { 0 };

  record.values[LK_IMPORT_KEY_TOKEN] = token;
  record.values[LK_IMPORT_KEY_LABEL] = label;
  record.values[LK_IMPORT_KEY_ENVIRONMENT] = environment;

  return lk_import_add (self, &record, error);
}

/* Every token of a line, wherever in it. */
static gboolean
read_words (LkImport      *self,
            LkImportSpan   line,
            LkImportSpan   label,
            LkImportSpan   environment,
            GError       **error)
{
  gboolean at_start = TRUE;
  gsize i = 0;

  while (i < line.length)
    {
      gsize length = at_start ? measure_token (skip (line, i)) : 0;

      if (length > 0 && !add_token (self, (LkImportSpan){ line.start + i, length }, label, environment, error))
        return FALSE;
      at_start = length == 0 && !is_word_byte (line.start[i]);
      i += MAX (length, 1);
    }

  return TRUE;
}

static LkImportSpan
take_line (LkImportSpan *text)
{
  const char *feed = memchr (text->start, '\n', text->length);
  gsize length = feed != NULL ? (gsize) (feed - text->start) : text->length;
  LkImportSpan line = lk_import_trim ((LkImportSpan){ text->start, length });

  *text = skip (*text, MIN (length + 1, text->length));

  return line;
}

/* The environment of a section stands before or behind its token. */
static LkImportSpan
find_environment (LkImportSpan text)
{
  LkImportSpan name;
  LkImportSpan value;
  LkImportSpan line;

  while (text.length > 0)
    {
      line = take_line (&text);
      if (read_header (line, &name))
        break;
      if (read_setting (line, &value) == LK_IMPORT_KEY_ENVIRONMENT)
        return value;
    }

  return (LkImportSpan){ NULL, 0 };
}

/* A client id with its secret, from two lines. */
static gboolean
add_pair (LkImport        *self,
          LkImportRecord  *pair,
          LkImportSpan     label,
          LkImportSpan     environment,
          GError         **error)
{
  if (pair->values[LK_IMPORT_KEY_CLIENT_ID].length == 0 || pair->values[LK_IMPORT_KEY_CLIENT_SECRET].length == 0)
    return TRUE;

  pair->values[LK_IMPORT_KEY_LABEL] = label;
  pair->values[LK_IMPORT_KEY_ENVIRONMENT] = environment;
  if (!lk_import_add (self, pair, error))
    return FALSE;
  *pair = (LkImportRecord){ 0 };

  return TRUE;
}

/* Reads the Astra CLI's file, client.conf, environment files, lines for shells, and any text that has tokens in it. */
gboolean
lk_import_read_lines (LkImport      *self,
                      LkImportSpan   text,
                      GError       **error)
{
  LkImportSpan label = { NULL, 0 };
  LkImportSpan environment = find_environment (text);
  LkImportRecord pair = { 0 };

  while (text.length > 0)
    {
      LkImportSpan line = take_line (&text);
      LkImportSpan value;
      LkImportKey key;

      if (read_header (line, &value))
        {
          label = value;
          environment = find_environment (text);
          pair = (LkImportRecord){ 0 };
          continue;
        }
      key = read_setting (line, &value);
      if (key == LK_IMPORT_KEY_CLIENT_ID || key == LK_IMPORT_KEY_CLIENT_SECRET)
        pair.values[key] = value;
      if (!add_pair (self, &pair, label, environment, error))
        return FALSE;

      /* The value of a variable whole, so that what is wrong behind its end is seen. */
      if (key == LK_IMPORT_KEY_TOKEN)
        skip_prefix (&value, "token:");
      if (key == LK_IMPORT_KEY_TOKEN && measure_token (value) > 0)
        {
          if (!add_token (self, value, label, environment, error))
            return FALSE;
        }
      else if (!read_words (self, line, label, environment, error))
        {
          return FALSE;
        }
    }

  return TRUE;
}
