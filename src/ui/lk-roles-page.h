/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_ROLES_PAGE (lk_roles_page_get_type ())

G_DECLARE_FINAL_TYPE (LkRolesPage, lk_roles_page, LK, ROLES_PAGE, AdwBin)

void       lk_roles_page_set_roles  (LkRolesPage        *self,
                                     GListModel         *roles);
void       lk_roles_page_choose     (LkRolesPage        *self,
                                     const char * const *ids);
GPtrArray *lk_roles_page_get_chosen (LkRolesPage        *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
