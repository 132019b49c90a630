/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _LkJsonFilter LkJsonFilter;

LkJsonFilter *lk_json_filter_new   (const char   *key) G_GNUC_WARN_UNUSED_RESULT;
void          lk_json_filter_free  (LkJsonFilter *self);
void          lk_json_filter_reset (LkJsonFilter *self);
gsize         lk_json_filter_run   (LkJsonFilter *self,
                                    char         *data,
                                    gsize         length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkJsonFilter, lk_json_filter_free)

G_END_DECLS
