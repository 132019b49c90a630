/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-streaming-ask.h"

#include "lk-astra-usage.h"
#include "lk-office-private.h"
#include "lk-pulsar-admin.h"
#include "lk-streaming-private.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

/* By its looks alone, whatever anybody said. */
static char *
judge_host (LkStreaming   *self,
            LkTenant      *tenant,
            LkPulsarHost  *host,
            GError       **error)
{
  const char *origins[3] = { NULL };

  *host = LK_PULSAR_HOST_UNKNOWN;
  if (lk_tenant_get_web_service_url (tenant) == NULL)
    {
      g_set_error_literal (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_BAD_ADDRESS,
                           _("Astra does not tell where this tenant’s web service is"));
      return NULL;
    }

  origins[0] = lk_account_get_api_url (self->account);
  origins[1] = lk_account_get_streaming_url (self->account);

  return lk_pulsar_host_check (lk_tenant_get_web_service_url (tenant), lk_account_get_environment (self->account), origins,
                               host, error);
}

/**
 * lk_streaming_check_host:
 * @self: the streaming half of an account
 * @tenant: one of its tenants
 * @host: (out): what is known of the host
 * @error: return location for %LK_ASTRA_ERROR_BAD_ADDRESS
 *
 * Tells where a tenant's own calls go, and whether its Pulsar tokens may. What somebody said yes to before is known once
 * the tenants are.
 *
 * Returns: (transfer full): the origin, or %NULL with @error set
 */
char *
lk_streaming_check_host (LkStreaming   *self,
                         LkTenant      *tenant,
                         LkPulsarHost  *host,
                         GError       **error)
{
  char *origin;

  g_return_val_if_fail (LK_IS_STREAMING (self), NULL);
  g_return_val_if_fail (LK_IS_TENANT (tenant), NULL);

  origin = judge_host (self, tenant, host, error);
  if (origin != NULL && self->hosts != NULL && g_hash_table_contains (self->hosts, origin))
    *host = LK_PULSAR_HOST_KNOWN;

  return origin;
}

/**
 * lk_streaming_check_known_host:
 * @self: the streaming half of an account
 * @tenant: one of its tenants
 * @error: return location for %LK_WORK_ERROR_UNKNOWN_HOST or %LK_ASTRA_ERROR_BAD_ADDRESS
 *
 * Tells where a tenant's Pulsar tokens may go.
 *
 * Returns: (transfer full): the origin, or %NULL with @error set
 */
char *
lk_streaming_check_known_host (LkStreaming  *self,
                               LkTenant     *tenant,
                               GError      **error)
{
  LkPulsarHost host;
  g_autofree char *origin = lk_streaming_check_host (self, tenant, &host, error);

  if (origin == NULL || host == LK_PULSAR_HOST_KNOWN)
    return g_steal_pointer (&origin);

  g_set_error (error, LK_WORK_ERROR, LK_WORK_ERROR_UNKNOWN_HOST,
               /* Translators: %s is an address */
               _("The tenant’s web service is at %s, which is neither Astra’s nor the account’s: nothing was sent"), origin);

  return NULL;
}

static void
confirmed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (lk_state_save_confirmed_host_finish (LK_STATE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * lk_streaming_confirm_host_async:
 * @self: the streaming half of an account
 * @tenant: one of its tenants
 * @cancellable: (nullable): cancels that it is written down
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Takes a yes for the host of @tenant. It counts at once, and is remembered for later runs.
 */
void
lk_streaming_confirm_host_async (LkStreaming         *self,
                                 LkTenant            *tenant,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *origin = NULL;
  LkPulsarHost host;
  GError *error = NULL;

  g_return_if_fail (LK_IS_STREAMING (self));
  g_return_if_fail (LK_IS_TENANT (tenant));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_streaming_confirm_host_async);
  origin = judge_host (self, tenant, &host, &error);
  if (origin == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  if (self->hosts == NULL)
    self->hosts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_add (self->hosts, g_strdup (origin));
  if (!lk_office_is_kept (self->office, self->account))
    g_task_return_boolean (task, TRUE);
  else
    lk_state_save_confirmed_host_async (lk_office_get_state (self->office), lk_account_get_id (self->account), origin,
                                        cancellable, confirmed_cb, g_steal_pointer (&task));
}

/**
 * lk_streaming_confirm_host_finish:
 * @self: the streaming half of an account
 * @result: what the callback was given
 * @error: return location for a #LkStateError or %LK_ASTRA_ERROR_BAD_ADDRESS
 *
 * Returns: whether it is remembered
 */
gboolean
lk_streaming_confirm_host_finish (LkStreaming   *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_streaming_confirm_host_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

typedef struct
{
  LkTenant      *tenant;
  char          *path;   /* of an admin call */
  char          *origin; /* who is asked */
  LkAstraClient *client; /* of a call for usage */
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_clear_object (&question->tenant);
  g_free (question->path);
  g_free (question->origin);
  g_clear_object (&question->client);
  g_free (question);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  GBytes *answer = lk_pulsar_admin_get_finish (LK_PULSAR_ADMIN (source), result, &error);

  if (answer != NULL)
    g_task_return_pointer (task, answer, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Question *question = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  LkStreaming *self = LK_STREAMING (source);
  const gboolean usage = g_str_has_prefix (question->path, LK_PULSAR_USAGE_PATH);
  GError *error = NULL;
  g_autoptr (SecretValue) value = lk_streaming_look_up_finish (self, result, &error);
  g_autoptr (LkPulsarAdmin) admin = NULL;

  if (value != NULL)
    admin = lk_pulsar_admin_new (question->origin, value, self->office->pool, &error);
  if (admin == NULL)
    g_task_return_error (task, error);
  else
    lk_pulsar_admin_get_async (admin, question->path, usage ? lk_tenant_get_cluster (question->tenant) : NULL,
                               usage ? lk_account_get_org_id (self->account) : NULL, cancellable, answered_cb,
                               g_steal_pointer (&task));
}

/**
 * lk_streaming_ask_async:
 * @self: the streaming half of an account
 * @token: one of its tokens
 * @path: what is asked for
 * @cancellable: (nullable): cancels it
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Asks the administration of the tenant whose @token is.
 */
void
lk_streaming_ask_async (LkStreaming         *self,
                        LkPulsarToken       *token,
                        const char          *path,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *origin = NULL;
  Question *question;
  LkTenant *tenant;
  GError *error = NULL;

  g_return_if_fail (LK_IS_STREAMING (self));
  g_return_if_fail (LK_IS_PULSAR_TOKEN (token));
  g_return_if_fail (path != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_streaming_ask_async);
  tenant = lk_streaming_get_tenant_of (self, token);
  if (tenant == NULL)
    g_set_error_literal (&error, LK_WORK_ERROR, LK_WORK_ERROR_INVALID,
                         _("The tenant of this token is not listed any more: refresh"));
  else
    origin = lk_streaming_check_known_host (self, tenant, &error);
  if (origin == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  question = g_new0 (Question, 1);
  question->tenant = g_object_ref (tenant);
  question->path = g_strdup (path);
  question->origin = g_steal_pointer (&origin);
  g_task_set_task_data (task, question, question_free);
  lk_streaming_look_up_async (self, token, cancellable, looked_up_cb, g_steal_pointer (&task));
}

/**
 * lk_streaming_ask_finish:
 * @self: the streaming half of an account
 * @result: what the callback was given
 * @error: return location for what lk_streaming_look_up_finish() gives, %LK_WORK_ERROR_UNKNOWN_HOST, or a #LkAstraError
 *   of which %LK_ASTRA_ERROR_UNAUTHORIZED is not a sign-out
 *
 * Returns: (transfer full): the answer, or %NULL with @error set
 */
GBytes *
lk_streaming_ask_finish (LkStreaming   *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_streaming_ask_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* The first of the two places refused, in the ways in which it does for who is not to ask there. */
static gboolean
asks_elsewhere (const GError *error)
{
  return g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_UNAUTHORIZED)
         || g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_FORBIDDEN)
         || g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_NOT_FOUND);
}

static void ask_usage (GTask *owned_task);

static void
usage_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Question *question = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  GBytes *answer = lk_astra_usage_get_finish (LK_ASTRA_CLIENT (source), result, &error);

  if (answer != NULL)
    {
      g_task_return_pointer (task, answer, (GDestroyNotify) g_bytes_unref);
      return;
    }
  if (question->origin != NULL && asks_elsewhere (error))
    {
      g_clear_pointer (&question->origin, g_free);
      ask_usage (g_steal_pointer (&task));
      return;
    }

  g_task_return_error (task, g_steal_pointer (&error));
}

static void
ask_usage (GTask *owned_task)
{
  LkStreaming *self = g_task_get_source_object (owned_task);
  Question *question = g_task_get_task_data (owned_task);

  lk_astra_usage_get_async (question->client, question->origin, question->tenant, lk_account_get_org_id (self->account),
                            g_task_get_cancellable (owned_task), usage_cb, owned_task);
}

static void
client_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Question *question = g_task_get_task_data (task);
  GError *error = NULL;

  question->client = lk_office_get_client_finish (LK_OFFICE (source), result, &error);
  if (question->client == NULL)
    g_task_return_error (task, error);
  else
    ask_usage (g_steal_pointer (&task));
}

/**
 * lk_streaming_get_usage_host:
 * @self: the streaming half of an account
 * @tenant: one of its tenants
 * @confirmed: whether somebody said that the account's application token may go to the tenant's web service
 *
 * Tells where lk_streaming_get_usage_async() asks first. An application token goes to nobody's host but the account's
 * unasked, not even to one of the vendor's.
 *
 * Returns: (transfer full) (nullable): the origin of the tenant's web service; %NULL where the DevOps API alone is asked
 */
char *
lk_streaming_get_usage_host (LkStreaming *self,
                             LkTenant    *tenant,
                             gboolean     confirmed)
{
  g_autofree char *origin = NULL;
  LkPulsarHost host;

  g_return_val_if_fail (LK_IS_STREAMING (self), NULL);
  g_return_val_if_fail (LK_IS_TENANT (tenant), NULL);

  /* An address that cannot be asked is passed over: the other place may answer. */
  origin = judge_host (self, tenant, &host, NULL);
  if (origin != NULL
      && (g_str_equal (origin, lk_account_get_api_url (self->account))
          || g_str_equal (origin, lk_account_get_streaming_url (self->account))
          || (confirmed && host == LK_PULSAR_HOST_KNOWN)))
    return g_steal_pointer (&origin);

  return NULL;
}

/**
 * lk_streaming_get_usage_async:
 * @self: the streaming half of an account
 * @tenant: one of its tenants
 * @confirmed: whether somebody said that the account's application token may go to the tenant's web service
 * @cancellable: (nullable): cancels it
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Reads what a tenant's namespaces have used.
 */
void
lk_streaming_get_usage_async (LkStreaming         *self,
                              LkTenant            *tenant,
                              gboolean             confirmed,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  GTask *task;
  Question *question;

  g_return_if_fail (LK_IS_STREAMING (self));
  g_return_if_fail (LK_IS_TENANT (tenant));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_streaming_get_usage_async);
  question = g_new0 (Question, 1);
  question->tenant = g_object_ref (tenant);
  question->origin = lk_streaming_get_usage_host (self, tenant, confirmed);
  g_task_set_task_data (task, question, question_free);
  lk_office_get_client_async (self->office, self->account, cancellable, client_cb, task);
}

/**
 * lk_streaming_get_usage_finish:
 * @self: the streaming half of an account
 * @result: what the callback was given
 * @origin: (out) (optional) (transfer full): the origin that answered
 * @error: return location for a #LkAstraError or a #LkKeyringError
 *
 * Returns: (transfer full): the answer, or %NULL with @error set
 */
GBytes *
lk_streaming_get_usage_finish (LkStreaming   *self,
                               GAsyncResult  *result,
                               char         **origin,
                               GError       **error)
{
  Question *question;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_streaming_get_usage_async), NULL);

  question = g_task_get_task_data (G_TASK (result));
  if (origin != NULL)
    *origin = g_strdup (question->origin != NULL ? question->origin : lk_account_get_api_url (self->account));

  return g_task_propagate_pointer (G_TASK (result), error);
}
