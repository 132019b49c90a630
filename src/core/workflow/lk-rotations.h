/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-delete-order.h"
#include "lk-office.h"
#include "lk-rotation.h"

G_BEGIN_DECLS

#define LK_TYPE_ROTATIONS (lk_rotations_get_type ())

/**
 * LkRotations:
 *
 * The rotations of all accounts that are not at their end: a #GListModel of #LkRotation, oldest first, as the journal had
 * them when it was read last. What is read again stays the same object. It also knows which tokens shall go and are not
 * known to be gone: both are what tokens are marked with.
 */
G_DECLARE_FINAL_TYPE (LkRotations, lk_rotations, LK, ROTATIONS, GObject)

LkRotations *lk_rotations_new         (LkOffice             *office) G_GNUC_WARN_UNUSED_RESULT;

void         lk_rotations_read_async  (LkRotations          *self,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
gboolean     lk_rotations_read_finish (LkRotations          *self,
                                       GAsyncResult         *result,
                                       GError              **error);

/* The rotation that a token takes part in, as the old one or the new one. (transfer none, nullable) */
LkRotation  *lk_rotations_find        (LkRotations          *self,
                                       LkAccount            *account,
                                       const char           *token_id);

/* The tokens that shall go: a model of LkDeleteOrder (transfer none), and the order to delete one (transfer none, nullable). */
GListModel    *lk_rotations_get_orders (LkRotations          *self);
LkDeleteOrder *lk_rotations_find_order (LkRotations          *self,
                                        LkAccount            *account,
                                        const char           *token_id);

/* Tells the tokens of an account (a model of LkListedToken) what part they have; now, or also from now on. */
void         lk_rotations_mark        (LkRotations          *self,
                                       LkAccount            *account,
                                       GListModel           *tokens);
void         lk_rotations_keep_marked (LkRotations          *self,
                                       LkAccount            *account,
                                       GListModel           *tokens);

G_END_DECLS
