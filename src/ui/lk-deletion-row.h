/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-deletion.h"

G_BEGIN_DECLS

#define LK_TYPE_DELETION_ROW (lk_deletion_row_get_type ())

G_DECLARE_FINAL_TYPE (LkDeletionRow, lk_deletion_row, LK, DELETION_ROW, AdwBin)

G_END_DECLS
