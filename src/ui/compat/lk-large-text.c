/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-large-text.h"

#include "lk-banner.h"
#include "lk-dialog.h"

#include <adwaita.h>

#define USUAL_DPI 96
#define LARGE_FROM 1.25
#define VALUE_CHARS 8
#define TITLE_LINES 2
#define ROW_LINES 2
#define CAPTION_LINES 3

/**
 * lk_large_text_is_on:
 * @display: a display
 *
 * Returns: whether text is a quarter larger than usual, or more
 */
gboolean
lk_large_text_is_on (GdkDisplay *display)
{
  int dpi;

  g_return_val_if_fail (GDK_IS_DISPLAY (display), FALSE);

  g_object_get (gtk_settings_get_for_display (display), "gtk-xft-dpi", &dpi, NULL);

  return dpi > LARGE_FROM * USUAL_DPI * PANGO_SCALE;
}

/* Where room is shared out, a label that can be broken is, though another could be shortened: only where nothing else helps. */
static gboolean
shares_room (GtkWidget *widget)
{
  return gtk_widget_get_ancestor (widget, ADW_TYPE_HEADER_BAR) != NULL
         || gtk_widget_get_ancestor (widget, LK_TYPE_BANNER) != NULL;
}

static void
fit_button (GtkButton *button)
{
  GtkWidget *label = gtk_button_get_child (button);

  if (shares_room (GTK_WIDGET (button)) && !lk_large_text_is_on (gtk_widget_get_display (GTK_WIDGET (button))))
    return;

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_NONE);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
}

static gboolean
has_words (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget))
    return gtk_button_get_label (GTK_BUTTON (widget)) != NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_words (child))
      return TRUE;

  return FALSE;
}

static gboolean
is_text_set (GBinding     *binding,
             const GValue *from,
             GValue       *to,
             gpointer      user_data)
{
  const char *text = g_value_get_string (from);

  g_value_set_boolean (to, text != NULL && text[0] != '\0');

  return TRUE;
}

/* What a page is about may have a long name, and says it again below; a dialog's own words are never cut off. */
static void
add_title_line (GtkWidget *box,
                GtkWidget *label,
                gboolean   in_dialog)
{
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_label_set_lines (GTK_LABEL (label), TITLE_LINES);
  gtk_label_set_ellipsize (GTK_LABEL (label), in_dialog ? PANGO_ELLIPSIZE_NONE : PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), label);
}

static void
add_title_text (GtkWidget  *box,
                GObject    *source,
                const char *property,
                const char *style,
                gboolean    in_dialog)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_add_css_class (label, style);
  g_object_bind_property (source, property, label, "label", G_BINDING_SYNC_CREATE);
  g_object_bind_property_full (source, property, label, "visible", G_BINDING_SYNC_CREATE, is_text_set, NULL, NULL, NULL);
  add_title_line (box, label, in_dialog);
}

/* Between two buttons with words there is no room for a title of twice the size, and in the window hardly between its icons,
 * unless it is the name that the window has itself. */
static gboolean
is_cramped (GtkWidget *bar,
            GtkWidget *title)
{
  GtkRoot *root = gtk_widget_get_root (bar);

  if (LK_IS_DIALOG (root))
    return has_words (bar);

  return title != NULL
         && (!ADW_IS_WINDOW_TITLE (title)
             || g_strcmp0 (adw_window_title_get_title (ADW_WINDOW_TITLE (title)), gtk_window_get_title (GTK_WINDOW (root))) != 0);
}

/* Then it goes below them. */
static void
move_title (AdwHeaderBar *bar)
{
  g_autoptr (GtkWidget) title = NULL;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (bar));
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (bar));
  gboolean in_dialog = LK_IS_DIALOG (root);
  GtkWidget *box;

  g_set_object (&title, adw_header_bar_get_title_widget (bar));
  if ((title != NULL && !ADW_IS_WINDOW_TITLE (title) && !GTK_IS_LABEL (title)) || !GTK_IS_BOX (parent)
      || !is_cramped (GTK_WIDGET (bar), title))
    return;

  adw_header_bar_set_title_widget (bar, adw_bin_new ());
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_margin_top (box, 2);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  g_object_bind_property (bar, "visible", box, "visible", G_BINDING_SYNC_CREATE);
  if (title == NULL)
    {
      add_title_text (box, G_OBJECT (root), "title", "heading", in_dialog);
    }
  else if (GTK_IS_LABEL (title))
    {
      add_title_line (box, title, in_dialog);
    }
  else
    {
      add_title_text (box, G_OBJECT (title), "title", "heading", in_dialog);
      add_title_text (box, G_OBJECT (title), "subtitle", "dim-label", in_dialog);
      gtk_widget_set_visible (title, FALSE);
      gtk_box_append (GTK_BOX (box), title);
    }
  gtk_box_insert_child_after (GTK_BOX (parent), box, GTK_WIDGET (bar));
}

static void
set_up_value (GtkSignalListItemFactory *factory,
              GtkListItem              *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
bind_value (GtkSignalListItemFactory *factory,
            GtkListItem              *item,
            AdwComboRow              *row)
{
  g_auto (GValue) value = G_VALUE_INIT;
  GtkExpression *expression = adw_combo_row_get_expression (row);
  GtkLabel *label = GTK_LABEL (gtk_list_item_get_child (item));
  GObject *thing = gtk_list_item_get_item (item);
  const char *text = "";

  if (expression != NULL && gtk_expression_evaluate (expression, thing, &value) && g_value_get_string (&value) != NULL)
    text = g_value_get_string (&value);
  else if (GTK_IS_STRING_OBJECT (thing))
    text = gtk_string_object_get_string (GTK_STRING_OBJECT (thing));
  gtk_label_set_label (label, text);
  gtk_label_set_width_chars (label, MIN (g_utf8_strlen (text, -1), VALUE_CHARS));
}

/* What is chosen gives way to the title beside it, until nothing but an ellipsis is left: so it goes below the title; where
 * something else is there, it keeps some letters. */
static void
fit_value (AdwComboRow *row)
{
  const char *subtitle = adw_action_row_get_subtitle (ADW_ACTION_ROW (row));
  g_autoptr (GtkListItemFactory) factory = NULL;

  if (adw_combo_row_get_use_subtitle (row) || adw_combo_row_get_list_factory (row) != NULL)
    return;
  if (subtitle == NULL || subtitle[0] == '\0')
    {
      adw_combo_row_set_use_subtitle (row, TRUE);
      return;
    }

  factory = gtk_signal_list_item_factory_new ();
  g_signal_connect (factory, "setup", G_CALLBACK (set_up_value), NULL);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_value), row, 0);
  adw_combo_row_set_list_factory (row, adw_combo_row_get_factory (row));
  adw_combo_row_set_factory (row, factory);
}

/* Of the height that there is for it, the description of a group takes the least, and is as wide as that wants it: wider than
 * the window where lines are not of one height, as with letters that the font does not have (GTK 4.8). */
static void
fit_description (GtkWidget *description)
{
  if (description == NULL)
    return;

  gtk_widget_set_vexpand (description, TRUE);
  gtk_widget_set_vexpand (gtk_widget_get_parent (description), FALSE);
}

/**
 * lk_large_text_fit:
 * @widget: a window or another widget with all that is in it
 *
 * Lets go of what keeps text from being twice as large in a window of 360 px: a button is as wide as its label in one line,
 * and stands for #GtkButton:can-shrink (GTK 4.12), which cuts the label off, where here it goes on in a second line, also
 * in a question of a newer libadwaita, which has its buttons shrink; a title in a header bar has room for five characters
 * at least, that of a group is cut off, and what describes it may be too wide (libadwaita 1.2). Where text is large, the
 * title of a page or dialog goes below its buttons, and the chosen value of a row is not cut off. What is added to @widget
 * later is left alone, and where the size of text is changed later, some labels follow only when they are made anew.
 */
void
lk_large_text_fit (GtkWidget *widget)
{
  gboolean is_large;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  is_large = lk_large_text_is_on (gtk_widget_get_display (widget));
  if (is_large && ADW_IS_HEADER_BAR (widget))
    move_title (ADW_HEADER_BAR (widget));
  else if (is_large && ADW_IS_COMBO_ROW (widget))
    fit_value (ADW_COMBO_ROW (widget));

  if (GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) != NULL)
    {
      fit_button (GTK_BUTTON (widget));
      return;
    }
  if (GTK_IS_LABEL (widget) && gtk_label_get_ellipsize (GTK_LABEL (widget)) != PANGO_ELLIPSIZE_NONE
      && (gtk_widget_has_css_class (widget, "title") || gtk_widget_has_css_class (widget, "subtitle")))
    gtk_label_set_width_chars (GTK_LABEL (widget), -1);
  else if (GTK_IS_LABEL (widget) && gtk_widget_has_css_class (widget, "heading")
           && gtk_widget_get_ancestor (widget, ADW_TYPE_PREFERENCES_GROUP) != NULL)
    {
      gtk_label_set_ellipsize (GTK_LABEL (widget), PANGO_ELLIPSIZE_NONE);
      gtk_label_set_wrap (GTK_LABEL (widget), TRUE);
      fit_description (gtk_widget_get_next_sibling (widget));
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    lk_large_text_fit (child);
}

static void
wrap_labels (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) && gtk_label_get_ellipsize (GTK_LABEL (widget)) != PANGO_ELLIPSIZE_NONE)
    {
      gtk_label_set_wrap (GTK_LABEL (widget), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (widget), PANGO_WRAP_WORD_CHAR);
      gtk_label_set_lines (GTK_LABEL (widget), gtk_widget_has_css_class (widget, "caption") ? CAPTION_LINES : ROW_LINES);
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    wrap_labels (child);
}

/**
 * lk_large_text_fit_row:
 * @row: a row of a list, or a heading in it
 *
 * Where text is large, has what is too long for one line of @row go on below. It is not so always, as such a row
 * takes several times as long to be measured (GTK 4.8), of which a list that is scrolled has some hundred.
 */
void
lk_large_text_fit_row (GtkWidget *row)
{
  g_return_if_fail (GTK_IS_WIDGET (row));

  if (lk_large_text_is_on (gtk_widget_get_display (row)))
    wrap_labels (row);
}

static gboolean
has_little_room (GBinding     *binding,
                 const GValue *from,
                 GValue       *to,
                 gpointer      user_data)
{
  g_value_set_boolean (to, g_value_get_boolean (from) || lk_large_text_is_on (gdk_display_get_default ()));

  return TRUE;
}

/**
 * lk_large_text_bind_narrow:
 * @page: what has a property `collapsed`
 * @row: a row of its list, which has a property `narrow`
 *
 * Has @row be laid out for little room while @page is in a narrow window, and always where text is large.
 */
void
lk_large_text_bind_narrow (GtkWidget *page,
                           GtkWidget *row)
{
  g_return_if_fail (GTK_IS_WIDGET (page));
  g_return_if_fail (GTK_IS_WIDGET (row));

  g_object_bind_property_full (page, "collapsed", row, "narrow", G_BINDING_SYNC_CREATE, has_little_room, NULL, NULL, NULL);
}
