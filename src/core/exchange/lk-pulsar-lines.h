/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsecret/secret.h>

#include "lk-exchange-error.h"
#include "lk-shell-word.h"

G_BEGIN_DECLS

/**
 * LkPulsarVariables:
 * @LK_PULSAR_VARIABLES_USUAL: `TENANT`, `INPUT_TOPIC`, `NAMESPACE`, `BEARER_TOKEN`
 * @LK_PULSAR_VARIABLES_TODAY: those of today's documentation: `TENANT`, `WEB_SERVICE_URL`, `NAMESPACE`, `TOPIC`,
 *   `PULSAR_TOKEN`
 * @LK_PULSAR_VARIABLES_ALL: what programs look for: `TENANT`, `WEB_SERVICE_URL`, `BROKER_SERVICE_URL`, `BEARER_TOKEN`,
 *   `PULSAR_TOKEN`
 *
 * Which environment variables tell a program of a tenant.
 */
typedef enum
{
  LK_PULSAR_VARIABLES_USUAL,
  LK_PULSAR_VARIABLES_TODAY,
  LK_PULSAR_VARIABLES_ALL,
} LkPulsarVariables;

/**
 * LkPulsarPlace:
 * @tenant: (nullable): the tenant
 * @namespace_name: (nullable): one of its namespaces
 * @topic: (nullable): one of the topics there
 * @web_service_url: (nullable): where the tenant is administered
 * @broker_service_url: (nullable): where its messages are
 *
 * Where a program goes with a Pulsar token. What is %NULL gets no variable. Nothing in it is owned.
 */
typedef struct
{
  const char *tenant;
  const char *namespace_name;
  const char *topic;
  const char *web_service_url;
  const char *broker_service_url;
} LkPulsarPlace;

char   *lk_pulsar_lines_list_names   (LkPulsarVariables     variables) G_GNUC_WARN_UNUSED_RESULT;
GBytes *lk_pulsar_lines_write        (const LkPulsarPlace  *place,
                                      LkPulsarVariables     variables,
                                      LkShell               shell,
                                      SecretValue          *token,
                                      GError              **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes *lk_pulsar_lines_write_dotenv (const LkPulsarPlace  *place,
                                      LkPulsarVariables     variables,
                                      SecretValue          *token,
                                      GError              **error) G_GNUC_WARN_UNUSED_RESULT;
char   *lk_pulsar_lines_new_look_up  (const LkPulsarPlace  *place,
                                      LkPulsarVariables     variables,
                                      LkShell               shell,
                                      const char           *look_up_command) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
