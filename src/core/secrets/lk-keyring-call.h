/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-keyring.h"

G_BEGIN_DECLS

typedef struct _LkKeyringCall LkKeyringCall;

/* A step of a call; it ends in another step, lk_keyring_call_return() or lk_keyring_call_fail(). */
typedef void (* LkKeyringStep) (LkKeyringCall *call);

/* A step that goes on after a prompt, with what the service says of it; @result may be NULL. */
typedef void (* LkKeyringPrompted) (LkKeyringCall *call,
                                    gboolean       dismissed,
                                    GVariant      *result);

/**
 * LkKeyringCall:
 *
 * One operation on the keyring: its own time limit, the caller's cancellable, and what its steps hand on. Every
 * callback of a step holds a reference and asks lk_keyring_call_is_over() first: a late answer changes nothing.
 */
struct _LkKeyringCall
{
  GTask         *task; /* NULL once it has returned */
  LkKeyringStep  first;
  LkKeyringStep  ended;         /* lets go of what it waits for; may be NULL */
  GCancellable  *inner;         /* of its steps: cancelled by the caller's and by the time limit */
  GCancellable  *outer;         /* the caller's; may be NULL */
  GSource       *outer_source;  /* NULL unless @outer is watched */
  GSource       *limit_source;  /* NULL while there is no time limit */
  gint64         limit_due;     /* monotonic time, microseconds */
  guint          limit_ms;
  gboolean       retried;
  int            ref_count;

  SecretService *service;
  gboolean       fresh;         /* whether @service is of this call alone */
  const char    *alias;         /* the one last asked for */
  char          *collection;    /* its object path */
  GHashTable    *attributes;
  char          *label;
  SecretValue   *value;
  char          *item;          /* the object path of what was stored */
  GStrv          paths;         /* what a search found, not locked */
  GStrv          locked_paths;  /* and in locked collections */
  guint          n_unlocked;    /* of the one */
  guint          n_locked;      /* of the other */
  guint          n_started;     /* of both */
  guint          n_pending;
  GPtrArray     *infos;
  char          *prompt;        /* the object path of one that is open */
  guint          prompt_signal;
  LkKeyringPrompted prompted;   /* the step after it */
  gulong         owner_handler;
};

LkKeyringCall *lk_keyring_call_new     (LkKeyring           *keyring,
                                        gpointer             tag,
                                        LkKeyringStep        first,
                                        guint                limit_ms,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data) G_GNUC_WARN_UNUSED_RESULT;
LkKeyringCall *lk_keyring_call_ref     (LkKeyringCall       *self);
void           lk_keyring_call_unref   (LkKeyringCall       *self);
LkKeyring     *lk_keyring_call_keyring (LkKeyringCall       *self);
void           lk_keyring_call_start   (LkKeyringCall       *self);
gboolean       lk_keyring_call_is_over (LkKeyringCall       *self);
void           lk_keyring_call_limit   (LkKeyringCall       *self,
                                        gboolean             limited);
void           lk_keyring_call_return  (LkKeyringCall       *self,
                                        gpointer             result,
                                        GDestroyNotify       destroy);
void           lk_keyring_call_fail    (LkKeyringCall       *self,
                                        GError              *error);
void           lk_keyring_call_refuse  (LkKeyringCall       *self,
                                        LkKeyringError       code);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkKeyringCall, lk_keyring_call_unref)

G_END_DECLS
