/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-fault-report.h"
#include "lk-fault-wire.h"
#include "lk-loss-model.h"
#include "lk-test-office.h"

G_BEGIN_DECLS

/* An account that is signed in through a wire, and what its service had before a point was run. */
typedef struct
{
  LkTestOffice    office;
  LkFaultWireBox *wire;
  GHashTable     *known;   /* ids that the service had */
  gint64          n_posts; /* that had come to it */
  LkLossModel    *model;   /* of one fault, which the program is held against */
  LkLossModel    *lasting_model; /* of as many as one that lasts may be for the model */
  gboolean        lasting; /* whether the fault of the point lasts */
  guint           n_runs;
} LkFaultWorld;

LkFaultWorld *lk_fault_world_new          (void);
void          lk_fault_world_free         (LkFaultWorld  *self);

/* Deadlines of the account's client from now on, so that what stalls does not take its minute. */
void          lk_fault_world_set_deadline (LkFaultWorld  *self,
                                           guint          ms);
/* As after a new start: another office on the same folder, with nothing in memory. */
void          lk_fault_world_start_anew   (LkFaultWorld  *self);
/* Reads what the service has now, by a call of its own past the wire. */
GHashTable   *lk_fault_world_list         (LkFaultWorld  *self) G_GNUC_WARN_UNUSED_RESULT;
/* What is there now is what a point begins with. */
void          lk_fault_world_note         (LkFaultWorld  *self);
/* Takes up what the journal has, as a new start does: another office on the same folder. */
void          lk_fault_world_resume       (LkFaultWorld  *self);
/* Deletes what the service has and had not when it was noted, with its secrets, and lets the journal come to its end. Returns
 * what is left of it (transfer full, nullable). */
char         *lk_fault_world_clean_up     (LkFaultWorld  *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean      lk_fault_world_is_stored    (LkFaultWorld  *self,
                                           const char    *client_id);

/* Whether what a create has left holds what is promised: @error is what it told (nullable: that it succeeded). Takes the
 * next start's steps meanwhile, and cleans up. Returns what does not hold (transfer full, nullable). */
char         *lk_fault_world_judge_create (LkFaultWorld  *self,
                                           const GError  *error,
                                           LkFaultEnding *ending) G_GNUC_WARN_UNUSED_RESULT;
/* The same for a delete of @client_id, which was there, and stored. */
char         *lk_fault_world_judge_delete (LkFaultWorld  *self,
                                           const char    *client_id,
                                           const GError  *error,
                                           LkFaultEnding *ending) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
