/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-places.h"

G_BEGIN_DECLS

void     lk_window_places_connect (LkPlaces   *places,
                                   GtkListBox *accounts,
                                   GtkStack   *pages);
gboolean lk_window_places_forward (GtkStack   *pages,
                                   const char *action_name);

G_END_DECLS
