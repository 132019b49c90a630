/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-wait-banner.h"

#include "lk-astra-error.h"
#include "lk-banner.h"

#include <glib/gi18n-lib.h>

#define DEFAULT_WAIT_S 30 /* where the service does not say */
#define LONGEST_WAIT_S 3600

/**
 * LkWaitBanner:
 *
 * Where the service asks to wait, counts the seconds down and then has the list read again, by the action `win.refresh`.
 * It stops while its window is not seen: nothing is done in the background.
 */
struct _LkWaitBanner
{
  AdwBin       parent_instance;

  LkInventory *inventory; /* NULL: no account is shown */
  gint64       due;       /* monotonic time, microseconds; 0: nothing is waited for */
  guint        tick_id;

  LkBanner    *banner;    /* not owned: the child */
};

G_DEFINE_FINAL_TYPE (LkWaitBanner, lk_wait_banner, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_INVENTORY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
try_now (LkWaitBanner *self)
{
  self->due = 0;
  g_clear_handle_id (&self->tick_id, g_source_remove);
  lk_banner_set_revealed (self->banner, FALSE);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.refresh", NULL);
}

static void
show_rest (LkWaitBanner *self,
           gint64        rest_us)
{
  guint seconds = (guint) ((rest_us + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);
  g_autofree char *title = NULL;

  /* Translators: %u is the number of seconds left */
  title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                        /* Translators: %u is how many seconds are left; it counts down */
                                        "Astra asks to wait — trying again in %u second",
                                        "Astra asks to wait — trying again in %u seconds",
                                        seconds),
                           seconds);
  lk_banner_set_title (self->banner, title);
  lk_banner_set_revealed (self->banner, TRUE);
}

static gboolean
tick_cb (gpointer user_data)
{
  LkWaitBanner *self = user_data;
  gint64 rest = self->due - g_get_monotonic_time ();

  if (rest > 0)
    {
      show_rest (self, rest);
      return G_SOURCE_CONTINUE;
    }

  self->tick_id = 0;
  try_now (self);

  return G_SOURCE_REMOVE;
}

static void
update (LkWaitBanner *self)
{
  const GError *error = self->inventory != NULL ? lk_inventory_get_error (self->inventory) : NULL;
  guint seconds;

  g_clear_handle_id (&self->tick_id, g_source_remove);
  self->due = 0;
  if (!g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_RATE_LIMITED))
    {
      lk_banner_set_revealed (self->banner, FALSE);
      return;
    }

  seconds = lk_astra_error_get_retry_after (error);
  if (seconds == 0)
    seconds = DEFAULT_WAIT_S;
  self->due = g_get_monotonic_time () + MIN (seconds, LONGEST_WAIT_S) * (gint64) G_USEC_PER_SEC;
  show_rest (self, self->due - g_get_monotonic_time ());
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->tick_id = g_timeout_add_seconds (1, tick_cb, self);
}

static void
lk_wait_banner_map (GtkWidget *widget)
{
  LkWaitBanner *self = LK_WAIT_BANNER (widget);

  GTK_WIDGET_CLASS (lk_wait_banner_parent_class)->map (widget);

  if (self->due > 0 && self->tick_id == 0)
    self->tick_id = g_timeout_add_seconds (1, tick_cb, self);
}

static void
lk_wait_banner_unmap (GtkWidget *widget)
{
  LkWaitBanner *self = LK_WAIT_BANNER (widget);

  g_clear_handle_id (&self->tick_id, g_source_remove);

  GTK_WIDGET_CLASS (lk_wait_banner_parent_class)->unmap (widget);
}

static void
lk_wait_banner_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  LkWaitBanner *self = LK_WAIT_BANNER (object);

  switch (prop_id)
    {
    case PROP_INVENTORY:
      g_value_set_object (value, self->inventory);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
set_inventory (LkWaitBanner *self,
               LkInventory  *inventory)
{
  if (self->inventory == inventory)
    return;

  if (self->inventory != NULL)
    g_signal_handlers_disconnect_by_func (self->inventory, update, self);
  g_set_object (&self->inventory, inventory);
  if (inventory != NULL)
    g_signal_connect_object (inventory, "notify::error", G_CALLBACK (update), self, G_CONNECT_SWAPPED);

  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INVENTORY]);
}

static void
lk_wait_banner_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  LkWaitBanner *self = LK_WAIT_BANNER (object);

  switch (prop_id)
    {
    case PROP_INVENTORY:
      set_inventory (self, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_wait_banner_dispose (GObject *object)
{
  LkWaitBanner *self = LK_WAIT_BANNER (object);

  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_object (&self->inventory);

  G_OBJECT_CLASS (lk_wait_banner_parent_class)->dispose (object);
}

static void
lk_wait_banner_class_init (LkWaitBannerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_wait_banner_dispose;
  object_class->get_property = lk_wait_banner_get_property;
  object_class->set_property = lk_wait_banner_set_property;
  widget_class->map = lk_wait_banner_map;
  widget_class->unmap = lk_wait_banner_unmap;

  /**
   * LkWaitBanner:inventory:
   *
   * The inventory of the account that is shown; %NULL: none is.
   */
  properties[PROP_INVENTORY] =
    g_param_spec_object ("inventory", NULL, NULL, LK_TYPE_INVENTORY,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_wait_banner_init (LkWaitBanner *self)
{
  self->banner = LK_BANNER (lk_banner_new (""));
  lk_banner_set_button_label (self->banner, _("Try Now"));
  g_signal_connect_swapped (self->banner, "button-clicked", G_CALLBACK (try_now), self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->banner));
}
