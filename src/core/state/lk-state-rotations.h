/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-rotation.h"
#include "lk-state.h"

G_BEGIN_DECLS

/* The rotations of all accounts: (element-type LkRotation), oldest first. One comes to be when an LkIntent that replaces
 * a token is saved as stored. */
void       lk_state_list_rotations_async   (LkState             *self,
                                            GCancellable        *cancellable,
                                            GAsyncReadyCallback  callback,
                                            gpointer             user_data);
GPtrArray *lk_state_list_rotations_finish  (LkState             *self,
                                            GAsyncResult        *result,
                                            GError             **error) G_GNUC_WARN_UNUSED_RESULT;

/* Brings step and remind-at of a rotation up to date; one that is not there is no error. Durable when it has finished. */
void       lk_state_save_rotation_async    (LkState             *self,
                                            LkRotation          *rotation,
                                            GCancellable        *cancellable,
                                            GAsyncReadyCallback  callback,
                                            gpointer             user_data);
gboolean   lk_state_save_rotation_finish   (LkState             *self,
                                            GAsyncResult        *result,
                                            GError             **error);

void       lk_state_remove_rotation_async  (LkState             *self,
                                            const char          *id,
                                            GCancellable        *cancellable,
                                            GAsyncReadyCallback  callback,
                                            gpointer             user_data);
gboolean   lk_state_remove_rotation_finish (LkState             *self,
                                            GAsyncResult        *result,
                                            GError             **error);

G_END_DECLS
