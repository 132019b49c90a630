/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LkAstraError:
 * @LK_ASTRA_ERROR_BAD_ADDRESS: the address is neither HTTPS nor plain HTTP to loopback
 * @LK_ASTRA_ERROR_BAD_TOKEN: the text cannot be sent as a token
 * @LK_ASTRA_ERROR_UNREACHABLE: no connection, or it broke
 * @LK_ASTRA_ERROR_TIMED_OUT: a deadline passed
 * @LK_ASTRA_ERROR_INSECURE: TLS could not be trusted
 * @LK_ASTRA_ERROR_UNAUTHORIZED: 401, the token is not accepted
 * @LK_ASTRA_ERROR_FORBIDDEN: 403, the token's roles do not allow it
 * @LK_ASTRA_ERROR_NOT_FOUND: 404
 * @LK_ASTRA_ERROR_REJECTED: 400, 409 or 422, the request was refused
 * @LK_ASTRA_ERROR_RATE_LIMITED: 429
 * @LK_ASTRA_ERROR_SERVER: 5xx
 * @LK_ASTRA_ERROR_UNEXPECTED: any other status, every redirect among them
 * @LK_ASTRA_ERROR_MALFORMED: the answer is not what the API promises
 * @LK_ASTRA_ERROR_TOO_LARGE: the answer passed its bound
 *
 * What can go wrong with the DevOps API, by how a caller reacts to it. Each message is one sentence for people and
 * holds no text of the service that was not redacted.
 */
typedef enum
{
  LK_ASTRA_ERROR_BAD_ADDRESS,
  LK_ASTRA_ERROR_BAD_TOKEN,
  LK_ASTRA_ERROR_UNREACHABLE,
  LK_ASTRA_ERROR_TIMED_OUT,
  LK_ASTRA_ERROR_INSECURE,
  LK_ASTRA_ERROR_UNAUTHORIZED,
  LK_ASTRA_ERROR_FORBIDDEN,
  LK_ASTRA_ERROR_NOT_FOUND,
  LK_ASTRA_ERROR_REJECTED,
  LK_ASTRA_ERROR_RATE_LIMITED,
  LK_ASTRA_ERROR_SERVER,
  LK_ASTRA_ERROR_UNEXPECTED,
  LK_ASTRA_ERROR_MALFORMED,
  LK_ASTRA_ERROR_TOO_LARGE,
} LkAstraError;

#define LK_ASTRA_ERROR (lk_astra_error_quark ())

GQuark   lk_astra_error_quark       (void);

GError  *lk_astra_error_from_status (guint       status,
                                     GBytes     *body) G_GNUC_WARN_UNUSED_RESULT;
gboolean lk_astra_error_is_told     (GBytes     *body);
char    *lk_astra_redact            (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
