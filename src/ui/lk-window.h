/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-office.h"

G_BEGIN_DECLS

#define LK_TYPE_WINDOW (lk_window_get_type ())

G_DECLARE_FINAL_TYPE (LkWindow, lk_window, LK, WINDOW, AdwApplicationWindow)

LkWindow *lk_window_new            (GtkApplication *application,
                                    LkOffice       *office,
                                    gboolean        demo);
void      lk_window_show_failure   (LkWindow       *self,
                                    const char     *message);
void      lk_window_select_account (LkWindow       *self,
                                    LkAccount      *account);

G_END_DECLS
