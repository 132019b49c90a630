/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-cli.h"
#include "lk-office-streaming.h"
#include "lk-streaming.h"

G_BEGIN_DECLS

/**
 * LkCliFound:
 * @inventory: (nullable): where @app_token is, not owned
 * @app_token: (nullable): an application token
 * @streaming: (nullable): where @pulsar_token is, not owned
 * @pulsar_token: (nullable): a Pulsar token
 *
 * What a word names: one token of either kind.
 */
typedef struct
{
  LkInventory   *inventory;
  LkAppToken    *app_token;
  LkStreaming   *streaming;
  LkPulsarToken *pulsar_token;
} LkCliFound;

void         lk_cli_found_free           (LkCliFound         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkCliFound, lk_cli_found_free)

gboolean     lk_cli_is_exact             (GPtrArray          *inventories,
                                          GPtrArray          *streamings,
                                          char              **words);
gboolean     lk_cli_load_for             (LkCli              *self,
                                          GPtrArray          *accounts,
                                          char              **words,
                                          GPtrArray          *inventories,
                                          GPtrArray          *streamings,
                                          GError            **error);
LkCliFound  *lk_cli_find                 (GPtrArray          *inventories,
                                          GPtrArray          *streamings,
                                          const char         *word,
                                          int                *exit_code) G_GNUC_WARN_UNUSED_RESULT;

LkStreaming *lk_cli_load_streaming       (LkCli              *self,
                                          LkAccount          *account,
                                          GError            **error) G_GNUC_WARN_UNUSED_RESULT;
LkStreaming *lk_cli_restore_streaming    (LkCli              *self,
                                          LkAccount          *account,
                                          GError            **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean     lk_cli_is_no_streaming      (const GError       *error);
int          lk_cli_report_tenants       (LkStreaming        *streaming);
LkTenant    *lk_cli_find_tenant          (LkStreaming        *streaming,
                                          const char         *name,
                                          const char         *cluster,
                                          int                *exit_code);

void         lk_cli_json_add_pulsar      (JsonBuilder        *builder,
                                          LkStreaming        *streaming,
                                          LkPulsarToken      *token);

int            lk_cli_print_exact         (const char         *bytes,
                                           gsize               length);
LkPulsarToken *lk_cli_find_pulsar         (LkCli              *self,
                                           const char         *word,
                                           LkStreaming       **streaming,
                                           int                *exit_code) G_GNUC_WARN_UNUSED_RESULT;
SecretValue   *lk_cli_look_up_pulsar      (LkStreaming        *streaming,
                                           LkPulsarToken      *token,
                                           int                *exit_code) G_GNUC_WARN_UNUSED_RESULT;

int          lk_cli_check                (LkCli              *self,
                                          int                 argc,
                                          char              **argv);
int          lk_cli_env                  (LkCli              *self,
                                          int                 argc,
                                          char              **argv);
int          lk_cli_tenants              (LkCli              *self,
                                          int                 argc,
                                          char              **argv);
int          lk_cli_create_pulsar        (LkCli              *self,
                                          int                 argc,
                                          char              **argv);
int          lk_cli_get                  (LkCli              *self,
                                          int                 argc,
                                          char              **argv);

G_END_DECLS
