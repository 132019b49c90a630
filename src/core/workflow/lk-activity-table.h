/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "lk-activity.h"

G_BEGIN_DECLS

GBytes     *lk_activity_table_new              (GListModel         *activities) G_GNUC_WARN_UNUSED_RESULT;
gboolean    lk_activity_table_matches          (LkActivity         *activity,
                                                const char * const *words);
gboolean    lk_activity_table_is_about_account (LkActivity         *activity);
const char *lk_activity_table_describe         (LkActivity         *activity);
const char *lk_activity_table_describe_outcome (LkActivity         *activity);

G_END_DECLS
