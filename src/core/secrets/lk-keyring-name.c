/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-keyring.h"

#include "lk-keyring-operations.h"
#include "lk-keyring-steps.h"
#include "lk-secret-attributes.h"

/* Another script name for what is stored: no secret is read or written for it, and each item changes at once, from one set
 * of attributes to the other. */

#define PROPERTIES_INTERFACE "org.freedesktop.DBus.Properties"

static void name_more (LkKeyringCall *call);

static void
call_item (LkKeyringCall       *call,
           const char          *path,
           const char          *method,
           GVariant            *parameters,
           const GVariantType  *answer,
           GAsyncReadyCallback  callback)
{
  GDBusProxy *proxy = G_DBUS_PROXY (call->service);

  g_dbus_connection_call (g_dbus_proxy_get_connection (proxy), g_dbus_proxy_get_name (proxy), path, PROPERTIES_INTERFACE,
                          method, parameters, answer, G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, call->inner, callback,
                          lk_keyring_call_ref (call));
}

static void
get_attributes (LkKeyringCall       *call,
                GAsyncReadyCallback  callback)
{
  call_item (call, call->paths[call->n_started - 1], "Get",
             g_variant_new ("(ss)", LK_KEYRING_ITEM_INTERFACE, "Attributes"), G_VARIANT_TYPE ("(v)"), callback);
}

/* NULL when the call is over. */
static GVariant *
get_attributes_finish (LkKeyringCall   *call,
                       GDBusConnection *connection,
                       GAsyncResult    *result)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (connection, result, &error);
  g_autoptr (GVariant) attributes = NULL;

  if (lk_keyring_call_is_over (call))
    return NULL;

  if (answer != NULL)
    g_variant_get (answer, "(v)", &attributes);
  if (answer == NULL)
    lk_keyring_call_fail (call, g_steal_pointer (&error));
  else if (!g_variant_is_of_type (attributes, G_VARIANT_TYPE ("a{ss}")))
    lk_keyring_call_refuse (call, LK_KEYRING_ERROR_REFUSED);
  else
    return g_steal_pointer (&attributes);

  return NULL;
}

/* No name is an empty one. */
static const char *
get_name (GVariant *attributes)
{
  const char *name = "";

  g_variant_lookup (attributes, "name", "&s", &name);

  return name;
}

/* The same attributes but for the name. Only what is stored by us: a service may show more that it does not take back, as
 * KeePassXC 2.7.4 the UUID of an entry (measured). */
static GVariant *
make_attributes (GVariant   *before,
                 const char *name)
{
  GVariantBuilder builder;
  GVariantIter iter;
  const char *key, *value;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  g_variant_iter_init (&iter, before);
  while (g_variant_iter_next (&iter, "{&s&s}", &key, &value))
    if (g_str_equal (key, "xdg:schema") || (lk_keyring_steps_is_known (key) && !g_str_equal (key, "name")))
      g_variant_builder_add (&builder, "{ss}", key, value);
  if (name != NULL)
    g_variant_builder_add (&builder, "{ss}", "name", name);

  return g_variant_builder_end (&builder);
}

static void
set_attributes (LkKeyringCall       *call,
                GVariant            *before,
                const char          *name,
                GAsyncReadyCallback  callback)
{
  call_item (call, call->paths[call->n_started - 1], "Set",
             g_variant_new ("(ssv)", LK_KEYRING_ITEM_INTERFACE, "Attributes", make_attributes (before, name)),
             NULL, callback);
}

static gboolean
set_attributes_finish (LkKeyringCall   *call,
                       GDBusConnection *connection,
                       GAsyncResult    *result)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (connection, result, &error);

  if (lk_keyring_call_is_over (call))
    return FALSE;
  if (answer == NULL)
    {
      lk_keyring_call_fail (call, g_steal_pointer (&error));
      return FALSE;
    }

  lk_keyring_call_limit (call, TRUE);

  return TRUE;
}

/* Nothing is deleted that a name still leads to. */
static void
seen_emptied_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (LkKeyringCall) call = user_data;
  g_autoptr (GVariant) after = get_attributes_finish (call, G_DBUS_CONNECTION (source), result);
  const char *name;

  if (after == NULL)
    return;

  name = get_name (after);
  if (*name == '\0')
    name_more (call);
  else
    lk_keyring_call_refuse (call, LK_KEYRING_ERROR_REFUSED);
}

static void
emptied_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (LkKeyringCall) call = user_data;

  if (set_attributes_finish (call, G_DBUS_CONNECTION (source), result))
    get_attributes (call, seen_emptied_cb);
}

/* It is not believed what it says: another item loses the name once this one has it. And KeePassXC 2.7.4 adds to the attributes
 * what it is given, and keeps the others (measured): what is to be gone there can only be emptied. */
static void
seen_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (LkKeyringCall) call = user_data;
  g_autoptr (GVariant) after = get_attributes_finish (call, G_DBUS_CONNECTION (source), result);
  const char *name;

  if (after == NULL)
    return;

  name = get_name (after);
  if (g_str_equal (name, call->label != NULL ? call->label : ""))
    name_more (call);
  else if (call->label == NULL)
    set_attributes (call, after, "", emptied_cb);
  else
    lk_keyring_call_refuse (call, LK_KEYRING_ERROR_REFUSED);
}

static void
named_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (LkKeyringCall) call = user_data;

  if (set_attributes_finish (call, G_DBUS_CONNECTION (source), result))
    get_attributes (call, seen_cb);
}

static void
got_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (LkKeyringCall) call = user_data;
  g_autoptr (GVariant) before = get_attributes_finish (call, G_DBUS_CONNECTION (source), result);

  if (before != NULL)
    set_attributes (call, before, call->label, named_cb);
}

static void
name_more (LkKeyringCall *call)
{
  if (call->paths[call->n_started] != NULL)
    {
      call->n_started++;
      get_attributes (call, got_cb);
    }
  else if (call->locked_paths[0] != NULL)
    {
      lk_keyring_call_refuse (call, LK_KEYRING_ERROR_LOCKED);
    }
  else
    {
      lk_keyring_call_return (call, NULL, NULL);
    }
}

static void
name_found (LkKeyringCall *call)
{
  call->n_started = 0;
  name_more (call);
}

static void
name_open (LkKeyringCall *call)
{
  lk_keyring_step_search (call, name_found);
}

static void
name_service (LkKeyringCall *call)
{
  lk_keyring_step_find_open (call, name_open);
}

static void
name_step (LkKeyringCall *call)
{
  lk_keyring_step_open (call, name_service);
}

/**
 * lk_keyring_set_name_async:
 * @self: a keyring
 * @attributes: (element-type utf8 utf8): what to search for; `application` is added
 * @name: (nullable): the script name; %NULL for none
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Gives every match another script name, one after the other. Whether another token has it is not asked. Never prompts.
 */
void
lk_keyring_set_name_async (LkKeyring           *self,
                           GHashTable          *attributes,
                           const char          *name,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (LkKeyringCall) call = NULL;

  g_return_if_fail (LK_IS_KEYRING (self));
  g_return_if_fail (attributes != NULL);
  g_return_if_fail (name == NULL || lk_script_name_is_valid (name));

  call = lk_keyring_request_new (self, lk_keyring_set_name_async, name_step, attributes, cancellable, callback, user_data);
  call->label = g_strdup (name);
  lk_keyring_request_start (call);
}

/**
 * lk_keyring_set_name_finish:
 * @self: a keyring
 * @result: what the callback was given
 * @error: return location for an #LkKeyringError or %G_IO_ERROR_CANCELLED
 *
 * Takes the answer to lk_keyring_set_name_async().
 *
 * Returns: whether every match has the name, also when there is none
 */
gboolean
lk_keyring_set_name_finish (LkKeyring     *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  GError *own_error = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_keyring_set_name_async), FALSE);

  g_task_propagate_pointer (G_TASK (result), &own_error);
  if (own_error == NULL)
    return TRUE;

  g_propagate_error (error, own_error);

  return FALSE;
}
