/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-streaming.h"
#include "lk-test-office.h"

G_BEGIN_DECLS

#define LK_TEST_GCP "pulsar-gcp-useast4"
#define LK_TEST_AWS "pulsar-aws-euwest1"

gboolean       lk_test_streaming_load    (LkStreaming         *streaming,
                                          GError             **error);
/* (transfer full), loaded */
LkStreaming   *lk_test_streaming_new     (LkTestOffice        *self);
/* For a tenant of %LK_TEST_GCP; looks twice, at once, where the answer is lost. (transfer full) (nullable) */
LkPulsarToken *lk_test_streaming_create  (LkStreaming         *streaming,
                                          const char          *tenant,
                                          const LkPulsarWish  *wish,
                                          GError             **store_error,
                                          GError             **error);
/* (transfer full) (nullable) */
SecretValue   *lk_test_streaming_look_up (LkStreaming         *streaming,
                                          LkPulsarToken       *token,
                                          GError             **error);
/* How many tokens of a tenant are listed, and the one of a number. (transfer full) */
guint          lk_test_streaming_count   (LkStreaming         *streaming,
                                          const char          *cluster,
                                          const char          *tenant);
LkPulsarToken *lk_test_streaming_get     (LkStreaming         *streaming,
                                          const char          *cluster,
                                          const char          *tenant,
                                          guint                number);
gboolean       lk_test_streaming_delete  (LkStreaming         *streaming,
                                          LkPulsarToken       *token,
                                          GError             **error);

G_END_DECLS
