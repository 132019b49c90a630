/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GSettings *lk_settings_new     (void) G_GNUC_WARN_UNUSED_RESULT; /* nullable */
int        lk_settings_get_int (const char *key,
                                int         fallback);
gboolean   lk_settings_get_boolean (const char *key,
                                    gboolean    fallback);

G_END_DECLS
