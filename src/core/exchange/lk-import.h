/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-exchange-error.h"
#include "lk-found-secret.h"

G_BEGIN_DECLS

#define LK_IMPORT_MAX_SIZE (1024 * 1024) /* bytes of a file that is read */
#define LK_IMPORT_MAX_FOUND 10000        /* secrets in one file */

GPtrArray *lk_import_read (GBytes  *content,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
