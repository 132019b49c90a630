/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-review.h"

G_BEGIN_DECLS

#define LK_TYPE_REVIEW_PAGE (lk_review_page_get_type ())

/* Which tokens of all accounts should be looked at. Properties: review (LkReview, nullable), collapsed (boolean), state
 * (string, read-only: which of the template's pages is shown). Signal: opened (LkAccount, the word for a LkTokenConcern). */
G_DECLARE_FINAL_TYPE (LkReviewPage, lk_review_page, LK, REVIEW_PAGE, AdwBin)

G_END_DECLS
