/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-account.h"
#include "lk-keyring.h"
#include "lk-tenant.h"

G_BEGIN_DECLS

GHashTable *lk_pulsar_secrets_attributes (LkAccount  *account,
                                          LkTenant   *tenant,
                                          const char *token_id,
                                          const char *script_name) G_GNUC_WARN_UNUSED_RESULT;
char       *lk_pulsar_secrets_label      (LkAccount  *account,
                                          LkTenant   *tenant,
                                          const char *title) G_GNUC_WARN_UNUSED_RESULT;
char       *lk_pulsar_secrets_superseded_label (LkAccount  *account,
                                                LkTenant   *tenant,
                                                const char *title,
                                                GDateTime  *since) G_GNUC_WARN_UNUSED_RESULT;
gboolean    lk_pulsar_secrets_is_superseded    (const char *label);
char       *lk_pulsar_secrets_relabel    (const char *label,
                                          const char *tenant,
                                          const char *former,
                                          const char *now) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
