/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "lk-office.h"

#include <libsecret/secret.h>

G_BEGIN_DECLS

void     lk_token_check_async  (LkOffice             *office,
                                LkAccount            *account,
                                SecretValue          *token,
                                gboolean              is_new,
                                GCancellable         *cancellable,
                                GAsyncReadyCallback   callback,
                                gpointer              user_data);
gboolean lk_token_check_finish (GAsyncResult         *result,
                                GError              **error);

G_END_DECLS
