/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-test-api.h"

#include <string.h>

#define FAILURE "a longer text than any token is"

static void
answer_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  LkTestApi *self = user_data;

  if (self->hold)
    {
      g_ptr_array_add (self->held, g_object_ref (message));
      soup_server_message_pause (message);
      return;
    }
  if (self->n_failures > 0)
    {
      self->n_failures--;
      soup_server_message_set_status (message, 503, NULL);
      soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_STATIC, FAILURE, strlen (FAILURE));
      return;
    }

  soup_server_message_set_status (message, self->status, NULL);
  soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_COPY, self->body, strlen (self->body));
}

void
lk_test_api_set_up (LkTestApi     *self,
                    gconstpointer  user_data)
{
  g_autoptr (SecretValue) token = secret_value_new ("AstraCS:fake:fake", -1, "text/plain");
  g_autoptr (GError) error = NULL;

  self->status = 200;
  self->body = g_strdup ("[]");
  self->held = g_ptr_array_new_with_free_func (g_object_unref);
  lk_test_recorder_begin (&self->recorder, answer_cb, self);

  self->client = lk_astra_client_new (self->recorder.url, token, &error);
  g_assert_no_error (error);
  lk_astra_client_set_times (self->client, 0, LK_TEST_TIMEOUT_S * 1000, LK_TEST_TIMEOUT_S * 1000);
  self->streaming = lk_astra_streaming_new (self->client, self->recorder.url, LK_TEST_API_ORG, &error);
  g_assert_no_error (error);
  self->tenant = lk_test_api_make_tenant (LK_TEST_API_CLUSTER, "orders");
}

void
lk_test_api_tear_down (LkTestApi     *self,
                       gconstpointer  user_data)
{
  g_clear_object (&self->streaming);
  g_clear_object (&self->client);
  g_clear_object (&self->tenant);
  g_clear_pointer (&self->held, g_ptr_array_unref);
  lk_test_recorder_end (&self->recorder);
  g_free (self->body);
}

void
lk_test_api_answer (LkTestApi  *self,
                    guint       status,
                    const char *body)
{
  g_free (self->body);
  self->body = g_strdup (body);
  self->status = status;
}

void
lk_test_api_answer_file (LkTestApi  *self,
                         const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", name, NULL);
  g_autofree char *text = NULL;
  g_autofree char *body = NULL;
  g_auto (GStrv) parts = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_test_message ("%s", name);
  parts = g_strsplit (text, "@TOKEN@", -1);
  body = g_strjoinv (LK_TEST_API_TOKEN, parts);
  lk_test_api_answer (self, 200, body);
}

const char *
lk_test_api_get_cluster (LkTestApi *self)
{
  return lk_test_recorder_get_header (&self->recorder, "X-DataStax-Pulsar-Cluster");
}

const char *
lk_test_api_get_org (LkTestApi *self)
{
  return lk_test_recorder_get_header (&self->recorder, "X-DataStax-Current-Org");
}

LkTenant *
lk_test_api_make_tenant (const char *cluster,
                         const char *name)
{
  const char *values[LK_TENANT_N_FIELDS] = { [LK_TENANT_CLUSTER] = cluster, [LK_TENANT_NAME] = name };

  return lk_tenant_new (values);
}
