/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *lk_redact        (const char *data,
                        gsize       length) G_GNUC_WARN_UNUSED_RESULT;
char *lk_redact_tokens (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
