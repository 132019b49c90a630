/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-uses-group.h"

#include "lk-format.h"
#include "lk-redact.h"
#include "lk-undo.h"
#include "lk-use-row.h"

#include <glib/gi18n-lib.h>

/**
 * LkUsesGroup:
 *
 * What holds a copy of a token, in people's own words: a list that can be added to and, during a rotation, ticked off.
 */
struct _LkUsesGroup
{
  AdwBin        parent_instance;

  LkState      *state; /* NULL: of no token */
  LkUsedToken  *token; /* NULL with it */
  gboolean      checkable;
  GCancellable *cancellable; /* of the reading that is under way; NULL: none is */

  GListStore   *uses;
  GtkListBox   *list;
  AdwEntryRow  *new_row;
};

G_DEFINE_FINAL_TYPE (LkUsesGroup, lk_uses_group, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_CHECKABLE,
  N_PROPS
};

enum
{
  CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* One that was forgotten, and of which token, whichever is shown by then. */
typedef struct
{
  LkState     *state;
  LkUsedToken *token;
  char        *text;
  gboolean     switched;
} Forgotten;

static void
forgotten_free (gpointer data)
{
  Forgotten *forgotten = data;

  g_object_unref (forgotten->state);
  lk_used_token_free (forgotten->token);
  g_free (forgotten->text);
  g_free (forgotten);
}

static char *
describe (LkUsesGroup *self,
          gboolean     checkable,
          guint        n)
{
  if (checkable && n > 0)
    return g_strdup (_("Tick off what has the new token"));

  return g_strdup (_("What holds a copy of this token. Kept on this computer, not sent to Astra."));
}

static gboolean
is_any (LkUsesGroup *self,
        guint        n)
{
  return n > 0;
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  LkUsesGroup *self = user_data;

  return g_object_new (LK_TYPE_USE_ROW, "checkable", self->checkable, "use", item, NULL);
}

/* What is shown is read anew, also where it could not be changed; see LkState::uses-changed. */
static void
tell (GtkWidget    *widget,
      const GError *error)
{
  gtk_widget_activate_action (widget, "win.toast", "s", error->message);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GError) error = NULL;

  if (!lk_state_save_use_finish (LK_STATE (source), result, &error))
    tell (widget, error);
}

/* The row is emptied once its text is safe. */
static void
added_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (LkUsesGroup) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!lk_state_save_use_finish (LK_STATE (source), result, &error))
    {
      tell (GTK_WIDGET (self), error);
      return;
    }

  /* An empty row has nothing to apply (libadwaita 1.2 shows the button for each change of the text). */
  adw_entry_row_set_show_apply_button (self->new_row, FALSE);
  gtk_editable_set_text (GTK_EDITABLE (self->new_row), "");
  adw_entry_row_set_show_apply_button (self->new_row, TRUE);
}

static void
removed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GError) error = NULL;

  if (!lk_state_remove_use_finish (LK_STATE (source), result, &error))
    tell (widget, error);
}

static void
switched_cb (LkUsesGroup *self,
             GParamSpec  *pspec,
             LkTokenUse  *use)
{
  if (self->state != NULL)
    lk_state_save_use_async (self->state, self->token, lk_token_use_get_text (use), lk_token_use_get_switched (use), NULL,
                             saved_cb, g_object_ref (self));
}

static gboolean
is_same (LkUsesGroup *self,
         GPtrArray   *uses)
{
  if (uses->len != g_list_model_get_n_items (G_LIST_MODEL (self->uses)))
    return FALSE;

  for (guint i = 0; i < uses->len; i++)
    {
      g_autoptr (LkTokenUse) shown = g_list_model_get_item (G_LIST_MODEL (self->uses), i);

      if (g_strcmp0 (lk_token_use_get_text (shown), lk_token_use_get_text (uses->pdata[i])) != 0
          || lk_token_use_get_switched (shown) != lk_token_use_get_switched (uses->pdata[i]))
        return FALSE;
    }

  return TRUE;
}

/* Rows that are as they should be stay, and with them the focus. */
static void
show (LkUsesGroup *self,
      GPtrArray   *uses)
{
  if (is_same (self, uses))
    return;

  for (guint i = 0; i < uses->len; i++)
    g_signal_connect_object (uses->pdata[i], "notify::switched", G_CALLBACK (switched_cb), self, G_CONNECT_SWAPPED);
  g_list_store_splice (self->uses, 0, g_list_model_get_n_items (G_LIST_MODEL (self->uses)), uses->pdata, uses->len);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  LkUsesGroup *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) uses = lk_state_list_uses_finish (LK_STATE (source), result, &error);

  /* Cancelled: the group may be gone, so @self must not be touched. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  if (uses != NULL)
    show (self, uses);
  else
    tell (GTK_WIDGET (self), error);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
stop_reading (LkUsesGroup *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
read_uses (LkUsesGroup *self)
{
  stop_reading (self);
  if (self->state == NULL)
    return;

  self->cancellable = g_cancellable_new ();
  lk_state_list_uses_async (self->state, self->token, self->cancellable, listed_cb, self);
}

static void
changed_cb (LkUsesGroup *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->new_row), "error");
}

static gboolean
holds_token (const char *text)
{
  g_autofree char *redacted = lk_redact_tokens (text);

  return !g_str_equal (redacted, text);
}

/* Whether it is ticked off already. */
static gboolean
is_switched (LkUsesGroup *self,
             const char  *text)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->uses)); i++)
    {
      g_autoptr (LkTokenUse) use = g_list_model_get_item (G_LIST_MODEL (self->uses), i);

      if (g_str_equal (lk_token_use_get_text (use), text))
        return lk_token_use_get_switched (use);
    }

  return FALSE;
}

static void
apply_cb (LkUsesGroup *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->new_row))));

  if (*text == '\0' || self->state == NULL)
    return;

  if (holds_token (text))
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->new_row), "error");
      gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", _("This is a token: write down what holds it instead"));
      return;
    }

  lk_state_save_use_async (self->state, self->token, text, is_switched (self, text), NULL, added_cb, g_object_ref (self));
}

static void
undo_cb (GtkWidget *widget,
         gpointer   user_data)
{
  Forgotten *forgotten = user_data;

  lk_state_save_use_async (forgotten->state, forgotten->token, forgotten->text, forgotten->switched, NULL, saved_cb,
                           g_object_ref (widget));
}

static void
forget_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  LkUsesGroup *self = LK_USES_GROUP (widget);
  const char *text = g_variant_get_string (parameter, NULL);
  Forgotten *forgotten;

  if (self->state == NULL)
    return;

  forgotten = g_new0 (Forgotten, 1);
  forgotten->state = g_object_ref (self->state);
  forgotten->token = lk_used_token_copy (self->token);
  forgotten->text = g_strdup (text);
  forgotten->switched = is_switched (self, text);
  gtk_widget_grab_focus (GTK_WIDGET (self->new_row));
  lk_state_remove_use_async (self->state, self->token, text, NULL, removed_cb, g_object_ref (self));
  lk_undo_offer (widget, _("Use forgotten"), undo_cb, forgotten, forgotten_free);
}

static void
clear_token (LkUsesGroup *self)
{
  stop_reading (self);
  if (self->state != NULL)
    g_signal_handlers_disconnect_by_func (self->state, read_uses, self);
  g_clear_object (&self->state);
  g_clear_pointer (&self->token, lk_used_token_free);
}

static void
lk_uses_group_dispose (GObject *object)
{
  clear_token (LK_USES_GROUP (object));

  G_OBJECT_CLASS (lk_uses_group_parent_class)->dispose (object);
}

static void
lk_uses_group_get_property (GObject    *object,
                            guint       property_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_CHECKABLE:
      g_value_set_boolean (value, LK_USES_GROUP (object)->checkable);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_uses_group_set_property (GObject      *object,
                            guint         property_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  switch (property_id)
    {
    case PROP_CHECKABLE:
      LK_USES_GROUP (object)->checkable = g_value_get_boolean (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_uses_group_class_init (LkUsesGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_uses_group_dispose;
  object_class->get_property = lk_uses_group_get_property;
  object_class->set_property = lk_uses_group_set_property;

  /**
   * LkUsesGroup:checkable:
   *
   * Whether they can be ticked off: a new token takes the place of another.
   */
  properties[PROP_CHECKABLE] =
    g_param_spec_boolean ("checkable", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * LkUsesGroup::changed:
   *
   * They were read; lk_uses_group_dup_left() may tell something else now.
   */
  signals[CHANGED] = g_signal_new ("changed", LK_TYPE_USES_GROUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "uses.forget", "s", forget_action);

  g_type_ensure (LK_TYPE_TOKEN_USE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-uses-group.ui");
  gtk_widget_class_bind_template_child (widget_class, LkUsesGroup, uses);
  gtk_widget_class_bind_template_child (widget_class, LkUsesGroup, list);
  gtk_widget_class_bind_template_child (widget_class, LkUsesGroup, new_row);
  gtk_widget_class_bind_template_callback (widget_class, apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, describe);
  gtk_widget_class_bind_template_callback (widget_class, is_any);
}

static void
lk_uses_group_init (LkUsesGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->uses), create_row, self, NULL);
  /* libadwaita 1.2 does not say that the title names the text that takes the focus. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_editable_get_delegate (GTK_EDITABLE (self->new_row))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self->new_row)), -1);
}

/**
 * lk_uses_group_set_token:
 * @self: a group
 * @state: (nullable): where it is written down
 * @token: (nullable): whose uses are shown, %NULL for none; copied
 */
void
lk_uses_group_set_token (LkUsesGroup       *self,
                         LkState           *state,
                         const LkUsedToken *token)
{
  g_return_if_fail (LK_IS_USES_GROUP (self));

  if (self->state == state && self->token != NULL && token != NULL && lk_used_token_equal (self->token, token))
    return;

  clear_token (self);
  g_list_store_remove_all (self->uses);
  gtk_editable_set_text (GTK_EDITABLE (self->new_row), "");
  if (state == NULL || token == NULL)
    return;

  self->state = g_object_ref (state);
  g_signal_connect_swapped (state, "uses-changed", G_CALLBACK (read_uses), self);
  self->token = lk_used_token_copy (token);
  read_uses (self);
}

/**
 * lk_uses_group_dup_left:
 * @self: a group
 *
 * Returns: (transfer full) (nullable): what is not ticked off, in one text; %NULL if there is nothing
 */
char *
lk_uses_group_dup_left (LkUsesGroup *self)
{
  g_autofree char *left = g_strdup ("");

  g_return_val_if_fail (LK_IS_USES_GROUP (self), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->uses)); i++)
    {
      g_autoptr (LkTokenUse) use = g_list_model_get_item (G_LIST_MODEL (self->uses), i);
      g_autofree char *before = NULL;

      if (lk_token_use_get_switched (use))
        continue;
      before = g_steal_pointer (&left);
      left = lk_format_list (before, lk_token_use_get_text (use), NULL);
    }

  return *left != '\0' ? g_steal_pointer (&left) : NULL;
}
