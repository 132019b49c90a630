/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_USE_ROW (lk_use_row_get_type ())

G_DECLARE_FINAL_TYPE (LkUseRow, lk_use_row, LK, USE_ROW, AdwActionRow)

G_END_DECLS
