/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-app-token.h"
#include "lk-inventory.h"

G_BEGIN_DECLS

/**
 * LkDeletionState:
 * @LK_DELETION_WAITING: nothing was sent yet
 * @LK_DELETION_SENDING: the request is on its way
 * @LK_DELETION_SENT: it was answered, or its answer was lost; the list was not read again yet
 * @LK_DELETION_DELETED: the list no longer has the token; with an error its secrets are still in the keyring
 * @LK_DELETION_FAILED: the token is still there, and the error says why
 * @LK_DELETION_UNKNOWN: the list could not be read again, and the error says why
 * @LK_DELETION_UNTOUCHED: nothing was sent and nothing will be, and the error says why
 *
 * How far the deletion of a token has come.
 */
typedef enum
{
  LK_DELETION_WAITING,
  LK_DELETION_SENDING,
  LK_DELETION_SENT,
  LK_DELETION_DELETED,
  LK_DELETION_FAILED,
  LK_DELETION_UNKNOWN,
  LK_DELETION_UNTOUCHED,
} LkDeletionState;

#define LK_TYPE_DELETION (lk_deletion_get_type ())

/**
 * LkDeletion:
 *
 * The way of one token out: the request, what the list says afterwards, its secrets, and the record of it. Whoever drives
 * it sends it, reads the list (for one, or for many at once), and settles it. Properties: token (LkAppToken), state (int,
 * LkDeletionState, notify), message (string, notify: the error's, or empty).
 */
G_DECLARE_FINAL_TYPE (LkDeletion, lk_deletion, LK, DELETION, GObject)

LkDeletion      *lk_deletion_new           (LkInventory          *inventory,
                                            LkAppToken           *token) G_GNUC_WARN_UNUSED_RESULT;
LkDeletion      *lk_deletion_new_noted     (LkInventory          *inventory,
                                            LkAppToken           *token,
                                            gboolean              again) G_GNUC_WARN_UNUSED_RESULT;

LkAppToken      *lk_deletion_get_token     (LkDeletion           *self); /* transfer none */
LkDeletionState  lk_deletion_get_state     (LkDeletion           *self);
const GError    *lk_deletion_get_error     (LkDeletion           *self); /* nullable */
const char      *lk_deletion_get_message   (LkDeletion           *self);
gboolean         lk_deletion_can_try_again (LkDeletion           *self);

/* Leaves alone a token that an account signs in with; FALSE then. */
gboolean         lk_deletion_check         (LkDeletion           *self);
void             lk_deletion_leave         (LkDeletion           *self,
                                            const GError         *reason);

/* Sends the request. Afterwards the state tells: sent, and the list is to be read, whatever the service said; or untouched.
 * It does not fail otherwise, and cannot be cancelled. */
void             lk_deletion_send_async    (LkDeletion           *self,
                                            LkAstraClient        *client,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
void             lk_deletion_send_finish   (LkDeletion           *self,
                                            GAsyncResult         *result);

/* Reads the list again and takes it into the inventory. */
void             lk_deletion_list_async    (LkInventory          *inventory,
                                            LkAstraClient        *client,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
gboolean         lk_deletion_list_finish   (LkInventory          *inventory,
                                            GAsyncResult         *result,
                                            GError              **error);

/* Judges what was sent by the list that the inventory has now, or by why there is none; removes the secrets of a token that
 * is gone, and writes down what became of it. */
void             lk_deletion_settle_async  (LkDeletion           *self,
                                            const GError         *list_error,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
void             lk_deletion_settle_finish (LkDeletion           *self,
                                            GAsyncResult         *result);

G_END_DECLS
