/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-app-token.h"
#include "lk-listed-token.h"

G_BEGIN_DECLS

void   lk_app_token_listed_init (LkListedTokenInterface *iface);

char  *lk_fold_text             (const char *text) G_GNUC_WARN_UNUSED_RESULT;
GStrv  lk_fold_words            (const char *search) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
