/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-faults.h"

#include "lk-fault-world.h"

/* The wire ends after each byte of a request and of its answer. */

#define DEADLINE_MS 150 /* of what stalls: long against an answer, which is there in a few */
#define LONG_DEADLINE_MS 5000 /* where the computer has so much else to do that it was not */
#define N_SAMPLE 60

static const char *const cut_names[LK_FAULT_N_CUTS] = { "closed", "reset", "stalled" };
static const char *const framing_names[LK_FAULT_N_FRAMINGS] = { "length", "chunks of 1", "chunks of 7", "chunks of 32", "close" };

static gboolean
create (LkFaultWorld  *world,
        guint          deadline_ms,
        GError       **error)
{
  g_autofree char *name = g_strdup_printf ("wire-%u", world->n_runs++);
  g_autoptr (LkIssue) issue = NULL;

  lk_fault_world_set_deadline (world, deadline_ms);
  issue = lk_test_office_make_issue (&world->office, lk_test_office_some_role (&world->office), name);

  return lk_test_run_issue (issue, error);
}

/* Returns what does not hold (nullable). */
static char *
try_create (LkFaultWorld      *world,
            const LkFaultWire *wire,
            guint              deadline_ms,
            gboolean          *fired,
            LkFaultEnding     *ending)
{
  g_autoptr (GError) error = NULL;
  char *broken;

  lk_fault_world_note (world);
  lk_fault_wire_box_arm (world->wire, wire);
  create (world, deadline_ms, &error);
  *fired = lk_fault_wire_box_has_fired (world->wire);
  broken = lk_fault_world_judge_create (world, error, ending);
  lk_fault_wire_box_arm (world->wire, NULL);

  return broken;
}

static void
run_create (LkFaultWorld      *world,
            LkFaultReport     *report,
            const LkFaultWire *wire)
{
  g_autofree char *point = g_strdup_printf ("create, %s, %s %s after %" G_GSIZE_FORMAT, framing_names[wire->framing],
                                            wire->in_request ? "request" : "answer", cut_names[wire->cut], wire->at);
  gboolean stalls = wire->cut == LK_FAULT_CUT_STALL;
  g_autofree char *broken = NULL;
  LkFaultEnding ending;
  gboolean fired;

  broken = try_create (world, wire, stalls ? DEADLINE_MS : LK_TEST_TIMEOUT_S * 1000, &fired, &ending);
  if (stalls && (broken != NULL || !fired))
    {
      g_free (broken);
      broken = try_create (world, wire, LONG_DEADLINE_MS, &fired, &ending);
    }
  lk_fault_report_add (report, point, fired, ending, broken);
}

/* One that is not cut, which tells how many bytes there are. */
static gsize
measure (LkFaultWorld   *world,
         LkFaultFraming  framing,
         gboolean        request)
{
  const LkFaultWire whole = { .method = "POST", .at = G_MAXSIZE, .framing = framing };
  g_autofree char *broken = NULL;
  g_autoptr (GError) error = NULL;
  LkFaultEnding ending;
  gsize length;

  lk_fault_world_note (world);
  lk_fault_wire_box_arm (world->wire, &whole);
  create (world, LK_TEST_TIMEOUT_S * 1000, &error);
  g_assert_no_error (error);
  length = lk_fault_wire_box_get_length (world->wire, request);
  broken = lk_fault_world_judge_create (world, error, &ending);
  g_assert_cmpstr (broken, ==, NULL);
  lk_fault_wire_box_arm (world->wire, NULL);

  return length;
}

void
lk_faults_network (LkFaultReport *report)
{
  LkFaultWorld *world = lk_fault_world_new ();
  gsize lengths[LK_FAULT_N_FRAMINGS];
  gsize request_length = measure (world, LK_FAULT_FRAMING_LENGTH, TRUE);
  gsize n_points = (request_length + 1) * LK_FAULT_N_CUTS;

  for (guint i = 0; i < LK_FAULT_N_FRAMINGS; i++)
    {
      lengths[i] = measure (world, i, FALSE);
      n_points += (lengths[i] + 1) * LK_FAULT_N_CUTS;
    }

  lk_fault_report_begin (report, "network", (guint) n_points, N_SAMPLE);
  for (guint cut = 0; cut < LK_FAULT_N_CUTS; cut++)
    for (gsize at = 0; at <= request_length; at++)
      if (lk_fault_report_next (report))
        run_create (world, report, &(LkFaultWire) { .method = "POST", .in_request = TRUE, .at = at, .cut = cut });
  for (guint framing = 0; framing < LK_FAULT_N_FRAMINGS; framing++)
    for (guint cut = 0; cut < LK_FAULT_N_CUTS; cut++)
      for (gsize at = 0; at <= lengths[framing]; at++)
        if (lk_fault_report_next (report))
          run_create (world, report, &(LkFaultWire) { .method = "POST", .at = at, .cut = cut, .framing = framing });
  lk_fault_world_free (world);
}
