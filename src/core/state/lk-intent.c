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
  char          *replaces;     /* NULL: it is no rotation */
  char          *tenant_name;  /* NULL: it is about an application token */
  char          *cluster_name;
  guint          lifetime_days;
  gboolean       keep;
  GStrv          known_ids;
  GStrv          candidate_ids;
  GDateTime     *since;
  GDateTime     *sent_at;      /* NULL: nothing was sent */
  GDateTime     *lost_at;      /* NULL: the answer came, or nobody was there to miss it */
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
  PROP_REPLACES,
  PROP_TENANT_NAME,
  PROP_CLUSTER_NAME,
  PROP_LIFETIME_DAYS,
  PROP_KEEP,
  PROP_KNOWN_IDS,
  PROP_CANDIDATE_IDS,
  PROP_SINCE,
  PROP_SENT_AT,
  PROP_LOST_AT,
  PROP_STATE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

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
  g_clear_pointer (&self->replaces, g_free);
  g_clear_pointer (&self->tenant_name, g_free);
  g_clear_pointer (&self->cluster_name, g_free);
  g_clear_pointer (&self->known_ids, g_strfreev);
  g_clear_pointer (&self->candidate_ids, g_strfreev);
  g_clear_pointer (&self->since, g_date_time_unref);
  g_clear_pointer (&self->sent_at, g_date_time_unref);
  g_clear_pointer (&self->lost_at, g_date_time_unref);

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

    case PROP_REPLACES:
      return &self->replaces;

    case PROP_TENANT_NAME:
      return &self->tenant_name;

    case PROP_CLUSTER_NAME:
      return &self->cluster_name;

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
  else if (property_id == PROP_CANDIDATE_IDS)
    g_value_set_boxed (value, self->candidate_ids);
  else if (property_id == PROP_SINCE)
    g_value_set_boxed (value, self->since);
  else if (property_id == PROP_SENT_AT)
    g_value_set_boxed (value, self->sent_at);
  else if (property_id == PROP_LOST_AT)
    g_value_set_boxed (value, self->lost_at);
  else if (property_id == PROP_LIFETIME_DAYS)
    g_value_set_uint (value, self->lifetime_days);
  else if (property_id == PROP_KEEP)
    g_value_set_boolean (value, self->keep);
  else if (property_id == PROP_STATE)
    g_value_set_int (value, (int) self->state);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

/* NULL counts as an empty list, which is how it comes back from the journal. */
static GStrv
dup_list (const GValue *value)
{
  GStrv list = g_value_dup_boxed (value);

  return list != NULL ? list : g_new0 (char *, 1);
}

static gboolean
replace_list (GStrv        *list,
              const GValue *value)
{
  g_auto (GStrv) before = g_steal_pointer (list);

  *list = dup_list (value);

  return before == NULL || !g_strv_equal ((const char *const *) before, (const char *const *) *list);
}

static void
lk_intent_set_property (GObject      *object,
                        guint         property_id,
                        const GValue *value,
                        GParamSpec   *pspec)
{
  LkIntent *self = LK_INTENT (object);
  char **string = get_string (self, property_id);
  gboolean changed = FALSE;

  if (string != NULL)
    {
      changed = g_strcmp0 (*string, g_value_get_string (value)) != 0;
      g_free (*string);
      *string = g_value_dup_string (value);
    }
  else if (property_id == PROP_ROLE_IDS)
    {
      self->role_ids = dup_list (value);
    }
  else if (property_id == PROP_KNOWN_IDS)
    {
      changed = replace_list (&self->known_ids, value);
    }
  else if (property_id == PROP_CANDIDATE_IDS)
    {
      changed = replace_list (&self->candidate_ids, value);
    }
  else if (property_id == PROP_SINCE)
    {
      self->since = g_value_dup_boxed (value);
    }
  else if (property_id == PROP_SENT_AT || property_id == PROP_LOST_AT)
    {
      GDateTime **time = property_id == PROP_SENT_AT ? &self->sent_at : &self->lost_at;

      g_clear_pointer (time, g_date_time_unref);
      *time = g_value_dup_boxed (value);
      changed = TRUE;
    }
  else if (property_id == PROP_LIFETIME_DAYS)
    {
      self->lifetime_days = g_value_get_uint (value);
    }
  else if (property_id == PROP_KEEP)
    {
      self->keep = g_value_get_boolean (value);
    }
  else if (property_id == PROP_STATE)
    {
      changed = self->state != (LkIntentState) g_value_get_int (value);
      self->state = (LkIntentState) g_value_get_int (value);
    }
  else
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }

  if (changed)
    g_object_notify_by_pspec (object, pspec);
}

static void
lk_intent_class_init (LkIntentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  const GParamFlags again = G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = lk_intent_finalize;
  object_class->get_property = lk_intent_get_property;
  object_class->set_property = lk_intent_set_property;

  /**
   * LkIntent:id:
   *
   * Our own name for the work, a UUID; its reserved keyring slot and its escrow refer to it.
   */
  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, once);
  /**
   * LkIntent:operation:
   *
   * "create" or "delete".
   */
  properties[PROP_OPERATION] = g_param_spec_string ("operation", NULL, NULL, "create", once);
  /**
   * LkIntent:account-id:
   *
   * The #LkAccount:id that it is done for.
   */
  properties[PROP_ACCOUNT_ID] = g_param_spec_string ("account-id", NULL, NULL, NULL, once);
  /**
   * LkIntent:description:
   *
   * The description that is sent, or of a Pulsar token the note that stays here; %NULL: none.
   */
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, once);
  /**
   * LkIntent:role-ids:
   *
   * The UUIDs of the roles that are sent. Never %NULL.
   */
  properties[PROP_ROLE_IDS] = g_param_spec_boxed ("role-ids", NULL, NULL, G_TYPE_STRV, once);
  /**
   * LkIntent:token-expiry:
   *
   * The ISO instant that is sent; %NULL: none.
   */
  properties[PROP_TOKEN_EXPIRY] = g_param_spec_string ("token-expiry", NULL, NULL, NULL, once);
  /**
   * LkIntent:script-name:
   *
   * The name that scripts shall ask for it by; %NULL: none.
   */
  properties[PROP_SCRIPT_NAME] = g_param_spec_string ("script-name", NULL, NULL, NULL, once);
  /**
   * LkIntent:client-id:
   *
   * The token that it is about, of a Pulsar token its id; %NULL: not known yet.
   */
  properties[PROP_CLIENT_ID] = g_param_spec_string ("client-id", NULL, NULL, NULL, again);
  /**
   * LkIntent:replaces:
   *
   * The token whose place a new one shall take, by its client id or of a Pulsar token its id; %NULL: none. Once the new
   * one is stored, the journal has an #LkRotation of both.
   */
  properties[PROP_REPLACES] = g_param_spec_string ("replaces", NULL, NULL, NULL, once);
  /**
   * LkIntent:tenant-name:
   *
   * The tenant of a Pulsar token; %NULL: it is about an application token.
   */
  properties[PROP_TENANT_NAME] = g_param_spec_string ("tenant-name", NULL, NULL, NULL, once);
  /**
   * LkIntent:cluster-name:
   *
   * The cluster of the tenant; %NULL: it is about an application token.
   */
  properties[PROP_CLUSTER_NAME] = g_param_spec_string ("cluster-name", NULL, NULL, NULL, once);
  /**
   * LkIntent:lifetime-days:
   *
   * How many days a Pulsar token shall last; 0: without end.
   */
  properties[PROP_LIFETIME_DAYS] = g_param_spec_uint ("lifetime-days", NULL, NULL, 0, G_MAXUINT, 0, once);
  /**
   * LkIntent:keep:
   *
   * Whether a Pulsar token shall be in the keyring. An application token always shall.
   */
  properties[PROP_KEEP] = g_param_spec_boolean ("keep", NULL, NULL, TRUE, once);
  /**
   * LkIntent:known-ids:
   *
   * The client ids that were listed before the request, against which what is new is told. Never %NULL.
   */
  properties[PROP_KNOWN_IDS] = g_param_spec_boxed ("known-ids", NULL, NULL, G_TYPE_STRV, again);
  /**
   * LkIntent:candidate-ids:
   *
   * The client ids that may be what an unknown outcome has left, as of the last list. Never %NULL.
   */
  properties[PROP_CANDIDATE_IDS] = g_param_spec_boxed ("candidate-ids", NULL, NULL, G_TYPE_STRV, again);
  /**
   * LkIntent:since:
   *
   * When the work began.
   */
  properties[PROP_SINCE] = g_param_spec_boxed ("since", NULL, NULL, G_TYPE_DATE_TIME, once);
  /**
   * LkIntent:sent-at:
   *
   * When the request was about to be sent, by the server's clock as far as it is known; %NULL: it was not.
   */
  properties[PROP_SENT_AT] = g_param_spec_boxed ("sent-at", NULL, NULL, G_TYPE_DATE_TIME, again);
  /**
   * LkIntent:lost-at:
   *
   * When the answer was given up, by the server's clock as far as it is known; %NULL: it was not.
   */
  properties[PROP_LOST_AT] = g_param_spec_boxed ("lost-at", NULL, NULL, G_TYPE_DATE_TIME, again);
  /**
   * LkIntent:state:
   *
   * The #LkIntentState.
   */
  properties[PROP_STATE] =
    g_param_spec_int ("state", NULL, NULL, LK_INTENT_PLANNED, LK_INTENT_STORED, LK_INTENT_PLANNED, again);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_intent_init (LkIntent *self)
{
}

#define LK_DEFINE_GETTER(Type, name) \
  Type \
  lk_intent_get_##name (LkIntent *self) \
  { \
    g_return_val_if_fail (LK_IS_INTENT (self), (Type) 0); \
    return (Type) self->name; \
  }

typedef const char *const *Strings;

/**
 * lk_intent_get_id:
 * @self: a piece of work
 *
 * Returns: (transfer none): its id
 */
LK_DEFINE_GETTER (const char *, id)

/**
 * lk_intent_get_operation:
 * @self: a piece of work
 *
 * Returns: (transfer none): "create" or "delete"
 */
LK_DEFINE_GETTER (const char *, operation)

/**
 * lk_intent_get_account_id:
 * @self: a piece of work
 *
 * Returns: (transfer none): the account it is done for
 */
LK_DEFINE_GETTER (const char *, account_id)

/**
 * lk_intent_get_description:
 * @self: a piece of work
 *
 * Returns: (transfer none) (nullable): the description that is sent
 */
LK_DEFINE_GETTER (const char *, description)

/**
 * lk_intent_get_role_ids:
 * @self: a piece of work
 *
 * Returns: (transfer none) (array zero-terminated=1): the roles that are sent
 */
LK_DEFINE_GETTER (Strings, role_ids)

/**
 * lk_intent_get_token_expiry:
 * @self: a piece of work
 *
 * Returns: (transfer none) (nullable): the ISO instant that is sent
 */
LK_DEFINE_GETTER (const char *, token_expiry)

/**
 * lk_intent_get_script_name:
 * @self: a piece of work
 *
 * Returns: (transfer none) (nullable): the name for scripts
 */
LK_DEFINE_GETTER (const char *, script_name)

/**
 * lk_intent_get_client_id:
 * @self: a piece of work
 *
 * Returns: (transfer none) (nullable): the token, once it is known
 */
LK_DEFINE_GETTER (const char *, client_id)

/**
 * lk_intent_get_replaces:
 * @self: a piece of work
 *
 * Returns: (transfer none) (nullable): the token whose place the new one shall take
 */
const char *
lk_intent_get_replaces (LkIntent *self)
{
  g_return_val_if_fail (LK_IS_INTENT (self), NULL);

  return self->replaces;
}

/**
 * lk_intent_is_pulsar:
 * @self: a piece of work
 *
 * Returns: whether it is about a Pulsar token, which can be fetched again: there is no slot in the keyring for it
 */
gboolean
lk_intent_is_pulsar (LkIntent *self)
{
  g_return_val_if_fail (LK_IS_INTENT (self), FALSE);

  return self->tenant_name != NULL && self->cluster_name != NULL;
}

/**
 * lk_intent_get_tenant_name:
 * @self: a piece of work
 *
 * Returns: (transfer none) (nullable): the tenant of a Pulsar token
 */
LK_DEFINE_GETTER (const char *, tenant_name)

/**
 * lk_intent_get_cluster_name:
 * @self: a piece of work
 *
 * Returns: (transfer none) (nullable): the cluster of the tenant
 */
LK_DEFINE_GETTER (const char *, cluster_name)

/**
 * lk_intent_get_lifetime_days:
 * @self: a piece of work
 *
 * Returns: how many days a Pulsar token shall last; 0: without end
 */
LK_DEFINE_GETTER (guint, lifetime_days)

/**
 * lk_intent_get_keep:
 * @self: a piece of work
 *
 * Returns: whether the token shall be in the keyring
 */
LK_DEFINE_GETTER (gboolean, keep)

/**
 * lk_intent_get_known_ids:
 * @self: a piece of work
 *
 * Returns: (transfer none) (array zero-terminated=1): the client ids listed before
 */
LK_DEFINE_GETTER (Strings, known_ids)

/**
 * lk_intent_get_candidate_ids:
 * @self: a piece of work
 *
 * Returns: (transfer none) (array zero-terminated=1): what an unknown outcome may have left
 */
LK_DEFINE_GETTER (Strings, candidate_ids)

/**
 * lk_intent_get_sent_at:
 * @self: a piece of work
 *
 * Returns: (transfer none) (nullable): when the request was sent, by the server's clock
 */
LK_DEFINE_GETTER (GDateTime *, sent_at)

/**
 * lk_intent_get_lost_at:
 * @self: a piece of work
 *
 * Returns: (transfer none) (nullable): when the answer was given up, by the server's clock
 */
LK_DEFINE_GETTER (GDateTime *, lost_at)

/**
 * lk_intent_get_since:
 * @self: a piece of work
 *
 * Returns: (transfer none): when it began
 */
LK_DEFINE_GETTER (GDateTime *, since)

/**
 * lk_intent_get_state:
 * @self: a piece of work
 *
 * Returns: the step that it stands at
 */
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
