/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-token-list.h"

G_BEGIN_DECLS

#define LK_TYPE_HEADING_ROW (lk_heading_row_get_type ())

G_DECLARE_FINAL_TYPE (LkHeadingRow, lk_heading_row, LK, HEADING_ROW, AdwBin)

GtkWidget *lk_heading_row_new         (void) G_GNUC_WARN_UNUSED_RESULT;

void       lk_heading_row_set_heading (LkHeadingRow   *self,
                                       LkTokenHeading *heading);

G_END_DECLS
