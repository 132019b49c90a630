/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * LkIntentState:
 * @LK_INTENT_PLANNED: nothing has been sent
 * @LK_INTENT_SENDING: the request may be on its way or have taken effect
 * @LK_INTENT_UNKNOWN: the answer was lost; whether it took effect is not known
 * @LK_INTENT_ORPHAN: a token exists whose secret was lost
 * @LK_INTENT_ANSWERED: the answer is complete, its secret not yet stored
 * @LK_INTENT_STORED: the secret is stored; it is looked at once more at the next start
 *
 * The step a piece of unfinished work stands at. Finished work has no row.
 */
typedef enum
{
  LK_INTENT_PLANNED,
  LK_INTENT_SENDING,
  LK_INTENT_UNKNOWN,
  LK_INTENT_ORPHAN,
  LK_INTENT_ANSWERED,
  LK_INTENT_STORED,
} LkIntentState;

const char *lk_intent_state_to_string   (LkIntentState  state);
gboolean    lk_intent_state_from_string (const char    *text,
                                         LkIntentState *state);

#define LK_TYPE_INTENT (lk_intent_get_type ())

G_DECLARE_FINAL_TYPE (LkIntent, lk_intent, LK, INTENT, GObject)

/* Construct properties: id, operation ("create", "delete"), account-id, description, role-ids (GStrv), token-expiry
 * (nullable, ISO instant as sent), script-name (nullable), known-ids (GStrv: client ids listed before), since
 * (GDateTime); of a rotation replaces (the old token's id); of a Pulsar token tenant-name, cluster-name (both
 * nullable), lifetime-days (uint, 0: no end), keep
 * (boolean). Writable later: state (int, LkIntentState), client-id (nullable), known-ids, candidate-ids (GStrv), sent-at,
 * lost-at (GDateTime, nullable). */

const char         *lk_intent_get_id            (LkIntent      *self);
const char         *lk_intent_get_operation     (LkIntent      *self);
const char         *lk_intent_get_account_id    (LkIntent      *self);
const char         *lk_intent_get_description   (LkIntent      *self);
const char * const *lk_intent_get_role_ids      (LkIntent      *self);
const char         *lk_intent_get_token_expiry  (LkIntent      *self);
const char         *lk_intent_get_script_name   (LkIntent      *self);
const char         *lk_intent_get_client_id     (LkIntent      *self);
const char         *lk_intent_get_replaces      (LkIntent      *self);
gboolean            lk_intent_is_pulsar         (LkIntent      *self);
const char         *lk_intent_get_tenant_name   (LkIntent      *self);
const char         *lk_intent_get_cluster_name  (LkIntent      *self);
guint               lk_intent_get_lifetime_days (LkIntent      *self);
gboolean            lk_intent_get_keep          (LkIntent      *self);
const char * const *lk_intent_get_known_ids     (LkIntent      *self);
const char * const *lk_intent_get_candidate_ids (LkIntent      *self);
GDateTime          *lk_intent_get_since         (LkIntent      *self);
GDateTime          *lk_intent_get_sent_at       (LkIntent      *self);
GDateTime          *lk_intent_get_lost_at       (LkIntent      *self);
LkIntentState       lk_intent_get_state         (LkIntent      *self);
void                lk_intent_set_state         (LkIntent      *self,
                                                 LkIntentState  state);

G_END_DECLS
