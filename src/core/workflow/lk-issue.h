/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-inventory.h"

G_BEGIN_DECLS

/**
 * LkIssueStep:
 *
 * The steps of issuing an application token, in the order they are taken (`LkIssue:step`). Nothing can ask the user
 * after %LK_ISSUE_SENDING has begun.
 */
typedef enum
{
  LK_ISSUE_READY,
  LK_ISSUE_PREFLIGHT,
  LK_ISSUE_RESERVING,
  LK_ISSUE_JOURNALLING,
  LK_ISSUE_SENDING,
  LK_ISSUE_JUDGING,
  LK_ISSUE_RECONCILING,
  LK_ISSUE_STORING,
  LK_ISSUE_COMMITTING,
  LK_ISSUE_DONE,
} LkIssueStep;

#define LK_TYPE_ISSUE (lk_issue_get_type ())

/**
 * LkIssue:
 *
 * One confirmed wish for a new application token, from preflight to a secret that is in the keyring and was read back
 * (`reserve → journal → send → escrow → judge → store → verify → commit`). It runs once: one object, one
 * POST. Properties: step (int, notify), schedule (GVariant "au", construct only).
 */
G_DECLARE_FINAL_TYPE (LkIssue, lk_issue, LK, ISSUE, GObject)

/* @inventory must have been loaded (its roles resolve and check @role_ids: UUIDs only). */
LkIssue     *lk_issue_new                (LkInventory          *inventory,
                                          const char * const   *role_ids,
                                          const char           *description,
                                          GDateTime            *token_expiry,
                                          const char           *script_name) G_GNUC_WARN_UNUSED_RESULT;

/* The same, with another #LkIssue:schedule (nullable, taken if floating). */
LkIssue     *lk_issue_new_with_schedule  (LkInventory          *inventory,
                                          const char * const   *role_ids,
                                          const char           *description,
                                          GDateTime            *token_expiry,
                                          const char           *script_name,
                                          GVariant             *schedule) G_GNUC_WARN_UNUSED_RESULT;

void         lk_issue_set_replaces       (LkIssue              *self,
                                          const char           *client_id);

LkIssueStep  lk_issue_get_step           (LkIssue              *self);

/* Cancelling is obeyed up to the POST and ignored from then on.
 * TRUE: stored and read back. FALSE with LK_WORK_ERROR_NOT_STORED: the secret is in lk_issue_get_token(), try
 * lk_issue_store_again_async(); with UNKNOWN_OUTCOME or ORPHAN: left in the journal; any other: nothing was created. */
void         lk_issue_run_async          (LkIssue              *self,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean     lk_issue_run_finish         (LkIssue              *self,
                                          GAsyncResult         *result,
                                          GError              **error);

void         lk_issue_store_again_async  (LkIssue              *self,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean     lk_issue_store_again_finish (LkIssue              *self,
                                          GAsyncResult         *result,
                                          GError              **error);

gboolean     lk_issue_is_in_escrow       (LkIssue              *self);
const char  *lk_issue_get_client_id      (LkIssue              *self); /* nullable: before the answer */
SecretValue *lk_issue_get_token          (LkIssue              *self); /* transfer none, nullable */
SecretValue *lk_issue_get_client_secret  (LkIssue              *self); /* transfer none, nullable */
LkAppToken  *lk_issue_get_app_token      (LkIssue              *self); /* transfer none, nullable; also in the inventory */

G_END_DECLS
