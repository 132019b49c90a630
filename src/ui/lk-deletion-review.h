/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "lk-inventories.h"
#include "lk-listed-token.h"

G_BEGIN_DECLS

void lk_deletion_review_ask (GtkWidget     *page,
                             LkInventories *inventories,
                             LkAccount     *account,
                             LkListedToken *token);

G_END_DECLS
