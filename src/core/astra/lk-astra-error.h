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
 * @LK_ASTRA_ERROR_REDIRECTED: 3xx; no redirect is followed
 * @LK_ASTRA_ERROR_NOT_ASTRA: a web page answered, as those of networks do that want a sign-in first; nothing is known
 *   of the service, so a 401 or 403 of this kind says nothing about the token
 * @LK_ASTRA_ERROR_UNEXPECTED: any other status
 * @LK_ASTRA_ERROR_MALFORMED: the answer is not what the API promises
 * @LK_ASTRA_ERROR_TOO_LARGE: the answer passed its bound
 * @LK_ASTRA_ERROR_TOKEN_LIMIT: 409 on the creation of a Pulsar token, its tenant has as many as it may have
 *
 * What can go wrong with the DevOps API, by how a caller reacts to it. Each message is one sentence for people and
 * holds no text of the service that was not redacted. Made from an answer, an error also carries its status, how long
 * the service asks to wait and its words; see lk_astra_error_get_status() and its siblings.
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
  LK_ASTRA_ERROR_REDIRECTED,
  LK_ASTRA_ERROR_NOT_ASTRA,
  LK_ASTRA_ERROR_UNEXPECTED,
  LK_ASTRA_ERROR_MALFORMED,
  LK_ASTRA_ERROR_TOO_LARGE,
  LK_ASTRA_ERROR_TOKEN_LIMIT,
} LkAstraError;

#define LK_ASTRA_ERROR (lk_astra_error_quark ())

GQuark      lk_astra_error_quark           (void);

GError     *lk_astra_error_from_status     (guint         status,
                                            GBytes       *body) G_GNUC_WARN_UNUSED_RESULT;
GError     *lk_astra_error_from_answer     (guint         status,
                                            guint         retry_after_s,
                                            GBytes       *body) G_GNUC_WARN_UNUSED_RESULT;
GError     *lk_astra_error_restate         (GError       *error,
                                            LkAstraError  code,
                                            const char   *message) G_GNUC_WARN_UNUSED_RESULT;
GError     *lk_astra_error_from_transport  (GError       *error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    lk_astra_error_is_told         (GBytes       *body);
gboolean    lk_astra_error_is_page         (GBytes       *body);

guint       lk_astra_error_get_status      (const GError *error);
guint       lk_astra_error_get_retry_after (const GError *error);
const char *lk_astra_error_get_answer      (const GError *error);
char       *lk_astra_error_create_details  (const GError *error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
