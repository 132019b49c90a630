/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-account.h"
#include "lk-app-token.h"

G_BEGIN_DECLS

GBytes *lk_token_table_new (LkAccount *account,
                            GPtrArray *tokens) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
