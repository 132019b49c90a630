/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-dialog.h"
#include "lk-office.h"

G_BEGIN_DECLS

#define LK_TYPE_ADD_ACCOUNT_DIALOG (lk_add_account_dialog_get_type ())

/* Emits `account-added` with the LkAccount, then closes. */
G_DECLARE_FINAL_TYPE (LkAddAccountDialog, lk_add_account_dialog, LK, ADD_ACCOUNT_DIALOG, LkDialog)

LkDialog *lk_add_account_dialog_new      (LkOffice    *office);
LkDialog *lk_add_account_dialog_new_with (LkOffice    *office,
                                          SecretValue *token,
                                          const char  *environment);
LkDialog *lk_add_account_dialog_new_for  (LkOffice    *office,
                                          LkAccount   *account);

G_END_DECLS
