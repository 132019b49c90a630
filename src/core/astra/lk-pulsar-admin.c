/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-pulsar-admin.h"

#include "lk-address.h"
#include "lk-json.h"
#include "lk-secret-attributes.h"
#include "lk-transport.h"

#include <glib/gi18n-lib.h>

/**
 * LkPulsarAdmin:
 *
 * The administration of a tenant at its web service. It signs in with a Pulsar token, which goes nowhere else, and only
 * ever reads.
 */
struct _LkPulsarAdmin
{
  GObject      parent_instance;

  LkTransport *transport;
};

G_DEFINE_FINAL_TYPE (LkPulsarAdmin, lk_pulsar_admin, G_TYPE_OBJECT)

static void
lk_pulsar_admin_dispose (GObject *object)
{
  LkPulsarAdmin *self = LK_PULSAR_ADMIN (object);

  g_clear_object (&self->transport);

  G_OBJECT_CLASS (lk_pulsar_admin_parent_class)->dispose (object);
}

static void
lk_pulsar_admin_class_init (LkPulsarAdminClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lk_pulsar_admin_dispose;
}

static void
lk_pulsar_admin_init (LkPulsarAdmin *self)
{
}

/**
 * lk_pulsar_admin_new:
 * @origin: the origin of a tenant's web service, which lk_pulsar_host_check() knows or somebody said yes to
 * @token: a Pulsar token of that tenant
 * @pool: (nullable): where the bound on requests at once is shared with other clients
 * @error: return location for %LK_ASTRA_ERROR_BAD_ADDRESS or %LK_ASTRA_ERROR_BAD_TOKEN
 *
 * Makes a client.
 *
 * Returns: (transfer full): the client, or %NULL with @error set
 */
LkPulsarAdmin *
lk_pulsar_admin_new (const char     *origin,
                     SecretValue    *token,
                     LkSessionPool  *pool,
                     GError        **error)
{
  g_autofree char *checked = NULL;
  LkPulsarAdmin *self;

  g_return_val_if_fail (origin != NULL, NULL);
  g_return_val_if_fail (token != NULL, NULL);

  checked = lk_address_check (origin, error);
  if (checked == NULL)
    return NULL;
  if (!lk_secret_value_check (token, NULL))
    {
      g_set_error_literal (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_BAD_TOKEN,
                           _("This cannot be a token: a token is one word of plain characters"));
      return NULL;
    }

  self = g_object_new (LK_TYPE_PULSAR_ADMIN, NULL);
  self->transport = lk_transport_new (checked, token, pool);

  return self;
}

/**
 * lk_pulsar_admin_make_path:
 * @start: such as "/admin/v2/persistent"
 * @...: the parts behind it, each a name as it is, then %NULL
 *
 * Makes a path in which names may hold whatever names can hold.
 *
 * Returns: (transfer full) (nullable): the path; %NULL where a part is empty, "." or "..", which a path would read as
 *   something else
 */
char *
lk_pulsar_admin_make_path (const char *start,
                           ...)
{
  g_autoptr (GString) path = g_string_new (start);
  gboolean good = TRUE;
  va_list args;

  va_start (args, start);
  for (const char *part = va_arg (args, const char *); part != NULL; part = va_arg (args, const char *))
    {
      good = good && *part != '\0' && !g_str_equal (part, ".") && !g_str_equal (part, "..");
      g_string_append_c (path, '/');
      g_string_append_uri_escaped (path, part, NULL, FALSE);
    }
  va_end (args);

  return good ? g_string_free (g_steal_pointer (&path), FALSE) : NULL;
}

static void
got_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  GBytes *answer = lk_transport_finish (LK_TRANSPORT (source), result, NULL, &error);

  if (answer != NULL)
    {
      g_task_return_pointer (task, answer, (GDestroyNotify) g_bytes_unref);
      return;
    }

  /* Of this side it does not mean that the token is a bad one. */
  if (g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_UNAUTHORIZED))
    error = lk_astra_error_restate (error, LK_ASTRA_ERROR_UNAUTHORIZED,
                                    _("Pulsar refused: the token is not valid any more, or what was asked for does not "
                                      "exist or is not the tenant’s own (401)"));
  g_task_return_error (task, error);
}

/**
 * lk_pulsar_admin_get_async:
 * @self: a client
 * @path: an absolute path, its parts escaped; see lk_pulsar_admin_make_path()
 * @cluster: (nullable): the tenant's cluster, for a call that wants it
 * @org_id: (nullable): the organization, for a call that wants it
 * @cancellable: (nullable): cancels the request
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Reads.
 */
void
lk_pulsar_admin_get_async (LkPulsarAdmin       *self,
                           const char          *path,
                           const char          *cluster,
                           const char          *org_id,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  LkTransportRequest request;
  GTask *task;

  g_return_if_fail (LK_IS_PULSAR_ADMIN (self));
  g_return_if_fail (g_str_has_prefix (path, "/admin/"));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_pulsar_admin_get_async);
  request = (LkTransportRequest) {
    .path = path,
    .cluster = cluster != NULL && lk_transport_is_header (cluster) ? cluster : NULL,
    .org_id = org_id != NULL && g_uuid_string_is_valid (org_id) ? org_id : NULL,
  };
  lk_transport_get_async (self->transport, &request, cancellable, got_cb, task);
}

/**
 * lk_pulsar_admin_get_finish:
 * @self: a client
 * @result: what the callback was given
 * @error: return location for a #LkAstraError; %LK_ASTRA_ERROR_UNAUTHORIZED has two meanings here
 *
 * Returns: (transfer full): the answer, or %NULL with @error set
 */
GBytes *
lk_pulsar_admin_get_finish (LkPulsarAdmin  *self,
                            GAsyncResult   *result,
                            GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_pulsar_admin_get_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * lk_pulsar_admin_read_names:
 * @answer: an array of names
 * @error: return location for %LK_ASTRA_ERROR_MALFORMED
 *
 * Reads a list of namespaces, topics or connectors.
 *
 * Returns: (transfer full): the names as they came, or %NULL with @error set
 */
GStrv
lk_pulsar_admin_read_names (GBytes  *answer,
                            GError **error)
{
  g_autoptr (JsonNode) root = lk_json_parse (answer, error);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  JsonArray *array;

  if (root == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_ARRAY (root))
    {
      g_set_error_literal (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_MALFORMED, _("Astra’s answer could not be understood"));
      return NULL;
    }

  array = json_node_get_array (root);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        g_strv_builder_add (names, json_node_get_string (node));
    }

  return g_strv_builder_end (names);
}
