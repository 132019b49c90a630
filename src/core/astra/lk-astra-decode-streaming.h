/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-tenant.h"

G_BEGIN_DECLS

/**
 * LkTenantLimits:
 * @n_namespaces: how many namespaces the tenant has
 * @namespace_limit: how many it may have
 * @topic_limit: how many topics each may have
 *
 * The limits of a tenant, each %LK_TENANT_LIMIT_UNKNOWN where it was not told.
 */
typedef struct
{
  int n_namespaces;
  int namespace_limit;
  int topic_limit;
} LkTenantLimits;

GPtrArray      *lk_astra_decode_tenants       (GBytes    *body,
                                               GError   **error) G_GNUC_WARN_UNUSED_RESULT;
LkTenantLimits *lk_astra_decode_limits        (GBytes    *body,
                                               GError   **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray      *lk_astra_decode_pulsar_tokens (GBytes    *body,
                                               LkTenant  *tenant,
                                               GError   **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
