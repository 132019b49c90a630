/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-accounts-list.h"

G_BEGIN_DECLS

void lk_account_removal_begin (LkAccountsList *list,
                               LkOffice       *office,
                               LkAccount      *account);

G_END_DECLS
