/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-inventory.h"
#include "lk-streaming.h"

G_BEGIN_DECLS

#define LK_TYPE_TEST_ROW (lk_test_row_get_type ())

/* Properties: inventory, streaming and token, all nullable. */
G_DECLARE_FINAL_TYPE (LkTestRow, lk_test_row, LK, TEST_ROW, AdwActionRow)

G_END_DECLS
