/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-streaming-page.h"

#include "lk-gradual-rows.h"
#include "lk-app-token-keys.h"
#include "lk-astra-error.h"
#include "lk-banner.h"
#include "lk-busy-bar.h"
#include "lk-delay.h"
#include "lk-error-details.h"
#include "lk-tenant-page.h"
#include "lk-tenant-row.h"

#include <glib/gi18n-lib.h>

/**
 * LkStreamingPage:
 *
 * The streaming tenants of an account as a list that can be searched, and the page of one of them. A tenant that cannot be
 * read keeps no other one from being shown.
 */
struct _LkStreamingPage
{
  AdwBin           parent_instance;

  LkAccountThing  *thing;     /* NULL: nothing was chosen yet, or it is gone */
  LkStreaming     *streaming; /* NULL: nothing is shown */
  GStrv            words;     /* what is searched for; NULL: nothing */
  gboolean         collapsed;

  LkDelay         *delay;        /* of loading; the template uses it */
  LkDelay         *reload_delay; /* of loading what is shown; likewise */
  GtkStack        *pages;
  GtkCustomFilter *filter;
  GListModel      *shown; /* the tenants that match */
  GtkNoSelection  *selection;
  GtkSearchBar    *search_bar;
  GtkSearchEntry  *search_entry;
  GtkWidget       *content;
  GtkWidget       *list;
  LkTenantPage    *tenant_page;
};

G_DEFINE_FINAL_TYPE (LkStreamingPage, lk_streaming_page, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_THING,
  PROP_STREAMING,
  PROP_COLLAPSED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static gboolean
contains (const char *text,
          const char *word)
{
  g_autofree char *folded = text != NULL ? lk_fold_text (text) : NULL;

  return folded != NULL && strstr (folded, word) != NULL;
}

static gboolean
matches_cb (gpointer item,
            gpointer user_data)
{
  LkStreamingPage *self = user_data;
  LkTenant *tenant = item;

  for (guint i = 0; self->words != NULL && self->words[i] != NULL; i++)
    if (!contains (lk_tenant_get_name (tenant), self->words[i])
        && !contains (lk_tenant_get_cluster (tenant), self->words[i])
        && !contains (lk_tenant_get (tenant, LK_TENANT_CLOUD_REGION), self->words[i]))
      return FALSE;

  return TRUE;
}

static gboolean
is_refused (const GError *error)
{
  return g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_FORBIDDEN);
}

static char *
page_for_state (LkStreamingPage *self,
                gboolean         loaded,
                const GError    *error,
                guint            n_tenants,
                guint            n_shown)
{
  if (n_shown > 0)
    return g_strdup ("list");
  if (n_tenants > 0)
    return g_strdup ("no-match");
  if (error != NULL)
    return g_strdup ("failed");

  return g_strdup (loaded ? "empty" : "loading");
}

static gboolean
is_waiting (LkStreamingPage *self,
            gboolean         loading,
            guint            n_tenants)
{
  return loading && n_tenants == 0;
}

static gboolean
is_reloading (LkStreamingPage *self,
              gboolean         loading,
              guint            n_tenants)
{
  return loading && n_tenants > 0;
}

static char *
error_title (LkStreamingPage *self,
             const GError    *error)
{
  return g_strdup (is_refused (error) ? _("No Permission to List Tenants") : _("Tenants Could Not Be Loaded"));
}

static char *
error_text (LkStreamingPage *self,
            const GError    *error)
{
  if (error == NULL)
    return g_strdup ("");

  return g_strdup (is_refused (error) ? _("The account’s role lacks this permission") : error->message);
}

/* One banner, however many tenants failed. */
static char *
describe_trouble (LkStreamingPage *self,
                  const GError    *error,
                  guint            n_failed)
{
  if (error != NULL)
    return g_strdup (error->message);

  /* Translators: %u is how many streaming tenants */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Tokens of %u tenant could not be loaded",
                                       "Tokens of %u tenants could not be loaded", n_failed),
                          n_failed);
}

static gboolean
is_in_trouble (LkStreamingPage *self,
               const GError    *error,
               guint            n_failed,
               guint            n_tenants)
{
  return n_tenants > 0 && (error != NULL || n_failed > 0);
}

static void
show_tenant (LkStreamingPage *self,
             LkTenant        *tenant,
             gboolean         nested)
{
  g_object_set (self->tenant_page, "streaming", self->streaming, "tenant", tenant, "nested", nested, NULL);
  gtk_stack_set_visible_child_name (self->pages, tenant != NULL ? "tenant" : "tenants");
}

static void
set_thing (LkStreamingPage *self,
           LkAccountThing  *thing)
{
  LkStreaming *streaming = thing != NULL ? lk_account_thing_get_streaming (thing) : NULL;

  if (!g_set_object (&self->thing, thing))
    return;

  if (g_set_object (&self->streaming, streaming))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STREAMING]);
  show_tenant (self, streaming != NULL ? lk_account_thing_get_tenant (thing) : NULL, FALSE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_THING]);
}

static void
row_activated_cb (LkStreamingPage *self,
                  guint            position,
                  GtkListView     *list)
{
  g_autoptr (LkTenant) tenant = g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (list)), position);

  if (tenant != NULL)
    show_tenant (self, tenant, TRUE);
}

static void
search_changed_cb (LkStreamingPage *self)
{
  g_strfreev (self->words);
  self->words = lk_fold_words (gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
}

static gboolean
is_at_tenant (LkStreamingPage *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->pages), "tenant") == 0;
}

static void
search_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  LkStreamingPage *self = LK_STREAMING_PAGE (widget);

  if (is_at_tenant (self))
    gtk_widget_activate_action (GTK_WIDGET (self->tenant_page), "tenant.search", NULL);
  else
    gtk_search_bar_set_search_mode (self->search_bar, !gtk_search_bar_get_search_mode (self->search_bar));
}

static void
reload_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  LkStreamingPage *self = LK_STREAMING_PAGE (widget);

  if (is_at_tenant (self))
    gtk_widget_activate_action (GTK_WIDGET (self->tenant_page), "tenant.reload", NULL);
  else if (self->streaming != NULL)
    lk_streaming_load_async (self->streaming, NULL, NULL, NULL);
}

/* Back from a tenant: to the list that led there, else to the sidebar. */
static void
back_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  LkStreamingPage *self = LK_STREAMING_PAGE (widget);
  gboolean nested;

  g_object_get (self->tenant_page, "nested", &nested, NULL);
  if (!nested)
    {
      gtk_widget_activate_action (widget, "win.show-sidebar", NULL);
      return;
    }

  show_tenant (self, NULL, FALSE);
  gtk_widget_child_focus (self->list, GTK_DIR_TAB_FORWARD);
}

static void
lk_streaming_page_dispose (GObject *object)
{
  LkStreamingPage *self = LK_STREAMING_PAGE (object);

  g_clear_object (&self->thing);
  g_clear_object (&self->streaming);
  if (self->filter != NULL)
    gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);

  G_OBJECT_CLASS (lk_streaming_page_parent_class)->dispose (object);
}

static void
lk_streaming_page_finalize (GObject *object)
{
  g_clear_pointer (&LK_STREAMING_PAGE (object)->words, g_strfreev);

  G_OBJECT_CLASS (lk_streaming_page_parent_class)->finalize (object);
}

static void
lk_streaming_page_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  LkStreamingPage *self = LK_STREAMING_PAGE (object);

  switch (prop_id)
    {
    case PROP_THING:
      g_value_set_object (value, self->thing);
      break;
    case PROP_STREAMING:
      g_value_set_object (value, self->streaming);
      break;
    case PROP_COLLAPSED:
      g_value_set_boolean (value, self->collapsed);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_streaming_page_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  LkStreamingPage *self = LK_STREAMING_PAGE (object);

  switch (prop_id)
    {
    case PROP_THING:
      set_thing (self, g_value_get_object (value));
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
lk_streaming_page_class_init (LkStreamingPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags both = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = lk_streaming_page_dispose;
  object_class->finalize = lk_streaming_page_finalize;
  object_class->get_property = lk_streaming_page_get_property;
  object_class->set_property = lk_streaming_page_set_property;

  /**
   * LkStreamingPage:thing: (nullable)
   *
   * What is shown: all tenants of an account, or one. For its application tokens nothing is.
   */
  properties[PROP_THING] = g_param_spec_object ("thing", NULL, NULL, LK_TYPE_ACCOUNT_THING, both);
  /**
   * LkStreamingPage:streaming: (nullable)
   *
   * Whose tenants are shown.
   */
  properties[PROP_STREAMING] = g_param_spec_object ("streaming", NULL, NULL, LK_TYPE_STREAMING,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  /**
   * LkStreamingPage:collapsed:
   *
   * Whether the page is alone in a narrow window: it has a Back button then.
   */
  properties[PROP_COLLAPSED] = g_param_spec_boolean ("collapsed", NULL, NULL, FALSE, both);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "page.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "page.reload", NULL, reload_action);
  gtk_widget_class_install_action (widget_class, "page.back", NULL, back_action);

  g_type_ensure (LK_TYPE_BANNER);
  g_type_ensure (LK_TYPE_BUSY_BAR);
  g_type_ensure (LK_TYPE_DELAY);
  g_type_ensure (LK_TYPE_ERROR_DETAILS);
  g_type_ensure (LK_TYPE_TENANT_PAGE);
  g_type_ensure (LK_TYPE_TENANT_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-streaming-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LkStreamingPage, delay);
  gtk_widget_class_bind_template_child (widget_class, LkStreamingPage, reload_delay);
  gtk_widget_class_bind_template_child (widget_class, LkStreamingPage, pages);
  gtk_widget_class_bind_template_child (widget_class, LkStreamingPage, filter);
  gtk_widget_class_bind_template_child (widget_class, LkStreamingPage, shown);
  gtk_widget_class_bind_template_child (widget_class, LkStreamingPage, selection);
  gtk_widget_class_bind_template_child (widget_class, LkStreamingPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, LkStreamingPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, LkStreamingPage, content);
  gtk_widget_class_bind_template_child_full (widget_class, "tenants_list", FALSE,
                                             G_STRUCT_OFFSET (LkStreamingPage, list));
  gtk_widget_class_bind_template_child (widget_class, LkStreamingPage, tenant_page);
  gtk_widget_class_bind_template_callback (widget_class, page_for_state);
  gtk_widget_class_bind_template_callback (widget_class, is_waiting);
  gtk_widget_class_bind_template_callback (widget_class, is_reloading);
  gtk_widget_class_bind_template_callback (widget_class, error_title);
  gtk_widget_class_bind_template_callback (widget_class, error_text);
  gtk_widget_class_bind_template_callback (widget_class, describe_trouble);
  gtk_widget_class_bind_template_callback (widget_class, is_in_trouble);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
}

static void
lk_streaming_page_init (LkStreamingPage *self)
{
  g_autoptr (GtkSliceListModel) rows = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_custom_filter_set_filter_func (self->filter, matches_cb, self, NULL);
  rows = lk_gradual_rows_new (g_object_ref (self->shown));
  gtk_no_selection_set_model (self->selection, G_LIST_MODEL (rows));
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
  gtk_search_bar_set_key_capture_widget (self->search_bar, self->content);
}

/**
 * lk_streaming_page_get_busy:
 * @self: a page
 *
 * Returns: whether something is done that must not be cut off
 */
gboolean
lk_streaming_page_get_busy (LkStreamingPage *self)
{
  gboolean busy;

  g_return_val_if_fail (LK_IS_STREAMING_PAGE (self), FALSE);

  g_object_get (self->tenant_page, "busy", &busy, NULL);

  return busy;
}

/**
 * lk_streaming_page_create_token:
 * @self: a page
 *
 * Asks for a new Pulsar token of the tenant that is shown.
 *
 * Returns: whether one is shown
 */
gboolean
lk_streaming_page_create_token (LkStreamingPage *self)
{
  g_return_val_if_fail (LK_IS_STREAMING_PAGE (self), FALSE);

  if (!is_at_tenant (self))
    return FALSE;

  gtk_widget_activate_action (GTK_WIDGET (self->tenant_page), "pulsar.new", NULL);

  return TRUE;
}

/**
 * lk_streaming_page_show_token:
 * @self: a page that shows the tenants of an account
 * @tenant: one of them
 * @token_id: one of its tokens; empty for all of them
 *
 * Shows a token's details, or a tenant.
 */
void
lk_streaming_page_show_token (LkStreamingPage *self,
                              LkTenant        *tenant,
                              const char      *token_id)
{
  g_autoptr (LkTenant) shown = NULL;

  g_return_if_fail (LK_IS_STREAMING_PAGE (self));
  g_return_if_fail (LK_IS_TENANT (tenant));

  g_object_get (self->tenant_page, "tenant", &shown, NULL);
  if (!is_at_tenant (self) || shown != tenant)
    show_tenant (self, tenant, TRUE);
  if (*token_id != '\0')
    gtk_widget_activate_action (GTK_WIDGET (self->tenant_page), "pulsar.details", "s", token_id);
  else
    gtk_widget_activate_action (GTK_WIDGET (self->tenant_page), "pulsar.back", NULL);
}
