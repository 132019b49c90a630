/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *lk_json_lay_out (const char *data,
                       gsize       length,
                       gsize       max_length) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
