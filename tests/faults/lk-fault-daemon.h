/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LkFaultDaemonEnd:
 * @LK_FAULT_DAEMON_KILLED: SIGKILL
 * @LK_FAULT_DAEMON_REPLACED: SIGKILL, and the bus starts another one over the same files as soon as that is called
 * @LK_FAULT_DAEMON_STOPPED: all of it stands still until lk_fault_daemon_disarm()
 *
 * What becomes of the daemon before one of its calls of the system.
 */
typedef enum
{
  LK_FAULT_DAEMON_KILLED,
  LK_FAULT_DAEMON_REPLACED,
  LK_FAULT_DAEMON_STOPPED
} LkFaultDaemonEnd;

/* The real keyring daemon, unlocked, with files and a session bus of its own. From lk_fault_daemon_new() to
 * lk_fault_daemon_free() that is the bus of this program; nothing may hold the other one. It is traced in another thread. */
typedef struct _LkFaultDaemon LkFaultDaemon;

LkFaultDaemon *lk_fault_daemon_new      (void);
void           lk_fault_daemon_free     (LkFaultDaemon    *self);
/* Begins to count those of its calls of the system that can be seen from outside, once it has nothing more to do. @at: the
 * how-manyth it does not get beyond, from 1 on; 0: none of them */
void           lk_fault_daemon_arm      (LkFaultDaemon    *self,
                                         guint             at,
                                         LkFaultDaemonEnd  end);
/* Waits until it has nothing more to do, or has come to its fault, and puts it right: lets it go on, or starts it again over the
 * same files, as a login does. Returns how many calls it made. */
guint          lk_fault_daemon_disarm   (LkFaultDaemon    *self);
/* The call that it was kept from (transfer none, nullable: it did not come to its fault). */
const char    *lk_fault_daemon_get_call (LkFaultDaemon    *self);

G_END_DECLS
