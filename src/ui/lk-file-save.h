/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void lk_file_save_ask   (GtkWidget    *widget,
                         const char   *title,
                         const char   *accept_label,
                         const char   *name,
                         const char   *action_name,
                         const char   *token_id,
                         GCancellable *cancellable);
void lk_file_save_write (GtkWidget    *widget,
                         GFile        *file,
                         GBytes       *content);

G_END_DECLS
