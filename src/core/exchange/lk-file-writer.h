/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "lk-exchange-error.h"

G_BEGIN_DECLS

#define LK_FILE_WRITER_MAX_BEFORE (1024 * 1024) /* bytes of a file that something is added to */

/**
 * LkFileWriterEdit:
 * @before: (nullable): what is in the file; %NULL if there is none
 * @user_data: what was given with it
 * @error: return location for a #LkExchangeError
 *
 * Makes the new content of a file out of the old one. Called once, in another thread.
 *
 * Returns: (transfer full): the content, or %NULL with @error set, and then the file stays as it is
 */
typedef GBytes *(*LkFileWriterEdit) (GBytes   *before,
                                     gpointer  user_data,
                                     GError  **error);

gboolean lk_file_writer_write          (const char          *path,
                                        GBytes              *content,
                                        GError             **error);
gboolean lk_file_writer_edit           (const char          *path,
                                        LkFileWriterEdit     edit,
                                        gpointer             user_data,
                                        GError             **error);

void     lk_file_writer_replace_async  (GFile               *file,
                                        GBytes              *content,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data);
void     lk_file_writer_edit_async     (GFile               *file,
                                        LkFileWriterEdit     edit,
                                        gpointer             edit_data,
                                        GDestroyNotify       edit_data_free,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data);
gboolean lk_file_writer_finish         (GFile               *file,
                                        GAsyncResult        *result,
                                        GError             **error);

G_END_DECLS
