/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-faults.h"

#include "lk-fault-calls.h"
#include "lk-fault-command.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Two command lines at once: one is stopped before each call by which it asks, tells or locks something, and as long as it
 * stands there the other one runs, to its end or until it waits for the first. Then the first goes on. */

#define N_SAMPLE 1 /* of each pair */

typedef struct
{
  const char *title;
  const char *first;     /* the title of a command */
  const char *second;    /* the same; NULL: what follows */
  const char *words[4];
} Pair;

static const Pair pairs[] = {
  { "create app, twice", "create app", "create app", { NULL } },
  { "create app and pulsar", "create app", "create pulsar", { NULL } },
  { "create pulsar, twice", "create pulsar", "create pulsar", { NULL } },
  { "rotate, twice", "rotate", "rotate", { NULL } },
  { "rotate pulsar, twice", "rotate pulsar", "rotate pulsar", { NULL } },
  { "finish, then cancel", "rotate --finish", "rotate --cancel", { NULL } },
  { "cancel, then finish", "rotate --cancel", "rotate --finish", { NULL } },
  { "finish, twice", "rotate --finish", "rotate --finish", { NULL } },
  { "cancel, twice", "rotate --cancel", "rotate --cancel", { NULL } },
  { "finish, then cancel, pulsar", "rotate pulsar --finish", "rotate pulsar --cancel", { NULL } },
  { "delete, twice", "delete", "delete", { NULL } },
  { "create app, resume", "create app", NULL, { "resume", "--all" } },
  { "create pulsar, resume", "create pulsar", NULL, { "resume", "--all" } },
  { "rotate, resume", "rotate", NULL, { "resume", "--all" } },
  { "rotate pulsar, resume", "rotate pulsar", NULL, { "resume", "--all" } },
  { "finish, resume", "rotate --finish", NULL, { "resume", "--all" } },
  { "cancel, resume", "rotate --cancel", NULL, { "resume", "--all" } },
};

static const LkFaultCommand *
find_command (const char *title)
{
  for (guint i = 0; title != NULL && i < lk_fault_n_commands; i++)
    if (g_str_equal (lk_fault_commands[i].title, title))
      return &lk_fault_commands[i];

  return NULL;
}

/* Where it makes a difference what another one does meanwhile. */
static gboolean
is_offset (LkFaultTracer *tracer)
{
  switch (lk_fault_tracer_get_call (tracer)->number)
    {
    case SYS_sendto:
    case SYS_sendmsg:
    case SYS_flock:
    case SYS_fdatasync:
    case SYS_fsync:
    case SYS_exit_group:
      return TRUE;

    case SYS_openat:
      return lk_fault_call_is_seen (tracer);

    default:
      return FALSE;
    }
}

/* Somebody else has it: asking for it now would take until that one goes on. */
static gboolean
is_locked (LkFaultTracer *tracer)
{
  int kind = (int) lk_fault_tracer_get_call (tracer)->args[1];
  g_autofree char *path = lk_fault_call_dup_path (tracer);
  int fd = path != NULL ? open (path, O_RDWR | O_CLOEXEC) : -1;
  gboolean locked = fd >= 0 && flock (fd, kind | LOCK_NB) != 0 && errno == EWOULDBLOCK;

  if (fd >= 0)
    close (fd);

  return locked;
}

/* Runs it until it has ended, or waits for the other one. */
static void
run_alone (LkFaultTracer *tracer)
{
  gboolean done;

  while (lk_fault_tracer_next (tracer, &done))
    {
      const LkFaultCall *call = lk_fault_tracer_get_call (tracer);

      if (done)
        continue;
      if (call->number == SYS_clock_nanosleep || call->number == SYS_nanosleep)
        return;
      if (call->number == SYS_flock && (call->args[1] & LOCK_NB) == 0 && is_locked (tracer))
        return;
    }
}

/* Whether the first came to where it is stopped; then both have ended. */
static gboolean
run_both (LkFaultRun        *run,
          const char *const *words,
          guint              n,
          LkFaultEnd        *first_end,
          LkFaultEnd        *second_end)
{
  g_autoptr (LkFaultTracer) first = lk_fault_bench_start (run->bench, (const char *const *) run->words);
  g_autoptr (LkFaultTracer) second = NULL;
  gboolean done;

  while (lk_fault_tracer_next (first, &done))
    {
      if (!done && is_offset (first) && --n == 0)
        {
          second = lk_fault_bench_start (run->bench, words);
          run_alone (second);
          break;
        }
    }
  first_end->status = lk_fault_tracer_run (first);
  if (second != NULL)
    second_end->status = lk_fault_tracer_run (second);

  return second != NULL;
}

static guint
count_offsets (LkFaultRun *run)
{
  g_autoptr (LkFaultTracer) tracer = NULL;
  gboolean done;
  guint n = 0;

  lk_fault_run_prepare (run);
  tracer = lk_fault_bench_start (run->bench, (const char *const *) run->words);
  while (lk_fault_tracer_next (tracer, &done))
    n += !done && is_offset (tracer);
  g_assert_cmpint (lk_fault_tracer_run (tracer), ==, 0);

  return n;
}

/* What two have done must be what they said, and what one alone may do. */
static char *
judge (LkFaultRun           *run,
       const LkFaultCommand *second,
       LkFaultEnd           *first_end,
       LkFaultEnd           *second_end,
       LkFaultEnding        *ending)
{
  const LkFaultCommand *first = run->command;
  LkFaultEnd end = *first_end;
  char *broken;

  end.sent = TRUE; /* by one of them */

  if (first_end->status < 0 || second_end->status < 0)
    return g_strdup ("one of the two did not come to an end");
  if (first->operation == LK_FAULT_CREATE && second != NULL)
    {
      g_autoptr (LkFaultSight) sight = lk_fault_bench_look (run->bench);
      guint n_created = (first_end->status == 0) + (second_end->status == 0);
      guint n_named = 0;

      if (sight->n_posts - run->before->n_posts != n_created)
        return g_strdup_printf ("P3: %d posts were sent, and %u commands say that they have created something",
                                (int) (sight->n_posts - run->before->n_posts), n_created);
      for (guint i = 0; i < sight->infos->len; i++)
        n_named += g_strcmp0 (lk_secret_info_get (sight->infos->pdata[i], "name"), LK_FAULT_NAME) == 0
                   && g_strcmp0 (lk_secret_info_get (sight->infos->pdata[i], "field"), LK_SECRET_FIELD_TOKEN) == 0;
      if (n_named != 1)
        return g_strdup_printf ("P3: the name belongs to %u tokens (exit codes %d and %d)", n_named, first_end->status,
                                second_end->status);
    }
  if (first_end->status == 0 && second_end->status == 0 && second != NULL && first->operation != second->operation
      && (first->operation == LK_FAULT_FINISH || first->operation == LK_FAULT_CANCEL))
    return g_strdup ("it said both that the rotation is finished and that it is cancelled");

  /* Of two that cannot both be, what holds is what the one has said that did it. */
  if (first_end->status != 0 && second_end->status == 0 && second != NULL)
    {
      run->command = second;
      end.status = 0;
    }
  broken = lk_fault_run_judge (run, &end, ending);
  run->command = first;

  return broken;
}

static void
run_pair (LkFaultReport *report,
          LkFaultBench  *bench,
          const Pair    *pair)
{
  const LkFaultCommand *second = find_command (pair->second);
  g_autoptr (LkFaultRun) run = lk_fault_run_new (bench, find_command (pair->first));
  g_autofree char *name = g_strdup_printf ("twice: %s", pair->title);
  guint n_offsets = count_offsets (run);

  lk_fault_report_begin (report, name, n_offsets, N_SAMPLE);
  for (guint i = 0; i < n_offsets; i++)
    {
      guint n = (i + n_offsets / 2) % n_offsets + 1; /* what a sample takes is in the middle */
      g_autofree char *point = NULL;
      g_autofree char *broken = NULL;
      LkFaultEnding ending = LK_FAULT_UNCHANGED;
      LkFaultEnd first_end = { .n_posts = second != NULL && second->operation == LK_FAULT_CREATE ? 2 : 1 };
      LkFaultEnd second_end = { 0 };
      gboolean fired;

      if (!lk_fault_report_next (report))
        continue;

      lk_fault_run_prepare (run);
      fired = run_both (run, second != NULL ? second->words : pair->words, n, &first_end, &second_end);
      /* How many calls there are is not the same each time: the last few are not always there. */
      if (!fired && n > n_offsets - n_offsets / 8)
        continue;
      broken = judge (run, second, &first_end, &second_end, &ending);
      point = g_strdup_printf ("at %u of %u, %d and %d", n, n_offsets, first_end.status, second_end.status);
      lk_fault_report_add (report, point, fired, ending, broken);
    }
}

void
lk_faults_twice (LkFaultReport *report)
{
  g_autoptr (LkFaultBench) bench = lk_fault_bench_new ();

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    run_pair (report, bench, &pairs[i]);
}
