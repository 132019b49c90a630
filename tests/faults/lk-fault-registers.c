/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-fault-registers.h"

#include <elf.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>

/* On other processors only what ends a program is tried. */
G_GNUC_UNUSED static void
no_registers (void)
{
  g_error ("Calls of the system cannot be made to fail on this processor.");
}

#ifdef __x86_64__

static void
set (int     thread,
     gsize   offset,
     guint64 value)
{
  if (ptrace (PTRACE_POKEUSER, thread, offset, value) != 0)
    g_error ("A register cannot be written.");
}

void
lk_fault_registers_skip_call (int thread)
{
  set (thread, G_STRUCT_OFFSET (struct user_regs_struct, orig_rax), (guint64) -1);
}

void
lk_fault_registers_set_arg (int     thread,
                            guint   arg,
                            guint64 value)
{
  static const gsize offsets[] = {
    G_STRUCT_OFFSET (struct user_regs_struct, rdi), G_STRUCT_OFFSET (struct user_regs_struct, rsi),
    G_STRUCT_OFFSET (struct user_regs_struct, rdx), G_STRUCT_OFFSET (struct user_regs_struct, r10),
    G_STRUCT_OFFSET (struct user_regs_struct, r8),  G_STRUCT_OFFSET (struct user_regs_struct, r9),
  };

  g_assert_cmpuint (arg, <, G_N_ELEMENTS (offsets));
  set (thread, offsets[arg], value);
}

void
lk_fault_registers_set_result (int    thread,
                               gint64 result)
{
  set (thread, G_STRUCT_OFFSET (struct user_regs_struct, rax), (guint64) result);
}

#elif defined(__aarch64__)

#ifndef NT_ARM_SYSTEM_CALL
#define NT_ARM_SYSTEM_CALL 0x404
#endif

static void
set (int     thread,
     guint   index,
     guint64 value)
{
  struct user_regs_struct registers;
  struct iovec place = { &registers, sizeof registers };

  if (ptrace (PTRACE_GETREGSET, thread, NT_PRSTATUS, &place) != 0)
    g_error ("The registers cannot be read.");
  registers.regs[index] = value;
  if (ptrace (PTRACE_SETREGSET, thread, NT_PRSTATUS, &place) != 0)
    g_error ("The registers cannot be written.");
}

void
lk_fault_registers_skip_call (int thread)
{
  int none = -1;
  struct iovec place = { &none, sizeof none };

  if (ptrace (PTRACE_SETREGSET, thread, NT_ARM_SYSTEM_CALL, &place) != 0)
    g_error ("The call cannot be skipped.");
}

void
lk_fault_registers_set_arg (int     thread,
                            guint   arg,
                            guint64 value)
{
  set (thread, arg, value);
}

void
lk_fault_registers_set_result (int    thread,
                               gint64 result)
{
  set (thread, 0, (guint64) result);
}

#else

void
lk_fault_registers_skip_call (int thread)
{
  no_registers ();
}

void
lk_fault_registers_set_arg (int     thread,
                            guint   arg,
                            guint64 value)
{
  no_registers ();
}

void
lk_fault_registers_set_result (int    thread,
                               gint64 result)
{
  no_registers ();
}

#endif
