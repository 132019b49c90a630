/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-inventory.h"
#include "lk-token-selection.h"

G_BEGIN_DECLS

#define LK_TYPE_TOKENS_PAGE (lk_tokens_page_get_type ())

G_DECLARE_FINAL_TYPE (LkTokensPage, lk_tokens_page, LK, TOKENS_PAGE, AdwBin)

LkInventory  *lk_tokens_page_get_inventory   (LkTokensPage *self); /* transfer none, nullable */
void          lk_tokens_page_set_inventory   (LkTokensPage *self,
                                              LkInventory  *inventory);
LkTokenSelection *lk_tokens_page_get_selection (LkTokensPage *self); /* transfer none */
GCancellable *lk_tokens_page_get_cancellable (LkTokensPage *self); /* transfer none */
gboolean      lk_tokens_page_get_busy        (LkTokensPage *self);
void          lk_tokens_page_begin_work      (LkTokensPage *self);
void          lk_tokens_page_end_work        (LkTokensPage *self);

G_END_DECLS
