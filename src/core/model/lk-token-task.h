/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LkTokenTaskKind:
 * @LK_TOKEN_TASK_APPLICATION: an application token, of the whole organization; it goes to the account's own origins
 * @LK_TOKEN_TASK_PULSAR: a Pulsar token, of one tenant; it goes to that tenant's web service
 *
 * Which token a task needs.
 */
typedef enum
{
  LK_TOKEN_TASK_APPLICATION,
  LK_TOKEN_TASK_PULSAR,
} LkTokenTaskKind;

/**
 * LkTokenTaskNeeds:
 * @LK_TOKEN_TASK_NEEDS_TENANT: a tenant has to be chosen
 * @LK_TOKEN_TASK_NEEDS_NAMESPACE: a namespace of the tenant
 * @LK_TOKEN_TASK_NEEDS_TOPIC: a topic of the namespace
 * @LK_TOKEN_TASK_NEEDS_SINK: a connector of the namespace that takes messages out
 * @LK_TOKEN_TASK_NEEDS_SOURCE: a connector of the namespace that brings messages in
 *
 * Which names a task needs. Each comes with the ones before it that it belongs to.
 */
typedef enum
{
  LK_TOKEN_TASK_NEEDS_NOTHING = 0,
  LK_TOKEN_TASK_NEEDS_TENANT = 1 << 0,
  LK_TOKEN_TASK_NEEDS_NAMESPACE = 1 << 1,
  LK_TOKEN_TASK_NEEDS_TOPIC = 1 << 2,
  LK_TOKEN_TASK_NEEDS_SINK = 1 << 3,
  LK_TOKEN_TASK_NEEDS_SOURCE = 1 << 4,
} LkTokenTaskNeeds;

/**
 * LkTokenTaskCall:
 *
 * What a task does; what its command and *Run* are made from. The ones after %LK_TOKEN_TASK_LAST_RUNNABLE only have a
 * command: they change something, or set up another program.
 */
typedef enum
{
  LK_TOKEN_TASK_DATABASES_USAGE, /* JSON, as the next: an array of databases */
  LK_TOKEN_TASK_DATABASES,
  LK_TOKEN_TASK_USAGE,           /* JSON: an object of namespaces */
  LK_TOKEN_TASK_TOPIC_STATS,
  LK_TOKEN_TASK_SINK_STATUS,
  LK_TOKEN_TASK_SOURCE_STATUS,
  LK_TOKEN_TASK_NAMESPACES,      /* JSON, as the next three: an array of names */
  LK_TOKEN_TASK_TOPICS,
  LK_TOKEN_TASK_SINKS,
  LK_TOKEN_TASK_SOURCES,
  LK_TOKEN_TASK_CLUSTERS,        /* JSON: an array of clusters */
  LK_TOKEN_TASK_REGIONS,         /* JSON: an object of arrays */
  LK_TOKEN_TASK_LAST_RUNNABLE = LK_TOKEN_TASK_REGIONS,
  LK_TOKEN_TASK_TENANTS,
  LK_TOKEN_TASK_CREATE_TOKEN,
  LK_TOKEN_TASK_CREATE_PULSAR_TOKEN,
  LK_TOKEN_TASK_CONNECT,
} LkTokenTaskCall;

#define LK_TYPE_TOKEN_TASK (lk_token_task_get_type ())

/* Something that a token is needed for. It never changes. Properties, all read-only and never NULL: id (stable, such as
 * "topic-health"), title, description (a sentence), token ("app" or "pulsar"), token-title ("Application token" or "Pulsar
 * token"), permission (which role or permission the token needs, a sentence; empty where it is not documented), needs (uint
 * of LkTokenTaskNeeds), needs-tenant, needs-namespace, needs-topic and needs-connector (boolean each; the last for a sink or
 * a source), runnable (boolean: the application can make the call; lk_token_task_run_async()). Texts are translated. */
G_DECLARE_FINAL_TYPE (LkTokenTask, lk_token_task, LK, TOKEN_TASK, GObject)

/* All of them in the order in which they are shown, the documented ones first (transfer full, of LkTokenTask). */
GListModel       *lk_token_tasks_new             (void) G_GNUC_WARN_UNUSED_RESULT;

const char       *lk_token_task_get_id           (LkTokenTask *self);
const char       *lk_token_task_get_title        (LkTokenTask *self);
const char       *lk_token_task_get_description  (LkTokenTask *self);
const char       *lk_token_task_get_permission   (LkTokenTask *self);
LkTokenTaskKind   lk_token_task_get_kind         (LkTokenTask *self);
LkTokenTaskNeeds  lk_token_task_get_needs        (LkTokenTask *self);
LkTokenTaskCall   lk_token_task_get_call         (LkTokenTask *self);
gboolean          lk_token_task_get_runnable     (LkTokenTask *self);

G_END_DECLS
