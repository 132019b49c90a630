/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-faults.h"

#include "lk-fault-daemon.h"
#include "lk-fault-others.h"
#include "lk-fault-work.h"

/* The real keyring daemon is killed, replaced or stopped before each call of the system that it makes for something that we do,
 * of which anything can be seen outside of it: on the disk, or on the bus. */

#define SILENCE_MS 1000 /* long against an answer, which is there in a few, also on a busy machine */
#define N_ATTEMPTS 3    /* where an answer took as long all the same */
#define N_SAMPLE 40

static const struct
{
  const char       *name;
  LkFaultDaemonEnd  end;
} ends[] = {
  { "killed", LK_FAULT_DAEMON_KILLED },
  { "replaced", LK_FAULT_DAEMON_REPLACED },
  { "stopped", LK_FAULT_DAEMON_STOPPED },
};

/* What goes over the wire arrives whole, which the judge has to know. */
static void
arm_wire (LkFaultWorld *world)
{
  const LkFaultWire whole = { .method = "POST", .at = G_MAXSIZE };

  lk_fault_wire_box_arm (world->wire, &whole);
}

/* Runs it once. Returns how many calls the daemon made meanwhile. */
static guint
run_once (LkFaultWorld            *world,
          LkFaultDaemon           *daemon,
          const LkFaultOperation  *operation,
          guint                    at,
          LkFaultDaemonEnd         end,
          LkFaultEnding           *ending,
          char                   **broken)
{
  LkFaultWork *work = lk_fault_work_new (world);
  g_autoptr (GError) error = NULL;
  guint n_calls;

  world->lasting = at > 0;
  operation->prepare (work);
  lk_fault_work_begin (work, at > 0 && end == LK_FAULT_DAEMON_STOPPED ? SILENCE_MS : 0);
  arm_wire (world);
  lk_fault_daemon_arm (daemon, at, end);
  operation->run (work, NULL, &error);
  n_calls = lk_fault_daemon_disarm (daemon);
  lk_fault_work_renew (work, 0);
  *broken = lk_fault_others_check ();
  if (*broken == NULL)
    *broken = operation->judge (work, error, ending);
  lk_fault_wire_box_arm (world->wire, NULL);
  lk_fault_work_free (work);

  return n_calls;
}

static void
run_point (LkFaultReport          *report,
           LkFaultWorld           *world,
           LkFaultDaemon          *daemon,
           const LkFaultOperation *operation,
           guint                   n_calls,
           guint                   at,
           guint                   end)
{
  g_autofree char *point = NULL;
  g_autofree char *broken = NULL;
  const char *call = NULL;
  LkFaultEnding ending;

  for (guint attempt = 0; attempt < N_ATTEMPTS && call == NULL && broken == NULL; attempt++)
    {
      run_once (world, daemon, operation, at, ends[end].end, &ending, &broken);
      call = lk_fault_daemon_get_call (daemon);
    }
  point = g_strdup_printf ("%s, %s before %s, %u of %u", operation->name, ends[end].name, call != NULL ? call : "nothing", at,
                           n_calls);
  lk_fault_report_add (report, point, call != NULL, ending, broken);
}

/* Without a fault, which tells how many calls there are. */
static guint
measure (LkFaultWorld           *world,
         LkFaultDaemon          *daemon,
         const LkFaultOperation *operation)
{
  g_autofree char *broken = NULL;
  LkFaultEnding ending;
  guint n_calls = run_once (world, daemon, operation, 0, LK_FAULT_DAEMON_KILLED, &ending, &broken);

  if (broken != NULL)
    g_error ("%s, without a fault: %s", operation->name, broken);

  return n_calls - 1; /* the last of them answers whether it has nothing more to do */
}

void
lk_faults_daemon (LkFaultReport *report)
{
  LkFaultDaemon *daemon = lk_fault_daemon_new ();
  LkFaultWorld *world = lk_fault_world_new ();
  g_autoptr (GArray) n_calls = g_array_new (FALSE, FALSE, sizeof (guint));
  const LkFaultOperation *operation;
  guint n_points = 0;

  lk_fault_others_store ();
  for (guint i = 0; (operation = lk_fault_operation_get (i)) != NULL; i++)
    {
      guint n = measure (world, daemon, operation);

      g_array_append_val (n_calls, n);
      n_points += n * G_N_ELEMENTS (ends);
    }

  lk_fault_report_begin (report, "daemon", n_points, N_SAMPLE);
  for (guint i = 0; (operation = lk_fault_operation_get (i)) != NULL; i++)
    for (guint end = 0; end < G_N_ELEMENTS (ends); end++)
      for (guint at = 1; at <= g_array_index (n_calls, guint, i); at++)
        if (lk_fault_report_next (report))
          run_point (report, world, daemon, operation, g_array_index (n_calls, guint, i), at, end);
  lk_fault_world_free (world);
  lk_fault_daemon_free (daemon);
}
