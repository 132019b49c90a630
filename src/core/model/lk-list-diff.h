/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean lk_list_diff_splice        (GListStore *store,
                                     GPtrArray  *items,
                                     guint       max_runs);
void     lk_list_diff_splice_middle (GListStore *store,
                                     GPtrArray  *items);

G_END_DECLS
