/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-app-token.h"
#include "lk-token-selection.h"

G_BEGIN_DECLS

#define LK_TYPE_TOKEN_ROW (lk_token_row_get_type ())

G_DECLARE_FINAL_TYPE (LkTokenRow, lk_token_row, LK, TOKEN_ROW, AdwBin)

GtkWidget  *lk_token_row_new         (void);

LkAppToken *lk_token_row_get_token   (LkTokenRow *self);
void        lk_token_row_set_token   (LkTokenRow *self,
                                      LkAppToken *token);

GMenuModel *lk_token_row_create_menu (LkAppToken *token) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
