/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Takes numbered pictures of what is to be seen, and measures whether it fits. */

#include "lk-tour-camera.h"

#include "lk-banner.h"
#include "lk-dialog.h"

#define LEAST_HEIGHT_PX 294
/* With large text, beside a banner, which has its button below its words. A phone that is held upright has this and more. */
#define BANNER_HEIGHT_PX 392
/* Without a compositor a window has borders inside its size. */
#define BORDERS_PX 10

static LkTourCamera camera;

static int
measure_least (GtkWidget      *widget,
               GtkOrientation  orientation)
{
  int least;

  gtk_widget_measure (widget, orientation, orientation == GTK_ORIENTATION_VERTICAL ? LK_TOUR_NARROW_WIDTH : -1, &least,
                      NULL, NULL, NULL);

  return least;
}

/* What asks for the room: the largest child of the largest child, down to the last one. */
static char *
describe_largest (GtkWidget      *widget,
                  GtkOrientation  orientation)
{
  GString *path = g_string_new (NULL);

  while (widget != NULL)
    {
      GtkWidget *largest = NULL;
      int most = 0;

      for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
           child = gtk_widget_get_next_sibling (child))
        {
          int least = gtk_widget_should_layout (child) ? measure_least (child, orientation) : 0;

          if (least > most)
            {
              most = least;
              largest = child;
            }
        }
      if (largest != NULL)
        g_string_append_printf (path, " > %s %d", G_OBJECT_TYPE_NAME (largest), most);
      widget = largest;
    }

  return g_string_free (path, FALSE);
}

/* Words that are longer than any are wider than a narrow window here and there, and the window of shortcuts is GTK's own and
 * always wider, as is a menu with text of twice the size, which may reach beyond the window: that is told, and fails nothing. */
static void
check_least (GtkWidget      *widget,
             const char     *name,
             GtkOrientation  orientation,
             int             most)
{
  const char *what = orientation == GTK_ORIENTATION_HORIZONTAL ? "width" : "height";
  int least = measure_least (widget, orientation);
  g_autofree char *largest = NULL;

  if (least <= most)
    return;

  camera.n_too_large++;
  largest = describe_largest (widget, orientation);
  if (camera.lenient || GTK_IS_SHORTCUTS_WINDOW (widget) || (camera.large_text && GTK_IS_POPOVER (widget)))
    g_print ("%s: its least %s is %d px, more than %d%s\n", name, what, least, most, largest);
  else
    g_error ("%s: its least %s is %d px, more than %d%s", name, what, least, most, largest);
}

/* What says which dialog this is, and what is chosen in it, is never cut off, and where text is large nothing is, but for the
 * titles and placeholders of entries, which are the toolkit's. */
static void
check_whole (GtkWidget  *widget,
             const char *name,
             gboolean    in_question)
{
  in_question = in_question || ADW_IS_HEADER_BAR (widget) || ADW_IS_COMBO_ROW (widget);
  if (in_question && GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget)
      && pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget))))
    g_error ("%s: “%s” is cut off", name, gtk_label_get_label (GTK_LABEL (widget)));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (!GTK_IS_POPOVER (child) && !ADW_IS_ENTRY_ROW (child) && !(camera.large_text && GTK_IS_TEXT (child)))
      check_whole (child, name, in_question);
}

/* A label may be given more room than there is. */
static void
check_inside (GtkWidget  *widget,
              GtkWidget  *window,
              const char *name)
{
  graphene_rect_t bounds;

  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) && gtk_widget_compute_bounds (widget, window, &bounds)
      && (bounds.origin.x < 0 || bounds.origin.x + bounds.size.width > (float) gtk_widget_get_width (window)))
    {
      camera.n_too_large++;
      if (camera.lenient)
        g_print ("%s: “%s” reaches beyond the window\n", name, gtk_label_get_label (GTK_LABEL (widget)));
      else
        g_error ("%s: “%s” reaches beyond the window", name, gtk_label_get_label (GTK_LABEL (widget)));
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (!GTK_IS_POPOVER (child))
      check_inside (child, window, name);
}

/* What is copied by eye, too: no line ends behind the dashes of an option. */
static void
check_options (GtkWidget  *widget,
               const char *name)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget))
    {
      PangoLayout *layout = gtk_label_get_layout (GTK_LABEL (widget));
      const char *text = pango_layout_get_text (layout);

      for (GSList *i = pango_layout_get_lines_readonly (layout); i != NULL; i = i->next)
        {
          PangoLayoutLine *line = i->data;
          g_autofree char *words = g_strndup (text + line->start_index, (gsize) line->length);

          if (g_str_has_suffix (words, " --") || g_str_equal (words, "--"))
            g_error ("%s: a line ends as “%s”", name, words);
        }
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    check_options (child, name);
}

/* Also on a page that is covered: a window is as high as the highest of its pages. */
static gboolean
has_banner (GtkWidget *widget)
{
  if (LK_IS_BANNER (widget))
    return lk_banner_get_revealed (LK_BANNER (widget));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (has_banner (child))
      return TRUE;

  return FALSE;
}

void
lk_tour_shoot (GtkWidget  *widget,
               const char *name)
{
  g_autofree char *numbered = g_strdup_printf ("%02u-%s", ++camera.n_pictures, name);

  lk_tour_picture (widget, numbered);
  check_options (widget, name);
  check_inside (widget, widget, name);
  if ((LK_IS_DIALOG (widget) || camera.large_text) && !camera.lenient)
    check_whole (widget, name, camera.large_text);
  check_least (widget, name, GTK_ORIENTATION_HORIZONTAL,
               LK_TOUR_NARROW_WIDTH + (GTK_IS_WINDOW (widget) ? BORDERS_PX : 0));
  if (GTK_IS_APPLICATION_WINDOW (widget))
    check_least (widget, name, GTK_ORIENTATION_VERTICAL,
                 (camera.large_text && has_banner (widget) ? BANNER_HEIGHT_PX : LEAST_HEIGHT_PX) + BORDERS_PX);
}

GtkWidget *
lk_tour_wait_for_dialog (GtkWidget *window,
                         GType      type)
{
  GtkWidget *dialog;

  lk_test_wait_until (lk_tour_find_window (type) != NULL);
  dialog = lk_tour_find_window (type);
  if (camera.narrow && LK_IS_DIALOG (dialog))
    {
      int width, height;

      gtk_window_get_default_size (GTK_WINDOW (dialog), &width, &height);
      if (!camera.lenient)
        {
          g_assert_cmpint (width, ==, gtk_widget_get_width (window));
          g_assert_cmpint (height, ==, gtk_widget_get_height (window));
        }
      gtk_window_set_default_size (GTK_WINDOW (dialog), width + BORDERS_PX, height + BORDERS_PX);
    }

  return dialog;
}

void
lk_tour_close_dialog (GtkWidget *dialog)
{
  GType type = G_OBJECT_TYPE (dialog);

  gtk_window_destroy (GTK_WINDOW (dialog));
  lk_test_wait_until (lk_tour_find_window (type) == NULL);
}

void
lk_tour_scroll (GtkWidget *page,
                gboolean   to_end)
{
  GtkWidget *scroller = lk_tour_find_type (page, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));

  gtk_adjustment_set_value (adjustment, to_end ? gtk_adjustment_get_upper (adjustment) : 0);
}

void
lk_tour_shoot_menu (GtkWidget  *window,
                    GtkWidget  *button,
                    const char *name)
{
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  lk_test_wait_until (lk_tour_find_type (button, GTK_TYPE_POPOVER_MENU) != NULL);
  lk_tour_shoot (lk_tour_find_type (button, GTK_TYPE_POPOVER_MENU), name);
  gtk_menu_button_popdown (GTK_MENU_BUTTON (button));
  lk_tour_wait_for_frames (window, 4);
}

/* A toast stays for longer than a few pictures take. */
void
lk_tour_close_toasts (GtkWidget *window)
{
  GType type = g_type_from_name ("AdwToastWidget");
  GtkWidget *toast = type != 0 ? lk_tour_find_type (window, type) : NULL;

  if (toast != NULL)
    g_signal_emit_by_name (gtk_widget_get_last_child (toast), "clicked");
}

void
lk_tour_camera_begin (gboolean narrow,
                      gboolean large_text,
                      gboolean lenient)
{
  camera = (LkTourCamera) { .narrow = narrow, .large_text = large_text, .lenient = lenient };
}

const LkTourCamera *
lk_tour_camera_get (void)
{
  return &camera;
}
