/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-dialog.h"
#include "lk-inventories.h"

G_BEGIN_DECLS

#define LK_TYPE_ROTATE_DIALOG (lk_rotate_dialog_get_type ())

/* Property "busy": whether a step is under way that the program should not end in the middle of. */
G_DECLARE_FINAL_TYPE (LkRotateDialog, lk_rotate_dialog, LK, ROTATE_DIALOG, LkDialog)

void lk_rotate_dialog_ask (GtkWidget     *widget,
                           LkInventories *inventories,
                           LkAccount     *account,
                           gpointer       token);

G_END_DECLS
