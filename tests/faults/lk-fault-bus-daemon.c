/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-fault-bus-daemon.h"

#include "lk-test.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

#define ADDRESS "DBUS_SESSION_BUS_ADDRESS"

struct _LkFaultBusDaemon
{
  GSubprocess *process;
  char        *folder;
  char        *address;
  char        *former;
};

/* Maybe in GDBus's own thread. */
static void
gone_cb (gpointer  user_data,
         GObject  *where_it_was)
{
  int *gone = user_data;

  g_atomic_int_set (gone, 1);
  g_main_context_wakeup (NULL);
}

/* GLib has one connection to the session bus for all of a program, and makes another one only once nobody holds that. */
static void
forget_bus (void)
{
  GDBusConnection *bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  int gone = 0; /* atomic */

  g_assert_nonnull (bus);
  g_dbus_connection_set_exit_on_close (bus, FALSE);
  g_object_weak_ref (G_OBJECT (bus), gone_cb, &gone);
  g_object_unref (bus);
  lk_test_wait_until (g_atomic_int_get (&gone));
}

/* It does not outlive the test, whatever comes of that. */
static void
setup_cb (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

GDBusConnection *
lk_fault_bus_daemon_connect (const char *address)
{
  const GDBusConnectionFlags flags = G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
                                     | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION;
  g_autoptr (GError) error = NULL;
  GDBusConnection *connection = g_dbus_connection_new_for_address_sync (address, flags, NULL, NULL, &error);

  g_assert_no_error (error);

  return connection;
}

const char *
lk_fault_bus_daemon_get_address (LkFaultBusDaemon *self)
{
  return self->address;
}

const char *
lk_fault_bus_daemon_get_former (LkFaultBusDaemon *self)
{
  return self->former;
}

void
lk_fault_bus_daemon_offer (LkFaultBusDaemon *self,
                           const char       *name,
                           const char       *command)
{
  g_autofree char *file = g_strconcat (name, ".service", NULL);
  g_autofree char *path = g_build_filename (self->folder, file, NULL);
  g_autofree char *text = g_strdup_printf ("[D-BUS Service]\nName=%s\nExec=%s\n", name, command);
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) error = NULL;

  if (command == NULL)
    g_assert_cmpint (g_unlink (path), ==, 0);
  else
    g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);

  bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  answer = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                        "ReloadConfig", NULL, NULL, G_DBUS_CALL_FLAGS_NONE, LK_TEST_TIMEOUT_S * 1000, NULL,
                                        &error);
  g_assert_no_error (error);
}

LkFaultBusDaemon *
lk_fault_bus_daemon_new (void)
{
  LkFaultBusDaemon *self = g_new0 (LkFaultBusDaemon, 1);
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *path = NULL;
  g_autofree char *option = NULL;
  g_autofree char *config = NULL;
  g_autoptr (GError) error = NULL;

  forget_bus ();
  self->former = g_strdup (g_getenv (ADDRESS));
  self->folder = lk_test_make_folder ();
  path = g_build_filename (self->folder, "bus.conf", NULL);
  option = g_strconcat ("--config-file=", path, NULL);
  config = g_strdup_printf ("<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\"\n"
                            " \"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">\n"
                            "<busconfig><type>session</type><keep_umask/><listen>unix:path=%s/bus</listen><auth>EXTERNAL</auth>\n"
                            "<servicedir>%s</servicedir>\n"
                            "<policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>"
                            "<allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>\n",
                            self->folder, self->folder);
  g_file_set_contents (path, config, -1, &error);
  g_assert_no_error (error);

  g_subprocess_launcher_set_child_setup (launcher, setup_cb, NULL, NULL);
  self->process = g_subprocess_launcher_spawn (launcher, &error, "dbus-daemon", option, "--nofork", "--nopidfile",
                                               "--print-address", NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  self->address = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (self->address);
  g_setenv (ADDRESS, self->address, TRUE);

  return self;
}

void
lk_fault_bus_daemon_free (LkFaultBusDaemon *self)
{
  forget_bus ();
  g_setenv (ADDRESS, self->former, TRUE);
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  g_object_unref (self->process);
  lk_test_remove_folder (self->folder);
  g_free (self->folder);
  g_free (self->address);
  g_free (self->former);
  g_free (self);
}
