/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-role.h"

#include "lk-text.h"

#include <glib/gi18n-lib.h>

/**
 * LkRole:
 *
 * A role of an organization, with what its policy allows.
 */
struct _LkRole
{
  GObject   parent_instance;

  char     *id;
  char     *name;
  char     *shown;      /* the name as it can be shown */
  gboolean  has_policy;
  GStrv     actions;
  GStrv     resources;
};

G_DEFINE_FINAL_TYPE (LkRole, lk_role, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_ID,
  PROP_NAME,
  PROP_HAS_POLICY,
  PROP_ACTIONS,
  PROP_RESOURCES,
  PROP_TITLE,
  PROP_BUILT_IN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* The names of the API and the portal's longer ones (vendor's documentation of roles). */
static const struct
{
  const char *name;
  const char *title;
} built_in_roles[] = {
  { "Organization Administrator", N_ ("Organization Administrator") },
  { "Database Administrator", N_ ("Database Administrator") },
  { "Billing Admin", N_ ("Billing Administrator") },
  { "Admin User", N_ ("Administrator User") },
  { "Admin Svc Acct", N_ ("Administrator Service Account") },
  { "RO User", N_ ("Read Only User") },
  { "R/W User", N_ ("Read/Write User") },
  { "RO Svc Acct", N_ ("Read Only Service Account") },
  { "R/W Svc Acct", N_ ("Read/Write Service Account") },
  { "API Admin User", N_ ("API Administrator User") },
  { "API Admin Svc Acct", N_ ("API Administrator Service Account") },
  { "API RO User", N_ ("API Read Only User") },
  { "API RO Svc Acct", N_ ("API Read Only Service Account") },
  { "API R/W User", N_ ("API Read/Write User") },
  { "API R/W Svc Acct", N_ ("API Read/Write Service Account") },
  { "UI View Only", N_ ("UI View Only") },
};

static const char *
find_built_in (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (built_in_roles); i++)
    if (g_strcmp0 (built_in_roles[i].name, name) == 0)
      return built_in_roles[i].title;

  return NULL;
}

/* One built-in policy of the service lists an action twice. */
static GStrv
copy_without_duplicates (const char *const *strings)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; strings != NULL && strings[i] != NULL; i++)
    if (g_hash_table_add (seen, (gpointer) strings[i]))
      g_strv_builder_add (builder, strings[i]);

  return g_strv_builder_end (builder);
}

static void
lk_role_finalize (GObject *object)
{
  LkRole *self = LK_ROLE (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->shown, g_free);
  g_clear_pointer (&self->actions, g_strfreev);
  g_clear_pointer (&self->resources, g_strfreev);

  G_OBJECT_CLASS (lk_role_parent_class)->finalize (object);
}

static void
lk_role_get_property (GObject    *object,
                      guint       property_id,
                      GValue     *value,
                      GParamSpec *pspec)
{
  LkRole *self = LK_ROLE (object);

  switch (property_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;

    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case PROP_HAS_POLICY:
      g_value_set_boolean (value, self->has_policy);
      break;

    case PROP_ACTIONS:
      g_value_set_boxed (value, self->actions);
      break;

    case PROP_RESOURCES:
      g_value_set_boxed (value, self->resources);
      break;

    case PROP_TITLE:
      g_value_set_string (value, lk_role_get_title (self));
      break;

    case PROP_BUILT_IN:
      g_value_set_boolean (value, lk_role_get_built_in (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_role_set_property (GObject      *object,
                      guint         property_id,
                      const GValue *value,
                      GParamSpec   *pspec)
{
  LkRole *self = LK_ROLE (object);

  switch (property_id)
    {
    case PROP_ID:
      self->id = g_value_dup_string (value);
      break;

    case PROP_NAME:
      self->name = g_value_dup_string (value);
      self->shown = self->name != NULL ? lk_text_show (self->name) : NULL;
      break;

    case PROP_HAS_POLICY:
      self->has_policy = g_value_get_boolean (value);
      break;

    case PROP_ACTIONS:
      self->actions = copy_without_duplicates (g_value_get_boxed (value));
      break;

    case PROP_RESOURCES:
      self->resources = copy_without_duplicates (g_value_get_boxed (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_role_class_init (LkRoleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  const GParamFlags derived = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = lk_role_finalize;
  object_class->get_property = lk_role_get_property;
  object_class->set_property = lk_role_set_property;

  /**
   * LkRole:id:
   *
   * The role's UUID, which the create call takes. Differs between organizations.
   */
  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, once);
  /**
   * LkRole:name:
   *
   * Its name as the service spells it.
   */
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, once);
  /**
   * LkRole:has-policy:
   *
   * Whether the service told what it allows; if not, #LkRole:actions is empty for lack of knowledge.
   */
  properties[PROP_HAS_POLICY] = g_param_spec_boolean ("has-policy", NULL, NULL, FALSE, once);
  /**
   * LkRole:actions:
   *
   * What it allows, in the order sent, each once. Never %NULL.
   */
  properties[PROP_ACTIONS] = g_param_spec_boxed ("actions", NULL, NULL, G_TYPE_STRV, once);
  /**
   * LkRole:resources:
   *
   * On what it allows it, in the order sent, each once. Never %NULL.
   */
  properties[PROP_RESOURCES] = g_param_spec_boxed ("resources", NULL, NULL, G_TYPE_STRV, once);
  /**
   * LkRole:title:
   *
   * The portal's longer form of a built-in name, translated, else the name as it can be shown.
   */
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, derived);
  /**
   * LkRole:built-in:
   *
   * Whether every organization has it, which is told by its name.
   */
  properties[PROP_BUILT_IN] = g_param_spec_boolean ("built-in", NULL, NULL, FALSE, derived);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_role_init (LkRole *self)
{
}

/**
 * lk_role_new:
 * @id: the role's id
 * @name: its name as the service spells it
 * @has_policy: whether the service told what it allows
 * @actions: (nullable) (array zero-terminated=1): what it allows
 * @resources: (nullable) (array zero-terminated=1): on what
 *
 * Makes a role, which never changes.
 *
 * Returns: (transfer full): the role
 */
LkRole *
lk_role_new (const char        *id,
             const char        *name,
             gboolean           has_policy,
             const char *const *actions,
             const char *const *resources)
{
  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return g_object_new (LK_TYPE_ROLE,
                       "id", id,
                       "name", name,
                       "has-policy", has_policy,
                       "actions", actions,
                       "resources", resources,
                       NULL);
}

/**
 * lk_role_get_id:
 * @self: a role
 *
 * Returns: (transfer none): its id
 */
const char *
lk_role_get_id (LkRole *self)
{
  g_return_val_if_fail (LK_IS_ROLE (self), NULL);

  return self->id;
}

/**
 * lk_role_get_name:
 * @self: a role
 *
 * Returns: (transfer none): its name as the service spells it
 */
const char *
lk_role_get_name (LkRole *self)
{
  g_return_val_if_fail (LK_IS_ROLE (self), NULL);

  return self->name;
}

/**
 * lk_role_get_title:
 * @self: a role
 *
 * Returns: (transfer none): the portal's longer form of a built-in name, translated, else the name as it can be shown
 */
const char *
lk_role_get_title (LkRole *self)
{
  const char *title;

  g_return_val_if_fail (LK_IS_ROLE (self), NULL);

  title = find_built_in (self->name);

  return title != NULL ? g_dgettext (GETTEXT_PACKAGE, title) : self->shown;
}

/**
 * lk_role_get_built_in:
 * @self: a role
 *
 * Returns: whether every organization has it
 */
gboolean
lk_role_get_built_in (LkRole *self)
{
  g_return_val_if_fail (LK_IS_ROLE (self), FALSE);

  return find_built_in (self->name) != NULL;
}

/**
 * lk_role_get_has_policy:
 * @self: a role
 *
 * Returns: whether it is known what it allows
 */
gboolean
lk_role_get_has_policy (LkRole *self)
{
  g_return_val_if_fail (LK_IS_ROLE (self), FALSE);

  return self->has_policy;
}

/**
 * lk_role_get_actions:
 * @self: a role
 *
 * Returns: (transfer none) (array zero-terminated=1): what it allows, without duplicates
 */
const char *const *
lk_role_get_actions (LkRole *self)
{
  g_return_val_if_fail (LK_IS_ROLE (self), NULL);

  return (const char *const *) self->actions;
}

/**
 * lk_role_get_resources:
 * @self: a role
 *
 * Returns: (transfer none) (array zero-terminated=1): on what it allows it
 */
const char *const *
lk_role_get_resources (LkRole *self)
{
  g_return_val_if_fail (LK_IS_ROLE (self), NULL);

  return (const char *const *) self->resources;
}
