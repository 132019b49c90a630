/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-inventories.h"
#include "lk-listed-token.h"

G_BEGIN_DECLS

/**
 * LkTokenPlace:
 * @account: whose tokens they are
 * @tenant: (nullable): the tenant whose they are; %NULL: they are application tokens
 * @tokens: the tokens
 * @notes: (nullable): notes that the tokens were not told yet, by client id or lk_state_pulsar_note_key()
 *
 * Where tokens are listed together.
 */
typedef struct
{
  LkAccount  *account;
  LkTenant   *tenant;
  GListModel *tokens;
  GHashTable *notes;
} LkTokenPlace;

void           lk_token_place_free         (LkTokenPlace        *self);
LkListedToken *lk_token_place_get          (const LkTokenPlace  *self,
                                            guint                position) G_GNUC_WARN_UNUSED_RESULT;

GPtrArray     *lk_token_places_collect     (LkInventories       *inventories) G_GNUC_WARN_UNUSED_RESULT;

void           lk_token_places_read_async  (const char          *directory,
                                            GCancellable        *cancellable,
                                            GAsyncReadyCallback  callback,
                                            gpointer             user_data);
GPtrArray     *lk_token_places_read_finish (GAsyncResult        *result,
                                            GError             **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkTokenPlace, lk_token_place_free)

G_END_DECLS
