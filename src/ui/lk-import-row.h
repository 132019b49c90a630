/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-import-item.h"

G_BEGIN_DECLS

#define LK_TYPE_IMPORT_ROW (lk_import_row_get_type ())

G_DECLARE_FINAL_TYPE (LkImportRow, lk_import_row, LK, IMPORT_ROW, AdwBin)

G_END_DECLS
