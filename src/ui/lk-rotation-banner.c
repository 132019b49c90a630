/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-rotation-banner.h"

#include "lk-banner.h"
#include "lk-listed-token.h"

/**
 * LkRotationBanner:
 *
 * Says above the details of a token that its rotation or its deletion is not finished, and leads on. Nothing is seen of it
 * otherwise.
 */
struct _LkRotationBanner
{
  AdwBin         parent_instance;

  LkListedToken *token;  /* NULL: none */
  char          *action; /* NULL: not set yet */
  char          *deletion_action; /* the same */

  LkBanner      *banner;
  LkBanner      *deletion_banner;
};

G_DEFINE_FINAL_TYPE (LkRotationBanner, lk_rotation_banner, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_TOKEN,
  PROP_ACTION,
  PROP_DELETION_ACTION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
update (LkRotationBanner *self)
{
  LkTokenRotation rotation = self->token != NULL ? lk_listed_token_get_rotation (self->token) : LK_TOKEN_SETTLED;

  lk_banner_set_revealed (self->banner, rotation != LK_TOKEN_SETTLED && rotation != LK_TOKEN_DOOMED);
  lk_banner_set_revealed (self->deletion_banner, rotation == LK_TOKEN_DOOMED);
}

static void
activate (LkRotationBanner *self,
          const char       *action)
{
  const char *id = self->token != NULL ? LK_LISTED_TOKEN_GET_IFACE (self->token)->get_id (self->token) : NULL;

  if (id != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), action, "s", id);
}

static void
clicked_cb (LkRotationBanner *self)
{
  activate (self, self->action);
}

static void
deletion_clicked_cb (LkRotationBanner *self)
{
  activate (self, self->deletion_action);
}

static void
set_token (LkRotationBanner *self,
           LkListedToken    *token)
{
  if (self->token == token)
    return;

  if (self->token != NULL)
    g_signal_handlers_disconnect_by_func (self->token, update, self);
  g_set_object (&self->token, token);
  if (token != NULL)
    g_signal_connect_object (token, "rotation-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOKEN]);
}

static void
lk_rotation_banner_dispose (GObject *object)
{
  g_clear_object (&LK_ROTATION_BANNER (object)->token);

  G_OBJECT_CLASS (lk_rotation_banner_parent_class)->dispose (object);
}

static void
lk_rotation_banner_finalize (GObject *object)
{
  g_free (LK_ROTATION_BANNER (object)->action);
  g_free (LK_ROTATION_BANNER (object)->deletion_action);

  G_OBJECT_CLASS (lk_rotation_banner_parent_class)->finalize (object);
}

static void
lk_rotation_banner_get_property (GObject    *object,
                                 guint       property_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  LkRotationBanner *self = LK_ROTATION_BANNER (object);

  switch (property_id)
    {
    case PROP_TOKEN:
      g_value_set_object (value, self->token);
      break;

    case PROP_ACTION:
      g_value_set_string (value, self->action);
      break;

    case PROP_DELETION_ACTION:
      g_value_set_string (value, self->deletion_action);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_rotation_banner_set_property (GObject      *object,
                                 guint         property_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  LkRotationBanner *self = LK_ROTATION_BANNER (object);

  switch (property_id)
    {
    case PROP_TOKEN:
      set_token (self, g_value_get_object (value));
      break;

    case PROP_ACTION:
      g_free (self->action);
      self->action = g_value_dup_string (value);
      break;

    case PROP_DELETION_ACTION:
      g_free (self->deletion_action);
      self->deletion_action = g_value_dup_string (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_rotation_banner_class_init (LkRotationBannerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_rotation_banner_dispose;
  object_class->finalize = lk_rotation_banner_finalize;
  object_class->get_property = lk_rotation_banner_get_property;
  object_class->set_property = lk_rotation_banner_set_property;

  /**
   * LkRotationBanner:token: (nullable)
   *
   * The token whose details are below.
   */
  properties[PROP_TOKEN] =
    g_param_spec_object ("token", NULL, NULL,
                         LK_TYPE_LISTED_TOKEN,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * LkRotationBanner:action:
   *
   * The action that goes on with the rotation of a token, with its id as target.
   */
  properties[PROP_ACTION] =
    g_param_spec_string ("action", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);

  /**
   * LkRotationBanner:deletion-action:
   *
   * The action that asks what shall become of the deletion of a token, with its id as target.
   */
  properties[PROP_DELETION_ACTION] =
    g_param_spec_string ("deletion-action", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (LK_TYPE_BANNER);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-rotation-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, LkRotationBanner, banner);
  gtk_widget_class_bind_template_child (widget_class, LkRotationBanner, deletion_banner);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, deletion_clicked_cb);
}

static void
lk_rotation_banner_init (LkRotationBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
