/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-unfinished-group.h"

#include "lk-format.h"
#include "lk-large-text.h"
#include "lk-text.h"

#include <glib/gi18n-lib.h>

#define CLIENT_ID_KEY "lk-client-id"

/**
 * LkUnfinishedGroup:
 *
 * One piece of work that broke off: what was asked for, what is known of it, and buttons for what can be decided. It
 * decides nothing itself.
 */
struct _LkUnfinishedGroup
{
  AdwPreferencesGroup  parent_instance;

  LkInventory         *inventory;
  LkIntent            *intent;
};

G_DEFINE_FINAL_TYPE (LkUnfinishedGroup, lk_unfinished_group, ADW_TYPE_PREFERENCES_GROUP)

enum
{
  DELETE,
  KEEP,
  LOOK,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* The client ids of the tokens that may be the one. */
static const char *const *
get_client_ids (LkUnfinishedGroup *self,
                const char        *own[2])
{
  own[0] = lk_intent_get_client_id (self->intent);
  own[1] = NULL;

  return own[0] != NULL ? own : lk_intent_get_candidate_ids (self->intent);
}

/* Of a Pulsar token no secret is lost: it can be fetched, once it is known which one it is. */
static const char *
get_pulsar_sentence (LkIntent *intent)
{
  guint n = g_strv_length ((GStrv) lk_intent_get_candidate_ids (intent));

  if (lk_intent_get_state (intent) == LK_INTENT_ANSWERED)
    return _("Astra created the Pulsar token, but it is not in the keyring yet. It can be fetched and stored at any time.");
  if (lk_intent_get_client_id (intent) != NULL)
    return _("Astra said that it created the Pulsar token, but does not list it so far");
  if (n == 1)
    return _("The answer was lost. This Pulsar token is new since then, but could not be looked at to tell whether it is the "
             "one that was asked for.");
  if (n > 1)
    return _("The answer was lost. These Pulsar tokens are new since then, and which one was asked for cannot be told. "
             "The tenant’s page shows them; what nobody needs can be deleted there.");

  return _("The answer was lost. Astra lists no such Pulsar token so far. Nothing is sent again; "
           "after a minute it is certain that none was created.");
}

static const char *
get_sentence (LkIntent *intent)
{
  guint n = g_strv_length ((GStrv) lk_intent_get_candidate_ids (intent));

  if (lk_intent_is_pulsar (intent))
    return get_pulsar_sentence (intent);
  if (lk_intent_get_client_id (intent) != NULL)
    return _("Astra created the token, but its secret never arrived");
  if (n == 1)
    return _("The answer was lost. This token is new since then and looks like the one that was asked for; "
             "its secret never arrived.");
  if (n > 1)
    return _("The answer was lost. These tokens are new since then, and one of them may be the one that was asked for.");

  return _("The answer was lost. Astra lists no such token so far. Nothing is sent again; "
           "after a minute it is certain that none was created.");
}

static void
delete_clicked_cb (LkUnfinishedGroup *self,
                   GtkButton         *button)
{
  g_signal_emit (self, signals[DELETE], 0, g_object_get_data (G_OBJECT (button), CLIENT_ID_KEY), FALSE);
}

static void
again_clicked_cb (LkUnfinishedGroup *self,
                  GtkButton         *button)
{
  g_signal_emit (self, signals[DELETE], 0, g_object_get_data (G_OBJECT (button), CLIENT_ID_KEY), TRUE);
}

static void
keep_clicked_cb (LkUnfinishedGroup *self)
{
  g_signal_emit (self, signals[KEEP], 0);
}

static void
look_clicked_cb (LkUnfinishedGroup *self)
{
  g_signal_emit (self, signals[LOOK], 0);
}

static GtkWidget *
add_button (LkUnfinishedGroup *self,
            GtkWidget         *box,
            const char        *label,
            GCallback          callback)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), button);
  lk_large_text_fit (button);

  return button;
}

static GtkWidget *
add_row (LkUnfinishedGroup *self,
         const char        *title,
         const char        *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);

  return row;
}

static void
add_roles (LkUnfinishedGroup *self)
{
  const char *const *ids = lk_intent_get_role_ids (self->intent);
  g_autoptr (GString) titles = g_string_new (NULL);

  for (guint i = 0; ids[i] != NULL; i++)
    {
      LkRole *role = lk_inventory_find_role (self->inventory, ids[i]);

      g_string_append_printf (titles, "%s%s", i > 0 ? "\n" : "", role != NULL ? lk_role_get_title (role) : ids[i]);
    }

  add_row (self, g_strv_length ((GStrv) ids) == 1 ? _("Role") : _("Roles"), titles->str);
}

static void
add_tenant (LkUnfinishedGroup *self)
{
  guint days = lk_intent_get_lifetime_days (self->intent);
  g_autofree char *tenant = lk_text_show (lk_intent_get_tenant_name (self->intent));
  g_autofree char *cluster = lk_text_show (lk_intent_get_cluster_name (self->intent));
  g_autofree char *place = NULL;
  g_autofree char *lifetime = NULL;

  /* Translators: %1$s is a streaming tenant, %2$s the cluster that it is on */
  place = g_strdup_printf (_("%1$s on %2$s"), tenant, cluster);
  add_row (self, _("Tenant"), place);
  if (days > 0)
    /* Translators: %u is how many days a token is valid */
    lifetime = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u day", "%u days", days), days);
  add_row (self, _("Lifetime"), lifetime != NULL ? lifetime : _("Never expires"));
}

static void
add_pulsar_token (LkUnfinishedGroup *self,
                  const char        *token_id)
{
  g_autofree char *shown = lk_text_show (token_id);

  add_row (self, _("New Token"), shown);
}

static void
add_token (LkUnfinishedGroup *self,
           const char        *client_id)
{
  LkAppToken *token = lk_inventory_find (self->inventory, client_id);
  GDateTime *generated_on = token != NULL ? lk_app_token_get_generated_on (token) : NULL;
  g_autofree char *date = generated_on != NULL ? lk_format_date_and_time (generated_on) : NULL;
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *subtitle = NULL;
  GtkWidget *row;

  if (date != NULL)
    /* Translators: %s is a day and time like “4 March 2026, 14:05” */
    subtitle = g_strdup_printf (_("Created %s"), date);
  row = add_row (self, client_id, subtitle != NULL ? subtitle : "");
  adw_preferences_row_set_title_selectable (ADW_PREFERENCES_ROW (row), TRUE);

  g_object_set_data_full (G_OBJECT (button), CLIENT_ID_KEY, g_strdup (client_id), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (delete_clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _("Delete…"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Delete…"), -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static void
add_buttons (LkUnfinishedGroup *self)
{
  const char *own[2];
  const char *const *client_ids = get_client_ids (self, own);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gboolean pulsar = lk_intent_is_pulsar (self->intent);

  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_halign (box, GTK_ALIGN_END);
  if (client_ids[0] == NULL || pulsar)
    {
      add_button (self, box, _("_Forget"), G_CALLBACK (keep_clicked_cb));
      add_button (self, box,
                  lk_intent_get_state (self->intent) == LK_INTENT_ANSWERED ? _("_Store in Keyring") : _("_Look Again"),
                  G_CALLBACK (look_clicked_cb));
    }
  else
    {
      add_button (self, box, _("_Keep"), G_CALLBACK (keep_clicked_cb));
    }
  if (!pulsar && client_ids[0] != NULL && client_ids[1] == NULL)
    {
      GtkWidget *button = add_button (self, box, _("Delete It and Try _Again"), G_CALLBACK (again_clicked_cb));

      g_object_set_data_full (G_OBJECT (button), CLIENT_ID_KEY, g_strdup (client_ids[0]), g_free);
    }
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), box);
}

static void
fill (LkUnfinishedGroup *self)
{
  const char *description = lk_intent_get_description (self->intent);
  gboolean pulsar = lk_intent_is_pulsar (self->intent);
  g_autofree char *shown = lk_text_show (description != NULL ? description : pulsar ? _("Pulsar Token") : _("Untitled Token"));
  g_autofree char *title = g_markup_escape_text (shown, -1);
  g_autofree char *since = lk_format_date_and_time (lk_intent_get_since (self->intent));
  const char *own[2];
  const char *const *client_ids = get_client_ids (self, own);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), title);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), get_sentence (self->intent));
  add_row (self, _("Asked For"), since);
  if (pulsar)
    add_tenant (self);
  else
    add_roles (self);
  for (guint i = 0; client_ids[i] != NULL; i++)
    (pulsar ? add_pulsar_token : add_token) (self, client_ids[i]);
  add_buttons (self);
}

static void
lk_unfinished_group_dispose (GObject *object)
{
  LkUnfinishedGroup *self = LK_UNFINISHED_GROUP (object);

  g_clear_object (&self->inventory);
  g_clear_object (&self->intent);

  G_OBJECT_CLASS (lk_unfinished_group_parent_class)->dispose (object);
}

static void
lk_unfinished_group_class_init (LkUnfinishedGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lk_unfinished_group_dispose;

  /**
   * LkUnfinishedGroup::delete:
   * @self: the group
   * @client_id: of which token
   * @again: whether another one shall be made then
   *
   * Somebody wants to delete a token, and was not asked yet whether that is meant.
   */
  signals[DELETE] = g_signal_new ("delete", LK_TYPE_UNFINISHED_GROUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);

  /**
   * LkUnfinishedGroup::keep:
   * @self: the group
   *
   * Nothing shall be done.
   */
  signals[KEEP] = g_signal_new ("keep", LK_TYPE_UNFINISHED_GROUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                0);

  /**
   * LkUnfinishedGroup::look:
   * @self: the group
   *
   * The list shall be read again.
   */
  signals[LOOK] = g_signal_new ("look", LK_TYPE_UNFINISHED_GROUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                0);
}

static void
lk_unfinished_group_init (LkUnfinishedGroup *self)
{
}

/**
 * lk_unfinished_group_new:
 * @inventory: the inventory of the account
 * @intent: a create that is left, as it stands now
 *
 * Creates a group for one piece of work.
 *
 * Returns: (transfer floating): the group
 */
GtkWidget *
lk_unfinished_group_new (LkInventory *inventory,
                         LkIntent    *intent)
{
  LkUnfinishedGroup *self;

  g_return_val_if_fail (LK_IS_INVENTORY (inventory), NULL);
  g_return_val_if_fail (LK_IS_INTENT (intent), NULL);

  self = g_object_new (LK_TYPE_UNFINISHED_GROUP, NULL);
  self->inventory = g_object_ref (inventory);
  self->intent = g_object_ref (intent);
  fill (self);

  return GTK_WIDGET (self);
}

/**
 * lk_unfinished_group_get_intent:
 * @self: a group
 *
 * Returns: (transfer none): the work that it is about
 */
LkIntent *
lk_unfinished_group_get_intent (LkUnfinishedGroup *self)
{
  g_return_val_if_fail (LK_IS_UNFINISHED_GROUP (self), NULL);

  return self->intent;
}
