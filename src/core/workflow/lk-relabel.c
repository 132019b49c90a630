/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-relabel.h"

#include <string.h>

/**
 * lk_relabel:
 * @label: the label of a keyring item
 * @former: how such labels were made, with %LK_RELABEL_MARK for what is not ours
 * @now: how they are made, with a mark as well
 *
 * Makes a label anew. What @former has before its first mark and behind its last one is ours; what is between is kept as
 * it stands.
 *
 * Returns: (transfer full) (nullable): the label, %NULL if @label is not like @former
 */
char *
lk_relabel (const char *label,
            const char *former,
            const char *now)
{
  g_auto (GStrv) before = g_strsplit (former, LK_RELABEL_MARK, -1);
  g_auto (GStrv) after = g_strsplit (now, LK_RELABEL_MARK, -1);
  const char *start = before[0];
  const char *end = before[g_strv_length (before) - 1];
  gsize length = strlen (label);
  gsize outer = strlen (start) + strlen (end);
  g_autofree char *kept = NULL;

  if (length < outer || !g_str_has_prefix (label, start) || !g_str_has_suffix (label, end))
    return NULL;

  kept = g_strndup (label + strlen (start), length - outer);

  return g_strconcat (after[0], kept, after[g_strv_length (after) - 1], NULL);
}
