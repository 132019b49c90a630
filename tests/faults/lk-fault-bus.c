/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-fault-bus.h"

#include "lk-fault-bus-daemon.h"
#include "lk-test.h"

#define SERVICE "org.freedesktop.secrets"
#define PROMPT_INTERFACE "org.freedesktop.Secret.Prompt"
#define PROMPT_PATH "/org/freedesktop/secrets/prompt/fault"
#define PROMPT_OPEN_MS 100 /* until the service ends under it */

struct _LkFaultBus
{
  LkFaultBusDaemon *daemon;
  GThread          *thread;
  GMainContext     *context; /* the thread's */
  GMainLoop        *loop;
  GDBusConnection  *front;   /* where calls come from; NULL: the service is away */
  GDBusConnection  *back;    /* to the real service */
  GDBusMessage     *asked;   /* what a prompt is open for */
  LkFaultAnswer     says;    /* of that prompt */

  GMutex            mutex;   /* of what follows */
  GCond             cond;
  gboolean          ready;
  gboolean          armed;
  gboolean          fired;
  LkFaultCall       call;
  guint             late_ms;
  GPtrArray        *members;
  LkFaultWatch      watch;
  gpointer          watch_data;
};

/* A call on its way. */
typedef struct
{
  LkFaultBus      *bus;
  GDBusConnection *front;
  GDBusMessage    *message;
  GDBusMessage    *answer;  /* of the real service */
  gboolean         faulty;
  LkFaultAnswer    fault;
  const char      *error;
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  g_object_unref (call->front);
  g_object_unref (call->message);
  g_clear_object (&call->answer);
  g_free (call);
}

static void
send (GDBusConnection *connection,
      GDBusMessage    *message)
{
  /* One that is closed by now takes nothing. */
  g_dbus_connection_send_message (connection, message, G_DBUS_SEND_MESSAGE_FLAGS_NONE, NULL, NULL);
}

static void
answer_with (Call     *call,
             GVariant *body)
{
  g_autoptr (GDBusMessage) answer = g_dbus_message_new_method_reply (call->message);

  g_dbus_message_set_body (answer, body);
  send (call->front, answer);
}

static void
answer_error (Call *call)
{
  g_autoptr (GDBusMessage) answer = g_dbus_message_new_method_error_literal (call->message, call->error, "A fault");

  send (call->front, answer);
}

static void
pass_answer (Call *call)
{
  g_autoptr (GDBusMessage) answer = g_dbus_message_copy (call->answer, NULL);

  g_dbus_message_set_sender (answer, NULL);
  g_dbus_message_set_destination (answer, g_dbus_message_get_sender (call->message));
  g_dbus_message_set_reply_serial (answer, g_dbus_message_get_serial (call->message));
  send (call->front, answer);
}

static void
emit_completed (LkFaultBus *self,
                gboolean    dismissed,
                GVariant   *result)
{
  g_autoptr (GVariant) parameters = g_variant_ref_sink (g_variant_new ("(bv)", dismissed, result));

  if (self->front != NULL)
    g_dbus_connection_emit_signal (self->front, NULL, PROMPT_PATH, PROMPT_INTERFACE, "Completed", parameters, NULL);
}

/* The two ends */

static void take_call (Call *call);

static gboolean
take_call_cb (gpointer user_data)
{
  take_call (user_data);

  return G_SOURCE_REMOVE;
}

/* In GDBus's own thread. */
static GDBusMessage *
filter_cb (GDBusConnection *connection,
           GDBusMessage    *message,
           gboolean         incoming,
           gpointer         user_data)
{
  LkFaultBus *self = user_data;
  g_autoptr (GSource) source = NULL;
  Call *call;

  if (!incoming || g_dbus_message_get_message_type (message) != G_DBUS_MESSAGE_TYPE_METHOD_CALL)
    return message;

  call = g_new0 (Call, 1);
  call->bus = self;
  call->front = g_object_ref (connection);
  call->message = message;
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, take_call_cb, call, NULL);
  g_source_attach (source, self->context);

  return NULL;
}

static void
signal_cb (GDBusConnection *connection,
           const char      *sender,
           const char      *path,
           const char      *interface,
           const char      *signal,
           GVariant        *parameters,
           gpointer         user_data)
{
  LkFaultBus *self = user_data;

  if (self->front != NULL)
    g_dbus_connection_emit_signal (self->front, NULL, path, interface, signal, parameters, NULL);
}

static void
come (LkFaultBus *self)
{
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) error = NULL;

  self->back = lk_fault_bus_daemon_connect (lk_fault_bus_daemon_get_former (self->daemon));
  g_dbus_connection_signal_subscribe (self->back, SERVICE, NULL, NULL, NULL, NULL, G_DBUS_SIGNAL_FLAGS_NONE, signal_cb, self,
                                      NULL);
  self->front = lk_fault_bus_daemon_connect (lk_fault_bus_daemon_get_address (self->daemon));
  g_dbus_connection_add_filter (self->front, filter_cb, self, NULL);
  answer = g_dbus_connection_call_sync (self->front, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                        "RequestName", g_variant_new ("(su)", SERVICE, 0), G_VARIANT_TYPE ("(u)"),
                                        G_DBUS_CALL_FLAGS_NONE, LK_TEST_TIMEOUT_S * 1000, NULL, &error);
  g_assert_no_error (error);
}

/* With the sessions that the real service has for it. */
static void
go (LkFaultBus *self)
{
  if (self->front == NULL)
    return;

  g_dbus_connection_close_sync (self->front, NULL, NULL);
  g_dbus_connection_close_sync (self->back, NULL, NULL);
  g_clear_object (&self->front);
  g_clear_object (&self->back);
}

static void
restart (LkFaultBus *self)
{
  go (self);
  come (self);
}

/* Calls, the end of each before its beginning */

static gboolean
late_cb (gpointer user_data)
{
  pass_answer (user_data);

  return G_SOURCE_REMOVE;
}

static void
answer_late (Call *call)
{
  g_autoptr (GSource) source = g_timeout_source_new (call->bus->late_ms);

  g_source_set_callback (source, late_cb, call, call_free);
  g_source_attach (source, call->bus->context);
}

static void
end_prompt (Call *call)
{
  GVariant *body = g_dbus_message_get_body (call->answer);
  g_autoptr (GVariant) result = NULL;

  g_assert_nonnull (body);
  result = g_variant_get_child_value (body, 0);
  emit_completed (call->bus, FALSE, g_variant_is_of_type (result, G_VARIANT_TYPE ("ao")) || g_variant_n_children (body) > 1
                                      ? result
                                      : g_variant_new_object_path ("/"));
}

/* It was done. */
static void
settle (Call *owned_call)
{
  LkFaultBus *self = owned_call->bus;

  if (!owned_call->faulty)
    {
      pass_answer (owned_call);
      call_free (owned_call);
      return;
    }

  switch (owned_call->fault)
    {
    case LK_FAULT_ANSWER_LATE:
      answer_late (owned_call);
      return;

    case LK_FAULT_ANSWER_WRONG_TYPES:
      answer_with (owned_call, g_variant_new ("(i)", 42));
      break;

    case LK_FAULT_ANSWER_ERROR_APPLIED:
      answer_error (owned_call);
      break;

    case LK_FAULT_ANSWER_RESTART_AFTER:
      restart (self);
      break;

    case LK_FAULT_ANSWER_GONE_AFTER:
      go (self);
      break;

    case LK_FAULT_ANSWER_PROMPT_ACCEPTED:
      end_prompt (owned_call);
      break;

    default:
      break;
    }
  call_free (owned_call);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Call *call = user_data;
  LkFaultBus *self = call->bus;
  const char *member = g_dbus_message_get_member (call->message);
  g_autoptr (GMutexLocker) locker = NULL;
  LkFaultWatch watch;

  call->answer = g_dbus_connection_send_message_with_reply_finish (G_DBUS_CONNECTION (source), result, NULL);
  if (call->answer == NULL)
    {
      call_free (call);
      return;
    }

  locker = g_mutex_locker_new (&self->mutex);
  watch = self->armed && lk_fault_answer_is_change (member) ? self->watch : NULL;
  g_clear_pointer (&locker, g_mutex_locker_free);
  if (watch != NULL)
    watch (G_DBUS_CONNECTION (source), self->watch_data);
  settle (call);
}

static void
forward (Call *owned_call)
{
  LkFaultBus *self = owned_call->bus;
  g_autoptr (GDBusMessage) message = g_dbus_message_copy (owned_call->message, NULL);

  if (self->back == NULL)
    {
      call_free (owned_call);
      return;
    }

  g_dbus_message_set_sender (message, NULL);
  g_dbus_message_set_destination (message, SERVICE);
  g_dbus_connection_send_message_with_reply (self->back, message, G_DBUS_SEND_MESSAGE_FLAGS_NONE, G_MAXINT, NULL, NULL,
                                             answered_cb, owned_call);
}

static void
ask (Call *call)
{
  LkFaultBus *self = call->bus;
  const char *member = g_dbus_message_get_member (call->message);

  g_set_object (&self->asked, call->message);
  self->says = call->fault;
  answer_with (call, lk_fault_answer_make_prompt (member, PROMPT_PATH));
}

static gboolean
end_service_cb (gpointer user_data)
{
  restart (user_data);

  return G_SOURCE_REMOVE;
}

/* The prompt that ask() told of is opened. Takes the call. */
static void
open_prompt (Call *call)
{
  LkFaultBus *self = call->bus;
  g_autoptr (GSource) source = NULL;

  answer_with (call, NULL);
  switch (self->says)
    {
    case LK_FAULT_ANSWER_PROMPT_DISMISSED:
      emit_completed (self, TRUE, g_variant_new_object_path ("/"));
      break;

    case LK_FAULT_ANSWER_PROMPT_ACCEPTED:
      g_set_object (&call->message, self->asked);
      call->faulty = TRUE;
      call->fault = self->says;
      forward (call);
      return;

    default:
      source = g_timeout_source_new (PROMPT_OPEN_MS);
      g_source_set_callback (source, end_service_cb, self, NULL);
      g_source_attach (source, self->context);
      break;
    }
  call_free (call);
}

/* Counts it, and finds out what comes of it. */
static void
count (Call *call)
{
  LkFaultBus *self = call->bus;
  const char *member = g_dbus_message_get_member (call->message);
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  if (!self->armed)
    return;

  g_ptr_array_add (self->members, g_strdup (member));
  if (self->members->len == self->call.at)
    self->fired = g_strcmp0 (self->call.member, member) == 0;
  if (!self->fired || (self->members->len != self->call.at && !self->call.lasting)
      || !lk_fault_answer_may (self->call.answer, member))
    return;

  call->faulty = TRUE;
  call->fault = self->call.answer;
  call->error = self->call.error;
}

static void
take_call (Call *owned_call)
{
  LkFaultBus *self = owned_call->bus;

  if (g_strcmp0 (g_dbus_message_get_path (owned_call->message), PROMPT_PATH) == 0)
    {
      open_prompt (owned_call);
      return;
    }

  count (owned_call);
  if (!owned_call->faulty)
    {
      forward (owned_call);
      return;
    }

  switch (owned_call->fault)
    {
    case LK_FAULT_ANSWER_ERROR:
      answer_error (owned_call);
      break;

    case LK_FAULT_ANSWER_NONE:
      break;

    case LK_FAULT_ANSWER_RESTART_BEFORE:
      restart (self);
      break;

    case LK_FAULT_ANSWER_GONE_BEFORE:
      go (self);
      break;

    case LK_FAULT_ANSWER_LIE:
      answer_with (owned_call, lk_fault_answer_make_lie (g_dbus_message_get_member (owned_call->message)));
      break;

    case LK_FAULT_ANSWER_PROMPT_DISMISSED:
    case LK_FAULT_ANSWER_PROMPT_ACCEPTED:
    case LK_FAULT_ANSWER_PROMPT_OPEN:
      ask (owned_call);
      break;

    default:
      forward (owned_call);
      return;
    }
  call_free (owned_call);
}

/* The thread, and what the test's asks of it */

static gboolean
tell_ready (LkFaultBus *self)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  self->ready = TRUE;
  g_cond_signal (&self->cond);

  return G_SOURCE_REMOVE;
}

static gboolean
be_there_cb (gpointer user_data)
{
  LkFaultBus *self = user_data;

  if (self->front == NULL)
    come (self);

  return tell_ready (self);
}

static gboolean
end_cb (gpointer user_data)
{
  LkFaultBus *self = user_data;

  go (self);
  g_main_loop_quit (self->loop);

  return tell_ready (self);
}

static gpointer
run (gpointer user_data)
{
  LkFaultBus *self = user_data;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

static void
call_thread (LkFaultBus  *self,
             GSourceFunc  function)
{
  gint64 until = g_get_monotonic_time () + LK_TEST_TIMEOUT_S * G_TIME_SPAN_SECOND;
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  g_autoptr (GSource) source = g_idle_source_new ();

  self->ready = FALSE;
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, function, self, NULL);
  g_source_attach (source, self->context);
  while (!self->ready)
    g_assert_true (g_cond_wait_until (&self->cond, &self->mutex, until));
}

void
lk_fault_bus_arm (LkFaultBus        *self,
                  const LkFaultCall *call,
                  guint              late_ms)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  self->armed = TRUE;
  self->fired = FALSE;
  self->call = *call;
  self->late_ms = late_ms;
  g_clear_pointer (&self->members, g_ptr_array_unref);
  self->members = g_ptr_array_new_with_free_func (g_free);
}

GPtrArray *
lk_fault_bus_disarm (LkFaultBus *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->armed = FALSE;
  g_clear_pointer (&locker, g_mutex_locker_free);
  call_thread (self, be_there_cb);

  return g_steal_pointer (&self->members);
}

gboolean
lk_fault_bus_has_fired (LkFaultBus *self)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  return self->fired;
}

void
lk_fault_bus_watch (LkFaultBus   *self,
                    LkFaultWatch  watch,
                    gpointer      user_data)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  self->watch = watch;
  self->watch_data = user_data;
}

LkFaultBus *
lk_fault_bus_new (void)
{
  LkFaultBus *self = g_new0 (LkFaultBus, 1);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->daemon = lk_fault_bus_daemon_new ();
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_new ("fault-bus", run, self);
  call_thread (self, be_there_cb);

  return self;
}

void
lk_fault_bus_free (LkFaultBus *self)
{
  call_thread (self, end_cb);
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_clear_object (&self->asked);
  g_clear_pointer (&self->members, g_ptr_array_unref);
  lk_fault_bus_daemon_free (self->daemon);
  g_cond_clear (&self->cond);
  g_mutex_clear (&self->mutex);
  g_free (self);
}
