/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-test-state.h"

void
lk_test_state_set_up (LkTestState   *self,
                      gconstpointer  user_data)
{
  self->folder = lk_test_make_folder ();
}

void
lk_test_state_tear_down (LkTestState   *self,
                         gconstpointer  user_data)
{
  g_clear_object (&self->state);
  lk_test_remove_folder (self->folder);
  g_free (self->folder);
}

void
lk_test_state_open_anew (LkTestState *self)
{
  g_clear_object (&self->state);
  self->state = lk_test_open_state (self->folder);
}

LkState *
lk_test_open_state (const char *folder)
{
  g_autoptr (GError) error = NULL;
  LkState *state = lk_test_state_open (folder, &error);

  g_assert_no_error (error);

  return state;
}

LkState *
lk_test_state_open (const char  *folder,
                    GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_state_open_async (folder, NULL, lk_test_store_result_cb, &result);

  return lk_state_open_finish (lk_test_wait_for_result (&result), error);
}

LkAccount *
lk_test_state_make_account (const char *id,
                            const char *org_id,
                            const char *name)
{
  return g_object_new (LK_TYPE_ACCOUNT, "id", id, "org-id", org_id, "name", name, "api-url", "https://a.example",
                       "streaming-url", "https://s.example", NULL);
}

gboolean
lk_test_state_save_account (LkState    *state,
                            LkAccount  *account,
                            GError    **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_state_save_account_async (state, account, NULL, lk_test_store_result_cb, &result);

  return lk_state_save_account_finish (state, lk_test_wait_for_result (&result), error);
}

GPtrArray *
lk_test_state_list_accounts (LkState *state)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *accounts;

  lk_state_list_accounts_async (state, NULL, lk_test_store_result_cb, &result);
  accounts = lk_state_list_accounts_finish (state, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);

  return accounts;
}

GPtrArray *
lk_test_state_list_intents (LkState  *state,
                            GError  **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_state_list_intents_async (state, NULL, lk_test_store_result_cb, &result);

  return lk_state_list_intents_finish (state, lk_test_wait_for_result (&result), error);
}
