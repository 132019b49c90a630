/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-import-row.h"

#include "lk-format.h"
#include "lk-large-text.h"

#include <glib/gi18n-lib.h>

/**
 * LkImportRow:
 *
 * A secret that was found, what is known of it, and whether it shall be stored; never the secret itself.
 */
struct _LkImportRow
{
  AdwBin        parent_instance;

  LkImportItem *item; /* NULL: not bound */

  GtkWidget    *check;
  GtkWidget    *account_button;
};

G_DEFINE_FINAL_TYPE (LkImportRow, lk_import_row, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_ITEM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* What the template computes. Each is asked for the state, so that the row follows it. */

static char *
get_title (GObject      *object,
           LkImportItem *item,
           int           state)
{
  return item != NULL ? lk_import_item_dup_shown_title (item) : g_strdup ("");
}

static char *
get_subtitle (GObject      *object,
              LkImportItem *item,
              int           state)
{
  LkAccount *account = item != NULL ? lk_import_item_get_account (item) : NULL;
  const char *kind;

  if (item == NULL)
    return g_strdup ("");

  kind = lk_import_item_get_found (item)->kind == LK_FOUND_PULSAR ? _("Pulsar token") : _("Application token");
  if (account == NULL)
    return g_strdup (kind);

  /* Translators: below a token: %1$s is its kind, like “Pulsar token”, %2$s its account */
  return g_strdup_printf (_("%1$s · %2$s"), kind, lk_account_get_title (account));
}

static char *
get_state (GObject      *object,
           LkImportItem *item,
           int           state)
{
  return g_strdup (item != NULL ? lk_import_item_describe (item) : "");
}

static char *
get_explanation (GObject      *object,
                 LkImportItem *item,
                 int           state)
{
  char *text = item != NULL ? lk_import_item_explain (item) : NULL;

  return text != NULL ? text : g_strdup ("");
}

static gboolean
has_text (GObject    *object,
          const char *text)
{
  return text != NULL && *text != '\0';
}

static gboolean
get_choosable (GObject      *object,
               LkImportItem *item,
               int           state)
{
  return item != NULL && lk_import_item_get_choosable (item);
}

/* Its organization may be one that is not signed in to yet. */
static gboolean
may_sign_in (GObject      *object,
             LkImportItem *item,
             int           state)
{
  return item != NULL && state == LK_IMPORT_UNKNOWN && lk_import_item_get_found (item)->kind == LK_FOUND_APP
         && lk_import_item_get_id (item) != NULL;
}

static char *
get_icon (GObject *object,
          int      state)
{
  switch ((LkImportState) state)
    {
    case LK_IMPORT_MATCHES:
    case LK_IMPORT_STORED:
      return g_strdup ("object-select-symbolic");
    case LK_IMPORT_CONFLICT:
    case LK_IMPORT_UNCHECKED:
      return g_strdup ("dialog-warning-symbolic");
    case LK_IMPORT_DAMAGED:
    case LK_IMPORT_BAD_VALUE:
      return g_strdup ("dialog-error-symbolic");
    case LK_IMPORT_UNKNOWN:
    default:
      return g_strdup ("dialog-information-symbolic");
    }
}

static GStrv
get_classes (GObject *object,
             int      state)
{
  const char *const plain[] = { "badge", NULL };
  const char *const unsure[] = { "badge", "warning", NULL };
  const char *const bad[] = { "badge", "error", NULL };

  switch ((LkImportState) state)
    {
    case LK_IMPORT_CONFLICT:
    case LK_IMPORT_UNCHECKED:
      return g_strdupv ((char **) unsure);
    case LK_IMPORT_DAMAGED:
    case LK_IMPORT_BAD_VALUE:
      return g_strdupv ((char **) bad);
    case LK_IMPORT_MATCHES:
    case LK_IMPORT_STORED:
    case LK_IMPORT_UNKNOWN:
    default:
      return g_strdupv ((char **) plain);
    }
}

/* GTK reads the item of the list aloud, not what is in it. */
static void
update_name (LkImportRow *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;
  g_autofree char *explanation = NULL;
  g_autofree char *name = NULL;

  if (self->item == NULL)
    return;

  title = get_title (NULL, self->item, 0);
  subtitle = get_subtitle (NULL, self->item, 0);
  explanation = get_explanation (NULL, self->item, 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  if (parent == NULL)
    return;

  /* Translators: told of a secret in a list: it will be imported */
  name = lk_format_list (title, subtitle, lk_import_item_describe (self->item), explanation,
                         lk_import_item_get_chosen (self->item) ? _("chosen") : "", NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
toggled_cb (LkImportRow *self)
{
  if (self->item != NULL)
    lk_import_item_set_chosen (self->item, gtk_check_button_get_active (GTK_CHECK_BUTTON (self->check)));
}

static void
set_item (LkImportRow  *self,
          LkImportItem *item)
{
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, update_name, self);
  g_set_object (&self->item, item);
  if (item != NULL)
    g_signal_connect_swapped (item, "notify", G_CALLBACK (update_name), self);
  if (item != NULL && lk_import_item_get_id (item) != NULL)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (self->account_button), "s", lk_import_item_get_id (item));
  update_name (self);
}

static void
lk_import_row_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lk_import_row_parent_class)->root (widget);

  update_name (LK_IMPORT_ROW (widget));
}

static void
lk_import_row_dispose (GObject *object)
{
  LkImportRow *self = LK_IMPORT_ROW (object);

  if (self->check != NULL)
    set_item (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_IMPORT_ROW);

  G_OBJECT_CLASS (lk_import_row_parent_class)->dispose (object);
}

static void
lk_import_row_get_property (GObject    *object,
                            guint       property_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_ITEM:
      g_value_set_object (value, LK_IMPORT_ROW (object)->item);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_import_row_set_property (GObject      *object,
                            guint         property_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  LkImportRow *self = LK_IMPORT_ROW (object);

  switch (property_id)
    {
    case PROP_ITEM:
      if (self->item == g_value_get_object (value))
        break;
      set_item (self, g_value_get_object (value));
      g_object_notify_by_pspec (object, pspec);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_import_row_class_init (LkImportRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_import_row_dispose;
  object_class->get_property = lk_import_row_get_property;
  object_class->set_property = lk_import_row_set_property;
  widget_class->root = lk_import_row_root;

  /**
   * LkImportRow:item: (nullable)
   *
   * The secret that is shown.
   */
  properties[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, LK_TYPE_IMPORT_ITEM,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-import-row.ui");
  gtk_widget_class_bind_template_child (widget_class, LkImportRow, check);
  gtk_widget_class_bind_template_child (widget_class, LkImportRow, account_button);
  gtk_widget_class_bind_template_callback (widget_class, get_title);
  gtk_widget_class_bind_template_callback (widget_class, get_subtitle);
  gtk_widget_class_bind_template_callback (widget_class, get_state);
  gtk_widget_class_bind_template_callback (widget_class, get_explanation);
  gtk_widget_class_bind_template_callback (widget_class, has_text);
  gtk_widget_class_bind_template_callback (widget_class, get_choosable);
  gtk_widget_class_bind_template_callback (widget_class, may_sign_in);
  gtk_widget_class_bind_template_callback (widget_class, get_icon);
  gtk_widget_class_bind_template_callback (widget_class, get_classes);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
}

static void
lk_import_row_init (LkImportRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  lk_large_text_fit_row (GTK_WIDGET (self));
}
