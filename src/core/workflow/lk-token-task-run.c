/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-token-task-run.h"

#include "lk-figures.h"
#include "lk-streaming-ask.h"
#include "lk-token-task-private.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define STATS "/stats"
#define PARTITIONED_STATS "/partitioned-stats"

struct _LkTokenTaskAnswer
{
  GObject     parent_instance;

  GListModel *figures;
  char       *json;
  char       *origin;
};

G_DEFINE_FINAL_TYPE (LkTokenTaskAnswer, lk_token_task_answer, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_FIGURES,
  PROP_JSON,
  PROP_ORIGIN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
lk_token_task_answer_finalize (GObject *object)
{
  LkTokenTaskAnswer *self = LK_TOKEN_TASK_ANSWER (object);

  g_clear_object (&self->figures);
  g_clear_pointer (&self->json, g_free);
  g_clear_pointer (&self->origin, g_free);

  G_OBJECT_CLASS (lk_token_task_answer_parent_class)->finalize (object);
}

static void
lk_token_task_answer_get_property (GObject    *object,
                                   guint       property_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  LkTokenTaskAnswer *self = LK_TOKEN_TASK_ANSWER (object);

  switch (property_id)
    {
    case PROP_FIGURES:
      g_value_set_object (value, self->figures);
      break;

    case PROP_JSON:
      g_value_set_string (value, self->json);
      break;

    case PROP_ORIGIN:
      g_value_set_string (value, self->origin);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_token_task_answer_class_init (LkTokenTaskAnswerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = lk_token_task_answer_finalize;
  object_class->get_property = lk_token_task_answer_get_property;

  properties[PROP_FIGURES] = g_param_spec_object ("figures", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_JSON] = g_param_spec_string ("json", NULL, NULL, NULL, flags);
  properties[PROP_ORIGIN] = g_param_spec_string ("origin", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_token_task_answer_init (LkTokenTaskAnswer *self)
{
}

/**
 * lk_token_task_answer_get_figures:
 * @self: an answer
 *
 * Returns: (transfer none): a list model of #LkFigure
 */
GListModel *
lk_token_task_answer_get_figures (LkTokenTaskAnswer *self)
{
  g_return_val_if_fail (LK_IS_TOKEN_TASK_ANSWER (self), NULL);

  return self->figures;
}

/**
 * lk_token_task_answer_get_json:
 * @self: an answer
 *
 * Returns: the answer as it came, laid out for reading
 */
const char *
lk_token_task_answer_get_json (LkTokenTaskAnswer *self)
{
  g_return_val_if_fail (LK_IS_TOKEN_TASK_ANSWER (self), NULL);

  return self->json;
}

/**
 * lk_token_task_answer_get_origin:
 * @self: an answer
 *
 * Returns: who answered
 */
const char *
lk_token_task_answer_get_origin (LkTokenTaskAnswer *self)
{
  g_return_val_if_fail (LK_IS_TOKEN_TASK_ANSWER (self), NULL);

  return self->origin;
}

typedef struct
{
  LkStreaming   *streaming;
  LkTenant      *tenant; /* NULL: the task needs none */
  LkPulsarToken *token;  /* NULL: none was given */
  char          *path;
  char          *origin; /* who is asked with the Pulsar token */
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_clear_object (&run->streaming);
  g_clear_object (&run->tenant);
  g_clear_object (&run->token);
  g_free (run->path);
  g_free (run->origin);
  g_free (run);
}

/* What a thread gets: nothing that belongs to the main one. */
typedef struct
{
  LkTokenTaskCall  call;
  GBytes          *body;
  char            *origin;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_bytes_unref (reading->body);
  g_free (reading->origin);
  g_free (reading);
}

static void
read_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Reading *reading = task_data;
  GError *error = NULL;
  g_autoptr (GListModel) figures = lk_figures_read (reading->call, reading->body, &error);
  g_autofree char *json = figures != NULL ? lk_figures_read_json (reading->body, &error) : NULL;
  LkTokenTaskAnswer *answer;

  if (json == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  answer = g_object_new (LK_TYPE_TOKEN_TASK_ANSWER, NULL);
  answer->figures = g_steal_pointer (&figures);
  answer->json = g_steal_pointer (&json);
  answer->origin = g_steal_pointer (&reading->origin);
  g_task_return_pointer (task, answer, g_object_unref);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  LkTokenTaskAnswer *answer = g_task_propagate_pointer (G_TASK (result), &error);

  if (answer != NULL)
    g_task_return_pointer (task, answer, g_object_unref);
  else
    g_task_return_error (task, error);
}

/* An answer may be long. */
static void
read_answer (GTask  *owned_task,
             GBytes *body,
             char   *owned_origin)
{
  Reading *reading = g_new0 (Reading, 1);
  g_autoptr (GTask) reading_task = g_task_new (NULL, NULL, read_cb, owned_task);

  reading->call = lk_token_task_get_call (g_task_get_source_object (owned_task));
  reading->body = g_bytes_ref (body);
  reading->origin = owned_origin;
  g_task_set_source_tag (reading_task, read_answer);
  g_task_set_task_data (reading_task, reading, reading_free);
  g_task_run_in_thread (reading_task, read_thread);
}

static void ask (GTask *owned_task);

/* A topic that has partitions has other figures, and none where those of others are. */
static gboolean
take_partitioned (GTask        *task,
                  const GError *error)
{
  Run *run = g_task_get_task_data (task);
  g_autofree char *start = NULL;

  if (lk_token_task_get_call (g_task_get_source_object (task)) != LK_TOKEN_TASK_TOPIC_STATS
      || !g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_NOT_FOUND)
      || g_str_has_suffix (run->path, PARTITIONED_STATS))
    return FALSE;

  start = g_strndup (run->path, strlen (run->path) - strlen (STATS));
  g_free (run->path);
  run->path = g_strconcat (start, PARTITIONED_STATS, NULL);

  return TRUE;
}

static void
asked_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Run *run = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = lk_streaming_ask_finish (LK_STREAMING (source), result, &error);

  if (body != NULL)
    read_answer (g_steal_pointer (&task), body, g_steal_pointer (&run->origin));
  else if (take_partitioned (task, error))
    ask (g_steal_pointer (&task));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
ask (GTask *owned_task)
{
  Run *run = g_task_get_task_data (owned_task);

  lk_streaming_ask_async (run->streaming, run->token, run->path, g_task_get_cancellable (owned_task), asked_cb, owned_task);
}

/* With the Pulsar token that was given for it, where the application token was refused. */
static gboolean
may_ask (Run          *run,
         const GError *error)
{
  if (run->token == NULL || lk_streaming_get_tenant_of (run->streaming, run->token) != run->tenant
      || !(g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_UNAUTHORIZED)
           || g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_FORBIDDEN)
           || g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_NOT_FOUND)))
    return FALSE;

  run->origin = lk_streaming_check_known_host (run->streaming, run->tenant, NULL);

  return run->origin != NULL;
}

static void
usage_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Run *run = g_task_get_task_data (task);
  g_autofree char *origin = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = lk_streaming_get_usage_finish (LK_STREAMING (source), result, &origin, &error);

  if (body != NULL)
    read_answer (g_steal_pointer (&task), body, g_steal_pointer (&origin));
  else if (may_ask (run, error))
    ask (g_steal_pointer (&task));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
fact_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autofree char *origin = NULL;
  GError *error = NULL;
  g_autoptr (GBytes) body = lk_streaming_get_fact_finish (LK_STREAMING (source), result, &origin, &error);

  if (body != NULL)
    read_answer (g_steal_pointer (&task), body, g_steal_pointer (&origin));
  else
    g_task_return_error (task, error);
}

static LkStreamingFact
get_fact (LkTokenTaskCall call)
{
  return call == LK_TOKEN_TASK_CLUSTERS  ? LK_STREAMING_CLUSTERS
         : call == LK_TOKEN_TASK_REGIONS ? LK_STREAMING_REGIONS
                                         : LK_STREAMING_DATABASES;
}

/**
 * lk_token_task_run_async:
 * @self: a task
 * @streaming: the streaming half of the account
 * @place: the names it is about; read before this returns
 * @cancellable: (nullable): cancels it
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Makes the call of a runnable task. Nothing is changed by any of them.
 */
void
lk_token_task_run_async (LkTokenTask            *self,
                         LkStreaming            *streaming,
                         const LkTokenTaskPlace *place,
                         GCancellable           *cancellable,
                         GAsyncReadyCallback     callback,
                         gpointer                user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *path = NULL;
  GError *error = NULL;
  Run *run;

  g_return_if_fail (LK_IS_TOKEN_TASK (self));
  g_return_if_fail (lk_token_task_get_runnable (self));
  g_return_if_fail (LK_IS_STREAMING (streaming));
  g_return_if_fail (place != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_token_task_run_async);
  path = lk_token_task_make_path (self, place, &error);
  if (path == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  run = g_new0 (Run, 1);
  run->streaming = g_object_ref (streaming);
  run->tenant = place->tenant != NULL ? g_object_ref (place->tenant) : NULL;
  run->token = place->token != NULL ? g_object_ref (place->token) : NULL;
  run->path = g_steal_pointer (&path);
  g_task_set_task_data (task, run, run_free);

  if (lk_token_task_get_kind (self) == LK_TOKEN_TASK_PULSAR)
    {
      if (lk_token_task_check_token (place, &error))
        run->origin = lk_streaming_check_known_host (streaming, place->tenant, &error);
      if (run->origin != NULL)
        ask (g_steal_pointer (&task));
      else
        g_task_return_error (task, error);
    }
  else if (lk_token_task_get_call (self) == LK_TOKEN_TASK_USAGE)
    {
      lk_streaming_get_usage_async (streaming, place->tenant, place->confirmed, cancellable, usage_cb,
                                    g_steal_pointer (&task));
    }
  else
    {
      lk_streaming_get_fact_async (streaming, get_fact (lk_token_task_get_call (self)), cancellable, fact_cb,
                                   g_steal_pointer (&task));
    }
}

/**
 * lk_token_task_run_finish:
 * @self: a task
 * @result: what the callback was given
 * @error: return location for %LK_WORK_ERROR_INVALID, %LK_WORK_ERROR_UNKNOWN_HOST, %LK_WORK_ERROR_NO_SIGN_IN, a
 *   #LkKeyringError or a #LkAstraError, of which %LK_ASTRA_ERROR_UNAUTHORIZED of a Pulsar task is not a sign-out
 *
 * Returns: (transfer full): what the call told, or %NULL with @error set
 */
LkTokenTaskAnswer *
lk_token_task_run_finish (LkTokenTask   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_token_task_run_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
