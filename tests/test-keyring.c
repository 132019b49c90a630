/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a keyring that answers does. Runs inside tests/session, so that no keyring of people is touched. */

#include "lk-test-secrets.h"
#include "lk-test.h"

#include <string.h>

typedef struct
{
  LkKeyring *keyring;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  fixture->keyring = lk_test_secrets_new ("default", 5000);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (lk_test_secrets_remove (fixture->keyring, "application", LK_TEST_APPLICATION, &error));
  g_assert_no_error (error);
  g_assert_finalize_object (fixture->keyring);
}

static void
test_check (Fixture       *fixture,
            gconstpointer  user_data)
{
  g_autofree char *in_use = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (lk_test_secrets_check (fixture->keyring, &error));
  g_assert_no_error (error);
  g_object_get (fixture->keyring, "collection-in-use", &in_use, NULL);
  g_assert_cmpstr (in_use, ==, "default");
  g_assert_true (lk_test_secrets_unlock (fixture->keyring, &error));
  g_assert_no_error (error);
}

static void
test_store (Fixture       *fixture,
            gconstpointer  user_data)
{
  g_autofree char *most = g_strnfill (8192, 'z');
  char all[0x7f - 0x21 + 1] = { 0 };
  g_autofree char *by_tool = NULL;
  g_autofree char *by_name = NULL;
  g_autofree char *by_schema = NULL;

  for (int i = 0x21; i < 0x7f; i++)
    all[i - 0x21] = (char) i;

  lk_test_secrets_store (fixture->keyring, "one", "ci-deploy", all);
  lk_test_secrets_assert_look_up (fixture->keyring, "one", all);
  by_tool = lk_test_run ("secret-tool", "lookup", "application", LK_TEST_APPLICATION, "client-id", "one", NULL);
  g_assert_cmpstr (by_tool, ==, all);
  by_name = lk_test_run ("secret-tool", "lookup", "application", LK_TEST_APPLICATION, "name", "ci-deploy", "field", "token",
                         NULL);
  g_assert_cmpstr (by_name, ==, all);
  by_schema = lk_test_run ("secret-tool", "lookup", "xdg:schema", "io.github.latchkey_app.Latchkey.Secret",
                           "client-id", "one", NULL);
  g_assert_cmpstr (by_schema, ==, all);

  lk_test_secrets_store (fixture->keyring, "two", NULL, most);
  lk_test_secrets_assert_look_up (fixture->keyring, "two", most);
  lk_test_secrets_assert_look_up (fixture->keyring, "three", NULL);
}

static void
test_replace (Fixture       *fixture,
              gconstpointer  user_data)
{
  g_autoptr (GPtrArray) infos = NULL;
  g_autoptr (GError) error = NULL;

  lk_test_secrets_store (fixture->keyring, "one", "a", "first");
  lk_test_secrets_store (fixture->keyring, "one", "a", "second");
  lk_test_secrets_assert_look_up (fixture->keyring, "one", "second");

  infos = lk_test_secrets_list (fixture->keyring, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (infos->len, ==, 1);
}

/* What is read back is the item that was stored, not another one with the same attributes and a name. To store without one
 * makes no item more: any of those is replaced. */
static void
test_read_back_own_item (Fixture       *fixture,
                         gconstpointer  user_data)
{
  g_autoptr (GPtrArray) infos = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 8; i++)
    {
      g_autofree char *name = g_strdup_printf ("n%u", i);
      g_autofree char *text = g_strdup_printf ("value-%u", i);

      lk_test_secrets_store (fixture->keyring, "one", name, text);
      lk_test_secrets_store (fixture->keyring, "one", NULL, text + 1);
    }

  infos = lk_test_secrets_list (fixture->keyring, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (infos->len, ==, 8);
}

static void
test_bad_value (Fixture       *fixture,
                gconstpointer  user_data)
{
  g_autofree char *ten_kilobytes = g_strnfill (10240, 'a');
  const struct
  {
    const char *bytes;
    gssize      length;
  } cases[] = {
    { "", 0 },         { "a\nb", 3 }, { "a\n", 2 },      { "a\0b", 3 },
    { "\xff\xfe", 2 }, { "a b", 3 },  { " ", 1 },        { ten_kilobytes, 10240 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (lk_test_secrets_store_bytes (fixture->keyring, "one", NULL, cases[i].bytes, cases[i].length, &error));
      g_assert_error (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_BAD_VALUE);
    }
  lk_test_secrets_assert_look_up (fixture->keyring, "one", NULL);
}

static void
test_bad_attributes (Fixture       *fixture,
                     gconstpointer  user_data)
{
  static const char *const pairs[][2] = { { "unheard-of", "a" }, { "name", "a\nb" }, { "name", "\xff" } };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (lk_test_secrets_remove (fixture->keyring, pairs[i][0], pairs[i][1], &error));
      g_assert_error (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_BAD_VALUE);
    }
}

static void
test_other_application (Fixture       *fixture,
                        gconstpointer  user_data)
{
  g_autoptr (LkKeyring) other = lk_keyring_new ("latchkey-other", "default");
  g_autoptr (GPtrArray) infos = NULL;
  g_autoptr (GHashTable) attributes =
    lk_secret_attributes_new ("application", "latchkey-other", "client-id", "one", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  lk_test_secrets_store (other, "one", NULL, "theirs");
  lk_test_secrets_assert_look_up (fixture->keyring, "one", NULL);
  infos = lk_test_secrets_list (fixture->keyring, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (infos->len, ==, 0);

  /* Nor when it is asked for by its name. */
  lk_keyring_look_up_async (fixture->keyring, attributes, NULL, lk_test_store_result_cb, &result);
  g_assert_null (lk_keyring_look_up_finish (fixture->keyring, lk_test_wait_for_result (&result), &error));
  g_assert_no_error (error);

  g_assert_true (lk_test_secrets_remove (fixture->keyring, "client-id", "one", &error));
  lk_test_secrets_assert_look_up (other, "one", "theirs");
  g_assert_true (lk_test_secrets_remove (other, "client-id", "one", &error));
  g_assert_no_error (error);
}

static void
test_list (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) infos = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 70; i++)
    {
      g_autofree char *client_id = g_strdup_printf ("id%u", i);

      lk_test_secrets_store (fixture->keyring, client_id, i == 0 ? "first" : NULL, "secret");
    }

  infos = lk_test_secrets_list (fixture->keyring, LK_SECRET_KIND_ASTRA_TOKEN, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (infos->len, ==, 70);
  for (guint i = 0; i < infos->len; i++)
    {
      LkSecretInfo *info = infos->pdata[i];

      g_assert_cmpstr (info->label, ==, "Astra token: test");
      g_assert_false (info->locked);
      g_assert_cmpstr (lk_secret_info_get (info, "application"), ==, LK_TEST_APPLICATION);
      g_assert_cmpstr (lk_secret_info_get (info, "kind"), ==, LK_SECRET_KIND_ASTRA_TOKEN);
      g_assert_null (lk_secret_info_get (info, "intent"));
      if (g_str_equal (lk_secret_info_get (info, "client-id"), "id0"))
        g_assert_cmpstr (lk_secret_info_get (info, "name"), ==, "first");
      g_assert_true (g_hash_table_add (seen, (gpointer) lk_secret_info_get (info, "client-id")));
    }

  none = lk_test_secrets_list (fixture->keyring, LK_SECRET_KIND_ACCOUNT, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_remove (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;

  lk_test_secrets_store (fixture->keyring, "one", "a", "first");
  lk_test_secrets_store (fixture->keyring, "one", "b", "second");
  lk_test_secrets_store (fixture->keyring, "two", "c", "third");
  g_assert_true (lk_test_secrets_remove (fixture->keyring, "client-id", "one", &error));
  g_assert_no_error (error);
  lk_test_secrets_assert_look_up (fixture->keyring, "one", NULL);
  lk_test_secrets_assert_look_up (fixture->keyring, "two", "third");
  g_assert_true (lk_test_secrets_remove (fixture->keyring, "client-id", "one", &error));
  g_assert_no_error (error);
}

/* The only item with an attribute. */
static LkSecretInfo *
get_only (LkKeyring   *keyring,
          const char  *key,
          const char  *value,
          GPtrArray  **infos)
{
  g_autoptr (GHashTable) attributes = lk_secret_attributes_new (key, value, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  lk_keyring_list_async (keyring, attributes, NULL, lk_test_store_result_cb, &result);
  *infos = lk_keyring_list_finish (keyring, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint ((*infos)->len, ==, 1);

  return (*infos)->pdata[0];
}

static void
assert_found_by_name (const char *name,
                      const char *expected)
{
  g_autofree char *command =
    g_strdup_printf ("secret-tool lookup application %s name %s field token", LK_TEST_APPLICATION, name);
  g_autofree char *found = NULL;
  g_autoptr (GError) error = NULL;

  g_spawn_command_line_sync (command, &found, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, expected);
}

/* A name that goes from one to the other is only there afterwards; nothing else changes. */
static void
test_name (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_autoptr (GPtrArray) first = NULL;
  g_autoptr (GPtrArray) second = NULL;
  g_autoptr (GPtrArray) labeled = NULL;
  g_autoptr (GError) error = NULL;
  LkSecretInfo *info;

  lk_test_secrets_store (fixture->keyring, "one", "moves", "first");
  lk_test_secrets_store (fixture->keyring, "two", NULL, "second");
  assert_found_by_name ("moves", "first");

  g_assert_true (lk_test_secrets_set_name (fixture->keyring, "one", NULL, &error));
  g_assert_no_error (error);
  assert_found_by_name ("moves", "");
  g_assert_true (lk_test_secrets_set_name (fixture->keyring, "two", "moves", &error));
  g_assert_no_error (error);
  assert_found_by_name ("moves", "second");
  info = get_only (fixture->keyring, "name", "moves", &second);
  g_assert_cmpstr (lk_secret_info_get (info, "client-id"), ==, "two");
  g_assert_cmpstr (lk_secret_info_get (info, "kind"), ==, LK_SECRET_KIND_ASTRA_TOKEN);
  g_assert_cmpstr (lk_secret_info_get (info, "xdg:schema"), ==, "io.github.latchkey_app.Latchkey.Secret");
  info = get_only (fixture->keyring, "client-id", "one", &first);
  g_assert_null (lk_secret_info_get (info, "name"));
  lk_test_secrets_assert_look_up (fixture->keyring, "one", "first");

  g_assert_true (lk_test_secrets_set_name (fixture->keyring, "one", "another", &error));
  g_assert_no_error (error);
  g_assert_true (lk_test_secrets_set_label (fixture->keyring, "one", "Astra token: 100 % <b>ü</b>", &error));
  g_assert_no_error (error);
  info = get_only (fixture->keyring, "name", "another", &labeled);
  g_assert_cmpstr (info->label, ==, "Astra token: 100 % <b>ü</b>");
  g_assert_cmpstr (lk_secret_info_get (info, "client-id"), ==, "one");
  lk_test_secrets_assert_look_up (fixture->keyring, "one", "first");

  /* Where there is nothing there is nothing to do. */
  g_assert_true (lk_test_secrets_set_name (fixture->keyring, "nobody", "moves", &error));
  g_assert_no_error (error);
  assert_found_by_name ("moves", "second");
}

static void
test_reserve (Fixture       *fixture,
              gconstpointer  user_data)
{
  g_autoptr (GPtrArray) infos = NULL;
  g_autoptr (GPtrArray) left = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (lk_test_secrets_reserve (fixture->keyring, "intent-1", &error));
  g_assert_no_error (error);
  g_assert_true (lk_test_secrets_reserve (fixture->keyring, "intent-2", &error));
  g_assert_no_error (error);
  first = lk_test_run ("secret-tool", "lookup", "application", LK_TEST_APPLICATION, "kind", "pending", "field", "escrow-key",
                       "intent", "intent-1", NULL);
  second = lk_test_run ("secret-tool", "lookup", "application", LK_TEST_APPLICATION, "intent", "intent-2", NULL);
  g_assert_cmpuint (strlen (first), ==, 64);
  g_assert_cmpuint (strspn (first, "0123456789abcdef"), ==, 64);
  g_assert_cmpstr (first, !=, second);

  infos = lk_test_secrets_list (fixture->keyring, LK_SECRET_KIND_PENDING, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (infos->len, ==, 2);
  g_assert_null (lk_secret_info_get (infos->pdata[0], "name"));

  g_assert_true (lk_test_secrets_release (fixture->keyring, "intent-1", &error));
  g_assert_no_error (error);
  g_assert_true (lk_test_secrets_release (fixture->keyring, "intent-1", &error));
  g_assert_no_error (error);
  left = lk_test_secrets_list (fixture->keyring, LK_SECRET_KIND_PENDING, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (left->len, ==, 1);
  g_assert_cmpstr (lk_secret_info_get (left->pdata[0], "intent"), ==, "intent-2");
}

static void
test_collection (Fixture       *fixture,
                 gconstpointer  user_data)
{
  /* KeePassXC has no collection for the session. */
  const char *session = g_strcmp0 (g_getenv ("LK_TEST_KEYRING_DAEMON"), "keepassxc") == 0 ? "default" : "session";
  const char *const aliases[][2] = { { "session", session }, { "nowhere", "default" } };

  for (guint i = 0; i < G_N_ELEMENTS (aliases); i++)
    {
      g_autoptr (LkKeyring) keyring = lk_test_secrets_new (aliases[i][0], 5000);
      g_autofree char *in_use = NULL;
      g_autofree char *found = NULL;
      g_autoptr (GError) error = NULL;

      g_object_get (keyring, "collection-in-use", &in_use, NULL);
      g_assert_null (in_use);
      lk_test_secrets_store (keyring, "one", NULL, "secret");
      g_object_get (keyring, "collection-in-use", &in_use, NULL);
      g_assert_cmpstr (in_use, ==, aliases[i][1]);
      lk_test_secrets_assert_look_up (keyring, "one", "secret");
      found = lk_test_run ("secret-tool", "lookup", "application", LK_TEST_APPLICATION, "client-id", "one", NULL);
      g_assert_cmpstr (found, ==, "secret");
      g_assert_true (lk_test_secrets_remove (keyring, "client-id", "one", &error));
      g_assert_no_error (error);
    }
}

static void
test_cancelled_before (Fixture       *fixture,
                       gconstpointer  user_data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GHashTable) attributes = lk_test_secrets_create_attributes ("one", NULL);
  g_autoptr (SecretValue) value = secret_value_new ("secret", -1, "text/plain");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  lk_keyring_store_async (fixture->keyring, attributes, "label", value, cancellable, lk_test_store_result_cb, &result);
  g_assert_false (lk_keyring_store_finish (fixture->keyring, lk_test_wait_for_result (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  lk_test_secrets_assert_look_up (fixture->keyring, "one", NULL);
}

/* At every point of a call, by main context iterations. */
static void
test_cancel_in_flight (Fixture       *fixture,
                       gconstpointer  user_data)
{
  for (guint n = 0; n < 40; n++)
    {
      g_autoptr (LkKeyring) keyring = lk_test_secrets_new ("default", 5000);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autofree char *client_id = g_strdup_printf ("id%u", n); /* to replace what it does not know KeePassXC asks */
      g_autoptr (GHashTable) attributes = lk_test_secrets_create_attributes (client_id, NULL);
      g_autoptr (SecretValue) value = secret_value_new ("secret", -1, "text/plain");
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      gboolean done;

      lk_keyring_store_async (keyring, attributes, "label", value, cancellable, lk_test_store_result_cb, &result);
      for (guint i = 0; i < n && result == NULL; i++)
        g_main_context_iteration (NULL, TRUE);
      done = result != NULL;
      g_cancellable_cancel (cancellable);
      if (!done)
        {
          g_assert_false (lk_keyring_store_finish (keyring, lk_test_wait_for_result (&result), &error));
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
        }
      else
        {
          g_assert_false (lk_keyring_store_finish (keyring, result, &error));
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
        }
    }
  lk_test_secrets_store (fixture->keyring, "one", NULL, "after");
  lk_test_secrets_assert_look_up (fixture->keyring, "one", "after");
}

static void
test_dropped_in_flight (Fixture       *fixture,
                        gconstpointer  user_data)
{
  LkKeyring *keyring = lk_test_secrets_new ("default", 5000);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  lk_keyring_check_async (keyring, NULL, lk_test_store_result_cb, &result);
  g_object_unref (keyring);
  lk_test_wait_for_result (&result);
  keyring = LK_KEYRING (g_async_result_get_source_object (result));
  g_assert_true (lk_keyring_check_finish (keyring, result, &error));
  g_assert_no_error (error);
  g_object_unref (keyring);
}

static void
test_side_by_side (Fixture       *fixture,
                   gconstpointer  user_data)
{
  GAsyncResult *results[10] = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autofree char *client_id = g_strdup_printf ("id%u", i);
      g_autoptr (GHashTable) attributes = lk_test_secrets_create_attributes (client_id, NULL);
      g_autoptr (SecretValue) value = secret_value_new (client_id, -1, "text/plain");

      lk_keyring_store_async (fixture->keyring, attributes, "label", value, NULL, lk_test_store_result_cb, &results[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autofree char *client_id = g_strdup_printf ("id%u", i);
      g_autoptr (GError) error = NULL;

      g_assert_true (lk_keyring_store_finish (fixture->keyring, lk_test_wait_for_result (&results[i]), &error));
      g_assert_no_error (error);
      g_object_unref (results[i]);
      lk_test_secrets_assert_look_up (fixture->keyring, client_id, client_id);
    }
}

static void
add (const char *path,
     void (*test) (Fixture *,
                   gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  /* Never in the session of somebody. */
  if (g_getenv ("LK_TEST_SESSION") == NULL)
    {
      g_print ("1..0 # SKIP run it through tests/session\n");
      return 0;
    }

  add ("/keyring/check", test_check);
  add ("/keyring/store", test_store);
  add ("/keyring/replace", test_replace);
  add ("/keyring/read-back-own-item", test_read_back_own_item);
  add ("/keyring/bad-value", test_bad_value);
  add ("/keyring/bad-attributes", test_bad_attributes);
  add ("/keyring/other-application", test_other_application);
  add ("/keyring/list", test_list);
  add ("/keyring/remove", test_remove);
  add ("/keyring/name", test_name);
  add ("/keyring/reserve", test_reserve);
  add ("/keyring/collection", test_collection);
  add ("/keyring/cancelled-before", test_cancelled_before);
  add ("/keyring/cancel-in-flight", test_cancel_in_flight);
  add ("/keyring/dropped-in-flight", test_dropped_in_flight);
  add ("/keyring/side-by-side", test_side_by_side);

  return g_test_run ();
}
