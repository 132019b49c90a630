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
 * @LK_DEMO_OPERATION_ANY: each of the others, in a fault plan
 * @LK_DEMO_OPERATION_UNKNOWN: what the service does not have
 *
 * What a client can ask of the service, named as in a fault plan: `org`, `users`, `roles`, `list`, `create`, `delete`
 * for application tokens; `tenants`, `limits`, `pulsar-list`, `pulsar-get`, `pulsar-create`, `pulsar-create-v2`,
 * `pulsar-delete` for streaming; `admin` for Pulsar's administration, `usage` and `databases` for figures, `offer`
 * for clusters and regions.
 */
typedef enum
{
  LK_DEMO_OPERATION_ORG,
  LK_DEMO_OPERATION_USERS,
  LK_DEMO_OPERATION_ROLES,
  LK_DEMO_OPERATION_LIST,
  LK_DEMO_OPERATION_CREATE,
  LK_DEMO_OPERATION_DELETE,
  LK_DEMO_OPERATION_TENANTS,
  LK_DEMO_OPERATION_LIMITS,
  LK_DEMO_OPERATION_PULSAR_LIST,
  LK_DEMO_OPERATION_PULSAR_GET,
  LK_DEMO_OPERATION_PULSAR_CREATE,
  LK_DEMO_OPERATION_PULSAR_CREATE_V2,
  LK_DEMO_OPERATION_PULSAR_DELETE,
  LK_DEMO_OPERATION_ADMIN,
  LK_DEMO_OPERATION_OFFER,
  LK_DEMO_OPERATION_USAGE,
  LK_DEMO_OPERATION_DATABASES,
  LK_DEMO_OPERATION_ANY,
  LK_DEMO_OPERATION_UNKNOWN
} LkDemoOperation;

/**
 * LkDemoFaultKind:
 * @LK_DEMO_FAULT_NONE: all goes well
 * @LK_DEMO_FAULT_STATUS: nothing is done, and a status is answered
 * @LK_DEMO_FAULT_PORTAL: nothing is done, and a network's page is answered
 * @LK_DEMO_FAULT_STALL: nothing is done, and no answer ever comes
 * @LK_DEMO_FAULT_LIE: nothing is done, and success is answered
 * @LK_DEMO_FAULT_CUT: it is done, and the connection ends amid the answer's body
 * @LK_DEMO_FAULT_LOST: it is done, and the connection ends before the answer
 * @LK_DEMO_FAULT_SLOW: it is done, and the answer waits
 * @LK_DEMO_FAULT_DRIP: it is done, and the answer comes byte by byte
 * @LK_DEMO_FAULT_INTERIM: it is done, and interim answers come first
 * @LK_DEMO_FAULT_SKEW: it is done, and the answer's date is off
 * @LK_DEMO_FAULT_MALFORMED: it is done, and the answer is no JSON
 * @LK_DEMO_FAULT_TYPES: it is done, and the answer's values are of wrong types
 * @LK_DEMO_FAULT_ODD_TOKEN: it is done, and the answer's token is another than the one that works
 * @LK_DEMO_FAULT_HUGE: it is done, and the list is long
 *
 * How a call goes wrong.
 */
typedef enum
{
  LK_DEMO_FAULT_NONE,
  LK_DEMO_FAULT_STATUS,
  LK_DEMO_FAULT_PORTAL,
  LK_DEMO_FAULT_STALL,
  LK_DEMO_FAULT_LIE,
  LK_DEMO_FAULT_CUT,
  LK_DEMO_FAULT_LOST,
  LK_DEMO_FAULT_SLOW,
  LK_DEMO_FAULT_DRIP,
  LK_DEMO_FAULT_INTERIM,
  LK_DEMO_FAULT_SKEW,
  LK_DEMO_FAULT_MALFORMED,
  LK_DEMO_FAULT_TYPES,
  LK_DEMO_FAULT_ODD_TOKEN,
  LK_DEMO_FAULT_HUGE
} LkDemoFaultKind;

/**
 * LkDemoShape:
 *
 * How an error is told, named as in a fault plan; %LK_DEMO_SHAPE_USUAL as the real service does for the operation.
 */
typedef enum
{
  LK_DEMO_SHAPE_USUAL,
  LK_DEMO_SHAPE_ERRORS,
  LK_DEMO_SHAPE_LOWER_ID,
  LK_DEMO_SHAPE_TEXT,
  LK_DEMO_SHAPE_STRING,
  LK_DEMO_SHAPE_REASON,
  LK_DEMO_SHAPE_ERROR,
  LK_DEMO_SHAPE_WRAPPED,
  LK_DEMO_SHAPE_DESCRIPTION,
  LK_DEMO_SHAPE_EMPTY,
  LK_DEMO_SHAPE_HTML
} LkDemoShape;

/**
 * LkDemoFraming:
 *
 * How the end of a body is told, named as in a fault plan.
 */
typedef enum
{
  LK_DEMO_FRAMING_LENGTH,
  LK_DEMO_FRAMING_CHUNKED,
  LK_DEMO_FRAMING_CLOSE
} LkDemoFraming;

/**
 * LkDemoFault:
 * @operation: the call that goes wrong
 * @kind: how it does
 * @value: the number of the kind: a status or 0, bytes, milliseconds, seconds, interim answers or rows
 * @times: how many calls are left to go wrong, or -1 for all
 * @shape: how an error is told
 * @has_retry_after: whether the answer asks to wait
 * @retry_is_date: whether it does so by a date
 * @retry_after_s: how long to wait
 * @elsewhere: whether a redirect goes to another host
 * @framing: how the end of a body that is cut is told
 * @reset: whether the connection is reset, not closed
 *
 * One line of a fault plan.
 */
typedef struct
{
  LkDemoOperation operation;
  LkDemoFaultKind kind;
  int             value;
  int             times;
  LkDemoShape     shape;
  gboolean        has_retry_after;
  gboolean        retry_is_date;
  int             retry_after_s;
  gboolean        elsewhere;
  LkDemoFraming   framing;
  gboolean        reset;
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
