/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-rotate.h"
#include "lk-work-lock.h"

G_BEGIN_DECLS

/* Takes the task. */
typedef void (* LkRotateStep) (GTask *owned_task);

/* What the steps share, the data of their task. */
typedef struct
{
  LkRotation   *rotation;
  LkInventory  *inventory; /* NULL: Pulsar tokens */
  LkStreaming  *streaming; /* NULL: application tokens */
  LkTenant     *tenant;    /* NULL as well, or it is not listed */
  LkOffice     *office;
  LkAccount    *account;
  gboolean      was_used;  /* the token that goes is still stored as what the account signed in with once */
  gboolean      cancel;    /* the new token goes, not the old one */
  LkWorkLock   *lock;      /* what keeps others from it, as long as steps are taken; NULL: not any more */
  SecretValue  *value;     /* what the account shall sign in with; NULL: as before */

  LkRotateStep  moved;     /* what comes after lk_rotate_move_name() */
  GPtrArray    *stored;    /* of LkSecretInfo: what is stored of the old token */
  char         *name;      /* what moves; NULL: nothing has a name */
  guint         n_labels;  /* of what is stored that have been changed */
} LkRotate;

GTask      *lk_rotate_begin           (LkRotation          *rotation,
                                       gboolean             cancel,
                                       LkInventory         *inventory,
                                       LkStreaming         *streaming,
                                       gpointer             tag,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data) G_GNUC_WARN_UNUSED_RESULT;

gpointer    lk_rotate_find            (LkRotate     *self,
                                       const char   *id);
GHashTable *lk_rotate_make_attributes (LkRotate     *self,
                                       const char   *id) G_GNUC_WARN_UNUSED_RESULT;
void        lk_rotate_move_name       (GTask        *owned_task,
                                       LkRotateStep  moved);

G_END_DECLS
