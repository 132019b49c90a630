/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-streaming.h"

G_BEGIN_DECLS

#define LK_TYPE_PULSAR_DETAILS (lk_pulsar_details_get_type ())

/* All that is known of one Pulsar token. Properties, read-only: token (LkPulsarToken, nullable), jwt (LkJwt, nullable). */
G_DECLARE_FINAL_TYPE (LkPulsarDetails, lk_pulsar_details, LK, PULSAR_DETAILS, AdwBin)

LkPulsarToken *lk_pulsar_details_get_token (LkPulsarDetails *self);
void           lk_pulsar_details_show      (LkPulsarDetails *self,
                                            LkStreaming     *streaming,
                                            LkPulsarToken   *token);

G_END_DECLS
