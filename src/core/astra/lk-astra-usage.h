/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-astra-client.h"
#include "lk-tenant.h"

G_BEGIN_DECLS

/* At the DevOps API, and at a tenant's web service with any token; the tenant's name is behind it. */
#define LK_ASTRA_USAGE_PATH "/v2/stats/namespaces"
#define LK_PULSAR_USAGE_PATH "/admin/v2/stats/namespaces"
/* The organization's databases with their running totals and prices, a hundred at most; where streaming is offered. */
#define LK_ASTRA_DATABASES_PATH "/v2/databases?limit=100"
#define LK_ASTRA_CLUSTERS_PATH "/v2/streaming/clusters"
#define LK_ASTRA_REGIONS_PATH "/v2/streaming/providers"

/* What a tenant's namespaces have used, JSON as it came. The documents know two places, and both take the application
 * token: the tenant's web service, and the DevOps API itself. */
void    lk_astra_usage_get_async  (LkAstraClient        *client,
                                   const char           *cluster_origin,
                                   LkTenant             *tenant,
                                   const char           *org_id,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
GBytes *lk_astra_usage_get_finish (LkAstraClient        *client,
                                   GAsyncResult         *result,
                                   GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* What one of these paths tells, JSON as it came, of the DevOps API or of @origin, an origin of the account's. */
void    lk_astra_plain_get_async  (LkAstraClient        *client,
                                   const char           *origin,
                                   const char           *path,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
GBytes *lk_astra_plain_get_finish (LkAstraClient        *client,
                                   GAsyncResult         *result,
                                   GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
