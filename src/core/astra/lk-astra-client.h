/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libsecret/secret.h>

#include "lk-answer-sink.h"
#include "lk-astra-error.h"
#include "lk-session-pool.h"

G_BEGIN_DECLS

#define LK_ASTRA_API_URL_PROD "https://api.astra.datastax.com"
#define LK_ASTRA_API_URL_DEV "https://api.dev.cloud.datastax.com"
#define LK_ASTRA_API_URL_TEST "https://api.test.cloud.datastax.com"

const char    *lk_astra_api_url_for_environment (const char          *environment);
char          *lk_astra_check_address           (const char          *text,
                                                 GError             **error) G_GNUC_WARN_UNUSED_RESULT;

#define LK_TYPE_ASTRA_CLIENT (lk_astra_client_get_type ())

G_DECLARE_FINAL_TYPE (LkAstraClient, lk_astra_client, LK, ASTRA_CLIENT, GObject)

LkAstraClient *lk_astra_client_new              (const char          *api_url,
                                                 SecretValue         *token,
                                                 GError             **error) G_GNUC_WARN_UNUSED_RESULT;

LkAstraClient *lk_astra_client_new_in_pool      (const char          *api_url,
                                                 SecretValue         *token,
                                                 LkSessionPool       *pool,
                                                 GError             **error) G_GNUC_WARN_UNUSED_RESULT;

/* The time by the server's clock (transfer full), as far as answers have told it. */
GDateTime     *lk_astra_client_get_server_time  (LkAstraClient       *self) G_GNUC_WARN_UNUSED_RESULT;

void           lk_astra_client_set_times          (LkAstraClient       *self,
                                                   guint                retry_wait_ms,
                                                   guint                read_deadline_ms,
                                                   guint                write_deadline_ms);
GTimeSpan      lk_astra_client_get_clock_offset   (LkAstraClient       *self);

/* The UUID of the token's organization (transfer full). */
void           lk_astra_client_get_org_async      (LkAstraClient       *self,
                                                   GCancellable        *cancellable,
                                                   GAsyncReadyCallback  callback,
                                                   gpointer             user_data);
char          *lk_astra_client_get_org_finish     (LkAstraClient       *self,
                                                   GAsyncResult        *result,
                                                   GError             **error) G_GNUC_WARN_UNUSED_RESULT;

/* The organization's name (transfer full), from the list of its users. */
void           lk_astra_client_get_org_name_async  (LkAstraClient       *self,
                                                    GCancellable        *cancellable,
                                                    GAsyncReadyCallback  callback,
                                                    gpointer             user_data);
char          *lk_astra_client_get_org_name_finish (LkAstraClient       *self,
                                                    GAsyncResult        *result,
                                                    GError             **error) G_GNUC_WARN_UNUSED_RESULT;

/* (element-type LkRole) */
void           lk_astra_client_list_roles_async   (LkAstraClient       *self,
                                                   GCancellable        *cancellable,
                                                   GAsyncReadyCallback  callback,
                                                   gpointer             user_data);
GPtrArray     *lk_astra_client_list_roles_finish  (LkAstraClient       *self,
                                                   GAsyncResult        *result,
                                                   GError             **error) G_GNUC_WARN_UNUSED_RESULT;

/* (element-type LkAppToken) */
void           lk_astra_client_list_tokens_async  (LkAstraClient       *self,
                                                   GCancellable        *cancellable,
                                                   GAsyncReadyCallback  callback,
                                                   gpointer             user_data);
GPtrArray     *lk_astra_client_list_tokens_finish (LkAstraClient       *self,
                                                   GAsyncResult        *result,
                                                   GError             **error) G_GNUC_WARN_UNUSED_RESULT;

/* One POST, never repeated; what arrives of the answer is in the sink, also when this fails. */
void           lk_astra_client_create_token_async  (LkAstraClient       *self,
                                                    const char * const  *role_ids,
                                                    const char          *org_id,
                                                    const char          *description,
                                                    const char          *token_expiry,
                                                    LkAnswerSink        *sink,
                                                    GCancellable        *cancellable,
                                                    GAsyncReadyCallback  callback,
                                                    gpointer             user_data);
gboolean       lk_astra_client_create_token_finish (LkAstraClient       *self,
                                                    GAsyncResult        *result,
                                                    gboolean            *sent,
                                                    GError             **error);

/* TRUE for any 2xx and for 404 (already gone); whether it is gone only the list tells. */
void           lk_astra_client_delete_token_async  (LkAstraClient       *self,
                                                    const char          *client_id,
                                                    GCancellable        *cancellable,
                                                    GAsyncReadyCallback  callback,
                                                    gpointer             user_data);
gboolean       lk_astra_client_delete_token_finish (LkAstraClient       *self,
                                                    GAsyncResult        *result,
                                                    GError             **error);

G_END_DECLS
