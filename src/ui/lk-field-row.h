/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_FIELD_ROW (lk_field_row_get_type ())

G_DECLARE_FINAL_TYPE (LkFieldRow, lk_field_row, LK, FIELD_ROW, AdwPreferencesRow)

G_END_DECLS
