/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-astra-streaming.h"
#include "lk-transport.h"

G_BEGIN_DECLS

/**
 * LkAstraStreaming:
 *
 * The streaming calls of the DevOps API. They go to the account's streaming address, which is a setting of its own, and
 * share the application token and the bound on requests at once with the client they were made for.
 */
struct _LkAstraStreaming
{
  GObject      parent_instance;

  LkTransport *transport;
  char        *org_id; /* NULL: not known, and then the header is left out */
  GTimeSpan    clock_offset; /* how far the service's clock is ahead, as its last answer told */
};

char               *lk_astra_streaming_make_path    (GTask            *task,
                                                     const char       *version,
                                                     LkTenant         *tenant,
                                                     const char       *what,
                                                     const char       *token_id) G_GNUC_WARN_UNUSED_RESULT;
LkTransportRequest  lk_astra_streaming_make_request (LkAstraStreaming *self,
                                                     LkTenant         *tenant,
                                                     const char       *path);

G_END_DECLS
