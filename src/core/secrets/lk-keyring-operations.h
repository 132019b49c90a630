/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-keyring-call.h"

/* The first steps of the calls, by what they shall do. */

G_BEGIN_DECLS

void lk_keyring_check_step   (LkKeyringCall *call);
void lk_keyring_unlock_step  (LkKeyringCall *call);
void lk_keyring_look_up_step (LkKeyringCall *call);
void lk_keyring_list_step    (LkKeyringCall *call);
void lk_keyring_store_step   (LkKeyringCall *call);
void lk_keyring_remove_step  (LkKeyringCall *call);

G_END_DECLS
