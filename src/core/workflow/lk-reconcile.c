/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-reconcile.h"

#define EARLIEST (-5 * G_TIME_SPAN_MINUTE) /* clocks of two servers of one service may differ by this */
#define LATEST (10 * G_TIME_SPAN_MINUTE)   /* a request that is on its way for longer than this has been given up */

static gboolean
contains_all (const char *const *strings,
              const char *const *wanted)
{
  for (guint i = 0; wanted[i] != NULL; i++)
    if (!g_strv_contains (strings, wanted[i]))
      return FALSE;

  return TRUE;
}

/* The same roles, in whatever order and however often. */
static gboolean
has_roles (LkAppToken        *token,
           const char *const *wanted)
{
  const char *const *roles = lk_app_token_get_role_ids (token);

  return contains_all (roles, wanted) && contains_all (wanted, roles);
}

/* The list does not always give a description; where it does, ours is the one that was sent. */
static gboolean
has_description (LkAppToken *token,
                 LkIntent   *intent)
{
  const char *description = lk_app_token_get_description (token);

  return description == NULL || *description == '\0'
         || g_strcmp0 (description, lk_intent_get_description (intent)) == 0;
}

static gboolean
is_of_the_time (LkAppToken *token,
                LkIntent   *intent)
{
  GDateTime *generated_on = lk_app_token_get_generated_on (token);
  GDateTime *sent_at = lk_intent_get_sent_at (intent);
  GTimeSpan after;

  if (generated_on == NULL || sent_at == NULL)
    return TRUE;
  after = g_date_time_difference (generated_on, sent_at);

  return after >= EARLIEST && after <= LATEST;
}

static gboolean
is_like_it (LkAppToken *token,
            LkIntent   *intent,
            GHashTable *held)
{
  const char *client_id = lk_app_token_get_client_id (token);

  return !g_strv_contains (lk_intent_get_known_ids (intent), client_id) && !g_hash_table_contains (held, client_id)
         && has_roles (token, lk_intent_get_role_ids (intent)) && has_description (token, intent);
}

static gboolean
is_listed (GPtrArray  *tokens,
           const char *client_id)
{
  for (guint i = 0; i < tokens->len; i++)
    if (g_strcmp0 (lk_app_token_get_client_id (g_ptr_array_index (tokens, i)), client_id) == 0)
      return TRUE;

  return FALSE;
}

/* Once it was listed it is its own candidate, and gone as soon as it no longer is; before, the list may lag behind. */
static LkReconcileOutcome
reconcile_known (LkIntent *intent,
                 gboolean  listed,
                 gboolean  certain)
{
  const char *ids[] = { lk_intent_get_client_id (intent), NULL };
  gboolean was_listed = g_strv_contains (lk_intent_get_candidate_ids (intent), ids[0]);

  if (listed)
    g_object_set (intent, "candidate-ids", ids, NULL);

  return listed || !(certain || was_listed) ? LK_RECONCILE_ORPHAN : LK_RECONCILE_NOTHING;
}

/**
 * lk_reconcile_dup_time:
 * @own_time: when something was, by this computer's clock
 * @server_now: the time by the server's clock
 *
 * Tells the time of something by the server's clock that was asked before the server had told its time: a process that takes
 * up the work of another one knows nothing of that until its first answer.
 *
 * Returns: (transfer full): the time
 */
GDateTime *
lk_reconcile_dup_time (GDateTime *own_time,
                       GDateTime *server_now)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return g_date_time_add (own_time, g_date_time_difference (server_now, now));
}

/**
 * lk_reconcile:
 * @intent: a create whose answer did not bring the secret; its candidates are brought up to date
 * @tokens: (element-type LkAppToken): the list as it is now
 * @held: (element-type utf8): client ids of tokens whose secret is kept, none of which is the one that was lost
 * @server_now: the time by the server's clock when the list was asked for
 *
 * Holds what is listed against what was sent. A candidate is new since the list before the request, has the same roles
 * and, where the list tells one, the same description, and was made about then. It may still be somebody else's: people
 * are asked before one is deleted. A list may lag behind, and a clock may be wrong: that nothing was created is said
 * only after a while, and only where no token could be meant, whatever its time.
 *
 * Returns: what can be said
 */
LkReconcileOutcome
lk_reconcile (LkIntent   *intent,
              GPtrArray  *tokens,
              GHashTable *held,
              GDateTime  *server_now)
{
  GDateTime *sent_at = lk_intent_get_sent_at (intent);
  const char *client_id = lk_intent_get_client_id (intent);
  gboolean certain = sent_at != NULL && g_date_time_difference (server_now, sent_at) >= LK_RECONCILE_CERTAIN;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) candidates = NULL;
  gboolean any = FALSE;

  if (client_id != NULL)
    return reconcile_known (intent, is_listed (tokens, client_id), certain);

  for (guint i = 0; i < tokens->len; i++)
    {
      LkAppToken *token = g_ptr_array_index (tokens, i);

      if (!is_like_it (token, intent, held))
        continue;
      any = TRUE;
      if (is_of_the_time (token, intent))
        g_strv_builder_add (builder, lk_app_token_get_client_id (token));
    }
  candidates = g_strv_builder_end (builder);
  g_object_set (intent, "candidate-ids", candidates, NULL);

  return certain && !any ? LK_RECONCILE_NOTHING : LK_RECONCILE_UNKNOWN;
}
