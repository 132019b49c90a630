/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-tenant.h"

G_BEGIN_DECLS

#define LK_TYPE_TENANT_ROW (lk_tenant_row_get_type ())

/* A streaming tenant in a list. Property: tenant (LkTenant, nullable). */
G_DECLARE_FINAL_TYPE (LkTenantRow, lk_tenant_row, LK, TENANT_ROW, AdwBin)

G_END_DECLS
