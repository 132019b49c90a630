/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-token-task-private.h"

#include "lk-astra-usage.h"
#include "lk-pulsar-admin.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PERSISTENT "persistent"
#define SCHEME_END "://"

/* The service lists a namespace with its tenant before it. */
static const char *
shorten_namespace (const char *tenant,
                   const char *namespace_name)
{
  const gsize length = strlen (tenant);

  return strncmp (namespace_name, tenant, length) == 0 && namespace_name[length] == '/' ? namespace_name + length + 1
                                                                                         : namespace_name;
}

/* A topic as it is called within its namespace, or as the service lists it, with all it is in before it. NULL for one of
 * another tenant. */
static char *
make_topic_path (const LkTokenTaskPlace *place)
{
  const char *tenant = lk_tenant_get_name (place->tenant);
  const char *end = strstr (place->topic, SCHEME_END);
  g_autofree char *start = NULL;
  g_auto (GStrv) parts = NULL;

  if (end == NULL || (!g_str_has_prefix (place->topic, PERSISTENT SCHEME_END)
                      && !g_str_has_prefix (place->topic, "non-" PERSISTENT SCHEME_END)))
    return lk_pulsar_admin_make_path ("/admin/v2/" PERSISTENT, tenant, shorten_namespace (tenant, place->namespace_name),
                                      place->topic, "stats", NULL);

  parts = g_strsplit (end + strlen (SCHEME_END), "/", 3);
  if (g_strv_length (parts) != 3 || !g_str_equal (parts[0], tenant))
    return NULL;
  start = g_strdup_printf ("/admin/v2/%.*s", (int) (end - place->topic), place->topic);

  return lk_pulsar_admin_make_path (start, tenant, parts[1], parts[2], "stats", NULL);
}

/*< private >
 * lk_token_task_check_token:
 * @place: the names that a task is about
 * @error: return location for %LK_WORK_ERROR_INVALID
 *
 * Checks the token of a task that needs one. A Pulsar token is of one tenant, and goes to no other.
 *
 * Returns: whether there is a token, of the tenant
 */
gboolean
lk_token_task_check_token (const LkTokenTaskPlace  *place,
                           GError                 **error)
{
  if (place->token == NULL)
    g_set_error_literal (error, LK_WORK_ERROR, LK_WORK_ERROR_INVALID,
                         _("Choose a Pulsar token of the tenant, or create one"));
  else if (!lk_tenant_is (place->tenant, lk_pulsar_token_get_cluster_name (place->token),
                          lk_pulsar_token_get_tenant_name (place->token)))
    g_set_error_literal (error, LK_WORK_ERROR, LK_WORK_ERROR_INVALID, _("The token belongs to another tenant"));
  else
    return TRUE;

  return FALSE;
}

/*< private >
 * lk_token_task_make_list_path:
 * @call: what is listed
 * @tenant: whose
 * @namespace_name: (nullable): where; %NULL for the namespaces alone
 *
 * Returns: (transfer full) (nullable): the path, or %NULL for names that cannot be asked for
 */
char *
lk_token_task_make_list_path (LkTokenTaskCall  call,
                              const char      *tenant,
                              const char      *namespace_name)
{
  const char *start = call == LK_TOKEN_TASK_SINKS     ? "/admin/v3/sinks"
                      : call == LK_TOKEN_TASK_SOURCES ? "/admin/v3/sources"
                                                      : "/admin/v2/" PERSISTENT;

  if (call == LK_TOKEN_TASK_NAMESPACES)
    return lk_pulsar_admin_make_path ("/admin/v2/namespaces", tenant, NULL);

  return lk_pulsar_admin_make_path (start, tenant, shorten_namespace (tenant, namespace_name), NULL);
}

/*< private >
 * lk_token_task_make_start:
 * @call: what is listed
 * @tenant: whose
 * @namespace_name: (nullable): where; %NULL for the namespaces alone
 *
 * Returns: (transfer full): what the names have before them in the service's list
 */
char *
lk_token_task_make_start (LkTokenTaskCall  call,
                          const char      *tenant,
                          const char      *namespace_name)
{
  if (call == LK_TOKEN_TASK_NAMESPACES)
    return g_strconcat (tenant, "/", NULL);
  if (call == LK_TOKEN_TASK_TOPICS)
    return g_strconcat (PERSISTENT SCHEME_END, tenant, "/", shorten_namespace (tenant, namespace_name), "/", NULL);

  return g_strdup ("");
}

static gboolean
check_names (LkTokenTask             *self,
             const LkTokenTaskPlace  *place,
             GError                 **error)
{
  const LkTokenTaskNeeds needs = lk_token_task_get_needs (self);
  const char *missing = NULL;

  if ((needs & LK_TOKEN_TASK_NEEDS_TENANT) && place->tenant == NULL)
    missing = _("Choose a tenant");
  else if ((needs & LK_TOKEN_TASK_NEEDS_NAMESPACE) && (place->namespace_name == NULL || *place->namespace_name == '\0'))
    missing = _("Choose a namespace");
  else if ((needs & LK_TOKEN_TASK_NEEDS_TOPIC) && (place->topic == NULL || *place->topic == '\0'))
    missing = _("Choose a topic");
  else if ((needs & (LK_TOKEN_TASK_NEEDS_SINK | LK_TOKEN_TASK_NEEDS_SOURCE))
           && (place->connector == NULL || *place->connector == '\0'))
    missing = _("Choose a connector");
  if (missing != NULL)
    g_set_error_literal (error, LK_WORK_ERROR, LK_WORK_ERROR_INVALID, missing);

  return missing == NULL;
}

static char *
make_path (LkTokenTask            *self,
           const LkTokenTaskPlace *place)
{
  const LkTokenTaskCall call = lk_token_task_get_call (self);
  const char *tenant = place->tenant != NULL ? lk_tenant_get_name (place->tenant) : NULL;

  switch (call)
    {
    case LK_TOKEN_TASK_DATABASES_USAGE:
    case LK_TOKEN_TASK_DATABASES:
      return g_strdup (LK_ASTRA_DATABASES_PATH);

    case LK_TOKEN_TASK_CLUSTERS:
      return g_strdup (LK_ASTRA_CLUSTERS_PATH);

    case LK_TOKEN_TASK_REGIONS:
      return g_strdup (LK_ASTRA_REGIONS_PATH);

    case LK_TOKEN_TASK_USAGE:
      return lk_pulsar_admin_make_path (LK_PULSAR_USAGE_PATH, tenant, NULL);

    case LK_TOKEN_TASK_TOPIC_STATS:
      return make_topic_path (place);

    case LK_TOKEN_TASK_SINK_STATUS:
    case LK_TOKEN_TASK_SOURCE_STATUS:
      return lk_pulsar_admin_make_path (call == LK_TOKEN_TASK_SINK_STATUS ? "/admin/v3/sinks" : "/admin/v3/sources", tenant,
                                        shorten_namespace (tenant, place->namespace_name), place->connector, "status",
                                        NULL);

    case LK_TOKEN_TASK_NAMESPACES:
    case LK_TOKEN_TASK_TOPICS:
    case LK_TOKEN_TASK_SINKS:
    case LK_TOKEN_TASK_SOURCES:
      return lk_token_task_make_list_path (call, tenant, place->namespace_name);

    case LK_TOKEN_TASK_TENANTS:
    case LK_TOKEN_TASK_CREATE_TOKEN:
    case LK_TOKEN_TASK_CREATE_PULSAR_TOKEN:
    case LK_TOKEN_TASK_CONNECT:
    default:
      return g_strdup ("");
    }
}

/*< private >
 * lk_token_task_make_path:
 * @self: a task
 * @place: the names it is about
 * @error: return location for %LK_WORK_ERROR_INVALID
 *
 * Checks that the names which a task needs are there, and makes the path of its call.
 *
 * Returns: (transfer full): the path, empty for a task that is not runnable; %NULL with @error set
 */
char *
lk_token_task_make_path (LkTokenTask             *self,
                         const LkTokenTaskPlace  *place,
                         GError                 **error)
{
  char *path;

  if (!check_names (self, place, error))
    return NULL;

  path = make_path (self, place);
  if (path == NULL)
    g_set_error_literal (error, LK_WORK_ERROR, LK_WORK_ERROR_INVALID,
                         _("A name is one that cannot be asked for, or belongs to another tenant"));

  return path;
}
