/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-streaming.h"

G_BEGIN_DECLS

#define LK_TYPE_TENANT_PAGE (lk_tenant_page_get_type ())

/* A streaming tenant: its Pulsar tokens, and what a client needs to connect to it. Properties: streaming (LkStreaming,
 * nullable), tenant (LkTenant, nullable), collapsed (boolean), busy (boolean, read-only, notify). */
G_DECLARE_FINAL_TYPE (LkTenantPage, lk_tenant_page, LK, TENANT_PAGE, AdwBin)

LkStreaming  *lk_tenant_page_get_streaming   (LkTenantPage  *self);
LkTenant     *lk_tenant_page_get_tenant      (LkTenantPage  *self);
GCancellable *lk_tenant_page_get_cancellable (LkTenantPage  *self);

void          lk_tenant_page_begin_work      (LkTenantPage  *self);
void          lk_tenant_page_end_work        (LkTenantPage  *self);
void          lk_tenant_page_leave           (LkTenantPage  *self,
                                              LkPulsarToken *token);

G_END_DECLS
