/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-test.h"

#include <fcntl.h>
#include <json-glib/json-glib.h>
#include <libsoup/soup.h>
#include <string.h>

#define SEED 7 /* of what the demo makes up */

static gboolean
late_cb (gpointer user_data)
{
  gboolean *late = user_data;

  *late = TRUE;

  return G_SOURCE_CONTINUE;
}

guint
lk_test_arm_timeout (gboolean *late)
{
  return g_timeout_add_seconds (LK_TEST_TIMEOUT_S, late_cb, late);
}

static GLogWriterOutput
write_log (GLogLevelFlags   level,
           const GLogField *fields,
           gsize            n_fields,
           gpointer         user_data)
{
  static const char *const known[] = {
    "gdk_frame_timings_submitted() called on submitted frame",
    "Trying to measure AdwMessageDialog",
  };

  for (gsize i = 0; i < n_fields; i++)
    for (gsize j = 0; j < G_N_ELEMENTS (known) && g_str_equal (fields[i].key, "MESSAGE"); j++)
      if (strstr (fields[i].value, known[j]) != NULL)
        return G_LOG_WRITER_HANDLED;

  return g_log_writer_default (level, fields, n_fields, user_data);
}

void
lk_test_let_pass_known_warnings (void)
{
  g_log_set_writer_func (write_log, NULL, NULL);
}

void
lk_test_store_result_cb (GObject      *source,
                         GAsyncResult *result,
                         gpointer      user_data)
{
  GAsyncResult **slot = user_data;

  g_assert_null (*slot);
  *slot = g_object_ref (result);
}

/* Three clocks of the main thread: the one on the wall, how long it was at work, and how long it could have been and the
 * processors were busy with others. */
typedef struct
{
  gint64 wall_us;
  gint64 used_us;
  gint64 aside_us;
} Clocks;

static struct
{
  Clocks     polled;
  Clocks     taken; /* when the longest turn was asked for last */
  LkTestTurn longest;
} turns;

/* proc(5), /proc/PID/schedstat: nanoseconds at work, nanoseconds in the queue. Where a kernel does not have it, being let
 * wait by others counts as waiting. */
static gint64
get_aside_us (void)
{
  static int fd = -1;
  char text[64];
  gssize length;
  char *second;

  if (fd < 0)
    fd = open ("/proc/self/schedstat", O_RDONLY | O_CLOEXEC);
  length = pread (fd, text, sizeof text - 1, 0);
  if (length <= 0)
    return 0;
  text[length] = '\0';
  g_ascii_strtoull (text, &second, 10);

  return (gint64) g_ascii_strtoull (second, NULL, 10) / 1000;
}

static Clocks
read_clocks (void)
{
  struct timespec used;

  g_assert_cmpint (clock_gettime (CLOCK_THREAD_CPUTIME_ID, &used), ==, 0);

  return (Clocks) { g_get_monotonic_time (), used.tv_sec * G_USEC_PER_SEC + used.tv_nsec / 1000, get_aside_us () };
}

static Clocks
get_since (Clocks then)
{
  Clocks now = read_clocks ();

  return (Clocks) { now.wall_us - then.wall_us, now.used_us - then.used_us, now.aside_us - then.aside_us };
}

static int
poll_timed (GPollFD *fds,
            guint    n_fds,
            int      timeout_ms)
{
  Clocks begun = read_clocks ();
  int n_ready = g_poll (fds, n_fds, timeout_ms);

  turns.polled = get_since (begun);

  return n_ready;
}

void
lk_test_iterate (void)
{
  Clocks begun = read_clocks ();
  Clocks took;
  gint64 used_us, waited_us;

  if (g_main_context_get_poll_func (NULL) == g_poll)
    g_main_context_set_poll_func (NULL, poll_timed);
  turns.polled = (Clocks) { 0, 0, 0 };
  g_main_context_iteration (NULL, TRUE);
  took = get_since (begun);
  used_us = took.used_us - turns.polled.used_us;
  waited_us = took.wall_us - turns.polled.wall_us - used_us - (took.aside_us - turns.polled.aside_us);
  turns.longest.waited_us = MAX (turns.longest.waited_us, waited_us);
  turns.longest.took_us = MAX (turns.longest.took_us, used_us + waited_us);
}

LkTestTurn
lk_test_take_longest_turn (void)
{
  LkTestTurn longest = turns.longest;
  Clocks since = get_since (turns.taken);
  double slowness = (double) (since.used_us + since.aside_us) / (double) MAX (since.used_us, 1);

  longest.limit_us = (gint64) (LK_TEST_LONGEST_MS * 1000 * MAX (slowness, 1));
  turns.longest = (LkTestTurn) { 0, 0, 0 };
  turns.taken = read_clocks ();

  return longest;
}

GAsyncResult *
lk_test_wait_for_result (GAsyncResult **result)
{
  lk_test_wait_until (*result != NULL);

  return *result;
}

char *
lk_test_make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *path = g_dir_make_tmp ("lk-test-XXXXXX", &error);

  g_assert_no_error (error);

  return path;
}

void
lk_test_remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  for (name = dir != NULL ? g_dir_read_name (dir) : NULL; name != NULL; name = g_dir_read_name (dir))
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        lk_test_remove_folder (child);
      else
        g_assert_cmpint (unlink (child), ==, 0);
    }
  rmdir (path);
}

/* What a program prints, without a test of its exit status: a look-up that finds nothing fails and prints nothing. */
char *
lk_test_run (const char *first,
             ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  char *output = NULL;
  va_list args;

  g_ptr_array_add (argv, (gpointer) first);
  va_start (args, first);
  for (const char *arg = va_arg (args, const char *); arg != NULL; arg = va_arg (args, const char *))
    g_ptr_array_add (argv, (gpointer) arg);
  va_end (args);
  g_ptr_array_add (argv, NULL);

  process = g_subprocess_newv ((const char *const *) argv->pdata, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);

  return output;
}

LkTestDemo *
lk_test_demo_new (int n_tokens)
{
  return lk_test_demo_new_with_tenants (n_tokens, 4);
}

LkTestDemo *
lk_test_demo_new_with_tenants (int n_tokens,
                               int n_tenants)
{
  return lk_test_demo_new_with_seed (SEED, n_tokens, n_tenants);
}

/* Secrets that no other test has, where they are searched for in what others can see. */
LkTestDemo *
lk_test_demo_new_with_seed (int seed,
                            int n_tokens,
                            int n_tenants)
{
  LkTestDemo *self = g_new0 (LkTestDemo, 1);
  g_autofree char *seed_text = g_strdup_printf ("%d", seed);
  g_autofree char *tokens = g_strdup_printf ("%d", n_tokens);
  g_autofree char *tenants = g_strdup_printf ("%d", n_tenants);
  g_autoptr (GDataInputStream) lines = NULL;
  g_autoptr (GError) error = NULL;
  gboolean ready = FALSE;

  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDIN_PIPE, &error,
                                    g_getenv ("LK_DEMO_SERVICE"), "--port", "0", "--seed", seed_text,
                                    "--tokens", tokens, "--tenants", tenants, "--until-stdin-closes", NULL);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  while (!ready)
    {
      g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, &error);

      g_assert_no_error (error);
      g_assert_nonnull (line);
      if (g_str_has_prefix (line, "url "))
        self->url = g_strdup (line + strlen ("url "));
      else if (g_str_has_prefix (line, "token ") && self->token == NULL)
        self->token = secret_value_new (line + strlen ("token "), -1, "text/plain");
      else if (g_str_has_prefix (line, "token "))
        self->second_token = secret_value_new (line + strlen ("token "), -1, "text/plain");
      ready = g_str_equal (line, "ready");
    }

  return self;
}

void
lk_test_demo_free (LkTestDemo *self)
{
  g_output_stream_close (g_subprocess_get_stdin_pipe (self->process), NULL, NULL);
  g_subprocess_wait (self->process, NULL, NULL);
  g_clear_object (&self->process);
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->token, secret_value_unref);
  g_clear_pointer (&self->second_token, secret_value_unref);
  g_free (self);
}

static GBytes *
ask (LkTestDemo *self,
     const char *method,
     const char *path,
     const char *body)
{
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autofree char *uri = g_strconcat (self->url, path, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (method, uri);
  g_autoptr (GError) error = NULL;
  GBytes *answer;

  soup_session_set_proxy_resolver (session, NULL);
  if (body != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

      soup_message_set_request_body_from_bytes (message, "text/plain", bytes);
    }
  answer = soup_session_send_and_read (session, message, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (soup_message_get_status (message), <, 300);

  return answer;
}

gint64
lk_test_demo_count (LkTestDemo *self,
                    const char *what)
{
  g_autoptr (GBytes) answer = ask (self, "GET", "/demo/stats", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  gsize length;
  const char *data = g_bytes_get_data (answer, &length);

  g_assert_true (json_parser_load_from_data (parser, data, (gssize) length, NULL));

  return json_object_get_int_member (json_node_get_object (json_parser_get_root (parser)), what);
}

void
lk_test_demo_fault (LkTestDemo *self,
                    const char *spec)
{
  GBytes *answer = ask (self, "POST", "/demo/fault", spec);

  g_bytes_unref (answer);
}
