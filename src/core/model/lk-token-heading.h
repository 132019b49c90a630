/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define LK_TYPE_TOKEN_HEADING (lk_token_heading_get_type ())

/* A row between tokens. Properties, read-only: title ("Needs Attention"), count (of the tokens below it, notified). */
G_DECLARE_FINAL_TYPE (LkTokenHeading, lk_token_heading, LK, TOKEN_HEADING, GObject)

LkTokenHeading *lk_token_heading_new       (const char     *title) G_GNUC_WARN_UNUSED_RESULT;
void            lk_token_heading_set_count (LkTokenHeading *self,
                                            guint           count);

G_END_DECLS
