/* SPDX-License-Identifier: GPL-3.0-or-later */
#define SECRET_API_SUBJECT_TO_CHANGE /* object paths: a look-up through them needs no proxy an item */

#include "lk-keyring-operations.h"

#include "lk-keyring-prompt.h"
#include "lk-keyring-steps.h"

#include <glib/gi18n-lib.h>

/* Store, and read back on a session that had no part in it */

/* In a time that does not depend on what the values are. */
static gboolean
is_same (SecretValue *a,
         SecretValue *b)
{
  gsize length_a, length_b;
  const char *bytes_a = secret_value_get (a, &length_a);
  const char *bytes_b = secret_value_get (b, &length_b);
  guint8 difference = 0;

  if (length_a != length_b)
    return FALSE;
  for (gsize i = 0; i < length_a; i++)
    difference |= (guint8) bytes_a[i] ^ (guint8) bytes_b[i];

  return difference == 0;
}

static void
read_back_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (LkKeyringCall) call = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) value = lk_keyring_step_get_secret_finish (call, source, result, &error);

  if (lk_keyring_call_is_over (call))
    return;
  if (error != NULL)
    lk_keyring_call_fail (call, g_steal_pointer (&error));
  else if (value == NULL || !is_same (value, call->value))
    lk_keyring_call_refuse (call, LK_KEYRING_ERROR_MISMATCH);
  else
    lk_keyring_call_return (call, NULL, NULL);
}

/* Other items may have these attributes and more, so the one that was stored must be among what is found. */
static void
read_back_found (LkKeyringCall *call)
{
  if (g_strv_contains ((const char *const *) call->paths, call->item))
    lk_keyring_step_get_secret (call, call->item, read_back_cb);
  else
    lk_keyring_call_refuse (call, LK_KEYRING_ERROR_MISMATCH);
}

static void
read_back (LkKeyringCall *call)
{
  lk_keyring_step_search (call, read_back_found);
}

static void
item_created (LkKeyringCall *call,
              const char    *path)
{
  g_free (call->item);
  call->item = g_strdup (path);
  lk_keyring_step_open_fresh (call, read_back);
}

/* The service had to ask: by its settings, or since the item is another program's. KeePassXC 2.7.4 answers each time with
 * a prompt, one that asks nobody in most cases (measured). */
static void
item_prompted (LkKeyringCall *call,
               gboolean       dismissed,
               GVariant      *result)
{
  const char *path = result != NULL && g_variant_is_of_type (result, G_VARIANT_TYPE_OBJECT_PATH)
                       ? g_variant_get_string (result, NULL)
                       : "/";

  if (dismissed || g_str_equal (path, "/"))
    lk_keyring_call_refuse (call, LK_KEYRING_ERROR_REFUSED);
  else
    item_created (call, path);
}

static void
item_created_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (LkKeyringCall) call = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  const char *path, *prompt;

  if (lk_keyring_call_is_over (call))
    return;
  if (answer == NULL)
    {
      lk_keyring_call_fail (call, g_steal_pointer (&error));
      return;
    }

  g_variant_get (answer, "(&o&o)", &path, &prompt);
  if (!g_str_equal (path, "/"))
    item_created (call, path);
  else if (!g_str_equal (prompt, "/"))
    lk_keyring_prompt (call, prompt, item_prompted);
  else
    lk_keyring_call_refuse (call, LK_KEYRING_ERROR_REFUSED);
}

static GVariant *
item_properties (LkKeyringCall *call)
{
  GVariantBuilder properties, attributes;
  GHashTableIter iter;
  gpointer key, value;

  g_variant_builder_init (&attributes, G_VARIANT_TYPE ("a{ss}"));
  g_hash_table_iter_init (&iter, call->attributes);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_variant_builder_add (&attributes, "{ss}", key, value);
  g_variant_builder_add (&attributes, "{ss}", "xdg:schema", LK_KEYRING_SCHEMA);

  g_variant_builder_init (&properties, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&properties, "{sv}", LK_KEYRING_ITEM_INTERFACE ".Label", g_variant_new_string (call->label));
  g_variant_builder_add (&properties, "{sv}", LK_KEYRING_ITEM_INTERFACE ".Attributes",
                         g_variant_builder_end (&attributes));

  return g_variant_builder_end (&properties);
}

static void
store_open (LkKeyringCall *call)
{
  lk_keyring_call_method (call, call->collection, LK_KEYRING_COLLECTION_INTERFACE, "CreateItem",
                          g_variant_new ("(@a{sv}@(oayays)b)", item_properties (call),
                                         secret_service_encode_dbus_secret (call->service, call->value), TRUE),
                          G_VARIANT_TYPE ("(oo)"), item_created_cb);
}

/* Not into a locked collection: that would open a prompt in the midst of something else. */
static void
store_service (LkKeyringCall *call)
{
  lk_keyring_step_find_open (call, store_open);
}

void
lk_keyring_store_step (LkKeyringCall *call)
{
  lk_keyring_step_open (call, store_service);
}

/* Remove */

static void
remove_verified (LkKeyringCall *call)
{
  if (call->paths[0] != NULL)
    lk_keyring_call_fail (call, g_error_new_literal (LK_KEYRING_ERROR, LK_KEYRING_ERROR_REFUSED,
                                                     _("The keyring did not remove the secret")));
  else if (call->locked_paths[0] != NULL)
    lk_keyring_call_refuse (call, LK_KEYRING_ERROR_LOCKED);
  else
    lk_keyring_check_rest (call);
}

static void remove_more (LkKeyringCall *call);

/* Whether it failed is seen by what is left. */
static void
item_delete_prompted (LkKeyringCall *call,
                      gboolean       dismissed,
                      GVariant      *result)
{
  if (dismissed)
    g_debug ("An item was not removed: dismissed");
  remove_more (call);
}

static void
item_deleted_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (LkKeyringCall) call = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  const char *prompt = "/";

  if (lk_keyring_call_is_over (call))
    return;

  lk_keyring_call_limit (call, TRUE);
  if (answer != NULL)
    g_variant_get (answer, "(&o)", &prompt);
  else
    g_debug ("An item was not removed: %s", error->message);
  if (!g_str_equal (prompt, "/"))
    lk_keyring_prompt (call, prompt, item_delete_prompted);
  else
    remove_more (call);
}

static void
remove_more (LkKeyringCall *call)
{
  const char *path = call->paths[call->n_started];

  if (path == NULL)
    {
      lk_keyring_step_search (call, remove_verified);
      return;
    }

  call->n_started++;
  lk_keyring_call_method (call, path, LK_KEYRING_ITEM_INTERFACE, "Delete", NULL, G_VARIANT_TYPE ("(o)"),
                          item_deleted_cb);
}

static void
remove_found (LkKeyringCall *call)
{
  call->n_started = 0;
  if (call->paths[0] != NULL)
    remove_more (call);
  else
    remove_verified (call);
}

static void
remove_open (LkKeyringCall *call)
{
  lk_keyring_step_search (call, remove_found);
}

static void
remove_service (LkKeyringCall *call)
{
  lk_keyring_step_find_open (call, remove_open);
}

void
lk_keyring_remove_step (LkKeyringCall *call)
{
  lk_keyring_step_open (call, remove_service);
}
