/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-astra-streaming.h"
#include "lk-office-streaming.h"
#include "lk-state-streaming.h"
#include "lk-streaming.h"

G_BEGIN_DECLS

struct _LkStreaming
{
  GObject     parent_instance;

  LkOffice   *office;
  LkAccount  *account;
  GListStore *tenants;
  GError     *error;         /* NULL: the tenants could be listed, or were not asked for yet */
  GError     *keyring_error; /* NULL: the keyring answered */
  GHashTable *notes;         /* note key → note; NULL: what is remembered was not read yet */
  GHashTable *stored;        /* note key → script name, maybe empty; NULL: the keyring was not read yet */
  GHashTable *hosts;         /* a set of origins that somebody said yes to; NULL: what is remembered was not read yet */
  GDateTime  *read_at;       /* NULL: nothing was ever read */
  guint       n_loading;
  guint       n_failed;
  guint       n_added;       /* how often a token was created here */
  gboolean    loaded;
  gboolean    from_cache;
};

void       lk_streaming_add_loading       (LkStreaming   *self,
                                           int            change);
void       lk_streaming_set_errors        (LkStreaming   *self,
                                           const GError  *error,
                                           const GError  *keyring_error);
void       lk_streaming_set_keyring_error (LkStreaming   *self,
                                           const GError  *keyring_error);
void       lk_streaming_set_read_at       (LkStreaming   *self,
                                           GDateTime     *read_at,
                                           gboolean       from_cache);
void       lk_streaming_count_failed      (LkStreaming   *self);
void       lk_streaming_take_stored       (LkStreaming   *self,
                                           GPtrArray     *infos);
void       lk_streaming_describe          (LkStreaming   *self,
                                           LkTenant      *tenant);
void       lk_streaming_replace_tenants   (LkStreaming   *self,
                                           GPtrArray     *tenants);
void       lk_streaming_take_tokens       (LkStreaming   *self,
                                           LkTenant      *tenant,
                                           GPtrArray     *tokens);
char      *lk_streaming_make_key          (LkPulsarToken *token) G_GNUC_WARN_UNUSED_RESULT;

/* Writes down what was done with a Pulsar token, or tried; the callback gets the office, and may be NULL. */
void       lk_streaming_record_async      (LkStreaming         *self,
                                           const char          *operation,
                                           const char          *tenant,
                                           const char          *token_id,
                                           const char          *title,
                                           const char          *outcome,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);
void       lk_streaming_record_token_async (LkStreaming         *self,
                                            const char          *operation,
                                            LkPulsarToken       *token,
                                            const char          *outcome,
                                            GAsyncReadyCallback  callback,
                                            gpointer             user_data);
/* Writes down what is listed now; the callback may be NULL. */
void       lk_streaming_save_async        (LkStreaming         *self,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);
/* What lk_streaming_delete_async() does and lk_streaming_delete_finish() ends, for whoever has written down that the token
 * shall go; with @again it was tried before. It cannot be cancelled. */
void       lk_streaming_delete_noted_async (LkStreaming         *self,
                                            LkPulsarToken       *token,
                                            gboolean             again,
                                            GAsyncReadyCallback  callback,
                                            gpointer             user_data);
/* Fills an empty one with what is remembered; once is enough, and failing is no harm. A GTask of a boolean. */
void       lk_streaming_recall_async      (LkStreaming         *self,
                                           GCancellable        *cancellable,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);

void lk_streaming_take_name (LkStreaming   *self,
                             LkPulsarToken *token,
                             const char    *name);

G_END_DECLS
