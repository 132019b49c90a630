/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-keyring.h"
#include "lk-test-keyring.h"
#include "lk-test.h"

#include <signal.h>
#include <string.h>

/* Runs inside tests/session, so that no keyring of people is touched. What stops, ends or locks the service runs once
 * more inside a session of its own. */

#define APPLICATION "latchkey-test"
#define SHORT_MS 300
#define PROMPT_LIMIT_MS 1000
#define PROMPT_MS 1500 /* until a prompt is answered */

static LkKeyring *
create_keyring (const char *collection,
                guint       timeout_ms)
{
  return g_object_new (LK_TYPE_KEYRING,
                       "application", APPLICATION,
                       "collection", collection,
                       "timeout-ms", timeout_ms,
                       NULL);
}

static gboolean
check (LkKeyring  *keyring,
       GError    **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_keyring_check_async (keyring, NULL, lk_test_store_result_cb, &result);

  return lk_keyring_check_finish (keyring, lk_test_wait_for_result (&result), error);
}

static gboolean
unlock (LkKeyring  *keyring,
        GError    **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_keyring_unlock_async (keyring, NULL, lk_test_store_result_cb, &result);

  return lk_keyring_unlock_finish (keyring, lk_test_wait_for_result (&result), error);
}

static gboolean
reserve (LkKeyring   *keyring,
         const char  *intent,
         GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_keyring_reserve_async (keyring, intent, NULL, lk_test_store_result_cb, &result);

  return lk_keyring_reserve_finish (keyring, lk_test_wait_for_result (&result), error);
}

static gboolean
release (LkKeyring   *keyring,
         const char  *intent,
         GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_keyring_release_async (keyring, intent, NULL, lk_test_store_result_cb, &result);

  return lk_keyring_release_finish (keyring, lk_test_wait_for_result (&result), error);
}

static GHashTable *
create_attributes (const char *client_id,
                   const char *name)
{
  return lk_secret_attributes_new ("kind", LK_SECRET_KIND_ASTRA_TOKEN, "field", LK_SECRET_FIELD_TOKEN, "client-id",
                                   client_id, "name", name, NULL);
}

static gboolean
store_bytes (LkKeyring   *keyring,
             const char  *client_id,
             const char  *name,
             const char  *bytes,
             gssize       length,
             GError     **error)
{
  g_autoptr (GHashTable) attributes = create_attributes (client_id, name);
  g_autoptr (SecretValue) value = secret_value_new (bytes, length, "text/plain");
  g_autoptr (GAsyncResult) result = NULL;

  lk_keyring_store_async (keyring, attributes, "Astra token: test", value, NULL, lk_test_store_result_cb, &result);

  return lk_keyring_store_finish (keyring, lk_test_wait_for_result (&result), error);
}

static void
store (LkKeyring  *keyring,
       const char *client_id,
       const char *name,
       const char *text)
{
  g_autoptr (GError) error = NULL;

  store_bytes (keyring, client_id, name, text, -1, &error);
  g_assert_no_error (error);
}

static char *
look_up (LkKeyring   *keyring,
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

static void
assert_look_up (LkKeyring  *keyring,
                const char *client_id,
                const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *found = look_up (keyring, client_id, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, expected);
}

static GPtrArray *
list (LkKeyring   *keyring,
      const char  *kind,
      GError     **error)
{
  g_autoptr (GHashTable) attributes = lk_secret_attributes_new ("kind", kind, NULL);
  g_autoptr (GAsyncResult) result = NULL;

  lk_keyring_list_async (keyring, attributes, NULL, lk_test_store_result_cb, &result);

  return lk_keyring_list_finish (keyring, lk_test_wait_for_result (&result), error);
}

static gboolean
remove_all (LkKeyring   *keyring,
            const char  *key,
            const char  *value,
            GError     **error)
{
  g_autoptr (GHashTable) attributes = lk_secret_attributes_new (key, value, NULL);
  g_autoptr (GAsyncResult) result = NULL;

  lk_keyring_remove_async (keyring, attributes, NULL, lk_test_store_result_cb, &result);

  return lk_keyring_remove_finish (keyring, lk_test_wait_for_result (&result), error);
}

typedef struct
{
  LkKeyring *keyring;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  fixture->keyring = create_keyring ("default", 5000);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (remove_all (fixture->keyring, "application", APPLICATION, &error));
  g_assert_no_error (error);
  g_assert_finalize_object (fixture->keyring);
}

static void
test_check (Fixture       *fixture,
            gconstpointer  user_data)
{
  g_autofree char *in_use = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (check (fixture->keyring, &error));
  g_assert_no_error (error);
  g_object_get (fixture->keyring, "collection-in-use", &in_use, NULL);
  g_assert_cmpstr (in_use, ==, "default");
  g_assert_true (unlock (fixture->keyring, &error));
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

  store (fixture->keyring, "one", "ci-deploy", all);
  assert_look_up (fixture->keyring, "one", all);
  by_tool = lk_test_run ("secret-tool", "lookup", "application", APPLICATION, "client-id", "one", NULL);
  g_assert_cmpstr (by_tool, ==, all);
  by_name = lk_test_run ("secret-tool", "lookup", "application", APPLICATION, "name", "ci-deploy", "field", "token",
                         NULL);
  g_assert_cmpstr (by_name, ==, all);
  by_schema = lk_test_run ("secret-tool", "lookup", "xdg:schema", "io.github.latchkey_app.Latchkey.Secret",
                           "client-id", "one", NULL);
  g_assert_cmpstr (by_schema, ==, all);

  store (fixture->keyring, "two", NULL, most);
  assert_look_up (fixture->keyring, "two", most);
  assert_look_up (fixture->keyring, "three", NULL);
}

static void
test_replace (Fixture       *fixture,
              gconstpointer  user_data)
{
  g_autoptr (GPtrArray) infos = NULL;
  g_autoptr (GError) error = NULL;

  store (fixture->keyring, "one", "a", "first");
  store (fixture->keyring, "one", "a", "second");
  assert_look_up (fixture->keyring, "one", "second");

  infos = list (fixture->keyring, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (infos->len, ==, 1);
}

/* What is read back is the item that was stored, not another one with the same attributes and a name. */
static void
test_read_back_own_item (Fixture       *fixture,
                         gconstpointer  user_data)
{
  for (guint i = 0; i < 8; i++)
    {
      g_autofree char *name = g_strdup_printf ("n%u", i);
      g_autofree char *text = g_strdup_printf ("value-%u", i);

      store (fixture->keyring, "one", name, text);
      store (fixture->keyring, "one", NULL, text + 1);
    }
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

      g_assert_false (store_bytes (fixture->keyring, "one", NULL, cases[i].bytes, cases[i].length, &error));
      g_assert_error (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_BAD_VALUE);
    }
  assert_look_up (fixture->keyring, "one", NULL);
}

static void
test_bad_attributes (Fixture       *fixture,
                     gconstpointer  user_data)
{
  static const char *const pairs[][2] = { { "unheard-of", "a" }, { "name", "a\nb" }, { "name", "\xff" } };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (remove_all (fixture->keyring, pairs[i][0], pairs[i][1], &error));
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

  store (other, "one", NULL, "theirs");
  assert_look_up (fixture->keyring, "one", NULL);
  infos = list (fixture->keyring, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (infos->len, ==, 0);

  /* Nor when it is asked for by its name. */
  lk_keyring_look_up_async (fixture->keyring, attributes, NULL, lk_test_store_result_cb, &result);
  g_assert_null (lk_keyring_look_up_finish (fixture->keyring, lk_test_wait_for_result (&result), &error));
  g_assert_no_error (error);

  g_assert_true (remove_all (fixture->keyring, "client-id", "one", &error));
  assert_look_up (other, "one", "theirs");
  g_assert_true (remove_all (other, "client-id", "one", &error));
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

      store (fixture->keyring, client_id, i == 0 ? "first" : NULL, "secret");
    }

  infos = list (fixture->keyring, LK_SECRET_KIND_ASTRA_TOKEN, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (infos->len, ==, 70);
  for (guint i = 0; i < infos->len; i++)
    {
      LkSecretInfo *info = infos->pdata[i];

      g_assert_cmpstr (info->label, ==, "Astra token: test");
      g_assert_false (info->locked);
      g_assert_cmpstr (lk_secret_info_get (info, "application"), ==, APPLICATION);
      g_assert_cmpstr (lk_secret_info_get (info, "kind"), ==, LK_SECRET_KIND_ASTRA_TOKEN);
      g_assert_null (lk_secret_info_get (info, "intent"));
      if (g_str_equal (lk_secret_info_get (info, "client-id"), "id0"))
        g_assert_cmpstr (lk_secret_info_get (info, "name"), ==, "first");
      g_assert_true (g_hash_table_add (seen, (gpointer) lk_secret_info_get (info, "client-id")));
    }

  none = list (fixture->keyring, LK_SECRET_KIND_ACCOUNT, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_remove (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;

  store (fixture->keyring, "one", "a", "first");
  store (fixture->keyring, "one", "b", "second");
  store (fixture->keyring, "two", "c", "third");
  g_assert_true (remove_all (fixture->keyring, "client-id", "one", &error));
  g_assert_no_error (error);
  assert_look_up (fixture->keyring, "one", NULL);
  assert_look_up (fixture->keyring, "two", "third");
  g_assert_true (remove_all (fixture->keyring, "client-id", "one", &error));
  g_assert_no_error (error);
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

  g_assert_true (reserve (fixture->keyring, "intent-1", &error));
  g_assert_no_error (error);
  g_assert_true (reserve (fixture->keyring, "intent-2", &error));
  g_assert_no_error (error);
  first = lk_test_run ("secret-tool", "lookup", "application", APPLICATION, "kind", "pending", "field", "escrow-key",
                       "intent", "intent-1", NULL);
  second = lk_test_run ("secret-tool", "lookup", "application", APPLICATION, "intent", "intent-2", NULL);
  g_assert_cmpuint (strlen (first), ==, 64);
  g_assert_cmpuint (strspn (first, "0123456789abcdef"), ==, 64);
  g_assert_cmpstr (first, !=, second);

  infos = list (fixture->keyring, LK_SECRET_KIND_PENDING, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (infos->len, ==, 2);
  g_assert_null (lk_secret_info_get (infos->pdata[0], "name"));

  g_assert_true (release (fixture->keyring, "intent-1", &error));
  g_assert_no_error (error);
  g_assert_true (release (fixture->keyring, "intent-1", &error));
  g_assert_no_error (error);
  left = list (fixture->keyring, LK_SECRET_KIND_PENDING, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (left->len, ==, 1);
  g_assert_cmpstr (lk_secret_info_get (left->pdata[0], "intent"), ==, "intent-2");
}

static void
test_collection (Fixture       *fixture,
                 gconstpointer  user_data)
{
  static const char *const aliases[][2] = { { "session", "session" }, { "nowhere", "default" } };

  for (guint i = 0; i < G_N_ELEMENTS (aliases); i++)
    {
      g_autoptr (LkKeyring) keyring = create_keyring (aliases[i][0], 5000);
      g_autofree char *in_use = NULL;
      g_autofree char *found = NULL;
      g_autoptr (GError) error = NULL;

      g_object_get (keyring, "collection-in-use", &in_use, NULL);
      g_assert_null (in_use);
      store (keyring, "one", NULL, "secret");
      g_object_get (keyring, "collection-in-use", &in_use, NULL);
      g_assert_cmpstr (in_use, ==, aliases[i][1]);
      assert_look_up (keyring, "one", "secret");
      found = lk_test_run ("secret-tool", "lookup", "application", APPLICATION, "client-id", "one", NULL);
      g_assert_cmpstr (found, ==, "secret");
      g_assert_true (remove_all (keyring, "client-id", "one", &error));
      g_assert_no_error (error);
    }
}

static void
test_cancelled_before (Fixture       *fixture,
                       gconstpointer  user_data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GHashTable) attributes = create_attributes ("one", NULL);
  g_autoptr (SecretValue) value = secret_value_new ("secret", -1, "text/plain");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  lk_keyring_store_async (fixture->keyring, attributes, "label", value, cancellable, lk_test_store_result_cb, &result);
  g_assert_false (lk_keyring_store_finish (fixture->keyring, lk_test_wait_for_result (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_look_up (fixture->keyring, "one", NULL);
}

/* At every point of a call, by main context iterations. */
static void
test_cancel_in_flight (Fixture       *fixture,
                       gconstpointer  user_data)
{
  for (guint n = 0; n < 40; n++)
    {
      g_autoptr (LkKeyring) keyring = create_keyring ("default", 5000);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GHashTable) attributes = create_attributes ("one", NULL);
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
  store (fixture->keyring, "one", NULL, "after");
  assert_look_up (fixture->keyring, "one", "after");
}

static void
test_dropped_in_flight (Fixture       *fixture,
                        gconstpointer  user_data)
{
  LkKeyring *keyring = create_keyring ("default", 5000);
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
      g_autoptr (GHashTable) attributes = create_attributes (client_id, NULL);
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
      assert_look_up (fixture->keyring, client_id, client_id);
    }
}

/* What runs in sessions of its own */

/* No call does anything but fail with @code, and within its time limit and a bit. */
static void
assert_all_fail (LkKeyring      *keyring,
                 LkKeyringError  code)
{
  const guint n_calls = 7;
  gint64 start = g_get_monotonic_time ();
  guint timeout_ms;

  g_object_get (keyring, "timeout-ms", &timeout_ms, NULL);
  for (guint i = 0; i < n_calls; i++)
    {
      g_autoptr (GError) error = NULL;

      switch (i)
        {
        case 0:
          g_assert_false (check (keyring, &error));
          break;

        case 1:
          g_assert_null (look_up (keyring, "one", &error));
          break;

        case 2:
          g_assert_null (list (keyring, NULL, &error));
          break;

        case 3:
          g_assert_false (store_bytes (keyring, "new", NULL, "secret", -1, &error));
          break;

        case 4:
          g_assert_false (reserve (keyring, "intent-1", &error));
          break;

        case 5:
          g_assert_false (release (keyring, "intent-1", &error));
          break;

        default:
          g_assert_false (remove_all (keyring, "client-id", "nobody", &error));
        }
      g_assert_error (error, LK_KEYRING_ERROR, (int) code);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
  g_assert_cmpint (g_get_monotonic_time () - start, <, n_calls * (gint64) (timeout_ms + 200) * 1000);
}

static void
child_silent (void)
{
  g_autoptr (LkKeyring) keyring = create_keyring ("default", SHORT_MS);
  g_autoptr (LkKeyring) unopened = create_keyring ("default", SHORT_MS);
  g_autoptr (LkKeyring) patient = create_keyring ("default", 5000);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) slow = NULL;
  g_autoptr (GError) error = NULL;
  pid_t pid = lk_test_keyring_get_pid ();

  store (keyring, "one", NULL, "secret");
  g_assert_cmpint (kill (pid, SIGSTOP), ==, 0);
  assert_all_fail (keyring, LK_KEYRING_ERROR_SILENT);
  assert_all_fail (unopened, LK_KEYRING_ERROR_SILENT);
  g_assert_false (unlock (keyring, &error));
  g_assert_error (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_SILENT);
  g_clear_error (&error);

  lk_keyring_check_async (keyring, cancellable, lk_test_store_result_cb, &result);
  g_cancellable_cancel (cancellable);
  g_assert_false (lk_keyring_check_finish (keyring, lk_test_wait_for_result (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  /* One that is still under way when the service wakes is answered; the late answers to all others are dropped. */
  lk_keyring_check_async (patient, NULL, lk_test_store_result_cb, &slow);
  g_assert_false (check (keyring, &error));
  g_assert_error (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_SILENT);
  g_clear_error (&error);
  g_assert_cmpint (kill (pid, SIGCONT), ==, 0);
  g_assert_true (lk_keyring_check_finish (patient, lk_test_wait_for_result (&slow), &error));
  g_assert_no_error (error);
  assert_look_up (keyring, "one", "secret");
  assert_look_up (unopened, "one", "secret");
  store (keyring, "two", NULL, "works");
}

static void
child_restart (void)
{
  g_autoptr (LkKeyring) looks_up = create_keyring ("default", 5000);
  g_autoptr (LkKeyring) stores = create_keyring ("default", 5000);
  g_autoptr (LkKeyring) lists = create_keyring ("default", 5000);
  g_autoptr (LkKeyring) removes = create_keyring ("default", 5000);
  g_autoptr (GPtrArray) infos = NULL;
  g_autoptr (GError) error = NULL;

  store (looks_up, "one", NULL, "secret");
  store (stores, "two", NULL, "secret");
  g_assert_true (check (lists, &error));
  g_assert_true (check (removes, &error));
  lk_test_keyring_end ();
  lk_test_keyring_start (TRUE, NULL);

  assert_look_up (looks_up, "one", "secret");
  assert_look_up (looks_up, "one", "secret");
  store (stores, "two", NULL, "other");
  assert_look_up (stores, "two", "other");
  infos = list (lists, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (infos->len, ==, 2);
  g_assert_true (remove_all (removes, "client-id", "one", &error));
  g_assert_no_error (error);
  assert_look_up (removes, "one", NULL);
}

static void
child_ends (void)
{
  g_autoptr (LkKeyring) keyring = create_keyring ("default", 5000);
  g_autoptr (LkKeyring) hasty = create_keyring ("default", SHORT_MS);
  g_autoptr (LkKeyring) patient = create_keyring ("default", 5000);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  pid_t pid = lk_test_keyring_get_pid ();

  store (keyring, "one", NULL, "secret");

  /* Under a call. */
  g_assert_cmpint (kill (pid, SIGSTOP), ==, 0);
  lk_keyring_check_async (patient, NULL, lk_test_store_result_cb, &result);
  g_assert_false (check (hasty, &error));
  g_clear_error (&error);
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  g_assert_false (lk_keyring_check_finish (patient, lk_test_wait_for_result (&result), &error));
  g_assert_error (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_NO_SERVICE);

  lk_test_keyring_wait (FALSE);
  assert_all_fail (keyring, LK_KEYRING_ERROR_NO_SERVICE);
}

static void
child_lock (void)
{
  g_autoptr (LkKeyring) keyring = create_keyring ("default", 5000);
  g_autoptr (GError) error = NULL;

  store (keyring, "one", NULL, "secret");
  lk_test_keyring_lock ();
  assert_all_fail (keyring, LK_KEYRING_ERROR_LOCKED);
  g_assert_false (unlock (keyring, &error));
  g_assert_error (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_LOCKED);
  g_assert_cmpstr (error->message, ==, "Keyring stays locked");
}

static void
child_locked (void)
{
  g_autoptr (LkKeyring) keyring = create_keyring ("default", 5000);
  g_autoptr (GError) error = NULL;

  assert_all_fail (keyring, LK_KEYRING_ERROR_LOCKED);
  g_assert_false (unlock (keyring, &error));
  g_assert_error (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_LOCKED);
}

static void
child_none (void)
{
  g_autoptr (LkKeyring) keyring = create_keyring ("default", 5000);
  g_autoptr (GError) error = NULL;

  assert_all_fail (keyring, LK_KEYRING_ERROR_NO_SERVICE);
  g_assert_false (unlock (keyring, &error));
  g_assert_error (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_NO_SERVICE);
  g_assert_cmpstr (error->message, ==, "No keyring found — application tokens cannot be created");
}

/* A prompt, answered by the stand-in of the library that shows the real one. */
static void
child_prompt (void)
{
  g_autoptr (LkKeyring) keyring = create_keyring ("default", PROMPT_LIMIT_MS);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) orphan = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *prompter = NULL;
  gint64 start;

  prompter = lk_test_prompter_start ();
  if (prompter == NULL)
    exit (77);
  lk_test_keyring_end ();
  lk_test_keyring_start (FALSE, prompter);

  lk_test_prompter_expect_cancel ();
  g_assert_false (unlock (keyring, &error));
  g_assert_error (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_LOCKED);
  g_assert_cmpstr (error->message, ==, "Keyring stays locked");
  g_clear_error (&error);

  /* Cancelled while it is open. */
  lk_test_prompter_set_delay (PROMPT_MS);
  lk_test_prompter_expect ("wrong");
  lk_keyring_unlock_async (keyring, cancellable, lk_test_store_result_cb, &result);
  g_timeout_add_once (SHORT_MS, (GSourceOnceFunc) g_cancellable_cancel, cancellable);
  start = g_get_monotonic_time ();
  g_assert_false (lk_keyring_unlock_finish (keyring, lk_test_wait_for_result (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - start, <, PROMPT_MS * 1000);
  g_clear_error (&error);

  /* The service ends under it. */
  lk_test_keyring_end ();
  lk_test_keyring_start (FALSE, prompter);
  lk_test_prompter_expect ("wrong");
  lk_keyring_unlock_async (keyring, NULL, lk_test_store_result_cb, &orphan);
  g_timeout_add_once (SHORT_MS, (GSourceOnceFunc) lk_test_keyring_end, NULL);
  g_assert_false (lk_keyring_unlock_finish (keyring, lk_test_wait_for_result (&orphan), &error));
  g_assert_error (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_NO_SERVICE);
  g_clear_error (&error);

  /* Answered, after longer than the time limit. */
  lk_test_keyring_start (FALSE, prompter);
  lk_test_prompter_expect (g_getenv ("LK_TEST_KEYRING_PASSWORD"));
  start = g_get_monotonic_time ();
  g_assert_true (unlock (keyring, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_get_monotonic_time () - start, >, PROMPT_LIMIT_MS * 1000);
  assert_look_up (keyring, "one", "secret");
}

static const struct
{
  const char *name;
  const char *keyring; /* NULL: no bus at all */
  const char *before;
  void (* run) (void);
} children[] = {
  { "silent", "unlocked", NULL, child_silent },
  { "restart", "unlocked", NULL, child_restart },
  { "ends", "unlocked", NULL, child_ends },
  { "lock", "unlocked", NULL, child_lock },
  { "locked", "locked", NULL, child_locked },
  { "locked-with-item", "locked",
    "printf secret | secret-tool store --label=x application " APPLICATION " client-id one", child_locked },
  { "prompt", "locked", "printf secret | secret-tool store --label=x application " APPLICATION " client-id one",
    child_prompt },
  { "none", "none", NULL, child_none },
  { "no-bus", NULL, NULL, child_none },
};

static void
test_child (gconstpointer user_data)
{
  guint i = GPOINTER_TO_UINT (user_data);
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE);
  g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;

  /* Warnings are fatal to the child, not to the daemon, which has some. */
  g_subprocess_launcher_unsetenv (launcher, "G_DEBUG");
  if (children[i].keyring != NULL)
    {
      g_ptr_array_add (argv, g_test_build_filename (G_TEST_DIST, "session", NULL));
      g_ptr_array_add (argv, g_strdup ("--no-display"));
      g_ptr_array_add (argv, g_strdup ("--keyring"));
      g_ptr_array_add (argv, g_strdup (children[i].keyring));
      if (children[i].before != NULL)
        {
          g_ptr_array_add (argv, g_strdup ("--before"));
          g_ptr_array_add (argv, g_strdup (children[i].before));
        }
      g_ptr_array_add (argv, g_strdup ("--"));
    }
  else
    {
      g_subprocess_launcher_setenv (launcher, "DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
    }
  g_ptr_array_add (argv, g_strdup ("env"));
  g_ptr_array_add (argv, g_strdup ("G_DEBUG=fatal-warnings"));
  g_ptr_array_add (argv, g_file_read_link ("/proc/self/exe", &error));
  g_assert_no_error (error);
  g_ptr_array_add (argv, g_strdup ("--child"));
  g_ptr_array_add (argv, g_strdup (children[i].name));
  g_ptr_array_add (argv, NULL);

  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  if (g_subprocess_get_if_exited (process) && g_subprocess_get_exit_status (process) == 77)
    {
      g_test_skip ("libgcr-base-3 is not there");
      return;
    }
  if (!g_subprocess_get_successful (process))
    g_test_message ("%s", output);
  g_assert_true (g_subprocess_get_successful (process));
}

static int
run_child (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    if (g_str_equal (children[i].name, name))
      {
        children[i].run ();
        return 0;
      }

  return 2;
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
  if (argc == 3 && g_str_equal (argv[1], "--child"))
    return run_child (argv[2]);

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
  add ("/keyring/reserve", test_reserve);
  add ("/keyring/collection", test_collection);
  add ("/keyring/cancelled-before", test_cancelled_before);
  add ("/keyring/cancel-in-flight", test_cancel_in_flight);
  add ("/keyring/dropped-in-flight", test_dropped_in_flight);
  add ("/keyring/side-by-side", test_side_by_side);
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    {
      g_autofree char *path = g_strdup_printf ("/keyring/%s", children[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_child);
    }

  return g_test_run ();
}
