/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-app-token.h"
#include "lk-listed-token.h"

G_BEGIN_DECLS

#define LK_TOKEN_OLD_DAYS 365

/**
 * LkTokenConcern:
 * @LK_TOKEN_CONCERN_NONE: "": none
 * @LK_TOKEN_CONCERN_OLD: "old": it has no expiry and is older than a year
 * @LK_TOKEN_CONCERN_UNDESCRIBED: "undescribed": it has neither a description nor a note, so nobody can tell what it is for
 * @LK_TOKEN_CONCERN_ADMINISTRATOR: "administrator": it has the role that may do everything in its organization; a Pulsar
 *   token has no roles
 * @LK_TOKEN_CONCERN_UNSTORED: "unstored": its secret is not in the keyring, as far as that could be read; a Pulsar token can
 *   be fetched again, so it is never stored nowhere
 *
 * Why somebody should look at a token that works. What has expired concerns nobody.
 */
typedef enum
{
  LK_TOKEN_CONCERN_NONE,
  LK_TOKEN_CONCERN_OLD,
  LK_TOKEN_CONCERN_UNDESCRIBED,
  LK_TOKEN_CONCERN_ADMINISTRATOR,
  LK_TOKEN_CONCERN_UNSTORED,
  LK_TOKEN_N_CONCERNS
} LkTokenConcern;

LkTokenConcern  lk_token_concern_from_string (const char     *text);
const char     *lk_token_concern_to_string   (LkTokenConcern  concern);
const char     *lk_token_concern_get_title   (LkTokenConcern  concern);
gboolean        lk_token_concern_is_about    (LkTokenConcern  concern,
                                              LkListedToken  *token,
                                              GDateTime      *now);

G_END_DECLS
