/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-dialog.h"
#include "lk-streaming.h"

G_BEGIN_DECLS

#define LK_TYPE_PULSAR_SAVE_DIALOG (lk_pulsar_save_dialog_get_type ())

/* Property: format (string, as on the command line). */
G_DECLARE_FINAL_TYPE (LkPulsarSaveDialog, lk_pulsar_save_dialog, LK, PULSAR_SAVE_DIALOG, LkDialog)

void lk_pulsar_save_dialog_ask (GtkWidget       *widget,
                                AdwToastOverlay *toasts,
                                LkStreaming     *streaming,
                                LkPulsarToken   *token);


/* The same as text for the clipboard; where the token is stored under a name, a look-up may stand for it. */
void lk_pulsar_save_dialog_ask_to_copy (GtkWidget       *widget,
                                        LkStreaming     *streaming,
                                        LkPulsarToken   *token);

G_END_DECLS
