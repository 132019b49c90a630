/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-pulsar-lines.h"
#include "lk-streaming.h"

G_BEGIN_DECLS

#define LK_TYPE_PULSAR_PLACE_GROUP (lk_pulsar_place_group_get_type ())

/* Which environment variables shall tell of a Pulsar token's tenant, and which namespace and topic of it. Properties:
 * unknown-host (GError boxed, nullable, notify: why the tenant is not asked for its names). */
G_DECLARE_FINAL_TYPE (LkPulsarPlaceGroup, lk_pulsar_place_group, LK, PULSAR_PLACE_GROUP, AdwPreferencesGroup)

void               lk_pulsar_place_group_set_token      (LkPulsarPlaceGroup *self,
                                                         LkStreaming        *streaming,
                                                         LkPulsarToken      *token);
LkPulsarVariables  lk_pulsar_place_group_get_variables  (LkPulsarPlaceGroup *self);
char              *lk_pulsar_place_group_dup_namespace  (LkPulsarPlaceGroup *self) G_GNUC_WARN_UNUSED_RESULT; /* nullable */
char              *lk_pulsar_place_group_dup_topic      (LkPulsarPlaceGroup *self) G_GNUC_WARN_UNUSED_RESULT; /* nullable */

G_END_DECLS
