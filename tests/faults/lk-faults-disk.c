/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* strerrorname_np() */

#include "lk-faults.h"

#include "lk-fault-calls.h"
#include "lk-fault-command.h"

#include <errno.h>
#include <string.h>

/* Each call that the command line makes on its own files, or on one that it writes for others, fails in each way that such a
 * call may: once, or from then on, as on a disk that is full and stays so. */

#define N_SAMPLE 4 /* of each command */
#define N_ERRORS 7
#define SHORT (-1)       /* no error: only half of it is written */
#define SIZE_ARG 2 /* of write() and pwrite(): how many bytes */

typedef struct
{
  const char *name;
  int         errors[N_ERRORS];
} Kind;

static const Kind kinds[] = {
  { "openat", { EACCES, EROFS, ENOSPC, EDQUOT, EMFILE, EIO, EINTR } },
  { "open", { EACCES, EROFS, ENOSPC, EDQUOT, EMFILE, EIO, EINTR } },
  { "write", { ENOSPC, EIO, EDQUOT, EINTR, SHORT } },
  { "pwrite64", { ENOSPC, EIO, EDQUOT, EINTR, SHORT } },
  { "fsync", { EIO, ENOSPC, EDQUOT, EINTR } },
  { "fdatasync", { EIO, ENOSPC, EDQUOT, EINTR } },
  { "syncfs", { EIO, ENOSPC } },
  { "close", { EIO, ENOSPC, EDQUOT, EINTR } },
  { "ftruncate", { EIO, EINTR } },
  { "fallocate", { ENOSPC, EIO, EDQUOT, EINTR } },
  { "fchmod", { EPERM, EROFS, EIO } },
  { "chmod", { EPERM, EROFS, EIO } },
  { "flock", { EINTR, ENOLCK } },
  { "mkdir", { EACCES, EROFS, ENOSPC, EDQUOT } },
  { "mkdirat", { EACCES, EROFS, ENOSPC, EDQUOT } },
  { "unlink", { EACCES, EROFS, EIO } },
  { "unlinkat", { EACCES, EROFS, EIO } },
  { "rename", { EACCES, EROFS, ENOSPC, EDQUOT, EIO } },
  { "renameat", { EACCES, EROFS, ENOSPC, EDQUOT, EIO } },
  { "renameat2", { EACCES, EROFS, ENOSPC, EDQUOT, EIO } },
  { "link", { EACCES, EROFS, ENOSPC, EDQUOT, EIO } },
  { "linkat", { EACCES, EROFS, ENOSPC, EDQUOT, EIO } },
};

/* Which call goes wrong, and how. */
typedef struct
{
  const char *name;   /* NULL: of whatever name */
  guint       number; /* of all calls of that name, from 1 */
  int         error;
  gboolean    stays; /* the calls after it do as well */
} Fault;

static const Kind *
find_kind (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].name, name))
      return &kinds[i];

  return NULL;
}

static gboolean
may_fail (const Kind *kind,
          int         error)
{
  for (guint i = 0; i < N_ERRORS; i++)
    if (kind->errors[i] == error)
      return TRUE;

  return FALSE;
}

/* NULL: the call is none that can fail by the disk. */
static const Kind *
get_kind (LkFaultBench  *bench,
          LkFaultTracer *tracer)
{
  const Kind *kind = find_kind (lk_fault_call_get_name (tracer));
  g_autofree char *path = kind != NULL ? lk_fault_call_dup_path (tracer) : NULL;

  return path != NULL && (g_str_has_prefix (path, bench->folder) || g_str_has_prefix (path, bench->target)) ? kind : NULL;
}

static void
strike (LkFaultTracer *tracer,
        int            error)
{
  if (error == SHORT)
    lk_fault_tracer_set_arg (tracer, SIZE_ARG, MAX (1, lk_fault_tracer_get_call (tracer)->args[SIZE_ARG] / 2));
  else
    lk_fault_tracer_fail (tracer, error);
}

/* Whether the fault came to be. */
static gboolean
run_with (LkFaultRun  *run,
          const Fault *fault,
          LkFaultEnd  *end)
{
  g_autoptr (LkFaultTracer) tracer = lk_fault_bench_start (run->bench, (const char *const *) run->words);
  gboolean fired = FALSE;
  gboolean done;
  guint n = 0;

  while (lk_fault_tracer_next (tracer, &done))
    {
      const Kind *kind;

      lk_fault_run_watch (run, tracer, done, end);
      if (done || (fired && !fault->stays))
        continue;
      kind = get_kind (run->bench, tracer);
      if (kind == NULL)
        continue;

      n += fault->name == NULL || g_str_equal (kind->name, fault->name);
      if (n < fault->number || !may_fail (kind, fault->error))
        continue;
      strike (tracer, fault->error);
      fired = TRUE;
    }
  end->status = lk_fault_tracer_run (tracer);

  return fired;
}

/* The names of the calls, in their order, when nothing is wrong. */
static GPtrArray *
record (LkFaultRun *run)
{
  g_autoptr (LkFaultTracer) tracer = NULL;
  GPtrArray *names = g_ptr_array_new ();
  gboolean done;

  lk_fault_run_prepare (run);
  tracer = lk_fault_bench_start (run->bench, (const char *const *) run->words);
  while (lk_fault_tracer_next (tracer, &done))
    {
      const Kind *kind = done ? NULL : get_kind (run->bench, tracer);

      if (kind != NULL)
        g_ptr_array_add (names, (gpointer) kind->name);
    }
  g_assert_cmpint (lk_fault_tracer_run (tracer), ==, 0);

  return names;
}

static guint
count_before (GPtrArray  *names,
              guint       end,
              const char *name)
{
  guint n = 0;

  for (guint i = 0; i < end; i++)
    n += g_str_equal (names->pdata[i], name);

  return n;
}

static GArray *
list_faults (GPtrArray *names)
{
  static const int lasting[] = { ENOSPC, EROFS, EIO };
  GArray *faults = g_array_new (FALSE, FALSE, sizeof (Fault));

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = names->pdata[i];
      const Kind *kind = find_kind (name);
      guint number = count_before (names, i, name) + 1;

      for (guint j = 0; j < N_ERRORS && kind->errors[j] != 0; j++)
        {
          Fault fault = { name, number, kind->errors[j], FALSE };

          g_array_append_val (faults, fault);
        }
      for (guint j = 0; j < G_N_ELEMENTS (lasting); j++)
        if (may_fail (kind, lasting[j]))
          {
            Fault fault = { NULL, i + 1, lasting[j], TRUE };

            g_array_append_val (faults, fault);
          }
    }

  return faults;
}

static char *
describe (const Fault *fault)
{
  const char *error = fault->error == SHORT ? "half of it" : strerrorname_np (fault->error);

  if (fault->name == NULL)
    return g_strdup_printf ("%s from call %u on", error, fault->number);

  return g_strdup_printf ("%s of %s %u", error, fault->name, fault->number);
}

static void
run_command (LkFaultReport        *report,
             LkFaultBench         *bench,
             const LkFaultCommand *command)
{
  g_autoptr (LkFaultRun) run = lk_fault_run_new (bench, command);
  g_autofree char *name = g_strdup_printf ("disk: %s", command->title);
  g_autoptr (GPtrArray) names = record (run);
  g_autoptr (GArray) faults = list_faults (names);

  lk_fault_report_begin (report, name, faults->len, N_SAMPLE);
  for (guint i = 0; i < faults->len; i++)
    {
      const Fault *fault = &g_array_index (faults, Fault, i);
      g_autofree char *what = describe (fault);
      g_autofree char *point = NULL;
      g_autofree char *broken = NULL;
      LkFaultEnding ending = LK_FAULT_UNCHANGED;
      LkFaultEnd end = { .n_posts = 1 };
      guint n_alike = fault->name != NULL ? count_before (names, names->len, fault->name) : names->len;
      gboolean fired;

      if (!lk_fault_report_next (report))
        continue;

      lk_fault_run_prepare (run);
      fired = run_with (run, fault, &end);
      /* How many calls there are is not the same each time: the last few are not always there. */
      if (!fired && fault->number > n_alike - n_alike / 8)
        continue;
      broken = end.status >= 0 ? lk_fault_run_judge (run, &end, &ending) : g_strdup ("it did not come to an end");
      point = g_strdup_printf ("%s, exit code %d", what, end.status);
      lk_fault_report_add (report, point, fired, ending, broken);
    }
}

void
lk_faults_disk (LkFaultReport *report)
{
  g_autoptr (LkFaultBench) bench = lk_fault_bench_new ();

  for (guint i = 0; i < lk_fault_n_commands; i++)
    run_command (report, bench, &lk_fault_commands[i]);
}
