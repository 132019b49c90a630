/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-token-list.h"

G_BEGIN_DECLS

#define LK_TYPE_FILTER_BAR (lk_filter_bar_get_type ())

/* Says above a list how many of its tokens are shown, where filters hide some. Property: list (LkTokenList, nullable). */
G_DECLARE_FINAL_TYPE (LkFilterBar, lk_filter_bar, LK, FILTER_BAR, AdwBin)

G_END_DECLS
