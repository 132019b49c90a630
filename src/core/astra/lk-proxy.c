/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-proxy.h"

/**
 * LkProxy:
 *
 * Through which proxies requests go: those that the system knows, or none. One is shared by all clients of a pool, so
 * that a change counts for all of them at once.
 */
struct _LkProxy
{
  GObject         parent_instance;

  GProxyResolver *system;
  gboolean        direct;
};

static void lk_proxy_resolver_init (GProxyResolverInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LkProxy, lk_proxy, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_PROXY_RESOLVER, lk_proxy_resolver_init))

enum
{
  PROP_0,
  PROP_DIRECT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GStrv
create_direct (void)
{
  const char *const direct[] = { "direct://", NULL };

  return g_strdupv ((char **) direct);
}

static gboolean
lk_proxy_is_supported (GProxyResolver *resolver)
{
  return TRUE;
}

static GStrv
lk_proxy_lookup (GProxyResolver  *resolver,
                 const char      *uri,
                 GCancellable    *cancellable,
                 GError         **error)
{
  LkProxy *self = LK_PROXY (resolver);

  return self->direct ? create_direct () : g_proxy_resolver_lookup (self->system, uri, cancellable, error);
}

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  GStrv proxies = g_proxy_resolver_lookup_finish (G_PROXY_RESOLVER (source), result, &error);

  if (proxies != NULL)
    g_task_return_pointer (task, proxies, (GDestroyNotify) g_strfreev);
  else
    g_task_return_error (task, error);
}

static void
lk_proxy_lookup_async (GProxyResolver      *resolver,
                       const char          *uri,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  LkProxy *self = LK_PROXY (resolver);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, lk_proxy_lookup_async);
  if (self->direct)
    g_task_return_pointer (task, create_direct (), (GDestroyNotify) g_strfreev);
  else
    g_proxy_resolver_lookup_async (self->system, uri, cancellable, looked_up_cb, g_steal_pointer (&task));
}

static GStrv
lk_proxy_lookup_finish (GProxyResolver  *resolver,
                        GAsyncResult    *result,
                        GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, resolver), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_proxy_lookup_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
lk_proxy_resolver_init (GProxyResolverInterface *interface)
{
  interface->is_supported = lk_proxy_is_supported;
  interface->lookup = lk_proxy_lookup;
  interface->lookup_async = lk_proxy_lookup_async;
  interface->lookup_finish = lk_proxy_lookup_finish;
}

static void
lk_proxy_dispose (GObject *object)
{
  g_clear_object (&LK_PROXY (object)->system);

  G_OBJECT_CLASS (lk_proxy_parent_class)->dispose (object);
}

static void
lk_proxy_get_property (GObject    *object,
                       guint       property_id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_DIRECT:
      g_value_set_boolean (value, LK_PROXY (object)->direct);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_proxy_set_property (GObject      *object,
                       guint         property_id,
                       const GValue *value,
                       GParamSpec   *pspec)
{
  LkProxy *self = LK_PROXY (object);

  switch (property_id)
    {
    case PROP_DIRECT:
      if (self->direct == g_value_get_boolean (value))
        break;
      self->direct = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_proxy_class_init (LkProxyClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lk_proxy_dispose;
  object_class->get_property = lk_proxy_get_property;
  object_class->set_property = lk_proxy_set_property;

  /**
   * LkProxy:direct:
   *
   * Whether requests go through no proxy at all.
   */
  properties[PROP_DIRECT] =
    g_param_spec_boolean ("direct", NULL, NULL,
                          FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_proxy_init (LkProxy *self)
{
}

/**
 * lk_proxy_new:
 * @system: (nullable): tells which proxies the system knows, %NULL: the default resolver
 *
 * Makes a choice of proxies, which is at first that of the system.
 *
 * Returns: (transfer full): the choice
 */
LkProxy *
lk_proxy_new (GProxyResolver *system)
{
  LkProxy *self = g_object_new (LK_TYPE_PROXY, NULL);

  self->system = g_object_ref (system != NULL ? system : g_proxy_resolver_get_default ());

  return self;
}
