/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Stands in for the session's manager, of which GTK asks not to log out or sleep. In a thread of its own: GTK waits for the
 * answer. To be started before the application. */
typedef struct _LkTestSessionManager LkTestSessionManager;

LkTestSessionManager *lk_test_session_manager_new            (void);
void                  lk_test_session_manager_free           (LkTestSessionManager *self);
guint                 lk_test_session_manager_count_inhibits (LkTestSessionManager *self);
guint                 lk_test_session_manager_count_total    (LkTestSessionManager *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkTestSessionManager, lk_test_session_manager_free)

G_END_DECLS
