/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether a screen reader has something to say of each control that can be reached: a name of its own, a widget that names
 * it, or text inside it. An icon alone says nothing, and a tooltip is a description; newer GTK takes it for the name of
 * what has no other. */

#include "lk-tour.h"

/* GTK tells what a property is only where it is compared with something else. */
#define NO_NAME "\x1b"

static gboolean
has_own_name (GtkWidget *widget)
{
  g_autofree char *label = NULL;

  if (gtk_test_accessible_has_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY))
    return TRUE;
  if (gtk_check_version (4, 16, 0) == NULL && gtk_widget_get_tooltip_text (widget) != NULL)
    return TRUE;
  if (!gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL))
    return FALSE;

  label = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, NO_NAME);

  return label != NULL && *label != '\0';
}

static gboolean
has_text (GtkWidget *widget)
{
  if (!gtk_widget_get_visible (widget))
    return FALSE;
  if (GTK_IS_LABEL (widget) && *gtk_label_get_text (GTK_LABEL (widget)) != '\0')
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_text (child))
      return TRUE;

  return FALSE;
}

/* The part of a control that takes the focus is named by the control around it. */
static gboolean
is_part (GtkWidget *widget)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);

  return GTK_IS_MENU_BUTTON (parent) || GTK_IS_DROP_DOWN (parent) || GTK_IS_EDITABLE (parent);
}

static gboolean
is_decoration (GtkWidget *widget)
{
  return gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget)) == GTK_ACCESSIBLE_ROLE_PRESENTATION;
}

static gboolean
is_control (GtkWidget *widget)
{
  return GTK_IS_BUTTON (widget) || GTK_IS_MENU_BUTTON (widget) || GTK_IS_CHECK_BUTTON (widget) || GTK_IS_SWITCH (widget)
         || GTK_IS_DROP_DOWN (widget) || GTK_IS_EDITABLE (widget) || GTK_IS_TEXT_VIEW (widget)
         || GTK_IS_LIST_BOX_ROW (widget) || GTK_IS_PROGRESS_BAR (widget)
         || g_str_equal (G_OBJECT_TYPE_NAME (widget), "GtkListItemWidget");
}

/* Transfer full: its type and id, and those of all around it. */
char *
lk_tour_describe (GtkWidget *widget)
{
  g_autoptr (GString) path = g_string_new (NULL);

  for (GtkWidget *at = widget; at != NULL; at = gtk_widget_get_parent (at))
    {
      const char *id = gtk_buildable_get_buildable_id (GTK_BUILDABLE (at));

      g_string_append_printf (path, "%s%s%s%s", path->len > 0 ? " in " : "", G_OBJECT_TYPE_NAME (at),
                              id != NULL ? "#" : "", id != NULL ? id : "");
    }

  return g_string_free (g_steal_pointer (&path), FALSE);
}

static gboolean
is_nameless (GtkWidget *widget)
{
  if (!is_control (widget) || is_part (widget) || is_decoration (widget) || has_own_name (widget))
    return FALSE;

  return GTK_IS_EDITABLE (widget) || !has_text (widget);
}

static guint
count_nameless (GtkWidget  *widget,
                const char *where)
{
  guint n = 0;

  if (!gtk_widget_get_mapped (widget))
    return 0;

  if (is_nameless (widget))
    {
      g_autofree char *description = lk_tour_describe (widget);

      g_printerr ("%s: nothing names %s\n", where, description);
      n++;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_nameless (child, where);

  return n;
}

/* Fails where a control of @widget, a window or what is in one, has nothing that a screen reader could say of it. @where:
 * which picture it is on. Only where GTK keeps names for tests to read: with GTK_A11Y=test, which takes its time. */
void
lk_tour_check_names (GtkWidget  *widget,
                     const char *where)
{
  guint n;

  if (g_strcmp0 (g_getenv ("GTK_A11Y"), "test") != 0)
    return;

  n = count_nameless (widget, where);
  if (n > 0)
    g_error ("%s: %u controls have no name", where, n);
}
