/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-inventory.h"

G_BEGIN_DECLS

#define LK_TYPE_TOKEN_DETAILS (lk_token_details_get_type ())

G_DECLARE_FINAL_TYPE (LkTokenDetails, lk_token_details, LK, TOKEN_DETAILS, AdwBin)

LkAppToken *lk_token_details_get_token (LkTokenDetails *self);
void        lk_token_details_show      (LkTokenDetails *self,
                                        LkInventory    *inventory,
                                        LkAppToken     *token);

G_END_DECLS
