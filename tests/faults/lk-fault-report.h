/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LkFaultEnding:
 * @LK_FAULT_NOT_CREATED: the service has nothing new, and nothing is left to be done
 * @LK_FAULT_SAFE: what was created is stored, byte for byte
 * @LK_FAULT_LOST_AND_KNOWN: it exists, its secret does not, and the journal names it
 * @LK_FAULT_UNKNOWN_AND_SHOWN: it cannot be told yet, and the journal has it
 * @LK_FAULT_UNCHANGED: a token that was there already is still there, and so is its secret
 * @LK_FAULT_GONE: it was deleted, and so is its secret
 * @LK_FAULT_UNFINISHED: its deletion or rotation is left in the journal
 *
 * How one point may end; whatever else is seen breaks a promise. The first four are the endings of P1.
 */
typedef enum
{
  LK_FAULT_NOT_CREATED,
  LK_FAULT_SAFE,
  LK_FAULT_LOST_AND_KNOWN,
  LK_FAULT_UNKNOWN_AND_SHOWN,
  LK_FAULT_UNCHANGED,
  LK_FAULT_GONE,
  LK_FAULT_UNFINISHED,
  LK_FAULT_N_ENDINGS
} LkFaultEnding;

/* What was run: a line for each point as it ends, a table at the end. Of a sample each family runs every so-manyth of its
 * points, the same each time. */
typedef struct _LkFaultReport LkFaultReport;

/* @part of @n_parts (1 of 1 for all): so that more than one process may share the points. */
LkFaultReport *lk_fault_report_new   (gboolean        sample,
                                      guint           part,
                                      guint           n_parts);
gboolean       lk_fault_report_free  (LkFaultReport  *self); /* prints the table; TRUE: each point held */

/* Begins a family of points; in a sample about @n_sample of its @n_points are run (both known beforehand, or @n_points is
 * an estimate). */
void           lk_fault_report_begin (LkFaultReport  *self,
                                      const char     *family,
                                      guint           n_points,
                                      guint           n_sample);
/* Whether the next point is to be run. Each point asks once. */
gboolean       lk_fault_report_next  (LkFaultReport  *self);
/* A point that was run. @fired: whether its fault came to be; one that did not fails. @broken: (nullable) which promise does
 * not hold, with what was seen. */
void           lk_fault_report_add   (LkFaultReport  *self,
                                      const char     *point,
                                      gboolean        fired,
                                      LkFaultEnding   ending,
                                      const char     *broken);

G_END_DECLS
