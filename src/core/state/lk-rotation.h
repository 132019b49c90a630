/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * LkRotationStep:
 * @LK_ROTATION_CREATED: the new token is stored; scripts may still find the old one by its name
 * @LK_ROTATION_MOVED: scripts find the new token; the old one works until somebody says yes to retiring it
 * @LK_ROTATION_RETIRING: somebody said yes: the old token is to be deleted, which may have been tried
 * @LK_ROTATION_CANCELLING: somebody said yes: the name goes back, and the new token is to be deleted
 *
 * Where a rotation stands. Each step may be taken again: what of it is done is asked of the keyring and the service.
 */
typedef enum
{
  LK_ROTATION_CREATED,
  LK_ROTATION_MOVED,
  LK_ROTATION_RETIRING,
  LK_ROTATION_CANCELLING,
} LkRotationStep;

const char *lk_rotation_step_to_string   (LkRotationStep  step);
gboolean    lk_rotation_step_from_string (const char     *text,
                                          LkRotationStep *step);

#define LK_TYPE_ROTATION (lk_rotation_get_type ())

/**
 * LkRotation:
 *
 * One token that takes the place of another. Construct properties: id (of the work that created the new one),
 * account-id, tenant-name, cluster-name (both nullable: an application token), description (nullable), old-id, new-id,
 * since (GDateTime). Writable later, with notify: step (int, LkRotationStep), remind-at (GDateTime, nullable).
 */
G_DECLARE_FINAL_TYPE (LkRotation, lk_rotation, LK, ROTATION, GObject)

const char     *lk_rotation_get_id           (LkRotation     *self);
const char     *lk_rotation_get_account_id   (LkRotation     *self);
const char     *lk_rotation_get_tenant_name  (LkRotation     *self);
const char     *lk_rotation_get_cluster_name (LkRotation     *self);
gboolean        lk_rotation_is_pulsar        (LkRotation     *self);
const char     *lk_rotation_get_description  (LkRotation     *self);
const char     *lk_rotation_get_old_id       (LkRotation     *self);
const char     *lk_rotation_get_new_id       (LkRotation     *self);
GDateTime      *lk_rotation_get_since        (LkRotation     *self);
GDateTime      *lk_rotation_get_remind_at    (LkRotation     *self);
LkRotationStep  lk_rotation_get_step         (LkRotation     *self);
void            lk_rotation_set_step         (LkRotation     *self,
                                              LkRotationStep  step);
void            lk_rotation_set_remind_at    (LkRotation     *self,
                                              GDateTime      *remind_at);

G_END_DECLS
