/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define LK_WHEN_DEFAULT_DAYS 90 /* as in the settings schema, which a test compares */
#define LK_WHEN_DEFAULT G_STRINGIFY (LK_WHEN_DEFAULT_DAYS) "d"

gboolean lk_when_parse  (const char  *text,
                         GDateTime   *now,
                         GDateTime  **expiry,
                         GError     **error);
char    *lk_when_to_iso (GDateTime   *expiry) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
