/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-secret-row.h"

#include "lk-confirm.h"
#include "lk-keyring-actions.h"
#include "lk-listed-token.h"
#include "lk-settings.h"

#include <glib/gi18n-lib.h>

#define DEFAULT_SECONDS 15
#define PULSAR_FIELD "pulsar-token"

/* What a row says about its field. */
typedef struct
{
  const char *field;
  const char *copy_action;
  const char *title;
  const char *hidden;
  const char *show;
  const char *hide;
  const char *copy;
} Words;

static const Words all_words[] = {
  { LK_SECRET_FIELD_TOKEN, "tokens.copy-token", N_("Token"), N_("Token, hidden"), N_("Show Token"), N_("Hide Token"),
    N_("Copy Token") },
  { LK_SECRET_FIELD_CLIENT_SECRET, "tokens.copy-client-secret", N_("Client Secret"), N_("Client Secret, hidden"),
    N_("Show Client Secret"), N_("Hide Client Secret"), N_("Copy Client Secret") },
  { PULSAR_FIELD, "pulsar.copy", N_("Token"), N_("Token, hidden"), N_("Show Token"), N_("Hide Token"), N_("Copy Token") },
};

/**
 * LkSecretRow:
 *
 * A secret of a token, which the row does not hold: it shows dots. Asked to, it reads the secret from the keyring, or
 * fetches a Pulsar token that is not there, and shows it for a short time, which also ends when the row is no longer seen,
 * the window is no longer the active one, or another token comes.
 *
 * The shown text cannot be selected, as every selection would be offered to all programs. It is in a label made for it,
 * which goes with it: GTK frees its text, its layout and what it told assistive tools of it, and freed memory is
 * overwritten by the C library (lk_process_harden()). What is not wiped: the pixels, until the window is drawn anew; what
 * a screen reader or a compositor took over meanwhile; and pages that the system moved to swap, since GTK's memory, unlike
 * that of a #SecretValue, is not locked.
 */
struct _LkSecretRow
{
  AdwPreferencesRow  parent_instance;

  LkInventory       *inventory;   /* of an application token; NULL: none */
  LkStreaming       *streaming;   /* of a Pulsar token; NULL: none */
  LkListedToken     *token;       /* NULL: none */
  const Words       *words;
  guint              seconds;
  GCancellable      *reading;     /* NULL: the keyring, or the user, is not asked just now */
  SecretValue       *value;       /* NULL: none, or it is shown; else it waits for the window to be the active one */
  guint              timeout_id;
  GtkWidget         *shown_label; /* NULL: the secret is hidden; not owned: its parent has it */

  GtkBox            *value_box;
  GtkWidget         *hidden_label;
  GtkWidget         *reveal_button;
  GtkWidget         *copy_button;
};

G_DEFINE_FINAL_TYPE (LkSecretRow, lk_secret_row, ADW_TYPE_PREFERENCES_ROW)

enum
{
  PROP_0,
  PROP_INVENTORY,
  PROP_STREAMING,
  PROP_TOKEN,
  PROP_FIELD,
  PROP_REVEALED,
  PROP_SECONDS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char *
get_reveal_name (LkSecretRow *self,
                 gboolean     revealed)
{
  return g_strdup (self->words == NULL ? "" : revealed ? _ (self->words->hide) : _ (self->words->show));
}

static char *
get_reveal_icon (LkSecretRow *self,
                 gboolean     revealed)
{
  return g_strdup (revealed ? "view-conceal-symbolic" : "view-reveal-symbolic");
}

static GVariant *
get_target (LkSecretRow   *self,
            LkListedToken *token)
{
  const char *id = token != NULL ? LK_LISTED_TOKEN_GET_IFACE (token)->get_id (token) : NULL;

  return g_variant_ref_sink (g_variant_new_string (id != NULL ? id : ""));
}

static gboolean
is_not (LkSecretRow *self,
        gboolean     value)
{
  return !value;
}

static void
revealed_changed (LkSecretRow *self)
{
  g_autofree char *name = get_reveal_name (self, self->shown_label != NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->reveal_button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REVEALED]);
}

static void
title_changed (LkSecretRow *self)
{
  const char *copy = _ (self->words->copy);
  const char *title = self->token != NULL ? LK_LISTED_TOKEN_GET_IFACE (self->token)->get_title (self->token) : NULL;
  g_autofree char *name = NULL;

  if (title != NULL && g_str_equal (self->words->field, LK_SECRET_FIELD_CLIENT_SECRET))
    /* Translators: %s is a token's description */
    name = g_strdup_printf (_("Copy Client Secret of %s"), title);
  else if (title != NULL)
    /* Translators: %s is a token's description */
    name = g_strdup_printf (_("Copy Token of %s"), title);
  else
    name = g_strdup (copy);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->copy_button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static gboolean
timeout_cb (gpointer user_data)
{
  LkSecretRow *self = user_data;

  self->timeout_id = 0;
  lk_secret_row_hide (self);

  return G_SOURCE_REMOVE;
}

static void
show (LkSecretRow *self)
{
  GtkWidget *label = gtk_label_new (secret_value_get_text (self->value));
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  pango_attr_list_unref (attributes);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_CHAR);
  gtk_widget_add_css_class (label, "token");
  gtk_box_append (self->value_box, label);

  self->shown_label = label;
  g_clear_pointer (&self->value, secret_value_unref);
  revealed_changed (self);
}

static gboolean
is_window_active (LkSecretRow *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) && gtk_window_is_active (GTK_WINDOW (root));
}

/* A question or a prompt takes the focus too, so a secret that was not shown yet waits until it is back. */
static void
is_active_changed_cb (LkSecretRow *self)
{
  gboolean active = is_window_active (self);

  if (active && self->value != NULL)
    show (self);
  else if (!active && self->shown_label != NULL)
    lk_secret_row_hide (self);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  LkSecretRow *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) value = NULL;

  if (LK_IS_STREAMING (source))
    value = lk_streaming_look_up_finish (LK_STREAMING (source), result, &error);
  else
    value = lk_inventory_unlock_and_look_up_finish (LK_INVENTORY (source), result, &error);

  /* Cancelled: the row may be gone, or another token be shown. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->reading);
  if (value != NULL)
    {
      self->value = g_steal_pointer (&value);
      self->timeout_id = g_timeout_add_seconds (self->seconds, timeout_cb, self);
      is_active_changed_cb (self);
    }
  else if (error != NULL)
    {
      lk_keyring_actions_show_error (GTK_WIDGET (self), _("The Secret Could Not Be Read"), error);
    }
  else
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", _("The secret is not stored here"));
    }
}

static void
read_secret (LkSecretRow *self)
{
  if (self->streaming != NULL)
    lk_streaming_look_up_async (self->streaming, LK_PULSAR_TOKEN (self->token), self->reading, read_cb, self);
  else
    lk_inventory_unlock_and_look_up_async (self->inventory, LK_APP_TOKEN (self->token), self->words->field, self->reading,
                                           read_cb, self);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  LkSecretRow *self = LK_SECRET_ROW (source);
  g_autoptr (GError) error = NULL;
  g_autofree char *response = lk_confirm_finish (GTK_WIDGET (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->reading == NULL)
    return;

  if (g_strcmp0 (response, "show") == 0)
    read_secret (self);
  else
    g_clear_object (&self->reading);
}

static void
ask (LkSecretRow *self)
{
  const LkConfirmResponse responses[] = {
    { "cancel", _("_Cancel"), LK_CONFIRM_DEFAULT },
    { "show", _("_Show"), LK_CONFIRM_SUGGESTED },
  };
  g_autofree char *body = NULL;

  body = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       /* Translators: %u is how many seconds */
                                       "Whoever sees the screen can use it. It is hidden again after %u second.",
                                       "Whoever sees the screen can use it. It is hidden again after %u seconds.",
                                       self->seconds),
                          self->seconds);
  lk_confirm_async (GTK_WIDGET (self), _("Show the Secret on Screen?"), body, responses, G_N_ELEMENTS (responses), "show",
                    "cancel", self->reading, answered_cb, NULL);
}

static void
toggle_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  lk_secret_row_toggle (LK_SECRET_ROW (widget));
}

static void
lk_secret_row_root (GtkWidget *widget)
{
  LkSecretRow *self = LK_SECRET_ROW (widget);

  GTK_WIDGET_CLASS (lk_secret_row_parent_class)->root (widget);

  if (GTK_IS_WINDOW (gtk_widget_get_root (widget)))
    g_signal_connect_swapped (gtk_widget_get_root (widget), "notify::is-active", G_CALLBACK (is_active_changed_cb), self);
}

static void
lk_secret_row_unroot (GtkWidget *widget)
{
  g_signal_handlers_disconnect_by_func (gtk_widget_get_root (widget), is_active_changed_cb, widget);

  GTK_WIDGET_CLASS (lk_secret_row_parent_class)->unroot (widget);
}

static void
lk_secret_row_unmap (GtkWidget *widget)
{
  lk_secret_row_hide (LK_SECRET_ROW (widget));

  GTK_WIDGET_CLASS (lk_secret_row_parent_class)->unmap (widget);
}

static void
lk_secret_row_dispose (GObject *object)
{
  LkSecretRow *self = LK_SECRET_ROW (object);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_clear_pointer (&self->value, secret_value_unref);
  g_clear_object (&self->inventory);
  g_clear_object (&self->streaming);
  g_clear_object (&self->token);

  G_OBJECT_CLASS (lk_secret_row_parent_class)->dispose (object);
}

static void
lk_secret_row_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  LkSecretRow *self = LK_SECRET_ROW (object);

  switch (prop_id)
    {
    case PROP_INVENTORY:
      g_value_set_object (value, self->inventory);
      break;
    case PROP_STREAMING:
      g_value_set_object (value, self->streaming);
      break;
    case PROP_TOKEN:
      g_value_set_object (value, self->token);
      break;
    case PROP_FIELD:
      g_value_set_static_string (value, self->words->field);
      break;
    case PROP_REVEALED:
      g_value_set_boolean (value, self->shown_label != NULL);
      break;
    case PROP_SECONDS:
      g_value_set_uint (value, self->seconds);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_secret_row_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  LkSecretRow *self = LK_SECRET_ROW (object);

  switch (prop_id)
    {
    case PROP_INVENTORY:
      lk_secret_row_hide (self);
      g_set_object (&self->inventory, g_value_get_object (value));
      break;
    case PROP_STREAMING:
      lk_secret_row_hide (self);
      g_set_object (&self->streaming, g_value_get_object (value));
      break;
    case PROP_TOKEN:
      if (self->token == g_value_get_object (value))
        return;
      lk_secret_row_hide (self);
      g_set_object (&self->token, g_value_get_object (value));
      title_changed (self);
      break;
    case PROP_FIELD:
      for (guint i = 0; i < G_N_ELEMENTS (all_words); i++)
        if (g_strcmp0 (all_words[i].field, g_value_get_string (value)) == 0)
          self->words = &all_words[i];
      return;
    case PROP_SECONDS:
      self->seconds = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }

  g_object_notify_by_pspec (object, pspec);
}

static void
lk_secret_row_constructed (GObject *object)
{
  LkSecretRow *self = LK_SECRET_ROW (object);

  G_OBJECT_CLASS (lk_secret_row_parent_class)->constructed (object);

  g_return_if_fail (self->words != NULL);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _ (self->words->title));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->hidden_label), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (self->words->hidden), -1);
  gtk_widget_set_tooltip_text (self->copy_button, _ (self->words->copy));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->copy_button), self->words->copy_action);
  title_changed (self);
  revealed_changed (self);
}

static void
lk_secret_row_class_init (LkSecretRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags both = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->constructed = lk_secret_row_constructed;
  object_class->dispose = lk_secret_row_dispose;
  object_class->get_property = lk_secret_row_get_property;
  object_class->set_property = lk_secret_row_set_property;
  widget_class->root = lk_secret_row_root;
  widget_class->unroot = lk_secret_row_unroot;
  widget_class->unmap = lk_secret_row_unmap;

  /**
   * LkSecretRow:inventory: (nullable)
   *
   * Whose application token it is.
   */
  properties[PROP_INVENTORY] = g_param_spec_object ("inventory", NULL, NULL, LK_TYPE_INVENTORY, both);
  /**
   * LkSecretRow:streaming: (nullable)
   *
   * Whose Pulsar token it is.
   */
  properties[PROP_STREAMING] = g_param_spec_object ("streaming", NULL, NULL, LK_TYPE_STREAMING, both);
  /**
   * LkSecretRow:token: (nullable)
   *
   * The token whose secret it is. Another one hides what is shown.
   */
  properties[PROP_TOKEN] = g_param_spec_object ("token", NULL, NULL, LK_TYPE_LISTED_TOKEN, both);
  /**
   * LkSecretRow:field:
   *
   * Which secret of the token: of an application token as in the keyring, "token" or "client-secret"; "pulsar-token".
   */
  properties[PROP_FIELD] =
    g_param_spec_string ("field", NULL, NULL, LK_SECRET_FIELD_TOKEN,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  /**
   * LkSecretRow:revealed:
   *
   * Whether the secret is shown.
   */
  properties[PROP_REVEALED] =
    g_param_spec_boolean ("revealed", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  /**
   * LkSecretRow:seconds:
   *
   * How long the secret is shown.
   */
  properties[PROP_SECONDS] = g_param_spec_uint ("seconds", NULL, NULL, 1, G_MAXINT, DEFAULT_SECONDS, both);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "secret.toggle", NULL, toggle_action);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-secret-row.ui");
  gtk_widget_class_bind_template_child (widget_class, LkSecretRow, value_box);
  gtk_widget_class_bind_template_child (widget_class, LkSecretRow, hidden_label);
  gtk_widget_class_bind_template_child (widget_class, LkSecretRow, reveal_button);
  gtk_widget_class_bind_template_child (widget_class, LkSecretRow, copy_button);
  gtk_widget_class_bind_template_callback (widget_class, get_reveal_name);
  gtk_widget_class_bind_template_callback (widget_class, get_reveal_icon);
  gtk_widget_class_bind_template_callback (widget_class, get_target);
  gtk_widget_class_bind_template_callback (widget_class, is_not);
}

static void
lk_secret_row_init (LkSecretRow *self)
{
  self->seconds = DEFAULT_SECONDS;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lk_secret_row_toggle:
 * @self: a row
 *
 * Shows the secret for a while, after a question where the settings want one, or hides it at once.
 */
void
lk_secret_row_toggle (LkSecretRow *self)
{
  g_return_if_fail (LK_IS_SECRET_ROW (self));

  if (self->shown_label != NULL)
    {
      lk_secret_row_hide (self);
      return;
    }
  if (self->token == NULL || (self->inventory == NULL && self->streaming == NULL) || self->reading != NULL || self->value != NULL)
    return;

  self->reading = g_cancellable_new ();
  if (lk_settings_get_boolean ("ask-before-revealing", FALSE))
    ask (self);
  else
    read_secret (self);
}

/**
 * lk_secret_row_hide:
 * @self: a row
 *
 * Hides the secret, or gives up reading it.
 */
void
lk_secret_row_hide (LkSecretRow *self)
{
  g_return_if_fail (LK_IS_SECRET_ROW (self));

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_clear_pointer (&self->value, secret_value_unref);
  if (self->shown_label == NULL)
    return;

  gtk_box_remove (self->value_box, self->shown_label);
  self->shown_label = NULL;
  revealed_changed (self);
}
