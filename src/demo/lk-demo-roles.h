/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * LkDemoPolicyForm:
 * @LK_DEMO_POLICY_OBJECT: an object, as the published description has it
 * @LK_DEMO_POLICY_STRING: the same as JSON in a string
 * @LK_DEMO_POLICY_NULL: `null`: the role says nothing of what it allows
 *
 * How the list of roles spells a role's policy.
 */
typedef enum
{
  LK_DEMO_POLICY_OBJECT,
  LK_DEMO_POLICY_STRING,
  LK_DEMO_POLICY_NULL
} LkDemoPolicyForm;

/**
 * LkDemoRole:
 * @id: a UUID
 * @name: the name the API uses
 * @actions: what the role allows; an action may be there twice, as in the real service
 * @resources: what it allows it on
 * @form: how the policy is spelt
 * @custom: whether the organization made the role itself
 *
 * One role of one organization.
 */
typedef struct
{
  char             *id;
  char             *name;
  GStrv             actions;
  GStrv             resources;
  LkDemoPolicyForm  form;
  gboolean          custom;
} LkDemoRole;

char             *lk_demo_uuid_new            (GRand      *rand) G_GNUC_WARN_UNUSED_RESULT;

GPtrArray        *lk_demo_roles_new           (GRand      *rand,
                                               const char *org_id) G_GNUC_WARN_UNUSED_RESULT;
const LkDemoRole *lk_demo_roles_find_by_id    (GPtrArray  *roles,
                                               const char *id);
const LkDemoRole *lk_demo_roles_find_by_name  (GPtrArray  *roles,
                                               const char *name);
gboolean          lk_demo_roles_allow         (GPtrArray  *roles,
                                               GStrv       role_ids,
                                               const char *action);
JsonNode         *lk_demo_roles_to_json       (GPtrArray  *roles,
                                               const char *user_id,
                                               gboolean    old_spelling) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
