/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-app-token.h"

#include "lk-app-token-keys.h"
#include "lk-text.h"

#include <glib/gi18n-lib.h>

/**
 * LkAppToken:
 *
 * One application token: what the service lists of it, which never changes, and what is known of it here. Its secret
 * is never in it.
 */
struct _LkAppToken
{
  GObject    parent_instance;

  char      *client_id;
  GStrv      role_ids;
  GDateTime *generated_on; /* NULL: not told */
  char      *description;  /* NULL or empty: none */
  char      *shown;        /* the description as it can be shown */
  GDateTime *token_expiry; /* NULL: none known */

  GStrv      role_names;
  char      *role_title;
  gboolean   stored;
  gboolean   maybe_stored;
  char      *script_name;  /* NULL: none */
  char      *note;         /* NULL: none */
  gboolean   signs_in;
};

G_DEFINE_FINAL_TYPE_WITH_CODE (LkAppToken, lk_app_token, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LK_TYPE_LISTED_TOKEN, lk_app_token_listed_init))

enum
{
  PROP_0,
  PROP_CLIENT_ID,
  PROP_ROLE_IDS,
  PROP_GENERATED_ON,
  PROP_DESCRIPTION,
  PROP_TOKEN_EXPIRY,
  PROP_ROLE_NAMES,
  PROP_ROLE_TITLE,
  PROP_STORED,
  PROP_MAYBE_STORED,
  PROP_SCRIPT_NAME,
  PROP_NOTE,
  PROP_SIGNS_IN,
  PROP_TITLE,
  PROP_UNTITLED,
  PROP_STATE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
lk_app_token_finalize (GObject *object)
{
  LkAppToken *self = LK_APP_TOKEN (object);

  g_clear_pointer (&self->client_id, g_free);
  g_clear_pointer (&self->role_ids, g_strfreev);
  g_clear_pointer (&self->generated_on, g_date_time_unref);
  g_clear_pointer (&self->description, g_free);
  g_clear_pointer (&self->shown, g_free);
  g_clear_pointer (&self->token_expiry, g_date_time_unref);
  g_clear_pointer (&self->role_names, g_strfreev);
  g_clear_pointer (&self->role_title, g_free);
  g_clear_pointer (&self->script_name, g_free);
  g_clear_pointer (&self->note, g_free);

  G_OBJECT_CLASS (lk_app_token_parent_class)->finalize (object);
}

static gboolean
is_text (const char *text)
{
  return text != NULL && *text != '\0';
}

static gboolean
is_untitled (LkAppToken *self)
{
  return !is_text (self->description) && !is_text (self->note);
}

static const char *
get_state (LkAppToken *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return lk_app_token_is_expired (self, now) ? "expired" : "active";
}

static void
lk_app_token_get_property (GObject    *object,
                           guint       property_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  LkAppToken *self = LK_APP_TOKEN (object);

  switch (property_id)
    {
    case PROP_CLIENT_ID:
      g_value_set_string (value, self->client_id);
      break;

    case PROP_ROLE_IDS:
      g_value_set_boxed (value, self->role_ids);
      break;

    case PROP_GENERATED_ON:
      g_value_set_boxed (value, self->generated_on);
      break;

    case PROP_DESCRIPTION:
      g_value_set_string (value, self->description);
      break;

    case PROP_TOKEN_EXPIRY:
      g_value_set_boxed (value, self->token_expiry);
      break;

    case PROP_ROLE_NAMES:
      g_value_set_boxed (value, self->role_names);
      break;

    case PROP_ROLE_TITLE:
      g_value_set_string (value, self->role_title);
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

    case PROP_SIGNS_IN:
      g_value_set_boolean (value, self->signs_in);
      break;

    case PROP_TITLE:
      g_value_set_string (value, lk_app_token_get_title (self));
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
replace_strv (GStrv        *field,
              const GValue *value)
{
  static const char *const none[] = { NULL };
  const char *const *strings = g_value_get_boxed (value);

  /* NULL counts as an empty list, so that nobody who reads one has to ask. */
  if (strings == NULL)
    strings = none;
  if (*field != NULL && g_strv_equal ((const char *const *) *field, strings))
    return FALSE;

  g_strfreev (*field);
  *field = g_strdupv ((GStrv) strings);

  return TRUE;
}

static void
lk_app_token_set_property (GObject      *object,
                           guint         property_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  LkAppToken *self = LK_APP_TOKEN (object);
  gboolean changed = FALSE;

  switch (property_id)
    {
    case PROP_CLIENT_ID:
      changed = replace_string (&self->client_id, value);
      break;

    case PROP_ROLE_IDS:
      changed = replace_strv (&self->role_ids, value);
      break;

    case PROP_GENERATED_ON:
      self->generated_on = g_value_dup_boxed (value);
      break;

    case PROP_DESCRIPTION:
      changed = replace_string (&self->description, value);
      self->shown = self->description != NULL ? lk_text_show (self->description) : NULL;
      break;

    case PROP_TOKEN_EXPIRY:
      self->token_expiry = g_value_dup_boxed (value);
      break;

    case PROP_ROLE_NAMES:
      changed = replace_strv (&self->role_names, value);
      break;

    case PROP_ROLE_TITLE:
      changed = replace_string (&self->role_title, value);
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
      lk_listed_token_forget_keys (LK_LISTED_TOKEN (self));
      if (changed && !is_text (self->description))
        {
          g_object_notify_by_pspec (object, properties[PROP_TITLE]);
          g_object_notify_by_pspec (object, properties[PROP_UNTITLED]);
        }
      break;

    case PROP_SIGNS_IN:
      changed = replace_boolean (&self->signs_in, value);
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
lk_app_token_class_init (LkAppTokenClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  const GParamFlags again = G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags derived = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = lk_app_token_finalize;
  object_class->get_property = lk_app_token_get_property;
  object_class->set_property = lk_app_token_set_property;

  /**
   * LkAppToken:client-id:
   *
   * Names the token for the service. Compared exactly, case and all.
   */
  properties[PROP_CLIENT_ID] = g_param_spec_string ("client-id", NULL, NULL, "", once);
  /**
   * LkAppToken:role-ids:
   *
   * The roles as the service sent them: UUIDs, seldom names. Never %NULL.
   */
  properties[PROP_ROLE_IDS] = g_param_spec_boxed ("role-ids", NULL, NULL, G_TYPE_STRV, once);
  /**
   * LkAppToken:generated-on:
   *
   * When it was made by the service's clock; %NULL: not told.
   */
  properties[PROP_GENERATED_ON] = g_param_spec_boxed ("generated-on", NULL, NULL, G_TYPE_DATE_TIME, once);
  /**
   * LkAppToken:description:
   *
   * What its maker wrote; %NULL or empty: nothing.
   */
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, once);
  /**
   * LkAppToken:token-expiry:
   *
   * When it ends; %NULL: no expiry is known, which is not a promise that there is none.
   */
  properties[PROP_TOKEN_EXPIRY] = g_param_spec_boxed ("token-expiry", NULL, NULL, G_TYPE_DATE_TIME, once);
  /**
   * LkAppToken:role-names:
   *
   * The names of its roles as the service spells them; empty until the roles are known. Never %NULL.
   */
  properties[PROP_ROLE_NAMES] = g_param_spec_boxed ("role-names", NULL, NULL, G_TYPE_STRV, again);
  /**
   * LkAppToken:role-title:
   *
   * Its roles in one text for a row, such as "Read/Write Service Account and 2 more".
   */
  properties[PROP_ROLE_TITLE] = g_param_spec_string ("role-title", NULL, NULL, "", again);
  /**
   * LkAppToken:stored:
   *
   * Whether its secret is in the keyring.
   */
  properties[PROP_STORED] = g_param_spec_boolean ("stored", NULL, NULL, FALSE, again);
  /**
   * LkAppToken:maybe-stored:
   *
   * Whether nobody knows if its secret is in the keyring, since that could not be read.
   */
  properties[PROP_MAYBE_STORED] = g_param_spec_boolean ("maybe-stored", NULL, NULL, FALSE, again);
  /**
   * LkAppToken:script-name:
   *
   * The name that scripts ask for it by; %NULL: none.
   */
  properties[PROP_SCRIPT_NAME] = g_param_spec_string ("script-name", NULL, NULL, NULL, again);
  /**
   * LkAppToken:note:
   *
   * What somebody noted of it here; %NULL: nothing. The service does not know it.
   */
  properties[PROP_NOTE] = g_param_spec_string ("note", NULL, NULL, NULL, again);
  /**
   * LkAppToken:signs-in:
   *
   * Whether the account signs in with it.
   */
  properties[PROP_SIGNS_IN] = g_param_spec_boolean ("signs-in", NULL, NULL, FALSE, again);
  /**
   * LkAppToken:title:
   *
   * The description, else the note, else a translated text that says that there is neither.
   */
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, derived);
  /**
   * LkAppToken:untitled:
   *
   * Whether #LkAppToken:title stands for neither description nor note.
   */
  properties[PROP_UNTITLED] = g_param_spec_boolean ("untitled", NULL, NULL, FALSE, derived);
  /**
   * LkAppToken:state:
   *
   * "active" or "expired", not translated, as of the moment it is read. Time passes without a notification, so what
   * shows it has to look again; lk_app_token_is_expired() takes the moment from its caller.
   */
  properties[PROP_STATE] = g_param_spec_string ("state", NULL, NULL, NULL, derived);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_app_token_init (LkAppToken *self)
{
}

#define LK_DEFINE_GETTER(Type, name) \
  Type \
  lk_app_token_get_##name (LkAppToken *self) \
  { \
    g_return_val_if_fail (LK_IS_APP_TOKEN (self), (Type) 0); \
    return (Type) self->name; \
  }

typedef const char *const *Strings;

/**
 * lk_app_token_get_client_id:
 * @self: a token
 *
 * Returns: (transfer none): its id
 */
LK_DEFINE_GETTER (const char *, client_id)

/**
 * lk_app_token_get_role_ids:
 * @self: a token
 *
 * Returns: (transfer none) (array zero-terminated=1): its roles as sent
 */
LK_DEFINE_GETTER (Strings, role_ids)

/**
 * lk_app_token_get_role_names:
 * @self: a token
 *
 * Returns: (transfer none) (array zero-terminated=1): the names of its roles, empty until they are known
 */
LK_DEFINE_GETTER (Strings, role_names)

/**
 * lk_app_token_get_role_title:
 * @self: a token
 *
 * Returns: (transfer none): its roles in one text
 */
LK_DEFINE_GETTER (const char *, role_title)

/**
 * lk_app_token_get_generated_on:
 * @self: a token
 *
 * Returns: (transfer none) (nullable): when it was made, %NULL if not told
 */
LK_DEFINE_GETTER (GDateTime *, generated_on)

/**
 * lk_app_token_get_description:
 * @self: a token
 *
 * Returns: (transfer none) (nullable): what its maker wrote
 */
LK_DEFINE_GETTER (const char *, description)

/**
 * lk_app_token_get_token_expiry:
 * @self: a token
 *
 * Returns: (transfer none) (nullable): when it ends, %NULL if none is known
 */
LK_DEFINE_GETTER (GDateTime *, token_expiry)

/**
 * lk_app_token_get_stored:
 * @self: a token
 *
 * Returns: whether its secret is in the keyring
 */
LK_DEFINE_GETTER (gboolean, stored)

/**
 * lk_app_token_get_maybe_stored:
 * @self: a token
 *
 * Returns: whether nobody knows if its secret is in the keyring
 */
LK_DEFINE_GETTER (gboolean, maybe_stored)

/**
 * lk_app_token_get_script_name:
 * @self: a token
 *
 * Returns: (transfer none) (nullable): the name scripts ask for it by
 */
LK_DEFINE_GETTER (const char *, script_name)

/**
 * lk_app_token_get_note:
 * @self: a token
 *
 * Returns: (transfer none) (nullable): what somebody noted of it here
 */
LK_DEFINE_GETTER (const char *, note)

/**
 * lk_app_token_get_signs_in:
 * @self: a token
 *
 * Returns: whether the account signs in with it
 */
LK_DEFINE_GETTER (gboolean, signs_in)

/**
 * lk_app_token_get_title:
 * @self: a token
 *
 * Returns: (transfer none): its description as it can be shown, else its note, else a text that says that it has neither
 */
const char *
lk_app_token_get_title (LkAppToken *self)
{
  g_return_val_if_fail (LK_IS_APP_TOKEN (self), NULL);

  if (is_text (self->description))
    return self->shown;

  return is_text (self->note) ? self->note : _("Untitled Token");
}

/**
 * lk_app_token_get_untitled:
 * @self: a token
 *
 * Returns: whether its title stands for neither description nor note
 */
gboolean
lk_app_token_get_untitled (LkAppToken *self)
{
  g_return_val_if_fail (LK_IS_APP_TOKEN (self), FALSE);

  return is_untitled (self);
}

/**
 * lk_app_token_is_expired:
 * @self: a token
 * @now: the moment to compare with
 *
 * Returns: whether it has an expiry and that has passed
 */
gboolean
lk_app_token_is_expired (LkAppToken *self,
                         GDateTime  *now)
{
  g_return_val_if_fail (LK_IS_APP_TOKEN (self), FALSE);

  return self->token_expiry != NULL && g_date_time_compare (self->token_expiry, now) <= 0;
}

static gboolean
is_same_time (GDateTime *first,
              GDateTime *second)
{
  if (first == NULL || second == NULL)
    return first == second;

  return g_date_time_equal (first, second);
}

/**
 * lk_app_token_is_same:
 * @self: a token
 * @other: another object for the same client id
 *
 * Compares what the service says. It never changes there, but what was remembered of it may be less than what is told.
 *
 * Returns: whether one can stand for the other
 */
gboolean
lk_app_token_is_same (LkAppToken *self,
                      LkAppToken *other)
{
  g_return_val_if_fail (LK_IS_APP_TOKEN (self), FALSE);
  g_return_val_if_fail (LK_IS_APP_TOKEN (other), FALSE);

  return g_strcmp0 (self->client_id, other->client_id) == 0
         && g_strcmp0 (self->description, other->description) == 0
         && is_same_time (self->generated_on, other->generated_on)
         && is_same_time (self->token_expiry, other->token_expiry)
         && g_strv_equal ((const char *const *) self->role_ids, (const char *const *) other->role_ids);
}
