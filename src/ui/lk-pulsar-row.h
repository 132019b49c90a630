/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-pulsar-token.h"

G_BEGIN_DECLS

#define LK_TYPE_PULSAR_ROW (lk_pulsar_row_get_type ())

/* A Pulsar token in a list. Properties: token (LkPulsarToken, nullable), narrow (boolean). */
G_DECLARE_FINAL_TYPE (LkPulsarRow, lk_pulsar_row, LK, PULSAR_ROW, AdwBin)

LkPulsarToken *lk_pulsar_row_get_token   (LkPulsarRow   *self);
void           lk_pulsar_row_set_token   (LkPulsarRow   *self,
                                          LkPulsarToken *token);
GMenuModel    *lk_pulsar_row_create_menu (LkPulsarToken *token) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
