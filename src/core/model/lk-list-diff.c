/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-list-diff.h"

static guint
count_runs (const gboolean *kept,
            guint           n)
{
  guint n_runs = 0;

  for (guint i = 0; i < n; i++)
    n_runs += !kept[i] && (i == 0 || kept[i - 1]) ? 1 : 0;

  return n_runs;
}

static guint
find_run_end (const gboolean *kept,
              guint           i,
              guint           n)
{
  while (i < n && !kept[i])
    i++;

  return i;
}

/**
 * lk_list_diff_splice:
 * @store: a list
 * @items: (element-type GObject): what shall be in it
 * @max_runs: at how many places it may change one by one
 *
 * Changes only what differs, by identity: a view keeps its place, its focus and its rows. What changed its place is
 * taken out and put in again.
 *
 * Returns: whether it was done; past @max_runs places nothing is
 */
gboolean
lk_list_diff_splice (GListStore *store,
                     GPtrArray  *items,
                     guint       max_runs)
{
  GListModel *model = G_LIST_MODEL (store);
  const guint n_before = g_list_model_get_n_items (model);
  g_autoptr (GHashTable) positions = g_hash_table_new (NULL, NULL); /* item → position + 1 */
  g_autofree gboolean *kept_before = g_new0 (gboolean, n_before + 1);
  g_autofree gboolean *kept = g_new0 (gboolean, items->len + 1);
  guint next = 0;

  for (guint i = 0; i < n_before; i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (model, i);

      g_hash_table_replace (positions, item, GUINT_TO_POINTER (i + 1));
    }
  for (guint i = 0; i < items->len; i++)
    {
      guint position = GPOINTER_TO_UINT (g_hash_table_lookup (positions, items->pdata[i]));

      if (position <= next)
        continue;
      kept[i] = TRUE;
      kept_before[position - 1] = TRUE;
      next = position;
    }

  if (count_runs (kept_before, n_before) + count_runs (kept, items->len) > max_runs)
    return FALSE;

  for (guint end = n_before; end > 0;)
    {
      guint start = end - 1;

      while (!kept_before[start] && start > 0 && !kept_before[start - 1])
        start--;
      if (!kept_before[start])
        g_list_store_splice (store, start, end - start, NULL, 0);
      end = start;
    }
  for (guint i = 0; i < items->len;)
    {
      guint end = find_run_end (kept, i, items->len);

      if (end > i)
        g_list_store_splice (store, i, 0, items->pdata + i, end - i);
      i = MAX (end, i + 1);
    }

  return TRUE;
}

/**
 * lk_list_diff_splice_middle:
 * @store: a list
 * @items: (element-type GObject): what shall be in it
 *
 * Replaces all from the first difference to the last at once; announces nothing where there is none.
 */
void
lk_list_diff_splice_middle (GListStore *store,
                            GPtrArray  *items)
{
  GListModel *model = G_LIST_MODEL (store);
  const guint n_before = g_list_model_get_n_items (model);
  const guint n_common = MIN (n_before, items->len);
  guint start = 0;
  guint end = 0; /* from the end */

  while (start < n_common)
    {
      g_autoptr (GObject) item = g_list_model_get_item (model, start);

      if (item != items->pdata[start])
        break;
      start++;
    }
  while (end < n_common - start)
    {
      g_autoptr (GObject) item = g_list_model_get_item (model, n_before - end - 1);

      if (item != items->pdata[items->len - end - 1])
        break;
      end++;
    }

  if (start + end < n_before || start + end < items->len)
    g_list_store_splice (store, start, n_before - start - end, items->pdata + start, items->len - start - end);
}
