/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-export.h"
#include "lk-inventory.h"

G_BEGIN_DECLS

/* Reads the secrets of a token from the keyring and writes them down; never prompts. */
void      lk_token_export_read_async  (LkInventory          *inventory,
                                       LkAppToken           *token,
                                       LkExportFormat        format,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
GBytes   *lk_token_export_read_finish (LkInventory          *inventory,
                                       GAsyncResult         *result,
                                       GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same into a file; secrets that are given are not read from the keyring. */
void      lk_token_export_save_async  (LkInventory          *inventory,
                                       LkAppToken           *token,
                                       SecretValue          *secret,
                                       SecretValue          *client_secret,
                                       LkExportFormat        format,
                                       GFile                *file,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
gboolean  lk_token_export_save_finish (LkInventory          *inventory,
                                       GAsyncResult         *result,
                                       GError              **error);

G_END_DECLS
