/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-deletion-row.h"

#include "lk-format.h"
#include "lk-large-text.h"

#include <glib/gi18n-lib.h>

/**
 * LkDeletionRow:
 *
 * A token that is to be deleted, and then what became of it.
 */
struct _LkDeletionRow
{
  AdwBin      parent_instance;

  LkDeletion *deletion; /* NULL: not bound */
};

G_DEFINE_FINAL_TYPE (LkDeletionRow, lk_deletion_row, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_DELETION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char *
describe_token (GObject    *object,
                LkAppToken *token)
{
  GDateTime *generated_on = token != NULL ? lk_app_token_get_generated_on (token) : NULL;
  const char *role = token != NULL ? lk_app_token_get_role_title (token) : NULL;
  g_autofree char *created = generated_on != NULL ? lk_format_date (generated_on) : NULL;

  if (created == NULL)
    return g_strdup (role != NULL ? role : "");

  /* Translators: %1$s is a token's role, %2$s a day like “4 March 2026” */
  return g_strdup_printf (_("%1$s, created %2$s"), role != NULL ? role : "", created);
}

/* Said as long as it is still to come. */
static gboolean
takes_secret (GObject  *object,
              gboolean  stored,
              int       state)
{
  return stored && state == LK_DELETION_WAITING;
}

static gboolean
has_text (GObject    *object,
          const char *text)
{
  return text != NULL && *text != '\0';
}

static char *
get_outcome (GObject *object,
             int      state)
{
  switch ((LkDeletionState) state)
    {
    case LK_DELETION_SENDING:
    case LK_DELETION_SENT:
      /* Translators: what is being done with a token */
      return g_strdup (_("Deleting"));
    case LK_DELETION_DELETED:
      return g_strdup (C_ ("deletion", "Deleted"));
    case LK_DELETION_FAILED:
      return g_strdup (C_ ("deletion", "Failed"));
    case LK_DELETION_UNKNOWN:
      /* Translators: what became of a token: nobody knows */
      return g_strdup (C_ ("deletion", "Unknown"));
    case LK_DELETION_UNTOUCHED:
      /* Translators: what became of a token that was to be deleted: nothing */
      return g_strdup (_("Stays"));
    case LK_DELETION_WAITING:
    default:
      return g_strdup ("");
    }
}

static char *
get_icon (GObject    *object,
          int         state,
          const char *message)
{
  switch ((LkDeletionState) state)
    {
    case LK_DELETION_SENDING:
    case LK_DELETION_SENT:
      return g_strdup ("content-loading-symbolic");
    case LK_DELETION_DELETED:
      return g_strdup (has_text (object, message) ? "dialog-warning-symbolic" : "object-select-symbolic");
    case LK_DELETION_FAILED:
      return g_strdup ("dialog-error-symbolic");
    case LK_DELETION_UNKNOWN:
      return g_strdup ("dialog-warning-symbolic");
    case LK_DELETION_UNTOUCHED:
      return g_strdup ("action-unavailable-symbolic");
    case LK_DELETION_WAITING:
    default:
      return NULL;
    }
}

static GStrv
get_classes (GObject    *object,
             int         state,
             const char *message)
{
  const char *const plain[] = { "badge", NULL };
  const char *const failed[] = { "badge", "error", NULL };
  const char *const unsure[] = { "badge", "warning", NULL };

  if (state == LK_DELETION_FAILED)
    return g_strdupv ((char **) failed);
  if (state == LK_DELETION_UNKNOWN || (state == LK_DELETION_DELETED && has_text (object, message)))
    return g_strdupv ((char **) unsure);

  return g_strdupv ((char **) plain);
}

/* GTK reads the item of the list aloud, not what is in it. */
static void
update_name (LkDeletionRow *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));
  LkAppToken *token;
  const char *message;
  g_autofree char *description = NULL;
  g_autofree char *outcome = NULL;
  g_autofree char *name = NULL;
  gboolean takes;

  if (self->deletion == NULL || parent == NULL)
    return;

  token = lk_deletion_get_token (self->deletion);
  message = lk_deletion_get_message (self->deletion);
  description = describe_token (NULL, token);
  outcome = get_outcome (NULL, (int) lk_deletion_get_state (self->deletion));
  takes = takes_secret (NULL, lk_app_token_get_stored (token), (int) lk_deletion_get_state (self->deletion));
  /* Translators: told of a token that is to be deleted, in a list of what is known of it */
  name = lk_format_list (lk_app_token_get_title (token), description, takes ? _("its stored secret is removed too") : "",
                         outcome, message, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
set_deletion (LkDeletionRow *self,
              LkDeletion    *deletion)
{
  if (self->deletion != NULL)
    g_signal_handlers_disconnect_by_func (self->deletion, update_name, self);
  g_set_object (&self->deletion, deletion);
  if (deletion != NULL)
    g_signal_connect_swapped (deletion, "notify::message", G_CALLBACK (update_name), self);
  update_name (self);
}

static void
lk_deletion_row_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lk_deletion_row_parent_class)->root (widget);

  update_name (LK_DELETION_ROW (widget));
}

static void
lk_deletion_row_dispose (GObject *object)
{
  set_deletion (LK_DELETION_ROW (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_DELETION_ROW);

  G_OBJECT_CLASS (lk_deletion_row_parent_class)->dispose (object);
}

static void
lk_deletion_row_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_DELETION:
      g_value_set_object (value, LK_DELETION_ROW (object)->deletion);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_deletion_row_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  LkDeletionRow *self = LK_DELETION_ROW (object);

  switch (prop_id)
    {
    case PROP_DELETION:
      if (self->deletion == g_value_get_object (value))
        break;
      set_deletion (self, g_value_get_object (value));
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_deletion_row_class_init (LkDeletionRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_deletion_row_dispose;
  object_class->get_property = lk_deletion_row_get_property;
  object_class->set_property = lk_deletion_row_set_property;
  widget_class->root = lk_deletion_row_root;

  /**
   * LkDeletionRow:deletion: (nullable)
   *
   * The deletion of the token that is shown.
   */
  properties[PROP_DELETION] =
    g_param_spec_object ("deletion", NULL, NULL,
                         LK_TYPE_DELETION,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-deletion-row.ui");
  gtk_widget_class_bind_template_callback (widget_class, describe_token);
  gtk_widget_class_bind_template_callback (widget_class, takes_secret);
  gtk_widget_class_bind_template_callback (widget_class, has_text);
  gtk_widget_class_bind_template_callback (widget_class, get_outcome);
  gtk_widget_class_bind_template_callback (widget_class, get_icon);
  gtk_widget_class_bind_template_callback (widget_class, get_classes);
}

static void
lk_deletion_row_init (LkDeletionRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  lk_large_text_fit_row (GTK_WIDGET (self));
}
