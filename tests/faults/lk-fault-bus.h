/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-fault-answer.h"

G_BEGIN_DECLS

/* What happens to one call. */
typedef struct
{
  guint          at;      /* the how-manyth it is, from 1 on; 0: none of them */
  const char    *member;  /* the method that it has to be */
  LkFaultAnswer  answer;
  const char    *error;   /* the name of an error, for those */
  gboolean       lasting; /* to all that follow as well */
} LkFaultCall;

/* Called after each change, before it is answered, in another thread than the test's: @keyring leads to the real service. */
typedef void (* LkFaultWatch) (GDBusConnection *keyring,
                               gpointer         user_data);

/* A session bus of its own, on which each call to the keyring comes by here. From lk_fault_bus_new() to lk_fault_bus_free() it is
 * the bus of this program; nothing may hold the other one. */
typedef struct _LkFaultBus LkFaultBus;

LkFaultBus *lk_fault_bus_new       (void);
void        lk_fault_bus_free      (LkFaultBus        *self);
/* Begins to count. What is late is so by @late_ms. @call is copied, its strings are not. */
void        lk_fault_bus_arm       (LkFaultBus        *self,
                                    const LkFaultCall *call,
                                    guint              late_ms);
/* Lets all through again; a service that stayed away comes back. Returns the methods that were called since it was armed. */
GPtrArray  *lk_fault_bus_disarm    (LkFaultBus        *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean    lk_fault_bus_has_fired (LkFaultBus        *self);
void        lk_fault_bus_watch     (LkFaultBus        *self,
                                    LkFaultWatch       watch,
                                    gpointer           user_data);

G_END_DECLS
