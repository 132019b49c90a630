/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "lk-keyring.h"

G_BEGIN_DECLS

void  lk_keyring_actions_unlock          (GtkWidget    *widget,
                                          LkKeyring    *keyring);
void  lk_keyring_actions_show_error      (GtkWidget    *widget,
                                          const char   *heading,
                                          const GError *error);
void  lk_keyring_actions_explain_absence (GtkWidget    *widget);

G_END_DECLS
