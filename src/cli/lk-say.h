/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define LK_SAY_MAX_LENGTH 280 /* characters of a sentence */

void lk_say       (const char   *sentence);
void lk_say_error (const GError *error);

G_END_DECLS
