/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-dialog.h"
#include "lk-inventory.h"

G_BEGIN_DECLS

#define LK_TYPE_SAVE_DIALOG (lk_save_dialog_get_type ())

G_DECLARE_FINAL_TYPE (LkSaveDialog, lk_save_dialog, LK, SAVE_DIALOG, LkDialog)

LkDialog *lk_save_dialog_new (LkInventory     *inventory,
                              LkAppToken      *token,
                              SecretValue     *secret,
                              SecretValue     *client_secret);
void      lk_save_dialog_ask (GtkWidget       *widget,
                              AdwToastOverlay *toasts,
                              LkInventory     *inventory,
                              LkAppToken      *token,
                              SecretValue     *secret,
                              SecretValue     *client_secret);

G_END_DECLS
