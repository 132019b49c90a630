/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

typedef sqlite3 LkDatabase;

LkDatabase   *lk_database_open     (const char  *directory,
                                    GError     **error) G_GNUC_WARN_UNUSED_RESULT;
void          lk_database_close    (LkDatabase  *self);

sqlite3_stmt *lk_database_prepare  (LkDatabase  *self,
                                    const char  *sql,
                                    int          code,
                                    GError     **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean      lk_database_run      (LkDatabase  *self,
                                    sqlite3_stmt *statement,
                                    GError     **error);
gboolean      lk_database_execute  (LkDatabase  *self,
                                    const char  *sql,
                                    int          code,
                                    GError     **error);
gboolean      lk_database_may_hold (const char  *text);
gboolean      lk_database_bind     (sqlite3_stmt *statement,
                                    int          index,
                                    const char  *text,
                                    GError     **error);
char         *lk_database_column   (sqlite3_stmt *statement,
                                    int          index) G_GNUC_WARN_UNUSED_RESULT;
gboolean      lk_database_fail     (LkDatabase  *self,
                                    int          code,
                                    GError     **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

G_END_DECLS
