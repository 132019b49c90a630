/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* memmem() */

#include "lk-escrow-file.h"
#include "lk-escrow.h"
#include "lk-test.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

typedef struct
{
  char        *folder;
  char        *intent;
  char        *path;
  SecretValue *key;
} Fixture;

static SecretValue *
make_key (void)
{
  g_autofree char *one = g_uuid_string_random ();
  g_autofree char *two = g_uuid_string_random ();
  g_autoptr (GString) hex = g_string_new (one);

  g_string_append (hex, two);
  g_string_replace (hex, "-", "", 0);

  return secret_value_new (hex->str, (gssize) hex->len, "text/plain");
}

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  fixture->folder = lk_test_make_folder ();
  fixture->intent = g_uuid_string_random ();
  fixture->path = lk_escrow_file_get_path (fixture->folder, fixture->intent);
  fixture->key = make_key ();
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  lk_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->intent);
  g_free (fixture->path);
  secret_value_unref (fixture->key);
}

static LkEscrow *
create (Fixture  *fixture,
        GError  **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_escrow_create_async (fixture->folder, fixture->intent, NULL, lk_test_store_result_cb, &result);

  return lk_escrow_create_finish (lk_test_wait_for_result (&result), error);
}

static void
arm (Fixture  *fixture,
     LkEscrow *escrow)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  lk_escrow_arm_async (escrow, fixture->key, NULL, lk_test_store_result_cb, &result);
  g_assert_true (lk_escrow_arm_finish (escrow, lk_test_wait_for_result (&result), &error));
  g_assert_no_error (error);
}

static LkEscrow *
reopen (Fixture  *fixture,
        GError  **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_escrow_open_async (fixture->folder, fixture->intent, NULL, lk_test_store_result_cb, &result);

  return lk_escrow_open_finish (lk_test_wait_for_result (&result), error);
}

static gboolean
replay (LkEscrow     *escrow,
        SecretValue  *key,
        GError      **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_escrow_replay_async (escrow, key, NULL, lk_test_store_result_cb, &result);

  return lk_escrow_replay_finish (escrow, lk_test_wait_for_result (&result), error);
}

static void
take (LkEscrow   *escrow,
      const char *piece)
{
  LkAnswerSink *sink = LK_ANSWER_SINK (escrow);
  g_autoptr (GAsyncResult) result = NULL;
  gsize capacity;
  guint8 *space = lk_answer_sink_get_space (sink, &capacity);

  g_assert_cmpuint (strlen (piece), <=, capacity);
  memcpy (space, piece, strlen (piece));
  lk_answer_sink_take_async (sink, strlen (piece), lk_test_store_result_cb, &result);
  g_assert_true (lk_answer_sink_take_finish (sink, lk_test_wait_for_result (&result), NULL));
}

static void
assert_holds (LkEscrow   *escrow,
              const char *text)
{
  LkAnswerBuffer *buffer = lk_escrow_get_buffer (escrow);
  gsize length;
  const char *data = lk_answer_buffer_get_data (buffer, &length);

  g_assert_cmpmem (data, length, text, strlen (text));
}

/* What arrived in pieces comes back in a later process, and nobody reads it from the file. */
static void
test_replay (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LkEscrow) escrow = create (fixture, &error);
  g_autofree char *contents = NULL;
  gsize size, size_after;
  GStatBuf info;

  g_assert_no_error (error);
  g_assert_cmpint (g_stat (fixture->path, &info), ==, 0);
  g_assert_cmphex (info.st_mode & 0777, ==, 0600);
  size = (gsize) info.st_size;
  g_assert_cmpuint (size, >, LK_ANSWER_BUFFER_MAX);

  arm (fixture, escrow);
  lk_answer_sink_begin (LK_ANSWER_SINK (escrow), 201);
  take (escrow, "{\"clientId\":\"abc\",");
  take (escrow, "\"secret\":\"not-a-real-one");
  g_assert_null (lk_escrow_get_failure (escrow));
  g_clear_pointer (&escrow, lk_escrow_close);

  g_assert_true (g_file_get_contents (fixture->path, &contents, &size_after, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (size_after, ==, size);
  g_assert_null (memmem (contents, size_after, "not-a-real", strlen ("not-a-real")));
  g_assert_null (memmem (contents, size_after, "clientId", strlen ("clientId")));

  escrow = reopen (fixture, &error);
  g_assert_no_error (error);
  g_assert_true (replay (escrow, fixture->key, &error));
  g_assert_cmpuint (lk_answer_buffer_get_status (lk_escrow_get_buffer (escrow)), ==, 201);
  assert_holds (escrow, "{\"clientId\":\"abc\",\"secret\":\"not-a-real-one");
}

/* A power cut in the middle of a record leaves those before it; a flipped bit is no answer. */
static void
test_torn (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LkEscrow) escrow = create (fixture, &error);
  g_autofree char *contents = NULL;
  gsize size, last = 0;

  arm (fixture, escrow);
  lk_answer_sink_begin (LK_ANSWER_SINK (escrow), 200);
  take (escrow, "first ");
  take (escrow, "second");
  g_clear_pointer (&escrow, lk_escrow_close);

  g_assert_true (g_file_get_contents (fixture->path, &contents, &size, NULL));
  for (gsize i = 0; i < size; i++)
    if (contents[i] != '\0')
      last = i;
  contents[last] ^= 1;
  g_assert_true (g_file_set_contents (fixture->path, contents, (gssize) size, NULL));

  escrow = reopen (fixture, &error);
  g_assert_no_error (error);
  g_assert_true (replay (escrow, fixture->key, &error));
  assert_holds (escrow, "first ");
}

/* Another key, or the file of other work, opens nothing. */
static void
test_wrong_key (Fixture       *fixture,
                gconstpointer  user_data)
{
  g_autoptr (SecretValue) other_key = make_key ();
  g_autoptr (SecretValue) no_key = secret_value_new ("no key at all", -1, "text/plain");
  g_autofree char *other_intent = g_uuid_string_random ();
  g_autofree char *other_path = lk_escrow_file_get_path (fixture->folder, other_intent);
  g_autoptr (GError) error = NULL;
  g_autoptr (LkEscrow) escrow = create (fixture, &error);

  arm (fixture, escrow);
  lk_answer_sink_begin (LK_ANSWER_SINK (escrow), 200);
  take (escrow, "something");
  g_clear_pointer (&escrow, lk_escrow_close);

  escrow = reopen (fixture, &error);
  g_assert_true (replay (escrow, other_key, &error));
  assert_holds (escrow, "");
  g_assert_cmpuint (lk_answer_buffer_get_status (lk_escrow_get_buffer (escrow)), ==, 0);
  g_assert_false (replay (escrow, no_key, &error));
  g_assert_error (error, LK_ESCROW_ERROR, LK_ESCROW_ERROR_BAD_KEY);
  g_clear_error (&error);
  g_clear_pointer (&escrow, lk_escrow_close);

  g_assert_cmpint (g_rename (fixture->path, other_path), ==, 0);
  g_free (fixture->intent);
  fixture->intent = g_steal_pointer (&other_intent);
  escrow = reopen (fixture, &error);
  g_assert_no_error (error);
  g_assert_true (replay (escrow, fixture->key, &error));
  assert_holds (escrow, "");
}

/* One owner at a time, in whatever process; a name is used once. */
static void
test_owner (Fixture       *fixture,
            gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (LkEscrow) escrow = NULL;

  g_assert_null (reopen (fixture, &error));
  g_assert_error (error, LK_ESCROW_ERROR, LK_ESCROW_ERROR_NOT_FOUND);
  g_clear_error (&error);

  escrow = create (fixture, &error);
  g_assert_no_error (error);
  g_assert_null (create (fixture, &error));
  g_assert_error (error, LK_ESCROW_ERROR, LK_ESCROW_ERROR_CANNOT_WRITE);
  g_clear_error (&error);
  g_assert_null (reopen (fixture, &error));
  g_assert_error (error, LK_ESCROW_ERROR, LK_ESCROW_ERROR_IN_USE);
  g_clear_error (&error);

  lk_escrow_discard_async (escrow, lk_test_store_result_cb, &result);
  g_assert_true (lk_escrow_discard_finish (escrow, lk_test_wait_for_result (&result), &error));
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  g_assert_null (reopen (fixture, &error));
  g_assert_error (error, LK_ESCROW_ERROR, LK_ESCROW_ERROR_NOT_FOUND);
}

/* Without room nothing is begun, and nothing stays behind. */
static void
test_no_room (Fixture       *fixture,
              gconstpointer  user_data)
{
  struct rlimit before, small;
  g_autoptr (GError) error = NULL;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small = before;
  small.rlim_cur = 64 * 1024;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  g_assert_null (create (fixture, &error));
  g_assert_error (error, LK_ESCROW_ERROR, LK_ESCROW_ERROR_CANNOT_WRITE);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

/* A disk that fails while the answer arrives does not lose what is in memory. */
static void
test_disk_fails (Fixture       *fixture,
                 gconstpointer  user_data)
{
  struct rlimit before, small;
  g_autoptr (GError) error = NULL;
  g_autoptr (LkEscrow) escrow = create (fixture, &error);

  signal (SIGXFSZ, SIG_IGN);
  arm (fixture, escrow);
  lk_answer_sink_begin (LK_ANSWER_SINK (escrow), 200);
  take (escrow, "before ");
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small = before;
  small.rlim_cur = 8;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  take (escrow, "during ");
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  take (escrow, "after");

  assert_holds (escrow, "before during after");
  g_assert_error (lk_escrow_get_failure (escrow), LK_ESCROW_ERROR, LK_ESCROW_ERROR_CANNOT_WRITE);
  g_clear_pointer (&escrow, lk_escrow_close);
  escrow = reopen (fixture, &error);
  g_assert_true (replay (escrow, fixture->key, &error));
  assert_holds (escrow, "before ");
}

#define LK_ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  LK_ADD ("/escrow/replay", test_replay);
  LK_ADD ("/escrow/torn", test_torn);
  LK_ADD ("/escrow/wrong-key", test_wrong_key);
  LK_ADD ("/escrow/owner", test_owner);
  LK_ADD ("/escrow/no-room", test_no_room);
  LK_ADD ("/escrow/disk-fails", test_disk_fails);

  return g_test_run ();
}
