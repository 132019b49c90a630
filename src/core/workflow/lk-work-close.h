/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-escrow.h"
#include "lk-office.h"

G_BEGIN_DECLS

void     lk_work_close_async  (LkOffice             *office,
                               LkIntent             *intent,
                               LkEscrow             *escrow,
                               gboolean              stored,
                               GAsyncReadyCallback   callback,
                               gpointer              user_data);
gboolean lk_work_close_finish (GAsyncResult         *result,
                               GError              **error);

G_END_DECLS
