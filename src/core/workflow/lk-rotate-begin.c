/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-rotate.h"

#include "lk-when.h"

/**
 * lk_rotate_issue_new:
 * @inventory: a loaded inventory
 * @old: one of its tokens
 * @now: when its life begins
 *
 * Makes a wish for a token like @old: with its roles and description, and an end as far away as that of @old was when it
 * was made. It has no script name: the one of @old moves to it by lk_rotate_hand_over_async().
 *
 * Returns: (transfer full): the wish, to be run as any other
 */
LkIssue *
lk_rotate_issue_new (LkInventory *inventory,
                     LkAppToken  *old,
                     GDateTime   *now)
{
  GDateTime *made = lk_app_token_get_generated_on (old);
  GDateTime *expiry = lk_app_token_get_token_expiry (old);
  g_autoptr (GDateTime) new_expiry = NULL;
  LkIssue *issue;

  if (expiry != NULL && made != NULL && g_date_time_compare (made, expiry) < 0)
    new_expiry = g_date_time_add (now, g_date_time_difference (expiry, made));
  else if (expiry != NULL)
    new_expiry = g_date_time_add_days (now, LK_WHEN_DEFAULT_DAYS);

  issue = lk_issue_new (inventory, lk_app_token_get_role_ids (old), lk_app_token_get_title (old), new_expiry, NULL);
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
