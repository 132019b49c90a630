/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-search-page.h"

#include "lk-format.h"
#include "lk-large-text.h"
#include "lk-token-facts.h"
#include "lk-wanted.h"

#include <glib/gi18n-lib.h>

/**
 * LkSearchPage:
 *
 * One search over both kinds of token, all accounts and tenants; before somebody types it shows what needs attention. A
 * row leads to the details of its token by the application's action `show-token`; `win.leave-search` leads back.
 */
struct _LkSearchPage
{
  AdwBin          parent_instance;

  LkTokenSearch  *search; /* NULL: before it has tokens to look at */

  GtkSearchEntry *search_entry;
  GtkListBox     *list;
};

G_DEFINE_FINAL_TYPE (LkSearchPage, lk_search_page, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_INVENTORIES,
  PROP_SEARCH,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char *
page_for_state (LkSearchPage *self,
                const char   *text,
                gboolean      searching,
                guint         n_hits)
{
  g_autofree char *words = g_strstrip (g_strdup (text != NULL ? text : ""));

  if (n_hits > 0)
    return g_strdup ("list");
  if (*words == '\0')
    return g_strdup ("start");

  return g_strdup (searching ? "list" : "no-match");
}

static gboolean
is_empty (LkSearchPage *self,
          const char   *text)
{
  g_autofree char *words = g_strstrip (g_strdup (text != NULL ? text : ""));

  return *words == '\0';
}

static char *
describe_concern (LkSearchPage *self,
                  const char   *word)
{
  LkTokenConcern concern = lk_token_concern_from_string (word);

  return g_strdup (concern != LK_TOKEN_CONCERN_NONE ? lk_token_concern_get_title (concern) : C_ ("tokens", "Needs Attention"));
}

/* Rows. */

static char *
describe (LkTokenHit *hit)
{
  LkListedToken *token = lk_token_hit_get_token (hit);
  const char *name = NULL;

  if (LK_IS_APP_TOKEN (token))
    {
      name = lk_app_token_get_script_name (LK_APP_TOKEN (token));
      if (name == NULL)
        name = lk_app_token_get_role_title (LK_APP_TOKEN (token));
      /* Translators: what was found: %s is a token's script name or role */
      return name != NULL ? g_strdup_printf (_("Application token · %s"), name) : g_strdup (_("Application token"));
    }

  name = lk_pulsar_token_get_script_name (LK_PULSAR_TOKEN (token));
  if (name == NULL)
    name = lk_pulsar_token_get_id (LK_PULSAR_TOKEN (token));
  /* Translators: what was found: %s is a token's script name or id */
  return name != NULL ? g_strdup_printf (_("Pulsar token · %s"), name) : g_strdup (_("Pulsar token"));
}

/* Of what needs attention, the row says why: beside what it is about or, where text is large, below it. */
static void
add_expiry (GtkWidget     *row,
            LkListedToken *token)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *text = NULL;
  GDateTime *expiry;
  GtkWidget *label;

  if (!lk_token_facts_needs_attention (token, now))
    return;

  expiry = LK_LISTED_TOKEN_GET_IFACE (token)->get_expiry (token);
  text = lk_format_expiry (expiry, now);
  if (lk_large_text_is_on (gtk_widget_get_display (row)))
    {
      g_autofree char *subtitle = g_strdup_printf ("%s\n%s", adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), text);

      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
      return;
    }

  label = gtk_label_new (text);
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (label, "badge");
  gtk_widget_add_css_class (label, lk_format_judge_expiry (expiry, now) == LK_EXPIRY_EXPIRED ? "error" : "warning");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  LkTokenHit *hit = item;
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *subtitle = describe (hit);
  int n_lines = lk_large_text_is_on (gtk_widget_get_display (row)) ? 0 : 1; /* 0: as many as it takes */

  g_object_set (row, "use-markup", FALSE, "activatable", TRUE, "subtitle", subtitle, "title-lines", n_lines,
                "subtitle-lines", n_lines, NULL);
  g_object_set_data_full (G_OBJECT (row), "hit", g_object_ref (hit), g_object_unref);
  g_object_bind_property (lk_token_hit_get_token (hit), "title", row, "title", G_BINDING_SYNC_CREATE);
  add_expiry (row, lk_token_hit_get_token (hit));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));

  return row;
}

static LkTokenHit *
get_hit (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "hit");
}

static GtkWidget *
create_heading (LkTokenHit *hit)
{
  const char *account = lk_account_get_title (lk_token_hit_get_account (hit));
  LkTenant *tenant = lk_token_hit_get_tenant (hit);
  GtkWidget *label = gtk_label_new (NULL);
  g_autofree char *text = NULL;

  if (tenant == NULL)
    /* Translators: heading of what was found: %s is an account */
    text = g_strdup_printf (_("Application Tokens · %s"), account);
  else
    /* Translators: heading of what was found: %1$s is a streaming tenant, %2$s its cluster, %3$s an account */
    text = g_strdup_printf (_("%1$s (%2$s) · %3$s"), lk_tenant_get_name (tenant), lk_tenant_get_cluster (tenant), account);
  gtk_label_set_label (GTK_LABEL (label), text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (lk_large_text_is_on (gtk_widget_get_display (label)))
    {
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
    }
  else
    {
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
    }
  gtk_widget_add_css_class (label, "heading");
  g_object_set (label, "margin-top", 12, "margin-bottom", 6, "margin-start", 12, "margin-end", 12, NULL);

  return label;
}

static void
update_heading (GtkListBoxRow *row,
                GtkListBoxRow *before,
                gpointer       user_data)
{
  LkTokenHit *hit = get_hit (row);
  LkTokenHit *other = before != NULL ? get_hit (before) : NULL;
  gboolean first = other == NULL || lk_token_hit_get_account (other) != lk_token_hit_get_account (hit)
                   || lk_token_hit_get_tenant (other) != lk_token_hit_get_tenant (hit);

  if (!first)
    gtk_list_box_row_set_header (row, NULL);
  else if (gtk_list_box_row_get_header (row) == NULL)
    gtk_list_box_row_set_header (row, create_heading (hit));
}

static void
row_activated_cb (LkSearchPage  *self,
                  GtkListBoxRow *row)
{
  LkTokenHit *hit = get_hit (row);
  LkListedToken *token = lk_token_hit_get_token (hit);
  LkTenant *tenant = lk_token_hit_get_tenant (hit);
  const char *id = LK_LISTED_TOKEN_GET_IFACE (token)->get_id (token);

  /* An old Pulsar token has no id, and no details: its tenant's list is the place to see it. */
  gtk_widget_activate_action (GTK_WIDGET (self), "app." LK_SHOW_TOKEN_ACTION, LK_SHOW_TOKEN_TYPE,
                              lk_account_get_id (lk_token_hit_get_account (hit)),
                              tenant != NULL ? lk_tenant_get_cluster (tenant) : "",
                              tenant != NULL ? lk_tenant_get_name (tenant) : "", id != NULL ? id : "");
}

static void
set_inventories (LkSearchPage  *self,
                 LkInventories *inventories)
{
  if (inventories == NULL || self->search != NULL)
    return;

  self->search = lk_token_search_new (inventories);
  lk_token_search_set_active (self->search, gtk_widget_get_mapped (GTK_WIDGET (self)));
  gtk_list_box_bind_model (self->list, lk_token_search_get_hits (self->search), create_row, self, NULL);
  g_object_bind_property (self->search_entry, "text", self->search, "search", G_BINDING_SYNC_CREATE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCH]);
}

/* Down from the entry to what was found. */
static void
entry_activated_cb (LkSearchPage *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, 0);

  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
search_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (LK_SEARCH_PAGE (widget)->search_entry));
}

static void
stopped_cb (LkSearchPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.leave-search", NULL);
}

static void
set_active (LkSearchPage *self,
            gboolean      active)
{
  if (self->search != NULL)
    lk_token_search_set_active (self->search, active);
}

static void
lk_search_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lk_search_page_parent_class)->map (widget);

  set_active (LK_SEARCH_PAGE (widget), TRUE);
}

static void
lk_search_page_unmap (GtkWidget *widget)
{
  set_active (LK_SEARCH_PAGE (widget), FALSE);

  GTK_WIDGET_CLASS (lk_search_page_parent_class)->unmap (widget);
}

static void
lk_search_page_dispose (GObject *object)
{
  LkSearchPage *self = LK_SEARCH_PAGE (object);

  if (self->list != NULL && self->search != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  g_clear_object (&self->search);

  G_OBJECT_CLASS (lk_search_page_parent_class)->dispose (object);
}

static void
lk_search_page_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_SEARCH:
      g_value_set_object (value, LK_SEARCH_PAGE (object)->search);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_search_page_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_INVENTORIES:
      set_inventories (LK_SEARCH_PAGE (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_search_page_class_init (LkSearchPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_search_page_dispose;
  object_class->get_property = lk_search_page_get_property;
  object_class->set_property = lk_search_page_set_property;
  widget_class->map = lk_search_page_map;
  widget_class->unmap = lk_search_page_unmap;

  /**
   * LkSearchPage:inventories:
   *
   * The tokens of all accounts; to be set once.
   */
  properties[PROP_INVENTORIES] =
    g_param_spec_object ("inventories", NULL, NULL, LK_TYPE_INVENTORIES, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  /**
   * LkSearchPage:search: (nullable)
   *
   * What is found of them.
   */
  properties[PROP_SEARCH] = g_param_spec_object ("search", NULL, NULL, LK_TYPE_TOKEN_SEARCH,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "page.search", NULL, search_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.leave-search", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "win.leave-search", NULL);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-search-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LkSearchPage, search_entry);
  gtk_widget_class_bind_template_child_full (widget_class, "hits_list", FALSE, G_STRUCT_OFFSET (LkSearchPage, list));
  gtk_widget_class_bind_template_callback (widget_class, page_for_state);
  gtk_widget_class_bind_template_callback (widget_class, is_empty);
  gtk_widget_class_bind_template_callback (widget_class, describe_concern);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, stopped_cb);
}

static void
lk_search_page_init (LkSearchPage *self)
{
  g_type_ensure (LK_TYPE_TOKEN_SEARCH);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_header_func (self->list, update_heading, NULL, NULL);
}

/**
 * lk_search_page_show_concern:
 * @self: a page that has tokens to look at
 * @concern: a concern
 * @account: an account
 *
 * Shows the Pulsar tokens of an account that a concern is about, in place of what was looked for before.
 */
void
lk_search_page_show_concern (LkSearchPage   *self,
                             LkTokenConcern  concern,
                             LkAccount      *account)
{
  g_return_if_fail (LK_IS_SEARCH_PAGE (self));
  g_return_if_fail (self->search != NULL);

  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  lk_token_search_set_concern (self->search, concern, account);
}

/**
 * lk_search_page_begin:
 * @self: a page that is shown
 *
 * Lets somebody type what to look for, in place of what was looked for before.
 */
void
lk_search_page_begin (LkSearchPage *self)
{
  g_return_if_fail (LK_IS_SEARCH_PAGE (self));

  if (self->search != NULL)
    lk_token_search_set_concern (self->search, LK_TOKEN_CONCERN_NONE, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
  gtk_editable_select_region (GTK_EDITABLE (self->search_entry), 0, -1);
}

/**
 * lk_search_page_search:
 * @self: a page that is shown
 * @text: what to look for
 *
 * Looks for @text as if it had been typed.
 */
void
lk_search_page_search (LkSearchPage *self,
                       const char   *text)
{
  g_return_if_fail (LK_IS_SEARCH_PAGE (self));

  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), text);
  gtk_editable_set_position (GTK_EDITABLE (self->search_entry), -1);
}
