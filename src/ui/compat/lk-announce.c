/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-announce.h"

#if !GTK_CHECK_VERSION(4, 14, 0)

#define DESCRIPTION "lk-announce-description"

static void
give_back (GtkWidget *widget)
{
  const char *description = g_object_get_data (G_OBJECT (widget), DESCRIPTION);

  if (description == NULL)
    description = gtk_widget_get_tooltip_text (widget);
  if (description != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

static void
focus_moved_cb (GtkWidget *widget)
{
  if (gtk_widget_has_focus (widget))
    return;

  g_signal_handlers_disconnect_by_func (widget, focus_moved_cb, NULL);
  give_back (widget);
}

static void
describe_focus (GtkWidget  *widget,
                const char *text)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL)
    return;

  /* The same text once more would be no change. */
  give_back (focus);
  gtk_accessible_update_property (GTK_ACCESSIBLE (focus), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  g_signal_handlers_disconnect_by_func (focus, focus_moved_cb, NULL);
  g_signal_connect (focus, "notify::has-focus", G_CALLBACK (focus_moved_cb), NULL);
}

#endif

/**
 * lk_announce:
 * @widget: a widget in the window that it is about
 * @text: what happened; no secret
 *
 * Has @text read aloud without moving the focus. Before gtk_accessible_announce() (GTK 4.14) a screen reader is told of
 * little else than what has the focus: there @text describes that until the focus moves on, and a change of a description is
 * read aloud as it comes.
 */
void
lk_announce (GtkWidget  *widget,
             const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (text != NULL);

#if GTK_CHECK_VERSION(4, 14, 0)
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS /* newer than the floor */
  gtk_accessible_announce (GTK_ACCESSIBLE (widget), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  G_GNUC_END_IGNORE_DEPRECATIONS
#else
  describe_focus (widget, text);
#endif
}

/**
 * lk_announce_describe:
 * @widget: a widget that can have the focus
 * @description: what a screen reader says of it besides its name
 *
 * Describes @widget for good. It is how a widget has to be described that an announcement may come to.
 */
void
lk_announce_describe (GtkWidget  *widget,
                      const char *description)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (description != NULL);

#if !GTK_CHECK_VERSION(4, 14, 0)
  g_object_set_data_full (G_OBJECT (widget), DESCRIPTION, g_strdup (description), g_free);
#endif
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
}
