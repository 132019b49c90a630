/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_NAME_ROW (lk_name_row_get_type ())

/* A name that can be typed, or chosen where it is known which there are. Property: choose-name (string: what the button says
 * that it does), optional (boolean: nothing is taken unasked). Signal: chosen (a name was taken from the list, or Return
 * pressed). */
G_DECLARE_FINAL_TYPE (LkNameRow, lk_name_row, LK, NAME_ROW, AdwEntryRow)

void        lk_name_row_set_names (LkNameRow          *self,
                                   const char * const *names);
const char *lk_name_row_get_text  (LkNameRow          *self);
gboolean    lk_name_row_has_name  (LkNameRow          *self,
                                   const char         *name);

G_END_DECLS
