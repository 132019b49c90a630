/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void   lk_file_dialog_save_async  (GtkWidget            *parent,
                                   const char           *title,
                                   const char           *accept_label,
                                   const char           *name,
                                   GFile                *folder,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);

GFile *lk_file_dialog_save_finish (GtkWidget            *parent,
                                   GAsyncResult         *result,
                                   GError              **error) G_GNUC_WARN_UNUSED_RESULT;

void   lk_file_dialog_open_async  (GtkWidget            *parent,
                                   const char           *title,
                                   const char           *accept_label,
                                   GFile                *proposed,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);

GFile *lk_file_dialog_open_finish (GtkWidget            *parent,
                                   GAsyncResult         *result,
                                   GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
