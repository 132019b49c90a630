/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-dialog.h"
#include "lk-streaming.h"

G_BEGIN_DECLS

#define LK_TYPE_NEW_PULSAR_DIALOG (lk_new_pulsar_dialog_get_type ())

/* Property: busy (boolean, notify). Signals: created (LkPulsarToken, GError nullable), lost (GError). */
G_DECLARE_FINAL_TYPE (LkNewPulsarDialog, lk_new_pulsar_dialog, LK, NEW_PULSAR_DIALOG, LkDialog)

LkDialog *lk_new_pulsar_dialog_new (LkStreaming *streaming,
                                    LkTenant    *tenant) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
