/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-import-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_DEPTH 32

/* A reader of its own, since a general one leaves copies of what it read in memory. */
typedef struct
{
  LkImport   *import;
  const char *at;
  const char *end;
} Reader;

static void
skip_blanks (Reader *self)
{
  while (self->at < self->end && strchr (" \t\r\n", *self->at) != NULL)
    self->at++;
}

static gboolean
take (Reader *self,
      char    byte)
{
  skip_blanks (self);
  if (self->at == self->end || *self->at != byte)
    return FALSE;
  self->at++;

  return TRUE;
}

static gboolean
read_hex (Reader   *self,
          gunichar *code)
{
  if (self->end - self->at < 4)
    return FALSE;

  *code = 0;
  for (guint i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (*self->at++);

      if (digit < 0)
        return FALSE;
      *code = *code * 16 + (gunichar) digit;
    }

  return TRUE;
}

/* What is behind "\u". */
static gboolean
read_code (Reader *self)
{
  gunichar code;
  gunichar low;
  char bytes[6];
  int length;

  if (!read_hex (self, &code))
    return FALSE;
  if (code >= 0xd800 && code < 0xdc00)
    {
      if (self->end - self->at < 2 || self->at[0] != '\\' || self->at[1] != 'u')
        return FALSE;
      self->at += 2;
      if (!read_hex (self, &low) || low < 0xdc00 || low > 0xdfff)
        return FALSE;
      code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
    }
  else if (code >= 0xdc00 && code < 0xe000)
    {
      return FALSE;
    }
  length = g_unichar_to_utf8 (code, bytes);
  lk_secret_text_append_length (self->import->scratch, bytes, (gsize) length);

  return TRUE;
}

static gboolean
read_escape (Reader *self)
{
  static const char names[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  const char *name;

  if (self->at == self->end)
    return FALSE;
  if (*self->at == 'u')
    {
      self->at++;
      return read_code (self);
    }
  name = strchr (names, *self->at++);
  if (name == NULL)
    return FALSE;
  lk_secret_text_append_length (self->import->scratch, meanings + (name - names), 1);

  return TRUE;
}

static gboolean
read_string (Reader       *self,
             LkImportSpan *span)
{
  gsize start = lk_secret_text_get_length (self->import->scratch);

  if (!take (self, '"'))
    return FALSE;
  while (self->at < self->end && *self->at != '"')
    {
      const char *from = self->at;

      while (self->at < self->end && *self->at != '"' && *self->at != '\\')
        self->at++;
      lk_secret_text_append_length (self->import->scratch, from, (gsize) (self->at - from));
      if (self->at < self->end && *self->at == '\\')
        {
          self->at++;
          if (!read_escape (self))
            return FALSE;
        }
    }
  if (self->at == self->end)
    return FALSE;
  self->at++;
  *span = lk_import_decode_end (self->import, start);

  return TRUE;
}

/* Numbers, true, false and null say nothing here. */
static gboolean
skip_word (Reader *self)
{
  const char *from = self->at;

  while (self->at < self->end && (g_ascii_isalnum (*self->at) || strchr ("+-.", *self->at) != NULL))
    self->at++;

  return self->at > from;
}

static gboolean read_value (Reader        *self,
                            guint          depth,
                            LkImportSpan  *string,
                            GError       **error);

static gboolean
read_members (Reader         *self,
              guint           depth,
              LkImportRecord *record,
              GError        **error)
{
  if (take (self, '}'))
    return TRUE;

  do
    {
      LkImportSpan name;
      LkImportSpan value = { NULL, 0 };
      LkImportKey key;

      skip_blanks (self);
      if (!read_string (self, &name) || !take (self, ':') || !read_value (self, depth, &value, error))
        return FALSE;
      key = lk_import_get_key (name);
      if (value.start != NULL && key != LK_IMPORT_KEY_NONE)
        record->values[key] = value;
    }
  while (take (self, ','));

  return take (self, '}');
}

static gboolean
read_elements (Reader  *self,
               guint    depth,
               GError **error)
{
  if (take (self, ']'))
    return TRUE;

  do
    {
      LkImportRecord record = { 0 };

      /* A list of nothing but tokens. */
      if (!read_value (self, depth, &record.values[LK_IMPORT_KEY_TOKEN], error)
          || !lk_import_add (self->import, &record, error))
        return FALSE;
    }
  while (take (self, ','));

  return take (self, ']');
}

static gboolean
read_value (Reader        *self,
            guint          depth,
            LkImportSpan  *string,
            GError       **error)
{
  skip_blanks (self);
  if (self->at == self->end || depth == MAX_DEPTH)
    return FALSE;

  if (*self->at == '"')
    return read_string (self, string);
  if (take (self, '['))
    return read_elements (self, depth + 1, error);
  if (take (self, '{'))
    {
      LkImportRecord record = { 0 };

      return read_members (self, depth + 1, &record, error) && lk_import_add (self->import, &record, error);
    }

  return skip_word (self);
}

/* Whether the text begins as JSON does; that of the Astra CLI has "[" too, but a name behind it. */
gboolean
lk_import_is_json (LkImportSpan text)
{
  LkImportSpan rest;

  if (text.length == 0 || (*text.start != '{' && *text.start != '['))
    return FALSE;
  if (*text.start == '{')
    return TRUE;
  rest = lk_import_trim ((LkImportSpan){ text.start + 1, text.length - 1 });

  return rest.length > 0 && strchr ("{[\"", *rest.start) != NULL;
}

/* Reads the portal's files, and any JSON that has the same members; several values after one another too. */
gboolean
lk_import_read_json (LkImport      *self,
                     LkImportSpan   text,
                     GError       **error)
{
  Reader reader = { self, text.start, text.start + text.length };
  g_autoptr (GError) own_error = NULL;

  while (reader.at < reader.end)
    {
      LkImportSpan ignored;

      if (!read_value (&reader, 0, &ignored, &own_error))
        {
          if (own_error != NULL)
            g_propagate_error (error, g_steal_pointer (&own_error));
          else
            g_set_error_literal (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_BAD_FILE,
                                 _("The JSON is damaged or cut off, so nothing is taken from it"));
          return FALSE;
        }
      skip_blanks (&reader);
    }

  return TRUE;
}
