/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-undo.h"

#include "lk-announce.h"
#include "lk-toast.h"

#include <glib/gi18n-lib.h>

#define LAST_UNDO "lk-last-undo"

/* A change that can be taken back once: by its toast, or as the last one. */
typedef struct
{
  LkUndoFunc      undo; /* NULL: that was done */
  gpointer        user_data;
  GDestroyNotify  destroy;
  AdwToast       *toast; /* NULL: it went, or is going; weak */
} Undo;

static void
forget (Undo *self)
{
  if (self->undo != NULL && self->destroy != NULL)
    self->destroy (self->user_data);
  self->undo = NULL;
}

static void
undo_clear (gpointer data)
{
  Undo *self = data;

  forget (self);
  g_clear_weak_pointer (&self->toast);
}

static void
undo_unref (gpointer data)
{
  g_rc_box_release_full (data, undo_clear);
}

static void
closure_unref (gpointer  data,
               GClosure *closure)
{
  undo_unref (data);
}

static void
take_back (Undo      *undo,
           GtkWidget *toasts)
{
  Undo *self = g_rc_box_acquire (undo);

  if (self->undo != NULL)
    self->undo (toasts, self->user_data);
  forget (self);
  if (g_object_get_data (G_OBJECT (toasts), LAST_UNDO) == self)
    g_object_set_data (G_OBJECT (toasts), LAST_UNDO, NULL);
  undo_unref (self);
}

static void
clicked_cb (AdwToast *toast,
            gpointer  user_data)
{
  GtkWidget *toasts = g_object_get_data (G_OBJECT (toast), LAST_UNDO);

  take_back (user_data, toasts);
}

/* A toast that goes must not be sent away once more (libadwaita 1.2 would free it twice). */
static void
dismissed_cb (AdwToast *toast,
              gpointer  user_data)
{
  Undo *self = user_data;

  g_clear_weak_pointer (&self->toast);
}

/**
 * lk_undo_offer:
 * @widget: a widget in an #AdwToastOverlay
 * @text: what was changed; it is no markup
 * @undo: takes that back
 * @user_data: for @undo
 * @destroy: (nullable): frees @user_data, after @undo or when neither toast nor key can do it any more
 *
 * Says in a toast that something was changed, with a button that takes it back. The last change can be taken back by
 * lk_undo_last() too, also when its toast went.
 */
void
lk_undo_offer (GtkWidget      *widget,
               const char     *text,
               LkUndoFunc      undo,
               gpointer        user_data,
               GDestroyNotify  destroy)
{
  GtkWidget *toasts;
  AdwToast *toast;
  Undo *self;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (undo != NULL);

  self = g_rc_box_new0 (Undo);
  self->undo = undo;
  self->user_data = user_data;
  self->destroy = destroy;
  toasts = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  if (toasts == NULL)
    {
      undo_unref (self);
      return;
    }

  toast = lk_toast_new (text);
  adw_toast_set_button_label (toast, _("Undo"));
  g_set_weak_pointer (&self->toast, toast);
  /* The overlay outlives its toasts. */
  g_object_set_data (G_OBJECT (toast), LAST_UNDO, toasts);
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (clicked_cb), g_rc_box_acquire (self), closure_unref, 0);
  g_signal_connect_data (toast, "dismissed", G_CALLBACK (dismissed_cb), g_rc_box_acquire (self), closure_unref, 0);
  g_object_set_data_full (G_OBJECT (toasts), LAST_UNDO, self, undo_unref);
  lk_toast_show (ADW_TOAST_OVERLAY (toasts), toast);
}

/* It is not sent away: libadwaita 1.2 crashes over a toast that goes while it comes, or while it waits behind another. */
static void
tell_undone (AdwToast  *toast,
             GtkWidget *toasts)
{
  lk_announce (toasts, _("Undone"));
  gtk_label_set_text (GTK_LABEL (adw_toast_get_custom_title (toast)), _("Undone"));
  adw_toast_set_button_label (toast, NULL);
}

/**
 * lk_undo_last:
 * @toasts: an overlay
 *
 * Takes back what lk_undo_offer() told of last.
 *
 * Returns: whether there was something
 */
gboolean
lk_undo_last (AdwToastOverlay *toasts)
{
  Undo *undo;
  g_autoptr (AdwToast) toast = NULL;

  g_return_val_if_fail (ADW_IS_TOAST_OVERLAY (toasts), FALSE);

  undo = g_object_get_data (G_OBJECT (toasts), LAST_UNDO);
  if (undo == NULL)
    return FALSE;

  toast = undo->toast != NULL ? g_object_ref (undo->toast) : NULL;
  take_back (undo, GTK_WIDGET (toasts));
  if (toast != NULL)
    tell_undone (toast, GTK_WIDGET (toasts));

  return TRUE;
}
