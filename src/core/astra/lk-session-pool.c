/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-session.h"

/**
 * LkSessionPool:
 *
 * One session for each origin, so that all who talk to a host share the bound on requests at once.
 */
struct _LkSessionPool
{
  GHashTable *sessions; /* origin → SoupSession */
  LkProxy    *proxy;    /* NULL: what libsoup does by itself */
};

/**
 * lk_session_pool_new:
 *
 * Returns: (transfer full): a pool without sessions, to be used from one thread's main context
 */
LkSessionPool *
lk_session_pool_new (void)
{
  LkSessionPool *self = g_rc_box_new0 (LkSessionPool);

  self->sessions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);

  return self;
}

/**
 * lk_session_pool_ref:
 * @self: a pool
 *
 * Returns: (transfer full): the same pool
 */
LkSessionPool *
lk_session_pool_ref (LkSessionPool *self)
{
  return g_rc_box_acquire (self);
}

/* What is under way ends on the session that it was sent with; a new one has no connection through a former proxy. */
static void
forget_sessions (LkSessionPool *self)
{
  g_hash_table_remove_all (self->sessions);
}

static void
clear_pool (gpointer data)
{
  LkSessionPool *self = data;

  if (self->proxy != NULL)
    g_signal_handlers_disconnect_by_func (self->proxy, forget_sessions, self);
  g_clear_object (&self->proxy);
  g_clear_pointer (&self->sessions, g_hash_table_unref);
}

/**
 * lk_session_pool_unref:
 * @self: (transfer full): a pool
 *
 * Gives a reference back; a session lives on with its requests.
 */
void
lk_session_pool_unref (LkSessionPool *self)
{
  g_rc_box_release_full (self, clear_pool);
}

/**
 * lk_session_pool_set_proxy:
 * @self: a pool without a proxy
 * @proxy: through which proxies requests go from now on, but those to loopback, which go through none
 *
 * Has requests go through the proxies of @proxy, also when these change.
 */
void
lk_session_pool_set_proxy (LkSessionPool *self,
                           LkProxy       *proxy)
{
  g_return_if_fail (LK_IS_PROXY (proxy));
  g_return_if_fail (self->proxy == NULL);

  self->proxy = g_object_ref (proxy);
  g_signal_connect_swapped (proxy, "notify::direct", G_CALLBACK (forget_sessions), self);
  forget_sessions (self);
}

/**
 * lk_session_pool_get:
 * @self: a pool
 * @origin: an address that lk_address_check() returned
 *
 * Returns: (transfer full): the session for that origin, made if there is none; see lk_session_new()
 */
SoupSession *
lk_session_pool_get (LkSessionPool *self,
                     const char    *origin)
{
  SoupSession *session = g_hash_table_lookup (self->sessions, origin);

  if (session == NULL)
    {
      session = lk_session_new (origin, G_PROXY_RESOLVER (self->proxy));
      g_hash_table_insert (self->sessions, g_strdup (origin), session);
    }

  return g_object_ref (session);
}
