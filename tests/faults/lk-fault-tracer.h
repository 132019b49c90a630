/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define LK_FAULT_N_ARGS 6

/* One call of the system, as it is about to be made, or done. */
typedef struct
{
  int     thread; /* that makes it */
  guint64 number; /* SYS_… */
  guint64 args[LK_FAULT_N_ARGS];
  gint64  result; /* of one that is done; a negative errno where it has failed */
} LkFaultCall;

/* A program that is stopped at certain calls of the system, whichever of its threads makes them, after its last exec(). While
 * nobody lets it go on, no thread of it makes another one of them. All is done in the thread that started it. */
typedef struct _LkFaultTracer LkFaultTracer;

LkFaultTracer *lk_fault_tracer_new       (const char *const   *argv,
                                          const char *const   *environment,
                                          guint                n_execs,
                                          const guint64       *calls,
                                          guint                n_calls);
LkFaultTracer *lk_fault_tracer_new_service (const char *const *argv,
                                          const char *const   *environment,
                                          const char          *input,
                                          const guint64       *calls,
                                          guint                n_calls);
void           lk_fault_tracer_free      (LkFaultTracer       *self);

/* Lets it go on to the next call that is about to be made, or is @done if that was awaited; FALSE: it has ended. */
gboolean       lk_fault_tracer_next      (LkFaultTracer       *self,
                                          gboolean            *done);
/* Lets it go on to its end: the exit code, or minus the signal. */
int            lk_fault_tracer_run       (LkFaultTracer       *self);

/* Where it stands. */
const LkFaultCall *lk_fault_tracer_get_call (LkFaultTracer    *self);
char          *lk_fault_tracer_read      (LkFaultTracer       *self,
                                          guint64              address,
                                          gsize                length) G_GNUC_WARN_UNUSED_RESULT;
char          *lk_fault_tracer_dup_path  (LkFaultTracer       *self,
                                          int                  fd) G_GNUC_WARN_UNUSED_RESULT;
/* The same file, opened for reading. */
int            lk_fault_tracer_open      (LkFaultTracer       *self,
                                          int                  fd);

/* It shall be told of when what is about to be done has been done. */
void           lk_fault_tracer_await     (LkFaultTracer       *self);
/* What is about to be done is not done: it answers with @error, an errno; or it is told to do less, of @arg. */
void           lk_fault_tracer_fail      (LkFaultTracer       *self,
                                          int                  error);
void           lk_fault_tracer_set_arg   (LkFaultTracer       *self,
                                          guint                arg,
                                          guint64              value);
/* All of its threads stand still where they are, as after a SIGSTOP, until it goes on. */
void           lk_fault_tracer_hold      (LkFaultTracer       *self);
/* Ends it by SIGKILL, where it stands. */
void           lk_fault_tracer_kill      (LkFaultTracer       *self);

/* What it has printed, on standard output and standard error. */
char          *lk_fault_tracer_dup_output (LkFaultTracer      *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkFaultTracer, lk_fault_tracer_free)

G_END_DECLS
