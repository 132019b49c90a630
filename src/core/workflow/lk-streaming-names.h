/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-streaming.h"

G_BEGIN_DECLS

/**
 * LkStreamingNames:
 * @LK_STREAMING_NAMESPACES: the namespaces of a tenant
 * @LK_STREAMING_TOPICS: the topics of a namespace that keep their messages, partitioned ones by their own name
 * @LK_STREAMING_SINKS: the connectors of a namespace that take messages out
 * @LK_STREAMING_SOURCES: the connectors of a namespace that bring messages in
 *
 * What a tenant has that goes by names.
 */
typedef enum
{
  LK_STREAMING_NAMESPACES,
  LK_STREAMING_TOPICS,
  LK_STREAMING_SINKS,
  LK_STREAMING_SOURCES,
} LkStreamingNames;

/* Lists names for a choice, with a Pulsar token of the tenant, which is fetched if it is not stored. The names (transfer
 * full, sorted, maybe none) are short, "default" and "new" rather than "tenant/default" and "persistent://tenant/default/new",
 * and fit LkTokenTaskPlace as they are; they are texts of somebody else. @namespace_name (as in LkTokenTaskPlace) is NULL for
 * LK_STREAMING_NAMESPACES alone. Fails as lk_streaming_ask_finish(), and with LK_WORK_ERROR_INVALID for a namespace that
 * cannot be asked for. */
void  lk_streaming_list_names_async  (LkStreaming          *self,
                                      LkPulsarToken        *token,
                                      LkStreamingNames      what,
                                      const char           *namespace_name,
                                      GCancellable         *cancellable,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data);
GStrv lk_streaming_list_names_finish (LkStreaming          *self,
                                      GAsyncResult         *result,
                                      GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
