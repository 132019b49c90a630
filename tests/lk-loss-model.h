/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A small model of creating, rotating and deleting a token: the service, the keyring, the disk and the application, each
 * as little of it as the promises are about. It is explored exhaustively, and the program is held against it. */

/**
 * LkLossFlaw:
 * @LK_LOSS_SOUND: none, as the program is meant to be
 * @LK_LOSS_SENDS_FIRST: the request is sent before the journal has it
 * @LK_LOSS_NO_ESCROW: what arrives of the answer is kept in memory alone
 * @LK_LOSS_DISCARDS_FIRST: the escrow goes before the secret was stored
 * @LK_LOSS_SENDS_AGAIN: a lost answer is followed by another request
 * @LK_LOSS_TAKES_NAME_FIRST: the old token loses its name before the new one has it
 * @LK_LOSS_RETIRES_FIRST: the old token is deleted before scripts find the new one
 * @LK_LOSS_FORGETS_FIRST: the stored secret of a token goes before the list no longer has that token
 * @LK_LOSS_BELIEVES_AT_ONCE: a request whose answer was lost is taken for one that never arrived
 * @LK_LOSS_FORGETS_DELETION: a deletion is not written down before it is tried
 *
 * What could be wrong with the program: with each but the first the model has to find a broken promise.
 */
typedef enum
{
  LK_LOSS_SOUND,
  LK_LOSS_SENDS_FIRST,
  LK_LOSS_NO_ESCROW,
  LK_LOSS_DISCARDS_FIRST,
  LK_LOSS_SENDS_AGAIN,
  LK_LOSS_TAKES_NAME_FIRST,
  LK_LOSS_RETIRES_FIRST,
  LK_LOSS_FORGETS_FIRST,
  LK_LOSS_BELIEVES_AT_ONCE,
  LK_LOSS_FORGETS_DELETION,
  LK_LOSS_N_FLAWS
} LkLossFlaw;

/* What a create has told whoever asked for it. */
typedef enum
{
  LK_LOSS_TOLD_NOTHING, /* it died before */
  LK_LOSS_TOLD_CREATED,
  LK_LOSS_TOLD_NOT_CREATED,
  LK_LOSS_TOLD_UNFINISHED
} LkLossTold;

/* What is to be seen of a create from outside, at its end, or after the steps of a new start. */
typedef struct
{
  LkLossTold told;
  gboolean   listed;    /* the service has the new token */
  gboolean   stored;    /* the keyring has its secret */
  gboolean   journalled; /* the journal has a row */
} LkLossView;

typedef struct _LkLossModel LkLossModel;

/* Explores all that can be with at most @max_faults faults. */
LkLossModel *lk_loss_model_new            (guint             max_faults,
                                           LkLossFlaw        flaw);
void         lk_loss_model_free           (LkLossModel      *self);
guint        lk_loss_model_get_n_states   (LkLossModel      *self);
guint        lk_loss_model_get_n_broken   (LkLossModel      *self);
/* The first broken promise that was found, or NULL. */
const char  *lk_loss_model_get_broken     (LkLossModel      *self);
/* Whether a create can end with @at_end and then, after a new start without faults, stand at @later. */
gboolean     lk_loss_model_allows         (LkLossModel      *self,
                                           const LkLossView *at_end,
                                           const LkLossView *later);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkLossModel, lk_loss_model_free)

G_END_DECLS
