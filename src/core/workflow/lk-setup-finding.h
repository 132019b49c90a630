/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LkSetupState:
 * @LK_SETUP_LOOKING: the check has not ended
 * @LK_SETUP_GOOD: all is as it should be
 * @LK_SETUP_NOTE: it works, or was not tried, and there is something to know
 * @LK_SETUP_BAD: it does not work
 */
typedef enum
{
  LK_SETUP_LOOKING,
  LK_SETUP_GOOD,
  LK_SETUP_NOTE,
  LK_SETUP_BAD,
} LkSetupState;

#define LK_TYPE_SETUP_FINDING (lk_setup_finding_get_type ())

/* What one check of the setup found. Properties: title, text, advice, state (int), all of them to be watched. */
G_DECLARE_FINAL_TYPE (LkSetupFinding, lk_setup_finding, LK, SETUP_FINDING, GObject)

LkSetupFinding *lk_setup_finding_new        (const char     *title) G_GNUC_WARN_UNUSED_RESULT;

const char     *lk_setup_finding_get_title  (LkSetupFinding *self);
const char     *lk_setup_finding_get_text   (LkSetupFinding *self); /* nullable: still looking */
const char     *lk_setup_finding_get_advice (LkSetupFinding *self); /* nullable: there is nothing to do */
LkSetupState    lk_setup_finding_get_state  (LkSetupFinding *self);
const GError   *lk_setup_finding_get_error  (LkSetupFinding *self); /* nullable */

void            lk_setup_finding_settle     (LkSetupFinding *self,
                                             LkSetupState    state,
                                             const char     *text,
                                             const char     *advice);
void            lk_setup_finding_fail       (LkSetupFinding *self,
                                             const GError   *error,
                                             gboolean        says_what_to_do);

G_END_DECLS
