/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-office.h"
#include "lk-setup-finding.h"

G_BEGIN_DECLS

#define LK_TYPE_SETUP_CHECK (lk_setup_check_get_type ())

/* Whether all that Latchkey stands on is in order: `latchkey doctor` and the window's page show the same. */
G_DECLARE_FINAL_TYPE (LkSetupCheck, lk_setup_check, LK, SETUP_CHECK, GObject)

LkSetupCheck *lk_setup_check_new            (LkKeyring           *keyring,
                                             LkOffice            *office,
                                             const GError        *data_error,
                                             const char          *more_versions) G_GNUC_WARN_UNUSED_RESULT;

void          lk_setup_check_set_time_limit (LkSetupCheck        *self,
                                             guint                time_limit_ms);
GListModel   *lk_setup_check_get_findings   (LkSetupCheck        *self);

void          lk_setup_check_run_async      (LkSetupCheck        *self,
                                             GCancellable        *cancellable,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data);
gboolean      lk_setup_check_run_finish     (LkSetupCheck        *self,
                                             GAsyncResult        *result,
                                             GError             **error);

G_END_DECLS
