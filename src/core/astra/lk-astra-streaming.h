/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-astra-client.h"
#include "lk-astra-decode-streaming.h"
#include "lk-pulsar-answer.h"

G_BEGIN_DECLS

#define LK_TYPE_ASTRA_STREAMING (lk_astra_streaming_get_type ())

/* The streaming calls of the DevOps API, at an address of their own. All sign in with the application token. */
G_DECLARE_FINAL_TYPE (LkAstraStreaming, lk_astra_streaming, LK, ASTRA_STREAMING, GObject)

LkAstraStreaming *lk_astra_streaming_new                 (LkAstraClient        *client,
                                                          const char           *streaming_url,
                                                          const char           *org_id,
                                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full), in UTC */
GDateTime        *lk_astra_streaming_get_server_time     (LkAstraStreaming     *self) G_GNUC_WARN_UNUSED_RESULT;

/* (element-type LkTenant), without tokens */
void              lk_astra_streaming_list_tenants_async  (LkAstraStreaming     *self,
                                                          GCancellable         *cancellable,
                                                          GAsyncReadyCallback   callback,
                                                          gpointer              user_data);
GPtrArray        *lk_astra_streaming_list_tenants_finish (LkAstraStreaming     *self,
                                                          GAsyncResult         *result,
                                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* To be freed with g_free(). */
void              lk_astra_streaming_get_limits_async    (LkAstraStreaming     *self,
                                                          LkTenant             *tenant,
                                                          GCancellable         *cancellable,
                                                          GAsyncReadyCallback   callback,
                                                          gpointer              user_data);
LkTenantLimits   *lk_astra_streaming_get_limits_finish   (LkAstraStreaming     *self,
                                                          GAsyncResult         *result,
                                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* (element-type LkPulsarToken) */
void              lk_astra_streaming_list_tokens_async   (LkAstraStreaming     *self,
                                                          LkTenant             *tenant,
                                                          GCancellable         *cancellable,
                                                          GAsyncReadyCallback   callback,
                                                          gpointer              user_data);
GPtrArray        *lk_astra_streaming_list_tokens_finish  (LkAstraStreaming     *self,
                                                          GAsyncResult         *result,
                                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* The token itself, as often as it is asked for. */
void              lk_astra_streaming_fetch_token_async   (LkAstraStreaming     *self,
                                                          LkTenant             *tenant,
                                                          const char           *token_id,
                                                          GCancellable         *cancellable,
                                                          GAsyncReadyCallback   callback,
                                                          gpointer              user_data);
SecretValue      *lk_astra_streaming_fetch_token_finish  (LkAstraStreaming     *self,
                                                          GAsyncResult         *result,
                                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* One POST, never repeated. Whole days, or 0 for a token without end. */
void              lk_astra_streaming_create_token_async  (LkAstraStreaming     *self,
                                                          LkTenant             *tenant,
                                                          guint                 days,
                                                          GCancellable         *cancellable,
                                                          GAsyncReadyCallback   callback,
                                                          gpointer              user_data);
/* The older call, which knows no end. */
void              lk_astra_streaming_create_endless_token_async (LkAstraStreaming    *self,
                                                                 LkTenant            *tenant,
                                                                 GCancellable        *cancellable,
                                                                 GAsyncReadyCallback  callback,
                                                                 gpointer             user_data);
LkPulsarAnswer   *lk_astra_streaming_create_token_finish (LkAstraStreaming     *self,
                                                          GAsyncResult         *result,
                                                          gboolean             *sent,
                                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* TRUE for any 2xx and for 404 (already gone); whether it is gone only the list tells. */
void              lk_astra_streaming_delete_token_async  (LkAstraStreaming     *self,
                                                          LkTenant             *tenant,
                                                          const char           *token_id,
                                                          GCancellable         *cancellable,
                                                          GAsyncReadyCallback   callback,
                                                          gpointer              user_data);
gboolean          lk_astra_streaming_delete_token_finish (LkAstraStreaming     *self,
                                                          GAsyncResult         *result,
                                                          GError              **error);

G_END_DECLS
