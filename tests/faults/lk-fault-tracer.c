/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* memfd_create(), process_vm_readv() */

#include "lk-fault-tracer.h"

#include "lk-fault-registers.h"
#include "lk-test.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/filter.h>
#include <linux/seccomp.h>

#define SYSCALL_STOP (SIGTRAP | 0x80)
#define OPTIONS \
  (PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACEEXEC \
   | PTRACE_O_TRACESECCOMP | PTRACE_O_EXITKILL)
#define MAX_CALLS 64 /* that it is stopped at */

typedef struct
{
  LkFaultCall call;
  gboolean    started; /* it has stopped once, as each new one does */
  gboolean    awaited; /* it stops once more when its call is done */
  gboolean    held;    /* a SIGSTOP is on its way to it, which is only to make it stand still */
  int         error;   /* that its call answers with instead of being done; 0: none */
} Thread;

struct _LkFaultTracer
{
  GHashTable *threads; /* of Thread, by their ids */
  pid_t       process; /* and its process group */
  int         output;
  guint       n_execs; /* that are still to come */
  Thread     *current; /* that stands at a call; NULL: none does */
  int         status;  /* how it has ended */
  gboolean    ended;
};

/* The kernel stops it at these calls alone: at all others it would take several times as long. */
static gsize
make_filter (const guint64      *calls,
             guint               n_calls,
             struct sock_filter *filter)
{
  gsize n = 0;

  g_assert_cmpuint (n_calls, <=, MAX_CALLS);
  filter[n++] = (struct sock_filter) BPF_STMT (BPF_LD | BPF_W | BPF_ABS, G_STRUCT_OFFSET (struct seccomp_data, nr));
  for (guint i = 0; i < n_calls; i++)
    {
      filter[n++] = (struct sock_filter) BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, (guint32) calls[i], 0, 1);
      filter[n++] = (struct sock_filter) BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_TRACE);
    }
  filter[n++] = (struct sock_filter) BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ALLOW);

  return n;
}

/* Between fork() and exec(): nothing that takes a lock. */
G_GNUC_NORETURN static void
start (const char *const       *argv,
       const char *const       *environment,
       const struct sock_fprog *filter,
       int                      input,
       int                      output)
{
  setpgid (0, 0);
  if (input < 0)
    {
      input = open ("/dev/null", O_RDONLY | O_CLOEXEC);
      alarm (LK_TEST_TIMEOUT_S);
    }
  dup2 (input, STDIN_FILENO);
  dup2 (output, STDOUT_FILENO);
  dup2 (output, STDERR_FILENO);
  if (ptrace (PTRACE_TRACEME, 0, NULL, NULL) != 0)
    _exit (126);
  raise (SIGSTOP);
  if (filter != NULL
      && (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, filter) != 0))
    _exit (126);
  execve (argv[0], (char *const *) argv, (char *const *) environment);
  _exit (127);
}

static Thread *
get_thread (LkFaultTracer *self,
            pid_t          id)
{
  Thread *thread = g_hash_table_lookup (self->threads, GINT_TO_POINTER (id));

  if (thread == NULL)
    {
      thread = g_new0 (Thread, 1);
      thread->call.thread = id;
      g_hash_table_insert (self->threads, GINT_TO_POINTER (id), thread);
    }

  return thread;
}

static void
go_on (Thread *thread,
       int     signal)
{
  /* One that was killed meanwhile is waited for all the same. */
  if (ptrace (thread->awaited ? PTRACE_SYSCALL : PTRACE_CONT, thread->call.thread, NULL, GINT_TO_POINTER (signal)) != 0
      && errno != ESRCH)
    g_error ("A thread cannot go on: %s", g_strerror (errno));
}

/* The next thread that has stopped or ended; 0: none is left. */
static pid_t
wait_for_one (LkFaultTracer *self,
              int           *status)
{
  pid_t id;

  do
    id = waitpid (-self->process, status, __WALL);
  while (id < 0 && errno == EINTR);

  return id > 0 ? id : 0;
}

/* @input: where it reads from; negative: it has nothing to read, and ends by itself */
static LkFaultTracer *
launch (const char *const *argv,
        const char *const *environment,
        guint              n_execs,
        const guint64     *calls,
        guint              n_calls,
        int                input)
{
  LkFaultTracer *self = g_new0 (LkFaultTracer, 1);
  struct sock_filter filter[2 * MAX_CALLS + 2];
  struct sock_fprog program = { (unsigned short) make_filter (calls, n_calls, filter), filter };
  int status;

  self->threads = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->output = memfd_create ("output", MFD_CLOEXEC);
  self->n_execs = n_execs + 1;
  self->process = fork ();
  if (self->process == 0)
    start (argv, environment, n_calls > 0 ? &program : NULL, input, self->output);
  g_assert_cmpint (self->process, >, 0);

  setpgid (self->process, self->process);
  g_assert_cmpint (waitpid (self->process, &status, __WALL), ==, self->process);
  g_assert_true (WIFSTOPPED (status));
  g_assert_cmpint (ptrace (PTRACE_SETOPTIONS, self->process, NULL, OPTIONS), ==, 0);
  self->current = get_thread (self, self->process);
  self->current->started = TRUE;

  return self;
}

/**
 * lk_fault_tracer_new:
 * @argv: a program and its arguments
 * @environment: its environment
 * @n_execs: how many programs take its place, one after the other, until it is the one that is looked at
 * @calls: (nullable) (array length=n_calls): the numbers of the calls that it is stopped at
 * @n_calls: how many; 0: none, it can only be run
 *
 * Starts a program, which stands still. It has nothing to read, and ends by itself if it takes longer than a test may.
 *
 * Returns: (transfer full): the program
 */
LkFaultTracer *
lk_fault_tracer_new (const char *const *argv,
                     const char *const *environment,
                     guint              n_execs,
                     const guint64     *calls,
                     guint              n_calls)
{
  return launch (argv, environment, n_execs, calls, n_calls, -1);
}

/**
 * lk_fault_tracer_new_service:
 * @argv: a program and its arguments
 * @environment: its environment
 * @input: what it reads
 * @calls: (array length=n_calls): the numbers of the calls that it is stopped at
 * @n_calls: how many
 *
 * Starts a program, which stands still, and lives as long as this one.
 *
 * Returns: (transfer full): the program
 */
LkFaultTracer *
lk_fault_tracer_new_service (const char *const *argv,
                             const char *const *environment,
                             const char        *input,
                             const guint64     *calls,
                             guint              n_calls)
{
  int file = memfd_create ("input", MFD_CLOEXEC);
  LkFaultTracer *self;

  g_assert_cmpint (write (file, input, strlen (input)), ==, strlen (input));
  g_assert_cmpint (lseek (file, 0, SEEK_SET), ==, 0);
  self = launch (argv, environment, 0, calls, n_calls, file);
  close (file);

  return self;
}

static void
end (LkFaultTracer *self)
{
  self->ended = TRUE;
  self->current = NULL;
}

/**
 * lk_fault_tracer_free:
 * @self: (transfer full): a program, killed if it has not ended
 */
void
lk_fault_tracer_free (LkFaultTracer *self)
{
  lk_fault_tracer_kill (self);
  g_hash_table_unref (self->threads);
  close (self->output);
  g_free (self);
}

/* Whether there is one to look at: it may have been killed since it stopped. */
static gboolean
take_call (LkFaultTracer *self,
           Thread        *thread)
{
  struct __ptrace_syscall_info info;

  if (ptrace (PTRACE_GET_SYSCALL_INFO, thread->call.thread, sizeof info, &info) <= 0
      || info.op != PTRACE_SYSCALL_INFO_SECCOMP || self->n_execs > 0)
    return FALSE;

  thread->call.number = info.seccomp.nr;
  for (guint i = 0; i < LK_FAULT_N_ARGS; i++)
    thread->call.args[i] = info.seccomp.args[i];

  return TRUE;
}

static gboolean
take_result (LkFaultTracer *self,
             Thread        *thread)
{
  struct __ptrace_syscall_info info;

  if (ptrace (PTRACE_GET_SYSCALL_INFO, thread->call.thread, sizeof info, &info) <= 0 || info.op != PTRACE_SYSCALL_INFO_EXIT)
    return FALSE;

  if (thread->error != 0)
    lk_fault_registers_set_result (thread->call.thread, -thread->error);
  thread->call.result = thread->error != 0 ? -thread->error : info.exit.rval;
  thread->error = 0;
  thread->awaited = FALSE;

  return TRUE;
}

gboolean
lk_fault_tracer_next (LkFaultTracer *self,
                      gboolean      *done)
{
  if (self->ended)
    return FALSE;
  if (self->current != NULL)
    go_on (self->current, 0);
  self->current = NULL;

  while (TRUE)
    {
      int status;
      pid_t id = wait_for_one (self, &status);
      int signal = id > 0 && WIFSTOPPED (status) ? WSTOPSIG (status) : 0;
      int event = signal == SIGTRAP ? status >> 16 : 0;
      Thread *thread;

      if (id == 0)
        {
          end (self);
          return FALSE;
        }
      if (!WIFSTOPPED (status))
        {
          if (id == self->process)
            self->status = WIFEXITED (status) ? WEXITSTATUS (status) : -WTERMSIG (status);
          g_hash_table_remove (self->threads, GINT_TO_POINTER (id));
          continue;
        }

      thread = get_thread (self, id);
      *done = signal == SYSCALL_STOP;
      if ((event == PTRACE_EVENT_SECCOMP && take_call (self, thread)) || (*done && take_result (self, thread)))
        {
          self->current = thread;
          return TRUE;
        }
      if (event == PTRACE_EVENT_EXEC)
        self->n_execs--;
      if (signal == SYSCALL_STOP || event != 0 || (signal == SIGSTOP && (!thread->started || thread->held)))
        {
          thread->held &= signal != SIGSTOP;
          signal = 0;
        }
      thread->started = TRUE;
      go_on (thread, signal);
    }
}

int
lk_fault_tracer_run (LkFaultTracer *self)
{
  gboolean done;

  while (lk_fault_tracer_next (self, &done))
    ;

  return self->status;
}

const LkFaultCall *
lk_fault_tracer_get_call (LkFaultTracer *self)
{
  return &self->current->call;
}

/**
 * lk_fault_tracer_read:
 * @self: a program that stands at a call
 * @address: where
 * @length: how many bytes
 *
 * Reads from its memory.
 *
 * Returns: (transfer full): what is there, less where less can be read, and a zero byte
 */
char *
lk_fault_tracer_read (LkFaultTracer *self,
                      guint64        address,
                      gsize          length)
{
  char *bytes = g_malloc0 (length + 1);
  struct iovec here = { bytes, length };
  struct iovec there = { GSIZE_TO_POINTER (address), length };

  if (process_vm_readv (self->process, &here, 1, &there, 1, 0) < 0)
    *bytes = '\0';

  return bytes;
}

/**
 * lk_fault_tracer_dup_path:
 * @self: a program that stands at a call
 * @fd: one of its file descriptors
 *
 * Returns: (transfer full) (nullable): where the file is
 */
char *
lk_fault_tracer_dup_path (LkFaultTracer *self,
                          int            fd)
{
  g_autofree char *link = g_strdup_printf ("/proc/%d/fd/%d", (int) self->process, fd);

  return g_file_read_link (link, NULL);
}

int
lk_fault_tracer_open (LkFaultTracer *self,
                      int            fd)
{
  g_autofree char *link = g_strdup_printf ("/proc/%d/fd/%d", (int) self->process, fd);
  int opened = open (link, O_RDONLY | O_CLOEXEC);

  g_assert_cmpint (opened, >=, 0);

  return opened;
}

void
lk_fault_tracer_await (LkFaultTracer *self)
{
  self->current->awaited = TRUE;
}

void
lk_fault_tracer_fail (LkFaultTracer *self,
                      int            error)
{
  lk_fault_registers_skip_call (self->current->call.thread);
  self->current->error = error;
  self->current->awaited = TRUE;
}

void
lk_fault_tracer_set_arg (LkFaultTracer *self,
                         guint          arg,
                         guint64        value)
{
  lk_fault_registers_set_arg (self->current->call.thread, arg, value);
}

void
lk_fault_tracer_hold (LkFaultTracer *self)
{
  GHashTableIter iter;
  Thread *thread;

  g_hash_table_iter_init (&iter, self->threads);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &thread))
    if (thread != self->current && thread->started && !thread->held)
      thread->held = syscall (SYS_tgkill, self->process, thread->call.thread, SIGSTOP) == 0;
}

void
lk_fault_tracer_kill (LkFaultTracer *self)
{
  int status;

  if (self->ended)
    return;

  kill (self->process, SIGKILL);
  /* What had stopped meanwhile goes on to its end. */
  for (pid_t id = wait_for_one (self, &status); id > 0; id = wait_for_one (self, &status))
    if (WIFSTOPPED (status))
      go_on (get_thread (self, id), 0);
  self->status = -SIGKILL;
  end (self);
}

char *
lk_fault_tracer_dup_output (LkFaultTracer *self)
{
  goffset size = lseek (self->output, 0, SEEK_END);
  char *text = g_malloc0 ((gsize) size + 1);

  if (pread (self->output, text, (gsize) size, 0) != size)
    *text = '\0';

  return text;
}
