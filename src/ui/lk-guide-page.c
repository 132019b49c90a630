/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-guide-page.h"

#include "lk-large-text.h"
#include "lk-task-page.h"
#include "lk-task-row.h"
#include "lk-token-paths.h"

#include <glib/gi18n-lib.h>

/**
 * LkGuidePage:
 *
 * Tells the two kinds of token apart, and for each task which of them it needs, with the names of the account and the tenant
 * that are chosen here. At first those are what the sidebar shows.
 */
struct _LkGuidePage
{
  AdwBin          parent_instance;

  LkInventories  *inventories; /* NULL: not set yet */
  LkAccountThing *thing;       /* NULL: none was shown yet */
  LkStreaming    *streaming;   /* NULL: there is no account */
  LkTenant       *tenant;      /* NULL: none of the account is known */
  gboolean        thing_changed; /* since the page was seen */
  gboolean        collapsed;

  AdwComboRow    *account_row;
  AdwComboRow    *tenant_row;
  GtkStack       *pages;
  GtkListBox     *tasks_list;
  LkTaskPage     *task_page;
};

G_DEFINE_FINAL_TYPE (LkGuidePage, lk_guide_page, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_INVENTORIES,
  PROP_THING,
  PROP_STREAMING,
  PROP_TENANT,
  PROP_COLLAPSED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char *
title_tenant (gpointer    item,
              const char *name,
              const char *cluster)
{
  /* Translators: a streaming tenant: %1$s is its name, %2$s the cluster it is on */
  return g_strdup_printf (_("%1$s · %2$s"), name != NULL ? name : "", cluster != NULL ? cluster : "");
}

static gboolean
is_any (GObject *object,
        guint    n_items)
{
  return n_items > 0;
}

static gboolean
is_none (GObject *object,
         gboolean loaded,
         gpointer error,
         guint    n_items)
{
  return n_items == 0 && (loaded || error != NULL);
}

static char *
title_none (GObject      *object,
            const GError *error)
{
  return g_strdup (error != NULL ? _("The Tenants Could Not Be Listed") : _("No Streaming Tenant"));
}

static char *
describe_none (GObject      *object,
               const GError *error)
{
  return g_strdup (error != NULL ? error->message : _("What needs a Pulsar token cannot be done for this account"));
}

static void
select_item (AdwComboRow *row,
             gpointer     item)
{
  GListModel *model = adw_combo_row_get_model (row);
  guint n = model != NULL ? g_list_model_get_n_items (model) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GObject) there = g_list_model_get_item (model, i);

      if (there == item)
        {
          adw_combo_row_set_selected (row, i);
          return;
        }
    }
}

static void
account_selected_cb (LkGuidePage *self)
{
  LkInventory *inventory = adw_combo_row_get_selected_item (self->account_row);
  LkStreaming *streaming = inventory != NULL ? lk_inventories_get_streaming (self->inventories, inventory) : NULL;

  if (g_set_object (&self->streaming, streaming))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STREAMING]);
}

static void
tenant_selected_cb (LkGuidePage *self)
{
  if (g_set_object (&self->tenant, adw_combo_row_get_selected_item (self->tenant_row)))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TENANT]);
}

/* What was chosen here counts until the sidebar showed something else. That is taken over when the page is seen again, and
 * not while the lists change. */
static void
lk_guide_page_map (GtkWidget *widget)
{
  LkGuidePage *self = LK_GUIDE_PAGE (widget);

  if (self->thing_changed && self->thing != NULL)
    {
      select_item (self->account_row, lk_account_thing_get_inventory (self->thing));
      if (lk_account_thing_get_tenant (self->thing) != NULL)
        select_item (self->tenant_row, lk_account_thing_get_tenant (self->thing));
    }
  self->thing_changed = FALSE;

  GTK_WIDGET_CLASS (lk_guide_page_parent_class)->map (widget);
}

/* Tasks. */

static GtkWidget *
create_row_cb (gpointer item,
               gpointer user_data)
{
  GtkWidget *row = g_object_new (LK_TYPE_TASK_ROW, "task", item, "title", lk_token_task_get_title (item), NULL);

  lk_large_text_bind_narrow (GTK_WIDGET (user_data), row);

  return row;
}

static void
row_activated_cb (LkGuidePage   *self,
                  GtkListBoxRow *row,
                  GtkListBox    *list)
{
  g_object_set (self->task_page, "task", lk_task_row_get_task (LK_TASK_ROW (row)), NULL);
  gtk_stack_set_visible_child_name (self->pages, "task");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "guide.back", TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->task_page));
}

static void
back_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  LkGuidePage *self = LK_GUIDE_PAGE (widget);
  g_autoptr (LkTokenTask) task = NULL;
  GtkListBoxRow *row;

  g_object_get (self->task_page, "task", &task, NULL);
  gtk_stack_set_visible_child_name (self->pages, "guide");
  gtk_widget_action_set_enabled (widget, "guide.back", FALSE);
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->tasks_list, i)) != NULL; i++)
    if (lk_task_row_get_task (LK_TASK_ROW (row)) == task)
      gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
reload_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  LkGuidePage *self = LK_GUIDE_PAGE (widget);

  if (self->streaming != NULL)
    lk_streaming_load_async (self->streaming, NULL, NULL, NULL);
}

static void
lk_guide_page_dispose (GObject *object)
{
  LkGuidePage *self = LK_GUIDE_PAGE (object);

  g_clear_object (&self->tenant);
  g_clear_object (&self->streaming);
  g_clear_object (&self->thing);
  g_clear_object (&self->inventories);

  G_OBJECT_CLASS (lk_guide_page_parent_class)->dispose (object);
}

static void
lk_guide_page_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  LkGuidePage *self = LK_GUIDE_PAGE (object);

  switch (prop_id)
    {
    case PROP_INVENTORIES:
      g_value_set_object (value, self->inventories);
      break;
    case PROP_THING:
      g_value_set_object (value, self->thing);
      break;
    case PROP_STREAMING:
      g_value_set_object (value, self->streaming);
      break;
    case PROP_TENANT:
      g_value_set_object (value, self->tenant);
      break;
    case PROP_COLLAPSED:
      g_value_set_boolean (value, self->collapsed);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_guide_page_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  LkGuidePage *self = LK_GUIDE_PAGE (object);

  switch (prop_id)
    {
    case PROP_INVENTORIES:
      if (!g_set_object (&self->inventories, g_value_get_object (value)))
        return;
      break;
    case PROP_THING:
      if (!g_set_object (&self->thing, g_value_get_object (value)))
        return;
      self->thing_changed = TRUE;
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
lk_guide_page_class_init (LkGuidePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags both = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags derived = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = lk_guide_page_dispose;
  object_class->get_property = lk_guide_page_get_property;
  object_class->set_property = lk_guide_page_set_property;
  widget_class->map = lk_guide_page_map;

  /**
   * LkGuidePage:inventories: (nullable)
   *
   * The accounts there are to choose from; it is set once.
   */
  properties[PROP_INVENTORIES] = g_param_spec_object ("inventories", NULL, NULL, LK_TYPE_INVENTORIES, both);
  /**
   * LkGuidePage:thing: (nullable)
   *
   * What the sidebar shows: its account is chosen, and its tenant if it is one.
   */
  properties[PROP_THING] = g_param_spec_object ("thing", NULL, NULL, LK_TYPE_ACCOUNT_THING, both);
  /**
   * LkGuidePage:streaming: (nullable)
   *
   * The streaming half of the account that is chosen.
   */
  properties[PROP_STREAMING] = g_param_spec_object ("streaming", NULL, NULL, LK_TYPE_STREAMING, derived);
  /**
   * LkGuidePage:tenant: (nullable)
   *
   * The tenant that is chosen.
   */
  properties[PROP_TENANT] = g_param_spec_object ("tenant", NULL, NULL, LK_TYPE_TENANT, derived);
  /**
   * LkGuidePage:collapsed:
   *
   * Whether the page is alone in a narrow window: it has a Back button then, and its rows are narrow.
   */
  properties[PROP_COLLAPSED] = g_param_spec_boolean ("collapsed", NULL, NULL, FALSE, both);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "page.reload", NULL, reload_action);
  gtk_widget_class_install_action (widget_class, "guide.back", NULL, back_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "guide.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "guide.back", NULL);

  g_type_ensure (LK_TYPE_TASK_PAGE);
  g_type_ensure (LK_TYPE_TOKEN_PATHS);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-guide-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LkGuidePage, account_row);
  gtk_widget_class_bind_template_child (widget_class, LkGuidePage, tenant_row);
  gtk_widget_class_bind_template_child (widget_class, LkGuidePage, pages);
  gtk_widget_class_bind_template_child (widget_class, LkGuidePage, tasks_list);
  gtk_widget_class_bind_template_child (widget_class, LkGuidePage, task_page);
  gtk_widget_class_bind_template_callback (widget_class, title_tenant);
  gtk_widget_class_bind_template_callback (widget_class, is_any);
  gtk_widget_class_bind_template_callback (widget_class, is_none);
  gtk_widget_class_bind_template_callback (widget_class, title_none);
  gtk_widget_class_bind_template_callback (widget_class, describe_none);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, account_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, tenant_selected_cb);
}

static void
lk_guide_page_init (LkGuidePage *self)
{
  g_autoptr (GListModel) tasks = lk_token_tasks_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_bind_model (self->tasks_list, tasks, create_row_cb, self, NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "guide.back", FALSE);
}
