/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-demo-streaming.h"

G_BEGIN_DECLS

JsonNode *lk_demo_pulsar_admin_to_json     (LkDemoTenant *tenant,
                                            GStrv         parts) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *lk_demo_pulsar_usage_to_json     (LkDemoTenant *tenant) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *lk_demo_pulsar_limits_to_json    (LkDemoTenant *tenant) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *lk_demo_pulsar_databases_to_json (const char   *org_id,
                                            const char   *id) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *lk_demo_pulsar_clusters_to_json  (const char   *url) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *lk_demo_pulsar_providers_to_json (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
