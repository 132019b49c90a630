/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A server on loopback that reads a request and answers with bytes, whatever they are; one request a connection. It runs
 * in threads of its own, so that it also answers while the main context of a test is busy. */
typedef struct _LkTestServer LkTestServer;

LkTestServer *lk_test_server_new        (void);
void          lk_test_server_free       (LkTestServer *self);
const char   *lk_test_server_get_url    (LkTestServer *self);
/* The bytes are sent @n_times, then the connection is closed. */
void          lk_test_server_set_answer (LkTestServer *self,
                                         GBytes       *answer,
                                         guint         n_times);
/* How many requests of a method have come, and starts to count anew. */
guint         lk_test_server_count      (LkTestServer *self,
                                         const char   *method);
/* The last request, head and body (transfer full), or NULL. */
char         *lk_test_server_get_request (LkTestServer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkTestServer, lk_test_server_free)

G_END_DECLS
