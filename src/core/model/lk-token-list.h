/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "lk-token-concern.h"
#include "lk-token-facts.h"
#include "lk-token-heading.h"

G_BEGIN_DECLS

#define LK_TYPE_TOKEN_LIST (lk_token_list_get_type ())

/* What a view shows of a model of tokens: found, sorted, and below headings where something needs attention. Properties:
 * source (GListModel of LkAppToken, nullable), search (string), order (string: see LkTokenOrder), show (flags of
 * LkTokenShow), concern (string: see LkTokenConcern), organization (string, nullable: also searched). Read-only, notified:
 * rows (GListModel, the same for good), n-tokens (of the source), n-matching, narrowed (boolean: show,
 * the concern or the role leave something out). */
G_DECLARE_FINAL_TYPE (LkTokenList, lk_token_list, LK, TOKEN_LIST, GObject)

LkTokenList *lk_token_list_new      (void) G_GNUC_WARN_UNUSED_RESULT;

GListModel  *lk_token_list_get_rows (LkTokenList *self); /* LkTokenHeading and LkAppToken, transfer none */

void         lk_token_list_set_role (LkTokenList *self,
                                     const char  *role_id,
                                     const char  *role_name);
void         lk_token_list_set_now  (LkTokenList *self,
                                     GDateTime   *now);
void         lk_token_list_update   (LkTokenList *self);

G_END_DECLS
