/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-fault-bench.h"
#include "lk-fault-report.h"

G_BEGIN_DECLS

#define LK_FAULT_NAME "nightly" /* that scripts find the token by */

typedef enum
{
  LK_FAULT_CREATE,
  LK_FAULT_ROTATE,
  LK_FAULT_FINISH,
  LK_FAULT_CANCEL,
  LK_FAULT_DELETE,
  LK_FAULT_EXPORT,
} LkFaultOperation;

/* What the command line is told. */
typedef struct
{
  const char       *title;
  LkFaultOperation  operation;
  gboolean          pulsar;
  const char       *words[16];
} LkFaultCommand;

extern const LkFaultCommand lk_fault_commands[];
extern const guint lk_fault_n_commands;

/* A command, and what it begins with: that is made anew only where a point has changed it. */
typedef struct
{
  LkFaultBench         *bench;
  const LkFaultCommand *command;
  GStrv                 words;
  LkFaultSight         *before;
  LkFaultSight         *after; /* what the last point has left; NULL: nobody has looked */
  GBytes               *database;
  char                 *old_id; /* of the token that is there; NULL: none */
  char                 *new_id; /* of the one that takes its place; NULL: none */
  char                 *path;   /* that is exported to */
  const char           *former; /* what is there */
  char                 *later;  /* what would be */
} LkFaultRun;

LkFaultRun *lk_fault_run_new     (LkFaultBench         *bench,
                                  const LkFaultCommand *command) G_GNUC_WARN_UNUSED_RESULT;
void        lk_fault_run_free    (LkFaultRun           *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkFaultRun, lk_fault_run_free)

/* Makes what the command begins with. */
void        lk_fault_run_prepare (LkFaultRun           *self);

/* How far one came. */
typedef struct
{
  int      status; /* the exit code, or minus the signal */
  gboolean sent;   /* the create had left it, or may have */
  gboolean kept;   /* its whole answer was written into the escrow, and that is on the disk */
  guint    n_posts; /* that were confirmed */
} LkFaultEnd;

/* Brings @end up to date; to be told of each call. */
void        lk_fault_run_watch   (LkFaultRun           *self,
                                  LkFaultTracer        *tracer,
                                  gboolean              done,
                                  LkFaultEnd           *end);
/* Looks at what is left, takes up what can be taken up, and looks again: what does not hold (transfer full, nullable). */
char       *lk_fault_run_judge   (LkFaultRun           *self,
                                  const LkFaultEnd     *end,
                                  LkFaultEnding        *ending) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
