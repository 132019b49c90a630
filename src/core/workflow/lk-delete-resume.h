/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-rotations.h"
#include "lk-inventory.h"
#include "lk-streaming.h"

G_BEGIN_DECLS

/* Goes on with a deletion that somebody said yes to: the list is read, and the token deleted where it is listed still. For
 * an application token @inventory is needed, for a Pulsar token @streaming; the other may be NULL. */
void      lk_delete_resume_async  (LkDeleteOrder        *order,
                                   LkInventory          *inventory,
                                   LkStreaming          *streaming,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
gboolean  lk_delete_resume_finish (GAsyncResult         *result,
                                   GError              **error);

/* Somebody changed their mind: the order is forgotten, and the token stays if it is there. */
void      lk_delete_keep_async    (LkOffice             *office,
                                   LkDeleteOrder        *order,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
gboolean  lk_delete_keep_finish   (LkOffice             *office,
                                   GAsyncResult         *result,
                                   GError              **error);

/* Goes on with all of an account, once for each list that was read. Nobody waits for it; what fails stays as it is. */
void      lk_delete_resume_all    (LkRotations          *rotations,
                                   LkInventory          *inventory,
                                   LkStreaming          *streaming);

G_END_DECLS
