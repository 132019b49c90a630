/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-dialog.h"
#include "lk-inventory.h"
#include "lk-streaming.h"

G_BEGIN_DECLS

#define LK_TYPE_NOTE_DIALOG (lk_note_dialog_get_type ())

/* Signals: changed (const char *before, nullable): the note was written; before is what it was. */
G_DECLARE_FINAL_TYPE (LkNoteDialog, lk_note_dialog, LK, NOTE_DIALOG, LkDialog)

void lk_note_dialog_edit        (GtkWidget     *widget,
                                 LkInventory   *inventory,
                                 LkAppToken    *token);
void lk_note_dialog_edit_pulsar (GtkWidget     *widget,
                                 LkStreaming   *streaming,
                                 LkPulsarToken *token);

G_END_DECLS
