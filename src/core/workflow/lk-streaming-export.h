/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-pulsar-export.h"
#include "lk-streaming.h"

G_BEGIN_DECLS

/**
 * LkPulsarForm:
 * @format: one that lk_pulsar_export_suits() takes
 * @variables: which variables an environment file or a shell's file sets
 * @namespace_name: (nullable): the namespace that it names
 * @topic: (nullable): the topic that it names
 *
 * How a Pulsar token is written down.
 */
typedef struct
{
  LkExportFormat     format;
  LkPulsarVariables  variables;
  const char        *namespace_name;
  const char        *topic;
} LkPulsarForm;

/* Gets a token as lk_streaming_look_up_async() does and writes it down with where its tenant is. */
void      lk_streaming_export_read_async  (LkStreaming          *self,
                                           LkPulsarToken        *token,
                                           const LkPulsarForm   *form,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
GBytes   *lk_streaming_export_read_finish (LkStreaming          *self,
                                           GAsyncResult         *result,
                                           GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same into a file that its user alone can read. */
void      lk_streaming_export_save_async  (LkStreaming          *self,
                                           LkPulsarToken        *token,
                                           const LkPulsarForm   *form,
                                           GFile                *file,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
gboolean  lk_streaming_export_save_finish (LkStreaming          *self,
                                           GAsyncResult         *result,
                                           GError              **error);

G_END_DECLS
