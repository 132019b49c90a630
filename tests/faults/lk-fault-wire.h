/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LkFaultCut:
 * @LK_FAULT_CUT_FIN: the connection is closed
 * @LK_FAULT_CUT_RST: it is reset
 * @LK_FAULT_CUT_STALL: nothing comes any more, and nothing is closed
 *
 * What happens after a number of bytes.
 */
typedef enum
{
  LK_FAULT_CUT_FIN,
  LK_FAULT_CUT_RST,
  LK_FAULT_CUT_STALL,
  LK_FAULT_N_CUTS
} LkFaultCut;

/**
 * LkFaultFraming:
 *
 * How the end of the answer's body is told: by its length, in chunks of that many bytes, or by the end of the connection.
 */
typedef enum
{
  LK_FAULT_FRAMING_LENGTH,
  LK_FAULT_FRAMING_CHUNKED_1,
  LK_FAULT_FRAMING_CHUNKED_7,
  LK_FAULT_FRAMING_CHUNKED_32,
  LK_FAULT_FRAMING_CLOSE,
  LK_FAULT_N_FRAMINGS
} LkFaultFraming;

/* One fault of the wire; it is used up by the first request of its method. */
typedef struct
{
  const char     *method;
  gboolean        in_request; /* the request is cut, and the service does not hear of it */
  gsize           at;         /* bytes that still go through */
  LkFaultCut      cut;
  LkFaultFraming  framing;
  guint           status;     /* in the place of the service's, or 0 */
  GBytes         *body;       /* in the place of the service's, or NULL */
  gboolean        unheard;    /* the service does not hear of the request; then there is a status and a body */
} LkFaultWire;

/* A wire between a client and a service on loopback, which lets each request through on a connection of its own. It runs
 * in threads; all may be called from the test's. */
typedef struct _LkFaultWireBox LkFaultWireBox;

LkFaultWireBox *lk_fault_wire_box_new        (const char        *service_url);
void            lk_fault_wire_box_free       (LkFaultWireBox    *self);
const char     *lk_fault_wire_box_get_url    (LkFaultWireBox    *self);
/* NULL lets all through, and lets go of what is held up. The rest of @wire is copied, @method not. */
void            lk_fault_wire_box_arm        (LkFaultWireBox    *self,
                                              const LkFaultWire *wire);
gboolean        lk_fault_wire_box_has_fired  (LkFaultWireBox    *self);
/* How long the last request and answer of a method were, in that framing: what a point may cut. */
gsize           lk_fault_wire_box_get_length (LkFaultWireBox    *self,
                                              gboolean           request);
/* When an answer that was armed began to go out, all at once, in g_get_monotonic_time(); 0 before. */
gint64          lk_fault_wire_box_get_sent   (LkFaultWireBox    *self);
/* The last answer's body as the service gave it (transfer full, nullable), and how many bytes of it went through. */
GBytes         *lk_fault_wire_box_get_body   (LkFaultWireBox    *self,
                                              gsize             *n_passed);

G_END_DECLS
