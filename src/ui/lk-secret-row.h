/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-inventory.h"
#include "lk-streaming.h"

G_BEGIN_DECLS

#define LK_TYPE_SECRET_ROW (lk_secret_row_get_type ())

/* Properties: inventory, streaming, token (all nullable), field ("token", "client-secret" or "pulsar-token",
 * construct-only), revealed (boolean, read-only), seconds (uint: how long the secret is shown). */
G_DECLARE_FINAL_TYPE (LkSecretRow, lk_secret_row, LK, SECRET_ROW, AdwPreferencesRow)

void lk_secret_row_toggle (LkSecretRow *self);
void lk_secret_row_hide   (LkSecretRow *self);

G_END_DECLS
