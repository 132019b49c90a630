/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-faults.h"

#include "lk-fault-work.h"

#include <libsoup/soup.h>

/* Somebody cancels: at each turn of the main loop, and whenever something tells of a change. */

#define N_SAMPLE 40
#define N_ESTIMATED 1440
#define N_TOGETHER 32

/* One cancellation. */
typedef struct
{
  GSource       source;      /* whose turns are counted */
  GCancellable *cancellable;
  gboolean      in_turn;     /* it comes at a turn; else at a moment */
  guint         at;          /* the how-manyth, from 1 on */
  guint         n;
} Cancel;

static Cancel *listening; /* to the messages that go over the wire */

static gboolean
prepare (GSource *source,
         int     *timeout_ms)
{
  Cancel *cancel = (Cancel *) source;

  *timeout_ms = -1;

  return cancel->in_turn && ++cancel->n == cancel->at;
}

static gboolean
dispatch (GSource     *source,
          GSourceFunc  callback,
          gpointer     user_data)
{
  g_cancellable_cancel (((Cancel *) source)->cancellable);

  return G_SOURCE_CONTINUE;
}

static GSourceFuncs functions = { prepare, NULL, dispatch, NULL, NULL, NULL };

static Cancel *
cancel_new (gboolean in_turn,
            guint    at)
{
  Cancel *self = (Cancel *) g_source_new (&functions, sizeof (Cancel));

  self->cancellable = g_cancellable_new ();
  self->in_turn = in_turn;
  self->at = at;
  g_source_set_priority (&self->source, G_PRIORITY_HIGH);

  return self;
}

static void
cancel_free (Cancel *self)
{
  g_source_destroy (&self->source);
  g_clear_object (&self->cancellable);
  g_source_unref (&self->source);
}

/* In the midst of what tells. */
static void
moment_cb (gpointer work,
           gpointer user_data)
{
  Cancel *cancel = user_data;

  if (!cancel->in_turn && ++cancel->n == cancel->at)
    g_cancellable_cancel (cancel->cancellable);
}

static gboolean
message_cb (GSignalInvocationHint *hint,
            guint                  n_values,
            const GValue          *values,
            gpointer               user_data)
{
  /* What the judge asks is none of it, and what goes on in another thread. */
  if (listening != NULL && g_main_context_is_owner (NULL))
    moment_cb (NULL, listening);

  return TRUE;
}

static const char *const message_signals[] = {
  "starting", "wrote-headers", "wrote-body-data", "wrote-body", "got-headers", "got-body", "restarted", "finished",
  "network-event",
};

static void
run_once (LkFaultWorld            *world,
          const LkFaultOperation  *operation,
          Cancel                  *cancel,
          gboolean                *fired,
          LkFaultEnding           *ending,
          char                   **broken)
{
  const LkFaultWire whole = { .method = "POST", .at = G_MAXSIZE };
  LkFaultWork *work = lk_fault_work_new (world);
  g_autoptr (GError) error = NULL;

  operation->prepare (work);
  lk_fault_work_begin (work, 0);
  lk_fault_wire_box_arm (world->wire, &whole);
  work->moment = moment_cb;
  work->moment_data = cancel;
  lk_fault_work_listen (work, world->office.inventory);
  lk_fault_work_listen (work, lk_inventory_get_tokens (world->office.inventory));
  lk_fault_work_listen (work, lk_office_get_accounts (world->office.office));
  if (work->rotation != NULL)
    lk_fault_work_listen (work, work->rotation);
  listening = cancel;
  g_source_attach (&cancel->source, NULL);
  operation->run (work, cancel->cancellable, &error);
  listening = NULL;
  work->moment = NULL;
  *fired = g_cancellable_is_cancelled (cancel->cancellable);
  g_signal_handlers_disconnect_by_data (world->office.inventory, work);
  g_signal_handlers_disconnect_by_data (lk_inventory_get_tokens (world->office.inventory), work);
  g_signal_handlers_disconnect_by_data (lk_office_get_accounts (world->office.office), work);
  if (work->rotation != NULL)
    g_signal_handlers_disconnect_by_data (work->rotation, work);
  lk_fault_work_renew (work, 0);
  *broken = operation->judge (work, error, ending);
  lk_fault_wire_box_arm (world->wire, NULL);
  lk_fault_work_free (work);
}

/* How many there are when nobody cancels. One run has a few more or fewer than another, and each part of the family counts
 * for itself: only where all come to the same number do they share the points between them. */
static guint
count (LkFaultWorld           *world,
       const LkFaultOperation *operation,
       gboolean                in_turn)
{
  Cancel *cancel = cancel_new (in_turn, G_MAXUINT);
  g_autofree char *broken = NULL;
  LkFaultEnding ending;
  gboolean fired;
  guint n;

  run_once (world, operation, cancel, &fired, &ending, &broken);
  n = cancel->n;
  cancel_free (cancel);

  return (n / N_TOGETHER + 1) * N_TOGETHER;
}

/* One after the other; what ended before it would have been cancelled is no point. */
static void
run_operation (LkFaultReport          *report,
               LkFaultWorld           *world,
               const LkFaultOperation *operation,
               gboolean                in_turn)
{
  guint n = count (world, operation, in_turn);

  for (guint at = 1; at <= n; at++)
    {
      Cancel *cancel;
      g_autofree char *point = g_strdup_printf ("%s, %s %u", operation->name, in_turn ? "turn" : "moment", at);
      g_autofree char *broken = NULL;
      LkFaultEnding ending;
      gboolean fired;

      if (!lk_fault_report_next (report))
        continue;
      cancel = cancel_new (in_turn, at);
      run_once (world, operation, cancel, &fired, &ending, &broken);
      cancel_free (cancel);
      if (fired || broken != NULL || at == 1)
        lk_fault_report_add (report, point, fired, ending, broken);
    }
}

void
lk_faults_cancel (LkFaultReport *report)
{
  /* Held as an application holds it: GLib gives everybody who waits for the connection the error of the one who asked first. */
  g_autoptr (GDBusConnection) bus G_GNUC_UNUSED = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  LkFaultWorld *world = lk_fault_world_new ();
  gpointer message_class = g_type_class_ref (SOUP_TYPE_MESSAGE);
  gulong hooks[G_N_ELEMENTS (message_signals)];
  const LkFaultOperation *operation;

  for (guint i = 0; i < G_N_ELEMENTS (message_signals); i++)
    hooks[i] = g_signal_add_emission_hook (g_signal_lookup (message_signals[i], SOUP_TYPE_MESSAGE), 0, message_cb, NULL, NULL);
  lk_fault_report_begin (report, "cancel", N_ESTIMATED, N_SAMPLE);
  for (guint i = 0; (operation = lk_fault_operation_get (i)) != NULL; i++)
    {
      run_operation (report, world, operation, TRUE);
      run_operation (report, world, operation, FALSE);
    }
  for (guint i = 0; i < G_N_ELEMENTS (message_signals); i++)
    g_signal_remove_emission_hook (g_signal_lookup (message_signals[i], SOUP_TYPE_MESSAGE), hooks[i]);
  g_type_class_unref (message_class);
  lk_fault_world_free (world);
}
