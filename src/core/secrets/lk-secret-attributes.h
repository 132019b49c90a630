/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <libsecret/secret.h>

G_BEGIN_DECLS

#define LK_SECRET_KIND_ACCOUNT "account"
#define LK_SECRET_KIND_ASTRA_TOKEN "astra-token"
#define LK_SECRET_KIND_PENDING "pending"
#define LK_SECRET_KIND_PULSAR_TOKEN "pulsar-token"

#define LK_SECRET_FIELD_TOKEN "token"
#define LK_SECRET_FIELD_CLIENT_SECRET "client-secret"
#define LK_SECRET_FIELD_ESCROW_KEY "escrow-key"

#define LK_SECRET_UNKNOWN "unknown" /* for the organization and the like, of what was stored without an account */

#define LK_SCRIPT_NAME_MAX_LENGTH 64 /* bytes */

GHashTable *lk_secret_attributes_new   (const char  *first_key,
                                        ...) G_GNUC_NULL_TERMINATED G_GNUC_WARN_UNUSED_RESULT;
gboolean    lk_secret_value_check      (SecretValue *value,
                                        GError     **error);
gboolean    lk_script_name_is_valid    (const char  *name);
char       *lk_script_name_from_text   (const char  *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
