/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-jwt-private.h"

enum
{
  PROP_ISSUED_AT = LK_JWT_N_TEXTS,
  PROP_NOT_BEFORE,
  PROP_EXPIRY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LkJwt, lk_jwt, G_TYPE_OBJECT)

static void
lk_jwt_finalize (GObject *object)
{
  LkJwt *self = LK_JWT (object);

  for (guint i = 0; i < LK_JWT_N_TEXTS; i++)
    g_free (self->texts[i]);
  g_clear_pointer (&self->issued_at, g_date_time_unref);
  g_clear_pointer (&self->not_before, g_date_time_unref);
  g_clear_pointer (&self->expiry, g_date_time_unref);

  G_OBJECT_CLASS (lk_jwt_parent_class)->finalize (object);
}

static void
lk_jwt_get_property (GObject    *object,
                     guint       property_id,
                     GValue     *value,
                     GParamSpec *pspec)
{
  LkJwt *self = LK_JWT (object);

  if (property_id < LK_JWT_N_TEXTS)
    g_value_set_string (value, self->texts[property_id]);
  else if (property_id == PROP_ISSUED_AT)
    g_value_set_boxed (value, self->issued_at);
  else if (property_id == PROP_NOT_BEFORE)
    g_value_set_boxed (value, self->not_before);
  else if (property_id == PROP_EXPIRY)
    g_value_set_boxed (value, self->expiry);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
lk_jwt_class_init (LkJwtClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = lk_jwt_finalize;
  object_class->get_property = lk_jwt_get_property;

  /**
   * LkJwt:algorithm:
   *
   * How it is signed: `alg` of the header.
   */
  properties[LK_JWT_TEXT_ALGORITHM] = g_param_spec_string ("algorithm", NULL, NULL, NULL, flags);
  /**
   * LkJwt:token-type:
   *
   * `typ` of the header.
   */
  properties[LK_JWT_TEXT_TOKEN_TYPE] = g_param_spec_string ("token-type", NULL, NULL, NULL, flags);
  /**
   * LkJwt:key-id:
   *
   * Which key signed it: `kid` of the header.
   */
  properties[LK_JWT_TEXT_KEY_ID] = g_param_spec_string ("key-id", NULL, NULL, NULL, flags);
  /**
   * LkJwt:subject:
   *
   * Whom it stands for: `sub`.
   */
  properties[LK_JWT_TEXT_SUBJECT] = g_param_spec_string ("subject", NULL, NULL, NULL, flags);
  /**
   * LkJwt:subject-kind:
   *
   * The subject's first part: "client".
   */
  properties[LK_JWT_TEXT_SUBJECT_KIND] = g_param_spec_string ("subject-kind", NULL, NULL, NULL, flags);
  /**
   * LkJwt:org-id:
   *
   * The organization that the subject names.
   */
  properties[LK_JWT_TEXT_ORG_ID] = g_param_spec_string ("org-id", NULL, NULL, NULL, flags);
  /**
   * LkJwt:tenant:
   *
   * The tenant that the subject names.
   */
  properties[LK_JWT_TEXT_TENANT] = g_param_spec_string ("tenant", NULL, NULL, NULL, flags);
  /**
   * LkJwt:token-id:
   *
   * The token's id: the claim `tokenid`, else the subject's last part.
   */
  properties[LK_JWT_TEXT_TOKEN_ID] = g_param_spec_string ("token-id", NULL, NULL, NULL, flags);
  /**
   * LkJwt:issuer:
   *
   * Who made it: `iss`.
   */
  properties[LK_JWT_TEXT_ISSUER] = g_param_spec_string ("issuer", NULL, NULL, NULL, flags);
  /**
   * LkJwt:audience:
   *
   * Whom it is for: `aud`, several with commas between them.
   */
  properties[LK_JWT_TEXT_AUDIENCE] = g_param_spec_string ("audience", NULL, NULL, NULL, flags);
  /**
   * LkJwt:message:
   *
   * A sentence for people about what is wrong with it, without any of it; %NULL: nothing.
   */
  properties[LK_JWT_TEXT_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, flags);
  /**
   * LkJwt:issued-at:
   *
   * When it was made: `iat`, else what the subject of an old token says.
   */
  properties[PROP_ISSUED_AT] = g_param_spec_boxed ("issued-at", NULL, NULL, G_TYPE_DATE_TIME, flags);
  /**
   * LkJwt:not-before:
   *
   * From when on it may be used: `nbf`.
   */
  properties[PROP_NOT_BEFORE] = g_param_spec_boxed ("not-before", NULL, NULL, G_TYPE_DATE_TIME, flags);
  /**
   * LkJwt:expiry:
   *
   * When it expires: `exp`; %NULL for anything but %LK_JWT_EXPIRY_AT.
   */
  properties[PROP_EXPIRY] = g_param_spec_boxed ("expiry", NULL, NULL, G_TYPE_DATE_TIME, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_jwt_init (LkJwt *self)
{
}

/**
 * lk_jwt_get_flaw:
 * @self: what a token says
 *
 * Returns: what is wrong with it
 */
LkJwtFlaw
lk_jwt_get_flaw (LkJwt *self)
{
  g_return_val_if_fail (LK_IS_JWT (self), LK_JWT_FLAW_EMPTY);

  return self->flaw;
}

/**
 * lk_jwt_has_claims:
 * @self: what a token says
 *
 * Returns: whether its claims could be read
 */
gboolean
lk_jwt_has_claims (LkJwt *self)
{
  g_return_val_if_fail (LK_IS_JWT (self), FALSE);

  return self->has_claims;
}

/**
 * lk_jwt_get_expires:
 * @self: what a token says
 *
 * Returns: whether and when it expires; see lk_jwt_get_expiry() for %LK_JWT_EXPIRY_AT
 */
LkJwtExpiry
lk_jwt_get_expires (LkJwt *self)
{
  g_return_val_if_fail (LK_IS_JWT (self), LK_JWT_EXPIRY_UNKNOWN);

  return self->expires;
}

/**
 * lk_jwt_get_expiry:
 * @self: what a token says
 *
 * Returns: (transfer none) (nullable): its #LkJwt:expiry
 */
GDateTime *
lk_jwt_get_expiry (LkJwt *self)
{
  g_return_val_if_fail (LK_IS_JWT (self), NULL);

  return self->expiry;
}

/**
 * lk_jwt_get_issued_at:
 * @self: what a token says
 *
 * Returns: (transfer none) (nullable): its #LkJwt:issued-at
 */
GDateTime *
lk_jwt_get_issued_at (LkJwt *self)
{
  g_return_val_if_fail (LK_IS_JWT (self), NULL);

  return self->issued_at;
}

/**
 * lk_jwt_get_not_before:
 * @self: what a token says
 *
 * Returns: (transfer none) (nullable): its #LkJwt:not-before
 */
GDateTime *
lk_jwt_get_not_before (LkJwt *self)
{
  g_return_val_if_fail (LK_IS_JWT (self), NULL);

  return self->not_before;
}

/**
 * lk_jwt_get_message:
 * @self: what a token says
 *
 * Returns: (transfer none) (nullable): its #LkJwt:message
 */
const char *
lk_jwt_get_message (LkJwt *self)
{
  g_return_val_if_fail (LK_IS_JWT (self), NULL);

  return self->texts[LK_JWT_TEXT_MESSAGE];
}

/**
 * lk_jwt_get_algorithm:
 * @self: what a token says
 *
 * Returns: (transfer none) (nullable): its #LkJwt:algorithm
 */
const char *
lk_jwt_get_algorithm (LkJwt *self)
{
  g_return_val_if_fail (LK_IS_JWT (self), NULL);

  return self->texts[LK_JWT_TEXT_ALGORITHM];
}

/**
 * lk_jwt_get_token_type:
 * @self: what a token says
 *
 * Returns: (transfer none) (nullable): its #LkJwt:token-type
 */
const char *
lk_jwt_get_token_type (LkJwt *self)
{
  g_return_val_if_fail (LK_IS_JWT (self), NULL);

  return self->texts[LK_JWT_TEXT_TOKEN_TYPE];
}

/**
 * lk_jwt_get_key_id:
 * @self: what a token says
 *
 * Returns: (transfer none) (nullable): its #LkJwt:key-id
 */
const char *
lk_jwt_get_key_id (LkJwt *self)
{
  g_return_val_if_fail (LK_IS_JWT (self), NULL);

  return self->texts[LK_JWT_TEXT_KEY_ID];
}

/**
 * lk_jwt_get_subject:
 * @self: what a token says
 *
 * Returns: (transfer none) (nullable): its #LkJwt:subject
 */
const char *
lk_jwt_get_subject (LkJwt *self)
{
  g_return_val_if_fail (LK_IS_JWT (self), NULL);

  return self->texts[LK_JWT_TEXT_SUBJECT];
}

/**
 * lk_jwt_get_kind:
 * @self: what a token says
 *
 * Returns: (transfer none) (nullable): its #LkJwt:subject-kind
 */
const char *
lk_jwt_get_kind (LkJwt *self)
{
  g_return_val_if_fail (LK_IS_JWT (self), NULL);

  return self->texts[LK_JWT_TEXT_SUBJECT_KIND];
}

/**
 * lk_jwt_get_org_id:
 * @self: what a token says
 *
 * Returns: (transfer none) (nullable): its #LkJwt:org-id
 */
const char *
lk_jwt_get_org_id (LkJwt *self)
{
  g_return_val_if_fail (LK_IS_JWT (self), NULL);

  return self->texts[LK_JWT_TEXT_ORG_ID];
}

/**
 * lk_jwt_get_tenant:
 * @self: what a token says
 *
 * Returns: (transfer none) (nullable): its #LkJwt:tenant
 */
const char *
lk_jwt_get_tenant (LkJwt *self)
{
  g_return_val_if_fail (LK_IS_JWT (self), NULL);

  return self->texts[LK_JWT_TEXT_TENANT];
}

/**
 * lk_jwt_get_token_id:
 * @self: what a token says
 *
 * Returns: (transfer none) (nullable): its #LkJwt:token-id
 */
const char *
lk_jwt_get_token_id (LkJwt *self)
{
  g_return_val_if_fail (LK_IS_JWT (self), NULL);

  return self->texts[LK_JWT_TEXT_TOKEN_ID];
}

/**
 * lk_jwt_get_issuer:
 * @self: what a token says
 *
 * Returns: (transfer none) (nullable): its #LkJwt:issuer
 */
const char *
lk_jwt_get_issuer (LkJwt *self)
{
  g_return_val_if_fail (LK_IS_JWT (self), NULL);

  return self->texts[LK_JWT_TEXT_ISSUER];
}

/**
 * lk_jwt_get_audience:
 * @self: what a token says
 *
 * Returns: (transfer none) (nullable): its #LkJwt:audience
 */
const char *
lk_jwt_get_audience (LkJwt *self)
{
  g_return_val_if_fail (LK_IS_JWT (self), NULL);

  return self->texts[LK_JWT_TEXT_AUDIENCE];
}
