/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define LK_RELABEL_MARK "\001" /* no name holds it */

char *lk_relabel (const char *label,
                  const char *former,
                  const char *now) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
