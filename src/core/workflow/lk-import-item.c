/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-import-item.h"

#include "lk-jwt.h"
#include "lk-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define ID_MAX_LENGTH 64 /* bytes */

struct _LkImportItem
{
  GObject parent_instance;

  LkFoundSecret *found;
  LkJwt         *jwt; /* NULL: an application token */
  LkInventory   *inventory;
  LkAppToken    *app_token;
  LkStreaming   *streaming;
  LkPulsarToken *pulsar_token;
  LkImportState  state;
  GError        *error; /* NULL: nothing went wrong with it */
  gboolean       chosen;
};

G_DEFINE_FINAL_TYPE (LkImportItem, lk_import_item, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_STATE,
  PROP_CHOSEN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
lk_import_item_dispose (GObject *object)
{
  LkImportItem *self = LK_IMPORT_ITEM (object);

  g_clear_pointer (&self->found, lk_found_secret_free);
  g_clear_object (&self->jwt);
  g_clear_object (&self->inventory);
  g_clear_object (&self->app_token);
  g_clear_object (&self->streaming);
  g_clear_object (&self->pulsar_token);

  G_OBJECT_CLASS (lk_import_item_parent_class)->dispose (object);
}

static void
lk_import_item_finalize (GObject *object)
{
  g_clear_error (&LK_IMPORT_ITEM (object)->error);

  G_OBJECT_CLASS (lk_import_item_parent_class)->finalize (object);
}

static void
lk_import_item_get_property (GObject    *object,
                             guint       property_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  LkImportItem *self = LK_IMPORT_ITEM (object);

  switch (property_id)
    {
    case PROP_STATE:
      g_value_set_int (value, (int) self->state);
      break;

    case PROP_CHOSEN:
      g_value_set_boolean (value, self->chosen);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_import_item_set_property (GObject      *object,
                             guint         property_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  switch (property_id)
    {
    case PROP_CHOSEN:
      lk_import_item_set_chosen (LK_IMPORT_ITEM (object), g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_import_item_class_init (LkImportItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lk_import_item_dispose;
  object_class->finalize = lk_import_item_finalize;
  object_class->get_property = lk_import_item_get_property;
  object_class->set_property = lk_import_item_set_property;

  /**
   * LkImportItem:state:
   *
   * What is known of it, an #LkImportState. It is told again where only the error is another one.
   */
  properties[PROP_STATE] =
    g_param_spec_int ("state", NULL, NULL, LK_IMPORT_UNKNOWN, LK_IMPORT_BAD_VALUE, LK_IMPORT_UNKNOWN,
                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * LkImportItem:chosen:
   *
   * Whether it shall be stored. What matches a token is, unless somebody says otherwise; what cannot be stored never is.
   */
  properties[PROP_CHOSEN] =
    g_param_spec_boolean ("chosen", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_import_item_init (LkImportItem *self)
{
}

/* An id that something in the keyring may be found by: what a token says of itself is from anybody. */
static const char *
get_plain (const char *id)
{
  gsize length = id != NULL ? strlen (id) : 0;

  if (length == 0 || length > ID_MAX_LENGTH)
    return NULL;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (id[i]) && strchr ("_-.", id[i]) == NULL)
      return NULL;

  return id;
}

/* What the secret itself says. */
static LkImportState
get_first_state (LkImportItem *self)
{
  if (self->found->flaw == LK_FOUND_BAD_VALUE)
    return LK_IMPORT_BAD_VALUE;
  if (self->found->flaw == LK_FOUND_DAMAGED)
    return LK_IMPORT_DAMAGED;
  if (self->jwt != NULL && lk_jwt_get_flaw (self->jwt) != LK_JWT_FLAW_NONE
      && lk_jwt_get_flaw (self->jwt) != LK_JWT_FLAW_EXPIRY)
    return LK_IMPORT_DAMAGED;

  return LK_IMPORT_UNKNOWN;
}

/**
 * lk_import_item_new:
 * @found: (transfer full): a secret that was found
 *
 * Makes an item that nothing is known of but what the secret itself says.
 *
 * Returns: (transfer full): the item
 */
LkImportItem *
lk_import_item_new (LkFoundSecret *found)
{
  LkImportItem *self = g_object_new (LK_TYPE_IMPORT_ITEM, NULL);

  self->found = found;
  if (found->kind == LK_FOUND_PULSAR && found->flaw == LK_FOUND_GOOD)
    {
      gsize length;
      const char *bytes = secret_value_get (found->token, &length);

      self->jwt = lk_jwt_new (bytes, length);
    }
  self->state = get_first_state (self);

  return self;
}

/**
 * lk_import_item_get_found:
 * @self: an item
 *
 * Returns: (transfer none): the secret
 */
const LkFoundSecret *
lk_import_item_get_found (LkImportItem *self)
{
  return self->found;
}

/**
 * lk_import_item_get_state:
 * @self: an item
 *
 * Returns: what is known of it
 */
LkImportState
lk_import_item_get_state (LkImportItem *self)
{
  return self->state;
}

/* Tells what became known of it, and why that is not more. */
static void
take_state (LkImportItem  *self,
            LkImportState  state,
            GError        *error)
{
  g_clear_error (&self->error);
  self->error = error;
  self->state = state;
  lk_import_item_set_chosen (self, state == LK_IMPORT_MATCHES && error == NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/*< private >*/
void
lk_import_item_set_state (LkImportItem  *self,
                          LkImportState  state)
{
  take_state (self, state, NULL);
}

/*< private >*/
void
lk_import_item_set_unchecked (LkImportItem *self,
                              GError       *error)
{
  take_state (self, LK_IMPORT_UNCHECKED, error);
}

/*< private >*/
void
lk_import_item_set_failed (LkImportItem *self,
                           const GError *error)
{
  take_state (self, self->state, g_error_copy (error));
}

/*< private >*/
void
lk_import_item_reset (LkImportItem *self)
{
  g_clear_object (&self->inventory);
  g_clear_object (&self->app_token);
  g_clear_object (&self->streaming);
  g_clear_object (&self->pulsar_token);
  take_state (self, get_first_state (self), NULL);
}

/**
 * lk_import_item_get_error:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): why it could not be checked, or not be stored
 */
const GError *
lk_import_item_get_error (LkImportItem *self)
{
  return self->error;
}

/**
 * lk_import_item_get_choosable:
 * @self: an item
 *
 * Returns: whether it can be stored: it matches a token, or no account lists it and it says itself what it is found by
 */
gboolean
lk_import_item_get_choosable (LkImportItem *self)
{
  if (self->state == LK_IMPORT_UNKNOWN)
    return get_plain (lk_import_item_get_id (self)) != NULL;

  return self->state == LK_IMPORT_MATCHES;
}

/**
 * lk_import_item_get_chosen:
 * @self: an item
 *
 * Returns: whether it shall be stored
 */
gboolean
lk_import_item_get_chosen (LkImportItem *self)
{
  return self->chosen;
}

/**
 * lk_import_item_set_chosen:
 * @self: an item
 * @chosen: whether it shall be stored
 *
 * Chooses it, if it can be stored, or not.
 */
void
lk_import_item_set_chosen (LkImportItem *self,
                           gboolean      chosen)
{
  chosen = chosen && lk_import_item_get_choosable (self);
  if (self->chosen == chosen)
    return;

  self->chosen = chosen;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHOSEN]);
}

/**
 * lk_import_item_describe:
 * @self: an item
 *
 * Returns: (transfer none): what is known of it, for people
 */
const char *
lk_import_item_describe (LkImportItem *self)
{
  switch (self->state)
    {
    case LK_IMPORT_MATCHES:
      /* Translators: what is known of a secret that was found in a file */
      return _("Matches a token");

    case LK_IMPORT_STORED:
      /* Translators: what is known of a secret that was found in a file */
      return _("Already stored");

    case LK_IMPORT_CONFLICT:
      /* Translators: what is known of a secret that was found in a file */
      return _("Another value is stored");

    case LK_IMPORT_UNCHECKED:
      /* Translators: what is known of a secret that was found in a file */
      return _("Could not be checked");

    case LK_IMPORT_DAMAGED:
      /* Translators: what is known of a secret that was found in a file */
      return _("Damaged");

    case LK_IMPORT_BAD_VALUE:
      /* Translators: what is known of a secret that was found in a file */
      return _("Not a secret that can be kept");

    case LK_IMPORT_UNKNOWN:
    default:
      /* Translators: what is known of a secret that was found in a file */
      return _("Unknown: no account lists it");
    }
}

/**
 * lk_import_item_explain:
 * @self: an item
 *
 * Says more than lk_import_item_describe(): what follows from it, or what is to be done.
 *
 * Returns: (transfer full) (nullable): a sentence for people, %NULL where there is nothing to say
 */
char *
lk_import_item_explain (LkImportItem *self)
{
  if (self->error != NULL)
    return g_strdup (self->error->message);

  switch (self->state)
    {
    case LK_IMPORT_UNKNOWN:
      if (!lk_import_item_get_choosable (self))
        return g_strdup (_("It has no ID that it could be found by, so it cannot be kept"));
      if (self->found->kind == LK_FOUND_PULSAR)
        return g_strdup (_("It can be kept all the same; scripts find it by its token ID"));
      return g_strdup (_("It can be kept all the same; scripts find it by its client ID"));

    case LK_IMPORT_CONFLICT:
      return g_strdup (_("That one stays; to keep this one, remove it from Stored Secrets first"));

    case LK_IMPORT_DAMAGED:
      return g_strdup (_("It was cut off or changed; copy it once more from where it came from"));

    case LK_IMPORT_BAD_VALUE:
      return g_strdup (_("It has characters that no token has, or is too long"));

    case LK_IMPORT_MATCHES:
    case LK_IMPORT_STORED:
    case LK_IMPORT_UNCHECKED:
    default:
      return NULL;
    }
}

/**
 * lk_import_item_get_id:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): the client id or the id of the Pulsar token, as the file says
 */
const char *
lk_import_item_get_id (LkImportItem *self)
{
  return self->jwt != NULL ? lk_jwt_get_token_id (self->jwt) : self->found->client_id;
}

/**
 * lk_import_item_get_org_id:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): the organization that the secret says it is of; only Pulsar tokens do
 */
const char *
lk_import_item_get_org_id (LkImportItem *self)
{
  return self->jwt != NULL ? get_plain (lk_jwt_get_org_id (self->jwt)) : NULL;
}

/**
 * lk_import_item_get_tenant:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): the streaming tenant that a Pulsar token says it is of
 */
const char *
lk_import_item_get_tenant (LkImportItem *self)
{
  return self->jwt != NULL ? get_plain (lk_jwt_get_tenant (self->jwt)) : NULL;
}

/**
 * lk_import_item_dup_shown_title:
 * @self: an item
 *
 * Returns: (transfer full): what people call its token, or what it is called by; fit to be shown
 */
char *
lk_import_item_dup_shown_title (LkImportItem *self)
{
  const char *title = lk_import_item_get_title (self);
  const char *id = lk_import_item_get_id (self);

  if (*title == '\0' && id != NULL)
    title = id;
  if (*title == '\0')
    /* Translators: a secret that was found in a file, and says nothing of itself */
    title = self->found->kind == LK_FOUND_PULSAR ? _("Pulsar token") : _("Application token");

  return lk_text_clean (title);
}

/**
 * lk_import_item_get_title:
 * @self: an item
 *
 * Returns: (transfer none): what people call its token, or what the file does
 */
const char *
lk_import_item_get_title (LkImportItem *self)
{
  if (self->app_token != NULL)
    return lk_app_token_get_title (self->app_token);
  if (self->pulsar_token != NULL)
    return lk_pulsar_token_get_title (self->pulsar_token);

  return self->found->label != NULL ? self->found->label : "";
}

/**
 * lk_import_item_get_account:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): the account that lists its token
 */
LkAccount *
lk_import_item_get_account (LkImportItem *self)
{
  if (self->inventory != NULL)
    return lk_inventory_get_account (self->inventory);

  return self->streaming != NULL ? lk_streaming_get_account (self->streaming) : NULL;
}

LkAppToken *
lk_import_item_get_app_token (LkImportItem *self)
{
  return self->app_token;
}

LkStreaming *
lk_import_item_get_streaming (LkImportItem *self)
{
  return self->streaming;
}

LkPulsarToken *
lk_import_item_get_pulsar_token (LkImportItem *self)
{
  return self->pulsar_token;
}

/**
 * lk_import_item_find_app:
 * @self: an item
 * @inventory: the tokens of an account
 *
 * Looks there for the application token that the secret belongs to, if none is known.
 */
void
lk_import_item_find_app (LkImportItem *self,
                         LkInventory  *inventory)
{
  LkAppToken *token;

  if (self->found->kind != LK_FOUND_APP || self->found->flaw != LK_FOUND_GOOD || self->inventory != NULL)
    return;

  token = lk_inventory_find (inventory, self->found->client_id);
  if (token == NULL)
    return;

  g_set_object (&self->inventory, inventory);
  g_set_object (&self->app_token, token);
}

/**
 * lk_import_item_find_pulsar:
 * @self: an item
 * @streaming: the tenants of an account
 *
 * Looks there for the Pulsar token that the secret says it is, if none is known.
 */
void
lk_import_item_find_pulsar (LkImportItem *self,
                            LkStreaming  *streaming)
{
  GListModel *tenants = lk_streaming_get_tenants (streaming);
  const char *id = lk_import_item_get_id (self);

  if (self->jwt == NULL || id == NULL || self->streaming != NULL)
    return;

  for (guint i = 0; i < g_list_model_get_n_items (tenants); i++)
    {
      g_autoptr (LkTenant) tenant = g_list_model_get_item (tenants, i);
      LkPulsarToken *token = lk_tenant_find_token (tenant, id);

      if (token == NULL)
        continue;
      g_set_object (&self->streaming, streaming);
      g_set_object (&self->pulsar_token, token);
      return;
    }
}
