/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define LK_DEMO_FAULT_ERROR (lk_demo_fault_error_quark ())

/**
 * LkDemoFaultError:
 * @LK_DEMO_FAULT_ERROR_BAD_SPEC: the text is not a fault that the service knows
 *
 * Errors of reading a fault plan.
 */
typedef enum
{
  LK_DEMO_FAULT_ERROR_BAD_SPEC
} LkDemoFaultError;

/**
 * LkDemoOperation:
 *
 * What a client can ask of the service, named as in a fault plan: `org`, `users`, `roles`, `list`, `create`, `delete`.
 */
typedef enum
{
  LK_DEMO_OPERATION_ORG,
  LK_DEMO_OPERATION_USERS,
  LK_DEMO_OPERATION_ROLES,
  LK_DEMO_OPERATION_LIST,
  LK_DEMO_OPERATION_CREATE,
  LK_DEMO_OPERATION_DELETE,
  LK_DEMO_OPERATION_UNKNOWN
} LkDemoOperation;

/**
 * LkDemoFaultKind:
 * @LK_DEMO_FAULT_NONE: all goes well
 * @LK_DEMO_FAULT_STATUS: nothing is done, and an error status is answered
 * @LK_DEMO_FAULT_CUT: it is done, and the connection ends amid the answer's body
 * @LK_DEMO_FAULT_LOST: it is done, and the connection ends before the answer
 * @LK_DEMO_FAULT_STALL: nothing is done, and no answer ever comes
 * @LK_DEMO_FAULT_LIE: nothing is done, and success is answered
 *
 * How a call goes wrong.
 */
typedef enum
{
  LK_DEMO_FAULT_NONE,
  LK_DEMO_FAULT_STATUS,
  LK_DEMO_FAULT_CUT,
  LK_DEMO_FAULT_LOST,
  LK_DEMO_FAULT_STALL,
  LK_DEMO_FAULT_LIE
} LkDemoFaultKind;

/**
 * LkDemoFault:
 * @operation: the call that goes wrong
 * @kind: how it does
 * @value: the HTTP status, or the number of body bytes before the cut
 * @times: how many calls are left to go wrong, or -1 for all
 *
 * One line of a fault plan.
 */
typedef struct
{
  LkDemoOperation operation;
  LkDemoFaultKind kind;
  guint           value;
  int             times;
} LkDemoFault;

GQuark     lk_demo_fault_error_quark (void);

GArray    *lk_demo_faults_new        (void) G_GNUC_WARN_UNUSED_RESULT;
gboolean   lk_demo_faults_add        (GArray           *faults,
                                      const char       *specs,
                                      GError          **error);
void       lk_demo_faults_take       (GArray           *faults,
                                      LkDemoOperation   operation,
                                      LkDemoFault      *out_fault);

G_END_DECLS
