/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-guard.h"

#include "lk-bulk-delete-dialog.h"
#include "lk-confirm.h"
#include "lk-new-pulsar-dialog.h"
#include "lk-new-token-dialog.h"
#include "lk-rotate-dialog.h"
#include "lk-token-created-dialog.h"
#include "lk-unfinished-dialog.h"

#include <glib/gi18n-lib.h>

/**
 * LkGuard:
 *
 * Knows of the application's dialogs which of them must not be cut off, and has the session wait for them: no log-out and
 * no sleep between the request for a token and the moment at which its secret is safe.
 */
struct _LkGuard
{
  GObject         parent_instance;

  GtkApplication *application; /* not owned: it outlives its windows */
  guint           cookie;      /* 0: the session need not wait, or cannot be asked to */
  gboolean        explaining;
};

G_DEFINE_FINAL_TYPE (LkGuard, lk_guard, G_TYPE_OBJECT)

static gboolean
is_set (GtkWindow  *window,
        const char *property)
{
  gboolean set;

  g_object_get (window, property, &set, NULL);

  return set;
}

static gboolean
has_busy (GtkWindow *window)
{
  return LK_IS_NEW_TOKEN_DIALOG (window) || LK_IS_NEW_PULSAR_DIALOG (window) || LK_IS_ROTATE_DIALOG (window)
         || LK_IS_UNFINISHED_DIALOG (window) || LK_IS_BULK_DELETE_DIALOG (window);
}

static LkGuardWork
get_work_of (GtkWindow *window)
{
  if (LK_IS_TOKEN_CREATED_DIALOG (window) && !lk_token_created_dialog_get_stored (LK_TOKEN_CREATED_DIALOG (window)))
    return LK_GUARD_WORK_UNSTORED;
  if (!has_busy (window) || !is_set (window, "busy"))
    return LK_GUARD_WORK_NONE;
  if (LK_IS_UNFINISHED_DIALOG (window) || LK_IS_BULK_DELETE_DIALOG (window))
    return LK_GUARD_WORK_DELETING;
  if (LK_IS_ROTATE_DIALOG (window) && is_set (window, "begun"))
    return LK_GUARD_WORK_ROTATING;

  return LK_GUARD_WORK_CREATING;
}

/* GNOME Shell has one line for it where somebody logs out, and cuts it off after about 40 letters. */
static const char *
get_reason (LkGuardWork work)
{
  if (work == LK_GUARD_WORK_UNSTORED)
    return _("A new token’s secret is not stored yet");
  if (work == LK_GUARD_WORK_DELETING)
    return _("A token is being deleted");
  if (work == LK_GUARD_WORK_ROTATING)
    return _("A token is being rotated");

  return _("A token is being created");
}

/* Asked before a request is sent and after its outcome is known, never in between: the call waits for the session. */
static void
update (LkGuard *self)
{
  GtkWindow *window = NULL;
  LkGuardWork work = lk_guard_get_work (self, &window);

  if (work != LK_GUARD_WORK_NONE && self->cookie == 0)
    {
      self->cookie = gtk_application_inhibit (self->application, window,
                                              GTK_APPLICATION_INHIBIT_LOGOUT | GTK_APPLICATION_INHIBIT_SUSPEND,
                                              get_reason (work));
    }
  else if (work == LK_GUARD_WORK_NONE && self->cookie != 0)
    {
      gtk_application_uninhibit (self->application, self->cookie);
      self->cookie = 0;
    }
}

static void
window_added_cb (LkGuard   *self,
                 GtkWindow *window)
{
  if (LK_IS_TOKEN_CREATED_DIALOG (window))
    g_signal_connect_object (window, "notify::stored", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  else if (has_busy (window))
    g_signal_connect_object (window, "notify::busy", G_CALLBACK (update), self, G_CONNECT_SWAPPED);

  update (self);
}

static void
explained_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (LkGuard) self = LK_GUARD (user_data);
  g_autofree char *response = lk_confirm_finish (GTK_WIDGET (source), result, NULL);

  g_debug ("The window stays open: %s", response != NULL ? response : "the work is done");
  self->explaining = FALSE;
}

static void
lk_guard_dispose (GObject *object)
{
  LkGuard *self = LK_GUARD (object);

  if (self->cookie != 0)
    gtk_application_uninhibit (self->application, self->cookie);
  self->cookie = 0;

  G_OBJECT_CLASS (lk_guard_parent_class)->dispose (object);
}

static void
lk_guard_class_init (LkGuardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lk_guard_dispose;
}

static void
lk_guard_init (LkGuard *self)
{
}

/**
 * lk_guard_new:
 * @application: the application, which outlives the guard
 *
 * Makes a guard of the dialogs of @application.
 *
 * Returns: (transfer full): the guard
 */
LkGuard *
lk_guard_new (GtkApplication *application)
{
  LkGuard *self;

  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);

  self = g_object_new (LK_TYPE_GUARD, NULL);
  self->application = application;
  g_signal_connect_object (application, "window-added", G_CALLBACK (window_added_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (application, "window-removed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * lk_guard_get_work:
 * @self: a guard
 * @window: (out) (optional) (transfer none) (nullable): the dialog that does it
 *
 * Tells what must not be cut off now.
 *
 * Returns: the work, or %LK_GUARD_WORK_NONE
 */
LkGuardWork
lk_guard_get_work (LkGuard    *self,
                   GtkWindow **window)
{
  g_return_val_if_fail (LK_IS_GUARD (self), LK_GUARD_WORK_NONE);

  if (window != NULL)
    *window = NULL;
  for (GList *l = gtk_application_get_windows (self->application); l != NULL; l = l->next)
    {
      LkGuardWork work = get_work_of (l->data);

      if (work == LK_GUARD_WORK_NONE)
        continue;
      if (window != NULL)
        *window = l->data;
      return work;
    }

  return LK_GUARD_WORK_NONE;
}

/**
 * lk_guard_explain:
 * @self: a guard
 * @window: the window that does the work
 * @work: what it does
 *
 * Tells why nothing can be closed now. What is told goes away by itself with @window.
 */
void
lk_guard_explain (LkGuard     *self,
                  GtkWindow   *window,
                  LkGuardWork  work)
{
  const LkConfirmResponse responses[] = {
    { "keep", _("_Keep Working"), LK_CONFIRM_DEFAULT },
  };
  const char *heading = _("A Token Is Being Created");
  const char *body = _("Astra shows the secret only once. Latchkey stays open until it is safe.");

  g_return_if_fail (LK_IS_GUARD (self));

  gtk_window_present (window);
  if (self->explaining)
    return;

  if (work == LK_GUARD_WORK_DELETING)
    {
      heading = _("A Token Is Being Deleted");
      body = _("Latchkey stays open until Astra has answered and the list shows what became of it");
    }
  else if (work == LK_GUARD_WORK_ROTATING)
    {
      heading = _("A Token Is Being Rotated");
      body = _("Latchkey stays open until this step is done");
    }

  self->explaining = TRUE;
  lk_confirm_async (GTK_WIDGET (window), heading, body, responses, G_N_ELEMENTS (responses), "keep", "keep", NULL, explained_cb,
                    g_object_ref (self));
}
