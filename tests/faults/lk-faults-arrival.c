/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-faults.h"

#include "lk-fault-world.h"

/* Nothing goes wrong: how long it takes from the last byte of an answer until what it says outlives the process. What is
 * measured is longer: it begins before the answer, all of it at once, is written, and ends when the work goes on in the main
 * loop, which it does only once each byte is encrypted and synced. Each chunk is synced by itself. */

#define N_POINTS 2000
#define N_SAMPLE 10

static const char *const framing_names[LK_FAULT_N_FRAMINGS] = { "length", "chunks of 1", "chunks of 7", "chunks of 32", "close" };

typedef struct
{
  LkFaultWorld *world;
  gint64        judged_us;
} Arrival;

static void
step_cb (LkIssue    *issue,
         GParamSpec *pspec,
         Arrival    *self)
{
  if (lk_issue_get_step (issue) == LK_ISSUE_JUDGING)
    self->judged_us = g_get_monotonic_time ();
}

/* Returns what does not hold (nullable). */
static char *
run (Arrival           *self,
     const LkFaultWire *wire,
     gint64            *took_us,
     LkFaultEnding     *ending)
{
  LkFaultWorld *world = self->world;
  g_autofree char *name = g_strdup_printf ("arrival-%u", world->n_runs++);
  g_autoptr (LkIssue) issue = lk_test_office_make_issue (&world->office, lk_test_office_some_role (&world->office), name);
  g_autoptr (GError) error = NULL;
  char *broken;

  g_signal_connect (issue, "notify::step", G_CALLBACK (step_cb), self);
  lk_fault_world_note (world);
  lk_fault_wire_box_arm (world->wire, wire);
  lk_test_run_issue (issue, &error);
  *took_us = self->judged_us - lk_fault_wire_box_get_sent (world->wire);
  broken = lk_fault_world_judge_create (world, error, ending);
  lk_fault_wire_box_arm (world->wire, NULL);

  return broken;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  gint64 first = *(const gint64 *) a;
  gint64 second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

static double
get_ms (GArray *sorted,
        guint   per_mille)
{
  return (double) g_array_index (sorted, gint64, (sorted->len - 1) * per_mille / 1000) / 1000;
}

void
lk_faults_arrival (LkFaultReport *report)
{
  Arrival self = { .world = lk_fault_world_new () };
  GArray *times[LK_FAULT_N_FRAMINGS];

  for (guint i = 0; i < LK_FAULT_N_FRAMINGS; i++)
    times[i] = g_array_new (FALSE, FALSE, sizeof (gint64));
  lk_fault_report_begin (report, "arrival", N_POINTS, N_SAMPLE);
  for (guint i = 0; i < N_POINTS; i++)
    {
      const LkFaultWire whole = { .method = "POST", .at = G_MAXSIZE, .framing = i / (N_POINTS / LK_FAULT_N_FRAMINGS) };
      g_autofree char *point = g_strdup_printf ("create %u", i);
      g_autofree char *broken = NULL;
      LkFaultEnding ending;
      gint64 took_us;

      if (!lk_fault_report_next (report))
        continue;
      broken = run (&self, &whole, &took_us, &ending);
      if (broken == NULL && ending != LK_FAULT_SAFE)
        broken = g_strdup ("it is not stored, though nothing went wrong");
      g_array_append_val (times[whole.framing], took_us);
      lk_fault_report_add (report, point, lk_fault_wire_box_get_sent (self.world->wire) > 0, ending, broken);
    }
  for (guint i = 0; i < LK_FAULT_N_FRAMINGS; i++)
    {
      g_array_sort (times[i], compare);
      if (times[i]->len > 0)
        g_print ("arrival, %s: median %.2f ms, 99 of 100 within %.2f ms, all within %.2f ms\n", framing_names[i],
                 get_ms (times[i], 500), get_ms (times[i], 990), get_ms (times[i], 1000));
      g_array_unref (times[i]);
    }
  lk_fault_world_free (self.world);
}
