/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-create-answer.h"
#include "lk-escrow.h"
#include "lk-issue.h"

G_BEGIN_DECLS

struct _LkIssue
{
  GObject         parent_instance;

  LkInventory    *inventory;
  GStrv           role_ids;
  char           *description;
  GDateTime      *token_expiry; /* NULL: never, as far as we ask */
  char           *script_name;  /* NULL: none */
  char           *replaces;     /* NULL: no other token */

  GVariant       *schedule;
  LkIssueStep     step;
  LkAstraClient  *client;
  LkIntent       *intent;
  LkEscrow       *escrow;  /* owns the work as long as it is open */
  LkCreateAnswer *answer;
  LkAppToken     *app_token;
  GError         *failure; /* what is told once the journal is in order */
  GDateTime      *asked_at; /* when the list was asked for, by the server's clock */
  guint           n_looks; /* of the schedule that are done */
  gboolean        started;
  gboolean        stored;
};

static inline LkKeyring *
lk_issue_get_keyring (LkIssue *self)
{
  return lk_office_get_keyring (lk_inventory_get_office (self->inventory));
}

static inline LkState *
lk_issue_get_state (LkIssue *self)
{
  return lk_office_get_state (lk_inventory_get_office (self->inventory));
}

void lk_issue_set_step   (LkIssue     *self,
                          LkIssueStep  step);

void lk_issue_record     (LkIssue     *self,
                          gboolean     nothing_made);

/* Each takes the task. */
void lk_issue_preflight  (GTask         *task);
void lk_issue_send       (GTask         *task);
void lk_issue_store      (GTask         *task);
void lk_issue_reconcile  (GTask         *task);
void lk_issue_see_refusal (GTask        *task);
void lk_issue_close_work (GTask         *task);
void lk_issue_leave_open (GTask         *task,
                          LkIntentState  state);

G_END_DECLS
