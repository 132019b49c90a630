/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-tab-stop.h"

/**
 * LkTabStop:
 *
 * Lists of which one row at most is selected, and which are one stop of the Tab key: it leads to that row, and from there
 * on to what comes next. The arrow keys move within the lists, from the end of one to the beginning of the next. A row of a
 * list is selected as soon as it has the focus, so that Tab would select one after the other else; stands for
 * #GtkListBox:tab-behavior (GTK 4.18), which is of one list.
 */
struct _LkTabStop
{
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (LkTabStop, lk_tab_stop, ADW_TYPE_BIN)

/* In the order in which they are seen. */
static void
collect_lists (GtkWidget *widget,
               GPtrArray *lists)
{
  if (GTK_IS_LIST_BOX (widget))
    {
      g_ptr_array_add (lists, widget);
      return;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    collect_lists (child, lists);
}

static GPtrArray *
get_lists (GtkWidget *widget)
{
  GPtrArray *lists = g_ptr_array_new ();

  collect_lists (widget, lists);

  return lists;
}

/* Not in a menu that one of the rows has opened, which is a world of its own. */
static gboolean
has_focus (GtkWidget *widget)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

  return focus != NULL && gtk_widget_is_ancestor (focus, widget)
         && gtk_widget_get_native (focus) == gtk_widget_get_native (widget);
}

static gboolean
focus_selected (GtkWidget *widget)
{
  g_autoptr (GPtrArray) lists = get_lists (widget);

  for (guint i = 0; i < lists->len; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_selected_row (g_ptr_array_index (lists, i));

      if (row != NULL)
        return gtk_widget_grab_focus (GTK_WIDGET (row));
    }

  return FALSE;
}

static gboolean
lk_tab_stop_focus (GtkWidget        *widget,
                   GtkDirectionType  direction)
{
  gboolean is_tab = direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD;

  if (is_tab && has_focus (widget))
    return FALSE;
  if (is_tab && gtk_widget_get_focus_child (widget) == NULL && focus_selected (widget))
    return TRUE;

  return GTK_WIDGET_CLASS (lk_tab_stop_parent_class)->focus (widget, direction);
}

/* As an arrow key does that comes from outside of the list. */
static gboolean
enter (GtkListBox       *list,
       GtkDirectionType  direction)
{
  GtkListBoxRow *entered = NULL;
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    if (gtk_widget_get_mapped (GTK_WIDGET (row)) && gtk_widget_is_sensitive (GTK_WIDGET (row))
        && (entered == NULL || direction == GTK_DIR_UP))
      entered = row;
  if (entered == NULL)
    return FALSE;

  gtk_list_box_select_row (list, entered);

  return gtk_widget_grab_focus (GTK_WIDGET (entered));
}

/* At the end of a list, where GTK would go on to whatever comes next. */
static gboolean
keynav_failed_cb (GtkWidget        *widget,
                  GtkDirectionType  direction,
                  GtkWidget        *list)
{
  g_autoptr (GPtrArray) lists = get_lists (widget);
  guint position;

  if ((direction != GTK_DIR_UP && direction != GTK_DIR_DOWN) || !g_ptr_array_find (lists, list, &position))
    return FALSE;

  if (direction == GTK_DIR_DOWN)
    for (guint i = position + 1; i < lists->len && !enter (g_ptr_array_index (lists, i), direction); i++)
      continue;
  else
    for (guint i = position; i > 0 && !enter (g_ptr_array_index (lists, i - 1), direction); i--)
      continue;

  return TRUE;
}

static void
lk_tab_stop_root (GtkWidget *widget)
{
  g_autoptr (GPtrArray) lists = NULL;

  GTK_WIDGET_CLASS (lk_tab_stop_parent_class)->root (widget);

  lists = get_lists (widget);
  for (guint i = 0; i < lists->len; i++)
    g_signal_connect_object (g_ptr_array_index (lists, i), "keynav-failed", G_CALLBACK (keynav_failed_cb), widget,
                             G_CONNECT_SWAPPED);
}

static void
lk_tab_stop_unroot (GtkWidget *widget)
{
  g_autoptr (GPtrArray) lists = get_lists (widget);

  for (guint i = 0; i < lists->len; i++)
    g_signal_handlers_disconnect_by_func (g_ptr_array_index (lists, i), keynav_failed_cb, widget);

  GTK_WIDGET_CLASS (lk_tab_stop_parent_class)->unroot (widget);
}

static void
lk_tab_stop_class_init (LkTabStopClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->focus = lk_tab_stop_focus;
  widget_class->root = lk_tab_stop_root;
  widget_class->unroot = lk_tab_stop_unroot;
}

static void
lk_tab_stop_init (LkTabStop *self)
{
}
