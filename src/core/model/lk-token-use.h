/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define LK_TYPE_TOKEN_USE (lk_token_use_get_type ())

/**
 * LkTokenUse:
 *
 * A place that holds a copy of a token, in somebody's own words. Construct property: text. Writable later, with notify:
 * switched (boolean), whether it has the token that takes the other's place.
 */
G_DECLARE_FINAL_TYPE (LkTokenUse, lk_token_use, LK, TOKEN_USE, GObject)

LkTokenUse *lk_token_use_new          (const char *text,
                                       gboolean    switched) G_GNUC_WARN_UNUSED_RESULT;
const char *lk_token_use_get_text     (LkTokenUse *self);
gboolean    lk_token_use_get_switched (LkTokenUse *self);

G_END_DECLS
