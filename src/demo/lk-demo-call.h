/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-demo-answer.h"
#include "lk-demo-org.h"
#include "lk-demo-streaming.h"

G_BEGIN_DECLS

/**
 * LkDemoWorld:
 * @orgs: (element-type LkDemoOrg): the organizations
 * @streaming: from #LkDemoOrg to #LkDemoStreaming, the streaming half of each
 * @url: the address of the service
 * @n_bad_roles: how often a role's name was sent where its id belongs
 *
 * What the calls of the API read and change.
 */
typedef struct
{
  GPtrArray  *orgs;
  GHashTable *streaming;
  const char *url;
  guint64     n_bad_roles;
} LkDemoWorld;

LkDemoOperation lk_demo_call_find_operation (const char        *method,
                                             const char        *path);
void            lk_demo_call_perform        (LkDemoWorld       *world,
                                             SoupServerMessage *message,
                                             LkDemoOperation    operation,
                                             const char        *path,
                                             gboolean           lie,
                                             LkDemoAnswer      *answer);

G_END_DECLS
