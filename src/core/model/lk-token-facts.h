/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-app-token.h"
#include "lk-listed-token.h"

G_BEGIN_DECLS

#define LK_TOKEN_SOON_DAYS 30

/**
 * LkTokenLife:
 * @LK_TOKEN_LIFE_NO_EXPIRY: no expiry is known
 * @LK_TOKEN_LIFE_ACTIVE: it expires, but not soon
 * @LK_TOKEN_LIFE_EXPIRING: it expires within 30 days
 * @LK_TOKEN_LIFE_EXPIRED: it has expired
 * @LK_TOKEN_LIFE_UNKNOWN: nobody knows when it expires, or whether
 *
 * Where a token stands between its making and its end.
 */
typedef enum
{
  LK_TOKEN_LIFE_NO_EXPIRY,
  LK_TOKEN_LIFE_ACTIVE,
  LK_TOKEN_LIFE_EXPIRING,
  LK_TOKEN_LIFE_EXPIRED,
  LK_TOKEN_LIFE_UNKNOWN,
} LkTokenLife;

/**
 * LkTokenOrder:
 * @LK_TOKEN_ORDER_EXPIRY: "expiry": the next to end comes first, what never ends last, what may never end before that
 * @LK_TOKEN_ORDER_NEWEST: "newest": the last made comes first, what tells no time last
 * @LK_TOKEN_ORDER_OLDEST: "oldest": the first made comes first, what tells no time last
 * @LK_TOKEN_ORDER_NAME: "name": by title, what has none last
 * @LK_TOKEN_ORDER_ROLE: "role": by role
 *
 * How tokens are sorted. Among equals the title counts, then the client id, so that an order never changes by itself.
 */
typedef enum
{
  LK_TOKEN_ORDER_EXPIRY,
  LK_TOKEN_ORDER_NEWEST,
  LK_TOKEN_ORDER_OLDEST,
  LK_TOKEN_ORDER_NAME,
  LK_TOKEN_ORDER_ROLE,
} LkTokenOrder;

/**
 * LkTokenShow:
 * @LK_TOKEN_SHOW_EXPIRING: what expires within 30 days
 * @LK_TOKEN_SHOW_EXPIRED: what has expired
 * @LK_TOKEN_SHOW_NO_EXPIRY: what has no expiry
 * @LK_TOKEN_SHOW_STORED: what has its secret in the keyring
 * @LK_TOKEN_SHOW_NOT_STORED: what does not
 * @LK_TOKEN_SHOW_UNKNOWN: what may have an expiry or not
 *
 * What is shown. None that tells of the life shows any life, neither stored nor not stored both; a token has to fit either group.
 */
typedef enum
{
  LK_TOKEN_SHOW_ALL = 0,
  LK_TOKEN_SHOW_EXPIRING = 1 << 0,
  LK_TOKEN_SHOW_EXPIRED = 1 << 1,
  LK_TOKEN_SHOW_NO_EXPIRY = 1 << 2,
  LK_TOKEN_SHOW_STORED = 1 << 3,
  LK_TOKEN_SHOW_NOT_STORED = 1 << 4,
  LK_TOKEN_SHOW_UNKNOWN = 1 << 5,
} LkTokenShow;

LkTokenLife  lk_token_facts_judge_expiry    (GDateTime          *expiry,
                                             GDateTime          *now);
LkTokenLife  lk_token_facts_get_life        (LkListedToken      *token,
                                             GDateTime          *now);
guint        lk_token_facts_get_days_left   (GDateTime          *expiry,
                                             GDateTime          *now);
int          lk_token_facts_get_age_days    (LkListedToken      *token,
                                             GDateTime          *now);
gboolean     lk_token_facts_needs_attention (LkListedToken      *token,
                                             GDateTime          *now);

LkTokenOrder lk_token_order_from_string     (const char         *text);
int          lk_token_facts_compare         (LkListedToken      *first,
                                             LkListedToken      *second,
                                             LkTokenOrder        order);
gboolean     lk_token_facts_is_shown        (LkListedToken      *token,
                                             LkTokenShow         show,
                                             GDateTime          *now);
gboolean     lk_token_facts_has_role        (LkAppToken         *token,
                                             const char         *role_id,
                                             const char         *role_name);
gboolean     lk_token_facts_matches         (LkListedToken      *token,
                                             const char * const *words,
                                             const char         *organization);

G_END_DECLS
