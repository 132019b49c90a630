/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define LK_TYPE_DEMO_SERVICE (lk_demo_service_get_type ())

G_DECLARE_FINAL_TYPE (LkDemoService, lk_demo_service, LK, DEMO_SERVICE, GObject)

LkDemoService *lk_demo_service_new               (guint32         seed,
                                                  guint           n_tokens,
                                                  guint           n_tenants,
                                                  guint           n_pulsar_tokens,
                                                  guint           latency_ms) G_GNUC_WARN_UNUSED_RESULT;

gboolean       lk_demo_service_add_faults        (LkDemoService  *self,
                                                  const char     *specs,
                                                  GError        **error);
gboolean       lk_demo_service_listen            (LkDemoService  *self,
                                                  guint16         port,
                                                  GError        **error);

const char    *lk_demo_service_get_url           (LkDemoService  *self);
guint          lk_demo_service_get_n_orgs        (LkDemoService  *self);
const char    *lk_demo_service_get_sign_in_token (LkDemoService  *self,
                                                  guint           index);

G_END_DECLS
