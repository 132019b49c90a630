/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-rotation.h"

struct _LkRotation
{
  GObject parent_instance;

  char           *id;
  char           *account_id;
  char           *tenant_name;  /* NULL: application tokens */
  char           *cluster_name;
  char           *description;  /* NULL: none */
  char           *old_id;
  char           *new_id;
  GDateTime      *since;
  GDateTime      *remind_at;    /* NULL: nobody asked to be reminded */
  LkRotationStep  step;
};

G_DEFINE_FINAL_TYPE (LkRotation, lk_rotation, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_ID,
  PROP_ACCOUNT_ID,
  PROP_TENANT_NAME,
  PROP_CLUSTER_NAME,
  PROP_DESCRIPTION,
  PROP_OLD_ID,
  PROP_NEW_ID,
  PROP_SINCE,
  PROP_REMIND_AT,
  PROP_STEP,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const char *const step_names[] = { "created", "moved", "retiring", "cancelling" };

static void
lk_rotation_finalize (GObject *object)
{
  LkRotation *self = LK_ROTATION (object);

  g_free (self->id);
  g_free (self->account_id);
  g_free (self->tenant_name);
  g_free (self->cluster_name);
  g_free (self->description);
  g_free (self->old_id);
  g_free (self->new_id);
  g_clear_pointer (&self->since, g_date_time_unref);
  g_clear_pointer (&self->remind_at, g_date_time_unref);

  G_OBJECT_CLASS (lk_rotation_parent_class)->finalize (object);
}

static char **
get_string (LkRotation *self,
            guint       property_id)
{
  switch (property_id)
    {
    case PROP_ID:
      return &self->id;

    case PROP_ACCOUNT_ID:
      return &self->account_id;

    case PROP_TENANT_NAME:
      return &self->tenant_name;

    case PROP_CLUSTER_NAME:
      return &self->cluster_name;

    case PROP_DESCRIPTION:
      return &self->description;

    case PROP_OLD_ID:
      return &self->old_id;

    case PROP_NEW_ID:
      return &self->new_id;

    default:
      return NULL;
    }
}

static void
lk_rotation_get_property (GObject    *object,
                          guint       property_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  LkRotation *self = LK_ROTATION (object);
  char **string = get_string (self, property_id);

  if (string != NULL)
    g_value_set_string (value, *string);
  else if (property_id == PROP_SINCE)
    g_value_set_boxed (value, self->since);
  else if (property_id == PROP_REMIND_AT)
    g_value_set_boxed (value, self->remind_at);
  else if (property_id == PROP_STEP)
    g_value_set_int (value, (int) self->step);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
lk_rotation_set_property (GObject      *object,
                          guint         property_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  LkRotation *self = LK_ROTATION (object);
  char **string = get_string (self, property_id);

  if (string != NULL)
    *string = g_value_dup_string (value);
  else if (property_id == PROP_SINCE)
    self->since = g_value_dup_boxed (value);
  else if (property_id == PROP_REMIND_AT)
    lk_rotation_set_remind_at (self, g_value_get_boxed (value));
  else if (property_id == PROP_STEP)
    lk_rotation_set_step (self, (LkRotationStep) g_value_get_int (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
lk_rotation_class_init (LkRotationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  const GParamFlags again = G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = lk_rotation_finalize;
  object_class->get_property = lk_rotation_get_property;
  object_class->set_property = lk_rotation_set_property;

  /**
   * LkRotation:id:
   *
   * The #LkIntent:id of the work that created the new token.
   */
  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, once);
  /**
   * LkRotation:account-id:
   *
   * The #LkAccount:id that both tokens belong to.
   */
  properties[PROP_ACCOUNT_ID] = g_param_spec_string ("account-id", NULL, NULL, NULL, once);
  /**
   * LkRotation:tenant-name:
   *
   * The tenant of Pulsar tokens; %NULL: they are application tokens.
   */
  properties[PROP_TENANT_NAME] = g_param_spec_string ("tenant-name", NULL, NULL, NULL, once);
  /**
   * LkRotation:cluster-name:
   *
   * The cluster of the tenant; %NULL: they are application tokens.
   */
  properties[PROP_CLUSTER_NAME] = g_param_spec_string ("cluster-name", NULL, NULL, NULL, once);
  /**
   * LkRotation:description:
   *
   * What the tokens are for, as it was said when the new one was created; %NULL: nothing.
   */
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, once);
  /**
   * LkRotation:old-id:
   *
   * The token whose place is taken: its client id, or of a Pulsar token its id.
   */
  properties[PROP_OLD_ID] = g_param_spec_string ("old-id", NULL, NULL, NULL, once);
  /**
   * LkRotation:new-id:
   *
   * The token that takes it.
   */
  properties[PROP_NEW_ID] = g_param_spec_string ("new-id", NULL, NULL, NULL, once);
  /**
   * LkRotation:since:
   *
   * When the new token was stored.
   */
  properties[PROP_SINCE] = g_param_spec_boxed ("since", NULL, NULL, G_TYPE_DATE_TIME, once);
  /**
   * LkRotation:remind-at:
   *
   * When somebody wants to be reminded of the old token; %NULL: that was not said.
   */
  properties[PROP_REMIND_AT] = g_param_spec_boxed ("remind-at", NULL, NULL, G_TYPE_DATE_TIME, again);
  /**
   * LkRotation:step:
   *
   * The #LkRotationStep.
   */
  properties[PROP_STEP] =
    g_param_spec_int ("step", NULL, NULL, LK_ROTATION_CREATED, LK_ROTATION_CANCELLING, LK_ROTATION_CREATED, again);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_rotation_init (LkRotation *self)
{
}

/**
 * lk_rotation_step_to_string:
 * @step: a step
 *
 * Returns: (transfer none): its name on the disk and in JSON, never translated
 */
const char *
lk_rotation_step_to_string (LkRotationStep step)
{
  return step_names[step];
}

/**
 * lk_rotation_step_from_string:
 * @text: (nullable): a name
 * @step: (out): the step
 *
 * Returns: whether there is such a step
 */
gboolean
lk_rotation_step_from_string (const char     *text,
                              LkRotationStep *step)
{
  for (guint i = 0; i < G_N_ELEMENTS (step_names); i++)
    if (g_strcmp0 (text, step_names[i]) == 0)
      {
        *step = (LkRotationStep) i;
        return TRUE;
      }

  return FALSE;
}

/**
 * lk_rotation_get_id:
 * @self: a rotation
 *
 * Returns: (transfer none): #LkRotation:id
 */
const char *
lk_rotation_get_id (LkRotation *self)
{
  g_return_val_if_fail (LK_IS_ROTATION (self), NULL);

  return self->id;
}

/**
 * lk_rotation_get_account_id:
 * @self: a rotation
 *
 * Returns: (transfer none): #LkRotation:account-id
 */
const char *
lk_rotation_get_account_id (LkRotation *self)
{
  g_return_val_if_fail (LK_IS_ROTATION (self), NULL);

  return self->account_id;
}

/**
 * lk_rotation_get_tenant_name:
 * @self: a rotation
 *
 * Returns: (transfer none) (nullable): #LkRotation:tenant-name
 */
const char *
lk_rotation_get_tenant_name (LkRotation *self)
{
  g_return_val_if_fail (LK_IS_ROTATION (self), NULL);

  return self->tenant_name;
}

/**
 * lk_rotation_get_cluster_name:
 * @self: a rotation
 *
 * Returns: (transfer none) (nullable): #LkRotation:cluster-name
 */
const char *
lk_rotation_get_cluster_name (LkRotation *self)
{
  g_return_val_if_fail (LK_IS_ROTATION (self), NULL);

  return self->cluster_name;
}

/**
 * lk_rotation_is_pulsar:
 * @self: a rotation
 *
 * Returns: whether it is about Pulsar tokens
 */
gboolean
lk_rotation_is_pulsar (LkRotation *self)
{
  g_return_val_if_fail (LK_IS_ROTATION (self), FALSE);

  return self->tenant_name != NULL;
}

/**
 * lk_rotation_get_description:
 * @self: a rotation
 *
 * Returns: (transfer none) (nullable): #LkRotation:description
 */
const char *
lk_rotation_get_description (LkRotation *self)
{
  g_return_val_if_fail (LK_IS_ROTATION (self), NULL);

  return self->description;
}

/**
 * lk_rotation_get_old_id:
 * @self: a rotation
 *
 * Returns: (transfer none): #LkRotation:old-id
 */
const char *
lk_rotation_get_old_id (LkRotation *self)
{
  g_return_val_if_fail (LK_IS_ROTATION (self), NULL);

  return self->old_id;
}

/**
 * lk_rotation_get_new_id:
 * @self: a rotation
 *
 * Returns: (transfer none): #LkRotation:new-id
 */
const char *
lk_rotation_get_new_id (LkRotation *self)
{
  g_return_val_if_fail (LK_IS_ROTATION (self), NULL);

  return self->new_id;
}

/**
 * lk_rotation_get_since:
 * @self: a rotation
 *
 * Returns: (transfer none): when the new token was stored
 */
GDateTime *
lk_rotation_get_since (LkRotation *self)
{
  g_return_val_if_fail (LK_IS_ROTATION (self), NULL);

  return self->since;
}

/**
 * lk_rotation_get_remind_at:
 * @self: a rotation
 *
 * Returns: (transfer none) (nullable): when somebody wants to be reminded of the old token
 */
GDateTime *
lk_rotation_get_remind_at (LkRotation *self)
{
  g_return_val_if_fail (LK_IS_ROTATION (self), NULL);

  return self->remind_at;
}

/**
 * lk_rotation_get_step:
 * @self: a rotation
 *
 * Returns: where it stands
 */
LkRotationStep
lk_rotation_get_step (LkRotation *self)
{
  g_return_val_if_fail (LK_IS_ROTATION (self), LK_ROTATION_CREATED);

  return self->step;
}

/**
 * lk_rotation_set_step:
 * @self: a rotation
 * @step: where it stands; the caller writes that down
 */
void
lk_rotation_set_step (LkRotation     *self,
                      LkRotationStep  step)
{
  g_return_if_fail (LK_IS_ROTATION (self));

  if (self->step == step)
    return;

  self->step = step;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STEP]);
}

/**
 * lk_rotation_set_remind_at:
 * @self: a rotation
 * @remind_at: (nullable): when somebody wants to be reminded; the caller writes that down
 */
void
lk_rotation_set_remind_at (LkRotation *self,
                           GDateTime  *remind_at)
{
  g_return_if_fail (LK_IS_ROTATION (self));

  if (self->remind_at == remind_at)
    return;

  g_clear_pointer (&self->remind_at, g_date_time_unref);
  self->remind_at = remind_at != NULL ? g_date_time_ref (remind_at) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REMIND_AT]);
}
