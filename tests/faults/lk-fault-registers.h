/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The registers of a thread that is traced, and stands at a call of the system. All that depends on the processor is here. */

/* Before the call: it is not made. */
void lk_fault_registers_skip_call  (int      thread);
/* Before the call. */
void lk_fault_registers_set_arg    (int      thread,
                                    guint    arg,
                                    guint64  value);
/* After it. */
void lk_fault_registers_set_result (int      thread,
                                    gint64   result);

G_END_DECLS
