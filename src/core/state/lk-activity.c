/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-activity.h"

/**
 * LkActivity:
 *
 * One thing that was done to a token or an account, for people who want to look it up later. It never changes.
 */
struct _LkActivity
{
  GObject    parent_instance;

  GDateTime *time;
  char      *account_id;
  char      *account_title;
  char      *operation;
  char      *client_id;   /* NULL: there was none yet */
  char      *description; /* NULL: none */
  char      *outcome;
};

G_DEFINE_FINAL_TYPE (LkActivity, lk_activity, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_TIME,
  PROP_ACCOUNT_ID,
  PROP_ACCOUNT_TITLE,
  PROP_OPERATION,
  PROP_CLIENT_ID,
  PROP_DESCRIPTION,
  PROP_OUTCOME,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char **
find_string (LkActivity *self,
             guint       property_id)
{
  switch (property_id)
    {
    case PROP_ACCOUNT_ID:
      return &self->account_id;
    case PROP_ACCOUNT_TITLE:
      return &self->account_title;
    case PROP_OPERATION:
      return &self->operation;
    case PROP_CLIENT_ID:
      return &self->client_id;
    case PROP_DESCRIPTION:
      return &self->description;
    case PROP_OUTCOME:
    default:
      return &self->outcome;
    }
}

static void
lk_activity_finalize (GObject *object)
{
  LkActivity *self = LK_ACTIVITY (object);

  g_clear_pointer (&self->time, g_date_time_unref);
  for (guint id = PROP_ACCOUNT_ID; id <= PROP_OUTCOME; id++)
    g_clear_pointer (find_string (self, id), g_free);

  G_OBJECT_CLASS (lk_activity_parent_class)->finalize (object);
}

static void
lk_activity_get_property (GObject    *object,
                          guint       property_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  LkActivity *self = LK_ACTIVITY (object);

  if (property_id == PROP_TIME)
    g_value_set_boxed (value, self->time);
  else
    g_value_set_string (value, *find_string (self, property_id));
}

static void
lk_activity_set_property (GObject      *object,
                          guint         property_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  LkActivity *self = LK_ACTIVITY (object);

  if (property_id == PROP_TIME)
    self->time = g_value_dup_boxed (value);
  else
    *find_string (self, property_id) = g_value_dup_string (value);
}

static void
lk_activity_class_init (LkActivityClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = lk_activity_finalize;
  object_class->get_property = lk_activity_get_property;
  object_class->set_property = lk_activity_set_property;

  /**
   * LkActivity:time:
   *
   * When it ended.
   */
  properties[PROP_TIME] = g_param_spec_boxed ("time", NULL, NULL, G_TYPE_DATE_TIME, once);
  /**
   * LkActivity:account-id:
   *
   * The account, which may be gone by now.
   */
  properties[PROP_ACCOUNT_ID] = g_param_spec_string ("account-id", NULL, NULL, NULL, once);
  /**
   * LkActivity:account-title:
   *
   * How the account was called then.
   */
  properties[PROP_ACCOUNT_TITLE] = g_param_spec_string ("account-title", NULL, NULL, NULL, once);
  /**
   * LkActivity:operation:
   *
   * What was done: %LK_ACTIVITY_CREATE or another of them.
   */
  properties[PROP_OPERATION] = g_param_spec_string ("operation", NULL, NULL, NULL, once);
  /**
   * LkActivity:client-id:
   *
   * The token; %NULL: there was none yet.
   */
  properties[PROP_CLIENT_ID] = g_param_spec_string ("client-id", NULL, NULL, NULL, once);
  /**
   * LkActivity:description:
   *
   * What the token said of itself; %NULL: nothing.
   */
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, once);
  /**
   * LkActivity:outcome:
   *
   * How it ended: %LK_ACTIVITY_DONE or another of them.
   */
  properties[PROP_OUTCOME] = g_param_spec_string ("outcome", NULL, NULL, NULL, once);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_activity_init (LkActivity *self)
{
}

/**
 * lk_activity_new:
 * @time: when it ended
 * @account_id: the account
 * @account_title: how it is called
 * @operation: what was done
 * @client_id: (nullable): the token
 * @description: (nullable): what the token says of itself
 * @outcome: how it ended
 *
 * Returns: (transfer full): a record that is not written down yet
 */
LkActivity *
lk_activity_new (GDateTime  *time,
                 const char *account_id,
                 const char *account_title,
                 const char *operation,
                 const char *client_id,
                 const char *description,
                 const char *outcome)
{
  return g_object_new (LK_TYPE_ACTIVITY,
                       "time", time,
                       "account-id", account_id,
                       "account-title", account_title,
                       "operation", operation,
                       "client-id", client_id,
                       "description", description,
                       "outcome", outcome,
                       NULL);
}

#define LK_DEFINE_GETTER(Type, name) \
  Type \
  lk_activity_get_##name (LkActivity *self) \
  { \
    g_return_val_if_fail (LK_IS_ACTIVITY (self), NULL); \
    return self->name; \
  }

/**
 * lk_activity_get_time:
 * @self: a record
 *
 * Returns: (transfer none): when it ended
 */
LK_DEFINE_GETTER (GDateTime *, time)

/**
 * lk_activity_get_account_id:
 * @self: a record
 *
 * Returns: (transfer none): the account
 */
LK_DEFINE_GETTER (const char *, account_id)

/**
 * lk_activity_get_account_title:
 * @self: a record
 *
 * Returns: (transfer none): how the account was called then
 */
LK_DEFINE_GETTER (const char *, account_title)

/**
 * lk_activity_get_operation:
 * @self: a record
 *
 * Returns: (transfer none): what was done
 */
LK_DEFINE_GETTER (const char *, operation)

/**
 * lk_activity_get_client_id:
 * @self: a record
 *
 * Returns: (transfer none) (nullable): the token
 */
LK_DEFINE_GETTER (const char *, client_id)

/**
 * lk_activity_get_description:
 * @self: a record
 *
 * Returns: (transfer none) (nullable): what the token said of itself
 */
LK_DEFINE_GETTER (const char *, description)

/**
 * lk_activity_get_outcome:
 * @self: a record
 *
 * Returns: (transfer none): how it ended
 */
LK_DEFINE_GETTER (const char *, outcome)
