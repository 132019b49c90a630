/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-inventories.h"

G_BEGIN_DECLS

#define LK_TYPE_WINDOW (lk_window_get_type ())

G_DECLARE_FINAL_TYPE (LkWindow, lk_window, LK, WINDOW, AdwApplicationWindow)

LkWindow *lk_window_new            (GtkApplication *application,
                                    LkOffice       *office,
                                    gboolean        demo);
void      lk_window_show_failure   (LkWindow       *self,
                                    const char     *message);
void      lk_window_take_account   (LkWindow       *self,
                                    LkAccount      *account);
void      lk_window_select_account (LkWindow       *self,
                                    LkAccount      *account);
LkInventories *lk_window_get_inventories (LkWindow  *self); /* transfer none, nullable */
void      lk_window_search         (LkWindow       *self,
                                    const char     *text);
gboolean  lk_window_show_token     (LkWindow       *self,
                                    const char     *account_id,
                                    const char     *cluster,
                                    const char     *tenant,
                                    const char     *token_id);

G_END_DECLS
