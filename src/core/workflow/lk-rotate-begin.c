/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-rotate.h"

#include "lk-when.h"

/**
 * lk_rotate_dup_expiry:
 * @old: a token
 * @now: when the life of what takes its place begins
 *
 * Returns: (transfer full) (nullable): when that ends: as far away as the end of @old was when it was made; %NULL for never
 */
GDateTime *
lk_rotate_dup_expiry (LkAppToken *old,
                      GDateTime  *now)
{
  GDateTime *made = lk_app_token_get_generated_on (old);
  GDateTime *expiry = lk_app_token_get_token_expiry (old);

  if (expiry == NULL)
    return NULL;
  if (made == NULL || g_date_time_compare (made, expiry) >= 0)
    return g_date_time_add_days (now, LK_WHEN_DEFAULT_DAYS);

  return g_date_time_add (now, g_date_time_difference (expiry, made));
}

/**
 * lk_rotate_issue_new:
 * @inventory: a loaded inventory
 * @old: one of its tokens
 * @now: when its life begins
 *
 * Makes a wish for a token like @old: with its roles and description, and lk_rotate_dup_expiry(). It has no script
 * name: the one of @old moves to it by lk_rotate_hand_over_async().
 *
 * Returns: (transfer full): the wish, to be run as any other
 */
LkIssue *
lk_rotate_issue_new (LkInventory *inventory,
                     LkAppToken  *old,
                     GDateTime   *now)
{
  g_autoptr (GDateTime) expiry = lk_rotate_dup_expiry (old, now);
  const char *description = lk_app_token_get_description (old);
  LkIssue *issue;

  /* Astra wants one; what is shown for none is no description. */
  if (description == NULL || *description == '\0')
    description = lk_app_token_get_client_id (old);
  issue = lk_issue_new (inventory, lk_app_token_get_role_ids (old), description, expiry, NULL);
  lk_issue_set_replaces (issue, lk_app_token_get_client_id (old));

  return issue;
}

/**
 * lk_rotate_get_days:
 * @old: a Pulsar token
 * @days: (out): for how many days a token like it lasts, 0 for ever
 *
 * Returns: whether that is known; it is once the token itself was read
 */
gboolean
lk_rotate_get_days (LkPulsarToken *old,
                    guint         *days)
{
  GDateTime *issued = lk_pulsar_token_get_issued (old);
  GDateTime *expiry = lk_pulsar_token_get_expiry (old);
  GTimeSpan life;

  *days = 0;
  if (expiry == NULL)
    return lk_pulsar_token_get_expiry_known (old);
  if (issued == NULL || g_date_time_compare (issued, expiry) >= 0)
    return FALSE;

  life = g_date_time_difference (expiry, issued);
  *days = (guint) ((life + G_TIME_SPAN_DAY - 1) / G_TIME_SPAN_DAY);

  return TRUE;
}
