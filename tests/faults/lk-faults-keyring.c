/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-faults.h"

#include "lk-fault-bus.h"
#include "lk-fault-work.h"

/* Each call to the keyring that something makes goes wrong in each way. */

#define SILENCE_MS 1000 /* long against an answer, which is there in a few, also on a busy machine */
#define N_ATTEMPTS 3     /* where an answer took as long all the same */
#define N_SAMPLE 60

static const struct
{
  const char    *name;
  LkFaultAnswer  answer;
  const char    *error;
  gboolean       lasting;
  gboolean       brief; /* also to what only reads in an operation that is not gone through as thoroughly */
} faults[] = {
  { "locked", LK_FAULT_ANSWER_ERROR, "org.freedesktop.Secret.Error.IsLocked", FALSE, TRUE },
  { "locked from then on", LK_FAULT_ANSWER_ERROR, "org.freedesktop.Secret.Error.IsLocked", TRUE },
  { "no session", LK_FAULT_ANSWER_ERROR, "org.freedesktop.Secret.Error.NoSession" },
  { "no such object", LK_FAULT_ANSWER_ERROR, "org.freedesktop.Secret.Error.NoSuchObject" },
  { "no reply", LK_FAULT_ANSWER_ERROR, "org.freedesktop.DBus.Error.NoReply" },
  { "service unknown", LK_FAULT_ANSWER_ERROR, "org.freedesktop.DBus.Error.ServiceUnknown" },
  { "access denied", LK_FAULT_ANSWER_ERROR, "org.freedesktop.DBus.Error.AccessDenied" },
  { "limits exceeded", LK_FAULT_ANSWER_ERROR, "org.freedesktop.DBus.Error.LimitsExceeded" },
  { "failed", LK_FAULT_ANSWER_ERROR, "org.freedesktop.DBus.Error.Failed" },
  { "failed from then on", LK_FAULT_ANSWER_ERROR, "org.freedesktop.DBus.Error.Failed", TRUE, TRUE },
  { "silent", LK_FAULT_ANSWER_NONE, NULL, FALSE, TRUE },
  { "silent from then on", LK_FAULT_ANSWER_NONE, NULL, TRUE },
  { "wrong types", LK_FAULT_ANSWER_WRONG_TYPES, NULL, FALSE, TRUE },
  { "late", LK_FAULT_ANSWER_LATE },
  { "restarted before", LK_FAULT_ANSWER_RESTART_BEFORE, NULL, FALSE, TRUE },
  { "gone before", LK_FAULT_ANSWER_GONE_BEFORE },
  { "done and silent", LK_FAULT_ANSWER_NONE_APPLIED },
  { "done and restarted", LK_FAULT_ANSWER_RESTART_AFTER },
  { "done and gone", LK_FAULT_ANSWER_GONE_AFTER },
  { "done and failed", LK_FAULT_ANSWER_ERROR_APPLIED, "org.freedesktop.DBus.Error.Failed" },
  { "done and no reply", LK_FAULT_ANSWER_ERROR_APPLIED, "org.freedesktop.DBus.Error.NoReply" },
  { "not done", LK_FAULT_ANSWER_LIE },
  { "not done from then on", LK_FAULT_ANSWER_LIE, NULL, TRUE },
  { "prompt dismissed", LK_FAULT_ANSWER_PROMPT_DISMISSED },
  { "prompt accepted", LK_FAULT_ANSWER_PROMPT_ACCEPTED },
  { "prompt left open", LK_FAULT_ANSWER_PROMPT_OPEN },
};

static gboolean
is_point (const LkFaultOperation *operation,
          const char             *member,
          guint                   fault)
{
  return lk_fault_answer_may (faults[fault].answer, member)
         && (operation->is_thorough || faults[fault].brief || lk_fault_answer_is_change (member));
}

static gboolean
is_silent (LkFaultAnswer answer)
{
  return answer == LK_FAULT_ANSWER_NONE || answer == LK_FAULT_ANSWER_LATE || answer == LK_FAULT_ANSWER_NONE_APPLIED;
}

static gboolean
is_lasting (const LkFaultCall *call)
{
  return call->lasting || call->answer == LK_FAULT_ANSWER_GONE_BEFORE || call->answer == LK_FAULT_ANSWER_GONE_AFTER;
}

static void
watch_name (GDBusConnection *keyring,
            gpointer         user_data)
{
  LkFaultWork *work = user_data;
  g_autofree char *broken = lk_fault_work_find_name (work, keyring);

  g_atomic_int_inc (&work->n_watched);
  if (broken != NULL && work->watched == NULL)
    work->watched = g_steal_pointer (&broken);
}

/* What goes over the wire arrives whole, which the judge has to know. */
static void
arm_wire (LkFaultWorld *world)
{
  const LkFaultWire whole = { .method = "POST", .at = G_MAXSIZE };

  lk_fault_wire_box_arm (world->wire, &whole);
}

/* Runs it once. Returns the calls that it made. */
static GPtrArray *
run_once (LkFaultWorld            *world,
          LkFaultBus              *bus,
          const LkFaultOperation  *operation,
          const LkFaultCall       *call,
          gboolean                *fired,
          LkFaultEnding           *ending,
          char                   **broken)
{
  LkFaultWork *work = lk_fault_work_new (world);
  g_autoptr (GPtrArray) members = NULL;
  g_autoptr (GError) error = NULL;

  world->lasting = is_lasting (call);
  operation->prepare (work);
  lk_fault_work_begin (work, is_silent (call->answer) && call->at > 0 ? SILENCE_MS : 0);
  arm_wire (world);
  if (operation->is_watched)
    lk_fault_bus_watch (bus, watch_name, work);
  lk_fault_bus_arm (bus, call, 2 * SILENCE_MS);
  operation->run (work, NULL, &error);
  *fired = lk_fault_bus_has_fired (bus);
  members = lk_fault_bus_disarm (bus);
  lk_fault_bus_watch (bus, NULL, NULL);
  lk_fault_work_renew (work, 0);
  *broken = operation->judge (work, error, ending);
  if (*broken == NULL)
    *broken = g_steal_pointer (&work->watched);
  lk_fault_wire_box_arm (world->wire, NULL);
  lk_fault_work_free (work);

  return g_steal_pointer (&members);
}

static void
run_operation (LkFaultReport          *report,
               LkFaultWorld           *world,
               LkFaultBus             *bus,
               const LkFaultOperation *operation,
               GPtrArray              *members)
{
  for (guint i = 0; i < members->len; i++)
    for (guint j = 0; j < G_N_ELEMENTS (faults); j++)
      {
        const LkFaultCall call = { i + 1, members->pdata[i], faults[j].answer, faults[j].error, faults[j].lasting };
        g_autofree char *point = g_strdup_printf ("%s, call %u %s, %s", operation->name, i + 1, call.member, faults[j].name);
        g_autoptr (GPtrArray) made = NULL;
        g_autofree char *broken = NULL;
        LkFaultEnding ending;
        gboolean fired;

        if (!is_point (operation, call.member, j) || !lk_fault_report_next (report))
          continue;
        for (guint attempt = 0; attempt < N_ATTEMPTS; attempt++)
          {
            g_clear_pointer (&made, g_ptr_array_unref);
            g_clear_pointer (&broken, g_free);
            made = run_once (world, bus, operation, &call, &fired, &ending, &broken);
            if (fired || broken != NULL)
              break;
          }
        lk_fault_report_add (report, point, fired, ending, broken);
      }
}

/* Without a fault, which tells what calls there are. */
static GPtrArray *
measure (LkFaultWorld           *world,
         LkFaultBus             *bus,
         const LkFaultOperation *operation,
         guint                  *n_points)
{
  g_autofree char *broken = NULL;
  LkFaultEnding ending;
  gboolean fired;
  GPtrArray *members = run_once (world, bus, operation, &(LkFaultCall) { 0 }, &fired, &ending, &broken);

  if (broken != NULL)
    g_error ("%s, without a fault: %s", operation->name, broken);
  /* What closes a session may come after the end of all. */
  while (members->len > 0 && g_str_equal (members->pdata[members->len - 1], "Close"))
    g_ptr_array_set_size (members, (int) members->len - 1);
  for (guint i = 0; i < members->len; i++)
    for (guint j = 0; j < G_N_ELEMENTS (faults); j++)
      *n_points += is_point (operation, members->pdata[i], j);

  return members;
}

void
lk_faults_keyring (LkFaultReport *report)
{
  LkFaultBus *bus = lk_fault_bus_new ();
  LkFaultWorld *world = lk_fault_world_new ();
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  const LkFaultOperation *operation;
  guint n_points = 0;

  for (guint i = 0; (operation = lk_fault_operation_get (i)) != NULL; i++)
    g_ptr_array_add (all, measure (world, bus, operation, &n_points));
  lk_fault_report_begin (report, "keyring", n_points, N_SAMPLE);
  for (guint i = 0; (operation = lk_fault_operation_get (i)) != NULL; i++)
    run_operation (report, world, bus, operation, all->pdata[i]);
  lk_fault_world_free (world);
  lk_fault_bus_free (bus);
}
