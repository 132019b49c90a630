/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-tokens-focus.h"

#include "lk-token-row.h"

static GtkWidget *
get_focus (GtkWidget *page)
{
  GtkRoot *root = gtk_widget_get_root (page);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, page) ? focus : NULL;
}

/**
 * lk_tokens_focus_find_token:
 * @page: the page around a list of tokens
 *
 * Finds the token whose row has the focus, or holds what has it.
 *
 * Returns: (transfer none) (nullable): the token
 */
LkAppToken *
lk_tokens_focus_find_token (GtkWidget *page)
{
  GtkWidget *focus = get_focus (page);
  GtkWidget *row;

  if (focus == NULL)
    return NULL;

  row = gtk_widget_get_ancestor (focus, LK_TYPE_TOKEN_ROW);
  if (row == NULL)
    row = gtk_widget_get_first_child (focus);

  return LK_IS_TOKEN_ROW (row) ? lk_token_row_get_token (LK_TOKEN_ROW (row)) : NULL;
}

/**
 * lk_tokens_focus_bring_back:
 * @page: the page around a list
 * @list: the list
 *
 * Gives the focus to the list, if that is seen and nothing else on the page has it. The focus of a row that goes leaves
 * the page (measured with GTK 4.8.3), but belongs on the row that takes its place.
 */
void
lk_tokens_focus_bring_back (GtkWidget *page,
                            GtkWidget *list)
{
  if (gtk_widget_get_mapped (list) && get_focus (page) == NULL)
    gtk_widget_grab_focus (list);
}
