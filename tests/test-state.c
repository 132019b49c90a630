/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-state.h"

#include "lk-test-state.h"

static gboolean
save_intent (LkState   *state,
             LkIntent  *intent,
             GError   **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_state_save_intent_async (state, intent, NULL, lk_test_store_result_cb, &result);

  return lk_state_save_intent_finish (state, lk_test_wait_for_result (&result), error);
}

static void
test_accounts (LkTestState   *fixture,
               gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LkState) state = lk_test_state_open (fixture->folder, &error);
  g_autoptr (LkAccount) first = lk_test_state_make_account ("1", "org-1", "First");
  g_autoptr (LkAccount) second = lk_test_state_make_account ("2", "org-2", NULL);
  g_autoptr (LkAccount) replaced = lk_test_state_make_account ("3", "org-1", "Again");
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GPtrArray) removed = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  g_assert_no_error (error);
  g_assert_true (lk_test_state_save_account (state, first, &error));
  g_assert_true (lk_test_state_save_account (state, second, &error));
  g_assert_true (lk_test_state_save_account (state, replaced, &error));

  /* Another connection sees the same, in the same order. */
  g_clear_object (&state);
  state = lk_test_state_open (fixture->folder, &error);
  g_assert_no_error (error);
  accounts = lk_test_state_list_accounts (state);
  g_assert_cmpuint (accounts->len, ==, 2);
  g_assert_cmpstr (lk_account_get_name (accounts->pdata[0]), ==, "Again");
  g_assert_cmpstr (lk_account_get_id (accounts->pdata[0]), ==, "3");
  g_assert_null (lk_account_get_name (accounts->pdata[1]));

  lk_state_remove_account_async (state, "2", NULL, lk_test_store_result_cb, &result);
  removed = lk_state_remove_account_finish (state, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
  g_clear_pointer (&accounts, g_ptr_array_unref);
  accounts = lk_test_state_list_accounts (state);
  g_assert_cmpuint (accounts->len, ==, 1);
}

static void
test_intents (LkTestState   *fixture,
              gconstpointer  user_data)
{
  static const char *const roles[] = { "r1", "r2", NULL };
  static const char *const none[] = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (LkState) state = lk_test_state_open (fixture->folder, &error);
  g_autoptr (GDateTime) since = g_date_time_new_utc (2026, 11, 26, 1, 2, 3);
  g_autoptr (LkIntent) intent = g_object_new (LK_TYPE_INTENT, "id", "i1", "account-id", "1", "description", "job",
                                              "role-ids", roles, "known-ids", none, "since", since, NULL);
  g_autoptr (GPtrArray) intents = NULL;
  g_autoptr (GAsyncResult) saved = NULL;
  g_autoptr (GAsyncResult) again = NULL;
  g_autoptr (GAsyncResult) listed = NULL;

  lk_state_save_intent_async (state, intent, NULL, lk_test_store_result_cb, &saved);
  g_assert_true (lk_state_save_intent_finish (state, lk_test_wait_for_result (&saved), &error));
  lk_intent_set_state (intent, LK_INTENT_ORPHAN);
  g_object_set (intent, "client-id", "abc", NULL);
  lk_state_save_intent_async (state, intent, NULL, lk_test_store_result_cb, &again);
  g_assert_true (lk_state_save_intent_finish (state, lk_test_wait_for_result (&again), &error));

  lk_state_list_intents_async (state, NULL, lk_test_store_result_cb, &listed);
  intents = lk_state_list_intents_finish (state, lk_test_wait_for_result (&listed), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (intents->len, ==, 1);
  g_assert_cmpint (lk_intent_get_state (intents->pdata[0]), ==, LK_INTENT_ORPHAN);
  g_assert_cmpstr (lk_intent_get_client_id (intents->pdata[0]), ==, "abc");
  g_assert_cmpstr (lk_intent_get_role_ids (intents->pdata[0])[1], ==, "r2");
  g_assert_cmpuint (g_strv_length ((GStrv) lk_intent_get_known_ids (intents->pdata[0])), ==, 0);
  g_assert_null (lk_intent_get_script_name (intents->pdata[0]));
  g_assert_true (g_date_time_equal (lk_intent_get_since (intents->pdata[0]), since));
}

static void
test_no_secret (LkTestState   *fixture,
                gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LkState) state = lk_test_state_open (fixture->folder, &error);
  g_autoptr (LkAccount) account = lk_test_state_make_account ("1", "org", "AstraCS:not:a-name");
  g_autoptr (GPtrArray) accounts = NULL;

  g_assert_false (lk_test_state_save_account (state, account, &error));
  g_assert_error (error, LK_STATE_ERROR, LK_STATE_ERROR_WRITE);
  accounts = lk_test_state_list_accounts (state);
  g_assert_cmpuint (accounts->len, ==, 0);
}

static void
test_secret_shapes (LkTestState   *fixture,
                    gconstpointer  user_data)
{
  static const struct
  {
    const char *text;
    gboolean    refused;
  } texts[] = {
    { "AstraCS:", TRUE },
    { "was AstraCS:abc:def", TRUE },
    { "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln-_", TRUE },
    { "is eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.", TRUE },
    { "eyJ.x eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln", TRUE },
    { "eyJ", FALSE },
    { "abceyJdefghijklmnopqrstuv", FALSE },
    { "eyJabc.def", FALSE },
    { "eyJabc..def", FALSE },
    { "Astra CS", FALSE },
    { "", FALSE },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (LkState) state = lk_test_state_open (fixture->folder, &error);
  g_autoptr (GDateTime) since = g_date_time_new_utc (2026, 11, 26, 1, 2, 3);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      const char *const ids[] = { "first", texts[i].text, NULL };
      g_autofree char *id = g_strdup_printf ("%u", i);
      g_autoptr (LkAccount) account = lk_test_state_make_account (id, id, texts[i].text);
      g_autoptr (LkIntent) intent = g_object_new (LK_TYPE_INTENT, "id", id, "account-id", "1", "known-ids", ids,
                                                  "since", since, NULL);

      g_test_message ("%s", texts[i].text);
      g_assert_cmpint (lk_test_state_save_account (state, account, &error), !=, texts[i].refused);
      g_assert_cmpint (error != NULL, ==, texts[i].refused);
      g_assert_true (error == NULL || strstr (error->message, "eyJ") == NULL);
      g_clear_error (&error);
      g_assert_cmpint (save_intent (state, intent, &error), !=, texts[i].refused);
      g_assert_cmpint (error != NULL, ==, texts[i].refused);
      g_clear_error (&error);
    }
}

/* A full organization's list, with ids that hold the first letters of a JWT. */
static void
test_many_known_ids (LkTestState   *fixture,
                     gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LkState) state = lk_test_state_open (fixture->folder, &error);
  g_autoptr (GDateTime) since = g_date_time_new_utc (2026, 11, 26, 1, 2, 3.5);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) ids = NULL;
  g_autoptr (LkIntent) intent = NULL;
  g_autoptr (GPtrArray) intents = NULL;

  for (guint i = 0; i < 10000; i++)
    {
      g_autofree char *id = g_strdup_printf ("aeyJbcdefghijklmnop%05u", i);

      g_strv_builder_add (builder, id);
    }
  ids = g_strv_builder_end (builder);
  intent = g_object_new (LK_TYPE_INTENT, "id", "i", "account-id", "1", "known-ids", ids, "since", since, NULL);

  g_assert_true (save_intent (state, intent, &error));
  g_assert_no_error (error);
  g_clear_object (&state);
  state = lk_test_state_open (fixture->folder, &error);
  g_assert_no_error (error);
  intents = lk_test_state_list_intents (state, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (intents->len, ==, 1);
  g_assert_cmpstrv (lk_intent_get_known_ids (intents->pdata[0]), ids);
  g_assert_true (g_date_time_equal (lk_intent_get_since (intents->pdata[0]), since));
}

static void
test_intent_nulls (LkTestState   *fixture,
                   gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LkState) state = lk_test_state_open (fixture->folder, &error);
  g_autoptr (GDateTime) since = g_date_time_new_utc (2026, 11, 26, 1, 2, 3);
  g_autoptr (LkIntent) intent = g_object_new (LK_TYPE_INTENT, "id", "i", "operation", "delete", "account-id", "1",
                                              "since", since, NULL);
  g_autoptr (LkIntent) bad = g_object_new (LK_TYPE_INTENT, "id", "b", "account-id", "1", NULL);
  g_autoptr (GPtrArray) intents = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  LkIntent *got;

  g_assert_true (save_intent (state, intent, &error));
  g_assert_no_error (error);
  g_assert_false (save_intent (state, bad, &error));
  g_assert_error (error, LK_STATE_ERROR, LK_STATE_ERROR_WRITE);
  g_clear_error (&error);

  intents = lk_test_state_list_intents (state, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (intents->len, ==, 1);
  got = intents->pdata[0];
  g_assert_cmpstr (lk_intent_get_id (got), ==, "i");
  g_assert_cmpstr (lk_intent_get_operation (got), ==, "delete");
  g_assert_cmpstr (lk_intent_get_account_id (got), ==, "1");
  g_assert_cmpint (lk_intent_get_state (got), ==, LK_INTENT_PLANNED);
  g_assert_null (lk_intent_get_description (got));
  g_assert_null (lk_intent_get_token_expiry (got));
  g_assert_null (lk_intent_get_script_name (got));
  g_assert_null (lk_intent_get_client_id (got));
  g_assert_cmpuint (g_strv_length ((GStrv) lk_intent_get_role_ids (got)), ==, 0);
  g_assert_cmpuint (g_strv_length ((GStrv) lk_intent_get_known_ids (got)), ==, 0);

  lk_state_remove_intent_async (state, "i", NULL, lk_test_store_result_cb, &result);
  g_assert_true (lk_state_remove_intent_finish (state, lk_test_wait_for_result (&result), &error));
  g_clear_pointer (&intents, g_ptr_array_unref);
  intents = lk_test_state_list_intents (state, &error);
  g_assert_cmpuint (intents->len, ==, 0);
}

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          gpointer    user_data)
{
  guint *n = user_data;

  (*n)++;
}

static void
test_intent_properties (LkTestState   *fixture,
                        gconstpointer  user_data)
{
  static const char *const roles[] = { "r", NULL };
  static const char *const known[] = { "k", NULL };
  static const char *const names[] = { "id", "operation", "account-id", "description", "token-expiry", "script-name",
                                       "client-id" };
  g_autoptr (GDateTime) since = g_date_time_new_utc (2026, 11, 26, 1, 2, 3);
  g_autoptr (LkIntent) intent = g_object_new (LK_TYPE_INTENT,
                                              "id", "id", "operation", "operation", "account-id", "account-id",
                                              "description", "description", "token-expiry", "token-expiry",
                                              "script-name", "script-name", "client-id", "client-id",
                                              "role-ids", roles, "since", since, NULL);
  g_auto (GStrv) got_roles = NULL;
  g_auto (GStrv) got_known = NULL;
  g_autoptr (GDateTime) got_since = NULL;
  LkIntentState state;
  int got_state = -1;
  guint n = 0;

  g_signal_connect (intent, "notify", G_CALLBACK (count_cb), &n);
  for (guint i = 0; i < 2; i++)
    {
      lk_intent_set_state (intent, LK_INTENT_ANSWERED);
      g_object_set (intent, "known-ids", known, "client-id", "client-id", NULL);
    }
  g_assert_cmpuint (n, ==, 2);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *text = NULL;

      g_object_get (intent, names[i], &text, NULL);
      g_assert_cmpstr (text, ==, names[i]);
    }
  g_object_get (intent, "role-ids", &got_roles, "known-ids", &got_known, "since", &got_since,
                "state", &got_state, NULL);
  g_assert_cmpstrv (got_roles, roles);
  g_assert_cmpstrv (got_known, known);
  g_assert_true (g_date_time_equal (got_since, since));
  g_assert_cmpint (got_state, ==, LK_INTENT_ANSWERED);

  for (guint i = LK_INTENT_PLANNED; i <= LK_INTENT_ANSWERED; i++)
    {
      g_assert_true (lk_intent_state_from_string (lk_intent_state_to_string (i), &state));
      g_assert_cmpuint (state, ==, i);
    }
  g_assert_false (lk_intent_state_from_string ("safe", &state));
  g_assert_false (lk_intent_state_from_string (NULL, &state));
}

/* What is written is what the object held at the call, and it is the caller's again at once. */
static void
test_saves_a_copy (LkTestState   *fixture,
                   gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LkState) state = lk_test_state_open (fixture->folder, &error);
  g_autoptr (GDateTime) since = g_date_time_new_utc (2026, 11, 26, 1, 2, 3);
  g_autoptr (LkIntent) intent = g_object_new (LK_TYPE_INTENT, "id", "i", "account-id", "1", "client-id", "before",
                                              "since", since, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) intents = NULL;

  lk_state_save_intent_async (state, intent, NULL, lk_test_store_result_cb, &result);
  g_object_set (intent, "client-id", "after", NULL);
  lk_intent_set_state (intent, LK_INTENT_UNKNOWN);
  g_assert_finalize_object (g_steal_pointer (&intent));
  g_assert_true (lk_state_save_intent_finish (state, lk_test_wait_for_result (&result), &error));

  intents = lk_test_state_list_intents (state, &error);
  g_assert_cmpstr (lk_intent_get_client_id (intents->pdata[0]), ==, "before");
  g_assert_cmpint (lk_intent_get_state (intents->pdata[0]), ==, LK_INTENT_PLANNED);
}

static void
test_cancel (LkTestState   *fixture,
             gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LkState) state = lk_test_state_open (fixture->folder, &error);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (LkAccount) account = lk_test_state_make_account ("1", "org", NULL);
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GAsyncResult) saved = NULL;
  g_autoptr (GAsyncResult) listed = NULL;
  g_autoptr (GPtrArray) accounts = NULL;

  /* In flight: whatever the worker has done, the caller is told. */
  lk_state_list_accounts_async (state, cancellable, lk_test_store_result_cb, &listed);
  g_cancellable_cancel (cancellable);
  g_assert_null (lk_state_list_accounts_finish (state, lk_test_wait_for_result (&listed), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  /* Before its turn: nothing is done. */
  lk_state_save_account_async (state, account, cancellable, lk_test_store_result_cb, &saved);
  g_assert_false (lk_state_save_account_finish (state, lk_test_wait_for_result (&saved), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  accounts = lk_test_state_list_accounts (state);
  g_assert_cmpuint (accounts->len, ==, 0);

  lk_state_open_async (fixture->folder, cancellable, lk_test_store_result_cb, &opened);
  g_assert_null (lk_state_open_finish (lk_test_wait_for_result (&opened), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Work under way goes on without its owner; with its answer the database is closed, which takes the WAL away. */
static void
test_drop_in_flight (LkTestState   *fixture,
                     gconstpointer  user_data)
{
  g_autofree char *wal = g_build_filename (fixture->folder, "latchkey.db-wal", NULL);
  g_autoptr (GError) error = NULL;
  LkState *state = lk_test_state_open (fixture->folder, &error);
  g_autoptr (LkAccount) account = lk_test_state_make_account ("1", "org", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) accounts = NULL;
  LkState *dropped = state;

  g_object_add_weak_pointer (G_OBJECT (state), (gpointer *) &dropped);
  lk_state_save_account_async (state, account, NULL, lk_test_store_result_cb, &result);
  g_object_unref (state);
  g_assert_nonnull (dropped);
  g_assert_true (lk_state_save_account_finish (dropped, lk_test_wait_for_result (&result), &error));
  g_assert_true (g_file_test (wal, G_FILE_TEST_EXISTS));
  g_clear_object (&result);
  g_assert_null (dropped);
  g_assert_false (g_file_test (wal, G_FILE_TEST_EXISTS));

  state = lk_test_state_open (fixture->folder, &error);
  g_assert_no_error (error);
  accounts = lk_test_state_list_accounts (state);
  g_assert_cmpuint (accounts->len, ==, 1);
  g_assert_finalize_object (state);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  LK_TEST_STATE_ADD ("/state/accounts", test_accounts);
  LK_TEST_STATE_ADD ("/state/intents", test_intents);
  LK_TEST_STATE_ADD ("/state/no-secret", test_no_secret);
  LK_TEST_STATE_ADD ("/state/secret-shapes", test_secret_shapes);
  LK_TEST_STATE_ADD ("/state/many-known-ids", test_many_known_ids);
  LK_TEST_STATE_ADD ("/state/intent-nulls", test_intent_nulls);
  LK_TEST_STATE_ADD ("/state/intent-properties", test_intent_properties);
  LK_TEST_STATE_ADD ("/state/saves-a-copy", test_saves_a_copy);
  LK_TEST_STATE_ADD ("/state/cancel", test_cancel);
  LK_TEST_STATE_ADD ("/state/drop-in-flight", test_drop_in_flight);

  return g_test_run ();
}
