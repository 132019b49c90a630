/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-clipboard.h"

#include "lk-import-source.h"

#include <glib/gi18n-lib.h>
#include <time.h>

/* Clipboard histories look for this type and leave the entry out. GTK offers a name without a slash but cannot serve it
 * (measured with GTK 4.8.3), so those that read its value, "secret", keep their copy. */
#define HINT_TYPE "x-kde-passwordManagerHint"

#define LK_TYPE_SECRET_PROVIDER (lk_secret_provider_get_type ())

G_DECLARE_FINAL_TYPE (LkSecretProvider, lk_secret_provider, LK, SECRET_PROVIDER, GdkContentProvider)

/**
 * LkSecretProvider:
 *
 * A secret on the clipboard. It stays in the memory of its #SecretValue until somebody pastes it, and after its time it
 * answers with an error, which needs no focus; changing the clipboard does need it on GNOME.
 */
struct _LkSecretProvider
{
  GdkContentProvider  parent_instance;

  SecretValue        *value;     /* NULL: its time is over */
  GdkClipboard       *clipboard; /* not owned: the display's, which outlives what is on it */
  guint               timeout_id;
  gint64              deadline;  /* seconds of get_boot_time(); 0: none */
};

G_DEFINE_FINAL_TYPE (LkSecretProvider, lk_secret_provider, GDK_TYPE_CONTENT_PROVIDER)

/* Never NULL instead of the empty text: that would make mutter bring its own copy back. */
static void
overwrite (GdkClipboard       *clipboard,
           GdkContentProvider *provider)
{
  if (gdk_clipboard_is_local (clipboard) && gdk_clipboard_get_content (clipboard) == provider)
    gdk_clipboard_set_text (clipboard, "");
}

/* Goes on while the computer sleeps, as the timeout does not. */
static gint64
get_boot_time (void)
{
  struct timespec now;

  return clock_gettime (CLOCK_BOOTTIME, &now) == 0 ? (gint64) now.tv_sec : 0;
}

static gboolean
has_focus (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (gtk_window_is_active (window))
        return TRUE;
    }

  return FALSE;
}

static void
forget (LkSecretProvider *self)
{
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_clear_pointer (&self->value, secret_value_unref);
}

static gboolean
timeout_cb (gpointer user_data)
{
  g_autoptr (LkSecretProvider) self = g_object_ref (LK_SECRET_PROVIDER (user_data));

  self->timeout_id = 0;
  forget (self);
  /* Without the focus mutter would take the change for the end of the owner, and go on with its own copy: then it is
   * left as it is, answers nobody, and lk_clipboard_sweep() finds it. */
  if (has_focus ())
    overwrite (self->clipboard, GDK_CONTENT_PROVIDER (self));

  return G_SOURCE_REMOVE;
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autoptr (GError) error = NULL;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
lk_secret_provider_write_mime_type_async (GdkContentProvider  *provider,
                                          const char          *mime_type,
                                          GOutputStream       *stream,
                                          int                  io_priority,
                                          GCancellable        *cancellable,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data)
{
  LkSecretProvider *self = LK_SECRET_PROVIDER (provider);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  const char *data;
  gsize length;

  g_task_set_source_tag (task, lk_secret_provider_write_mime_type_async);
  g_task_set_priority (task, io_priority);

  if (self->deadline > 0 && get_boot_time () >= self->deadline)
    forget (self);
  if (self->value == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("The secret is no longer on the clipboard"));
      return;
    }

  /* The task keeps the value, and so the buffer, until the last byte is out. */
  data = secret_value_get (self->value, &length);
  g_task_set_task_data (task, secret_value_ref (self->value), (GDestroyNotify) secret_value_unref);
  g_output_stream_write_all_async (stream, data, length, io_priority, cancellable, written_cb, g_steal_pointer (&task));
}

static gboolean
lk_secret_provider_write_mime_type_finish (GdkContentProvider  *provider,
                                           GAsyncResult        *result,
                                           GError             **error)
{
  g_return_val_if_fail (g_task_is_valid (result, provider), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static GdkContentFormats *
lk_secret_provider_ref_formats (GdkContentProvider *provider)
{
  const char *mime_types[] = { "text/plain;charset=utf-8", "text/plain", HINT_TYPE };

  return gdk_content_formats_new (mime_types, G_N_ELEMENTS (mime_types));
}

static void
lk_secret_provider_detach_clipboard (GdkContentProvider *provider,
                                     GdkClipboard       *clipboard)
{
  forget (LK_SECRET_PROVIDER (provider));
}

static void
lk_secret_provider_dispose (GObject *object)
{
  forget (LK_SECRET_PROVIDER (object));

  G_OBJECT_CLASS (lk_secret_provider_parent_class)->dispose (object);
}

static void
lk_secret_provider_class_init (LkSecretProviderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GdkContentProviderClass *provider_class = GDK_CONTENT_PROVIDER_CLASS (klass);

  object_class->dispose = lk_secret_provider_dispose;

  provider_class->ref_formats = lk_secret_provider_ref_formats;
  provider_class->write_mime_type_async = lk_secret_provider_write_mime_type_async;
  provider_class->write_mime_type_finish = lk_secret_provider_write_mime_type_finish;
  provider_class->detach_clipboard = lk_secret_provider_detach_clipboard;
}

static void
lk_secret_provider_init (LkSecretProvider *self)
{
}

/**
 * lk_clipboard_copy_secret:
 * @widget: a widget on the display whose clipboard is meant
 * @value: the secret; its memory is shared, not copied
 * @clear_seconds: after how many seconds it is taken away again, or 0 for never
 *
 * Puts a secret on the clipboard, never on the primary selection.
 */
void
lk_clipboard_copy_secret (GtkWidget   *widget,
                          SecretValue *value,
                          guint        clear_seconds)
{
  GdkClipboard *clipboard;
  g_autoptr (LkSecretProvider) provider = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (value != NULL);

  clipboard = gtk_widget_get_clipboard (widget);
  provider = g_object_new (LK_TYPE_SECRET_PROVIDER, NULL);
  provider->value = secret_value_ref (value);
  provider->clipboard = clipboard;
  if (clear_seconds > 0)
    {
      provider->timeout_id = g_timeout_add_seconds (clear_seconds, timeout_cb, provider);
      provider->deadline = get_boot_time () + clear_seconds;
    }

  gdk_clipboard_set_content (clipboard, GDK_CONTENT_PROVIDER (provider));
}

/**
 * lk_clipboard_copy_text:
 * @widget: a widget on the display whose clipboard is meant
 * @text: a text that is no secret
 *
 * Puts a text on the clipboard.
 */
void
lk_clipboard_copy_text (GtkWidget  *widget,
                        const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (text != NULL);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

/**
 * lk_clipboard_clear_secret:
 * @display: a display
 *
 * Takes a secret that this program put on the clipboard away at once, for the end of the program. Does nothing when
 * something else is on it.
 */
void
lk_clipboard_clear_secret (GdkDisplay *display)
{
  GdkClipboard *clipboard;
  GdkContentProvider *content;

  g_return_if_fail (GDK_IS_DISPLAY (display));

  clipboard = gdk_display_get_clipboard (display);
  content = gdk_clipboard_get_content (clipboard);
  if (LK_IS_SECRET_PROVIDER (content))
    overwrite (clipboard, content);
}

/**
 * lk_clipboard_sweep:
 * @display: a display
 *
 * Takes away a secret whose time was over while no window of this program had the focus. To be called when one gets it.
 */
void
lk_clipboard_sweep (GdkDisplay *display)
{
  GdkClipboard *clipboard;
  GdkContentProvider *content;
  LkSecretProvider *secret;

  g_return_if_fail (GDK_IS_DISPLAY (display));

  clipboard = gdk_display_get_clipboard (display);
  content = gdk_clipboard_get_content (clipboard);
  if (!LK_IS_SECRET_PROVIDER (content))
    return;

  secret = LK_SECRET_PROVIDER (content);
  if (secret->value == NULL || (secret->deadline > 0 && get_boot_time () >= secret->deadline))
    overwrite (clipboard, content);
}

static void
stream_read_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  GBytes *content = lk_import_source_read_finish (G_INPUT_STREAM (source), result, &error);

  if (content != NULL)
    g_task_return_pointer (task, content, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  g_autoptr (GInputStream) stream = gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, NULL, &error);

  if (stream != NULL)
    lk_import_source_read_async (stream, cancellable, stream_read_cb, g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

/**
 * lk_clipboard_read_async:
 * @clipboard: a clipboard
 * @cancellable: (nullable): cancels it
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Reads the text of the clipboard; of one that is too large to be imported no more than tells that.
 */
void
lk_clipboard_read_async (GdkClipboard        *clipboard,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  const char *types[] = { "text/plain;charset=utf-8", "text/plain", NULL };
  GTask *task;

  g_return_if_fail (GDK_IS_CLIPBOARD (clipboard));

  task = g_task_new (clipboard, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_clipboard_read_async);
  gdk_clipboard_read_async (clipboard, types, G_PRIORITY_DEFAULT, cancellable, opened_cb, task);
}

/**
 * lk_clipboard_read_finish:
 * @clipboard: the clipboard
 * @result: what the callback was given
 * @error: return location for why there is no text
 *
 * Returns: (transfer full): the text, or %NULL with @error set
 */
GBytes *
lk_clipboard_read_finish (GdkClipboard  *clipboard,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, clipboard), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_clipboard_read_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
