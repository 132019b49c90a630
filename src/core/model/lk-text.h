/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define LK_TEXT_MAX_LENGTH 256 /* characters of a foreign text that are shown */

char    *lk_text_show   (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char    *lk_text_clean  (const char *text) G_GNUC_WARN_UNUSED_RESULT;
gboolean lk_text_is_yes (const char *answer);
void     lk_text_reword (GError     *error,
                         const char *format,
                         ...) G_GNUC_PRINTF (2, 3);

G_END_DECLS
