/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-accounts-list.h"

G_BEGIN_DECLS

void     lk_account_actions_install    (GtkWidget      *window,
                                        LkAccountsList *list);
gboolean lk_account_actions_has_portal (LkAccount      *account);

G_END_DECLS
