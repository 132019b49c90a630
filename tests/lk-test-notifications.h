/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Stands in for the desktop that shows notifications (org.gtk.Notifications), in a thread of its own: GLib waits for the
 * answer whether there is one. To be started before the application. */
typedef struct _LkTestNotifications LkTestNotifications;

LkTestNotifications *lk_test_notifications_new       (void);
void                 lk_test_notifications_free      (LkTestNotifications *self);
guint                lk_test_notifications_count     (LkTestNotifications *self); /* that there ever were */
guint                lk_test_notifications_get_shown (LkTestNotifications *self); /* that are to be seen now */
char                *lk_test_notifications_dup       (LkTestNotifications *self,
                                                      const char          *key); /* of the last one, printed */
void                 lk_test_notifications_click     (LkTestNotifications *self); /* on the last one */
void                 lk_test_notifications_click_button (LkTestNotifications *self); /* the only one on the last one */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkTestNotifications, lk_test_notifications_free)

G_END_DECLS
