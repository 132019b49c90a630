/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-app-token.h"

G_BEGIN_DECLS

/* What tokens are sorted and found by. It is made when it is asked for, and kept until something in the token changes. */

const char *lk_app_token_get_title_key   (LkAppToken *self);
const char *lk_app_token_get_role_key    (LkAppToken *self);
const char *lk_app_token_get_search_text (LkAppToken *self);
void        lk_app_token_forget_keys     (LkAppToken *self);

char       *lk_fold_text                 (const char *text) G_GNUC_WARN_UNUSED_RESULT;
GStrv       lk_fold_words                (const char *search) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
