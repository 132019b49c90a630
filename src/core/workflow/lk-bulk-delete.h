/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-deletion.h"

G_BEGIN_DECLS

/**
 * LkBulkDeletePhase:
 * @LK_BULK_DELETE_READY: nothing was sent yet
 * @LK_BULK_DELETE_SENDING: one request follows the other
 * @LK_BULK_DELETE_CHECKING: the list is read again, and each token judged by it
 * @LK_BULK_DELETE_DONE: it is known of each token what became of it
 *
 * What the deletion of several tokens is at.
 */
typedef enum
{
  LK_BULK_DELETE_READY,
  LK_BULK_DELETE_SENDING,
  LK_BULK_DELETE_CHECKING,
  LK_BULK_DELETE_DONE,
} LkBulkDeletePhase;

/**
 * LkBulkDeleteCount:
 * @n_tokens: how many tokens are or were to go, without those that are left out
 * @n_sent: how many requests were answered, or will not be
 * @n_deleted: how many tokens the list no longer has
 * @n_failed: how many tokens are still there after a request, or may be
 * @n_untried: how many tokens have not had their turn and will not
 * @n_left_out: how many tokens must not go: an account signs in with them, or work on them is unfinished
 *
 * What has become of several tokens.
 */
typedef struct
{
  guint n_tokens;
  guint n_sent;
  guint n_deleted;
  guint n_failed;
  guint n_untried;
  guint n_left_out;
} LkBulkDeleteCount;

#define LK_TYPE_BULK_DELETE (lk_bulk_delete_get_type ())

/**
 * LkBulkDelete:
 *
 * The deletion of several tokens of one account: a #GListModel of #LkDeletion, one for each token, in the order given.
 * Properties, all read-only and notified: inventory; phase (int, LkBulkDeletePhase); n-tokens, n-sent, n-deleted, n-failed,
 * n-untried and n-left-out (as in LkBulkDeleteCount); error (GError, nullable: why not all had their turn).
 */
G_DECLARE_FINAL_TYPE (LkBulkDelete, lk_bulk_delete, LK, BULK_DELETE, GObject)

LkBulkDelete      *lk_bulk_delete_new            (LkInventory          *inventory,
                                                  GPtrArray            *tokens) G_GNUC_WARN_UNUSED_RESULT;

LkInventory       *lk_bulk_delete_get_inventory  (LkBulkDelete         *self); /* transfer none */
LkBulkDeletePhase  lk_bulk_delete_get_phase      (LkBulkDelete         *self);
LkBulkDeleteCount  lk_bulk_delete_count          (LkBulkDelete         *self);
const GError      *lk_bulk_delete_get_error      (LkBulkDelete         *self); /* nullable */
GPtrArray         *lk_bulk_delete_list_again     (LkBulkDelete         *self) G_GNUC_WARN_UNUSED_RESULT;

/* Finds what must be left out, without sending anything. */
void               lk_bulk_delete_prepare_async  (LkBulkDelete         *self,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
gboolean           lk_bulk_delete_prepare_finish (LkBulkDelete         *self,
                                                  GAsyncResult         *result,
                                                  GError              **error);

/* Deletes, once. */
void               lk_bulk_delete_run_async      (LkBulkDelete         *self,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
gboolean           lk_bulk_delete_run_finish     (LkBulkDelete         *self,
                                                  GAsyncResult         *result,
                                                  GError              **error);
/* Sends no further request; what was sent is still judged. */
void               lk_bulk_delete_stop           (LkBulkDelete         *self);

G_END_DECLS
