/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean lk_folder_make  (const char *path);
gboolean lk_folder_flush (const char *path);
gboolean lk_folder_is_never_flushed (int error);

G_END_DECLS
