/* SPDX-License-Identifier: GPL-3.0-or-later */

/* That each template is shown by a walk: the type of every widget that is mapped is noted, and the walk with pictures has to
 * have come by all templates that there are, but for some, which each have another walk that does. */

#include "lk-tour-templates.h"

#include "lk-tour.h"

#include <string.h>

#define TEMPLATES "/io/github/latchkey_app/Latchkey/"
#define PICTURES "shots"

/* What the walk with pictures does not show, and which does. */
static const struct
{
  const char *name;
  const char *walk;
} elsewhere[] = {
  { "lk-filter-bar", "list" },
  { "lk-rotate-dialog", "rotate" },
  { "lk-script-name-dialog", "hand-out" },
  { "lk-search-page", "keyboard" },
  { "lk-unfinished-dialog", "unfinished" },
  { "lk-use-row", "rotate" },
};

static GHashTable *shown; /* element-type char, names of types */

static gboolean
map_hook (GSignalInvocationHint *hint,
          guint                  n_values,
          const GValue          *values,
          gpointer               user_data)
{
  g_hash_table_add (shown, (gpointer) G_OBJECT_TYPE_NAME (g_value_get_object (&values[0])));

  return TRUE;
}

/* The type that is on the screen when a template is: an item of a list has its row in it. */
static char *
get_type_name (const char *name)
{
  g_auto (GStrv) words = g_strsplit (name, "-", -1);
  guint n_words = g_strv_length (words);
  g_autoptr (GString) type_name = g_string_new (NULL);

  for (guint i = 0; i < n_words; i++)
    {
      const char *word = i == n_words - 1 && g_str_equal (words[i], "item") ? "row" : words[i];

      g_string_append_printf (type_name, "%c%s", g_ascii_toupper (*word), word + 1);
    }

  return g_string_free (g_steal_pointer (&type_name), FALSE);
}

static const char *
find_walk (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (elsewhere); i++)
    if (g_str_equal (elsewhere[i].name, name))
      return elsewhere[i].walk;

  return PICTURES;
}

/**
 * lk_tour_templates_begin:
 *
 * Begins to note what is shown, before there is a window.
 */
void
lk_tour_templates_begin (void)
{
  shown = g_hash_table_new (g_str_hash, g_str_equal);
  g_type_class_unref (g_type_class_ref (GTK_TYPE_WIDGET)); /* which has the signal */
  g_signal_add_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), 0, map_hook, NULL, NULL);
}

/**
 * lk_tour_templates_check:
 * @walk: the walk that was done
 *
 * Fails if there is a template that it should have come by and did not.
 */
void
lk_tour_templates_check (const char *walk)
{
  g_auto (GStrv) files = g_resources_enumerate_children (TEMPLATES, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  guint n = 0;

  g_assert_nonnull (files);
  for (guint i = 0; files[i] != NULL; i++)
    {
      g_autofree char *name = g_strdup (files[i]);
      g_autofree char *type_name = NULL;

      if (!g_str_has_suffix (name, ".ui"))
        continue;

      name[strlen (name) - strlen (".ui")] = '\0';
      type_name = get_type_name (name);
      if (!g_str_equal (find_walk (name), walk))
        continue;
      if (!g_hash_table_contains (shown, type_name))
        g_error ("%s was not shown", files[i]);
      n++;
    }

  if (n > 0)
    lk_tour_step ("came by %u templates", n);
}
