/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-intent.h"

/**
 * LkIntent:
 *
 * One piece of unfinished work, as the journal remembers it. Never a secret.
 */
struct _LkIntent
{
  GObject        parent_instance;

  char          *id;
  char          *operation;
  char          *account_id;
  char          *description;
  GStrv          role_ids;
  char          *token_expiry; /* NULL: never */
  char          *script_name;  /* NULL: none */
  char          *client_id;    /* NULL: not known yet */
  GStrv          known_ids;
  GDateTime     *since;
  LkIntentState  state;
};

G_DEFINE_FINAL_TYPE (LkIntent, lk_intent, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_ID,
  PROP_OPERATION,
  PROP_ACCOUNT_ID,
  PROP_DESCRIPTION,
  PROP_ROLE_IDS,
  PROP_TOKEN_EXPIRY,
  PROP_SCRIPT_NAME,
  PROP_CLIENT_ID,
  PROP_KNOWN_IDS,
  PROP_SINCE,
  PROP_STATE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const char *const state_names[] = { "planned", "sending", "unknown", "orphan", "answered" };

static void
lk_intent_finalize (GObject *object)
{
  LkIntent *self = LK_INTENT (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->operation, g_free);
  g_clear_pointer (&self->account_id, g_free);
  g_clear_pointer (&self->description, g_free);
  g_clear_pointer (&self->role_ids, g_strfreev);
  g_clear_pointer (&self->token_expiry, g_free);
  g_clear_pointer (&self->script_name, g_free);
  g_clear_pointer (&self->client_id, g_free);
  g_clear_pointer (&self->known_ids, g_strfreev);
  g_clear_pointer (&self->since, g_date_time_unref);

  G_OBJECT_CLASS (lk_intent_parent_class)->finalize (object);
}

static char **
get_string (LkIntent *self,
            guint     property_id)
{
  switch (property_id)
    {
    case PROP_ID:
      return &self->id;

    case PROP_OPERATION:
      return &self->operation;

    case PROP_ACCOUNT_ID:
      return &self->account_id;

    case PROP_DESCRIPTION:
      return &self->description;

    case PROP_TOKEN_EXPIRY:
      return &self->token_expiry;

    case PROP_SCRIPT_NAME:
      return &self->script_name;

    case PROP_CLIENT_ID:
      return &self->client_id;

    default:
      return NULL;
    }
}

static void
lk_intent_get_property (GObject    *object,
                        guint       property_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  LkIntent *self = LK_INTENT (object);
  char **string = get_string (self, property_id);

  if (string != NULL)
    g_value_set_string (value, *string);
  else if (property_id == PROP_ROLE_IDS)
    g_value_set_boxed (value, self->role_ids);
  else if (property_id == PROP_KNOWN_IDS)
    g_value_set_boxed (value, self->known_ids);
  else if (property_id == PROP_SINCE)
    g_value_set_boxed (value, self->since);
  else if (property_id == PROP_STATE)
    g_value_set_int (value, (int) self->state);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
lk_intent_set_property (GObject      *object,
                        guint         property_id,
                        const GValue *value,
                        GParamSpec   *pspec)
{
  LkIntent *self = LK_INTENT (object);
  char **string = get_string (self, property_id);

  if (string != NULL)
    {
      g_free (*string);
      *string = g_value_dup_string (value);
    }
  else if (property_id == PROP_ROLE_IDS)
    {
      g_strfreev (self->role_ids);
      self->role_ids = g_value_dup_boxed (value);
    }
  else if (property_id == PROP_KNOWN_IDS)
    {
      g_strfreev (self->known_ids);
      self->known_ids = g_value_dup_boxed (value);
    }
  else if (property_id == PROP_SINCE)
    {
      g_clear_pointer (&self->since, g_date_time_unref);
      self->since = g_value_dup_boxed (value);
    }
  else if (property_id == PROP_STATE)
    {
      self->state = (LkIntentState) g_value_get_int (value);
    }
  else
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_intent_class_init (LkIntentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  const GParamFlags again = G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS;

  object_class->finalize = lk_intent_finalize;
  object_class->get_property = lk_intent_get_property;
  object_class->set_property = lk_intent_set_property;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, once);
  properties[PROP_OPERATION] = g_param_spec_string ("operation", NULL, NULL, "create", once);
  properties[PROP_ACCOUNT_ID] = g_param_spec_string ("account-id", NULL, NULL, NULL, once);
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, once);
  properties[PROP_ROLE_IDS] = g_param_spec_boxed ("role-ids", NULL, NULL, G_TYPE_STRV, once);
  properties[PROP_TOKEN_EXPIRY] = g_param_spec_string ("token-expiry", NULL, NULL, NULL, once);
  properties[PROP_SCRIPT_NAME] = g_param_spec_string ("script-name", NULL, NULL, NULL, once);
  properties[PROP_CLIENT_ID] = g_param_spec_string ("client-id", NULL, NULL, NULL, again);
  properties[PROP_KNOWN_IDS] = g_param_spec_boxed ("known-ids", NULL, NULL, G_TYPE_STRV, again);
  properties[PROP_SINCE] = g_param_spec_boxed ("since", NULL, NULL, G_TYPE_DATE_TIME, once);
  properties[PROP_STATE] =
    g_param_spec_int ("state", NULL, NULL, LK_INTENT_PLANNED, LK_INTENT_ANSWERED, LK_INTENT_PLANNED, again);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_intent_init (LkIntent *self)
{
}

/**
 * lk_intent_state_to_string:
 * @state: a state
 *
 * Returns: (transfer none): its name, as the journal and the command line write it
 */
const char *
lk_intent_state_to_string (LkIntentState state)
{
  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (state_names), NULL);

  return state_names[state];
}

/**
 * lk_intent_state_from_string:
 * @text: a name
 * @state: (out): the state
 *
 * Returns: whether there is a state of that name
 */
gboolean
lk_intent_state_from_string (const char    *text,
                             LkIntentState *state)
{
  for (guint i = 0; i < G_N_ELEMENTS (state_names); i++)
    if (g_strcmp0 (text, state_names[i]) == 0)
      {
        *state = (LkIntentState) i;
        return TRUE;
      }

  return FALSE;
}

#define LK_DEFINE_GETTER(Type, name) \
  Type \
  lk_intent_get_##name (LkIntent *self) \
  { \
    g_return_val_if_fail (LK_IS_INTENT (self), (Type) 0); \
    return (Type) self->name; \
  }

typedef const char *const *Strings;

LK_DEFINE_GETTER (const char *, id)
LK_DEFINE_GETTER (const char *, operation)
LK_DEFINE_GETTER (const char *, account_id)
LK_DEFINE_GETTER (const char *, description)
LK_DEFINE_GETTER (Strings, role_ids)
LK_DEFINE_GETTER (const char *, token_expiry)
LK_DEFINE_GETTER (const char *, script_name)
LK_DEFINE_GETTER (const char *, client_id)
LK_DEFINE_GETTER (Strings, known_ids)
LK_DEFINE_GETTER (GDateTime *, since)
LK_DEFINE_GETTER (LkIntentState, state)

/**
 * lk_intent_set_state:
 * @self: a piece of work
 * @state: the step that it stands at
 */
void
lk_intent_set_state (LkIntent      *self,
                     LkIntentState  state)
{
  g_return_if_fail (LK_IS_INTENT (self));

  g_object_set (self, "state", (int) state, NULL);
}
