/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define LK_JSON_MAX_BYTES (64 * 1024 * 1024)
#define LK_JSON_MAX_DEPTH 32

gboolean lk_json_check (const char *data,
                        gsize       length);

G_END_DECLS
