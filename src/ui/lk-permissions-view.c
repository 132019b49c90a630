/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-permissions-view.h"

#include "lk-permissions.h"

#include <glib/gi18n-lib.h>

/**
 * LkPermissionsView:
 *
 * What some roles allow together: a group of expanders, one for each kind of permission and one for what they reach.
 */
struct _LkPermissionsView
{
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (LkPermissionsView, lk_permissions_view, ADW_TYPE_BIN)

static GtkWidget *
create_text_row (const char *title,
                 const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *markup = g_markup_printf_escaped ("<span insert_hyphens=\"false\">%s</span>", title);
  g_autofree char *escaped = subtitle != NULL ? g_markup_escape_text (subtitle, -1) : NULL;

  /* A hyphen at the end of a line would be taken for a part of the name. */
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), markup);
  adw_preferences_row_set_title_selectable (ADW_PREFERENCES_ROW (row), TRUE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  if (escaped != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), escaped);

  return row;
}

static GtkWidget *
create_expander (const char *title,
                 guint       n_rows)
{
  GtkWidget *expander = adw_expander_row_new ();
  g_autofree char *count = NULL;

  /* Translators: how many lines an expander holds */
  count = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u entry", "%u entries", n_rows), n_rows);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (expander), title);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (expander), count);

  return expander;
}

static void
add_group (AdwPreferencesGroup *list,
           LkPermissionGroup    group,
           GPtrArray           *actions)
{
  GtkWidget *expander;
  guint n_rows = 0;

  for (guint i = 0; i < actions->len; i++)
    n_rows += lk_permission_get_group (g_ptr_array_index (actions, i)) == group;

  if (n_rows == 0)
    return;

  expander = create_expander (lk_permission_group_get_title (group), n_rows);
  for (guint i = 0; i < actions->len; i++)
    {
      const char *action = g_ptr_array_index (actions, i);
      const char *action_words = lk_permission_get_words (action);

      if (lk_permission_get_group (action) == group)
        adw_expander_row_add_row (ADW_EXPANDER_ROW (expander),
                                  create_text_row (action_words != NULL ? action_words : action,
                                                   action_words != NULL ? action : NULL));
    }

  adw_preferences_group_add (list, expander);
}

static void
add_resources (AdwPreferencesGroup *list,
               GPtrArray           *resources,
               const char          *org_id)
{
  GtkWidget *expander;

  if (resources->len == 0)
    return;

  expander = create_expander (_("Reaches"), resources->len);
  for (guint i = 0; i < resources->len; i++)
    {
      g_autofree char *text = lk_permission_describe_resource (g_ptr_array_index (resources, i), org_id);

      adw_expander_row_add_row (ADW_EXPANDER_ROW (expander), create_text_row (text, NULL));
    }

  adw_preferences_group_add (list, expander);
}

static void
lk_permissions_view_class_init (LkPermissionsViewClass *klass)
{
}

static void
lk_permissions_view_init (LkPermissionsView *self)
{
}

/**
 * lk_permissions_view_set_roles:
 * @self: a view
 * @roles: (element-type LkRole): the roles whose permissions are shown, put together
 * @complete: whether @roles are all that are meant; else some of them are not known to the organization
 * @org_id: (nullable): the id of the organization
 *
 * Sets what the view shows.
 */
void
lk_permissions_view_set_roles (LkPermissionsView *self,
                               GPtrArray         *roles,
                               gboolean           complete,
                               const char        *org_id)
{
  g_autoptr (GPtrArray) actions = NULL;
  g_autoptr (GPtrArray) resources = NULL;
  AdwPreferencesGroup *list;

  g_return_if_fail (LK_IS_PERMISSIONS_VIEW (self));
  g_return_if_fail (roles != NULL);

  actions = lk_permissions_collect_actions (roles);
  resources = lk_permissions_collect_resources (roles);

  list = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (list, _("Permissions"));

  for (guint group = 0; group < LK_PERMISSION_N_GROUPS; group++)
    add_group (list, group, actions);
  add_resources (list, resources, org_id);

  if (actions->len == 0 && resources->len == 0)
    adw_preferences_group_add (list, create_text_row (_("Permissions are not known"), NULL));
  else if (!complete || !lk_permissions_are_known (roles))
    adw_preferences_group_set_description (list, _("The permissions of some roles are not known"));

  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (list));
}
