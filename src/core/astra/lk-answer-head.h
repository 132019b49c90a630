/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

guint    lk_answer_head_get_retry_after  (SoupMessageHeaders *headers);
gboolean lk_answer_head_get_clock_offset (SoupMessageHeaders *headers,
                                                   GTimeSpan          *offset);

G_END_DECLS
