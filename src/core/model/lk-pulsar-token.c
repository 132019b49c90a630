/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-pulsar-token.h"

#include "lk-pulsar-token-keys.h"

#include <glib/gi18n-lib.h>

/**
 * LkPulsarToken:
 *
 * One Pulsar token of a tenant: what the service lists of it, which never changes, and what is known of it here. The
 * token itself is never in it.
 */
struct _LkPulsarToken
{
  GObject    parent_instance;

  char      *tenant_name;
  char      *cluster_name;
  char      *id;           /* NULL: it has none */
  char      *subject;      /* NULL: not told */
  char      *issuer;       /* NULL: not told */
  GDateTime *issued;       /* NULL: not told */

  GDateTime *expiry;       /* NULL: never, if that is known */
  gboolean   expiry_known;
  gboolean   stored;
  gboolean   maybe_stored;
  char      *script_name;  /* NULL: none */
  char      *note;         /* NULL: none */
  char      *made_title;   /* NULL: not made yet */
};

G_DEFINE_FINAL_TYPE_WITH_CODE (LkPulsarToken, lk_pulsar_token, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LK_TYPE_LISTED_TOKEN, lk_pulsar_token_listed_init))

enum
{
  PROP_0,
  PROP_TENANT_NAME,
  PROP_CLUSTER_NAME,
  PROP_ID,
  PROP_SUBJECT,
  PROP_ISSUER,
  PROP_ISSUED,
  PROP_EXPIRY,
  PROP_EXPIRY_KNOWN,
  PROP_STORED,
  PROP_MAYBE_STORED,
  PROP_SCRIPT_NAME,
  PROP_NOTE,
  PROP_TITLE,
  PROP_UNTITLED,
  PROP_STATE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
lk_pulsar_token_finalize (GObject *object)
{
  LkPulsarToken *self = LK_PULSAR_TOKEN (object);

  g_clear_pointer (&self->tenant_name, g_free);
  g_clear_pointer (&self->cluster_name, g_free);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->subject, g_free);
  g_clear_pointer (&self->issuer, g_free);
  g_clear_pointer (&self->issued, g_date_time_unref);
  g_clear_pointer (&self->expiry, g_date_time_unref);
  g_clear_pointer (&self->script_name, g_free);
  g_clear_pointer (&self->note, g_free);
  g_clear_pointer (&self->made_title, g_free);

  G_OBJECT_CLASS (lk_pulsar_token_parent_class)->finalize (object);
}

static gboolean
is_untitled (LkPulsarToken *self)
{
  return self->note == NULL || *self->note == '\0';
}

static const char *
get_state (LkPulsarToken *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return lk_pulsar_token_is_expired (self, now) ? "expired" : "active";
}

static void
lk_pulsar_token_get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  LkPulsarToken *self = LK_PULSAR_TOKEN (object);

  switch (property_id)
    {
    case PROP_TENANT_NAME:
      g_value_set_string (value, self->tenant_name);
      break;

    case PROP_CLUSTER_NAME:
      g_value_set_string (value, self->cluster_name);
      break;

    case PROP_ID:
      g_value_set_string (value, self->id);
      break;

    case PROP_SUBJECT:
      g_value_set_string (value, self->subject);
      break;

    case PROP_ISSUER:
      g_value_set_string (value, self->issuer);
      break;

    case PROP_ISSUED:
      g_value_set_boxed (value, self->issued);
      break;

    case PROP_EXPIRY:
      g_value_set_boxed (value, self->expiry);
      break;

    case PROP_EXPIRY_KNOWN:
      g_value_set_boolean (value, self->expiry_known);
      break;

    case PROP_STORED:
      g_value_set_boolean (value, self->stored);
      break;

    case PROP_MAYBE_STORED:
      g_value_set_boolean (value, self->maybe_stored);
      break;

    case PROP_SCRIPT_NAME:
      g_value_set_string (value, self->script_name);
      break;

    case PROP_NOTE:
      g_value_set_string (value, self->note);
      break;

    case PROP_TITLE:
      g_value_set_string (value, lk_pulsar_token_get_title (self));
      break;

    case PROP_UNTITLED:
      g_value_set_boolean (value, is_untitled (self));
      break;

    case PROP_STATE:
      g_value_set_static_string (value, get_state (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static gboolean
replace_string (char         **field,
                const GValue  *value)
{
  if (g_strcmp0 (*field, g_value_get_string (value)) == 0)
    return FALSE;

  g_free (*field);
  *field = g_value_dup_string (value);

  return TRUE;
}

static gboolean
replace_boolean (gboolean     *field,
                 const GValue *value)
{
  if (*field == g_value_get_boolean (value))
    return FALSE;

  *field = g_value_get_boolean (value);

  return TRUE;
}

static gboolean
is_same_time (GDateTime *first,
              GDateTime *second)
{
  if (first == NULL || second == NULL)
    return first == second;

  return g_date_time_equal (first, second);
}

static gboolean
replace_time (GDateTime    **field,
              const GValue  *value)
{
  GDateTime *time = g_value_get_boxed (value);

  if (is_same_time (*field, time))
    return FALSE;

  g_clear_pointer (field, g_date_time_unref);
  *field = time != NULL ? g_date_time_ref (time) : NULL;

  return TRUE;
}

static void
lk_pulsar_token_set_property (GObject      *object,
                              guint         property_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  LkPulsarToken *self = LK_PULSAR_TOKEN (object);
  gboolean changed = FALSE;

  switch (property_id)
    {
    case PROP_TENANT_NAME:
      changed = replace_string (&self->tenant_name, value);
      break;

    case PROP_CLUSTER_NAME:
      changed = replace_string (&self->cluster_name, value);
      break;

    case PROP_ID:
      changed = replace_string (&self->id, value);
      break;

    case PROP_SUBJECT:
      changed = replace_string (&self->subject, value);
      break;

    case PROP_ISSUER:
      changed = replace_string (&self->issuer, value);
      break;

    case PROP_ISSUED:
      changed = replace_time (&self->issued, value);
      break;

    case PROP_EXPIRY:
      changed = replace_time (&self->expiry, value);
      break;

    case PROP_EXPIRY_KNOWN:
      changed = replace_boolean (&self->expiry_known, value);
      break;

    case PROP_STORED:
      changed = replace_boolean (&self->stored, value);
      break;

    case PROP_MAYBE_STORED:
      changed = replace_boolean (&self->maybe_stored, value);
      break;

    case PROP_SCRIPT_NAME:
      changed = replace_string (&self->script_name, value);
      break;

    case PROP_NOTE:
      changed = replace_string (&self->note, value);
      if (changed)
        {
          g_object_notify_by_pspec (object, properties[PROP_TITLE]);
          g_object_notify_by_pspec (object, properties[PROP_UNTITLED]);
        }
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }

  if (changed)
    {
      lk_listed_token_forget_keys (LK_LISTED_TOKEN (self));
      g_object_notify_by_pspec (object, pspec);
    }
}

static void
lk_pulsar_token_class_init (LkPulsarTokenClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  const GParamFlags again = G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags derived = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = lk_pulsar_token_finalize;
  object_class->get_property = lk_pulsar_token_get_property;
  object_class->set_property = lk_pulsar_token_set_property;

  /**
   * LkPulsarToken:tenant-name:
   *
   * The tenant whose it is; with #LkPulsarToken:cluster-name that tenant's identity.
   */
  properties[PROP_TENANT_NAME] = g_param_spec_string ("tenant-name", NULL, NULL, "", once);
  /**
   * LkPulsarToken:cluster-name:
   *
   * The cluster of that tenant.
   */
  properties[PROP_CLUSTER_NAME] = g_param_spec_string ("cluster-name", NULL, NULL, "", once);
  /**
   * LkPulsarToken:id:
   *
   * Names the token for the service, compared exactly; %NULL: an old token, which has none.
   */
  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, once);
  /**
   * LkPulsarToken:subject:
   *
   * The claim `sub` as it came; %NULL: not told.
   */
  properties[PROP_SUBJECT] = g_param_spec_string ("subject", NULL, NULL, NULL, once);
  /**
   * LkPulsarToken:issuer:
   *
   * The claim `iss` as it came; %NULL: not told.
   */
  properties[PROP_ISSUER] = g_param_spec_string ("issuer", NULL, NULL, NULL, once);
  /**
   * LkPulsarToken:issued:
   *
   * When it was made by the service's clock; %NULL: not told.
   */
  properties[PROP_ISSUED] = g_param_spec_boxed ("issued", NULL, NULL, G_TYPE_DATE_TIME, once);
  /**
   * LkPulsarToken:expiry:
   *
   * When it ends. %NULL means never where #LkPulsarToken:expiry-known is set, and nothing where it is not.
   */
  properties[PROP_EXPIRY] = g_param_spec_boxed ("expiry", NULL, NULL, G_TYPE_DATE_TIME, again);
  /**
   * LkPulsarToken:expiry-known:
   *
   * Whether its end is known: the list told it, or the token itself was read.
   */
  properties[PROP_EXPIRY_KNOWN] = g_param_spec_boolean ("expiry-known", NULL, NULL, FALSE, again);
  /**
   * LkPulsarToken:stored:
   *
   * Whether it is in the keyring.
   */
  properties[PROP_STORED] = g_param_spec_boolean ("stored", NULL, NULL, FALSE, again);
  /**
   * LkPulsarToken:maybe-stored:
   *
   * Whether nobody knows if it is in the keyring, since that could not be read.
   */
  properties[PROP_MAYBE_STORED] = g_param_spec_boolean ("maybe-stored", NULL, NULL, FALSE, again);
  /**
   * LkPulsarToken:script-name:
   *
   * The name that scripts ask for it by; %NULL: none.
   */
  properties[PROP_SCRIPT_NAME] = g_param_spec_string ("script-name", NULL, NULL, NULL, again);
  /**
   * LkPulsarToken:note:
   *
   * What somebody noted of it here; %NULL: nothing. The service does not know it.
   */
  properties[PROP_NOTE] = g_param_spec_string ("note", NULL, NULL, NULL, again);
  /**
   * LkPulsarToken:title:
   *
   * The note, else a translated text with the day on which it was made.
   */
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, derived);
  /**
   * LkPulsarToken:untitled:
   *
   * Whether it has no note.
   */
  properties[PROP_UNTITLED] = g_param_spec_boolean ("untitled", NULL, NULL, FALSE, derived);
  /**
   * LkPulsarToken:state:
   *
   * "active" or "expired", not translated, as of the moment it is read; see #LkAppToken:state.
   */
  properties[PROP_STATE] = g_param_spec_string ("state", NULL, NULL, NULL, derived);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_pulsar_token_init (LkPulsarToken *self)
{
}

#define LK_DEFINE_GETTER(Type, name) \
  Type \
  lk_pulsar_token_get_##name (LkPulsarToken *self) \
  { \
    g_return_val_if_fail (LK_IS_PULSAR_TOKEN (self), (Type) 0); \
    return self->name; \
  }

/**
 * lk_pulsar_token_get_tenant_name:
 * @self: a token
 *
 * Returns: (transfer none): the name of the tenant whose it is
 */
LK_DEFINE_GETTER (const char *, tenant_name)

/**
 * lk_pulsar_token_get_cluster_name:
 * @self: a token
 *
 * Returns: (transfer none): the cluster of that tenant
 */
LK_DEFINE_GETTER (const char *, cluster_name)

/**
 * lk_pulsar_token_get_id:
 * @self: a token
 *
 * Returns: (transfer none) (nullable): its id
 */
LK_DEFINE_GETTER (const char *, id)

/**
 * lk_pulsar_token_get_subject:
 * @self: a token
 *
 * Returns: (transfer none) (nullable): the claim `sub`
 */
LK_DEFINE_GETTER (const char *, subject)

/**
 * lk_pulsar_token_get_issuer:
 * @self: a token
 *
 * Returns: (transfer none) (nullable): the claim `iss`
 */
LK_DEFINE_GETTER (const char *, issuer)

/**
 * lk_pulsar_token_get_issued:
 * @self: a token
 *
 * Returns: (transfer none) (nullable): when it was made
 */
LK_DEFINE_GETTER (GDateTime *, issued)

/**
 * lk_pulsar_token_get_expiry:
 * @self: a token
 *
 * Returns: (transfer none) (nullable): when it ends; see lk_pulsar_token_get_expiry_known()
 */
LK_DEFINE_GETTER (GDateTime *, expiry)

/**
 * lk_pulsar_token_get_expiry_known:
 * @self: a token
 *
 * Returns: whether its end, or that it has none, is known
 */
LK_DEFINE_GETTER (gboolean, expiry_known)

/**
 * lk_pulsar_token_get_stored:
 * @self: a token
 *
 * Returns: whether it is in the keyring
 */
LK_DEFINE_GETTER (gboolean, stored)

/**
 * lk_pulsar_token_get_maybe_stored:
 * @self: a token
 *
 * Returns: whether nobody knows if it is in the keyring
 */
LK_DEFINE_GETTER (gboolean, maybe_stored)

/**
 * lk_pulsar_token_get_script_name:
 * @self: a token
 *
 * Returns: (transfer none) (nullable): the name scripts ask for it by
 */
LK_DEFINE_GETTER (const char *, script_name)

/**
 * lk_pulsar_token_get_note:
 * @self: a token
 *
 * Returns: (transfer none) (nullable): what somebody noted of it here
 */
LK_DEFINE_GETTER (const char *, note)

/**
 * lk_pulsar_token_get_title:
 * @self: a token
 *
 * Returns: (transfer none): its note, else a text with the day on which it was made
 */
const char *
lk_pulsar_token_get_title (LkPulsarToken *self)
{
  g_autoptr (GDateTime) local = NULL;
  g_autofree char *day = NULL;

  g_return_val_if_fail (LK_IS_PULSAR_TOKEN (self), NULL);

  if (!is_untitled (self))
    return self->note;
  if (self->issued == NULL)
    return _("Token of Unknown Age");
  if (self->made_title == NULL)
    {
      local = g_date_time_to_local (self->issued);
      /* Translators: a date with a full month name, see strftime(3) */
      day = g_date_time_format (local, _("%-e %B %Y"));
      /* Translators: %s is a date, such as "4 March 2026" */
      self->made_title = g_strdup_printf (_("Token from %s"), day);
    }

  return self->made_title;
}

/**
 * lk_pulsar_token_set_expiry:
 * @self: a token
 * @expiry: (nullable): when it ends; %NULL: never
 *
 * Takes what was read in the token itself: its end is known from now on.
 */
void
lk_pulsar_token_set_expiry (LkPulsarToken *self,
                            GDateTime     *expiry)
{
  g_return_if_fail (LK_IS_PULSAR_TOKEN (self));

  g_object_set (self, "expiry", expiry, "expiry-known", TRUE, NULL);
}

/**
 * lk_pulsar_token_is_expired:
 * @self: a token
 * @now: the moment to compare with
 *
 * Returns: whether it has an expiry and that has passed
 */
gboolean
lk_pulsar_token_is_expired (LkPulsarToken *self,
                            GDateTime     *now)
{
  g_return_val_if_fail (LK_IS_PULSAR_TOKEN (self), FALSE);

  return self->expiry != NULL && g_date_time_compare (self->expiry, now) <= 0;
}

/**
 * lk_pulsar_token_take_listed:
 * @self: a token
 * @listed: the same token as the service lists it now
 *
 * Takes what the list tells of its end, unless that is known already: it never changes at the service.
 *
 * Returns: whether @self can stand for @listed; not so where another token has come to have its id
 */
gboolean
lk_pulsar_token_take_listed (LkPulsarToken *self,
                             LkPulsarToken *listed)
{
  g_return_val_if_fail (LK_IS_PULSAR_TOKEN (self), FALSE);
  g_return_val_if_fail (LK_IS_PULSAR_TOKEN (listed), FALSE);

  if (self == listed)
    return TRUE;
  if (g_strcmp0 (self->tenant_name, listed->tenant_name) != 0
      || g_strcmp0 (self->cluster_name, listed->cluster_name) != 0
      || g_strcmp0 (self->id, listed->id) != 0
      || g_strcmp0 (self->subject, listed->subject) != 0
      || g_strcmp0 (self->issuer, listed->issuer) != 0
      || !is_same_time (self->issued, listed->issued))
    return FALSE;

  if (!self->expiry_known && listed->expiry_known)
    lk_pulsar_token_set_expiry (self, listed->expiry);

  return TRUE;
}
