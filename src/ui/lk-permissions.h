/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LkPermissionGroup:
 * @LK_PERMISSION_ORGANIZATION: the organization, its users, roles and tokens
 * @LK_PERMISSION_DATABASES: databases as a whole
 * @LK_PERMISSION_KEYSPACES: what is in a database
 * @LK_PERMISSION_STREAMING: streaming
 * @LK_PERMISSION_BILLING: billing and access lists
 * @LK_PERMISSION_OTHER: whatever is not known
 * @LK_PERMISSION_N_GROUPS: how many groups there are
 *
 * The groups that the actions of a role are shown in.
 */
typedef enum
{
  LK_PERMISSION_ORGANIZATION,
  LK_PERMISSION_DATABASES,
  LK_PERMISSION_KEYSPACES,
  LK_PERMISSION_STREAMING,
  LK_PERMISSION_BILLING,
  LK_PERMISSION_OTHER,
  LK_PERMISSION_N_GROUPS,
} LkPermissionGroup;

const char        *lk_permission_group_get_title    (LkPermissionGroup  group);

LkPermissionGroup  lk_permission_get_group          (const char        *action);
const char        *lk_permission_get_words          (const char        *action);
char              *lk_permission_describe_resource  (const char        *resource,
                                                     const char        *org_id) G_GNUC_WARN_UNUSED_RESULT;

/* The union of the roles' actions or resources, sorted (transfer full). */
GPtrArray         *lk_permissions_collect_actions   (GPtrArray         *roles) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray         *lk_permissions_collect_resources (GPtrArray         *roles) G_GNUC_WARN_UNUSED_RESULT;
gboolean           lk_permissions_are_known         (GPtrArray         *roles);
gboolean   lk_permissions_reach_every_database (GPtrArray *roles);

G_END_DECLS
