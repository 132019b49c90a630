/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-csv.h"

/* What a spreadsheet takes for a formula, also in full width, or for the end of a cell. */
static gboolean
starts_formula (gunichar c)
{
  static const gunichar starts[] = { '=', '+', '-', '@', '\t', '\r', '\n', 0xff1d, 0xff0b, 0xff0d, 0xff20 };

  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    if (c == starts[i])
      return TRUE;

  return FALSE;
}

static gboolean
line_starts_formula (const char *line)
{
  for (const char *at = line; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (starts_formula (c))
        return TRUE;
      if (!g_unichar_isspace (c) && !g_unichar_iszerowidth (c))
        return FALSE;
    }

  return FALSE;
}

/**
 * lk_csv_append_cell:
 * @text: where it goes
 * @cell: a text, in whatever encoding
 *
 * Writes a cell of a table: quoted as RFC 4180 has it, with an apostrophe before each line that a spreadsheet would
 * compute.
 */
void
lk_csv_append_cell (LkSecretText *text,
                    const char   *cell)
{
  g_autofree char *valid = g_utf8_make_valid (cell, -1);
  gboolean at_start = TRUE;

  lk_secret_text_append (text, "\"");
  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      if (at_start && line_starts_formula (at))
        lk_secret_text_append (text, "'");
      at_start = *at == '\n' || *at == '\r';
      if (*at == '"')
        lk_secret_text_append (text, "\"");
      lk_secret_text_append_length (text, at, (gsize) (g_utf8_next_char (at) - at));
    }
  lk_secret_text_append (text, "\"");
}

/**
 * lk_csv_append_row:
 * @text: where it goes
 * @cells: (array length=n_cells): the cells; %NULL is an empty one
 * @n_cells: how many there are
 *
 * Writes a row of a table, with its end.
 */
void
lk_csv_append_row (LkSecretText *text,
                   const char   *cells[],
                   gsize         n_cells)
{
  for (gsize i = 0; i < n_cells; i++)
    {
      if (i > 0)
        lk_secret_text_append (text, ",");
      lk_csv_append_cell (text, cells[i] != NULL ? cells[i] : "");
    }
  lk_secret_text_append (text, "\r\n");
}
