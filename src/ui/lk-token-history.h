/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-inventory.h"

G_BEGIN_DECLS

#define LK_TYPE_TOKEN_HISTORY (lk_token_history_get_type ())

/* Properties: inventory and token, both nullable. */
G_DECLARE_FINAL_TYPE (LkTokenHistory, lk_token_history, LK, TOKEN_HISTORY, AdwBin)

G_END_DECLS
