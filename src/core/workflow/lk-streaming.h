/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-office.h"
#include "lk-tenant.h"

G_BEGIN_DECLS

#define LK_TYPE_STREAMING (lk_streaming_get_type ())

/**
 * LkStreaming:
 *
 * The streaming half of one account: its tenants with their Pulsar tokens, and what the keyring knows of each. It shares
 * nothing with the account's inventory, so that neither disturbs the other. Its models live as long as it does and are
 * refreshed in place. Properties: account, tenants (GListModel of LkTenant, each with tokens, loading, loaded and error
 * of its own), loading (boolean, notify: until the last tenant has answered), loaded (boolean, notify: the tenants are
 * known, from now or from an earlier run they were read in), error (GError boxed, nullable, notify: why the tenants could
 * not be listed), keyring-error (GError boxed, nullable, notify), read-at (GDateTime, nullable, notify), from-cache
 * (boolean, notify), n-failed (uint, notify: tenants whose tokens could not be read the last time).
 */
G_DECLARE_FINAL_TYPE (LkStreaming, lk_streaming, LK, STREAMING, GObject)

LkStreaming   *lk_streaming_new               (LkOffice             *office,
                                               LkAccount            *account) G_GNUC_WARN_UNUSED_RESULT;

LkOffice      *lk_streaming_get_office        (LkStreaming          *self);
LkAccount     *lk_streaming_get_account       (LkStreaming          *self);
GListModel    *lk_streaming_get_tenants       (LkStreaming          *self); /* transfer none */
gboolean       lk_streaming_get_loading       (LkStreaming          *self);
gboolean       lk_streaming_get_loaded        (LkStreaming          *self);
GDateTime     *lk_streaming_get_read_at       (LkStreaming          *self);
gboolean       lk_streaming_get_from_cache    (LkStreaming          *self);
const GError  *lk_streaming_get_error         (LkStreaming          *self);
const GError  *lk_streaming_get_keyring_error (LkStreaming          *self);
guint          lk_streaming_get_n_failed      (LkStreaming          *self);
LkTenant      *lk_streaming_find_tenant       (LkStreaming          *self,
                                               const char           *cluster,
                                               const char           *name); /* transfer none, nullable */
gboolean       lk_streaming_has_script_name   (LkStreaming          *self,
                                               const char           *name);
LkTenant      *lk_streaming_get_tenant_of     (LkStreaming          *self,
                                               LkPulsarToken        *token); /* transfer none, nullable */

/* Reads the tenants, then the tokens of each; what is remembered is shown first. TRUE if the tenants could be listed,
 * even where the tokens of some could not be read. */
void           lk_streaming_load_async        (LkStreaming          *self,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
gboolean       lk_streaming_load_finish       (LkStreaming          *self,
                                               GAsyncResult         *result,
                                               GError              **error);

/* The tokens of one tenant again. */
void           lk_streaming_load_tenant_async  (LkStreaming         *self,
                                                LkTenant            *tenant,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
gboolean       lk_streaming_load_tenant_finish (LkStreaming         *self,
                                                GAsyncResult        *result,
                                                GError             **error);

/* Its namespace-limit, topic-limit and n-namespaces. */
void           lk_streaming_load_limits_async  (LkStreaming         *self,
                                                LkTenant            *tenant,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
gboolean       lk_streaming_load_limits_finish (LkStreaming         *self,
                                                GAsyncResult        *result,
                                                GError             **error);

/* What is remembered and what is stored, without the network; fails with LK_WORK_ERROR_NEVER_READ. */
void           lk_streaming_restore_async     (LkStreaming          *self,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
gboolean       lk_streaming_restore_finish    (LkStreaming          *self,
                                               GAsyncResult         *result,
                                               GError              **error);

/* The token itself (transfer full): from the keyring if it is there, else fetched and not kept. Its end is known from
 * then on. */
void           lk_streaming_look_up_async     (LkStreaming          *self,
                                               LkPulsarToken        *token,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
SecretValue   *lk_streaming_look_up_finish    (LkStreaming          *self,
                                               GAsyncResult         *result,
                                               GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* Into the keyring, without a script name; out of it again, with the name that it has. */
void           lk_streaming_store_async       (LkStreaming          *self,
                                               LkPulsarToken        *token,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
gboolean       lk_streaming_store_finish      (LkStreaming          *self,
                                               GAsyncResult         *result,
                                               GError              **error);
void           lk_streaming_forget_async      (LkStreaming          *self,
                                               LkPulsarToken        *token,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
gboolean       lk_streaming_forget_finish     (LkStreaming          *self,
                                               GAsyncResult         *result,
                                               GError              **error);

/* A note on a token, kept here alone; NULL for none */
void           lk_streaming_set_note_async    (LkStreaming          *self,
                                               LkPulsarToken        *token,
                                               const char           *note,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
gboolean       lk_streaming_set_note_finish   (LkStreaming          *self,
                                               GAsyncResult         *result,
                                               GError              **error);

/* Retires one token: DELETE, the list read again, and only when it is gone there its stored secret removed.
 * Fails with LK_WORK_ERROR_STILL_LISTED or LK_WORK_ERROR_INVALID (it has no id), or what the service said. */
void           lk_streaming_delete_async      (LkStreaming          *self,
                                               LkPulsarToken        *token,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
gboolean       lk_streaming_delete_finish     (LkStreaming          *self,
                                               GAsyncResult         *result,
                                               GError              **error);

/**
 * LkPulsarWish:
 * @days: how many days it shall last, 0 for ever
 * @note: (nullable): what it is for, kept here alone
 * @script_name: (nullable): the name scripts shall find it by; only with @store
 * @store: whether it shall be in the keyring; without it no keyring is needed, since it can be fetched again
 * @replaces: (nullable): the id of the token whose place it shall take: once it is stored, the journal has an #LkRotation;
 *   only with @store and without @script_name
 * @schedule: (nullable): how long to wait before each look at the list after the answer was lost, in seconds: "au", taken if
 *   floating; %NULL: 2 and then 10
 *
 * What a new Pulsar token shall be.
 */
typedef struct
{
  guint       days;
  const char *note;
  const char *script_name;
  gboolean    store;
  const char *replaces;
  GVariant   *schedule;
} LkPulsarWish;

/* Creates a token (transfer full); its end is the one that is in the token. Cancelling is obeyed up to the POST. With
 * @store_error set it was created, but could not be stored. Fails with LK_ASTRA_ERROR_TOKEN_LIMIT, LK_WORK_ERROR_BAD_NAME
 * or NAME_TAKEN, a LkKeyringError or what the service said: then nothing was created; or with
 * LK_WORK_ERROR_UNKNOWN_OUTCOME: the answer was lost, and the list does not tell which token it brought, if any. */
void           lk_streaming_create_async      (LkStreaming          *self,
                                               LkTenant             *tenant,
                                               const LkPulsarWish   *wish,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
LkPulsarToken *lk_streaming_create_finish     (LkStreaming          *self,
                                               GAsyncResult         *result,
                                               GError              **store_error,
                                               GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* The name by which scripts find a stored token, NULL for none. Fails with LK_WORK_ERROR_BAD_NAME, NAME_TAKEN or INVALID, or a
 * LkKeyringError. */
void           lk_streaming_set_script_name_async  (LkStreaming          *self,
                                                    LkPulsarToken        *token,
                                                    const char           *name,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
gboolean       lk_streaming_set_script_name_finish (LkStreaming          *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);

G_END_DECLS
