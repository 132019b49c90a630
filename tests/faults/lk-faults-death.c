/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-faults.h"

#include "lk-fault-calls.h"
#include "lk-fault-command.h"

#include <string.h>

/* The command line is killed before each call of the system of which anything can be seen outside of it, from the first one
 * after the last exec() to the exit. Between two of them it reads, waits and thinks: dying there leaves the same behind as
 * dying before the next. */

#define N_SAMPLE 4 /* of each command */

/* How many such calls it makes when nothing is wrong; a few more or less each time. */
static guint
count_calls (LkFaultRun *run)
{
  guint n = 0;

  g_autoptr (LkFaultTracer) tracer = NULL;
  g_autofree char *broken = NULL;
  LkFaultEnd end = { .n_posts = 1 };
  LkFaultEnding ending;
  gboolean done;

  lk_fault_run_prepare (run);
  tracer = lk_fault_bench_start (run->bench, (const char *const *) run->words);
  while (lk_fault_tracer_next (tracer, &done))
    {
      n += !done && lk_fault_call_is_seen (tracer);
      lk_fault_run_watch (run, tracer, done, &end);
    }
  end.status = lk_fault_tracer_run (tracer);
  broken = lk_fault_run_judge (run, &end, &ending);
  if (end.status != 0 || broken != NULL)
    g_error ("Without a fault, %s ends with %d: %s", run->command->title, end.status, broken);

  return n;
}

/* The name of the call; NULL: it has ended before that. */
static const char *
kill_at (LkFaultRun *run,
         guint       n,
         LkFaultEnd *end)
{
  g_autoptr (LkFaultTracer) tracer = lk_fault_bench_start (run->bench, (const char *const *) run->words);
  gboolean done;

  while (lk_fault_tracer_next (tracer, &done))
    {
      if (!done && lk_fault_call_is_seen (tracer) && --n == 0)
        {
          const char *name = lk_fault_call_get_name (tracer);

          lk_fault_tracer_kill (tracer);
          end->status = lk_fault_tracer_run (tracer);
          return name;
        }
      lk_fault_run_watch (run, tracer, done, end);
    }
  end->status = lk_fault_tracer_run (tracer);

  return NULL;
}

static void
run_command (LkFaultReport        *report,
             LkFaultBench         *bench,
             const LkFaultCommand *command)
{
  g_autoptr (LkFaultRun) run = lk_fault_run_new (bench, command);
  g_autofree char *name = g_strdup_printf ("death: %s", command->title);
  guint n_calls = count_calls (run);

  lk_fault_report_begin (report, name, n_calls, N_SAMPLE);
  for (guint n = 1; n <= n_calls; n++)
    {
      g_autofree char *point = NULL;
      g_autofree char *broken = NULL;
      LkFaultEnding ending = LK_FAULT_UNCHANGED;
      LkFaultEnd end = { .n_posts = 1 };
      const char *call;

      if (!lk_fault_report_next (report))
        continue;

      lk_fault_run_prepare (run);
      call = kill_at (run, n, &end);
      /* How many calls there are is not the same each time: the last few are not always there. */
      if (call == NULL && n > n_calls - n_calls / 8)
        break;
      broken = lk_fault_run_judge (run, &end, &ending);
      point = g_strdup_printf ("before %s, %u of %u", call != NULL ? call : "nothing", n, n_calls);
      lk_fault_report_add (report, point, call != NULL, ending, broken);
    }
}

void
lk_faults_death (LkFaultReport *report)
{
  g_autoptr (LkFaultBench) bench = lk_fault_bench_new ();

  for (guint i = 0; i < lk_fault_n_commands; i++)
    run_command (report, bench, &lk_fault_commands[i]);
}
