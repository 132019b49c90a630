/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-keyring-call.h"

G_BEGIN_DECLS

void lk_keyring_call_method (LkKeyringCall       *call,
                             const char          *path,
                             const char          *interface,
                             const char          *method,
                             GVariant            *arguments,
                             const GVariantType  *answer,
                             GAsyncReadyCallback  callback);
void lk_keyring_prompt      (LkKeyringCall       *call,
                             const char          *path,
                             LkKeyringPrompted    prompted);

G_END_DECLS
