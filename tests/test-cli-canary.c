/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Secrets go through every subcommand that has to do with one, and what others can see of that is searched for them: the
 * words and the environment of every process, what is said on standard error, and all files but the one that was named. */

#define _GNU_SOURCE /* for memmem() */
#include "lk-test-cli.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#define ROLE "R/W Svc Acct"
#define CHILD "canary-child" /* a word of the processes that have secrets in their environment */
#define N_SWEEPS 3
#define N_FILES (6 + 4) /* the formats for one kind and for the other */

/* All that another process can read of those that run meanwhile, to be searched at the end: some secrets are not known before
 * they were made. */
typedef struct
{
  GThread    *thread;
  GHashTable *words;        /* a set of GBytes */
  GHashTable *environments; /* GBytes, with the words that the process had first */
  int         n_sweeps;     /* atomic */
  int         stop;         /* atomic */
} Watcher;

/* What happens in the folder that files are written to. */
typedef struct
{
  GThread *thread;
  char    *path;
  int      fd;
  int      watch;
  guint    n_seen;
  guint    n_open; /* that others might have read */
} Doorman;

typedef struct
{
  LkTestCli  cli;
  Watcher    watcher;
  Doorman    doorman;
  char      *folder;  /* where files are written to */
  GPtrArray *needles; /* what nobody may find */
  GPtrArray *said;    /* on standard error, and on standard output where no secret was asked for */
} Fixture;

static GBytes *
read_process (const char *pid,
              const char *what)
{
  g_autofree char *path = g_build_filename ("/proc", pid, what, NULL);
  char *content = NULL;
  gsize length;

  return g_file_get_contents (path, &content, &length, NULL) ? g_bytes_new_take (content, length) : NULL;
}

/* The environment is read first: what has a new one has its new words by then. */
static void
look_at (Watcher    *self,
         const char *pid)
{
  g_autoptr (GBytes) environment = read_process (pid, "environ");
  g_autoptr (GBytes) words = read_process (pid, "cmdline");

  /* It has gone. */
  if (words == NULL || g_bytes_get_size (words) == 0)
    return;

  g_hash_table_add (self->words, g_bytes_ref (words));
  if (environment != NULL && !g_hash_table_contains (self->environments, environment))
    g_hash_table_insert (self->environments, g_bytes_ref (environment), g_bytes_ref (words));
}

static gpointer
watch (gpointer user_data)
{
  Watcher *self = user_data;
  g_autofree char *own = g_strdup_printf ("%d", (int) getpid ());

  while (!g_atomic_int_get (&self->stop))
    {
      g_autoptr (GDir) processes = g_dir_open ("/proc", 0, NULL);
      const char *name;

      g_assert_nonnull (processes);
      for (name = g_dir_read_name (processes); name != NULL; name = g_dir_read_name (processes))
        if (g_ascii_isdigit (*name) && !g_str_equal (name, own))
          look_at (self, name);
      g_atomic_int_inc (&self->n_sweeps);
      g_main_context_wakeup (NULL);
    }

  return NULL;
}

static void
watcher_start (Watcher *self)
{
  self->words = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
  self->environments = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref,
                                              (GDestroyNotify) g_bytes_unref);
  self->thread = g_thread_new ("watcher", watch, self);
}

static void
watcher_stop (Watcher *self)
{
  g_atomic_int_set (&self->stop, 1);
  g_thread_join (g_steal_pointer (&self->thread));
}

/* A file is looked at as soon as it has a name. */
static gpointer
stand_at_the_door (gpointer user_data)
{
  Doorman *self = user_data;
  union
  {
    struct inotify_event event;
    char                 bytes[16 * 1024];
  } buffer;

  for (;;)
    {
      gssize length = read (self->fd, &buffer, sizeof buffer);

      if (length < 0 && errno == EINTR)
        continue;
      g_assert_cmpint (length, >, 0);
      for (const char *at = buffer.bytes; at < buffer.bytes + length;)
        {
          const struct inotify_event *event = (gconstpointer) at;
          g_autofree char *path = event->len > 0 ? g_build_filename (self->path, event->name, NULL) : NULL;
          struct stat now;

          if ((event->mask & IN_IGNORED) != 0)
            return NULL;
          if (path != NULL && lstat (path, &now) == 0)
            {
              self->n_seen++;
              if (!S_ISREG (now.st_mode) || (now.st_mode & ALLPERMS) != 0600)
                self->n_open++;
            }
          at += sizeof *event + event->len;
        }
    }
}

static void
doorman_start (Doorman    *self,
               const char *path)
{
  self->path = g_strdup (path);
  self->fd = inotify_init1 (IN_CLOEXEC);
  g_assert_cmpint (self->fd, >=, 0);
  self->watch = inotify_add_watch (self->fd, path, IN_CREATE | IN_MOVED_TO | IN_ATTRIB);
  g_assert_cmpint (self->watch, >=, 0);
  self->thread = g_thread_new ("doorman", stand_at_the_door, self);
}

static void
doorman_stop (Doorman *self)
{
  g_assert_no_errno (inotify_rm_watch (self->fd, self->watch));
  g_thread_join (g_steal_pointer (&self->thread));
  close (self->fd);
  g_clear_pointer (&self->path, g_free);
}

/* Itself, and as base64 has it wherever it stands in what is written so. */
static void
add_needle (Fixture    *fixture,
            const char *text)
{
  const gsize length = strlen (text);

  g_assert_cmpuint (length, >=, 16);
  g_ptr_array_add (fixture->needles, g_strdup (text));
  for (gsize i = 0; i < 3; i++)
    g_ptr_array_add (fixture->needles, g_base64_encode ((const guchar *) text + i, (length - i) / 3 * 3));
}

/* What is behind the last separator is the secret of a token; what is before it are names. */
static void
add_token (Fixture    *fixture,
           const char *token,
           char        separator)
{
  const char *secret = strrchr (token, separator);

  g_assert_nonnull (secret);
  add_needle (fixture, secret + 1);
}

static gboolean
has_needle (Fixture    *fixture,
            const char *data,
            gsize       length)
{
  for (guint i = 0; i < fixture->needles->len; i++)
    {
      const char *needle = g_ptr_array_index (fixture->needles, i);

      if (length > 0 && memmem (data, length, needle, strlen (needle)) != NULL)
        return TRUE;
    }

  return FALSE;
}

static void
check_said (Fixture *fixture)
{
  for (guint i = 0; i < fixture->said->len; i++)
    {
      const char *text = g_ptr_array_index (fixture->said, i);

      if (!has_needle (fixture, text, strlen (text)))
        continue;
      g_test_message ("there is a secret in what was said: %.60s", text);
      g_test_fail ();
    }
}

/* All that lies in a folder, but what was asked for. */
static guint
check_files (Fixture    *fixture,
             const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  /* It has gone, as folders of daemons do. */
  if (dir == NULL)
    return 0;

  for (name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *content = NULL;
      struct stat now;
      gsize length;

      if (lstat (path, &now) != 0 || g_str_equal (path, fixture->folder))
        continue;
      if (S_ISDIR (now.st_mode))
        n += check_files (fixture, path);
      if (!S_ISREG (now.st_mode) || !g_file_get_contents (path, &content, &length, NULL))
        continue;
      n++;
      if (has_needle (fixture, content, length))
        {
          g_test_message ("there is a secret in %s", path);
          g_test_fail ();
        }
    }

  return n;
}

static gboolean
is_child (GBytes *words)
{
  gsize length;
  const char *data = g_bytes_get_data (words, &length);

  return length > 3 && memcmp (data, "sh", 3) == 0 && memmem (data, length, CHILD, strlen (CHILD)) != NULL;
}

/* Returns in how many environments a secret was where it belongs. */
static guint
check_processes (Fixture *fixture)
{
  GHashTableIter iter;
  gpointer key;
  gpointer value;
  guint n_own = 0;
  guint n_given = 0;

  g_hash_table_iter_init (&iter, fixture->watcher.words);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (has_needle (fixture, g_bytes_get_data (key, NULL), g_bytes_get_size (key)))
      {
        g_test_message ("there is a secret in the words of %.40s", (const char *) g_bytes_get_data (key, NULL));
        g_test_fail ();
      }

  g_hash_table_iter_init (&iter, fixture->watcher.environments);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      const char *data = g_bytes_get_data (key, NULL);
      gsize length = g_bytes_get_size (key);

      if (length > 0 && memmem (data, length, fixture->cli.folder, strlen (fixture->cli.folder)) != NULL)
        n_own++;
      if (!has_needle (fixture, data, length))
        continue;
      if (is_child (value))
        n_given++;
      else
        {
          g_test_message ("there is a secret in the environment of %.40s", (const char *) g_bytes_get_data (value, NULL));
          g_test_fail ();
        }
    }
  g_test_message ("%d sweeps, %u words, %u environments, %u of them ours", g_atomic_int_get (&fixture->watcher.n_sweeps),
                  g_hash_table_size (fixture->watcher.words), g_hash_table_size (fixture->watcher.environments), n_own);
  g_assert_cmpuint (n_own, >, 0);

  return n_given;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  lk_test_cli_set_up (&fixture->cli, user_data);
  g_clear_pointer (&fixture->cli.demo, lk_test_demo_free);
  fixture->cli.demo = lk_test_demo_new_with_seed (g_test_rand_int_range (0, G_MAXINT32), 12, 4);
  fixture->cli.debug = TRUE;
  fixture->folder = lk_test_make_folder ();
  fixture->needles = g_ptr_array_new_with_free_func (g_free);
  fixture->said = g_ptr_array_new_with_free_func (g_free);
  watcher_start (&fixture->watcher);
  doorman_start (&fixture->doorman, fixture->folder);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_hash_table_unref (fixture->watcher.words);
  g_hash_table_unref (fixture->watcher.environments);
  g_ptr_array_unref (fixture->needles);
  g_ptr_array_unref (fixture->said);
  lk_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  lk_test_cli_tear_down (&fixture->cli, user_data);
}

/* Runs a call, a text of words; ROLE is a role, and DIR the folder that files are written to. */
static int
call (Fixture    *fixture,
      gboolean    prints_secret,
      const char *input,
      const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);
  int exit_code;

  g_ptr_array_add (argv, g_strdup (g_getenv ("LK_LATCHKEY")));
  for (guint i = 0; words[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (words[i], "DIR", -1);

      g_ptr_array_add (argv, g_str_equal (words[i], "ROLE") ? g_strdup (ROLE) : g_strjoinv (fixture->folder, parts));
    }
  g_ptr_array_add (argv, NULL);

  exit_code = lk_test_cli_run_argv (&fixture->cli, input, argv);
  g_ptr_array_add (fixture->said, g_strconcat (text, ": ", fixture->cli.errors, NULL));
  if (!prints_secret)
    g_ptr_array_add (fixture->said, g_strconcat (text, ": ", fixture->cli.output, NULL));

  return exit_code;
}

#define quiet(fixture, wanted, text) g_assert_cmpint (call (fixture, FALSE, NULL, text), ==, wanted)
#define loud(fixture, text) g_assert_cmpint (call (fixture, TRUE, NULL, text), ==, 0)

static char *
look_up (const char *name,
         const char *field)
{
  return lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", name, "field", field, NULL);
}

/* The command has the secrets in its environment for as long as others look, and nothing else has. */
static void
run_child (Fixture *fixture)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  int n;

  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", fixture->cli.folder, TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("LK_LATCHKEY"), "exec", "canary-app", "canary-pulsar", "--",
                                         "sh", "-c", "echo \"${#ASTRA_DB_APPLICATION_TOKEN}\"; read -r line", CHILD, NULL);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (line, ==, "97");

  n = g_atomic_int_get (&fixture->watcher.n_sweeps);
  lk_test_wait_until (g_atomic_int_get (&fixture->watcher.n_sweeps) >= n + N_SWEEPS);
  g_output_stream_close (g_subprocess_get_stdin_pipe (process), NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait (process, NULL, &error));
}

/* Every way out of the keyring. */
static void
hand_out (Fixture *fixture)
{
  static const char *const forms[] = { "sh", "fish", "dotenv", "json" };
  static const char *const formats[] = { "portal-json", "csv", "dotenv", "sh", "fish", "astrarc", "client-conf" };
  guint n = 0;

  loud (fixture, "get canary-app");
  g_assert_cmpuint (strlen (fixture->cli.output), ==, 97); /* and nothing else */
  loud (fixture, "get canary-app --field client-secret");
  loud (fixture, "get canary-pulsar");
  g_assert_true (g_str_has_prefix (fixture->cli.output, "eyJ"));
  quiet (fixture, 0, "get canary-app --field client-id");
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autofree char *one = g_strconcat ("env canary-app --format ", forms[i], NULL);
      g_autofree char *both = g_strconcat ("env canary-app canary-pulsar --format ", forms[i], NULL);

      loud (fixture, one);
      loud (fixture, both);
    }

  for (guint i = 0; i < 2 * G_N_ELEMENTS (formats); i++)
    {
      const char *name = i % 2 == 0 ? "canary-app" : "canary-pulsar";
      const char *format = formats[i / 2];
      g_autofree char *to_file = g_strdup_printf ("export %s --format %s --output DIR/%s.%s", name, format, name, format);
      g_autofree char *to_output = g_strdup_printf ("export %s --format %s -", name, format);
      int exit_code = call (fixture, FALSE, NULL, to_file);

      g_assert_cmpint (call (fixture, exit_code == 0, NULL, to_output), ==, exit_code);
      if (exit_code == 0)
        n++;
    }
  g_assert_cmpuint (n, ==, N_FILES);
  quiet (fixture, 0, "exec canary-app -- sh -c : " CHILD);
  quiet (fixture, 0, "exec canary-pulsar -- sh -c : " CHILD);
  run_child (fixture);
}

static void
learn_turns (Fixture *fixture)
{
  g_autofree char *token = look_up ("canary-turns", "token");
  g_autofree char *secret = look_up ("canary-turns", "client-secret");
  g_autofree char *jwt = look_up ("canary-turns-too", "token");

  add_token (fixture, token, ':');
  add_needle (fixture, secret);
  add_token (fixture, jwt, '.');
}

/* One token takes the place of another, and both are secret as long as they are there. */
static void
rotate (Fixture *fixture)
{
  quiet (fixture, 0, "create app --account first --role ROLE --description canary --expires 30d --name canary-turns");
  quiet (fixture, 0, "create pulsar --account first --tenant audit --expires 30d --name canary-turns-too");
  learn_turns (fixture);
  quiet (fixture, 0, "rotate canary-turns");
  quiet (fixture, 0, "rotate canary-turns-too");
  learn_turns (fixture);
  quiet (fixture, 0, "rotate canary-turns --finish");
  quiet (fixture, 0, "rotate canary-turns-too --cancel");
  quiet (fixture, 0, "doctor");
}

static void
test_everything (Fixture       *fixture,
                 gconstpointer  user_data)
{
  LkTestDemo *demo = fixture->cli.demo;
  g_autofree char *add = g_strconcat ("account add --name first --api-url ", demo->url, " -", NULL);
  g_autofree char *add_second = g_strconcat ("account add --name second --api-url ", demo->url, " -", NULL);
  g_autofree char *token = NULL;
  g_autofree char *gone = NULL;
  g_autofree char *secret = NULL;
  g_autofree char *jwt = NULL;

  g_assert_cmpint (call (fixture, FALSE, secret_value_get_text (demo->token), add), ==, 0);
  g_assert_cmpint (call (fixture, FALSE, secret_value_get_text (demo->second_token), add_second), ==, 0);
  quiet (fixture, 0, "create app --account first --role ROLE --description canary --expires 30d --name canary-app");
  quiet (fixture, 0, "create pulsar --account first --tenant audit --expires 30d --name canary-pulsar --json");
  quiet (fixture, 0, "create app --account first --role ROLE --description canary --expires 30d --name canary-gone");
  gone = look_up ("canary-gone", "token");
  add_token (fixture, gone, ':');
  token = look_up ("canary-app", "token");
  secret = look_up ("canary-app", "client-secret");
  jwt = look_up ("canary-pulsar", "token");
  add_token (fixture, secret_value_get_text (demo->token), ':');
  add_token (fixture, secret_value_get_text (demo->second_token), ':');
  add_token (fixture, token, ':');
  add_token (fixture, jwt, '.');
  add_needle (fixture, secret);

  quiet (fixture, 0, "account list --json");
  quiet (fixture, 0, "list");
  quiet (fixture, 0, "list --json");
  quiet (fixture, 0, "list --offline");
  quiet (fixture, 0, "list --names");
  quiet (fixture, 0, "delete canary-gone --yes");
  rotate (fixture);
  quiet (fixture, 0, "roles");
  quiet (fixture, 0, "tenants --json");
  g_assert_cmpint (call (fixture, FALSE, NULL, "check --within 60d"), ==, 10);
  hand_out (fixture);

  quiet (fixture, 0, "name canary-app canary-named");
  quiet (fixture, 0, "account rename first canaries");
  quiet (fixture, 0, "forget canary-named --yes");
  quiet (fixture, 0, "import DIR/canary-app.portal-json --yes");
  quiet (fixture, 0, "forget canary-pulsar --yes");
  quiet (fixture, 0, "import DIR/canary-pulsar.client-conf --yes");
  g_assert_cmpint (call (fixture, FALSE, jwt, "import - --yes"), ==, 0);
  lk_test_demo_fault (demo, "create:cut=60");
  quiet (fixture, 7, "create app --account canaries --role ROLE --description canary --expires 30d");
  lk_test_demo_fault (demo, "");
  quiet (fixture, 0, "pending --json");
  quiet (fixture, 7, "resume --all");
  watcher_stop (&fixture->watcher);
  doorman_stop (&fixture->doorman);

  check_said (fixture);
  g_assert_cmpuint (check_processes (fixture), >=, 1);
  g_assert_cmpuint (check_files (fixture, fixture->cli.folder), >=, 1);
  if (g_getenv ("LK_TEST_SESSION") != NULL)
    check_files (fixture, g_getenv ("LK_TEST_SESSION"));
  g_assert_cmpuint (fixture->doorman.n_seen, >=, N_FILES);
  g_assert_cmpuint (fixture->doorman.n_open, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/cli-canary/everything", Fixture, NULL, set_up, test_everything, tear_down);

  return g_test_run ();
}
