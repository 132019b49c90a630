/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-fault-daemon.h"

#include "lk-fault-bus-daemon.h"
#include "lk-fault-calls.h"
#include "lk-test-keyring.h"
#include "lk-test.h"

#include <glib/gstdio.h>
#include <sys/syscall.h>

#define SERVICE "org.freedesktop.secrets"
#define SECRETS_PATH "/org/freedesktop/secrets"

struct _LkFaultDaemon
{
  LkFaultBusDaemon *bus;
  char             *folder;
  char             *command; /* by which the bus starts another one */
  GStrv             argv;
  GStrv             environment;
  GThread          *thread; /* that traces the daemon, until it ends */

  GMutex            mutex;  /* of what follows */
  GCond             cond;
  gboolean          armed;
  guint             at;
  LkFaultDaemonEnd  end;
  guint             n;      /* calls since it was armed */
  const char       *call;   /* before which it was killed or stopped; NULL: it was not yet */
  gboolean          held;
  gboolean          over;
};

/* In the thread that traces */

/* What is closed shows on no disk, and whoever is at the other end of a socket sees a death all the same. */
static gboolean
is_seen (LkFaultTracer *tracer)
{
  return lk_fault_tracer_get_call (tracer)->number != SYS_close && lk_fault_call_is_seen (tracer);
}

/* TRUE: it shall be killed. */
static gboolean
take_call (LkFaultDaemon *self,
           LkFaultTracer *tracer)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  if (!self->armed || ++self->n != self->at)
    return FALSE;

  self->armed = FALSE;
  self->call = lk_fault_call_get_name (tracer);
  if (self->end != LK_FAULT_DAEMON_STOPPED)
    return TRUE;

  lk_fault_tracer_hold (tracer);
  self->held = TRUE;
  g_main_context_wakeup (NULL);
  while (self->held)
    g_cond_wait (&self->cond, &self->mutex);

  return FALSE;
}

static void
tell_over (LkFaultDaemon *self)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  self->over = TRUE;
  g_main_context_wakeup (NULL);
}

static gpointer
trace (gpointer user_data)
{
  LkFaultDaemon *self = user_data;
  guint64 calls[LK_FAULT_MAX_CALLS];
  guint n_calls = lk_fault_calls_list (calls);
  g_autoptr (LkFaultTracer) tracer =
    lk_fault_tracer_new_service ((const char *const *) self->argv, (const char *const *) self->environment,
                                 g_getenv ("LK_TEST_KEYRING_PASSWORD"), calls, n_calls);
  gboolean done;

  while (lk_fault_tracer_next (tracer, &done))
    if (!done && is_seen (tracer) && take_call (self, tracer))
      lk_fault_tracer_kill (tracer);
  tell_over (self);

  return NULL;
}

/* In the test's */

static void
start (LkFaultDaemon *self)
{
  self->over = FALSE;
  self->thread = g_thread_new ("fault-daemon", trace, self);
  lk_test_keyring_wait (TRUE);
}

static gboolean
is_held (LkFaultDaemon *self)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  return self->held;
}

static gboolean
is_over (LkFaultDaemon *self)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  return self->over;
}

static void
let_go_on (LkFaultDaemon *self)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  self->held = FALSE;
  g_cond_signal (&self->cond);
}

static void
wait_for_end (LkFaultDaemon *self)
{
  lk_test_wait_until (is_over (self));
  g_thread_join (g_steal_pointer (&self->thread));
}

/* What it is asked last is answered last. */
static void
settle (LkFaultDaemon *self)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GAsyncResult) result = NULL;

  g_dbus_connection_call (bus, SERVICE, SECRETS_PATH, "org.freedesktop.DBus.Peer", "Ping", NULL, NULL, G_DBUS_CALL_FLAGS_NONE,
                          G_MAXINT, NULL, lk_test_store_result_cb, &result);
  lk_test_wait_until (result != NULL || is_held (self));
  if (result == NULL)
    let_go_on (self);
  lk_test_wait_for_result (&result);
}

static void
arm (LkFaultDaemon    *self,
     guint             at,
     LkFaultDaemonEnd  end)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  self->armed = TRUE;
  self->at = at;
  self->end = end;
  self->n = 0;
  self->call = NULL;
}

static void
disarm (LkFaultDaemon *self)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  self->armed = FALSE;
}

void
lk_fault_daemon_arm (LkFaultDaemon    *self,
                     guint             at,
                     LkFaultDaemonEnd  end)
{
  if (end == LK_FAULT_DAEMON_REPLACED)
    lk_fault_bus_daemon_offer (self->bus, SERVICE, self->command);
  settle (self);
  arm (self, at, end);
}

guint
lk_fault_daemon_disarm (LkFaultDaemon *self)
{
  gboolean ended;

  settle (self);
  disarm (self);
  ended = self->call != NULL && self->end != LK_FAULT_DAEMON_STOPPED;
  if (ended)
    wait_for_end (self);
  if (self->end == LK_FAULT_DAEMON_REPLACED)
    {
      settle (self); /* the other one is there */
      lk_fault_bus_daemon_offer (self->bus, SERVICE, NULL);
    }
  if (ended)
    {
      lk_test_keyring_end ();
      start (self);
    }

  return self->n;
}

const char *
lk_fault_daemon_get_call (LkFaultDaemon *self)
{
  return self->call;
}

/* Not traced. */
static char *
make_command (LkFaultDaemon *self)
{
  g_autofree char *file = g_build_filename (self->folder, "input", NULL);
  g_autofree char *words = g_strjoinv (" ", self->argv);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (file, g_getenv ("LK_TEST_KEYRING_PASSWORD"), -1, &error);
  g_assert_no_error (error);

  return g_strdup_printf ("/usr/bin/env -u G_DEBUG XDG_DATA_HOME=%s XDG_RUNTIME_DIR=%s /bin/sh -c \"exec %s < %s\"",
                          g_environ_getenv (self->environment, "XDG_DATA_HOME"),
                          g_environ_getenv (self->environment, "XDG_RUNTIME_DIR"), words, file);
}

static void
set_folder (LkFaultDaemon *self,
            const char    *variable,
            const char    *name)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  self->environment = g_environ_setenv (self->environment, variable, path, TRUE);
}

LkFaultDaemon *
lk_fault_daemon_new (void)
{
  LkFaultDaemon *self = g_new0 (LkFaultDaemon, 1);
  g_autoptr (GStrvBuilder) argv = g_strv_builder_new ();
  g_autofree char *program = g_find_program_in_path ("gnome-keyring-daemon");

  g_assert_nonnull (program);
  g_strv_builder_add_many (argv, program, "--foreground", "--components=secrets", "--unlock", NULL);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->bus = lk_fault_bus_daemon_new ();
  self->folder = lk_test_make_folder ();
  self->argv = g_strv_builder_end (argv);
  self->environment = g_environ_unsetenv (g_get_environ (), "G_DEBUG");
  set_folder (self, "XDG_DATA_HOME", "data");
  set_folder (self, "XDG_RUNTIME_DIR", "run");
  self->command = make_command (self);
  start (self);

  return self;
}

void
lk_fault_daemon_free (LkFaultDaemon *self)
{
  arm (self, 1, LK_FAULT_DAEMON_KILLED);
  settle (self);
  wait_for_end (self);
  lk_test_keyring_wait (FALSE);
  lk_fault_bus_daemon_free (self->bus);
  lk_test_remove_folder (self->folder);
  g_free (self->folder);
  g_free (self->command);
  g_strfreev (self->argv);
  g_strfreev (self->environment);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}
