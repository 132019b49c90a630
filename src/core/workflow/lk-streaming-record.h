/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *lk_streaming_record_describe (const char *title,
                                    const char *tenant) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
