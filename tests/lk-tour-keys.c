/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Keys that go through the X server and the window manager, and where the focus is after them. */

#include "lk-tour-keys.h"

#include "lk-test.h"

#include <string.h>

static guint n_pressed;

/* Of every surface and before any handler, so that a key is counted whoever takes it. */
static gboolean
event_hook (GSignalInvocationHint *hint,
            guint                  n_values,
            const GValue          *values,
            gpointer               user_data)
{
  GdkEvent *event = values[1].data[0].v_pointer; /* GTK has no getter for this type of value */
  guint keyval;

  if (gdk_event_get_event_type (event) != GDK_KEY_PRESS)
    return TRUE;

  keyval = gdk_key_event_get_keyval (event);
  if (keyval != GDK_KEY_Control_L && keyval != GDK_KEY_Shift_L && keyval != GDK_KEY_Alt_L)
    n_pressed++;

  return TRUE;
}

GtkWidget *
lk_tour_find_active (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (gtk_window_is_active (GTK_WINDOW (window)) && gtk_widget_get_mapped (window))
        return window;
    }

  return NULL;
}

gboolean
lk_tour_is_active (GType type)
{
  GtkWidget *active = lk_tour_find_active ();

  return active != NULL && g_type_is_a (G_OBJECT_TYPE (active), type);
}

/* Whoever uses keys only is lost where nothing has the focus, or what is not to be seen or does nothing. */
GtkWidget *
lk_tour_find_focus (void)
{
  GtkWidget *active = lk_tour_find_active ();
  GtkWidget *focus = active != NULL ? gtk_root_get_focus (GTK_ROOT (active)) : NULL;

  return focus != NULL && gtk_widget_get_mapped (focus) && gtk_widget_is_sensitive (focus) ? focus : NULL;
}

GtkWidget *
lk_tour_get_focus (void)
{
  lk_test_wait_until (lk_tour_find_focus () != NULL);

  return lk_tour_find_focus ();
}

gboolean
lk_tour_is_focused (const char *id)
{
  for (GtkWidget *widget = lk_tour_find_focus (); widget != NULL; widget = gtk_widget_get_parent (widget))
    if (g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), id) == 0)
      return TRUE;

  return FALSE;
}

/* Newer xdotool takes F1 to F10 for what these keys are with Alt: there the key itself has to be named, as
 * xkeyboard-config numbers it. */
static char *
run_xdotool (const char *key)
{
  const char *name = strrchr (key, '+') != NULL ? strrchr (key, '+') + 1 : key;
  gint64 n = *name == 'F' ? g_ascii_strtoll (name + 1, NULL, 10) : 0;
  g_autofree char *exact = n > 0 ? g_strdup_printf ("%.*s%d", (int) (name - key), key, 66 + (int) n) : NULL;

  return lk_test_run ("xdotool", "key", "--clearmodifiers", exact != NULL ? exact : key, NULL);
}

/* Presses a key where the window has the focus, whether or not anything here hears of it. */
void
lk_tour_send_key (const char *key)
{
  g_autofree char *output G_GNUC_UNUSED = run_xdotool (key);
}

/* Returns once the key has been handled, whether or not it did anything. */
void
lk_tour_press (const char *key)
{
  guint n_before = n_pressed;
  g_autofree char *output = NULL;

  lk_test_wait_until (lk_tour_find_active () != NULL);
  output = run_xdotool (key);
  lk_test_wait_until (n_pressed > n_before);
  for (guint i = 0; i < 100 && g_main_context_iteration (NULL, FALSE); i++)
    continue;
}

guint
lk_tour_count_pressed (void)
{
  return n_pressed;
}

/* From now on keys are counted. */
gulong
lk_tour_keys_begin (void)
{
  return g_signal_add_emission_hook (g_signal_lookup ("event", GDK_TYPE_SURFACE), 0, event_hook, NULL, NULL);
}

void
lk_tour_keys_end (gulong hook_id)
{
  g_signal_remove_emission_hook (g_signal_lookup ("event", GDK_TYPE_SURFACE), hook_id);
}
