/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LK_UNFINISHED_ACTIONS "unfinished" /* the prefix of the actions that LkUnfinishedBanner gives its window */

void lk_unfinished_actions_tell (GtkWidget    *window,
                                 const char   *account_id,
                                 const GError *error);

G_END_DECLS
