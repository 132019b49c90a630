/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-split-view.h"

#include <adwaita.h>

#define COLLAPSE_BELOW_PX 600
#define NARROW_BELOW_PX 860
#define SIDEBAR_PX 260
#define SIDEBAR_NARROW_PX 220

/**
 * LkSplitView:
 *
 * A sidebar beside a content, or one of the two where there is no room for both.
 *
 * In templates its children are `<child type="sidebar">` and `<child type="content">`. Shaped like
 * #AdwNavigationSplitView (libadwaita 1.4), made of #AdwLeaflet, which the floor has.
 *
 * Going back by swipe, mouse button or <keycombo>Alt+Left</keycombo> sets #LkSplitView:show-content, as a
 * Back button of the application would.
 */
struct _LkSplitView
{
  GtkWidget  parent_instance;

  GtkWidget *leaflet;     /* owned as the only child; NULL after dispose */
  GtkWidget *sidebar_bin; /* not owned, lives in the leaflet */
  GtkWidget *content_bin; /* not owned, lives in the leaflet */
};

static void lk_split_view_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LkSplitView, lk_split_view, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, lk_split_view_buildable_init))

static GtkBuildableIface *parent_buildable_iface;

enum
{
  PROP_0,
  PROP_SIDEBAR,
  PROP_CONTENT,
  PROP_COLLAPSED,
  PROP_SHOW_CONTENT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_GNUC_BEGIN_IGNORE_DEPRECATIONS /* AdwLeaflet, since libadwaita 1.4 */

/* The natural width is the minimum: the leaflet then gives every spare pixel to the content. */
static void
measure_sidebar (GtkWidget      *widget,
                 GtkOrientation  orientation,
                 int             for_size,
                 int            *minimum,
                 int            *natural,
                 int            *minimum_baseline,
                 int            *natural_baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (child != NULL && gtk_widget_should_layout (child))
    gtk_widget_measure (child, orientation, for_size, minimum, natural, NULL, NULL);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = *minimum;
}

static void
allocate_sidebar (GtkWidget *widget,
                  int        width,
                  int        height,
                  int        baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (child != NULL && gtk_widget_should_layout (child))
    gtk_widget_allocate (child, width, height, baseline, NULL);
}

static GtkSizeRequestMode
request_mode_sidebar (GtkWidget *widget)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  return child != NULL ? gtk_widget_get_request_mode (child) : GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
notify_folded_cb (LkSplitView *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COLLAPSED]);
}

static void
notify_visible_child_cb (LkSplitView *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_CONTENT]);
}

static void
lk_split_view_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  LkSplitView *self = LK_SPLIT_VIEW (widget);

  gtk_widget_measure (self->leaflet, orientation, for_size, minimum, natural, NULL, NULL);
}

/* The leaflet alone would fold by what its children need; the width decides first. Both settings change
 * only as the width passes a threshold, and GTK lays out again within the same frame. */
static void
lk_split_view_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  LkSplitView *self = LK_SPLIT_VIEW (widget);
  int sidebar_width = width < NARROW_BELOW_PX ? SIDEBAR_NARROW_PX : SIDEBAR_PX;
  int old_width;

  gtk_widget_get_size_request (self->sidebar_bin, &old_width, NULL);
  if (old_width != sidebar_width)
    {
      gtk_widget_set_size_request (self->sidebar_bin, sidebar_width, -1);
      gtk_widget_measure (self->leaflet, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
    }

  adw_leaflet_set_can_unfold (ADW_LEAFLET (self->leaflet), width >= COLLAPSE_BELOW_PX);

  gtk_widget_allocate (self->leaflet, width, height, baseline, NULL);
}

static void
lk_split_view_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  LkSplitView *self = LK_SPLIT_VIEW (object);

  switch (prop_id)
    {
    case PROP_SIDEBAR:
      g_value_set_object (value, lk_split_view_get_sidebar (self));
      break;

    case PROP_CONTENT:
      g_value_set_object (value, lk_split_view_get_content (self));
      break;

    case PROP_COLLAPSED:
      g_value_set_boolean (value, lk_split_view_get_collapsed (self));
      break;

    case PROP_SHOW_CONTENT:
      g_value_set_boolean (value, lk_split_view_get_show_content (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_split_view_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  LkSplitView *self = LK_SPLIT_VIEW (object);

  switch (prop_id)
    {
    case PROP_SIDEBAR:
      lk_split_view_set_sidebar (self, g_value_get_object (value));
      break;

    case PROP_CONTENT:
      lk_split_view_set_content (self, g_value_get_object (value));
      break;

    case PROP_SHOW_CONTENT:
      lk_split_view_set_show_content (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_split_view_dispose (GObject *object)
{
  LkSplitView *self = LK_SPLIT_VIEW (object);

  if (self->leaflet != NULL)
    g_signal_handlers_disconnect_by_data (self->leaflet, self);

  self->sidebar_bin = NULL;
  self->content_bin = NULL;
  g_clear_pointer (&self->leaflet, gtk_widget_unparent);

  G_OBJECT_CLASS (lk_split_view_parent_class)->dispose (object);
}

static void
lk_split_view_class_init (LkSplitViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_split_view_dispose;
  object_class->get_property = lk_split_view_get_property;
  object_class->set_property = lk_split_view_set_property;

  widget_class->measure = lk_split_view_measure;
  widget_class->size_allocate = lk_split_view_size_allocate;

  /**
   * LkSplitView:sidebar:
   *
   * (nullable): The widget at the start, 260 px wide, or 220 px where the view is narrower than 860 px.
   */
  properties[PROP_SIDEBAR] =
    g_param_spec_object ("sidebar", NULL, NULL,
                         GTK_TYPE_WIDGET,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * LkSplitView:content:
   *
   * (nullable): The widget that gets the rest of the width.
   */
  properties[PROP_CONTENT] =
    g_param_spec_object ("content", NULL, NULL,
                         GTK_TYPE_WIDGET,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * LkSplitView:collapsed:
   *
   * Whether only one of the two is visible: where the view is narrower than 600 px, or than what both need.
   * It changes while sizes are allocated, so it is %FALSE until the first time.
   */
  properties[PROP_COLLAPSED] =
    g_param_spec_boolean ("collapsed", NULL, NULL,
                          FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * LkSplitView:show-content:
   *
   * Whether the content and not the sidebar is visible while collapsed. Is kept, and can be set, while not.
   */
  properties[PROP_SHOW_CONTENT] =
    g_param_spec_boolean ("show-content", NULL, NULL,
                          FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "lk-split-view");
}

static void
lk_split_view_init (LkSplitView *self)
{
  GtkWidget *separator = gtk_separator_new (GTK_ORIENTATION_VERTICAL);
  AdwLeaflet *leaflet;

  self->leaflet = adw_leaflet_new ();
  leaflet = ADW_LEAFLET (self->leaflet);
  adw_leaflet_set_can_navigate_back (leaflet, TRUE);
  adw_leaflet_set_fold_threshold_policy (leaflet, ADW_FOLD_THRESHOLD_POLICY_MINIMUM);

  self->sidebar_bin = adw_bin_new ();
  gtk_widget_set_layout_manager (self->sidebar_bin,
                                 gtk_custom_layout_new (request_mode_sidebar, measure_sidebar,
                                                        allocate_sidebar));
  gtk_widget_set_size_request (self->sidebar_bin, SIDEBAR_PX, -1);
  gtk_widget_set_hexpand (self->sidebar_bin, FALSE); /* whatever the sidebar itself wants */
  adw_leaflet_append (leaflet, self->sidebar_bin);

  gtk_widget_add_css_class (separator, "sidebar");
  adw_leaflet_page_set_navigatable (adw_leaflet_append (leaflet, separator), FALSE);

  self->content_bin = adw_bin_new ();
  gtk_widget_set_hexpand (self->content_bin, TRUE);
  adw_leaflet_append (leaflet, self->content_bin);

  g_signal_connect_swapped (leaflet, "notify::folded", G_CALLBACK (notify_folded_cb), self);
  g_signal_connect_swapped (leaflet, "notify::visible-child", G_CALLBACK (notify_visible_child_cb), self);

  gtk_widget_set_parent (self->leaflet, GTK_WIDGET (self));
}

static void
lk_split_view_buildable_add_child (GtkBuildable *buildable,
                                   GtkBuilder   *builder,
                                   GObject      *child,
                                   const char   *type)
{
  LkSplitView *self = LK_SPLIT_VIEW (buildable);

  if (g_strcmp0 (type, "sidebar") == 0)
    lk_split_view_set_sidebar (self, GTK_WIDGET (child));
  else if (g_strcmp0 (type, "content") == 0)
    lk_split_view_set_content (self, GTK_WIDGET (child));
  else
    parent_buildable_iface->add_child (buildable, builder, child, type);
}

static void
lk_split_view_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable_iface = g_type_interface_peek_parent (iface);
  iface->add_child = lk_split_view_buildable_add_child;
}

/**
 * lk_split_view_new:
 *
 * Creates a split view without children.
 *
 * Returns: (transfer floating): the view
 */
GtkWidget *
lk_split_view_new (void)
{
  return g_object_new (LK_TYPE_SPLIT_VIEW, NULL);
}

/**
 * lk_split_view_get_sidebar:
 * @self: a split view
 *
 * Gets #LkSplitView:sidebar.
 *
 * Returns: (nullable) (transfer none): the sidebar
 */
GtkWidget *
lk_split_view_get_sidebar (LkSplitView *self)
{
  g_return_val_if_fail (LK_IS_SPLIT_VIEW (self), NULL);

  return self->sidebar_bin != NULL ? adw_bin_get_child (ADW_BIN (self->sidebar_bin)) : NULL;
}

/**
 * lk_split_view_set_sidebar:
 * @self: a split view
 * @sidebar: (nullable): a widget without a parent
 *
 * Sets #LkSplitView:sidebar.
 */
void
lk_split_view_set_sidebar (LkSplitView *self,
                           GtkWidget   *sidebar)
{
  g_return_if_fail (LK_IS_SPLIT_VIEW (self));
  g_return_if_fail (sidebar == NULL || GTK_IS_WIDGET (sidebar));

  if (lk_split_view_get_sidebar (self) == sidebar)
    return;

  adw_bin_set_child (ADW_BIN (self->sidebar_bin), sidebar);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIDEBAR]);
}

/**
 * lk_split_view_get_content:
 * @self: a split view
 *
 * Gets #LkSplitView:content.
 *
 * Returns: (nullable) (transfer none): the content
 */
GtkWidget *
lk_split_view_get_content (LkSplitView *self)
{
  g_return_val_if_fail (LK_IS_SPLIT_VIEW (self), NULL);

  return self->content_bin != NULL ? adw_bin_get_child (ADW_BIN (self->content_bin)) : NULL;
}

/**
 * lk_split_view_set_content:
 * @self: a split view
 * @content: (nullable): a widget without a parent
 *
 * Sets #LkSplitView:content.
 */
void
lk_split_view_set_content (LkSplitView *self,
                           GtkWidget   *content)
{
  g_return_if_fail (LK_IS_SPLIT_VIEW (self));
  g_return_if_fail (content == NULL || GTK_IS_WIDGET (content));

  if (lk_split_view_get_content (self) == content)
    return;

  adw_bin_set_child (ADW_BIN (self->content_bin), content);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONTENT]);
}

/**
 * lk_split_view_get_collapsed:
 * @self: a split view
 *
 * Gets #LkSplitView:collapsed.
 *
 * Returns: whether only one of the two is visible
 */
gboolean
lk_split_view_get_collapsed (LkSplitView *self)
{
  g_return_val_if_fail (LK_IS_SPLIT_VIEW (self), FALSE);

  return self->leaflet != NULL && adw_leaflet_get_folded (ADW_LEAFLET (self->leaflet));
}

/**
 * lk_split_view_get_show_content:
 * @self: a split view
 *
 * Gets #LkSplitView:show-content.
 *
 * Returns: whether a collapsed view shows its content
 */
gboolean
lk_split_view_get_show_content (LkSplitView *self)
{
  g_return_val_if_fail (LK_IS_SPLIT_VIEW (self), FALSE);

  return self->leaflet != NULL &&
         adw_leaflet_get_visible_child (ADW_LEAFLET (self->leaflet)) == self->content_bin;
}

/**
 * lk_split_view_set_show_content:
 * @self: a split view
 * @show_content: whether a collapsed view shows its content
 *
 * Sets #LkSplitView:show-content.
 */
void
lk_split_view_set_show_content (LkSplitView *self,
                                gboolean     show_content)
{
  g_return_if_fail (LK_IS_SPLIT_VIEW (self));

  if (self->leaflet == NULL)
    return;

  adw_leaflet_set_visible_child (ADW_LEAFLET (self->leaflet),
                                 show_content ? self->content_bin : self->sidebar_bin);
}

G_GNUC_END_IGNORE_DEPRECATIONS
