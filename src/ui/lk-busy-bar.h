/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_BUSY_BAR (lk_busy_bar_get_type ())

/* A thin line that moves while something is done. Property: busy (boolean). */
G_DECLARE_FINAL_TYPE (LkBusyBar, lk_busy_bar, LK, BUSY_BAR, AdwBin)

G_END_DECLS
