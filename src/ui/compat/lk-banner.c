/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-banner.h"

#include "lk-large-text.h"

/**
 * LkBanner:
 *
 * A strip with a message and, if wanted, a button, that slides in and out.
 *
 * Shaped like #AdwBanner (libadwaita 1.3), made of a #GtkRevealer. Its button can be given an action, as
 * the banner is a #GtkActionable; where text is large, it is below the message. Has the style class `.lk-banner`.
 */
struct _LkBanner
{
  GtkWidget  parent_instance;

  GtkWidget *revealer; /* owned as the only child; NULL after dispose */
  GtkWidget *label;    /* not owned, lives in the revealer */
  GtkWidget *button;   /* not owned, lives in the revealer */
  char      *button_label; /* NULL: no button */
};

static void lk_banner_actionable_init (GtkActionableInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LkBanner, lk_banner, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_ACTIONABLE, lk_banner_actionable_init))

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_BUTTON_LABEL,
  PROP_REVEALED,
  N_PROPS,

  PROP_ACTION_NAME = N_PROPS, /* of GtkActionable */
  PROP_ACTION_TARGET
};

static GParamSpec *properties[N_PROPS];

enum
{
  SIGNAL_BUTTON_CLICKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* The colours are AdwBanner's. Just above the theme, so that the application's own style wins. */
static void
ensure_style (GdkDisplay *display)
{
  static const char key[] = "lk-banner-style";
  static const char css[] =
    ".lk-banner > revealer > box {"
    "  padding: 6px 12px;"
    "  background-color: mix(@accent_bg_color, @window_bg_color, 0.7);"
    "  color: @window_fg_color;"
    "}";
  g_autoptr (GtkCssProvider) provider = NULL;

  if (g_object_get_data (G_OBJECT (display), key) != NULL)
    return;

  provider = gtk_css_provider_new ();
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS /* gtk_css_provider_load_from_string() is GTK 4.12 */
  gtk_css_provider_load_from_data (provider, css, -1);
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_THEME + 1);
  G_GNUC_END_IGNORE_DEPRECATIONS
  g_object_set_data (G_OBJECT (display), key, GINT_TO_POINTER (TRUE));
}

static void
clicked_cb (LkBanner *self)
{
  g_signal_emit (self, signals[SIGNAL_BUTTON_CLICKED], 0);
}

static void
notify_reveal_child_cb (LkBanner *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REVEALED]);
}

static const char *
lk_banner_get_action_name (GtkActionable *actionable)
{
  LkBanner *self = LK_BANNER (actionable);

  return self->button != NULL ? gtk_actionable_get_action_name (GTK_ACTIONABLE (self->button)) : NULL;
}

static void
lk_banner_set_action_name (GtkActionable *actionable,
                           const char    *action_name)
{
  LkBanner *self = LK_BANNER (actionable);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), action_name);
}

static GVariant *
lk_banner_get_action_target_value (GtkActionable *actionable)
{
  LkBanner *self = LK_BANNER (actionable);

  return self->button != NULL ? gtk_actionable_get_action_target_value (GTK_ACTIONABLE (self->button)) : NULL;
}

static void
lk_banner_set_action_target_value (GtkActionable *actionable,
                                   GVariant      *target)
{
  LkBanner *self = LK_BANNER (actionable);

  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (self->button), target);
}

static void
lk_banner_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  LkBanner *self = LK_BANNER (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, lk_banner_get_title (self));
      break;

    case PROP_BUTTON_LABEL:
      g_value_set_string (value, self->button_label);
      break;

    case PROP_REVEALED:
      g_value_set_boolean (value, lk_banner_get_revealed (self));
      break;

    case PROP_ACTION_NAME:
      g_value_set_string (value, lk_banner_get_action_name (GTK_ACTIONABLE (self)));
      break;

    case PROP_ACTION_TARGET:
      g_value_set_variant (value, lk_banner_get_action_target_value (GTK_ACTIONABLE (self)));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_banner_set_property (GObject      *object,
                        guint         prop_id,
                        const GValue *value,
                        GParamSpec   *pspec)
{
  LkBanner *self = LK_BANNER (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      lk_banner_set_title (self, g_value_get_string (value));
      break;

    case PROP_BUTTON_LABEL:
      lk_banner_set_button_label (self, g_value_get_string (value));
      break;

    case PROP_REVEALED:
      lk_banner_set_revealed (self, g_value_get_boolean (value));
      break;

    case PROP_ACTION_NAME:
      lk_banner_set_action_name (GTK_ACTIONABLE (self), g_value_get_string (value));
      break;

    case PROP_ACTION_TARGET:
      lk_banner_set_action_target_value (GTK_ACTIONABLE (self), g_value_get_variant (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_banner_dispose (GObject *object)
{
  LkBanner *self = LK_BANNER (object);

  self->label = NULL;
  self->button = NULL;
  g_clear_pointer (&self->revealer, gtk_widget_unparent);

  G_OBJECT_CLASS (lk_banner_parent_class)->dispose (object);
}

static void
lk_banner_finalize (GObject *object)
{
  LkBanner *self = LK_BANNER (object);

  g_free (self->button_label);

  G_OBJECT_CLASS (lk_banner_parent_class)->finalize (object);
}

static void
lk_banner_class_init (LkBannerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_banner_dispose;
  object_class->finalize = lk_banner_finalize;
  object_class->get_property = lk_banner_get_property;
  object_class->set_property = lk_banner_set_property;

  /**
   * LkBanner:title:
   *
   * The message. Never read as markup; wraps.
   */
  properties[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL,
                         "",
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * LkBanner:button-label:
   *
   * (nullable): The button's text, an underline marks the mnemonic. %NULL or empty: no button.
   */
  properties[PROP_BUTTON_LABEL] =
    g_param_spec_string ("button-label", NULL, NULL,
                         NULL,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * LkBanner:revealed:
   *
   * Whether the banner is there, or on its way.
   */
  properties[PROP_REVEALED] =
    g_param_spec_boolean ("revealed", NULL, NULL,
                          FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_object_class_override_property (object_class, PROP_ACTION_NAME, "action-name");
  g_object_class_override_property (object_class, PROP_ACTION_TARGET, "action-target");

  /**
   * LkBanner::button-clicked:
   *
   * Tells that the button was clicked. Is emitted besides the button's action, if it has one.
   */
  signals[SIGNAL_BUTTON_CLICKED] =
    g_signal_new ("button-clicked",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "lk-banner");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_STATUS);
}

static void
lk_banner_init (LkBanner *self)
{
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (self));
  gboolean is_large = lk_large_text_is_on (display);
  GtkWidget *box = gtk_box_new (is_large ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL, is_large ? 6 : 12);

  ensure_style (display);

  self->label = gtk_label_new ("");
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0.0f);
  gtk_widget_set_hexpand (self->label, TRUE);
  gtk_widget_add_css_class (self->label, "heading");
  gtk_box_append (GTK_BOX (box), self->label);

  self->button = gtk_button_new ();
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  if (is_large)
    gtk_widget_set_halign (self->button, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->button, FALSE);
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (clicked_cb), self);
  gtk_box_append (GTK_BOX (box), self->button);

  self->revealer = gtk_revealer_new ();
  gtk_revealer_set_child (GTK_REVEALER (self->revealer), box);
  g_signal_connect_object (self->revealer, "notify::reveal-child",
                           G_CALLBACK (notify_reveal_child_cb), self, G_CONNECT_SWAPPED);

  gtk_widget_add_css_class (GTK_WIDGET (self), "lk-banner");
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_parent (self->revealer, GTK_WIDGET (self));
}

static void
lk_banner_actionable_init (GtkActionableInterface *iface)
{
  iface->get_action_name = lk_banner_get_action_name;
  iface->set_action_name = lk_banner_set_action_name;
  iface->get_action_target_value = lk_banner_get_action_target_value;
  iface->set_action_target_value = lk_banner_set_action_target_value;
}

/**
 * lk_banner_new:
 * @title: the message
 *
 * Creates a banner that is not revealed yet and has no button.
 *
 * Returns: (transfer floating): the banner
 */
GtkWidget *
lk_banner_new (const char *title)
{
  g_return_val_if_fail (title != NULL, NULL);

  return g_object_new (LK_TYPE_BANNER, "title", title, NULL);
}

/**
 * lk_banner_get_title:
 * @self: a banner
 *
 * Gets #LkBanner:title.
 *
 * Returns: the message, never %NULL but after dispose
 */
const char *
lk_banner_get_title (LkBanner *self)
{
  g_return_val_if_fail (LK_IS_BANNER (self), NULL);

  return self->label != NULL ? gtk_label_get_text (GTK_LABEL (self->label)) : NULL;
}

/**
 * lk_banner_set_title:
 * @self: a banner
 * @title: (nullable): the message, not markup; %NULL means an empty one
 *
 * Sets #LkBanner:title.
 */
void
lk_banner_set_title (LkBanner   *self,
                     const char *title)
{
  g_return_if_fail (LK_IS_BANNER (self));

  if (title == NULL)
    title = "";

  if (g_strcmp0 (lk_banner_get_title (self), title) == 0)
    return;

  gtk_label_set_text (GTK_LABEL (self->label), title);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

/**
 * lk_banner_get_button_label:
 * @self: a banner
 *
 * Gets #LkBanner:button-label.
 *
 * Returns: (nullable): the button's text
 */
const char *
lk_banner_get_button_label (LkBanner *self)
{
  g_return_val_if_fail (LK_IS_BANNER (self), NULL);

  return self->button_label;
}

/**
 * lk_banner_set_button_label:
 * @self: a banner
 * @button_label: (nullable): the button's text
 *
 * Sets #LkBanner:button-label.
 */
void
lk_banner_set_button_label (LkBanner   *self,
                            const char *button_label)
{
  g_autofree char *old = NULL;

  g_return_if_fail (LK_IS_BANNER (self));

  if (g_strcmp0 (self->button_label, button_label) == 0)
    return;

  old = g_steal_pointer (&self->button_label);
  self->button_label = g_strdup (button_label);

  if (button_label != NULL)
    gtk_button_set_label (GTK_BUTTON (self->button), button_label);
  gtk_button_set_use_underline (GTK_BUTTON (self->button), TRUE);
  lk_large_text_fit (self->button);
  gtk_widget_set_visible (self->button, button_label != NULL && button_label[0] != '\0');

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUTTON_LABEL]);
}

/**
 * lk_banner_get_revealed:
 * @self: a banner
 *
 * Gets #LkBanner:revealed.
 *
 * Returns: whether the banner is there, or on its way
 */
gboolean
lk_banner_get_revealed (LkBanner *self)
{
  g_return_val_if_fail (LK_IS_BANNER (self), FALSE);

  return self->revealer != NULL && gtk_revealer_get_reveal_child (GTK_REVEALER (self->revealer));
}

/**
 * lk_banner_set_revealed:
 * @self: a banner
 * @revealed: whether the banner shall be there
 *
 * Sets #LkBanner:revealed.
 */
void
lk_banner_set_revealed (LkBanner *self,
                        gboolean  revealed)
{
  g_return_if_fail (LK_IS_BANNER (self));

  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), revealed);
}
