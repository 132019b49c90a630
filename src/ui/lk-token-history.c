/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-token-history.h"

#include "lk-activity-row.h"

#include <glib/gi18n-lib.h>

/**
 * LkTokenHistory:
 *
 * What was done to one token, newest first: the last few times, and a way to all of them. It reads the records when it
 * comes to be seen, and whenever something is recorded meanwhile.
 */
struct _LkTokenHistory
{
  AdwBin         parent_instance;

  LkInventory   *inventory;   /* NULL: none */
  LkAppToken    *token;       /* NULL: none */
  GSignalGroup  *of_office;
  GCancellable  *cancellable; /* of the reading that is under way; NULL: none is */
  char          *empty_text;

  GListStore    *activities;
  GtkListBox    *list;
};

G_DEFINE_FINAL_TYPE (LkTokenHistory, lk_token_history, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_INVENTORY,
  PROP_TOKEN,
  PROP_EMPTY_TEXT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row),
                              g_object_new (LK_TYPE_ACTIVITY_ROW, "activity", item, "of-known-token", TRUE, NULL));

  return row;
}

static gboolean
is_any (LkTokenHistory *self,
        guint           n)
{
  return n > 0;
}

static gboolean
is_none (LkTokenHistory *self,
         guint           n)
{
  return n == 0;
}

static GVariant *
get_target (LkTokenHistory *self,
            const char     *client_id)
{
  return g_variant_ref_sink (g_variant_new_string (client_id != NULL ? client_id : ""));
}

static void
say (LkTokenHistory *self,
     const char     *text)
{
  g_free (self->empty_text);
  self->empty_text = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EMPTY_TEXT]);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  LkTokenHistory *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) activities = lk_state_list_token_activities_finish (LK_STATE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  if (activities == NULL)
    {
      say (self, error->message);
      g_list_store_remove_all (self->activities);
      return;
    }

  say (self, _("Nothing recorded yet"));
  g_list_store_splice (self->activities, 0, g_list_model_get_n_items (G_LIST_MODEL (self->activities)),
                       activities->pdata, activities->len);
}

static void
load (LkTokenHistory *self)
{
  LkState *state;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->inventory == NULL || self->token == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  state = lk_office_get_state (lk_inventory_get_office (self->inventory));
  self->cancellable = g_cancellable_new ();
  lk_state_list_token_activities_async (state, lk_app_token_get_client_id (self->token), self->cancellable, listed_cb,
                                        self);
}

static void
lk_token_history_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lk_token_history_parent_class)->map (widget);

  load (LK_TOKEN_HISTORY (widget));
}

static void
lk_token_history_dispose (GObject *object)
{
  LkTokenHistory *self = LK_TOKEN_HISTORY (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->of_office);
  g_clear_object (&self->inventory);
  g_clear_object (&self->token);

  G_OBJECT_CLASS (lk_token_history_parent_class)->dispose (object);
}

static void
lk_token_history_finalize (GObject *object)
{
  g_clear_pointer (&LK_TOKEN_HISTORY (object)->empty_text, g_free);

  G_OBJECT_CLASS (lk_token_history_parent_class)->finalize (object);
}

static void
lk_token_history_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  LkTokenHistory *self = LK_TOKEN_HISTORY (object);

  switch (prop_id)
    {
    case PROP_INVENTORY:
      g_value_set_object (value, self->inventory);
      break;
    case PROP_TOKEN:
      g_value_set_object (value, self->token);
      break;
    case PROP_EMPTY_TEXT:
      g_value_set_string (value, self->empty_text);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_token_history_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  LkTokenHistory *self = LK_TOKEN_HISTORY (object);

  switch (prop_id)
    {
    case PROP_INVENTORY:
      if (!g_set_object (&self->inventory, g_value_get_object (value)))
        return;
      g_signal_group_set_target (self->of_office,
                                 self->inventory != NULL ? lk_inventory_get_office (self->inventory) : NULL);
      load (self);
      break;
    case PROP_TOKEN:
      if (!g_set_object (&self->token, g_value_get_object (value)))
        return;
      g_list_store_remove_all (self->activities);
      load (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }

  g_object_notify_by_pspec (object, pspec);
}

static void
lk_token_history_class_init (LkTokenHistoryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags both = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = lk_token_history_dispose;
  object_class->finalize = lk_token_history_finalize;
  object_class->get_property = lk_token_history_get_property;
  object_class->set_property = lk_token_history_set_property;
  widget_class->map = lk_token_history_map;

  /**
   * LkTokenHistory:inventory: (nullable)
   *
   * Whose token it is.
   */
  properties[PROP_INVENTORY] = g_param_spec_object ("inventory", NULL, NULL, LK_TYPE_INVENTORY, both);
  /**
   * LkTokenHistory:token: (nullable)
   *
   * The token that it is about.
   */
  properties[PROP_TOKEN] = g_param_spec_object ("token", NULL, NULL, LK_TYPE_APP_TOKEN, both);
  /**
   * LkTokenHistory:empty-text:
   *
   * What is said where nothing is listed: that there is nothing, or why it could not be read.
   */
  properties[PROP_EMPTY_TEXT] =
    g_param_spec_string ("empty-text", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (LK_TYPE_ACTIVITY);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-token-history.ui");
  gtk_widget_class_bind_template_child (widget_class, LkTokenHistory, activities);
  gtk_widget_class_bind_template_child (widget_class, LkTokenHistory, list);
  gtk_widget_class_bind_template_callback (widget_class, is_any);
  gtk_widget_class_bind_template_callback (widget_class, is_none);
  gtk_widget_class_bind_template_callback (widget_class, get_target);
}

static void
lk_token_history_init (LkTokenHistory *self)
{
  self->of_office = g_signal_group_new (LK_TYPE_OFFICE);
  g_signal_group_connect_swapped (self->of_office, "recorded", G_CALLBACK (load), self);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->activities), create_row, NULL, NULL);
}
