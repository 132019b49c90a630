/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsecret/secret.h>

#include "lk-exchange-error.h"

G_BEGIN_DECLS

#define LK_EXPORT_VARIABLE "ASTRA_DB_APPLICATION_TOKEN"

/**
 * LkExportFormat:
 * @LK_EXPORT_PORTAL_JSON: JSON, like the portal's download
 * @LK_EXPORT_CSV: CSV, like the portal's older download
 * @LK_EXPORT_DOTENV: an environment file
 * @LK_EXPORT_SH: exports for sh, bash, dash and zsh
 * @LK_EXPORT_FISH: exports for fish
 * @LK_EXPORT_ASTRARC: a profile of the Astra CLI
 * @LK_EXPORT_CLIENT_CONF: the file of Pulsar's own tools, for Pulsar tokens alone
 * @LK_EXPORT_N_FORMATS: how many there are
 *
 * How a token is written down; see lk_export_suits() and lk_pulsar_export_suits().
 */
typedef enum
{
  LK_EXPORT_PORTAL_JSON,
  LK_EXPORT_CSV,
  LK_EXPORT_DOTENV,
  LK_EXPORT_SH,
  LK_EXPORT_FISH,
  LK_EXPORT_ASTRARC,
  LK_EXPORT_CLIENT_CONF,
  LK_EXPORT_N_FORMATS,
} LkExportFormat;

/**
 * LkExportToken:
 * @client_id: its client id
 * @client_secret: (nullable): its client secret, which only JSON and CSV hold
 * @token: the token
 * @description: (nullable): what it is for
 * @role_names: (nullable): its roles
 * @organization: (nullable): what its organization is called
 * @environment: (nullable): "prod", "dev" or "test"; %NULL is "prod"
 * @script_name: (nullable): its script name
 *
 * An application token as it is written down; nothing in it is owned.
 */
typedef struct
{
  const char         *client_id;
  SecretValue        *client_secret;
  SecretValue        *token;
  const char         *description;
  const char * const *role_names;
  const char         *organization;
  const char         *environment;
  const char         *script_name;
} LkExportToken;

const char *lk_export_format_get_id     (LkExportFormat        format);
gboolean    lk_export_format_from_id    (const char           *id,
                                         LkExportFormat       *format);
gboolean    lk_export_format_has_secret (LkExportFormat        format);
char       *lk_export_format_name_file  (LkExportFormat        format,
                                         const char           *stem,
                                         const char           *fallback) G_GNUC_WARN_UNUSED_RESULT;
gboolean    lk_export_suits             (LkExportFormat        format);
char       *lk_export_file_name         (const LkExportToken  *token,
                                         LkExportFormat        format) G_GNUC_WARN_UNUSED_RESULT;
GBytes     *lk_export_write             (const LkExportToken  *token,
                                         LkExportFormat        format,
                                         GError              **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    lk_export_check_token       (SecretValue          *token,
                                         GError              **error);

G_END_DECLS
