/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "lk-demo-key.h"

G_BEGIN_DECLS

/**
 * LkDemoPulsarForm:
 * @LK_DEMO_PULSAR_USUAL: as the service lists a token today
 * @LK_DEMO_PULSAR_HIDDEN_END: the list does not tell when it ends, the token does
 * @LK_DEMO_PULSAR_OLD: its subject has three parts, and it has no id
 *
 * What a made-up Pulsar token looks like.
 */
typedef enum
{
  LK_DEMO_PULSAR_USUAL,
  LK_DEMO_PULSAR_HIDDEN_END,
  LK_DEMO_PULSAR_OLD
} LkDemoPulsarForm;

/**
 * LkDemoPulsarToken:
 * @id: 10 hex digits
 * @issued_s: when it was made, in seconds since 1970
 * @expires_s: when it ends, or 0 for never
 * @form: what it looks like
 *
 * One Pulsar token. It is signed when it is asked for.
 */
typedef struct
{
  char             *id;
  gint64            issued_s;
  gint64            expires_s;
  LkDemoPulsarForm  form;
} LkDemoPulsarToken;

/**
 * LkDemoTenant:
 * @name: its name
 * @cluster: its cluster, static
 * @provider: the cloud of that, static
 * @region: the region of that, static
 * @id: a UUID
 * @tokens: (element-type LkDemoPulsarToken): its tokens
 * @max_tokens: how many it may have
 * @sparse: whether much of its row is empty or missing
 * @as_strings: whether numbers are told as strings
 *
 * One tenant on one cluster.
 */
typedef struct
{
  char       *name;
  const char *cluster;
  const char *provider;
  const char *region;
  char       *id;
  GPtrArray  *tokens;
  guint       max_tokens;
  gboolean    sparse;
  gboolean    as_strings;
} LkDemoTenant;

typedef struct _LkDemoStreaming LkDemoStreaming;

LkDemoStreaming         *lk_demo_streaming_new             (guint32                  seed,
                                                            guint                    index,
                                                            const char              *org_id,
                                                            guint                    n_tenants,
                                                            guint                    n_tokens,
                                                            LkDemoKey               *key) G_GNUC_WARN_UNUSED_RESULT;
void                     lk_demo_streaming_free            (LkDemoStreaming         *self);

guint                    lk_demo_streaming_get_n_tokens    (LkDemoStreaming         *self);
LkDemoTenant            *lk_demo_streaming_find_tenant     (LkDemoStreaming         *self,
                                                            const char              *cluster,
                                                            const char              *name);
const LkDemoPulsarToken *lk_demo_streaming_find_token      (LkDemoTenant            *tenant,
                                                            const char              *id);
LkDemoTenant            *lk_demo_streaming_authenticate    (LkDemoStreaming         *self,
                                                            const char              *token);

const LkDemoPulsarToken *lk_demo_streaming_create_token    (LkDemoStreaming         *self,
                                                            LkDemoTenant            *tenant,
                                                            gint64                   lifetime_s);
gboolean                 lk_demo_streaming_delete_token    (LkDemoTenant            *tenant,
                                                            const char              *id);

char                    *lk_demo_streaming_sign            (LkDemoStreaming         *self,
                                                            LkDemoTenant            *tenant,
                                                            const LkDemoPulsarToken *token) G_GNUC_WARN_UNUSED_RESULT;
JsonNode                *lk_demo_streaming_tenants_to_json (LkDemoStreaming         *self,
                                                            const char              *url) G_GNUC_WARN_UNUSED_RESULT;
JsonNode                *lk_demo_streaming_tokens_to_json  (LkDemoStreaming         *self,
                                                            LkDemoTenant            *tenant) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
