/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-bulk-delete.h"

G_BEGIN_DECLS

/* One request follows the other, so that it can be stopped in between; then the list is read once, and each token that a
 * request was sent for is judged by it. Until then every secret stays in the keyring. */
struct _LkBulkDelete
{
  GObject            parent_instance;

  LkInventory       *inventory;
  GPtrArray         *deletions;   /* of LkDeletion */
  LkAstraClient     *client;      /* NULL: not signed in yet */
  GCancellable      *stopped;     /* is cancelled when nothing more shall be sent */
  GError            *error;       /* NULL: each had its turn, as far as it has come */
  LkBulkDeletePhase  phase;
  guint              n_sent;
  guint              next;        /* the first one that has not had its turn in this phase */
};

void lk_bulk_delete_changed (LkBulkDelete *self);

G_END_DECLS
