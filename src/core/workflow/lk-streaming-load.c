/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-streaming-private.h"

#include "lk-pulsar-secrets.h"

/* As many as a host is asked at once; the rest waits here, so that whoever else asks that host soon has its turn. */
#define MAX_AT_ONCE 8

/* One load: the tenants and the keyring side by side, then the tokens of each tenant. */
typedef struct
{
  LkAstraStreaming *client;
  GPtrArray        *tenants;  /* whose tokens are read; NULL until they are listed */
  guint             n_asked;  /* of those */
  guint             n_pending;
  GError           *error;
} Load;

static void
load_free (gpointer data)
{
  Load *load = data;

  g_clear_object (&load->client);
  g_clear_pointer (&load->tenants, g_ptr_array_unref);
  g_clear_error (&load->error);
  g_free (load);
}

/* One tenant's turn. */
typedef struct
{
  GTask    *task;
  LkTenant *tenant;
  guint     n_added; /* of the streaming half, when it was asked */
} Turn;

static void ask_tenants (GTask *task);

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);

  g_task_return_boolean (task, TRUE);
}

static void
end (GTask *task)
{
  LkStreaming *self = g_task_get_source_object (task);
  Load *load = g_task_get_task_data (task);

  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    {
      lk_streaming_add_loading (self, -1);
      g_task_return_error_if_cancelled (task);
      return;
    }

  /* What came of it is known before it is told to be over: what was left over is then taken up. */
  if (load->error != NULL)
    {
      lk_streaming_set_errors (self, load->error, self->keyring_error);
      lk_streaming_add_loading (self, -1);
      g_task_return_error (task, g_steal_pointer (&load->error));
      return;
    }

  lk_streaming_set_errors (self, NULL, self->keyring_error);
  lk_streaming_count_failed (self);
  lk_streaming_add_loading (self, -1);
  /* Shown already; that the task waits until it is written is for programs that end with it. */
  lk_streaming_save_async (self, saved_cb, g_object_ref (task));
}

static void
done (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  Load *load = g_task_get_task_data (task);

  load->n_pending--;
  if (load->n_pending == 0)
    end (task);
}

/* A later load may have put another object in its place. */
static LkTenant *
find_current (LkStreaming *self,
              LkTenant    *tenant)
{
  return lk_streaming_find_tenant (self, lk_tenant_get_cluster (tenant), lk_tenant_get_name (tenant));
}

static void
take_answer (LkStreaming *self,
             LkTenant    *tenant,
             GPtrArray   *tokens,
             GError      *error)
{
  LkTenant *current = find_current (self, tenant);

  g_object_set (tenant, "loading", FALSE, NULL);
  if (current == NULL)
    return;

  g_object_set (current, "loading", FALSE, NULL);
  if (tokens != NULL)
    lk_streaming_take_tokens (self, current, tokens);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_object_set (current, "error", error, NULL);
}

static void tokens_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data);

static void
ask_tokens (GTask    *task,
            LkTenant *tenant)
{
  LkStreaming *self = g_task_get_source_object (task);
  Load *load = g_task_get_task_data (task);
  Turn *turn = g_new0 (Turn, 1);

  turn->task = g_object_ref (task);
  turn->tenant = g_object_ref (tenant);
  turn->n_added = self->n_added;
  lk_astra_streaming_list_tokens_async (load->client, tenant, g_task_get_cancellable (task), tokens_cb, turn);
}

static void
tokens_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Turn *turn = user_data;
  g_autoptr (GTask) task = turn->task;
  g_autoptr (LkTenant) tenant = turn->tenant;
  LkStreaming *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tokens = NULL;
  const guint n_added = turn->n_added;

  g_free (turn);
  tokens = lk_astra_streaming_list_tokens_finish (LK_ASTRA_STREAMING (source), result, &error);
  /* An answer from before a token was made would take it off the list again. */
  if (tokens != NULL && n_added != self->n_added)
    {
      ask_tokens (task, tenant);
      return;
    }

  take_answer (self, tenant, tokens, error);
  ask_tenants (task);
  done (g_steal_pointer (&task));
}

/* Has the next tenants take their turns, as far as there is room; each that ends makes room for one. */
static void
ask_tenants (GTask *task)
{
  Load *load = g_task_get_task_data (task);

  if (load->n_asked == load->tenants->len)
    return;

  ask_tokens (task, g_ptr_array_index (load->tenants, load->n_asked));
  load->n_asked++;
}

static void
tenants_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkStreaming *self = g_task_get_source_object (task);
  Load *load = g_task_get_task_data (task);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GPtrArray) tenants = NULL;
  GListModel *model = G_LIST_MODEL (self->tenants);

  tenants = lk_astra_streaming_list_tenants_finish (LK_ASTRA_STREAMING (source), result, &load->error);
  if (tenants == NULL)
    {
      done (g_steal_pointer (&task));
      return;
    }

  lk_streaming_replace_tenants (self, tenants);
  lk_streaming_set_read_at (self, now, FALSE);
  load->tenants = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      LkTenant *tenant = g_list_model_get_item (model, i);

      g_object_set (tenant, "loading", TRUE, NULL);
      g_ptr_array_add (load->tenants, tenant);
    }
  load->n_pending += load->tenants->len;
  for (guint i = 0; i < MAX_AT_ONCE; i++)
    ask_tenants (task);
  done (g_steal_pointer (&task));
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkStreaming *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) infos = lk_keyring_list_finish (LK_KEYRING (source), result, &error);

  if (infos != NULL)
    lk_streaming_take_stored (self, infos);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    lk_streaming_set_keyring_error (self, error);
  done (g_steal_pointer (&task));
}

static void
list_stored (GTask               *task,
             GAsyncReadyCallback  callback)
{
  LkStreaming *self = g_task_get_source_object (task);
  g_autoptr (GHashTable) attributes = lk_pulsar_secrets_attributes (self->account, NULL, NULL, NULL);

  lk_keyring_list_async (lk_office_get_keyring (self->office), attributes, g_task_get_cancellable (task), callback,
                         g_object_ref (task));
}

static void
client_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkStreaming *self = g_task_get_source_object (task);
  Load *load = g_task_get_task_data (task);

  load->client = lk_office_get_streaming_finish (LK_OFFICE (source), result, &load->error);
  if (load->client == NULL)
    {
      if (load->error->domain == LK_KEYRING_ERROR)
        lk_streaming_set_keyring_error (self, load->error);
      end (task);
      return;
    }

  load->n_pending = 2;
  lk_astra_streaming_list_tenants_async (load->client, g_task_get_cancellable (task), tenants_cb, g_object_ref (task));
  list_stored (task, stored_cb);
}

static void
recalled_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  LkStreaming *self = LK_STREAMING (source);

  g_task_propagate_boolean (G_TASK (result), NULL);
  lk_office_get_streaming_async (self->office, self->account, g_task_get_cancellable (task), client_cb, task);
}

/**
 * lk_streaming_load_async:
 * @self: the streaming half of an account
 * @cancellable: (nullable): cancels it
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Reads the tenants of the account and then the tokens of each, a few tenants at once. Each is shown when it has
 * answered; one that fails says so and holds up nobody.
 */
void
lk_streaming_load_async (LkStreaming         *self,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (LK_IS_STREAMING (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_streaming_load_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_new0 (Load, 1), load_free);
  lk_streaming_add_loading (self, 1);
  lk_streaming_recall_async (self, cancellable, recalled_cb, task);
}

/**
 * lk_streaming_load_finish:
 * @self: the streaming half of an account
 * @result: what the callback was given
 * @error: return location for why the tenants could not be listed
 *
 * Returns: whether the tenants could be listed; lk_streaming_get_n_failed() tells of how many the tokens are missing
 */
gboolean
lk_streaming_load_finish (LkStreaming   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_streaming_load_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
tenant_tokens_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkStreaming *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tokens = lk_astra_streaming_list_tokens_finish (LK_ASTRA_STREAMING (source), result, &error);

  take_answer (self, g_task_get_task_data (task), tokens, error);
  lk_streaming_count_failed (self);
  if (tokens == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    lk_streaming_save_async (self, saved_cb, g_object_ref (task));
}

static void
tenant_limits_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkTenant *current = find_current (g_task_get_source_object (task), g_task_get_task_data (task));
  GError *error = NULL;
  g_autofree LkTenantLimits *limits = NULL;

  limits = lk_astra_streaming_get_limits_finish (LK_ASTRA_STREAMING (source), result, &error);
  if (limits == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  if (current != NULL)
    g_object_set (current,
                  "namespace-limit", limits->namespace_limit,
                  "topic-limit", limits->topic_limit,
                  "n-namespaces", limits->n_namespaces,
                  NULL);
  g_task_return_boolean (task, TRUE);
}

static void
tenant_client_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GCancellable *cancellable = g_task_get_cancellable (task);
  LkTenant *tenant = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (LkAstraStreaming) client = NULL;

  client = lk_office_get_streaming_finish (LK_OFFICE (source), result, &error);
  if (client == NULL)
    {
      g_object_set (tenant, "loading", FALSE, NULL);
      g_task_return_error (task, error);
    }
  else if (g_task_get_source_tag (task) == lk_streaming_load_limits_async)
    {
      lk_astra_streaming_get_limits_async (client, tenant, cancellable, tenant_limits_cb, g_steal_pointer (&task));
    }
  else
    {
      lk_astra_streaming_list_tokens_async (client, tenant, cancellable, tenant_tokens_cb, g_steal_pointer (&task));
    }
}

static void
begin_tenant (LkStreaming         *self,
              LkTenant            *tenant,
              gpointer             tag,
              GCancellable        *cancellable,
              GAsyncReadyCallback  callback,
              gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, g_object_ref (tenant), g_object_unref);
  lk_office_get_streaming_async (self->office, self->account, cancellable, tenant_client_cb, task);
}

/**
 * lk_streaming_load_tenant_async:
 * @self: the streaming half of an account
 * @tenant: one of its tenants
 * @cancellable: (nullable): cancels it
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Reads the tokens of one tenant again.
 */
void
lk_streaming_load_tenant_async (LkStreaming         *self,
                                LkTenant            *tenant,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_return_if_fail (LK_IS_STREAMING (self));
  g_return_if_fail (LK_IS_TENANT (tenant));

  g_object_set (tenant, "loading", TRUE, NULL);
  begin_tenant (self, tenant, lk_streaming_load_tenant_async, cancellable, callback, user_data);
}

/**
 * lk_streaming_load_limits_async:
 * @self: the streaming half of an account
 * @tenant: one of its tenants
 * @cancellable: (nullable): cancels it
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Reads how much a tenant may have.
 */
void
lk_streaming_load_limits_async (LkStreaming         *self,
                                LkTenant            *tenant,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_return_if_fail (LK_IS_STREAMING (self));
  g_return_if_fail (LK_IS_TENANT (tenant));

  begin_tenant (self, tenant, lk_streaming_load_limits_async, cancellable, callback, user_data);
}

#define LK_DEFINE_FINISH(name) \
  gboolean \
  lk_streaming_##name##_finish (LkStreaming   *self, \
                                GAsyncResult  *result, \
                                GError       **error) \
  { \
    g_return_val_if_fail (g_task_is_valid (result, self), FALSE); \
    g_return_val_if_fail (g_async_result_is_tagged (result, lk_streaming_##name##_async), FALSE); \
    return g_task_propagate_boolean (G_TASK (result), error); \
  }

LK_DEFINE_FINISH (load_tenant)
LK_DEFINE_FINISH (load_limits)
