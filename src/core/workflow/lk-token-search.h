/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-inventories.h"
#include "lk-listed-token.h"
#include "lk-token-concern.h"

G_BEGIN_DECLS

#define LK_TOKEN_SEARCH_MOST 200 /* hits; who gets more looks for something else */

#define LK_TYPE_TOKEN_HIT (lk_token_hit_get_type ())

/* A token of either kind that a search found, with whose it is. */
G_DECLARE_FINAL_TYPE (LkTokenHit, lk_token_hit, LK, TOKEN_HIT, GObject)

LkTokenHit    *lk_token_hit_new         (LkListedToken *token,
                                         LkAccount     *account,
                                         LkTenant      *tenant) G_GNUC_WARN_UNUSED_RESULT;
LkListedToken *lk_token_hit_get_token   (LkTokenHit *self);
LkAccount     *lk_token_hit_get_account (LkTokenHit *self);
LkTenant      *lk_token_hit_get_tenant  (LkTokenHit *self); /* nullable: it is an application token */

#define LK_TYPE_TOKEN_SEARCH (lk_token_search_get_type ())

/* One search over both kinds of token, all accounts and tenants, of what is known here; without words it finds what needs
 * attention. Properties: search (string, nullable), searching (boolean, notify: not all was looked at yet), truncated
 * (boolean, notify: there is more than the hits), n-hits (uint, notify). */
G_DECLARE_FINAL_TYPE (LkTokenSearch, lk_token_search, LK, TOKEN_SEARCH, GObject)

LkTokenSearch *lk_token_search_new      (LkInventories *inventories) G_GNUC_WARN_UNUSED_RESULT;
void           lk_token_search_set_active  (LkTokenSearch  *self,
                                            gboolean        active);
/* Until there are words: the Pulsar tokens of an account that a concern is about; none and NULL for what needs attention. */
void           lk_token_search_set_concern (LkTokenSearch  *self,
                                            LkTokenConcern  concern,
                                            LkAccount      *account);
GListModel    *lk_token_search_get_hits (LkTokenSearch *self); /* of LkTokenHit, those of an account and tenant together */

G_END_DECLS
