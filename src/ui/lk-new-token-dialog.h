/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-dialog.h"
#include "lk-inventory.h"

G_BEGIN_DECLS

#define LK_TYPE_NEW_TOKEN_DIALOG (lk_new_token_dialog_get_type ())

G_DECLARE_FINAL_TYPE (LkNewTokenDialog, lk_new_token_dialog, LK, NEW_TOKEN_DIALOG, LkDialog)

LkDialog *lk_new_token_dialog_new  (LkInventory        *inventory,
                                    LkAppToken         *like);
void      lk_new_token_dialog_fill (LkNewTokenDialog   *self,
                                    const char         *description,
                                    const char * const *role_ids,
                                    int                 lifetime_days,
                                    const char         *script_name);

G_END_DECLS
