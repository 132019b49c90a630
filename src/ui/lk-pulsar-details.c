/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-pulsar-details.h"

#include "lk-field-row.h"
#include "lk-format.h"
#include "lk-jwt.h"
#include "lk-pulsar-actions.h"
#include "lk-pulsar-row.h"
#include "lk-rotation-banner.h"
#include "lk-secret-row.h"
#include "lk-test-row.h"
#include "lk-text.h"
#include "lk-token-actions.h"
#include "lk-uses-group.h"

#include <glib/gi18n-lib.h>

/**
 * LkPulsarDetails:
 *
 * All that is known of one Pulsar token. What the token itself says is read only on request, since that fetches it; no
 * widget of it ever holds the secret. Its buttons use the actions of the page around it.
 */
struct _LkPulsarDetails
{
  AdwBin          parent_instance;

  LkStreaming    *streaming;   /* NULL: nothing is shown */
  LkPulsarToken  *token;       /* NULL: nothing is shown */
  LkJwt          *jwt;         /* NULL: the token was not read */
  GCancellable   *cancellable; /* of reading; NULL: nothing is read */

  GtkMenuButton  *more_button;
  LkUsesGroup    *uses_group;
};

G_DEFINE_FINAL_TYPE (LkPulsarDetails, lk_pulsar_details, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_STREAMING,
  PROP_TOKEN,
  PROP_JWT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char *
show_text (LkPulsarDetails *self,
           const char      *text)
{
  return text != NULL ? lk_text_show (text) : g_strdup (_("Not known"));
}

static char *
describe_note (LkPulsarDetails *self,
               const char      *note)
{
  return g_strdup (note != NULL ? note : C_ ("note", "None"));
}

static char *
describe_script_name (LkPulsarDetails *self,
                      const char      *name)
{
  return g_strdup (name != NULL ? name : _("None: scripts find it by its token ID"));
}

static char *
describe_time (LkPulsarDetails *self,
               GDateTime       *when)
{
  return when != NULL ? lk_format_date_and_time (when) : g_strdup (_("Not known"));
}

static char *
describe_expiry (LkPulsarDetails *self,
                 GDateTime       *expiry,
                 gboolean         known)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  if (expiry == NULL && !known)
    return g_strdup (_("Expiry unknown: it is in the token, which was not read yet"));

  return expiry == NULL ? g_strdup (_("Never expires")) : lk_format_exact_expiry (expiry, now);
}

static char *
describe_command (LkPulsarDetails *self,
                  gboolean         stored,
                  const char      *script_name,
                  LkPulsarToken   *token)
{
  char *command = token != NULL ? lk_pulsar_actions_create_command (self->streaming, token) : NULL;

  return command != NULL ? command : g_strdup ("");
}

static gboolean
has_command (LkPulsarDetails *self,
             gboolean         stored,
             const char      *script_name)
{
  return stored && script_name != NULL;
}

static char *
describe_storage (LkPulsarDetails *self,
                  gboolean         stored)
{
  return g_strdup (stored ? _("In the keyring") : _("Not in the keyring: it is fetched from Astra whenever it is used"));
}

static gboolean
is_not (LkPulsarDetails *self,
        gboolean         value)
{
  return !value;
}

static gboolean
was_read (LkPulsarDetails *self,
          LkJwt           *jwt)
{
  return jwt != NULL;
}

static gboolean
was_not_read (LkPulsarDetails *self,
              LkJwt           *jwt)
{
  return jwt == NULL;
}

static char *
describe_end (LkPulsarDetails *self,
              LkJwt           *jwt)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  switch (jwt != NULL ? lk_jwt_get_expires (jwt) : LK_JWT_EXPIRY_UNKNOWN)
    {
    case LK_JWT_EXPIRY_NEVER:
      return g_strdup (_("Never expires"));

    case LK_JWT_EXPIRY_AT:
      return lk_format_exact_expiry (lk_jwt_get_expiry (jwt), now);

    case LK_JWT_EXPIRY_FAR:
      return g_strdup (_("After the year 9999"));

    case LK_JWT_EXPIRY_UNKNOWN:
    default:
      return g_strdup (_("Not known"));
    }
}

static gboolean
has_flaw (LkPulsarDetails *self,
          LkJwt           *jwt)
{
  return jwt != NULL && lk_jwt_get_flaw (jwt) != LK_JWT_FLAW_NONE;
}

static char *
describe_flaw (LkPulsarDetails *self,
               LkJwt           *jwt)
{
  return g_strdup (jwt != NULL ? lk_jwt_get_message (jwt) : "");
}

static GVariant *
get_target (LkPulsarDetails *self,
            const char      *id)
{
  return g_variant_ref_sink (g_variant_new_string (id != NULL ? id : ""));
}

static void
create_popup_cb (GtkMenuButton *button,
                 gpointer       user_data)
{
  LkPulsarDetails *self = user_data;
  g_autoptr (GMenuModel) menu = NULL;

  if (self->token == NULL)
    return;

  menu = lk_pulsar_row_create_menu (self->token);
  gtk_menu_button_set_menu_model (button, menu);
}

static void
set_jwt (LkPulsarDetails *self,
         LkJwt           *jwt)
{
  if (g_set_object (&self->jwt, jwt))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_JWT]);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  LkPulsarDetails *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) value = lk_streaming_look_up_finish (LK_STREAMING (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "details.read", TRUE);
  if (value != NULL)
    {
      gsize length;
      const char *text = secret_value_get (value, &length);
      g_autoptr (LkJwt) jwt = lk_jwt_new (text, length);

      set_jwt (self, jwt);
    }
  else
    lk_token_actions_show_failure (GTK_WIDGET (self), _("The Token Could Not Be Read"), error);
}

static void
read_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  LkPulsarDetails *self = LK_PULSAR_DETAILS (widget);

  if (self->token == NULL || self->cancellable != NULL)
    return;

  self->cancellable = g_cancellable_new ();
  gtk_widget_action_set_enabled (widget, "details.read", FALSE);
  lk_streaming_look_up_async (self->streaming, self->token, self->cancellable, read_cb, self);
}

static void
stop_reading (LkPulsarDetails *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
lk_pulsar_details_dispose (GObject *object)
{
  LkPulsarDetails *self = LK_PULSAR_DETAILS (object);

  stop_reading (self);
  g_clear_object (&self->streaming);
  g_clear_object (&self->token);
  g_clear_object (&self->jwt);

  G_OBJECT_CLASS (lk_pulsar_details_parent_class)->dispose (object);
}

static void
lk_pulsar_details_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  LkPulsarDetails *self = LK_PULSAR_DETAILS (object);

  switch (prop_id)
    {
    case PROP_STREAMING:
      g_value_set_object (value, self->streaming);
      break;
    case PROP_TOKEN:
      g_value_set_object (value, self->token);
      break;
    case PROP_JWT:
      g_value_set_object (value, self->jwt);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_pulsar_details_class_init (LkPulsarDetailsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = lk_pulsar_details_dispose;
  object_class->get_property = lk_pulsar_details_get_property;

  /**
   * LkPulsarDetails:streaming: (nullable)
   *
   * Whose token it is.
   */
  properties[PROP_STREAMING] = g_param_spec_object ("streaming", NULL, NULL, LK_TYPE_STREAMING, flags);
  /**
   * LkPulsarDetails:token: (nullable)
   *
   * The token that is shown.
   */
  properties[PROP_TOKEN] = g_param_spec_object ("token", NULL, NULL, LK_TYPE_PULSAR_TOKEN, flags);
  /**
   * LkPulsarDetails:jwt: (nullable)
   *
   * What the token says of itself, once it was read. It is decoded, not verified: the key for that is not published.
   */
  properties[PROP_JWT] = g_param_spec_object ("jwt", NULL, NULL, LK_TYPE_JWT, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "details.read", NULL, read_action);

  g_type_ensure (LK_TYPE_FIELD_ROW);
  g_type_ensure (LK_TYPE_ROTATION_BANNER);
  g_type_ensure (LK_TYPE_SECRET_ROW);
  g_type_ensure (LK_TYPE_TEST_ROW);
  g_type_ensure (LK_TYPE_USES_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-pulsar-details.ui");
  gtk_widget_class_bind_template_child (widget_class, LkPulsarDetails, more_button);
  gtk_widget_class_bind_template_child (widget_class, LkPulsarDetails, uses_group);
  gtk_widget_class_bind_template_callback (widget_class, show_text);
  gtk_widget_class_bind_template_callback (widget_class, describe_note);
  gtk_widget_class_bind_template_callback (widget_class, describe_script_name);
  gtk_widget_class_bind_template_callback (widget_class, describe_time);
  gtk_widget_class_bind_template_callback (widget_class, describe_expiry);
  gtk_widget_class_bind_template_callback (widget_class, describe_command);
  gtk_widget_class_bind_template_callback (widget_class, has_command);
  gtk_widget_class_bind_template_callback (widget_class, describe_storage);
  gtk_widget_class_bind_template_callback (widget_class, is_not);
  gtk_widget_class_bind_template_callback (widget_class, was_read);
  gtk_widget_class_bind_template_callback (widget_class, was_not_read);
  gtk_widget_class_bind_template_callback (widget_class, describe_end);
  gtk_widget_class_bind_template_callback (widget_class, has_flaw);
  gtk_widget_class_bind_template_callback (widget_class, describe_flaw);
  gtk_widget_class_bind_template_callback (widget_class, get_target);
}

static void
lk_pulsar_details_init (LkPulsarDetails *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_menu_button_set_create_popup_func (self->more_button, create_popup_cb, self, NULL);
}

/**
 * lk_pulsar_details_get_token:
 * @self: the details
 *
 * Returns: (transfer none) (nullable): the token that is shown
 */
LkPulsarToken *
lk_pulsar_details_get_token (LkPulsarDetails *self)
{
  g_return_val_if_fail (LK_IS_PULSAR_DETAILS (self), NULL);

  return self->token;
}

/* An old one that has no id cannot be told from others. */
static void
update_uses (LkPulsarDetails *self)
{
  const char *id = self->token != NULL ? lk_pulsar_token_get_id (self->token) : NULL;
  LkUsedToken token = { NULL };

  gtk_widget_set_visible (GTK_WIDGET (self->uses_group), id != NULL);
  if (id == NULL)
    {
      lk_uses_group_set_token (self->uses_group, NULL, NULL);
      return;
    }

  token.account_id = lk_account_get_id (lk_streaming_get_account (self->streaming));
  token.cluster_name = lk_pulsar_token_get_cluster_name (self->token);
  token.tenant_name = lk_pulsar_token_get_tenant_name (self->token);
  token.token_id = id;
  lk_uses_group_set_token (self->uses_group, lk_office_get_state (lk_streaming_get_office (self->streaming)), &token);
}

/**
 * lk_pulsar_details_show:
 * @self: the details
 * @streaming: (nullable): the streaming half of an account
 * @token: (nullable): one of its tokens
 *
 * Shows a token, or nothing. One that is stored is read from the keyring at once; another one is fetched only on request.
 */
void
lk_pulsar_details_show (LkPulsarDetails *self,
                        LkStreaming     *streaming,
                        LkPulsarToken   *token)
{
  g_return_if_fail (LK_IS_PULSAR_DETAILS (self));
  g_return_if_fail (token == NULL || LK_IS_STREAMING (streaming));

  if (self->token == token)
    return;

  stop_reading (self);
  if (g_set_object (&self->streaming, streaming))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STREAMING]);
  g_set_object (&self->token, token);
  set_jwt (self, NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "details.read",
                                 token != NULL && lk_pulsar_token_get_id (token) != NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOKEN]);
  update_uses (self);
  if (token != NULL && lk_pulsar_token_get_stored (token))
    gtk_widget_activate_action (GTK_WIDGET (self), "details.read", NULL);
}
