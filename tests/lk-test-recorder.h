/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* A server on loopback, in the main context of the test, that keeps what comes to it and leaves the answer to a callback. */
typedef struct
{
  SoupServer         *server;
  char               *url; /* without a path */
  SoupServerCallback  answer;
  gpointer            user_data;

  guint               n_requests;
  SoupServerMessage  *last;    /* NULL before the first */
  GPtrArray          *bearers; /* what each request signed in with */
  GString            *seen;    /* the rest of all requests: addresses, headers, bodies */
} LkTestRecorder;

void        lk_test_recorder_begin      (LkTestRecorder     *self,
                                         SoupServerCallback  answer,
                                         gpointer            user_data);
void        lk_test_recorder_end        (LkTestRecorder     *self);

/* Of the last request. The path is still escaped. */
const char *lk_test_recorder_get_method (LkTestRecorder     *self);
const char *lk_test_recorder_get_path   (LkTestRecorder     *self);
const char *lk_test_recorder_get_header (LkTestRecorder     *self,
                                         const char         *name);
char       *lk_test_recorder_dup_body   (LkTestRecorder     *self);

G_END_DECLS
