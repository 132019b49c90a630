/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-import-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_COLUMNS 64

typedef struct
{
  LkImport   *import;
  const char *at;
  const char *end;
  char        separator;
} Reader;

/* The one that the first line has; spreadsheets choose it by language. */
static char
find_separator (LkImportSpan text)
{
  static const char separators[] = ",;\t";

  for (gsize i = 0; i < text.length && text.start[i] != '\n' && text.start[i] != '\r'; i++)
    if (strchr (separators, text.start[i]) != NULL)
      return text.start[i];

  return '\0';
}

static gboolean
read_quoted (Reader       *self,
             LkImportSpan *cell)
{
  gsize start = lk_secret_text_get_length (self->import->scratch);

  self->at++;
  for (; self->at < self->end; self->at++)
    {
      if (*self->at == '"')
        {
          if (self->end - self->at < 2 || self->at[1] != '"')
            break;
          self->at++;
        }
      lk_secret_text_append_length (self->import->scratch, self->at, 1);
    }
  if (self->at == self->end)
    return FALSE;
  self->at++;
  *cell = lk_import_decode_end (self->import, start);

  return TRUE;
}

static gboolean
ends_cell (Reader *self)
{
  return self->at == self->end || *self->at == self->separator || *self->at == '\n' || *self->at == '\r';
}

static gboolean
read_cell (Reader       *self,
           LkImportSpan *cell)
{
  const char *start;

  while (!ends_cell (self) && *self->at == ' ')
    self->at++;
  start = self->at;
  if (!ends_cell (self) && *self->at == '"')
    {
      if (!read_quoted (self, cell))
        return FALSE;
      while (!ends_cell (self) && *self->at == ' ')
        self->at++;
      return ends_cell (self);
    }

  while (!ends_cell (self))
    self->at++;
  *cell = lk_import_trim ((LkImportSpan){ start, (gsize) (self->at - start) });

  return TRUE;
}

/* Columns past the last one that is read are passed over. */
static gboolean
read_row (Reader       *self,
          LkImportSpan  cells[MAX_COLUMNS],
          guint        *n_cells)
{
  *n_cells = 0;
  while (TRUE)
    {
      LkImportSpan cell;

      if (!read_cell (self, &cell))
        return FALSE;
      if (*n_cells < MAX_COLUMNS)
        cells[(*n_cells)++] = cell;
      if (self->at == self->end || *self->at != self->separator)
        break;
      self->at++;
    }
  while (self->at < self->end && (*self->at == '\n' || *self->at == '\r'))
    self->at++;

  return TRUE;
}

/* Whether the first line names columns of which one is a secret. */
gboolean
lk_import_is_csv (LkImportSpan text)
{
  char separator = find_separator (text);
  gboolean has_secret = FALSE;
  gsize start = 0;

  if (separator == '\0')
    return FALSE;
  for (gsize i = 0; i <= text.length; i++)
    {
      LkImportKey key;

      if (i < text.length && text.start[i] != separator && text.start[i] != '\n' && text.start[i] != '\r')
        {
          if (strchr ("=:{}", text.start[i]) != NULL)
            return FALSE;
          continue;
        }
      key = lk_import_get_key ((LkImportSpan){ text.start + start, i - start });
      has_secret = has_secret || key == LK_IMPORT_KEY_TOKEN || key == LK_IMPORT_KEY_CLIENT_SECRET;
      if (i == text.length || text.start[i] != separator)
        break;
      start = i + 1;
    }

  return has_secret;
}

/* Reads a table whose first row names its columns, as the portal writes it and as a spreadsheet saves it again. */
gboolean
lk_import_read_csv (LkImport      *self,
                    LkImportSpan   text,
                    GError       **error)
{
  Reader reader = { self, text.start, text.start + text.length, find_separator (text) };
  LkImportSpan names[MAX_COLUMNS];
  LkImportSpan cells[MAX_COLUMNS];
  guint n_names;
  guint n_cells;
  gboolean good = read_row (&reader, names, &n_names);

  while (good && reader.at < reader.end)
    {
      LkImportRecord record = { 0 };

      good = read_row (&reader, cells, &n_cells);
      if (!good)
        break;
      for (guint i = 0; i < MIN (n_names, n_cells); i++)
        record.values[lk_import_get_key (names[i])] = cells[i];
      if (!lk_import_add (self, &record, error))
        return FALSE;
    }
  if (!good)
    g_set_error_literal (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_BAD_FILE,
                         _("The table is damaged or cut off, so nothing is taken from it"));

  return good;
}
