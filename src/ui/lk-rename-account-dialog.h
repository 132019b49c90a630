/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-dialog.h"
#include "lk-office.h"

G_BEGIN_DECLS

#define LK_TYPE_RENAME_ACCOUNT_DIALOG (lk_rename_account_dialog_get_type ())

/* Asks what an account is to be called. Signal: renamed (the former name, nullable). */
G_DECLARE_FINAL_TYPE (LkRenameAccountDialog, lk_rename_account_dialog, LK, RENAME_ACCOUNT_DIALOG, LkDialog)

LkDialog *lk_rename_account_dialog_new (LkOffice  *office,
                                        LkAccount *account);
void      lk_rename_account_dialog_ask (GtkWidget *widget,
                                        LkOffice  *office,
                                        LkAccount *account);

G_END_DECLS
