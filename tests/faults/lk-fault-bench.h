/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-fault-tracer.h"
#include "lk-office-streaming.h"
#include "lk-test-office.h"

G_BEGIN_DECLS

#define LK_FAULT_TENANT "audit" /* which is on one cluster */

/* What the journal has: a create (@replaces: of a rotation) or a rotation that has begun (@old_id is not %NULL). */
typedef struct
{
  char *state; /* or step */
  char *client_id;
  char *candidate_ids;
  char *replaces;
  char *old_id;
  char *new_id;
} LkFaultWork;

/* All that there is at one moment, of the service, the keyring and the disk. */
typedef struct
{
  GHashTable *listed; /* ids of the tokens of both kinds that the service has */
  GPtrArray  *infos;  /* of LkSecretInfo */
  GPtrArray  *works;  /* of LkFaultWork */
  gboolean    damaged; /* the database is */
  gint64      n_posts;
} LkFaultSight;

void          lk_fault_sight_free         (LkFaultSight      *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkFaultSight, lk_fault_sight_free)

/* The command line on a computer of its own: it is signed in, and nothing of this program holds its files open. */
typedef struct
{
  char             *folder; /* XDG_DATA_HOME */
  char             *data;   /* the application's, in it */
  char             *target; /* a folder for what is written for others */
  char             *mirror; /* the database is read from a copy, so that the next start is the first to open it */
  GStrv             environment;
  LkTestDemo       *demo;
  LkKeyring        *keyring;
  LkState          *state; /* of the office, elsewhere */
  LkOffice         *office;
  LkAccount        *account;
  LkAstraClient    *client;
  LkAstraStreaming *streaming;
  LkTenant         *tenant;
  GHashTable       *known;    /* ids of what the service had at first */
  GBytes           *database; /* as it was at first */
} LkFaultBench;

LkFaultBench  *lk_fault_bench_new         (void) G_GNUC_WARN_UNUSED_RESULT;
void           lk_fault_bench_free        (LkFaultBench      *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkFaultBench, lk_fault_bench_free)

/* Starts the command line, which stands still before its first call. */
LkFaultTracer *lk_fault_bench_start       (LkFaultBench      *self,
                                           const char *const *words) G_GNUC_WARN_UNUSED_RESULT;
/* Runs it whole. (out) (optional): what it printed */
int            lk_fault_bench_run         (LkFaultBench      *self,
                                           const char *const *words,
                                           char             **output);
LkFaultSight  *lk_fault_bench_look        (LkFaultBench      *self) G_GNUC_WARN_UNUSED_RESULT;
/* Whether all of its secrets are in the keyring, byte for byte. */
gboolean       lk_fault_bench_is_stored   (LkFaultBench      *self,
                                           const char        *id);
/* Puts the database back to what it was, and the rest of the application's files away. */
void           lk_fault_bench_put_back    (LkFaultBench      *self,
                                           GBytes            *database);
GBytes        *lk_fault_bench_dup_database (LkFaultBench     *self) G_GNUC_WARN_UNUSED_RESULT;
/* Takes away all that came to be since the beginning. */
void           lk_fault_bench_reset       (LkFaultBench      *self);

G_END_DECLS
