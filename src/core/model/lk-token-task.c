/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-token-task.h"

#include <glib/gi18n-lib.h>

#define NAMESPACE_OF_TENANT (LK_TOKEN_TASK_NEEDS_TENANT | LK_TOKEN_TASK_NEEDS_NAMESPACE)

typedef struct
{
  const char       *id;
  const char       *title;
  const char       *description;
  const char       *permission; /* NULL: not documented */
  LkTokenTaskKind   kind;
  LkTokenTaskNeeds  needs;
  LkTokenTaskCall   call;
} Row;

#define OF_TENANT N_ ("Any Pulsar token of the tenant")
#define STREAMING N_ ("A role that may manage streaming (org-stream-manage), such as Organization Administrator")
#define DATABASES N_ ("A role that may see databases (org-db-view), such as Database Administrator")

/* What the vendor's documents name, first the four that they name under “which token”. */
static const Row rows[] = {
  { "monthly-usage", N_ ("Track Monthly Usage"),
    N_ ("What the organization’s databases have read, written and stored so far, with their prices; the service tells "
        "totals, not single months"),
    DATABASES,
    LK_TOKEN_TASK_APPLICATION, LK_TOKEN_TASK_NEEDS_NOTHING, LK_TOKEN_TASK_DATABASES_USAGE },
  { "billing-report", N_ ("Billing Report by Tenant"),
    N_ ("How many messages and bytes went through each namespace of a tenant; amounts of money are not in it"),
    STREAMING,
    LK_TOKEN_TASK_APPLICATION, LK_TOKEN_TASK_NEEDS_TENANT, LK_TOKEN_TASK_USAGE },
  { "topic-health", N_ ("Monitor a Topic’s Health"),
    N_ ("Whether messages come in and go out, and how many wait in each subscription"),
    OF_TENANT,
    LK_TOKEN_TASK_PULSAR, NAMESPACE_OF_TENANT | LK_TOKEN_TASK_NEEDS_TOPIC, LK_TOKEN_TASK_TOPIC_STATS },
  { "sink-health", N_ ("Monitor a Sink Connector’s Health"),
    N_ ("Whether a connector that takes messages out runs, and what went wrong last"),
    OF_TENANT,
    LK_TOKEN_TASK_PULSAR, NAMESPACE_OF_TENANT | LK_TOKEN_TASK_NEEDS_SINK, LK_TOKEN_TASK_SINK_STATUS },
  { "source-health", N_ ("Monitor a Source Connector’s Health"),
    N_ ("Whether a connector that brings messages in runs, and what went wrong last"),
    OF_TENANT,
    LK_TOKEN_TASK_PULSAR, NAMESPACE_OF_TENANT | LK_TOKEN_TASK_NEEDS_SOURCE, LK_TOKEN_TASK_SOURCE_STATUS },
  { "connect-client", N_ ("Connect a Client"),
    N_ ("What a program needs to send and receive messages of a tenant, as environment variables"),
    OF_TENANT,
    LK_TOKEN_TASK_PULSAR, LK_TOKEN_TASK_NEEDS_TENANT, LK_TOKEN_TASK_CONNECT },
  { "list-namespaces", N_ ("List Namespaces"),
    N_ ("The namespaces of a tenant"),
    OF_TENANT,
    LK_TOKEN_TASK_PULSAR, LK_TOKEN_TASK_NEEDS_TENANT, LK_TOKEN_TASK_NAMESPACES },
  { "list-topics", N_ ("List Topics"),
    N_ ("The topics of a namespace that keep their messages"),
    OF_TENANT,
    LK_TOKEN_TASK_PULSAR, NAMESPACE_OF_TENANT, LK_TOKEN_TASK_TOPICS },
  { "list-sinks", N_ ("List Sink Connectors"),
    N_ ("The connectors of a namespace that take messages out"),
    OF_TENANT,
    LK_TOKEN_TASK_PULSAR, NAMESPACE_OF_TENANT, LK_TOKEN_TASK_SINKS },
  { "list-sources", N_ ("List Source Connectors"),
    N_ ("The connectors of a namespace that bring messages in"),
    OF_TENANT,
    LK_TOKEN_TASK_PULSAR, NAMESPACE_OF_TENANT, LK_TOKEN_TASK_SOURCES },
  { "list-tenants", N_ ("List Tenants"),
    N_ ("The streaming tenants of the organization, with where each is"),
    STREAMING,
    LK_TOKEN_TASK_APPLICATION, LK_TOKEN_TASK_NEEDS_NOTHING, LK_TOKEN_TASK_TENANTS },
  { "create-pulsar-token", N_ ("Create a Pulsar Token"),
    N_ ("A new Pulsar token comes from the organization, so that an application token makes it"),
    STREAMING,
    LK_TOKEN_TASK_APPLICATION, LK_TOKEN_TASK_NEEDS_TENANT, LK_TOKEN_TASK_CREATE_PULSAR_TOKEN },
  { "create-app-token", N_ ("Create an Application Token"),
    N_ ("A new application token goes into the keyring, and is never printed"),
    N_ ("A role that may manage tokens (org-token-write), such as Organization Administrator"),
    LK_TOKEN_TASK_APPLICATION, LK_TOKEN_TASK_NEEDS_NOTHING, LK_TOKEN_TASK_CREATE_TOKEN },
  { "list-clusters", N_ ("List Clusters"),
    N_ ("The clusters that a tenant can be on, with the addresses of each"),
    STREAMING,
    LK_TOKEN_TASK_APPLICATION, LK_TOKEN_TASK_NEEDS_NOTHING, LK_TOKEN_TASK_CLUSTERS },
  { "list-regions", N_ ("List Regions"),
    N_ ("The clouds and their regions in which there is streaming"),
    STREAMING,
    LK_TOKEN_TASK_APPLICATION, LK_TOKEN_TASK_NEEDS_NOTHING, LK_TOKEN_TASK_REGIONS },
  { "manage-databases", N_ ("Manage Databases"),
    N_ ("Which databases the organization has and whether they are active; the API that lists them also creates, parks and "
        "deletes them"),
    DATABASES,
    LK_TOKEN_TASK_APPLICATION, LK_TOKEN_TASK_NEEDS_NOTHING, LK_TOKEN_TASK_DATABASES },
};

struct _LkTokenTask
{
  GObject    parent_instance;

  const Row *row;
};

G_DEFINE_FINAL_TYPE (LkTokenTask, lk_token_task, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_ID,
  PROP_TITLE,
  PROP_DESCRIPTION,
  PROP_TOKEN,
  PROP_TOKEN_TITLE,
  PROP_PERMISSION,
  PROP_NEEDS,
  PROP_NEEDS_TENANT,
  PROP_NEEDS_NAMESPACE,
  PROP_NEEDS_TOPIC,
  PROP_NEEDS_CONNECTOR,
  PROP_RUNNABLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
lk_token_task_get_property (GObject    *object,
                            guint       property_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  LkTokenTask *self = LK_TOKEN_TASK (object);
  const gboolean pulsar = self->row->kind == LK_TOKEN_TASK_PULSAR;

  switch (property_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->row->id);
      break;

    case PROP_TITLE:
      g_value_set_string (value, lk_token_task_get_title (self));
      break;

    case PROP_DESCRIPTION:
      g_value_set_string (value, lk_token_task_get_description (self));
      break;

    case PROP_TOKEN:
      g_value_set_string (value, pulsar ? "pulsar" : "app");
      break;

    case PROP_TOKEN_TITLE:
      g_value_set_string (value, pulsar ? _("Pulsar token") : _("Application token"));
      break;

    case PROP_PERMISSION:
      g_value_set_string (value, lk_token_task_get_permission (self));
      break;

    case PROP_NEEDS:
      g_value_set_uint (value, self->row->needs);
      break;

    case PROP_NEEDS_TENANT:
      g_value_set_boolean (value, (self->row->needs & LK_TOKEN_TASK_NEEDS_TENANT) != 0);
      break;

    case PROP_NEEDS_NAMESPACE:
      g_value_set_boolean (value, (self->row->needs & LK_TOKEN_TASK_NEEDS_NAMESPACE) != 0);
      break;

    case PROP_NEEDS_TOPIC:
      g_value_set_boolean (value, (self->row->needs & LK_TOKEN_TASK_NEEDS_TOPIC) != 0);
      break;

    case PROP_NEEDS_CONNECTOR:
      g_value_set_boolean (value,
                           (self->row->needs & (LK_TOKEN_TASK_NEEDS_SINK | LK_TOKEN_TASK_NEEDS_SOURCE)) != 0);
      break;

    case PROP_RUNNABLE:
      g_value_set_boolean (value, lk_token_task_get_runnable (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_token_task_class_init (LkTokenTaskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lk_token_task_get_property;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, flags);
  properties[PROP_TOKEN] = g_param_spec_string ("token", NULL, NULL, NULL, flags);
  properties[PROP_TOKEN_TITLE] = g_param_spec_string ("token-title", NULL, NULL, NULL, flags);
  properties[PROP_PERMISSION] = g_param_spec_string ("permission", NULL, NULL, NULL, flags);
  properties[PROP_NEEDS] = g_param_spec_uint ("needs", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_NEEDS_TENANT] = g_param_spec_boolean ("needs-tenant", NULL, NULL, FALSE, flags);
  properties[PROP_NEEDS_NAMESPACE] = g_param_spec_boolean ("needs-namespace", NULL, NULL, FALSE, flags);
  properties[PROP_NEEDS_TOPIC] = g_param_spec_boolean ("needs-topic", NULL, NULL, FALSE, flags);
  properties[PROP_NEEDS_CONNECTOR] = g_param_spec_boolean ("needs-connector", NULL, NULL, FALSE, flags);
  properties[PROP_RUNNABLE] = g_param_spec_boolean ("runnable", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_token_task_init (LkTokenTask *self)
{
  self->row = &rows[0];
}

/**
 * lk_token_tasks_new:
 *
 * Makes the table of tasks.
 *
 * Returns: (transfer full): a list model of #LkTokenTask
 */
GListModel *
lk_token_tasks_new (void)
{
  GListStore *tasks = g_list_store_new (LK_TYPE_TOKEN_TASK);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LkTokenTask) task = g_object_new (LK_TYPE_TOKEN_TASK, NULL);

      task->row = &rows[i];
      g_list_store_append (tasks, task);
    }

  return G_LIST_MODEL (tasks);
}

/**
 * lk_token_task_get_id:
 * @self: a task
 *
 * Returns: a name of it that stays, whatever the language
 */
const char *
lk_token_task_get_id (LkTokenTask *self)
{
  g_return_val_if_fail (LK_IS_TOKEN_TASK (self), NULL);

  return self->row->id;
}

/**
 * lk_token_task_get_title:
 * @self: a task
 *
 * Returns: what it is called
 */
const char *
lk_token_task_get_title (LkTokenTask *self)
{
  g_return_val_if_fail (LK_IS_TOKEN_TASK (self), NULL);

  return g_dgettext (GETTEXT_PACKAGE, self->row->title);
}

/**
 * lk_token_task_get_description:
 * @self: a task
 *
 * Returns: what it tells or does, a sentence
 */
const char *
lk_token_task_get_description (LkTokenTask *self)
{
  g_return_val_if_fail (LK_IS_TOKEN_TASK (self), NULL);

  return g_dgettext (GETTEXT_PACKAGE, self->row->description);
}

/**
 * lk_token_task_get_permission:
 * @self: a task
 *
 * Returns: which role or permission its token needs, a sentence; empty where that is not documented
 */
const char *
lk_token_task_get_permission (LkTokenTask *self)
{
  g_return_val_if_fail (LK_IS_TOKEN_TASK (self), NULL);

  return self->row->permission != NULL ? g_dgettext (GETTEXT_PACKAGE, self->row->permission) : "";
}

/**
 * lk_token_task_get_kind:
 * @self: a task
 *
 * Returns: which token it needs
 */
LkTokenTaskKind
lk_token_task_get_kind (LkTokenTask *self)
{
  g_return_val_if_fail (LK_IS_TOKEN_TASK (self), LK_TOKEN_TASK_APPLICATION);

  return self->row->kind;
}

/**
 * lk_token_task_get_needs:
 * @self: a task
 *
 * Returns: which names it needs
 */
LkTokenTaskNeeds
lk_token_task_get_needs (LkTokenTask *self)
{
  g_return_val_if_fail (LK_IS_TOKEN_TASK (self), LK_TOKEN_TASK_NEEDS_NOTHING);

  return self->row->needs;
}

/**
 * lk_token_task_get_call:
 * @self: a task
 *
 * Returns: what it does
 */
LkTokenTaskCall
lk_token_task_get_call (LkTokenTask *self)
{
  g_return_val_if_fail (LK_IS_TOKEN_TASK (self), LK_TOKEN_TASK_DATABASES);

  return self->row->call;
}

/**
 * lk_token_task_get_runnable:
 * @self: a task
 *
 * Returns: whether the application itself can make the call
 */
gboolean
lk_token_task_get_runnable (LkTokenTask *self)
{
  g_return_val_if_fail (LK_IS_TOKEN_TASK (self), FALSE);

  return self->row->call <= LK_TOKEN_TASK_LAST_RUNNABLE;
}
