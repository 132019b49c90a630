/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-activity.h"

G_BEGIN_DECLS

#define LK_TYPE_ACTIVITY_ROW (lk_activity_row_get_type ())

/* One thing that was done, in a list. Properties: activity (LkActivity, nullable), of-known-token
 * (boolean: the token itself is not named). */
G_DECLARE_FINAL_TYPE (LkActivityRow, lk_activity_row, LK, ACTIVITY_ROW, AdwBin)

G_END_DECLS
