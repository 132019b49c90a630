/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-faults.h"

#include "lk-fault-calls.h"
#include "lk-fault-command.h"
#include "lk-fault-disk.h"

/* The command line is killed before each call of the system of which anything can be seen outside of it, from the first one
 * after the last exec() to the exit. Between two of them it reads, waits and thinks: dying there leaves the same behind as
 * dying before the next. Where the power goes, its files hold only what it has synced; the keyring is another program's, and
 * stays as it is. */

typedef struct
{
  const char *name;
  guint       n_sample; /* of each command */
  LkFaultCut  first;
  LkFaultCut  last;
} Family;

static const char *const cut_names[LK_FAULT_N_CUTS] = { "", "nothing unsynced is left, ", "names are left, " };

/* The name of the call, or NULL: it has ended before that, as it does with 0 for @n. @n_seen: how many calls came */
static const char *
cut_at (LkFaultRun *run,
        guint       n,
        LkFaultCut  cut,
        guint      *n_seen,
        LkFaultEnd *end)
{
  const char *const folders[] = { run->bench->data, run->bench->target, NULL };
  g_autoptr (LkFaultDisk) disk = lk_fault_disk_new (folders);
  g_autoptr (LkFaultTracer) tracer = lk_fault_bench_start (run->bench, (const char *const *) run->words);
  const char *name = NULL;
  gboolean done;

  *n_seen = 0;
  while (lk_fault_tracer_next (tracer, &done))
    {
      if (!done && lk_fault_call_is_seen (tracer) && ++*n_seen == n)
        {
          name = lk_fault_call_get_name (tracer);
          lk_fault_tracer_kill (tracer);
          break;
        }
      lk_fault_run_watch (run, tracer, done, end);
      lk_fault_disk_watch (disk, tracer, done);
    }
  end->status = lk_fault_tracer_run (tracer);
  if (name != NULL)
    lk_fault_disk_cut (disk, cut);

  return name;
}

/* How many such calls it makes when nothing is wrong; a few more or less each time. */
static guint
count_calls (LkFaultRun *run)
{
  LkFaultEnd end = { .n_posts = 1 };
  LkFaultEnding ending;
  g_autofree char *broken = NULL;
  guint n;

  lk_fault_run_prepare (run);
  cut_at (run, 0, LK_FAULT_CUT_PROGRAM, &n, &end);
  broken = lk_fault_run_judge (run, &end, &ending);
  if (end.status != 0 || broken != NULL)
    g_error ("Without a fault, %s ends with %d: %s", run->command->title, end.status, broken);

  return n;
}

static void
run_point (LkFaultReport *report,
           LkFaultRun    *run,
           LkFaultCut     cut,
           guint          n,
           guint          n_calls)
{
  g_autofree char *point = NULL;
  g_autofree char *broken = NULL;
  LkFaultEnding ending = LK_FAULT_UNCHANGED;
  LkFaultEnd end = { .n_posts = 1 };
  const char *call;
  guint n_seen;

  lk_fault_run_prepare (run);
  call = cut_at (run, n, cut, &n_seen, &end);
  /* How many calls there are is not the same each time: the last few are not always there. */
  if (call == NULL && n > n_calls - n_calls / 8)
    return;

  broken = lk_fault_run_judge (run, &end, &ending);
  point = g_strdup_printf ("%sbefore %s, %u of %u", cut_names[cut], call != NULL ? call : "nothing", n, n_calls);
  lk_fault_report_add (report, point, call != NULL, ending, broken);
}

static void
run_command (LkFaultReport        *report,
             const Family         *family,
             LkFaultBench         *bench,
             const LkFaultCommand *command)
{
  g_autoptr (LkFaultRun) run = lk_fault_run_new (bench, command);
  g_autofree char *name = g_strdup_printf ("%s: %s", family->name, command->title);
  guint n_calls = count_calls (run);

  lk_fault_report_begin (report, name, n_calls * (family->last - family->first + 1), family->n_sample);
  for (LkFaultCut cut = family->first; cut <= family->last; cut++)
    for (guint n = 1; n <= n_calls; n++)
      if (lk_fault_report_next (report))
        run_point (report, run, cut, n, n_calls);
}

static void
run_family (LkFaultReport *report,
            const Family  *family)
{
  g_autoptr (LkFaultBench) bench = lk_fault_bench_new ();

  for (guint i = 0; i < lk_fault_n_commands; i++)
    run_command (report, family, bench, &lk_fault_commands[i]);
}

void
lk_faults_death (LkFaultReport *report)
{
  const Family family = { "death", 4, LK_FAULT_CUT_PROGRAM, LK_FAULT_CUT_PROGRAM };

  run_family (report, &family);
}

void
lk_faults_power (LkFaultReport *report)
{
  const Family family = { "power", 8, LK_FAULT_CUT_NOTHING, LK_FAULT_CUT_NAMES };

  run_family (report, &family);
}
