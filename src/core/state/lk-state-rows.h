/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-account.h"
#include "lk-activity.h"
#include "lk-database.h"
#include "lk-intent.h"

G_BEGIN_DECLS

/* Between rows and objects. Objects are copied into texts by the caller; the rest runs in the database's thread. */

gboolean   lk_state_rows_bind           (sqlite3_stmt *statement,
                                         GPtrArray    *texts,
                                         guint         first,
                                         guint         n,
                                         GError      **error);
char      *lk_state_rows_join           (const char *const *strings) G_GNUC_WARN_UNUSED_RESULT;
GStrv      lk_state_rows_split          (sqlite3_stmt *statement,
                                         int           column) G_GNUC_WARN_UNUSED_RESULT;
char      *lk_state_rows_time_text      (GDateTime    *time) G_GNUC_WARN_UNUSED_RESULT;
GDateTime *lk_state_rows_time           (sqlite3_stmt *statement,
                                         int           column) G_GNUC_WARN_UNUSED_RESULT;

GPtrArray *lk_state_rows_from_account   (LkAccount   *account) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *lk_state_rows_from_intent    (LkIntent    *intent) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *lk_state_rows_from_id        (const char  *id) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *lk_state_rows_from_activity  (LkActivity  *activity) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *lk_state_rows_from_lists     (const char  *account_id,
                                         GDateTime   *read_at,
                                         GPtrArray   *tokens,
                                         GPtrArray   *roles) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *lk_state_rows_from_note      (const char  *account_id,
                                         const char  *client_id,
                                         const char  *note) G_GNUC_WARN_UNUSED_RESULT;

gpointer   lk_state_rows_list_accounts  (LkDatabase  *database,
                                         GPtrArray   *texts,
                                         GError     **error);
gpointer   lk_state_rows_save_account   (LkDatabase  *database,
                                         GPtrArray   *texts,
                                         GError     **error);
gpointer   lk_state_rows_remove_account (LkDatabase  *database,
                                         GPtrArray   *texts,
                                         GError     **error);
gpointer   lk_state_rows_restore_account (LkDatabase *database,
                                         GPtrArray   *rows,
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

gpointer   lk_state_rows_read_lists   (LkDatabase  *database,
                                         GPtrArray   *texts,
                                         GError     **error);
gpointer   lk_state_rows_save_lists   (LkDatabase  *database,
                                         GPtrArray   *texts,
                                         GError     **error);
gpointer   lk_state_rows_save_note    (LkDatabase  *database,
                                         GPtrArray   *texts,
                                         GError     **error);
gpointer   lk_state_rows_list_activities (LkDatabase  *database,
                                         GPtrArray   *texts,
                                         GError     **error);
gpointer   lk_state_rows_list_token_activities (LkDatabase *database,
                                         GPtrArray   *texts,
                                         GError     **error);
gpointer   lk_state_rows_add_activity (LkDatabase  *database,
                                         GPtrArray   *texts,
                                         GError     **error);
GPtrArray *lk_state_rows_from_before    (GDateTime   *before) G_GNUC_WARN_UNUSED_RESULT;
gpointer   lk_state_rows_forget_activities (LkDatabase *database,
                                         GPtrArray   *texts,
                                         GError     **error);

gpointer lk_state_rows_change (LkDatabase  *database,
                               const char  *sql,
                               GPtrArray   *texts,
                               GError     **error);

G_END_DECLS
