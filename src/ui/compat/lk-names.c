/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-names.h"

#include <adwaita.h>

#if !GTK_CHECK_VERSION(4, 14, 0)

/* An empty name is a name, of which nothing is read. The list of a group goes by the title of that, which may be empty too. */
static void
leave_nameless (GtkAccessible *accessible)
{
  if (!gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL))
    gtk_accessible_update_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL, "", -1);
}

/* A page is no widget, but stands between its stack and what it shows. */
static void
leave_pages_nameless (GtkStack *stack)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (stack)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    leave_nameless (GTK_ACCESSIBLE (gtk_stack_get_page (stack, child)));
}

/* The label inside is its name, without the underscore that would be read before it. */
static void
drop_mnemonic (GtkButton *button)
{
  const char *label = gtk_button_get_label (button);
  g_autofree char *other = NULL;

  /* Where nobody listens there is nothing to be asked. */
  if (label == NULL || !gtk_button_get_use_underline (button)
      || !gtk_test_accessible_has_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL))
    return;

  other = gtk_test_accessible_check_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label);
  if (other == NULL)
    gtk_accessible_reset_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL);
}

/* The one of a toast has nothing but its icon. The word is GTK's own. */
static void
name_close_button (GtkButton *button)
{
  if (g_strcmp0 (gtk_button_get_icon_name (button), "window-close-symbolic") == 0
      && gtk_widget_get_tooltip_text (GTK_WIDGET (button)) == NULL
      && !gtk_test_accessible_has_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL))
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    g_dgettext ("gtk40", "Close"), -1);
}

static gboolean
mapped_cb (GSignalInvocationHint *hint,
           guint                  n_values,
           const GValue          *values,
           gpointer               user_data)
{
  GtkWidget *widget = g_value_get_object (&values[0]);
  GtkWidget *parent = gtk_widget_get_parent (widget);

  if (GTK_IS_IMAGE (widget) || GTK_IS_LIST_BOX (widget) || GTK_IS_LIST_VIEW (widget) || GTK_IS_STACK_SWITCHER (widget))
    leave_nameless (GTK_ACCESSIBLE (widget));
  if (GTK_IS_BUTTON (widget))
    {
      drop_mnemonic (GTK_BUTTON (widget));
      name_close_button (GTK_BUTTON (widget));
    }
  if (GTK_IS_STACK (widget))
    leave_pages_nameless (GTK_STACK (widget));
  if (GTK_IS_STACK (parent)) /* to which it may have come later */
    leave_pages_nameless (GTK_STACK (parent));

  return TRUE;
}

#endif

/**
 * lk_names_hide_types:
 *
 * Keeps screen readers from saying “GtkImage Search” for a button with an icon, and “GtkListBox” or “GtkStackPage” for what
 * rows and pages are in: GTK before 4.14 calls what was given no name by its type. “C_reate Create” for a button with a
 * mnemonic becomes “Create” as well. The button that closes a toast is named. It holds for all windows from now
 * on; to be called once.
 */
void
lk_names_hide_types (void)
{
#if !GTK_CHECK_VERSION(4, 14, 0)
  GTypeClass *widget_class = g_type_class_ref (GTK_TYPE_WIDGET);

  g_signal_add_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), 0, mapped_cb, NULL, NULL);
  g_type_class_unref (widget_class);
#endif
}

/**
 * lk_names_set_row:
 * @row: an #AdwActionRow
 * @name: what a screen reader calls it
 *
 * Names @row by more than its title, which otherwise goes before a name of its own.
 */
void
lk_names_set_row (GtkWidget  *row,
                  const char *name)
{
  g_return_if_fail (ADW_IS_ACTION_ROW (row));
  g_return_if_fail (name != NULL);

  gtk_accessible_reset_relation (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}
