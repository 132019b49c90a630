/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-pulsar-row.h"

#include "lk-format.h"
#include "lk-large-text.h"
#include "lk-listed-token.h"
#include "lk-text.h"

#include <glib/gi18n-lib.h>

#define SHORT_ID_LENGTH 8

/**
 * LkPulsarRow:
 *
 * A Pulsar token in a list. Its buttons use the actions of the page around it (`pulsar.copy` and others), with the token's
 * id as target. It can be copied whether it is stored or not: Astra hands it out as often as it is asked to. Only an old
 * token without an id cannot be asked for.
 */
struct _LkPulsarRow
{
  AdwBin         parent_instance;

  LkPulsarToken *token; /* NULL: not bound */
  gboolean       narrow;

  GtkWidget     *copy_button;
  GtkWidget     *delete_button;
  GtkMenuButton *more_button;
};

G_DEFINE_FINAL_TYPE (LkPulsarRow, lk_pulsar_row, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_TOKEN,
  PROP_NARROW,
  PROP_ROTATION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char *
icon_for_stored (LkPulsarRow *self,
                 gboolean     stored)
{
  return g_strdup (stored ? "dialog-password-symbolic" : NULL);
}

static GStrv
classes_for_title (LkPulsarRow *self,
                   gboolean     untitled)
{
  const char *const classes[] = { untitled ? "dim-label" : NULL, NULL };

  return g_strdupv ((char **) classes);
}

/* The subject is long and the same in most rows, so it comes last and is what is cut. */
static char *
describe_token (LkPulsarRow *self,
                gboolean     narrow,
                const char  *id,
                const char  *subject,
                const char  *script_name)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (script_name != NULL)
    g_ptr_array_add (parts, g_strdup (script_name));
  if (id != NULL)
    g_ptr_array_add (parts, g_utf8_strlen (id, -1) > SHORT_ID_LENGTH ? g_utf8_substring (id, 0, SHORT_ID_LENGTH)
                                                                     : g_strdup (id));
  if (subject != NULL && (!narrow || parts->len == 0))
    g_ptr_array_add (parts, lk_text_show (subject));
  g_ptr_array_add (parts, NULL);

  return g_strjoinv (" · ", (GStrv) parts->pdata);
}

static LkExpiry
judge (GDateTime *expiry)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return lk_format_judge_expiry (expiry, now);
}

static gboolean
is_replaced (int rotation)
{
  return rotation == LK_TOKEN_OLDER || rotation == LK_TOKEN_SUPERSEDED;
}

static char *
describe_badge (LkPulsarRow *self,
                GDateTime   *expiry,
                gboolean     known,
                int          rotation)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  if (is_replaced (rotation))
    /* Translators: of a token whose place another is taking */
    return g_strdup (_("Rotating"));
  if (rotation == LK_TOKEN_DOOMED)
    /* Translators: of a token that is listed still, though somebody deleted it */
    return g_strdup (_("Deletion not finished"));
  if (expiry == NULL && !known)
    return g_strdup (_("Expiry unknown"));

  return judge (expiry) == LK_EXPIRY_LATER ? g_strdup ("") : lk_format_expiry (expiry, now);
}

static gboolean
has_badge (LkPulsarRow *self,
           gboolean     at_this_width,
           GDateTime   *expiry,
           int          rotation)
{
  return at_this_width && (judge (expiry) != LK_EXPIRY_LATER || is_replaced (rotation) || rotation == LK_TOKEN_DOOMED);
}

/* Says what the text says, for those who do not see colours. */
static char *
icon_for_badge (LkPulsarRow *self,
                GDateTime   *expiry)
{
  switch (judge (expiry))
    {
    case LK_EXPIRY_EXPIRED:
      return g_strdup ("dialog-error-symbolic");

    case LK_EXPIRY_SOON:
      return g_strdup ("dialog-warning-symbolic");

    case LK_EXPIRY_NEVER:
    case LK_EXPIRY_LATER:
    default:
      return g_strdup ("dialog-information-symbolic");
    }
}

static GStrv
classes_for_badge (LkPulsarRow *self,
                   GDateTime   *expiry)
{
  LkExpiry verdict = judge (expiry);
  const char *const classes[] = {
    "badge",
    verdict == LK_EXPIRY_EXPIRED ? "error" : verdict == LK_EXPIRY_SOON ? "warning" : NULL,
    NULL,
  };

  return g_strdupv ((char **) classes);
}

static gboolean
negate (LkPulsarRow *self,
        gboolean     value)
{
  return !value;
}

static GVariant *
get_target (LkPulsarRow *self,
            const char  *id)
{
  return g_variant_ref_sink (g_variant_new_string (id != NULL ? id : ""));
}

static gboolean
has_buttons (LkPulsarRow *self,
             gboolean     narrow,
             const char  *id)
{
  return !narrow && id != NULL;
}

/* GTK reads the item of the list aloud, not what is in it, so both are named. */
static void
update_names (LkPulsarRow *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autoptr (GDateTime) now = NULL;
  g_autofree char *expiry = NULL;
  g_autofree char *name = NULL;
  g_autofree char *copy = NULL;
  g_autofree char *trash = NULL;
  g_autofree char *more = NULL;
  const char *title;

  if (self->token == NULL)
    return;

  now = g_date_time_new_now_utc ();
  title = lk_pulsar_token_get_title (self->token);
  if (lk_pulsar_token_get_expiry_known (self->token))
    expiry = lk_format_expiry (lk_pulsar_token_get_expiry (self->token), now);
  else
    expiry = g_strdup (_("Expiry unknown"));
  /* Translators: how a screen reader names a Pulsar token: %1$s is its note or “Token from 4 March 2026”, %2$s when it
   * expires, %3$s whether it is stored */
  name = g_strdup_printf (_("%1$s, %2$s, %3$s"), title, expiry,
                          lk_pulsar_token_get_stored (self->token) ? _("secret stored") : _("secret not stored"));
  /* Translators: %s is a token's description */
  copy = g_strdup_printf (_("Copy Token of %s"), title);
  /* Translators: how a screen reader names a button: %s is a token's description */
  trash = g_strdup_printf (_("Delete %s"), title);
  /* Translators: how a screen reader names a menu button: %s is a token's description */
  more = g_strdup_printf (_("More Actions for %s"), title);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (parent != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->copy_button), GTK_ACCESSIBLE_PROPERTY_LABEL, copy, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->delete_button), GTK_ACCESSIBLE_PROPERTY_LABEL, trash, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->more_button), GTK_ACCESSIBLE_PROPERTY_LABEL, more, -1);
}

static void
create_popup_cb (GtkMenuButton *button,
                 gpointer       user_data)
{
  LkPulsarRow *self = user_data;
  g_autoptr (GMenuModel) menu = NULL;

  if (self->token == NULL)
    return;

  menu = lk_pulsar_row_create_menu (self->token);
  gtk_menu_button_set_menu_model (button, menu);
}

static void
lk_pulsar_row_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lk_pulsar_row_parent_class)->root (widget);

  update_names (LK_PULSAR_ROW (widget));
}

/* A row that goes while something in it has the focus would be outlived by that, and by its bindings (GTK 4.8). */
static void
lk_pulsar_row_unroot (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = gtk_root_get_focus (root);

  if (focus != NULL && (focus == gtk_widget_get_parent (widget) || gtk_widget_is_ancestor (focus, widget)))
    gtk_root_set_focus (root, NULL);

  GTK_WIDGET_CLASS (lk_pulsar_row_parent_class)->unroot (widget);
}

static void
lk_pulsar_row_dispose (GObject *object)
{
  lk_pulsar_row_set_token (LK_PULSAR_ROW (object), NULL);
  /* Bound children would outlive the row's weak references, and their bindings with them. */
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_PULSAR_ROW);

  G_OBJECT_CLASS (lk_pulsar_row_parent_class)->dispose (object);
}

static void
lk_pulsar_row_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  LkPulsarRow *self = LK_PULSAR_ROW (object);

  switch (prop_id)
    {
    case PROP_TOKEN:
      g_value_set_object (value, self->token);
      break;
    case PROP_NARROW:
      g_value_set_boolean (value, self->narrow);
      break;
    case PROP_ROTATION:
      g_value_set_int (value, self->token != NULL ? (int) lk_listed_token_get_rotation (LK_LISTED_TOKEN (self->token)) : 0);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_pulsar_row_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  LkPulsarRow *self = LK_PULSAR_ROW (object);

  switch (prop_id)
    {
    case PROP_TOKEN:
      lk_pulsar_row_set_token (self, g_value_get_object (value));
      break;
    case PROP_NARROW:
      self->narrow = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_pulsar_row_class_init (LkPulsarRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_pulsar_row_dispose;
  object_class->get_property = lk_pulsar_row_get_property;
  object_class->set_property = lk_pulsar_row_set_property;
  widget_class->root = lk_pulsar_row_root;
  widget_class->unroot = lk_pulsar_row_unroot;

  /**
   * LkPulsarRow:token: (nullable)
   *
   * The token that is shown.
   */
  properties[PROP_TOKEN] =
    g_param_spec_object ("token", NULL, NULL,
                         LK_TYPE_PULSAR_TOKEN,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * LkPulsarRow:narrow:
   *
   * Whether there is little room: the badge gets a line of its own, and the buttons are in the menu only.
   */
  properties[PROP_NARROW] =
    g_param_spec_boolean ("narrow", NULL, NULL,
                          FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * LkPulsarRow:rotation:
   *
   * The #LkTokenRotation of the token.
   */
  properties[PROP_ROTATION] =
    g_param_spec_int ("rotation", NULL, NULL,
                      LK_TOKEN_SETTLED, LK_TOKEN_DOOMED, LK_TOKEN_SETTLED,
                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-pulsar-row.ui");
  gtk_widget_class_bind_template_child (widget_class, LkPulsarRow, copy_button);
  gtk_widget_class_bind_template_child (widget_class, LkPulsarRow, delete_button);
  gtk_widget_class_bind_template_child (widget_class, LkPulsarRow, more_button);
  gtk_widget_class_bind_template_callback (widget_class, icon_for_stored);
  gtk_widget_class_bind_template_callback (widget_class, classes_for_title);
  gtk_widget_class_bind_template_callback (widget_class, describe_token);
  gtk_widget_class_bind_template_callback (widget_class, describe_badge);
  gtk_widget_class_bind_template_callback (widget_class, has_badge);
  gtk_widget_class_bind_template_callback (widget_class, icon_for_badge);
  gtk_widget_class_bind_template_callback (widget_class, classes_for_badge);
  gtk_widget_class_bind_template_callback (widget_class, negate);
  gtk_widget_class_bind_template_callback (widget_class, get_target);
  gtk_widget_class_bind_template_callback (widget_class, has_buttons);
}

static void
lk_pulsar_row_init (LkPulsarRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  lk_large_text_fit_row (GTK_WIDGET (self));

  gtk_menu_button_set_create_popup_func (self->more_button, create_popup_cb, self, NULL);
}

/**
 * lk_pulsar_row_get_token:
 * @self: a row
 *
 * Gets the token that is shown.
 *
 * Returns: (transfer none) (nullable): the token
 */
LkPulsarToken *
lk_pulsar_row_get_token (LkPulsarRow *self)
{
  g_return_val_if_fail (LK_IS_PULSAR_ROW (self), NULL);

  return self->token;
}

static void
rotation_changed_cb (LkPulsarRow *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ROTATION]);
}

/**
 * lk_pulsar_row_set_token:
 * @self: a row
 * @token: (nullable): a token
 *
 * Sets the token that is shown.
 */
void
lk_pulsar_row_set_token (LkPulsarRow   *self,
                         LkPulsarToken *token)
{
  g_return_if_fail (LK_IS_PULSAR_ROW (self));

  if (self->token == token)
    return;

  if (self->token != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->token, update_names, self);
      g_signal_handlers_disconnect_by_func (self->token, rotation_changed_cb, self);
    }
  g_set_object (&self->token, token);
  if (token != NULL)
    {
      g_signal_connect_swapped (token, "notify::stored", G_CALLBACK (update_names), self);
      g_signal_connect_swapped (token, "notify::expiry", G_CALLBACK (update_names), self);
      g_signal_connect_swapped (token, "notify::title", G_CALLBACK (update_names), self);
      g_signal_connect_swapped (token, "rotation-changed", G_CALLBACK (rotation_changed_cb), self);
      update_names (self);
    }

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOKEN]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ROTATION]);
}

static void
append (GMenu         *menu,
        const char    *label,
        const char    *action,
        LkPulsarToken *token)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", lk_pulsar_token_get_id (token));
  g_menu_append_item (menu, item);
}

/**
 * lk_pulsar_row_create_menu:
 * @token: a token
 *
 * Creates the menu of what can be done with a token; it is empty for one without an id. Only a stored one with a script
 * name has a command, since that looks it up in the keyring.
 *
 * Returns: (transfer full): the menu
 */
GMenuModel *
lk_pulsar_row_create_menu (LkPulsarToken *token)
{
  GMenu *menu;
  g_autoptr (GMenu) copies = g_menu_new ();
  g_autoptr (GMenu) notes = g_menu_new ();
  g_autoptr (GMenu) ends = g_menu_new ();

  g_return_val_if_fail (LK_IS_PULSAR_TOKEN (token), NULL);

  menu = g_menu_new ();
  if (lk_pulsar_token_get_id (token) == NULL)
    return G_MENU_MODEL (menu);

  append (copies, _("Copy Token"), "pulsar.copy", token);
  if (lk_pulsar_token_get_stored (token) && lk_pulsar_token_get_script_name (token) != NULL)
    append (copies, _("Copy Command"), "pulsar.copy-command", token);
  append (copies, _("Copy Environment Lines…"), "pulsar.copy-lines", token);
  append (notes, _("Test Token"), "pulsar.test", token);
  append (notes, _("Edit Note…"), "pulsar.edit-note", token);
  if (lk_pulsar_token_get_expiry (token) != NULL)
    append (notes, _("Add to Calendar…"), "pulsar.add-to-calendar", token);
  append (ends, _("Save to File…"), "pulsar.save", token);
  if (lk_pulsar_token_get_stored (token))
    append (ends, _("Remove Stored Secret…"), "pulsar.forget", token);
  else
    append (ends, _("Store in Keyring"), "pulsar.store", token);
  append (ends, _("Rotate…"), "pulsar.rotate", token);
  append (ends, _("Delete…"), "pulsar.delete", token);

  g_menu_append_section (menu, NULL, G_MENU_MODEL (copies));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (notes));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (ends));

  return G_MENU_MODEL (menu);
}
