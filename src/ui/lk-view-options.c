/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-view-options.h"

#include "lk-role.h"
#include "lk-settings.h"

#include <glib/gi18n-lib.h>

#define MAX_ROLES 200
#define LABEL_CHARS 36

/**
 * LkViewOptions:
 *
 * A menu button with the order and the filters of a list of tokens. All but the role and the concern is remembered in the
 * settings: a role is one of an organization. Its commands are actions that whoever is around it inserts as `view`: `sort`
 * (the order), `expiring`, `expired`, `no-expiry`, `unknown`, `stored`, `not-stored` (switches), `role` (a role's id, ""
 * for all), `concern` (the word for a #LkTokenConcern, "" for all), `review` (that alone), `clear-filters`, and `reset` for
 * both.
 */
struct _LkViewOptions
{
  AdwBin              parent_instance;

  LkTokenList        *list;     /* NULL: before the template sets it */
  GListModel         *roles;    /* NULL: no account is shown */
  GSettings          *settings; /* NULL: there are none, nothing is remembered */
  GSimpleActionGroup *actions;
  gboolean            pulsar;
  GtkMenuButton      *button;
};

G_DEFINE_FINAL_TYPE (LkViewOptions, lk_view_options, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_PULSAR,
  PROP_LIST,
  PROP_ROLES,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const struct
{
  const char  *action;
  const char  *label;
  LkTokenShow  show;
  gboolean     pulsar; /* of Pulsar tokens alone */
} filters[] = {
  { "expiring", N_ ("Expiring"), LK_TOKEN_SHOW_EXPIRING },
  { "expired", N_ ("Expired"), LK_TOKEN_SHOW_EXPIRED },
  { "no-expiry", N_ ("No Expiry"), LK_TOKEN_SHOW_NO_EXPIRY },
  { "unknown", N_ ("Expiry Unknown"), LK_TOKEN_SHOW_UNKNOWN, TRUE },
  { "stored", N_ ("Stored Here"), LK_TOKEN_SHOW_STORED },
  { "not-stored", N_ ("Not Stored"), LK_TOKEN_SHOW_NOT_STORED },
};

static const struct
{
  const char *order;
  const char *label;
} orders[] = {
  { "expiry", N_ ("Expiry") },
  { "newest", N_ ("Newest First") },
  { "oldest", N_ ("Oldest First") },
  { "name", N_ ("Name") },
  { "role", N_ ("Role") }, /* the last: Pulsar tokens have none */
};

/* Each kind of token has settings of its own. */
static const struct
{
  const char *order_key;
  const char *show_key;
  const char *order; /* where nothing is remembered */
} kinds[] = {
  { "sort-order", "shown-tokens", "newest" },
  { "pulsar-sort-order", "shown-pulsar-tokens", "expiry" },
};

static GSimpleAction *
find_action (LkViewOptions *self,
             const char    *name)
{
  return G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), name));
}

/* What is chosen reaches the list, the marks of the menu and the settings here alone. */
static void
set_order (LkViewOptions *self,
           const char    *order)
{
  g_simple_action_set_state (find_action (self, "sort"), g_variant_new_string (order));
  g_object_set (self->list, "order", order, NULL);
  if (self->settings != NULL)
    g_settings_set_string (self->settings, kinds[self->pulsar].order_key, order);
}

static void
set_show (LkViewOptions *self,
          LkTokenShow    show)
{
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    g_simple_action_set_state (find_action (self, filters[i].action),
                               g_variant_new_boolean ((show & filters[i].show) != 0));
  g_object_set (self->list, "show", (guint) show, NULL);
  if (self->settings != NULL)
    g_settings_set_flags (self->settings, kinds[self->pulsar].show_key, show);
}

static LkRole *
find_role (LkViewOptions *self,
           const char    *id)
{
  for (guint i = 0; self->roles != NULL && i < g_list_model_get_n_items (self->roles); i++)
    {
      g_autoptr (LkRole) role = g_list_model_get_item (self->roles, i);

      if (g_str_equal (lk_role_get_id (role), id))
        return role;
    }

  return NULL;
}

static void
set_role (LkViewOptions *self,
          const char    *id)
{
  LkRole *role = find_role (self, id);

  g_simple_action_set_state (find_action (self, "role"), g_variant_new_string (role != NULL ? id : ""));
  if (self->list != NULL)
    lk_token_list_set_role (self->list, role != NULL ? id : NULL, role != NULL ? lk_role_get_name (role) : NULL);
}

/* Like a role it is not remembered: it is chosen for a moment, to look after something. */
static void
set_concern (LkViewOptions *self,
             const char    *concern)
{
  g_simple_action_set_state (find_action (self, "concern"), g_variant_new_string (concern));
  if (self->list != NULL)
    g_object_set (self->list, "concern", concern, NULL);
}

static void
sort_changed_cb (GSimpleAction *action,
                 GVariant      *value,
                 gpointer       user_data)
{
  set_order (user_data, g_variant_get_string (value, NULL));
}

static void
filter_changed_cb (GSimpleAction *action,
                   GVariant      *value,
                   gpointer       user_data)
{
  LkViewOptions *self = user_data;
  guint show;

  g_object_get (self->list, "show", &show, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    if (g_str_equal (filters[i].action, g_action_get_name (G_ACTION (action))))
      show = g_variant_get_boolean (value) ? show | filters[i].show : show & ~(guint) filters[i].show;
  set_show (self, show);
}

static void
role_changed_cb (GSimpleAction *action,
                 GVariant      *value,
                 gpointer       user_data)
{
  set_role (user_data, g_variant_get_string (value, NULL));
}

static void
concern_changed_cb (GSimpleAction *action,
                    GVariant      *value,
                    gpointer       user_data)
{
  set_concern (user_data, g_variant_get_string (value, NULL));
}

static void
clear_filters_cb (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  set_show (user_data, LK_TOKEN_SHOW_ALL);
  set_role (user_data, "");
  set_concern (user_data, "");
}

/* All that a concern is about, whatever was left out before. */
static void
review_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  clear_filters_cb (action, NULL, user_data);
  set_concern (user_data, g_variant_get_string (parameter, NULL));
}

static void
reset_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  clear_filters_cb (action, parameter, user_data);
  set_order (user_data, kinds[LK_VIEW_OPTIONS (user_data)->pulsar].order);
}

static int
compare_roles_cb (gconstpointer first,
                  gconstpointer second)
{
  return g_utf8_collate (lk_role_get_title (*(LkRole *const *) first), lk_role_get_title (*(LkRole *const *) second));
}

static GMenuModel *
create_role_menu (LkViewOptions *self)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GPtrArray) roles = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GMenu) section = g_menu_new ();
  const guint n = self->roles != NULL ? g_list_model_get_n_items (self->roles) : 0;

  for (guint i = 0; i < MIN (n, MAX_ROLES); i++)
    g_ptr_array_add (roles, g_list_model_get_item (self->roles, i));
  g_ptr_array_sort (roles, compare_roles_cb);

  g_menu_append (menu, _("All Roles"), "view.role::");
  for (guint i = 0; i < roles->len; i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (lk_role_get_title (roles->pdata[i]), NULL);

      g_menu_item_set_action_and_target (item, "view.role", "s", lk_role_get_id (roles->pdata[i]));
      g_menu_append_item (section, item);
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));

  return G_MENU_MODEL (menu);
}

static GMenuModel *
create_concern_menu (void)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) section = g_menu_new ();

  g_menu_append (menu, _("All Tokens"), "view.concern::");
  for (guint i = LK_TOKEN_CONCERN_NONE + 1; i < LK_TOKEN_N_CONCERNS; i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (lk_token_concern_get_title (i), NULL);

      g_menu_item_set_action_and_target (item, "view.concern", "s", lk_token_concern_to_string (i));
      g_menu_append_item (section, item);
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));

  return G_MENU_MODEL (menu);
}

static GMenuModel *
create_menu (LkViewOptions *self)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) sorting = g_menu_new ();
  g_autoptr (GMenu) showing = g_menu_new ();
  g_autoptr (GMenu) ends = g_menu_new ();
  g_autoptr (GMenu) chosen = g_menu_new ();
  g_autoptr (GMenuModel) role_menu = create_role_menu (self);
  g_autoptr (GMenuModel) concern_menu = create_concern_menu ();

  for (guint i = 0; i < G_N_ELEMENTS (orders) - (self->pulsar ? 1 : 0); i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (g_dgettext (GETTEXT_PACKAGE, orders[i].label), NULL);

      g_menu_item_set_action_and_target (item, "view.sort", "s", orders[i].order);
      g_menu_append_item (sorting, item);
    }
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      g_autofree char *action = g_strconcat ("view.", filters[i].action, NULL);
      const char *label = g_dgettext (GETTEXT_PACKAGE, filters[i].label);

      if (self->pulsar || !filters[i].pulsar)
        g_menu_append (showing, label, action);
    }
  g_menu_append (ends, _("Reset"), "view.reset");
  if (!self->pulsar)
    {
      g_menu_append_submenu (showing, _("Role"), role_menu);
      g_menu_append_submenu (showing, _("Review"), concern_menu);
      g_menu_append (chosen, _("Select"), "tokens.select");
    }

  g_menu_append_section (menu, _("Sort By"), G_MENU_MODEL (sorting));
  /* Translators: heading of switches in a menu: which tokens are shown */
  g_menu_append_section (menu, _("Show"), G_MENU_MODEL (showing));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (ends));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (chosen));

  return G_MENU_MODEL (menu);
}

/* A menu is as wide as its longest label, and a role has whatever name somebody gave it. Lines would not be broken: a stack
 * asks how wide the pages behind are at their least height (GTK 4.8). */
static void
shorten_labels (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    g_object_set (widget, "ellipsize", PANGO_ELLIPSIZE_END, "max-width-chars", LABEL_CHARS,
                  "tooltip-text", gtk_label_get_text (GTK_LABEL (widget)), NULL);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    shorten_labels (child);
}

/* Made anew each time, since the roles change. */
static void
create_popup_cb (GtkMenuButton *button,
                 gpointer       user_data)
{
  g_autoptr (GMenuModel) menu = create_menu (user_data);

  gtk_menu_button_set_menu_model (button, menu);
  shorten_labels (GTK_WIDGET (gtk_menu_button_get_popover (button)));
}

static void
add_actions (LkViewOptions *self)
{
  g_autoptr (GSimpleAction) sort = NULL;
  g_autoptr (GSimpleAction) role = NULL;
  g_autoptr (GSimpleAction) concern = NULL;
  const GActionEntry entries[] = {
    { "clear-filters", clear_filters_cb, NULL, NULL, NULL, { 0 } },
    { "review", review_cb, "s", NULL, NULL, { 0 } },
    { "reset", reset_cb, NULL, NULL, NULL, { 0 } },
  };

  sort = g_simple_action_new_stateful ("sort", G_VARIANT_TYPE_STRING, g_variant_new_string (kinds[self->pulsar].order));
  g_signal_connect (sort, "change-state", G_CALLBACK (sort_changed_cb), self);
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (sort));

  role = g_simple_action_new_stateful ("role", G_VARIANT_TYPE_STRING, g_variant_new_string (""));
  g_signal_connect (role, "change-state", G_CALLBACK (role_changed_cb), self);
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (role));

  concern = g_simple_action_new_stateful ("concern", G_VARIANT_TYPE_STRING, g_variant_new_string (""));
  g_signal_connect (concern, "change-state", G_CALLBACK (concern_changed_cb), self);
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (concern));

  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      g_autoptr (GSimpleAction) filter =
        g_simple_action_new_stateful (filters[i].action, NULL, g_variant_new_boolean (FALSE));

      g_signal_connect (filter, "change-state", G_CALLBACK (filter_changed_cb), self);
      g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (filter));
    }
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
}

static void
set_list (LkViewOptions *self,
          LkTokenList   *list)
{
  g_autofree char *order = g_strdup (kinds[self->pulsar].order);
  LkTokenShow show = LK_TOKEN_SHOW_ALL;

  g_set_object (&self->list, list);
  if (list == NULL)
    return;

  if (self->settings != NULL)
    {
      g_free (order);
      order = g_settings_get_string (self->settings, kinds[self->pulsar].order_key);
      show = g_settings_get_flags (self->settings, kinds[self->pulsar].show_key);
    }
  set_order (self, order);
  set_show (self, show);
}

/* Whoever inserted the actions may keep them longer. */
static void
forget_actions (LkViewOptions *self)
{
  g_auto (GStrv) names = self->actions != NULL ? g_action_group_list_actions (G_ACTION_GROUP (self->actions)) : NULL;

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    g_signal_handlers_disconnect_by_data (find_action (self, names[i]), self);
  g_clear_object (&self->actions);
}

static void
lk_view_options_dispose (GObject *object)
{
  LkViewOptions *self = LK_VIEW_OPTIONS (object);

  forget_actions (self);
  g_clear_object (&self->settings);
  g_clear_object (&self->list);
  g_clear_object (&self->roles);

  G_OBJECT_CLASS (lk_view_options_parent_class)->dispose (object);
}

static void
lk_view_options_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  LkViewOptions *self = LK_VIEW_OPTIONS (object);

  switch (prop_id)
    {
    case PROP_PULSAR:
      g_value_set_boolean (value, self->pulsar);
      break;
    case PROP_LIST:
      g_value_set_object (value, self->list);
      break;
    case PROP_ROLES:
      g_value_set_object (value, self->roles);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_view_options_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  LkViewOptions *self = LK_VIEW_OPTIONS (object);

  switch (prop_id)
    {
    case PROP_PULSAR:
      self->pulsar = g_value_get_boolean (value);
      break;
    case PROP_LIST:
      set_list (self, g_value_get_object (value));
      break;
    case PROP_ROLES:
      if (g_set_object (&self->roles, g_value_get_object (value)))
        {
          set_role (self, "");
          set_concern (self, "");
        }
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_view_options_class_init (LkViewOptionsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_view_options_dispose;
  object_class->get_property = lk_view_options_get_property;
  object_class->set_property = lk_view_options_set_property;

  /**
   * LkViewOptions:pulsar:
   *
   * Whether it is about Pulsar tokens; else about application tokens.
   */
  properties[PROP_PULSAR] =
    g_param_spec_boolean ("pulsar", NULL, NULL,
                          FALSE,
                          G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * LkViewOptions:list: (nullable)
   *
   * The list that is sorted and filtered; what is remembered is applied to it at once.
   */
  properties[PROP_LIST] =
    g_param_spec_object ("list", NULL, NULL,
                         LK_TYPE_TOKEN_LIST,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);

  /**
   * LkViewOptions:roles: (nullable)
   *
   * The roles to choose from. Others than before show the tokens of every role.
   */
  properties[PROP_ROLES] =
    g_param_spec_object ("roles", NULL, NULL,
                         G_TYPE_LIST_MODEL,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-view-options.ui");
  gtk_widget_class_bind_template_child (widget_class, LkViewOptions, button);
}

static void
lk_view_options_init (LkViewOptions *self)
{
  self->settings = lk_settings_new ();
  self->actions = g_simple_action_group_new ();
  add_actions (self);

  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_menu_button_set_create_popup_func (self->button, create_popup_cb, self, NULL);
}

/**
 * lk_view_options_get_actions:
 * @self: the button
 *
 * Gets the actions that a widget around it inserts as `view`; they end with the button.
 *
 * Returns: (transfer none): the actions
 */
GActionGroup *
lk_view_options_get_actions (LkViewOptions *self)
{
  g_return_val_if_fail (LK_IS_VIEW_OPTIONS (self), NULL);

  return G_ACTION_GROUP (self->actions);
}
