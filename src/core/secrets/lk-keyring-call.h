/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-keyring.h"

G_BEGIN_DECLS

typedef struct _LkKeyringCall LkKeyringCall;

/* A step of a call; it ends in another step, lk_keyring_call_return() or lk_keyring_call_fail(). */
typedef void (* LkKeyringStep) (LkKeyringCall *call);

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
  GCancellable  *inner;
  GCancellable  *outer; /* may be NULL */
  gulong         outer_handler;
  guint          timeout_id;
  gboolean       over;
  gboolean       retried;
  int            ref_count;

  SecretService *service;
  char          *collection; /* its object path */
  GHashTable    *attributes;
  char          *label;
  SecretValue   *value;
  GStrv          paths;
  guint          n_pending;
};

LkKeyringCall *lk_keyring_call_new     (LkKeyring           *keyring,
                                        gpointer             tag,
                                        LkKeyringStep        first,
                                        guint                timeout_ms,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data);
LkKeyringCall *lk_keyring_call_ref     (LkKeyringCall       *self);
void           lk_keyring_call_unref   (LkKeyringCall       *self);
LkKeyring     *lk_keyring_call_keyring (LkKeyringCall       *self);
gboolean       lk_keyring_call_is_over (LkKeyringCall       *self);
void           lk_keyring_call_return  (LkKeyringCall       *self,
                                        gpointer             result,
                                        GDestroyNotify       destroy);
void           lk_keyring_call_fail    (LkKeyringCall       *self,
                                        GError              *error);
void           lk_keyring_call_refuse  (LkKeyringCall       *self,
                                        LkKeyringError       code);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkKeyringCall, lk_keyring_call_unref)

G_END_DECLS
