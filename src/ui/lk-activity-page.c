/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-activity-page.h"

#include "lk-activity-actions.h"
#include "lk-activity-row.h"
#include "lk-activity-table.h"
#include "lk-app-token-keys.h"
#include "lk-delay.h"
#include "lk-file-dialog.h"
#include "lk-file-writer.h"
#include "lk-token-actions.h"

#include <glib/gi18n-lib.h>

/**
 * LkActivityPage:
 *
 * What was done to the tokens of all accounts, newest first: it can be searched, saved as a table, and forgotten. It reads
 * the records whenever it comes to be seen.
 */
struct _LkActivityPage
{
  AdwBin          parent_instance;

  LkOffice       *office;      /* NULL: none yet */
  GSignalGroup   *changes;     /* of the record */
  GCancellable   *cancellable; /* ends with the page */
  GStrv           words;       /* what is searched for */
  char           *error_text;  /* NULL: the records were read */
  gboolean        collapsed;
  gboolean        read;

  LkDelay        *delay;
  GListStore     *activities;
  GtkCustomFilter *filter;
  GListModel     *shown;
  GtkWidget      *content;
  GtkSearchBar   *search_bar;
  GtkSearchEntry *search_entry;
};

G_DEFINE_FINAL_TYPE (LkActivityPage, lk_activity_page, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_OFFICE,
  PROP_COLLAPSED,
  PROP_STATE,
  PROP_ERROR_TEXT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const char *
get_state (LkActivityPage *self)
{
  if (self->activities == NULL || self->shown == NULL)
    return "loading";
  if (g_list_model_get_n_items (self->shown) > 0)
    return "list";
  if (g_list_model_get_n_items (G_LIST_MODEL (self->activities)) > 0)
    return "no-match";
  if (self->error_text != NULL)
    return "failed";

  return self->read ? "empty" : "loading";
}

static void
state_changed (LkActivityPage *self)
{
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->activities)) > 0;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.export", any);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.clear", any);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.search", any);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
take_error (LkActivityPage *self,
            const GError   *error)
{
  g_free (self->error_text);
  self->error_text = error != NULL ? g_strdup (error->message) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR_TEXT]);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  LkActivityPage *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) activities = lk_state_list_activities_finish (LK_STATE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_object_set (self->delay, "active", FALSE, NULL);
  self->read = TRUE;
  take_error (self, error);
  if (activities != NULL)
    g_list_store_splice (self->activities, 0, g_list_model_get_n_items (G_LIST_MODEL (self->activities)),
                         activities->pdata, activities->len);
  state_changed (self);
}

static void
load (LkActivityPage *self)
{
  if (self->office == NULL)
    return;

  g_object_set (self->delay, "active", TRUE, NULL);
  lk_state_list_activities_async (lk_office_get_state (self->office), self->cancellable, listed_cb, self);
}

static gboolean
matches_cb (gpointer item,
            gpointer user_data)
{
  LkActivityPage *self = user_data;

  return self->words == NULL || lk_activity_table_matches (item, (const char *const *) self->words);
}

static void
search_changed_cb (LkActivityPage *self)
{
  g_strfreev (self->words);
  self->words = lk_fold_words (gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  state_changed (self);
}

static void
search_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  LkActivityPage *self = LK_ACTIVITY_PAGE (widget);

  gtk_search_bar_set_search_mode (self->search_bar, !gtk_search_bar_get_search_mode (self->search_bar));
}

static void
reload_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  load (LK_ACTIVITY_PAGE (widget));
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GtkWidget) widget = GTK_WIDGET (user_data);
  g_autoptr (GError) error = NULL;

  lk_file_writer_finish (G_FILE (source), result, &error);
  if (gtk_widget_get_root (widget) == NULL)
    return;

  if (error == NULL)
    gtk_widget_activate_action (widget, "win.toast", "s", _("File saved"));
  else
    lk_token_actions_show_error (widget, _("The File Could Not Be Saved"), error->message);
}

/* All that was done, whatever is searched for just now. */
static void
export_to_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  LkActivityPage *self = LK_ACTIVITY_PAGE (widget);
  g_autoptr (GBytes) table = lk_activity_table_new (G_LIST_MODEL (self->activities));
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  /* Holds the page on purpose: the outcome must be told. */
  lk_file_writer_replace_async (file, table, NULL, written_cb, g_object_ref (self));
}

static void
chosen_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GtkWidget *widget = GTK_WIDGET (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = lk_file_dialog_save_finish (widget, result, &error);
  g_autofree char *uri = NULL;

  if (file == NULL)
    return;

  uri = g_file_get_uri (file);
  gtk_widget_activate_action (widget, "page.export-to", "s", uri);
}

static void
export_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  lk_file_dialog_save_async (widget, _("Export Activity"), _("_Export"), "latchkey-activity.csv", NULL,
                             LK_ACTIVITY_PAGE (widget)->cancellable, chosen_cb, NULL);
}

static void
clear_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  lk_activity_actions_clear (widget, LK_ACTIVITY_PAGE (widget)->office);
}

/* A page that is not seen reads when it is. */
static void
activity_changed_cb (LkActivityPage *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    load (self);
}

static void
lk_activity_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lk_activity_page_parent_class)->map (widget);

  load (LK_ACTIVITY_PAGE (widget));
}

static void
lk_activity_page_dispose (GObject *object)
{
  LkActivityPage *self = LK_ACTIVITY_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->changes);
  g_clear_object (&self->office);
  if (self->filter != NULL)
    gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);

  G_OBJECT_CLASS (lk_activity_page_parent_class)->dispose (object);
}

static void
lk_activity_page_finalize (GObject *object)
{
  LkActivityPage *self = LK_ACTIVITY_PAGE (object);

  g_clear_pointer (&self->words, g_strfreev);
  g_clear_pointer (&self->error_text, g_free);

  G_OBJECT_CLASS (lk_activity_page_parent_class)->finalize (object);
}

static void
lk_activity_page_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  LkActivityPage *self = LK_ACTIVITY_PAGE (object);

  switch (prop_id)
    {
    case PROP_OFFICE:
      g_value_set_object (value, self->office);
      break;
    case PROP_COLLAPSED:
      g_value_set_boolean (value, self->collapsed);
      break;
    case PROP_STATE:
      g_value_set_static_string (value, get_state (self));
      break;
    case PROP_ERROR_TEXT:
      g_value_set_string (value, self->error_text != NULL ? self->error_text : "");
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_activity_page_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  LkActivityPage *self = LK_ACTIVITY_PAGE (object);

  switch (prop_id)
    {
    case PROP_OFFICE:
      if (!g_set_object (&self->office, g_value_get_object (value)))
        break;
      g_signal_group_set_target (self->changes, self->office);
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_COLLAPSED:
      self->collapsed = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_activity_page_class_init (LkActivityPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags both = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags derived = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = lk_activity_page_dispose;
  object_class->finalize = lk_activity_page_finalize;
  object_class->get_property = lk_activity_page_get_property;
  object_class->set_property = lk_activity_page_set_property;
  widget_class->map = lk_activity_page_map;

  /**
   * LkActivityPage:office: (nullable)
   *
   * Where the records are.
   */
  properties[PROP_OFFICE] = g_param_spec_object ("office", NULL, NULL, LK_TYPE_OFFICE, both);
  /**
   * LkActivityPage:collapsed:
   *
   * Whether the page is alone in a narrow window: it has a Back button then.
   */
  properties[PROP_COLLAPSED] = g_param_spec_boolean ("collapsed", NULL, NULL, FALSE, both);
  /**
   * LkActivityPage:state:
   *
   * What there is to see: "loading", "list", "empty", "no-match" or "failed".
   */
  properties[PROP_STATE] = g_param_spec_string ("state", NULL, NULL, "loading", derived);
  /**
   * LkActivityPage:error-text:
   *
   * Why the records could not be read; empty if they were.
   */
  properties[PROP_ERROR_TEXT] = g_param_spec_string ("error-text", NULL, NULL, "", derived);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "page.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "page.reload", NULL, reload_action);
  gtk_widget_class_install_action (widget_class, "page.export", NULL, export_action);
  gtk_widget_class_install_action (widget_class, "page.export-to", "s", export_to_action);
  gtk_widget_class_install_action (widget_class, "page.clear", NULL, clear_action);

  g_type_ensure (LK_TYPE_DELAY);
  g_type_ensure (LK_TYPE_ACTIVITY);
  g_type_ensure (LK_TYPE_ACTIVITY_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-activity-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LkActivityPage, delay);
  gtk_widget_class_bind_template_child (widget_class, LkActivityPage, activities);
  gtk_widget_class_bind_template_child (widget_class, LkActivityPage, filter);
  gtk_widget_class_bind_template_child (widget_class, LkActivityPage, shown);
  gtk_widget_class_bind_template_child (widget_class, LkActivityPage, content);
  gtk_widget_class_bind_template_child (widget_class, LkActivityPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, LkActivityPage, search_entry);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
}

static void
lk_activity_page_init (LkActivityPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->changes = g_signal_group_new (LK_TYPE_OFFICE);
  g_signal_group_connect_swapped (self->changes, "recorded", G_CALLBACK (activity_changed_cb), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_custom_filter_set_filter_func (self->filter, matches_cb, self, NULL);
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
  gtk_search_bar_set_key_capture_widget (self->search_bar, self->content);
  state_changed (self);
}

/**
 * lk_activity_page_search:
 * @self: a page
 * @text: what to search for
 *
 * Lists only what matches, as if @text were typed.
 */
void
lk_activity_page_search (LkActivityPage *self,
                         const char     *text)
{
  g_return_if_fail (LK_IS_ACTIVITY_PAGE (self));
  g_return_if_fail (text != NULL);

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), text);
  search_changed_cb (self);
}
