/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-dialog.h"
#include "lk-issue.h"

G_BEGIN_DECLS

#define LK_TYPE_TOKEN_CREATED_DIALOG (lk_token_created_dialog_get_type ())

G_DECLARE_FINAL_TYPE (LkTokenCreatedDialog, lk_token_created_dialog, LK, TOKEN_CREATED_DIALOG, LkDialog)

LkDialog *lk_token_created_dialog_new (LkIssue     *issue,
                                       LkInventory *inventory,
                                       GDateTime   *expiry,
                                       gboolean     stored);

gboolean  lk_token_created_dialog_get_safe   (LkTokenCreatedDialog *self);
gboolean  lk_token_created_dialog_get_stored (LkTokenCreatedDialog *self);

G_END_DECLS
