/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-demo-roles.h"

#define ORG_DRN "drn:astra:org:__ORG_ID__"
#define ORG_RESOURCES ORG_DRN
#define DB_RESOURCES ORG_DRN " " ORG_DRN ":db:* " ORG_DRN ":db:*:keyspace:* " ORG_DRN ":db:*:keyspace:*:table:*"
#define ALL_RESOURCES DB_RESOURCES " " ORG_DRN ":stream:* " ORG_DRN ":role:*"

#define READ_DATA \
  "db-all-keyspace-describe db-keyspace-describe db-table-select db-table-describe db-graphql db-rest db-cql"
#define WRITE_DATA READ_DATA " db-table-modify"
#define SHAPE_DATA \
  WRITE_DATA " db-all-keyspace-create db-keyspace-alter db-keyspace-create db-keyspace-drop db-keyspace-modify " \
             "db-table-alter db-table-create db-table-drop"
#define GRANT_DATA \
  SHAPE_DATA " db-keyspace-authorize db-keyspace-grant db-table-authorize db-table-grant"
#define MANAGE_DATABASES \
  "org-db-create org-db-expand org-db-passwordreset org-db-suspend org-db-terminate org-db-view " \
  "org-db-addpeering org-db-readpeering org-db-managemigratorproxy db-manage-region db-manage-privateendpoint " \
  "db-manage-telemetry db-manage-thirdpartymetrics db-data-import accesslist-read accesslist-write"
#define MANAGE_ORGANIZATION \
  "org-read org-write org-audits-read org-external-auth-read org-external-auth-write org-notification-write " \
  "org-role-delete org-role-read org-role-write org-token-read org-token-write org-user-read org-user-write " \
  "org-cmk-read org-cmk-write org-integrations-read org-integrations-write"

/* Both lists are words with a blank between them. */
typedef struct
{
  const char       *name;
  const char       *resources;
  const char       *actions;
  LkDemoPolicyForm  form;
  gboolean          custom;
} RoleTemplate;

/* The built-in roles under the names of the API, then two of the organization's own. Who has the rights over tokens and
 * streaming follows the vendor's documentation; the finer print is an invention in its style. */
static const RoleTemplate templates[] = {
  { "Organization Administrator", ALL_RESOURCES,
    MANAGE_ORGANIZATION " org-billing-read org-billing-write org-stream-manage " MANAGE_DATABASES " " GRANT_DATA },
  { "Database Administrator", ALL_RESOURCES,
    "org-read org-role-read org-user-read org-token-read org-token-write " MANAGE_DATABASES " " GRANT_DATA },
  { "Billing Admin", ORG_RESOURCES,
    "org-read org-billing-read org-billing-write org-db-view org-notification-write" },
  { "Admin User", ALL_RESOURCES,
    "org-read org-role-read org-user-read org-token-read " MANAGE_DATABASES " " GRANT_DATA },
  { "Admin Svc Acct", ALL_RESOURCES,
    "org-read org-role-read org-token-read org-stream-manage " MANAGE_DATABASES " " GRANT_DATA },
  { "RO User", DB_RESOURCES, "org-read org-db-view accesslist-read " READ_DATA },
  { "R/W User", DB_RESOURCES, "org-read org-db-view accesslist-read " WRITE_DATA },
  { "RO Svc Acct", DB_RESOURCES, "accesslist-read " READ_DATA },
  { "R/W Svc Acct", DB_RESOURCES, "accesslist-read " WRITE_DATA },
  { "API Admin User", ALL_RESOURCES,
    "org-read org-db-view org-stream-manage " MANAGE_DATABASES " " SHAPE_DATA },
  { "API Admin Svc Acct", ALL_RESOURCES, "org-stream-manage " MANAGE_DATABASES " " SHAPE_DATA },
  { "API RO User", DB_RESOURCES, "org-read org-db-view " READ_DATA, LK_DEMO_POLICY_STRING },
  { "API RO Svc Acct", DB_RESOURCES, READ_DATA },
  { "API R/W User", DB_RESOURCES, "org-read org-db-view " WRITE_DATA },
  { "API R/W Svc Acct", DB_RESOURCES, WRITE_DATA },
  { "UI View Only", ORG_RESOURCES, "org-read org-db-view" },
  { "orders database, read only", NULL, "org-db-view future-db-insight " READ_DATA, LK_DEMO_POLICY_OBJECT, TRUE },
  { "legacy import", NULL, "", LK_DEMO_POLICY_NULL, TRUE },
};

static void
free_role (gpointer data)
{
  LkDemoRole *role = data;

  g_free (role->id);
  g_free (role->name);
  g_strfreev (role->actions);
  g_strfreev (role->resources);
  g_free (role);
}

/**
 * lk_demo_uuid_new:
 * @rand: where the digits come from
 *
 * Makes a UUID that looks random and comes out the same for the same seed.
 *
 * Returns: (transfer full): a version 4 UUID in lower case
 */
char *
lk_demo_uuid_new (GRand *rand)
{
  guint32 words[4];

  g_return_val_if_fail (rand != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    words[i] = g_rand_int (rand);

  return g_strdup_printf ("%08x-%04x-4%03x-%04x-%04x%08x", words[0], words[1] >> 16, words[1] & 0xfff,
                          0x8000 | ((words[2] >> 16) & 0x3fff), words[2] & 0xffff, words[3]);
}

/**
 * lk_demo_roles_new:
 * @rand: where the ids come from
 * @org_id: the organization that has the roles
 *
 * Makes the roles of an organization.
 *
 * Returns: (transfer full) (element-type LkDemoRole): the roles
 */
GPtrArray *
lk_demo_roles_new (GRand      *rand,
                   const char *org_id)
{
  g_autoptr (GPtrArray) roles = g_ptr_array_new_with_free_func (free_role);

  g_return_val_if_fail (rand != NULL, NULL);
  g_return_val_if_fail (org_id != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (templates); i++)
    {
      const RoleTemplate *template = &templates[i];
      LkDemoRole *role = g_new0 (LkDemoRole, 1);
      g_autofree char *own_resource = NULL;

      if (template->resources == NULL)
        {
          g_autofree char *database_id = lk_demo_uuid_new (rand);

          own_resource = g_strdup_printf ("drn:astra:org:%s:db:%s", org_id, database_id);
        }

      role->id = lk_demo_uuid_new (rand);
      role->name = g_strdup (template->name);
      role->actions = g_strsplit (template->actions, " ", -1);
      role->resources = g_strsplit (own_resource != NULL ? own_resource : template->resources, " ", -1);
      role->form = template->form;
      role->custom = template->custom;
      g_ptr_array_add (roles, role);
    }

  return g_steal_pointer (&roles);
}

/**
 * lk_demo_roles_find_by_id:
 * @roles: (element-type LkDemoRole): the roles of an organization
 * @id: a UUID, in either case
 *
 * Looks a role up by its id.
 *
 * Returns: (transfer none) (nullable): the role, or %NULL if there is none
 */
const LkDemoRole *
lk_demo_roles_find_by_id (GPtrArray  *roles,
                          const char *id)
{
  for (guint i = 0; i < roles->len; i++)
    {
      const LkDemoRole *role = g_ptr_array_index (roles, i);

      if (g_ascii_strcasecmp (role->id, id) == 0)
        return role;
    }

  return NULL;
}

/**
 * lk_demo_roles_find_by_name:
 * @roles: (element-type LkDemoRole): the roles of an organization
 * @name: a name as in the API
 *
 * Looks a role up by its name.
 *
 * Returns: (transfer none) (nullable): the role, or %NULL if there is none
 */
const LkDemoRole *
lk_demo_roles_find_by_name (GPtrArray  *roles,
                            const char *name)
{
  for (guint i = 0; i < roles->len; i++)
    {
      const LkDemoRole *role = g_ptr_array_index (roles, i);

      if (g_str_equal (role->name, name))
        return role;
    }

  return NULL;
}

/**
 * lk_demo_roles_allow:
 * @roles: (element-type LkDemoRole): the roles of an organization
 * @role_ids: the ids that a token carries
 * @action: such as `org-token-read`
 *
 * Tells whether one of the roles of a token allows an action. An id that is none, such as a role's name, allows
 * nothing.
 *
 * Returns: whether it is allowed
 */
gboolean
lk_demo_roles_allow (GPtrArray  *roles,
                     GStrv       role_ids,
                     const char *action)
{
  for (guint i = 0; role_ids[i] != NULL; i++)
    {
      const LkDemoRole *role = lk_demo_roles_find_by_id (roles, role_ids[i]);

      if (role != NULL && g_strv_contains ((const char * const *) role->actions, action))
        return TRUE;
    }

  return FALSE;
}

static void
add_strings (JsonBuilder *builder,
             const char  *name,
             GStrv        strings)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; strings[i] != NULL; i++)
    json_builder_add_string_value (builder, strings[i]);
  json_builder_end_array (builder);
}

static JsonNode *
build_policy (const LkDemoRole *role)
{
  g_autoptr (JsonBuilder) builder = NULL;
  g_autoptr (JsonNode) object = NULL;
  g_autofree char *text = NULL;

  if (role->form == LK_DEMO_POLICY_NULL)
    return json_node_new (JSON_NODE_NULL);

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "description");
  json_builder_add_string_value (builder, role->name);
  add_strings (builder, "resources", role->resources);
  add_strings (builder, "actions", role->actions);
  json_builder_set_member_name (builder, "effect");
  json_builder_add_string_value (builder, "allow");
  json_builder_end_object (builder);

  object = json_builder_get_root (builder);
  if (role->form == LK_DEMO_POLICY_OBJECT)
    return g_steal_pointer (&object);

  text = json_to_string (object, FALSE);

  return json_node_init_string (json_node_alloc (), text);
}

/**
 * lk_demo_roles_to_json:
 * @roles: (element-type LkDemoRole): the roles of an organization
 * @user_id: who made the organization's own roles
 * @old_spelling: whether keys are spelt as in the older samples (`ID`, `Name`)
 *
 * Makes the answer to a call for the roles, which is a bare array.
 *
 * Returns: (transfer full): the array
 */
JsonNode *
lk_demo_roles_to_json (GPtrArray  *roles,
                       const char *user_id,
                       gboolean    old_spelling)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < roles->len; i++)
    {
      const LkDemoRole *role = g_ptr_array_index (roles, i);

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, old_spelling ? "ID" : "id");
      json_builder_add_string_value (builder, role->id);
      json_builder_set_member_name (builder, old_spelling ? "Name" : "name");
      json_builder_add_string_value (builder, role->name);
      json_builder_set_member_name (builder, old_spelling ? "Policy" : "policy");
      json_builder_add_value (builder, build_policy (role));
      json_builder_set_member_name (builder, old_spelling ? "LastUpdateDateTime" : "last_update_datetime");
      json_builder_add_string_value (builder, role->custom ? "2025-09-15T10:20:30Z" : "2021-01-01T00:00:00Z");
      json_builder_set_member_name (builder, old_spelling ? "LastUpdateUserID" : "last_update_userid");
      json_builder_add_string_value (builder, role->custom ? user_id : "");
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);

  return json_builder_get_root (builder);
}
