/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-pulsar-host.h"
#include "lk-streaming.h"

G_BEGIN_DECLS

/* Where the calls of a tenant's own go (transfer full), and whether a Pulsar token may go there unasked: the host is the
 * vendor's or the account's, or somebody said yes to it before. */
char   *lk_streaming_check_host       (LkStreaming          *self,
                                       LkTenant             *tenant,
                                       LkPulsarHost         *host,
                                       GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same, but fails with LK_WORK_ERROR_UNKNOWN_HOST where somebody has to say yes first. */
char   *lk_streaming_check_known_host (LkStreaming          *self,
                                       LkTenant             *tenant,
                                       GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* Where the usage of a tenant is asked for at its web service (transfer full) with the account's application token, which may
 * go there only if that is the account's own, or with @confirmed the vendor's; NULL: at the DevOps API alone. */
char   *lk_streaming_get_usage_host   (LkStreaming          *self,
                                       LkTenant             *tenant,
                                       gboolean              confirmed) G_GNUC_WARN_UNUSED_RESULT;

/* Remembers that somebody said yes: Pulsar tokens of this account may go to the host of that tenant from now on. */
void    lk_streaming_confirm_host_async  (LkStreaming          *self,
                                          LkTenant             *tenant,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean lk_streaming_confirm_host_finish (LkStreaming         *self,
                                          GAsyncResult         *result,
                                          GError              **error);

/* Asks the tenant's administration with one of its tokens, which is fetched for it if it is not stored; JSON as it came.
 * @path as from lk_pulsar_admin_make_path(). Fails with LK_WORK_ERROR_UNKNOWN_HOST where somebody has to say yes first. */
void    lk_streaming_ask_async        (LkStreaming          *self,
                                       LkPulsarToken        *token,
                                       const char           *path,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
GBytes *lk_streaming_ask_finish       (LkStreaming          *self,
                                       GAsyncResult         *result,
                                       GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* What a tenant's namespaces have used, with the application token; JSON as it came. With @confirmed, or where that is
 * the account's own, the tenant's web service is asked first, and the DevOps API where that refuses. @origin (optional,
 * transfer full) is who answered. */
void    lk_streaming_get_usage_async  (LkStreaming          *self,
                                       LkTenant             *tenant,
                                       gboolean              confirmed,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
GBytes *lk_streaming_get_usage_finish (LkStreaming          *self,
                                       GAsyncResult         *result,
                                       char                **origin,
                                       GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * LkStreamingFact:
 * @LK_STREAMING_DATABASES: the organization's databases with their running totals and prices, a hundred at most
 * @LK_STREAMING_CLUSTERS: the clusters that a tenant can be on
 * @LK_STREAMING_REGIONS: the clouds with their regions
 *
 * What the account can be asked for that is about no tenant.
 */
typedef enum
{
  LK_STREAMING_DATABASES,
  LK_STREAMING_CLUSTERS,
  LK_STREAMING_REGIONS,
} LkStreamingFact;

/* Asks with the application token, the account's API for databases and its streaming address for all else; JSON as it came.
 * @origin (optional, transfer full) is who was asked. */
void    lk_streaming_get_fact_async  (LkStreaming          *self,
                                      LkStreamingFact       fact,
                                      GCancellable         *cancellable,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data);
GBytes *lk_streaming_get_fact_finish (LkStreaming          *self,
                                      GAsyncResult         *result,
                                      char                **origin,
                                      GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
