/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-astra-streaming.h"
#include "lk-test-recorder.h"
#include "lk-test.h"

G_BEGIN_DECLS

#define LK_TEST_API_ORG "00000000-0000-4000-8000-00000000e0a1"
#define LK_TEST_API_CLUSTER "pulsar-aws-useast2"
/* Its signature comes last, and is as long as a real one. */
#define LK_TEST_API_TOKEN "eyJhbGciOiJSUzI1NiJ9.eyJ0b2tlbmlkIjoiZmE0ZTAwMDAwNyJ9." LK_TEST_FAKE_SIGNATURE

/* A streaming client, a tenant, and a server that answers all requests alike. */
typedef struct
{
  LkTestRecorder    recorder;
  LkAstraClient    *client;
  LkAstraStreaming *streaming;
  LkTenant         *tenant;

  guint             status;
  guint             n_failures; /* that many requests are answered 503 first */
  char             *body;
  gboolean          hold;
  GPtrArray        *held;       /* of SoupServerMessage */
} LkTestApi;

void        lk_test_api_set_up      (LkTestApi     *self,
                                     gconstpointer  user_data);
void        lk_test_api_tear_down   (LkTestApi     *self,
                                     gconstpointer  user_data);
void        lk_test_api_answer      (LkTestApi     *self,
                                     guint          status,
                                     const char    *body);
/* A file of the data of tests; @TOKEN@ in it is %LK_TEST_API_TOKEN. */
void        lk_test_api_answer_file (LkTestApi     *self,
                                     const char    *name);
/* What the last request said of the cluster and the organization. */
const char *lk_test_api_get_cluster (LkTestApi     *self);
const char *lk_test_api_get_org     (LkTestApi     *self);
/* (transfer full) */
LkTenant   *lk_test_api_make_tenant (const char    *cluster,
                                     const char    *name);

#define LK_TEST_API_ADD(path, function) \
  g_test_add (path, LkTestApi, NULL, lk_test_api_set_up, function, lk_test_api_tear_down)

G_END_DECLS
