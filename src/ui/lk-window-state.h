/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-accounts-list.h"
#include "lk-places.h"
#include "lk-split-view.h"

G_BEGIN_DECLS

/* How the user left the window, in the settings: its size, and the place that it shows. Nothing of it is a secret. */
void lk_window_state_restore_size  (GtkWindow      *window,
                                    GSettings      *settings);
void lk_window_state_restore_place (GSettings      *settings,
                                    LkInventories  *inventories,
                                    LkSplitView    *split_view,
                                    LkAccountsList *accounts,
                                    LkPlaces       *places);
void lk_window_state_save          (GtkWindow      *window,
                                    GSettings      *settings,
                                    LkSplitView    *split_view,
                                    LkAccountsList *accounts,
                                    LkPlaces       *places);

G_END_DECLS
