/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-export.h"
#include "lk-pulsar-lines.h"

G_BEGIN_DECLS

/**
 * LkPulsarExport:
 * @token: the token
 * @place: where it is used
 * @variables: which variables an environment file or a shell's file sets
 * @script_name: (nullable): its script name
 *
 * A Pulsar token as it is written down; nothing in it is owned.
 */
typedef struct
{
  SecretValue       *token;
  LkPulsarPlace      place;
  LkPulsarVariables  variables;
  const char        *script_name;
} LkPulsarExport;

gboolean  lk_pulsar_export_suits     (LkExportFormat         format);
char     *lk_pulsar_export_file_name (const LkPulsarExport  *self,
                                      LkExportFormat         format) G_GNUC_WARN_UNUSED_RESULT;
GBytes   *lk_pulsar_export_write     (const LkPulsarExport  *self,
                                      LkExportFormat         format,
                                      GError               **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
