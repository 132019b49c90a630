/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-token-selection.h"

G_BEGIN_DECLS

#define LK_TYPE_SELECTION_BAR (lk_selection_bar_get_type ())

G_DECLARE_FINAL_TYPE (LkSelectionBar, lk_selection_bar, LK, SELECTION_BAR, AdwBin)

G_END_DECLS
