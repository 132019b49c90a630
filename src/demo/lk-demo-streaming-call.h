/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-demo-call.h"

G_BEGIN_DECLS

LkDemoOperation lk_demo_streaming_call_find_operation (const char        *method,
                                                       const char        *path);
void            lk_demo_streaming_call_refuse         (LkDemoAnswer      *answer,
                                                       guint              status,
                                                       const char        *reason);
void            lk_demo_streaming_call_admin          (LkDemoWorld       *world,
                                                       SoupServerMessage *message,
                                                       const char        *path,
                                                       LkDemoAnswer      *answer);
void            lk_demo_streaming_call_perform        (LkDemoWorld       *world,
                                                       LkDemoOrg         *org,
                                                       SoupServerMessage *message,
                                                       LkDemoOperation    operation,
                                                       const char        *path,
                                                       gboolean           lie,
                                                       LkDemoAnswer      *answer);

G_END_DECLS
