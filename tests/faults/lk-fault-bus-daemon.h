/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A session bus, at first without services, which is that of this program as long as it is there. */
typedef struct _LkFaultBusDaemon LkFaultBusDaemon;

LkFaultBusDaemon *lk_fault_bus_daemon_new         (void);
void              lk_fault_bus_daemon_free        (LkFaultBusDaemon *self);
const char       *lk_fault_bus_daemon_get_address (LkFaultBusDaemon *self);
const char       *lk_fault_bus_daemon_get_former  (LkFaultBusDaemon *self); /* the address of the bus that it is instead of */
GDBusConnection  *lk_fault_bus_daemon_connect     (const char       *address);
/* From now on it starts what is called by @name if that is not there. @command: (nullable): by which; NULL: it does so no more */
void              lk_fault_bus_daemon_offer       (LkFaultBusDaemon *self,
                                                   const char       *name,
                                                   const char       *command);

G_END_DECLS
