/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-keyring-call.h"

/* The first steps of the calls, by what they shall do. */

G_BEGIN_DECLS

void lk_keyring_check_step   (LkKeyringCall *call);
void lk_keyring_check_rest   (LkKeyringCall *call);
void lk_keyring_unlock_step  (LkKeyringCall *call);
void lk_keyring_look_up_step (LkKeyringCall *call);
void lk_keyring_list_step    (LkKeyringCall *call);
void lk_keyring_store_step   (LkKeyringCall *call);
void lk_keyring_remove_step  (LkKeyringCall *call);

LkKeyringCall *lk_keyring_request_new   (LkKeyring           *self,
                                         gpointer             tag,
                                         LkKeyringStep        first,
                                         GHashTable          *attributes,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data) G_GNUC_WARN_UNUSED_RESULT;
void           lk_keyring_request_start (LkKeyringCall       *call);

G_END_DECLS
