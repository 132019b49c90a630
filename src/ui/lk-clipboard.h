/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include <libsecret/secret.h>

G_BEGIN_DECLS

void    lk_clipboard_copy_secret  (GtkWidget            *widget,
                                   SecretValue          *value,
                                   guint                 clear_seconds);
void    lk_clipboard_copy_text    (GtkWidget            *widget,
                                   const char           *text);
void    lk_clipboard_clear_secret (GdkDisplay           *display);
void    lk_clipboard_sweep        (GdkDisplay           *display);

/* A text that may have secrets: no widget has it in between, and its memory is overwritten with the last reference. */
void    lk_clipboard_read_async   (GdkClipboard         *clipboard,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
GBytes *lk_clipboard_read_finish  (GdkClipboard         *clipboard,
                                   GAsyncResult         *result,
                                   GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
