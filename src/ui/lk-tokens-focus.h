/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "lk-app-token.h"

G_BEGIN_DECLS

LkAppToken *lk_tokens_focus_find_token (GtkWidget *page);

void        lk_tokens_focus_bring_back (GtkWidget *page,
                                        GtkWidget *list,
                                        GtkWidget *entry);
void        lk_tokens_focus_lead_down  (GtkWidget *entry,
                                        GtkWidget *list);

G_END_DECLS
