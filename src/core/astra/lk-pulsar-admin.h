/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-astra-client.h"

G_BEGIN_DECLS

#define LK_TYPE_PULSAR_ADMIN (lk_pulsar_admin_get_type ())

/* The administration of a tenant at its web service, read-only. Signs in with a Pulsar token. */
G_DECLARE_FINAL_TYPE (LkPulsarAdmin, lk_pulsar_admin, LK, PULSAR_ADMIN, GObject)

LkPulsarAdmin *lk_pulsar_admin_new        (const char           *origin,
                                           SecretValue          *token,
                                           LkSessionPool        *pool,
                                           GError              **error) G_GNUC_WARN_UNUSED_RESULT;

char          *lk_pulsar_admin_make_path  (const char           *start,
                                           ...) G_GNUC_NULL_TERMINATED G_GNUC_WARN_UNUSED_RESULT;

/* What it answers, JSON as it came. What a tenant has used (LK_PULSAR_USAGE_PATH) takes the tenant's cluster and the
 * organization as well; both are NULL for all else. */
void           lk_pulsar_admin_get_async  (LkPulsarAdmin        *self,
                                           const char           *path,
                                           const char           *cluster,
                                           const char           *org_id,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
GBytes        *lk_pulsar_admin_get_finish (LkPulsarAdmin        *self,
                                           GAsyncResult         *result,
                                           GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* From such an answer: the names of namespaces, topics or connectors. */
GStrv          lk_pulsar_admin_read_names (GBytes               *answer,
                                           GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
