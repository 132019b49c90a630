/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_EXPIRY_ROW (lk_expiry_row_get_type ())

G_DECLARE_FINAL_TYPE (LkExpiryRow, lk_expiry_row, LK, EXPIRY_ROW, AdwComboRow)

GDateTime *lk_expiry_row_dup_expiry   (LkExpiryRow *self) G_GNUC_WARN_UNUSED_RESULT;
guint      lk_expiry_row_get_days     (LkExpiryRow *self);
gboolean   lk_expiry_row_get_valid    (LkExpiryRow *self);
gboolean   lk_expiry_row_get_never    (LkExpiryRow *self);
void       lk_expiry_row_set_lifetime (LkExpiryRow *self,
                                       int          days);

G_END_DECLS
