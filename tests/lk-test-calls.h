/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The system calls of what a test links, led through here by the linker: each can be made to fail, or to be the last
 * thing that the process does. */
typedef enum
{
  CALL_OPENAT,
  CALL_FCHMOD,
  CALL_FSTAT,
  CALL_WRITE,
  CALL_FSYNC,
  CALL_CLOSE,
  CALL_FSTATAT,
  CALL_LINKAT,
  CALL_RENAMEAT,
  CALL_UNLINKAT,
  N_CALLS,
} Call;

typedef struct
{
  gboolean armed;
  guint    n;         /* calls so far */
  guint    n_of[N_CALLS];
  guint    die_at;    /* the call before which the process is killed, from 1; 0: none */
  gboolean short_writes;
  gboolean no_unnamed; /* the file system has no files without a name */
  guint    modes;      /* that files were made with, all of them */
  Call     failing;
  guint    failing_n; /* which of them, from 1; 0: none */
  int      code;
} CallPlan;

extern CallPlan plan;

G_END_DECLS
