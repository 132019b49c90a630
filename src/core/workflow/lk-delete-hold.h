/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-delete-order.h"
#include "lk-office.h"
#include "lk-work-lock.h"

G_BEGIN_DECLS

/* Before the request: nobody else is at the token, and that it shall go is on the disk. Fails with
 * %LK_WORK_ERROR_UNFINISHED or a #LkStateError, and then nothing may be sent. */
void        lk_delete_hold_async       (LkOffice             *office,
                                        LkDeleteOrder        *order,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
LkWorkLock *lk_delete_hold_finish      (LkOffice             *office,
                                        GAsyncResult         *result,
                                        GError              **error) G_GNUC_WARN_UNUSED_RESULT;
LkWorkLock *lk_delete_hold_lock        (LkOffice             *office,
                                        LkDeleteOrder        *order,
                                        GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether the service said no in its own words; after anything else the token may be gone all the same. */
gboolean    lk_delete_hold_is_refusal  (const GError         *error);

/* Afterwards, where nothing is left to do: the order is forgotten. It never fails. */
void        lk_delete_hold_end_async   (LkOffice             *office,
                                        LkDeleteOrder        *order,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
void        lk_delete_hold_end_finish  (LkOffice             *office,
                                        GAsyncResult         *result);

G_END_DECLS
