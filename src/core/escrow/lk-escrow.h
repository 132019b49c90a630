/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libsecret/secret.h>

#include "lk-answer-buffer.h"

G_BEGIN_DECLS

/**
 * LkEscrowError:
 * @LK_ESCROW_ERROR_CANNOT_WRITE: the file could not be made, filled, written or removed
 * @LK_ESCROW_ERROR_CANNOT_READ: the file could not be opened or read
 * @LK_ESCROW_ERROR_NOT_FOUND: there is no such escrow
 * @LK_ESCROW_ERROR_IN_USE: its owner lives, in this process or another
 * @LK_ESCROW_ERROR_BAD_KEY: what was given for the key is none
 */
typedef enum
{
  LK_ESCROW_ERROR_CANNOT_WRITE,
  LK_ESCROW_ERROR_CANNOT_READ,
  LK_ESCROW_ERROR_NOT_FOUND,
  LK_ESCROW_ERROR_IN_USE,
  LK_ESCROW_ERROR_BAD_KEY,
} LkEscrowError;

#define LK_ESCROW_ERROR (lk_escrow_error_quark ())

GQuark lk_escrow_error_quark (void);

#define LK_TYPE_ESCROW (lk_escrow_get_type ())

/**
 * LkEscrow:
 *
 * Keeps the answer of a create call as it arrives, in locked memory and, sealed under a key that is in the keyring, in
 * a file: so that a secret that arrived outlives the process. Without the keyring the file is noise. Whoever holds the
 * object owns the work; letting go of it leaves the file for the next one. An #LkAnswerSink. The disk is waited for in
 * threads; one call at a time. Give it up with lk_escrow_close().
 */
G_DECLARE_FINAL_TYPE (LkEscrow, lk_escrow, LK, ESCROW, GObject)

/* Before the request: a new file, filled to its largest size. (transfer full) */
void            lk_escrow_create_async   (const char           *directory,
                                          const char           *intent,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
LkEscrow       *lk_escrow_create_finish  (GAsyncResult         *result,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* The last thing before the journal says "sending": takes the key and settles the disk. */
void            lk_escrow_arm_async      (LkEscrow             *self,
                                          SecretValue          *key,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean        lk_escrow_arm_finish     (LkEscrow             *self,
                                          GAsyncResult         *result,
                                          GError              **error);

/* What a process that ended has left behind. (transfer full) */
void            lk_escrow_open_async     (const char           *directory,
                                          const char           *intent,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
LkEscrow       *lk_escrow_open_finish    (GAsyncResult         *result,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* Plays what was kept back into the buffer. */
void            lk_escrow_replay_async   (LkEscrow             *self,
                                          SecretValue          *key,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean        lk_escrow_replay_finish  (LkEscrow             *self,
                                          GAsyncResult         *result,
                                          GError              **error);

/* The work is closed: settles the disk, so that what replaces the escrow lasts, and removes the file. */
void            lk_escrow_discard_async  (LkEscrow             *self,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean        lk_escrow_discard_finish (LkEscrow             *self,
                                          GAsyncResult         *result,
                                          GError              **error);

void            lk_escrow_close          (LkEscrow             *self);
LkAnswerBuffer *lk_escrow_get_buffer     (LkEscrow             *self);
const GError   *lk_escrow_get_failure    (LkEscrow             *self);

G_END_DECLS
