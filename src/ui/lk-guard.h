/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * LkGuardWork:
 * @LK_GUARD_WORK_NONE: nothing
 * @LK_GUARD_WORK_CREATING: a token is being created
 * @LK_GUARD_WORK_ROTATING: a step is under way of putting a new token, which is there, in the place of another
 * @LK_GUARD_WORK_DELETING: a token is being deleted
 * @LK_GUARD_WORK_UNSTORED: a secret is shown that is not in the keyring
 *
 * What must not be cut off.
 */
typedef enum
{
  LK_GUARD_WORK_NONE,
  LK_GUARD_WORK_CREATING,
  LK_GUARD_WORK_ROTATING,
  LK_GUARD_WORK_DELETING,
  LK_GUARD_WORK_UNSTORED,
} LkGuardWork;

#define LK_TYPE_GUARD (lk_guard_get_type ())

G_DECLARE_FINAL_TYPE (LkGuard, lk_guard, LK, GUARD, GObject)

LkGuard     *lk_guard_new      (GtkApplication  *application) G_GNUC_WARN_UNUSED_RESULT;

LkGuardWork  lk_guard_get_work (LkGuard         *self,
                                GtkWindow      **window);
void         lk_guard_explain  (LkGuard         *self,
                                GtkWindow       *window,
                                LkGuardWork      work);

G_END_DECLS
