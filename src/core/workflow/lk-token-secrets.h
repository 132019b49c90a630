/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-account.h"

G_BEGIN_DECLS

GHashTable *lk_token_secrets_attributes (LkAccount  *account,
                                         const char *client_id,
                                         const char *field,
                                         const char *script_name) G_GNUC_WARN_UNUSED_RESULT;
char       *lk_token_secrets_label      (LkAccount  *account,
                                         const char *field,
                                         const char *title) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
