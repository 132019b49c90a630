/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "lk-pulsar-token.h"

G_BEGIN_DECLS

#define LK_TENANT_LIMIT_UNKNOWN (-1)

/**
 * LkTenantField:
 *
 * What the service says of a tenant, each a text; codes may be numbers there. lk_tenant_field_get_key() has the
 * service's spelling of each. `pulsarToken` is none of them: it is a secret, and dropped before it is read.
 */
typedef enum
{
  LK_TENANT_ID,
  LK_TENANT_NAME,
  LK_TENANT_CLUSTER,
  LK_TENANT_ORG_ID,
  LK_TENANT_STATUS,
  LK_TENANT_WEB_SERVICE_URL,
  LK_TENANT_BROKER_SERVICE_URL,
  LK_TENANT_WEBSOCKET_URL,
  LK_TENANT_WEBSOCKET_QUERY_PARAM_URL,
  LK_TENANT_USER_METRICS_URL,
  LK_TENANT_PLAN,
  LK_TENANT_PLAN_CODE,
  LK_TENANT_CLOUD_PROVIDER,
  LK_TENANT_CLOUD_PROVIDER_CODE,
  LK_TENANT_CLOUD_REGION,
  LK_TENANT_REGION_ZONE,
  LK_TENANT_PULSAR_INSTANCE,
  LK_TENANT_PULSAR_CLUSTER_DNS,
  LK_TENANT_PULSAR_VERSION,
  LK_TENANT_JVM_VERSION,
  LK_TENANT_CLUSTER_TYPE,
  LK_TENANT_AZ_TYPE,
  LK_TENANT_EMAIL,
  LK_TENANT_N_FIELDS
} LkTenantField;

#define LK_TYPE_TENANT (lk_tenant_get_type ())

/* One streaming tenant on one cluster: both names together are its identity. Properties, construct-only: one string for
 * each LkTenantField (nullable, never empty): "id", "tenant-name", "cluster-name", "org-id", "status",
 * "web-service-url", "broker-service-url", "websocket-url", "websocket-query-param-url", "user-metrics-url", "plan",
 * "plan-code", "cloud-provider", "cloud-provider-code", "cloud-region", "region-zone", "pulsar-instance",
 * "pulsar-cluster-dns", "pulsar-version", "jvm-version", "cluster-type", "az-type", "email".
 * Read-only: tokens (GListModel of LkPulsarToken, the same for good), n-tokens (notified).
 * What is known here, writable: loading (boolean: its tokens are being read), loaded (boolean: they were read, now or in
 * an earlier run), error (GError boxed, nullable: why they could not be read the last time), namespace-limit and
 * topic-limit (int, LK_TENANT_LIMIT_UNKNOWN), n-namespaces (int, LK_TENANT_LIMIT_UNKNOWN). */
G_DECLARE_FINAL_TYPE (LkTenant, lk_tenant, LK, TENANT, GObject)

const char    *lk_tenant_field_get_key       (LkTenantField  field);

LkTenant      *lk_tenant_new                 (const char * const *values) G_GNUC_WARN_UNUSED_RESULT;

const char    *lk_tenant_get                 (LkTenant      *self,
                                              LkTenantField  field);
const char    *lk_tenant_get_name            (LkTenant      *self);
const char    *lk_tenant_get_cluster         (LkTenant      *self);
const char    *lk_tenant_get_web_service_url (LkTenant      *self);
GListModel    *lk_tenant_get_tokens          (LkTenant      *self);
gboolean       lk_tenant_get_loading         (LkTenant      *self);
gboolean       lk_tenant_get_loaded          (LkTenant      *self);
const GError  *lk_tenant_get_error           (LkTenant      *self);

gboolean       lk_tenant_is                  (LkTenant      *self,
                                              const char    *cluster,
                                              const char    *name);
gboolean       lk_tenant_is_same             (LkTenant      *self,
                                              LkTenant      *other);
LkPulsarToken *lk_tenant_find_token          (LkTenant      *self,
                                              const char    *token_id);
void           lk_tenant_replace_tokens      (LkTenant      *self,
                                              GPtrArray     *tokens);
void           lk_tenant_add_token           (LkTenant      *self,
                                              LkPulsarToken *token);

G_END_DECLS
