/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-create-answer.h"
#include "lk-office.h"

G_BEGIN_DECLS

void lk_token_choice_async  (LkOffice             *office,
                             LkAccount            *account,
                             LkCreateAnswer       *answer,
                             GAsyncReadyCallback   callback,
                             gpointer              user_data);
void lk_token_choice_finish (LkOffice             *office,
                             GAsyncResult         *result);

G_END_DECLS
