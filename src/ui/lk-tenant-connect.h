/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-tenant.h"

G_BEGIN_DECLS

#define LK_TYPE_TENANT_CONNECT (lk_tenant_connect_get_type ())

/* Where a streaming tenant is, and how much of it may be used. Property: tenant (LkTenant, nullable). */
G_DECLARE_FINAL_TYPE (LkTenantConnect, lk_tenant_connect, LK, TENANT_CONNECT, AdwBin)

G_END_DECLS
