/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-rotations.h"
#include "lk-streaming.h"
#include "lk-test-office.h"

G_BEGIN_DECLS

#define LK_TEST_ROTATED "rotated" /* the script name that moves */

/* As it is written down; NULL: it is not. (transfer none) (nullable) */
LkRotation *lk_test_rotation_read      (LkTestOffice  *fixture,
                                        LkRotations   *rotations,
                                        const char    *id);
/* The first page of a rotation: the new token is there and stored, and the name still where it was. (transfer full) */
LkRotation *lk_test_rotation_begin     (LkTestOffice  *fixture,
                                        LkRotations   *rotations,
                                        LkAppToken    *old);
gboolean    lk_test_rotation_hand_over (LkRotation    *rotation,
                                        LkInventory   *inventory,
                                        LkStreaming   *streaming,
                                        GError       **error);
gboolean    lk_test_rotation_end       (LkRotation    *rotation,
                                        gboolean       cancel,
                                        LkInventory   *inventory,
                                        LkStreaming   *streaming,
                                        GError       **error);
/* As another program does; only the ends are compared, and no secret is in a message. */
gboolean    lk_test_rotation_finds     (const char    *field,
                                        const char    *client_id);

G_END_DECLS
