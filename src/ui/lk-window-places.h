/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-account-thing.h"
#include "lk-inventories.h"
#include "lk-places.h"

G_BEGIN_DECLS

void     lk_window_places_connect (LkPlaces   *places,
                                   GtkListBox *accounts,
                                   GtkStack   *pages);
void     lk_window_places_set_inventories (LkPlaces      *places,
                                           GtkStack      *pages,
                                           LkInventories *inventories);
void     lk_window_places_search (LkPlaces   *places,
                                  GtkListBox *accounts,
                                  GtkStack   *pages);
void     lk_window_places_leave_search (LkPlaces       *places,
                                        GtkListBox     *accounts,
                                        GtkStack       *pages,
                                        LkAccountThing *thing);
void     lk_window_places_select_tenant (GtkListBox  *accounts,
                                         LkStreaming *streaming,
                                         LkTenant    *tenant);
gboolean lk_window_places_forward (GtkStack   *pages,
                                   const char *action_name);

G_END_DECLS
