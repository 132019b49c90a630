/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-test-streaming.h"

gboolean
lk_test_streaming_load (LkStreaming  *streaming,
                        GError      **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_streaming_load_async (streaming, NULL, lk_test_store_result_cb, &result);

  return lk_streaming_load_finish (streaming, lk_test_wait_for_result (&result), error);
}

LkStreaming *
lk_test_streaming_new (LkTestOffice *self)
{
  LkStreaming *streaming = lk_streaming_new (self->office, self->account);
  g_autoptr (GError) error = NULL;

  lk_test_streaming_load (streaming, &error);
  g_assert_no_error (error);

  return streaming;
}

LkPulsarToken *
lk_test_streaming_create (LkStreaming         *streaming,
                          const char          *tenant,
                          const LkPulsarWish  *wish,
                          GError             **store_error,
                          GError             **error)
{
  LkPulsarWish at_once = *wish;
  g_autoptr (GVariant) schedule = g_variant_ref_sink (g_variant_new_parsed ("[uint32 0, 0]"));
  g_autoptr (GAsyncResult) result = NULL;

  at_once.schedule = schedule;
  lk_streaming_create_async (streaming, lk_streaming_find_tenant (streaming, LK_TEST_GCP, tenant), &at_once, NULL,
                             lk_test_store_result_cb, &result);

  return lk_streaming_create_finish (streaming, lk_test_wait_for_result (&result), store_error, error);
}

SecretValue *
lk_test_streaming_look_up (LkStreaming    *streaming,
                           LkPulsarToken  *token,
                           GError        **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_streaming_look_up_async (streaming, token, NULL, lk_test_store_result_cb, &result);

  return lk_streaming_look_up_finish (streaming, lk_test_wait_for_result (&result), error);
}

guint
lk_test_streaming_count (LkStreaming *streaming,
                         const char  *cluster,
                         const char  *tenant)
{
  return g_list_model_get_n_items (lk_tenant_get_tokens (lk_streaming_find_tenant (streaming, cluster, tenant)));
}

LkPulsarToken *
lk_test_streaming_get (LkStreaming *streaming,
                       const char  *cluster,
                       const char  *tenant,
                       guint        number)
{
  return g_list_model_get_item (lk_tenant_get_tokens (lk_streaming_find_tenant (streaming, cluster, tenant)), number);
}

gboolean
lk_test_streaming_delete (LkStreaming    *streaming,
                          LkPulsarToken  *token,
                          GError        **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_streaming_delete_async (streaming, token, NULL, lk_test_store_result_cb, &result);

  return lk_streaming_delete_finish (streaming, lk_test_wait_for_result (&result), error);
}
