/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-permissions.h"

#include "lk-role.h"

#include <glib/gi18n-lib.h>

#define MANY_DATABASES ":db:*"

#define THIS_ORGANIZATION "__ORG_ID__"

typedef struct
{
  const char *action;
  const char *words;
} Words;

/* What is not in this list is shown by its raw name alone. */
static const Words words[] = {
  { "accesslist-read", N_("See the access list") },
  { "accesslist-write", N_("Change the access list") },
  { "db-all-keyspace-create", N_("Create keyspaces in every database") },
  { "db-all-keyspace-describe", N_("Describe every keyspace") },
  { "db-cql", N_("Use CQL") },
  { "db-data-import", N_("Import data") },
  { "db-graphql", N_("Use the GraphQL API") },
  { "db-keyspace-alter", N_("Alter keyspaces") },
  { "db-keyspace-authorize", N_("Authorize others for keyspaces") },
  { "db-keyspace-create", N_("Create keyspaces") },
  { "db-keyspace-describe", N_("Describe keyspaces") },
  { "db-keyspace-drop", N_("Drop keyspaces") },
  { "db-keyspace-grant", N_("Grant rights on keyspaces") },
  { "db-keyspace-modify", N_("Change data of keyspaces") },
  { "db-manage-privateendpoint", N_("Manage private endpoints") },
  { "db-manage-region", N_("Manage regions") },
  { "db-manage-telemetry", N_("Manage telemetry") },
  { "db-manage-thirdpartymetrics", N_("Manage third-party metrics") },
  { "db-rest", N_("Use the REST API") },
  { "db-table-alter", N_("Alter tables") },
  { "db-table-authorize", N_("Authorize others for tables") },
  { "db-table-create", N_("Create tables") },
  { "db-table-describe", N_("Describe tables") },
  { "db-table-drop", N_("Drop tables") },
  { "db-table-grant", N_("Grant rights on tables") },
  { "db-table-modify", N_("Write data") },
  { "db-table-select", N_("Read data") },
  { "org-audits-read", N_("Read the audit log") },
  { "org-billing-read", N_("See billing") },
  { "org-billing-write", N_("Change billing") },
  { "org-cmk-read", N_("See encryption keys") },
  { "org-cmk-write", N_("Change encryption keys") },
  { "org-db-addpeering", N_("Add network peering") },
  { "org-db-create", N_("Create databases") },
  { "org-db-expand", N_("Expand databases") },
  { "org-db-managemigratorproxy", N_("Manage the migrator proxy") },
  { "org-db-passwordreset", N_("Reset passwords of databases") },
  { "org-db-readpeering", N_("See network peering") },
  { "org-db-suspend", N_("Suspend databases") },
  { "org-db-terminate", N_("Terminate databases") },
  { "org-db-view", N_("See databases") },
  { "org-external-auth-read", N_("See external sign-in") },
  { "org-external-auth-write", N_("Change external sign-in") },
  { "org-integrations-read", N_("See integrations") },
  { "org-integrations-write", N_("Change integrations") },
  { "org-notification-write", N_("Change notifications") },
  { "org-read", N_("See the organization") },
  { "org-role-delete", N_("Delete custom roles") },
  { "org-role-read", N_("See roles") },
  { "org-role-write", N_("Change custom roles") },
  { "org-stream-manage", N_("Manage streaming") },
  { "org-token-read", N_("See application tokens") },
  { "org-token-write", N_("Create and delete application tokens") },
  { "org-user-read", N_("See users") },
  { "org-user-write", N_("Change users") },
  { "org-write", N_("Change the organization") },
};

/* The first that fits decides, so the narrower one is above the wider one. */
static const struct
{
  const char        *prefix;
  LkPermissionGroup  group;
} prefixes[] = {
  { "org-billing", LK_PERMISSION_BILLING },
  { "accesslist", LK_PERMISSION_BILLING },
  { "org-stream", LK_PERMISSION_STREAMING },
  { "stream", LK_PERMISSION_STREAMING },
  { "org-db-", LK_PERMISSION_DATABASES },
  { "db-keyspace-", LK_PERMISSION_KEYSPACES },
  { "db-all-keyspace-", LK_PERMISSION_KEYSPACES },
  { "db-table-", LK_PERMISSION_KEYSPACES },
  { "db-", LK_PERMISSION_DATABASES },
  { "org-", LK_PERMISSION_ORGANIZATION },
};

/**
 * lk_permission_group_get_title:
 * @group: a group
 *
 * Gets the heading of a group of permissions.
 *
 * Returns: (transfer none): the heading, translated
 */
const char *
lk_permission_group_get_title (LkPermissionGroup group)
{
  switch (group)
    {
    case LK_PERMISSION_ORGANIZATION:
      return _("Organization");
    case LK_PERMISSION_DATABASES:
      return _("Databases");
    case LK_PERMISSION_KEYSPACES:
      return _("Keyspaces and Tables");
    case LK_PERMISSION_STREAMING:
      return _("Streaming");
    case LK_PERMISSION_BILLING:
      return _("Billing and Access");
    case LK_PERMISSION_OTHER:
    case LK_PERMISSION_N_GROUPS:
    default:
      return C_("permissions", "Other");
    }
}

/**
 * lk_permission_get_group:
 * @action: an action of a role, like `org-token-write`
 *
 * Tells in which group an action is shown.
 *
 * Returns: the group
 */
LkPermissionGroup
lk_permission_get_group (const char *action)
{
  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    {
      if (g_str_has_prefix (action, prefixes[i].prefix))
        return prefixes[i].group;
    }

  return LK_PERMISSION_OTHER;
}

/**
 * lk_permission_get_words:
 * @action: an action of a role, like `org-token-write`
 *
 * Says in plain words what an action allows.
 *
 * Returns: (transfer none) (nullable): the words, translated, or %NULL for an action that is not known
 */
const char *
lk_permission_get_words (const char *action)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (g_str_equal (action, words[i].action))
        return g_dgettext (GETTEXT_PACKAGE, words[i].words);
    }

  return NULL;
}

/**
 * lk_permission_describe_resource:
 * @resource: what a role reaches, like `drn:astra:org:__ORG_ID__:db:*`
 * @org_id: (nullable): the id of the organization that is looked at
 *
 * Writes a resource for people: the organization's place holder or id reads "this organization".
 *
 * Returns: (transfer full): the text
 */
char *
lk_permission_describe_resource (const char *resource,
                                 const char *org_id)
{
  g_autoptr (GString) text = g_string_new (resource);

  /* Translators: stands in the middle of what a role reaches, as in “drn:astra:org:this organization:db:*” */
  g_string_replace (text, THIS_ORGANIZATION, _("this organization"), 0);
  if (org_id != NULL && *org_id != '\0')
    g_string_replace (text, org_id, _("this organization"), 0);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
collect (GPtrArray           *roles,
         const char *const *(*get_texts) (LkRole *role))
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < roles->len; i++)
    {
      const char *const *role_texts = get_texts (g_ptr_array_index (roles, i));

      for (guint j = 0; role_texts != NULL && role_texts[j] != NULL; j++)
        {
          if (g_hash_table_add (seen, (gpointer) role_texts[j]))
            g_ptr_array_add (texts, g_strdup (role_texts[j]));
        }
    }

  g_ptr_array_sort (texts, compare_texts);

  return g_steal_pointer (&texts);
}

/**
 * lk_permissions_collect_actions:
 * @roles: (element-type LkRole): some roles
 *
 * Puts the actions of several roles together, each once.
 *
 * Returns: (transfer full) (element-type utf8): the actions, sorted
 */
GPtrArray *
lk_permissions_collect_actions (GPtrArray *roles)
{
  return collect (roles, lk_role_get_actions);
}

/**
 * lk_permissions_collect_resources:
 * @roles: (element-type LkRole): some roles
 *
 * Puts the resources of several roles together, each once.
 *
 * Returns: (transfer full) (element-type utf8): the resources, sorted
 */
GPtrArray *
lk_permissions_collect_resources (GPtrArray *roles)
{
  return collect (roles, lk_role_get_resources);
}

/**
 * lk_permissions_are_known:
 * @roles: (element-type LkRole): some roles
 *
 * Tells whether the service said of every role what it allows.
 *
 * Returns: whether all roles have a policy
 */
gboolean
lk_permissions_are_known (GPtrArray *roles)
{
  for (guint i = 0; i < roles->len; i++)
    {
      if (!lk_role_get_has_policy (g_ptr_array_index (roles, i)))
        return FALSE;
    }

  return TRUE;
}

/**
 * lk_permissions_reach_every_database:
 * @roles: (element-type LkRole): roles
 *
 * Returns: whether one of them is for all databases of the organization
 */
gboolean
lk_permissions_reach_every_database (GPtrArray *roles)
{
  g_autoptr (GPtrArray) resources = lk_permissions_collect_resources (roles);

  for (guint i = 0; i < resources->len; i++)
    if (g_str_has_suffix (g_ptr_array_index (resources, i), MANY_DATABASES))
      return TRUE;

  return FALSE;
}
