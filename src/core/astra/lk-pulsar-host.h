/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LkPulsarHost:
 * @LK_PULSAR_HOST_KNOWN: it is under the environment's streaming domain, or is an origin of the account
 * @LK_PULSAR_HOST_UNKNOWN: it is neither, so somebody has to say yes before a token goes there
 *
 * What is known of the host of a tenant's web service, before a token is sent to it.
 */
typedef enum
{
  LK_PULSAR_HOST_KNOWN,
  LK_PULSAR_HOST_UNKNOWN,
} LkPulsarHost;

char *lk_pulsar_host_check (const char          *web_service_url,
                            const char          *environment,
                            const char * const  *origins,
                            LkPulsarHost        *host,
                            GError             **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
