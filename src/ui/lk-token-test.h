/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "lk-inventory.h"

G_BEGIN_DECLS

void lk_token_test (GtkWidget    *widget,
                    LkInventory  *inventory,
                    LkAppToken   *token,
                    GCancellable *cancellable);

G_END_DECLS
