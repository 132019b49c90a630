/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-astra-client.h"
#include "lk-tenant.h"

G_BEGIN_DECLS

/* At the DevOps API, and at a tenant's web service with any token; the tenant's name is behind it. */
#define LK_ASTRA_USAGE_PATH "/v2/stats/namespaces"
#define LK_PULSAR_USAGE_PATH "/admin/v2/stats/namespaces"
#define LK_ASTRA_DATABASES_PATH "/v2/databases?limit=100"

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

/* The organization's databases with their running totals and prices, JSON as it came. */
void    lk_astra_databases_get_async  (LkAstraClient        *client,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
GBytes *lk_astra_databases_get_finish (LkAstraClient        *client,
                                       GAsyncResult         *result,
                                       GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
