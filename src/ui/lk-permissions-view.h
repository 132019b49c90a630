/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_PERMISSIONS_VIEW (lk_permissions_view_get_type ())

G_DECLARE_FINAL_TYPE (LkPermissionsView, lk_permissions_view, LK, PERMISSIONS_VIEW, AdwBin)

void lk_permissions_view_set_roles (LkPermissionsView *self,
                                    GPtrArray         *roles,
                                    gboolean           complete,
                                    const char        *org_id);

G_END_DECLS
