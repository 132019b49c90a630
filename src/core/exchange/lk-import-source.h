/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "lk-exchange-error.h"

G_BEGIN_DECLS

/* What lk_import_read() is given, from a file or, say, the clipboard, in memory that is overwritten with its last reference.
 * Of what is too large only as much is read as tells that. */
void    lk_import_source_read_async       (GInputStream         *stream,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
GBytes *lk_import_source_read_finish      (GInputStream         *stream,
                                           GAsyncResult         *result,
                                           GError              **error) G_GNUC_WARN_UNUSED_RESULT;

void    lk_import_source_read_file_async  (GFile                *file,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
GBytes *lk_import_source_read_file_finish (GFile                *file,
                                           GAsyncResult         *result,
                                           GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
