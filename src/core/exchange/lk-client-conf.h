/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsecret/secret.h>

#include "lk-exchange-error.h"

G_BEGIN_DECLS

#define LK_CLIENT_CONF_FILE_NAME "client.conf"

/**
 * LkClientConf:
 * @web_service_url: (nullable): where the tenant is administered
 * @broker_service_url: (nullable): where its messages are
 * @token: the Pulsar token
 *
 * What a `client.conf` says.
 */
typedef struct
{
  char        *web_service_url;
  char        *broker_service_url;
  SecretValue *token;
} LkClientConf;

GBytes       *lk_client_conf_write       (const char    *web_service_url,
                                          const char    *broker_service_url,
                                          SecretValue   *token,
                                          GError       **error) G_GNUC_WARN_UNUSED_RESULT;
char         *lk_client_conf_new_command (const char    *web_service_url,
                                          const char    *broker_service_url,
                                          const char    *look_up_command,
                                          GError       **error) G_GNUC_WARN_UNUSED_RESULT;
LkClientConf *lk_client_conf_read        (GBytes        *content,
                                          GError       **error) G_GNUC_WARN_UNUSED_RESULT;
void          lk_client_conf_free        (LkClientConf  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkClientConf, lk_client_conf_free)

G_END_DECLS
