/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsecret/secret.h>

G_BEGIN_DECLS

#define LK_TYPE_KEYRING_SERVICE (lk_keyring_service_get_type ())

G_DECLARE_FINAL_TYPE (LkKeyringService, lk_keyring_service, LK, KEYRING_SERVICE, SecretService)

void     lk_keyring_service_set_opened (LkKeyringService *self);
gboolean lk_keyring_service_is_lost    (LkKeyringService *self);

G_END_DECLS
