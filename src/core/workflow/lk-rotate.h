/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-inventory.h"
#include "lk-issue.h"
#include "lk-rotation.h"
#include "lk-rotations.h"
#include "lk-streaming.h"

G_BEGIN_DECLS

/* What takes the place of a token: with the same roles, description and length of life. Running it begins the rotation. */
LkIssue  *lk_rotate_issue_new        (LkInventory          *inventory,
                                      LkAppToken           *old,
                                      GDateTime            *now) G_GNUC_WARN_UNUSED_RESULT;
GDateTime *lk_rotate_dup_expiry      (LkAppToken           *old,
                                      GDateTime            *now) G_GNUC_WARN_UNUSED_RESULT;
gboolean  lk_rotate_get_days         (LkPulsarToken        *old,
                                      guint                *days);

/* The steps of a rotation after its new token was created and stored. Each may be called again, whatever of it was done:
 * that is asked of the keyring and the service. For application tokens @inventory is needed, for Pulsar tokens @streaming;
 * the other may be NULL. */

/* Scripts find the new token from now on; an account that signs in with the old one does so with the new one, once that
 * was seen to work. A look-up by name never fails meanwhile. */
void      lk_rotate_hand_over_async  (LkRotation           *rotation,
                                      LkInventory          *inventory,
                                      LkStreaming          *streaming,
                                      GCancellable         *cancellable,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data);
gboolean  lk_rotate_hand_over_finish (GAsyncResult         *result,
                                      GError              **error);

/* Somebody said yes to it: the old token is deleted, and the rotation over once the list no longer has it; or with @cancel
 * the new one, after the name went back. */
void      lk_rotate_end_async        (LkRotation           *rotation,
                                      gboolean              cancel,
                                      LkInventory          *inventory,
                                      LkStreaming          *streaming,
                                      GCancellable         *cancellable,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data);
gboolean  lk_rotate_end_finish       (GAsyncResult         *result,
                                      GError              **error);

gboolean  lk_rotate_is_busy          (LkRotation           *rotation);

/* Goes on with the rotations of an account as far as that needs no yes: those whose name has not moved, and those that
 * somebody said yes to ending and that did not come to it. What fails stays as it is, and is tried again the next time. */
void      lk_rotate_resume           (LkRotations          *rotations,
                                      LkInventory          *inventory,
                                      LkStreaming          *streaming);

G_END_DECLS
