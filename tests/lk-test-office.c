/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-test-office.h"

LkAccount *
lk_test_office_add_account (LkTestOffice  *self,
                            SecretValue   *token,
                            GError       **error)
{
  LkSignIn sign_in = { .api_url = self->demo->url };
  g_autoptr (GAsyncResult) result = NULL;

  lk_office_add_account_async (self->office, token, &sign_in, NULL, lk_test_store_result_cb, &result);

  return lk_office_add_account_finish (self->office, lk_test_wait_for_result (&result), error);
}

gboolean
lk_test_load (LkInventory  *inventory,
              GError      **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_inventory_load_async (inventory, NULL, lk_test_store_result_cb, &result);

  return lk_inventory_load_finish (inventory, lk_test_wait_for_result (&result), error);
}

void
lk_test_office_set_up (LkTestOffice  *self,
                       gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;

  self->folder = lk_test_make_folder ();
  self->demo = lk_test_demo_new (12);
  self->keyring = lk_keyring_new (LK_KEYRING_APPLICATION, "default");
  self->state = lk_test_open_state (self->folder);
  self->office = lk_office_new (self->keyring, self->state);
  self->account = lk_test_office_add_account (self, self->demo->token, &error);
  g_assert_no_error (error);
  self->inventory = lk_inventory_new (self->office, self->account);
  lk_test_load (self->inventory, &error);
  g_assert_no_error (error);
}

void
lk_test_office_open (LkTestOffice *self,
                     const char   *folder)
{
  g_autoptr (GAsyncResult) result = NULL;

  self->keyring = lk_keyring_new (LK_KEYRING_APPLICATION, "default");
  self->state = lk_test_open_state (folder);
  self->office = lk_office_new (self->keyring, self->state);
  lk_office_load_async (self->office, NULL, lk_test_store_result_cb, &result);
  g_assert_true (lk_office_load_finish (self->office, lk_test_wait_for_result (&result), NULL));
  self->account = g_list_model_get_item (lk_office_get_accounts (self->office), 0);
  self->inventory = lk_inventory_new (self->office, self->account);
  g_assert_true (lk_test_load (self->inventory, NULL));
}

void
lk_test_office_tear_down (LkTestOffice  *self,
                          gconstpointer  user_data)
{
  g_autoptr (GHashTable) everything = lk_secret_attributes_new ("application", LK_KEYRING_APPLICATION, NULL);
  g_autoptr (GAsyncResult) result = NULL;

  lk_keyring_remove_async (self->keyring, everything, NULL, lk_test_store_result_cb, &result);
  g_assert_true (lk_keyring_remove_finish (self->keyring, lk_test_wait_for_result (&result), NULL));
  g_clear_object (&self->inventory);
  g_clear_object (&self->account);
  g_clear_object (&self->office);
  g_clear_object (&self->state);
  g_clear_object (&self->keyring);
  g_clear_pointer (&self->demo, lk_test_demo_free);
  lk_test_remove_folder (self->folder);
  g_free (self->folder);
}

LkIssue *
lk_test_office_make_issue (LkTestOffice *self,
                           const char   *role,
                           const char   *script_name)
{
  const char *ids[] = { role, NULL };

  return lk_issue_new_with_schedule (self->inventory, ids, " nightly job ", NULL, script_name,
                                     g_variant_new_parsed ("@au [0, 0]"));
}

const char *
lk_test_office_some_role (LkTestOffice *self)
{
  return lk_role_get_id (lk_inventory_find_role (self->inventory, "R/W Svc Acct"));
}

gboolean
lk_test_run_issue (LkIssue  *issue,
                   GError  **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_issue_run_async (issue, NULL, lk_test_store_result_cb, &result);

  return lk_issue_run_finish (issue, lk_test_wait_for_result (&result), error);
}

LkAppToken *
lk_test_office_create (LkTestOffice *self,
                       const char   *script_name)
{
  g_autoptr (LkIssue) issue = lk_test_office_make_issue (self, lk_test_office_some_role (self), script_name);
  g_autoptr (GError) error = NULL;

  lk_test_run_issue (issue, &error);
  g_assert_no_error (error);

  return g_object_ref (lk_issue_get_app_token (issue));
}

gboolean
lk_test_office_is_stored (const char *client_id)
{
  g_autofree char *value = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "client-id", client_id, "field",
                                        "token", "kind", "astra-token", NULL);

  return *value != '\0';
}

guint
lk_test_office_count_done (LkTestOffice *self,
                           const char   *client_id,
                           const char   *operation)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) activities = NULL;
  guint n = 0;

  lk_state_list_activities_async (self->state, NULL, lk_test_store_result_cb, &result);
  activities = lk_state_list_activities_finish (self->state, lk_test_wait_for_result (&result), NULL);
  g_assert_nonnull (activities);
  for (guint i = 0; i < activities->len; i++)
    if (g_strcmp0 (lk_activity_get_client_id (activities->pdata[i]), client_id) == 0
        && g_str_equal (lk_activity_get_operation (activities->pdata[i]), operation)
        && g_str_equal (lk_activity_get_outcome (activities->pdata[i]), LK_ACTIVITY_DONE))
      n++;

  return n;
}

GPtrArray *
lk_test_office_list_intents (LkTestOffice *self)
{
  return lk_test_state_list_intents (self->state, NULL);
}

guint
lk_test_office_count_pending (LkTestOffice *self)
{
  g_autoptr (GHashTable) attributes = lk_secret_attributes_new ("kind", LK_SECRET_KIND_PENDING, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) infos = NULL;

  lk_keyring_list_async (self->keyring, attributes, NULL, lk_test_store_result_cb, &result);
  infos = lk_keyring_list_finish (self->keyring, lk_test_wait_for_result (&result), NULL);
  g_assert_nonnull (infos);

  return infos->len;
}

LkRemovedAccount *
lk_test_office_remove_account (LkTestOffice  *self,
                               gboolean       anyway,
                               GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_office_remove_account_async (self->office, self->account, anyway, NULL, lk_test_store_result_cb, &result);

  return lk_office_remove_account_finish (self->office, lk_test_wait_for_result (&result), error);
}

gboolean
lk_test_office_delete (LkTestOffice  *self,
                       LkAppToken    *token,
                       GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_inventory_delete_async (self->inventory, token, NULL, lk_test_store_result_cb, &result);

  return lk_inventory_delete_finish (self->inventory, lk_test_wait_for_result (&result), error);
}
