/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-escrow.h"
#include "lk-streaming-private.h"

G_BEGIN_DECLS

/* One wish for a Pulsar token on its way, the data of its task. */
typedef struct
{
  LkTenant         *tenant;
  guint             days;
  char             *note;        /* NULL: none */
  char             *script_name; /* NULL: none */
  char             *replaces;    /* NULL: no other token */
  gboolean          store;

  LkAstraStreaming *client;
  GHashTable       *ids_before;  /* a set, of what was listed before */
  char             *work;        /* the name of the work in the journal */
  LkEscrow         *escrow;      /* owns the work as long as it is open; NULL: none is begun */
  LkIntent         *intent;      /* NULL: nothing was written down, or sent */
  GError           *refusal;     /* of the newer call, while the older one is considered */
  char             *id;          /* of the new token; NULL: not known yet */
  gboolean          listed;      /* the list after has it, or could not be read */
  SecretValue      *value;
  GVariant         *schedule;    /* of looks at the list when the answer was lost */
  guint             n_looks;     /* of them that are done */
  GPtrArray        *unread;      /* ids that are new, and may be the one; NULL: none is looked at */
  GPtrArray        *candidates;  /* of those that were read, the ids that may be the one */
  guint             n_like;      /* how many are like what was asked for */
  gboolean          list_read;   /* since the answer was lost */
  gboolean          unsure;      /* one of them could not be read */
  GError           *doubt;       /* why it is not known whether there is one; NULL: it is */
  LkPulsarToken    *token;
  GError           *store_error; /* NULL: it is stored, or need not be */
} LkPulsarCreation;

void lk_pulsar_creation_free   (gpointer    data);

/* Each takes the task. */
void lk_pulsar_creation_journal    (GTask     *owned_task);
void lk_pulsar_creation_send       (GTask     *owned_task);
void lk_pulsar_creation_know       (GTask     *owned_task);
void lk_pulsar_creation_store      (GTask     *owned_task);
void lk_pulsar_creation_close_work (GTask     *owned_task,
                                    gboolean   unknown);

void lk_pulsar_creation_take_list (GTask     *task,
                                   GPtrArray *tokens);

/* The answer was lost: takes the task, and ends it with the token or with what can be said of it. */
void lk_pulsar_creation_reconcile (GTask *owned_task);

/* Both take the task, and end it with the error that is in doubt or with the token. */
void lk_pulsar_creation_end    (GTask      *owned_task,
                                const char *outcome,
                                GError     *failure);
void lk_pulsar_creation_settle (GTask      *owned_task);

G_END_DECLS
