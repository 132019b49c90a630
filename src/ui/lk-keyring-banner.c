/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-keyring-banner.h"

#include "lk-banner.h"

#include <glib/gi18n-lib.h>

/**
 * LkKeyringBanner:
 *
 * Says what is amiss with the keyring above a form that needs it, with a button that may mend it. Nothing is seen of it
 * while all is well.
 */
struct _LkKeyringBanner
{
  AdwBin        parent_instance;

  LkKeyring    *keyring;     /* NULL: none was set */
  GCancellable *cancellable;
  gboolean      usable;
  gboolean      locked;

  LkBanner     *banner;      /* not owned: the child */
};

G_DEFINE_FINAL_TYPE (LkKeyringBanner, lk_keyring_banner, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_USABLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  lk_keyring_check_finish (LK_KEYRING (source), result, &error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    lk_keyring_banner_show_error (LK_KEYRING_BANNER (user_data), error);
}

static void
unlocked_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  lk_keyring_unlock_finish (LK_KEYRING (source), result, &error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    lk_keyring_banner_show_error (LK_KEYRING_BANNER (user_data), error);
}

static void
button_clicked_cb (LkKeyringBanner *self)
{
  if (self->locked)
    lk_keyring_unlock_async (self->keyring, self->cancellable, unlocked_cb, self);
  else
    lk_keyring_check_async (self->keyring, self->cancellable, checked_cb, self);
}

static void
lk_keyring_banner_dispose (GObject *object)
{
  LkKeyringBanner *self = LK_KEYRING_BANNER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->keyring);

  G_OBJECT_CLASS (lk_keyring_banner_parent_class)->dispose (object);
}

static void
lk_keyring_banner_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  LkKeyringBanner *self = LK_KEYRING_BANNER (object);

  switch (prop_id)
    {
    case PROP_USABLE:
      g_value_set_boolean (value, self->usable);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_keyring_banner_class_init (LkKeyringBannerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lk_keyring_banner_dispose;
  object_class->get_property = lk_keyring_banner_get_property;

  /**
   * LkKeyringBanner:usable:
   *
   * Whether the keyring takes a secret now, or would once it is unlocked. %FALSE until it was asked.
   */
  properties[PROP_USABLE] =
    g_param_spec_boolean ("usable", NULL, NULL,
                          FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_keyring_banner_init (LkKeyringBanner *self)
{
  GtkWidget *banner = lk_banner_new ("");

  self->cancellable = g_cancellable_new ();
  self->banner = LK_BANNER (banner);
  g_signal_connect_swapped (banner, "button-clicked", G_CALLBACK (button_clicked_cb), self);
  adw_bin_set_child (ADW_BIN (self), banner);
}

/**
 * lk_keyring_banner_set_keyring:
 * @self: a banner
 * @keyring: the keyring that the form needs
 *
 * Sets the keyring and asks it how it is, without a prompt.
 */
void
lk_keyring_banner_set_keyring (LkKeyringBanner *self,
                               LkKeyring       *keyring)
{
  g_return_if_fail (LK_IS_KEYRING_BANNER (self));
  g_return_if_fail (LK_IS_KEYRING (keyring));

  g_set_object (&self->keyring, keyring);
  lk_keyring_check_async (self->keyring, self->cancellable, checked_cb, self);
}

/**
 * lk_keyring_banner_show_error:
 * @self: a banner with a keyring
 * @error: (nullable): a #LkKeyringError, or %NULL for none
 *
 * Says what the keyring answered to somebody else.
 */
void
lk_keyring_banner_show_error (LkKeyringBanner *self,
                              const GError    *error)
{
  g_return_if_fail (LK_IS_KEYRING_BANNER (self));

  self->locked = g_error_matches (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_LOCKED);
  self->usable = error == NULL || self->locked;
  if (error != NULL)
    {
      lk_banner_set_title (self->banner, error->message);
      lk_banner_set_button_label (self->banner, self->locked ? _("Unlock") : _("Try Again"));
    }
  lk_banner_set_revealed (self->banner, error != NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_USABLE]);
}

/**
 * lk_keyring_banner_get_usable:
 * @self: a banner
 *
 * Returns: whether the keyring takes a secret now, or would once it is unlocked
 */
gboolean
lk_keyring_banner_get_usable (LkKeyringBanner *self)
{
  g_return_val_if_fail (LK_IS_KEYRING_BANNER (self), FALSE);

  return self->usable;
}

/**
 * lk_keyring_banner_get_locked:
 * @self: a banner
 *
 * Returns: whether the keyring was locked when it last answered
 */
gboolean
lk_keyring_banner_get_locked (LkKeyringBanner *self)
{
  g_return_val_if_fail (LK_IS_KEYRING_BANNER (self), FALSE);

  return self->locked;
}
