/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-fault-tracer.h"

G_BEGIN_DECLS

/* What is on the disk afterwards: all that there is, since a program alone has died; or when the power goes, of files what was
 * synced, and of names those in a folder that was synced after them, or the names as they are, which a file system may write
 * ahead of what the files hold. */
typedef enum
{
  LK_FAULT_CUT_PROGRAM,
  LK_FAULT_CUT_NOTHING,
  LK_FAULT_CUT_NAMES,
  LK_FAULT_N_CUTS,
} LkFaultCut;

typedef struct _LkFaultDisk LkFaultDisk;

/* All that is in @folders is on the disk. */
LkFaultDisk *lk_fault_disk_new   (const char *const *folders) G_GNUC_WARN_UNUSED_RESULT;
void         lk_fault_disk_free  (LkFaultDisk       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkFaultDisk, lk_fault_disk_free)

/* To be told of each call of the program that writes there. */
void         lk_fault_disk_watch (LkFaultDisk       *self,
                                  LkFaultTracer     *tracer,
                                  gboolean           done);
/* Leaves in the folders what would be there. */
void         lk_fault_disk_cut   (LkFaultDisk       *self,
                                  LkFaultCut         cut);

G_END_DECLS
