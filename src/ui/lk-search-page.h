/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-token-search.h"

G_BEGIN_DECLS

#define LK_TYPE_SEARCH_PAGE (lk_search_page_get_type ())

/* One search over the tokens of all accounts. Property: inventories (LkInventories, to be set once). */
G_DECLARE_FINAL_TYPE (LkSearchPage, lk_search_page, LK, SEARCH_PAGE, AdwBin)

void lk_search_page_begin (LkSearchPage *self);
void lk_search_page_search (LkSearchPage *self,
                            const char   *text);

void lk_search_page_show_concern (LkSearchPage   *self,
                                  LkTokenConcern  concern,
                                  LkAccount      *account);

G_END_DECLS
