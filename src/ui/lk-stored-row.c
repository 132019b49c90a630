/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-stored-row.h"

#include "lk-large-text.h"

#include <glib/gi18n-lib.h>

/**
 * LkStoredRow:
 *
 * What the keyring has of one token: what it is known by, whose it is, and what can be done with it. Its menu uses the
 * actions of the page around it (`secrets.remove` and others), with the key of the #LkStoredSecret as target.
 */
struct _LkStoredRow
{
  AdwBin          parent_instance;

  LkStoredSecret *secret; /* NULL: none */

  GtkMenuButton  *more_button;
};

G_DEFINE_FINAL_TYPE (LkStoredRow, lk_stored_row, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_SECRET,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const char *
get_account_title (LkStoredSecret *secret)
{
  LkAccount *account = lk_stored_secret_get_account (secret);

  if (account != NULL)
    return lk_account_get_title (account);
  /* Translators: in place of an account, where a secret of none was imported */
  if (g_strcmp0 (lk_stored_secret_get_org_id (secret), LK_SECRET_UNKNOWN) == 0)
    return _("No account");

  return C_ ("stored secret", "Account removed");
}

static char *
get_title (GObject        *object,
           LkStoredSecret *secret)
{
  return secret != NULL ? lk_stored_row_create_title (secret) : g_strdup ("");
}

/* Whose it is; of what is no token the title says so. */
static char *
get_subtitle (GObject        *object,
              LkStoredSecret *secret)
{
  const char *description;

  if (secret == NULL)
    return g_strdup ("");
  if (!lk_stored_secret_get_removable (secret))
    return g_strdup ("");

  description = lk_stored_secret_get_description (secret);
  if (description == NULL || g_strcmp0 (description, lk_stored_secret_get_title (secret)) == 0)
    return g_strdup (get_account_title (secret));

  /* Translators: below a script name: %1$s is the token's description, %2$s its account */
  return g_strdup_printf (_("%1$s · %2$s"), description, get_account_title (secret));
}

static const char *
describe_doubt (LkStoredSecret *secret)
{
  if (!lk_stored_secret_get_removable (secret))
    return NULL;

  switch (lk_stored_secret_get_doubt (secret))
    {
    case LK_STORED_SECRET_NEVER_READ:
      return _("its account’s tokens were never read");

    case LK_STORED_SECRET_NOT_READ_NOW:
      return _("its account’s tokens are not up to date");

    case LK_STORED_SECRET_SURE:
    case LK_STORED_SECRET_NO_ACCOUNT:
    default:
      return NULL;
    }
}

/* What is stored, and why nobody knows whether it is good for anything. */
static char *
get_content (GObject        *object,
             LkStoredSecret *secret)
{
  g_autofree char *made = NULL;
  const char *content;
  const char *doubt;

  if (secret == NULL)
    return g_strdup ("");
  if (lk_stored_secret_get_kind (secret) == LK_STORED_SECRET_PENDING)
    return g_strdup (_("The key that keeps a new secret safe until it is stored"));
  if (lk_stored_secret_get_kind (secret) == LK_STORED_SECRET_OTHER)
    return g_strdup (_("This version does not know what it is for"));

  if (lk_stored_secret_get_kind (secret) == LK_STORED_SECRET_PULSAR)
    /* Translators: what is stored: %s is a streaming tenant */
    content = made = g_strdup_printf (_("Pulsar token of %s"), lk_stored_secret_get_tenant (secret));
  else if (!lk_stored_secret_has_field (secret, LK_SECRET_FIELD_CLIENT_SECRET))
    content = _("Token");
  else if (lk_stored_secret_has_field (secret, LK_SECRET_FIELD_TOKEN))
    content = _("Token, Client Secret");
  else
    content = _("Client Secret");

  doubt = describe_doubt (secret);
  if (doubt == NULL)
    return g_strdup (content);

  /* Translators: %1$s is what is stored (“Token, Client Secret”), %2$s why it is not known whether that is in use */
  return g_strdup_printf (_("%1$s · %2$s"), content, doubt);
}

static char *
get_icon (GObject        *object,
          LkStoredSecret *secret)
{
  if (secret == NULL)
    return NULL;

  switch (lk_stored_secret_get_kind (secret))
    {
    case LK_STORED_SECRET_SIGN_IN:
      return g_strdup ("avatar-default-symbolic");

    case LK_STORED_SECRET_PENDING:
      return g_strdup ("content-loading-symbolic");

    case LK_STORED_SECRET_TOKEN:
    case LK_STORED_SECRET_PULSAR:
    case LK_STORED_SECRET_OTHER:
    default:
      return g_strdup ("dialog-password-symbolic");
    }
}

static gboolean
has_text (GObject    *object,
          const char *text)
{
  return text != NULL && *text != '\0';
}

/* Why it cannot be taken out of the keyring by itself. */
static const char *
describe_protection (LkStoredSecret *secret)
{
  switch (lk_stored_secret_get_kind (secret))
    {
    case LK_STORED_SECRET_SIGN_IN:
      /* Translators: why a secret cannot be removed: heading in a menu, so it is short */
      return _("An account signs in with it");

    case LK_STORED_SECRET_PENDING:
      /* Translators: why a secret cannot be removed: heading in a menu, so it is short */
      return _("Unfinished work needs it");

    case LK_STORED_SECRET_TOKEN:
    case LK_STORED_SECRET_PULSAR:
    case LK_STORED_SECRET_OTHER:
    default:
      /* Translators: why a secret cannot be removed: heading in a menu, so it is short */
      return _("From another version");
    }
}

static void
append (GMenu          *menu,
        const char     *label,
        const char     *action,
        LkStoredSecret *secret)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", lk_stored_secret_get_key (secret));
  g_menu_append_item (menu, item);
}

static void
create_popup_cb (GtkMenuButton *button,
                 gpointer       user_data)
{
  LkStoredRow *self = user_data;
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) copying = g_menu_new ();
  g_autoptr (GMenu) removing = g_menu_new ();
  gboolean removable = lk_stored_secret_get_removable (self->secret);

  if (removable && lk_stored_secret_has_field (self->secret, LK_SECRET_FIELD_TOKEN))
    {
      append (copying, _("_Copy Token"), "secrets.copy-token", self->secret);
      /* Only by a client id can a token be looked up without a script name. */
      if (lk_stored_secret_get_script_name (self->secret) != NULL || lk_stored_secret_get_client_id (self->secret) != NULL)
        append (copying, _("Copy C_ommand"), "secrets.copy-command", self->secret);
    }
  append (removing, _("_Remove Stored Secret…"), removable ? "secrets.remove" : "secrets.remove-protected", self->secret);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (copying));
  g_menu_append_section (menu, removable ? NULL : describe_protection (self->secret), G_MENU_MODEL (removing));
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

/* GTK reads the item of the list aloud, not what is in it. */
static void
update_name (LkStoredRow *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;
  g_autofree char *content = NULL;
  g_autofree char *name = NULL;
  g_autofree char *more = NULL;

  if (self->secret == NULL)
    return;

  title = get_title (NULL, self->secret);
  subtitle = get_subtitle (NULL, self->secret);
  content = get_content (NULL, self->secret);
  /* Translators: how a screen reader names a button: %s is what the keyring has a secret of */
  more = g_strdup_printf (_("More for %s"), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->more_button), GTK_ACCESSIBLE_PROPERTY_LABEL, more, -1);
  if (parent == NULL)
    return;

  if (*subtitle == '\0')
    /* Translators: how a screen reader names what the keyring has: %1$s is what it is for, %2$s what is stored (“Token”) */
    name = g_strdup_printf (_("%1$s, %2$s"), title, content);
  else
    /* Translators: how a screen reader names what the keyring has: %1$s is a script name, %2$s its account, %3$s what is
     * stored (“Token, Client Secret”) */
    name = g_strdup_printf (_("%1$s, %2$s, %3$s"), title, subtitle, content);
  gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
lk_stored_row_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lk_stored_row_parent_class)->root (widget);

  update_name (LK_STORED_ROW (widget));
}

static void
lk_stored_row_dispose (GObject *object)
{
  g_clear_object (&LK_STORED_ROW (object)->secret);
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_STORED_ROW);

  G_OBJECT_CLASS (lk_stored_row_parent_class)->dispose (object);
}

static void
lk_stored_row_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_SECRET:
      g_value_set_object (value, LK_STORED_ROW (object)->secret);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_stored_row_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  LkStoredRow *self = LK_STORED_ROW (object);

  switch (prop_id)
    {
    case PROP_SECRET:
      if (!g_set_object (&self->secret, g_value_get_object (value)))
        break;
      update_name (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_stored_row_class_init (LkStoredRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_stored_row_dispose;
  object_class->get_property = lk_stored_row_get_property;
  object_class->set_property = lk_stored_row_set_property;
  widget_class->root = lk_stored_row_root;

  /**
   * LkStoredRow:secret: (nullable)
   *
   * What is stored.
   */
  properties[PROP_SECRET] =
    g_param_spec_object ("secret", NULL, NULL,
                         LK_TYPE_STORED_SECRET,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-stored-row.ui");
  gtk_widget_class_bind_template_child (widget_class, LkStoredRow, more_button);
  gtk_widget_class_bind_template_callback (widget_class, get_title);
  gtk_widget_class_bind_template_callback (widget_class, get_subtitle);
  gtk_widget_class_bind_template_callback (widget_class, get_content);
  gtk_widget_class_bind_template_callback (widget_class, get_icon);
  gtk_widget_class_bind_template_callback (widget_class, has_text);
}

static void
lk_stored_row_init (LkStoredRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  lk_large_text_fit_row (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->more_button, create_popup_cb, self, NULL);
}

/**
 * lk_stored_row_new:
 * @secret: what is stored
 *
 * Returns: (transfer floating): the row
 */
GtkWidget *
lk_stored_row_new (LkStoredSecret *secret)
{
  return g_object_new (LK_TYPE_STORED_ROW, "secret", secret, NULL);
}

/**
 * lk_stored_row_create_title:
 * @secret: what is stored
 *
 * Returns: (transfer full): what a person knows it by
 */
char *
lk_stored_row_create_title (LkStoredSecret *secret)
{
  switch (lk_stored_secret_get_kind (secret))
    {
    case LK_STORED_SECRET_SIGN_IN:
      if (lk_stored_secret_get_account (secret) == NULL)
        return g_strdup (_("Sign-in of an account that is not here"));
      /* Translators: %s is an account */
      return g_strdup_printf (_("Signs in %s"), get_account_title (secret));

    case LK_STORED_SECRET_PENDING:
      return g_strdup (_("Unfinished work"));

    case LK_STORED_SECRET_TOKEN:
    case LK_STORED_SECRET_PULSAR:
    case LK_STORED_SECRET_OTHER:
    default:
      return g_strdup (lk_stored_secret_get_title (secret));
    }
}
