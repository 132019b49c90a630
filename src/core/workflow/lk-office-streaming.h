/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-astra-streaming.h"
#include "lk-office.h"

G_BEGIN_DECLS

/* A streaming client of an account, which signs in as lk_office_get_client_async() does. */
void              lk_office_get_streaming_async  (LkOffice             *self,
                                                  LkAccount            *account,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
LkAstraStreaming *lk_office_get_streaming_finish (LkOffice             *self,
                                                  GAsyncResult         *result,
                                                  GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
