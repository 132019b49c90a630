/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-settings.h"

#include "lk-config.h"

static GSettingsSchema *
find_schema (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchemaSource) own = NULL;
  g_autoptr (GError) error = NULL;
  GSettingsSchema *schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, LK_APP_ID, TRUE);
  if (schema != NULL)
    return schema;

  /* An installation outside the usual prefixes finds its own. */
  own = g_settings_schema_source_new_from_directory (LK_DATADIR "/glib-2.0/schemas", source, TRUE, &error);
  if (own == NULL)
    {
      g_debug ("There are no settings in the prefix: %s", error->message);
      return NULL;
    }

  return g_settings_schema_source_lookup (own, LK_APP_ID, FALSE);
}

/**
 * lk_settings_new:
 *
 * Opens the settings, also those of an installation in a prefix that GLib does not look into. Unlike g_settings_new()
 * it does not end the program where there are none, say in a build folder.
 *
 * Returns: (transfer full) (nullable): the settings, or %NULL if their schema is not installed
 */
GSettings *
lk_settings_new (void)
{
  g_autoptr (GSettingsSchema) schema = find_schema ();

  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

/**
 * lk_settings_get_int:
 * @key: a setting
 * @fallback: what it is where there are no settings
 *
 * Returns: the setting's value
 */
int
lk_settings_get_int (const char *key,
                     int         fallback)
{
  g_autoptr (GSettings) settings = lk_settings_new ();

  return settings != NULL ? g_settings_get_int (settings, key) : fallback;
}

/**
 * lk_settings_get_boolean:
 * @key: a setting
 * @fallback: what it is where there are no settings
 *
 * Returns: the setting's value
 */
gboolean
lk_settings_get_boolean (const char *key,
                         gboolean    fallback)
{
  g_autoptr (GSettings) settings = lk_settings_new ();

  return settings != NULL ? g_settings_get_boolean (settings, key) : fallback;
}
