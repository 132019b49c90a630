/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include <libsecret/secret.h>

G_BEGIN_DECLS

void lk_clipboard_copy_secret  (GtkWidget   *widget,
                                SecretValue *value,
                                guint        clear_seconds);
void lk_clipboard_copy_text    (GtkWidget   *widget,
                                const char  *text);
void lk_clipboard_clear_secret (GdkDisplay  *display);
void lk_clipboard_sweep        (GdkDisplay  *display);

G_END_DECLS
