/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-token-selection.h"

G_BEGIN_DECLS

#define LK_TYPE_SELECTION_HEADER (lk_selection_header_get_type ())

G_DECLARE_FINAL_TYPE (LkSelectionHeader, lk_selection_header, LK, SELECTION_HEADER, AdwBin)

G_END_DECLS
