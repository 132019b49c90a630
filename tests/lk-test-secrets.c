/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-test-secrets.h"

#include "lk-test.h"

/* The calls of a keyring, each waited for. */

LkKeyring *
lk_test_secrets_new (const char *collection,
                     guint       timeout_ms)
{
  return g_object_new (LK_TYPE_KEYRING,
                       "application", LK_TEST_APPLICATION,
                       "collection", collection,
                       "timeout-ms", timeout_ms,
                       NULL);
}

gboolean
lk_test_secrets_check (LkKeyring  *keyring,
                       GError    **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_keyring_check_async (keyring, NULL, lk_test_store_result_cb, &result);

  return lk_keyring_check_finish (keyring, lk_test_wait_for_result (&result), error);
}

gboolean
lk_test_secrets_unlock (LkKeyring  *keyring,
                        GError    **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_keyring_unlock_async (keyring, NULL, lk_test_store_result_cb, &result);

  return lk_keyring_unlock_finish (keyring, lk_test_wait_for_result (&result), error);
}

gboolean
lk_test_secrets_reserve (LkKeyring   *keyring,
                         const char  *intent,
                         GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_keyring_reserve_async (keyring, intent, NULL, lk_test_store_result_cb, &result);

  return lk_keyring_reserve_finish (keyring, lk_test_wait_for_result (&result), error);
}

gboolean
lk_test_secrets_release (LkKeyring   *keyring,
                         const char  *intent,
                         GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_keyring_release_async (keyring, intent, NULL, lk_test_store_result_cb, &result);

  return lk_keyring_release_finish (keyring, lk_test_wait_for_result (&result), error);
}

GHashTable *
lk_test_secrets_create_attributes (const char *client_id,
                                   const char *name)
{
  return lk_secret_attributes_new ("kind", LK_SECRET_KIND_ASTRA_TOKEN, "field", LK_SECRET_FIELD_TOKEN, "client-id",
                                   client_id, "name", name, NULL);
}

gboolean
lk_test_secrets_store_bytes (LkKeyring   *keyring,
                             const char  *client_id,
                             const char  *name,
                             const char  *bytes,
                             gssize       length,
                             GError     **error)
{
  g_autoptr (GHashTable) attributes = lk_test_secrets_create_attributes (client_id, name);
  g_autoptr (SecretValue) value = secret_value_new (bytes, length, "text/plain");
  g_autoptr (GAsyncResult) result = NULL;

  lk_keyring_store_async (keyring, attributes, "Astra token: test", value, NULL, lk_test_store_result_cb, &result);

  return lk_keyring_store_finish (keyring, lk_test_wait_for_result (&result), error);
}

void
lk_test_secrets_store (LkKeyring  *keyring,
                       const char *client_id,
                       const char *name,
                       const char *text)
{
  g_autoptr (GError) error = NULL;

  lk_test_secrets_store_bytes (keyring, client_id, name, text, -1, &error);
  g_assert_no_error (error);
}

char *
lk_test_secrets_look_up (LkKeyring   *keyring,
                         const char  *client_id,
                         GError     **error)
{
  g_autoptr (GHashTable) attributes = lk_secret_attributes_new ("client-id", client_id, NULL);
  g_autoptr (SecretValue) value = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  lk_keyring_look_up_async (keyring, attributes, NULL, lk_test_store_result_cb, &result);
  value = lk_keyring_look_up_finish (keyring, lk_test_wait_for_result (&result), error);

  return value != NULL ? g_strdup (secret_value_get_text (value)) : NULL;
}

void
lk_test_secrets_assert_look_up (LkKeyring  *keyring,
                                const char *client_id,
                                const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *found = lk_test_secrets_look_up (keyring, client_id, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, expected);
}

GPtrArray *
lk_test_secrets_list (LkKeyring   *keyring,
                      const char  *kind,
                      GError     **error)
{
  g_autoptr (GHashTable) attributes = lk_secret_attributes_new ("kind", kind, NULL);
  g_autoptr (GAsyncResult) result = NULL;

  lk_keyring_list_async (keyring, attributes, NULL, lk_test_store_result_cb, &result);

  return lk_keyring_list_finish (keyring, lk_test_wait_for_result (&result), error);
}

gboolean
lk_test_secrets_remove (LkKeyring   *keyring,
                        const char  *key,
                        const char  *value,
                        GError     **error)
{
  g_autoptr (GHashTable) attributes = lk_secret_attributes_new (key, value, NULL);
  g_autoptr (GAsyncResult) result = NULL;

  lk_keyring_remove_async (keyring, attributes, NULL, lk_test_store_result_cb, &result);

  return lk_keyring_remove_finish (keyring, lk_test_wait_for_result (&result), error);
}

gboolean
lk_test_secrets_set_name (LkKeyring   *keyring,
                          const char  *client_id,
                          const char  *name,
                          GError     **error)
{
  g_autoptr (GHashTable) attributes = lk_secret_attributes_new ("client-id", client_id, NULL);
  g_autoptr (GAsyncResult) result = NULL;

  lk_keyring_set_name_async (keyring, attributes, name, NULL, lk_test_store_result_cb, &result);

  return lk_keyring_set_name_finish (keyring, lk_test_wait_for_result (&result), error);
}

gboolean
lk_test_secrets_set_label (LkKeyring   *keyring,
                           const char  *client_id,
                           const char  *label,
                           GError     **error)
{
  g_autoptr (GHashTable) attributes = lk_secret_attributes_new ("client-id", client_id, NULL);
  g_autoptr (GAsyncResult) result = NULL;

  lk_keyring_set_label_async (keyring, attributes, label, NULL, lk_test_store_result_cb, &result);

  return lk_keyring_set_label_finish (keyring, lk_test_wait_for_result (&result), error);
}
