/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-state.h"

G_BEGIN_DECLS

/**
 * LkStateStreaming:
 * @tenants: (element-type LkTenant): the tenants as the service listed them last, with their tokens
 * @notes: from lk_state_pulsar_note_key() to a note, also of tokens that are not listed
 * @hosts: a set of origins where somebody said that Pulsar tokens may go
 * @read_at: (nullable): when they were read from the service; %NULL: never, and there are no tenants
 *
 * What is remembered of the streaming half of one account.
 */
typedef struct
{
  GPtrArray  *tenants;
  GHashTable *notes;
  GHashTable *hosts;
  GDateTime  *read_at;
} LkStateStreaming;

void              lk_state_streaming_free         (LkStateStreaming     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkStateStreaming, lk_state_streaming_free)

char             *lk_state_pulsar_note_key        (const char           *cluster,
                                                   const char           *tenant,
                                                   const char           *token_id) G_GNUC_WARN_UNUSED_RESULT;

/* The last known tenants and their tokens, all replaced in one transaction. They go when the account does, and so do
 * notes. What looks like a secret is left out. */
void              lk_state_save_streaming_async   (LkState              *self,
                                                   const char           *account_id,
                                                   GDateTime            *read_at,
                                                   GPtrArray            *tenants,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
gboolean          lk_state_save_streaming_finish  (LkState              *self,
                                                   GAsyncResult         *result,
                                                   GError              **error);
void              lk_state_read_streaming_async   (LkState              *self,
                                                   const char           *account_id,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
LkStateStreaming *lk_state_read_streaming_finish  (LkState              *self,
                                                   GAsyncResult         *result,
                                                   GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* A note on a Pulsar token, NULL to forget it */
void              lk_state_save_pulsar_note_async  (LkState             *self,
                                                    const char          *account_id,
                                                    const char          *cluster,
                                                    const char          *tenant,
                                                    const char          *token_id,
                                                    const char          *note,
                                                    GCancellable        *cancellable,
                                                    GAsyncReadyCallback  callback,
                                                    gpointer             user_data);
gboolean          lk_state_save_pulsar_note_finish (LkState             *self,
                                                    GAsyncResult        *result,
                                                    GError             **error);

/* A host that Pulsar tokens of the account may go to from now on */
void              lk_state_save_confirmed_host_async  (LkState             *self,
                                                       const char          *account_id,
                                                       const char          *origin,
                                                       GCancellable        *cancellable,
                                                       GAsyncReadyCallback  callback,
                                                       gpointer             user_data);
gboolean          lk_state_save_confirmed_host_finish (LkState             *self,
                                                       GAsyncResult        *result,
                                                       GError             **error);

G_END_DECLS
