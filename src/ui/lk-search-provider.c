/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-search-provider.h"

#include "lk-name-search.h"
#include "lk-present.h"
#include "lk-redact.h"
#include "lk-text.h"
#include "lk-wanted.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define OBJECT_NAME "SearchProvider" /* below the application's object path */
#define ICON_NAME "dialog-password-symbolic"
#define MOST_AT_ONCE 8     /* searches; the desktop has one */
#define MOST_GIVEN 200     /* results that are described without looking for them again */
#define MAX_ID_BYTES 1024  /* of a result; ours are shorter */
#define N_ID_PARTS 4

static const char introspection[] =
  "<node>"
  "<interface name='org.gnome.Shell.SearchProvider2'>"
  "<method name='GetInitialResultSet'>"
  "<arg type='as' name='terms' direction='in'/><arg type='as' name='results' direction='out'/>"
  "</method>"
  "<method name='GetSubsearchResultSet'>"
  "<arg type='as' name='previous_results' direction='in'/><arg type='as' name='terms' direction='in'/>"
  "<arg type='as' name='results' direction='out'/>"
  "</method>"
  "<method name='GetResultMetas'>"
  "<arg type='as' name='identifiers' direction='in'/><arg type='aa{sv}' name='metas' direction='out'/>"
  "</method>"
  "<method name='ActivateResult'>"
  "<arg type='s' name='identifier' direction='in'/><arg type='as' name='terms' direction='in'/>"
  "<arg type='u' name='timestamp' direction='in'/>"
  "</method>"
  "<method name='LaunchSearch'>"
  "<arg type='as' name='terms' direction='in'/><arg type='u' name='timestamp' direction='in'/>"
  "</method>"
  "</interface>"
  "</node>";

struct _LkSearchProvider
{
  GObject          parent_instance;

  GtkApplication  *application; /* not owned: it owns this */
  LkNameSearch    *search;
  GHashTable      *given;       /* id of a result → LkTokenHit */
  GCancellable    *cancellable; /* of the searches that nobody will hear of any more */
  GDBusConnection *connection;  /* NULL: not exported */
  guint            registration_id;
  guint            n_searches;
};

G_DEFINE_FINAL_TYPE (LkSearchProvider, lk_search_provider, G_TYPE_OBJECT)

/* The id of a result: what app.show-token wants, of which nothing is a secret. */
static char *
make_id (LkTokenHit *hit)
{
  LkListedToken *token = lk_token_hit_get_token (hit);
  LkTenant *tenant = lk_token_hit_get_tenant (hit);
  g_autofree char *account_id = g_uri_escape_string (lk_account_get_id (lk_token_hit_get_account (hit)), NULL, FALSE);
  g_autofree char *cluster = g_uri_escape_string (tenant != NULL ? lk_tenant_get_cluster (tenant) : "", NULL, FALSE);
  g_autofree char *name = g_uri_escape_string (tenant != NULL ? lk_tenant_get_name (tenant) : "", NULL, FALSE);
  g_autofree char *id = g_uri_escape_string (LK_LISTED_TOKEN_GET_IFACE (token)->get_id (token), NULL, FALSE);

  return g_strjoin ("/", account_id, cluster, name, id, NULL);
}

/* What make_id() was given, or NULL for what it did not make. */
static GVariant *
parse_id (const char *id)
{
  g_auto (GStrv) parts = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) texts = NULL;

  if (strlen (id) > MAX_ID_BYTES)
    return NULL;

  parts = g_strsplit (id, "/", -1);
  if (g_strv_length (parts) != N_ID_PARTS)
    return NULL;
  for (guint i = 0; i < N_ID_PARTS; i++)
    {
      g_autofree char *text = g_uri_unescape_string (parts[i], NULL);

      if (text == NULL || !g_utf8_validate (text, -1, NULL))
        return NULL;
      g_strv_builder_add (builder, text);
    }

  texts = g_strv_builder_end (builder);
  if (*texts[0] == '\0' || *texts[3] == '\0' || (*texts[1] == '\0') != (*texts[2] == '\0'))
    return NULL;

  return g_variant_ref_sink (g_variant_new (LK_SHOW_TOKEN_TYPE, texts[0], texts[1], texts[2], texts[3]));
}

/* Somebody may have called a token by a secret. */
static char *
show_name (const char *name)
{
  g_autofree char *redacted = lk_redact_tokens (name);

  return lk_text_show (redacted);
}

static char *
describe (LkTokenHit *hit)
{
  LkListedToken *token = lk_token_hit_get_token (hit);
  LkTenant *tenant = lk_token_hit_get_tenant (hit);
  g_autofree char *account = show_name (lk_account_get_title (lk_token_hit_get_account (hit)));
  g_autofree char *name = NULL;
  g_autofree char *cluster = NULL;

  if (LK_IS_APP_TOKEN (token))
    {
      const char *script_name = lk_app_token_get_script_name (LK_APP_TOKEN (token));

      name = script_name != NULL ? show_name (script_name) : NULL;
      if (name == NULL)
        /* Translators: what the desktop’s search has found: %s is an account */
        return g_strdup_printf (_("Application token · %s"), account);
      /* Translators: what the desktop’s search has found: %1$s is a token’s script name, %2$s an account */
      return g_strdup_printf (_("Application token · %1$s · %2$s"), name, account);
    }

  name = show_name (lk_tenant_get_name (tenant));
  cluster = show_name (lk_tenant_get_cluster (tenant));

  /* Translators: what the desktop’s search has found: %1$s is a streaming tenant, %2$s its cluster, %3$s an account */
  return g_strdup_printf (_("Pulsar token · %1$s (%2$s) · %3$s"), name, cluster, account);
}

static GVariant *
make_meta (const char *id,
           LkTokenHit *hit)
{
  LkListedToken *token = lk_token_hit_get_token (hit);
  g_autofree char *name = show_name (LK_LISTED_TOKEN_GET_IFACE (token)->get_title (token));
  g_autofree char *description = describe (hit);
  GVariantDict meta;

  g_variant_dict_init (&meta, NULL);
  g_variant_dict_insert (&meta, "id", "s", id);
  g_variant_dict_insert (&meta, "name", "s", name);
  g_variant_dict_insert (&meta, "description", "s", description);
  g_variant_dict_insert (&meta, "gicon", "s", ICON_NAME);

  return g_variant_dict_end (&meta);
}

static GVariant *
give (LkSearchProvider *self,
      GPtrArray        *hits)
{
  GVariantBuilder ids;

  if (g_hash_table_size (self->given) + hits->len > MOST_GIVEN)
    g_hash_table_remove_all (self->given);

  g_variant_builder_init (&ids, G_VARIANT_TYPE_STRING_ARRAY);
  for (guint i = 0; i < hits->len; i++)
    {
      g_autofree char *id = make_id (hits->pdata[i]);

      g_variant_builder_add (&ids, "s", id);
      g_hash_table_replace (self->given, g_steal_pointer (&id), g_object_ref (hits->pdata[i]));
    }

  return g_variant_new ("(as)", &ids);
}

/* A search that is under way, and keeps the application alive. */
typedef struct
{
  LkSearchProvider      *provider;
  GApplication          *application;
  GDBusMethodInvocation *invocation;
} Search;

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autofree Search *search = user_data;
  g_autoptr (LkSearchProvider) self = g_steal_pointer (&search->provider);
  g_autoptr (GApplication) application = g_steal_pointer (&search->application);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hits = lk_name_search_find_finish (LK_NAME_SEARCH (source), result, &error);

  self->n_searches--;
  /* The desktop can do nothing about a database that cannot be read; the window says so. */
  if (hits == NULL)
    {
      g_debug ("Nothing is found: %s", error->message);
      hits = g_ptr_array_new ();
    }
  g_dbus_method_invocation_return_value (g_steal_pointer (&search->invocation), give (self, hits));
  g_application_release (application);
}

static void
find (LkSearchProvider      *self,
      GVariant              *terms,
      gboolean               anew,
      GDBusMethodInvocation *invocation)
{
  g_autofree const char **words = g_variant_get_strv (terms, NULL);
  Search *search;

  if (self->n_searches >= MOST_AT_ONCE)
    {
      g_dbus_method_invocation_return_error_literal (invocation, G_DBUS_ERROR, G_DBUS_ERROR_LIMITS_EXCEEDED,
                                                     "Too many searches at once");
      return;
    }

  search = g_new0 (Search, 1);
  search->provider = g_object_ref (self);
  search->application = G_APPLICATION (g_object_ref (self->application));
  search->invocation = invocation;
  self->n_searches++;
  g_application_hold (search->application);
  lk_name_search_find_async (self->search, words, anew, self->cancellable, found_cb, search);
}

static GVariant *
describe_given (LkSearchProvider *self,
                GVariant         *ids)
{
  GVariantBuilder metas;
  GVariantIter iter;
  const char *id;
  guint n = 0;

  g_variant_builder_init (&metas, G_VARIANT_TYPE ("aa{sv}"));
  g_variant_iter_init (&iter, ids);
  while (n < MOST_GIVEN && g_variant_iter_next (&iter, "&s", &id))
    {
      LkTokenHit *hit = g_hash_table_lookup (self->given, id);

      n++;
      if (hit != NULL)
        g_variant_builder_add_value (&metas, make_meta (id, hit));
    }

  return g_variant_new ("(aa{sv})", &metas);
}

/* The window of somebody who has just chosen something may come to the front. */
static void
raise_window (LkSearchProvider *self,
              guint32           timestamp)
{
  GtkWindow *window = gtk_application_get_active_window (self->application);

  if (window != NULL)
    lk_present (window, timestamp);
}

static void
activate_result (LkSearchProvider *self,
                 GVariant         *parameters)
{
  g_autoptr (GVariant) target = NULL;
  const char *id;
  guint32 timestamp;

  g_variant_get (parameters, "(&s@asu)", &id, NULL, &timestamp);
  target = parse_id (id);
  if (target == NULL)
    return;

  g_action_group_activate_action (G_ACTION_GROUP (self->application), LK_SHOW_TOKEN_ACTION, target);
  raise_window (self, timestamp);
}

static void
launch_search (LkSearchProvider *self,
               GVariant         *parameters)
{
  g_autofree const char **terms = NULL;
  g_autofree char *text = NULL;
  guint32 timestamp;

  g_variant_get (parameters, "(^a&su)", &terms, &timestamp);
  text = g_strjoinv (" ", (GStrv) terms);
  g_action_group_activate_action (G_ACTION_GROUP (self->application), LK_SEARCH_TOKENS_ACTION, g_variant_new_string (text));
  raise_window (self, timestamp);
}

static void
method_called_cb (GDBusConnection       *connection,
                  const char            *sender,
                  const char            *path,
                  const char            *interface,
                  const char            *method,
                  GVariant              *parameters,
                  GDBusMethodInvocation *invocation,
                  gpointer               user_data)
{
  LkSearchProvider *self = user_data;
  g_autoptr (GVariant) texts = NULL;

  if (g_str_equal (method, "GetInitialResultSet"))
    {
      texts = g_variant_get_child_value (parameters, 0);
      find (self, texts, TRUE, invocation);
      return;
    }
  if (g_str_equal (method, "GetSubsearchResultSet"))
    {
      /* What was found before was cut off, so all is searched again. */
      texts = g_variant_get_child_value (parameters, 1);
      find (self, texts, FALSE, invocation);
      return;
    }

  g_application_hold (G_APPLICATION (self->application));
  if (g_str_equal (method, "GetResultMetas"))
    {
      texts = g_variant_get_child_value (parameters, 0);
      g_dbus_method_invocation_return_value (invocation, describe_given (self, texts));
    }
  else
    {
      if (g_str_equal (method, "ActivateResult"))
        activate_result (self, parameters);
      else
        launch_search (self, parameters);
      g_dbus_method_invocation_return_value (invocation, NULL);
    }
  g_application_release (G_APPLICATION (self->application));
}

static void
lk_search_provider_dispose (GObject *object)
{
  LkSearchProvider *self = LK_SEARCH_PROVIDER (object);

  lk_search_provider_unexport (self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->search);
  g_hash_table_remove_all (self->given);

  G_OBJECT_CLASS (lk_search_provider_parent_class)->dispose (object);
}

static void
lk_search_provider_finalize (GObject *object)
{
  LkSearchProvider *self = LK_SEARCH_PROVIDER (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->given, g_hash_table_unref);

  G_OBJECT_CLASS (lk_search_provider_parent_class)->finalize (object);
}

static void
lk_search_provider_class_init (LkSearchProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lk_search_provider_dispose;
  G_OBJECT_CLASS (klass)->finalize = lk_search_provider_finalize;
}

static void
lk_search_provider_init (LkSearchProvider *self)
{
  self->given = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->cancellable = g_cancellable_new ();
}

/**
 * lk_search_provider_new:
 * @application: the application, which has the actions of #LkWanted and outlives it
 * @directory: the folder of the database
 *
 * Returns: (transfer full): what answers searches once it is exported
 */
LkSearchProvider *
lk_search_provider_new (GtkApplication *application,
                        const char     *directory)
{
  LkSearchProvider *self;

  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (directory != NULL, NULL);

  self = g_object_new (LK_TYPE_SEARCH_PROVIDER, NULL);
  self->application = application;
  self->search = lk_name_search_new (directory);

  return self;
}

/**
 * lk_search_provider_export:
 * @self: what answers searches
 * @connection: a connection to the session bus
 * @object_path: the application's object path, below which it is
 * @error: return location for an error
 *
 * Returns: whether the desktop can ask it from now on
 */
gboolean
lk_search_provider_export (LkSearchProvider  *self,
                           GDBusConnection   *connection,
                           const char        *object_path,
                           GError           **error)
{
  static const GDBusInterfaceVTable vtable = { .method_call = method_called_cb };
  g_autoptr (GDBusNodeInfo) node = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (LK_IS_SEARCH_PROVIDER (self), FALSE);
  g_return_val_if_fail (self->connection == NULL, FALSE);

  node = g_dbus_node_info_new_for_xml (introspection, error);
  if (node == NULL)
    return FALSE;

  path = g_strconcat (object_path, "/" OBJECT_NAME, NULL);
  self->registration_id = g_dbus_connection_register_object (connection, path, node->interfaces[0], &vtable, self, NULL, error);
  if (self->registration_id == 0)
    return FALSE;

  self->connection = g_object_ref (connection);

  return TRUE;
}

/**
 * lk_search_provider_unexport:
 * @self: what answers searches
 *
 * Nobody can ask it from now on.
 */
void
lk_search_provider_unexport (LkSearchProvider *self)
{
  g_return_if_fail (LK_IS_SEARCH_PROVIDER (self));

  if (self->connection == NULL)
    return;

  g_dbus_connection_unregister_object (self->connection, self->registration_id);
  self->registration_id = 0;
  g_clear_object (&self->connection);
}

/**
 * lk_search_provider_set_inventories:
 * @self: what answers searches
 * @inventories: (nullable): the lists of the window, %NULL once there is none
 */
void
lk_search_provider_set_inventories (LkSearchProvider *self,
                                    LkInventories    *inventories)
{
  g_return_if_fail (LK_IS_SEARCH_PROVIDER (self));

  lk_name_search_set_inventories (self->search, inventories);
  g_hash_table_remove_all (self->given);
}
