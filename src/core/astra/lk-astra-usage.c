/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-astra-usage.h"

#include "lk-address.h"
#include "lk-astra-client-private.h"
#include "lk-pulsar-admin.h"

#include <glib/gi18n-lib.h>

static void
got_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  GBytes *answer = lk_transport_finish (LK_TRANSPORT (source), result, NULL, &error);

  if (answer != NULL)
    g_task_return_pointer (task, answer, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

/**
 * lk_astra_usage_get_async:
 * @client: the account's client
 * @cluster_origin: (nullable): the origin of the tenant's web service, which somebody said yes to or which is the
 *   account's own; %NULL to ask the DevOps API
 * @tenant: a tenant
 * @org_id: (nullable): the account's organization
 * @cancellable: (nullable): cancels the request
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Reads what the namespaces of a tenant have used, with the application token.
 */
void
lk_astra_usage_get_async (LkAstraClient       *client,
                          const char          *cluster_origin,
                          LkTenant            *tenant,
                          const char          *org_id,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (LkTransport) sibling = NULL;
  g_autofree char *origin = NULL;
  g_autofree char *path = NULL;
  LkTransportRequest request;
  GError *error = NULL;

  g_return_if_fail (LK_IS_ASTRA_CLIENT (client));
  g_return_if_fail (LK_IS_TENANT (tenant));

  task = g_task_new (client, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_astra_usage_get_async);
  path = lk_pulsar_admin_make_path (cluster_origin != NULL ? LK_PULSAR_USAGE_PATH : LK_ASTRA_USAGE_PATH,
                                    lk_tenant_get_name (tenant), NULL);
  if (path == NULL)
    {
      g_task_return_new_error (task, LK_ASTRA_ERROR, LK_ASTRA_ERROR_MALFORMED,
                               _("Astra told a name that cannot be asked for"));
      return;
    }

  if (cluster_origin != NULL)
    {
      origin = lk_address_check (cluster_origin, &error);
      if (origin == NULL)
        {
          g_task_return_error (task, error);
          return;
        }
      sibling = lk_transport_new_sibling (lk_astra_client_get_transport (client), origin);
    }

  request = (LkTransportRequest) {
    .path = path,
    .cluster = lk_transport_is_header (lk_tenant_get_cluster (tenant)) ? lk_tenant_get_cluster (tenant) : NULL,
    .org_id = org_id != NULL && g_uuid_string_is_valid (org_id) ? org_id : NULL,
  };
  lk_transport_get_async (sibling != NULL ? sibling : lk_astra_client_get_transport (client), &request, cancellable,
                          got_cb, g_steal_pointer (&task));
}

/**
 * lk_astra_usage_get_finish:
 * @client: the account's client
 * @result: what the callback was given
 * @error: return location for a #LkAstraError
 *
 * Returns: (transfer full): the answer, or %NULL with @error set
 */
GBytes *
lk_astra_usage_get_finish (LkAstraClient  *client,
                           GAsyncResult   *result,
                           GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, client), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_astra_usage_get_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * lk_astra_plain_get_async:
 * @client: the account's client
 * @origin: (nullable): an origin of the account's; %NULL to ask the DevOps API
 * @path: an absolute path, its parts escaped
 * @cancellable: (nullable): cancels the request
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Reads something that is shown and not kept, with the application token.
 */
void
lk_astra_plain_get_async (LkAstraClient       *client,
                          const char          *origin,
                          const char          *path,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (LkTransport) sibling = NULL;
  g_autofree char *checked = NULL;
  LkTransport *transport;
  GError *error = NULL;

  g_return_if_fail (LK_IS_ASTRA_CLIENT (client));
  g_return_if_fail (path != NULL);

  task = g_task_new (client, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_astra_plain_get_async);
  transport = lk_astra_client_get_transport (client);
  if (origin != NULL)
    {
      checked = lk_address_check (origin, &error);
      if (checked == NULL)
        {
          g_task_return_error (task, error);
          return;
        }
      sibling = lk_transport_new_sibling (transport, checked);
    }

  lk_transport_get_async (sibling != NULL ? sibling : transport, &(LkTransportRequest) { .path = path }, cancellable, got_cb,
                          g_steal_pointer (&task));
}

/**
 * lk_astra_plain_get_finish:
 * @client: the account's client
 * @result: what the callback was given
 * @error: return location for a #LkAstraError
 *
 * Returns: (transfer full): the answer, or %NULL with @error set
 */
GBytes *
lk_astra_plain_get_finish (LkAstraClient  *client,
                           GAsyncResult   *result,
                           GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, client), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_astra_plain_get_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
