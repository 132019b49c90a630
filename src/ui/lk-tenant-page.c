/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-tenant-page.h"

#include "lk-banner.h"
#include "lk-calendar-actions.h"
#include "lk-delay.h"
#include "lk-error-details.h"
#include "lk-filter-bar.h"
#include "lk-heading-row.h"
#include "lk-large-text.h"
#include "lk-pulsar-actions.h"
#include "lk-pulsar-details.h"
#include "lk-pulsar-row.h"
#include "lk-row-menu.h"
#include "lk-tenant-connect.h"
#include "lk-view-options.h"

#include <glib/gi18n-lib.h>

/**
 * LkTenantPage:
 *
 * A streaming tenant: its Pulsar tokens, and what a client needs to connect to it.
 */
struct _LkTenantPage
{
  AdwBin           parent_instance;

  LkStreaming     *streaming;   /* NULL: nothing is shown */
  LkTenant        *tenant;      /* NULL: nothing is shown */
  GCancellable    *cancellable; /* ends with the page */
  gboolean         collapsed;
  gboolean         nested;
  guint            n_working;

  LkDelay         *delay; /* of loading; the template uses it */
  LkTokenList     *token_list;
  LkViewOptions   *view_options;
  GtkSearchBar    *search_bar;
  GtkSearchEntry  *search_entry;
  GtkWidget       *content;
  GtkStack        *pages;
  LkPulsarDetails *details;
};

G_DEFINE_FINAL_TYPE (LkTenantPage, lk_tenant_page, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_STREAMING,
  PROP_TENANT,
  PROP_COLLAPSED,
  PROP_NESTED,
  PROP_BUSY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char *
page_for_state (LkTenantPage *self,
                gboolean      loaded,
                const GError *error,
                guint         n_tokens,
                guint         n_shown)
{
  if (n_shown > 0)
    return g_strdup ("list");
  if (n_tokens > 0)
    return g_strdup ("no-match");
  if (error != NULL)
    return g_strdup ("failed");

  return g_strdup (loaded ? "empty" : "loading");
}

static gboolean
is_waiting (LkTenantPage *self,
            gboolean      loading,
            gboolean      loaded)
{
  return loading && !loaded;
}

static char *
error_text (LkTenantPage *self,
            const GError *error)
{
  return g_strdup (error != NULL ? error->message : "");
}

static char *
no_match_text (LkTenantPage *self,
               gboolean      narrowed)
{
  return g_strdup (narrowed ? _("Try a different search, or show more tokens") : _("Try a different search"));
}

static gboolean
either (LkTenantPage *self,
        gboolean      first,
        gboolean      second)
{
  return first || second;
}

static gboolean
is_behind (LkTenantPage *self,
           const GError *error,
           guint         n_tokens)
{
  return error != NULL && n_tokens > 0;
}

static char *
describe_place (LkTenantPage *self,
                const char   *cluster,
                const char   *region)
{
  if (region == NULL)
    return g_strdup (cluster != NULL ? cluster : "");

  /* Translators: below the name of a streaming tenant: %1$s is its cluster, %2$s the region it is in */
  return g_strdup_printf (_("%1$s · %2$s"), cluster, region);
}

/* A row outlives what it shows, but for a heading in its place. */
static GtkWidget *
take_row (LkTenantPage *self,
          GtkListItem  *item,
          GType         type)
{
  GtkWidget *row = gtk_list_item_get_child (item);

  if (row != NULL && G_OBJECT_TYPE (row) == type)
    return row;

  row = g_object_new (type, NULL);
  if (LK_IS_PULSAR_ROW (row))
    lk_large_text_bind_narrow (GTK_WIDGET (self), row);
  gtk_list_item_set_child (item, row);

  return row;
}

static void
bind_row_cb (LkTenantPage             *self,
             GtkListItem              *item,
             GtkSignalListItemFactory *factory)
{
  GObject *object = gtk_list_item_get_item (item);

  gtk_list_item_set_activatable (item, LK_IS_PULSAR_TOKEN (object));
  if (LK_IS_TOKEN_HEADING (object))
    lk_heading_row_set_heading (LK_HEADING_ROW (take_row (self, item, LK_TYPE_HEADING_ROW)), LK_TOKEN_HEADING (object));
  else
    lk_pulsar_row_set_token (LK_PULSAR_ROW (take_row (self, item, LK_TYPE_PULSAR_ROW)), LK_PULSAR_TOKEN (object));
}

static void
unbind_row_cb (LkTenantPage             *self,
               GtkListItem              *item,
               GtkSignalListItemFactory *factory)
{
  GtkWidget *row = gtk_list_item_get_child (item);

  if (LK_IS_PULSAR_ROW (row))
    lk_pulsar_row_set_token (LK_PULSAR_ROW (row), NULL);
}

static void
row_activated_cb (LkTenantPage *self,
                  guint         position,
                  GtkListView  *list)
{
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (list));
  g_autoptr (GObject) row = g_list_model_get_item (model, position);
  const char *id = LK_IS_PULSAR_TOKEN (row) ? lk_pulsar_token_get_id (LK_PULSAR_TOKEN (row)) : NULL;

  if (id != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "pulsar.details", "s", id);
}

static void
search_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  LkTenantPage *self = LK_TENANT_PAGE (widget);

  gtk_search_bar_set_search_mode (self->search_bar, !gtk_search_bar_get_search_mode (self->search_bar));
}

static void
reload_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  LkTenantPage *self = LK_TENANT_PAGE (widget);

  if (self->tenant == NULL)
    return;

  lk_streaming_load_tenant_async (self->streaming, self->tenant, NULL, NULL, NULL);
  lk_streaming_load_limits_async (self->streaming, self->tenant, NULL, NULL, NULL);
}

static void
show_list (LkTenantPage *self)
{
  lk_pulsar_details_show (self->details, NULL, NULL);
  gtk_stack_set_visible_child_name (self->pages, "tenant");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "pulsar.back", FALSE);
}

static void
back_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  show_list (LK_TENANT_PAGE (widget));
}

static void
details_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  LkTenantPage *self = LK_TENANT_PAGE (widget);
  LkPulsarToken *token =
    self->tenant != NULL ? lk_tenant_find_token (self->tenant, g_variant_get_string (parameter, NULL)) : NULL;

  if (token == NULL)
    return;

  lk_pulsar_details_show (self->details, self->streaming, token);
  gtk_stack_set_visible_child_name (self->pages, "details");
  gtk_widget_action_set_enabled (widget, "pulsar.back", TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->details));
}

/* What was read in a token, or in the keyring, and the time that has passed. */
static void
look_again (LkTenantPage *self)
{
  lk_token_list_update (self->token_list);
}

static void
set_streaming (LkTenantPage *self,
               LkStreaming  *streaming)
{
  if (self->streaming != NULL)
    g_signal_handlers_disconnect_by_func (self->streaming, look_again, self);
  g_set_object (&self->streaming, streaming);
  if (streaming != NULL)
    {
      g_signal_connect_object (streaming, "learned", G_CALLBACK (look_again), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (streaming, "notify::loading", G_CALLBACK (look_again), self, G_CONNECT_SWAPPED);
    }
}

/* How much of a tenant may be used is asked when it comes to be seen. */
static void
set_tenant (LkTenantPage *self,
            LkTenant     *tenant)
{
  if (!g_set_object (&self->tenant, tenant))
    return;

  show_list (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "pulsar.new", tenant != NULL);
  if (tenant != NULL && self->streaming != NULL)
    lk_streaming_load_limits_async (self->streaming, tenant, NULL, NULL, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TENANT]);
}

static void
lk_tenant_page_dispose (GObject *object)
{
  LkTenantPage *self = LK_TENANT_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->streaming);
  g_clear_object (&self->tenant);

  G_OBJECT_CLASS (lk_tenant_page_parent_class)->dispose (object);
}

static void
lk_tenant_page_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  LkTenantPage *self = LK_TENANT_PAGE (object);

  switch (prop_id)
    {
    case PROP_STREAMING:
      g_value_set_object (value, self->streaming);
      break;
    case PROP_TENANT:
      g_value_set_object (value, self->tenant);
      break;
    case PROP_COLLAPSED:
      g_value_set_boolean (value, self->collapsed);
      break;
    case PROP_NESTED:
      g_value_set_boolean (value, self->nested);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, self->n_working > 0);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_tenant_page_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  LkTenantPage *self = LK_TENANT_PAGE (object);

  switch (prop_id)
    {
    case PROP_STREAMING:
      if (self->streaming == g_value_get_object (value))
        break;
      set_streaming (self, g_value_get_object (value));
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_TENANT:
      set_tenant (self, g_value_get_object (value));
      break;
    case PROP_COLLAPSED:
      self->collapsed = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_NESTED:
      self->nested = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_tenant_page_class_init (LkTenantPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags both = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = lk_tenant_page_dispose;
  object_class->get_property = lk_tenant_page_get_property;
  object_class->set_property = lk_tenant_page_set_property;

  /**
   * LkTenantPage:streaming: (nullable)
   *
   * Whose tenant it is; to be set before the tenant.
   */
  properties[PROP_STREAMING] = g_param_spec_object ("streaming", NULL, NULL, LK_TYPE_STREAMING, both);
  /**
   * LkTenantPage:tenant: (nullable)
   *
   * The tenant that is shown.
   */
  properties[PROP_TENANT] = g_param_spec_object ("tenant", NULL, NULL, LK_TYPE_TENANT, both);
  /**
   * LkTenantPage:collapsed:
   *
   * Whether the page is alone in a narrow window: it has a Back button then, and its rows are narrow.
   */
  properties[PROP_COLLAPSED] = g_param_spec_boolean ("collapsed", NULL, NULL, FALSE, both);
  /**
   * LkTenantPage:nested:
   *
   * Whether the list of tenants led here, and Back leads to it.
   */
  properties[PROP_NESTED] = g_param_spec_boolean ("nested", NULL, NULL, FALSE, both);
  /**
   * LkTenantPage:busy:
   *
   * Whether something is done that must not be cut off.
   */
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "tenant.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "tenant.reload", NULL, reload_action);
  gtk_widget_class_install_action (widget_class, "pulsar.details", "s", details_action);
  gtk_widget_class_install_action (widget_class, "pulsar.back", NULL, back_action);
  lk_pulsar_actions_install (widget_class);
  lk_calendar_actions_install_tenant (widget_class);
  lk_row_menu_install (widget_class);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "pulsar.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "pulsar.back", NULL);

  g_type_ensure (LK_TYPE_BANNER);
  g_type_ensure (LK_TYPE_DELAY);
  g_type_ensure (LK_TYPE_ERROR_DETAILS);
  g_type_ensure (LK_TYPE_FILTER_BAR);
  g_type_ensure (LK_TYPE_PULSAR_DETAILS);
  g_type_ensure (LK_TYPE_TENANT_CONNECT);
  g_type_ensure (LK_TYPE_TOKEN_LIST);
  g_type_ensure (LK_TYPE_VIEW_OPTIONS);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-tenant-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LkTenantPage, delay);
  gtk_widget_class_bind_template_child (widget_class, LkTenantPage, token_list);
  gtk_widget_class_bind_template_child (widget_class, LkTenantPage, view_options);
  gtk_widget_class_bind_template_child (widget_class, LkTenantPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, LkTenantPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, LkTenantPage, content);
  gtk_widget_class_bind_template_child (widget_class, LkTenantPage, pages);
  gtk_widget_class_bind_template_child_full (widget_class, "list", FALSE, 0);
  gtk_widget_class_bind_template_child (widget_class, LkTenantPage, details);
  gtk_widget_class_bind_template_callback (widget_class, page_for_state);
  gtk_widget_class_bind_template_callback (widget_class, is_waiting);
  gtk_widget_class_bind_template_callback (widget_class, error_text);
  gtk_widget_class_bind_template_callback (widget_class, no_match_text);
  gtk_widget_class_bind_template_callback (widget_class, either);
  gtk_widget_class_bind_template_callback (widget_class, is_behind);
  gtk_widget_class_bind_template_callback (widget_class, describe_place);
  gtk_widget_class_bind_template_callback (widget_class, bind_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
lk_tenant_page_init (LkTenantPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "view", lk_view_options_get_actions (self->view_options));
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
  gtk_search_bar_set_key_capture_widget (self->search_bar, self->content);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "pulsar.back", FALSE);
}

/**
 * lk_tenant_page_get_streaming:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): whose tenant is shown
 */
LkStreaming *
lk_tenant_page_get_streaming (LkTenantPage *self)
{
  g_return_val_if_fail (LK_IS_TENANT_PAGE (self), NULL);

  return self->streaming;
}

/**
 * lk_tenant_page_get_tenant:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): the tenant that is shown
 */
LkTenant *
lk_tenant_page_get_tenant (LkTenantPage *self)
{
  g_return_val_if_fail (LK_IS_TENANT_PAGE (self), NULL);

  return self->tenant;
}

/**
 * lk_tenant_page_get_cancellable:
 * @self: a page
 *
 * Returns: (transfer none): what ends with the page
 */
GCancellable *
lk_tenant_page_get_cancellable (LkTenantPage *self)
{
  g_return_val_if_fail (LK_IS_TENANT_PAGE (self), NULL);

  return self->cancellable;
}

static void
count_work (LkTenantPage *self,
            int           change)
{
  self->n_working += (guint) change;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

/**
 * lk_tenant_page_begin_work:
 * @self: a page
 *
 * Tells that something has begun that must not be cut off; lk_tenant_page_end_work() follows.
 */
void
lk_tenant_page_begin_work (LkTenantPage *self)
{
  g_return_if_fail (LK_IS_TENANT_PAGE (self));

  count_work (self, 1);
}

/**
 * lk_tenant_page_end_work:
 * @self: a page
 *
 * Tells that it has ended.
 */
void
lk_tenant_page_end_work (LkTenantPage *self)
{
  g_return_if_fail (LK_IS_TENANT_PAGE (self));
  g_return_if_fail (self->n_working > 0);

  count_work (self, -1);
}

/**
 * lk_tenant_page_leave:
 * @self: a page
 * @token: a token that is gone
 *
 * Leads back to the list where the details of @token are shown.
 */
void
lk_tenant_page_leave (LkTenantPage  *self,
                      LkPulsarToken *token)
{
  g_return_if_fail (LK_IS_TENANT_PAGE (self));

  if (lk_pulsar_details_get_token (self->details) == token)
    gtk_widget_activate_action (GTK_WIDGET (self), "pulsar.back", NULL);
}
