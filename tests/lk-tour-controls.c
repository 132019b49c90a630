/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether what is on a picture can be used by anyone: what an icon alone does is said by a tooltip, what is pressed is large
 * enough for a finger and apart from its neighbours, only one thing turns, and Return never destroys anything. */

#include "lk-tour.h"

/* As libadwaita's own buttons are at their least. */
#define LEAST_TARGET_PX 34
/* What touches its neighbour may do so by a border. */
#define SHARED_PX 1

typedef struct
{
  const char *where;
  GtkWidget  *root;
  GPtrArray  *targets; /* unowned widgets that are pressed */
  guint       n_spinners;
  guint       n_faults;
} Controls;

G_GNUC_PRINTF (3, 4) static void
report (Controls   *self,
        GtkWidget  *widget,
        const char *format,
        ...)
{
  g_autofree char *description = lk_tour_describe (widget);
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_printerr ("%s: %s: %s\n", self->where, text, description);
  self->n_faults++;
}

/* What the toolkit makes of its own accord, and how it looks there. */
static gboolean
is_of_toolkit (GtkWidget *widget)
{
  for (GtkWidget *at = widget; at != NULL; at = gtk_widget_get_parent (at))
    {
      const char *type = G_OBJECT_TYPE_NAME (at);

      if (GTK_IS_WINDOW_CONTROLS (at) || GTK_IS_SHORTCUTS_WINDOW (at) || ADW_IS_ABOUT_WINDOW (at)
          || ADW_IS_MESSAGE_DIALOG (at) || ADW_IS_ENTRY_ROW (at) || GTK_IS_SPIN_BUTTON (at) || GTK_IS_SCALE_BUTTON (at)
          || GTK_IS_CALENDAR (at) || GTK_IS_SEARCH_BAR (at) || g_str_equal (type, "AdwToastWidget")
          || g_str_equal (type, "GtkModelButton"))
        return TRUE;
    }

  return FALSE;
}

static gboolean
has_tooltip (GtkWidget *widget)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);

  if (GTK_IS_MENU_BUTTON (parent) || ADW_IS_SPLIT_BUTTON (parent))
    widget = parent;

  return gtk_widget_get_tooltip_text (widget) != NULL && *gtk_widget_get_tooltip_text (widget) != '\0';
}

static gboolean
has_words (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_visible (widget) && *gtk_label_get_text (GTK_LABEL (widget)) != '\0')
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (!GTK_IS_POPOVER (child) && has_words (child))
        return TRUE;
    }

  return FALSE;
}

static GtkWidget *
find_row (GtkWidget *widget)
{
  for (GtkWidget *at = widget; at != NULL; at = gtk_widget_get_parent (at))
    {
      if (GTK_IS_LIST_BOX_ROW (at) || g_str_equal (G_OBJECT_TYPE_NAME (at), "GtkListItemWidget"))
        return at;
    }

  return NULL;
}

/* A mark in a row is set with the row around it, which is what one aims at. */
static gboolean
is_set_by_row (GtkWidget *widget)
{
  GtkWidget *row = find_row (widget);

  if (row == NULL || !(GTK_IS_CHECK_BUTTON (widget) || GTK_IS_SWITCH (widget)))
    return FALSE;
  if (ADW_IS_ACTION_ROW (row))
    return adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row)) == widget;

  return !GTK_IS_LIST_BOX_ROW (row) || gtk_list_box_row_get_activatable (GTK_LIST_BOX_ROW (row));
}

static gboolean
is_target (GtkWidget *widget)
{
  return GTK_IS_BUTTON (widget) || GTK_IS_CHECK_BUTTON (widget) || GTK_IS_SWITCH (widget) || GTK_IS_ENTRY (widget)
         || GTK_IS_SEARCH_ENTRY (widget);
}

static void
check_tooltip (Controls  *self,
               GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && !has_words (widget) && !has_tooltip (widget))
    report (self, widget, "an icon alone, and no tooltip says what it does");
}

/* Where it is on the window, to its outer border, as far as what scrolls shows it. FALSE: not to be seen. */
static gboolean
get_bounds (Controls        *self,
            GtkWidget       *widget,
            graphene_rect_t *bounds)
{
  if (!gtk_widget_compute_bounds (widget, self->root, bounds))
    return FALSE;

  for (GtkWidget *at = gtk_widget_get_parent (widget); at != NULL && at != self->root; at = gtk_widget_get_parent (at))
    {
      graphene_rect_t outer;

      if (GTK_IS_SCROLLED_WINDOW (at)
          && (!gtk_widget_compute_bounds (at, self->root, &outer) || !graphene_rect_intersection (bounds, &outer, bounds)))
        return FALSE;
    }

  return TRUE;
}

static void
check_size (Controls  *self,
            GtkWidget *widget)
{
  graphene_rect_t bounds;

  if (is_set_by_row (widget))
    widget = find_row (widget);
  if (!gtk_widget_compute_bounds (widget, self->root, &bounds))
    return;
  if (bounds.size.width < LEAST_TARGET_PX || bounds.size.height < LEAST_TARGET_PX)
    report (self, widget, "%.0f × %.0f px are hard to press", bounds.size.width, bounds.size.height);
}

/* What lies above others on purpose: a toast, a menu, a page that slides in. */
static gboolean
are_layers (GtkWidget *a,
            GtkWidget *b)
{
  GtkWidget *common = a;

  while (common != b && !gtk_widget_is_ancestor (b, common))
    common = gtk_widget_get_parent (common);

  return common == a || common == b || GTK_IS_OVERLAY (common) || ADW_IS_TOAST_OVERLAY (common);
}

static void
check_overlaps (Controls *self)
{
  for (guint i = 0; i < self->targets->len; i++)
    {
      GtkWidget *widget = g_ptr_array_index (self->targets, i);
      graphene_rect_t bounds, other_bounds, shared;

      for (guint j = i + 1; j < self->targets->len; j++)
        {
          GtkWidget *other = g_ptr_array_index (self->targets, j);

          if (!are_layers (widget, other) && get_bounds (self, widget, &bounds) && get_bounds (self, other, &other_bounds)
              && graphene_rect_intersection (&bounds, &other_bounds, &shared)
              && shared.size.width > SHARED_PX && shared.size.height > SHARED_PX)
            report (self, widget, "it lies on a %s", G_OBJECT_TYPE_NAME (other));
        }
    }
}

/* In a bar with one tooltip each control has one: else a pointer that rests learns of some only. */
static void
check_bar (Controls  *self,
           GtkWidget *bar)
{
  g_autoptr (GPtrArray) without = g_ptr_array_new ();
  gboolean any = FALSE;

  for (guint i = 0; i < self->targets->len; i++)
    {
      GtkWidget *widget = g_ptr_array_index (self->targets, i);

      if (!GTK_IS_BUTTON (widget) || !gtk_widget_is_ancestor (widget, bar) || has_words (widget))
        continue;
      if (has_tooltip (widget))
        any = TRUE;
      else
        g_ptr_array_add (without, widget);
    }

  for (guint i = 0; any && i < without->len; i++)
    report (self, g_ptr_array_index (without, i), "others in its bar have a tooltip");
}

static void
look_at (Controls  *self,
         GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget) || !gtk_widget_get_child_visible (widget))
    return;

  if (GTK_IS_SPINNER (widget) && gtk_spinner_get_spinning (GTK_SPINNER (widget)))
    self->n_spinners++;
  if (is_target (widget) && !is_of_toolkit (widget))
    {
      check_tooltip (self, widget);
      check_size (self, widget);
      g_ptr_array_add (self->targets, widget);
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    look_at (self, child);
}

/* What Return does from wherever nothing else takes it. */
static void
check_default (Controls  *self,
               GtkWidget *widget)
{
  GtkWidget *by_return = NULL;

  if (ADW_IS_MESSAGE_DIALOG (widget))
    {
      AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (widget);
      const char *response = adw_message_dialog_get_default_response (dialog);

      if (response != NULL
          && adw_message_dialog_get_response_appearance (dialog, response) == ADW_RESPONSE_DESTRUCTIVE)
        report (self, widget, "Return does what cannot be undone");
    }
  if (GTK_IS_WINDOW (widget))
    by_return = gtk_window_get_default_widget (GTK_WINDOW (widget));
  if (by_return != NULL && gtk_widget_has_css_class (by_return, "destructive-action"))
    report (self, by_return, "Return does what cannot be undone");
}

/* Fails where a control on @widget, a window or what is in one, is hard to understand or to use. @where: which picture it is
 * on. */
void
lk_tour_check_controls (GtkWidget  *widget,
                        const char *where)
{
  g_autoptr (GPtrArray) targets = g_ptr_array_new ();
  Controls self = { where, widget, targets, 0, 0 };

  look_at (&self, widget);
  check_overlaps (&self);
  check_default (&self, widget);
  for (guint i = 0; i < targets->len; i++)
    {
      GtkWidget *bar = gtk_widget_get_ancestor (g_ptr_array_index (targets, i), ADW_TYPE_HEADER_BAR);

      if (bar != NULL && (i == 0 || bar != gtk_widget_get_ancestor (g_ptr_array_index (targets, i - 1), ADW_TYPE_HEADER_BAR)))
        check_bar (&self, bar);
    }
  if (self.n_spinners > 1)
    report (&self, widget, "%u spinners turn at once", self.n_spinners);
  if (self.n_faults > 0)
    g_error ("%s: %u faults of its controls", where, self.n_faults);
}
