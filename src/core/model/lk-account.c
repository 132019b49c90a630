/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-account.h"

#include "lk-text.h"

/**
 * LkAccount:
 *
 * One organization at one API origin, as it is remembered; the token it signs in with is in the keyring alone.
 */
struct _LkAccount
{
  GObject  parent_instance;

  char    *id;            /* ours, a UUID */
  char    *name;          /* NULL: nobody named it */
  char    *org_id;
  char    *org_name;      /* NULL: the service does not tell */
  char    *client_id;     /* of the sign-in token; NULL: its form does not tell */
  char    *api_url;
  char    *streaming_url;
  char    *environment;   /* "prod", "dev" or "test" */
};

G_DEFINE_FINAL_TYPE (LkAccount, lk_account, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_ID,
  PROP_NAME,
  PROP_ORG_ID,
  PROP_ORG_NAME,
  PROP_CLIENT_ID,
  PROP_API_URL,
  PROP_STREAMING_URL,
  PROP_ENVIRONMENT,
  PROP_TITLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char **
get_field (LkAccount *self,
           guint      property_id)
{
  switch (property_id)
    {
    case PROP_ID:
      return &self->id;

    case PROP_NAME:
      return &self->name;

    case PROP_ORG_ID:
      return &self->org_id;

    case PROP_ORG_NAME:
      return &self->org_name;

    case PROP_CLIENT_ID:
      return &self->client_id;

    case PROP_API_URL:
      return &self->api_url;

    case PROP_STREAMING_URL:
      return &self->streaming_url;

    case PROP_ENVIRONMENT:
      return &self->environment;

    default:
      return NULL;
    }
}

static void
lk_account_finalize (GObject *object)
{
  LkAccount *self = LK_ACCOUNT (object);

  for (guint i = PROP_ID; i < PROP_TITLE; i++)
    g_clear_pointer (get_field (self, i), g_free);

  G_OBJECT_CLASS (lk_account_parent_class)->finalize (object);
}

static void
lk_account_get_property (GObject    *object,
                         guint       property_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  LkAccount *self = LK_ACCOUNT (object);
  char **field = get_field (self, property_id);

  if (field != NULL)
    g_value_set_string (value, *field);
  else if (property_id == PROP_TITLE)
    g_value_set_string (value, lk_account_get_title (self));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
lk_account_set_property (GObject      *object,
                         guint         property_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  LkAccount *self = LK_ACCOUNT (object);
  char **field = get_field (self, property_id);

  if (field == NULL)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      return;
    }
  if (g_strcmp0 (*field, g_value_get_string (value)) == 0)
    return;

  g_free (*field);
  *field = g_value_dup_string (value);
  /* The one name that is somebody else's; it is only ever shown. */
  if (property_id == PROP_ORG_NAME && *field != NULL)
    {
      g_autofree char *told = g_steal_pointer (field);

      *field = lk_text_show (told);
    }
  g_object_notify_by_pspec (object, pspec);
  if (property_id == PROP_NAME)
    g_object_notify_by_pspec (object, properties[PROP_TITLE]);
}

static void
lk_account_class_init (LkAccountClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  const GParamFlags again = G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = lk_account_finalize;
  object_class->get_property = lk_account_get_property;
  object_class->set_property = lk_account_set_property;

  /**
   * LkAccount:id:
   *
   * Our own name for it, a UUID; keyring items and the journal refer to it.
   */
  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, once);
  /**
   * LkAccount:name:
   *
   * What its owner calls it; %NULL or empty: nothing.
   */
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, again);
  /**
   * LkAccount:org-id:
   *
   * The organization, as the service names it.
   */
  properties[PROP_ORG_ID] = g_param_spec_string ("org-id", NULL, NULL, NULL, once);
  /**
   * LkAccount:org-name:
   *
   * The organization's name; %NULL: the service does not tell.
   */
  properties[PROP_ORG_NAME] = g_param_spec_string ("org-name", NULL, NULL, NULL, once);
  /**
   * LkAccount:client-id:
   *
   * The client id of the sign-in token; %NULL: the token's form does not tell.
   */
  properties[PROP_CLIENT_ID] = g_param_spec_string ("client-id", NULL, NULL, NULL, once);
  /**
   * LkAccount:api-url:
   *
   * The origin that the account was added with.
   */
  properties[PROP_API_URL] = g_param_spec_string ("api-url", NULL, NULL, NULL, once);
  /**
   * LkAccount:streaming-url:
   *
   * The origin of the streaming calls.
   */
  properties[PROP_STREAMING_URL] = g_param_spec_string ("streaming-url", NULL, NULL, NULL, once);
  /**
   * LkAccount:environment:
   *
   * "prod", "dev" or "test".
   */
  properties[PROP_ENVIRONMENT] = g_param_spec_string ("environment", NULL, NULL, "prod", once);
  /**
   * LkAccount:title:
   *
   * What people call it: the name they gave it, else the organization's, else the organization's id.
   */
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_account_init (LkAccount *self)
{
}

#define LK_DEFINE_STRING(name) \
  const char * \
  lk_account_get_##name (LkAccount *self) \
  { \
    g_return_val_if_fail (LK_IS_ACCOUNT (self), NULL); \
    return self->name; \
  }

/**
 * lk_account_get_id:
 * @self: an account
 *
 * Returns: (transfer none): our own name for it, a UUID
 */
LK_DEFINE_STRING (id)

/**
 * lk_account_get_name:
 * @self: an account
 *
 * Returns: (transfer none) (nullable): what its owner calls it
 */
LK_DEFINE_STRING (name)

/**
 * lk_account_get_org_id:
 * @self: an account
 *
 * Returns: (transfer none): the organization
 */
LK_DEFINE_STRING (org_id)

/**
 * lk_account_get_org_name:
 * @self: an account
 *
 * Returns: (transfer none) (nullable): the organization's name
 */
LK_DEFINE_STRING (org_name)

/**
 * lk_account_get_client_id:
 * @self: an account
 *
 * Returns: (transfer none) (nullable): the client id of the sign-in token
 */
LK_DEFINE_STRING (client_id)

/**
 * lk_account_get_api_url:
 * @self: an account
 *
 * Returns: (transfer none): the origin of its API
 */
LK_DEFINE_STRING (api_url)

/**
 * lk_account_get_streaming_url:
 * @self: an account
 *
 * Returns: (transfer none): the origin of its streaming calls
 */
LK_DEFINE_STRING (streaming_url)

/**
 * lk_account_get_environment:
 * @self: an account
 *
 * Returns: (transfer none): "prod", "dev" or "test"
 */
LK_DEFINE_STRING (environment)

/**
 * lk_account_get_title:
 * @self: an account
 *
 * Returns: (transfer none): what people call it
 */
const char *
lk_account_get_title (LkAccount *self)
{
  g_return_val_if_fail (LK_IS_ACCOUNT (self), NULL);

  if (self->name != NULL && *self->name != '\0')
    return self->name;
  if (self->org_name != NULL && *self->org_name != '\0')
    return self->org_name;

  return self->org_id;
}
