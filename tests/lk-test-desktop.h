/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define LK_TEST_APP_ID "io.github.latchkey_app.Latchkey"
#define LK_TEST_APP_PATH "/io/github/latchkey_app/Latchkey"
#define LK_TEST_PROVIDER "org.gnome.Shell.SearchProvider2"
#define LK_TEST_ACCOUNT_ID "5b8e0f7a-1111-4222-8333-944444444444" /* of what is remembered */

/* The session bus, which starts the program as the desktop's does: by its service file. Each test program has a session, and so
 * what the program remembers, of its own. */
typedef struct
{
  GDBusConnection *bus;
  gboolean         running; /* somebody has the name */
  guint            watch_id;
} LkTestDesktop;

void      lk_test_desktop_set_up          (LkTestDesktop  *fixture,
                                           gconstpointer   user_data);
void      lk_test_desktop_tear_down       (LkTestDesktop  *fixture,
                                           gconstpointer   user_data);
/* Writes down lists of an account, as if they had been read: tokens of both kinds that can be found. */
void      lk_test_desktop_remember        (void);
/* (transfer full) (nullable) */
GVariant *lk_test_desktop_call            (LkTestDesktop  *fixture,
                                           const char     *path,
                                           const char     *interface,
                                           const char     *method,
                                           GVariant       *parameters,
                                           GError        **error);
/* The search provider. (transfer full) */
GVariant *lk_test_desktop_ask             (LkTestDesktop  *fixture,
                                           const char     *method,
                                           GVariant       *parameters);
/* (transfer full) */
GStrv     lk_test_desktop_find            (LkTestDesktop  *fixture,
                                           const char     *text);
/* The only one that is found, and what is told of it; NULL: none is. */
void      lk_test_desktop_assert_found    (LkTestDesktop  *fixture,
                                           const char     *text,
                                           const char     *name,
                                           const char     *description);
gboolean  lk_test_desktop_has_window      (LkTestDesktop  *fixture);
void      lk_test_desktop_wait_for_window (LkTestDesktop  *fixture);
void      lk_test_desktop_quit            (LkTestDesktop  *fixture);

#define LK_TEST_DESKTOP_ADD(path, function) \
  g_test_add (path, LkTestDesktop, NULL, lk_test_desktop_set_up, function, lk_test_desktop_tear_down)

G_END_DECLS
