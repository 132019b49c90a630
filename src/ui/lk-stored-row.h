/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-stored-secret.h"

G_BEGIN_DECLS

#define LK_TYPE_STORED_ROW (lk_stored_row_get_type ())

/* What the keyring has of one token, in a list. Property: secret (LkStoredSecret, nullable). */
G_DECLARE_FINAL_TYPE (LkStoredRow, lk_stored_row, LK, STORED_ROW, AdwBin)

GtkWidget *lk_stored_row_new          (LkStoredSecret *secret) G_GNUC_WARN_UNUSED_RESULT;
char      *lk_stored_row_create_title (LkStoredSecret *secret) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
