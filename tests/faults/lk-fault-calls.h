/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-fault-tracer.h"

G_BEGIN_DECLS

/* What a program is about to do, told from the call of the system before which it stands. */

#define LK_FAULT_MAX_CALLS 64

/* The numbers of all calls that are told apart here, into @numbers; returns how many. */
guint       lk_fault_calls_list    (guint64       *numbers);
/* (transfer none) */
const char *lk_fault_call_get_name (LkFaultTracer *tracer);
/* The file or folder that it is about (transfer full, nullable: none, or nobody knows) */
char       *lk_fault_call_dup_path (LkFaultTracer *tracer) G_GNUC_WARN_UNUSED_RESULT;
/* Whether anything can be seen of it outside of the process: on the disk, by a lock, or by who is talked to. */
gboolean    lk_fault_call_is_seen  (LkFaultTracer *tracer);

G_END_DECLS
