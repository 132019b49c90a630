/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsecret/secret.h>

G_BEGIN_DECLS

#define LK_TOKEN_LENGTH 97 /* characters of an application token */

/**
 * LkTokenFormat:
 * @LK_TOKEN_FORMAT_EMPTY: nothing
 * @LK_TOKEN_FORMAT_ASTRA: the usual form
 * @LK_TOKEN_FORMAT_UNUSUAL: another form, which may be a token all the same
 * @LK_TOKEN_FORMAT_JSON: the content of a file
 * @LK_TOKEN_FORMAT_FILE_NAME: the name of a file
 * @LK_TOKEN_FORMAT_BLANKS: blanks or other characters inside that no token has
 *
 * What pasted text looks like. Only the first two after empty can be tokens.
 */
typedef enum
{
  LK_TOKEN_FORMAT_EMPTY,
  LK_TOKEN_FORMAT_ASTRA,
  LK_TOKEN_FORMAT_UNUSUAL,
  LK_TOKEN_FORMAT_JSON,
  LK_TOKEN_FORMAT_FILE_NAME,
  LK_TOKEN_FORMAT_BLANKS,
} LkTokenFormat;

LkTokenFormat  lk_token_format_check (const char   *text,
                                      SecretValue **value,
                                      char        **message);
char          *lk_token_client_id    (SecretValue  *token) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
