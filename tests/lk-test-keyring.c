/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-test-keyring.h"

#include "lk-test.h"

#include <dlfcn.h>
#include <signal.h>
#include <string.h>

#define SERVICE "org.freedesktop.secrets"
#define DEFAULT "/org/freedesktop/secrets/aliases/default"

static GDBusConnection *
get_bus (void)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);

  g_assert_no_error (error);

  return bus;
}

pid_t
lk_test_keyring_get_pid (void)
{
  g_autoptr (GDBusConnection) bus = get_bus ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer =
    g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                 "GetConnectionUnixProcessID", g_variant_new ("(s)", SERVICE), G_VARIANT_TYPE ("(u)"),
                                 G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  guint32 pid;

  g_assert_no_error (error);
  g_variant_get (answer, "(u)", &pid);

  return (pid_t) pid;
}

gboolean
lk_test_keyring_is_there (void)
{
  g_autoptr (GDBusConnection) bus = get_bus ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer =
    g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                 "NameHasOwner", g_variant_new ("(s)", SERVICE), G_VARIANT_TYPE ("(b)"),
                                 G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  gboolean owned;

  g_assert_no_error (error);
  g_variant_get (answer, "(b)", &owned);

  return owned;
}

static gboolean
poll_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

void
lk_test_keyring_wait (gboolean there)
{
  guint id = g_timeout_add (10, poll_cb, NULL);

  lk_test_wait_until (lk_test_keyring_is_there () == there);
  g_source_remove (id);
}

static GVariant *
call_service (const char *path,
              const char *interface,
              const char *method,
              GVariant   *arguments)
{
  g_autoptr (GDBusConnection) bus = get_bus ();
  g_autoptr (GError) error = NULL;
  GVariant *answer = g_dbus_connection_call_sync (bus, SERVICE, path, interface, method, arguments, NULL,
                                                  G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);

  g_assert_no_error (error);

  return answer;
}

/* FALSE also when there is no default collection. */
static gboolean
is_default (gboolean locked)
{
  g_autoptr (GDBusConnection) bus = get_bus ();
  g_autoptr (GVariant) answer =
    g_dbus_connection_call_sync (bus, SERVICE, DEFAULT, "org.freedesktop.DBus.Properties", "Get",
                                 g_variant_new ("(ss)", "org.freedesktop.Secret.Collection", "Locked"),
                                 G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
  g_autoptr (GVariant) value = NULL;

  if (answer == NULL)
    return FALSE;

  g_variant_get (answer, "(v)", &value);

  return g_variant_get_boolean (value) == locked;
}

void
lk_test_keyring_wait_locked (gboolean locked)
{
  guint id = g_timeout_add (10, poll_cb, NULL);

  lk_test_wait_until (is_default (locked));
  g_source_remove (id);
}

static gboolean
is_keepassxc (void)
{
  return g_str_equal (g_getenv ("LK_TEST_KEYRING_DAEMON"), "keepassxc");
}

void
lk_test_keyring_end (void)
{
  guint id = g_timeout_add (10, poll_cb, NULL);

  /* A prompt that is dismissed may have ended it already (gnome-keyring 42.1 aborts then). KeePassXC saves as it ends. The
   * next KeePassXC leaves everything to one that is still ending, though its name is gone from the bus, and ends itself. */
  if (lk_test_keyring_is_there ())
    {
      pid_t pid = lk_test_keyring_get_pid ();

      g_assert_cmpint (kill (pid, is_keepassxc () ? SIGTERM : SIGKILL), ==, 0);
      lk_test_wait_until (kill (pid, 0) != 0);
    }
  g_source_remove (id);
  lk_test_keyring_wait (FALSE);
}

/* As tests/session does. */
static GSubprocess *
start_keepassxc (GSubprocessLauncher  *launcher,
                 gboolean              unlocked,
                 GError              **error)
{
  const char *session = g_getenv ("LK_TEST_SESSION");
  g_autofree char *temporary = g_build_filename (session, "tmp", NULL);
  g_autofree char *config = g_build_filename (session, "keepassxc", "keepassxc.ini", NULL);
  g_autofree char *local = g_build_filename (session, "keepassxc", "local.ini", NULL);
  g_autofree char *database = g_build_filename (session, "keepassxc", "test.kdbx", NULL);

  g_subprocess_launcher_setenv (launcher, "TMPDIR", temporary, TRUE);
  g_subprocess_launcher_setenv (launcher, "QT_QPA_PLATFORM", "offscreen", TRUE);

  return g_subprocess_launcher_spawn (launcher, error, "keepassxc", "--config", config, "--localconfig", local, database,
                                      unlocked ? "--pw-stdin" : NULL, NULL);
}

/* The daemon ends with its bus. */
void
lk_test_keyring_start (gboolean    unlocked,
                       const char *prompter)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE
                               | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GSubprocess) process = NULL;
  const char *password = g_getenv ("LK_TEST_KEYRING_PASSWORD");
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_unsetenv (launcher, "G_DEBUG");
  /* The daemon's files are at home, wherever the test put its own. */
  g_subprocess_launcher_unsetenv (launcher, "XDG_DATA_HOME");
  if (prompter != NULL)
    g_subprocess_launcher_setenv (launcher, "GNOME_KEYRING_TEST_PROMPTER", prompter, TRUE);
  process = is_keepassxc () ? start_keepassxc (launcher, unlocked, &error)
                            : g_subprocess_launcher_spawn (launcher, &error, "gnome-keyring-daemon", "--foreground",
                                                           "--components=secrets", unlocked ? "--unlock" : NULL, NULL);
  g_assert_no_error (error);
  if (unlocked)
    g_output_stream_write_all (g_subprocess_get_stdin_pipe (process), password, strlen (password), NULL, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_close (g_subprocess_get_stdin_pipe (process), NULL, &error);
  g_assert_no_error (error);
  lk_test_keyring_wait (TRUE);
  /* KeePassXC has its name on the bus before it has opened anything. */
  if (is_keepassxc ())
    lk_test_keyring_wait_locked (!unlocked);
}

void
lk_test_keyring_lock (void)
{
  static const char *const paths[] = { DEFAULT, NULL };
  g_autoptr (GVariant) answer = call_service ("/org/freedesktop/secrets", "org.freedesktop.Secret.Service", "Lock",
                                              g_variant_new ("(^ao)", paths));
  const char *prompt;

  /* One that asks nothing. */
  g_variant_get (answer, "(@ao&o)", NULL, &prompt);
  if (!g_str_equal (prompt, "/"))
    {
      g_autoptr (GVariant) opened G_GNUC_UNUSED =
        call_service (prompt, "org.freedesktop.Secret.Prompt", "Prompt", g_variant_new ("(s)", ""));
    }
  lk_test_keyring_wait_locked (TRUE);
}

/* A function of the library that shows the real prompts; it comes with the daemon. */
static void *
find_symbol (const char *name)
{
  void *library = dlopen ("libgcr-base-3.so.1", RTLD_NOW);

  return library != NULL ? dlsym (library, name) : NULL;
}

char *
lk_test_prompter_start (void)
{
  const char *(*start) (void);

  *(void **) &start = find_symbol ("gcr_mock_prompter_start");

  return start != NULL ? g_strdup (start ()) : NULL;
}

void
lk_test_prompter_expect_cancel (void)
{
  void (*expect) (void);

  *(void **) &expect = find_symbol ("gcr_mock_prompter_expect_password_cancel");
  expect ();
}

void
lk_test_prompter_expect (const char *password)
{
  void (*expect) (const char *, const char *, ...);

  *(void **) &expect = find_symbol ("gcr_mock_prompter_expect_password_ok");
  expect (password, NULL);
}

void
lk_test_prompter_set_delay (guint delay_ms)
{
  void (*set_delay) (guint);

  *(void **) &set_delay = find_symbol ("gcr_mock_prompter_set_delay_msec");
  set_delay (delay_ms);
}
