/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-keyring.h"

#include "lk-keyring-private.h"

#define DEFAULT_TIMEOUT_MS 5000

/**
 * LkKeyring:
 *
 * This application's part of the system keyring, over the Secret Service alone: the simple API of libsecret goes to a
 * private file inside a sandbox, where no script finds anything. Asynchronous, from one thread. Every call may fail
 * with any #LkKeyringError but those that it rules out, and with %G_IO_ERROR_CANCELLED; after a call that ran out of
 * time the service may still do what it was asked.
 */
struct _LkKeyring
{
  GObject        parent_instance;

  char          *application;
  char          *alias;         /* of the collection to store in: "default" or "session" */
  SecretService *service;       /* NULL until it is needed, and after it was lost */
  guint          timeout_ms;
  gboolean       locked;        /* whether it was the last time that anything was asked of it */
  const char    *in_use;        /* the alias that led to a collection; NULL until one did; static */
};

G_DEFINE_FINAL_TYPE (LkKeyring, lk_keyring, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_APPLICATION,
  PROP_COLLECTION,
  PROP_COLLECTION_IN_USE,
  PROP_TIMEOUT_MS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  CHANGED,
  UNLOCKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
lk_keyring_dispose (GObject *object)
{
  LkKeyring *self = LK_KEYRING (object);

  g_clear_object (&self->service);

  G_OBJECT_CLASS (lk_keyring_parent_class)->dispose (object);
}

static void
lk_keyring_finalize (GObject *object)
{
  LkKeyring *self = LK_KEYRING (object);

  g_clear_pointer (&self->application, g_free);
  g_clear_pointer (&self->alias, g_free);

  G_OBJECT_CLASS (lk_keyring_parent_class)->finalize (object);
}

static void
lk_keyring_get_property (GObject    *object,
                         guint       property_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  LkKeyring *self = LK_KEYRING (object);

  switch (property_id)
    {
    case PROP_APPLICATION:
      g_value_set_string (value, self->application);
      break;

    case PROP_COLLECTION:
      g_value_set_string (value, self->alias);
      break;

    case PROP_COLLECTION_IN_USE:
      g_value_set_string (value, self->in_use);
      break;

    case PROP_TIMEOUT_MS:
      g_value_set_uint (value, self->timeout_ms);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_keyring_set_property (GObject      *object,
                         guint         property_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  LkKeyring *self = LK_KEYRING (object);

  switch (property_id)
    {
    case PROP_APPLICATION:
      self->application = g_value_dup_string (value);
      break;

    case PROP_COLLECTION:
      self->alias = g_value_dup_string (value);
      break;

    case PROP_TIMEOUT_MS:
      self->timeout_ms = g_value_get_uint (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_keyring_class_init (LkKeyringClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = lk_keyring_dispose;
  object_class->finalize = lk_keyring_finalize;
  object_class->get_property = lk_keyring_get_property;
  object_class->set_property = lk_keyring_set_property;

  /**
   * LkKeyring:application:
   *
   * The constant attribute of all items; others are never seen.
   */
  properties[PROP_APPLICATION] = g_param_spec_string ("application", NULL, NULL, LK_KEYRING_APPLICATION, flags);

  /**
   * LkKeyring:collection:
   *
   * The alias of the collection to store in, "default" or "session".
   */
  properties[PROP_COLLECTION] = g_param_spec_string ("collection", NULL, NULL, "default", flags);

  /**
   * LkKeyring:collection-in-use: (nullable)
   *
   * The alias that led to a collection: "default" also where there is none for the session. %NULL before a call found
   * one.
   */
  properties[PROP_COLLECTION_IN_USE] =
    g_param_spec_string ("collection-in-use", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * LkKeyring:timeout-ms:
   *
   * How long the service may say nothing, in milliseconds, unless a prompt is open. A call that is one answer after
   * another, as a list of many, begins it anew with each.
   */
  properties[PROP_TIMEOUT_MS] =
    g_param_spec_uint ("timeout-ms", NULL, NULL, 1, G_MAXUINT, DEFAULT_TIMEOUT_MS, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * LkKeyring::changed:
   *
   * Something was stored or removed by this object. What others do is not told: not every service does.
   */
  signals[CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * LkKeyring::unlocked:
   *
   * lk_keyring_unlock_async() succeeded, and the keyring was locked before or was the last time that anything was asked
   * of it: what could not be read before can be now. Its callback comes afterwards.
   */
  signals[UNLOCKED] =
    g_signal_new ("unlocked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
lk_keyring_init (LkKeyring *self)
{
}

const char *
lk_keyring_get_alias (LkKeyring *self)
{
  return self->alias;
}

guint
lk_keyring_get_timeout_ms (LkKeyring *self)
{
  return self->timeout_ms;
}

SecretService *
lk_keyring_get_service (LkKeyring *self)
{
  return self->service;
}

void
lk_keyring_set_service (LkKeyring     *self,
                        SecretService *service)
{
  g_set_object (&self->service, service);
}

void
lk_keyring_set_collection_in_use (LkKeyring  *self,
                                  const char *alias)
{
  const char *known = g_intern_string (alias);

  if (self->in_use == known)
    return;

  self->in_use = known;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COLLECTION_IN_USE]);
}

void
lk_keyring_emit_changed (LkKeyring *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

void
lk_keyring_set_locked (LkKeyring *self)
{
  self->locked = TRUE;
}

/* Whoever unlocked it: also where another program did, since this one was last told. */
void
lk_keyring_set_unlocked (LkKeyring *self)
{
  if (!self->locked)
    return;

  self->locked = FALSE;
  g_signal_emit (self, signals[UNLOCKED], 0);
}

/**
 * lk_secret_info_free:
 * @self: (transfer full): an item's description
 *
 * Frees it.
 */
void
lk_secret_info_free (LkSecretInfo *self)
{
  g_clear_pointer (&self->attributes, g_hash_table_unref);
  g_clear_pointer (&self->label, g_free);
  g_free (self);
}

/**
 * lk_secret_info_get:
 * @self: an item's description
 * @key: an attribute's name
 *
 * Returns: (transfer none) (nullable): the attribute's value
 */
const char *
lk_secret_info_get (LkSecretInfo *self,
                    const char   *key)
{
  return g_hash_table_lookup (self->attributes, key);
}

/**
 * lk_keyring_new:
 * @application: the constant attribute of all items, `latchkey` or `latchkey-demo`
 * @collection: the alias of the collection to store in, `default` or `session`
 *
 * Makes a keyring; nothing is asked of the service before the first call.
 *
 * Returns: (transfer full): the keyring
 */
LkKeyring *
lk_keyring_new (const char *application,
                const char *collection)
{
  return g_object_new (LK_TYPE_KEYRING, "application", application, "collection", collection, NULL);
}

/**
 * lk_keyring_get_application:
 * @self: a keyring
 *
 * Returns: (transfer none): the constant attribute of all items
 */
const char *
lk_keyring_get_application (LkKeyring *self)
{
  g_return_val_if_fail (LK_IS_KEYRING (self), NULL);

  return self->application;
}
