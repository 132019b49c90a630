/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-loss-model.h"

#include <string.h>

typedef enum { OP_CREATE, OP_ROTATE, OP_DELETE, N_OPS } Op;
typedef enum { PART_NONE, PART_EMPTY, PART_ID, PART_FULL } Part; /* how much of an answer is kept */
typedef enum { ROW_NONE, ROW_PLANNED, ROW_SENDING, ROW_UNKNOWN, ROW_ORPHAN, ROW_ANSWERED, ROW_STORED } Row;
typedef enum { NAME_OLD, NAME_BOTH, NAME_NEW, NAME_NONE } Name;
typedef enum { ROTATION_NONE, ROTATION_CREATED, ROTATION_MOVED, ROTATION_RETIRING, ROTATION_CANCELLING } Rotation;

/* Where the application is. */
typedef enum
{
  AT_PLAN, AT_ESCROW, AT_RESERVE, AT_JOURNAL, AT_SEND, AT_JUDGE, AT_LEAVE, AT_RECONCILE, AT_LOOK, AT_SAVE_LOOK, AT_REFUSED,
  AT_STORE, AT_ANSWERED, AT_COMMIT, AT_DISCARD, AT_RELEASE, AT_CREATED,
  AT_CLOSE_ESCROW, AT_CLOSE_KEY, AT_CLOSE_ROW, AT_NOT_CREATED, AT_UNFINISHED,
  AT_GIVE_NAME, AT_TAKE_NAME, AT_MOVED,
  AT_SAY_YES, AT_SEE_NEW, AT_DELETE_OLD, AT_LIST_OLD, AT_FORGET_OLD, AT_END_ROTATION,
  AT_SAY_NO, AT_SEE_OLD, AT_GIVE_BACK, AT_TAKE_BACK, AT_DELETE_NEW, AT_LIST_NEW, AT_FORGET_NEW,
  AT_WRITE_DELETION, AT_DELETE, AT_LIST, AT_SEE_REFUSAL, AT_FORGET, AT_END_DELETION,
  AT_START, AT_REPLAY, AT_RESTORE, AT_ASK, AT_GO_ON, AT_REST
} At;

/* Only bytes, so that two states are equal where their memory is. */
typedef struct
{
  guint8 at, op, n_faults, n_sent;
  guint8 listed, late, old;                  /* of the service; late: a request is still on its way */
  guint8 key, stored, old_stored, name;      /* of the keyring */
  guint8 escrow, row, row_id, rotation, deletion; /* of the disk */
  guint8 memory;                             /* what a process has of the answer */
  guint8 unkept;                             /* the disk did not take it */
  guint8 was_whole;                          /* a process had all of it, and went on */
  guint8 ended, told, end_listed, end_stored, end_row; /* what was to be seen when the first process ended */
} State;

struct _LkLossModel
{
  LkLossFlaw  flaw;
  guint       max_faults;
  GHashTable *states;
  GQueue      open;
  GHashTable *pairs; /* of views, packed */
  guint       n_broken;
  char       *broken;
};

typedef void (*Effect) (State *state);

static guint
hash_state (gconstpointer data)
{
  const guint8 *bytes = data;
  guint hash = 2166136261u;

  for (gsize i = 0; i < sizeof (State); i++)
    hash = (hash ^ bytes[i]) * 16777619u;

  return hash;
}

static gboolean
equal_states (gconstpointer a,
              gconstpointer b)
{
  return memcmp (a, b, sizeof (State)) == 0;
}

static void
go (LkLossModel *self,
    State        state,
    At           at)
{
  State *copy;

  state.at = (guint8) at;
  if (g_hash_table_contains (self->states, &state))
    return;
  copy = g_memdup2 (&state, sizeof state);
  g_hash_table_add (self->states, copy);
  g_queue_push_tail (&self->open, copy);
}

/* What can be seen from outside when the first process has told something, or died. */
static void
end (State      *state,
     LkLossTold  told)
{
  if (state->ended)
    return;

  state->ended = TRUE;
  state->told = (guint8) told;
  state->end_listed = state->listed;
  state->end_stored = state->stored;
  state->end_row = state->row != ROW_NONE;
}

/* What a process had in memory is gone. */
static void
start_anew (LkLossModel *self,
            State        state,
            LkLossTold   told)
{
  end (&state, told);
  state.memory = PART_NONE;
  go (self, state, AT_START);
}

static gboolean
fail (LkLossModel *self,
      State       *state)
{
  state->n_faults++;

  return state->n_faults <= self->max_faults;
}

/* A step that has an effect outside the process: it succeeds; fails, with the effect or without; or the process dies before or
 * behind it. */
static void
step (LkLossModel *self,
      State        state,
      Effect       effect,
      At           next,
      At           failed)
{
  State done = state;

  effect (&done);
  go (self, done, next);
  if (!fail (self, &state))
    return;
  done.n_faults = state.n_faults;
  go (self, state, failed);
  go (self, done, failed);
  start_anew (self, state, LK_LOSS_TOLD_NOTHING);
  start_anew (self, done, LK_LOSS_TOLD_NOTHING);
}

static void plan (State *s) { s->row = ROW_PLANNED; }
static void make_escrow (State *s) { s->escrow = PART_EMPTY; }
static void reserve (State *s) { s->key = TRUE; }
static void journal (State *s) { s->row = ROW_SENDING; }
static void doubt (State *s) { s->row = ROW_UNKNOWN; }
static void save_candidate (State *s) { s->row = ROW_UNKNOWN; s->row_id = TRUE; }
static void save_orphan (State *s) { s->row = ROW_ORPHAN; s->row_id = TRUE; }
static void save_answered (State *s) { s->row = ROW_ANSWERED; s->row_id = TRUE; }
static void store (State *s) { s->stored = TRUE; }
static void discard (State *s) { s->escrow = PART_NONE; }
static void release (State *s) { s->key = FALSE; }
static void close_row (State *s) { s->row = ROW_NONE; s->row_id = FALSE; }
/* What is done already is not done again: who has the name is asked of the keyring. */
static void give_new (State *s) { if (s->name == NAME_OLD) s->name = NAME_BOTH; }
static void give_old (State *s) { if (s->name == NAME_NEW) s->name = NAME_BOTH; }
static void move_name (State *s) { s->name = NAME_NEW; }
static void give_back (State *s) { s->name = NAME_OLD; }
static void lose_name (State *s) { s->name = NAME_NONE; }
static void save_moved (State *s) { s->rotation = ROTATION_MOVED; }
static void save_retiring (State *s) { s->rotation = ROTATION_RETIRING; }
static void save_cancelling (State *s) { s->rotation = ROTATION_CANCELLING; }
static void end_rotation (State *s) { s->rotation = ROTATION_NONE; }
static void delete_old (State *s) { s->old = FALSE; }
static void delete_new (State *s) { s->listed = FALSE; }
static void forget_old (State *s) { s->old_stored = FALSE; }
static void forget_new (State *s) { s->stored = FALSE; }
static void write_deletion (State *s) { s->deletion = TRUE; }
static void end_deletion (State *s) { s->deletion = FALSE; }
static void nothing (State *s) { }

/* One transaction: a rotation begins in the moment in which its new token is written down as stored. */
static void
commit (State *s)
{
  if (s->op == OP_ROTATE && s->row != ROW_STORED)
    s->rotation = ROTATION_CREATED;
  s->row = ROW_STORED;
  s->row_id = TRUE;
}

/* The service does what it is asked, and so much of the answer arrives. */
static State
answer (LkLossModel *self,
        State        state,
        Part         part)
{
  state.n_sent++;
  state.listed = TRUE;
  state.memory = (guint8) part;
  if (self->flaw != LK_LOSS_NO_ESCROW && part > PART_EMPTY && state.escrow != PART_NONE)
    state.escrow = (guint8) part;

  return state;
}

static void
send (LkLossModel *self,
      State        state)
{
  At lost = self->flaw == LK_LOSS_SENDS_AGAIN ? AT_SEND : AT_RECONCILE;
  State unheard;

  go (self, answer (self, state, PART_FULL), AT_JUDGE);
  if (!fail (self, &state))
    return;

  unheard = state;
  go (self, unheard, lost);
  go (self, unheard, AT_REFUSED);
  start_anew (self, unheard, LK_LOSS_TOLD_NOTHING);
  unheard.n_sent++;
  unheard.late = TRUE;
  go (self, unheard, lost);
  start_anew (self, unheard, LK_LOSS_TOLD_NOTHING);

  for (guint part = PART_EMPTY; part <= PART_FULL; part++)
    {
      State heard = answer (self, state, part);
      State unkept = heard;

      start_anew (self, heard, LK_LOSS_TOLD_NOTHING);
      go (self, heard, part == PART_EMPTY ? lost : AT_JUDGE);
      if (part == PART_EMPTY)
        {
          go (self, heard, AT_REFUSED);
          continue;
        }
      /* The disk did not take what came. */
      unkept.escrow = state.escrow;
      unkept.unkept = TRUE;
      go (self, unkept, AT_JUDGE);
      start_anew (self, unkept, LK_LOSS_TOLD_NOTHING);
    }
}

/* Reads the list; where it cannot be read, goes on at @failed. */
static void
list (LkLossModel *self,
      State        state,
      At           there,
      At           gone,
      gboolean     is_there,
      At           failed)
{
  step (self, state, nothing, is_there ? there : gone, failed);
}

static void
take_create (LkLossModel *self,
             State        s)
{
  switch (s.at)
    {
    case AT_PLAN:
      step (self, s, plan, self->flaw == LK_LOSS_SENDS_FIRST ? AT_SEND : AT_ESCROW, AT_CLOSE_ESCROW);
      break;
    case AT_ESCROW: step (self, s, make_escrow, AT_RESERVE, AT_CLOSE_ESCROW); break;
    case AT_RESERVE: step (self, s, reserve, AT_JOURNAL, AT_CLOSE_ESCROW); break;
    case AT_JOURNAL: step (self, s, journal, AT_SEND, AT_CLOSE_ESCROW); break;
    case AT_SEND:
      if (s.n_sent < 3)
        send (self, s);
      break;
    case AT_JUDGE:
      s.was_whole = s.memory == PART_FULL && !s.unkept;
      go (self, s, s.memory == PART_FULL ? AT_STORE : AT_LEAVE);
      break;
    case AT_LEAVE: step (self, s, save_orphan, AT_UNFINISHED, AT_UNFINISHED); break;
    case AT_RECONCILE: step (self, s, doubt, AT_LOOK, AT_LOOK); break;
    case AT_LOOK: list (self, s, AT_SAVE_LOOK, AT_UNFINISHED, s.listed, AT_UNFINISHED); break;
    case AT_SAVE_LOOK: step (self, s, save_candidate, AT_UNFINISHED, AT_UNFINISHED); break;
    case AT_REFUSED: list (self, s, AT_SAVE_LOOK, AT_CLOSE_ESCROW, s.listed, AT_UNFINISHED); break;
    case AT_STORE:
      if (self->flaw == LK_LOSS_DISCARDS_FIRST)
        s.escrow = PART_NONE;
      step (self, s, store, AT_COMMIT, AT_ANSWERED);
      break;
    case AT_ANSWERED: step (self, s, save_answered, AT_UNFINISHED, AT_UNFINISHED); break;
    case AT_COMMIT: step (self, s, commit, AT_DISCARD, AT_CREATED); break;
    case AT_DISCARD: step (self, s, discard, AT_RELEASE, AT_CREATED); break;
    case AT_RELEASE: step (self, s, release, AT_CREATED, AT_CREATED); break;
    case AT_CLOSE_ESCROW: step (self, s, discard, AT_CLOSE_KEY, AT_NOT_CREATED); break;
    case AT_CLOSE_KEY: step (self, s, release, AT_CLOSE_ROW, AT_NOT_CREATED); break;
    case AT_CLOSE_ROW: step (self, s, close_row, AT_NOT_CREATED, AT_NOT_CREATED); break;
    case AT_NOT_CREATED: start_anew (self, s, LK_LOSS_TOLD_NOT_CREATED); break;
    case AT_UNFINISHED: start_anew (self, s, LK_LOSS_TOLD_UNFINISHED); break;
    case AT_CREATED:
      end (&s, LK_LOSS_TOLD_CREATED);
      start_anew (self, s, LK_LOSS_TOLD_CREATED);
      if (s.rotation == ROTATION_CREATED)
        go (self, s, AT_GIVE_NAME);
      break;
    default: g_assert_not_reached ();
    }
}

static void
take_rotate (LkLossModel *self,
             State        s)
{
  switch (s.at)
    {
    case AT_GIVE_NAME:
      step (self, s, self->flaw == LK_LOSS_TAKES_NAME_FIRST ? lose_name : give_new, AT_TAKE_NAME, AT_START);
      if (self->flaw == LK_LOSS_RETIRES_FIRST)
        go (self, s, AT_SAY_YES);
      break;
    case AT_TAKE_NAME: step (self, s, move_name, AT_MOVED, AT_START); break;
    case AT_MOVED: step (self, s, save_moved, AT_REST, AT_START); break;
    case AT_SAY_YES: step (self, s, save_retiring, AT_SEE_NEW, AT_REST); break;
    case AT_SEE_NEW: list (self, s, s.stored ? AT_DELETE_OLD : AT_REST, AT_REST, s.listed, AT_REST); break;
    case AT_DELETE_OLD:
      if (self->flaw == LK_LOSS_FORGETS_FIRST)
        s.old_stored = FALSE;
      step (self, s, delete_old, AT_LIST_OLD, AT_LIST_OLD);
      break;
    case AT_LIST_OLD: list (self, s, AT_REST, AT_FORGET_OLD, s.old, AT_REST); break;
    case AT_FORGET_OLD: step (self, s, forget_old, AT_END_ROTATION, AT_REST); break;
    case AT_END_ROTATION: step (self, s, end_rotation, AT_REST, AT_REST); break;
    case AT_SAY_NO: step (self, s, save_cancelling, AT_SEE_OLD, AT_REST); break;
    case AT_SEE_OLD: list (self, s, s.old_stored ? AT_GIVE_BACK : AT_REST, AT_REST, s.old, AT_REST); break;
    case AT_GIVE_BACK: step (self, s, give_old, AT_TAKE_BACK, AT_REST); break;
    case AT_TAKE_BACK: step (self, s, give_back, AT_DELETE_NEW, AT_REST); break;
    case AT_DELETE_NEW: step (self, s, delete_new, AT_LIST_NEW, AT_LIST_NEW); break;
    case AT_LIST_NEW: list (self, s, AT_REST, AT_FORGET_NEW, s.listed, AT_REST); break;
    case AT_FORGET_NEW: step (self, s, forget_new, AT_END_ROTATION, AT_REST); break;
    default: g_assert_not_reached ();
    }
}

static void
take_delete (LkLossModel *self,
             State        s)
{
  switch (s.at)
    {
    case AT_WRITE_DELETION:
      step (self, s, self->flaw == LK_LOSS_FORGETS_DELETION ? nothing : write_deletion, AT_DELETE, AT_REST);
      break;
    case AT_DELETE:
      step (self, s, delete_old, AT_LIST, AT_LIST);
      /* Refused in so many words: nobody hears that of a later try, which is no end then. */
      if (fail (self, &s))
        go (self, s, s.ended ? AT_REST : AT_SEE_REFUSAL);
      break;
    case AT_LIST: list (self, s, AT_REST, AT_FORGET, s.old, AT_REST); break;
    case AT_SEE_REFUSAL: list (self, s, AT_END_DELETION, AT_FORGET, s.old, AT_END_DELETION); break;
    case AT_FORGET: step (self, s, forget_old, AT_END_DELETION, AT_REST); break;
    case AT_END_DELETION: step (self, s, end_deletion, AT_REST, AT_REST); break;
    default: g_assert_not_reached ();
    }
}

/* What a new start does with what it finds, without asking anybody. */
static void
take_up (LkLossModel *self,
         State        s)
{
  switch (s.at)
    {
    case AT_START:
      if (s.row == ROW_NONE)
        go (self, s, AT_GO_ON);
      else if (s.row == ROW_PLANNED || (s.row == ROW_STORED && s.stored))
        go (self, s, AT_CLOSE_ESCROW);
      else
        go (self, s, s.escrow > PART_EMPTY && s.key ? AT_REPLAY : AT_ASK);
      break;
    case AT_REPLAY:
      s.row_id = TRUE;
      go (self, s, s.escrow == PART_FULL ? AT_RESTORE : AT_ASK);
      break;
    case AT_RESTORE: step (self, s, store, AT_COMMIT, AT_START); break;
    case AT_ASK:
      if (s.row_id && s.stored)
        go (self, s, AT_COMMIT);
      else if (s.listed)
        step (self, s, save_candidate, AT_GO_ON, AT_START);
      else if (s.late && self->flaw != LK_LOSS_BELIEVES_AT_ONCE)
        go (self, s, AT_GO_ON);
      else
        go (self, s, AT_CLOSE_ESCROW);
      break;
    case AT_GO_ON:
      if (s.rotation == ROTATION_CREATED)
        go (self, s, AT_GIVE_NAME);
      else if (s.rotation == ROTATION_RETIRING)
        go (self, s, AT_SEE_NEW);
      else if (s.rotation == ROTATION_CANCELLING)
        go (self, s, AT_SEE_OLD);
      else
        go (self, s, s.deletion ? AT_DELETE : AT_REST);
      break;
    default: g_assert_not_reached ();
    }
}

static const char *
find_broken_at_rest (const State *s)
{
  if (s->listed && !s->stored && s->row == ROW_NONE)
    return "P2: a token without its secret that nothing shows";
  if (s->late && s->row == ROW_NONE)
    return "P1: a request is on its way, and the journal has forgotten it";
  if (s->was_whole && s->listed && !s->stored)
    return "P4: a secret that arrived whole is lost";
  if (s->row == ROW_NONE && (s->escrow != PART_NONE || s->key))
    return "something is left that nothing remembers";
  if (!s->old && s->old_stored && s->rotation == ROTATION_NONE && !s->deletion)
    return "a deletion was forgotten before it was done";

  return NULL;
}

/* A look-up by name finds either where both have it. */
static gboolean
is_name_good (const State *s)
{
  gboolean old = s->old && s->old_stored;
  gboolean new = s->listed && s->stored;

  if (s->name == NAME_OLD)
    return old;
  if (s->name == NAME_NEW)
    return new;

  return s->name == NAME_BOTH && old && new;
}

static const char *
find_broken (const State *s)
{
  if (s->n_sent > 1)
    return "P3: more than one create for one confirmation";
  if (s->op == OP_ROTATE && !is_name_good (s))
    return "P5: no token that is stored and works is found by the name";
  if (s->old && !s->old_stored)
    return "P4: the secret of a token that works is gone";
  if (s->ended && s->told == LK_LOSS_TOLD_CREATED && !s->end_stored)
    return "P1: told as stored, but it is not";
  if (s->ended && s->told == LK_LOSS_TOLD_NOT_CREATED && (s->listed || s->late) && s->row == ROW_NONE)
    return "P1: told as not created, but it is";

  return s->at == AT_REST ? find_broken_at_rest (s) : NULL;
}

static gpointer
pack (const LkLossView *at_end,
      const LkLossView *later)
{
  guint bits = (guint) at_end->told;
  const gboolean seen[] = { at_end->listed, at_end->stored, at_end->journalled, later->listed, later->stored, later->journalled };

  for (guint i = 0; i < G_N_ELEMENTS (seen); i++)
    bits = bits << 1 | (seen[i] ? 1 : 0);

  return GUINT_TO_POINTER (bits);
}

static void
rest (LkLossModel *self,
      State        s)
{
  const LkLossView at_end = { s.told, s.end_listed, s.end_stored, s.end_row };
  const LkLossView later = { s.told, s.listed, s.stored, s.row != ROW_NONE };

  if (s.op == OP_CREATE && s.ended)
    g_hash_table_add (self->pairs, pack (&at_end, &later));
  /* Somebody says yes to ending a rotation; what was said yes to, or is shown, is taken up by the next start. */
  if (s.rotation == ROTATION_MOVED)
    {
      go (self, s, AT_SAY_YES);
      go (self, s, AT_SAY_NO);
    }
  if (s.rotation != ROTATION_NONE || s.deletion || s.row != ROW_NONE)
    start_anew (self, s, LK_LOSS_TOLD_NOTHING);
}

static void
take (LkLossModel *self,
      const State *state)
{
  const char *broken = find_broken (state);

  if (broken != NULL)
    {
      self->n_broken++;
      if (self->broken == NULL)
        self->broken = g_strdup (broken);
      return;
    }

  if (state->late)
    {
      State committed = *state;

      committed.late = FALSE;
      committed.listed = TRUE;
      go (self, committed, state->at);
    }
  if (state->at == AT_REST)
    rest (self, *state);
  else if (state->at >= AT_START)
    take_up (self, *state);
  else if (state->at >= AT_WRITE_DELETION)
    take_delete (self, *state);
  else if (state->at >= AT_GIVE_NAME)
    take_rotate (self, *state);
  else
    take_create (self, *state);
}

LkLossModel *
lk_loss_model_new (guint      max_faults,
                   LkLossFlaw flaw)
{
  LkLossModel *self = g_new0 (LkLossModel, 1);
  State first;

  self->flaw = flaw;
  self->max_faults = max_faults;
  self->states = g_hash_table_new_full (hash_state, equal_states, g_free, NULL);
  self->pairs = g_hash_table_new (NULL, NULL);
  g_queue_init (&self->open);
  for (guint op = 0; op < N_OPS; op++)
    {
      memset (&first, 0, sizeof first);
      first.op = (guint8) op;
      first.old = TRUE;
      first.old_stored = TRUE;
      go (self, first, op == OP_DELETE ? AT_WRITE_DELETION : AT_PLAN);
    }
  for (State *state = g_queue_pop_head (&self->open); state != NULL; state = g_queue_pop_head (&self->open))
    take (self, state);

  return self;
}

void
lk_loss_model_free (LkLossModel *self)
{
  g_hash_table_unref (self->states);
  g_hash_table_unref (self->pairs);
  g_queue_clear (&self->open);
  g_free (self->broken);
  g_free (self);
}

guint
lk_loss_model_get_n_states (LkLossModel *self)
{
  return g_hash_table_size (self->states);
}

guint
lk_loss_model_get_n_broken (LkLossModel *self)
{
  return self->n_broken;
}

const char *
lk_loss_model_get_broken (LkLossModel *self)
{
  return self->broken;
}

gboolean
lk_loss_model_allows (LkLossModel      *self,
                      const LkLossView *at_end,
                      const LkLossView *later)
{
  return g_hash_table_contains (self->pairs, pack (at_end, later));
}
