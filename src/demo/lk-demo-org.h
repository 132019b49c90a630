/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "lk-demo-roles.h"

G_BEGIN_DECLS

/**
 * LkDemoToken:
 * @client_id: 24 letters, the key of the row
 * @checksum: the SHA-256 of the secret in hex, which ends the token; the secret itself is not kept
 * @roles: ids of roles; one in the seeded data is unknown and one is a name
 * @generated_us: when it was made, in microseconds since 1970
 * @description: (nullable): %NULL if the row shall not have the field
 * @expiry: (nullable): the time as the maker wrote it, or %NULL for none
 * @expires_us: @expiry in microseconds since 1970, or %G_MAXINT64 for never
 * @null_expiry: whether the row spells "no expiry" as `null` rather than leaving the field out
 *
 * One application token.
 */
typedef struct
{
  char     *client_id;
  char     *checksum;
  GStrv     roles;
  gint64    generated_us;
  char     *description;
  char     *expiry;
  gint64    expires_us;
  gboolean  null_expiry;
} LkDemoToken;

typedef struct _LkDemoOrg LkDemoOrg;

LkDemoOrg         *lk_demo_org_new               (guint32             seed,
                                                  guint               index,
                                                  guint               n_tokens) G_GNUC_WARN_UNUSED_RESULT;
void               lk_demo_org_free              (LkDemoOrg          *self);

const char        *lk_demo_org_get_id            (LkDemoOrg          *self);
GPtrArray         *lk_demo_org_get_roles         (LkDemoOrg          *self);
const char        *lk_demo_org_get_sign_in_token (LkDemoOrg          *self);
guint              lk_demo_org_get_n_tokens      (LkDemoOrg          *self);

const LkDemoToken *lk_demo_org_authenticate      (LkDemoOrg          *self,
                                                  const char         *token);
gboolean           lk_demo_org_allows            (LkDemoOrg          *self,
                                                  const LkDemoToken  *token,
                                                  const char         *action);

JsonNode          *lk_demo_org_create_token      (LkDemoOrg          *self,
                                                  const char * const *roles,
                                                  const char         *description,
                                                  const char         *expiry,
                                                  gint64              expires_us) G_GNUC_WARN_UNUSED_RESULT;
gboolean           lk_demo_org_delete_token      (LkDemoOrg          *self,
                                                  const char         *client_id);

JsonNode          *lk_demo_org_tokens_to_json    (LkDemoOrg          *self) G_GNUC_WARN_UNUSED_RESULT;
JsonNode          *lk_demo_org_roles_to_json     (LkDemoOrg          *self) G_GNUC_WARN_UNUSED_RESULT;
JsonNode          *lk_demo_org_users_to_json     (LkDemoOrg          *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkDemoOrg, lk_demo_org_free)

G_END_DECLS
