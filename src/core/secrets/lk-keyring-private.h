/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-keyring.h"

/* What the steps of a call need of the keyring that made it. */

G_BEGIN_DECLS

const char    *lk_keyring_get_alias             (LkKeyring     *self);
SecretService *lk_keyring_get_service           (LkKeyring     *self);
guint          lk_keyring_get_timeout_ms        (LkKeyring     *self);
void           lk_keyring_set_service           (LkKeyring     *self,
                                                 SecretService *service);
void           lk_keyring_set_collection_in_use (LkKeyring     *self,
                                                 const char    *alias);
void           lk_keyring_emit_changed          (LkKeyring     *self);
void           lk_keyring_set_locked            (LkKeyring     *self);
void           lk_keyring_set_unlocked          (LkKeyring     *self);

G_END_DECLS
