/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-account.h"
#include "lk-database.h"
#include "lk-intent.h"

G_BEGIN_DECLS

/* Between rows and objects. Objects are copied into texts by the caller; the rest runs in the database's thread. */

GPtrArray *lk_state_rows_from_account   (LkAccount   *account) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *lk_state_rows_from_intent    (LkIntent    *intent) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *lk_state_rows_from_id        (const char  *id) G_GNUC_WARN_UNUSED_RESULT;

gpointer   lk_state_rows_list_accounts  (LkDatabase  *database,
                                         GPtrArray   *texts,
                                         GError     **error);
gpointer   lk_state_rows_save_account   (LkDatabase  *database,
                                         GPtrArray   *texts,
                                         GError     **error);
gpointer   lk_state_rows_remove_account (LkDatabase  *database,
                                         GPtrArray   *texts,
                                         GError     **error);
gpointer   lk_state_rows_list_intents   (LkDatabase  *database,
                                         GPtrArray   *texts,
                                         GError     **error);
gpointer   lk_state_rows_save_intent    (LkDatabase  *database,
                                         GPtrArray   *texts,
                                         GError     **error);
gpointer   lk_state_rows_remove_intent  (LkDatabase  *database,
                                         GPtrArray   *texts,
                                         GError     **error);

G_END_DECLS
