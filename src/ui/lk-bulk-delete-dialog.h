/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-bulk-delete.h"
#include "lk-dialog.h"

G_BEGIN_DECLS

#define LK_TYPE_BULK_DELETE_DIALOG (lk_bulk_delete_dialog_get_type ())

G_DECLARE_FINAL_TYPE (LkBulkDeleteDialog, lk_bulk_delete_dialog, LK, BULK_DELETE_DIALOG, LkDialog)

LkDialog *lk_bulk_delete_dialog_new (LkBulkDelete *bulk);

G_END_DECLS
