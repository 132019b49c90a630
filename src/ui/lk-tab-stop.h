/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_TAB_STOP (lk_tab_stop_get_type ())

/* Lists that are one stop of the Tab key. */
G_DECLARE_FINAL_TYPE (LkTabStop, lk_tab_stop, LK, TAB_STOP, AdwBin)

G_END_DECLS
