/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-delete-order.h"
#include "lk-listed-token.h"
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

/* Why a token is left alone (transfer full, nullable): the name that scripts know would go with it. */
GError     *lk_delete_hold_object      (LkListedToken        *token) G_GNUC_WARN_UNUSED_RESULT;

/* What is told of a token that is not known to be gone, by what its request ended with (nullable, taken): the list has it
 * still, or could not be read. @over: the service said no in its own words, and nothing is left to do. */
GError     *lk_delete_hold_tell_listed (GError               *doubt,
                                        gboolean             *over) G_GNUC_WARN_UNUSED_RESULT;
GError     *lk_delete_hold_tell_unseen (GError               *doubt,
                                        const GError         *list_error,
                                        gboolean             *over) G_GNUC_WARN_UNUSED_RESULT;

/* The same of a later try, of which a refusal does not end it. */
void        lk_delete_hold_tell_again  (GError               *error);

/* Afterwards, where nothing is left to do: the order is forgotten. It never fails. */
void        lk_delete_hold_end_async   (LkOffice             *office,
                                        LkDeleteOrder        *order,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
void        lk_delete_hold_end_finish  (LkOffice             *office,
                                        GAsyncResult         *result);

G_END_DECLS
