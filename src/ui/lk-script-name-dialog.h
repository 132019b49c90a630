/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-dialog.h"
#include "lk-inventory.h"
#include "lk-streaming.h"

G_BEGIN_DECLS

#define LK_TYPE_SCRIPT_NAME_DIALOG (lk_script_name_dialog_get_type ())

/* Asks for the name by which scripts find a stored token. Signal: changed (const char *before, nullable). */
G_DECLARE_FINAL_TYPE (LkScriptNameDialog, lk_script_name_dialog, LK, SCRIPT_NAME_DIALOG, LkDialog)

void lk_script_name_dialog_edit        (GtkWidget     *widget,
                                        LkInventory   *inventory,
                                        LkAppToken    *token);
void lk_script_name_dialog_edit_pulsar (GtkWidget     *widget,
                                        LkStreaming   *streaming,
                                        LkPulsarToken *token);

G_END_DECLS
