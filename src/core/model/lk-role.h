/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define LK_TYPE_ROLE (lk_role_get_type ())

G_DECLARE_FINAL_TYPE (LkRole, lk_role, LK, ROLE, GObject)

/* Properties, construct-only: id, name (as the service spells it), actions (GStrv, without duplicates), resources
 * (GStrv), has-policy (boolean). Read-only: title (the portal's longer form of a built-in name, else the name),
 * built-in (boolean). */

LkRole             *lk_role_new           (const char         *id,
                                           const char         *name,
                                           gboolean            has_policy,
                                           const char * const *actions,
                                           const char * const *resources) G_GNUC_WARN_UNUSED_RESULT;

const char         *lk_role_get_id        (LkRole             *self);
const char         *lk_role_get_name      (LkRole             *self);
const char         *lk_role_get_title     (LkRole             *self);
gboolean            lk_role_get_built_in  (LkRole             *self);
gboolean            lk_role_get_has_policy (LkRole            *self);
const char * const *lk_role_get_actions   (LkRole             *self);
const char * const *lk_role_get_resources (LkRole             *self);

G_END_DECLS
