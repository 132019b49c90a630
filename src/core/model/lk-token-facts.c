/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-token-facts.h"

#include <string.h>

/**
 * lk_token_facts_get_days_left:
 * @expiry: (nullable): when a token ends
 * @now: the moment to count from
 *
 * Returns: how many whole days are left; 0 on the last day, and where there is no end or it has passed
 */
guint
lk_token_facts_get_days_left (GDateTime *expiry,
                              GDateTime *now)
{
  GTimeSpan left = expiry != NULL ? g_date_time_difference (expiry, now) : 0;

  return left > 0 ? (guint) (left / G_TIME_SPAN_DAY) : 0;
}

/**
 * lk_token_facts_judge_expiry:
 * @expiry: (nullable): when a token ends, %NULL if that is not known
 * @now: the moment to compare with
 *
 * Returns: how near that is
 */
LkTokenLife
lk_token_facts_judge_expiry (GDateTime *expiry,
                             GDateTime *now)
{
  if (expiry == NULL)
    return LK_TOKEN_LIFE_NO_EXPIRY;
  if (g_date_time_compare (expiry, now) <= 0)
    return LK_TOKEN_LIFE_EXPIRED;

  return lk_token_facts_get_days_left (expiry, now) <= LK_TOKEN_SOON_DAYS ? LK_TOKEN_LIFE_EXPIRING : LK_TOKEN_LIFE_ACTIVE;
}

/**
 * lk_token_facts_get_life:
 * @token: a token
 * @now: the moment to compare with
 *
 * Returns: where it stands
 */
LkTokenLife
lk_token_facts_get_life (LkListedToken *token,
                         GDateTime     *now)
{
  LkListedTokenInterface *iface = LK_LISTED_TOKEN_GET_IFACE (token);
  GDateTime *expiry = iface->get_expiry (token);

  if (expiry == NULL && !iface->get_expiry_known (token))
    return LK_TOKEN_LIFE_UNKNOWN;

  return lk_token_facts_judge_expiry (expiry, now);
}

/**
 * lk_token_facts_get_age_days:
 * @token: a token
 * @now: the moment to count to
 *
 * Returns: how many whole days ago it was made, 0 for a clock that is behind, -1 if that is not told
 */
int
lk_token_facts_get_age_days (LkListedToken *token,
                             GDateTime     *now)
{
  GDateTime *made = LK_LISTED_TOKEN_GET_IFACE (token)->get_made (token);

  if (made == NULL)
    return -1;

  return (int) MAX (g_date_time_difference (now, made) / G_TIME_SPAN_DAY, 0);
}

/**
 * lk_token_facts_needs_attention:
 * @token: a token
 * @now: the moment to compare with
 *
 * Returns: whether it has expired, or will within 30 days, or another token takes its place, or it should be gone
 */
gboolean
lk_token_facts_needs_attention (LkListedToken *token,
                                GDateTime     *now)
{
  LkTokenLife life = lk_token_facts_get_life (token, now);
  LkTokenRotation rotation = lk_listed_token_get_rotation (token);

  return life == LK_TOKEN_LIFE_EXPIRING || life == LK_TOKEN_LIFE_EXPIRED || rotation == LK_TOKEN_OLDER
         || rotation == LK_TOKEN_SUPERSEDED || rotation == LK_TOKEN_DOOMED;
}

/**
 * lk_token_order_from_string:
 * @text: the word for an order, as in the settings
 *
 * Returns: the order; newest first for a word that is not known
 */
LkTokenOrder
lk_token_order_from_string (const char *text)
{
  static const struct
  {
    const char   *word;
    LkTokenOrder  order;
  } orders[] = {
    { "expiry", LK_TOKEN_ORDER_EXPIRY },
    { "newest", LK_TOKEN_ORDER_NEWEST },
    { "oldest", LK_TOKEN_ORDER_OLDEST },
    { "name", LK_TOKEN_ORDER_NAME },
    { "role", LK_TOKEN_ORDER_ROLE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    if (g_strcmp0 (text, orders[i].word) == 0)
      return orders[i].order;

  return LK_TOKEN_ORDER_NEWEST;
}

/* What has no time is last, whichever way the others go. */
static int
compare_times (GDateTime *first,
               GDateTime *second,
               int        direction)
{
  if (first == NULL || second == NULL)
    return (first == NULL ? 1 : 0) - (second == NULL ? 1 : 0);

  return direction * g_date_time_compare (first, second);
}

static int
compare_titles (LkListedToken *first,
                LkListedToken *second)
{
  int result = strcmp (lk_listed_token_get_title_key (first), lk_listed_token_get_title_key (second));

  return result != 0 ? result
                     : g_strcmp0 (LK_LISTED_TOKEN_GET_IFACE (first)->get_id (first),
                                  LK_LISTED_TOKEN_GET_IFACE (second)->get_id (second));
}

/* What ends comes first, then that of which nobody knows, then what never does. */
static int
compare_expiries (LkListedToken *first,
                  LkListedToken *second)
{
  GDateTime *first_expiry = LK_LISTED_TOKEN_GET_IFACE (first)->get_expiry (first);
  GDateTime *second_expiry = LK_LISTED_TOKEN_GET_IFACE (second)->get_expiry (second);

  if (first_expiry != NULL || second_expiry != NULL)
    return compare_times (first_expiry, second_expiry, 1);

  return (LK_LISTED_TOKEN_GET_IFACE (first)->get_expiry_known (first) ? 1 : 0)
         - (LK_LISTED_TOKEN_GET_IFACE (second)->get_expiry_known (second) ? 1 : 0);
}

static int
compare_made (LkListedToken *first,
              LkListedToken *second,
              int            direction)
{
  return compare_times (LK_LISTED_TOKEN_GET_IFACE (first)->get_made (first),
                        LK_LISTED_TOKEN_GET_IFACE (second)->get_made (second), direction);
}

/**
 * lk_token_facts_compare:
 * @first: a token
 * @second: another token of the same kind
 * @order: how they are sorted
 *
 * Compares two tokens; never 0 for two of one list that have an id.
 *
 * Returns: less than 0 if @first comes first, more than 0 if @second does
 */
int
lk_token_facts_compare (LkListedToken *first,
                        LkListedToken *second,
                        LkTokenOrder   order)
{
  int result = 0;

  switch (order)
    {
    case LK_TOKEN_ORDER_EXPIRY:
      result = compare_expiries (first, second);
      break;

    case LK_TOKEN_ORDER_NEWEST:
      result = compare_made (first, second, -1);
      break;

    case LK_TOKEN_ORDER_OLDEST:
      result = compare_made (first, second, 1);
      break;

    case LK_TOKEN_ORDER_NAME:
      result = (LK_LISTED_TOKEN_GET_IFACE (first)->get_untitled (first) ? 1 : 0)
               - (LK_LISTED_TOKEN_GET_IFACE (second)->get_untitled (second) ? 1 : 0);
      break;

    case LK_TOKEN_ORDER_ROLE:
      result = strcmp (lk_listed_token_get_role_key (first), lk_listed_token_get_role_key (second));
      break;

    default:
      break;
    }

  return result != 0 ? result : compare_titles (first, second);
}

/**
 * lk_token_facts_is_shown:
 * @token: a token
 * @show: what is shown
 * @now: the moment to compare with
 *
 * Returns: whether the token is among it
 */
gboolean
lk_token_facts_is_shown (LkListedToken *token,
                         LkTokenShow    show,
                         GDateTime     *now)
{
  static const LkTokenShow of_life[] = {
    [LK_TOKEN_LIFE_NO_EXPIRY] = LK_TOKEN_SHOW_NO_EXPIRY,
    [LK_TOKEN_LIFE_ACTIVE] = LK_TOKEN_SHOW_ALL,
    [LK_TOKEN_LIFE_EXPIRING] = LK_TOKEN_SHOW_EXPIRING,
    [LK_TOKEN_LIFE_EXPIRED] = LK_TOKEN_SHOW_EXPIRED,
    [LK_TOKEN_LIFE_UNKNOWN] = LK_TOKEN_SHOW_UNKNOWN,
  };
  const guint lives =
    show & (LK_TOKEN_SHOW_EXPIRING | LK_TOKEN_SHOW_EXPIRED | LK_TOKEN_SHOW_NO_EXPIRY | LK_TOKEN_SHOW_UNKNOWN);
  const guint places = show & (LK_TOKEN_SHOW_STORED | LK_TOKEN_SHOW_NOT_STORED);
  const guint place = LK_LISTED_TOKEN_GET_IFACE (token)->get_stored (token) ? LK_TOKEN_SHOW_STORED : LK_TOKEN_SHOW_NOT_STORED;

  return (lives == 0 || (lives & of_life[lk_token_facts_get_life (token, now)]) != 0)
         && (places == 0 || (places & place) != 0);
}

/**
 * lk_token_facts_has_role:
 * @token: a token
 * @role_id: (nullable): a role's id, %NULL for any role
 * @role_name: (nullable): its name, which some tokens have in place of the id
 *
 * Returns: whether the token has that role
 */
gboolean
lk_token_facts_has_role (LkAppToken *token,
                         const char *role_id,
                         const char *role_name)
{
  const char *const *ids = lk_app_token_get_role_ids (token);

  return role_id == NULL || g_strv_contains (ids, role_id) || (role_name != NULL && g_strv_contains (ids, role_name));
}

/**
 * lk_token_facts_matches:
 * @token: a token
 * @words: (array zero-terminated=1): what is searched for, each from lk_fold_text()
 * @organization: (nullable): the token's organization, from lk_fold_text()
 *
 * Looks for every word in what the token can be found by, and in its organization.
 *
 * Returns: whether all are found
 */
gboolean
lk_token_facts_matches (LkListedToken      *token,
                        const char * const *words,
                        const char         *organization)
{
  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (lk_listed_token_get_search_text (token), words[i]) == NULL
        && (organization == NULL || strstr (organization, words[i]) == NULL))
      return FALSE;

  return TRUE;
}
