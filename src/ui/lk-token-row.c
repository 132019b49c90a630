/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-token-row.h"

#include "lk-large-text.h"
#include "lk-listed-token.h"
#include "lk-format.h"
#include "lk-token-row-closures.h"

#include <glib/gi18n-lib.h>

/**
 * LkTokenRow:
 *
 * An application token in a list. Its buttons use the actions of the page around it (`tokens.copy-token` and others),
 * with the token's client id as target. While tokens are chosen it has a check mark instead of the buttons.
 */
struct _LkTokenRow
{
  AdwBin            parent_instance;

  LkAppToken       *token;     /* NULL: not bound */
  LkTokenSelection *selection; /* NULL: its token is never chosen */
  gboolean          narrow;
  gboolean          selecting;
  gboolean          selected;

  GtkWidget        *check; /* NULL: tokens could never be chosen so far */
  GtkWidget        *copy_button;
  GtkMenuButton    *more_button;
};

G_DEFINE_FINAL_TYPE (LkTokenRow, lk_token_row, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_TOKEN,
  PROP_NARROW,
  PROP_SELECTION,
  PROP_SELECTING,
  PROP_SELECTED,
  PROP_ROTATION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* GTK reads the item of the list aloud, not what is in it, so both are named. */
static void
update_names (LkTokenRow *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autoptr (GDateTime) now = NULL;
  g_autofree char *expiry = NULL;
  g_autofree char *name = NULL;
  g_autofree char *copy = NULL;
  g_autofree char *more = NULL;
  const char *title;
  const char *storage;

  if (self->token == NULL)
    return;

  now = g_date_time_new_now_utc ();
  expiry = lk_format_expiry (lk_app_token_get_token_expiry (self->token), now);
  title = lk_app_token_get_title (self->token);
  if (lk_app_token_get_stored (self->token))
    storage = _("secret stored");
  else if (lk_app_token_get_maybe_stored (self->token))
    storage = _("secret may be stored");
  else
    storage = _("secret not stored");
  /* Translators: how a screen reader names a token: %1$s is its description, %2$s its role, %3$s when it expires, %4$s
   * whether its secret is stored */
  name = g_strdup_printf (_("%1$s, %2$s, %3$s, %4$s"), title, lk_app_token_get_role_title (self->token), expiry,
                          storage);
  if (self->selecting)
    {
      g_autofree char *unmarked = g_steal_pointer (&name);

      /* Translators: how a screen reader names a token that is chosen; %s is all else that is said of it */
      name = self->selected ? g_strdup_printf (_("Selected: %s"), unmarked)
                            /* Translators: how a screen reader names a token that is not chosen; %s is all else that is said */
                            : g_strdup_printf (_("Not selected: %s"), unmarked);
    }
  /* Translators: %s is a token's description */
  copy = g_strdup_printf (_("Copy Token of %s"), title);
  /* Translators: how a screen reader names a menu button: %s is a token's description */
  more = g_strdup_printf (_("More Actions for %s"), title);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (parent != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->copy_button), GTK_ACCESSIBLE_PROPERTY_LABEL, copy, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->more_button), GTK_ACCESSIBLE_PROPERTY_LABEL, more, -1);
}

/* Made when it is first needed: a list makes hundreds of rows at once. The row is what is pressed. */
static void
add_check (LkTokenRow *self)
{
  self->check = g_object_new (GTK_TYPE_CHECK_BUTTON,
                              "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                              "can-focus", FALSE,
                              "can-target", FALSE,
                              "valign", GTK_ALIGN_CENTER,
                              NULL);
  gtk_widget_add_css_class (self->check, "selection-mode");
  g_object_bind_property (self, "selecting", self->check, "visible", G_BINDING_SYNC_CREATE);
  g_object_bind_property (self, "selected", self->check, "active", G_BINDING_SYNC_CREATE);
  gtk_box_prepend (GTK_BOX (adw_bin_get_child (ADW_BIN (self))), self->check);
}

static void
update_selected (LkTokenRow *self)
{
  gboolean selecting = self->selection != NULL && lk_token_selection_get_active (self->selection);
  gboolean selected = selecting && self->token != NULL && lk_token_selection_contains (self->selection, self->token);

  if (self->selecting == selecting && self->selected == selected)
    return;

  self->selecting = selecting;
  self->selected = selected;
  if (selecting && self->check == NULL)
    add_check (self);
  update_names (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTING]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

static void
set_selection (LkTokenRow       *self,
               LkTokenSelection *selection)
{
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_func (self->selection, update_selected, self);
  g_set_object (&self->selection, selection);
  if (selection != NULL)
    {
      g_signal_connect_swapped (selection, "changed", G_CALLBACK (update_selected), self);
      g_signal_connect_swapped (selection, "notify::active", G_CALLBACK (update_selected), self);
    }
  update_selected (self);
}

static void
create_popup_cb (GtkMenuButton *button,
                 gpointer       user_data)
{
  LkTokenRow *self = user_data;
  g_autoptr (GMenuModel) menu = NULL;

  if (self->token == NULL)
    return;

  menu = lk_token_row_create_menu (self->token);
  gtk_menu_button_set_menu_model (button, menu);
}

static void
lk_token_row_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lk_token_row_parent_class)->root (widget);

  update_names (LK_TOKEN_ROW (widget));
}

/* A row that goes while something in it has the focus would be outlived by that, and by its bindings (GTK 4.8). */
static void
lk_token_row_unroot (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = gtk_root_get_focus (root);

  if (focus != NULL && (focus == gtk_widget_get_parent (widget) || gtk_widget_is_ancestor (focus, widget)))
    gtk_root_set_focus (root, NULL);

  GTK_WIDGET_CLASS (lk_token_row_parent_class)->unroot (widget);
}

static void
lk_token_row_dispose (GObject *object)
{
  lk_token_row_set_token (LK_TOKEN_ROW (object), NULL);
  set_selection (LK_TOKEN_ROW (object), NULL);
  /* Bound children would outlive the row's weak references, and their bindings with them. */
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_TOKEN_ROW);

  G_OBJECT_CLASS (lk_token_row_parent_class)->dispose (object);
}

static void
lk_token_row_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  LkTokenRow *self = LK_TOKEN_ROW (object);

  switch (prop_id)
    {
    case PROP_TOKEN:
      g_value_set_object (value, self->token);
      break;
    case PROP_NARROW:
      g_value_set_boolean (value, self->narrow);
      break;
    case PROP_SELECTION:
      g_value_set_object (value, self->selection);
      break;
    case PROP_SELECTING:
      g_value_set_boolean (value, self->selecting);
      break;
    case PROP_SELECTED:
      g_value_set_boolean (value, self->selected);
      break;
    case PROP_ROTATION:
      g_value_set_int (value, self->token != NULL ? (int) lk_listed_token_get_rotation (LK_LISTED_TOKEN (self->token)) : 0);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_token_row_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  LkTokenRow *self = LK_TOKEN_ROW (object);

  switch (prop_id)
    {
    case PROP_TOKEN:
      lk_token_row_set_token (self, g_value_get_object (value));
      break;
    case PROP_NARROW:
      self->narrow = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_SELECTION:
      if (self->selection == g_value_get_object (value))
        break;
      set_selection (self, g_value_get_object (value));
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_token_row_class_init (LkTokenRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_token_row_dispose;
  object_class->get_property = lk_token_row_get_property;
  object_class->set_property = lk_token_row_set_property;
  widget_class->root = lk_token_row_root;
  widget_class->unroot = lk_token_row_unroot;

  /**
   * LkTokenRow:token: (nullable)
   *
   * The token that is shown.
   */
  properties[PROP_TOKEN] =
    g_param_spec_object ("token", NULL, NULL,
                         LK_TYPE_APP_TOKEN,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * LkTokenRow:narrow:
   *
   * Whether there is little room: the script name and the badge get lines of their own, and Copy is in the menu only.
   */
  properties[PROP_NARROW] =
    g_param_spec_boolean ("narrow", NULL, NULL,
                          FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * LkTokenRow:selection: (nullable)
   *
   * The tokens that are chosen.
   */
  properties[PROP_SELECTION] =
    g_param_spec_object ("selection", NULL, NULL,
                         LK_TYPE_TOKEN_SELECTION,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * LkTokenRow:selecting:
   *
   * Whether tokens can be chosen.
   */
  properties[PROP_SELECTING] =
    g_param_spec_boolean ("selecting", NULL, NULL,
                          FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * LkTokenRow:selected:
   *
   * Whether this one is.
   */
  properties[PROP_SELECTED] =
    g_param_spec_boolean ("selected", NULL, NULL,
                          FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * LkTokenRow:rotation:
   *
   * The #LkTokenRotation of the token.
   */
  properties[PROP_ROTATION] =
    g_param_spec_int ("rotation", NULL, NULL,
                      LK_TOKEN_SETTLED, LK_TOKEN_DOOMED, LK_TOKEN_SETTLED,
                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-token-row.ui");
  lk_token_row_closures_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, LkTokenRow, copy_button);
  gtk_widget_class_bind_template_child (widget_class, LkTokenRow, more_button);
}

static void
lk_token_row_init (LkTokenRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  lk_large_text_fit_row (GTK_WIDGET (self));

  gtk_menu_button_set_create_popup_func (self->more_button, create_popup_cb, self, NULL);
}

/**
 * lk_token_row_new:
 *
 * Creates a row without a token.
 *
 * Returns: (transfer floating): the row
 */
GtkWidget *
lk_token_row_new (void)
{
  return g_object_new (LK_TYPE_TOKEN_ROW, NULL);
}

/**
 * lk_token_row_get_token:
 * @self: a row
 *
 * Gets the token that is shown.
 *
 * Returns: (transfer none) (nullable): the token
 */
LkAppToken *
lk_token_row_get_token (LkTokenRow *self)
{
  g_return_val_if_fail (LK_IS_TOKEN_ROW (self), NULL);

  return self->token;
}

static void
rotation_changed_cb (LkTokenRow *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ROTATION]);
}

/**
 * lk_token_row_set_token:
 * @self: a row
 * @token: (nullable): a token
 *
 * Sets the token that is shown.
 */
void
lk_token_row_set_token (LkTokenRow *self,
                        LkAppToken *token)
{
  g_return_if_fail (LK_IS_TOKEN_ROW (self));

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
      g_signal_connect_swapped (token, "notify::maybe-stored", G_CALLBACK (update_names), self);
      g_signal_connect_swapped (token, "notify::role-title", G_CALLBACK (update_names), self);
      g_signal_connect_swapped (token, "notify::title", G_CALLBACK (update_names), self);
      g_signal_connect_swapped (token, "rotation-changed", G_CALLBACK (rotation_changed_cb), self);
      update_names (self);
    }
  update_selected (self);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOKEN]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ROTATION]);
}

static void
append (GMenu      *menu,
        const char *label,
        const char *action,
        LkAppToken *token)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", lk_app_token_get_client_id (token));
  g_menu_append_item (menu, item);
}

/**
 * lk_token_row_create_menu:
 * @token: a token
 *
 * Creates the menu of what can be done with a token. What needs its secret is left out when that is not stored.
 *
 * Returns: (transfer full): the menu
 */
GMenuModel *
lk_token_row_create_menu (LkAppToken *token)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) copies = g_menu_new ();
  g_autoptr (GMenu) lines = g_menu_new ();
  g_autoptr (GMenu) notes = g_menu_new ();
  g_autoptr (GMenu) ends = g_menu_new ();

  if (lk_app_token_get_stored (token) || lk_app_token_get_maybe_stored (token))
    {
      append (copies, _("Copy Token"), "tokens.copy-token", token);
      append (copies, _("Copy Client Secret"), "tokens.copy-client-secret", token);
    }
  append (copies, _("Copy Client ID"), "tokens.copy-client-id", token);
  if (lk_app_token_get_stored (token))
    {
      append (copies, _("Copy Command"), "tokens.copy-command", token);
      append (copies, _("Copy Environment Line"), "tokens.copy-environment-line", token);
      append (lines, _("For Fish"), "tokens.copy-environment-line-fish", token);
      append (lines, _("With the Token Itself"), "tokens.copy-value-line", token);
      append (lines, _("With the Token Itself, for Fish"), "tokens.copy-value-line-fish", token);
      g_menu_append_submenu (copies, _("Copy Other Line"), G_MENU_MODEL (lines));
    }
  if (lk_app_token_get_stored (token) || lk_app_token_get_maybe_stored (token))
    append (notes, _("Test Token"), "tokens.test", token);
  append (notes, _("New Token Like This…"), "tokens.new-like", token);
  append (notes, _("Edit Note…"), "tokens.edit-note", token);
  if (lk_app_token_get_token_expiry (token) != NULL)
    append (notes, _("Add to Calendar…"), "tokens.add-to-calendar", token);
  if (lk_app_token_get_stored (token) || lk_app_token_get_maybe_stored (token))
    append (ends, _("Save to File…"), "tokens.save-to-file", token);
  append (ends, _("Rotate…"), "tokens.rotate", token);
  append (ends, _("Delete…"), "tokens.delete", token);

  g_menu_append_section (menu, NULL, G_MENU_MODEL (copies));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (notes));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (ends));

  return G_MENU_MODEL (menu);
}
