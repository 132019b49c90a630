/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-filter-bar.h"

#include <glib/gi18n-lib.h>

/**
 * LkFilterBar:
 *
 * How many tokens of a list are shown, where filters hide some, with a button that uses the action `view.clear-filters` of
 * the page around it.
 */
struct _LkFilterBar
{
  AdwBin       parent_instance;

  LkTokenList *list; /* NULL: before the template sets it */
};

G_DEFINE_FINAL_TYPE (LkFilterBar, lk_filter_bar, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_LIST,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static gboolean
some_are_hidden (GObject *object,
                 gboolean narrowed,
                 guint    n_matching)
{
  return narrowed && n_matching > 0;
}

static char *
count_text (GObject    *object,
            guint       n_matching,
            guint       n_tokens,
            const char *concern)
{
  const char *title = lk_token_concern_get_title (lk_token_concern_from_string (concern));
  g_autofree char *count = NULL;

  /* Translators: %1$u is how many tokens are shown, %2$u how many there are */
  count = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%1$u of %2$u token", "%1$u of %2$u tokens", n_tokens),
                           n_matching, n_tokens);
  if (*title == '\0')
    return g_steal_pointer (&count);

  /* Translators: %1$s is what is shown (“No Description”), %2$s how many (“3 of 42 tokens”) */
  return g_strdup_printf (_("%1$s: %2$s"), title, count);
}

static void
lk_filter_bar_dispose (GObject *object)
{
  g_clear_object (&LK_FILTER_BAR (object)->list);

  G_OBJECT_CLASS (lk_filter_bar_parent_class)->dispose (object);
}

static void
lk_filter_bar_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_LIST:
      g_value_set_object (value, LK_FILTER_BAR (object)->list);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_filter_bar_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_LIST:
      if (g_set_object (&LK_FILTER_BAR (object)->list, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_filter_bar_class_init (LkFilterBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_filter_bar_dispose;
  object_class->get_property = lk_filter_bar_get_property;
  object_class->set_property = lk_filter_bar_set_property;

  /**
   * LkFilterBar:list: (nullable)
   *
   * The list that it is about.
   */
  properties[PROP_LIST] = g_param_spec_object ("list", NULL, NULL, LK_TYPE_TOKEN_LIST,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-filter-bar.ui");
  gtk_widget_class_bind_template_callback (widget_class, some_are_hidden);
  gtk_widget_class_bind_template_callback (widget_class, count_text);
}

static void
lk_filter_bar_init (LkFilterBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
