/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-stored-page.h"

#include "lk-confirm.h"
#include "lk-delay.h"
#include "lk-heading-row.h"
#include "lk-keyring-actions.h"
#include "lk-keyring-banner.h"
#include "lk-look-up-command.h"
#include "lk-row-menu.h"
#include "lk-stored-list.h"
#include "lk-stored-row.h"
#include "lk-token-actions.h"

#include <glib/gi18n-lib.h>

/**
 * LkStoredPage:
 *
 * All that this application has in the keyring, also of accounts that are not here any more: it can be searched, copied
 * and removed. What is done with it is an action here (`secrets.remove` and others), with its key as target.
 */
struct _LkStoredPage
{
  AdwBin           parent_instance;

  LkStoredSecrets *secrets;     /* NULL: none yet */
  GCancellable    *cancellable; /* ends with the page */
  gboolean         collapsed;

  LkDelay         *delay;
  LkStoredList    *stored_list;
  LkKeyringBanner *banner;
  GtkWidget       *content;
  GtkSearchBar    *search_bar;
  GtkSearchEntry  *search_entry;
};

G_DEFINE_FINAL_TYPE (LkStoredPage, lk_stored_page, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_SECRETS,
  PROP_COLLAPSED,
  PROP_STATE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const GError *
get_error (LkStoredPage *self)
{
  return self->secrets != NULL ? lk_stored_secrets_get_error (self->secrets) : NULL;
}

/* The keyring is there and open, by what the banner knows: nothing is seen of it then. */
static gboolean
is_open (LkStoredPage *self)
{
  return lk_keyring_banner_get_usable (self->banner) && !lk_keyring_banner_get_locked (self->banner);
}

static const char *
get_state (LkStoredPage *self)
{
  guint n_matching;

  if (self->secrets == NULL)
    return "loading";

  g_object_get (self->stored_list, "n-matching", &n_matching, NULL);
  if (n_matching > 0)
    return "list";
  if (g_list_model_get_n_items (G_LIST_MODEL (self->secrets)) > 0)
    return "no-match";
  if (get_error (self) != NULL)
    return is_open (self) ? "loading" : "failed";

  return lk_stored_secrets_get_loaded (self->secrets) ? "empty" : "loading";
}

static void
state_changed_cb (LkStoredPage *self)
{
  gboolean any = self->secrets != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->secrets)) > 0;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.search", any);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
error_changed_cb (LkStoredPage *self)
{
  lk_keyring_banner_show_error (self->banner, get_error (self));
  state_changed_cb (self);
}

/* The banner asked the keyring again, or unlocked it. */
static void
usable_changed_cb (LkStoredPage *self)
{
  if (get_error (self) != NULL && is_open (self))
    lk_stored_secrets_refresh (self->secrets);
  state_changed_cb (self);
}

static void
bind_row_cb (LkStoredPage             *self,
             GtkListItem              *item,
             GtkSignalListItemFactory *factory)
{
  GObject *object = gtk_list_item_get_item (item);

  gtk_list_item_set_activatable (item, FALSE);
  /* A heading that is first and cannot have the focus keeps the keys out of the list (GTK 4.8.3). */
  gtk_list_item_set_selectable (item, TRUE);
  if (LK_IS_TOKEN_HEADING (object))
    {
      GtkWidget *row = lk_heading_row_new ();

      lk_heading_row_set_heading (LK_HEADING_ROW (row), LK_TOKEN_HEADING (object));
      gtk_list_item_set_child (item, row);
    }
  else
    {
      gtk_list_item_set_child (item, lk_stored_row_new (LK_STORED_SECRET (object)));
    }
}

static void
unbind_row_cb (LkStoredPage             *self,
               GtkListItem              *item,
               GtkSignalListItemFactory *factory)
{
  gtk_list_item_set_child (item, NULL);
}

/* Actions. */

static LkStoredSecret *
find_target (LkStoredPage *self,
             GVariant     *parameter)
{
  return self->secrets != NULL ? lk_stored_secrets_find (self->secrets, g_variant_get_string (parameter, NULL)) : NULL;
}

static void
search_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  LkStoredPage *self = LK_STORED_PAGE (widget);

  gtk_search_bar_set_search_mode (self->search_bar, !gtk_search_bar_get_search_mode (self->search_bar));
}

static void
reload_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  LkStoredPage *self = LK_STORED_PAGE (widget);

  if (self->secrets != NULL)
    lk_stored_secrets_refresh (self->secrets);
}

/* One wish to copy a token. A locked keyring is unlocked for it, once. */
typedef struct
{
  LkStoredPage *page; /* not owned: it cancels when it goes */
  GHashTable   *attributes;
  gboolean      unlocked;
} Copy;

static void
copy_free (Copy *self)
{
  g_hash_table_unref (self->attributes);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Copy, copy_free)

static void look_up (Copy *owned_copy);

static void
unlocked_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Copy) copy = user_data;
  g_autoptr (GError) error = NULL;

  if (lk_keyring_unlock_finish (LK_KEYRING (source), result, &error))
    look_up (g_steal_pointer (&copy));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    lk_keyring_actions_show_error (GTK_WIDGET (copy->page), _("The Secret Could Not Be Read"), error);
}

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (Copy) copy = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) value = lk_keyring_look_up_finish (LK_KEYRING (source), result, &error);
  LkStoredPage *self = copy->page;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (g_error_matches (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_LOCKED) && !copy->unlocked)
    {
      copy->unlocked = TRUE;
      lk_keyring_unlock_async (LK_KEYRING (source), self->cancellable, unlocked_cb, g_steal_pointer (&copy));
    }
  else if (error != NULL)
    {
      lk_keyring_actions_show_error (GTK_WIDGET (self), _("The Secret Could Not Be Read"), error);
    }
  else if (value != NULL)
    {
      lk_token_actions_copy_value (GTK_WIDGET (self), value, LK_SECRET_FIELD_TOKEN);
    }
  else
    {
      lk_token_actions_show_error (GTK_WIDGET (self), _("The Secret Could Not Be Read"), _("It is not in the keyring"));
      lk_stored_secrets_refresh (self->secrets);
    }
}

static void
look_up (Copy *owned_copy)
{
  g_autoptr (Copy) copy = owned_copy;
  LkStoredPage *self = copy->page;
  GHashTable *attributes = copy->attributes;

  lk_keyring_look_up_async (lk_stored_secrets_get_keyring (self->secrets), attributes, self->cancellable, looked_up_cb,
                            g_steal_pointer (&copy));
}

static void
copy_token_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  LkStoredPage *self = LK_STORED_PAGE (widget);
  LkStoredSecret *secret = find_target (self, parameter);
  Copy *copy;

  if (secret == NULL || !lk_stored_secret_get_removable (secret))
    return;

  copy = g_new0 (Copy, 1);
  copy->page = self;
  copy->attributes = lk_stored_secret_create_attributes (secret, LK_SECRET_FIELD_TOKEN);
  look_up (copy);
}

static void
copy_command_action (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  LkStoredPage *self = LK_STORED_PAGE (widget);
  LkStoredSecret *secret = find_target (self, parameter);
  g_autofree char *command = NULL;

  if (secret == NULL)
    return;

  command = lk_look_up_command_new (lk_keyring_get_application (lk_stored_secrets_get_keyring (self->secrets)),
                                    lk_stored_secret_get_script_name (secret), lk_stored_secret_get_client_id (secret),
                                    LK_SECRET_FIELD_TOKEN);
  if (command != NULL)
    lk_token_actions_copy_text (widget, command, _("Command copied"));
  else
    gtk_widget_activate_action (widget, "win.toast", "s", _("This token has no name that a command can have"));
}

static void
removed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GtkWidget) widget = GTK_WIDGET (user_data);
  g_autoptr (GError) error = NULL;

  lk_stored_secrets_remove_finish (LK_STORED_SECRETS (source), result, &error);
  if (gtk_widget_get_root (widget) == NULL)
    return;

  if (error == NULL)
    gtk_widget_activate_action (widget, "win.toast", "s", _("Secret removed from keyring"));
  else if (g_error_matches (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_LOCKED))
    lk_keyring_actions_unlock (widget, lk_stored_secrets_get_keyring (LK_STORED_SECRETS (source)));
  else
    lk_keyring_actions_show_error (widget, _("The Secret Could Not Be Removed"), error);
}

static void
remove_answered_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  LkStoredPage *self = LK_STORED_PAGE (source);
  g_autofree char *key = user_data;
  g_autofree char *response = lk_confirm_finish (GTK_WIDGET (source), result, NULL);
  LkStoredSecret *secret;

  if (g_strcmp0 (response, "remove") != 0)
    return;

  /* Holds the page on purpose: the outcome must be told. */
  secret = lk_stored_secrets_find (self->secrets, key);
  if (secret != NULL && lk_stored_secret_get_removable (secret))
    lk_stored_secrets_remove_async (self->secrets, secret, removed_cb, g_object_ref (self));
}

static const char *
describe_removal (LkStoredSecret *secret)
{
  switch (lk_stored_secret_get_group (secret))
    {
    case LK_STORED_SECRET_GONE:
      return _("Its token is no longer on the server, so nothing can use the secret any more");

    case LK_STORED_SECRET_SUPERSEDED:
      return _("Another token took its place. This one works until it is deleted, but its secret cannot be read again: "
               "Astra shows it only once.");

    case LK_STORED_SECRET_UNKNOWN:
      return _("It was not checked whether its token still works. If it does, its secret cannot be read again: Astra shows "
               "it only once.");

    case LK_STORED_SECRET_IN_USE:
    case LK_STORED_SECRET_N_GROUPS:
    default:
      return _("The token keeps working, but its secret cannot be read again: Astra shows it only once. Scripts that look "
               "it up find nothing from now on.");
    }
}

static void
remove_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  LkStoredPage *self = LK_STORED_PAGE (widget);
  LkStoredSecret *secret = find_target (self, parameter);
  const LkConfirmResponse responses[] = {
    { "cancel", _("_Cancel"), LK_CONFIRM_DEFAULT },
    { "remove", _("_Remove"), LK_CONFIRM_DESTRUCTIVE },
  };
  g_autofree char *heading = NULL;

  if (secret == NULL || !lk_stored_secret_get_removable (secret))
    return;

  /* Translators: %s is what a stored secret is known by, such as a script name */
  heading = g_strdup_printf (_("Remove the Stored Secret of “%s”?"), lk_stored_secret_get_title (secret));
  lk_confirm_async (widget, heading, describe_removal (secret), responses, G_N_ELEMENTS (responses), "cancel", "cancel",
                    self->cancellable, remove_answered_cb, g_strdup (lk_stored_secret_get_key (secret)));
}

static void
lk_stored_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lk_stored_page_parent_class)->map (widget);

  /* Another program may have changed what the keyring has. */
  reload_action (widget, NULL, NULL);
}

static void
set_secrets (LkStoredPage    *self,
             LkStoredSecrets *secrets)
{
  if (!g_set_object (&self->secrets, secrets))
    return;

  g_object_set (self->stored_list, "source", secrets, NULL);
  if (secrets == NULL)
    return;

  lk_keyring_banner_set_keyring (self->banner, lk_stored_secrets_get_keyring (secrets));
  if (get_error (self) != NULL)
    lk_keyring_banner_show_error (self->banner, get_error (self));
  g_signal_connect_object (secrets, "notify::error", G_CALLBACK (error_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (secrets, "notify::loaded", G_CALLBACK (state_changed_cb), self, G_CONNECT_SWAPPED);
  g_object_bind_property (secrets, "loading", self->delay, "active", G_BINDING_SYNC_CREATE);
  state_changed_cb (self);
}

static void
lk_stored_page_dispose (GObject *object)
{
  LkStoredPage *self = LK_STORED_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->secrets);

  G_OBJECT_CLASS (lk_stored_page_parent_class)->dispose (object);
}

static void
lk_stored_page_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  LkStoredPage *self = LK_STORED_PAGE (object);

  switch (prop_id)
    {
    case PROP_SECRETS:
      g_value_set_object (value, self->secrets);
      break;
    case PROP_COLLAPSED:
      g_value_set_boolean (value, self->collapsed);
      break;
    case PROP_STATE:
      g_value_set_static_string (value, self->stored_list != NULL ? get_state (self) : "loading");
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_stored_page_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  LkStoredPage *self = LK_STORED_PAGE (object);

  switch (prop_id)
    {
    case PROP_SECRETS:
      set_secrets (self, g_value_get_object (value));
      break;
    case PROP_COLLAPSED:
      self->collapsed = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }

  g_object_notify_by_pspec (object, pspec);
}

static void
lk_stored_page_class_init (LkStoredPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags both = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags derived = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = lk_stored_page_dispose;
  object_class->get_property = lk_stored_page_get_property;
  object_class->set_property = lk_stored_page_set_property;
  widget_class->map = lk_stored_page_map;

  /**
   * LkStoredPage:secrets: (nullable)
   *
   * What is stored; it is set once.
   */
  properties[PROP_SECRETS] = g_param_spec_object ("secrets", NULL, NULL, LK_TYPE_STORED_SECRETS, both);
  /**
   * LkStoredPage:collapsed:
   *
   * Whether the page is alone in a narrow window: it has a Back button then.
   */
  properties[PROP_COLLAPSED] = g_param_spec_boolean ("collapsed", NULL, NULL, FALSE, both);
  /**
   * LkStoredPage:state:
   *
   * What there is to see: "loading", "list", "empty", "no-match" or "failed".
   */
  properties[PROP_STATE] = g_param_spec_string ("state", NULL, NULL, "loading", derived);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "page.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "page.reload", NULL, reload_action);
  gtk_widget_class_install_action (widget_class, "secrets.copy-token", "s", copy_token_action);
  gtk_widget_class_install_action (widget_class, "secrets.copy-command", "s", copy_command_action);
  gtk_widget_class_install_action (widget_class, "secrets.remove", "s", remove_action);
  gtk_widget_class_install_action (widget_class, "secrets.remove-protected", "s", remove_action);
  lk_row_menu_install (widget_class);

  g_type_ensure (LK_TYPE_DELAY);
  g_type_ensure (LK_TYPE_KEYRING_BANNER);
  g_type_ensure (LK_TYPE_STORED_LIST);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-stored-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LkStoredPage, delay);
  gtk_widget_class_bind_template_child (widget_class, LkStoredPage, stored_list);
  gtk_widget_class_bind_template_child (widget_class, LkStoredPage, banner);
  gtk_widget_class_bind_template_child (widget_class, LkStoredPage, content);
  gtk_widget_class_bind_template_child (widget_class, LkStoredPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, LkStoredPage, search_entry);
  gtk_widget_class_bind_template_callback (widget_class, bind_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, state_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, usable_changed_cb);
}

static void
lk_stored_page_init (LkStoredPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  /* What is protected shows that it could be removed otherwise. */
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "secrets.remove-protected", FALSE);
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
  gtk_search_bar_set_key_capture_widget (self->search_bar, self->content);
  state_changed_cb (self);
}
