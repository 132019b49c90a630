/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-dialog.h"
#include "lk-inventory.h"
#include "lk-journal.h"

G_BEGIN_DECLS

#define LK_TYPE_UNFINISHED_DIALOG (lk_unfinished_dialog_get_type ())

G_DECLARE_FINAL_TYPE (LkUnfinishedDialog, lk_unfinished_dialog, LK, UNFINISHED_DIALOG, LkDialog)

LkDialog *lk_unfinished_dialog_new      (LkInventory *inventory,
                                         LkJournal   *journal);
gboolean  lk_unfinished_dialog_is_about (LkIntent    *intent,
                                         const char  *account_id);

G_END_DECLS
