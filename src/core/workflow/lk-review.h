/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-inventories.h"
#include "lk-token-concern.h"

G_BEGIN_DECLS

#define LK_TYPE_REVIEW_ENTRY (lk_review_entry_get_type ())

/* How many tokens of one kind of one account one concern is about. Properties, read-only: account (LkAccount), pulsar
 * (boolean), n-tokens (notified). */
G_DECLARE_FINAL_TYPE (LkReviewEntry, lk_review_entry, LK, REVIEW_ENTRY, GObject)

LkAccount      *lk_review_entry_get_account  (LkReviewEntry *self);
gboolean        lk_review_entry_get_pulsar   (LkReviewEntry *self);
guint           lk_review_entry_get_n_tokens (LkReviewEntry *self);

#define LK_TYPE_REVIEW (lk_review_get_type ())

/* Which tokens of all accounts should be looked at, as far as their lists are known. Properties, read-only, notified:
 * count (of tokens, each once), unread (string: the accounts whose list was never read), known (boolean: some were). */
G_DECLARE_FINAL_TYPE (LkReview, lk_review, LK, REVIEW, GObject)

LkReview       *lk_review_new                (LkInventories  *inventories) G_GNUC_WARN_UNUSED_RESULT;

LkInventories  *lk_review_get_inventories    (LkReview       *self);
GListModel     *lk_review_get_entries        (LkReview       *self,
                                              LkTokenConcern  concern); /* of LkReviewEntry, transfer none */
guint           lk_review_get_count          (LkReview       *self);
const char     *lk_review_get_unread         (LkReview       *self);
gboolean        lk_review_get_known          (LkReview       *self);
void            lk_review_set_now            (LkReview       *self,
                                              GDateTime      *now);

G_END_DECLS
