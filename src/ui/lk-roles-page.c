/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-roles-page.h"

#include "lk-role.h"

#include <glib/gi18n-lib.h>

#define ROLE_KEY "lk-role"
#define ROW_KEY "lk-row"

/**
 * LkRolesPage:
 *
 * Lets one choose among the roles of an organization, by check marks in a list that can be searched. An organization
 * has some dozens of roles at most, so each has a row.
 */
struct _LkRolesPage
{
  AdwBin               parent_instance;

  GPtrArray           *checks; /* the check buttons, not owned; each knows its role and its row */

  AdwPreferencesGroup *built_in_group;
  AdwPreferencesGroup *custom_group;
  GtkSearchEntry      *search_entry;
  GtkStack            *stack;
};

G_DEFINE_FINAL_TYPE (LkRolesPage, lk_roles_page, ADW_TYPE_BIN)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
search_changed_cb (LkRolesPage *self)
{
  g_autofree char *needle = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search_entry)), -1);
  gboolean any_built_in = FALSE;
  gboolean any_custom = FALSE;

  for (guint i = 0; i < self->checks->len; i++)
    {
      GObject *check = g_ptr_array_index (self->checks, i);
      LkRole *role = g_object_get_data (check, ROLE_KEY);
      g_autofree char *title = g_utf8_casefold (lk_role_get_title (role), -1);
      g_autofree char *name = g_utf8_casefold (lk_role_get_name (role), -1);
      gboolean matches = strstr (title, needle) != NULL || strstr (name, needle) != NULL;

      gtk_widget_set_visible (g_object_get_data (check, ROW_KEY), matches);
      if (lk_role_get_built_in (role))
        any_built_in = any_built_in || matches;
      else
        any_custom = any_custom || matches;
    }

  gtk_widget_set_visible (GTK_WIDGET (self->built_in_group), any_built_in);
  gtk_widget_set_visible (GTK_WIDGET (self->custom_group), any_custom);
  gtk_stack_set_visible_child_name (self->stack, any_built_in || any_custom ? "roles" : "no-match");
}

static void
toggled_cb (LkRolesPage *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static char *
count_actions (LkRole *role)
{
  const char *const *actions = lk_role_get_actions (role);
  guint n = actions != NULL ? g_strv_length ((char **) actions) : 0;

  if (!lk_role_get_has_policy (role))
    return g_strdup (_("Permissions are not known"));

  /* Translators: %u is how many actions a role allows */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Allows %u action", "Allows %u actions", n), n);
}

static void
add_role (LkRolesPage *self,
          LkRole      *role)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();
  g_autofree char *count = count_actions (role);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), lk_role_get_title (role));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), count);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);

  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, lk_role_get_title (role), -1);
  g_object_set_data_full (G_OBJECT (check), ROLE_KEY, g_object_ref (role), g_object_unref);
  g_object_set_data (G_OBJECT (check), ROW_KEY, row);
  g_signal_connect_swapped (check, "toggled", G_CALLBACK (toggled_cb), self);

  g_ptr_array_add (self->checks, check);
  adw_preferences_group_add (lk_role_get_built_in (role) ? self->built_in_group : self->custom_group, row);
}

static void
lk_roles_page_finalize (GObject *object)
{
  LkRolesPage *self = LK_ROLES_PAGE (object);

  g_clear_pointer (&self->checks, g_ptr_array_unref);

  G_OBJECT_CLASS (lk_roles_page_parent_class)->finalize (object);
}

static void
lk_roles_page_class_init (LkRolesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = lk_roles_page_finalize;

  /**
   * LkRolesPage::changed:
   * @self: the page
   *
   * A role was chosen, or is no longer.
   */
  signals[CHANGED] = g_signal_new ("changed",
                                   G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-roles-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LkRolesPage, built_in_group);
  gtk_widget_class_bind_template_child (widget_class, LkRolesPage, custom_group);
  gtk_widget_class_bind_template_child (widget_class, LkRolesPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, LkRolesPage, stack);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
}

static void
lk_roles_page_init (LkRolesPage *self)
{
  self->checks = g_ptr_array_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lk_roles_page_set_roles:
 * @self: a page
 * @roles: a list model of #LkRole; only what is in it now is shown
 *
 * Sets the roles that can be chosen. To be called once.
 */
void
lk_roles_page_set_roles (LkRolesPage *self,
                         GListModel  *roles)
{
  g_return_if_fail (LK_IS_ROLES_PAGE (self));
  g_return_if_fail (G_IS_LIST_MODEL (roles));
  g_return_if_fail (self->checks->len == 0);

  for (guint i = 0; i < g_list_model_get_n_items (roles); i++)
    {
      g_autoptr (LkRole) role = g_list_model_get_item (roles, i);

      add_role (self, role);
    }

  search_changed_cb (self);
}

/**
 * lk_roles_page_get_chosen:
 * @self: a page
 *
 * Gets the roles that are chosen.
 *
 * Returns: (transfer full) (element-type LkRole): the roles
 */
GPtrArray *
lk_roles_page_get_chosen (LkRolesPage *self)
{
  g_autoptr (GPtrArray) chosen = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (LK_IS_ROLES_PAGE (self), NULL);

  for (guint i = 0; i < self->checks->len; i++)
    {
      GObject *check = g_ptr_array_index (self->checks, i);

      if (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)))
        g_ptr_array_add (chosen, g_object_ref (g_object_get_data (check, ROLE_KEY)));
    }

  return g_steal_pointer (&chosen);
}

/**
 * lk_roles_page_choose:
 * @self: a page that has its roles
 * @ids: (array zero-terminated=1): the ids of those to choose, and of no other
 *
 * Chooses roles; an id that is not there is passed over.
 */
void
lk_roles_page_choose (LkRolesPage       *self,
                      const char *const *ids)
{
  g_return_if_fail (LK_IS_ROLES_PAGE (self));
  g_return_if_fail (ids != NULL);

  for (guint i = 0; i < self->checks->len; i++)
    {
      GObject *check = g_ptr_array_index (self->checks, i);

      gtk_check_button_set_active (GTK_CHECK_BUTTON (check),
                                   g_strv_contains (ids, lk_role_get_id (g_object_get_data (check, ROLE_KEY))));
    }
}
